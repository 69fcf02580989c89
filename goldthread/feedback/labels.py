"""What feedback is called until somebody writes its subject: by the themes people gave it, else by its type and team.

Never the first words of a letter: they say who writes and not what about, and may name somebody.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import connection

from goldthread.council.models import Council, Person
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import most_given
from goldthread.web.forms import lower_first

# More say less: the others are among its themes.
_MOST_THEMES = 2
_AT_ONCE = 2000
_LONGEST = Feedback._meta.get_field("label").max_length
SUBJECT_LONGEST = Feedback._meta.get_field("subject").max_length


# Takes who asks, the texts of issues that are not saved yet and their type; returns the names of likely themes.
ThemeReader = Callable[[Person, Sequence[str], str], list[str]]
_READERS: list[ThemeReader] = []


def reads_themes(function: ThemeReader) -> ThemeReader:
    """Have a function of the room of themes, above this one, say what texts may be about."""
    _READERS.append(function)
    return function


def likely_themes(person: Person, texts: Sequence[str], source: str) -> list[str]:
    """Return the names of the themes that texts of issues which are not saved yet are likely about, the likeliest first."""
    return [name for read in _READERS for name in read(person, texts, source)]


def suggested_subject(person: Person, texts: Sequence[str], source: str) -> str:
    """Return a subject for feedback that is being entered, by its likely themes; "" where none is likely enough."""
    themes = likely_themes(person, texts, source)
    return _joined(themes)[:SUBJECT_LONGEST] if themes else ""


def label_of(source: str, team: str, themes: Sequence[str] = ()) -> str:
    """Return a label such as "Delay and Communication, complaint", or "Complaint, Hospital Team" without themes."""
    kind = SOURCES[source].name if source in SOURCES else "Feedback"
    if not themes:
        return ", ".join(part for part in (kind, team) if part)[:_LONGEST]
    return f"{_joined(themes)}, {lower_first(kind)}"[:_LONGEST]


def _joined(themes: Sequence[str]) -> str:
    named = themes[:_MOST_THEMES]
    # "Information and advice" has an "and" of its own.
    return ("; " if any(" and " in name for name in named) else " and ").join(named)


def label_again(council_id: uuid.UUID, feedback: Iterable[uuid.UUID]) -> int:
    """Label feedback anew where its themes, type or team give it another label; return how many changed."""
    keys = list(feedback)
    rows = Feedback.objects.filter(council_id=council_id, pk__in=keys, withdrawn_on=None)
    facts = list(rows.values_list("pk", "source", "team__name", "label"))
    themes = most_given([pk for pk, *_ in facts]) if facts else {}
    changed: Mapping[uuid.UUID, str] = {
        pk: new
        for pk, source, team, label in facts
        if (new := label_of(source, team or "", themes.get(pk, ()))) != label
    }
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE goldthread_feedback f SET label = changed.label
                FROM unnest(%s::uuid[], %s::text[]) AS changed(id, label)
                WHERE f.council_id = %s AND f.id = changed.id
                """,
                [list(changed), list(changed.values()), council_id],
            )
    return len(changed)


def label_of_teams(council: Council, teams: Sequence[uuid.UUID], after: uuid.UUID | None) -> uuid.UUID | None:
    """Label a part of the feedback of teams anew, from one key on; returns the last key, None where none is left."""
    of_teams = Feedback.objects.filter(council=council, team__in=teams, withdrawn_on=None)
    if after is not None:
        of_teams = of_teams.filter(pk__gt=after)
    keys = list(of_teams.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    label_again(council.pk, keys)
    return keys[-1] if keys else None


def label_unlabelled(council: Council) -> int:
    """Label a part of the feedback that has no label yet, as from before there were any; returns how many."""
    waiting = Feedback.objects.filter(council=council, label="", withdrawn_on=None)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    return label_again(council.pk, keys) if keys else 0
