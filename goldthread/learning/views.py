"""The pages of lessons: the list, one lesson, drawing one, and adding to what it rests on."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.learning import commands, queries
from goldthread.learning.forms import LessonFilter, LessonForm, NoActionForm, PickForm
from goldthread.learning.models import Lesson
from goldthread.themes.models import Theme
from goldthread.themes.said import Said
from goldthread.web.forms import Form
from goldthread.web.fragments import page
from goldthread.web.paginate import paginate


def lessons(request: HttpRequest) -> HttpResponse:
    """List the lessons with how far their actions have come."""
    today = timezone.localdate()
    form = LessonFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    listed = paginate(request, queries.lessons(request.person, show, today), ("-drawn_on", "-id"))
    rows = [
        (lesson, [(action, queries.state_of(action, today)) for action in lesson.actions.all()])
        for lesson in listed
    ]
    context = {"filter": form, "show": show, "page": listed, "rows": rows}
    return page(request, "learning/list.html", context, fragment="lessons")


def lesson(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one lesson: what was learned, what it rests on, and what is done about it."""
    record = _lesson(request, pk)
    today = timezone.localdate()
    actions = [
        (action, queries.state_of(action, today))
        for action in record.actions.select_related("owner", "team").order_by("agreed_on", "id")
    ]
    context = {"lesson": record, "basis": queries.basis_of(request.person, record), "actions": actions}
    return page(request, "learning/lesson.html", context)


def of_theme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the newest lessons that rest on a theme, to be set into its page."""
    theme = get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)
    return page(request, "learning/of_theme.html", {"lessons": queries.lessons_of(request.person, theme)})


def draw(request: HttpRequest) -> HttpResponse:
    """Draw a lesson from points that were chosen on a voice's or a theme's page, or are chosen here."""
    posted = request.method == "POST" and "look" not in request.POST
    start = {"drawn_on": timezone.localdate()}
    # Looking for more to choose from keeps what was typed and ticked, and finds no fault with it yet.
    form = LessonForm(request.POST if posted else None, initial=_typed(request) or start)
    picker = _picker(request)
    if posted and form.is_valid():
        try:
            drawn = commands.draw(by=request.person, points=_points(picker["chosen"]), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{drawn.reference} was drawn. What will be done about it?")
            return redirect("learning:lesson", pk=drawn.pk)
    return page(request, "learning/draw.html", {"form": form, **picker})


def rest_on_more(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add points to what a lesson rests on."""
    record = _lesson(request, pk)
    picker = _picker(request, record)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "look" not in request.POST:
        if picker["chosen"]:
            commands.rest_on_more(by=request.person, lesson=record, points=_points(picker["chosen"]))
            messages.success(request, "Added to what the lesson rests on.")
            return redirect("learning:lesson", pk=record.pk)
        form.full_clean()
        form.add_error(None, "Choose at least one thing that was said or found.")
    return page(request, "learning/more.html", {"form": form, "lesson": record, **picker})


def no_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Decide that a lesson needs no action of its own."""
    record = _lesson(request, pk)
    form = NoActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.need_no_action(by=request.person, lesson=record, **form.cleaned_data)
        except Refused as refused:
            form.add_error("because", str(refused))
        else:
            messages.success(request, "It is written down that no action is needed, and why.")
            return redirect("learning:lesson", pk=record.pk)
    return page(request, "learning/no_action.html", {"form": form, "lesson": record})


def _lesson(request: HttpRequest, pk: uuid.UUID) -> Lesson:
    return get_object_or_404(Lesson.objects.visible_to(request.person).select_related("drawn_by"), pk=pk)


def _typed(request: HttpRequest) -> dict[str, object]:
    """Return what was typed into the lesson's form when more points were looked for."""
    if request.method != "POST":
        return {}
    boxes = {box: request.POST.get(f"drawn_on-{box}", "") for box in ("day", "month", "year")}
    return {
        "title": request.POST.get("title", ""),
        "what_we_learned": request.POST.get("what_we_learned", ""),
        "drawn_on": boxes,
    }


def _picker(request: HttpRequest, lesson: Lesson | None = None) -> dict[str, object]:
    """Return the points that are ticked, and others to choose from."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = queries.chosen(request.person, sent.getlist("point"))
    taken = {said.point.pk for said in chosen}
    if lesson is not None:
        taken |= set(lesson.basis.values_list("point_id", flat=True))
    form = PickForm(sent, person=request.person)
    form.is_valid()
    asked = form.cleaned_data
    others = queries.offered(
        request.person,
        theme=asked.get("theme"),
        kind=asked.get("kind") or "",
        words=asked.get("words") or "",
        without=taken,
    )
    return {"chosen": chosen, "others": others, "pick": form}


def _points(chosen: list[Said]) -> list[object]:
    return [said.point for said in chosen]
