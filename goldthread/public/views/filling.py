"""Filling in a public form: its first page, a page for each step, checking, sending, and its reference."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.links import guessing
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.public import drafts, steps
from goldthread.public.confirming import can_confirm
from goldthread.public.doors import DOORS, Door
from goldthread.public.easy_read import EASY
from goldthread.public.forms import READ_AS, KindForm
from goldthread.public.limits.counting import Use, fell_into_trap, must_wait_until, note_use, staff_of
from goldthread.public.models import KEPT, PublicDraft, Submission
from goldthread.public.opening import Seen, note_seen, seen
from goldthread.public.paper.contact import contact_of
from goldthread.public.sending import send
from goldthread.public.spoken_forms import speak
from goldthread.public.steps import CHECK
from goldthread.public.views.files import open_held
from goldthread.public.views.frame import Answer, Made, Page, To, in_council, lines_in_easy, path_of
from goldthread.public.words import text
from goldthread.web.forms import Form
from goldthread.web.render import render_page

TRAPPED = text(
    "A box that nobody sees was filled in, perhaps by your browser. It is empty again: press the button once more."
)


def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the form of the only council, or show those there are."""
    councils = list(Council.objects.order_by("name", "pk")[:200])
    if len(councils) == 1:
        return redirect("public:start", council=councils[0].slug)
    return render_page(request, "public/choose.html", {"councils": councils})


def start(request: HttpRequest, council: str, door: str = "public") -> HttpResponse:
    """Show the first page of a door, and begin a form by what somebody wants to tell."""
    through = DOORS[door]

    def make(of: Council) -> Made:
        form, until = KindForm(request.POST or None, door=through, answers={}), None
        speak(form, request.manner, "start")
        if request.method == "POST":
            until = must_wait_until(request, of, Use.BEGUN)
            trapped(request, form)
        if request.method == "POST" and until is None and form.is_valid():
            note_use(request, of, Use.BEGUN)
            draft, secret = drafts.begin(
                of.pk, through.slug, {**form.cleaned_data, READ_AS: request.manner.as_text}
            )
            path = path_of(of, secret)
            after = steps.step_after(through, draft.answers, "kind")
            return To(f"{path}{after}/"), lambda response: note_seen(response, path, secret)
        context = {"door": through, "form": form, "kinds": through.kinds, "days": KEPT.days}
        context |= {"until": until, "paper": reverse("public:paper", args=[of.slug, through.slug])}
        context |= {"contact": contact_of(of), "next_lines": lines_in_easy("next", request.manner)}
        return Page("public/start.html", context, 429 if until else 200, easy="start"), None

    return in_council(request, council, make)


def trapped(request: HttpRequest, form: Form) -> None:
    """Refuse a form of which the box that nobody sees was filled in; what was typed stays in it."""
    if fell_into_trap(request):
        form.add_error(None, request.say(TRAPPED))


def councillor(request: HttpRequest, council: str) -> HttpResponse:
    """Show the first page of the councillors' door."""
    return start(request, council, "councillor")


def voluntary(request: HttpRequest, council: str) -> HttpResponse:
    """Show the first page of the voluntary sector's door."""
    return start(request, council, "voluntary")


def first(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Lead to the first step of a form that is not answered yet."""

    def make(of: Council, draft: PublicDraft) -> Answer:
        return To(f"{path_of(of, secret)}{steps.first_open(DOORS[draft.door], draft.answers)}/")

    return with_draft(request, council, secret, make)


def step(request: HttpRequest, council: str, secret: str, step: str) -> HttpResponse:
    """Show one step of a form, and keep what was answered."""

    def make(of: Council, draft: PublicDraft) -> Answer:
        door, answers, path = DOORS[draft.door], draft.answers, path_of(of, secret)
        here = steps.step_named(step)
        if here is None:
            raise Http404
        if not here.asked(door, answers):
            return To(f"{path}{steps.first_open(door, answers)}/")
        checking = request.GET.get("from") == CHECK
        context: dict[str, Any] = {"step": here, "door": door, "answers": answers, "path": path}
        if here.view is not None:
            page = here.view(request, of, draft)
            if page is None:
                return To(f"{path}{_next(door, answers, step, checking)}/")
            context |= page.context
            return Page(page.template, context | _around(draft, path, step, checking), page.status)
        assert here.form is not None
        form = here.form(request.POST or None, initial=answers, door=door, answers=answers)
        speak(form, request.manner, here.slug)
        if request.method == "POST" and form.is_valid():
            kept = {**form.cleaned_data, READ_AS: request.manner.as_text}
            drafts.keep(draft, kept, staff_of(request, of))
            return To(f"{path}{_next(door, draft.answers, step, checking)}/")
        return Page(here.template, context | {"form": form} | _around(draft, path, step, checking))

    return with_draft(request, council, secret, make)


def open_file(request: HttpRequest, council: str, secret: str, file: uuid.UUID) -> HttpResponse:
    """Send a file of a form to whoever has it open, also after a pause."""
    return with_draft(request, council, secret, lambda of, draft: open_held(of, draft, file))


def check(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Show all answers before they are sent, and send them."""

    def make(of: Council, draft: PublicDraft) -> Answer:
        door, answers, path = DOORS[draft.door], draft.answers, path_of(of, secret)
        missing = steps.first_open(door, answers)
        if missing != CHECK:
            return To(f"{path}{missing}/")
        problem, until = "", None
        if request.method == "POST":
            until = must_wait_until(request, of, Use.SENT, draft.pk)
            problem = request.say(TRAPPED) if fell_into_trap(request) else ""
        if request.method == "POST" and until is None and not problem:
            note_use(request, of, Use.SENT, draft.pk)
            try:
                send(by=clock_of(of.pk), secret=secret)
            except Refused as refused:
                problem = request.say(str(refused))
            else:
                return To(f"{path}sent/")
        easy = EASY if request.manner.easy else {}
        lines = [
            (what, answer, f"{path}{each.slug}/?from=check", request.say("Change"))
            for each in steps.asked(door, answers)
            for what, answer in steps.lines_of(each, door, answers, request.say, easy.get(each.slug))
        ]
        context = {"lines": lines, "door": door, "path": path, "problem": problem, "until": until}
        context["confirms"] = f"{path}email/" if can_confirm(draft) else ""
        context |= _around(draft, path, CHECK, False)
        return Page("public/check.html", context, 429 if until else 200, easy=CHECK)

    return with_draft(request, council, secret, make)


def sent(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Show the reference of a form that was sent, and its private link to the browser that sent it."""

    def make(of: Council) -> Made:
        submission = drafts.sent_of(of.pk, secret)
        if submission is None:
            return To(f"{path_of(of, secret)}{CHECK}/"), None
        return _sent(request, of, submission, secret)

    return in_council(request, council, make)


def _sent(request: HttpRequest, council: Council, submission: Submission, secret: str) -> Made:
    context: dict[str, Any] = {"reference": submission.feedback.reference, "submission": submission}
    if seen(request, secret) is Seen.NOW:
        link = reverse("private_link", args=[council.slug, drafts.link_secret(submission)])
        context |= {"link": request.build_absolute_uri(link), "feedback": submission.feedback}
    return Page("public/sent.html", context, easy="sent"), None


def with_draft(
    request: HttpRequest, slug: str, secret: str, make: Callable[[Council, PublicDraft], Answer]
) -> HttpResponse:
    """Return the page of a form in hand; a page that says what is kept until when, where it is not open here."""

    def opened(of: Council) -> Made:
        if guessing.must_wait(request, of.pk):
            return Page("links/wait.html", status=429), None
        draft = drafts.draft_of(of.pk, secret, lock=request.method == "POST")
        path = path_of(of, secret)
        if draft is None:
            submission = drafts.sent_of(of.pk, secret)
            if submission is not None:
                return To(f"{path}sent/"), None
            guessing.note_wrong(request, of.pk)
            return Page("public/gone.html", {"days": KEPT.days}, status=410), None
        here = seen(request, secret)
        # Whoever types for over an hour and goes on loses nothing.
        if here is Seen.NEVER or draft.paused_at or (here is Seen.IDLE and request.method != "POST"):
            return To(f"{path}ended/"), None
        return make(of, draft), lambda response: note_seen(response, path, secret)

    return in_council(request, slug, opened)


def _next(door: Door, answers: steps.Answers, slug: str, checking: bool) -> str:
    return steps.first_open(door, answers) if checking else steps.step_after(door, answers, slug)


def _around(draft: PublicDraft, path: str, slug: str, checking: bool) -> dict[str, Any]:
    """Return what stands round each step: the way back, and how to stop and come back."""
    before = steps.step_before(DOORS[draft.door], draft.answers, slug)
    back = f"{path}{CHECK}/" if checking else (f"{path}{before}/" if before else "")
    return {"back": back, "kept_until": draft.kept_until, "pause": f"{path}pause/", "path": path}
