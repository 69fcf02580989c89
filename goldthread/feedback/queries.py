"""Filters of the feedback list, its order, and the description of a filtered list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.council.records.list_filters import PERIODS, days_of, narrowed
from goldthread.council.records.spec import kind_of
from goldthread.council.records.work_lists import described
from goldthread.dates import day_in_words
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback, FeedbackQuerySet, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import theme_choices, with_theme
from goldthread.web.forms import lower_first

NEWEST = ("-received_on", "-id")
OLDEST = ("received_on", "id")


def usual_order(filters: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the order of a list for which none is chosen: what waits, the longest waiting first; else the newest."""
    return OLDEST if filters.get("waiting") or filters.get("overdue") else NEWEST


def filtered(person: Person, filters: Mapping[str, Any]) -> FeedbackQuerySet:
    """Return the feedback that a person may see and that matches the filters."""
    feedback = Feedback.objects.visible_to(person).select_related("team", "organisation")
    return narrowed(feedback, filters, partial(narrow, person), person)


def narrow(person: Person, feedback: QuerySet[Feedback], filters: Mapping[str, Any]) -> QuerySet[Feedback]:
    """Return the feedback that matches those filters that are not named like a field."""
    if filters.get("waiting"):
        feedback = feedback.awaiting_response()
    if filters.get("overdue"):
        feedback = feedback.response_overdue(timezone.localdate())
    if filters.get("case"):
        feedback = feedback.filter(closed_on__isnull=filters["case"] == "open")
    if filters.get("locked"):
        feedback = feedback.filter(is_locked=True)
    theme = filters.get("theme") or ""
    if theme:
        feedback = with_theme(person, feedback, theme)
    if filters.get("words"):
        team = filters.get("team")
        since, until = days_of(filters)
        keys = search.matching(
            person,
            filters["words"],
            kind=kind_of(Feedback),
            theme=theme,
            team_id=team.pk if team else None,
            since=since,
            until=until,
        )
        feedback = feedback.filter(pk__in=keys)
    return feedback


def describe(person: Person, filters: Mapping[str, Any], batch: ImportBatch | None = None) -> str:
    """Return what a filtered list holds, such as "complaints, Hospital Team, awaiting response".

    It stands in the audit log and in the file, so the words that were looked for, which may be a name, are not in it.
    """
    parts = []
    if filters.get("source"):
        parts.append(lower_first(SOURCES[filters["source"]].plural))
    if filters.get("team"):
        parts.append(filters["team"].name)
    if filters.get("organisation"):
        parts.append(filters["organisation"].name)
    if filters.get("speaker"):
        parts.append(Speaker(filters["speaker"]).label.lower())
    if filters.get("theme"):
        parts.append(f"theme {dict(theme_choices(person)).get(filters['theme'], filters['theme'])}")
    parts += described(filters)
    if filters.get("outcome"):
        parts.append(f"outcome {filters['outcome'].lower()}")
    if filters.get("case"):
        parts.append(f"{filters['case']} cases")
    if filters.get("waiting"):
        parts.append("awaiting response")
    if filters.get("overdue"):
        parts.append("response overdue")
    if filters.get("locked"):
        parts.append("awaiting redaction")
    first, last = days_of(filters)
    if filters.get("period"):
        parts.append(PERIODS[filters["period"]][0].lower())
    if first or last:
        parts.append(
            "received "
            + " ".join(f"{way} {day_in_words(day)}" for way, day in (("from", first), ("to", last)) if day)
        )
    if filters.get("words"):
        parts.append(f"with certain words (the newest {search.MOST_RANKED:,})")
    if filters.get("selection"):
        parts.append(f"{filters['selection']} selected")
    if batch is not None:
        parts.append(f"imported from {batch.filename}")
    return ", ".join(parts) or "all feedback"
