"""The forms for measures and their readings: they check shape and never write."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import add_months, last_whole_month
from goldthread.feedback.sources import SOURCES
from goldthread.impact.models import Measure
from goldthread.learning.models import Action, Direction, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import FilterForm, Form, MonthField

PARTED = (MeasureKind.PROPORTION, MeasureKind.RATE)
GRID_MONTHS = 12


def latest_month() -> datetime.date:
    """Return the last month that is over: readings are of whole months."""
    return last_whole_month(timezone.localdate())


class WordsForm(Form):
    """What every measure says of itself: what is counted, out of what, and where the number comes from."""

    wording = forms.CharField(
        label="What exactly is counted",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="So that somebody else would count the same.",
    )
    denominator_means = forms.CharField(
        label="What it is out of", max_length=200, required=False, help_text="Such as files audited."
    )
    per = forms.IntegerField(
        label="For every",
        min_value=1,
        max_value=100_000,
        initial=100,
        help_text="A share is out of 100. A rate may be for every 1,000.",
    )
    source = forms.CharField(
        label="Where the number comes from",
        max_length=200,
        required=False,
        help_text="Such as the case system.",
    )

    def _keep_base(self, kind: str) -> None:
        if kind not in PARTED:
            del self.fields["per"], self.fields["denominator_means"]
        else:
            self.fields["denominator_means"].required = True
        if kind == MeasureKind.PROPORTION:
            del self.fields["per"]


class WatchForm(WordsForm):
    """A number that the council watches without an action of its own."""

    name = forms.CharField(label="What is watched", max_length=200)
    kind = forms.ChoiceField(
        label="What kind of number is it?", choices=MeasureKind.choices, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label="Unit", max_length=60, required=False, help_text="Such as complaints a month."
    )
    direction = forms.ChoiceField(
        label="Which way is better?", choices=Direction.choices, widget=forms.RadioSelect
    )
    field_order = ("name", "wording", "kind", "denominator_means", "per", "unit", "direction", "source")


class StartForm(WordsForm):
    """How the measure that an action promised is fed."""

    data_source = forms.ChoiceField(
        label="Where do its numbers come from?",
        choices=Measure.DataSource.choices,
        widget=forms.RadioSelect,
        initial=Measure.DataSource.TYPED,
    )
    theme = forms.ModelChoiceField(
        label="Theme that is counted",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="Select a theme",
    )
    counted_tone = forms.ChoiceField(
        label="Which of its points", choices=Measure.Tone.choices, required=False, initial=Measure.Tone.FAULT
    )
    counted_sources = forms.MultipleChoiceField(
        label="Only from these sources",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty to count every source.",
    )
    acted_on = MonthField(
        label="Month in which the action began to work",
        required=False,
        help_text="Leave it empty if it has not yet. That month itself is left out of the comparison.",
    )
    field_order = (
        "wording", "data_source", "theme", "counted_tone", "counted_sources", "denominator_means", "per", "source", "acted_on",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        self._keep_base(action.measure_kind)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].queryset = themes
        self.fields["counted_sources"].choices = [(slug, source.name) for slug, source in SOURCES.items()]
        if action.measure_kind != MeasureKind.COUNT:
            # Only how many can be counted here; a share or a score comes from elsewhere.
            for name in ("data_source", "theme", "counted_tone", "counted_sources"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask for the theme where it is to be counted, and for none where it is not."""
        cleaned = super().clean()
        if cleaned.get("data_source") == Measure.DataSource.COUNTED and not cleaned.get("theme"):
            self.add_error("theme", "Select the theme that Goldthread should count")
        if cleaned.get("data_source") != Measure.DataSource.COUNTED:
            for name in ("theme", "counted_tone", "counted_sources"):
                cleaned.pop(name, None)
        return cleaned


class HopeForm(FilterForm):
    """The theme that a measure would be counted from, to see what it could show."""

    theme = forms.ModelChoiceField(
        label="Theme that would be counted", queryset=Theme.objects.none(), empty_label="Select a theme"
    )
    tone = forms.ChoiceField(
        label="Which of its points", choices=Measure.Tone.choices, initial=Measure.Tone.FAULT
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)


class BeganForm(Form):
    """The month in which an action began to work."""

    acted_on = MonthField(label="Month in which the action began to work", latest=timezone.localdate)


class RebaseForm(Form):
    """Why a chart's limits start afresh."""

    reason = forms.CharField(
        label="Why should the limits start afresh?",
        max_length=300,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: the new way of working is settled, and we want to see if it slips.",
    )


class ReadingForm(Form):
    """One month's number, with its parts where it is a share or a rate."""

    month = MonthField(label="Month", latest=latest_month)
    value = forms.DecimalField(label="Number", max_digits=14, decimal_places=4)
    numerator = forms.DecimalField(label="How many", max_digits=14, decimal_places=4, min_value=0)
    denominator = forms.DecimalField(label="Out of how many", max_digits=14, decimal_places=4)
    source = forms.CharField(label="Where it comes from", max_length=200, required=False)
    as_printed = forms.CharField(
        label="As it was printed",
        max_length=200,
        required=False,
        help_text="Where you copy it from a report.",
    )

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = ("value",) if measure.kind in PARTED else ("numerator", "denominator")
        for name in parts:
            del self.fields[name]
        if measure.denominator_means and "denominator" in self.fields:
            self.fields["denominator"].help_text = measure.denominator_means


class GridForm(Form):
    """Twelve months at once; a month left empty is left as it is."""

    mark_optional = False
    source = forms.CharField(label="Where these numbers come from", max_length=200, required=False)

    def __init__(self, *args: Any, measure: Measure, last: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parted = measure.kind in PARTED
        self.months = [add_months(last, offset) for offset in range(1 - GRID_MONTHS, 1)]
        stood = {reading.month: reading for reading in measure.readings.filter(month__in=self.months)}
        for month in self.months:
            for name, words in self.columns():
                box = forms.DecimalField(
                    label=f"{words}, {month:%B %Y}", required=False, max_digits=14, decimal_places=4
                )
                box.error_messages["invalid"] = f"{month:%B %Y} must be a number"
                reading = stood.get(month)
                box.initial = plain(getattr(reading, name)) if reading else None
                self.fields[f"{name}_{month:%Y_%m}"] = box

    def columns(self) -> list[tuple[str, str]]:
        """Return the parts that a month has, with their headings."""
        if self.parted:
            return [("numerator", "How many"), ("denominator", "Out of how many")]
        return [("value", "Number")]

    def rows(self) -> list[tuple[datetime.date, list[Any]]]:
        """Return the months with their boxes."""
        return [
            (month, [self[f"{name}_{month:%Y_%m}"] for name, _ in self.columns()]) for month in self.months
        ]

    def given(self) -> list[dict[str, Any]]:
        """Return the months that were filled in, with their parts."""
        found = []
        for month in self.months:
            parts = {name: self.cleaned_data.get(f"{name}_{month:%Y_%m}") for name, _ in self.columns()}
            if any(part is not None for part in parts.values()):
                found.append({"month": month, **parts, "source": self.cleaned_data["source"]})
        return found


def plain(value: Any) -> str | None:
    """Return a kept number as somebody would type it: 12, not 12.0000."""
    return (
        None
        if value is None
        else f"{value:f}".rstrip("0").rstrip(".")
        if "." in f"{value:f}"
        else f"{value:f}"
    )


class FileForm(Form):
    """A spreadsheet of readings."""

    file = forms.FileField(
        label="Spreadsheet of readings (CSV or XLSX)",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
