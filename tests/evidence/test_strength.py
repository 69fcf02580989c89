"""Strength of a claim: its chips are made of records, and all pages and the pack change with them."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council import kept
from goldthread.council.confirmations.commands import record_confirmation
from goldthread.council.errors import Refused
from goldthread.council.records import withdrawal
from goldthread.council.records.base import history_of
from goldthread.evidence import claim_gaps, commands, coverage, queries
from goldthread.evidence.models import Claim, Reception
from goldthread.evidence.named_weaknesses import shared_weaknesses
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.standing import standing_of
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Verdict
from goldthread.learning.models import Action
from goldthread.standards import framework as frameworks
from tests.thread.mechanism_pages import day as boxes

pytestmark = pytest.mark.django_db
LEARNING = "learning-improvement-and-innovation"
DAY = datetime.timedelta(days=1)


def _claim(cast, text: str = "We are slow to say what came of an idea.") -> Claim:
    return commands.add_claim(
        by=cast.person("quality_lead"), statement="safeguarding", text=text, claims_change="no"
    )


def _action(cast, **fields) -> Action:
    actions = Action.objects.filter(council=cast.council, withdrawn_on=None, stopped_on=None, **fields)
    return actions.order_by("number")[0]


def _stands(claim: Claim):
    claim.refresh_from_db()
    return standing_of([claim], timezone.localdate())[claim.pk]


def _chips(claim: Claim) -> list[str]:
    return [chip.text for chip in _stands(claim).strength.chips]


def _name(cast, claim: Claim, action: Action, by: datetime.date | None = None) -> Claim:
    return commands.name_weakness(
        by=cast.person("director"),
        claim=claim,
        version=claim.version,
        action=action,
        plan_by=by,
        on=timezone.localdate(),
    )


def test_a_weakness_with_its_plan_has_no_gap_and_says_so(avonshire):
    claim = _claim(avonshire)
    assert {gap.slug for gap in _stands(claim).gaps} == {claim_gaps.NO_EVIDENCE, claim_gaps.NO_FEEDBACK}
    action = _action(avonshire, done_on=None)
    claim = _name(avonshire, claim, action, timezone.localdate() + 30 * DAY)
    standing = _stands(claim)
    assert standing.gaps == () and standing.strength.has_plan
    assert _chips(claim)[0].startswith("Weakness we name, with its plan by")
    # The plan is evidence, and so is the feedback under its lesson.
    assert [each.action_id for each in standing.evidence.citations] == [action.pk]
    lead = avonshire.person("quality_lead")
    commands.mark_ready(by=lead, claim=claim, version=claim.version, on=timezone.localdate())


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_plan_is_late_the_day_after_its_date_while_it_is_not_done(avonshire, days):
    claim = _claim(avonshire)
    today = timezone.localdate()
    claim = _name(avonshire, claim, _action(avonshire, done_on=None, due_on__lt=today), today)
    Claim.objects.filter(pk=claim.pk).update(plan_by=today + days * DAY)
    late = {gap.slug for gap in _stands(claim).gaps} == {claim_gaps.PLAN_LATE}
    assert late == (days < 0)


def test_a_weakness_whose_plan_is_taken_away_or_stopped_has_a_gap(avonshire):
    claim, action = _claim(avonshire), _action(avonshire, done_on=None)
    claim = _name(avonshire, claim, action, timezone.localdate() + DAY)
    lead = avonshire.person("quality_lead")
    commands.remove_evidence(by=lead, citation=claim.citations.get())
    assert claim_gaps.NO_PLAN in {gap.slug for gap in _stands(claim).gaps}
    assert claim.plan is None
    claim = _name(avonshire, claim, action)
    Action.objects.filter(pk=action.pk).update(stopped_on=timezone.localdate())
    assert claim_gaps.NO_PLAN in {gap.slug for gap in _stands(claim).gaps}
    with pytest.raises(Refused, match="stopped"):
        action.refresh_from_db()
        _name(avonshire, _claim(avonshire, "We answer late at times."), action)


def test_a_weakness_is_taken_back_and_asks_for_feedback_again(avonshire):
    claim = _name(avonshire, _claim(avonshire), _action(avonshire, done_on=None))
    claim = commands.take_back_weakness(by=avonshire.person("quality_lead"), claim=claim)
    assert not claim.is_weakness and claim.plan is None and not _stands(claim).strength.has_plan


def test_what_others_said_is_on_the_claim_and_its_statement_and_names_are_hidden(avonshire):
    claim = _claim(avonshire)
    client = avonshire.client("quality_lead")
    day = timezone.localdate()
    sent = {
        "words": "They told us of it before we asked. Mrs Margaret Pemberton rang.",
        "who": "Two peer reviewers",
        "source": "Report of the peer review, page 4",
        "may_quote": "on",
        **boxes("said_on", day),
    }
    answer = client.post(reverse("evidence:add_reception", args=[claim.pk]), sent, follow=True)
    assert answer.status_code == 200
    page = html.unescape(client.get(reverse("evidence:claim", args=[claim.pk])).content.decode())
    assert "They told us of it before we asked." in page and "Pemberton" not in page
    assert "May be quoted" in page and "Report of the peer review, page 4" in page
    avonshire.enter()
    assert "1 said by others, 1 quotable" in _chips(claim)
    shown = html.unescape(avonshire.client("assessor").get("/evidence/safeguarding/").content.decode())
    assert "They told us of it before we asked." in shown
    avonshire.enter()
    reception = Reception.objects.get(claim=claim)
    correct = reverse("evidence:correct_reception", args=[reception.pk])
    assert correct in html.unescape(page)
    fields = {"who": reception.who, "source": "Report of the peer review, page 5", "may_quote": ""}
    said = dict(
        zip(("said_on-year", "said_on-month", "said_on-day"), str(reception.said_on).split("-"), strict=True)
    )
    without_reason = client.post(correct, fields | said | {"words": "They told us before.", "reason": ""})
    assert without_reason.status_code == 200
    client.post(correct, fields | said | {"words": "They told us before.", "reason": "Read from the print"})
    avonshire.enter()
    reception.refresh_from_db()
    assert (reception.words, reception.may_quote) == ("They told us before.", False)
    assert "1 said by others, 0 quotable" in _chips(claim)
    # What stood before is kept.
    assert [each.words for each in history_of(Reception).objects.filter(pgh_obj_id=reception.pk)] == [
        "They told us of it before we asked. [person 1] rang."
    ]
    client.post(reverse("evidence:remove_reception", args=[reception.pk]))
    avonshire.enter()
    assert not Reception.objects.filter(claim=claim).exists()


def test_another_councils_reception_is_a_404(avonshire, brackenmoor):
    avonshire.enter()
    claim = _claim(avonshire)
    reception = commands.add_reception(
        by=avonshire.person("quality_lead"),
        claim=claim,
        words="Well done.",
        who="A partner",
        source="A letter",
        said_on=timezone.localdate(),
    )
    client = brackenmoor.client("quality_lead")
    assert client.post(reverse("evidence:remove_reception", args=[reception.pk])).status_code == 404
    assert client.get(reverse("evidence:add_reception", args=[claim.pk])).status_code == 404
    assert client.get(reverse("evidence:correct_reception", args=[reception.pk])).status_code == 404


def test_who_confirms_is_said_of_the_claim_and_of_its_actions(avonshire):
    claim = _claim(avonshire)
    assert "Nobody asked whether it is felt" in _chips(claim)
    asked = {"how": "meeting", "whom": "Six carers", "words": "It is so.", "asked_on": timezone.localdate()}
    lead = avonshire.person("complaints_manager")
    record_confirmation(by=lead, record=claim, group="people", felt="felt", **asked)
    record_confirmation(by=lead, record=claim, group="partners", felt="not_felt", **asked)
    chips = _chips(claim)
    assert "Confirmed by people" in chips and "Denied by partners" in chips
    held = {source.holds for source in _stands(claim).strength.sources if source.kind == "confirmation"}
    assert held == {"people", "partners"}


def test_own_words_are_of_people_and_not_of_staff(avonshire):
    claim, lead = _claim(avonshire), avonshire.person("quality_lead")
    assert "No people’s own words" in _chips(claim)
    for speaker in ("staff", "person"):
        voice = Feedback.objects.filter(council=avonshire.council, speaker=speaker, withdrawn_on=None).first()
        commands.add_evidence(by=lead, claim=claim, feedback=voice)
    strength = _stands(claim).strength
    assert strength.own_words == 1 and len(strength.sources) == 2
    assert {(each.kind, each.holds) for each in strength.sources} == {
        ("feedback", "staff"),
        ("feedback", "people"),
    }


def _gaps_page(cast) -> str:
    return html.unescape(cast.client("quality_lead").get(reverse("gaps")).content.decode())


def _improved(cast) -> int:
    lead, today = cast.person("quality_lead"), timezone.localdate()
    standings = list(standing_of(queries.current_claims(lead), today).values())
    rows = coverage.coverage_of(frameworks.current(), standings, today)
    return next(len(row.improved) for row in rows if row.statement.slug == LEARNING)


@pytest.mark.slow(reason="Reads five pages and makes two packs, before and after")
def test_a_verdict_that_is_deleted_changes_claim_statement_coverage_gaps_and_pack(avonshire):
    words = "People who wait for us now hear from us every fortnight"
    claim = Claim.objects.get(council=avonshire.council, text__startswith=words)
    client, lead = avonshire.client("quality_lead"), avonshire.person("quality_lead")
    pages = [reverse("evidence:claim", args=[claim.pk]), f"/evidence/{LEARNING}/"]
    gap = "It claims a change for the better, and cites no measure whose latest result is Improved."

    def read() -> list[str]:
        return [html.unescape(client.get(page).content.decode()) for page in pages]

    def about(page: str) -> str:
        at = page.index(words, page.index("<article"))
        return page[at : page.index("</article>", at)]

    before = read()
    assert gap not in before[0] and gap not in about(before[1])
    avonshire.enter()
    was = _improved(avonshire)
    pack = create_pack(by=lead, statement=LEARNING)
    said = html.unescape(html_of(pack).decode()).count(gap)
    measures = [each.measure_id for each in claim.citations.all() if each.measure_id]
    Verdict.objects.filter(measure__in=measures).delete()
    kept.forget()
    after = read()
    assert gap in after[0] and gap in about(after[1])
    avonshire.enter()
    assert _improved(avonshire) < was
    assert words in html.unescape(
        client.get(reverse("gaps") + "?only=claims-that-say-more-than-their-evidence-shows").content.decode()
    )
    avonshire.enter()
    again = html.unescape(html_of(create_pack(by=lead, statement=LEARNING)).decode())
    assert again.count(gap) > said


def test_evidence_that_is_withdrawn_counts_no_more(avonshire):
    claim, lead = _claim(avonshire), avonshire.person("quality_lead")
    action = _action(avonshire, done_on=None)
    commands.add_evidence(by=lead, claim=claim, action=action)
    assert any(source.kind == "action" for source in _stands(claim).strength.sources)
    withdrawal.withdraw(by=lead, record=action, reason="Entered twice.", today=timezone.localdate())
    assert _stands(claim).strength.sources == ()


def test_each_figure_of_the_coverage_opens_exactly_what_it_counts(avonshire):
    client = avonshire.client("quality_lead")
    page = client.get("/evidence/").content.decode()
    links = re.findall(r'href="(/evidence/[a-z-]+/sources/\?show=[a-z_]+)">(.*?)</a>', page, re.S)
    assert len(links) > 8
    for address, inner in links[:14]:
        count = int(re.sub(r"[^0-9]", "", re.search(r">\s*([\d,]+)", f">{re.sub('<[^>]*>', '', inner)}")[1]))
        listed = client.get(html.unescape(address)).content.decode()
        assert f"<strong>{count:,}</strong> result" in listed, address


def test_a_statement_with_processes_only_is_called_one_sided(avonshire):
    claim, lead = _claim(avonshire, "Our plan is written down."), avonshire.person("quality_lead")
    claim = commands.edit_claim(
        by=lead, claim=claim, version=claim.version, reason="It belongs there.", text=claim.text,
        statement="supporting-people-to-live-healthier-lives", claims_change="no",
    )  # fmt: skip
    commands.add_evidence(by=lead, claim=claim, count="actions-done")
    standings = list(standing_of([claim], timezone.localdate()).values())
    [row] = [
        each
        for each in coverage.coverage_of(frameworks.current(), standings, timezone.localdate())
        if each.standings
    ]
    assert row.marks[0] == "Only processes, no people" and row.is_one_sided


def test_nine_weaknesses_of_published_reports_are_answered_from_our_records(avonshire):
    found = shared_weaknesses(avonshire.person("quality_lead"), timezone.localdate())
    assert len(found) == 9
    by_slug = {each.weakness.slug: each for each in found}
    embedded = by_slug["roles-not-embedded"]
    [unchecked, _] = embedded.signs
    actions = Action.objects.filter(
        council=avonshire.council, withdrawn_on=None, done_on__isnull=False, embedded_checked_on=None
    )
    assert unchecked.count == actions.count()
    assert by_slug["board-not-representative"].answer == "No count here tells"
    assert all(each.signs for each in found)


def test_an_assessor_reads_coverage_and_sources_without_titles_of_feedback(avonshire):
    client = avonshire.client("assessor")
    page = client.get("/evidence/")
    assert page.status_code == 200
    listed = client.get(f"/evidence/{LEARNING}/sources/?show=people")
    assert listed.status_code == 200 and "/feedback/" not in listed.content.decode().split("<main")[1]
