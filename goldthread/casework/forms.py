"""Forms of casework: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import (
    Advocate,
    Consent,
    Found,
    Level,
    NotAccepted,
    RemedyKind,
    State,
    Urgency,
    YesNo,
)
from goldthread.casework.events import is_casework
from goldthread.casework.models import ComplaintCase
from goldthread.casework.words.models import words_of
from goldthread.council.models import Team
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG, OUTCOMES
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.learning.models import Lesson
from goldthread.web.forms import DateField, FilterForm, Form

CASE_SOURCES = tuple(slug for slug in SOURCES if is_casework(slug))


def _text(
    label: str, *, required: bool = True, rows: int = 3, hint: str = "", **options: Any
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=area, help_text=hint, **options
    )


def _today(label: str) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


class CaseFilter(WordsFilter):
    """Filters of the list of cases; those by date, owner and due date are the list's own."""

    source = forms.ChoiceField(
        label="Type", choices=[("", "Any type"), *((slug, SOURCES[slug].plural) for slug in CASE_SOURCES)]
    )
    state = forms.ChoiceField(
        label="State", choices=[("", "Any state"), ("all-open", "Open"), *State.choices]
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Any team")
    investigator = PersonField("casework.handle", label="Investigator", empty_label="Anybody")
    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), ("1", "Stage 1"), ("2", "Stage 2")])
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("", "Any outcome"), *((each, each) for each in OUTCOMES)]
    )
    three_times = forms.BooleanField(label="Three times over the time allowed")
    reopening = forms.BooleanField(label="Asked to reopen")
    reopening_old = forms.BooleanField(label="Asked to reopen more than two weeks ago")
    undecided = forms.BooleanField(label="Upheld, no learning decision")
    not_put_right = forms.BooleanField(label="Not put right, says the person")

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        held = person.teams_for("casework.read")
        teams = Team.objects.visible_to(person)
        self.fields["team"].queryset = teams if held is None else teams.filter(pk__in=held)


class DayForm(Form):
    """A day on which something happened, and what is to be said of it."""

    on = _today("Date")
    reason = _text("Note", required=False, hint="Shown in the timeline. Names are hidden.")


class DayReasonForm(Form):
    """A day on which something happened, with the reason."""

    on = _today("Date")
    reason = _text("Reason", hint="Shown in the timeline. Names are hidden.")


class AcknowledgeForm(Form):
    """The day on which a complaint was acknowledged, and what was agreed."""

    on = _today("Date acknowledged")
    reason = _text(
        "How, and what was agreed",
        required=False,
        hint="How it is looked into, how long that is likely to take, and how the person wants the reply.",
    )


class ExtendForm(Form):
    """By how much the time to reply is extended, why, and when the person was told."""

    on = _today("Date decided")
    units = forms.IntegerField(
        label="Extended by",
        min_value=1,
        max_value=400,
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
    reason = _text("Reason", hint="The person is told this.")
    told_on = DateField(label="Date the person was told", latest=timezone.localdate)

    def __init__(self, *args: Any, unit: str, usual: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["units"].label = f"Extended by how many {unit}?"
        self.fields["units"].initial = usual


class AgreeForm(Form):
    """Another day for the reply, agreed with the person."""

    on = _today("Date it was agreed")
    to = DateField(label="Date agreed for the reply")
    reason = _text("What was agreed, and why")


class ReplyForm(Form):
    """The council's reply, and the day on which it was sent."""

    on = _today("Date sent")
    response = forms.CharField(label="Reply", validators=LONG, widget=forms.Textarea({"rows": 8}))
    reason = _text("Why it is sent without that")

    def __init__(self, *args: Any, missing: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if missing:
            self.fields["reason"].help_text = f"The reply is not complete without {' and '.join(missing)}."
        else:
            del self.fields["reason"]


class NotAcceptForm(Form):
    """Why something is not looked into as a complaint."""

    why = forms.ChoiceField(label="Reason", choices=NotAccepted, widget=forms.RadioSelect)
    reason = _text("Explanation", hint="The person is told this.")
    on = _today("Date decided")
    told_on = DateField(label="Date the person was told", latest=timezone.localdate)


class FactsForm(Form):
    """What is recorded of working a case, beside what feedback has of itself."""

    investigator = PersonField(
        "casework.handle", label="Investigator", required=False, empty_label="Nobody yet"
    )
    complexity = forms.ChoiceField(label="Complexity", required=False)
    risk = forms.ChoiceField(
        label="Risk to the person at receipt", required=False, choices=[("", "Not recorded"), *Level.choices]
    )
    urgency = forms.ChoiceField(
        label="Urgency at receipt", required=False, choices=[("", "Not recorded"), *Urgency.choices]
    )
    desired_outcome = _text("What the person wants to happen", required=False)
    conflict = forms.ChoiceField(
        label="Does anybody who works on it have a conflict of interest?",
        required=False,
        choices=[("", "Not asked yet"), *YesNo.choices],
        widget=forms.RadioSelect,
    )
    conflict_handled = _text("How it is handled", required=False)
    consent = forms.ChoiceField(
        label="Consent", required=False, choices=[("", "Not recorded"), *Consent.choices]
    )
    consent_on = DateField(label="Date of consent", required=False, latest=timezone.localdate)
    representative = forms.CharField(
        label="Who complains for the person",
        required=False,
        max_length=200,
        help_text="Their relation, such as daughter. Names and addresses belong under Contact details.",
    )
    advocate = forms.ChoiceField(
        label="Advocate", required=False, choices=[("", "Not recorded"), *Advocate.choices]
    )

    reveals = {"conflict": {"yes": "conflict_handled"}}

    def __init__(self, *args: Any, case: ComplaintCase, procedure: Any, **options: Any) -> None:
        initial = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, **{**options, "initial": {**initial, **(options.get("initial") or {})}})
        levels = [(each.slug, each.name) for each in procedure.complexities]
        self.fields["complexity"].choices = [("", "Not recorded"), *levels]
        if not levels:
            del self.fields["complexity"]


class FindingForm(Form):
    """What was found of one issue, and why."""

    found = forms.ChoiceField(label="Finding", choices=Found, widget=forms.RadioSelect)
    explanation = _text(
        "What was found, and why", rows=5, hint="It is the ground of the reply. Names are hidden."
    )
    found_on = _today("Date of the finding")

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["found"].choices = list(words_of(person.council_id).items())


class LearningForm(Form):
    """What was learned from an upheld issue, or why nothing is."""

    decision = forms.ChoiceField(
        label="What was learned?",
        widget=forms.RadioSelect,
        choices=[("lesson", "It belongs to a lesson recorded before"), ("none", "There is no lesson")],
    )
    lesson = forms.ModelChoiceField(
        label="Lesson", queryset=Lesson.objects.none(), required=False, empty_label="Choose a lesson"
    )
    because = _text("Why there is no lesson", required=False)

    reveals = {"decision": {"lesson": "lesson", "none": "because"}}

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["lesson"].queryset = Lesson.objects.visible_to(person).order_by("-number")

    def clean(self) -> dict[str, Any]:
        """Ask for the lesson, or for the reason that there is none."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "lesson" and not cleaned.get("lesson"):
            self.add_error("lesson", "Choose a lesson")
        if cleaned.get("decision") == "none" and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Enter why there is no lesson")
        return cleaned


class NoLessonForm(Form):
    """Why there is no lesson in what was upheld; for several complaints at once."""

    because = forms.CharField(label="Why there is no lesson", max_length=2000)


class CloseForm(Form):
    """The day on which a case is closed; what that ends needs a reason."""

    on = _today("Date closed")
    reason = _text("Reason", required=False, hint="Kept with each that is ended.")

    def __init__(self, *args: Any, ends: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = ends
        if not ends:
            self.fields["reason"].label = "Note"
            self.fields["reason"].help_text = "Shown in the timeline."


class RemedyForm(Form):
    """What is done to put something right."""

    kind = forms.ChoiceField(label="Kind of remedy", choices=RemedyKind, widget=forms.RadioSelect)
    amount = forms.DecimalField(
        label="Amount in pounds",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    title = forms.CharField(
        label="What is done",
        max_length=200,
        help_text="Such as: an apology in writing from the head of service.",
    )
    point = forms.ModelChoiceField(
        label="Issue", queryset=Point.objects.none(), required=False, empty_label="The complaint as a whole"
    )
    agreed_on = _today("Date agreed")
    due_on = DateField(label="Due date")

    reveals = {"kind": {"payment": "amount"}}

    def __init__(self, *args: Any, feedback: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        points = Point.objects.filter(feedback=feedback, withdrawn_on=None).order_by("position")
        field = self.fields["point"]
        field.queryset = points
        field.label_from_instance = lambda point: f"Issue {point.position}"
        if len(points) < 2:
            del self.fields["point"]


class NewRemedyForm(RemedyForm):
    """A new remedy, with who does it."""

    owner = PersonField(
        "casework.handle", "learning.carry_out", label="Owner", required=False, empty_label="Nobody yet"
    )


class EditRemedyForm(CorrectionForm, RemedyForm):
    """A correction of a remedy."""


class CompleteRemedyForm(Form):
    """The day on which a remedy was carried out, and what shows it."""

    done_on = _today("Date done")
    proof = _text("Proof", hint="That it was done: the letter sent, or the payment's reference.")


class StopRemedyForm(Form):
    """Why a remedy is not carried out."""

    stopped_on = _today("Date decided")
    reason = _text("Reason")


class RemedyFilter(FilterForm):
    """Filters of the list of remedies."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *RemedyKind.choices])
    open = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("open", "Not done yet"),
            ("done", "Done"),
            ("stopped", "Not carried out"),
        ],
    )
