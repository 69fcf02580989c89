"""What could not be looked through stays locked everywhere and somebody is told; a model may be plugged in beside."""

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
from goldthread.thread.home import needs_attention

pytestmark = pytest.mark.django_db

SAID = "The quincunx was cold and nobody said why, at the house of the blue door."


def _receive(avonshire, *points: str, **more) -> Feedback:
    by = avonshire.person("complaints_manager")
    day = Feedback.objects.visible_to(by).latest("received_on").received_on
    new = commands.NewFeedback(source="complaint", points=points, received_on=day, **more)
    return commands.receive(by=by, new=new, today=day)


@pytest.fixture
def locked(avonshire, settings) -> Feedback:
    """Return feedback that came while the finder was broken; it is whole again."""
    working = settings.PRIVACY_FINDER
    settings.PRIVACY_FINDER = "nowhere.at.all"
    kept = _receive(
        avonshire, SAID, "And the quincunx leaks.", title="Quincunx", service="Quincunx", extra={"remedy": "quincunx"},
        format_needed="quincunx print", outcome="quincunx upheld", their_reference="Quincunx-1",
    )  # fmt: skip
    settings.PRIVACY_FINDER = working
    return kept


def test_nothing_of_it_stands_in_any_field_search_or_export(avonshire, locked):
    assert locked.is_locked
    out = io.BytesIO()
    exporting.export(
        by=avonshire.person("quality_lead"),
        feedback=Feedback.objects.filter(pk=locked.pk),
        kind="csv",
        out=out,
    )
    assert locked.reference in out.getvalue().decode() and exporting.HELD_BACK in out.getvalue().decode()
    entry = SearchEntry.objects.get(record_id=locked.pk)
    shown = [out.getvalue().decode(), entry.title, entry.body, str(vars(locked))]
    shown += list(Point.objects.filter(feedback=locked).values_list("text", flat=True))
    for text in shown:
        assert "quincunx" not in text.lower()


def test_nothing_of_it_stands_on_a_page_and_the_desk_leaves_it(avonshire, locked):
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


def test_somebody_is_told_at_home_and_among_the_broken_ends(avonshire, locked):
    person = avonshire.person("quality_lead")
    lines = needs_attention(person, locked.received_on)
    assert [line for line in lines if "locked" in line.title and line.late]
    ends = {end.slug: end for end in find_gaps(person, locked.received_on)}
    assert ends["locked"].count == 1
    page = avonshire.client("quality_lead").get(reverse("feedback:list") + "?locked=1").content.decode()
    assert page.count(locked.reference) == 1 and "Locked" in page


def test_nothing_is_written_on_it_until_it_was_looked_through(avonshire, locked):
    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused, match="is locked"):
        commands.record_response(by=by, feedback=locked, responded_on=locked.received_on, response="We are sorry.")
    commands.redact_again(by=by, feedback=locked)
    assert not locked.is_locked
    assert [point.text for point in locked.points.order_by("position")] == [SAID, "And the quincunx leaks."]
    assert (locked.title, locked.service, locked.extra) == ("Quincunx", "Quincunx", {"remedy": "quincunx"})
    assert "leaks" in SearchEntry.objects.get(record_id=locked.pk).body
    commands.record_response(by=by, feedback=locked, responded_on=locked.received_on, response="We are sorry.")


def test_a_finder_that_fails_later_leaves_everything_as_it_was(avonshire, settings):
    kept = _receive(avonshire, SAID)
    settings.PRIVACY_FINDER = "nowhere.at.all"
    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused, match="could not be looked for"):
        commands.redact_again(by=by, feedback=kept)
    with pytest.raises(Refused, match="could not look for"):
        commands.record_response(by=by, feedback=kept, responded_on=kept.received_on, response="We are sorry.")
    kept.refresh_from_db()
    assert not kept.is_locked and kept.response == ""
    assert kept.points.get().text == SAID


class Model:
    """A language model for tests: it knows one house."""

    name = "made-up model"

    def find(self, text, known):
        """Return where the house stands."""
        place = text.find("the house of the blue door")
        return [Detection(place, place + 26, Kind.ADDRESS, "said by a model", 0.8)] if place >= 0 else []


class BrokenModel(Model):
    """A language model that is not there."""

    def find(self, text, known):
        """Fail, with the words in the message as such faults have them."""
        raise ConnectionError(f"no answer to {text}")


def test_no_further_recogniser_is_asked_unless_it_is_named(avonshire, settings):
    assert settings.PRIVACY_RECOGNISER == ""
    assert _receive(avonshire, SAID).points.get().text == SAID


def test_a_language_model_can_be_plugged_in_beside_our_own_recognisers(avonshire, settings):
    settings.PRIVACY_RECOGNISER = f"{__name__}.Model"
    kept = _receive(
        avonshire, SAID + " Mrs Perpetua Vantongeren said so.", "It is the house of the blue door."
    )
    assert [point.text for point in kept.points.order_by("position")] == [
        "The quincunx was cold and nobody said why, at [address]. [person 1] said so.",
        "It is [address].",
    ]
    assert {detection.reason for detection in kept.detections.filter(kind="ADDRESS")} == {"said by a model"}


def test_a_language_model_that_fails_leaves_the_words_locked(avonshire, settings, caplog):
    settings.PRIVACY_RECOGNISER = f"{__name__}.BrokenModel"
    assert _receive(avonshire, SAID).is_locked
    assert "quincunx" not in caplog.text
