"""The letters of one case, as its page lists them, and where one is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from goldthread.casework.closing import OpenItem, open_when_closing
from goldthread.casework.letters.choices import OPEN, Standing
from goldthread.casework.letters.commands import discard_letter
from goldthread.casework.letters.models import Letter
from goldthread.casework.models import ComplaintCase
from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.feedback.models import Feedback
from goldthread.standards.clock_log import Clock
from goldthread.standards.clocks import LETTERS


def letters_of(person: Person, feedback: Feedback) -> list[Letter]:
    """Return the letters about a case, the newest first, without those discarded and without their texts."""
    letters = Letter.objects.visible_to(person).filter(feedback=feedback).exclude(standing=Standing.DISCARDED)
    return list(letters.select_related("owner").defer("text").order_by("-written_on", "-id"))


def write_address(feedback: Feedback, kind: str) -> str:
    """Return the address at which a letter of a kind is written about a case."""
    return f"{reverse('casework:write_letter', args=[feedback.pk])}?kind={kind}"


def begun(letters: Sequence[Letter], kind: str) -> Letter | None:
    """Return the letter of a kind that is begun and not sent, among those of a case; None where there is none."""
    return next((each for each in letters if each.kind == kind and each.standing in OPEN), None)


def next_letter(feedback: Feedback, letters: Sequence[Letter], kind: str, name: str) -> tuple[str, str, str]:
    """Return the link to the letter that a case needs next: to the one that is begun, else to writing one."""
    open_one = begun(letters, kind)
    if open_one is not None:
        return f"Open {name}", address(open_one), "casework.read"
    return f"Write {name}", write_address(feedback, kind), "casework.handle"


def letter_due(feedback: Feedback, letters: Sequence[Letter], clock: Clock) -> dict[str, Any]:
    """Return the letter that a clock asks for now, as (text, address): that for being late once it is."""
    is_late = clock.state == "late" and not clock.done_on
    says = (clock.late_letter if is_late else "") or clock.letter
    if not clock.open or not says:
        return {"write": None}
    named = LETTERS[says][:1].lower() + LETTERS[says][1:]
    open_one = begun(letters, says)
    if open_one is not None:
        return {"write": (f"Open letter: {named}", address(open_one))}
    return {"write": (f"Write letter: {named}", write_address(feedback, says))}


@open_when_closing
def _unsent(case: ComplaintCase) -> list[OpenItem]:
    unsent = Letter.objects.filter(feedback=case.feedback, standing__in=OPEN).defer("text")
    return [
        OpenItem(
            text=f"Letter: {each.get_kind_display()}, {each.get_standing_display().lower()}. It is discarded.",
            href=address(each),
            end=lambda by, why, on, letter=each: discard_letter(by=by, letter=letter),
        )
        for each in unsent.order_by("written_on", "pk")
    ]
