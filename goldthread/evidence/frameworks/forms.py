"""Forms for versions of the framework: its file, its date, and claims that move to another statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.council.records.forms import CorrectionForm
from goldthread.evidence.frameworks.file import MOST_BYTES, read_rows
from goldthread.evidence.frameworks.rows import NotAFramework, framework_of
from goldthread.evidence.models import Claim
from goldthread.standards.framework import Framework
from goldthread.web.file_field import FileField
from goldthread.web.forms import DateField, Form

_MOST_SHOWN = 20


class DateForm(Form):
    """From when a version is in force."""

    in_force_from = DateField(
        label="In force from",
        required=False,
        help_text="Leave empty for a draft that is only read. Pages change on that day.",
    )


class LoadForm(DateForm):
    """The file of a version."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="File (CSV or XLSX)",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="One row for each theme, statement, score, rating and evidence category, each with its source.",
    )
    field_order = ("file", "in_force_from")

    def clean_file(self) -> Any:
        """Return the file with its `rows`; raises ValidationError with each row that is wrong."""
        file = self.cleaned_data["file"]
        try:
            file.rows = read_rows(file.file, file.name)
            framework_of(file.rows)
        except NotAFramework as error:
            shown = error.wrong[:_MOST_SHOWN]
            if len(error.wrong) > len(shown):
                shown.append(f"There are {len(error.wrong) - len(shown)} more errors.")
            raise forms.ValidationError([text.rstrip(".") for text in shown]) from error
        return file


class EditFrameworkForm(CorrectionForm, DateForm):
    """What can be corrected of a version: its name, and from when it is in force."""

    name = forms.CharField(label="Name", max_length=200)
    field_order = ("name", "in_force_from", "reason")


class MoveForm(Form):
    """For each claim whose statement is asked no longer: the statement to which it moves, and one reason for all."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown in the timeline of each claim that moves.",
    )

    def __init__(
        self, *args: Any, claims: Sequence[Claim], book: Framework, suggested: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        names = [("", "Not yet"), *((each.slug, f"{each.number}. {each.name}") for each in book.statements)]
        for claim in claims:
            self.fields[f"claim_{claim.pk.hex}"] = forms.ChoiceField(
                label=claim.text, choices=names, required=False, initial=suggested.get(claim.statement, "")
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    def chosen(self, claim: Claim) -> str:
        """Return the statement that was chosen for a claim, "" where it stays."""
        return self.cleaned_data.get(f"claim_{claim.pk.hex}", "")

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which no claim moves."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(value for name, value in given.items() if name.startswith("claim_")):
            raise forms.ValidationError("Choose a statement for at least one claim")
        return given
