"""Redaction leaks: a name is in no page, search, export, pack, audit line, log, job or table.

One case is made with names that nothing else in Avonshire has, in every free-text field, and followed along the
whole thread. Then every page and table is read.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands as briefings
from goldthread.council.records.spec import kind_of
from goldthread.evidence import commands as evidence
from goldthread.feedback import commands
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction import detections
from goldthread.feedback.redaction.models import Detection
from goldthread.learning import commands as learning
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.thread import links
from tests.cast import Cast
from tests.feedback.spreadsheets import as_csv, checked, imported
from tests.house.pages import doors

pytestmark = pytest.mark.django_db

# Everybody and everything here is invented.
NAMES = re.compile(
    r"perpetua|vantongeren|zorvika|rosenqvist|blue\W*house|7700\W*900\W*461|quincewell|harbottle",
    re.IGNORECASE,
)
# Where names may be: restricted to a permission and a reason, or shown by nothing at all.
RESTRICTED = {
    "goldthread_originaltext",
    "goldthread_contact",
    "goldthread_contactkey",
    "goldthread_detectiondecision",
    "goldthread_peoplenamed",
}
STATEMENT = "assessing-needs"


@dataclass
class Followed:
    """A case and everything that was made from it: the short name of each record's type by its key."""

    case: Feedback
    records: dict[Any, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def followed_once(module_transaction) -> Followed:
    """Follow the case from feedback to evidence pack, once for all these tests."""
    avonshire = Cast("avonshire")
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    lead, team = avonshire.person("quality_lead"), avonshire.team("first-contact")
    new = commands.NewFeedback(
        source="complaint",
        subject="VANTONGEREN: nobody came",
        points=[
            "My social worker Adam Zorvika never rang mum on 07700-900461, so the invented quincunx waited. "
            "The lady of the blue house saw it.",
            "zorvika said perpetua would be told, at 14 Quincewell Rise.",
        ],
        received_on=today,
        team=team,
        service="Home care, Zorvika's round",
        format_needed="Large print, for perpetua",
        outcome="Upheld, Zorvika says",
        their_reference="VANTONGEREN-1",
        wants_reply=True,
        extra={"stage": "Stage 1", "remedy": "Mr Zorvika is to ring"},
        contact={
            "name": "Perpetua Vantongeren",
            "phone": "07700 900461",
            "email": "perpetua@vantongeren.example",
            "address": "14 Quincewell Rise\nTillingbourne",
        },
    )
    case = commands.receive(by=by, new=new, today=today)
    point = Point.objects.get(feedback=case, position=1)
    detections.redact_more(
        by=by,
        feedback=case,
        words="the lady of the blue house",
        kind="PERSON",
        reason="zorvika knows the blue house",
    )
    commands.record_response(
        by=by, feedback=case, responded_on=today, response="We told zorvika and Perpetua so."
    )
    commands.close_case(by=by, feedback=case, closed_on=today, outcome="Upheld: zorvika agreed")
    commands.open_original(by=by, feedback=case, reason="Perpetua Vantongeren asked for a copy")
    point.refresh_from_db()
    coding_commands.code(by=lead, point=point, themes=list(Theme.objects.filter(state="active")[:1]))

    lesson = learning.record_lesson(
        by=lead,
        title="vantongeren was right",
        what_we_learned="zorvika was not told that perpetua waited.",
        points=[point],
        recorded_on=today,
    )
    action = learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Ring perpetua back",
        owner=lead,
        agreed_on=today,
        due_on=today,
        measure_name="Calls to vantongeren",
        detail="As zorvika said",
        embed_test="Ask zorvika",
    )
    learning.add_update(by=lead, action=action, on=today, note="zorvika rang")
    briefing = briefings.write_briefing(
        by=lead,
        title="What vantongeren taught us",
        blocks={"what": "perpetua waited for zorvika"},
        lessons=[lesson],
    )
    claim = evidence.add_claim(by=lead, statement=STATEMENT, text="Mrs Vantongeren was rung back.")
    evidence.add_evidence(by=lead, claim=claim, feedback=case, note="as zorvika says")
    new_review = reviews.NewReview(
        kind=OMBUDSMAN,
        title="Harbottle: decision about Mr Ezra Harbottle",
        body="Local Government and Social Care Ombudsman",
        decided_on=today,
        summary="harbottle waited.",
        findings=[
            reviews.NewFinding(text="ezra harbottle was not told.", recommendation="Apologise to harbottle")
        ],
    )
    review = reviews.record(by=lead, new=new_review, today=today)
    finding = review.findings.get()
    reviews.decide(
        by=lead,
        finding=finding,
        decision="not_implemented",
        decided_on=today,
        reason="Because harbottle moved away",
    )
    sheet = as_csv(
        [("X-77", "Mrs Rosenqvist was left, Rosenqvist says.", f"{today:%d/%m/%Y}", team.name, "")]
    )
    batch = imported(by, sheet, name="Complaints of Mrs Rosenqvist.csv")
    bad = checked(
        by,
        as_csv([("X-78", "Mrs Rosenqvist again", "31/02/2025", "Mrs Rosenqvist", "")]),
        name="Mr Harbottle.csv",
    )
    from_sheet = Feedback.objects.get(batch=batch)
    records = [
        case,
        point,
        lesson,
        action,
        briefing,
        claim,
        review,
        finding,
        finding.point,
        batch,
        bad,
        from_sheet,
    ]
    records += [*Detection.objects.filter(feedback=case)[:1], *Theme.objects.filter(codings__point=point)]
    return Followed(case, {record.pk: kind_of(record) for record in records})


@pytest.fixture
def followed(followed_once, avonshire) -> Followed:
    """Return the case and what was made from it, in its council."""
    return followed_once


def _addresses(followed: Followed) -> Iterator[tuple[str, str]]:
    """Yield every address that may show something of the case, and the permission that opens it."""
    choices = {"uuid": [*followed.records], "int": [1, 2], "slug": [*links.kinds(), STATEMENT, "complaint"]}
    for door in doors():
        if not door.permission:
            continue
        for values in itertools.product(*(choices[sort] for sort in door.arguments.values())):
            asked = dict(zip(door.arguments, values, strict=True))
            # A record asked for as one of another type is a page that is not there.
            if {"kind", "pk"} <= asked.keys() and asked["kind"] != followed.records[asked["pk"]]:
                continue
            yield reverse(door.name, kwargs=asked), door.permission


def _text(content: bytes) -> str:
    """Return all text in a file: a workbook is a ZIP of pages."""
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def _assert_nobody(source: str, text: str) -> None:
    match = NAMES.search(text)
    assert not match, f"{source}: …{text[max(0, match.start() - 80) : match.end() + 40]}…"


_ROLES = ("complaints_manager", "quality_lead", "administrator", "director")


@pytest.mark.slow(reason="asks for every page there is with every record of the case")
def test_no_page_shows_a_name(avonshire, followed, caplog):
    caplog.set_level(logging.INFO)
    people = {who: (avonshire.person(who), avonshire.client(who, checked=False)) for who in _ROLES}
    shown = 0
    for address, permission in _addresses(followed):
        person, client = next(((p, c) for p, c in people.values() if p.may(permission)), (None, None))
        if client is None:
            continue
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        shown += answer.status_code == 200
        _assert_nobody(f"{person} {address}", _text(content))
        _assert_nobody(f"{person} {address}", str(answer.headers))
    assert shown > 100
    _assert_nobody("the logs", caplog.text)


def test_no_search_finds_a_name_or_spells_one(avonshire, followed):
    client = avonshire.client("quality_lead")
    page = client.get(reverse("search"), {"q": "quincunx"}).content.decode()
    assert followed.case.reference in page
    _assert_nobody("search", page)
    for wanted in ("vantongerin", "zorvica", "perpetia", "rosenqvest", "harbottel"):
        page = client.get(reverse("search"), {"q": wanted}).content.decode()
        _assert_nobody(f"search for {wanted}", page)
        assert followed.case.reference not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_holds_a_name(avonshire, followed, kind):
    answer = avonshire.client("quality_lead").post(reverse("feedback:export"), {"kind": kind})
    text = _text(b"".join(answer))
    assert followed.case.reference in text
    _assert_nobody(kind, text)


def test_no_evidence_pack_holds_a_name(avonshire, followed):
    client = avonshire.client("quality_lead")
    client.post(reverse("evidence:create_pack"), {"statement": STATEMENT})
    avonshire.enter()
    from goldthread.evidence.packs.files import html_of
    from goldthread.evidence.packs.models import EvidencePack

    pack = EvidencePack.objects.latest("created_at")
    written = html_of(pack).decode()
    assert "was rung back" in written and "quincunx" in written
    _assert_nobody("the pack", f"{written}{pack.content}{pack.kept}")


def test_no_table_but_the_restricted_holds_a_name(avonshire, followed):
    avonshire.enter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
        assert {"goldthread_pointevent", "goldthread_feedbackevent", "procrastinate_jobs"} <= set(tables)
        holding = []
        for table in tables:
            cursor.execute(
                f'SELECT t::text FROM "{table}" t WHERE t::text ~* %s LIMIT 1',
                [NAMES.pattern],
            )
            row = cursor.fetchone()
            if row:
                match = NAMES.search(row[0])
                holding.append((table, row[0][max(0, match.start() - 150) : match.end() + 50]))
    tables_with_names = {table for table, _ in holding}
    assert not tables_with_names - RESTRICTED, [row for row in holding if row[0] not in RESTRICTED]
    assert tables_with_names == RESTRICTED, (
        "the names are in the restricted tables, so this test can find them"
    )


def test_no_error_page_or_log_holds_a_name(avonshire, followed, caplog, monkeypatch, settings):
    assert settings.DEBUG is False
    caplog.set_level(logging.DEBUG)
    client = avonshire.client("complaints_manager")
    client.raise_request_exception = False
    today = timezone.localdate()
    form = {
        "points": "1",
        "point_1": "Perpetua Vantongeren rang Mr Zorvika on 07700 900461.",
        "received_on-day": today.day,
        "received_on-month": today.month,
        "received_on-year": today.year,
        "speaker": "carer",
        "channel": "phone",
        "name": "Perpetua Vantongeren",
    }
    address = reverse("feedback:receive_source", args=["complaint"])

    def quoting(text: str, **_: Any) -> None:
        raise RuntimeError(f"could not read {text}")

    monkeypatch.setattr("goldthread.feedback.redaction.detector.find", quoting)
    page = client.post(address, form, follow=True)
    assert "Awaiting redaction" in page.content.decode()
    _assert_nobody("locked", page.content.decode())
    lesson = {"title": "Zorvika", "what_we_learned": "Vantongeren"}
    avonshire.enter()
    point = Point.objects.get(feedback=followed.case, position=1)
    with pytest.raises(commands.Refused) as refused:
        learning.record_lesson(
            by=avonshire.person("quality_lead"), points=[point], recorded_on=today, **lesson
        )
    _assert_nobody("refused", str(refused.value))
    monkeypatch.undo()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the index is broken")

    monkeypatch.setattr("goldthread.council.records.search.put", broken)
    answers = {
        500: client.post(address, {**form, "point_1": "Perpetua Vantongeren rang again."}),
        404: client.get(reverse("feedback:detail", args=["00000000-0000-7000-8000-000000000000"])),
        403: avonshire.client("practitioner").get(reverse("feedback:original", args=[followed.case.pk])),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        _assert_nobody(f"the {status} page", answer.content.decode())
    assert "the index is broken" in caplog.text
    _assert_nobody("the logs", caplog.text)
