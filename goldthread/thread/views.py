"""Pages of home, search, gaps, help, privacy and the golden thread."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from goldthread.council.context import first_page
from goldthread.council.kept import kept
from goldthread.council.models import Council, Person, SearchEntry
from goldthread.council.records import search as index
from goldthread.council.records.attached import may_open
from goldthread.council.records.pages import of_page, parts_of
from goldthread.council.records.spec import (
    Attached,
    RecordType,
    attached_models,
    count_of,
    kind_of,
    spec_of,
    type_of,
)
from goldthread.council.settings.overview import not_used, what_is_set
from goldthread.evidence.queries import current_claims
from goldthread.evidence.views.statements import find_statement
from goldthread.feedback.duplicates.queries import find_duplicates, group_of
from goldthread.feedback.models import Feedback
from goldthread.public.manner import keep_language, manner_of, ways_of_language
from goldthread.public.words import ENGLISH
from goldthread.sheets import clean_text
from goldthread.themes.safeguarding.danger import danger_now
from goldthread.thread import boards, links, recent_searches
from goldthread.thread import trail as trails
from goldthread.thread.forms import SearchForm
from goldthread.thread.gaps import gaps_today, kinds_looked_for
from goldthread.thread.headline import headline
from goldthread.thread.highlight import highlight
from goldthread.thread.home import left_out_of_signals, oversees, work_items, work_tabs
from goldthread.thread.home_pictures import pictures_of
from goldthread.thread.mechanisms import mechanisms_by_group
from goldthread.thread.partners import own_organisation
from goldthread.thread.retention_periods import retention_caution, retention_periods
from goldthread.thread.similar_cases import similar_cases
from goldthread.thread.trail_gaps import found_gaps
from goldthread.web.help_topics import TOPICS
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

_PER_PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    """Show the person's work, quick actions and headline figures."""
    person, today = request.person, timezone.localdate()
    if not person.may("thread.home"):
        return redirect(first_page(request, person) or "account")
    context = kept(person, "home", today, lambda: _home(person, today), own=True)
    # Danger is looked for each time: nothing of it may be older than the page.
    danger = danger_now(person, timezone.now())
    settings = _settings(person, today) if person.may("council.manage") else None
    return render_page(request, "thread/home.html", {**context, "danger": danger, "settings": settings})


def _home(person: Person, today: datetime.date) -> dict[str, Any]:
    return {
        "work": work_items(person, today),
        "tabs": work_tabs(person),
        "left_out": left_out_of_signals(person, today),
        "headline": headline(person, today),
        "pictures": pictures_of(person, today, oversees=oversees(person)),
        "partner": own_organisation(person, today),
    }


def _settings(person: Person, today: datetime.date) -> dict[str, Any]:
    users, more = not_used(person, today)
    return {**what_is_set(person), "not_used": users, "more_not_used": more}


def search(request: HttpRequest) -> HttpResponse:
    """Search every record that this person may see."""
    if request.method == "POST":
        recent_searches.forget(request, request.POST.get("forget", ""))
        return redirect("search")
    query = request.GET.copy()
    if "q" in query:
        # What a browser cannot show must not come back to it in the box.
        query["q"] = clean_text(query["q"])
    form = SearchForm(query or None, person=request.person, this_year=timezone.localdate().year)
    results, rows, start, more = None, [], 0, ""
    if form.is_bound and form.is_valid() and form.cleaned_data["q"].strip():
        filters = form.cleaned_data
        start = sent_number(request.GET.get("from", "")) or 0
        year = filters["year"]
        results = index.find(
            request.person,
            filters["q"],
            kind=filters["kind"],
            theme=filters["theme"],
            team_id=filters["team"].pk if filters["team"] else None,
            since=datetime.date(year, 1, 1) if year else None,
            until=datetime.date(year, 12, 31) if year else None,
            start=start,
            most=_PER_PAGE,
        )
        words = f"{filters['q']} {results.read_as}"
        rows = _rows(request.person, results.entries, words)
        if not start:
            recent_searches.remember(request, filters["q"])
        if results.total > start + _PER_PAGE:
            query = request.GET.copy()
            query["from"] = str(start + _PER_PAGE)
            more = f"?{query.urlencode()}"
    context = {
        "form": form,
        "results": results,
        "rows": rows,
        "recent": recent_searches.of(request),
        "start": start,
        "more": more,
        "related": _related(request, form, results) if results is not None and not start else [],
    }
    return render_page(request, "thread/search.html", context, fragment="results")


# Below this a record shares some words' meaning with the search, and no more.
_LEAST_RELATED = 0.45
_MOST_RELATED = 5

_Row = tuple[RecordType | Attached, SearchEntry, str]


def _rows(person: Person, entries: Iterable[SearchEntry], words: str) -> list[_Row]:
    """Return what was found as it is listed; of what hangs on a record, only on one that this person may open."""
    attached = {kind_of(model): model for model in attached_models()}
    return [
        (spec_of(entry.kind), entry, highlight(entry, words))
        for entry in index.with_titles(entries)
        if entry.kind not in attached or may_open(person, attached[entry.kind], entry.record_id)
    ]


def _related(request: HttpRequest, form: SearchForm, results: Any) -> list[_Row]:
    """Return records of similar meaning in other words; none for a reference or a filtered search."""
    filters = form.cleaned_data
    if index.is_reference(filters["q"]) or filters["theme"] or filters["team"] or filters["year"]:
        return []
    nearest = index.near(
        request.person,
        filters["q"],
        kinds=[filters["kind"]] if filters["kind"] else links.kinds(),
        without=[entry.record_id for entry in results.entries],
        least=_LEAST_RELATED,
        most=_MOST_RELATED,
    )
    return _rows(request.person, [each.entry for each in nearest], filters["q"])


def gaps(request: HttpRequest) -> HttpResponse:
    """List the gaps in the trail."""
    listed = gaps_today(request.person, timezone.localdate(), request.GET.get("all", ""))
    one = len(listed) == 1 and listed[0].slug == request.GET.get("all")
    any_records = one or bool(listed) or Feedback.objects.visible_to(request.person).exists()
    context = {
        "gaps": listed,
        "one": one,
        "any_records": any_records,
        "kinds": kinds_looked_for(request.person),
    }
    return render_page(request, "thread/gaps.html", context)


def boards_page(request: HttpRequest) -> HttpResponse:
    """List what boards and forums raised: what awaits an answer first, and what became of the rest."""
    raised = boards.raised(request.person)
    waiting = request.GET.get("waiting") == "1"
    if waiting:
        raised = raised.awaiting_response()
    context = {
        "matters": boards.matters(request.person, raised, timezone.localdate()),
        "count": raised.count(),
        "waiting": waiting,
    }
    return render_page(request, "thread/boards.html", context)


def thread(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Show the trail of one record: what it is based on, down to feedback, and what it led to, up to claims."""
    record = _record(request, kind, pk)
    context = {
        "trail": trails.trail_today(request.person, record, timezone.localdate()),
        "begins": trails.begins(kind),
        "ends": trails.ends(kind),
        "count_of": count_of,
        "parts": parts_of(request.person, record),
    }
    return render_page(request, "thread/thread.html", context)


def thread_records(request: HttpRequest, kind: str, pk: uuid.UUID, of: str) -> HttpResponse:
    """List all records of one type on the trail of a record that this person may open."""
    record = _record(request, kind, pk)
    if of not in links.kinds():
        raise Http404(of)
    records = trails.records_of(request.person, {kind: [pk]}, of, without=record)
    return _listed(request, of, records, links.link(record).title, reverse("thread", args=[kind, pk]))


def statement_thread(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the trail of all claims under one statement, from feedback to the claims."""
    _, statement = find_statement(request, slug)
    trail = trails.trail_of_many_today(
        request.person,
        {"claim": _claims(request, statement.slug)},
        timezone.localdate(),
        f"Trail of {statement.name}",
        lambda of: reverse("statement_records", args=[slug, of]),
    )
    context = {"statement": statement, "trail": trail, "count_of": count_of}
    return render_page(request, "thread/statement.html", context)


def statement_records(request: HttpRequest, slug: str, of: str) -> HttpResponse:
    """List all records of one type on the trail of a statement that this person may open."""
    _, statement = find_statement(request, slug)
    if of not in links.kinds():
        raise Http404(of)
    records = trails.records_of(request.person, {"claim": _claims(request, slug)}, of, without=None)
    return _listed(request, of, records, statement.name, reverse("statement_thread", args=[slug]))


def _claims(request: HttpRequest, slug: str) -> list[uuid.UUID]:
    return list(current_claims(request.person, slug).values_list("pk", flat=True))


def _listed(request: HttpRequest, of: str, records: QuerySet, whose: str, trail: str) -> HttpResponse:
    page = paginate(request, records, ("-id",))
    context = {
        "title": count_of(type_of(of).spec, records.count()),
        "whose": whose,
        "trail": trail,
        "links": [links.link(each) for each in page],
        "listed": page,
    }
    return render_page(request, "thread/records.html", context)


def panel(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Show what a record is based on and led to, as a part of its page."""
    record, person, today = _record(request, kind, pk), request.person, timezone.localdate()
    shown = kept(person, "panel", today, lambda: _panel(person, record, today), by=(kind, pk))
    context = {
        **shown,
        "trail": reverse("thread", args=[kind, pk]),
        "kind": kind,
        "begins": trails.begins(kind),
        "ends": trails.ends(kind),
    }
    return render_page(request, "thread/panel.html", context)


def similar(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Show the similar cases of a piece of feedback or a finding, and feedback that is nearly the same in its words."""
    record = _record(request, kind, pk)
    if kind not in ("feedback", "finding"):
        raise Http404
    context: dict[str, Any] = {"case": links.link(record), "cases": similar_cases(request.person, record)}
    context |= {"feedback": record, "group": None, "same": []}
    if isinstance(record, Feedback) and request.person.may("feedback.receive"):
        context["group"] = group_of(record)
        if record.withdrawn_on is None and context["group"] is None:
            context["same"] = find_duplicates(request.person, record)
    return render_page(request, "thread/similar_cases.html", context, fragment="similar")


def help_page(request: HttpRequest) -> HttpResponse:
    """Explain each part of Goldthread, and the words that it uses."""
    return render_page(request, "thread/help.html", {"topics": TOPICS})


def _council_of(request: HttpRequest) -> Council | None:
    """Return the council of whoever asks; nobody who is not signed in is any council's yet."""
    person = getattr(request, "person", None)
    return Council.objects.get(pk=person.council_id) if person is not None else None


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what personal data is kept, and for how long."""
    manner = manner_of(request)
    response = render(
        request,
        "thread/privacy.html",
        {
            "periods": retention_periods(_council_of(request)),
            "caution": retention_caution(),
            "say": manner.language.say,
            "manner": manner,
            "english": manner.language.slug == ENGLISH,
            "ways": ways_of_language(request, manner),
        },
    )
    return keep_language(request, response, manner)


def mechanisms(request: HttpRequest) -> HttpResponse:
    """List the mechanisms of five published assessments: who does each, and where it can be seen."""
    groups = mechanisms_by_group(request.person)
    listed = [one.mechanism for _, each in groups for one in each]
    context = {"groups": groups, "total": len(listed), "live": sum(each.is_live for each in listed)}
    return render_page(request, "thread/mechanisms.html", context)


def _record(request: HttpRequest, kind: str, pk: uuid.UUID) -> Model:
    try:
        return of_page(request, links.model_of(request.person, kind), pk) or links.get(
            request.person, kind, pk
        )
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404 from error


_IN_PANEL = 4


def _panel(person: Person, record: Model, today: datetime.date) -> dict[str, Any]:
    """Return what the panel shows of a record: what it is based on, what it led to, and both in small."""
    based_on = links.based_on(person, record, _IN_PANEL)
    led_to = links.led_to(person, record, _IN_PANEL)
    gaps = found_gaps(person, {kind_of(record): [record.pk]}, today, missing_only=True)
    return {
        "based_on": _panel_links(based_on),
        "led_to": _panel_links(led_to),
        "line": trails.line_of(record, [*based_on, *led_to], gaps) if based_on or led_to or gaps else "",
    }


def _panel_links(stages: list[links.Stage]) -> list[dict[str, str]]:
    rows = []
    for stage in stages:
        for link in stage.links:
            rows.append({"kind": stage.spec.name, "text": link.title, "href": link.url, "note": link.note})
        if stage.more or stage.hidden:
            text = _not_listed(stage.spec, stage.more, stage.hidden, is_first=not stage.links)
            rows.append({"kind": stage.spec.name, "text": text, "href": "", "note": ""})
    return rows


def _not_listed(spec: RecordType, more: int, hidden: int, *, is_first: bool) -> str:
    """Return how many more there are than are listed, and how many of them this person may not open."""
    count = more + hidden
    number, _, name = count_of(spec, count).partition(" ")
    what = f"{number} {name}" if is_first else f"{number} more {name}"
    if not hidden:
        return what
    return f"{what} that you may not open" if not more else f"{what}, {hidden:,} of which you may not open"
