"""Pages of coverage: the statements by evidence category, and the sources that each figure counts."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.records.counting import kept_counts
from goldthread.council.records.spec import type_of
from goldthread.evidence import coverage, queries
from goldthread.evidence.frameworks.in_force import in_force, under_no_statement
from goldthread.evidence.models import COUNT, Claim, Reception
from goldthread.evidence.named_weaknesses import shared_weaknesses
from goldthread.evidence.packs.models import EvidencePack
from goldthread.evidence.self_assessment.models import SelfAssessmentSection
from goldthread.evidence.sources import Source
from goldthread.evidence.standing import Standing, standing_today
from goldthread.evidence.views.statements import find_statement
from goldthread.web.render import render_page

ROWS_A_PAGE = 50
_MEND_FIRST = 6


def standings_now(person: Person, today: datetime.date, statement: str = "") -> list[Standing]:
    """Return how each current claim stands, of one statement or all, in their order."""
    claims = list(queries.current_claims(person, statement))
    found = standing_today(person, claims, today)
    return [found[claim.pk] for claim in claims]


def statements(request: HttpRequest) -> HttpResponse:
    """Show the coverage of the quality statements by evidence category, with what is to be mended first."""
    person, today = request.person, timezone.localdate()
    book = in_force(person.council_id)
    standings = standings_now(person, today)
    rows = coverage.coverage_of(book, standings, today)
    themes = [
        (theme.name, [row for row in rows if row.statement.theme == theme.slug]) for theme in book.themes
    ]
    with_gaps = [standing for standing in standings if standing.gaps]
    context = {
        "framework": book,
        "categories": book.categories_used(),
        "matrix": themes,
        "themes": queries.tallies(book, standings, today),
        "totals": queries.totals(standings, today),
        "parts": parts(person, standings),
        "mend": with_gaps[:_MEND_FIRST],
        "more_to_mend": max(0, len(with_gaps) - _MEND_FIRST),
        "strengths": _bars(standings),
        "weaknesses": kept(person, "shared weaknesses", today, lambda: shared_weaknesses(person, today)),
        "rating": rating_of(book, person),
        "to_move": under_no_statement(Claim.objects.visible_to(person), today).count(),
    }
    return render_page(request, "evidence/list.html", context)


def parts(person: Person, standings: Sequence[Standing]) -> list[tuple[str, str, int | None]]:
    """Return the sub navigation of the self-assessment."""
    claims = reverse("evidence:claims")
    drafts = person.may(SelfAssessmentSection.spec.permission)
    packs = EvidencePack.objects.visible_to(person).count()
    return [
        ("Coverage", reverse("evidence:list"), None),
        ("Claims", claims, len(standings)),
        ("Gaps", f"{claims}?show=gaps", sum(bool(each.gaps) for each in standings)),
        *([("Self-assessments", reverse("evidence:self_assessments"), None)] if drafts else []),
        ("Framework", reverse("evidence:frameworks"), None),
        ("Packs", reverse("evidence:packs"), packs),
    ]


_BARS = (
    ("Result shown", "improved", ""),
    ("Embedded", "embedded", ""),
    ("Weakness we name, with its plan", "weakness", ""),
    ("Other evidence only", "other", "quiet"),
    ("Has a gap", "gaps", "late"),
)


def _bars(standings: Sequence[Standing]) -> list[tuple[str, int, str]]:
    counted = coverage.strengths(standings)
    return [(text, counted[key], look) for text, key, look in _BARS]


def rating_of(book: Any, person: Person) -> Any:
    """Return the overall rating that the proposed scores would give; None where not every statement has one."""
    scores = proposed_scores(person, [each.slug for each in book.statements])
    if len(scores) < len(book.statements):
        return None
    return book.rating(sum(scores.values()))


def proposed_scores(person: Person, statements: Sequence[str]) -> dict[str, int]:
    """Return the score proposed last for each statement, of those that have one and that this person may read."""
    sections = SelfAssessmentSection.objects
    if not person.may(SelfAssessmentSection.spec.permission):
        return {}
    scored = sections.visible_to(person).filter(statement__in=statements, score__isnull=False)
    # In the order in which self-assessments were begun: of one statement the last stays.
    return dict(scored.order_by("created_at", "pk").values_list("statement", "score"))


@dataclass(frozen=True)
class SourceRow:
    """A source as the page lists it: what it is, its title, its date, and its page where this person may open it."""

    kind: str
    title: str
    on: datetime.date | None
    href: str
    cited: bool


def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sources of a statement that one figure of the coverage counts: of an evidence category, or all."""
    book, statement = find_statement(request, slug)
    today = timezone.localdate()
    standings = standings_now(request.person, today, statement.slug)
    [row] = [r for r in coverage.coverage_of(book, standings, today) if r.statement.slug == statement.slug]
    show = request.GET.get("show", "")
    cells = {cell.category.slug: cell for cell in row.cells}
    if show in cells:
        heading, found = cells[show].category.name, cells[show].sources
    elif show == coverage.IMPROVED:
        heading = "Actions with the result Improved"
        found = tuple(Source("action", str(each.pk), "", None) for each in row.improved)
    elif show == coverage.FINDINGS:
        heading = "Findings without an action"
        keys = {str(key) for key in row.findings}
        found = tuple(each for each in row.sources if each.kind == "finding" and each.key in keys)
    else:
        show, heading, found = "", "All sources", row.sources
    page = _page(request.GET.get("page", ""), len(found))
    shown = found[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    context = {
        "statement": statement,
        "heading": heading,
        "total": len(found),
        "rows": _rows(request.person, shown),
        "show": show,
        "page": page,
        "pages": max(1, -(-len(found) // ROWS_A_PAGE)),
        "choices": [
            ("All sources", reverse("evidence:sources", args=[slug]), len(row.sources)),
            *(
                (
                    cell.category.name,
                    f"{reverse('evidence:sources', args=[slug])}?show={cell.category.slug}",
                    len(cell.sources),
                )
                for cell in row.cells
            ),
        ],
    }
    return render_page(request, "evidence/sources.html", context)


def _page(text: str, total: int) -> int:
    last = max(1, -(-total // ROWS_A_PAGE))
    return min(last, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _rows(person: Person, found: Sequence[Source]) -> list[SourceRow]:
    """Return sources as rows, each kind read at once; of what a person may not open, its kind and date only."""
    by_kind: dict[str, list[uuid.UUID]] = {}
    for source in found:
        if source.kind != COUNT:
            by_kind.setdefault(source.kind, []).append(uuid.UUID(source.key))
    records: dict[tuple[str, str], Any] = {}
    for kind, keys in by_kind.items():
        if kind == "reception":
            rows = Reception.objects.filter(council_id=person.council_id, pk__in=keys)
        else:
            model = type_of(kind)
            if not person.may(model.spec.permission):
                continue
            rows = model._default_manager.visible_to(person).filter(pk__in=keys)
            if kind == "finding":
                rows = rows.select_related("point", "review")
        records |= {(kind, str(record.pk)): record for record in rows}
    return [_shown(source, records.get((source.kind, source.key))) for source in found]


def _shown(source: Source, record: Any) -> SourceRow:
    if source.kind == COUNT:
        return SourceRow(queries.kind_name(COUNT), str(kept_counts()[source.key]), None, "", source.cited)
    if source.kind == "reception":
        href = reverse("evidence:claim", args=[record.claim_id]) + "#receptions" if record else ""
        return SourceRow("Said by others", record.who if record else "", source.on, href, source.cited)
    kind = queries.kind_name(source.kind)
    if record is None:
        return SourceRow(kind, kind, source.on, "", source.cited)
    href = reverse(record.spec.page, args=[record.pk])
    return SourceRow(kind, queries.title_of(record), source.on, href, source.cited)
