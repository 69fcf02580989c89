"""Pages of plans: their list, one of them, its actions, its approval, its reviews and its end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.dates import add_months, day_in_words
from goldthread.learning.models import Action
from goldthread.learning.plans import commands, forms
from goldthread.learning.plans.changes import changes_since, plan_changes
from goldthread.learning.plans.models import Answer, Plan, PlanApproval, PlanItem, of_state
from goldthread.learning.plans.progress import (
    SHOWN,
    actions_of,
    by_theme,
    counts,
    in_a_line,
    in_plans,
    narrowed,
)
from goldthread.meetings.meetings.models import Meeting

_RECORD = "plans.record"
ORDER = ("-starts_on", "-id")


def _stage(plan: Plan) -> Cell:
    *_, state = plan.states(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Title", "title", main=True),
    Column("Kind", lambda plan: plan.of_kind.name, off=True, sort=("kind", "-starts_on", "-id")),
    Column("State", _stage),
    Column("Actions", lambda plan: in_a_line(plan.listed, timezone.localdate())),
    Column("Until", "ends_on"),
    *work_columns(Plan, ORDER),
]


def plans(request: HttpRequest) -> HttpResponse:
    """List the plans, the newest first."""

    def narrow(listed: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        listed = by_words(request.person, listed, filters.get("words") or "")
        return listed.filter(of_state(filters["stage"])) if filters.get("stage") else listed

    return list_page(
        request,
        Plan,
        filter_form=forms.PlanFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        along=("owner",),
        attach=_attach,
        template="learning/plans.html",
        buttons=[("Add plan", "learning:add_plan", _RECORD)],
        views=(View("All", ""), View("Drafts", "stage=draft"), View("Closed", "stage=closed")),
        bulk=(assigning(Plan),),
    )


def _attach(listed: Sequence[Plan]) -> None:
    items_by_plan = in_plans(listed)
    for each in listed:
        each.listed = items_by_plan[each.pk]  # type: ignore[attr-defined]


def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a plan: how far its actions have come, who approved it, what changed since, and its reviews."""
    record: Plan = get_record(request, Plan, pk, withdrawn=True, along=("owner",))
    today = timezone.localdate()
    items = actions_of(record)
    chosen = request.GET.get("actions", "")
    chosen = chosen if chosen in SHOWN else ""
    approvals = _approvals(request.person, record)
    last = [each for each, *_ in approvals if each.asking == approvals[-1][0].asking]
    numbers = [(each.name, each.count, f"?actions={each.slug}#actions") for each in counts(items, today)]
    return record_page(
        request,
        record,
        "learning/plan.html",
        tags=[(state.text, state.kind) for state in record.states(today)],
        facts=[
            ("Kind", record.of_kind.name),
            ("From", record.starts_on),
            ("Until", record.ends_on),
            ("Approved on", record.approved_on),
            ("Reviewed on", record.reviewed_on),
            ("Closed on", record.closed_on),
        ],
        **_steps(record),
        edit="learning:edit_plan",
        numbers=[("Actions", len(items), "?#actions"), *numbers],
        groups=by_theme(narrowed(items, chosen, today)),
        chosen=SHOWN[chosen][0] if chosen else "",
        today=today,
        in_all=len(items),
        so_far=in_a_line(items, today),
        tagged=sum(bool(item.statement) for item in items),
        approvals=approvals,
        approved=(sum(each.answer == Answer.APPROVED for each in last), len(last)),
        changes=changes_since(record),
        own_changes=plan_changes(record),
        reviews=record.reviews.select_related("meeting", "by").order_by("-reviewed_on", "-pk"),
        may_change=request.person.may(_RECORD) and not record.closed_on and not record.withdrawn_on,
    )


def _approvals(person: Person, plan: Plan) -> list[tuple[PlanApproval, str, str]]:
    """Return who was asked, in order, each with the text and address of the answer that this person may give now."""
    turn = None if plan.closed_on or plan.withdrawn_on else commands.waiting_for(plan)
    rows = []
    for each in plan.approvals.select_related("person", "by").order_by("asking", "position"):
        text = href = ""
        if turn is not None and each.pk == turn.pk:
            if each.person_id == person.pk:
                text, href = "Answer", reverse("learning:answer_plan", args=[each.pk])
            elif each.person_id is None and person.may(_RECORD):
                text, href = "Record answer", reverse("learning:record_plan_answer", args=[each.pk])
        rows.append((each, text, href))
    return rows


def _steps(record: Plan) -> dict[str, list[tuple[str, str, str]]]:
    """Return what can be done with a plan, as buttons and as links."""

    def step(text: str, name: str, permission: str = _RECORD) -> tuple[str, str, str]:
        return text, reverse(f"learning:{name}", args=[record.pk]), permission

    files = [step("Show as a document", "plan_sheet", "plans.read")]
    if record.closed_on:
        return {"buttons": files, "links": []}
    put, ask = step("Add actions", "put_actions"), step("Ask for approval", "ask_for_plan")
    close = step("Close plan", "close_plan")
    if record.approved_on is None:
        return {"buttons": [put, ask], "links": [*files, close]}
    return {"buttons": [step("Record review", "review_plan"), *files], "links": [put, ask, close]}


def add(request: HttpRequest) -> HttpResponse:
    """Add a plan."""
    today = timezone.localdate()
    return form_page(
        request,
        forms.PlanForm,
        commands.add_plan,
        title="Add plan",
        initial={"starts_on": today, "owner": request.person.pk},
        done=lambda plan: f"{plan.reference} saved. Now add the actions that it is made of.",
        page={"back": reverse("learning:plans"), "submit": "Save plan"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a plan."""
    record = get_record(request, Plan, pk)
    return form_page(
        request,
        forms.EditPlanForm,
        commands.edit_plan,
        title=f"Correct {record.reference}",
        record=record,
        plan=record,
    )


def put_actions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose actions that exist and put them into a plan."""
    record = get_record(request, Plan, pk)
    pick = forms.ActionsFilter(request.GET or None)
    choices = pick.cleaned_data if pick.is_bound and pick.is_valid() else {}
    here = record.items.filter(removed_on=None).values("action")
    others = Action.objects.visible_to(request.person).exclude(pk__in=here)
    if not choices.get("whole"):
        others = others.open()
    actions = by_words(request.person, others, choices.get("words") or "")
    first = list(actions.order_by("due_on", "pk").values_list("pk", flat=True)[: forms.MOST_OFFERED + 1])
    offered = Action.objects.visible_to(request.person).exclude(pk__in=here)
    if request.method != "POST":
        offered = offered.filter(pk__in=first[: forms.MOST_OFFERED])
    return form_page(
        request,
        forms.PutActionsForm,
        commands.put_actions,
        title="Add actions",
        options={"offered": offered.select_related("owner").order_by("due_on", "pk")},
        done=lambda plan: f"{plan.reference} holds these actions now.",
        template="learning/put_actions.html",
        page={
            "back": address(record),
            "submit": "Add to plan",
            "plan": record,
            "pick": pick,
            "found": len(first),
            "most": forms.MOST_OFFERED,
        },
        plan=record,
    )


def _item(request: HttpRequest, pk: uuid.UUID) -> PlanItem:
    """Return an action of a plan that the person may open, or raise Http404."""
    item = (
        PlanItem.objects.visible_to(request.person)
        .filter(pk=pk, removed_on=None)
        .select_related("plan", "action")
        .first()
    )
    if item is None or item.plan.withdrawn_on is not None:
        raise Http404
    return item


def tag(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which statement an action of a plan serves."""
    item = _item(request, pk)
    return form_page(
        request,
        forms.TagForm,
        commands.tag_action,
        title=f"Statement of {item.action.reference}",
        initial={"statement": item.statement},
        done=f"{item.action.reference}: statement saved.",
        page={"intro": item.action.title, "back": address(item.plan)},
        item=item,
    )


def take_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an action out of a plan, with the reason."""
    item = _item(request, pk)
    return form_page(
        request,
        forms.TakeOutForm,
        commands.take_out,
        title=f"Take {item.action.reference} out of the plan",
        done=f"{item.action.reference} is no longer in the plan. The action itself stays.",
        page={"intro": item.action.title, "back": address(item.plan), "submit": "Take out"},
        item=item,
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for approval of a plan."""
    record = get_record(request, Plan, pk)
    return form_page(
        request,
        forms.AskForm,
        commands.ask_for_approval,
        title="Ask for approval",
        initial={"asked_on": timezone.localdate()},
        done=lambda plan: f"{plan.reference} is put up for approval.",
        page={
            "intro": f"{record.title}. Each answers once the one before has approved it. Choose the person where they have "
            "an account here; otherwise you record their answer.",
            "back": address(record),
            "submit": "Ask for approval",
        },
        plan=record,
    )


def _approval(request: HttpRequest, pk: uuid.UUID) -> PlanApproval:
    """Return an approval of a plan that the person may open, or raise Http404."""
    approval = PlanApproval.objects.visible_to(request.person).filter(pk=pk).select_related("plan").first()
    if approval is None or approval.plan.withdrawn_on is not None or not request.person.may("plans.read"):
        raise Http404
    return approval


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer an approval that one was asked for."""
    return _answer(request, pk, commands.answer_approval)


def record_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the answer of somebody without an account here."""
    return _answer(request, pk, commands.record_answer)


def _answer(request: HttpRequest, pk: uuid.UUID, command: Any) -> HttpResponse:
    approval = _approval(request, pk)
    plan, items = approval.plan, actions_of(approval.plan)
    intro = f"{approval.office} was asked on {day_in_words(approval.asked_on)}."
    return form_page(
        request,
        forms.AnswerForm,
        command,
        title=f"Answer for {plan.reference}",
        initial={"answered_on": timezone.localdate()},
        done=lambda plan: f"{plan.reference}: answer saved.",
        page={
            "intro": f"{plan.title}: {in_a_line(items, timezone.localdate())}. {intro}",
            "back": address(plan),
            "submit": "Save answer",
        },
        approval=approval,
    )


def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record a review of a plan."""
    record = get_record(request, Plan, pk)
    today = timezone.localdate()
    meetings = Meeting.objects.visible_to(request.person).took_place()
    meetings = meetings.filter(Q(meets_on__gte=record.starts_on) & Q(meets_on__lte=today))
    return form_page(
        request,
        forms.ReviewForm,
        commands.review_plan,
        title=f"Review of {record.reference}",
        initial={
            "reviewed_on": today,
            "review_on": min(add_months(today, 3), record.ends_on) if record.ends_on > today else None,
        },
        options={"meetings": meetings.order_by("-meets_on", "-pk")},
        done=lambda plan: f"{plan.reference}: review saved, with how its actions stand.",
        page={
            "intro": f"{record.title}: {in_a_line(actions_of(record), today)}. That is kept with the review.",
            "back": address(record),
            "submit": "Save review",
        },
        plan=record,
    )


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a plan."""
    record = get_record(request, Plan, pk)
    return form_page(
        request,
        forms.CloseForm,
        commands.close_plan,
        title=f"Close {record.reference}",
        record=record,
        initial={"closed_on": timezone.localdate()},
        page={
            "intro": f"{record.title}: {in_a_line(actions_of(record), timezone.localdate())}. Its actions go on by themselves.",
            "back": address(record),
            "submit": "Close plan",
        },
        plan=record,
    )
