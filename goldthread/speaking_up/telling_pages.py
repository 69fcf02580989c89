"""Pages on which somebody speaks up, signed in or not, and follows what they told by a private link."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from goldthread.client_address import network_of
from goldthread.council.database import tenant
from goldthread.council.errors import Refused
from goldthread.council.links import guessing
from goldthread.council.links.secrets import hashed
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.speaking_up import commands
from goldthread.speaking_up.forms import FollowForm, SpeakUpForm
from goldthread.speaking_up.models import Matter, MatterStep
from goldthread.speaking_up.reading import confidants
from goldthread.web.render import render_page

# So much comes from one network in a quarter of an hour by people; a machine that fills in the form sends more.
MOST, WINDOW = 10, 15 * 60
TOO_MANY = (
    "Much was sent from the network that you use in the last quarter of an hour. What you typed is still here: wait 15 "
    "minutes and press Send again, or sign in first."
)


def speak_up(request: HttpRequest) -> HttpResponse:
    """Tell something in confidence, as somebody who is signed in; what is kept does not say who was."""
    initial = {"who": f"{request.person.name}, {request.person.job_title}".strip(", ")}
    return _tell(request, request.person.council, initial, signed_in=True)


def tell(request: HttpRequest, council: str) -> HttpResponse:
    """Tell something in confidence without signing in."""
    return _tell(request, _council(council), {}, signed_in=False)


def follow(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Show whoever told something how it stands and what they are asked; never what they told, nor who they are."""
    of, key = _council(council), hashed(secret)
    with tenant.inside(of.pk), tenant.opened_by(tenant.CONFIDED_SETTING, key):
        template, context, status = _followed(request, of, key)
    return _private(render_page(request, template, {"council": of, **context}, status=status))


def _tell(request: HttpRequest, of: Council, initial: dict[str, str], *, signed_in: bool) -> HttpResponse:
    form = SpeakUpForm(request.POST or None, initial=initial)
    frame = "web/layout.html" if signed_in else "web/public.html"
    with tenant.inside(of.pk):
        named = [each.person for each in confidants(of.pk)]
        if (
            request.method == "POST"
            and named
            and form.is_valid()
            and not _is_too_much(request, form, of, signed_in)
        ):
            given = {name: form.cleaned_data[name] for name in ("about", "words", "secret", "who")}
            # What fills in the field that nobody sees is thanked as well, and nothing is kept of it.
            if not form.cleaned_data["website"]:
                commands.speak_up(by=clock_of(of.pk), **given)
            path = reverse("speaking_up:follow", args=[of.slug, given["secret"]])
            sent = {"link": request.build_absolute_uri(path), "frame": frame, "council": of, "named": named}
            return _private(render_page(request, "speaking_up/sent.html", sent))
    context = {"form": form, "frame": frame, "council": of, "named": named, "signed_in": signed_in}
    return _private(render_page(request, "speaking_up/speak_up.html", context))


def _is_too_much(request: HttpRequest, form: SpeakUpForm, of: Council, signed_in: bool) -> bool:
    """Return whether a network that is not signed in sent too much; kept for a quarter of an hour, as a keyed hash."""
    if signed_in:
        return False
    network = network_of(str(request.META.get("REMOTE_ADDR", "")))
    key = (
        "speaking_up."
        + salted_hmac("goldthread.speaking_up", f"{of.pk} {network}", algorithm="sha256").hexdigest()
    )
    cache.add(key, 0, WINDOW)
    if cache.incr(key) <= MOST:
        return False
    form.add_error(None, TOO_MANY)
    return True


def _followed(request: HttpRequest, of: Council, key: str) -> tuple[str, dict[str, Any], int]:
    if guessing.must_wait(request, of.pk):
        return "links/wait.html", {}, 429
    matter = Matter.objects.filter(council=of.pk, secret=key).first()
    if matter is None:
        guessing.note_wrong(request, of.pk)
        return "links/unknown.html", {}, 404
    if matter.closed_on and timezone.localdate() > matter.closed_on + commands.LINK_AFTER_CLOSING:
        return "speaking_up/link_over.html", {}, 410
    form = FollowForm(request.POST or None)
    said = ""
    if request.method == "POST" and form.is_valid():
        said = _answered(of, matter, form)
        if said:
            form = FollowForm()
    asked = [step for step in _shown(matter) if step.what == MatterStep.What.QUESTION]
    answered = set(matter.steps.exclude(question=None).values_list("question", flat=True))
    waiting = next((step for step in asked if step.pk not in answered), None)
    if waiting is not None and not form.is_bound:
        form.initial["question"] = waiting.pk
    if waiting is None:
        form.fields["text"].label = "Anything to add"
    context = {
        "matter": matter,
        "state": _state(matter),
        "question": waiting,
        "asked": [step for step in asked if step.pk in answered],
        "told": [step for step in _shown(matter) if step.what == MatterStep.What.TOLD],
        "form": form,
        "sent_now": said,
        "until": matter.closed_on and matter.closed_on + commands.LINK_AFTER_CLOSING,
    }
    return "speaking_up/follow.html", context, 200


def _answered(of: Council, matter: Matter, form: FollowForm) -> str:
    question = (
        matter.steps.filter(pk=form.cleaned_data["question"]).first()
        if form.cleaned_data["question"]
        else None
    )
    text = form.cleaned_data["text"]
    # Sent again, by an impatient second press, it is there already.
    if any(step.text == text.strip() for step in matter.steps.filter(by=None).order_by("-at", "-pk")[:3]):
        return "This was sent."
    try:
        commands.answer(by=clock_of(of.pk), matter=matter, question=question, text=text)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""
    return "Sent. The two who read it see it when they next open it."


def _shown(matter: Matter) -> list[MatterStep]:
    """Return what whoever has the link is shown: what was written to them, and nothing else."""
    shown = matter.steps.filter(what__in=(MatterStep.What.QUESTION, MatterStep.What.TOLD))
    return list(shown.order_by("at", "pk"))


def _state(matter: Matter) -> str:
    if matter.closed_on:
        return f"Closed. {matter.get_outcome_display()}."
    if matter.answered_on:
        return "You have an answer, below. It is not closed yet."
    return "It has been read." if matter.acknowledged_on else "It has arrived, and has not been read yet."


def _council(slug: str) -> Council:
    of = Council.objects.filter(slug=slug).first()
    if of is None:
        raise Http404
    return of


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and searches, and its address out of what other sites are told."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
