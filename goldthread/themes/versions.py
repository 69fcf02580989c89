"""Each change to the codebook is a version of it, kept whole with who made it and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F, Max

from goldthread.council import jobs
from goldthread.council.models import Person
from goldthread.themes.models import CodebookVersion, Theme


def _as_stands(council_id: uuid.UUID) -> list[dict[str, Any]]:
    fields = ("slug", "name", "group", "what_it_is", "what_it_is_not", "examples", "state")
    came = {"merged_to": F("merged_into__slug"), "split_of": F("split_from__slug")}
    themes = Theme.objects.filter(council_id=council_id).order_by("group", "position", "name")
    return list(themes.values(*fields, **came))


def keep_version(by: Person, change: str, reason: str = "") -> CodebookVersion:
    """Keep the codebook as it now stands, as a version of its own, and let the machine learn it."""
    last = CodebookVersion.objects.filter(council=by.council).aggregate(last=Max("number"))["last"] or 0
    # What the machine suggests rests on the codebook as it stands.
    jobs.ask("themes.learn", by=by, once=f"themes.learn.{by.council_id}")
    return CodebookVersion.objects.create(
        council=by.council,
        number=last + 1,
        change=change,
        reason=reason,
        by=by,
        book=_as_stands(by.council_id),
    )
