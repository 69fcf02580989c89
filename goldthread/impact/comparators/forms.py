"""Forms of comparators: one typed, and a published file; they check shape and never write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.records.forms import CorrectionForm
from goldthread.dates import financial_year
from goldthread.web.forms import DateField, Form

_YEARS = 12
_NUMBER = {"max_digits": 14, "decimal_places": 4}
# What each field of a file is called on the page.
CALLED = {
    "place": "Column with the council or area",
    "code": "Column with the measure's code",
    "type": "Column that says what the number is (Outcome, Numerator)",
    "value": "Column with the number",
    "upheld": "Column with complaints upheld",
    "not_upheld": "Column with complaints not upheld",
}


def financial_years() -> list[tuple[int, str]]:
    """Return the financial years that are over, the newest first, as choices."""
    this = financial_year(timezone.localdate()).year
    return [(year, f"{year} to {year + 1}") for year in range(this - 1, this - 1 - _YEARS, -1)]


class SameForm(Form):
    """Whether others count the same as we do."""

    counts_same = forms.TypedChoiceField(
        label="Does it count the same as ours?",
        choices=[("yes", "Yes, the same"), ("no", "No, something else")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="The two are compared only where they count the same.",
    )
    differs = forms.CharField(label="What it counts otherwise", required=False, max_length=300)

    reveals = {"counts_same": {"no": "differs"}}


class ComparatorForm(SameForm):
    """A figure that somebody published, with its base, period and source."""

    place = forms.CharField(
        label="Whose figure it is", max_length=160, help_text="Such as England, or another council."
    )
    starts = DateField(label="First day of its period", latest=timezone.localdate)
    ends = DateField(label="Last day of its period", latest=timezone.localdate)
    value = forms.DecimalField(label="Figure", **_NUMBER)
    unit = forms.CharField(label="Unit", required=False, max_length=60, help_text="Such as %.")
    numerator = forms.DecimalField(label="Numerator", required=False, min_value=0, **_NUMBER)
    denominator = forms.DecimalField(
        label="Denominator",
        required=False,
        min_value=0,
        help_text="Leave empty where none is published.",
        **_NUMBER,
    )
    denominator_means = forms.CharField(label="What the denominator counts", required=False, max_length=200)
    source = forms.CharField(
        label="Source", max_length=300, help_text="The publication and its page or address."
    )

    field_order = (
        "place",
        "starts",
        "ends",
        "value",
        "unit",
        "numerator",
        "denominator",
        "denominator_means",
        "source",
        "counts_same",
        "differs",
    )


class EditComparatorForm(CorrectionForm, ComparatorForm):
    """A correction of a published figure."""

    field_order = (*ComparatorForm.field_order, "reason")


class PlacesField(forms.CharField):
    """Names of places, one a line; gives them as a list without doubles."""

    most = 60

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=6000, widget=forms.Textarea({"rows": 4}), **options)

    def clean(self, value: Any) -> list[str]:
        """Return the names; raises ValidationError where there are too many."""
        lines = super().clean(value).splitlines()
        names = list(dict.fromkeys(name for line in lines if (name := " ".join(line.split())[:160])))
        if len(names) > self.most:
            raise forms.ValidationError(f"Name {self.most} places or fewer")
        return names


class FileForm(Form):
    """A published file, its financial year, and the places whose figures are wanted.

    Where a column of it has a name that is not known, the form asks for it, with the file chosen again.
    """

    file = forms.FileField(
        label="File (CSV or XLSX)",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="As it was downloaded; nothing in it need be changed.",
    )
    year = forms.TypedChoiceField(label="Financial year of the figures", coerce=int)
    places = PlacesField(label="Whose figures", help_text="One on each line, as the file calls them.")

    def __init__(
        self, *args: Any, missing: Sequence[str] = (), headings: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = financial_years()
        choices = [("", "Choose a column"), *((heading, heading) for heading in headings)]
        for name in missing:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=CALLED[name], choices=choices, error_messages={"required": "Choose a column"}
            )

    def columns(self) -> dict[str, str]:
        """Return the columns that were named on the page, by field."""
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_") and value
        }


class AscofForm(SameForm, FileForm):
    """ASCOF's measures as a file: of which measure, for which places."""

    code = forms.CharField(
        label="Code of the measure",
        max_length=20,
        help_text="Such as 3A, or 3A65OV for people of 65 and over.",
    )

    field_order = ("file", "year", "code", "places", "counts_same", "differs")
