"""Commands on "You said, we did": drafting, correcting, approving, publishing and taking down."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.learning.models import Action
from goldthread.responses.models import Ask
from goldthread.responses.said_and_done.models import SaidAndDone, SaidBasis, Stage, Worked, may_say

_RUN = 8
"""So many words in a row that are somebody's own are a quotation."""


@command("responses.draft")
def draft_entry(
    *,
    by: Person,
    asks: Sequence[Ask],
    title: str,
    drafted_on: datetime.date,
    action: Action | None = None,
    **fields: Any,
) -> SaidAndDone:
    """Draft entry of what people said and what was done: about requests, in the council's own words."""
    if not asks:
        raise Refused("Select at least one request that this is about.")
    _check(action=action, asks=asks, title=title, **fields)
    entry = SaidAndDone(
        council=by.council, title=title, action=action, drafted_on=drafted_on, drafted_by=by, **fields
    )
    points = [ask.point for ask in asks]
    saving.add(entry, based_on=[*points, *asks, *([action] if action else [])])
    SaidBasis.objects.bulk_create(SaidBasis(council=by.council, entry=entry, ask=ask) for ask in asks)
    return entry


@command("responses.draft", trail=people_named.reason_about("entry"))
def edit_entry(
    *, by: Person, entry: SaidAndDone, version: int, reason: str, action: Action | None = None, **fields: Any
) -> SaidAndDone:
    """Correct an entry: it is a draft again, and off the page until it is approved and published anew."""
    saving.needs_reason(reason)
    asks = [basis.ask for basis in entry.asks.select_related("ask__point").order_by("pk")]
    _check(action=action, asks=asks, **fields)
    again = {"stage": Stage.DRAFT, "approved_by": None, "approved_on": None, "published_on": None}
    again |= {"drafted_by": by, "taken_down_on": None, "taken_down_because": ""}
    return saving.change(entry, version=version, action=action, **fields, **again)


@command("responses.approve")
def approve_entry(
    *, by: Person, entry: SaidAndDone, approved_on: datetime.date, version: int | None = None
) -> SaidAndDone:
    """Approve an entry: in one's own name, and never one's own draft."""
    current = saving.check_version(entry, version, {})
    if current.stage != Stage.DRAFT:
        raise Refused("Only a draft is approved.")
    if current.drafted_by_id == by.pk:
        raise Refused("You wrote this draft. Somebody else has to approve it.")
    _check_publishable(current)
    return saving.change(entry, stage=Stage.APPROVED, approved_by=by, approved_on=approved_on)


@command("responses.approve")
def publish_entry(
    *, by: Person, entry: SaidAndDone, published_on: datetime.date, version: int | None = None
) -> SaidAndDone:
    """Publish an entry on the council's page, once it is approved."""
    current = saving.check_version(entry, version, {})
    if current.stage != Stage.APPROVED:
        raise Refused("It has to be approved first.")
    _check_publishable(current)
    return saving.change(entry, stage=Stage.PUBLISHED, published_on=published_on)


@command("responses.approve", trail=people_named.reason_about("entry"))
def take_down_entry(
    *, by: Person, entry: SaidAndDone, taken_down_on: datetime.date, reason: str, version: int | None = None
) -> SaidAndDone:
    """Take an entry down from the page: with the reason."""
    saving.needs_reason(reason)
    current = saving.check_version(entry, version, {})
    if current.stage != Stage.PUBLISHED:
        raise Refused("It is not on the page.")
    return saving.change(
        entry, stage=Stage.TAKEN_DOWN, taken_down_on=taken_down_on, taken_down_because=reason
    )


def _check(
    *, action: Action | None, asks: Sequence[Ask], worked: str, said: str, did: str, **fields: Any
) -> None:
    for name, text, ask in (("said", said, "Enter what people said"), ("did", did, "Enter what you did")):
        saving.needs_explanation(text, ask, field=name)
    if worked not in may_say(action):
        raise Refused(
            f"No result shows that: “{Worked(worked).label}” needs an action whose measure shows it.",
            field="worked",
        )
    texts = {"title": fields.get("title", ""), "said": said, "easy_read": fields.get("easy_read", "")}
    for name, text in texts.items():
        for ask in asks:
            if quotation := quoted(text, ask.point.text):
                raise Refused(f"“{quotation}” are somebody's own words. Say it in the council's.", field=name)
    if fields.get("consent_on") and not fields.get("consent_how"):
        raise Refused("Say how they consented.", field="consent_how")


def _check_publishable(entry: SaidAndDone) -> None:
    """Refuse what is about fewer than five people, but for one who consents; and a result that is not shown any more."""
    if entry.people == 1 and not entry.consent_on:
        raise Refused("Only one person asked for this. Record their consent first.")
    if 1 < entry.people < SMALLEST_SHOWN or not entry.people:
        raise Refused("It is about fewer than five people, so it is not published.")
    if entry.worked not in may_say(entry.action):
        raise Refused("No result shows any more what it says of whether it worked. Correct it first.")


def quoted(text: str, theirs: str) -> str:
    """Return the first eight words in a row that a text has from somebody's own, "" where it has none."""
    words, other = (re.findall(r"[\w'’]+", each.lower()) for each in (text, theirs))
    runs = {tuple(other[n : n + _RUN]) for n in range(len(other) - _RUN + 1)}
    for n in range(len(words) - _RUN + 1):
        if tuple(words[n : n + _RUN]) in runs:
            return " ".join(words[n : n + _RUN])
    return ""
