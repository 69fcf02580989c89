"""Files that come with a public form: kept with the form from the step on which they are sent, and given to its record."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from goldthread.council.files import held
from goldthread.council.files.models import PICTURES, SOUNDS, HeldFile, Scan
from goldthread.council.files.queries import size_in_words
from goldthread.council.models import Council
from goldthread.public.drafts import before_deleting, when_kept
from goldthread.public.forms import FILES
from goldthread.public.words import text

_KINDS = {
    **dict.fromkeys(SOUNDS, text("Sound")),
    **dict.fromkeys(PICTURES, text("Picture")),
}
_SCANNED = {
    Scan.WAITING.value: text("Kept. It is not scanned for viruses yet, so it cannot be opened"),
    Scan.INFECTED.value: text("A virus was found in it. Remove it"),
}


def shown(council: Council, form: uuid.UUID, say: Any) -> list[dict[str, Any]]:
    """Return the files of a form as its page shows them."""
    return [
        {
            "pk": file.pk,
            "name": file.name,
            "note": f"{_kind(file, say)}, {size_in_words(file.size)}",
            "problem": say(_SCANNED[file.scan]) if file.scan in _SCANNED else "",
            "is_open": not file.is_locked,
        }
        for file in held.held_by(council, form)
    ]


def _kind(file: HeldFile, say: Any) -> str:
    return str(say(_KINDS[file.kind])) if file.kind in _KINDS else file.get_kind_display()


def is_to_be_typed_in(council: Council, form: uuid.UUID, answers: Mapping[str, Any]) -> bool:
    """Return whether somebody must type in what came: a voice message, or files without a word beside them."""
    if not answers.get(FILES):
        return False
    kinds = set(held.held_by(council, form).values_list("kind", flat=True))
    return bool(kinds & SOUNDS) or (bool(kinds) and not str(answers.get("words") or "").strip())


@before_deleting
def _remove_all(form: uuid.UUID) -> None:
    HeldFile.objects.filter(holder=form).delete()


@when_kept
def _keep(form: uuid.UUID, answers: Mapping[str, Any]) -> None:
    """Files are kept for as long as their form, from when it was last saved."""
    if answers.get(FILES):
        HeldFile.objects.filter(holder=form).update(at=timezone.now())
