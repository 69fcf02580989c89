"""Template context of every page: the person, their permissions and the service navigation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from goldthread.council.header import header_counts
from goldthread.council.header import in_words as count_in_words
from goldthread.council.records import hidden_text
from goldthread.council.records.recent import recent
from goldthread.council.records.spec import RecordType, record_types
from goldthread.council.sent_forms import form_inputs

# The pages of the menu that list no record of the thread, with the permission that opens each.
_BEFORE = (("Home", "home", "thread.home"),)
_AFTER = (
    ("Users", "people", "council.manage"),
    ("Settings", "settings", "council.manage"),
    ("Audit log", "audit", "council.audit"),
)


# Pages of rooms above that list no type of record of their own, as (text, name, permission), for the page More.
_MORE: list[tuple[str, str, str]] = []


def listed_in_more(text: str, name: str, permission: str) -> None:
    """Have a page of a room above listed on the page More."""
    if (text, name, permission) not in _MORE:
        _MORE.append((text, name, permission))


@dataclass(frozen=True)
class Alert:
    """An entry of the menu that is there only while somebody must look at once: its words and its address."""

    text: str
    href: str


# By the name of a count of the header: takes the count in words, and returns the entry.
_ALERTS: dict[str, Callable[[str], Alert]] = {}


def shown_in_menu(name: str) -> Callable[[Callable[[str], Alert]], Callable[[str], Alert]]:
    """Have the entry that a function makes of a count of the header stand first in the menu, while it counts any."""

    def register(function: Callable[[str], Alert]) -> Callable[[str], Alert]:
        _ALERTS[name] = function
        return function

    return register


def _links(request: HttpRequest, person: Any, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the menu's bar: the types of record that stand in it, and More where the person may open others."""
    in_bar = [
        (spec.menu, spec.listing, spec.permission)
        for spec in sorted(menu_types(), key=lambda spec: spec.in_bar)
        if spec.in_bar
    ]
    pages = [*_BEFORE, *in_bar, *_AFTER]
    alerts = [make(count_in_words(counts[name])) for name, make in _ALERTS.items() if counts[name]]
    links = [{"text": alert.text, "href": alert.href, "current": False, "alert": True} for alert in alerts]
    links += [_link(request, text, name) for text, name, permission in pages if person.may(permission)]
    more = more_links(request, person)
    if not person.may("thread.home"):
        # Somebody who has one thing to do here needs no page that lists it.
        return links + more
    if more:
        links.append(_link(request, "More", "more"))
    return links


def first_page(request: HttpRequest, person: Any) -> str:
    """Return the address of the first page in the menu of somebody who has no home; "" where they have none."""
    return next((str(link["href"]) for link in _links(request, person, header_counts(person))), "")


def menu_types() -> list[RecordType]:
    """Return the types of record that stand in the menu."""
    return [model.spec for model in record_types().values() if model.spec.menu]


def more_links(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """Return the types of record on the page More that a person may open, by name."""
    specs = [spec for spec in menu_types() if not spec.in_bar]
    links = [(spec.menu, spec.listing, spec.permission) for spec in specs] + _MORE
    return [_link(request, text, name) for text, name, needs in sorted(links) if person.may(needs)]


def _link(request: HttpRequest, text: str, name: str) -> dict[str, Any]:
    href = reverse(name)
    current = request.path == href or (href != "/" and request.path.startswith(href))
    return {"text": text, "href": href, "current": current}


class _Frame:
    """What the layout counts and lists for a person, read once for a page and its parts, and not for a part alone."""

    def __init__(self, request: HttpRequest, person: Any) -> None:
        self.person = person
        self.is_counted = False
        self.counts = SimpleLazyObject(self._count)
        self.navigation = SimpleLazyObject(lambda: _links(request, person, self.counts) if person else [])

    def _count(self) -> dict[str, int]:
        self.is_counted = True
        return header_counts(self.person) if self.person else {}


def _frame(request: HttpRequest) -> _Frame:
    person = getattr(request, "person", None)
    frame = getattr(request, "frame", None)
    if frame is None or frame.person is not person:
        frame = request.frame = _Frame(request, person)
    return frame


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Return the context that the layout needs."""
    person, frame = getattr(request, "person", None), _frame(request)
    return {
        "person": person,
        # Read by the layout, after the messages; a part of a page leaves it for the next whole one.
        "hidden_text": lambda: hidden_text.pop_hidden(request),
        "may": person.may if person else (lambda permission: False),
        "navigation": frame.navigation,
        "demo": settings.DEMO,
        "header_counts": frame.counts,
        "count_in_words": count_in_words,
        "recently_opened": (lambda: recent(request)) if person else list,
        "notice": person.council.notice if person else "",
        "here": request.get_full_path(),
        # Django's own, with the token by which a form saves once.
        "csrf_input": SimpleLazyObject(lambda: form_inputs(request)),
    }
