"""The pages where the council's mailbox is set, its password, and trying it."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.mailbox import polling, settings
from goldthread.mailbox.forms import MailboxForm, MailboxPasswordForm
from goldthread.web.render import render_page


def mailbox(request: HttpRequest) -> HttpResponse:
    """Set the mailbox that is read, and show how it stands."""
    saved = settings.of_council(request.person.council_id)
    form = MailboxForm(request.POST or None, initial=model_to_dict(saved) if saved else None)
    if request.method == "POST" and form.is_valid():
        try:
            settings.set_mailbox(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Mailbox settings saved.")
            return redirect("mailbox:settings")
    problem, state = settings.state_in_words(saved)
    context = {
        "form": form,
        "saved": saved,
        "problem": problem,
        "state": state,
        "has_password": bool(saved and saved.password),
        "folder": polling.folder_of(request.person.council),
    }
    return render_page(request, "mailbox/settings.html", context)


def password(request: HttpRequest) -> HttpResponse:
    """Set the password of the mailbox."""
    form = MailboxPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            settings.set_mailbox_password(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Password saved.")
            return redirect("mailbox:settings")
    return render_page(request, "mailbox/password.html", {"form": form})


@require_POST
def try_it(request: HttpRequest) -> HttpResponse:
    """Try the mailbox."""
    try:
        settings.try_mailbox(by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The mailbox is being tried. Look again in a moment.")
    return redirect("mailbox:settings")
