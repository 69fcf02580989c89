"""The page of one's own notifications, opening what one is about, and marking them as read."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from goldthread.council.notifications import email_settings, notifying, opening, queries
from goldthread.council.notifications.choices import choices_of, choose_deliveries
from goldthread.council.notifications.forms import ChoicesForm
from goldthread.council.notifications.kinds import CHOSEN
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def notifications(request: HttpRequest) -> HttpResponse:
    """List what somebody is told of: what is unread, or all, newest first."""
    person, shows_all = request.person, request.GET.get("show") == "all"
    listed = queries.notifications_of(person) if shows_all else queries.unread(person)
    listed = paginate(request, listed.select_related("by"), ("-at", "-id"))
    context = {
        "told": queries.shown(person, listed.rows),
        "listed": listed,
        "shows_all": shows_all,
        "unread_count": queries.unread(person).count(),
        "until": timezone.now().isoformat(),
    }
    return render_page(request, "council/notifications.html", context)


def open_notification(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a notification as read and lead to its record."""
    opened = get_object_or_404(queries.notifications_of(request.person), pk=pk)
    notifying.mark_read(request.person, pk=pk)
    if not opening.opened_by(request.person, [opened]):
        messages.info(request, "You can no longer open that record.")
        return redirect("notifications")
    return redirect(opening.address_of(opened))


def choose(request: HttpRequest) -> HttpResponse:
    """Choose of what one is told, and how."""
    person = request.person
    told = choices_of(person.council_id, [person.pk])
    form = ChoicesForm(request.POST or None, initial={kind: told[person.pk, kind] for kind in CHOSEN})
    if request.method == "POST" and form.is_valid():
        choose_deliveries(by=person, chosen=form.cleaned_data)
        messages.success(request, "Choices saved.")
        return redirect("notifications")
    email = email_settings.of_council(person.council_id)
    context = {"form": form, "email_on": email if email is not None and email.is_on else None}
    return render_page(request, "council/choose_notifications.html", context)


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one notification as read (`pk`), or all that stood on the page (`until`)."""
    pk = _key(request.POST.get("pk", ""))
    until = _moment(request.POST.get("until", ""))
    if pk is not None:
        notifying.mark_read(request.person, pk=pk)
    elif until is not None:
        notifying.mark_read(request.person, until=until)
    return redirect("notifications")


def _key(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


def _moment(given: str) -> datetime.datetime | None:
    try:
        moment = parse_datetime(given)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
