"""The page of one quality statement: its claims with their strength, and all that stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.spec import type_of
from goldthread.council.records.states import State
from goldthread.evidence import coverage, queries
from goldthread.evidence.around import passages_on, themes_behind
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import COUNT, Citation, Claim
from goldthread.evidence.standing import Standing, may_see_numbers, standing_today
from goldthread.standards.framework import Framework, Statement
from goldthread.web.render import render_page


def find_statement(request: HttpRequest, slug: str) -> tuple[Framework, Statement]:
    """Return the framework in force and a statement of it by its slug; any other is a 404."""
    framework = in_force(request.person.council_id)
    for statement in framework.statements:
        if statement.slug == slug:
            return framework, statement
    raise Http404(slug)


def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one statement: what is asked, the claims with their strength, what people say, what changed and what is weak."""
    framework, shown = find_statement(request, slug)
    person, today = request.person, timezone.localdate()
    claims = list(queries.current_claims(person, shown.slug))
    standing = standing_today(person, claims, today, withheld=not may_see_numbers(person))
    standings = [standing[claim.pk] for claim in claims]
    [row] = [r for r in coverage.coverage_of(framework, standings, today) if r.statement.slug == shown.slug]
    actions = {action.pk: action for each in standings for action in each.strength.actions}
    feedback = {pk for each in standings for pk in each.evidence.feedback}
    sources = reverse("evidence:sources", args=[shown.slug])
    newest = max((each.strength.newest for each in standings if each.strength.newest), default=None)
    context = {
        "statement": shown,
        "framework": framework,
        "theme": framework.theme_of(shown),
        "claims": [(each, citation_rows(request, each), each.claim) for each in standings],
        "row": row,
        "newest": newest,
        "actions": sorted(actions.values(), key=lambda each: each.reference),
        "may_open_actions": person.may(type_of("action").spec.permission),
        "themes": themes_behind(person, feedback, today),
        "passages": passages_on(person, shown.slug),
        "bars": [
            (cell.category.name, len(cell.sources), f"{sources}?show={cell.category.slug}")
            for cell in row.cells
        ],
        "archived": Claim.objects.visible_to(person).filter(statement=shown.slug, archived_on__isnull=False),
    }
    return render_page(request, "evidence/statement.html", context)


@dataclass(frozen=True)
class CitationRow:
    """A citation as a page shows it: page is "" where this person may not open the record."""

    kind: str
    title: str
    page: str
    citation: Citation
    states: tuple[State, ...]


def citation_rows(request: HttpRequest, standing: Standing) -> list[CitationRow]:
    """Return the citations of a claim, each with how what it cites stands."""
    rows = []
    for citation in standing.evidence.citations:
        name, states = queries.kind_name(citation.kind), standing.states[citation.pk]
        if citation.kind == COUNT:
            rows.append(CitationRow(name, queries.title_of(citation.cited), "", citation, states))
            continue
        spec = type_of(citation.kind).spec
        may_open = request.person.may(spec.permission)
        if needed := spec.opens(citation.cited):
            may_open = may_open and request.person.may(needed)
        # The title of feedback shows only to people who may read feedback.
        hidden = citation.kind == "feedback" and not may_open
        title = "Feedback" if hidden else queries.cited_title(citation)
        rows.append(CitationRow(name, title, spec.page if may_open else "", citation, states))
    return rows
