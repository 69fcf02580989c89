"""Feedback awaiting redaction: its text is shown nowhere; a language model may be added as a recogniser."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from goldthread.analysis.privacy import Detection, Kind
from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.feedback import commands, exporting
from goldthread.feedback.models import Feedback, Point
from goldthread.thread.gaps import find_gaps
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db

TEXT = "The quincunx was cold and nobody said why, at the house of the blue door."


def _receive(avonshire, *points: str, **more) -> Feedback:
    by = avonshire.person("complaints_manager")
    day = Feedback.objects.visible_to(by).latest("received_on").received_on
    new = commands.NewFeedback(source="complaint", points=points, received_on=day, **more)
    return commands.receive(by=by, new=new, today=day)


@pytest.fixture
def locked(avonshire, settings) -> Feedback:
    """Return feedback received while the detector was broken; it works again."""
    working = settings.PRIVACY_FINDER
    settings.PRIVACY_FINDER = "nowhere.at.all"
    feedback = _receive(
        avonshire, TEXT, "And the quincunx leaks.", subject="Quincunx", service="Quincunx", extra={"remedy": "quincunx"},
        format_needed="quincunx print", outcome="quincunx upheld", their_reference="Quincunx-1",
    )  # fmt: skip
    settings.PRIVACY_FINDER = working
    return feedback


def test_its_text_is_in_no_field_search_or_export(avonshire, locked):
    assert locked.is_locked
    out = io.BytesIO()
    exporting.export(
        by=avonshire.person("quality_lead"),
        filters={"locked": True},
        kind="csv",
        out=out,
    )
    assert (
        locked.reference in out.getvalue().decode()
        and exporting.AWAITING_REDACTION in out.getvalue().decode()
    )
    entry = SearchEntry.objects.get(record_id=locked.pk)
    shown = [out.getvalue().decode(), entry.title, entry.body, str(vars(locked))]
    shown += list(Point.objects.filter(feedback=locked).values_list("text", flat=True))
    for text in shown:
        assert "quincunx" not in text.lower()


def test_its_text_is_on_no_page_and_it_is_not_to_code(avonshire, locked):
    client = avonshire.client("quality_lead")
    for address in (
        reverse("feedback:list") + "?locked=1",
        reverse("feedback:detail", args=[locked.pk]),
        reverse("feedback:redactions", args=[locked.pk]),
        reverse("search") + "?q=leaks",
        reverse("themes:to_code"),
    ):
        page = client.get(address, follow=True).content.decode()
        assert "quincunx" not in page.lower(), address
    avonshire.enter()
    assert not Point.objects.filter(feedback=locked).not_coded().exists()


def test_it_is_on_my_work_and_among_the_gaps(avonshire, locked):
    person = avonshire.person("quality_lead")
    items = work_items(person, locked.received_on)
    assert [item for item in items if "awaiting redaction" in item.title and item.overdue]
    gaps = {gap.slug: gap for gap in find_gaps(person, locked.received_on)}
    assert gaps["locked"].count == 1
    page = avonshire.client("quality_lead").get(reverse("feedback:list") + "?locked=1").content.decode()
    # Once in its row, and once in the label of the box that ticks it.
    assert page.count(f"Select {locked.reference}") == 1 and page.count(locked.reference) == 2
    assert "Awaiting redaction" in page


def test_nothing_is_saved_on_it_until_it_is_redacted(avonshire, locked):
    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused, match="is awaiting redaction"):
        commands.record_response(
            by=by, feedback=locked, responded_on=locked.received_on, response="We are sorry."
        )
    commands.redact_again(by=by, feedback=locked)
    assert not locked.is_locked
    assert [point.text for point in locked.points.order_by("position")] == [TEXT, "And the quincunx leaks."]
    assert (locked.subject, locked.service, locked.extra) == ("Quincunx", "Quincunx", {"remedy": "quincunx"})
    assert "leaks" in SearchEntry.objects.get(record_id=locked.pk).body
    commands.record_response(
        by=by, feedback=locked, responded_on=locked.received_on, response="We are sorry."
    )


def test_a_detector_that_fails_later_changes_nothing(avonshire, settings):
    feedback = _receive(avonshire, TEXT)
    settings.PRIVACY_FINDER = "nowhere.at.all"
    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused, match="Redaction failed, so nothing was changed"):
        commands.redact_again(by=by, feedback=feedback)
    with pytest.raises(Refused, match="could not look for"):
        commands.record_response(
            by=by, feedback=feedback, responded_on=feedback.received_on, response="We are sorry."
        )
    feedback.refresh_from_db()
    assert not feedback.is_locked and feedback.response == ""
    assert feedback.points.get().text == TEXT


class Model:
    """A language model for tests: it knows one house."""

    name = "made-up model"

    def find(self, text, known):
        """Return where the house is named."""
        start = text.find("the house of the blue door")
        return [Detection(start, start + 26, Kind.ADDRESS, "found by a model", 0.8)] if start >= 0 else []


class BrokenModel(Model):
    """A language model that is not there."""

    def find(self, text, known):
        """Fail, with the text in the message, as such errors have it."""
        raise ConnectionError(f"no answer to {text}")


def test_no_further_recogniser_is_used_unless_it_is_named(avonshire, settings):
    assert settings.PRIVACY_RECOGNISER == ""
    assert _receive(avonshire, TEXT).points.get().text == TEXT


def test_a_language_model_can_be_added_to_the_recognisers(avonshire, settings):
    settings.PRIVACY_RECOGNISER = f"{__name__}.Model"
    feedback = _receive(
        avonshire, TEXT + " Mrs Perpetua Vantongeren said so.", "It is the house of the blue door."
    )
    assert [point.text for point in feedback.points.order_by("position")] == [
        "The quincunx was cold and nobody said why, at [address]. [person 1] said so.",
        "It is [address].",
    ]
    assert {detection.reason for detection in feedback.detections.filter(kind="ADDRESS")} == {
        "found by a model"
    }


def test_a_language_model_that_fails_leaves_the_feedback_locked(avonshire, settings, caplog):
    settings.PRIVACY_RECOGNISER = f"{__name__}.BrokenModel"
    assert _receive(avonshire, TEXT).is_locked
    assert "quincunx" not in caplog.text
