"""Pages of what may have happened again: the list, one beside its finding, and the answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.list_filters import WordsFilter
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.reviews.again import commands
from goldthread.reviews.again.models import Repeat, Same
from goldthread.reviews.again.queries import readable_of
from goldthread.reviews.models import Review
from goldthread.web.forms import DateField, Form

_QUESTION = "Has it happened again?"


class AnswerRepeatForm(Form):
    """Whether it is the same again, and what is done now."""

    same = forms.ChoiceField(label="Is it the same again?", choices=Same, widget=forms.RadioSelect)
    because = forms.CharField(
        label="What is the same, and what is done now",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed where it is the same again.",
    )
    answered_on = DateField(label="Date", latest=timezone.localdate)


class RepeatFilter(WordsFilter):
    """Filters of the list of possible repeats."""

    state = forms.ChoiceField(
        label="Answer", choices=[("", "Any answer"), ("open", "Not answered"), *Same.choices]
    )


COLUMNS = (
    Column("Finding", "title", main=True),
    Column(
        "Review",
        lambda repeat: {"text": repeat.finding.review.reference, "href": address(repeat.finding.review)},
    ),
    Column("Answer", lambda repeat: repeat.state(timezone.localdate()).text),
    *work_columns(Repeat, ("due_on", "id")),
    Column("Found on", "found_on", optional=True),
)
VIEWS = (
    View("Not answered", "state=open"),
    View("The same again", "state=yes"),
    View("All", ""),
)


def repeats(request: HttpRequest) -> HttpResponse:
    """List what may have happened again, the first to answer first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        if state := chosen.get("state"):
            listed = listed.filter(same="" if state == "open" else state)
        for word in (chosen.get("words") or "").split()[:6]:
            listed = listed.filter(finding__point__text__icontains=word)
        return listed

    return list_page(
        request,
        Repeat,
        filter_form=RepeatFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("finding__point", "finding__review", "owner"),
        bulk=(assigning(Repeat),),
        views=VIEWS,
        template="reviews/repeats.html",
    )


def repeat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an old finding and what may have repeated it, side by side."""
    along = ("finding__point", "finding__review", "owner", "answered_by")
    record = get_record(request, Repeat, pk, withdrawn=True, along=along)
    state = record.state(timezone.localdate())
    answer_it = ("Change answer" if record.same else "Answer", reverse("reviews:answer_repeat", args=[pk]))
    return record_page(
        request,
        record,
        "reviews/repeat.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("Finding", link(request, record.finding, record.finding.title)),
            ("Found on", record.found_on),
            ("Answered on", record.answered_on),
            ("Answered by", record.answered_by.name if record.answered_by else ""),
        ],
        buttons=[(*answer_it, "reviews.record")],
        crumbs=[
            (Review.spec.plural, reverse("reviews:list")),
            (_QUESTION, reverse("reviews:repeats")),
        ],
        point=readable_of(request.person, [record]).get(record.point_id),
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer whether it has happened again."""
    record = get_record(request, Repeat, pk)
    return form_page(
        request,
        AnswerRepeatForm,
        commands.answer_repeat,
        title=_QUESTION,
        record=record,
        initial={"answered_on": record.answered_on or timezone.localdate()},
        done="Answer saved",
        page={"intro": record.finding.text, "submit": "Save answer"},
        repeat=record,
    )
