"""Codebook versions: each change saves the whole codebook with who made it and why."""

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
from goldthread.themes.job_names import TRAIN


def _snapshot(council_id: uuid.UUID) -> list[dict[str, Any]]:
    fields = ("slug", "name", "group", "what_it_is", "what_it_is_not", "examples", "state")
    origin = {"merged_to": F("merged_into__slug"), "split_of": F("split_from__slug")}
    themes = Theme.objects.filter(council_id=council_id).order_by("group", "position", "name")
    return list(themes.values(*fields, **origin))


def lock_codebook(by: Person, *themes: Theme | None) -> None:
    """Let nobody else change the codebook until this is done, and read again the state of the themes given.

    Every command that ends in a new version begins with it: two in one moment would both save the same version.
    """
    locks.take(by.council_id, Lock.CODEBOOK)
    for theme in themes:
        if theme is not None:
            theme.refresh_from_db(fields=["state", "merged_into"])


def save_version(by: Person, change: str, reason: str = "") -> CodebookVersion:
    """Save the codebook as it now is as a version of its own, and have the model trained on it."""
    last = CodebookVersion.objects.filter(council=by.council).aggregate(last=Max("number"))["last"] or 0
    # Suggestions are based on the codebook as it is.
    jobs.ask(TRAIN, by=by, once=f"{TRAIN}.{by.council_id}")
    return CodebookVersion.objects.create(
        council=by.council,
        number=last + 1,
        change=change,
        reason=privacy.hide(reason.strip()).text,
        by=by,
        book=_snapshot(by.council_id),
    )


def check_name(by: Person, name: str, besides: Theme | None = None) -> str:
    """Return a theme's name without spare spaces; refused where another active theme has it."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter a name for the theme.")
    same = Theme.objects.filter(council=by.council, state=Theme.State.ACTIVE, name__iexact=name)
    if same.exclude(pk=besides.pk if besides else None).exists():
        raise Refused(f"There is already a theme called {name}. Enter another name, or use that theme.")
    return name


def save_new_theme(by: Person, theme: Theme, reason: str = "") -> Theme:
    """Add a theme as a version of the codebook, inside the command that adds it."""
    theme.name = check_name(by, theme.name)
    themes = Theme.objects.filter(council=by.council)
    if theme.slug and themes.filter(slug=theme.slug).exists():
        raise Refused(f"There is already a theme with the short name {theme.slug}.")
    if not theme.what_it_is.strip():
        raise Refused("Enter a definition, so that two people would use the theme in the same way.")
    theme.slug = theme.slug or unique_slug(theme.name, themes, otherwise="theme")
    theme.council, theme.position = by.council, 1000
    theme.save(force_insert=True)
    origin = theme.split_from
    save_version(
        by, f"{theme.name} split off from {origin.name}" if origin else f"{theme.name} added", reason
    )
    return theme
