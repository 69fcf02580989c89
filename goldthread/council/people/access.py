"""Access of users: the pages that change their details and turn off their one-time codes, and password links."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Account, Person
from goldthread.council.people import commands, demanded_codes
from goldthread.council.people import passwords_off as policy
from goldthread.council.people.forms import DemandedCodesForm, DetailsForm, PasswordsForm
from goldthread.council.people.session_origin import begun_through_provider
from goldthread.web.doors import View


class PasswordLinks(PasswordResetTokenGenerator):
    """Makes the token of a password link; one from before somebody's sessions were ended is of no use."""

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        ended: datetime | None = user.sessions_ended_at
        return f"{super()._make_hash_value(user, timestamp)}{ended.isoformat() if ended else ''}"


password_links = PasswordLinks()


def password_link_path(account: Account) -> str:
    """Return the path of a page where whoever has the link chooses the account's password, once."""
    who = urlsafe_base64_encode(force_bytes(account.pk))
    return reverse("choose_password", args=[who, password_links.make_token(account)])


def change_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the name, email address or job title of a user."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person).select_related("account"), pk=pk)
    email = somebody.account.email if somebody.account else ""
    initial = {"name": somebody.name, "email": email, "job_title": somebody.job_title}
    form = DetailsForm(request.POST or None, initial=initial)
    # Somebody who does not sign in need not have an address.
    form.fields["email"].required = bool(email)
    if request.method == "POST" and form.is_valid():
        try:
            changed = commands.change_person(by=request.person, person=somebody, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"Details of {changed.name} saved")
            return redirect("person", pk=pk)
    page = {
        "form": form,
        "title": f"Change details of {initial['name']}",
        "back": reverse("person", args=[pk]),
    }
    return render(request, "web/form_page.html", page)


@login_required
def codes_first(request: HttpRequest) -> HttpResponse:
    """Ask somebody to set up one-time codes before anything else."""
    if not getattr(request, "lacks_codes", False):
        return redirect("home")
    page = {"everybody": request.person.council.everybody_needs_codes}
    return render(request, "council/codes_first.html", page)


def demand_codes(request: HttpRequest) -> HttpResponse:
    """Set of whom the council demands one-time codes."""
    everybody = request.person.council.everybody_needs_codes
    form = DemandedCodesForm(request.POST or None, initial={"everybody": "yes" if everybody else "no"})
    if request.method == "POST" and form.is_valid():
        demanded_codes.demand_codes(by=request.person, **form.cleaned_data)
        messages.success(request, "2-step verification saved")
        return redirect("people")
    page = {"form": form, "title": "2-step verification of users", "back": reverse("people")}
    return render(request, "web/form_page.html", page)


def passwords(request: HttpRequest) -> HttpResponse:
    """Set whose passwords the council accepts, and show when emergency accounts were used."""
    by = request.person
    named = list(Person.objects.visible_to(by).filter(is_emergency=True))
    initial = {"passwords_off": "yes" if by.council.passwords_off else "no", "emergency": named}
    form = PasswordsForm(request.POST or None, initial=initial, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _save_passwords(request, named, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Passwords saved")
            return redirect("people")
    uses = [(line.person.name, line.at) for line in policy.uses_since(by)]
    return render(request, "council/passwords.html", {"form": form, "uses": uses})


def _save_passwords(
    request: HttpRequest, named: list[Person], *, passwords_off: bool, emergency: Iterable[Person]
) -> None:
    by, through_provider = request.person, begun_through_provider(request)
    for person in emergency:
        if person not in named:
            policy.name_emergency_account(by=by, person=person)
    if passwords_off != by.council.passwords_off:
        if passwords_off:
            policy.turn_passwords_off(by=by, through_provider=through_provider)
        else:
            policy.turn_passwords_on(by=by)
    for person in named:
        if person not in emergency:
            policy.end_emergency_account(by=by, person=person, through_provider=through_provider)


def where_accepted(view: View) -> View:
    """Make a page of one's own password say that passwords are turned off, where they are for this account."""

    @functools.wraps(view)
    def page(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if request.user.is_authenticated and not policy.accepts_password_of(request.user):
            return render(request, "council/passwords_off.html", status=403)
        return view(request, **arguments)

    return page


@require_POST
def turn_off_codes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Turn off the 2-step verification of a user who has lost their phone."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    try:
        commands.turn_off_codes(by=request.person, person=somebody)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            f"2-step verification of {somebody.name} turned off. They are told when they next sign in.",
        )
    return redirect("person", pk=pk)
