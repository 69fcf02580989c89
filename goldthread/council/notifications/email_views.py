"""The pages where a council's e-mail is set, its password, and a test message."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.notifications import email_settings, queries
from goldthread.council.notifications.forms import EmailForm, PasswordForm
from goldthread.web.render import render_page


def email(request: HttpRequest) -> HttpResponse:
    """Set how e-mail is sent, and show how it stands."""
    saved = email_settings.of_council(request.person.council_id)
    initial = model_to_dict(saved) if saved else {"site_address": request.build_absolute_uri("/").rstrip("/")}
    form = EmailForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            email_settings.set_email(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "E-mail settings saved.")
            return redirect("email_settings")
    faults, state = email_settings.state_in_words(request.person.council_id)
    context = {
        "form": form,
        "saved": saved,
        "faults": faults,
        "state": state,
        "tests": queries.tests_of(request.person),
        "has_password": saved is not None and email_settings.has_password(saved),
    }
    return render_page(request, "council/email_settings.html", context)


def email_password(request: HttpRequest) -> HttpResponse:
    """Set the password for the mail server."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email_settings.set_email_password(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Password saved.")
            return redirect("email_settings")
    return render_page(request, "council/email_password.html", {"form": form})


@require_POST
def email_test(request: HttpRequest) -> HttpResponse:
    """Send a test message to whoever asks."""
    try:
        email_settings.send_test_message(by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"A test message to {request.person.account.email} is being sent.")
    return redirect("email_settings")
