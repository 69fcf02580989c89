"""Forms of evidence packs: what one holds and as at which day, to whom it was sent, what came of a recall, and comparing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.handed_on import Recall
from goldthread.web.forms import DateField, FilterForm, Form

TODAY = "today"


class PackForm(Form):
    """The part of the self-assessment that a pack holds, and as at which day."""

    statement = forms.ChoiceField(label="Statement", required=False)
    as_at = DateField(
        label="As at",
        latest=timezone.localdate,
        required=False,
        help_text="Empty for today. The same records give the same pack for the same day, whenever it is created.",
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statement"].choices = [
            ("", "All statements"),
            *((each.slug, each.name) for each in in_force(person.council_id).statements),
        ]


class SentForm(Form):
    """To whom a pack was sent, and when."""

    sent_to = forms.CharField(
        label="Sent to", max_length=200, help_text="The organisation or team, such as CQC’s assessment team."
    )
    sent_on = DateField(label="Sent on", latest=timezone.localdate)


class RecallForm(Form):
    """What became of a pack, or of copies of a self-assessment, that are recalled."""

    answer = forms.ChoiceField(
        label="What became of it", choices=Recall.Answer.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        widget=forms.Textarea,
        help_text="Who said so; or why no recall is needed.",
    )


class CompareForm(FilterForm):
    """With what a pack is compared: an earlier or later one, or the records as they are today."""

    other = forms.ChoiceField(label="Compare with", required=False)

    def __init__(self, *args: Any, packs: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["other"].choices = [("", "Choose"), (TODAY, "Today’s records"), *packs]
