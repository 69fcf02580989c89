"""Pausing a public form and coming back to it, deleting it, and what an ended session says."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.council.links import guessing
from goldthread.council.models import Council
from goldthread.public import drafts, steps
from goldthread.public.doors import DOORS
from goldthread.public.models import KEPT, PublicDraft
from goldthread.public.opening import Seen, forget, note_seen, seen
from goldthread.public.spoken_forms import speak
from goldthread.public.views.frame import Made, Page, To, in_council, path_of
from goldthread.public.words import text
from goldthread.web.forms import Form

_WRONG = text("We have no form with this code. Check it letter by letter. It may have been sent, or deleted")


class CodeForm(Form):
    """The code by which somebody comes back to their form."""

    code = forms.CharField(
        label="Return code", max_length=40, help_text="Capitals, spaces and dashes make no difference."
    )


def pause(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Pause a form: show its return code, and let its address open nothing until the code is entered."""

    def make(of: Council) -> Made:
        draft, path = drafts.draft_of(of.pk, secret, lock=request.method == "POST"), path_of(of, secret)
        if draft is None or seen(request, secret) is Seen.NEVER:
            return To(f"{path}ended/"), None
        context = {"code": drafts.return_code(draft), "kept_until": draft.kept_until, "path": path}
        context["come_back"] = request.build_absolute_uri(reverse("public:come_back", args=[of.slug]))
        if request.method == "POST":
            drafts.pause(draft)
            context |= {"kept_until": draft.kept_until, "done": True}
            return Page("public/paused.html", context, easy="pause"), lambda response: forget(response, path)
        context["back"] = f"{path}{_place(draft)}/"
        return Page("public/paused.html", context, easy="pause"), None

    return in_council(request, council, make)


def delete(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Delete a form that was not sent, once somebody has confirmed it."""

    def make(of: Council) -> Made:
        draft, path = drafts.draft_of(of.pk, secret, lock=request.method == "POST"), path_of(of, secret)
        if draft is None or seen(request, secret) is Seen.NEVER:
            return To(f"{path}ended/"), None
        if request.method == "POST":
            drafts.delete(draft)
            return Page("public/deleted.html"), lambda response: forget(response, path)
        return Page("public/delete.html", {"back": f"{path}{_place(draft)}/"}), None

    return in_council(request, council, make)


def ended(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Say why a form is not open here, what is kept until when, and take its code."""

    def make(of: Council) -> Made:
        if guessing.must_wait(request, of.pk):
            return Page("links/wait.html", status=429), None
        draft, path = drafts.draft_of(of.pk, secret, lock=request.method == "POST"), path_of(of, secret)
        if draft is None:
            if drafts.sent_of(of.pk, secret) is not None:
                return To(f"{path}sent/"), None
            guessing.note_wrong(request, of.pk)
            return Page("public/gone.html", {"days": KEPT.days}, status=410), None
        here = seen(request, secret)
        goes_on = here is not Seen.NEVER and not draft.paused_at
        form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
        speak(form, request.manner, "code")
        if request.method == "POST":
            if goes_on and "code" not in request.POST:
                return To(f"{path}{_place(draft)}/"), lambda response: note_seen(response, path, secret)
            if form.is_valid():
                found = drafts.draft_by_code(of.pk, form.cleaned_data["code"])
                if found is not None and found.pk == draft.pk:
                    return _come_back(of, draft)
                guessing.note_wrong(request, of.pk)
                form.add_error("code", request.say(_WRONG))
        context = {"form": form, "draft": draft, "goes_on": goes_on, "kept_until": draft.kept_until}
        return Page("public/ended.html", context), None

    return in_council(request, council, make)


def come_back(request: HttpRequest, council: str) -> HttpResponse:
    """Take the return code of a form, and go on with it."""

    def make(of: Council) -> Made:
        if guessing.must_wait(request, of.pk):
            return Page("links/wait.html", status=429), None
        form = CodeForm(request.POST or None)
        speak(form, request.manner, "code")
        if request.method == "POST" and form.is_valid():
            draft = drafts.draft_by_code(of.pk, form.cleaned_data["code"])
            if draft is not None:
                return _come_back(of, draft)
            guessing.note_wrong(request, of.pk)
            form.add_error("code", request.say(_WRONG))
        return Page("public/come_back.html", {"form": form, "days": KEPT.days}), None

    return in_council(request, council, make)


def _come_back(council: Council, draft: PublicDraft) -> Made:
    """Go on with a form at a new address: the one before may stand in the history of another computer."""
    secret = drafts.give_new_address(draft)
    path = path_of(council, secret)
    return To(f"{path}{_place(draft)}/"), lambda response: note_seen(response, path, secret)


def _place(draft: PublicDraft) -> str:
    return steps.first_open(DOORS[draft.door], draft.answers)
