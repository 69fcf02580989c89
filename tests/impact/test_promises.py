"""A promise stays as it was promised, and a verdict stays as it was made: by the commands and by the database."""

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
    found = Measure.objects.filter(verdicts__state=Verdict.State.IMPROVED).first()
    assert found is not None
    return found


def typed(avonshire) -> Measure:
    """Return a measure of a share that people type in and that has had a review."""
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
def test_a_promise_cannot_be_changed_by_anybody(avonshire, field, other):
    measure = Measure.objects.filter(council=avonshire.council, direction="decrease", per=100).first()
    assert getattr(measure, field) != other
    with pytest.raises(DatabaseError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(**{field: other})
    measure.refresh_from_db()
    assert getattr(measure, field) != other


def test_a_measure_is_set_up_once(avonshire):
    measure = improved()
    with pytest.raises(Refused, match="set up already"):
        commands.set_up_measure(by=avonshire.person("quality_lead"), action=measure.action)


def test_a_verdict_does_not_move_between_reviews_whatever_becomes_of_the_readings(avonshire):
    by = avonshire.person("quality_lead")
    measure = typed(avonshire)
    made = measure.verdicts.last()
    today = timezone.localdate()
    told, kept = made.sentence, [list(reading) for reading in made.readings]
    reading = measure.readings.order_by("-month").filter(month__lt=measure.acted_on).first()
    commands.save_readings(
        by=by,
        measure=measure,
        readings=[commands.NewReading(reading.month, numerator=Decimal(0), denominator=reading.denominator)],
        today=today,
    )
    jobs.review(by=by, measure=measure, today=today)
    made.refresh_from_db()
    assert (made.sentence, made.readings) == (told, kept)
    corrected = queries.corrected_since(made, measure, measure.readings.all())
    assert [one.month for one in corrected] == [reading.month]
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "been corrected" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=made.pk).update(state=Verdict.State.IMPROVED, sentence="It worked!")


def test_a_review_is_made_once(avonshire):
    measure = improved()
    made = measure.verdicts.last()
    with pytest.raises(Refused, match="does not move between reviews"):
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

    def all_there_is():
        verdicts = Verdict.objects.order_by("pk").values_list("pk", "sentence", "on")
        return list(Reading.objects.order_by("pk").values_list("pk", "value")), list(verdicts)

    first = all_there_is()
    jobs.count_and_judge(by=by)
    avonshire.enter()
    assert all_there_is() == first


@pytest.mark.parametrize(("ahead", "says"), [(1, "is not over yet"), (3, "has not come yet")])
def test_only_whole_months_are_taken(avonshire, ahead, says):
    measure = Measure.objects.filter(
        council=avonshire.council, data_source="typed", kind="proportion"
    ).first()
    today = timezone.localdate()
    month = add_months(last_whole_month(today), ahead)
    with pytest.raises(Refused, match=says):
        commands.save_readings(
            by=avonshire.person("quality_lead"),
            measure=measure,
            readings=[commands.NewReading(month, numerator=Decimal(1), denominator=Decimal(2))],
            today=today,
        )


def test_counted_months_are_whole_months(avonshire):
    counted = Reading.objects.filter(
        measure__fed=Measure.DataSource.COUNTED, measure__council=avonshire.council
    )
    assert counted.exists()
    assert not counted.filter(month__gt=last_whole_month(timezone.localdate())).exists()


def test_limits_start_afresh_only_after_an_improvement_with_a_reason_and_once(avonshire):
    by = avonshire.person("quality_lead")
    measure = improved()
    latest = measure.verdicts.last()
    other = (
        Measure.objects.filter(council=avonshire.council)
        .exclude(pk=measure.pk)
        .exclude(verdicts__state=Verdict.State.IMPROVED)
    )
    with pytest.raises(Refused, match="only after a verdict of improved"):
        commands.recalculate_limits(
            by=by, measure=other.first(), reason="We would rather not see the old ones"
        )
    with pytest.raises(Refused, match="Say why"):
        commands.recalculate_limits(by=by, measure=measure, reason="because")
    commands.recalculate_limits(by=by, measure=measure, reason="The new way of working is settled")
    assert measure.recalculated_from == measure.acted_on
    with pytest.raises(Refused, match="already"):
        commands.recalculate_limits(by=by, measure=measure, reason="The new way of working is settled")
    page = avonshire.client("director").get(f"/impact/{measure.pk}/").content.decode()
    assert "gt-chart__old" in page
    assert "The new way of working is settled" in page
    assert latest.sentence in page


def test_the_month_stays_once_a_review_has_been_made_from_it(avonshire):
    with pytest.raises(Refused, match="so it stays"):
        commands.set_acted_on(
            by=avonshire.person("quality_lead"), measure=improved(), acted_on=datetime.date(2024, 1, 1)
        )


def test_an_action_of_another_council_cannot_be_measured(avonshire, brackenmoor):
    avonshire.enter()
    action = Action.objects.filter(council=avonshire.council).first()
    response = brackenmoor.client("quality_lead").get(f"/impact/start/{action.pk}/")
    assert response.status_code == 404
