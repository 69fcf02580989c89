"""The issues of a theme as a list: sorted, narrowed, exported, and ticked for a lesson; a campaign is one row of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from goldthread.council.models import Person
from goldthread.council.records.list_columns import Cell, Column
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.selections import BulkAction
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.models import Point
from goldthread.feedback.themes_of_points import names_by_point
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import as_quotes
from goldthread.themes.counting import queries
from goldthread.themes.counting.counted_once import counted_once, has_groups, of_group, stands_for
from goldthread.themes.counting.forms import IssueFilter
from goldthread.themes.counting.tones import EVERYTHING
from goldthread.themes.counting.views.theme import Asked, asked_of, frame_of
from goldthread.web.jinja import url, url_if

_SENTIMENT = {-1: "Negative", 0: "Neutral", 1: "Positive"}


def _sentiment(point: Any) -> Cell:
    tone = point.coding.tone
    return "" if tone is None else _SENTIMENT[(tone > 0) - (tone < 0)]


def _columns(person: Person, *, has_groups: bool) -> list[Column]:
    columns = [
        Column("Issue", lambda point: {"text": point.text}, main=True),
        Column("Reference", lambda point: {"text": point.reference, "href": point.quote.href}),
        Column("Received", "heard_on", sort=("-heard_on", "-id")),
        Column("From", lambda point: point.quote.speaker, sort=("speaker", "-heard_on", "-id")),
        Column("Type", lambda point: point.quote.source, sort=("source", "-heard_on", "-id")),
        Column("Team", lambda point: point.team.name if point.team else ""),
        Column("Sentiment", _sentiment),
        Column("Themes", lambda point: ", ".join(point.themes), off=True),
    ]
    if person.may("themes.code"):
        columns.append(Column("Coding", _change_themes))
    if has_groups:
        columns.append(Column("Counted once", lambda point: point.stands_for))
    return columns


def _change_themes(point: Any) -> Cell:
    # A way on, and nothing that a spreadsheet of the list would hold.
    return {"text": "Change themes", "href": url("themes:point", point.pk), "exported": ""}


def issues(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List a theme's issues, newest first, narrowed as its chart is, and to a month where one is asked for.

    A campaign is one row, as it counts once, and opens its letters.
    """
    asked = asked_of(request, pk)
    if not asked.by_month:
        raise Http404
    codings = queries.codings_of(asked.person, asked.theme, asked.filters)
    if asked.month:
        codings = codings.filter(month=asked.month)
    group = _group(request, codings)
    shown = of_group(codings, group.pk) if group else counted_once(codings)

    def narrow(points: QuerySet[Point], chosen: Mapping[str, Any]) -> QuerySet[Point]:
        points = points.filter(is_locked=False, pk__in=shown.order_by().values("point"))
        return by_words(asked.person, points, chosen.get("words") or "")

    return list_page(
        request,
        Point,
        filter_form=IssueFilter,
        columns=_columns(asked.person, has_groups=has_groups(codings)),
        narrow=narrow,
        order=("-heard_on", "-id"),
        along=("team",),
        attach=partial(_attach, asked, codings, is_apart=group is not None),
        bulk=_bulk(),
        name=lambda point: f"{point.reference}: {point.text[:60]}",
        template="themes/theme/issues.html",
        month=asked.month,
        everything="" if asked.tone.slug == EVERYTHING else asked.address("issues", show="", tone=EVERYTHING),
        side_by_side=asked.address("side_by_side", show=""),
        **frame_of(asked, "issues"),
    )


def _bulk() -> list[BulkAction]:
    """Return what can be done to ticked issues: pages of the room of lessons, above this one."""
    pages = (
        ("lesson", "Record a lesson from selected", "record_lesson"),
        ("add", "Add to a lesson", "from_selected"),
    )
    return [
        BulkAction(do, text, "learning.record", page=f"learning:{page}")
        for do, text, page in pages
        if url_if(f"learning:{page}")
    ]


def _group(request: HttpRequest, codings: QuerySet[Coding]) -> DuplicateGroup | None:
    """Return the campaign whose letters are asked for one by one, where this person may read one of them."""
    try:
        asked_for = uuid.UUID(request.GET.get("group", ""))
    except ValueError:
        return None
    return (
        DuplicateGroup.objects.filter(pk=asked_for).first() if of_group(codings, asked_for).exists() else None
    )


def _attach(asked: Asked, codings: QuerySet[Coding], points: Sequence[Any], *, is_apart: bool) -> None:
    """Give each point what its row shows: its coding to this theme, its themes, and the pieces that it stands for."""
    keys = [point.pk for point in points]
    of_point = {coding.point_id: coding for coding in codings.filter(point__in=keys)}
    stands = {} if is_apart else stands_for(codings, [*of_point.values()])
    themes = names_by_point(keys)
    month = f"{asked.month:%Y-%m}" if asked.month else ""
    for point, quote in zip(points, as_quotes(points), strict=True):
        point.coding, point.quote, point.themes = of_point[point.pk], quote, themes.get(point.pk, [])
        stood = stands.get(point.coding.pk)
        point.stands_for = (
            ""
            if stood is None
            else {
                "text": stood.text,
                "href": asked.address("issues", show="", month=month, group=str(stood.group.pk)),
            }
        )
