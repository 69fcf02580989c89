"""The page on which somebody confirms their e-mail address by a code, if they like."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from goldthread.council.command import Refused
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.public.confirming import ask_for_code, can_confirm, confirm
from goldthread.public.limits.counting import may_send_code
from goldthread.public.models import PublicDraft
from goldthread.public.spoken_forms import speak
from goldthread.public.steps import CHECK
from goldthread.public.views.filling import with_draft
from goldthread.public.views.frame import Answer, Page, To, path_of
from goldthread.web.forms import Form


class EmailCodeForm(Form):
    """The code of the e-mail."""

    code = forms.CharField(label="Code", max_length=12)


def email(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Send a code to the address of a form, and take it."""

    def make(of: Council, draft: PublicDraft) -> Answer:
        path = path_of(of, secret)
        if not can_confirm(draft):
            return To(f"{path}{CHECK}/")
        form = EmailCodeForm(request.POST if "code" in request.POST else None)
        speak(form, request.manner, "email")
        problem = ""
        if request.method == "POST":
            try:
                if "code" not in request.POST:
                    if not may_send_code(request, of, draft.answers["email"]):
                        raise Refused(
                            "Too many codes were asked for within an hour. Go on without confirming: you can still send the form."
                        )
                    ask_for_code(clock_of(of.pk), draft)
                    return To(f"{path}email/")
                if form.is_valid():
                    confirm(draft, form.cleaned_data["code"])
                    return To(f"{path}{CHECK}/")
            except Refused as refused:
                if "code" in request.POST:
                    form.add_error("code", request.say(str(refused)))
                else:
                    problem = request.say(str(refused))
        context = {"form": form, "address": draft.answers["email"], "problem": problem, "path": path}
        return Page("public/email.html", {**context, "asked": draft.email_code_at, "back": f"{path}{CHECK}/"})

    return with_draft(request, council, secret, make)
