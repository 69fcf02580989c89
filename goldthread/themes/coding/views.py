"""The desk's pages: what waits for its themes, one point with what was suggested for it, skipping and undoing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.coding import coding_decisions as deciding
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.coding import point_locks as opening
from goldthread.themes.coding import queries as desk
from goldthread.themes.coding.forms import CodeForm, DeskFilter, DeskForm, SkipForm
from goldthread.themes.coding.models import Coding, Look
from goldthread.themes.coding.quotes import as_said, may_hear, points_open_to
from goldthread.themes.safeguarding import queries as safeguarding_queries
from goldthread.web.forms import error_list
from goldthread.web.jinja import url_if
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def desk_page(request: HttpRequest) -> HttpResponse:
    """List the points that wait for their themes."""
    form = DeskFilter(request.GET)
    source = form.asked()
    waiting = desk.waiting(request.person, source)
    listed = paginate(request, waiting.select_related("reading"), desk.ORDER, per_page=20)
    offered, skips = desk.offered_for(listed.rows), desk.skips_of(listed.rows)
    context = {
        "filter": form,
        "source": source,
        "how_many": desk.how_many(waiting),
        "page": listed,
        "rows": [
            (said, offered[said.point.pk], skips.get(said.point.pk, ())) for said in as_said(listed.rows)
        ],
        "skipped_because": coding_commands.SKIPPED_BECAUSE,
        "last": coding_commands.last_decision(request.person),
        "harm": safeguarding_queries.waiting_for(request.person),
        "setting": deciding.setting_of(request.person.council_id),
    }
    return render_page(request, "themes/desk.html", context, fragment="waiting")


def next_point(request: HttpRequest) -> HttpResponse:
    """Go to the next point that waits, another than the one named, or back to the desk where none does."""
    source = DeskFilter(request.GET).asked()
    try:
        last = uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        last = None
    following = opening.open_next(request.person, source, last)
    if following is None:
        messages.success(request, "Nothing more waits here.")
        return redirect("themes:desk")
    return redirect(_with(reverse("themes:point", args=[following.pk]), source, queue="1"))


def point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what one point is about."""
    record = get_object_or_404(
        points_open_to(request.person).select_related("reading", "second_look__first", "second_look__second"),
        pk=pk,
    )
    source, queued = DeskFilter(request.GET).asked(), "queue" in request.GET
    if queued and request.method == "GET":
        opening.opened(request.person, record)
    looks_blind = queued and _is_second_look(request, record)
    form = CodeForm(
        request.POST or None, person=request.person, initial=_as_decided(record, hide=looks_blind)
    )
    narrowing, overtaken = request.method == "POST" and "narrow" in request.POST, False
    if request.method == "POST" and not narrowing and form.is_valid():
        decided = form.cleaned_data
        try:
            coding_commands.code(
                by=request.person,
                point=record,
                themes=list(decided["theme"]),
                tone=decided["tone"],
                at_desk=queued,
                seen=decided["seen"],
            )
        except Refused as refused:
            form.add_error("theme", str(refused))
            overtaken = bool(decided["seen"]) and decided["seen"] != deciding.latest_about(record)
        else:
            return _on(request, record, source, queued)
    ticked = form.ticked()
    find = str(form["find"].value() or "") if narrowing else ""
    if narrowing:
        # Looking for a theme is not yet deciding: nothing is wrong with the form.
        form.errors.clear()
    context = _shown(request, record, form, ticked, find, looks_blind)
    if overtaken:
        after = _with(reverse("themes:next"), source, after=str(record.pk))
        context["overtaken"] = (request.get_full_path(), after if queued else "")
    return render_page(request, "themes/point.html", context)


def _shown(
    request: HttpRequest, record: Point, form: CodeForm, ticked: list[str], find: str, looks_blind: bool
) -> dict[str, object]:
    source, queued = DeskFilter(request.GET).asked(), "queue" in request.GET
    offered = desk.offered_for([record])[record.pk]
    readings = desk.two_readings(record)
    of_two = list(dict.fromkeys(theme for themes in readings for theme in themes))
    offered_keys = [one.theme.pk for one in offered]
    [said] = as_said([record])
    shown = [*offered_keys, *(theme.pk for theme in of_two)]
    groups = desk.groups_of(request.person, find, ticked)
    below = [theme.pk for themes in groups.values() for theme in themes if theme.pk not in shown]
    return {
        "form": form,
        # Where the error summary leads: a box can be focused, what stands round it cannot.
        "first": next(iter((*shown, *below)), None),
        "said": said,
        "text": desk.marked(record.text, offered),
        "offered": offered,
        "readings": readings,
        "of_two": [theme for theme in of_two if theme.pk not in offered_keys],
        "shown_above": shown,
        "groups": groups,
        "find": find,
        "ticked": ticked,
        "looks_blind": looks_blind,
        "queued": queued,
        "tone_words": desk.tone_words(record),
        "skip_form": SkipForm(),
        "skip_to": _with(reverse("themes:skip", args=[record.pk]), source),
        "skips": desk.skips_of([record]).get(record.pk, ()),
        "skipped_because": coding_commands.SKIPPED_BECAUSE,
        "last": coding_commands.last_decision(request.person),
        "today": desk.decided_since(request.person, timezone.localtime().replace(hour=0, minute=0)),
        "others": record.feedback.points.exclude(pk=record.pk).count() if record.feedback else 0,
    }


def _is_second_look(request: HttpRequest, record: Point) -> bool:
    """Say whether this person is to look at the point without seeing what was decided first."""
    look = getattr(record, "second_look", None)
    return (
        look is not None
        and record.reading.look == Look.SECOND
        and record.reading.waiting
        and look.first.by_id != request.person.pk
    )


def _as_decided(record: Point, *, hide: bool) -> dict[str, object]:
    codings = [] if hide else list(record.codings.filter(stands=True).values_list("theme_id", flat=True))
    return {
        "theme": codings,
        "nothing": bool(record.coded_at and not codings and not hide),
        "tone": record.reading.tone if record.tone is None else record.tone,
        "seen": deciding.latest_about(record),
    }


def _on(request: HttpRequest, record: Point, source: str, queued: bool) -> HttpResponse:
    """Go on from a point that was decided: to the next in the queue, or back to where it stands."""
    if queued:
        return redirect(_with(reverse("themes:next"), source, after=str(record.pk)))
    messages.success(request, "Its themes were saved.")
    [said] = as_said([record])
    return redirect(said.href or "themes:desk")


@require_POST
def skip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Pass a point over with a reason, and go on."""
    record = get_object_or_404(points_open_to(request.person).select_related("reading"), pk=pk)
    source, form = DeskFilter(request.GET).asked(), SkipForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(error_list(form)[0]["text"])
        coding_commands.skip(by=request.person, point=record, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_with(reverse("themes:point", args=[pk]), source, queue="1"))
    return redirect(_with(reverse("themes:next"), source, after=str(pk)))


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo this person's last decision, and show its point again."""
    try:
        undone = coding_commands.undo(by=request.person, of=request.GET.get("of", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("themes:desk")
    messages.success(request, "Your last decision is undone. This is the point it was about.")
    return redirect(reverse("themes:point", args=[undone.point_id]) + "?queue=1")


def settings(request: HttpRequest) -> HttpResponse:
    """Say how the desk works: what share two people code, and when the machine learns."""
    stands = deciding.setting_of(request.person.council_id)
    initial = {"twice": stands.twice, "learn_after": stands.learn_after}
    form = DeskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            coding_commands.set_desk(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The desk is changed.")
            return redirect("themes:desk")
    return render_page(request, "themes/desk_settings.html", {"form": form})


def _with(address: str, source: str, **more: str) -> str:
    asked = {**({"source": source} if source else {}), **more}
    return f"{address}?{urlencode(asked)}" if asked else address


def theme_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of each point of a piece of feedback, to be set into its page."""
    if not may_hear(request.person):
        raise Http404
    feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
    return _codings(request, list(feedback.points.order_by("position")))


def finding_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of a finding's point, to be set into the finding's page."""
    point = get_object_or_404(Point.objects.visible_to(request.person).filter(feedback__isnull=True), pk=pk)
    return _codings(request, [point])


def _codings(request: HttpRequest, points: list[Point]) -> HttpResponse:
    coded: dict[uuid.UUID, list[Coding]] = {point.pk: [] for point in points}
    for coding in (
        Coding.objects.visible_to(request.person)
        .filter(point__in=points, stands=True)
        .select_related("theme", "by", "suggestion", "first_theme")
        .order_by("theme__group", "theme__name")
    ):
        coded[coding.point_id].append(coding)
    return render_page(
        request,
        "themes/codings.html",
        {
            "points": [(point, coded[point.pk]) for point in points],
            "codes": request.person.may("themes.code"),
            "draw": url_if("learning:record_lesson") if request.person.may("learning.record") else "",
        },
    )
