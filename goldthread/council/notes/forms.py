"""Forms for notes: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.council.notes import mentions
from goldthread.council.notes.models import Note
from goldthread.web.forms import Form


class NoteForm(Form):
    """A note."""

    text = forms.CharField(
        label="Note",
        max_length=Note.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Names and addresses are hidden for everybody but those who may open original text. "
        "To tell a colleague, type @ and their name.",
    )


class NewNoteForm(NoteForm):
    """A new note, and whom it tells."""

    tell = forms.ModelMultipleChoiceField(
        label="Tell",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Colleagues who may open this record. They get a notification.",
    )

    def __init__(self, *args: Any, by: Person, record: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        may = [person.pk for person in mentions.who_may_be_told(by, record)]
        self.fields["tell"].queryset = Person.objects.filter(pk__in=may).order_by("name")
