"""Pages of boards and networks: the list, one, adding, correcting, ending, and the yearly answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.tables.representation import TOO_FEW
from goldthread.analysis.tables.suppression import suppress_list
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.spec import record_types
from goldthread.council.records.work_columns import work_columns
from goldthread.dates import years_before
from goldthread.meetings.bodies import commands, forms, names
from goldthread.meetings.bodies.about import about_body
from goldthread.meetings.bodies.members.gaps import Members, members_of
from goldthread.meetings.bodies.models import NOTHING_RUNNING, Body, YearAnswer
from goldthread.meetings.bodies.page import Visits, given_line, recruited, seats_of
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.models import Meeting
from goldthread.web.render import render_page

_MOST_MEETINGS = 6
_RECORD, _ANSWER = "bodies.record", "bodies.answer"
ORDER = ("name", "id")
COLUMNS = [
    Column("Reference", "reference"),
    Column("Name", "name", main=True, sort=ORDER),
    Column("What it is", "kind", sort=("kind", *ORDER)),
    Column("State", lambda body: body.states()[-1].text),
    Column("Because of it", lambda body: body.changed_in or "Not asked yet"),
    *work_columns(Body, ORDER),
]
_STAGES: dict[str, Q] = {
    "forming": Q(since=None, ended_on=None, under_review_on=None),
    "active": Q(since__isnull=False, ended_on=None, under_review_on=None),
    "review": Q(under_review_on__isnull=False, ended_on=None),
    "ended": Q(ended_on__isnull=False),
    "nothing": Q(nothing_running__gte=NOTHING_RUNNING),
}


def bodies(request: HttpRequest) -> HttpResponse:
    """List the boards and networks by name."""
    return list_page(
        request,
        Body,
        filter_form=forms.BodyFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=ORDER,
        along=("owner",),
        template="meetings/bodies.html",
        buttons=[("Add board or network", "meetings:add_body", _RECORD)],
    )


def _narrow(listed: QuerySet[Body], filters: Mapping[str, Any]) -> QuerySet[Body]:
    for word in (filters.get("words") or "").split():
        listed = listed.filter(Q(name__icontains=word) | Q(topic__icontains=word))
    stage = filters.get("stage") or ""
    return listed.filter(_STAGES[stage]) if stage in _STAGES else listed


def body(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a body: what it is for, what changed because of it, and the names it is called by."""
    record: Body = get_record(request, Body, pk, withdrawn=True, along=("organisation", "owner"))
    answers = list(record.answers.select_related("by").order_by("-year"))
    buttons, links = [], []
    if not record.ended_on:
        buttons.append(("Answer for this year", reverse("meetings:answer_body", args=[pk]), _ANSWER))
    if record.is_public and record.withdrawn_on is None:
        where = [request.person.council.slug, pk]
        links.append(("Page for the public", reverse("responses:public_board", args=where), "bodies.read"))
    links.append(("Add another name", reverse("meetings:call_body", args=[pk]), _RECORD))
    may_record = request.person.may(_RECORD) and record.withdrawn_on is None
    members, inside = members_of(record), request.person.may("bodies.members") or not record.of_kind.people
    visits = Visits(list(record.visits.order_by("-on", "pk")))
    given = list(record.given.order_by("-on", "pk"))
    links += [(text, reverse(f"meetings:{name}", args=[pk]), _RECORD) for text, name in _steps(record)]
    if not record.ended_on:
        links.append(("End board or network", reverse("meetings:end_body", args=[pk]), _RECORD))
    called = [each.name for each in record.names.order_by("name") if each.name != record.name]
    return record_page(
        request,
        record,
        "meetings/body.html",
        tags=[(state.text, state.kind) for state in record.states()],
        facts=[
            ("What it is", record.get_kind_display()),
            ("Since", record.since),
            ("Under review since", record.under_review_on),
            ("Ended on", record.ended_on),
            ("Meets", ", ".join(each for each in (record.get_cadence_display(), record.meets) if each)),
            ("Subject or teams", record.topic),
            ("Organisation", link(request, record.organisation) if record.organisation else ""),
            ("Also called", ", ".join(called)),
        ],
        buttons=buttons,
        links=links,
        edit="meetings:edit_body",
        asks=record.of_kind.asks,
        seats=seats_of(record, request.person, timezone.localdate()),
        recruited=recruited(record),
        visits=visits,
        given=given,
        meetings=_meetings(request, record),
        raised=_raised(record),
        sheet_is_old=members is not None and members.sheet.as_at < years_before(timezone.localdate(), 1),
        given_line=given_line([each.kind for each in given]),
        members=members,
        member_tables=_tables(members, inside=inside),
        inside=inside,
        may_record=may_record,
        answers=[
            (answer, link(request, shows) if shows else "")
            for answer, shows in _with_records(request, answers)
        ],
    )


def _steps(body: Body) -> list[tuple[str, str]]:
    """Return what else can be recorded of a body of its kind."""
    if body.ended_on:
        return []
    steps = [("Upload sheet of members", "count_members")]
    if body.of_kind.seats:
        steps += [("Add seat", "add_seat"), ("Record seat asked for", "ask_for_seat")]
    if body.of_kind.seats or body.of_kind.people:
        steps += [
            ("Record recruitment", "recruit"),
            ("Record training, support or a forum", "give_members"),
            ("Record leader who came", "record_visit"),
        ]
    return steps


def _meetings(request: HttpRequest, body: Body) -> list[Meeting]:
    """Return the newest meetings of a body, those to come first."""
    if not request.person.may("meetings.read"):
        return []
    found = Meeting.objects.visible_to(request.person).filter(body=body).exclude(stage=Stage.CANCELLED)
    return list(found.order_by("-meets_on", "pk")[:_MOST_MEETINGS])


def _raised(body: Body) -> dict[str, int]:
    """Return how many matters a body raised, and how many await an answer."""
    return names.raised_by([body]).aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(responded_on=None, wants_reply=True))
    )


def _tables(members: Members | None, *, inside: bool) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return the groups of members that are held against no population; small numbers are for those inside."""
    if members is None:
        return []
    compared = {each.question for each in members.compared}
    tables = []
    for question, groups in members.questions.items():
        if question not in compared:
            hide, _ = suppress_list(list(groups.values()))
            rows = [
                (group, TOO_FEW if hidden and not inside else people)
                for (group, people), hidden in zip(groups.items(), hide, strict=True)
            ]
            tables.append((question, rows))
    return tables


def names_to_join(request: HttpRequest) -> HttpResponse:
    """List the names of boards on feedback that mean no board here yet."""
    context = {
        "names": names.names_without_body(request.person),
        "bodies": Body.objects.visible_to(request.person).order_by("name"),
    }
    return render_page(request, "meetings/board_names.html", context)


def _with_records(request: HttpRequest, answers: list[YearAnswer]) -> list[tuple[YearAnswer, Any]]:
    """Return each answer with the record that shows it, as far as somebody may open it; one question a type."""
    found: dict[uuid.UUID, Any] = {}
    for kind in {answer.origin for answer in answers if answer.origin}:
        model = record_types()[kind]
        if request.person.may(model.spec.permission):
            keys = [answer.origin_id for answer in answers if answer.origin == kind]
            found |= {
                each.pk: each
                for each in model._default_manager.visible_to(request.person).filter(pk__in=keys)
            }
    return [(answer, found.get(answer.origin_id)) for answer in answers]


def add(request: HttpRequest) -> HttpResponse:
    """Add a body; a name in the address is what feedback calls it."""
    start = {"name": request.GET.get("name", "")[:120]}
    return form_page(
        request, forms.NewBodyForm, commands.add_body, title="Add board or network", initial=start
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a body."""
    shown = get_record(request, Body, pk)
    return form_page(
        request,
        forms.EditBodyForm,
        commands.edit_body,
        title=f"Correct {shown.name}",
        record=shown,
        body=shown,
    )


def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say that a body has ended."""
    return about_body(request, pk, forms.EndBodyForm, commands.end_body, "End {}")


def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a name by which feedback calls a body."""
    start = {"name": request.GET.get("name", "")[:120]}
    return about_body(request, pk, forms.CallForm, commands.call_body, "Another name of {}", initial=start)


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer what changed because of a body."""
    shown = get_record(request, Body, pk)
    return form_page(
        request,
        forms.AnswerYearForm,
        commands.answer_year,
        title=shown.of_kind.asks,
        initial={"answered_on": timezone.localdate()},
        done="Answer saved. You are asked again in a year.",
        page={"intro": shown.name, "back": address(shown), "submit": "Save answer"},
        body=shown,
    )
