"""Pages of measures: the list by result, one measure, its detectable change, and its result in brief."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.verdicts.verdict_data import RULE
from goldthread.council.models import Person
from goldthread.council.records.pages import get_record, link, record_page
from goldthread.impact import disclosure, queries
from goldthread.impact import would_detect as planned
from goldthread.impact.charts import events_of, measure_chart, small_chart
from goldthread.impact.comparators.comparing import of_measure
from goldthread.impact.counting_changes.queries import suggested
from goldthread.impact.forms import ReadingTableForm, ThemeToCountForm, WouldDetectForm
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.unshown_change import notice, with_unshown_change
from goldthread.learning.models import Action, Direction, Lesson, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.web.chart_files import FILES
from goldthread.web.jinja import date, month
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_IN_A_GROUP = 10


def measures(request: HttpRequest) -> HttpResponse:
    """List the measures of actions by result, and the indicators."""
    counts = queries.counts(request.person)
    state = request.GET.get("state", "")
    only = state if state in counts or state == queries.SHOWN else ""
    if only == queries.SHOWN:
        counts[only] = queries.of_state(request.person, only).count()
    groups = []
    for name in [only] if only else [name for name in counts if counts[name]]:
        per_page = 25 if only else _IN_A_GROUP
        rows = paginate(request, queries.of_state(request.person, name), ("-id",), per_page)
        groups.append((name, rows, queries.with_sentences(request.person, rows)))
    _add_small_charts(request.person, [each for *_, listed in groups for each in listed])
    reviewed = sum(counts[name] for name in queries.STATES if name != queries.NO_REVIEW)
    context = {
        "groups": groups,
        "counts": counts,
        "only": only,
        "shown": queries.SHOWN,
        "by_chance": queries.false_verdicts(reviewed),
    }
    return render_page(request, "impact/list.html", context)


def _add_small_charts(person: Person, listed: list[Measure]) -> None:
    """Give measures their charts in small, for those whose numbers this person may see."""
    withheld = disclosure.all_withheld(person, listed)
    made = Prefetch("verdicts", Verdict.objects.defer("figures", "readings"))
    prefetch_related_objects(listed, "readings", made, "counting_changes")
    for each in listed:
        each.small_chart = "" if each.pk in withheld else small_chart(each, list(each.readings.all()))


def measure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one measure: its result, chart, what was agreed at the start, reviews and readings."""
    record = get_record(request, Measure, pk, withdrawn=True, along=("action__team", "theme"))
    # Read once for all that follows from them: the result, the chart, the tags and the changes of counting.
    prefetch_related_objects([record], "readings", "verdicts", "counting_changes__recorded_by", "comparators")
    readings = list(record.readings.all())
    numbers = not disclosure.numbers_withheld(request.person, record)
    result = queries.result_of(record, readings, timezone.localdate(), numbers=numbers)
    counted = queries.counted_themes(record)
    context = {
        "measure": record,
        "numbers": numbers,
        "parted": record.kind in (MeasureKind.PROPORTION, MeasureKind.RATE),
        "result": result,
        "way": _way(result),
        "paste": ReadingTableForm() if record.data_source == Measure.DataSource.TYPED else None,
        "action_link": link(request, record.action) if record.action else "",
        "action_states": record.action.states(timezone.localdate()) if record.action else (),
        "reviews": [
            (review, queries.sentence_of(record, review, numbers=numbers)) for review in result.reviews
        ],
        "today_says": queries.today_sentence(record, result.latest, numbers=numbers) if result.latest else "",
        "rule": RULE,
        "others_used": queries.others_used(result.latest) if result.latest else [],
        "changes": [each for each in record.counting_changes.all() if each.withdrawn_on is None],
        "suggested": suggested(record, readings, counted),
        # Its own alone needs no word.
        "counted_themes": counted if len(counted) > 1 else [],
        "beside": of_measure(
            record, readings, [each for each in record.comparators.all() if each.withdrawn_on is None]
        )
        if numbers
        else [],
        **(_numbers(request, record, readings, result) if numbers else {}),
    }
    return record_page(
        request,
        record,
        "impact/measure.html",
        tags=_tags(record, result),
        facts=_facts(request, record),
        **_steps(
            record, result, numbers=numbers, stepped=bool(context.get("chart") and context["chart"].stepped)
        ),
        edit="impact:edit_measure",
        **context,
    )


def _tags(record: Measure, result: queries.Result) -> list[tuple[str, str]]:
    if result.latest:
        return [(state.text, state.kind) for state in result.latest.states()]
    return [("No review yet" if record.action_id else "Without an action", "grey")]


def _way(result: queries.Result) -> str:
    """Return whether a result is better or worse; "usual" for one that shows neither, or that today's rule would not give."""
    if result.latest is None or not result.latest.holds:
        return "usual"
    if result.latest.is_improvement:
        return "better"
    return "worse" if result.latest.state == Verdict.State.WORSENED else "usual"


def _facts(request: HttpRequest, record: Measure) -> list[tuple[str, Any]]:
    """Return where a measure comes from: its action with its dates, and its data source."""
    facts: list[tuple[str, Any]] = []
    if record.action:
        facts += [
            ("Action", link(request, record.action)),
            ("Team", record.action.team or "Whole council"),
            ("Date agreed", date(record.action.agreed_on)),
            ("Action took effect", month(record.acted_on, "Not recorded")),
            ("Further months to bed in", record.bedding_in or "None"),
        ]
    if record.theme:
        facts += [
            ("Counted from", link(request, record.theme, record.theme.name)),
            ("Counts", record.get_counted_tone_display()),
        ]
    else:
        facts += [
            ("Data source", record.get_data_source_display()),
            ("Source", record.source or "Not recorded"),
        ]
    return facts


_Steps = list[tuple[str, str, str]]


def _steps(record: Measure, result: queries.Result, *, numbers: bool, stepped: bool) -> dict[str, _Steps]:
    """Return what can be done with a measure: what is done each month as buttons, and the rest as links.

    stepped: whether its chart's limits are recalculated since the action already.
    """

    def step(text: str, name: str) -> tuple[str, str, str]:
        return text, reverse(f"impact:{name}", args=[record.pk]), "impact.measure"

    buttons, links = [], []
    if record.action_id and not record.acted_on:
        buttons.append(step("Record when the action took effect", "start_month"))
    if record.data_source == Measure.DataSource.TYPED:
        buttons.append(step("Enter one month", "reading"))
        links += [step("Enter 12 months", "readings"), step("Paste or import readings", "import")]
    if record.acted_on and not result.latest:
        links.append(step("Change the month the action took effect, or the months to bed in", "start_month"))
    links.append(step("Add a comparator", "add_comparator"))
    links.append(step("Import comparators from ASCOF", "import_ascof"))
    links.append(step("Record a change of counting", "record_counting_change"))
    if result.latest and result.latest.is_improvement and not stepped:
        links.append(step("Recalculate limits", "recalculate_limits"))
    if numbers and record.action_id:
        detectable = reverse("impact:detectable_change", args=[record.action_id])
        links.append(("What change could we detect?", detectable, "impact.read"))
    return {"buttons": buttons, "links": links}


def _numbers(
    request: HttpRequest, measure: Measure, readings: list[Reading], result: queries.Result
) -> dict[str, Any]:
    """Return what a measure's page shows of its readings: the chart, the table and the comparisons."""
    return {
        "readings": [queries.parts(measure, reading) for reading in reversed(readings)],
        "chart": measure_chart(measure, readings, events_of(request.person, measure), focusable=True),
        "files": [(words, reverse(f"impact:chart_{ending}", args=[measure.pk])) for words, ending in FILES],
        "corrections": queries.corrected_since(result.latest, measure, readings) if result.latest else [],
        "before_after": queries.before_after(measure, readings) if "compare" in request.GET else None,
    }


def detectable_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the change that 12 and 18 months could detect, from the measure's own history or a theme's."""
    action = _action(request, pk)
    record = Measure.objects.visible_to(request.person).filter(action=action).first()
    context = {"action": action, "measure": record, "detectable": None, "chart": None, "theme_form": None}
    context["withheld"] = record is not None and disclosure.numbers_withheld(request.person, record)
    # A theme's monthly counts, in one sentiment or another, are for people who may read feedback.
    is_count = action.measure_kind == MeasureKind.COUNT and request.person.may("themes.read")
    if record is not None and not context["withheld"]:
        readings = list(record.readings.all())
        context["detectable"] = queries.detectable_change(action, record, readings)
        context["chart"] = measure_chart(record, readings, events_of(request.person, record), focusable=True)
    elif record is None and is_count and may_read_feedback(request.person):
        form = ThemeToCountForm(request.GET if "theme" in request.GET else None, person=request.person)
        context["theme_form"] = form
        if form.is_bound and form.is_valid() and form.cleaned_data["theme"]:
            context["detectable"] = queries.detectable_change_from_theme(
                request.person,
                action,
                form.cleaned_data["theme"],
                form.cleaned_data["tone"] or Measure.Tone.FAULT,
                timezone.localdate(),
            )
    return render_page(request, "impact/detectable_change.html", context)


def would_detect(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what change a measure could show, as a part of the form in which it is chosen with an action."""
    lesson, today = get_record(request, Lesson, pk), timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    reads = may_read_feedback(request.person)
    usual = planned.usual_theme(lesson) if reads else None
    given = sent if "measure_kind" in sent else _as_begun(usual)
    form = WouldDetectForm(given, person=request.person, reads_feedback=reads)
    form.is_valid()
    chosen = form.cleaned_data
    kind = chosen.get("measure_kind") or MeasureKind.COUNT.value
    theme = chosen.get("detect_theme") if kind == MeasureKind.COUNT else None
    numbers = chosen.get("detect_numbers") or ""
    found: Any = None
    if numbers or theme:
        try:
            history = (
                planned.from_numbers(numbers, kind, today)
                if numbers
                else planned.from_theme(request.person, theme, today)
            )
        except FiguresError as error:
            found = str(error)
        else:
            direction = chosen.get("direction") or Direction.DECREASE.value
            found = planned.detectable(history, kind, direction, chosen.get("smallest_change") or 25)
    context = {"lesson": lesson, "detect": form, "found": found, "theme": None if numbers else theme}
    return render_page(request, "impact/would_detect.html", context, fragment="could_detect")


def _as_begun(usual: Theme | None) -> dict[str, str]:
    """Return what the form of an action begins with, and the theme that its measure is most likely counted from."""
    begun = {
        "measure_kind": MeasureKind.COUNT.value,
        "direction": Direction.DECREASE.value,
        "smallest_change": "25",
    }
    return begun | ({"detect_theme": str(usual.pk)} if usual else {})


def measure_summary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an action's result in brief, as a part of the action's page."""
    action = _action(request, pk)
    found = Measure.objects.visible_to(request.person).filter(action=action).select_related("theme")
    record = found.prefetch_related("readings", "verdicts", "counting_changes").first()
    result, chart = None, None
    if record is not None:
        readings, numbers = (
            list(record.readings.all()),
            not disclosure.numbers_withheld(request.person, record),
        )
        result = queries.result_of(record, readings, timezone.localdate(), numbers=numbers)
        if numbers:
            chart = measure_chart(record, readings, events_of(request.person, record), focusable=True)
    done = Action.objects.filter(pk=action.pk, done_on__isnull=False)
    unshown = with_unshown_change(done, _notes_on_completion, timezone.localdate())
    context = {
        "action": action,
        "measure": record,
        "result": result,
        "way": _way(result) if result else "usual",
        "chart": chart,
        "unshown": [notice(words) for words in unshown.values()],
    }
    return render_page(request, "impact/summary.html", context)


def _notes_on_completion(action: Action) -> str:
    """Return what was noted when an action was marked done, and in the updates on it."""
    return ". ".join([action.done_note, *(update.note for update in action.updates.all())])


def _action(request: HttpRequest, pk: uuid.UUID) -> Action:
    """Return an action of the person's council: people who read results see its title, whatever its team."""
    return get_object_or_404(Action.objects.counted().filter(council_id=request.person.council_id), pk=pk)


def counted_from(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the measures that a change to a theme affects, as a part of the pages that change it."""
    theme = get_record(request, Theme, pk)
    context = {"theme": theme, "measures": queries.counted_from(request.person, theme)}
    return render_page(request, "impact/counted_from.html", context)


def of_theme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """List the measures of actions that a theme led to, or that count it, as a part of the theme's pages."""
    theme = get_record(request, Theme, pk)
    return render_page(
        request, "impact/of_theme.html", {"measures": queries.of_theme(request.person, theme, 50)}
    )
