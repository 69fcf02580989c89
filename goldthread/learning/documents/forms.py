"""The forms of documents: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.council.files.forms import FileForm
from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.documents.kinds import CHOICES
from goldthread.learning.documents.models import IN_USE, LEADS, Document, SeenBy
from goldthread.learning.models import Lesson
from goldthread.web.forms import DateField, Form

_MOST_LESSONS = 20


class LessonsField(forms.CharField):
    """Lessons by their references, with commas or spaces between them; gives the lessons."""

    person: Any = None

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Look for the lessons of this person's council."""
        self.person = person

    def clean(self, value: Any) -> Any:
        """Return the lessons; raises ValidationError for a reference that is none."""
        wanted = [each.upper() for each in super().clean(value).replace(",", " ").split()]
        numbers = {each: each.removeprefix("L-") for each in wanted[:_MOST_LESSONS]}
        lessons = Lesson.objects.visible_to(self.person)
        known = {
            lesson.reference: lesson
            for lesson in lessons.filter(
                number__in=[n for n in numbers.values() if n.isdecimal() and len(n) < 10]
            )
        }
        for each in numbers:
            if each not in known:
                raise forms.ValidationError(f"There is no lesson {each}. Enter references such as L-12.")
        return [known[each] for each in numbers]


class AddressField(forms.URLField):
    """The https address at which something lives."""

    def __init__(self, *, label: str, **options: Any) -> None:
        super().__init__(
            label=label,
            max_length=1000,
            assume_scheme="https",
            widget=forms.TextInput({"inputmode": "url"}),
            error_messages={"invalid": "Enter an address that begins with https://"},
            **options,
        )

    def clean(self, value: Any) -> str:
        """Return the address; raises ValidationError for one that is not https."""
        address = super().clean(value) or ""
        if address and not address.startswith("https://"):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class PlaceForm(FileForm):
    """Where a version lives: at an address, or as a file."""

    address = AddressField(
        label="Address",
        required=False,
        help_text="Where it lives, such as its SharePoint link. It begins with https://",
    )
    again = forms.BooleanField(
        label="Add it although the same is here already",
        required=False,
        help_text="You are told where it is, if it is.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].required = False
        self.fields["file"].label = "Or upload it"
        self.fields[
            "names_nobody"
        ].label = "Nobody who draws on care, and no carer, is named or pictured in it"
        self.fields["names_nobody"].help_text = (
            "Then everybody who may see the document may open the file, and its text is searched. Otherwise it is "
            "opened with a reason, by whoever may open original text."
        )


class AboutForm(Form):
    """What a document is, who may see it, and when it is in force and reviewed."""

    title = forms.CharField(label="Title", max_length=200)
    kind = forms.ChoiceField(label="What it is", choices=[("", "Choose"), *CHOICES])
    about = forms.CharField(
        label="What it is about",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="In a sentence or two. Do not name anyone.",
    )
    seen_by = forms.ChoiceField(
        label="Who may see it",
        choices=SeenBy.choices,
        initial=SeenBy.STAFF,
        widget=forms.RadioSelect,
        help_text="Leads are the complaints manager, the principals, the quality lead and the director.",
    )
    in_force_since = DateField(
        label="In force since",
        required=False,
        latest=timezone.localdate,
        help_text="Leave empty while it is a draft.",
    )
    review_on = DateField(
        label="Review by",
        required=False,
        help_text="It stands in the owner’s work then.",
    )
    lessons = LessonsField(
        label="Lessons it rests on",
        required=False,
        max_length=300,
        help_text="References, such as L-12, L-16.",
    )

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        if person is not None and not person.may(LEADS):
            self.fields["seen_by"].choices = [(SeenBy.STAFF.value, SeenBy.STAFF.label)]


class AddDocumentForm(AboutForm, PlaceForm):
    """A new document, its first version, and its owner."""

    owner = PersonField(
        "documents.record", label="Owner", required=False, empty_label="Me", help_text="Who reviews it."
    )
    edition = forms.CharField(
        label="Version", required=False, max_length=30, help_text="Such as 2.1 or 2026."
    )
    edition_on = DateField(label="Date of this version", latest=timezone.localdate)
    field_order = (
        "title", "kind", "about", "address", "file", "names_nobody", "again", "edition", "edition_on", "in_force_since",
        "review_on", "owner", "seen_by", "lessons",
    )  # fmt: skip


class EditDocumentForm(CorrectionForm, AboutForm):
    """A correction of a document."""


class VersionForm(PlaceForm):
    """A new version of a document."""

    edition = forms.CharField(
        label="Version", required=False, max_length=30, help_text="Such as 2.1 or 2026."
    )
    edition_on = DateField(label="Date of this version", latest=timezone.localdate)
    changed = forms.CharField(
        label="What changed",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Do not name anyone.",
    )
    review_on = DateField(label="Review again by", required=False)
    field_order = (
        "edition", "edition_on", "changed", "address", "file", "names_nobody", "again", "review_on",
    )  # fmt: skip


class ReviewForm(ReasonForm):
    """That a document was reviewed and stays as it is."""

    reviewed_on = DateField(label="Date of the review", latest=timezone.localdate)
    review_on = DateField(label="Review again by")
    field_order = ("reviewed_on", "review_on", "reason")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = "Why it stays as it is"


class InForceForm(Form):
    """Since when a document is in force."""

    in_force_since = DateField(label="In force since", latest=timezone.localdate)


class ReplaceForm(Form):
    """Which document took the place of another, and when."""

    replaced_by = forms.ModelChoiceField(
        label="Replaced by", queryset=Document.objects.none(), empty_label="Choose a document"
    )
    replaced_on = DateField(label="Date", latest=timezone.localdate)

    def __init__(self, *args: Any, others: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["replaced_by"], others)


class OutOfUseForm(ReasonForm):
    """Since when a document is not used any more, and why."""

    out_of_use_on = DateField(label="Withdrawn from use on", latest=timezone.localdate)
    field_order = ("out_of_use_on", "reason")


class UseForm(Form):
    """The document that a lesson is put into."""

    document = forms.ModelChoiceField(
        label="Document", queryset=Document.objects.none(), empty_label="Choose a document"
    )

    def __init__(self, *args: Any, others: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["document"], others)


def _offer(field: Any, documents: QuerySet) -> None:
    field.queryset = documents.filter(IN_USE).order_by("title", "pk")
    field.label_from_instance = lambda document: f"{document.reference} {document.title}"


class DocumentFilter(WordsFilter):
    """Filters of the list of documents."""

    kind = forms.ChoiceField(label="What it is", choices=[("", "Any"), *CHOICES])
    stage = forms.ChoiceField(
        label="State",
        choices=[
            ("", "All"),
            ("draft", "Draft"),
            ("in_force", "In force"),
            ("due", "Due for review, or past it"),
            ("overdue", "Past its review date"),
            ("replaced", "Replaced"),
            ("withdrawn", "Withdrawn from use"),
        ],
    )
    seen_by = forms.ChoiceField(label="Who may see it", choices=[("", "Any"), *SeenBy.choices])
    together = forms.BooleanField(label="Made together")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = "Words in it, or a reference"
