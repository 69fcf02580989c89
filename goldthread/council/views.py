"""The pages for signing in, choosing a council, and looking after people, teams and the audit trail."""

from __future__ import annotations

import re
import uuid

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused, in_words
from goldthread.council.context import more_links
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine, Council, Membership, Person, Team
from goldthread.council.people import commands, identity_commands, passwords_off
from goldthread.council.people.access import password_link_path, password_links
from goldthread.council.people.forms import AuditFilter, DisciplineForm, PersonForm, RoleForm, TeamForm
from goldthread.council.people.session_origin import CAME_BY_DEMO
from goldthread.council.people.sign_in_log import SignInEvent, record_sign_in, who
from goldthread.council.people.watched import Way, account_changed
from goldthread.council.records import audit_page, my_work
from goldthread.sheets import clean_text

_AUDIT_PAGE = 50


class SignIn(LoginView):
    """Sign in with a password, or through the council's own identity provider where there is one."""

    def get_context_data(self, **kwargs):
        """Add the identity provider."""
        provider = None
        if settings.OIDC_NAME:
            provider = {"name": settings.OIDC_NAME, "url": reverse("openid_connect_login", args=["council"])}
        return super().get_context_data(
            provider=provider, passwords_last=passwords_off.off_everywhere(), **kwargs
        )


def signup_closed(request: HttpRequest) -> HttpResponse:
    """Explain that an administrator creates accounts."""
    return render(request, "council/signup_closed.html", status=403)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show the user's own account: password and 2-step verification."""
    from allauth.mfa.utils import is_mfa_enabled

    page = {
        "codes_on": is_mfa_enabled(request.user),
        "password_accepted": passwords_off.accepts_password_of(request.user),
    }
    return render(request, "council/account.html", page)


@login_required
def choose_council(request: HttpRequest) -> HttpResponse:
    """Choose a council, for somebody who works at more than one."""
    people = getattr(request, "people", [])
    if request.method == "POST":
        chosen = next((person for person in people if str(person.pk) == request.POST.get("person")), None)
        if chosen is not None:
            request.session["person_id"] = str(chosen.pk)
            return redirect("home")
    return render(request, "council/choose_council.html", {"people": people})


def demo_users(request: HttpRequest) -> HttpResponse:
    """Choose a demo user, in the demo on this machine only."""
    if not settings.DEMO or request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1", ""):
        raise PermissionDenied
    groups = []
    for council in Council.objects.order_by("name"):
        with tenant.inside(council.pk):
            people = list(
                Person.objects.filter(council=council, is_active=True, account__isnull=False)
                .prefetch_related("memberships__team")
                .order_by("created_at")
            )
            groups.append((council, [(person, person.roles) for person in people]))
    if request.method == "POST":
        pk = request.POST.get("person", "")
        chosen = next((p for _, people in groups for p, _ in people if str(p.pk) == pk), None)
        if chosen is not None:
            login(request, chosen.account, backend=settings.AUTHENTICATION_BACKENDS[0])
            record_sign_in(SignInEvent.IN, account=chosen.account, reason="on the demo's page")
            request.session["person_id"] = str(chosen.pk)
            request.session[CAME_BY_DEMO] = True
            return redirect("home")
    return render(request, "council/demo_users.html", {"groups": groups})


def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "council/accessibility.html")


def people(request: HttpRequest) -> HttpResponse:
    """List the users and their roles."""
    listed = (
        Person.objects.visible_to(request.person)
        .filter(is_system=False)
        .prefetch_related("memberships__team")
    )
    people = list(listed.select_related("account"))
    context = {"people": people, "waiting": identity_commands.whose_wait(people)}
    return render(request, "council/users.html", context)


def add_person(request: HttpRequest) -> HttpResponse:
    """Add a user."""
    form = PersonForm(request.POST or None, by=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            added = commands.add_person(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            sign_in = (
                f"with {settings.OIDC_NAME}" if settings.OIDC_NAME else "once they have chosen a password"
            )
            messages.success(request, f"User {added.name} added. They can sign in {sign_in}.")
            return redirect("person", pk=added.pk)
    return render(request, "council/add_user.html", {"form": form})


def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one user and their roles."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    return render(
        request,
        "council/user.html",
        {
            "owned": len(my_work.owned_by(somebody)),
            "somebody": somebody,
            "memberships": somebody.memberships.select_related("team", "organisation"),
            "codes_on": commands.codes_are_on(somebody),
            "form": RoleForm(by=request.person),
            "discipline_form": DisciplineForm(initial={"discipline": somebody.discipline}),
            "identities": identity_commands.identities_of(somebody),
        },
    )


@require_POST
def person_discipline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set the discipline of a user."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    discipline = request.POST.get("discipline", "")
    _run(
        request,
        f"Discipline of {somebody.name} saved",
        commands.set_discipline,
        of=somebody,
        discipline=discipline,
    )
    return redirect("person", pk=pk)


@require_POST
def add_role(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a role to a user."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    form = RoleForm(request.POST, by=request.person)
    if form.is_valid():
        _run(
            request, f"Role added to {somebody.name}", commands.add_role, person=somebody, **form.cleaned_data
        )
    else:
        messages.error(request, "Choose a role from the list.")
    return redirect("person", pk=pk)


@require_POST
def remove_role(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove a role from a user."""
    memberships = Membership.objects.visible_to(request.person).select_related("person")
    membership = get_object_or_404(memberships, pk=pk)
    _run(request, f"Role removed from {membership.person.name}", commands.remove_role, membership=membership)
    return redirect("person", pk=membership.person_id)


@require_POST
def person_identity(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept or end a user's identity at the provider."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    identity = request.POST.get("identity", "")
    chosen = {"person": somebody, "identity": int(identity) if re.fullmatch("[0-9]{1,9}", identity) else 0}
    if request.POST.get("decision") == "accept":
        _run(request, f"{somebody.name} can sign in this way", identity_commands.accept_identity, **chosen)
    else:
        _run(
            request,
            f"{somebody.name} can no longer sign in this way",
            identity_commands.end_identity,
            **chosen,
        )
    return redirect("person", pk=pk)


@require_POST
def deactivate_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Deactivate a user."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    if somebody != request.person and my_work.owned_by(somebody):
        return redirect("leave", pk=pk)
    _run(request, f"{somebody.name} deactivated", commands.deactivate_person, person=somebody)
    return redirect("people")


@require_POST
def reactivate_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Reactivate a user."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    _run(request, f"{somebody.name} reactivated", commands.reactivate_person, person=somebody)
    return redirect("person", pk=pk)


@require_POST
def password_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a link by which a user chooses their own password; the administrator never knows it."""
    somebody = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    try:
        commands.create_password_link(by=request.person, person=somebody)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("person", pk=pk)
    return render(
        request,
        "council/password_link.html",
        {
            "somebody": somebody,
            "link": request.build_absolute_uri(password_link_path(somebody.account)),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        },
    )


def choose_password(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Let a user choose a password by the link from their administrator; it works once."""
    # Who sends the same link's form a moment later waits here, and finds it used.
    accounts = Account.objects.select_for_update() if request.method == "POST" else Account.objects.all()
    try:
        account = accounts.filter(pk=force_str(urlsafe_base64_decode(who)), is_active=True).first()
    except (ValueError, ValidationError):
        account = None
    if account is None or not password_links.check_token(account, token):
        return render(request, "council/password_link_expired.html", status=404)
    if not passwords_off.accepts_password_of(account):
        return render(request, "council/passwords_off.html", status=403)
    form = SetPasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        record_sign_in(SignInEvent.PASSWORD_BY_LINK, account=account)
        account_changed(account, Way.PASSWORD_CHOSEN)
        messages.success(request, "Password set. Sign in with it.")
        return redirect("account_login")
    return render(request, "council/choose_password.html", {"form": form, "account": account})


def _run(request: HttpRequest, success: str, command, **arguments) -> None:
    try:
        command(by=request.person, **arguments)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, success)


def teams(request: HttpRequest) -> HttpResponse:
    """List the teams, and add one."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            commands.add_team(by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"Team {name} added")
            return redirect("teams")
    return render(
        request, "council/teams.html", {"form": form, "teams": Team.objects.visible_to(request.person)}
    )


def audit(request: HttpRequest) -> HttpResponse:
    """Show the audit log, newest first; filtered by person or record."""
    query = request.GET.copy()
    if "record" in query:
        # Characters that a browser cannot show must not be sent back to it.
        query["record"] = clean_text(query["record"])
    form = AuditFilter(query or None, by=request.person)
    # An invalid value filters nothing.
    form.is_valid()
    filters = getattr(form, "cleaned_data", {})
    before = query.get("before", "")
    lines = AuditLine.objects.visible_to(request.person).select_related("person").order_by("-number")
    if filters.get("person"):
        lines = lines.filter(person=filters["person"])
    if filters.get("record"):
        lines = lines.filter(target_id__in=audit_page.meant(request.person, filters["record"]))
    if before.isdecimal() and len(before) < 19:
        lines = lines.filter(number__lt=int(before))
    lines = list(lines[: _AUDIT_PAGE + 1])
    more, lines = len(lines) > _AUDIT_PAGE, lines[:_AUDIT_PAGE]
    if more:
        query["before"] = str(lines[-1].number)
    to = {number: f" to {name}" for number, name in audit_page.given_to(lines).items()}
    context = {
        "form": form,
        "lines": [
            (
                line,
                f"{timezone.localtime(line.at):%H:%M}",
                who(line),
                in_words(line.command) + to.get(line.number, ""),
                record,
            )
            for line, record in zip(lines, audit_page.records(request.person, lines), strict=True)
        ],
        "older": query.urlencode() if more else "",
    }
    return render(request, "council/audit.html", context)


def more(request: HttpRequest) -> HttpResponse:
    """List the types of record that are not in the menu's bar."""
    return render(request, "council/more.html", {"pages": more_links(request, request.person)})
