"""Each change to the codebook is a version of it, kept whole with who made it and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F, Max

from goldthread.council import jobs
from goldthread.council.command import Refused
from goldthread.council.database import locks
from goldthread.council.database.locks import Lock
from goldthread.council.models import Person
from goldthread.council.people.slugs import unique_slug
from goldthread.council.records import privacy
from goldthread.themes.codebook.models import CodebookVersion, Theme


def _as_stands(council_id: uuid.UUID) -> list[dict[str, Any]]:
    fields = ("slug", "name", "group", "what_it_is", "what_it_is_not", "examples", "state")
    came = {"merged_to": F("merged_into__slug"), "split_of": F("split_from__slug")}
    themes = Theme.objects.filter(council_id=council_id).order_by("group", "position", "name")
    return list(themes.values(*fields, **came))


def hold(by: Person, *themes: Theme | None) -> None:
    """Let nobody else change the codebook until this is done, and read again how the themes to be changed stand.

    Every command that ends in a new version begins with it: two in one moment would both keep the same version.
    """
    locks.take(by.council_id, Lock.CODEBOOK)
    for theme in themes:
        if theme is not None:
            theme.refresh_from_db(fields=["state", "merged_into"])


def keep_version(by: Person, change: str, reason: str = "") -> CodebookVersion:
    """Keep the codebook as it now stands, as a version of its own, and let the machine learn it."""
    last = CodebookVersion.objects.filter(council=by.council).aggregate(last=Max("number"))["last"] or 0
    # What the machine suggests rests on the codebook as it stands.
    jobs.ask("themes.learn", by=by, once=f"themes.learn.{by.council_id}")
    return CodebookVersion.objects.create(
        council=by.council,
        number=last + 1,
        change=change,
        reason=privacy.hide(reason.strip()).text,
        by=by,
        book=_as_stands(by.council_id),
    )


def name_free(by: Person, name: str, besides: Theme | None = None) -> str:
    """Return a theme's name as it is kept; refused where another theme in use is called so."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the theme a name.")
    same = Theme.objects.filter(council=by.council, state=Theme.State.ACTIVE, name__iexact=name)
    if same.exclude(pk=besides.pk if besides else None).exists():
        raise Refused(f"There is a theme called {name} already. Choose another name, or use that one.")
    return name


def keep_theme(by: Person, theme: Theme, reason: str = "") -> Theme:
    """Add a theme as a version of the codebook: what every command that adds one does, in that command's one act."""
    theme.name = name_free(by, theme.name)
    themes = Theme.objects.filter(council=by.council)
    if theme.slug and themes.filter(slug=theme.slug).exists():
        raise Refused(f"There is a theme with the short name {theme.slug} already.")
    if not theme.what_it_is.strip():
        raise Refused("Say what the theme is, so that two people would use it alike.")
    theme.slug = theme.slug or unique_slug(theme.name, themes, otherwise="theme")
    theme.council, theme.position = by.council, 1000
    theme.save(force_insert=True)
    origin = theme.split_from
    keep_version(
        by, f"{theme.name} split off from {origin.name}" if origin else f"{theme.name} added", reason
    )
    return theme
