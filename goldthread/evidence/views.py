"""The pages that are read: the nine statements, one statement, one sentence, and the packs that were frozen."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from goldthread.evidence import queries
from goldthread.evidence.models import Citation, Frozen, Sentence
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Statement
from goldthread.web.fragments import page
from goldthread.web.paginate import paginate

# A pack is opened from a disk, by people who were sent it: nothing in it may run or fetch anything.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def statements(request: HttpRequest) -> HttpResponse:
    """List the framework's themes and statements, with how the sentences under each stand."""
    themes = queries.tallies(request.person, timezone.localdate())
    return page(request, "evidence/list.html", {"themes": themes, "framework": frameworks.current()})


def find_statement(slug: str) -> Statement:
    """Return a statement of the framework in force by its slug; any other is a 404."""
    for statement in frameworks.current().statements:
        if statement.slug == slug:
            return statement
    raise Http404(slug)


def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one statement: the commitment, and the council's sentences with what each rests on."""
    found = find_statement(slug)
    sentences = list(queries.standing(request.person, found.slug))
    under = queries.grounds(sentences)
    today = timezone.localdate()
    context = {
        "statement": found,
        "framework": frameworks.current(),
        "theme": frameworks.current().theme_of(found),
        "sentences": [
            (
                sentence,
                under[sentence.pk],
                under[sentence.pk].is_old(today),
                cites(request, under[sentence.pk]),
            )
            for sentence in sentences
        ],
        "withdrawn": Sentence.objects.visible_to(request.person).filter(
            framework=frameworks.current().slug, statement=found.slug, withdrawn_on__isnull=False
        ),
    }
    return page(request, "evidence/statement.html", context)


def cites(request: HttpRequest, ground: queries.Ground) -> list[tuple[str, str, str, Citation]]:
    """Return what is cited as (kind, title, page's name where it may be opened, citation)."""
    listed = []
    for citation in ground.citations:
        kind = next(kind for kind in queries.KINDS if getattr(citation, f"{kind}_id"))
        words, name, permission = queries.KINDS[kind]
        may = request.person.may(permission)
        # A voice's title stands only on the page of somebody who may read voices.
        title = "A voice" if kind == "feedback" and not may else queries.title_of(citation.cited)
        listed.append((words, title, name if may else "", citation))
    return listed


def sentence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one sentence, what it rests on, and the thread down to every voice."""
    found = get_object_or_404(Sentence.objects.visible_to(request.person), pk=pk)
    ground = queries.grounds([found])[found.pk]
    context = {
        "sentence": found,
        "statement": frameworks.version(found.framework).statement(found.statement),
        "ground": ground,
        "old": ground.is_old(timezone.localdate()),
        "cites": cites(request, ground),
    }
    return page(request, "evidence/sentence.html", context)


def frozen(request: HttpRequest) -> HttpResponse:
    """List the packs that were frozen."""
    packs = Frozen.objects.visible_to(request.person).defer("html").select_related("by")
    found = paginate(request, packs, ("-created_at", "-id"))
    names = {statement.slug: statement.name for statement in frameworks.current().statements}
    return page(request, "evidence/frozen.html", {"packs": found, "names": names})


def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand over a frozen pack as it stood, as a file to keep."""
    pack = get_object_or_404(Frozen.objects.visible_to(request.person), pk=pk)
    response = HttpResponse(pack.html, content_type="text/html; charset=utf-8")
    name = f"evidence-{pack.statement or 'all'}-{pack.created_at:%Y-%m-%d}.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _SANDBOX
    return response
