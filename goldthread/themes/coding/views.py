"""The coding pages: the queue of issues to code, one issue with its suggestions, skip, undo and settings."""

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
from goldthread.council.models import Person
from goldthread.council.records.pages import of_page
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.points import points_in
from goldthread.themes.coding import coding_decisions, commands, point_locks, queries
from goldthread.themes.coding.forms import CodeForm, CodingSettingsForm, QueueFilter, SkipForm
from goldthread.themes.coding.models import Coding, CodingStage
from goldthread.themes.coding.queries import Wanted
from goldthread.themes.coding.quotes import FINDING, as_quotes, may_read_feedback, readable_points
from goldthread.themes.safeguarding.queries import count_not_reviewed
from goldthread.web.forms import error_list
from goldthread.web.jinja import url_if
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def to_code(request: HttpRequest) -> HttpResponse:
    """List the points that wait to be coded."""
    form = QueueFilter(request.GET, person=request.person)
    wanted = form.wanted()
    points = queries.points_to_code(request.person, wanted)
    listed = paginate(request, points.select_related("reading"), queries.QUEUE_ORDER, per_page=20)
    suggested, skips = queries.suggested_themes(listed.rows), queries.skips_of(listed.rows)
    context = {
        "filter": form,
        "wanted": wanted,
        "query": urlencode(wanted.query),
        "selected": _selected(request.person, wanted),
        "how_many": queries.count_text(points),
        "page": listed,
        "rows": [
            (quote, suggested[quote.point.pk], skips.get(quote.point.pk, ()))
            for quote in as_quotes(listed.rows)
        ],
        "skip_reasons": commands.SKIP_REASONS,
        "last": commands.last_decision(request.person),
        "concerns": count_not_reviewed(request.person),
        "settings": coding_decisions.coding_settings(request.person.council_id),
    }
    return render_page(request, "themes/to_code.html", context, fragment="waiting")


def next_point(request: HttpRequest) -> HttpResponse:
    """Go to the next point of the queue, another than the one named, or back to the queue where none waits."""
    wanted = _wanted(request)
    try:
        last = uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        last = None
    following = point_locks.lock_next(request.person, wanted, last)
    if following is None:
        messages.success(request, "There are no more issues to code here.")
        return redirect("themes:to_code")
    return redirect(_with(reverse("themes:point", args=[following.pk]), wanted, queue="1"))


def point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Code one point."""
    record = get_object_or_404(
        readable_points(request.person).select_related(
            "reading", "double_coding__first", "double_coding__second"
        ),
        pk=pk,
    )
    wanted, from_queue = _wanted(request), "queue" in request.GET
    if from_queue and request.method == "GET":
        point_locks.lock_for(request.person, record)
    is_blind = from_queue and _is_second_coding(request, record)
    form = CodeForm(request.POST or None, person=request.person, initial=_initial(record, hide=is_blind))
    is_search, is_overtaken = request.method == "POST" and "narrow" in request.POST, False
    if request.method == "POST" and not is_search and form.is_valid():
        cleaned = form.cleaned_data
        try:
            commands.code(
                by=request.person,
                point=record,
                themes=list(cleaned["theme"]),
                tone=cleaned["tone"],
                from_queue=from_queue,
                version=cleaned["version"],
            )
        except Refused as refused:
            form.add_error("theme", str(refused))
            is_overtaken = cleaned["version"] not in ("", coding_decisions.latest_decision(record))
        else:
            return _go_on(request, record, wanted, from_queue)
    ticked = form.ticked()
    search = str(form["find"].value() or "") if is_search else ""
    if is_search:
        # Looking for a theme is not yet deciding: nothing is wrong with the form.
        form.errors.clear()
    context = _context(request, record, form, ticked, search, is_blind)
    if is_overtaken:
        after = _with(reverse("themes:code_next"), wanted, after=str(record.pk))
        context["overtaken"] = (request.get_full_path(), after if from_queue else "")
    return render_page(request, "themes/code.html", context)


def _context(
    request: HttpRequest, record: Point, form: CodeForm, ticked: list[str], search: str, is_blind: bool
) -> dict[str, object]:
    wanted, from_queue = _wanted(request), "queue" in request.GET
    suggested = queries.suggested_themes([record])[record.pk]
    differing = queries.differing_codings(record)
    of_coders = list(dict.fromkeys(theme for themes in differing for theme in themes))
    suggested_keys = [one.theme.pk for one in suggested]
    [quote] = as_quotes([record])
    above = [*suggested_keys, *(theme.pk for theme in of_coders)]
    groups = queries.themes_by_group(request.person, search, ticked)
    below = [theme.pk for themes in groups.values() for theme in themes if theme.pk not in above]
    return {
        "form": form,
        # Where the error summary leads: a box can be focused, what stands round it cannot.
        "first": next(iter((*above, *below)), None),
        "quote": quote,
        "text": queries.highlight_suggestions(record.text, suggested),
        "suggested": suggested,
        "differing": differing,
        "of_coders": [theme for theme in of_coders if theme.pk not in suggested_keys],
        "shown_above": above,
        "groups": groups,
        "search": search,
        "ticked": ticked,
        "is_blind": is_blind,
        "from_queue": from_queue,
        "tone_words": queries.tone_words(record),
        "skip_form": SkipForm(),
        "skip_to": _with(reverse("themes:skip", args=[record.pk]), wanted),
        "skips": queries.skips_of([record]).get(record.pk, ()),
        "skip_reasons": commands.SKIP_REASONS,
        "last": commands.last_decision(request.person),
        "today": queries.count_decided_since(request.person, timezone.localtime().replace(hour=0, minute=0)),
        "others": Point.objects.counted().filter(origin_id=record.origin_id).exclude(pk=record.pk).count(),
    }


def _is_second_coding(request: HttpRequest, record: Point) -> bool:
    """Return whether this person is to code the point without seeing what was decided first."""
    double = getattr(record, "double_coding", None)
    return (
        double is not None
        and record.reading.stage == CodingStage.SECOND
        and record.reading.waiting
        and double.first.by_id != request.person.pk
    )


def _initial(record: Point, *, hide: bool) -> dict[str, object]:
    themes = [] if hide else list(record.codings.filter(applies=True).values_list("theme_id", flat=True))
    return {
        "theme": themes,
        "nothing": bool(record.coded_at and not themes and not hide),
        "tone": record.reading.tone if record.tone is None else record.tone,
        "version": coding_decisions.latest_decision(record),
    }


def _go_on(request: HttpRequest, record: Point, wanted: Wanted, from_queue: bool) -> HttpResponse:
    """Go on from a coded point: to the next in the queue, or back to its record."""
    if from_queue:
        return redirect(_with(reverse("themes:code_next"), wanted, after=str(record.pk)))
    [quote] = as_quotes([record])
    messages.success(request, f"Themes of {quote.reference or 'the issue'} saved.")
    return redirect(quote.href or "themes:to_code")


@require_POST
def skip(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Skip a point with a reason, and go on."""
    record = get_object_or_404(readable_points(request.person).select_related("reading"), pk=pk)
    wanted, form = _wanted(request), SkipForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(error_list(form)[0]["text"])
        commands.skip(by=request.person, point=record, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_with(reverse("themes:point", args=[pk]), wanted, queue="1"))
    return redirect(_with(reverse("themes:code_next"), wanted, after=str(pk)))


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo this person's last decision, and show its point again."""
    try:
        undone = commands.undo(by=request.person, decision=request.GET.get("of", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("themes:to_code")
    messages.success(request, "Your last decision is undone. This is the issue it was about.")
    return redirect(reverse("themes:point", args=[undone.point_id]) + "?queue=1")


def settings(request: HttpRequest) -> HttpResponse:
    """Change the coding settings: what share two people code, and when the model is retrained."""
    current = coding_decisions.coding_settings(request.person.council_id)
    initial = {"double_code_one_in": current.double_code_one_in, "retrain_after": current.retrain_after}
    form = CodingSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_coding_settings(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Coding settings saved.")
            return redirect("themes:to_code")
    return render_page(request, "themes/coding_settings.html", {"form": form})


def _wanted(request: HttpRequest) -> Wanted:
    return QueueFilter(request.GET, person=request.person).wanted()


def _selected(person: Person, wanted: Wanted) -> tuple[int, int] | None:
    """Return of what was ticked how many issues there are, and how many of them are coded; None for nothing ticked."""
    if wanted.selection is None:
        return None
    points = readable_points(person).filter(points_in(wanted.selection))
    return points.count(), points.filter(coded_at__isnull=False).count()


def _with(address: str, wanted: Wanted, **more: str) -> str:
    query = {**wanted.query, **more}
    return f"{address}?{urlencode(query)}" if query else address


def theme_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of each point of a piece of feedback, to be included in its page."""
    if not may_read_feedback(request.person):
        raise Http404
    feedback = of_page(request, Feedback, pk)
    if feedback is None:
        feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
    return _codings(request, list(feedback.points.all()))


def finding_codings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the themes of a finding's point, to be included in the finding's page."""
    point = get_object_or_404(Point.objects.visible_to(request.person).filter(origin=FINDING), pk=pk)
    return _codings(request, [point])


def _codings(request: HttpRequest, points: list[Point]) -> HttpResponse:
    coded: dict[uuid.UUID, list[Coding]] = {point.pk: [] for point in points}
    for coding in (
        Coding.objects.visible_to(request.person)
        .filter(point__in=points, applies=True)
        .select_related("theme", "by", "suggestion", "first_theme")
        .order_by("theme__group", "theme__name")
    ):
        coded[coding.point_id].append(coding)
    return render_page(
        request,
        "themes/codings.html",
        {
            "points": [(point, coded[point.pk]) for point in points],
            "may_code": request.person.may("themes.code"),
            "record_lesson": url_if("learning:record_lesson")
            if request.person.may("learning.record")
            else "",
        },
    )
