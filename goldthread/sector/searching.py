"""Full-text search over the passages of the shelf: those with all words, else those with the rarest of them."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from goldthread.council.models import Person
from goldthread.sector.models import PassageTheme, PublishedPassage, PublishedReport
from goldthread.themes.codebook.models import Theme

MOST = 2000
"""So many passages of those that have the words are ranked, those added last first."""
_FILTERS = (
    "area",
    "statement",
    "score",
    "speaker",
    "tells",
    "system",
    "theme",
    "confirmed",
    "since",
    "until",
)
_GIVEN = ", ".join({"score": "%s::int[]", "theme": "%s::uuid[]"}.get(name, "%s") for name in _FILTERS)
_MOST_TYPED = 24


@dataclass(frozen=True)
class Found:
    """Passages of one page of results, how many there are, and the words looked for; has_all: whether each has all of them."""

    passages: list[PublishedPassage]
    total: int
    words: tuple[str, ...] = ()
    has_all: bool = True

    @property
    def is_more(self) -> bool:
        """Return whether there are more than were ranked."""
        return bool(self.words) and self.total >= MOST


def find(person: Person, chosen: Mapping[str, Any], *, start: int = 0, most: int = 25) -> Found:
    """Return the passages that somebody may see and that match: best first with words, else the newest report's first."""
    if not person.may("sector.read"):
        return Found([], 0)
    words = (chosen.get("words") or "").strip()
    if not words:
        passages = narrowed(person, chosen)
        rows = passages.order_by("-report_id", "position")[start : start + most]
        return Found(list(rows.select_related("report")), passages.count())
    lexemes, has_all = _lexemes(words), True
    total, keys = _ranked(words, chosen, start, most)
    if not total and len(lexemes) > 1 and '"' not in words:
        total, keys = _with_some(lexemes, chosen, start, most)
        has_all = False
    by_key = PublishedPassage.objects.visible_to(person).select_related("report").in_bulk(keys)
    return Found([by_key[key] for key in keys if key in by_key], total, tuple(lexemes), has_all)


def _values(chosen: Mapping[str, Any]) -> list[Any]:
    """Return the filters as the function of the database takes them; a theme with those that were merged into it."""
    values = {name: chosen.get(name) or None for name in _FILTERS}
    if values["theme"] is not None:
        values["theme"] = _with_merged(values["theme"])
    return list(values.values())


def _with_merged(theme: Theme) -> list[uuid.UUID]:
    return [theme.pk, *Theme.objects.filter(merged_into=theme).values_list("pk", flat=True)]


def around(passages: Sequence[PublishedPassage]) -> dict[uuid.UUID, list[PublishedPassage]]:
    """Return the passages that stand around each in its report, those two after it included, by the passage's key."""
    wanted = Q(pk__in=())
    for each in passages:
        wanted |= Q(report=each.report_id, position__range=(each.position - 1, each.position + 2))
    rows = PublishedPassage.objects.filter(wanted).order_by("position") if passages else []
    near = {(row.report_id, row.position): row for row in rows}
    return {
        each.pk: [
            near[key] for step in (-1, 0, 1, 2) if (key := (each.report_id, each.position + step)) in near
        ]
        for each in passages
    }


def narrowed(person: Person, chosen: Mapping[str, Any]) -> QuerySet[PublishedPassage]:
    """Return the passages of the reports that somebody may see, narrowed by all filters but words."""
    reports = PublishedReport.objects.visible_to(person)
    by_report = {"area": "area", "statement": "statement", "score": "score__in"}
    by_report |= {"since": "published_on__gte", "until": "published_on__lte"}
    if chosen.get("confirmed"):
        reports = reports.on_shelf()
    if wanted := {path: chosen[name] for name, path in by_report.items() if chosen.get(name)}:
        reports = reports.filter(**wanted)
    passages = PublishedPassage.objects.visible_to(person).filter(report__in=reports)
    by_passage = {name: chosen[name] for name in ("speaker", "tells") if chosen.get(name)}
    if chosen.get("system"):
        by_passage["systems__contains"] = [chosen["system"]]
    if chosen.get("theme"):
        given = PassageTheme.objects.filter(
            passage=OuterRef("pk"), theme__in=_with_merged(chosen["theme"])
        ).exclude(state=PassageTheme.State.DECLINED)
        passages = passages.filter(Exists(given))
    return passages.filter(**by_passage)


def _ranked(words: str, chosen: Mapping[str, Any], start: int, most: int) -> tuple[int, list[uuid.UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH found AS MATERIALIZED (
                SELECT * FROM goldthread_passages(
                    websearch_to_tsquery('english', %s), {_GIVEN}, %s
                )
            )
            SELECT (SELECT count(*) FROM found),
                   ARRAY(SELECT passage_id FROM found ORDER BY rank DESC, passage_id DESC OFFSET %s LIMIT %s)
            """,
            [words, *_values(chosen), MOST, start, most],
        )
        total, keys = cursor.fetchone()
        return total, keys


def _with_some(
    lexemes: Mapping[str, str], chosen: Mapping[str, Any], start: int, most: int
) -> tuple[int, list[uuid.UUID]]:
    """Return the passages that have the weightiest of the words: a word weighs more the fewer passages have it.

    Of those that have any rarer word the best, and all that weigh a third as much.
    """
    counts = _counts(lexemes.values())
    known = {lexeme: count for lexeme, count in counts.items() if count}
    looked_for = [lexeme for lexeme, count in known.items() if count < MOST] or list(known)
    weights = [math.log((MOST + 2) / (count + 1)) for count in known.values()]
    if not known:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH found AS MATERIALIZED (
                SELECT passage_id FROM goldthread_passages(
                    (SELECT string_agg(quote_literal(word), ' | ')::tsquery FROM unnest(%s::text[]) AS word),
                    {_GIVEN}, %s
                )
            ), weighed AS MATERIALIZED (
                SELECT p.id, (
                    SELECT sum(each.weight) FROM unnest(%s::text[], %s::float8[]) AS each (word, weight)
                    WHERE p.words @@ quote_literal(each.word)::tsquery
                ) AS weight
                FROM found JOIN goldthread_publishedpassage p ON p.id = found.passage_id
            ), best AS MATERIALIZED (
                SELECT * FROM weighed WHERE weight >= (SELECT max(weight) FROM weighed) / 3
            )
            SELECT (SELECT count(*) FROM best),
                   ARRAY(SELECT id FROM best ORDER BY weight DESC, id DESC OFFSET %s LIMIT %s)
            """,
            [
                looked_for,
                *_values(chosen),
                MOST,
                list(known),
                weights,
                start,
                most,
            ],
        )
        total, keys = cursor.fetchone()
        return total, keys


def _lexemes(words: str) -> dict[str, str]:
    """Return the words that search looks for with their stems; those that it leaves out are left out."""
    typed = list(dict.fromkeys(re.findall(r"[\w’'-]*\w", words.lower())))[:_MOST_TYPED]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, tsvector_to_array(to_tsvector('english', word)) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, n) ORDER BY n",
            [typed],
        )
        return {word: stems[0] for word, stems in cursor.fetchall() if stems}


def _counts(lexemes: Iterable[str]) -> dict[str, int]:
    """Return in how many passages each word stands, up to those that are ranked."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT word, (
                SELECT count(*) FROM goldthread_passages(
                    quote_literal(word)::tsquery, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %s
                )
            ) FROM unnest(%s::text[]) AS word
            """,
            [MOST, list(dict.fromkeys(lexemes))],
        )
        return dict(cursor.fetchall())
