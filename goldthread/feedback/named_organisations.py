"""Feedback that names an organisation as text, from before there was a list, or typed where it was not in it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.feedback.models import Feedback, FeedbackQuerySet
from goldthread.web.render import render_page

# The fields in which types of feedback have held an organisation's name, now and in earlier versions.
_FIELDS = ("provider", "partner", "organisation")


def naming(by: Person, organisation: Organisation) -> FeedbackQuerySet:
    """Return the feedback of no organisation yet that names this one, by any of its names, among what `by` may read."""
    named = Q()
    for name in organisation.names:
        for field in _FIELDS:
            named |= Q(**{f"extra__{field}__iexact": name})
    return Feedback.objects.visible_to(by).filter(named, organisation=None)


@command("organisations.edit")
def link_named_feedback(*, by: Person, organisation: Organisation) -> list[Feedback]:
    """Link the feedback that names an organisation as text; the text stays as it was written."""
    found = list(naming(by, organisation).select_for_update(of=("self",)))
    Feedback.objects.filter(pk__in=[each.pk for each in found]).update(
        organisation=organisation, version=F("version") + 1
    )
    return found


def offer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with how much feedback names an organisation as text, to be included in its page."""
    organisation = _organisation(request, pk)
    count = naming(request.person, organisation).count()
    return render_page(
        request, "feedback/named_organisation.html", {"organisation": organisation, "count": count}
    )


@require_POST
def link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Link the feedback that names an organisation as text."""
    organisation = _organisation(request, pk)
    count = len(link_named_feedback(by=request.person, organisation=organisation))
    messages.success(request, f"{count} pieces of feedback linked to {organisation.name}.")
    return redirect("organisations:organisation", pk=pk)


def _organisation(request: HttpRequest, pk: uuid.UUID) -> Organisation:
    if not request.person.may("feedback.read"):
        raise Http404
    return get_object_or_404(Organisation.objects.visible_to(request.person), pk=pk)
