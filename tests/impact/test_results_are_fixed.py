"""What was agreed at the start and the results of reviews are fixed, by the commands and by the database."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.dates import add_months, last_whole_month
from goldthread.impact import commands, jobs, queries
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.learning.models import Action

pytestmark = pytest.mark.django_db


def improved() -> Measure:
    """Return a measure of Avonshire that has improved."""
    measure = Measure.objects.filter(verdicts__state=Verdict.State.IMPROVED).first()
    assert measure is not None
    return measure


def typed(avonshire) -> Measure:
    """Return a percentage that people enter and that has had a review."""
    avonshire.enter()
    measures = Measure.objects.filter(
        council=avonshire.council, data_source="typed", kind="proportion", verdicts__isnull=False
    )
    return measures.distinct().order_by("created_at").first()


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("name", "Something easier"),
        ("direction", "increase"),
        ("smallest_change", 5),
        ("kind", "score"),
        ("unit", "smiles"),
        ("per", 7),
    ],
)
def test_what_was_agreed_cannot_be_changed(avonshire, field, other):
    measure = Measure.objects.filter(council=avonshire.council, direction="decrease", per=100).first()
    assert getattr(measure, field) != other
    with pytest.raises(DatabaseError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**{field: other})
    measure.refresh_from_db()
    assert getattr(measure, field) != other


def test_a_measure_is_set_up_once(avonshire):
    measure = improved()
    with pytest.raises(Refused, match="already has its measure"):
        commands.set_up_measure(by=avonshire.person("quality_lead"), action=measure.action)


def test_a_result_does_not_change_when_readings_are_corrected(avonshire):
    by = avonshire.person("quality_lead")
    measure = typed(avonshire)
    made = measure.verdicts.last()
    today = timezone.localdate()
    sentence, readings = made.sentence, [list(reading) for reading in made.readings]
    reading = measure.readings.order_by("-month").filter(month__lt=measure.acted_on).first()
    commands.save_readings(
        by=by,
        measure=measure,
        readings=[commands.NewReading(reading.month, numerator=Decimal(0), denominator=reading.denominator)],
        today=today,
    )
    jobs.review(by=by, measure=measure, today=today)
    made.refresh_from_db()
    assert (made.sentence, made.readings) == (sentence, readings)
    corrections = queries.corrected_since(made, measure, measure.readings.all())
    assert [correction.month for correction in corrections] == [reading.month]
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "been corrected" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=made.pk).update(state=Verdict.State.IMPROVED, sentence="It worked!")


def test_a_review_is_made_once(avonshire):
    measure = improved()
    made = measure.verdicts.last()
    with pytest.raises(Refused, match="do not change between reviews"):
        commands.record_verdict(
            by=avonshire.person("quality_lead"),
            measure=measure,
            review_month=made.review_month,
            on=timezone.localdate(),
            state=Verdict.State.WORSENED,
            sentence="Otherwise",
        )


def test_the_nightly_job_run_twice_changes_nothing(avonshire):
    by = avonshire.person("quality_lead")
    jobs.count_and_judge(by=by)
    avonshire.enter()

    def saved():
        verdicts = Verdict.objects.order_by("pk").values_list("pk", "sentence", "on")
        return list(Reading.objects.order_by("pk").values_list("pk", "value")), list(verdicts)

    first = saved()
    jobs.count_and_judge(by=by)
    avonshire.enter()
    assert saved() == first


@pytest.mark.parametrize(("ahead", "message"), [(1, "is not complete yet"), (3, "is in the future")])
def test_only_complete_months_are_saved(avonshire, ahead, message):
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="typed", kind="proportion"
    ).first()
    today = timezone.localdate()
    month = add_months(last_whole_month(today), ahead)
    with pytest.raises(Refused, match=message):
        commands.save_readings(
            by=avonshire.person("quality_lead"),
            measure=measure,
            readings=[commands.NewReading(month, numerator=Decimal(1), denominator=Decimal(2))],
            today=today,
        )


def test_counted_months_are_whole_months(avonshire):
    counted = Reading.objects.filter(
        measure__data_source=Measure.DataSource.COUNTED, measure__council=avonshire.council
    )
    assert counted.exists()
    assert not counted.filter(month__gt=last_whole_month(timezone.localdate())).exists()


def test_limits_are_recalculated_only_after_an_improvement_with_a_reason_and_once(avonshire):
    by = avonshire.person("quality_lead")
    measure = improved()
    latest = measure.verdicts.last()
    other = (
        Measure.objects.filter(council=avonshire.council)
        .exclude(pk=measure.pk)
        .exclude(verdicts__state=Verdict.State.IMPROVED)
    )
    with pytest.raises(Refused, match="only after a result of improved"):
        commands.recalculate_limits(
            by=by, measure=other.first(), reason="We would rather not see the old ones"
        )
    with pytest.raises(Refused, match="Enter a reason"):
        commands.recalculate_limits(by=by, measure=measure, reason="because")
    commands.recalculate_limits(by=by, measure=measure, reason="The new way of working is settled")
    assert measure.recalculated_from == measure.acted_on
    with pytest.raises(Refused, match="already"):
        commands.recalculate_limits(by=by, measure=measure, reason="The new way of working is settled")
    page = avonshire.client("director").get(f"/impact/{measure.pk}/").content.decode()
    assert "gt-chart__old" in page
    assert "The new way of working is settled" in page
    assert latest.sentence in page


def test_the_month_is_fixed_once_a_review_has_used_it(avonshire):
    with pytest.raises(Refused, match="cannot be changed"):
        commands.set_acted_on(
            by=avonshire.person("quality_lead"), measure=improved(), acted_on=datetime.date(2024, 1, 1)
        )


def test_an_action_of_another_council_cannot_be_measured(avonshire, brackenmoor):
    avonshire.enter()
    action = Action.objects.filter(council=avonshire.council).first()
    response = brackenmoor.client("quality_lead").get(f"/impact/set-up/{action.pk}/")
    assert response.status_code == 404
