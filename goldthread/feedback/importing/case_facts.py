"""What a council's own case system says of working a case: dates, what was found of each issue, learning, remedies.

Read from a row here, and written by the room that works cases (`feedback/cases.py`), which this room does not know.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from goldthread.dates import day_in_words
from goldthread.no_answer import is_no_answer
from goldthread.standards.upheld import is_upheld

CASE_FIELD_NAMES = {
    "acknowledged_on": "Date acknowledged",
    "extended_to": "Time to reply extended to",
    "stage_2_on": "Date of request for stage 2",
    "finding": "Finding on the issue",
    "found_because": "Reasons for the finding",
    "learning": "What was learned",
    "payment": "Payment made (£)",
}
DATES = ("acknowledged_on", "extended_to", "stage_2_on")
UPHELD, PARTLY, NOT_UPHELD, NO_FINDING = "upheld", "partly", "not_upheld", "no_finding"
_FOUND = {
    UPHELD: "Upheld",
    PARTLY: "Partly upheld",
    NOT_UPHELD: "Not upheld",
    NO_FINDING: "No finding",
}
_IN_PART = re.compile(r"\b(?:part|partly|partial|partially)\b")
_NONE_MADE = re.compile(
    r"\b(?:no finding|withdrawn|inconclusive|out of jurisdiction|not determined|no conclusion|resolved)\b"
)
_NOTHING_LEARNED = re.compile(r"(?:no|none|false|no (?:learning|lessons?)(?: identified)?)\.?")
_MONEY = re.compile(r"[£,\s]")
MOST_PAID = Decimal(1_000_000)
_LONGEST_TEXT = 4_000
# In the place of what was learned: the system says that there is nothing.
NOTHING = "-"


@dataclass(frozen=True)
class CaseFacts:
    """What a row says of the case; of each issue in its order what was found, why, and what was learned.

    found: one of `_FOUND`, "" where nothing is said. words: the system's own word for it.
    learning: `NOTHING` where it says that nothing was to be learned.
    """

    acknowledged_on: datetime.date | None = None
    extended_to: datetime.date | None = None
    stage_2_on: datetime.date | None = None
    found: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    learning: tuple[str, ...] = ()
    payment: Decimal | None = None
    remedy: str = ""

    def __bool__(self) -> bool:
        return any(
            any(value) if isinstance(value, tuple) else value
            for value in (getattr(self, each.name) for each in fields(self))
        )


@dataclass(frozen=True)
class CaseDifference:
    """What a row says otherwise than what is recorded here: both as they are read."""

    field: str
    label: str
    now_shown: str
    new_shown: str


def found_of(text: str) -> str:
    """Return what a council's word for an outcome means of an issue; "" where nothing is decided yet."""
    upheld = is_upheld(text)
    plain = " ".join(re.split(r"[\s_-]+", text.lower()))
    if upheld:
        return PARTLY if _IN_PART.search(plain) else UPHELD
    if upheld is False:
        return NOT_UPHELD
    return NO_FINDING if _NONE_MADE.search(plain) else ""


def learned(text: str) -> str:
    """Return what was learned, `NOTHING` where the system says so, and "" for an empty cell or a bare "Yes"."""
    plain = text.strip()
    if not plain or plain.lower().rstrip(".") in ("yes", "y", "true", "tbc"):
        return ""
    if _NOTHING_LEARNED.fullmatch(plain.lower()) or is_no_answer(plain):
        return NOTHING
    return plain[:_LONGEST_TEXT]


def paid(text: str) -> Decimal | None:
    """Return the amount of a payment, None for none; raises ValueError for what is no amount."""
    plain = _MONEY.sub("", text)
    if not plain or is_no_answer(text):
        return None
    try:
        amount = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("Enter an amount in pounds, such as 150 or 150.00.") from None
    if not 0 <= amount <= MOST_PAID:
        raise ValueError("Enter an amount between £0 and £1,000,000.")
    return amount or None


def read(
    mapping: Mapping[str, str],
    text: Callable[[str], str],
    date: Callable[[str], datetime.date | None],
    error: Callable[[str, str], None],
    *,
    outcome: str,
    issues: int,
) -> CaseFacts | None:
    """Return what a row says of its case; None where no column of the kind is matched."""
    if not set(CASE_FIELD_NAMES) & set(mapping):
        return None
    amount = None
    try:
        amount = paid(text("payment"))
    except ValueError as problem:
        error("payment", str(problem))
    finding = text("finding") if "finding" in mapping else outcome
    each = [finding] * issues
    return CaseFacts(
        **{name: date(name) for name in DATES},
        found=tuple(map(found_of, each)),
        words=tuple(word[:60] for word in each),
        because=(text("found_because")[:_LONGEST_TEXT],) * issues,
        learning=(learned(text("learning")),) * issues,
        payment=amount,
        remedy=text("remedy"),
    )


def joined(rows: Sequence[CaseFacts | None], *, issues: bool) -> CaseFacts | None:
    """Return what several rows of one case say together: what the first leaves empty is taken from the others.

    issues: each row is an issue, with a finding of its own.
    """
    said = [each for each in rows if each is not None]
    if not said:
        return None
    first = said[0]
    for other in said[1:]:
        taken = {
            name: getattr(other, name)
            for name in (*DATES, "payment", "remedy")
            if not getattr(first, name) and getattr(other, name)
        }
        if issues:
            taken |= {
                name: getattr(first, name) + getattr(other, name)
                for name in ("found", "words", "because", "learning")
            }
        first = replace(first, **taken)
    return first


def overall(found: Sequence[str]) -> str:
    """Return the outcome of a case whose issues were found so: partly upheld where some are and some are not."""
    decided = {each for each in found if each and each != NO_FINDING}
    if not decided:
        return _FOUND[NO_FINDING] if any(found) else ""
    return _FOUND[
        decided.pop() if len(decided) == 1 else PARTLY if decided & {UPHELD, PARTLY} else NOT_UPHELD
    ]


def differences(stands: CaseFacts, new: CaseFacts) -> Iterator[CaseDifference]:
    """Yield what a row says otherwise than what stands; an empty cell takes nothing away.

    A reason, a lesson and a remedy that are recorded here stay: another wording of them is no difference.
    """
    for name in DATES:
        was, now = getattr(stands, name), getattr(new, name)
        if now is not None and now != was:
            yield CaseDifference(name, CASE_FIELD_NAMES[name], _day(was), day_in_words(now))
    for at, found in enumerate(new.found):
        was = stands.found[at] if at < len(stands.found) else ""
        if found and found != was:
            label = f"{CASE_FIELD_NAMES['finding']} {at + 1}"
            yield CaseDifference(f"found.{at}", label, _FOUND.get(was, ""), _FOUND[found])
    for at, lesson in enumerate(new.learning):
        if lesson and not (at < len(stands.learning) and stands.learning[at]) and _is_upheld(new, stands, at):
            shown = "Nothing to be learned" if lesson == NOTHING else "A lesson"
            yield CaseDifference(
                f"learning.{at}", f"{CASE_FIELD_NAMES['learning']}, issue {at + 1}", "", shown
            )
    if new.payment is not None and new.payment != stands.payment:
        label = CASE_FIELD_NAMES["payment"]
        was = f"£{stands.payment:,.2f}" if stands.payment else ""
        yield CaseDifference("payment", label, was, f"£{new.payment:,.2f}")
    if new.remedy and not stands.remedy:
        yield CaseDifference("remedy", "Remedy", "", "A remedy")


def _is_upheld(new: CaseFacts, stands: CaseFacts, at: int) -> bool:
    found = new.found[at] if at < len(new.found) and new.found[at] else ""
    found = found or (stands.found[at] if at < len(stands.found) else "")
    return found in (UPHELD, PARTLY)


def _day(day: Any) -> str:
    return day_in_words(day) if day else ""
