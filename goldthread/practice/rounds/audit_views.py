"""Pages of audits: those given to somebody, doing one, the feedback to the worker, and the worker's own reflection."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.records.pages import form_page
from goldthread.learning.documents.queries import called
from goldthread.practice.marking.queries import sure_of
from goldthread.practice.rounds import auditing, forms, queries
from goldthread.practice.rounds.audit_form import AuditForm, as_saved
from goldthread.practice.rounds.models import Audit
from goldthread.practice.tools.models import ToolVersion
from goldthread.web.jinja import date
from goldthread.web.render import render_page

_MOST_SHOWN = 100


def mine(request: HttpRequest) -> HttpResponse:
    """Show the audits that somebody is to do, those they did, and the feedback on their own work."""
    person = request.person
    audits = Audit.objects.filter(council=person.council_id, round__withdrawn_on=None)
    audits = audits.select_related("round", "case", "auditor")
    given = audits.filter(auditor=person)
    context = {
        "to_do": [
            _card(each)
            for each in given.filter(finished_on=None, round__told_on=None).order_by("round__due_on", "pk")[
                :_MOST_SHOWN
            ]
        ],
        "done": list(given.filter(finished_on__isnull=False).order_by("-finished_on", "-pk")[:20]),
        "about_me": list(
            audits.filter(case__worker=person, finished_on__isnull=False).order_by("-finished_on", "-pk")[
                :_MOST_SHOWN
            ]
        ),
    }
    return render_page(request, "practice/mine.html", context)


def _card(audit: Audit) -> dict[str, str]:
    due = f", by {date(audit.round.due_on)}" if audit.round.due_on else ""
    begun = ". Begun." if audit.answers or audit.strengths else ""
    return {
        "title": audit.case.case_reference,
        "href": reverse("practice:do_audit", args=[audit.pk]),
        "text": f"{audit.round.title}{due}{begun}",
    }


def get_audit(request: HttpRequest, pk: uuid.UUID, *, auditor: bool = False) -> Audit:
    """Return an audit that somebody may open, or raise Http404; auditor: only whoever it was given to."""
    audits = queries.audits_for(request.person)
    if auditor:
        audits = audits.filter(auditor=request.person)
    along = ("round__tool_version__tool", "round__review", "case__worker", "auditor")
    audit = audits.filter(pk=pk).select_related(*along).first()
    if audit is None:
        raise Http404
    return audit


def do(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Do an audit: on a tablet, saved as it goes; Finish checks that it is whole, and tells the worker."""
    audit = get_audit(request, pk, auditor=True)
    version = audit.round.tool_version
    form = AuditForm(request.POST or None, initial=as_saved(audit), version=version, person=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            auditing.save_audit(by=request.person, audit=audit, **form.given())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            finished = "finish" in request.POST
            done = "Finished." if finished else "Saved. You can go on later."
            messages.success(request, done)
            return redirect("practice:audit" if finished else "practice:do_audit", pk=audit.pk)
    context = {"audit": audit, "form": form, "version": version}
    return render_page(request, "practice/do_audit.html", context)


def audit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an audit as its worker reads it: what went well, what is to be learned, what the person says, and each answer."""
    shown = get_audit(request, pk)
    if not shown.is_finished:
        if shown.auditor_id == request.person.pk:
            return redirect("practice:do_audit", pk=pk)
        raise Http404
    is_own = shown.case.worker_id == request.person.pk
    is_lead = request.person.may("practice.lead")
    context = {
        "audit": shown,
        "domains": _answers(shown, shown.round.tool_version),
        "is_own": is_own,
        "is_lead": is_lead,
        "is_auditor": shown.auditor_id == request.person.pk,
        "sure": sure_of(shown),
        "auditor": shown.auditor.name if shown.auditor else shown.auditor_named,
    }
    return render_page(request, "practice/audit.html", context)


def _answers(audit: Audit, version: ToolVersion) -> list[tuple[str, list[dict[str, Any]]]]:
    domains: dict[str, list[dict[str, Any]]] = {}
    for question in version.questions.select_related("standard").all():
        answer = audit.answers.get(question.key, "")
        domains.setdefault(question.domain, []).append(
            {
                "text": question.text,
                "answer": ", ".join(answer) if isinstance(answer, list) else answer,
                "note": audit.notes.get(question.key, ""),
                "standard": called(question.standard) if question.standard else "",
            }
        )
    return list(domains.items())


def told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the worker was told, where they have no account to read it with."""
    shown = get_audit(request, pk)
    return form_page(
        request,
        forms.ToldForm,
        auditing.record_told,
        title="Record that the worker was told",
        initial={"told_on": timezone.localdate()},
        done="Recorded.",
        then=lambda saved: reverse("practice:audit", args=[saved.pk]),
        page={
            "intro": f"The audit of {shown.case.case_reference}: printed and handed over, or talked through.",
            "back": reverse("practice:audit", args=[pk]),
        },
        audit=shown,
    )


def reflection(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write what one takes from an audit of one's own work."""
    shown = get_audit(request, pk)
    if shown.case.worker_id != request.person.pk or not shown.is_finished:
        raise Http404
    return form_page(
        request,
        forms.ReflectionForm,
        auditing.reflect,
        title="Your reflection",
        initial={"reflection": shown.reflection, "reflected_on": timezone.localdate()},
        done="Your reflection is saved.",
        then=lambda saved: reverse("practice:audit", args=[saved.pk]),
        page={
            "intro": f"On the audit of {shown.case.case_reference}.",
            "back": reverse("practice:audit", args=[pk]),
        },
        audit=shown,
    )
