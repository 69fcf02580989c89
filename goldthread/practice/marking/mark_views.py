"""Pages of second markers, of this council or another: the files given to them, and marking one without sight of the first."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.practice.marking import commands, forms
from goldthread.practice.marking.blind import is_own_staff, marks_for, open_to
from goldthread.practice.marking.models import SecondMark
from goldthread.web.render import render_page

_MOST_SHOWN = 100
_ALONG = ("audit__round__tool_version__tool", "audit__case")


def marks(request: HttpRequest) -> HttpResponse:
    """Show the files that somebody is to mark a second time, and those they did."""
    today = timezone.localdate()
    given = marks_for(request.person, today).select_related(*_ALONG)
    to_do = given.filter(finished_on=None, audit__round__told_on=None, audit__case__standing="drawn")
    context = {
        "to_do": list(to_do.order_by("audit__round__due_on", "audit__case__place", "pk")[:_MOST_SHOWN]),
        "done": list(given.filter(finished_on__isnull=False).order_by("-finished_on", "-pk")[:20]),
        "rounds": list(open_to(request.person, today).select_related("round").order_by("until", "pk")),
        "is_external": not is_own_staff(request.person),
    }
    return render_page(request, "practice/second_marks.html", context)


def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a file a second time; finished, it shows what was given, and nothing of the first mark before both are in."""
    own_mark = marks_for(request.person, timezone.localdate()).select_related(*_ALONG).filter(pk=pk).first()
    if own_mark is None:
        raise Http404
    version = own_mark.audit.round.tool_version
    if own_mark.finished_on or not own_mark.audit.round.is_open:
        answers = [
            (question.text, _said(own_mark.answers.get(question.key)), own_mark.notes.get(question.key, ""))
            for question in version.questions.all()
        ]
        return render_page(request, "practice/second_mark.html", {"shown": own_mark, "answers": answers})
    form = forms.SecondMarkForm(
        request.POST or None, initial=_begun(own_mark), version=version, person=request.person
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.save_second_mark(by=request.person, mark=own_mark, **form.given())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            finished = "finish" in request.POST
            messages.success(request, "Finished." if finished else "Saved. You can go on later.")
            return redirect("practice:second_marks") if finished else redirect("practice:second_mark", pk=pk)
    context = {"shown": own_mark, "form": form, "version": version}
    return render_page(request, "practice/mark_second.html", context)


def _begun(found: SecondMark) -> dict[str, str]:
    begun = {"grade": found.grade, "why": found.why}
    begun |= {f"answer_{key}": answer for key, answer in found.answers.items()}
    return begun | {f"note_{key}": text for key, text in found.notes.items()}


def _said(answer: object) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "No answer")
