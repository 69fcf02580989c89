"""Pages of ratings of coproduction: their list, one of them with those before it, and each step."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.coproduction.choices import LEVELS
from goldthread.coproduction.maturity import commands
from goldthread.coproduction.maturity.models import MaturityRating
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Cell, Column
from goldthread.council.records.list_filters import WordsFilter, by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.standards import lists
from goldthread.web.forms import DateField, Form

_RECORD = "coproduction.record"
_SHOWN_BEFORE = 12


class RatingFilter(WordsFilter):
    """Filters of the list of ratings."""

    level = forms.ChoiceField(label="Level", choices=[("", "All"), *LEVELS.items()])


class RatingForm(Form):
    """How far coproduction has come, on what that rests, and what is done about it."""

    title = forms.CharField(label="Title", max_length=200, help_text="Such as the occasion and the year.")
    level = forms.ChoiceField(
        label="As the council rates itself", choices=LEVELS.items(), widget=forms.RadioSelect
    )
    why = forms.CharField(
        label="What the rating rests on",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="Say what is weak as plainly as what is strong. Link the records it rests on afterwards.",
    )
    rated_on = DateField(label="Date of the rating", latest=timezone.localdate, initial=timezone.localdate)
    people_level = forms.ChoiceField(
        label="As the people involved rate it",
        choices=[("", "They were not asked"), *LEVELS.items()],
        required=False,
    )
    people_count = forms.IntegerField(
        label="How many of them say so",
        min_value=1,
        max_value=10_000,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
    people_said = forms.CharField(
        label="What they say", required=False, validators=LONG, widget=forms.Textarea({"rows": 2})
    )
    plan = forms.CharField(
        label="What is done about it", required=False, validators=LONG, widget=forms.Textarea({"rows": 4})
    )
    due_on = DateField(label="Date by which it is done", required=False)

    item_hints = {"level": {each.slug: each.what_it_is for each in lists.coproduction_maturity().items}}


class NewRatingForm(RatingForm):
    """A new rating, with who sees to the plan."""

    owner = PersonField(_RECORD, label="Who sees to the plan", required=False, empty_label="You")


class EditRatingForm(CorrectionForm, RatingForm):
    """A correction of a rating."""


class PlanDoneForm(Form):
    """When the plan was carried out, and what came of it."""

    came_of_it = forms.CharField(label="What came of it", validators=LONG, widget=forms.Textarea({"rows": 4}))
    plan_done_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)


def _plan(rating: MaturityRating) -> Cell:
    state = rating.states(timezone.localdate())[1]
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Rating", "title", main=True),
    Column("As the council rates itself", "level"),
    Column("As the people involved do", lambda rating: LEVELS.get(rating.people_level, "Not asked")),
    Column("Rated on", "rated_on", sort=("-rated_on", "-id")),
    Column("Plan", _plan),
    *work_columns(MaturityRating, ("-rated_on", "-id")),
)


def ratings(request: HttpRequest) -> HttpResponse:
    """List the ratings, the newest first."""

    def narrow(listed: Any, chosen: Any) -> Any:
        if chosen.get("level"):
            listed = listed.filter(level=chosen["level"])
        return by_words(request.person, listed, chosen.get("words") or "")

    return list_page(
        request,
        MaturityRating,
        filter_form=RatingFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-rated_on", "-id"),
        along=("owner",),
        buttons=[("Rate coproduction", "coproduction:rate", _RECORD)],
        template="coproduction/ratings.html",
    )


def rating(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one rating: its evidence, what the people involved say, its plan, and the ratings before and after it."""
    record = get_record(request, MaturityRating, pk, withdrawn=True, along=("owner",))
    others = MaturityRating.objects.visible_to(request.person).order_by("-rated_on", "-pk")[:_SHOWN_BEFORE]
    history = [
        {"rating": each, "href": "" if each.pk == record.pk else address(each), "level": LEVELS[each.level]}
        for each in others
    ]
    done = ("Record plan carried out", reverse("coproduction:plan_done", args=[record.pk]), _RECORD)
    return record_page(
        request,
        record,
        "coproduction/rating.html",
        tags=[(tag.text, tag.kind) for tag in record.states(timezone.localdate())],
        facts=[("Rated on", record.rated_on), ("Plan by", record.due_on)],
        buttons=[done] if record.plan and not record.plan_done_on else [],
        links=[("Rate again", reverse("coproduction:rate"), _RECORD)],
        edit="coproduction:edit_rating",
        crumbs=[("Involvement", reverse("coproduction:list")), ("Ratings", reverse("coproduction:ratings"))],
        level=lists.coproduction_maturity().item(record.level),
        scale=lists.coproduction_maturity(),
        people=LEVELS.get(record.people_level, ""),
        history=history,
    )


def rate(request: HttpRequest) -> HttpResponse:
    """Rate how far coproduction has come."""
    return form_page(
        request,
        NewRatingForm,
        commands.rate_coproduction,
        title="Rate coproduction",
        page={
            "intro": "Earlier ratings stay as they are.",
            "back": reverse("coproduction:ratings"),
        },
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a rating."""
    record = get_record(request, MaturityRating, pk)
    return form_page(
        request,
        EditRatingForm,
        commands.edit_rating,
        title=f"Correct {record.reference}",
        record=record,
        page={"intro": "What has changed since is rated again, not corrected."},
        rating=record,
    )


def plan_done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a plan was carried out."""
    record = get_record(request, MaturityRating, pk)
    return form_page(
        request,
        PlanDoneForm,
        commands.carry_out_plan,
        title="Record plan carried out",
        record=record,
        done=f"{record.reference}: plan carried out.",
        page={
            "intro": "That it was carried out does not show that it made a difference: the next rating says that.",
            "back": address(record),
        },
        rating=record,
    )
