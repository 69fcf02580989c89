"""The forms of cases for pathway tracking: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.evidence.returns.cases.drawing import LONGEST
from goldthread.evidence.returns.cases.models import Consent, Standing
from goldthread.evidence.returns.models import InformationReturn
from goldthread.sheets import Limits, SheetError, match_columns, open_sheet
from goldthread.standards import pathway_tracking
from goldthread.web.forms import DateField, FilterForm, Form

_LIMITS = Limits(file_bytes=1_000_000, rows=20_000, columns=60)
_REFERENCE = {
    "reference": (
        "case reference",
        "case number",
        "case id",
        "id",
        "ref",
        "client reference",
        "mosaic id",
        "person id",
    )
}


class DrawForm(Form):
    """The list to draw from, how many, and the seed."""

    references = forms.CharField(
        label="References",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="One in a line, pasted from your case system. References only: no names, no addresses.",
    )
    file = forms.FileField(
        label="Or a sheet of them",
        required=False,
        help_text="XLSX or CSV. Only its column of references is read, and nothing else of it is kept.",
    )
    supplied = forms.IntegerField(label="How many are supplied", min_value=1, max_value=500)
    chosen = forms.IntegerField(label="How many of them are chosen", min_value=1, max_value=500)
    tracked = forms.IntegerField(label="How many are to be tracked", min_value=1, max_value=500)
    source = forms.CharField(label="Where these numbers come from", max_length=300, required=False)
    seed = forms.IntegerField(
        label="Seed of the draw",
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        help_text="Leave empty to have one drawn. The same seed draws the same cases from the same list.",
    )
    drawn_on = DateField(label="Date of the draw", latest=timezone.localdate)

    def __init__(self, *args: Any, **options: Any) -> None:
        rule = pathway_tracking.rule()
        numbers = {
            "supplied": rule.supplied,
            "chosen": rule.chosen,
            "tracked": rule.tracked,
            "source": rule.source,
        }
        options["initial"] = {**numbers, **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Return what the command takes: the references, pasted or of a sheet."""
        given = super().clean() or self.cleaned_data
        pasted, file = given.get("references") or "", given.pop("file", None)
        if bool(pasted.strip()) == (file is not None):
            self.add_error("references", "Paste the references, or choose a sheet of them, and not both.")
            return given
        try:
            given["references"] = _in_sheet(file) if file is not None else pasted.splitlines()
        except SheetError as error:
            self.add_error("file", str(error))
        return given


def _in_sheet(file: Any) -> list[str]:
    """Return the references in a sheet: its column of that name, or its only one."""
    with open_sheet(file, file.name, limits=_LIMITS) as sheet:
        column = match_columns(sheet.columns, _REFERENCE)["reference"]
        if column is None and len(sheet.columns) == 1:
            [column] = sheet.columns
        if column is None:
            raise SheetError(
                "No column is called Reference.",
                "Name the column of references so, and choose the sheet again.",
            )
        found = []
        for row in sheet.rows(column):
            cell = row.cells[column]
            if row.problem:
                raise SheetError(
                    f"Row {row.number}, {column}: {row.problem}", "Mend it, and choose the sheet again."
                )
            if cell is not None:
                found.append(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))
        return found


class CaseForm(Form):
    """The reference of a case, and when consent was told."""

    case_reference = forms.CharField(label="Reference", max_length=LONGEST)
    consent_on = DateField(label="Date of consent", required=False, latest=timezone.localdate)


class EditCaseForm(CorrectionForm, CaseForm):
    """A correction of a case."""


class ConsentForm(Form):
    """What was said of consent, and when."""

    consent = forms.ChoiceField(label="Consent", choices=Consent, widget=forms.RadioSelect)
    consent_on = DateField(label="Date", latest=timezone.localdate)


class StandingForm(Form):
    """How far a case is."""

    standing = forms.ChoiceField(
        label="State",
        choices=[each for each in Standing.choices if each[0] != Standing.SWAPPED],
        widget=forms.RadioSelect,
    )


class SwapForm(ReasonForm):
    """When a case is swapped, and why."""

    swapped_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("swapped_on", "reason")


class ChronologyForm(Form):
    """What happened in a case, and when."""

    chronology = forms.CharField(
        label="Chronology",
        max_length=20_000,
        widget=forms.Textarea({"rows": 16}),
        help_text="A date and what happened, in a line. Write “the person”, “their daughter”, “the social worker”: no names.",
    )


class CaseFilter(FilterForm):
    """Filters of the list of cases."""

    information_return = forms.ModelChoiceField(
        label="Information return", queryset=InformationReturn.objects.none(), empty_label="Any"
    )
    standing = forms.ChoiceField(label="State", choices=[("", "Any"), *Standing.choices])
    consent = forms.ChoiceField(
        label="Consent", choices=[("", "Any"), ("none", "Not asked"), *Consent.choices]
    )
    own = ("consent",)

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if person is not None:
            returns = InformationReturn.objects.visible_to(person).order_by("-received_on", "-pk")
            self.fields["information_return"].queryset = returns
