"""Forms of joint complaints: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import How
from goldthread.council.organisations.models import Organisation
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.feedback.forms import LONG
from goldthread.feedback.models import Feedback, Point
from goldthread.web.forms import DateField, Form


class PartForm(Form):
    """What an organisation is asked, what its link shows of the complaint, and by when."""

    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.none(), empty_label="Choose an organisation"
    )
    title = forms.CharField(label="About", max_length=160, help_text="Such as: the discharge on 3 March.")
    text = forms.CharField(
        label="What you ask",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="As they will read it. Names are hidden.",
    )
    points = forms.ModelMultipleChoiceField(
        label="Issues that they may read",
        queryset=Point.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Their redacted text. Of the rest of the complaint, and of who complains, they are shown nothing.",
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    due_on = DateField(label="Answer by")

    def __init__(self, *args: Any, person: Any, feedback: Feedback, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(person).order_by("name")
        points = self.fields["points"]
        points.queryset = Point.objects.filter(feedback=feedback).readable().order_by("position")
        points.label_from_instance = lambda point: f"Issue {point.position}: {point.text[:160]}"


class NewPartForm(PartForm):
    """A new part, with who sees to it."""

    owner = PersonField(
        "casework.handle",
        "learning.carry_out",
        label="Owner",
        required=False,
        empty_label="The owner of the case",
    )


class EditPartForm(CorrectionForm, PartForm):
    """A correction of a part."""


class PartAnswerForm(Form):
    """What an organisation answered, and how."""

    how = forms.ChoiceField(
        label="How they answered", choices=[each for each in How.choices if each[0] != How.LINK]
    )
    answer = forms.CharField(
        label="Answer",
        validators=LONG,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Names are hidden; the original is kept apart.",
    )
    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)


class GiveUpPartForm(ReasonForm):
    """Why a part is given up, and when."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


class LeadForm(Form):
    """Who leads a joint complaint, and since when that is agreed."""

    lead = forms.ModelChoiceField(
        label="Who leads and sends the one reply",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="The council",
    )
    on = DateField(label="Date it was agreed", latest=timezone.localdate)
    reason = forms.CharField(
        label="What was agreed",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown in the timeline, without names.",
    )
    mark_optional = False

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["lead"].queryset = Organisation.objects.visible_to(person).order_by("name")


class StepForm(Form):
    """Which step is done, and when."""

    step = forms.ChoiceField(label="Step", widget=forms.RadioSelect)
    on = DateField(label="Date it was done", latest=timezone.localdate)
    reason = forms.CharField(
        label="Note", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = steps
