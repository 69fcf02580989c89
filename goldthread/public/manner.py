"""How a person reads the public's pages: in which language, in standard or easy read; chosen by links, kept in a cookie.

The cookie holds nothing but the choice. A form keeps it too (`Manner.as_text`), so that whoever comes back by a private
link on another device reads it as before.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from goldthread.public.words import ENGLISH, Language, languages
from goldthread.web.render import render_page

_COOKIE = "reading"
_KEPT_SECONDS = 60 * 60 * 24 * 90
LANGUAGE, READING = "language", "reading"
"""What the links say: `?language=pl`, `?reading=easy` or `?reading=standard`."""


@dataclass(frozen=True)
class Manner:
    """A language, and whether it is read with pictures, in large type, one idea a line."""

    language: Language
    easy: bool = False

    @property
    def as_text(self) -> str:
        """Return it as a form keeps it: "en-GB", "pl easy"."""
        return f"{self.language.slug} easy" if self.easy else self.language.slug

    @property
    def in_words(self) -> str:
        """Return it for staff: "Standard, English", "Easy read, Polski"."""
        return f"{'Easy read' if self.easy else 'Standard'}, {self.language.name}"


def manner_from(kept: str) -> Manner:
    """Return the manner that a form or cookie kept; English in standard for what is none."""
    slug, _, reading = kept.partition(" ")
    return Manner(languages().get(slug) or languages()[ENGLISH], reading == "easy")


def manner_of(request: HttpRequest, kept: str = "") -> Manner:
    """Return how this request is read: as its address asks, else as was chosen before, else as the form at hand kept it."""
    manner = manner_from(str(request.COOKIES.get(_COOKIE, "") or kept))
    language = languages().get(request.GET.get(LANGUAGE, ""))
    reading = request.GET.get(READING, "")
    if language is not None:
        manner = replace(manner, language=language)
    return replace(manner, easy=reading == "easy") if reading in ("easy", "standard") else manner


def spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a public view `request.manner` and `request.say`, and keep what its address chose."""

    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        manner = manner_of(request)
        request.manner, request.say = manner, manner.language.say
        response = view(request, *args, **named)
        keep_manner(request, response)
        return response

    return inner


def ways_of_language(request: HttpRequest, manner: Manner) -> list[dict[str, str]]:
    """Return the links to the other languages of a page that has no easy read."""
    return [way for way in ways(request, manner) if way["lang"]]


def keep_language(request: HttpRequest, response: HttpResponse, manner: Manner) -> HttpResponse:
    """Have the browser keep the language that the address of a page asks for; return the page."""
    request.manner = manner
    keep_manner(request, response)
    return response


def keep_manner(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser keep what the address at hand chose."""
    chosen = request.manner.as_text
    asks = LANGUAGE in request.GET or READING in request.GET
    if asks and request.COOKIES.get(_COOKIE, "") != chosen:
        response.set_cookie(
            _COOKIE,
            chosen,
            max_age=_KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def render_public(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Return a public page with what its frame says of language and easy read."""
    manner: Manner = request.manner
    given = {
        "say": manner.language.say,
        "manner": manner,
        "page_lang": manner.language.slug,
        "page_direction": manner.language.direction,
        "ways": ways(request, manner),
    }
    return render_page(request, template, {**given, **(context or {})}, status=status)


def ways(request: HttpRequest, manner: Manner) -> list[dict[str, str]]:
    """Return the links to the other manners of this page: its text, its address, and the language that the text is in."""
    here = {name: value for name, value in request.GET.items() if name not in (LANGUAGE, READING)}

    def link(name: str, value: str) -> str:
        return f"?{urlencode({**here, name: value})}"

    say = manner.language.say
    found = [
        {"text": say("Standard page"), "href": link(READING, "standard"), "lang": ""}
        if manner.easy
        else {"text": say("Easy read, with pictures"), "href": link(READING, "easy"), "lang": ""}
    ]
    found += [
        {"text": each.name, "href": link(LANGUAGE, slug), "lang": slug}
        for slug, each in languages().items()
        if slug != manner.language.slug
    ]
    return found
