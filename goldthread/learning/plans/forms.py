"""The forms of plans: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG
from goldthread.learning.models import Action
from goldthread.learning.plans.kinds import CHOICES
from goldthread.learning.plans.models import Answer
from goldthread.meetings.meetings.models import Meeting
from goldthread.standards import framework
from goldthread.web.forms import DateField, FilterForm, Form

MOST_OFFERED = 60


def statements(empty: str) -> list[tuple[str, Any]]:
    """Return the framework's statements as choices, those of each theme together."""
    now = framework.current()
    grouped: list[tuple[str, Any]] = [("", empty)]
    for theme in now.themes:
        of_theme = [(each.slug, each.name) for each in now.statements if each.theme == theme.slug]
        grouped.append((theme.name, of_theme))
    return grouped


class PlanForm(Form):
    """What a plan is for, its period, its owner, and the risk that it answers."""

    title = forms.CharField(label="Title", max_length=200)
    kind = forms.ChoiceField(label="Kind of plan", choices=[("", "Choose"), *CHOICES])
    about = forms.CharField(
        label="What it is for", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    starts_on = DateField(label="From")
    ends_on = DateField(label="Until")
    owner = PersonField("plans.record", label="Owner")
    review_on = DateField(label="Next review", required=False)
    risk_title = forms.CharField(
        label="Risk it answers",
        required=False,
        max_length=200,
        help_text="As the council’s register of risks calls it. Leave empty where it answers none.",
    )
    risk_number = forms.CharField(label="Number in the register", required=False, max_length=20)
    risk_rating = forms.CharField(
        label="Rating",
        required=False,
        max_length=40,
        help_text="As the register gives it, for example: 16 of 25 (likelihood 4, impact 4).",
    )
    risk_rated_on = DateField(label="Date of that rating", required=False, latest=timezone.localdate)
    risk_owner = forms.CharField(
        label="Owner of the risk", required=False, max_length=120, help_text="By office, not by name."
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Until must be on or after From")
        return given


class EditPlanForm(CorrectionForm, PlanForm):
    """A correction of a plan."""


class ActionsFilter(FilterForm):
    """Which actions are offered for a plan."""

    words = forms.CharField(label="Words or a reference", max_length=100)
    whole = forms.BooleanField(label="Those done or stopped too")


class PutActionsForm(Form):
    """Which actions go into a plan, and which statement they serve."""

    actions = forms.ModelMultipleChoiceField(
        label="Actions",
        queryset=Action.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one action"},
    )
    statement = forms.ChoiceField(label="Statement that they serve", required=False)

    def __init__(self, *args: Any, offered: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["actions"]
        field.queryset = offered
        field.label_from_instance = lambda action: f"{action.reference} {action.title} ({action.owner.name})"
        self.fields["statement"].choices = statements("None yet")


class TagForm(Form):
    """Which statement an action of a plan serves."""

    statement = forms.ChoiceField(label="Statement that it serves", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = statements("None")


class TakeOutForm(ReasonForm):
    """Why an action is taken out of a plan."""


def _office(order: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=f"{order} office", max_length=120, **options)


def _person(order: str) -> PersonField:
    return PersonField(
        "plans.approve", label=f"{order} person", required=False, empty_label="No account here"
    )


class AskForm(Form):
    """Who is asked to approve a plan, in which order."""

    asked_on = DateField(label="Date", latest=timezone.localdate)
    office_1 = _office("First", help_text="They answer in this order. For example: Executive Director.")
    person_1 = _person("First")
    office_2 = _office("Second", required=False)
    person_2 = _person("Second")
    office_3 = _office("Third", required=False)
    person_3 = _person("Third")

    def clean(self) -> dict[str, Any]:
        """Return who is asked, in order; a person without an office is refused."""
        given = super().clean() or {}
        asked = []
        for n in (1, 2, 3):
            office, person = given.pop(f"office_{n}", ""), given.pop(f"person_{n}", None)
            if person and not office and f"office_{n}" not in self.errors:
                self.add_error(f"office_{n}", "Enter the office by which they approve it")
            elif office:
                asked.append((office, person))
        return {**given, "asked": asked}


class AnswerForm(Form):
    """What somebody answers who was asked to approve a plan."""

    answer = forms.ChoiceField(label="Answer", choices=Answer.choices, widget=forms.RadioSelect)
    answered_on = DateField(label="Date", latest=timezone.localdate)
    note = forms.CharField(
        label="In a few words",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="What is to be changed; or, for somebody without an account, where the answer is written down.",
    )


class ReviewForm(Form):
    """A review of a plan."""

    reviewed_on = DateField(label="Date of the review", latest=timezone.localdate)
    meeting = forms.ModelChoiceField(
        label="Meeting", queryset=Meeting.objects.none(), required=False, empty_label="At no meeting"
    )
    said = forms.CharField(label="What was said", validators=LONG, widget=forms.Textarea({"rows": 4}))
    review_on = DateField(label="Next review", required=False)

    def __init__(self, *args: Any, meetings: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["meeting"]
        field.queryset = meetings
        field.label_from_instance = lambda meeting: (
            f"{meeting.reference} {meeting.title}, {meeting.meets_on:%d.%m.%Y}"
        )


class CloseForm(ReasonForm):
    """That a plan is closed, and what becomes of what is still open."""

    closed_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("closed_on", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = "What came of it, and what becomes of what is still open"


class PlanFilter(WordsFilter):
    """Filters of the list of plans."""

    kind = forms.ChoiceField(label="Kind of plan", choices=[("", "Any"), *CHOICES])
    stage = forms.ChoiceField(
        label="State",
        choices=[
            ("", "All"),
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("reviewed", "Reviewed"),
            ("closed", "Closed"),
        ],
    )
