"""The one index behind the search box: every room puts its records in; only what a person may see comes out."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from goldthread.council import many
from goldthread.council.models import Person, SearchEntry
from goldthread.council.permissions import PERMISSIONS

_WORD = re.compile(r"[^\W\d_]{3,40}")
_MOST_RANKED = 2000
_REPLACE = "ON CONFLICT (council_id, record_id) DO UPDATE SET " + ", ".join(
    f'"{column}" = EXCLUDED."{column}"'
    for column in ("kind", "reference", "title", "body", "permission", "team_id", "themes", "on")
)


@dataclass(frozen=True)
class Entry:
    """A record as search knows it; `body` is working text, never the words as received."""

    kind: str
    record_id: uuid.UUID
    title: str
    body: str
    permission: str
    reference: str = ""
    team_id: uuid.UUID | None = None
    themes: list[str] = field(default_factory=list)
    on: datetime.date | None = None


def put(council_id: uuid.UUID, entries: Iterable[Entry]) -> None:
    """Add or replace entries, inside the command that changed their records."""
    rows = [
        SearchEntry(
            council_id=council_id,
            kind=entry.kind,
            record_id=entry.record_id,
            reference=entry.reference,
            title=entry.title[:300],
            body=entry.body,
            permission=entry.permission,
            team_id=entry.team_id,
            themes=entry.themes,
            on=entry.on,
        )
        for entry in entries
    ]
    many.insert(rows, on_conflict=_REPLACE)
    words = {word for row in rows for word in _WORD.findall(f"{row.title} {row.body}".lower())}
    with connection.cursor() as cursor:
        # In one order everywhere, so that two imports never wait for each other.
        cursor.execute(
            """
            INSERT INTO goldthread_searchword (id, council_id, word, created_at)
            SELECT gen_random_uuid(), %s, word, now() FROM json_array_elements_text(%s::json) AS said (word)
            WHERE NOT EXISTS (SELECT FROM goldthread_searchword k WHERE k.council_id = %s AND k.word = said.word)
            ORDER BY word ON CONFLICT DO NOTHING
            """,
            [council_id, json.dumps(sorted(words)), council_id],
        )


def set_themes_of_many(council_id: uuid.UUID, themes: Mapping[uuid.UUID, Iterable[str]]) -> None:
    """Say which themes records now have, so that search can be narrowed by them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE goldthread_searchentry e SET themes = asked.themes
            FROM unnest(%s::uuid[], %s::jsonb[]) AS asked(record_id, themes)
            WHERE e.council_id = %s AND e.record_id = asked.record_id
            """,
            [list(themes), [json.dumps(sorted(slugs)) for slugs in themes.values()], council_id],
        )


def remove(council_id: uuid.UUID, record_ids: Iterable[uuid.UUID]) -> None:
    """Take records out of the index."""
    SearchEntry.objects.filter(council_id=council_id, record_id__in=list(record_ids)).delete()


@dataclass(frozen=True)
class Found:
    """What a search found, best first, and how it was read."""

    entries: list[SearchEntry]
    read_as: str
    total: int
    """How many were found, at most `_MOST_RANKED`."""


def find(
    person: Person,
    wanted: str,
    *,
    kind: str = "",
    theme: str = "",
    team_id: uuid.UUID | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    start: int = 0,
    most: int = 20,
) -> Found:
    """Find what a person may see: by its words, else by words spelled like them; references exactly."""
    wanted = " ".join(wanted.split())[:200]
    permissions = sorted(name for name in PERMISSIONS if person.may(name))
    exact = SearchEntry.objects.visible_to(person).filter(
        reference=wanted.upper(), permission__in=permissions
    )
    exact_entry = _within_teams(exact, person).first() if wanted else None
    ranked, read_as = _ranked(wanted, permissions)
    entries = _within_teams(SearchEntry.objects.visible_to(person).filter(pk__in=list(ranked)), person)
    if kind:
        entries = entries.filter(kind=kind)
    if theme:
        entries = entries.filter(themes__contains=[theme])
    if team_id:
        entries = entries.filter(team_id=team_id)
    if since:
        entries = entries.filter(on__gte=since)
    if until:
        entries = entries.filter(on__lte=until)
    found = sorted(entries, key=lambda entry: (-ranked[entry.pk], str(entry.pk)))
    if exact_entry is not None:
        found = [exact_entry, *(entry for entry in found if entry.pk != exact_entry.pk)]
    return Found(found[start : start + most], read_as, len(found))


def _within_teams(entries, person: Person):
    """Narrow to the teams for which a person holds the permission that opens each kind of record."""
    for permission, teams in person.held.items():
        if teams is not None:
            entries = entries.filter(~Q(permission=permission) | Q(team_id__in=teams))
    return entries


def _ranked(wanted: str, permissions: list[str]) -> tuple[dict[uuid.UUID, float], str]:
    if not wanted:
        return {}, ""
    with connection.cursor() as cursor:

        def run(query_sql: str, text: str) -> dict[uuid.UUID, float]:
            cursor.execute(
                f"SELECT entry_id, rank FROM goldthread_search({query_sql}, %s, %s)",
                [text, permissions, _MOST_RANKED],
            )
            return dict(cursor.fetchall())

        ranked = run("websearch_to_tsquery('english', %s)", wanted)
        if ranked:
            return ranked, wanted
        read_as = []
        for word in wanted.split():
            cursor.execute("SELECT word FROM goldthread_near_words(%s, 3)", [word.lower()])
            near = [row[0] for row in cursor.fetchall()]
            read_as.append(near or [word.lower()])
        query = " ".join(" or ".join(words) for words in read_as)
        return run("websearch_to_tsquery('english', %s)", query), " ".join(words[0] for words in read_as)


def drop_unused_words(council_id: uuid.UUID) -> None:
    """Take words out of the near-spellings that no longer stand in any entry, after something was forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM goldthread_searchword w
            WHERE w.council_id = %s AND NOT EXISTS (
                SELECT 1 FROM goldthread_searchentry e
                WHERE e.council_id = w.council_id
                  AND position(w.word IN lower(e.title || ' ' || e.body)) > 0
            )
            """,
            [council_id],
        )
