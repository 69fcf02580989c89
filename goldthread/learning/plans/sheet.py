"""A plan as a document: on a page of its own, in Word and as a tagged PDF, made of what the plan holds that day."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.pages import address, get_record
from goldthread.dates import day_in_words
from goldthread.documents.as_pdf import is_available
from goldthread.documents.model import Document, Heading, Listing, Paragraph, Part, Run, Table, Text
from goldthread.learning.plans.changes import changes_since, plan_changes
from goldthread.learning.plans.models import Answer, Plan
from goldthread.learning.plans.progress import NO_STATEMENT, actions_of, by_theme, counts
from goldthread.web import document_files
from goldthread.web.render import render_page


def document_of(plan: Plan, today: datetime.date) -> Document:
    """Return a plan as a document: period, risk, approval, actions by theme, changes since approval, and reviews."""
    items = actions_of(plan)
    about = [
        ("Kind", plan.of_kind.name),
        ("State", ", ".join(state.text for state in plan.states(today))),
        ("Owner", plan.owner.name),
        ("Approved on", _day(plan.approved_on)),
        ("Next review", _day(plan.review_on)),
    ]
    parts: list[Part] = [Paragraph(plan.about)] if plan.about else []
    parts.append(
        Table("About the plan", ("What", "Says"), [row for row in about if row[1]], is_caption_shown=False)
    )
    parts += _risk(plan)
    parts += [
        Heading("Progress"),
        Table("Progress", ("Actions", "How many"), _progress(items, today), frozenset({1})),
    ]
    parts += _actions(items, today)
    parts += _approval(plan)
    parts += _changes(plan)
    parts += _reviews(plan)
    period = f"{day_in_words(plan.starts_on)} to {day_in_words(plan.ends_on)}"
    return Document(
        plan.title,
        parts,
        subtitle=f"{plan.reference}, {period}. As it stands on {day_in_words(today)}.",
        author=plan.council.name,
    )


def _progress(items: list[Any], today: datetime.date) -> list[tuple[str, str]]:
    rows = [(each.name, f"{each.count} of {len(items)}") for each in counts(items, today)]
    return [("All", str(len(items))), *rows]


def _risk(plan: Plan) -> list[Part]:
    if not plan.risk_title:
        return []
    number = f"{plan.risk_number}: " if plan.risk_number else ""
    rated = (
        f"Rated {plan.risk_rating} on {_day(plan.risk_rated_on)}."
        if plan.risk_rating
        else "Its rating is not recorded."
    )
    owner = f" Owner of the risk: {plan.risk_owner}." if plan.risk_owner else ""
    return [
        Heading("Risk it answers"),
        Paragraph([Run(f"{number}{plan.risk_title}. ", bold=True), rated, owner]),
    ]


def _actions(items: list[Any], today: datetime.date) -> list[Part]:
    if not items:
        return [Heading("Actions"), Paragraph("There is no action in the plan yet.")]
    groups = by_theme(items)
    parts: list[Part] = [Heading("Actions")]
    for theme, rows in groups:
        name = "Actions" if len(groups) == 1 and theme == NO_STATEMENT else theme
        table: list[list[Text]] = [
            [
                [Run(f"{item.action.reference} {item.action.title}", href=address(item.action))],
                item.statement_name or "None",
                item.action.owner.name,
                day_in_words(item.action.due_on),
                ", ".join(state.text for state in item.action.states(today)),
            ]
            for item in rows
        ]
        parts.append(Table(name, ("Action", "Statement", "Owner", "Due", "State"), table))
    return parts


def _approval(plan: Plan) -> list[Part]:
    approvals = list(plan.approvals.select_related("person").order_by("asking", "position"))
    if not approvals:
        return [Heading("Approval"), Paragraph("Nobody has been asked to approve it yet.")]
    rows = [
        (
            each.office,
            each.person.name if each.person else "",
            day_in_words(each.asked_on),
            f"{Answer(each.answer).label} on {_day(each.answered_on)}" if each.answer else "No answer yet",
            each.note,
        )
        for each in approvals
    ]
    return [
        Heading("Approval"),
        Table("Approval, in the order asked", ("Office", "Name", "Asked on", "Answer", "Words"), rows),
    ]


def _changes(plan: Plan) -> list[Part]:
    if plan.approved_on is None:
        return []
    sentences: list[Text] = [
        f"The plan. {each.name}: {each.before}, now {each.after}." for each in plan_changes(plan)
    ]
    for each in changes_since(plan):
        action = each.item.action
        details = "; ".join(f"{field.name}: {field.before}, now {field.after}" for field in each.changes)
        why = f" {each.item.removed_because}" if each.item.removed_on else ""
        sentences.append(
            f"{action.reference} {action.title}. {each.what}{f': {details}' if details else ''}.{why}"
        )
    heading = Heading(f"Changes since approval on {_day(plan.approved_on)}")
    return [heading, Listing(sentences) if sentences else Paragraph("Nothing has changed since then.")]


def _reviews(plan: Plan) -> list[Part]:
    rows = [
        (
            day_in_words(each.reviewed_on),
            f"{each.meeting.reference} {each.meeting.title}" if each.meeting else "At no meeting",
            f"{each.done} of {each.actions} done, {each.overdue} overdue",
            each.said,
        )
        for each in plan.reviews.select_related("meeting").order_by("-reviewed_on", "-pk")
    ]
    return (
        [Heading("Reviews"), Table("Reviews", ("Date", "Meeting", "Actions that day", "What was said"), rows)]
        if rows
        else []
    )


def _day(day: datetime.date | None) -> str:
    return day_in_words(day) if day else ""


def shown(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a plan as a document, with its files."""
    plan, document = _document(request, pk)
    context = {
        "plan": plan,
        "article": document_files.article_of(request, document, 1),
        "has_pdf": is_available(),
        "crumbs": [("Plans", reverse("learning:plans")), (plan.reference, address(plan))],
    }
    return render_page(request, "learning/plan_sheet.html", context)


def word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a plan as a Word file."""
    plan, document = _document(request, pk)
    return document_files.word(document, f"{plan.reference} {plan.title}")


def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a plan as a PDF file."""
    plan, document = _document(request, pk)
    back = reverse("learning:plan_sheet", args=[pk])
    return document_files.pdf(request, document, f"{plan.reference} {plan.title}", back)


def _document(request: HttpRequest, pk: uuid.UUID) -> tuple[Plan, Document]:
    plan = get_record(request, Plan, pk, along=("owner", "council"))
    return plan, document_of(plan, timezone.localdate())
