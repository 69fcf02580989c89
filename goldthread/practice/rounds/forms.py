"""Forms of audit rounds: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.models import DISCIPLINES, Person
from goldthread.council.people.fields import PersonField, TeamField, people_who_may
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.practice.rounds.models import Stage
from goldthread.practice.tools.models import AuditTool
from goldthread.web.forms import DateField, Form, SeveralTextsField

LEAD, AUDIT = "practice.lead", "practice.audit"
_MOST_TOOLS = 200


def _today(label: str, **options: Any) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate, **options)


class ToolField(forms.ModelChoiceField):
    """A tool that is in use."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            AuditTool.objects.none(), label="Audit tool", **{"empty_label": "Choose a tool", **options}
        )

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer the tools of this person's council that have a version in use."""
        tools = AuditTool.objects.visible_to(person).filter(
            versions__used_since__isnull=False, versions__ended_on=None
        )
        self.queryset = tools.order_by("title", "pk").distinct()[:_MOST_TOOLS]


class RoundFields(Form):
    """What a round is called, of which team and period it is, and by when it is done."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="Such as: Monthly case file audit, May 2026."
    )
    team = TeamField(LEAD, empty_label="Whole council")
    period_from = DateField(label="Work audited from", help_text="The first day of the period.")
    period_until = DateField(label="Work audited until")
    due_on = DateField(label="To be done by", required=False)


class SetUpForm(RoundFields):
    """A new round."""

    tool = ToolField()
    owner = PersonField(LEAD, label="Lead", required=False, empty_label="Me")
    field_order = ("title", "tool", "team", "period_from", "period_until", "due_on", "owner")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["tool"]
        # Narrowed no further: a slice cannot be asked for a single row.
        field.queryset = AuditTool.objects.filter(pk__in=[each.pk for each in field.queryset]).order_by(
            "title", "pk"
        )


class EditRoundForm(CorrectionForm, RoundFields):
    """A correction of a round."""


class ListForm(Form):
    """The references from which a round is drawn."""

    references = forms.CharField(
        label="References, one in a line",
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="Each with its worker and its team after commas or tabs, as copied from a spreadsheet: LAS 1001, Ben Tasker, Locality North. "
        "No name of the person.",
    )
    file = forms.FileField(
        label="Or a spreadsheet",
        required=False,
        help_text="With columns such as Case reference, Worker and Team.",
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; raises ValidationError where there is neither list nor file."""
        cleaned = super().clean() or {}
        if not cleaned.get("references") and not cleaned.get("file"):
            self.add_error("references", "Enter the references, or choose a spreadsheet")
        return cleaned


class DrawForm(Form):
    """How many are drawn."""

    size = forms.IntegerField(label="How many to audit", min_value=1, max_value=5_000)
    drawn_on = _today("Date")


class DrawAgainForm(DrawForm):
    """A draw in the place of an earlier one."""

    because = forms.CharField(
        label="Why it is drawn again",
        max_length=300,
        help_text="Both seeds and this reason stay on the round.",
    )


class AuditorsField(forms.ModelMultipleChoiceField):
    """People who may audit."""

    def __init__(self) -> None:
        super().__init__(
            Person.objects.none(), label="Auditors", widget=forms.CheckboxSelectMultiple, required=True
        )

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer those at this person's council who may audit."""
        self.queryset = people_who_may(person, AUDIT).order_by("name", "pk")
        self.label_from_instance = lambda each: each.name


class AuditorsForm(Form):
    """Who audits: each gets as many as the others, and never their own work."""

    auditors = AuditorsField()


class AuditorForm(Form):
    """Who audits one reference."""

    person = PersonField(AUDIT, label="Auditor")


class SwapForm(ReasonForm):
    """Why a reference is swapped out."""

    swapped_on = _today("Date")
    field_order = ("reason", "swapped_on")


class FindingsForm(Form):
    """What a round found."""

    findings = SeveralTextsField(
        label="Findings",
        help_text="One finding to a paragraph, an empty line between them; ten at most. No name of a person or a worker. "
        "Each is decided on, and gets its themes.",
    )
    decided_on = _today("Date")


class ModeratedForm(Form):
    """When the grades were moderated."""

    moderated_on = _today("Moderated on")


class EndForm(Form):
    """When the organisation was told."""

    told_on = _today("Date")


class RoundFilter(WordsFilter):
    """Filters of the list of rounds."""

    discipline = forms.ChoiceField(label="Discipline", choices=[("", "Both"), *DISCIPLINES.items()])
    stage = forms.ChoiceField(label="State", choices=[("", "All"), *Stage.choices])
    tool = forms.ModelChoiceField(label="Audit tool", queryset=AuditTool.objects.none(), empty_label="Any")

    own = ("tool",)

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if person is not None:
            tools: QuerySet = AuditTool.objects.visible_to(person).order_by("title", "pk")
            field: Any = self.fields["tool"]
            field.queryset = tools


class ToldForm(Form):
    """When the worker was told."""

    told_on = _today("Date")


class ReflectionForm(Form):
    """What a worker takes from an audit of their own work."""

    reflection = forms.CharField(
        label="What do you take from it?",
        max_length=4_000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Your auditor and the lead read it. Do not name anyone.",
    )
    reflected_on = _today("Date")
