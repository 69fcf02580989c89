"""Avonshire's information return, loaded from a sheet as a council would, its items in varied states, and its cases: invented."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from pathlib import Path

from goldthread.council.database import tenant
from goldthread.dates import day_of_month
from goldthread.demo.story import Story
from goldthread.evidence.returns import commands, queries
from goldthread.evidence.returns.cases import commands as cases
from goldthread.evidence.returns.models import InformationReturn, ReturnItem
from goldthread.evidence.returns.sheets import read_items
from goldthread.learning.documents.models import Document

_SHEET = Path(__file__).parent / "avonshire" / "information_return.csv"
_DATES = ("Due date", "As at")
_TITLE = "Information return of this year (items invented)"
# How far each item is: gathered on a day of a month, redacted, signed off by somebody, sent.
_SENT, _READY, _TO_SIGN = ("AV01", "AV02", "AV06"), ("AV05", "AV07", "AV08"), ("AV10",)
_TO_REDACT, _REDACTED = ("AV23",), ("AV03",)
_CHRONOLOGY = """12 January: the person's daughter rang. She was told of a wait of four weeks.
9 February: nobody had rung back. She rang again.
2 March: the social worker came, and wrote down what the person wants.
20 March: care began. The person says that the mornings are better."""


def add(story: Story, documents: Mapping[str, Document]) -> None:
    """Add the return, load its sheet, bring its items on, and draw its cases."""
    lead = story.people["grace-adeyinka"]
    record = commands.add_return(
        by=lead,
        title=_TITLE,
        body="Care Quality Commission",
        received_on=story.day(-2, 20),
        due_on=day_of_month(story.month(1), 12),
        owner=lead,
    )
    # The director sees the note that is for leads, and who loads the sheet sees all that it names.
    with tenant.inside(lead.council_id):
        known = queries.known_to(lead, record)
        sheet = read_items(io.BytesIO(_sheet(story)), "Information return.csv", known)
    assert not sheet.errors, sheet.errors
    items = {
        item.item_no: item
        for item in commands.load_items(by=lead, information_return=record, items=sheet.items)
    }
    _bring_on(story, record, items, documents)
    _draw(story, record)


def _sheet(story: Story) -> bytes:
    """Return the sheet with its dates counted from today: "-1:18" is the 18th of last month."""
    rows = list(csv.DictReader(_SHEET.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        for name in _DATES:
            if row[name]:
                month, day = row[name].split(":")
                on = day_of_month(story.month(int(month)), int(day))
                # Data is as at a day that is over.
                row[name] = (min(on, story.today) if name == "As at" else on).isoformat()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _bring_on(
    story: Story,
    record: InformationReturn,
    items: Mapping[str, ReturnItem],
    documents: Mapping[str, Document],
) -> None:
    lead, director = story.people["grace-adeyinka"], story.people["helen-castledine"]
    policy = documents["complaints-policy"]
    for number, section in (("AV01", "Learning from complaints"), ("AV03", "Remedies")):
        commands.give_document(by=lead, item=items[number], document=policy, section=section)
    gathered = (*_SENT, *_READY, *_TO_SIGN, *_TO_REDACT, *_REDACTED)
    for number in gathered:
        item = items[number]
        commands.finish_gathering(
            by=lead,
            item=item,
            gathered_on=story.day(-1, 12),
            as_at=item.as_at or _day(story),
            redaction=item.redaction or "not_needed",
            public_address=item.public_address,
        )
    for number in _REDACTED:
        commands.record_redaction(
            by=story.people["dilys-okafor"], item=items[number], redacted_on=story.day(-1, 14)
        )
    for number in (*_SENT, *_READY):
        item = items[number]
        signer = story.people["dilys-okafor"] if item.owner == director else director
        commands.sign_off(by=signer, item=item, signed_on=story.day(-1, 15))
        if number == _SENT[-1]:
            commands.send_ready(by=lead, information_return=record, sent_on=story.day(-1, 16))


def _day(story: Story) -> datetime.date:
    return story.day(-1, 1)


def _draw(story: Story, record: InformationReturn) -> None:
    """Draw twelve cases of forty, some with consent, one refused and swapped."""
    lead = story.people["ian-prettejohn"]
    drawn_on = story.day(-1, 4)
    cases.draw_cases(
        by=lead,
        information_return=record,
        references=[f"AV-{4100 + 37 * number}" for number in range(40)],
        drawn_on=drawn_on,
        supplied=12,
        chosen=6,
        tracked=4,
        source="Invented for this demo; the letter that asks for cases says how many.",
        seed=20260,
    )
    with tenant.inside(lead.council_id):
        drawn = list(record.draws.get().cases.order_by("place"))
    asked = story.day(-1, 9)
    for case in drawn[:9]:
        said = "refused" if case.place == 3 else "asked" if case.place > 6 else "given"
        cases.record_consent(by=lead, case=case, consent=said, consent_on=asked)
    for case in drawn[:6]:
        if case.place != 3:
            cases.set_standing(by=lead, case=case, standing="tracked" if case.place < 3 else "chosen")
    cases.write_chronology(by=lead, case=drawn[0], chronology=_CHRONOLOGY)
    cases.swap_case(
        by=lead, case=drawn[2], swapped_on=asked, reason="The person would rather not, and need not say why."
    )
