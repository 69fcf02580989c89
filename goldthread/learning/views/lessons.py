"""Pages of lessons: the list, one lesson, recording one, and adding to its basis."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records import selections
from goldthread.council.records.bulk_pages import select_first, selected
from goldthread.council.records.models import Selection
from goldthread.council.records.pages import address, form_page, get_of_kind, get_record, heading, record_page
from goldthread.council.records.selections import BulkAction
from goldthread.feedback.models import Feedback, Point
from goldthread.learning import commands, queries
from goldthread.learning.choices import LessonKind
from goldthread.learning.forms import (
    ChooseLessonForm,
    EditLessonForm,
    LessonForm,
    NoActionForm,
    PointFilter,
)
from goldthread.learning.models import Lesson
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import Quote
from goldthread.web.forms import Form
from goldthread.web.jinja import date, plural, url_if
from goldthread.web.render import render_page
from goldthread.web.repeatable import typed


def lesson(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one lesson: what was learned, what it is based on, and its actions."""
    record = get_record(request, Lesson, pk, withdrawn=True, along=("recorded_by",))
    today = timezone.localdate()
    actions = record.actions.counted().select_related("owner", "team").order_by("agreed_on", "id")
    states = [(action, queries.state_of(action, today)) for action in actions]
    keeps = record.kind == LessonKind.KEEP
    idle = not states and not record.no_action_because and not keeps
    address_of = {name: reverse(f"learning:{name}", args=[record.pk]) for name in _STEPS}
    buttons = [("Agree an action", address_of["agree_action"], "learning.agree")]
    if keeps:
        buttons = [("Spread to a team", address_of["spread_to"], "learning.record")]
    if write := url_if("briefings:write"):
        buttons.append(("Write a briefing", f"{write}?lesson={record.pk}", "briefings.write"))
    links = [("Add feedback or findings", address_of["add_points"], "learning.record")]
    if idle:
        links.append(("Record that no action is needed", address_of["no_action"], "learning.record"))
    return record_page(
        request,
        record,
        "learning/lesson.html",
        tags=[_tag(record, [state for _, state in states])],
        facts=[("Date recorded", date(record.recorded_on)), ("Recorded by", record.recorded_by.name)],
        buttons=buttons,
        links=links,
        edit="learning:edit_lesson",
        gaps=["No action yet"] if idle and record.withdrawn_on is None else [],
        lesson=record,
        added=_added(request, record, request.GET.get("added", "")),
        basis=queries.basis_of(request.person, record),
        actions=states,
        keeps=keeps,
        spreads=[(each, each.state(today), address(each)) for each in _spreads(record)] if keeps else [],
    )


def _spreads(lesson: Lesson) -> Iterable[Any]:
    return lesson.spreads.counted().select_related("team", "lesson").order_by("told_on", "pk")


# The word of what was done, by which adding is found again to be undone.
_ADDED = "add_to_lesson"
_STEPS = ("agree_action", "add_points", "no_action", "spread_to")


def _tag(lesson: Lesson, states: list[str]) -> tuple[str, str]:
    """Return where a lesson stands: the state of the action that most needs somebody."""
    if not states and lesson.kind == LessonKind.KEEP:
        return "To keep", "green"
    if not states:
        return ("No action needed", "grey") if lesson.no_action_because else ("No action yet", "gap")
    for state, words in (
        ("overdue", "Action overdue"),
        ("due_soon", "Action due soon"),
        ("open", "Action open"),
        ("done", "Actions done"),
    ):
        if state in states:
            return words, state
    return "Actions stopped", "stopped"


def of_theme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the newest lessons based on a theme with their actions, as a part of the theme's pages."""
    theme = get_record(request, Theme, pk)
    return render_page(request, "learning/of_theme.html", _of_theme(request, theme, queries.MOST_OF_THEME))


def followed_theme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say in brief what followed from a theme: its newest lessons and how far their actions are."""
    theme = get_record(request, Theme, pk)
    return render_page(request, "learning/followed_theme.html", _of_theme(request, theme, 5))


def _of_theme(request: HttpRequest, theme: Theme, most: int) -> dict[str, object]:
    today = timezone.localdate()
    found = list(queries.lessons_of(request.person, theme, most + 1))
    rows = [
        (lesson, [(action, queries.state_of(action, today)) for action in lesson.actions.all()])
        for lesson in found[:most]
    ]
    return {"theme": theme, "rows": rows, "most": most, "is_more": len(found) > most}


def record_lesson(request: HttpRequest) -> HttpResponse:
    """Record a lesson from issues chosen on the page of a theme or of feedback, or chosen here."""
    posted = request.method == "POST" and "search" not in request.POST
    start = {"recorded_on": timezone.localdate()}
    # A search for more issues keeps what was typed and ticked, and does not validate it yet.
    form = LessonForm(request.POST if posted else None, initial=_typed_values(request) or start)
    picker = _picker(request)
    if posted and form.is_valid():
        try:
            recorded = commands.record_lesson(
                by=request.person, points=_points(picker["chosen"]), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Lesson {recorded.reference} created")
            return redirect("learning:lesson", pk=recorded.pk)
    return render_page(request, "learning/record_lesson.html", {"form": form, **picker})


def add_points(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add issues and findings that a lesson is based on."""
    record = get_record(request, Lesson, pk)
    picker = _picker(request, record)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "search" not in request.POST:
        form.full_clean()
        if not picker["chosen"]:
            form.add_error(None, "Select at least one issue or finding.")
        else:
            try:
                return _add(request, record, picker["chosen"])
            except Refused as refused:
                form.add_error(None, str(refused))
    return render_page(request, "learning/add_points.html", {"form": form, "lesson": record, **picker})


def from_selected(request: HttpRequest) -> HttpResponse:
    """Add the issues of what was ticked on a list to a lesson, or begin a new lesson with them."""
    selection = selected(request, Feedback, Point)
    if selection is None:
        return select_first(request, Feedback)
    back = f"{reverse('feedback:list')}?{request.GET.get('list', '')}" if selection.kind == "feedback" else ""
    return _add_to_lesson(
        request,
        queries.selected_points(request.person, selection),
        new=f"{reverse('learning:record_lesson')}?selection={selection.pk}",
        back=back,
    )


def use(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Add the issues of a record to a lesson, or begin a new lesson with them; from the page of feedback or a review."""
    record = get_of_kind(request, kind, pk)
    quotes = queries.points_under(request.person, record)
    if not quotes:
        messages.warning(request, f"{heading(record)} has no issues that can be added to a lesson.")
        return redirect(address(record))
    points = urlencode({"point": [str(quote.point.pk) for quote in quotes]}, doseq=True)
    return _add_to_lesson(
        request, quotes, new=f"{reverse('learning:record_lesson')}?{points}", back=address(record)
    )


def _add_to_lesson(request: HttpRequest, quotes: list[Quote], *, new: str, back: str) -> HttpResponse:
    """Choose the lesson to which issues are added; new: where a new one begins with them."""
    form = ChooseLessonForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        record = form.cleaned_data["lesson"]
        try:
            if not quotes:
                raise Refused("None of the issues selected can be read. Select others.")
            return _add(request, record, quotes)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "form": form,
        "title": "Add to a lesson",
        "submit": "Add to this lesson",
        "quotes": quotes,
        "most": queries.MOST_SELECTED,
        "record": new,
        "back": back,
    }
    return render_page(request, "learning/from_selected.html", context)


def _add(request: HttpRequest, record: Lesson, quotes: list[Quote]) -> HttpResponse:
    """Add issues to a lesson and lead there, where those that are new to it can be taken out again for a moment."""
    points = _points(quotes)
    known = set(record.basis.values_list("point", flat=True))
    new = [point for point in points if point.pk not in known]
    commands.add_points(by=request.person, lesson=record, points=points)
    where = address(record)
    if new:
        messages.success(request, f"{plural(len(new), 'issue')} added to lesson {record.reference}")
        where += f"?added={selections.keep_done(request.person, new, _ADDED, record).pk}"
    else:
        messages.info(request, f"Lesson {record.reference} is based on them already.")
    return redirect(where)


def _added(request: HttpRequest, record: Lesson, key: str) -> Selection | None:
    """Return what somebody added to a lesson a moment ago, by its key; None where it cannot be undone any more."""
    try:
        added = selections.selection_of(request.person, uuid.UUID(key))
    except ValueError:
        return None
    undo = BulkAction(_ADDED, "", "learning.record", undo=commands.remove_points)
    if added is None or added.action != _ADDED or added.done != [[str(record.pk)]]:
        return None
    return added if selections.can_undo(request.person, undo, added) else None


@require_POST
def undo_add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the issues that were just added to a lesson out of it again."""
    record = get_record(request, Lesson, pk)
    added = _added(request, record, request.POST.get("changed", ""))
    if added is None:
        messages.warning(request, "This cannot be undone any more.")
        return redirect(address(record))
    points = list(Point.objects.filter(council_id=record.council_id, pk__in=added.keys))
    try:
        commands.remove_points(by=request.person, lesson=record, points=points)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        selections.mark_undone(added)
        messages.success(
            request, f"{plural(len(points), 'issue')} taken out of lesson {record.reference} again"
        )
    return redirect(address(record))


def no_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a lesson needs no action."""
    record = get_record(request, Lesson, pk)
    return form_page(
        request,
        NoActionForm,
        commands.record_no_action,
        title="Record that no action is needed",
        done=f"No action recorded for lesson {record.reference}",
        page={
            "intro": f"{record.reference} {record.title}",
            "submit": "Save reason",
            "back": address(record),
        },
        lesson=record,
    )


def edit_lesson(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a lesson."""
    record = get_record(request, Lesson, pk)
    return form_page(
        request,
        EditLessonForm,
        commands.edit_lesson,
        title=f"Correct lesson {record.reference}",
        record=record,
        lesson=record,
    )


def _typed_values(request: HttpRequest) -> dict[str, object]:
    """Return what was typed into the lesson's form before a search for more issues."""
    if request.method != "POST":
        return {}
    boxes = {box: request.POST.get(f"recorded_on-{box}", "") for box in ("day", "month", "year")}
    return {
        "title": request.POST.get("title", ""),
        "what_we_learned": request.POST.get("what_we_learned", ""),
        "recorded_on": boxes,
    }


def _picker(request: HttpRequest, lesson: Lesson | None = None) -> dict[str, object]:
    """Return the issues that are ticked, and others to choose from."""
    sent = typed(request) or request.GET
    selection = selected(request, Feedback, Point) if sent is request.GET else None
    if selection is not None:
        chosen = queries.selected_points(request.person, selection)
    else:
        chosen = queries.chosen(request.person, sent.getlist("point"))
    taken = {quote.point.pk for quote in chosen}
    if lesson is not None:
        taken |= set(lesson.basis.values_list("point_id", flat=True))
    form = PointFilter(sent, person=request.person)
    form.is_valid()
    filters = form.cleaned_data
    others = queries.offered(
        request.person,
        theme=filters.get("theme"),
        kind=filters.get("kind") or "",
        words=filters.get("words") or "",
        without=taken,
    )
    return {"chosen": chosen, "others": others, "pick": form}


def _points(chosen: list[Quote]) -> list[object]:
    return [quote.point for quote in chosen]
