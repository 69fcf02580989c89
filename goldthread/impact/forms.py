"""Forms for measures and readings."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.dates import add_months, last_whole_month
from goldthread.feedback.sources import SOURCES
from goldthread.impact.models import Measure, Verdict
from goldthread.impact.queries import INDICATORS, NO_REVIEW, SHOWN
from goldthread.impact.small_numbers import PARTED
from goldthread.learning.forms import BeddingInField
from goldthread.learning.models import Direction, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import FilterForm, Form, MonthField

GRID_MONTHS = 12


def latest_month() -> datetime.date:
    """Return the last complete month: readings are of complete months."""
    return last_whole_month(timezone.localdate())


class DefinitionForm(Form):
    """Definition of a measure: what is counted, out of what total, and the source of the figures."""

    wording = forms.CharField(
        label="Definition",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What exactly is counted, so that another person would count the same.",
    )
    denominator_means = forms.CharField(
        label="Out of",
        max_length=200,
        required=False,
        help_text="What the total counts, for example: files audited.",
    )
    per = forms.IntegerField(
        label="Per",
        min_value=1,
        max_value=100_000,
        initial=100,
        help_text="A percentage is per 100. A rate may be per 1,000.",
    )
    source = forms.CharField(
        label="Source of the figures",
        max_length=200,
        required=False,
        help_text="For example: the case system.",
    )
    target = forms.DecimalField(
        label="Target",
        max_digits=14,
        decimal_places=4,
        required=False,
        help_text="What the council aims for, in the measure’s unit; 90 for 90%. The chart shows it as a line.",
    )

    def _remove_unused_parts(self, kind: str) -> None:
        if kind not in PARTED:
            del self.fields["per"], self.fields["denominator_means"]
        else:
            self.fields["denominator_means"].required = True
        if kind == MeasureKind.PROPORTION:
            del self.fields["per"]


class AddMeasureForm(DefinitionForm):
    """A new measure without an action."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Type of number", choices=MeasureKind.choices, widget=forms.RadioSelect)
    unit = forms.CharField(
        label="Unit", max_length=60, required=False, help_text="For example: complaints a month."
    )
    direction = forms.ChoiceField(
        label="Direction of improvement", choices=Direction.choices, widget=forms.RadioSelect
    )
    field_order = (
        "name",
        "wording",
        "kind",
        "denominator_means",
        "per",
        "unit",
        "direction",
        "target",
        "source",
    )


class DataSourceForm(DefinitionForm):
    """Definition of a measure, and where its readings come from."""

    data_source = forms.ChoiceField(
        label="Data source",
        choices=Measure.DataSource.choices,
        widget=forms.RadioSelect,
        initial=Measure.DataSource.TYPED,
    )
    theme = forms.ModelChoiceField(
        label="Theme to count",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="Select a theme",
    )
    counted_tone = forms.ChoiceField(
        label="Issues to count", choices=Measure.Tone.choices, required=False, initial=Measure.Tone.FAULT
    )
    counted_sources = forms.MultipleChoiceField(
        label="Types of feedback",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave empty to count all types.",
    )
    _COUNTING = ("theme", "counted_tone", "counted_sources")

    def __init__(
        self, *args: Any, person: Person, kind: str, theme: Theme | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._remove_unused_parts(kind)
        active = Q(state=Theme.State.ACTIVE) | Q(pk=theme.pk if theme else None)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).filter(active)
        self.fields["counted_sources"].choices = [(slug, source.name) for slug, source in SOURCES.items()]
        if kind != MeasureKind.COUNT:
            # Only how many can be counted here; a share or a score comes from elsewhere.
            self._remove("data_source", *self._COUNTING)

    def _remove(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Require the theme where it is counted, and ignore it where it is not."""
        cleaned = super().clean()
        if cleaned.get("data_source") == Measure.DataSource.COUNTED and not cleaned.get("theme"):
            self.add_error("theme", "Select the theme to count")
        if cleaned.get("data_source") != Measure.DataSource.COUNTED:
            for name in self._COUNTING:
                cleaned.pop(name, None)
        elif not cleaned.get("counted_tone"):
            cleaned["counted_tone"] = Measure.Tone.FAULT
        return cleaned


class SetUpForm(DataSourceForm):
    """Set-up of the measure agreed with an action."""

    acted_on = MonthField(
        label="Month the action took effect",
        required=False,
        help_text="Leave empty if it has not yet. That month is left out of the comparison.",
    )
    bedding_in = BeddingInField()
    field_order = (
        "wording", "data_source", "theme", "counted_tone", "counted_sources", "denominator_means", "per", "target", "source", "acted_on",
        "bedding_in",
    )  # fmt: skip


class EditMeasureForm(CorrectionForm, DataSourceForm):
    """What can be corrected of a measure: all but what was agreed with its action."""

    name = forms.CharField(label="Name", max_length=200)
    unit = forms.CharField(label="Unit", max_length=60, required=False)
    direction = forms.ChoiceField(
        label="Direction of improvement", choices=Direction.choices, widget=forms.RadioSelect
    )
    field_order = (
        "name", "wording", "data_source", "theme", "counted_tone", "counted_sources", "denominator_means", "unit", "direction",
        "target", "source", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, kind=measure.kind, theme=measure.theme, **options)
        self._remove("per")
        if measure.action_id:
            self._remove("name", "unit", "direction")
        else:
            self._remove("data_source", *self._COUNTING)

    def clean(self) -> dict[str, Any]:
        """Let go of the theme of a measure that is not counted from one."""
        cleaned = super().clean()
        if cleaned.get("data_source") == Measure.DataSource.TYPED:
            cleaned["theme"] = None
        return cleaned


class MeasureFilter(WordsFilter):
    """Filters of the table of measures."""

    result = forms.ChoiceField(
        label="Latest result",
        choices=[
            ("", "Any result"),
            (SHOWN, "Shown to work"),
            *Verdict.State.choices,
            (NO_REVIEW, "No review yet"),
            (INDICATORS, "Without an action"),
        ],
    )
    data_source = forms.ChoiceField(label="Readings", choices=[("", "Any"), *Measure.DataSource.choices])


class ThemeToCountForm(FilterForm):
    """The theme that a measure would be counted from, to see what change it could detect."""

    theme = forms.ModelChoiceField(
        label="Theme to count", queryset=Theme.objects.none(), empty_label="Select a theme"
    )
    tone = forms.ChoiceField(
        label="Issues to count", choices=Measure.Tone.choices, initial=Measure.Tone.FAULT
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)


class WouldDetectForm(FilterForm):
    """What is said of a measure while it is chosen: the fields of the action's form, and its past months."""

    measure_kind = forms.ChoiceField(choices=MeasureKind.choices)
    direction = forms.ChoiceField(choices=Direction.choices)
    smallest_change = forms.IntegerField(min_value=1, max_value=100)
    detect_theme = forms.ModelChoiceField(
        label="Counted from the theme", queryset=Theme.objects.none(), empty_label="No theme"
    )
    detect_numbers = forms.CharField(
        label="Or its past months, if you have them",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One number a month, oldest first, ending last month; a percentage as 12/40. They are not saved.",
    )

    def __init__(self, *args: Any, person: Person, reads_feedback: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE).order_by("name")
        self.fields["detect_theme"].queryset = themes
        if not reads_feedback:
            del self.fields["detect_theme"]


class StartMonthForm(Form):
    """The month in which an action took effect."""

    acted_on = MonthField(label="Month the action took effect", latest=timezone.localdate)
    bedding_in = BeddingInField()


class CountingChangeForm(Form):
    """A change of counting: from which month, what is counted otherwise, and why."""

    month = MonthField(
        label="Counted otherwise from",
        latest=timezone.localdate,
        help_text="The first month in which it is counted the new way.",
    )
    title = forms.CharField(
        label="What is counted otherwise",
        max_length=200,
        help_text="For example: calls that are settled at once are no longer counted.",
    )
    because = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EditCountingChangeForm(CorrectionForm, CountingChangeForm):
    """A change of counting, and why it is corrected."""


class RecalculateForm(Form):
    """Reason to recalculate the control limits."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the new way of working is settled, and we want to see any change from it.",
    )


class ReadingForm(Form):
    """The reading of one month, with its parts where it is a percentage or a rate."""

    month = MonthField(label="Month", latest=latest_month)
    value = forms.DecimalField(label="Number", max_digits=14, decimal_places=4)
    numerator = forms.DecimalField(label="Numerator", max_digits=14, decimal_places=4, min_value=0)
    denominator = forms.DecimalField(label="Denominator", max_digits=14, decimal_places=4)
    source = forms.CharField(label="Source", max_length=200, required=False)
    as_printed = forms.CharField(
        label="As published",
        max_length=200,
        required=False,
        help_text="The exact words, where you copy it from a report.",
    )

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        parts = ("value",) if measure.kind in PARTED else ("numerator", "denominator")
        for name in parts:
            del self.fields[name]
        if measure.denominator_means and "denominator" in self.fields:
            self.fields["denominator"].help_text = measure.denominator_means


class GridForm(Form):
    """The readings of twelve months; an empty month is not changed."""

    mark_optional = False
    source = forms.CharField(label="Source", max_length=200, required=False)

    def __init__(self, *args: Any, measure: Measure, last: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parted = measure.kind in PARTED
        self.months = [add_months(last, offset) for offset in range(1 - GRID_MONTHS, 1)]
        by_month = {reading.month: reading for reading in measure.readings.filter(month__in=self.months)}
        for month in self.months:
            for name, heading in self.columns():
                box = forms.DecimalField(
                    label=f"{heading}, {month:%B %Y}", required=False, max_digits=14, decimal_places=4
                )
                box.error_messages["invalid"] = f"{month:%B %Y} must be a number"
                reading = by_month.get(month)
                box.initial = plain(getattr(reading, name)) if reading else None
                self.fields[f"{name}_{month:%Y_%m}"] = box

    def columns(self) -> list[tuple[str, str]]:
        """Return the parts that a month has, with their headings."""
        if self.parted:
            return [("numerator", "Numerator"), ("denominator", "Denominator")]
        return [("value", "Number")]

    def rows(self) -> list[tuple[datetime.date, list[Any]]]:
        """Return the months with their boxes."""
        return [
            (month, [self[f"{name}_{month:%Y_%m}"] for name, _ in self.columns()]) for month in self.months
        ]

    def given(self) -> list[dict[str, Any]]:
        """Return the months that were filled in, with their parts."""
        filled = []
        for month in self.months:
            parts = {name: self.cleaned_data.get(f"{name}_{month:%Y_%m}") for name, _ in self.columns()}
            if any(part is not None for part in parts.values()):
                filled.append({"month": month, **parts, "source": self.cleaned_data["source"]})
        return filled


def plain(value: Any) -> str | None:
    """Return a saved number as a person would type it: 12, not 12.0000."""
    return (
        None
        if value is None
        else f"{value:f}".rstrip("0").rstrip(".")
        if "." in f"{value:f}"
        else f"{value:f}"
    )


class ReadingTableForm(Form):
    """A table of readings: a spreadsheet, or rows copied out of one."""

    mark_optional = False
    pasted = forms.CharField(
        label="Rows copied from a spreadsheet",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Select the cells in Excel, copy them and paste them here. Headings may be left out.",
    )
    file = forms.FileField(
        label="Or a file (CSV or XLSX)",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return the fields; one of the two is needed, and not both."""
        fields = super().clean() or self.cleaned_data
        pasted, file = bool(fields.get("pasted")), bool(fields.get("file"))
        if pasted == file and not self.errors:
            self.add_error(
                "pasted",
                "Paste rows or choose a file, not both." if pasted else "Paste rows or choose a file.",
            )
        return fields
