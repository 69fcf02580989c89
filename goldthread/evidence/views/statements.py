"""Pages of the self-assessment: the quality statements, and one statement with its claims."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.spec import type_of
from goldthread.council.records.states import State
from goldthread.evidence import queries
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import COUNT, Citation, Claim
from goldthread.evidence.standing import Standing, may_see_numbers, standing_today
from goldthread.standards.framework import Framework, Statement
from goldthread.web.render import render_page


def statements(request: HttpRequest) -> HttpResponse:
    """List the quality statements by theme, with the number of claims, gaps and old evidence under each."""
    themes = queries.tallies(request.person, timezone.localdate())
    every = [tally for _, tallies in themes for tally in tallies]
    context = {
        "themes": themes,
        "framework": in_force(request.person.council_id),
        "totals": {
            name: sum(getattr(tally, name) for tally in every)
            for name in ("claims", "ready", "gaps", "overridden", "no_change")
        },
    }
    return render_page(request, "evidence/list.html", context)


def find_statement(request: HttpRequest, slug: str) -> tuple[Framework, Statement]:
    """Return the framework in force and a statement of it by its slug; any other is a 404."""
    framework = in_force(request.person.council_id)
    for statement in framework.statements:
        if statement.slug == slug:
            return framework, statement
    raise Http404(slug)


def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one statement: the commitment, and the council's claims with the evidence for each."""
    framework, shown = find_statement(request, slug)
    claims = list(queries.current_claims(request.person, shown.slug))
    withheld = not may_see_numbers(request.person)
    standing = standing_today(request.person, claims, timezone.localdate(), withheld=withheld)
    context = {
        "statement": shown,
        "framework": framework,
        "theme": framework.theme_of(shown),
        "claims": [
            (standing[claim.pk], citation_rows(request, standing[claim.pk]), claim) for claim in claims
        ],
        "archived": Claim.objects.visible_to(request.person).filter(
            statement=shown.slug, archived_on__isnull=False
        ),
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
        title = "Feedback" if hidden else queries.title_of(citation.cited)
        if citation.section:
            title = f"{title}: {citation.section}"
        rows.append(CitationRow(name, title, spec.page if may_open else "", citation, states))
    return rows
