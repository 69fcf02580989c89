"""No record's state is earlier than what it rests on: the whole of Avonshire is walked, by what each type states."""

from __future__ import annotations

import datetime

import pytest
from django.db.models import DateField, DateTimeField, Model
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.records import date_order, saving
from goldthread.council.records.base import Record
from goldthread.council.records.redaction import history_of
from goldthread.council.records.spec import Part, RecordType, models_with_spec
from goldthread.dates import month_start
from goldthread.impact.models import Measure
from goldthread.learning.models import Action, Lesson
from goldthread.reviews import commands as reviews
from goldthread.reviews.models import Finding, Review

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def _dates(model: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, DateField)
        and not isinstance(field, DateTimeField)
        and field.name != "withdrawn_on"
    ]


def test_every_date_of_a_record_says_what_it_may_not_come_before():
    silent = []
    for model in models_with_spec():
        order = model.spec.not_before
        named = {*order, *(path for paths in order.values() for path in paths)}
        for other in models_with_spec():
            for paths in other.spec.not_before.values():
                for path in paths:
                    *relations, name = path.split("__")
                    if relations and _led_to(other, relations) is model:
                        named.add(name)
        if isinstance(model.spec, RecordType | Part):
            silent += [f"{model.__name__}.{name}" for name in _dates(model) if name not in named]
    assert silent == []


def _led_to(model: type[Model], relations: list[str]) -> type[Model]:
    for name in relations:
        model = model._meta.get_field(name).related_model
    return model


def test_nothing_in_avonshire_is_earlier_than_what_it_rests_on(avonshire):
    walked = {}
    for model, later, path, broken in date_order.out_of_order():
        walked[f"{model.__name__}.{later} before {path}"] = [str(row) for row in broken[:3]]
    assert len(walked) > 20
    assert {order: rows for order, rows in walked.items() if rows} == {}


def test_nothing_in_avonshire_has_happened_in_days_to_come(avonshire):
    today = timezone.localdate()
    ahead = {
        f"{model.__name__}.{name}": rows.count() for model, name, rows in date_order.in_the_future(today)
    }
    assert len(ahead) > 20
    assert {name: count for name, count in ahead.items() if count} == {}


def test_a_measure_takes_effect_no_earlier_than_its_action_was_agreed(avonshire):
    measures = Measure.objects.filter(action__isnull=False, acted_on__isnull=False).select_related("action")
    assert measures
    early = [str(m) for m in measures if m.acted_on < month_start(m.action.agreed_on)]
    assert early == []


def test_what_is_called_embedded_is_shown_by_a_later_record_of_an_action(avonshire):
    findings = Finding.objects.filter(decision="embedded").select_related("point", "review")
    assert findings
    for finding in findings:
        shown = [
            action
            for row in finding.point.lessons.all()
            for action in row.lesson.actions.all()
            if action.embedded == "yes"
            and action.agreed_on <= action.done_on < action.embedded_checked_on <= finding.decided_on
            and action.embedded_passed
            and action.embedded_sample
        ]
        assert shown, f"{finding} is called embedded on {finding.decided_on}, and no action shows it"
    for action in Action.objects.filter(embedded="yes"):
        assert action.is_shown_embedded, str(action)


def test_the_finding_of_the_wait_is_embedded_after_its_action_and_not_before(avonshire):
    finding = Finding.objects.get(point__text__startswith="For nineteen weeks nobody told")
    action = Action.objects.get(title="Fortnightly updates for everyone on the waiting list")
    earlier = history_of(Finding).objects.filter(pgh_obj_id=finding.pk).order_by("pgh_id")
    decided = [(state.decision, state.decided_on) for state in [*earlier, finding] if state.decided_on]
    assert [decision for decision, _ in decided] == ["accepted", "in_progress", "implemented", "embedded"]
    assert sorted(day for _, day in decided) == [day for _, day in decided]
    assert action.done_on < action.embedded_checked_on <= finding.decided_on
    assert finding.review.decided_on < action.agreed_on < finding.decided_on


@pytest.mark.parametrize(
    ("later", "earlier"), [("done_on", "agreed_on"), ("stopped_on", "agreed_on"), ("due_on", "agreed_on")]
)
def test_saving_refuses_a_date_before_what_it_rests_on(avonshire, later, earlier):
    action = Action.objects.filter(done_on=None, stopped_on=None).first()
    day = getattr(action, earlier) - DAY
    with pytest.raises(Refused, match="is before"):
        saving.change(action, **{later: day})


def test_saving_refuses_a_day_to_come_for_what_has_happened(avonshire):
    action = Action.objects.filter(done_on=None, stopped_on=None).first()
    with pytest.raises(Refused, match="in the future"):
        saving.change(action, done_on=timezone.localdate() + DAY)
    assert saving.change(action, due_on=timezone.localdate() + DAY).due_on > timezone.localdate()


def test_a_review_is_not_moved_past_the_decisions_about_it(avonshire):
    review = Review.objects.get(kind="peer_review")
    last = max(finding.decided_on for finding in review.findings.all())
    with pytest.raises(Refused, match="Correct that first"):
        saving.change(review, decided_on=last + DAY)


def test_a_lesson_is_not_moved_past_its_actions(avonshire):
    lesson = Lesson.objects.filter(actions__isnull=False).first()
    agreed = lesson.actions.order_by("agreed_on").first().agreed_on
    with pytest.raises(Refused, match="Correct that first"):
        saving.change(lesson, recorded_on=agreed + DAY)


def test_a_decision_is_not_dated_ahead(avonshire):
    finding = Finding.objects.first()
    with pytest.raises(Refused, match="in the future"):
        reviews.decide(
            by=avonshire.person("director"),
            finding=finding,
            decision="accepted",
            decided_on=timezone.localdate() + DAY,
        )


def test_every_record_of_the_kit_is_held_to_its_order():
    assert [
        m for m in models_with_spec() if issubclass(m, Record) and _dates(m) and not m.spec.not_before
    ] == []
