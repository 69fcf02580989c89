"""Forms of second marks, moderation and external auditors: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.practice.marking.commands import possible_markers
from goldthread.practice.rounds.audit_form import FIRST_ONLY, AuditForm
from goldthread.practice.rounds.models import AuditRound
from goldthread.practice.tools.models import ToolVersion
from goldthread.web.forms import DateField, Form


class SecondMarkForm(AuditForm):
    """A second mark: the questions and the grade, without what the first auditor writes to the worker."""

    reveals: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, version: ToolVersion, **options: Any) -> None:
        super().__init__(*args, version=version, **options)
        for name in FIRST_ONLY:
            del self.fields[name]


class SecondDrawForm(Form):
    """How many files are marked twice."""

    share = forms.IntegerField(
        label="Percentage of the sample to mark twice",
        min_value=1,
        max_value=100,
        initial=20,
        help_text="Rounded up. 20 files or more marked twice are needed to judge how far markers agree.",
    )
    drawn_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)


class SecondDrawAgainForm(SecondDrawForm):
    """A draw in the place of an earlier one."""

    because = forms.CharField(
        label="Why it is drawn again",
        max_length=300,
        help_text="Both seeds and this reason stay on the round.",
    )


class MarkersForm(Form):
    """Who marks a second time."""

    markers = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="Second markers", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, audit_round: AuditRound, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["markers"]
        may = possible_markers(options["person"], audit_round)
        field.queryset = Person.objects.filter(pk__in=[each.pk for each in may]).order_by("name", "pk")
        field.label_from_instance = lambda each: (
            f"{each.name}, external auditor" if each.job_title == "External auditor" else each.name
        )


class AgreeForm(Form):
    """The grade agreed at the moderation meeting."""

    grade = forms.ChoiceField(label="Agreed grade", widget=forms.RadioSelect)
    because = forms.CharField(
        label="Why this grade was agreed",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Both first marks stay beside it. No name of the person or the worker.",
    )
    agreed_on = DateField(label="Date of the meeting", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args: Any, grades: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["grade"]
        field.choices = [(grade, grade) for grade in reversed(grades)]


class OpenForm(Form):
    """An auditor of another council, to whom a round is opened."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="Email address", help_text="They sign in with it.")
    from_council = forms.CharField(label="Their council", max_length=120)
    since = DateField(label="From", latest=timezone.localdate, initial=timezone.localdate)
    until = DateField(label="Last day", help_text="Within six months. They can open nothing afterwards.")


class CloseForm(Form):
    """When a round is closed to an external auditor."""

    ended_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)
