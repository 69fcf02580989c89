"""The letters of one case, as its page lists them, and where one is written."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldthread.casework.letters.choices import Standing
from goldthread.casework.letters.models import Letter
from goldthread.council.models import Person
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


def letter_due(feedback: Feedback, clock: Clock) -> dict[str, Any]:
    """Return the letter that a clock asks for now, as (name, where it is written): that for being late once it is."""
    is_late = clock.state == "late" and not clock.done_on
    says = (clock.late_letter if is_late else "") or clock.letter
    return {"write": (LETTERS[says], write_address(feedback, says)) if clock.open and says else None}
