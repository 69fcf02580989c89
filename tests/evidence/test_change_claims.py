"""A claim that something got better: ready with a result that shows it, or overridden in writing; else it is a gap."""

from __future__ import annotations

import datetime
import html

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine
from goldthread.council.records import withdrawal
from goldthread.council.records.saving import Stale
from goldthread.evidence import claim_gaps, commands
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.packs.models import EvidencePack
from goldthread.evidence.standing import standing_of
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure, Verdict
from goldthread.learning import commands as learning
from goldthread.thread.gaps import find_gaps

pytestmark = pytest.mark.django_db
# Recent on any day: evidence over a year old is a gap of its own.
DAY = timezone.localdate() - datetime.timedelta(days=90)
STATEMENT = "assessing-needs"
BETTER = "Waiting times have improved dramatically."
REASON = "The survey is yearly, so that a result cannot be had before 2028."
SAYS_MORE = "claims-that-say-more-than-their-evidence-shows"


@pytest.fixture
def lead(avonshire):
    """Return somebody who writes the self-assessment."""
    return avonshire.person("quality_lead")


def add(lead, text: str = BETTER, **answers: str) -> Claim:
    return commands.add_claim(by=lead, statement=STATEMENT, text=text, **answers)


def gaps(claim: Claim) -> set[str]:
    claim.refresh_from_db()
    return {gap.slug for gap in standing_of([claim], timezone.localdate())[claim.pk].gaps}


def ready(lead, claim: Claim) -> Claim:
    return commands.mark_ready(by=lead, claim=claim, version=claim.version, on=timezone.localdate())


def measure_of_an_action_agreed_today(lead) -> Measure:
    new = feedback.NewFeedback(source="complaint", points=["I waited a year."], received_on=DAY)
    piece = feedback.receive(by=lead, new=new, today=timezone.localdate())
    lesson = learning.record_lesson(
        by=lead,
        points=[Point.objects.get(feedback=piece)],
        title="Tell people the wait",
        what_we_learned="They are not told.",
        recorded_on=DAY,
    )
    action = learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Ring everyone who waits",
        owner=lead,
        agreed_on=timezone.localdate(),
        due_on=timezone.localdate() + datetime.timedelta(days=90),
        measure_name="Days waited",
    )
    return impact.set_up_measure(by=lead, action=action)


def judged(measure: Measure, state: str, months: int) -> None:
    Verdict.objects.create(
        council=measure.council,
        measure=measure,
        review_month=months,
        on=timezone.localdate(),
        state=state,
        sentence="As reviewed.",
    )


def test_a_claim_of_change_with_an_action_agreed_today_is_a_gap_and_not_ready(lead):
    claim = add(lead, claims_change="yes")
    commands.add_evidence(by=lead, claim=claim, measure=measure_of_an_action_agreed_today(lead))
    assert gaps(claim) == {claim_gaps.CHANGE_NOT_SHOWN}
    standing = standing_of([claim], timezone.localdate())[claim.pk]
    [states] = standing.states.values()
    assert [state.text for state in states][:2] == ["No review yet", "Action agreed, not done"]
    assert "Feedback from people" in {state.text for state in states}
    with pytest.raises(Refused, match=r"not ready.*cites no measure whose latest result is Improved"):
        ready(lead, claim)


@pytest.mark.parametrize(
    ("results", "open_gaps"),
    [
        ([], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["early_sign"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["no_detectable_change_yet"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["too_little_data"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["worsened"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["lower_since"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["improved", "lower_since"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["higher_since"], {claim_gaps.CHANGE_NOT_SHOWN}),
        (["improved"], set()),
        (["early_sign", "improved"], set()),
        (["improved", "worsened"], {claim_gaps.CHANGE_NOT_SHOWN}),
    ],
)
def test_only_the_latest_result_improved_shows_a_change(lead, results, open_gaps):
    claim, measure = add(lead, claims_change="yes"), measure_of_an_action_agreed_today(lead)
    for number, state in enumerate(results, start=2):
        judged(measure, state, 3 * number)
    commands.add_evidence(by=lead, claim=claim, measure=measure)
    assert gaps(claim) == open_gaps
    if open_gaps:
        with pytest.raises(Refused, match="not ready"):
            ready(lead, claim)
    else:
        assert ready(lead, claim).ready_by == lead


def test_ready_ends_when_the_evidence_goes(lead):
    claim, measure = add(lead, claims_change="yes"), measure_of_an_action_agreed_today(lead)
    judged(measure, "improved", 6)
    citation = commands.add_evidence(by=lead, claim=claim, measure=measure)
    claim = ready(lead, claim)
    withdrawal.withdraw(by=lead, record=measure, reason="Entered twice", today=DAY)
    assert not standing_of([claim], timezone.localdate())[claim.pk].is_ready
    withdrawal.restore(by=lead, record=measure, today=DAY)
    assert standing_of([claim], timezone.localdate())[claim.pk].is_ready
    commands.remove_evidence(by=lead, citation=citation)
    claim.refresh_from_db()
    assert claim.ready_on is None and claim_gaps.NO_EVIDENCE in gaps(claim)


def test_words_that_suggest_a_change_ask_until_somebody_answers(avonshire, lead):
    claim = add(lead)
    assert claim_gaps.CHANGE_NOT_CONFIRMED in gaps(claim)
    page = avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert "“improved”" in html.unescape(page)
    avonshire.enter()
    with pytest.raises(Refused, match="Nobody has said whether it claims a change"):
        ready(lead, claim)
    listed = find_gaps(lead, timezone.localdate(), SAYS_MORE)
    assert claim.pk in {link.pk for gap in listed if gap.slug == SAYS_MORE for link in gap.links}


def test_a_claim_in_words_that_are_on_no_list_is_asked_before_it_is_ready(lead):
    claim, measure = add(lead, "We ring everyone back."), measure_of_an_action_agreed_today(lead)
    commands.add_evidence(by=lead, claim=claim, measure=measure)
    commands.edit_claim(
        by=lead, claim=claim, version=claim.version, reason="Plainer words", text="We ring back."
    )
    claim.refresh_from_db()
    with pytest.raises(Refused, match="Nobody has said whether it claims that something changed"):
        ready(lead, claim)
    claim = commands.answer_change(by=lead, claim=claim, version=claim.version, claims_change="no")
    assert ready(lead, claim).ready_on == timezone.localdate()


def test_saying_that_it_claims_no_change_needs_a_reason_that_stays_visible_and_is_counted(avonshire, lead):
    with pytest.raises(Refused, match=r"Its words suggest a change.*Give the reason") as refused:
        add(lead, claims_change="no", no_change_because="  no ")
    assert refused.value.field == "no_change_because"
    why = "It quotes what an inspector wrote, and we do not repeat it."
    claim = add(lead, claims_change="no", no_change_because=why)
    assert not gaps(claim) & claim_gaps.CHANGE_GAPS
    before = EvidencePack.objects.filter(council=avonshire.council).count()
    pack = create_pack(by=lead, statement=STATEMENT)
    client = avonshire.client("assessor")
    for shown in (
        client.get(reverse("evidence:claim", args=[claim.pk])).content.decode(),
        client.get(reverse("evidence:statement", args=[STATEMENT])).content.decode(),
        html_of(pack).decode(),
    ):
        assert why in html.unescape(shown) and "Claims no change" in shown
    avonshire.enter()
    assert before + 1 == EvidencePack.objects.filter(council=avonshire.council).count()
    claims = Claim.objects.filter(council=avonshire.council, statement=STATEMENT)
    assert pack.no_change_count == claims.exclude(no_change_because="").count()
    assert f"claim no change although the words suggest one: {pack.no_change_count}" in html_of(pack).decode()
    total = Claim.objects.filter(council=avonshire.council, archived_on=None).exclude(no_change_because="")
    page = client.get(reverse("evidence:list")).content.decode()
    link = f'<a class="govuk-link" href="{reverse("evidence:claims")}?show=no_change">{total.count()}</a>'
    assert f"claim no change although their words suggest one: {link}" in page


def test_an_override_is_in_writing_by_name_and_stays_visible(avonshire, lead):
    director = avonshire.person("director")
    claim = add(lead, claims_change="yes")
    commands.add_evidence(by=lead, claim=claim, measure=measure_of_an_action_agreed_today(lead))
    override = {"claim": claim, "version": claim.version, "on": timezone.localdate()}
    with pytest.raises(PermissionDenied):
        commands.override_gaps(by=avonshire.person("complaints_manager"), reason=REASON, **override)
    with pytest.raises(Refused, match="Give the reason in a sentence"):
        commands.override_gaps(by=director, reason="Because.", **override)
    with pytest.raises(Refused, match="Give the reason in a sentence"):
        commands.override_gaps(by=director, reason="." * 40, **override)
    claim = commands.override_gaps(by=director, reason=REASON, **override)
    assert gaps(claim) == set()
    claim = ready(lead, claim)
    line = AuditLine.objects.filter(command="evidence.override_gaps").latest("id")
    assert line.person_id == director.pk and "yearly" in line.reason
    pack = create_pack(by=lead, statement=STATEMENT)
    client = avonshire.client("quality_lead")
    for address in (
        reverse("evidence:claim", args=[claim.pk]),
        reverse("evidence:statement", args=[STATEMENT]),
    ):
        page = html.unescape(client.get(address).content.decode())
        assert REASON in page and f"Overridden by {director.name}" in page and "Overridden in writing" in page
    assert (
        REASON in html.unescape(html_of(pack).decode()) and "Overridden by director" in html_of(pack).decode()
    )
    assert director.name not in html_of(pack).decode() and pack.override_count >= 1
    avonshire.enter()
    claim = commands.remove_override(by=director, claim=claim)
    assert gaps(claim) == {claim_gaps.CHANGE_NOT_SHOWN} and claim.ready_on is None


def test_an_override_covers_what_was_missing_then_and_the_words_as_they_were(lead):
    claim = add(lead, claims_change="yes")
    citation = commands.add_evidence(by=lead, claim=claim, measure=measure_of_an_action_agreed_today(lead))
    claim = commands.override_gaps(
        by=lead, claim=claim, version=claim.version, reason=REASON, on=timezone.localdate()
    )
    commands.remove_evidence(by=lead, citation=citation)
    assert gaps(claim) == {claim_gaps.NO_EVIDENCE, claim_gaps.NO_FEEDBACK}
    claim = commands.edit_claim(
        by=lead,
        claim=claim,
        version=claim.version,
        reason="Stronger words",
        text="Waits have halved.",
        claims_change="yes",
    )
    assert claim.override_reason == "" and claim_gaps.CHANGE_NOT_SHOWN in gaps(claim)


def test_nobody_overrides_a_question_or_marks_ready_what_somebody_else_changed(lead):
    claim = add(lead)
    override = {"by": lead, "claim": claim, "reason": REASON, "on": timezone.localdate()}
    commands.override_gaps(version=claim.version, **override)
    assert claim_gaps.CHANGE_NOT_CONFIRMED in gaps(claim)
    with pytest.raises(Stale):
        commands.override_gaps(version=1, **override)
    commands.archive_claim(by=lead, claim=claim, on=DAY)
    with pytest.raises(Refused, match="archived"):
        commands.override_gaps(version=claim.version, **override)


def test_a_note_on_the_evidence_says_no_more_than_the_claim(lead):
    claim = add(lead, "We ring people who wait.", claims_change="no")
    measure = measure_of_an_action_agreed_today(lead)
    commands.add_evidence(by=lead, claim=claim, measure=measure, note="All waits have halved since.")
    assert gaps(claim) == {claim_gaps.CHANGE_IN_NOTE, claim_gaps.COUNT_NOT_CITED}
    with pytest.raises(Refused, match="A note on its evidence says that something changed"):
        ready(lead, claim)
    judged(measure, "improved", 6)
    assert gaps(claim) == {claim_gaps.COUNT_NOT_CITED}


def test_the_pages_say_what_is_missing_and_lead_to_what_can_be_done(avonshire, lead):
    claim = add(lead, claims_change="yes")
    client = avonshire.client("quality_lead")
    shown = client.get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert reverse("evidence:mark_ready", args=[claim.pk]) in shown and "Change not shown" in shown
    refused = client.post(reverse("evidence:mark_ready", args=[claim.pk]), {"version": claim.version})
    assert "This claim is not ready. It has no evidence." in refused.content.decode()
    answer = reverse("evidence:answer_change", args=[claim.pk])
    silent = client.post(answer, {"version": claim.version, "claims_change": "no", "no_change_because": ""})
    assert "Its words suggest a change" in silent.content.decode()
    answers = {
        "version": claim.version,
        "claims_change": "no",
        "no_change_because": "A heading of the inspector's.",
    }
    assert client.post(answer, answers).status_code == 302
    override = reverse("evidence:override_gaps", args=[claim.pk])
    version = claim.version + 1
    assert client.post(override, {"version": version, "reason": REASON}).status_code == 302
    assert avonshire.client("assessor").get(override).status_code == 403
    assert client.post(reverse("evidence:remove_override", args=[claim.pk])).status_code == 302


def test_a_pack_keeps_how_things_stood_on_its_day_and_lists_its_gaps(avonshire, lead):
    claim, measure = add(lead, claims_change="yes"), measure_of_an_action_agreed_today(lead)
    commands.add_evidence(by=lead, claim=claim, measure=measure)
    pack = create_pack(by=lead, statement=STATEMENT)
    judged(measure, "improved", 6)
    assert gaps(claim) == set()
    saved = EvidencePack.objects.get(pk=pack.pk)
    page = html.unescape(html_of(saved).decode())
    entry = page.split(claim.text)[1].split("<h3")[0]
    assert "Change not shown" in entry and "No review yet" in entry and "Action agreed, not done" in entry
    listed = page.split('id="gaps"')[1].split("<h2")[0]
    assert "cites no measure whose latest result is Improved" in listed
    assert saved.gap_count >= 1 and f"{saved.gap_count} of the " in listed


def test_avonshire_has_a_claim_in_each_state(avonshire):
    avonshire.enter()
    claims = Claim.objects.filter(council=avonshire.council)
    standing = standing_of(claims, timezone.localdate()).values()
    shown = {
        "ready": [e for e in standing if e.is_ready and e.claim.claims_change == "yes"],
        "gap": [e for e in standing if claim_gaps.CHANGE_NOT_SHOWN in {g.slug for g in e.gaps}],
        "overridden": [e for e in standing if e.overridden],
        "no change": [e for e in standing if e.denies_change],
        "false": [e for e in standing if claim_gaps.COUNT_SAYS_OTHERWISE in {g.slug for g in e.gaps}],
    }
    assert all(shown.values()), shown
    assert [e.claim.text.split(" leads")[0] for e in shown["false"]] == ["Every upheld complaint"]
