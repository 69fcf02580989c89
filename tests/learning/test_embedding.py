"""What shows that an action is embedded: a sample or an improved measure, dated after it was done."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.tables.intervals import wilson
from goldthread.council.command import Refused
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands
from goldthread.learning.models import Action
from goldthread.thread.gaps import find_gaps
from goldthread.thread.headline import headline

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DONE = TODAY - datetime.timedelta(days=90)
SAMPLE = {"shown_by": "sample", "passed": 18, "sample": 20, "where": "Files of both localities"}


@pytest.fixture
def action(avonshire) -> Action:
    """Return an action that was done 90 days ago and not checked."""
    record = Action.objects.get(title="Evening assessments for carers, face to face, with a sitter")
    return commands.complete_action(
        by=avonshire.person("quality_lead"), action=record, done_on=DONE, note="They are held."
    )


def _check(cast, action: Action, days_after: int = 60, **fields) -> Action:
    given = {"embedded": "yes", "note": "We read files.", **SAMPLE, **fields}
    day = DONE + datetime.timedelta(days=days_after)
    return commands.check_embedded(by=cast.person("quality_lead"), action=action, checked_on=day, **given)


def test_a_sample_after_completion_shows_it(avonshire, action):
    action = _check(avonshire, action)
    assert action.is_shown_embedded and action.state == "done, embedded"
    page = avonshire.client("quality_lead").get(reverse("learning:action", args=[action.pk]))
    assert "90% (18 of 20; likely 70% to 97%), Files of both localities" in html.unescape(
        page.content.decode()
    )


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"shown_by": ""}, "Select what shows that it is embedded", "shown_by"),
        ({"passed": None, "sample": None}, "Enter how many you looked at", "sample"),
        ({"passed": 18, "sample": None}, "Enter both numbers", "sample"),
        ({"passed": 0, "sample": 0}, "Enter how many you looked at", "sample"),
        ({"where": " "}, "Enter where the sample was taken", "where"),
        ({"passed": 21, "sample": 20}, "more than you looked at", "passed"),
        ({"passed": 3, "sample": 20}, "3 of 20 does not show it", "sample"),
        ({"passed": 3, "sample": 3}, "3 of 3 does not show it", "sample"),
        ({"passed": 14, "sample": 20}, "14 of 20 does not show it", "sample"),
        ({"days_after": 0}, "on a day after the action was done", "checked_on"),
    ],
)
def test_what_shows_nothing_is_refused_in_words_that_say_what_is_missing(
    avonshire, action, change, message, field
):
    with pytest.raises(Refused, match=message) as refused:
        _check(avonshire, action, **change)
    assert refused.value.field == field


@pytest.mark.parametrize(("passed", "sample"), [(4, 4), (5, 5), (15, 20), (17, 19)])
def test_a_sample_shows_it_where_its_lower_end_is_above_one_half(avonshire, action, passed, sample):
    assert wilson(passed, sample)[0] > 0.5
    assert _check(avonshire, action, passed=passed, sample=sample).is_shown_embedded


def test_partly_and_not_embedded_need_no_sample(avonshire, action):
    nothing = {"shown_by": "", "passed": None, "sample": None, "where": ""}
    for embedded in ("partly", "no"):
        assert _check(avonshire, action, embedded=embedded, **nothing).embedded == embedded
    assert _check(avonshire, action, embedded="no", passed=3, sample=7).embedded_by == ""


def _verdict(cast, action: Action, state: str, days_after: int) -> None:
    measure = action.measures.get()
    impact.record_verdict(
        by=cast.person("quality_lead"),
        measure=measure,
        review_month=6,
        on=DONE + datetime.timedelta(days=days_after),
        state=state,
        sentence="Made up.",
    )


def test_an_improved_measure_shows_it_and_no_other_result_does(avonshire, action):
    measured = {"shown_by": "measure", "passed": None, "sample": None, "where": ""}
    with pytest.raises(Refused, match="has no result yet"):
        _check(avonshire, action, **measured)
    _verdict(avonshire, action, "no_detectable_change_yet", 20)
    with pytest.raises(Refused, match="no detectable change yet"):
        _check(avonshire, action, **measured)
    measure = action.measures.get()
    impact.record_verdict(
        by=avonshire.person("quality_lead"),
        measure=measure,
        review_month=9,
        on=DONE + datetime.timedelta(days=40),
        state="improved",
        sentence="Made up.",
    )
    with pytest.raises(Refused, match="between completion and this check"):
        _check(avonshire, action, days_after=39, **measured)
    assert _check(avonshire, action, **measured).is_shown_embedded
    shown = Action.objects.shown_embedded().filter(pk=action.pk)
    assert shown.exists()
    # Taken back, it shows nothing.
    Measure.objects.filter(pk=measure.pk).update(withdrawn_on=TODAY)
    assert not Action.objects.get(pk=action.pk).is_shown_embedded and not shown.exists()


def test_what_was_called_embedded_before_is_a_gap_and_not_counted(avonshire, action):
    person = avonshire.person("quality_lead")
    before = headline(person, TODAY)
    Action.objects.filter(pk=action.pk).update(embedded="yes", embedded_checked_on=TODAY)
    action.refresh_from_db()
    assert action.state == "done, embedding not shown"
    assert headline(person, TODAY) == before
    slug = "actions-called-embedded-without-a-record-that-shows-it"
    [gap] = find_gaps(person, TODAY, slug)
    assert action.pk in {link.pk for link in gap.links}
    page = avonshire.client("quality_lead").get(reverse("learning:action", args=[action.pk]))
    assert "Embedding not shown" in page.content.decode()


def test_the_form_keeps_what_was_typed(avonshire, action):
    day = {f"checked_on-{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    answers = {**day, "embedded": "yes", "note": "We asked around.", "shown_by": "sample", "where": "Wards"}
    address = reverse("learning:check_embedded", args=[action.pk])
    page = html.unescape(avonshire.client("quality_lead").post(address, answers).content.decode())
    assert "Enter how many you looked at" in page
    assert "We asked around." in page and "Wards" in page
    saved = avonshire.client("quality_lead").post(address, {**answers, "sample": "6", "passed": "6"})
    assert saved.status_code == 302


def test_completion_is_not_moved_to_the_day_of_what_shows_that_it_is_embedded(avonshire, action):
    action = _check(avonshire, action)
    fields = {
        name: getattr(action, name)
        for name in (
            "title",
            "detail",
            "owner",
            "team",
            "agreed_on",
            "due_on",
            "embed_check_on",
            "embed_test",
        )
    }
    with pytest.raises(Refused, match="no later than that date"):
        commands.edit_action(
            by=avonshire.person("quality_lead"),
            action=action,
            version=action.version,
            reason="Wrong date",
            done_on=action.embedded_checked_on,
            done_note=action.done_note,
            **fields,
        )


def test_a_lesson_is_not_recorded_before_what_it_is_based_on(avonshire, action):
    point = action.lesson.basis.first().point
    with pytest.raises(Refused, match="was heard on"):
        commands.record_lesson(
            by=avonshire.person("quality_lead"),
            title="Too early",
            what_we_learned="Nothing yet.",
            points=[point],
            recorded_on=point.heard_on - datetime.timedelta(days=1),
        )


def test_a_measure_takes_effect_no_earlier_than_its_action_was_agreed(avonshire, action):
    month = action.agreed_on.replace(day=1)
    with pytest.raises(Refused, match="cannot have taken effect before that month"):
        impact.set_acted_on(
            by=avonshire.person("quality_lead"),
            measure=action.measures.get(),
            acted_on=month - datetime.timedelta(days=1),
        )
