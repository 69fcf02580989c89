"""What every public page has: the council of its address, its records read inside it, and answers kept by no cache."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from markupsafe import Markup

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.public.easy_read import EASY, easy_line
from goldthread.public.manner import Manner, keep_manner, manner_of, render_public


@dataclass(frozen=True)
class Page:
    """A page to be made once its records were read: its template, what it shows, and its status."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    # Which entry of easy read it says; that of its step where there is none.
    easy: str = ""


@dataclass(frozen=True)
class To:
    """Another address to go on to."""

    address: str


# What a public view returns, and what is done with the answer, such as setting a cookie.
Answer = Page | To | HttpResponseBase
Finish = Callable[[HttpResponse], HttpResponse]
Made = tuple[Answer, Finish | None]


def in_council(request: HttpRequest, slug: str, make: Callable[[Council], Made]) -> HttpResponse:
    """Return the page that `make` describes, which is called inside the council of that name.

    Rendered outside: what every page is given is of the council of whoever is signed in, if anybody is.
    """
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404
    manner = manner_of(request)
    request.manner, request.say = manner, manner.language.say
    with tenant.inside(council.pk):
        answer, finish = make(council)
    response: HttpResponse
    if isinstance(answer, To):
        response = redirect(answer.address)
    elif isinstance(answer, HttpResponseBase):
        # A file, which is sent as it is.
        response = answer
    else:
        context = {"council": council, **_easy(answer, manner), **answer.context}
        response = render_public(request, answer.template, context, status=answer.status)
    keep_manner(request, response)
    # As of private links: see there why "same-origin".
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return finish(response) if finish is not None else response


def _easy(page: Page, manner: Manner) -> dict[str, Any]:
    """Return what a page says in easy read: its heading, and its lines beside drawings; neither in standard."""
    slug = page.easy or getattr(page.context.get("step"), "slug", "")
    easy, say = EASY.get(slug) if manner.easy else None, manner.language.say
    if easy is None:
        return {"easy_title": "", "easy_lines": []}
    return {"easy_title": say(easy.title), "easy_lines": lines_in_easy(slug, manner)}


def lines_in_easy(slug: str, manner: Manner) -> list[tuple[str, list[Markup]]]:
    """Return the lines of an entry of easy read beside their drawings, in the language of a page."""
    say = manner.language.say
    return [(name, [easy_line(say(line)) for line in lines]) for name, lines in EASY[slug].lines]


def path_of(council: Council, secret: str) -> str:
    """Return where the pages of a form begin."""
    return reverse("public:form", args=[council.slug, secret])
