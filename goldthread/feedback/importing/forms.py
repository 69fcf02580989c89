"""The forms of an import: the file and what is in it, and which of its columns is which."""

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


class BringForm(Form):
    """A spreadsheet, and what kind of feedback is in it."""

    source = forms.ChoiceField(
        label="What is in the spreadsheet?",
        choices=[
            ("", "Choose a kind of feedback"),
            *((source.slug, source.plural) for source in SOURCES.values()),
        ],
        error_messages={"required": "Choose what is in the spreadsheet"},
    )
    file = forms.FileField(
        label="Spreadsheet",
        help_text="A CSV or an Excel workbook (.xlsx), as it comes from your own system. One row for each piece of feedback.",
        error_messages={"required": "Select a spreadsheet"},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before any of it is read."""
        file, most = self.cleaned_data["file"], Limits().file_bytes
        if file.size > most:
            raise forms.ValidationError(
                f"The spreadsheet has {file.size / 1e6:,.0f} MB; the most is {most / 1e6:,.0f} MB. "
                "Split it, by year for example, and bring in the parts one after the other"
            )
        return file


class SheetForm(Form):
    """Which sheet of a workbook holds the feedback."""

    sheet = forms.ChoiceField(label="Sheet of the workbook")

    def __init__(self, *args: Any, names: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sheet"].choices = [(name, name) for name in names]


class ColumnsForm(Form):
    """For each thing that Goldthread keeps, the column it stands in."""

    mark_optional = False

    def __init__(self, *args: Any, source: str, columns: Sequence[str], **options: Any) -> None:
        labels = FIELD_NAMES | {extra.slug: extra.label for extra in SOURCES[source].extras}
        choices = [("", NOT_HERE), *((column, column) for column in columns)]
        wanted = [("", "Choose a column"), *choices[1:]]
        self.base_fields = {
            _PREFIX + field: forms.ChoiceField(
                label=labels[field] if field in REQUIRED else f"{labels[field]} (optional)",
                choices=wanted if field in REQUIRED else choices,
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
    """Return a mapping as the form's first answers."""
    return {_PREFIX + field: column for field, column in mapping.items()}
