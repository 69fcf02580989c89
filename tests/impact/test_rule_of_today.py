"""Results of an earlier rule: they stay as recorded, and page, claims, gaps and headline say what holds today."""

from __future__ import annotations

import re
from html import unescape

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from goldthread.analysis.verdicts.verdict_data import RULE
from goldthread.council.command import Refused
from goldthread.council.records import states
from goldthread.council.records.counting import count_today
from goldthread.dates import add_months
from goldthread.evidence import claim_gaps
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.standing import standing_of
from goldthread.impact import commands, jobs, queries, reassessing
from goldthread.impact.models import Measure, Verdict
from goldthread.impact.other_themes import other_themes
from goldthread.impact.queries import others_used
from goldthread.learning.models import Action
from goldthread.themes.counting.models import ThemeMonth
from goldthread.thread.gaps import find_gaps
from goldthread.thread.headline import headline

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(avonshire) -> Verdict:
    """Return the result of "calls given up" as the first rule, which had no brake, would have made it."""
    avonshire.enter()
    made = Verdict.objects.get(measure__council=avonshire.council, measure__name__startswith="Calls given up")
    assert made.state == Verdict.State.LOWER_SINCE and made.rule == RULE
    figures = {**made.figures, "attribution": "came with the action"}
    with pgtrigger.ignore("goldthread.Verdict:verdict_is_fixed"):
        Verdict.objects.filter(pk=made.pk).update(
            rule=1, state="improved", sentence="Improved: calls fell.", figures=figures
        )
    made.refresh_from_db()
    return made


def test_it_stays_and_the_page_says_what_todays_rule_says(avonshire, earlier):
    lead = avonshire.person("quality_lead")
    jobs.count_and_judge(by=avonshire.clock)
    avonshire.enter()
    earlier.refresh_from_db()
    assert (earlier.state, earlier.sentence, earlier.rule) == ("improved", "Improved: calls fell.", 1)
    assert (
        earlier.today_state == Verdict.State.LOWER_SINCE
        and "moves by about 23% by itself" in earlier.today_sentence
    )
    page = avonshire.client("quality_lead").get(f"/impact/{earlier.measure_id}/").content.decode()
    assert "Improved: calls fell." in page and "by an earlier rule (version 1)" in page
    assert "moves by about 23% by itself" in page
    avonshire.enter()
    assert not reassessing.differs(earlier.measure)
    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=earlier.pk).update(rule=RULE)
    listed = queries.of_state(lead, Verdict.State.IMPROVED).get(pk=earlier.measure_id)
    assert listed.today_state == Verdict.State.LOWER_SINCE
    assert (
        "By today’s rule: lower since the action"
        in avonshire.client("director").get("/impact/").content.decode()
    )


def test_it_counts_in_no_headline_and_shows_no_improvement(avonshire, earlier):
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    council = avonshire.council.pk
    # As long as nobody looked, it counts; the night's job looks.
    before = (headline(lead, today)[-1].count, count_today("actions-shown-to-work", council, today).part)
    commands.reassess_result(by=lead, measure=earlier.measure)
    after = (headline(lead, today)[-1].count, count_today("actions-shown-to-work", council, today).part)
    assert after == (before[0] - 1, before[1] - 1)
    measure = Measure.objects.get(pk=earlier.measure_id)
    assert not states.shows(measure.states(today), states.IMPROVED)
    assert states.shows(measure.states(today), states.NOT_HELD)
    with pytest.raises(Refused, match="only after a result of improved"):
        commands.recalculate_limits(by=lead, measure=measure, reason="The new way of working is settled")
    [gap] = find_gaps(lead, today, "results-that-today-s-rule-would-not-give")
    assert [link.pk for link in gap.links] == [measure.pk]


def test_a_claim_that_rests_on_it_is_a_gap(avonshire, earlier):
    lead, today = avonshire.person("quality_lead"), timezone.localdate()
    claim = Claim.objects.filter(
        council=avonshire.council, claims_change="yes", citations__measure__isnull=False
    ).first()
    citation = claim.citations.filter(measure__isnull=False).first()
    type(citation).objects.filter(pk=citation.pk).update(measure=earlier.measure)
    commands.reassess_result(by=lead, measure=earlier.measure)
    gaps = {gap.slug: gap.text for gap in standing_of([claim], today)[claim.pk].gaps}
    assert claim_gaps.CHANGE_NOT_SHOWN in gaps
    assert "by today’s rule: lower since the action" in gaps[claim_gaps.RESULT_NOT_HELD]
    [gap] = find_gaps(lead, today, "claims-based-on-a-result-that-no-longer-holds")
    assert claim.pk in {link.pk for link in gap.links}
    html = html_of(create_pack(by=lead, statement=claim.statement)).decode()
    assert "would not be given today" in html and "Result no longer holds" in html
    assert "Lower since the action: calls given up before they were answered fell" in html


def test_results_of_todays_rule_are_not_judged_again(avonshire):
    avonshire.enter()
    measures = Measure.objects.filter(council=avonshire.council, verdicts__isnull=False).distinct()
    assert len(measures) > 2
    for measure in measures:
        [made, today] = reassessing.latest_today(measure)
        assert made.rule == RULE and today == reassessing.Today()


def test_lower_since_is_not_improved_anywhere(avonshire):
    """The tags, the gate for claims, the group of the list, the action's page and the words without numbers."""
    avonshire.enter()
    measure = Measure.objects.get(council=avonshire.council, name__startswith="Calls given up")
    tags = measure.states(timezone.localdate())
    assert (tags[0].text, tags[0].kind, tags[0].shows) == ("Lower since the action", "lower_since", "")
    page = avonshire.client("quality_lead").get(f"/impact/{measure.pk}/").content.decode()
    assert "So the fall is not called an improvement." in page and "Recalculate limits" not in page
    part = avonshire.client("director").get(f"/impact/of/{measure.action_id}/").content.decode()
    assert "Lower since the action" in part
    listed = avonshire.client("director").get("/impact/?state=lower_since").content.decode()
    lead = avonshire.person("quality_lead")
    shown = queries.of_state(lead, queries.SHOWN)
    assert not shown.filter(pk=measure.pk).exists()
    assert measure.name in listed and shown.first().name not in listed


@pytest.mark.parametrize(
    ("state", "direction", "reasons", "words"),
    [
        (
            "lower_since",
            "decrease",
            ["moves_by_itself"],
            "moves as much by itself. So it is not called an improvement.",
        ),
        (
            "lower_since",
            "increase",
            ["small"],
            "less than a tenth. So it is not called a worsening, but it may be one: watch it.",
        ),
        (
            "higher_since",
            "decrease",
            ["began_later"],
            "some months after the action. So it is not called a worsening",
        ),
        (
            "higher_since",
            "increase",
            ["others_too"],
            "moved too in the same months. So it is not called an improvement.",
        ),
        ("too_little_data", "increase", ["counting_changed"], "The two cannot be told apart."),
    ],
)
def test_a_result_without_numbers_gives_its_reasons(state, direction, reasons, words):
    measure = Measure(name="Calls", direction=direction)
    text = queries.disclosure.result_in_words(measure, state, None, reasons)
    assert words in text and not any(char.isdigit() for char in text)


def test_the_headline_opens_exactly_those_it_counts(avonshire):
    today = timezone.localdate()
    for role in ("director", "quality_lead", "team_manager"):
        figure = headline(avonshire.person(role), today)[-1]
        assert figure.words.startswith("Shown to work")
        page = avonshire.client(role).get(figure.href).content.decode()
        avonshire.enter()
        listed = set(re.findall(r"/learning/actions/([0-9a-f-]{36})/", page.split("<main")[1]))
        assert len(listed) == figure.count > 0
        shown = list(
            Measure.objects.counted().filter(
                action__in=listed, pk__in=re.findall(r"/impact/([0-9a-f-]{36})/", page)
            )
        )
        assert {str(measure.action_id) for measure in shown} == listed
        for measure in shown:
            made = measure.verdicts.last()
            assert made.is_improvement and made.figures["attribution"] == "came with the action"
    # Bills fell, and whether that came with the action is not shown.
    bills = Measure.objects.get(
        council=avonshire.council, name__startswith="Times that somebody was surprised"
    )
    assert bills.verdicts.last().state == Verdict.State.IMPROVED and bills not in shown


def test_a_counted_measure_is_compared_with_the_themes_that_no_action_touched(avonshire):
    avonshire.enter()
    made = Verdict.objects.get(
        measure__council=avonshire.council, measure__name__startswith="Times that somebody was surprised"
    )
    names = others_used(made)
    assert len(names) >= 3 and "Equity and culture" in names
    # Bills are the measure's own, and updates are those of the action on the waiting list.
    assert not {"Bills and payments", "Being kept informed"} & set(names)
    kept = dict(made.figures["other_themes"]["counts"])
    assert {month for month, _, _ in made.readings} <= set(kept)
    page = avonshire.client("quality_lead").get(f"/impact/{made.measure_id}/").content.decode()
    assert "which no action touched in those months: " in page and "Equity and culture" in page


def _compared(avonshire) -> tuple[Measure, set[str]]:
    measure = Measure.objects.get(
        council=avonshire.council, name__startswith="Times that somebody was surprised"
    )
    closes = add_months(measure.acted_on, 9)
    readings = list(measure.readings.filter(month__lte=closes))
    found = other_themes(avonshire.person("quality_lead"), measure, readings, closes=closes)
    return measure, set(found.names)


def test_a_theme_whose_action_was_stopped_in_those_months_was_touched(avonshire):
    """It was under way until then. One that was stopped before the first month compared touches nothing in them."""
    avonshire.enter()
    measure, names = _compared(avonshire)
    action = Action.objects.get(
        council=avonshire.council, measures__name="Times that somebody was not kept informed"
    )
    alone = {"Being kept informed"}
    others = Action.objects.filter(council=avonshire.council).exclude(pk__in=[action.pk, measure.action_id])
    others.update(agreed_on=add_months(timezone.localdate(), 12))  # no other action in those months
    Action.objects.filter(pk=action.pk).update(
        done_on=None, stopped_on=measure.acted_on, embedded="not_checked"
    )
    assert not alone & names and not alone & _compared(avonshire)[1]
    first = measure.readings.order_by("month").first().month
    Action.objects.filter(pk=action.pk).update(stopped_on=add_months(first, -1))
    assert alone <= _compared(avonshire)[1]


def test_a_theme_that_came_to_the_list_after_the_action_is_not_compared_with(avonshire):
    """It would make the others' sum rise, so that any fall looks like more than theirs."""
    avonshire.enter()
    measure, names = _compared(avonshire)
    assert len(names) > 2
    late = min(names)
    months = ThemeMonth.objects.filter(council=avonshire.council, theme__name=late)
    assert months.filter(month__gte=measure.acted_on).exists()
    months.filter(month__lt=measure.acted_on).delete()
    assert _compared(avonshire)[1] == names - {late}


def test_a_pack_tells_of_a_near_thing_as_the_measures_page_does(avonshire):
    avonshire.enter()
    measure, _ = _compared(avonshire)
    near = measure.verdicts.last().figures["one_point"]
    claim = Claim.objects.filter(council=avonshire.council, citations__measure=measure).first()
    assert near and near in unescape(
        html_of(create_pack(by=avonshire.person("quality_lead"), statement=claim.statement)).decode()
    )
