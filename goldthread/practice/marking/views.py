"""Pages of fairness for whoever leads a round: agreement, files marked twice, and moderation."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.practice.marking import commands, forms, queries
from goldthread.practice.marking.blind import is_blind, is_own_staff, seen_by_leads
from goldthread.practice.marking.models import SecondMark
from goldthread.practice.rounds.models import AuditRound
from goldthread.web.render import render_page

_ALONG = ("tool_version__tool", "owner")


def fairness(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how far the two marks of a round's files agree, each file with both, its draws, and who was let in."""
    record: AuditRound = get_record(request, AuditRound, pk, along=_ALONG)
    blind = is_blind(request.person, record.pk)
    progress = queries.progress_of(record)
    marks = [] if blind else list(queries.both_in(record))
    externals = record.external_auditors.select_related("person", "given_by").order_by("created_at", "pk")
    context = {
        "record": record,
        "address": address(record),
        "blind": blind,
        "progress": progress,
        "agreement": None if blind else queries.agreement_of(record),
        "marks": marks,
        "draws": list(record.draws.select_related("by").order_by("created_at", "pk")),
        "second_draws": list(record.second_draws.select_related("by").order_by("created_at", "pk")),
        "externals": list(externals),
        "auditors": queries.auditors_of(record),
        "today": timezone.localdate(),
        "is_owner": record.owner_id == request.person.pk,
    }
    return render_page(request, "practice/fairness.html", context)


def draw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draw the files of a round that are marked twice."""
    record = get_record(request, AuditRound, pk, along=_ALONG)
    again = record.second_draws.exists()
    return form_page(
        request,
        forms.SecondDrawAgainForm if again else forms.SecondDrawForm,
        commands.draw_second_marks,
        title="Draw files to mark twice again" if again else "Draw files to mark twice",
        done="Drawn. The seed is kept. Give them to second markers next.",
        then=lambda drawn: reverse("practice:fairness", args=[drawn.pk]),
        page={
            "intro": f"{record.title}. They are drawn by lot from the sample; neither marker sees the other’s mark before both are in.",
            "back": reverse("practice:fairness", args=[pk]),
            "submit": "Draw",
        },
        audit_round=record,
    )


def markers(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the second marks of a round to markers."""
    record = get_record(request, AuditRound, pk, along=_ALONG)
    return form_page(
        request,
        forms.MarkersForm,
        commands.give_second_marks,
        title="Give second marks to markers",
        done="Given. Each marker finds them under Second marks.",
        then=lambda given: reverse("practice:fairness", args=[given.pk]),
        options={"audit_round": record},
        page={
            "intro": f"{record.title}. Each gets as many as the others, and nobody their own file or their own work.",
            "back": reverse("practice:fairness", args=[pk]),
            "submit": "Give",
        },
        audit_round=record,
    )


def agree(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree the grade of a file at the moderation meeting, with both marks in sight."""
    marks = seen_by_leads(SecondMark.objects.filter(council=request.person.council_id))
    mark = marks.select_related(*queries.ALONG).filter(pk=pk, audit__round__withdrawn_on=None).first()
    if mark is None:
        raise Http404
    version = mark.audit.round.tool_version
    return form_page(
        request,
        forms.AgreeForm,
        commands.agree_grade,
        title=f"Agree grade of {mark.audit.case.case_reference}",
        initial={"grade": mark.audit.agreed_grade, "because": mark.agreed_because},
        done="Agreed. Both first marks stay beside it.",
        then=lambda agreed: reverse("practice:fairness", args=[agreed.audit.round_id]),
        options={"grades": version.grade_words},
        template="practice/agree.html",
        page={
            "shown": mark,
            "questions": _side_by_side(mark),
            "back": reverse("practice:fairness", args=[mark.audit.round_id]),
            "submit": "Agree grade",
        },
        mark=mark,
    )


def _side_by_side(mark: SecondMark) -> list[tuple[str, str, str]]:
    """Return each question that was answered otherwise by the two, with both answers."""
    first, second = mark.audit.answers, mark.answers
    return [
        (question.text, _said(first.get(question.key)), _said(second.get(question.key)))
        for question in mark.audit.round.tool_version.questions.all()
        if first.get(question.key) != second.get(question.key)
    ]


def _said(answer: object) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "No answer")


def own_grades(request: HttpRequest) -> HttpResponse:
    """Show an auditor their own grades beside those agreed, and to nobody else but who leads."""
    if not is_own_staff(request.person):
        raise Http404
    return _grades(request, request.person)


def grades(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show whoever leads one auditor's grades beside those agreed."""
    person = get_object_or_404(Person.objects.visible_to(request.person).filter(is_system=False), pk=pk)
    return _grades(request, person)


def _grades(request: HttpRequest, person: Person) -> HttpResponse:
    context = {"auditor": person, "own": queries.grades_of(person), "is_own": person.pk == request.person.pk}
    return render_page(request, "practice/own_grades.html", context)
