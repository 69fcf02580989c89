"""Intake pages: choose the type of feedback, then fill in its form."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person, Team
from goldthread.feedback import commands
from goldthread.feedback.contacts.search import ContactSearch, search_contacts
from goldthread.feedback.forms import MOST_POINTS, FeedbackForm
from goldthread.feedback.intake.new_feedback import DuplicateFeedback
from goldthread.feedback.intake.splitting import split_letter
from goldthread.feedback.labels import suggested_subject
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated

# The buttons beside Save: split the letter into issues, enter the next at once, search contacts, suggest a subject.
SPLIT, ANOTHER, KNOWN, SUGGEST = "split", "another", "known", "suggest"
# What the next of a pile has in common with the one before.
_IN_COMMON = ("received_on", "channel", "speaker", "team")


def choose(request: HttpRequest) -> HttpResponse:
    """Choose the type of feedback."""
    if request.GET.get("source") in SOURCES:
        return redirect("feedback:receive_source", source=request.GET["source"])
    return render_page(request, "feedback/choose_source.html", {"sources": SOURCES.values()})


def receive(request: HttpRequest, source: str) -> HttpResponse:
    """Add feedback of one type."""
    if source not in SOURCES:
        raise Http404
    count = answer_count(request, "points", most=MOST_POINTS)
    options = {"person": request.person, "source": SOURCES[source]}
    parts = _parts(request.POST, count) if SPLIT in request.POST else []
    count = len(parts) or count
    known = None
    if request.method == "POST" and (add_pressed(request.POST) or {SPLIT, KNOWN, SUGGEST} & {*request.POST}):
        form = FeedbackForm(**options, points=count)
        form.initial = unvalidated(form, request.POST) | _issues(parts)
        if KNOWN in request.POST and request.person.may("feedback.contact"):
            known = _known(request)
        if SUGGEST in request.POST:
            form.initial |= _subject(request, source, count)
    else:
        form = FeedbackForm(request.POST or None, **options, points=count)
        for name, value in _kept(request).items():
            form.fields[name].initial = value
    duplicate = None
    if form.is_bound and form.is_valid():
        try:
            feedback = commands.receive(
                by=request.person,
                new=form.new_feedback(),
                today=timezone.localdate(),
                allow_duplicate=form.cleaned_data["allow_duplicate"],
                owner=form.cleaned_data["owner"],
            )
        except DuplicateFeedback as error:
            duplicate = error
            form.offer_duplicate(error)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            where = where_it_went(request.person, feedback, form.cleaned_data["team"])
            messages.success(request, f"Feedback {feedback.reference} saved{'.' if where else ''}{where}")
            if ANOTHER in request.POST:
                return redirect(f"{request.path}?{_to_keep(form)}")
            if not Feedback.objects.visible_to(request.person).filter(pk=feedback.pk).exists():
                # A rule gave it to a team whose feedback this person does not read.
                return redirect("feedback:list")
            return redirect("feedback:detail", pk=feedback.pk)
    context = {
        "form": form,
        "source": SOURCES[source],
        "count": count,
        "most": MOST_POINTS,
        "duplicate": duplicate,
        "known": known,
    }
    return render_page(request, "feedback/receive.html", context)


def where_it_went(person: Person, feedback: Feedback, named: Team | None) -> str:
    """Return to which team a rule gave new feedback, and whether this person may open it there; "" where none did."""
    if feedback.rule is None or feedback.team is None or feedback.team == named:
        return ""
    sentence = f" The rule “{feedback.rule.name}” gave it to {feedback.team.name}."
    if Feedback.objects.visible_to(person).filter(pk=feedback.pk).exists():
        return sentence
    return f"{sentence} You cannot open it any more, as that is another team."


def _known(request: HttpRequest) -> ContactSearch | None:
    """Return who with such contact details wrote before; None, and a message, where none could be looked for."""
    words = [request.POST.get(name, "") for name in ("name", "phone", "email")]
    try:
        return search_contacts(by=request.person, words=words)
    except Refused as refused:
        messages.error(request, str(refused))
        return None


def _subject(request: HttpRequest, source: str, count: int) -> dict[str, str]:
    """Return a subject suggested by what was typed; nothing, and a message, where no theme is likely enough."""
    texts = [text for n in range(1, count + 1) if (text := request.POST.get(f"point_{n}", "").strip())]
    subject = suggested_subject(request.person, texts, source) if texts else ""
    if not subject:
        messages.info(
            request, "No theme is likely enough to suggest a subject. Write a few words, or leave it empty."
        )
        return {}
    return {"subject": subject}


def _parts(typed: QueryDict, count: int) -> list[str]:
    """Return the issues of every box, split where each is marked; one box too few and its last keeps the rest."""
    parts = [part for n in range(1, count + 1) for part in split_letter(typed.get(f"point_{n}", ""))]
    return (
        [*parts[: MOST_POINTS - 1], "\n\n".join(parts[MOST_POINTS - 1 :])] if parts[MOST_POINTS:] else parts
    )


def _issues(parts: Sequence[str]) -> dict[str, str]:
    return {f"point_{n}": part for n, part in enumerate(parts, start=1)}


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what the next of a pile begins with: the date and so on of the one before, as the address has them."""
    kept: dict[str, Any] = {name: request.GET[name] for name in _IN_COMMON if request.GET.get(name)}
    try:
        day = datetime.date.fromisoformat(kept.pop("received_on", ""))
    except ValueError:
        return kept
    return kept | {"received_on": day}


def _to_keep(form: FeedbackForm) -> str:
    given = {name: form.cleaned_data[name] for name in _IN_COMMON}
    return urlencode({name: getattr(value, "pk", value) for name, value in given.items() if value})
