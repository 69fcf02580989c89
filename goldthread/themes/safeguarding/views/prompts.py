"""The list of possible safeguarding concerns, and one with its reviews."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.lists import MOST_COUNTED
from goldthread.council.records.pages import of_page
from goldthread.feedback.models import Feedback
from goldthread.themes.coding.queries import highlight
from goldthread.themes.coding.quotes import Quote, as_quotes, may_read_feedback
from goldthread.themes.safeguarding import commands, danger, measured_words, queries
from goldthread.themes.safeguarding.duty import DutyList, on_duty_in_words
from goldthread.themes.safeguarding.forms import PromptFilter, ReviewForm
from goldthread.themes.safeguarding.models import SafeguardingPrompt
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

# Of what waits: by level, what people say before old findings, and the newest heard first.
_ORDER, _NEWEST = ("-rank", "-point__heard_on", "-id"), ("-id",)


def prompts(request: HttpRequest) -> HttpResponse:
    """List the possible safeguarding concerns: those not reviewed, or all."""
    form, person, now = PromptFilter(request.GET), request.person, timezone.now()
    listed = queries.of_level(person, form.level_shown())
    rows, order = (listed, _NEWEST) if form.shows_all() else (listed.not_reviewed(), _ORDER)
    page = paginate(request, rows, order, per_page=20)
    duty = DutyList(person.council_id)
    context = {
        "filter": form,
        "page": page,
        "rows": [
            (one, quote, queries.reasons(one), danger.waited_in_words(one, now, duty, person))
            for one, quote in _with_quotes(page.rows)
        ],
        "total": rows.order_by().values("pk")[:MOST_COUNTED].count(),
        "most": MOST_COUNTED,
        "how_many": queries.count_not_reviewed(person),
        "how_many_danger": queries.count_danger(person),
        "duty": on_duty_in_words(duty.on(timezone.localdate(now)), person),
        "misses": measured_words.what_it_misses(),
    }
    return render_page(request, "themes/safeguarding.html", context, fragment="prompts")


def prompt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one possible safeguarding concern, and record its review."""
    record = get_object_or_404(queries.readable_prompts(request.person), pk=pk)
    form = ReviewForm(request.POST or None)
    [(_, quote)] = _with_quotes([record])
    if request.method == "POST" and form.is_valid():
        try:
            commands.record_review(by=request.person, prompt=record, **form.cleaned_data)
        except Refused as refused:
            form.add_error("note", str(refused))
        else:
            messages.success(request, f"Review of {quote.reference or 'the issue'} saved.")
            return redirect("themes:safeguarding")
    now, duty = timezone.now(), DutyList(record.council_id)
    context = {
        "form": form,
        "prompt": record,
        "quote": quote,
        "text": highlight(record.point.text, [(start, end) for start, end, _ in queries.spans(record)]),
        "reasons": queries.reasons(record),
        "waited": danger.waited_in_words(record, now, duty, request.person),
        "duty": on_duty_in_words(duty.on(timezone.localdate(now)), request.person),
        "reviews": record.reviews.select_related("by"),
    }
    return render_page(request, "themes/safeguarding_prompt.html", context)


def _with_quotes(rows: list[SafeguardingPrompt]) -> list[tuple[SafeguardingPrompt, Quote]]:
    return list(zip(rows, as_quotes([one.point for one in rows]), strict=True))


def danger_told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer, for the page of a piece of feedback, that it may tell of danger now and that nobody has looked yet.

    Whoever types what a caller says may have them on the telephone still, and may not open the list of concerns. Nothing
    is said of a text that is older than what is messaged, or that somebody has reviewed.
    """
    person, now = request.person, timezone.now()
    if not may_read_feedback(person):
        raise Http404
    feedback = of_page(request, Feedback, pk) or get_object_or_404(Feedback.objects.visible_to(person), pk=pk)
    prompt = queries.danger_told_in(feedback)
    if prompt is None or not danger.is_recent(prompt):
        return HttpResponse()
    duty = on_duty_in_words(DutyList(person.council_id).on(timezone.localdate(now)), person)
    reviews = queries.readable_prompts(person).filter(pk=prompt.pk).exists()
    context = {"prompt": prompt, "duty": duty, "reviews": reviews and person.may("themes.safeguarding")}
    return render_page(request, "themes/danger_told.html", context)
