"""Pages of the self-assessment: the quality statements, and one statement with its claims."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.spec import type_of
from goldthread.evidence import queries
from goldthread.evidence.models import CITED, Citation, Claim
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Statement
from goldthread.web.render import render_page


def statements(request: HttpRequest) -> HttpResponse:
    """List the quality statements by theme, with the number of claims, gaps and old evidence under each."""
    themes = queries.tallies(request.person, timezone.localdate())
    return render_page(request, "evidence/list.html", {"themes": themes, "framework": frameworks.current()})


def find_statement(slug: str) -> Statement:
    """Return a statement of the framework in force by its slug; any other is a 404."""
    for statement in frameworks.current().statements:
        if statement.slug == slug:
            return statement
    raise Http404(slug)


def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one statement: the commitment, and the council's claims with the evidence for each."""
    shown = find_statement(slug)
    framework = frameworks.current()
    claims = list(queries.current_claims(request.person, shown.slug))
    evidence = queries.evidence_for(claims)
    today = timezone.localdate()
    context = {
        "statement": shown,
        "framework": framework,
        "theme": framework.theme_of(shown),
        "claims": [
            (
                claim,
                evidence[claim.pk],
                evidence[claim.pk].is_old(today),
                citation_rows(request, evidence[claim.pk]),
            )
            for claim in claims
        ],
        "archived": Claim.objects.visible_to(request.person).filter(
            framework=framework.slug, statement=shown.slug, archived_on__isnull=False
        ),
    }
    return render_page(request, "evidence/statement.html", context)


def citation_rows(request: HttpRequest, evidence: queries.Evidence) -> list[tuple[str, str, str, Citation]]:
    """Return each citation as (kind, title, page name or "" where this person may not open it, citation)."""
    rows = []
    for citation in evidence.citations:
        kind = next(kind for kind in CITED if getattr(citation, f"{kind}_id"))
        spec = type_of(kind).spec
        may_open = request.person.may(spec.permission)
        # The title of feedback shows only to people who may read feedback.
        title = "Feedback" if kind == "feedback" and not may_open else queries.title_of(citation.cited)
        rows.append((spec.name, title, spec.page if may_open else "", citation))
    return rows
