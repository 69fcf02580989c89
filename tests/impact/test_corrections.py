"""Correcting, withdrawing and merging measures: what was agreed and what a review has used stays."""

from __future__ import annotations

import datetime
import html
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.records import withdrawal
from goldthread.feedback.models import Point
from goldthread.impact import commands, jobs
from goldthread.impact.models import Measure, Verdict
from goldthread.learning import commands as learning
from goldthread.learning.models import Action
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 3)
REASON = "The source was wrong"


@pytest.fixture
def lead(avonshire):
    """Return somebody who may set up measures."""
    return avonshire.person("quality_lead")


@pytest.fixture
def action(avonshire, lead) -> Action:
    """Return an action whose measure is not set up yet."""
    avonshire.enter()
    point = Point.objects.filter(council=avonshire.council, origin="feedback").first()
    lesson = learning.record_lesson(
        by=lead, title="Say the wait", what_we_learned="Nobody is told.", points=[point], recorded_on=DAY
    )
    return learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Ring back",
        owner=lead,
        agreed_on=DAY,
        due_on=DAY,
        measure_name="Calls not returned",
    )


def indicator(lead, name: str = "Calls", **fields) -> Measure:
    return commands.add_indicator(by=lead, name=name, kind="count", direction="decrease", **fields)


def reading(lead, measure: Measure, month: int, value: int = 3) -> None:
    new = commands.NewReading(datetime.date(2026, month, 1), value=Decimal(value))
    commands.save_readings(by=lead, measure=measure, readings=[new], today=DAY)


def edit(lead, measure: Measure, **fields) -> Measure:
    return commands.edit_measure(by=lead, measure=measure, version=measure.version, reason=REASON, **fields)


# -- Corrections ---------------------------------------------------------------------------------------


def test_two_tabs_on_a_measure_lose_neither_text(avonshire, lead, action):
    measure = commands.set_up_measure(by=lead, action=action, wording="Calls")
    client = avonshire.client("quality_lead")
    address = reverse("impact:edit_measure", args=[measure.pk])
    opened = {"version": measure.version, "data_source": "typed", "source": "", "reason": REASON}
    assert client.post(address, opened | {"wording": "Calls that nobody returned"}).status_code == 302
    second = client.post(address, opened | {"wording": "Calls after two days"})
    page = html.unescape(second.content.decode())
    assert "Somebody else changed this record" in page
    assert "Calls that nobody returned" in page and "Calls after two days" in page
    avonshire.enter()
    measure.refresh_from_db()
    assert measure.wording == "Calls that nobody returned"
    timeline = (
        client.get(reverse("impact:measure", args=[measure.pk])).content.decode().split('id="timeline"')[1]
    )
    assert REASON in timeline and "Wording: Calls → Calls that nobody returned" in html.unescape(timeline)


def test_what_was_agreed_is_not_corrected_by_a_page_or_by_hand(lead, action):
    measure = commands.set_up_measure(by=lead, action=action)
    with pytest.raises(Refused, match="agreed with its action"):
        edit(lead, measure, name="Calls answered")
    for change in (
        {"name": "Calls answered"},
        {"direction": "increase"},
        {"kind": "score"},
        {"action": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Measure.objects.filter(pk=measure.pk).update(**change)


def test_the_name_of_an_indicator_is_corrected_and_its_kind_is_not(avonshire, lead):
    measure = indicator(lead)
    form = avonshire.client("quality_lead").get(reverse("impact:edit_measure", args=[measure.pk]))
    assert 'name="name"' in form.content.decode() and 'name="data_source"' not in form.content.decode()
    avonshire.enter()
    assert edit(lead, measure, name="Calls a month", unit="calls").name == "Calls a month"
    with pytest.raises(DatabaseError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(kind="score")


def test_a_measure_is_counted_from_another_theme_until_a_review_has_used_it(avonshire, lead, action):
    first, second = Theme.objects.filter(council=avonshire.council, measures=None)[:2]
    measure = commands.set_up_measure(by=lead, action=action, data_source="counted", theme=first)
    jobs.count(by=lead, measure=measure, today=DAY)
    sent = {"data_source": "counted", "theme": str(second.pk), "counted_tone": "count", "reason": REASON}
    address = reverse("impact:edit_measure", args=[measure.pk])
    assert avonshire.client("quality_lead").post(address, sent).status_code == 302
    avonshire.enter()
    measure.refresh_from_db()
    assert measure.theme == second
    counted = [(reading.month, reading.value) for reading in measure.readings.all()]
    jobs.count(by=lead, measure=measure, today=DAY)
    assert [(reading.month, reading.value) for reading in measure.readings.all()] == counted
    Verdict.objects.create(
        council=measure.council,
        measure=measure,
        review_month=6,
        on=DAY,
        state=Verdict.State.NO_CHANGE_YET,
        sentence="None yet",
    )
    with pytest.raises(Refused, match="A review has used this data source"):
        edit(lead, measure, theme=first)
    assert edit(lead, measure, source="The telephone system").source == "The telephone system"


def test_readings_of_two_data_sources_are_not_mixed(avonshire, lead, action):
    measure = commands.set_up_measure(by=lead, action=action)
    reading(lead, measure, 7)
    theme = Theme.objects.filter(council=avonshire.council).first()
    with pytest.raises(Refused, match="Withdraw it and set it up anew"):
        edit(lead, measure, data_source="counted", theme=theme)
    withdrawal.withdraw(by=lead, record=measure, reason=REASON, today=DAY)
    again = commands.set_up_measure(by=lead, action=action, data_source="counted", theme=theme)
    assert action.measures.counted().get() == again


# -- Withdrawing and merging ---------------------------------------------------------------------------


def test_a_measure_set_up_again_keeps_the_first_from_coming_back(avonshire, lead, action):
    measure = commands.set_up_measure(by=lead, action=action)
    withdrawal.withdraw(by=lead, record=measure, reason=REASON, today=DAY)
    second = commands.set_up_measure(by=lead, action=action)
    page = avonshire.client("quality_lead").post(
        reverse("impact:restore_measure", args=[measure.pk]), follow=True
    )
    assert "The action has its measure already. Withdraw that one first." in page.content.decode()
    avonshire.enter()
    withdrawal.withdraw(by=lead, record=second, reason=REASON, today=DAY)
    withdrawal.restore(by=lead, record=measure, today=DAY)
    assert action.measures.counted().get() == measure


def test_a_withdrawn_measure_is_in_no_list_and_is_not_reviewed(avonshire, lead):
    measure = Measure.objects.filter(council=avonshire.council, verdicts__state="improved").first()
    Verdict.objects.filter(measure=measure).delete()
    withdrawal.withdraw(by=lead, record=measure, reason=REASON, today=DAY)
    client = avonshire.client("quality_lead")
    address = reverse("impact:measure", args=[measure.pk])
    for page in (reverse("impact:list"), f"{reverse('impact:list')}?state=no_review", "/"):
        assert address not in client.get(page).content.decode()
    if measure.theme:
        part = client.get(reverse("impact:counted_from", args=[measure.theme.pk])).content.decode()
        assert address not in part
    shown = client.get(address).content.decode()
    assert REASON in shown and "Enter one month" not in shown and "Make review now" not in shown
    avonshire.enter()
    jobs.count_and_judge(by=lead)
    avonshire.enter()
    assert not measure.verdicts.exists()


def test_two_indicators_are_merged_month_by_month_and_parted_again(lead):
    one, other = indicator(lead), indicator(lead, "Calls a month")
    reading(lead, one, 5, 4)
    reading(lead, one, 6, 4)
    reading(lead, other, 6, 7)
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    # A month that both have stays as the one that is kept has it.
    assert [int(each.value) for each in other.readings.all()] == [4, 7]
    withdrawal.restore(by=lead, record=one, today=DAY)
    assert [int(each.value) for each in one.readings.all()] == [4, 4]
    assert [int(each.value) for each in other.readings.all()] == [7]


def test_what_is_not_the_same_measure_is_not_merged(lead, action):
    measure = commands.set_up_measure(by=lead, action=action)
    score = commands.add_indicator(by=lead, name="Days", kind="score", direction="decrease")
    with pytest.raises(Refused, match="These are not the same measure"):
        withdrawal.merge(by=lead, record=score, into=measure, reason=REASON, today=DAY)
    Verdict.objects.create(
        council=measure.council, measure=measure, review_month=6, on=DAY, state="improved", sentence="It fell"
    )
    with pytest.raises(Refused, match="Its results stay with the measure"):
        withdrawal.merge(by=lead, record=measure, into=indicator(lead), reason=REASON, today=DAY)


def test_an_indicator_is_not_withdrawn_for_one_team(avonshire, lead):
    measure, manager = indicator(lead), avonshire.person("team_manager")
    with pytest.raises(OutsideTeam, match="An indicator is the whole council's"):
        withdrawal.withdraw(by=manager, record=measure, reason=REASON, today=DAY)
    with pytest.raises(OutsideTeam, match="An indicator is the whole council's"):
        edit(manager, measure, unit="calls")
