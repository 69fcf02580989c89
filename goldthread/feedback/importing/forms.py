"""The forms of an import: the file and its type of feedback, and the matching of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.feedback.importing.rows import FIELD_NAMES, REQUIRED
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import Limits
from goldthread.web.forms import Form

_PREFIX = "column_"
NOT_HERE = "Not in this spreadsheet"


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
    """The spreadsheet's column for each field."""

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
        super().__init__(*args, **options)

    def mapping(self) -> dict[str, str]:
        """Return each field's column, once the form is valid; "" where the spreadsheet has none."""
        return {name.removeprefix(_PREFIX): column for name, column in self.cleaned_data.items()}


def initial(mapping: dict[str, str]) -> dict[str, str]:
    """Return a mapping as the form's initial values."""
    return {_PREFIX + field: column for field, column in mapping.items()}
