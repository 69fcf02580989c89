"""Pages of who is to be told: their list, and telling one of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from goldthread.council.records.pages import address, form_page, named
from goldthread.council.records.spec import type_of
from goldthread.responses import commands
from goldthread.responses.forms import TellNewsForm
from goldthread.responses.telling import draft, one_to_tell
from goldthread.responses.telling import to_tell as waiting
from goldthread.themes.coding.quotes import as_quotes
from goldthread.web.render import render_page

_MOST = 100


def to_tell(request: HttpRequest) -> HttpResponse:
    """List who asked to hear and is to be told, the longest waiting first."""
    listed, today = waiting(request.person), timezone.localdate()
    rows = [
        [
            _link(
                reverse("responses:tell_news", args=[each.point.pk, each.action.pk]),
                each.who,
                f", {each.point.reference}, {each.action.reference}",
            ),
            _link(
                reverse(type_of(each.point.origin).spec.page, args=[each.point.origin_id]),
                each.point.reference,
            ),
            _link(address(each.action), named(each.action)),
            ", ".join(news.label for news, _ in each.news),
            each.format or "None asked for",
            (today - each.since).days,
        ]
        for each in listed[:_MOST]
    ]
    return render_page(request, "responses/to_tell.html", {"rows": rows, "count": len(listed)})


def _link(href: str, text: str, more: str = "") -> str:
    return format_html(
        '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">{}</span></a>',
        href,
        text,
        more,
    )


def tell_news(request: HttpRequest, point: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Tell one of them, from a draft in plain words, and record that they were told."""
    each = one_to_tell(request.person, point, action)
    if each is None:
        raise Http404
    start: dict[str, Any] = {"told_on": timezone.localdate(), "text": draft(each)}
    return form_page(
        request,
        TellNewsForm,
        commands.tell_news,
        title=f"Tell: {each.who}",
        initial=start,
        done=f"{each.point.reference}: told.",
        then=lambda action: reverse("responses:to_tell"),
        template="responses/tell_news.html",
        page={
            "each": each,
            "quotes": as_quotes([each.point]),
            "action_href": address(each.action),
            "submit": "Record that they were told",
            "back": reverse("responses:to_tell"),
        },
        point=each.point,
        action=each.action,
    )
