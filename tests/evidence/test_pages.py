"""Pages of the self-assessment: statements, claims, evidence, and marks of gaps and old evidence."""

from __future__ import annotations

import datetime
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import urlencode

from goldthread.evidence import commands, queries
from goldthread.evidence.models import Claim
from goldthread.evidence.quotes import quotes_of
from goldthread.evidence.standing import Evidence, evidence_for, standing_of
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding
from goldthread.standards import framework as frameworks

pytestmark = pytest.mark.django_db
QUIET = "partnerships-and-communities"
LEARNING = "learning-improvement-and-innovation"


def test_the_list_has_four_themes_and_nine_statements(avonshire):
    page = avonshire.client("quality_lead").get("/evidence/").content.decode()
    assert page.count("<caption") == 6
    assert page.count('href="/evidence/') - page.count('href="/evidence/"') >= 9
    assert "Learning, improvement and innovation" in page


def test_a_statement_shows_its_claims_with_evidence_and_marks(avonshire):
    page = avonshire.client("assessor").get(f"/evidence/{LEARNING}/").content.decode()
    avonshire.enter()
    for claim in Claim.objects.filter(council=avonshire.council, statement=LEARNING):
        assert claim.text in page.replace("&#39;", "'")
    assert "No feedback" in page
    assert "Evidence over a year old" in page


def claim_that_begins(avonshire, words: str) -> Claim:
    """Return one of Avonshire's claims by how it begins."""
    avonshire.enter()
    return Claim.objects.get(council=avonshire.council, text__startswith=words)


def test_a_claim_page_counts_its_feedback_and_shows_the_trail(avonshire):
    claim = claim_that_begins(avonshire, "People who wait for us now hear")
    evidence = evidence_for([claim])[claim.pk]
    # Two pieces of feedback are cited; the others are reached by the measure, its action and its lesson.
    assert len(evidence.feedback) > 2 and evidence.lessons
    page = avonshire.client("quality_lead").get(f"/evidence/claims/{claim.pk}/").content.decode()
    assert f"Based on {len(evidence.feedback)} pieces of feedback" in page
    assert "View trail" in page
    for citation in evidence.citations:
        if citation.feedback_id:
            assert f"/feedback/{citation.feedback_id}/" in page


def test_gaps_and_old_evidence_are_as_avonshire_was_written(avonshire):
    today = timezone.localdate()
    expected = {
        "We invite others to look at us": (True, False),
        "Every upheld complaint leads to": (True, False),
        "People who tried our portal": (False, True),
        "People who wait for us now hear": (False, False),
    }
    for words, (gap, old) in expected.items():
        claim = claim_that_begins(avonshire, words)
        evidence = evidence_for([claim])[claim.pk]
        assert (evidence.has_gap, evidence.is_old(today)) == (gap, old), words


def test_evidence_is_old_only_when_the_newest_is_more_than_a_year_old(avonshire):
    day = datetime.date(2024, 3, 1)
    evidence = Evidence(newest=day)
    assert not evidence.is_old(day + datetime.timedelta(days=365))
    assert evidence.is_old(day + datetime.timedelta(days=366))
    assert not Evidence().is_old(day)


def test_a_key_with_a_line_end_in_it_leads_on_all_the_same(avonshire):
    avonshire.enter()
    key = Feedback.objects.filter(council=avonshire.council).first().pk.hex
    assert key[0] == "0"
    # Python reads it as the same key; an address with a line end was an error of ours.
    added = avonshire.client("quality_lead").post(
        f"/evidence/{LEARNING}/add/?{urlencode({'cite': f'feedback:{key[1:]}' + chr(10)})}",
        {"text": "We listen."},
    )
    assert (added.status_code, added["Location"][-3:]) == (302, "%0A")


def test_a_claim_is_added_given_evidence_edited_and_archived(avonshire):
    client = avonshire.client("quality_lead")
    wrong = client.post(f"/evidence/{LEARNING}/add/", {"text": "  "})
    assert "Enter claim" in wrong.content.decode()
    written = client.post(f"/evidence/{LEARNING}/add/", {"text": "We listen on Tuesdays."})
    avonshire.enter()
    claim = Claim.objects.get(text="We listen on Tuesdays.")
    assert written["Location"] == f"/evidence/claims/{claim.pk}/evidence/"
    piece = Feedback.objects.filter(council=avonshire.council).first()
    prefilled = client.get(f"{written['Location']}?cite=feedback:{piece.pk}").content.decode()
    assert f'value="feedback:{piece.pk}" checked' in prefilled
    client.post(written["Location"], {"cite": f"feedback:{piece.pk}", "note": "They said so"})
    again = client.post(written["Location"], {"cite": f"feedback:{piece.pk}"})
    assert "already evidence for this claim" in again.content.decode()
    avonshire.enter()
    citation = claim.citations.get()
    assert evidence_for([claim])[claim.pk].feedback == {piece.pk}
    client.post(f"/evidence/citations/{citation.pk}/remove/")
    avonshire.enter()
    assert not claim.citations.exists()
    corrected = {
        "text": "We listen on Wednesdays.",
        "statement": "assessing-needs",
        "reason": "The day moved",
    }
    client.post(f"/evidence/claims/{claim.pk}/edit/", corrected)
    avonshire.enter()
    claim.refresh_from_db()
    assert claim.statement == "assessing-needs"
    client.post(f"/evidence/claims/{claim.pk}/archive/")
    page = client.get(f"/evidence/claims/{claim.pk}/").content.decode()
    assert "Archived on" in page and "Wednesdays" in page
    assert client.get(f"/evidence/claims/{claim.pk}/edit/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "words", "title"),
    [
        ("measure", "direct payments", "Direct payments that reached the bank"),
        ("feedback", "fortnightly calls", "Since the fortnightly calls began"),
        ("briefing", "keeping in touch", "Keeping in touch with people who are waiting"),
        ("finding", "clearing service", "specialist clearing service"),
    ],
)
def test_evidence_is_found_by_its_words(avonshire, kind, words, title):
    claim = claim_that_begins(avonshire, "People who wait for us now hear")
    address = f"/evidence/claims/{claim.pk}/evidence/"
    page = avonshire.client("quality_lead").get(address, {"kind": kind, "q": words}).content.decode()
    assert title in page


def test_a_record_that_a_person_may_not_see_cannot_be_cited(avonshire, brackenmoor):
    by = avonshire.person("quality_lead")
    claim = commands.add_claim(by=by, statement=LEARNING, text="We share.")
    brackenmoor.enter()
    other = Feedback.objects.filter(council=brackenmoor.council).first()
    client = avonshire.client("quality_lead")
    address = f"/evidence/claims/{claim.pk}/evidence/"
    for cite in (
        f"feedback:{other.pk}" if other else "feedback:x",
        "person:1",
        "measure:not-a-key",
        "nonsense",
    ):
        assert client.get(address, {"cite": cite}).status_code == 200
        assert client.post(address, {"cite": cite}).status_code == 200
    avonshire.enter()
    assert not claim.citations.exists()


def test_the_number_of_queries_does_not_grow_with_the_claims(avonshire):
    claims = list(queries.current_claims(avonshire.person("quality_lead")))
    evidence = evidence_for(claims)
    # One for each kind of evidence, as each kind has queries of its own.
    of_kind = {c.kind: claim for claim in claims for c in evidence[claim.pk].citations}
    few_claims = list({claim.pk: claim for claim in of_kind.values()}.values())
    with CaptureQueriesContext(connection) as few:
        evidence_for(few_claims)
    with CaptureQueriesContext(connection) as many:
        evidence_for(claims)
    assert len(claims) > 20 > len(few_claims) and len(many) == len(few)


def test_the_number_of_queries_of_a_statement_does_not_grow_with_its_claims(avonshire):
    lead, client = avonshire.person("quality_lead"), avonshire.client("quality_lead", checked=False)
    findings = Finding.objects.filter(council=lead.council, decision="embedded")[:3]
    assert len(findings) == 3, "a finding called embedded is asked what shows it"
    Action.objects.filter(embedded="yes").update(embedded_by="measure")

    def add_one(finding: Finding) -> None:
        text = f"All of it has improved, {finding.pk.hex}."
        claim = commands.add_claim(by=lead, statement=QUIET, text=text, claims_change="yes")
        commands.add_evidence(by=lead, claim=claim, finding=finding)
        commands.override_gaps(
            by=lead,
            claim=claim,
            version=claim.version,
            reason="The inspector's own words.",
            on=timezone.localdate(),
        )

    def queries_of_the_page() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/evidence/{QUIET}/").status_code == 200
        avonshire.enter()
        return len(captured)

    add_one(findings[0])
    queries_of_the_page()
    one = queries_of_the_page()
    for finding in findings[1:]:
        add_one(finding)
    assert queries_of_the_page() == one


def test_the_gaps_page_reads_the_evidence_of_claims_once_and_asks_no_more_for_more_of_them(avonshire):
    lead, client = avonshire.person("quality_lead"), avonshire.client("quality_lead", checked=False)

    def add_with_gaps(finding: Finding) -> None:
        text = f"All of it has improved, {finding.pk.hex}."
        claim = commands.add_claim(by=lead, statement=QUIET, text=text, claims_change="yes")
        commands.add_evidence(by=lead, claim=claim, finding=finding)
        commands.add_claim(by=lead, statement=QUIET, text="Nothing shows this.", claims_change="no")

    def queries_of_the_page() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/gaps/").status_code == 200
        avonshire.enter()
        assert sum('FROM "goldthread_citation"' in each["sql"] for each in captured) == 1
        return len(captured)

    first, *others = Finding.objects.filter(council=lead.council)[:4]
    add_with_gaps(first)
    queries_of_the_page()
    one = queries_of_the_page()
    for finding in others:
        add_with_gaps(finding)
    assert len(others) == 3 and queries_of_the_page() == one


def test_another_council_and_the_signed_out_see_nothing(avonshire, brackenmoor, client):
    claim = claim_that_begins(avonshire, "We changed because")
    address = f"/evidence/claims/{claim.pk}/"
    assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert client.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("who", "status"),
    [("quality_lead", 200), ("director", 200), ("assessor", 200), ("councillor", 403), ("practitioner", 403)],
)
@pytest.mark.parametrize("address", ["/evidence/", f"/evidence/{LEARNING}/", "/evidence/packs/"])
def test_who_may_read(avonshire, who, status, address):
    assert avonshire.client(who).get(address).status_code == status


def test_an_assessor_reads_on_a_claims_page_what_a_pack_would_quote(avonshire):
    avonshire.enter()
    claims = Claim.objects.visible_to(avonshire.person("quality_lead")).filter(archived_on=None)
    standings = standing_of(list(claims), timezone.localdate())
    key, quotes = next((key, quotes) for key, one in standings.items() if (quotes := quotes_of(one.evidence)))
    address = f"/evidence/claims/{key}/"
    page = html.unescape(avonshire.client("assessor").get(address).content.decode())
    assert "Quotes from feedback" in page and all(point.text in page for point in quotes)
    avonshire.enter()
    assert "Quotes from feedback" not in avonshire.client("quality_lead").get(address).content.decode()


def test_the_gaps_list_holds_each_claim_that_the_self_assessment_counts_with_gaps(avonshire):
    lead = avonshire.person("quality_lead")
    today = timezone.localdate()
    old = Feedback.objects.filter(
        council=lead.council, received_on__lt=today - datetime.timedelta(400)
    ).first()
    for text in ("We read complaints together.", "We answer letters."):
        claim = commands.add_claim(by=lead, statement=QUIET, text=text, claims_change="no")
        commands.add_evidence(by=lead, claim=claim, feedback=old)
    commands.override_gaps(
        by=avonshire.person("director"),
        claim=claim,
        version=claim.version,
        reason="The newest round of listening ends in spring.",
        on=today,
    )
    claims = Claim.objects.counted().filter(council=lead.council)
    counted = {pk for pk, each in standing_of(claims, today).items() if each.gaps}
    listed = {claim.pk for gap in Claim.spec.gaps for claim in gap.records(claims, today)}
    assert counted and listed == counted
    standings = list(standing_of(queries.current_claims(lead), today).values())
    tallies = [tally for _, row in queries.tallies(frameworks.current(), standings, today) for tally in row]
    assert sum(tally.gaps for tally in tallies) == len(counted)
