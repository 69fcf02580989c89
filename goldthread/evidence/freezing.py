"""Freezing the self-assessment: one HTML file that opens anywhere, fetches nothing, and says where it is broken.

It holds the sentences and what they rest on, down to the words that people said, in the working text in
which nobody is named. It holds no name of anyone who works for the council either: only roles.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template import engines
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.evidence import commands, queries
from goldthread.evidence.models import Citation, Frozen, Sentence
from goldthread.feedback.models import Point
from goldthread.impact import queries as impact
from goldthread.impact.drawing import draw
from goldthread.learning.models import Lesson
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Statement

# A lesson may rest on hundreds of points; so many are quoted, and the rest are counted.
MOST_QUOTED = 12


@dataclass(frozen=True)
class Claim:
    """One sentence as the pack tells it: what it cites, the lessons below, the voices quoted and those counted."""

    number: str
    sentence: Sentence
    ground: queries.Ground
    old: bool
    cites: list[dict[str, Any]]
    lessons: list[Lesson]
    quotes: list[Point]


def freeze_pack(*, by: Person, statement: str = "") -> Frozen:
    """Freeze every sentence that stands, or one statement's, and keep the file with its fingerprint.

    Raises Refused where there is no such statement or no sentence, PermissionDenied where `by` may not.
    """
    framework = frameworks.current()
    try:
        only = framework.statement(statement) if statement else None
    except KeyError as error:
        raise Refused(f"The framework has no statement called {statement}.") from error
    with tenant.inside(by.council_id):
        sentences = list(queries.standing(by, only.slug if only else ""))
        if not sentences:
            raise Refused("There is no sentence to freeze yet. Write one first.")
        today = timezone.localdate()
        claims = _claims(sentences, today)
        chapters = [
            (framework.theme_of(each), each, [c for c in claims if c.sentence.statement == each.slug])
            for each in framework.statements
        ]
        html = _render(by, only, [chapter for chapter in chapters if chapter[2]], claims, today)
    return commands.freeze(by=by, html=html, statement=only.slug if only else "", sentences=len(sentences))


def _render(
    by: Person,
    only: Statement | None,
    chapters: list[tuple[Any, Statement, list[Claim]]],
    claims: list[Claim],
    today: datetime.date,
) -> str:
    framework = frameworks.current()
    context = {
        "council": by.council,
        "framework": framework,
        "only": only,
        "chapters": chapters,
        "claims": claims,
        "frozen_at": timezone.localtime(),
        "today": today,
        "role": ", ".join(by.roles) or "Goldthread",
        "broken": [claim for claim in claims if claim.ground.is_broken or claim.old or not claim.cites],
        "empty": [] if only else _without(framework.statements, chapters),
        "most": MOST_QUOTED,
    }
    return engines["jinja2"].get_template("evidence/pack.html").render(context)


def _without(statements: Iterable[Statement], chapters: list) -> list[Statement]:
    written = {statement.slug for _, statement, _ in chapters}
    return [statement for statement in statements if statement.slug not in written]


def _claims(sentences: list[Sentence], today: datetime.date) -> list[Claim]:
    under = queries.grounds(sentences)
    lessons = Lesson.objects.in_bulk({pk for ground in under.values() for pk in ground.lessons})
    claims = []
    for number, sentence in enumerate(sentences, start=1):
        ground = under[sentence.pk]
        claims.append(
            Claim(
                number=str(number),
                sentence=sentence,
                ground=ground,
                old=ground.is_old(today),
                cites=[_cited(citation, f"c{number}", today) for citation in ground.citations],
                lessons=sorted((lessons[pk] for pk in ground.lessons), key=lambda lesson: lesson.number),
                quotes=_quotes(ground),
            )
        )
    return claims


def _quotes(ground: queries.Ground) -> list[Point]:
    """Return the points to quote: of the voices cited first, then of those under the lessons, newest first."""
    cited = [citation.feedback_id for citation in ground.citations if citation.feedback_id]
    first = _points(feedback__in=cited)
    others = _points(lessons__lesson__in=ground.lessons, feedback__isnull=False) if ground.lessons else []
    once = {point.pk: point for point in (*first, *others)}
    return list(once.values())[:MOST_QUOTED]


def _points(**under: Any) -> list[Point]:
    # What is locked has not been looked through for what names a person, and what is forgotten is gone.
    points = Point.objects.filter(**under, feedback__is_locked=False, feedback__forgotten_on__isnull=True)
    return list(points.select_related("feedback").order_by("-month", "position").distinct()[:MOST_QUOTED])


def _cited(citation: Citation, uid: str, today: datetime.date) -> dict[str, Any]:
    kind = next(kind for kind in queries.KINDS if getattr(citation, f"{kind}_id"))
    cited: dict[str, Any] = {
        "kind": kind,
        "words": queries.KINDS[kind][0],
        "title": queries.title_of(citation.cited),
        "on": queries.dated(citation),
        "thing": citation.cited,
        "note": citation.note,
    }
    if citation.measure:
        readings = list(citation.measure.readings.all())
        cited |= {
            "stands": impact.standing(citation.measure, readings, today),
            "chart": draw(citation.measure, readings, uid=f"{uid}-{citation.pk.hex[-6:]}"),
        }
    return cited
