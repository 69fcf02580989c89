"""Deletion of letters with the text of their case: what was written and what was sent; that there was a letter stays."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.council.records import people_named
from goldthread.council.records.base import history_of
from goldthread.council.records.models import RestrictedText


def forget_letters(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete the texts of letters about pieces of feedback, their originals, and what was sent with name and address."""
    letters = Letter.objects.filter(council=council_id, feedback__in=keys)
    ids = list(letters.values_list("pk", flat=True))
    if not ids:
        return
    SentLetter.objects.filter(council=council_id, letter__in=ids).delete()
    RestrictedText.objects.filter(council_id=council_id, origin="letter", origin_id__in=ids).delete()
    people_named.forget_names("letter", ids)
    letters.update(text="", sent_back_because="")
    earlier = history_of(Letter)
    assert earlier is not None
    earlier._default_manager.filter(pgh_obj_id__in=ids).delete()
