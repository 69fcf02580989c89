"""Evidence packs: one HTML file of the self-assessment that opens anywhere, fetches nothing and lists its gaps.

It holds the claims and their evidence, down to what people told the council, in the redacted text. It holds no name
of anyone who works for the council either: only roles.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template import engines
from django.utils import timezone

from goldthread.analysis.verdicts.verdict_text import FALSE_VERDICTS
from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.records.states import State
from goldthread.evidence import commands, queries
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import Citation, Claim, EvidencePack
from goldthread.evidence.quotes import MOST_QUOTED, quotes_of
from goldthread.evidence.standing import Evidence, Standing, standing_of
from goldthread.feedback.models import Point
from goldthread.impact import queries as impact
from goldthread.impact.charts import measure_chart
from goldthread.learning.models import Lesson
from goldthread.standards.framework import Statement


@dataclass(frozen=True)
class PackEntry:
    """One claim in a pack: its evidence, the lessons below it, and the issues quoted."""

    number: str
    claim: Claim
    standing: Standing
    evidence: Evidence
    old: bool
    citations: list[dict[str, Any]]
    lessons: list[Lesson]
    quotes: list[Point]


def create_pack(*, by: Person, statement: str = "") -> EvidencePack:
    """Create a pack of every current claim, or of one statement's, and save it with its checksum.

    Raises Refused where there is no such statement or no claim, PermissionDenied where `by` may not.
    """
    with tenant.inside(by.council_id):
        framework = in_force(by.council_id)
        try:
            only = framework.statement(statement) if statement else None
        except KeyError as error:
            raise Refused(f"The framework has no statement called {statement}.") from error
        claims = list(queries.current_claims(by, only.slug if only else ""))
        if not claims:
            raise Refused("There are no claims to put in a pack yet. Add one first.")
        today = timezone.localdate()
        entries = _entries(claims, today)
        chapters = [
            (framework.theme_of(each), each, [c for c in entries if c.claim.statement == each.slug])
            for each in framework.statements
        ]
        html = _render(by, only, [chapter for chapter in chapters if chapter[2]], entries, today)
    return commands.save_pack(
        by=by,
        html=html,
        statement=only.slug if only else "",
        claim_count=len(claims),
        gap_count=sum(bool(entry.standing.gaps) for entry in entries),
        override_count=sum(bool(entry.standing.overridden) for entry in entries),
        no_change_count=sum(entry.standing.denies_change for entry in entries),
    )


def _render(
    by: Person,
    only: Statement | None,
    chapters: list[tuple[Any, Statement, list[PackEntry]]],
    entries: list[PackEntry],
    today: datetime.date,
) -> str:
    framework = in_force(by.council_id)
    context = {
        "council": by.council,
        "framework": framework,
        "only": only,
        "chapters": chapters,
        "entries": entries,
        "created_at": timezone.localtime(),
        "today": today,
        "role": ", ".join(by.roles) or "Goldthread",
        "gaps": [entry for entry in entries if entry.standing.gaps],
        "overridden": [entry for entry in entries if entry.standing.overridden],
        "no_change": [entry for entry in entries if entry.standing.denies_change],
        "ready": sum(entry.standing.is_ready for entry in entries),
        "role_of": _role_of,
        "empty": [] if only else _without(framework.statements, chapters),
        "most": MOST_QUOTED,
        "false_verdicts": FALSE_VERDICTS,
    }
    return engines["jinja2"].get_template("evidence/pack.html").render(context)


def _without(statements: Iterable[Statement], chapters: list) -> list[Statement]:
    written = {statement.slug for _, statement, _ in chapters}
    return [statement for statement in statements if statement.slug not in written]


def _entries(claims: list[Claim], today: datetime.date) -> list[PackEntry]:
    # Whoever is given the file reads it: of what people said, no small number.
    standing = standing_of(claims, today, withheld=True)
    lessons = Lesson.objects.in_bulk({key for each in standing.values() for key in each.evidence.lessons})
    entries = []
    for number, claim in enumerate(claims, start=1):
        evidence = standing[claim.pk].evidence
        entries.append(
            PackEntry(
                number=str(number),
                claim=claim,
                standing=standing[claim.pk],
                evidence=evidence,
                old=evidence.is_old(today),
                citations=[
                    _citation(citation, f"c{number}", today, standing[claim.pk].states[citation.pk])
                    for citation in evidence.citations
                ],
                lessons=sorted((lessons[key] for key in evidence.lessons), key=lambda lesson: lesson.number),
                quotes=quotes_of(evidence),
            )
        )
    return entries


def _role_of(person: Person) -> str:
    """Return the role of somebody who overrode a gap: a pack names no staff."""
    return (", ".join(person.roles) or person.job_title or "a member of staff").lower()


def _citation(
    citation: Citation, uid: str, today: datetime.date, states: tuple[State, ...]
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": citation.kind,
        "name": queries.kind_name(citation.kind),
        "title": ": ".join(each for each in (queries.title_of(citation.cited), citation.section) if each),
        "on": queries.date_of(citation),
        "record": citation.cited,
        "note": citation.note,
        "states": states,
    }
    if citation.measure:
        readings = list(citation.measure.readings.all())
        shown |= {
            "result": impact.result_of(citation.measure, readings, today),
            "chart": measure_chart(citation.measure, readings, uid=f"{uid}-{citation.pk.hex[-6:]}"),
        }
    return shown
