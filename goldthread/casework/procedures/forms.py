"""The forms of a council's procedures: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.casework.procedures.models import Procedure
from goldthread.council.records.forms import CorrectionForm
from goldthread.standards import clocks
from goldthread.web.forms import Form

_UNITS = {"working days": "Working days", "days": "Calendar days", "months": "Months"}
_MET_BY = {
    clocks.ACKNOWLEDGED: "The acknowledgement is sent",
    clocks.REPLIED: "The reply is sent",
    clocks.DONE: "Somebody says that it is done",
}
_NUMBER = forms.NumberInput({"class": "govuk-input--width-4"})
_MOST_COMPLEXITIES = 5


class _ShippedField(forms.ChoiceField):
    """One of the shipped procedures that cases can follow, or none."""

    def __init__(self, *, none: str, **options: Any) -> None:
        shipped = [(each.slug, each.name) for each in clocks.procedures() if each.for_cases]
        super().__init__(choices=[("", none), *shipped], required=False, **options)


class NewProcedureForm(Form):
    """A new procedure: its name, and from which steps it begins."""

    name = forms.CharField(label="Name", max_length=120)
    copy_of = forms.ChoiceField(label="Copy the steps of", required=False)
    instead_of = _ShippedField(
        label="Stands in place of",
        none="Nothing: it is offered beside the others",
        help_text="Once in use, new cases that would follow that procedure follow this one.",
    )
    what_it_is = forms.CharField(
        label="What it is for", required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, copies: list[tuple[str, str]] = (), **options: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **options)
        self.fields["copy_of"].choices = [("", "None: begin without steps"), *copies]


class _ComplexitiesField(forms.CharField):
    """Complexities, one in a line, each a name and what it is; gives a list of both."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Complexities",
            required=False,
            max_length=1000,
            widget=forms.Textarea({"rows": 4}),
            help_text="One in a line, with what it is after a colon: “Complex: 6 to 11 issues”. A step can then have a "
            "time of its own for each.",
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Return the lines of what is kept."""
        if isinstance(value, list):
            return "\n".join(f"{name}: {what}" if what else name for name, what in value)
        return value

    def clean(self, value: Any) -> list[tuple[str, str]]:
        """Return (name, what it is) of each line; raises ValidationError for too many, or one without a name."""
        pairs = []
        for line in (super().clean(value) or "").splitlines():
            name, _, what = line.partition(":")
            if line.strip() and not name.strip():
                raise forms.ValidationError("Begin each complexity with its name")
            if name.strip():
                pairs.append((" ".join(name.split())[:80], what.strip()))
        if len(pairs) > _MOST_COMPLEXITIES:
            raise forms.ValidationError(f"Complexities must be {_MOST_COMPLEXITIES} or fewer")
        return pairs


class _ProcedureFields(Form):
    """What a draft is called, and what pauses its clocks."""

    name = forms.CharField(label="Name", max_length=120)
    what_it_is = forms.CharField(
        label="What it is for", required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    instead_of = _ShippedField(label="Stands in place of", none="Nothing: it is offered beside the others")
    limit_months = forms.IntegerField(
        label="Months within which a complaint is made",
        required=False,
        min_value=1,
        max_value=120,
        widget=_NUMBER,
    )
    complexities = _ComplexitiesField()
    question_pauses = forms.BooleanField(
        label="A question to the person pauses the clocks until it is answered", required=False
    )
    safeguarding_parks = forms.BooleanField(
        label="A referral to safeguarding parks the rest and pauses the clocks", required=False
    )
    reopening_starts_again = forms.BooleanField(
        label="A reopened case gets the whole time for its reply again",
        required=False,
        help_text="What the law sets is never paused and never begins again.",
    )
    drafter_may_sign = forms.BooleanField(
        label="Whoever wrote the final letter may sign it off as well", required=False
    )


class ProcedureForm(CorrectionForm, _ProcedureFields):
    """A change of a draft, with the reason."""


class StepForm(Form):
    """One step: by when, counted from what, and what happens when it is late."""

    name = forms.CharField(label="What is done", max_length=100)
    within = forms.IntegerField(label="Time allowed", min_value=1, max_value=999, widget=_NUMBER)
    unit = forms.ChoiceField(label="Counted in", choices=list(_UNITS.items()), widget=forms.RadioSelect)
    after = forms.ChoiceField(label="Counted from")
    met_by = forms.ChoiceField(label="Done when", choices=list(_MET_BY.items()), widget=forms.RadioSelect)
    letter = forms.ChoiceField(
        label="Letter that does it", required=False, choices=[("", "None"), *clocks.LETTERS.items()]
    )
    if_late = forms.CharField(
        label="What happens if it is late", max_length=400, widget=forms.Textarea({"rows": 3})
    )
    late_letter = forms.ChoiceField(
        label="Letter that says it is late", required=False, choices=[("", "None"), *clocks.LETTERS.items()]
    )
    extend_by = forms.IntegerField(
        label="Longest usual extension",
        required=False,
        min_value=1,
        max_value=999,
        widget=_NUMBER,
        help_text="In the same unit. Leave it empty where the step is never extended.",
    )
    pauses = forms.BooleanField(label="Its clock pauses", required=False)

    def __init__(self, *args: Any, procedure: Procedure, slug: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        names = [step["slug"] for step in procedure.steps]
        earlier = procedure.steps[: names.index(slug)] if slug in names else procedure.steps
        self.fields["after"].choices = [
            (clocks.RECEIVED, "The day it was received"),
            *((step["slug"], f"“{step['name']}”, once done") for step in earlier),
            (clocks.STAGE_2_ASKED, "The day stage 2 was asked for"),
        ]
        self._complexities = {
            each["slug"]: each["name"] for each in procedure.content.get("complexities", ())
        }
        for each, name in self._complexities.items():
            self.fields[f"within_{each}"] = forms.IntegerField(
                label=f"{name}: time allowed", required=False, min_value=1, max_value=999, widget=_NUMBER
            )
            self.fields[f"within_{each}"].error_messages["invalid"] = "Time allowed must be a whole number"
            self.fields[f"unit_{each}"] = forms.ChoiceField(
                label=f"{name}: counted in", required=False, choices=list(_UNITS.items())
            )

    def clean(self) -> dict[str, Any]:
        """Put the times by complexity together."""
        data = dict(super().clean() or {})
        data["by_complexity"] = {
            each: (data.pop(f"within_{each}", None), data.pop(f"unit_{each}", "") or data.get("unit", ""))
            for each in self._complexities
        }
        return data
