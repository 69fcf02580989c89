"""Inclusion of a part of another room's page by its URL name: no room imports a room above it."""

from __future__ import annotations

from typing import Any

import jinja2
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import NoReverseMatch, resolve, reverse
from markupsafe import Markup


@jinja2.pass_context
def include_page(context: jinja2.runtime.Context, name: str, **arguments: Any) -> Markup:
    """Return what the page of that name answers with, for the person who asks; nothing where they may not see it.

    The page must answer with a part, not with a whole page. Its permission is checked as for a browser.
    """
    try:
        match = resolve(reverse(name, kwargs=arguments))
    except NoReverseMatch:
        return Markup()
    try:
        response = match.func(context["request"], *match.args, **match.kwargs)
    except (PermissionDenied, Http404):
        return Markup()
    return Markup(response.content.decode()) if response.status_code == 200 else Markup()
