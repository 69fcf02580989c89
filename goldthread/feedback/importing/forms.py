"""The forms of an import: the file and its type of feedback, and the matching of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from goldthread.council.command import Refused
from goldthread.council.records import privacy
from goldthread.feedback.importing import layouts
from goldthread.feedback.importing.models import ImportUnmatchedValue
from goldthread.feedback.importing.options import ImportOptions, scale_from
from goldthread.feedback.importing.rows import FIELD_NAMES, REQUIRED
from goldthread.feedback.importing.value_matching import ValueMatcher
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import Limits
from goldthread.web.forms import Form

_PREFIX = "column_"
_MORE = "more_"
_VALUE = "value_"
_NONE = "none"
_LONG_CELL = 60
NOT_HERE = "No column"


class UploadForm(Form):
    """A spreadsheet and its type of feedback."""

    source = forms.ChoiceField(
        label="Type of feedback",
        choices=[
            ("", "Choose a type"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ],
        error_messages={"required": "Choose the type of feedback"},
    )
    file = forms.FileField(
        label="Spreadsheet",
        help_text="A CSV file or Excel workbook (.xlsx), with one row for each piece of feedback.",
        error_messages={"required": "Select a spreadsheet"},
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before any of it is read."""
        file, most = self.cleaned_data["file"], Limits().file_bytes
        if file.size > most:
            raise forms.ValidationError(
                f"The spreadsheet has {file.size / 1e6:,.0f} MB; the most is {most / 1e6:,.0f} MB. "
                "Split it, by year for example, and import the parts one after the other"
            )
        return file


class SheetForm(Form):
    """The sheet of a workbook to import."""

    sheet = forms.ChoiceField(label="Sheet of the workbook")

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sheet"].choices = [(name, name) for name in names]


class ColumnsForm(Form):
    """The spreadsheet's column for each field, its further comment columns, and the ends of its rating scale."""

    mark_optional = False

    def __init__(self, *args: Any, source: str, columns: Sequence[str], **options: Any) -> None:
        labels = FIELD_NAMES | {extra.slug: extra.label for extra in SOURCES[source].extras}
        choices = [("", NOT_HERE), *((column, column) for column in columns)]
        required_choices = [("", "Choose a column"), *choices[1:]]
        self.base_fields = {
            _PREFIX + field: forms.ChoiceField(
                label=labels[field] if field in REQUIRED else f"{labels[field]} (optional)",
                choices=required_choices if field in REQUIRED else choices,
                required=field in REQUIRED,
                error_messages={"required": f"Choose the column for: {labels[field].lower()}"},
            )
            for field in SOURCES[source].column_names()
        }
        self.base_fields |= {
            f"{_MORE}{n}": forms.ChoiceField(
                label=f"{ordinal} comment column", choices=choices, required=False
            )
            for n, ordinal in enumerate(("Second", "Third", "Fourth", "Fifth"))
        }
        self.base_fields |= {
            "worst_score": _score("Worst score"),
            "best_score": _score("Best score"),
            "date_order": forms.ChoiceField(
                label="Order of dates",
                required=False,
                choices=[
                    ("", "Not given"),
                    ("dmy", "Day first, as 31/12/2024"),
                    ("mdy", "Month first, as 12/31/2024"),
                ],
                help_text="For dates such as 03/04/2024. Where nobody says, the day is read first.",
            ),
            "several_rows": forms.ChoiceField(
                label="Several rows with one reference",
                required=False,
                choices=[
                    ("", "Are an error, unless they are alike"),
                    (layouts.ISSUES, "Each is an issue of one case"),
                    (layouts.LATEST, "The one that says most is the case as it stands"),
                    (layouts.FIRST, "Only the first tells the case: the others are further contacts"),
                ],
            ),
            "save_as": forms.CharField(
                label="Save these matches as",
                max_length=60,
                required=False,
                widget=forms.TextInput({"class": "govuk-input--width-20"}),
                help_text="A name, such as Our complaints register. Leave it empty to save them without one.",
            ),
        }
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Check that a rating scale has both its ends."""
        cleaned = super().clean() or {}
        if not {"worst_score", "best_score"} & set(self.errors):
            try:
                scale_from(cleaned.get("worst_score"), cleaned.get("best_score"))
            except Refused as refused:
                self.add_error("worst_score", str(refused))
        return cleaned

    def column_fields(self) -> list[BoundField]:
        """Return the fields that match a column."""
        return [self[name] for name in self.fields if name.startswith((_PREFIX, _MORE))]

    def mapping(self) -> dict[str, str]:
        """Return each field's column, once the form is valid; "" where the spreadsheet has none."""
        return {
            name.removeprefix(_PREFIX): column
            for name, column in self.cleaned_data.items()
            if name.startswith(_PREFIX)
        }

    def options(self, before: ImportOptions) -> ImportOptions:
        """Return the options as the form changes those before, once it is valid."""
        more = (column for name, column in self.cleaned_data.items() if name.startswith(_MORE) and column)
        scale = scale_from(self.cleaned_data["worst_score"], self.cleaned_data["best_score"])
        # Those beyond what the form has were given on the command line.
        return replace(
            before,
            scale=scale,
            more_text=(*more, *before.more_text[4:]),
            date_order=self.cleaned_data["date_order"] or None,
            several_rows=self.cleaned_data["several_rows"],
        )


def _score(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=-1000,
        max_value=1000,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )


def initial(source: str, mapping: Mapping[str, str], options: ImportOptions) -> dict[str, Any]:
    """Return a match of columns and its options as the form's initial values."""
    scale = options.scale or SOURCES[source].rating_scale
    return {
        **{_PREFIX + field: column for field, column in mapping.items()},
        **{f"{_MORE}{n}": column for n, column in enumerate(options.more_text)},
        "worst_score": scale.worst if scale else None,
        "best_score": scale.best if scale else None,
        "date_order": options.date_order or "",
        "several_rows": options.several_rows,
    }


class SavedMatchForm(Form):
    """A match of columns that was saved by name."""

    match = forms.ChoiceField(label="Saved matches")

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["match"].choices = [(name, name) for name in names]


class ValuesForm(Form):
    """What each value means that nobody has matched: the likeliest meanings first."""

    mark_optional = False

    def __init__(
        self, *args: Any, unmatched: Sequence[ImportUnmatchedValue], matcher: ValueMatcher, **options: Any
    ) -> None:
        self.base_fields = {}
        for each in unmatched:
            labels = {choice.meaning: choice.label for choice in matcher.choices(each.field)}
            nearest = [meaning for meaning in each.nearest if meaning in labels]
            rows = "1 row" if each.rows == 1 else f"{each.rows:,} rows"
            self.base_fields[f"{_VALUE}{each.pk}"] = forms.ChoiceField(
                label=f"{FIELD_NAMES[each.field]}: {each.value}",
                help_text=f"In {rows}, first in row {each.first_row}.",
                required=False,
                choices=[
                    ("", "Choose what it means"),
                    *((_code(meaning), labels[meaning]) for meaning in nearest),
                    *((_code(meaning), label) for meaning, label in labels.items() if meaning not in nearest),
                ],
            )
        self._keys = {f"{_VALUE}{each.pk}": each.key for each in unmatched}
        super().__init__(*args, **options)

    def meanings(self) -> dict[str, str]:
        """Return the meaning of the key of each value that somebody matched."""
        return {
            self._keys[name]: "" if code == _NONE else code
            for name, code in self.cleaned_data.items()
            if code
        }


def _code(meaning: str) -> str:
    """Return a meaning as the form sends it: "" is for what nobody has chosen."""
    return meaning or _NONE


class JoinForm(Form):
    """The column whose words a comma without quotation marks cut in two."""

    column = forms.ChoiceField(label="Column whose words were cut")
    pieces = forms.IntegerField(
        label="Number of cells they stand in",
        min_value=2,
        help_text="Count them above, from that column on.",
        widget=forms.NumberInput({"class": "govuk-input--width-2"}),
    )

    def __init__(self, *args: Any, columns: Sequence[str], beyond: int, **options: Any) -> None:
        super().__init__(*args, initial={"pieces": beyond + 1}, **options)
        self.fields["column"].choices = [(column, column) for column in columns]


class RowForm(Form):
    """The cells of one row, to be put right; of a cell that names somebody the words are not shown, and can be typed anew."""

    mark_optional = False

    def __init__(self, *args: Any, cells: Mapping[str, str], **options: Any) -> None:
        self._columns = {f"cell_{n}": column for n, column in enumerate(cells)}
        shown = {name: privacy.fit_to_show(cells[column]) for name, column in self._columns.items()}
        self._hidden = {name for name, column in self._columns.items() if shown[name] != cells[column]}
        self.base_fields = {
            name: forms.CharField(
                label=column,
                required=False,
                strip=False,
                help_text=f"Now: {shown[name]} Leave it empty to keep it." if name in self._hidden else "",
                widget=forms.Textarea({"rows": 4}) if len(cells[column]) > _LONG_CELL else forms.TextInput(),
            )
            for name, column in self._columns.items()
        }
        initial = {name: text for name, text in shown.items() if name not in self._hidden}
        super().__init__(*args, initial=initial, **options)

    def cells(self) -> dict[str, str]:
        """Return the text of each column that is to stand, once the form is valid."""
        return {
            column: self.cleaned_data[name]
            for name, column in self._columns.items()
            if self.cleaned_data[name] or name not in self._hidden
        }
