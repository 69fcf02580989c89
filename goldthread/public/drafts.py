"""Keeping what somebody fills in: a row with each step, found by the secret in its address or by its return code.

No commands: nobody has sent anything yet, and whoever types is nobody in the council.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from goldthread.council.links.secrets import derived_secret, hashed, new_secret
from goldthread.council.models import Person
from goldthread.public.models import PublicDraft, Submission

# Sent answers of so many characters are more than anybody types; a form's own fields are shorter.
LONGEST = 60_000

# What is done before a draft goes for good, such as deleting the content of its files; called with its key.
_BEFORE_DELETING: list[Callable[[uuid.UUID], None]] = []


# What is done as a draft is saved or paused, such as keeping its files for as long; called with its key and answers.
_WHEN_KEPT: list[Callable[[uuid.UUID, Mapping[str, Any]], None]] = []


def when_kept(
    function: Callable[[uuid.UUID, Mapping[str, Any]], None],
) -> Callable[[uuid.UUID, Mapping[str, Any]], None]:
    """Have a function called with the key and answers of each draft as it is saved or paused."""
    _WHEN_KEPT.append(function)
    return function


def before_deleting(function: Callable[[uuid.UUID], None]) -> Callable[[uuid.UUID], None]:
    """Have a function called with the key of each draft before it is deleted."""
    _BEFORE_DELETING.append(function)
    return function


def begin(
    council_id: uuid.UUID, door: str, answers: Mapping[str, Any], *, secret: str = ""
) -> tuple[PublicDraft, str]:
    """Begin a form: returns it and the secret of its address, which stands nowhere else; `secret` for the demo's."""
    secret = secret or new_secret()
    draft = PublicDraft(council_id=council_id, door=door, secret=hashed(secret), answers=dict(answers))
    draft.code = hashed(return_code(draft))
    draft.save(force_insert=True)
    return draft, secret


def return_code(draft: PublicDraft) -> str:
    """Return what somebody notes to come back to a form; it opens it without its address, for as long as it is kept."""
    return derived_secret(str(draft.pk), "return to a form", groups=2)


def link_secret(submission: Submission) -> str:
    """Return the secret of the private link that a form gets once it is sent; sent twice, it is the same."""
    return derived_secret(str(submission.pk), "where a form is")


def draft_of(council_id: uuid.UUID, secret: str, *, lock: bool = False) -> PublicDraft | None:
    """Return the form of an address, None where there is none."""
    forms = PublicDraft.objects.filter(council=council_id, secret=hashed(secret))
    return (forms.select_for_update() if lock else forms).first()


def draft_by_code(council_id: uuid.UUID, code: str) -> PublicDraft | None:
    """Return the form of a return code, however its capitals and dashes were typed."""
    return PublicDraft.objects.filter(council=council_id, code=hashed(code.replace(" ", ""))).first()


def sent_of(council_id: uuid.UUID, secret: str) -> Submission | None:
    """Return what was sent from an address, None where nothing was."""
    sent = Submission.objects.select_related("feedback").filter(council=council_id, secret=hashed(secret))
    return sent.first()


def keep(draft: PublicDraft, answers: Mapping[str, Any], staff: Person | None = None) -> None:
    """Keep the answers of a step; staff: who of the council fills it in for somebody."""
    draft.answers = {**draft.answers, **answers}
    draft.saved_at, draft.paused_at = timezone.now(), None
    draft.filled_in_by = staff or draft.filled_in_by
    draft.save(update_fields=["answers", "saved_at", "paused_at", "filled_in_by"])
    for function in _WHEN_KEPT:
        function(draft.pk, draft.answers)


def give_new_address(draft: PublicDraft) -> str:
    """Give a form another address, so that the one in a browser's history opens nothing; returns its secret."""
    secret = new_secret()
    draft.secret, draft.paused_at = hashed(secret), None
    draft.save(update_fields=["secret", "paused_at"])
    return secret


def pause(draft: PublicDraft) -> None:
    """Pause a form: from now on its return code opens it, and its address alone does not."""
    draft.paused_at = draft.saved_at = timezone.now()
    draft.save(update_fields=["paused_at", "saved_at"])
    for function in _WHEN_KEPT:
        function(draft.pk, draft.answers)


def delete(draft: PublicDraft) -> None:
    """Delete a form that was not sent, with its files."""
    for function in _BEFORE_DELETING:
        function(draft.pk)
    draft.delete()
