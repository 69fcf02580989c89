"""Commands on letters: writing one, having it signed off, and taking one back that is not to go."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.casework.commands import said
from goldthread.casework.events import case_of, is_casework, procedure_of
from goldthread.casework.letters import checks
from goldthread.casework.letters.choices import EDITED, SIGNED_OFF, Kind, Standing
from goldthread.casework.letters.models import Letter
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import mark_done, notify
from goldthread.council.records import saving
from goldthread.council.records.privacy import noting
from goldthread.feedback.models import Feedback

TO_SIGN = "letter_to_sign"


class Stopped(Refused):
    """A letter that must not go: `problems` says why, word by word."""

    def __init__(self, problems: Sequence[checks.Problem]) -> None:
        super().__init__(checks.in_words(problems), field="text")
        self.problems = list(problems)


@command("casework.handle")
def write_letter(
    *, by: Person, feedback: Feedback, kind: str, text: str, template: str = "", meant: Sequence[str] = ()
) -> Letter:
    """Write letter: a draft to the person who complained."""
    if not is_casework(feedback.source) or feedback.is_locked or feedback.forgotten_on:
        raise Refused(f"No letter can be written about {feedback.reference}.")
    letter = Letter(
        council=by.council,
        feedback=feedback,
        kind=Kind(kind),
        template=template[:80],
        text=_checked(text),
        written_by=by,
        written_on=timezone.localdate(),
        owner=by,
        due_on=feedback.due_on,
        allowed=_marks(feedback, meant),
    )
    # The letter itself keeps every name: nothing of it is said to be hidden.
    with noting():
        return saving.add(letter, based_on=[feedback])


@command("casework.handle")
def edit_letter(
    *, by: Person, letter: Letter, text: str, version: int | None = None, meant: Sequence[str] = ()
) -> Letter:
    """Change letter: its text, until it is sent; what was signed off is to be signed off again."""
    check_editable(letter)
    is_ready = letter.standing == Standing.READY and letter.kind not in SIGNED_OFF
    fields = {
        "text": _checked(text),
        "standing": Standing.READY if is_ready else Standing.DRAFT,
        "signed_by": None,
        "signed_on": None,
        "allowed": sorted({*letter.allowed, *_marks(letter.feedback, meant)}),
    }
    with noting():
        return saving.change(letter, version=version, **fields)


@command("casework.handle")
def hand_in(*, by: Person, letter: Letter, owner: Person | None = None, version: int | None = None) -> Letter:
    """Hand in letter: to its new owner for sign-off where it needs one, otherwise to be sent; it is checked first."""
    check_editable(letter)
    check(letter)
    if letter.kind not in SIGNED_OFF:
        return saving.change(letter, version=version, standing=Standing.READY)
    if owner is None or not owner.may("casework.sign"):
        raise Refused("Choose who signs it off.", field="signer")
    if owner == letter.written_by and not _drafter_may_sign(letter):
        raise Refused(
            "Whoever wrote the final letter does not sign it off under this procedure. Choose somebody else.",
            field="signer",
        )
    letter = saving.change(
        letter, version=version, standing=Standing.TO_SIGN, owner=owner, sent_back_because=""
    )
    notify(by=by, to=[owner], kind=TO_SIGN, record=letter)
    return letter


@command("casework.sign")
def sign_off(*, by: Person, letter: Letter, version: int | None = None) -> Letter:
    """Sign off letter: as it stands, in one's own name."""
    saving.lock(letter)
    if letter.standing != Standing.TO_SIGN:
        raise Refused(f"It is {letter.get_standing_display().lower()}.")
    if by == letter.written_by and not _drafter_may_sign(letter):
        raise Refused("You wrote this letter. Under this procedure somebody else signs it off.")
    check(letter)
    mark_done(letter, TO_SIGN)
    return saving.change(
        letter,
        version=version,
        standing=Standing.READY,
        signed_by=by,
        signed_on=timezone.localdate(),
        owner=letter.written_by,
    )


def _because(*, letter: Letter, reason: str, **_: object) -> str:
    return said(by=letter.written_by, feedback=letter.feedback, reason=reason)


@command("casework.sign", trail=_because)
def send_back(*, by: Person, letter: Letter, reason: str, version: int | None = None) -> Letter:
    """Send letter back: not signed off, with what must be changed."""
    saving.needs_reason(reason)
    saving.lock(letter)
    if letter.standing != Standing.TO_SIGN:
        raise Refused(f"It is {letter.get_standing_display().lower()}.")
    mark_done(letter, TO_SIGN)
    return saving.change(
        letter,
        version=version,
        standing=Standing.DRAFT,
        sent_back_because=reason,
        owner=letter.written_by,
    )


@command("casework.handle")
def discard_letter(*, by: Person, letter: Letter, version: int | None = None) -> Letter:
    """Set aside letter: it is not sent, and stays with its case."""
    saving.lock(letter)
    if letter.standing not in (*EDITED, Standing.TO_SIGN):
        raise Refused(f"It is {letter.get_standing_display().lower()}.")
    mark_done(letter, TO_SIGN)
    return saving.change(letter, version=version, standing=Standing.DISCARDED)


def check_editable(letter: Letter) -> None:
    """Refuse a letter that is sent, on its way or with whoever signs it."""
    saving.lock(letter)
    if letter.standing not in EDITED:
        raise Refused(f"It is {letter.get_standing_display().lower()}, so it cannot be changed.")


def written_text(letter: Letter) -> str:
    """Return a letter as it was written; to be shown only to whoever writes or signs letters."""
    return saving.originals(letter).get("text", letter.text)


def check(letter: Letter) -> None:
    """Raise Stopped where something in a letter keeps it from going."""
    found = checks.problems(letter.feedback, written_text(letter), letter.allowed)
    if found:
        raise Stopped(found)


def needs_sign_off(letter: Letter) -> bool:
    """Return whether a letter must be signed off, and is not."""
    return letter.kind in SIGNED_OFF and letter.signed_on is None


def _drafter_may_sign(letter: Letter) -> bool:
    return procedure_of(case_of(letter.feedback)).drafter_may_sign


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("Enter the text of the letter.", field="text")
    if len(text) > Letter.LONGEST:
        raise Refused(f"The letter must be {Letter.LONGEST:,} characters or fewer.", field="text")
    return text


def _marks(feedback: Feedback, meant: Sequence[str]) -> list[str]:
    return sorted({checks.mark(feedback, words) for words in meant if words.strip()})
