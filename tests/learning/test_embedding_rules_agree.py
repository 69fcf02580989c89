"""Whether an action or a finding is shown to be embedded: the database's condition and the record's own say the same."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Action, Lesson, LessonBasis
from goldthread.reviews.models import Finding, Review

pytestmark = pytest.mark.django_db

DONE = datetime.date(2026, 3, 10)
BEFORE, AFTER, LONG_AFTER = (DONE + datetime.timedelta(days=days) for days in (-1, 1, 60))
ALREADY_SHOWN = {
    "done_on": DONE,
    "stopped_on": None,
    "withdrawn_on": None,
    "embedded": "yes",
    "embedded_by": "sample",
    "embedded_checked_on": AFTER,
}


def _shown_by_database(actions) -> set[object]:
    return set(actions.shown_embedded().values_list("pk", flat=True))


def _shown_by_records(actions) -> set[object]:
    return {action.pk for action in actions if action.is_shown_embedded}


def _gap_by_database(findings) -> set[object]:
    [gap] = [gap for gap in Lesson.spec.gaps if gap.title.startswith("Findings called embedded")]
    return set(gap.records(findings, LONG_AFTER).values_list("pk", flat=True))


def _gap_by_records(findings) -> set[object]:
    return {finding.pk for finding in findings if finding.states(LONG_AFTER)[0].text == "Embedding not shown"}


@pytest.fixture
def finding(avonshire) -> Finding:
    """Return a finding called embedded, of which one lesson came whose only checked action has a measure."""
    measure = Measure.objects.filter(council=avonshire.council, action__isnull=False).first()
    finding = Finding.objects.filter(council=avonshire.council).first()
    LessonBasis.objects.filter(point=finding.point).delete()
    LessonBasis.objects.create(council=avonshire.council, lesson=measure.action.lesson, point=finding.point)
    actions = Action.objects.filter(lesson=measure.action.lesson)
    actions.exclude(pk=measure.action_id).update(embedded="no")
    actions.filter(pk=measure.action_id).update(**ALREADY_SHOWN)
    Finding.objects.filter(pk=finding.pk).update(decision="embedded", decided_on=LONG_AFTER)
    Review.objects.filter(pk=finding.review_id).update(decided_on=BEFORE)
    return finding


@pytest.fixture
def action(finding) -> Action:
    """Return the action that came of the finding."""
    return Action.objects.exclude(embedded="no").get(lesson__basis__point=finding.point)


def test_they_agree_over_the_demo(avonshire):
    actions = Action.objects.filter(council=avonshire.council)
    shown = _shown_by_database(actions)
    assert shown and shown == _shown_by_records(actions)
    findings = Finding.objects.filter(council=avonshire.council)
    assert findings.filter(decision="embedded").exists()
    assert _gap_by_database(findings) == _gap_by_records(findings)


def test_they_agree_on_every_state_of_an_action(action):
    outcomes = set()
    for done, checked, called, by, measure_withdrawn in product(
        (None, DONE),
        (None, BEFORE, DONE, AFTER),
        ("yes", "partly", "no", "not_checked"),
        ("", "sample", "measure"),
        (None, LONG_AFTER),
    ):
        if done is None and called != "not_checked":
            continue  # the database refuses it
        Measure.objects.filter(action=action).update(withdrawn_on=measure_withdrawn)
        case = Action.objects.filter(pk=action.pk)
        case.update(
            **ALREADY_SHOWN
            | {"done_on": done, "embedded_checked_on": checked, "embedded": called, "embedded_by": by}
        )
        shown = _shown_by_database(case)
        assert shown == _shown_by_records(case), (done, checked, called, by, measure_withdrawn)
        expected = (done, checked, called) == (DONE, AFTER, "yes") and (
            by == "sample" or (by == "measure" and not measure_withdrawn)
        )
        assert bool(shown) == expected
        outcomes.add(expected)
    assert outcomes == {True, False}


@pytest.mark.parametrize(
    ("today_state", "shown"),
    [("", True), ("improved", True), ("lower_since", False), ("too_little_data", False)],
)
def test_they_agree_on_a_measure_whose_result_todays_rule_would_not_give(action, today_state, shown):
    measure = Measure.objects.get(action=action, withdrawn_on=None)
    Verdict.objects.filter(measure=measure).delete()
    Verdict.objects.create(
        council=measure.council,
        measure=measure,
        review_month=6,
        on=AFTER,
        state="improved",
        sentence="Made up.",
        today_state=today_state,
    )
    case = Action.objects.filter(pk=action.pk)
    case.update(**ALREADY_SHOWN | {"embedded_by": "measure"})
    assert _shown_by_database(case) == _shown_by_records(case) == ({action.pk} if shown else set())


@pytest.mark.parametrize(
    ("changes", "is_gap"),
    [
        ({}, False),
        ({"action": {"embedded_checked_on": DONE}}, True),
        ({"action": {"embedded_by": ""}}, True),
        ({"action": {"embedded": "partly"}}, True),
        ({"action": {"withdrawn_on": AFTER}}, True),
        ({"action": {"stopped_on": AFTER}}, True),
        ({"lesson": {"withdrawn_on": AFTER}}, True),
        ({"finding": {"decided_on": AFTER}}, False),
        ({"finding": {"decided_on": DONE}}, True),
        ({"finding": {"decision": "implemented"}}, False),
        ({"review": {"decided_on": DONE}}, False),
        ({"review": {"decided_on": AFTER}}, True),
    ],
)
def test_they_agree_on_a_finding(finding, action, changes, is_gap):
    Action.objects.filter(pk=action.pk).update(**ALREADY_SHOWN | changes.get("action", {}))
    Lesson.objects.filter(pk=action.lesson_id).update(**changes.get("lesson", {}))
    Review.objects.filter(pk=finding.review_id).update(**changes.get("review", {}))
    case = Finding.objects.filter(pk=finding.pk)
    case.update(**changes.get("finding", {}))
    assert _gap_by_database(case) == _gap_by_records(case) == ({finding.pk} if is_gap else set())
