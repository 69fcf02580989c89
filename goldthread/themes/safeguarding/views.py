"""The pages of what may tell of harm: the list, and one alert with what was done about it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from goldthread.council.command import Refused
from goldthread.themes.coding.queries import marked_at
from goldthread.themes.coding.quotes import as_said
from goldthread.themes.safeguarding import commands as alerts
from goldthread.themes.safeguarding import queries as safeguarding_queries
from goldthread.themes.safeguarding.forms import HarmFilter, HarmForm
from goldthread.themes.safeguarding.models import HarmAlert
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def alerts_page(request: HttpRequest) -> HttpResponse:
    """List what may tell of harm: what nobody has looked at yet, or everything."""
    form = HarmFilter(request.GET)
    found = safeguarding_queries.open_to(request.person)
    waiting = found.nobody_has_looked()
    listed = paginate(request, found if form.shows_all() else waiting, ("-id",), per_page=20)
    rows = [(alert, said, safeguarding_queries.reasons(alert.cues)) for alert, said in _said(listed.rows)]
    context = {
        "filter": form,
        "page": listed,
        "rows": rows,
        "how_many": safeguarding_queries.waiting_for(request.person),
    }
    return render_page(request, "themes/harm.html", context, fragment="alerts")


def alert(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one alert, and ask whoever looks what they did."""
    found = get_object_or_404(safeguarding_queries.open_to(request.person), pk=pk)
    form = HarmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            alerts.say_what_was_done(by=request.person, alert=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("note", str(refused))
        else:
            messages.success(request, "What you did is kept.")
            return redirect("themes:harm")
    [(_, said)] = _said([found])
    spans = [(start, end) for start, end, _ in found.cues if 0 <= start < end <= len(found.point.text)]
    context = {
        "form": form,
        "alert": found,
        "said": said,
        "text": marked_at(found.point.text, spans),
        "reasons": safeguarding_queries.reasons(found.cues),
        "looks": found.looks.select_related("by"),
    }
    return render_page(request, "themes/harm_alert.html", context)


def _said(found: list[HarmAlert]) -> list[tuple[HarmAlert, object]]:
    return list(zip(found, as_said([alert.point for alert in found]), strict=True))
