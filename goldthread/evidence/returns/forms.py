"""The forms of information returns: they check shape and never write."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.returns.models import InformationReturn
from goldthread.evidence.returns.sheets import FIELDS, MOST_BYTES, NAMES
from goldthread.evidence.returns.stages import Redaction, Stage
from goldthread.learning.documents.forms import AddressField
from goldthread.learning.documents.models import Document
from goldthread.web.file_field import FileField
from goldthread.web.forms import DateField, Form


class ReturnForm(Form):
    """By whom information is asked for, and by when."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="Such as: Information return for the assessment."
    )
    body = forms.CharField(label="Asked for by", max_length=120, initial="Care Quality Commission")
    received_on = DateField(label="Received on", latest=timezone.localdate)
    due_on = DateField(label="Due on")


class NewReturnForm(ReturnForm):
    """A new return, and who answers for it."""

    owner = PersonField("returns.record", label="Owner", required=False, empty_label="Me")


class EditReturnForm(CorrectionForm, ReturnForm):
    """A correction of a return."""


class ItemForm(Form):
    """One item as it is asked for."""

    item_no = forms.CharField(label="Item number", max_length=30, help_text="As the list of the body has it.")
    name = forms.CharField(label="What is asked for", max_length=300, widget=forms.Textarea({"rows": 2}))
    statements = forms.MultipleChoiceField(
        label="Quality statements", required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = DateField(label="Due on", required=False)

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statements"].choices = _statements(person)


class NewItemForm(ItemForm):
    """A new item, and who finds it."""

    owner = PersonField("returns.gather", label="Owner", required=False, empty_label="Nobody yet")


class SheetSectionForm(Form):
    """The section or page that the council's sheet points to."""

    section = forms.CharField(label="Section or page, as the sheet says", required=False, max_length=120)


class EditItemForm(CorrectionForm, SheetSectionForm, ItemForm):
    """A correction of an item."""


class GiveForm(Form):
    """A document, or a section of one, that an item gives."""

    document = forms.ModelChoiceField(
        label="Document", queryset=Document.objects.none(), empty_label="Choose a document"
    )
    section = forms.CharField(
        label="Section or page",
        required=False,
        max_length=120,
        help_text="A heading or page, such as “Supervision” or p. 12. Leave empty for the whole document.",
    )

    def __init__(self, *args: Any, offered: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["document"]
        field.queryset = offered.filter(out_of_use_on=None).order_by("title", "pk")
        field.label_from_instance = lambda document: f"{document.title} ({document.reference})"


class GatheredForm(Form):
    """That all of an item is there."""

    as_at = DateField(
        label="As at", latest=timezone.localdate, help_text="The day on which what it says was so."
    )
    redaction = forms.ChoiceField(
        label="Is something to be redacted before it is sent?", choices=Redaction, widget=forms.RadioSelect
    )
    public_address = AddressField(
        label="Public address", required=False, help_text="Where it is published already, if it is."
    )
    gathered_on = DateField(label="Date", latest=timezone.localdate)


class RedactedForm(Form):
    """When something was redacted, by whoever says so."""

    redacted_on = DateField(label="Date", latest=timezone.localdate)


class SignForm(Form):
    """When an item is signed off."""

    signed_on = DateField(label="Date", latest=timezone.localdate)


class SentForm(Form):
    """When what is ready was sent."""

    sent_on = DateField(label="Date sent", latest=timezone.localdate)


class SheetForm(Form):
    """The council's own sheet of items."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="Spreadsheet",
        help_text="XLSX or CSV of at most 1 MB, with a row an item. The columns are matched on the next page.",
    )


class ColumnsForm(Form):
    """Which column is which, with the sheet itself, which comes back with the page."""

    held = forms.CharField(widget=forms.HiddenInput)
    filename = forms.CharField(max_length=200, widget=forms.HiddenInput)
    without_errors = forms.BooleanField(
        label="Load the rows without errors",
        required=False,
        help_text="The others are not saved. Mend them in the sheet, and load it again.",
    )

    def __init__(self, *args: Any, headings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "No column"), *((heading, heading) for heading in headings)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=NAMES[name], choices=choices, required=False
            )
        order = [*(f"column_{name}" for name in FIELDS), "without_errors", "held", "filename"]
        self.order_fields(order)

    def columns(self) -> dict[str, str]:
        """Return the heading of each field, "" for none."""
        return {name: self.cleaned_data.get(f"column_{name}") or "" for name in FIELDS}


def held(content: bytes) -> str:
    """Return a sheet as a page holds it."""
    return base64.b64encode(content).decode()


def unheld(text: str) -> bytes | None:
    """Return a sheet that a page held; None for what is none."""
    if len(text) > MOST_BYTES * 4 // 3 + 8:
        return None
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None


class ReturnFilter(WordsFilter):
    """Filters of the list of returns."""


class ItemFilter(WordsFilter):
    """Filters of the list of items."""

    information_return = forms.ModelChoiceField(
        label="Information return", queryset=InformationReturn.objects.none(), empty_label="Any"
    )
    stage = forms.ChoiceField(label="State", choices=[("", "Any"), *Stage.choices])
    statement = forms.ChoiceField(label="Quality statement")

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statement"].choices = [("", "Any"), *_statements(person)]
        if person is not None:
            returns = InformationReturn.objects.visible_to(person).order_by("-received_on", "-pk")
            self.fields["information_return"].queryset = returns


def _statements(person: Any) -> list[tuple[str, str]]:
    return (
        [(each.slug, each.name) for each in in_force(person.council_id).statements]
        if person is not None
        else []
    )
