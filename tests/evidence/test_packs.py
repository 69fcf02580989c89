"""Evidence packs: one file that fetches nothing, names nobody and lists the gaps."""

from __future__ import annotations

import datetime
import hashlib
import html
import re
from types import SimpleNamespace

import html5lib
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.evidence import commands, queries
from goldthread.evidence.models import Reception
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.document import role_of
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.packs.models import EvidencePack
from goldthread.evidence.standing import evidence_for
from goldthread.feedback import commands as feedback
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.redaction.models import OriginalText

pytestmark = pytest.mark.django_db
_LACKS = {"No feedback", "No evidence"}
LEARNING = "learning-improvement-and-innovation"


@pytest.fixture
def pack(avonshire) -> EvidencePack:
    """Return a pack of Avonshire's whole self-assessment."""
    created = create_pack(by=avonshire.person("quality_lead"))
    avonshire.enter()
    return created


@pytest.fixture
def page(pack) -> str:
    """Return its HTML file."""
    return html_of(pack).decode()


def test_a_pack_fetches_nothing_and_runs_nothing(page):
    assert not re.search(r"""(src|href|action|data|poster|srcset)\s*=\s*["']?(https?:)?//""", page)
    assert not re.search(r"<(script|iframe|object|embed|link|img|form|base)\b", page)
    assert not re.search(r"""\son[a-z]+\s*=|javascript:|@import|url\(""", page)
    for href in re.findall(r'href="([^"]*)"', page):
        assert href.startswith("#") and f'id="{href[1:]}"' in page


def test_the_title_gives_the_day_in_the_united_kingdom():
    late = datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)  # half past midnight in summer
    assert EvidencePack(created_at=late).title == "Evidence pack of 2 July 2026"


def test_a_pack_is_valid_html_and_its_ids_are_its_own(page):
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_pack_names_nobody(avonshire, page):
    for name in Person.objects.filter(council=avonshire.council, is_system=False).values_list(
        "name", flat=True
    ):
        assert name not in page, name
    for contact in Contact.objects.filter(council=avonshire.council)[:500]:
        for detail in (contact.name, contact.email, contact.phone, contact.address):
            assert not detail.strip() or detail not in page


def test_roles_of_one_person_stand_in_one_order_and_once():
    # A manager of two teams has that role twice, in whichever order the database gives.
    person = SimpleNamespace(roles=["Team manager", "Quality lead", "Team manager"], job_title="")
    assert role_of(person) == "quality lead, team manager"


def test_a_pack_holds_the_redacted_text_and_never_the_original(avonshire, page):
    quoted = re.findall(r'class="gt-sheet__box gt-sheet__quoted"[^>]*><p>(.*?)</p>', page, re.S)
    assert quoted
    changed = 0
    for words in OriginalText.objects.filter(council=avonshire.council).select_related("feedback")[:2000]:
        working = " ".join(point.text for point in words.feedback.points.all())
        if words.as_received not in working:
            changed += 1
            assert words.as_received not in page
    assert changed, "no words were changed by hiding, so nothing was tested"


def test_a_pack_quotes_what_others_said_only_where_it_may(page):
    said = {each.may_quote: each.words for each in Reception.objects.order_by("pk")}
    assert set(said) == {True, False}
    shown = html.unescape(page)
    assert said[True] in shown and said[False] not in shown


def test_a_pack_holds_every_claim_with_its_evidence_and_gaps(avonshire, pack, page):
    by = avonshire.person("quality_lead")
    claims = list(queries.current_claims(by))
    evidence = evidence_for(claims)
    assert pack.claim_count == len(claims)
    text = html.unescape(page)
    for claim in claims:
        assert claim.text in text
    gaps = [pk for pk, each in evidence.items() if each.has_gap]
    assert gaps
    assert len([claim for claim in pack.content["claims"] if _LACKS & {*claim["tags"]}]) == len(gaps)
    assert "<svg" in page and "The numbers in this chart" in page
    assert "cqc-la-current" in page


def test_a_pack_without_gaps_says_no_more_than_was_looked_for(brackenmoor):
    by = brackenmoor.person("quality_lead")
    claim = commands.add_claim(
        by=by, statement=LEARNING, text="We publish what people tell us.", claims_change="no"
    )
    today = timezone.localdate()
    new = feedback.NewFeedback(source="complaint", points=["Nobody rang."], received_on=today)
    piece = feedback.receive(by=by, new=new, today=today)
    commands.add_evidence(by=by, claim=claim, feedback=piece)
    page = html_of(create_pack(by=by)).decode()
    assert "None was found. What was looked for: evidence" in page
    assert "Goldthread does not judge whether the evidence is about what the claim says" in page
    brackenmoor.enter()
    commands.remove_evidence(by=by, citation=claim.citations.get())
    commands.add_evidence(by=by, claim=claim, count="lessons-with-action")
    claim.refresh_from_db()
    commands.override_gaps(
        by=by,
        claim=claim,
        version=claim.version,
        reason="Nobody has told us about this yet, and we say so.",
        on=today,
    )
    page = html_of(create_pack(by=by)).decode()
    assert "None was found but those overridden in writing, below." in page
    assert "No feedback from people is behind it." in page


def test_a_pack_keeps_its_checksum_and_is_not_created_again(avonshire, pack):
    stored = EvidencePack.objects.get(pk=pack.pk)
    assert stored.checksum == hashlib.sha256(html_of(stored)).hexdigest()
    response = avonshire.client("assessor").get(f"/evidence/packs/{pack.pk}/html/")
    assert hashlib.sha256(response.content).hexdigest() == stored.checksum
    assert re.fullmatch(
        r'attachment; filename="evidence-all-\d{4}-\d\d-\d\d\.html"', response["Content-Disposition"]
    )
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_a_pack_of_one_statement_is_created_from_its_page(avonshire):
    client = avonshire.client("quality_lead")
    assert client.post("/evidence/packs/create/", {"statement": LEARNING}).status_code == 302
    avonshire.enter()
    pack = EvidencePack.objects.filter(council=avonshire.council).first()
    assert pack.statement == LEARNING
    assert "Learning, improvement and innovation" in html_of(pack).decode()
    assert pack.checksum in client.get("/evidence/packs/").content.decode()
    assert pack.checksum in client.get(f"/evidence/packs/{pack.pk}/").content.decode()


def test_who_may_create_and_download_a_pack(avonshire, brackenmoor, pack):
    with pytest.raises(PermissionDenied):
        create_pack(by=avonshire.person("assessor"))
    assert avonshire.client("assessor").get("/evidence/packs/create/").status_code == 403
    assert avonshire.client("councillor").get(f"/evidence/packs/{pack.pk}/").status_code == 403
    assert brackenmoor.client("quality_lead").get(f"/evidence/packs/{pack.pk}/").status_code == 404


def test_a_pack_needs_a_claim(avonshire, brackenmoor):
    with pytest.raises(Refused, match="no statement called"):
        create_pack(by=avonshire.person("quality_lead"), statement="nothing-like-it")
    with pytest.raises(Refused, match="no claims to put in a pack"):
        create_pack(
            by=brackenmoor.person("quality_lead"), statement="governance-management-and-sustainability"
        )
