"""Forms by which an audit sheet is loaded: the file, then what each column is and the round that it becomes."""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Any

from django import forms

from goldthread.council.models import DISCIPLINES
from goldthread.council.people.fields import TeamField
from goldthread.practice.importing.columns import choices
from goldthread.practice.importing.reading import MOST_BYTES
from goldthread.practice.rounds.models import AuditRound
from goldthread.sheets import SheetError
from goldthread.standards.audit_tools import scales
from goldthread.web.file_field import FileField
from goldthread.web.forms import DateField, Form, SeveralTextsField

# A form has 2 MB at most (settings); a sheet comes back in it packed, and its other fields with it.
_MOST_HELD = 1_800_000


class SheetForm(Form):
    """The council's own audit sheet."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="Spreadsheet",
        help_text="XLSX or CSV of at most 5 MB: from Microsoft Forms or a case system, or your own. The columns are matched on the "
        "next page.",
    )


class RoundOfSheetForm(Form):
    """What each column is, and the round that the sheet becomes; the sheet itself comes back with the page."""

    # Most are columns, which need not be anything.
    mark_optional = False

    held = forms.CharField(widget=forms.HiddenInput)
    filename = forms.CharField(max_length=200, widget=forms.HiddenInput)
    title = forms.CharField(label="Title of the round", max_length=200)
    discipline = forms.ChoiceField(label="Discipline", choices=[*DISCIPLINES.items()])
    team = TeamField("practice.lead", empty_label="Whole council")
    period_from = DateField(label="Work audited from")
    period_until = DateField(label="Work audited until")
    re_audit_of = forms.ModelChoiceField(
        label="It repeats the round",
        queryset=AuditRound.objects.none(),
        required=False,
        empty_label="None",
        help_text="Of a re-audit: its columns are then the questions of that round.",
    )
    grades = forms.ChoiceField(
        label="Scale of the overall grade",
        choices=[(each.slug, each.name) for each in scales() if each.is_grade],
        help_text="Of the column that is the overall grade, if there is one.",
    )
    findings = SeveralTextsField(
        label="Findings",
        required=False,
        help_text="What the organisation has to learn, if it is known: one to a paragraph, an empty line between them. They can be "
        "added later too.",
    )
    without_errors = forms.BooleanField(
        label="Load the rows without errors",
        required=False,
        help_text="The others are not saved. Mend them in the sheet, and load it again: what is here already is left out.",
    )

    def __init__(self, *args: Any, columns: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if (person := options.get("person")) is not None:
            rounds = AuditRound.objects.visible_to(person).filter(told_on__isnull=False)
            repeated: Any = self.fields["re_audit_of"]
            repeated.queryset = rounds.order_by("-period_from", "-pk")
            repeated.label_from_instance = lambda each: f"{each.reference} {each.title}"
        self.columns = {f"column_{number}": column for number, column in enumerate(columns)}
        for name, column in self.columns.items():
            self.fields[name] = forms.ChoiceField(label=column[:120], choices=choices(), required=False)
        about = [
            "title",
            "discipline",
            "team",
            "period_from",
            "period_until",
            "re_audit_of",
            "grades",
            "findings",
        ]
        self.order_fields([*self.columns, *about, "without_errors", "held", "filename"])

    def clean(self) -> dict[str, Any]:
        """Return the answers; raises ValidationError for a period that ends before it begins."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("period_from"), cleaned.get("period_until")
        if begins and ends and ends < begins:
            self.add_error("period_until", "The period ends before it begins")
        return cleaned

    def about(self) -> dict[str, Any]:
        """Return what the command is told of the round."""
        names = ("title", "discipline", "team", "period_from", "period_until", "findings", "re_audit_of")
        return {name: self.cleaned_data[name] for name in names}


def held(content: bytes) -> str:
    """Return a sheet as a page holds it; raises SheetError for one that is too large to come back with a form."""
    packed = base64.urlsafe_b64encode(zlib.compress(content, 6)).decode()
    if len(packed) > _MOST_HELD:
        raise SheetError(
            "The sheet is too large to be checked on a page.", "Split it by month, and load each."
        )
    return packed


def unheld(text: str) -> bytes | None:
    """Return a sheet that a page held; None for what is none."""
    if len(text) > _MOST_HELD:
        return None
    try:
        unpacked = zlib.decompressobj()
        content = unpacked.decompress(
            base64.b64decode(text.encode(), altchars=b"-_", validate=True), MOST_BYTES
        )
    except (binascii.Error, ValueError, zlib.error):
        return None
    return None if unpacked.unconsumed_tail else content
