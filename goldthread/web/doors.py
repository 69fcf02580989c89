"""URL lines with a permission: each line of `urls.py` says path, view, name and the permission that opens it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, URLPattern, path, resolve, reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRefresh

View = Callable[..., HttpResponse]


def page(route: str, view: View, permission: str, name: str, *, drafts: bool = True) -> URLPattern:
    """Return a page that opens for a signed-in person of a council who holds the permission.

    What is typed into its forms is kept as a draft (`council/drafts`); not with `drafts=False`, where a form
    carries a whole file.
    """

    @functools.wraps(view)
    def door(request: HttpRequest, **arguments: Any) -> HttpResponse:
        turned_back = request.person is None or getattr(request, "lacks_codes", False)
        if turned_back and request.htmx and not request.htmx.boosted:
            # HTMX requested a part of a page: the browser loads the whole page again, which leads to sign-in, or to codes.
            return HttpResponseClientRefresh()
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        if request.person is None:
            return redirect("choose_council")
        if turned_back:
            return redirect("codes_first")
        if not request.person.may(permission):
            raise PermissionDenied(permission)
        return view(request, **arguments)

    door.permission = permission
    door.has_drafts = drafts
    return path(route, door, name=name)


def public(route: str, view: View, name: str, why: str) -> URLPattern:
    """Return a page that anyone may open, with the reason that it may be."""

    @functools.wraps(view)
    def door(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return view(request, **arguments)

    door.public_because = why
    return path(route, door, name=name)


def may_open(person: Any, address: str) -> bool:
    """Return whether a person may open an address of this service, by the permission of its door.

    Whether the record behind it is theirs to see is for the query that found it.
    """
    try:
        door = resolve(urlsplit(address).path).func
    except Resolver404:
        return False
    if getattr(door, "public_because", ""):
        return True
    permission = getattr(door, "permission", "")
    return bool(permission) and person.may(permission)
