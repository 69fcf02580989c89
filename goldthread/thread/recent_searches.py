"""What somebody searched for lately: in their session, so that nobody else sees it and it is gone when they sign out."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "recent_searches"
MOST = 8


def of(request: HttpRequest) -> list[str]:
    """Return the words of somebody's latest searches, the latest first: at the council where they are now."""
    return list(request.session.get(_KEY, {}).get(str(request.person.council_id), ()))


def remember(request: HttpRequest, words: str) -> None:
    """Remember a search, once however often it is made."""
    words = " ".join(words.split())[:200]
    before = of(request)
    if words and before[:1] != [words]:
        _save(request, [words, *(each for each in before if each != words)][:MOST])


def forget(request: HttpRequest, words: str = "") -> None:
    """Forget a search; all of them where none is named."""
    _save(request, [each for each in of(request) if words and each != words])


def _save(request: HttpRequest, searches: list[str]) -> None:
    of_councils = {**request.session.get(_KEY, {}), str(request.person.council_id): searches}
    request.session[_KEY] = {council: kept for council, kept in of_councils.items() if kept}
