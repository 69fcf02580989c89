"""Recorded changes of counting: who may record one, when it is refused, and what follows for a result."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.verdicts.planning import detectable_change
from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import AuditLine
from goldthread.council.records import withdrawal
from goldthread.dates import add_months
from goldthread.impact import jobs, queries, reassessing
from goldthread.impact.charts import measure_chart
from goldthread.impact.counting_changes import commands
from goldthread.impact.counting_changes.queries import suggested
from goldthread.impact.models import Measure, Verdict
from goldthread.impact.verdict import figures
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db
WHY = "Agreed with the agencies, who counted each in their own way."


def named(avonshire, begin: str) -> Measure:
    avonshire.enter()
    return Measure.objects.get(council=avonshire.council, name__startswith=begin)


def record(avonshire, measure: Measure, month: datetime.date, *, role: str = "quality_lead"):
    return commands.record_counting_change(
        by=avonshire.person(role),
        measure=measure,
        month=month,
        title="Calls that end within ten seconds do not count",
        because=WHY,
        today=timezone.localdate(),
    )


def test_avonshires_change_is_in_its_result_on_its_page_and_on_its_chart(avonshire):
    measure = named(avonshire, "Home care visits missed")
    [change] = measure.counting_changes.all()
    made = measure.verdicts.last()
    assert [each["month"] for each in made.figures["counting_changed"]] == [change.month.isoformat()]
    assert f"From {change.month:%B %Y} it is counted otherwise" in made.sentence
    chart = measure_chart(measure, list(measure.readings.all()))
    assert f"{change.month:%B %Y}: counted otherwise" in chart.svg
    # What is counted now is not unusual by the limits of what was counted before.
    assert f"recalculated from {change.month:%B %Y}, because it is counted otherwise" in chart.recalculated
    assert not [row for row in chart.rows if "unusual" in row[-1]]
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert change.title in page and change.because in page and change.recorded_by.name in page
    # Names of staff are for those who see the timeline.
    assert (
        change.recorded_by.name
        not in avonshire.client("councillor").get(f"/impact/{measure.pk}/").content.decode()
    )


def test_one_recorded_after_a_review_stands_beside_the_result_until_it_is_withdrawn(avonshire):
    measure = named(avonshire, "Direct payments that reached the bank")
    made = measure.verdicts.last()
    sentence = made.sentence
    assert made.state == Verdict.State.IMPROVED and made.holds
    change = record(avonshire, measure, add_months(measure.acted_on, 1))
    made.refresh_from_db()
    assert (made.state, made.sentence) == (Verdict.State.IMPROVED, sentence)
    assert made.today_state == Verdict.State.TOO_LITTLE_DATA
    assert "the two cannot be told apart" in made.today_sentence
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "before a change of counting was recorded or taken back" in page and "cannot be told apart" in page
    avonshire.enter()
    lines = AuditLine.objects.filter(council=avonshire.council).order_by("-number")
    assert {"impact.record_counting_change", "impact.reassess_result"} <= {line.command for line in lines[:2]}
    withdrawal.withdraw(
        by=avonshire.person("quality_lead"),
        record=change,
        reason="It was another measure's",
        today=timezone.localdate(),
    )
    made.refresh_from_db()
    assert made.holds and made.today_sentence == ""
    withdrawal.restore(by=avonshire.person("quality_lead"), record=change, today=timezone.localdate())
    made.refresh_from_db()
    assert made.today_state == Verdict.State.TOO_LITTLE_DATA


def test_beside_it_nothing_of_the_old_result_is_promised(avonshire):
    """No attribution, no near thing and no next review of what cannot be told apart; councillors read why too."""
    measure = named(avonshire, "Times that somebody was surprised or wronged by a bill")
    made = measure.verdicts.last()
    near, client = made.figures["one_point"], avonshire.client("quality_lead")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    assert near and near in page and "Was it the action?" in page and "Next review when" in page
    record(avonshire, measure, add_months(measure.acted_on, 1))
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    assert near not in page and "Was it the action?" not in page and "Next review when" not in page
    assert "No later review can tell the action from the change of counting" in page
    planned = client.get(f"/impact/detectable-change/{measure.action_id}/").content.decode()
    assert "the two cannot be told apart" in planned and "months after could show" not in planned
    avonshire.enter()
    made.refresh_from_db()
    assert "changed with the action" in queries.today_sentence(measure, made, numbers=False)


def test_one_that_leaves_the_result_as_it_is_tells_how_much_of_the_change_is_left(avonshire):
    measure = named(avonshire, "Direct payments that reached the bank")
    made = measure.verdicts.last()
    change = record(avonshire, measure, add_months(measure.acted_on, -8))
    made.refresh_from_db()
    assert made.state == Verdict.State.IMPROVED and made.holds and made.is_improvement
    assert "compared with that change taken out" in made.today_sentence
    client = avonshire.client("quality_lead")
    page = client.get(f"/impact/{measure.pk}/").content.decode()
    assert "compared with that change taken out" in page and "would not be given today" not in page
    assert "Counting changed since" in page
    assert "Counting changed since" in client.get("/impact/").content.decode()
    avonshire.enter()
    assert not reassessing.differs(measure)
    withdrawal.withdraw(
        by=avonshire.person("quality_lead"), record=change, reason="By mistake", today=timezone.localdate()
    )
    made.refresh_from_db()
    assert made.today_sentence == ""


def test_planning_takes_it_out_of_the_history_as_a_verdict_does(avonshire):
    measure = named(avonshire, "Calls given up before they were answered")
    readings = list(measure.readings.all())
    before = queries.detectable_change(measure.action, measure, readings)
    month = add_months(measure.acted_on, -12)
    record(avonshire, measure, month)
    planned = queries.detectable_change(measure.action, measure, readings)
    history = [figure for figure in figures(measure, readings) if figure.month < measure.acted_on]
    assert planned == detectable_change(
        history, "count", "down", measure.smallest_change / 100, counting_changed=[month]
    )
    assert planned.at_18 != before.at_18


def test_the_next_review_takes_it_out_of_the_comparison(avonshire):
    """Seven months were counted at 1.28 times as many: without the record they would look like a rise."""
    measure = named(avonshire, "Home care visits missed")
    [change] = measure.counting_changes.all()
    with_it = measure.verdicts.last().figures["reviews"][-1]["effect"]
    withdrawal.withdraw(
        by=avonshire.person("quality_lead"), record=change, reason="To compare", today=timezone.localdate()
    )
    Verdict.objects.filter(measure=measure).delete()
    made = jobs.review(by=avonshire.person("quality_lead"), measure=measure, today=timezone.localdate())
    assert made.figures["counting_changed"] == []
    assert with_it < 1 < made.figures["reviews"][-1]["effect"]


@pytest.mark.parametrize(
    ("months", "message"),
    [
        (lambda measure: measure.readings.order_by("month").first().month, "Enter a later month"),
        (lambda measure: add_months(timezone.localdate(), 2), "month that has begun"),
        (lambda measure: measure.counting_changes.get().month, "recorded for .* already"),
    ],
)
def test_a_month_that_cannot_be_is_refused_in_words(avonshire, months, message):
    measure = named(avonshire, "Home care visits missed")
    with pytest.raises(Refused, match=message):
        record(avonshire, measure, months(measure))


def test_who_may_record_one(avonshire):
    measure = named(avonshire, "Direct payments that reached the bank")
    with pytest.raises(PermissionDenied):
        record(avonshire, measure, measure.acted_on, role="director")
    with pytest.raises(OutsideTeam):
        record(avonshire, measure, measure.acted_on, role="team_manager")


def test_the_form_keeps_what_was_typed_and_leads_back_to_the_measure(avonshire):
    measure = named(avonshire, "Direct payments that reached the bank")
    client = avonshire.client("quality_lead")
    address = reverse("impact:record_counting_change", args=[measure.pk])
    assert address in client.get(f"/impact/{measure.pk}/").content.decode()
    typed = {"title": "Payments by card count too", "because": WHY}
    wrong = client.post(address, {**typed, "month-month": "13", "month-year": "2026"}).content.decode()
    assert "Payments by card count too" in wrong and WHY in wrong
    month = add_months(measure.acted_on, 4)
    right = client.post(address, {**typed, "month-month": month.month, "month-year": month.year})
    assert right.status_code == 302 and right.url == f"/impact/{measure.pk}/"
    avonshire.enter()
    assert measure.counting_changes.get().month == month


def test_a_changed_definition_of_its_theme_suggests_one(avonshire):
    measure = named(avonshire, "Times that somebody was surprised")
    readings = list(measure.readings.all())
    before = len(suggested(measure, readings, queries.counted_themes(measure)))
    theme = Theme.objects.get(pk=measure.theme_id)
    theme.what_it_is += " And letters about them."
    theme.save(update_fields=["what_it_is"])
    measure = Measure.objects.get(pk=measure.pk)
    found = suggested(measure, readings, queries.counted_themes(measure))
    this_month = timezone.localdate().replace(day=1)
    assert len(found) == before + 1 and found[0].month == this_month
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert f"?month={this_month:%Y-%m}" in page
    avonshire.enter()
    record(avonshire, measure, this_month)
    assert len(suggested(measure, readings, queries.counted_themes(measure))) == before
