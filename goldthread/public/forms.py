"""The forms of each step: they check shape and never write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from goldthread.public.choices import Agreed, Format, Relation, Who
from goldthread.public.doors import Door
from goldthread.public.words import text
from goldthread.web.forms import Form

MOST_WORDS = 20_000
READ_AS = "read_as"
"""Among the answers: in which language and reading the form was filled in, as of the step that was saved last."""
FILES = "files"
"""Among the answers: how many files came with the form."""


class StepForm(Form):
    """The form of one step, for one door, knowing what was answered before."""

    mark_optional = False

    def __init__(self, *args: Any, door: Door, answers: Mapping[str, Any], **options: Any) -> None:
        self.door, self.answers = door, answers
        super().__init__(*args, **options)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, in the language in which the form speaks."""
        say = getattr(self, "say", None)
        super().add_error(field, say(error) if say is not None and isinstance(error, str) else error)


class KindForm(StepForm):
    """What they want to tell."""

    kind = forms.ChoiceField(label="What would you like to do?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.door.kinds]


class WhoForm(StepForm):
    """Who is telling, and so for whom."""

    who = forms.ChoiceField(label="Who are you?", choices=Who.choices, widget=forms.RadioSelect)


class RelationForm(StepForm):
    """What a representative is to the person."""

    relation = forms.ChoiceField(
        label="How do you know them?", choices=Relation.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        by_door = (Relation.COUNCILLOR, Relation.GROUP)
        self.fields["relation"].choices = [each for each in Relation.choices if each[0] not in by_door]


class GroupForm(StepForm):
    """Of which organisation, or which ward, whoever comes by a door of their own is."""

    group = forms.CharField(label="Your organisation", max_length=120)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.door.relation == Relation.COUNCILLOR:
            self.fields["group"].label = "Your name and ward"
            self.fields["group"].error_messages["required"] = "Enter your name and ward"


class AgreedForm(StepForm):
    """Whether the person knows; only they themselves can give their consent."""

    agreed = forms.ChoiceField(
        label="Does the person know that you are telling us?",
        choices=Agreed.choices,
        widget=forms.RadioSelect,
    )


class ConcernedForm(StepForm):
    """Who the person is, and how to ask them whether they agree."""

    person_name = forms.CharField(label="Their name", max_length=160, required=False)
    person_email = forms.EmailField(label="Their e-mail address", required=False)
    person_address = forms.CharField(
        label="Their address", required=False, max_length=500, widget=forms.Textarea({"rows": 4})
    )


class WordsForm(StepForm):
    """What happened, in their own words."""

    words = forms.CharField(
        label="What do you want to tell us?",
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 10}),
        help_text="Write as you would say it. What happened, when and where, if you know.",
        error_messages={"required": "Write what you want to tell us"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.answers.get(FILES):
            # A voice message, or a letter that was photographed, may be all that they want to say.
            self.fields["words"].required = False
            self.fields["words"].help_text = text(
                "You sent a file, so you can leave this empty. Write only what you want to add."
            )


class PutRightForm(StepForm):
    """What would put it right."""

    put_right = forms.CharField(
        label="What would put it right?",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text="You can leave this empty.",
    )


class AnswerForm(StepForm):
    """Whether they want to be answered."""

    answer = forms.ChoiceField(
        label="Do you want an answer?",
        choices=[("yes", "Yes"), ("no", "No, I only want you to know")],
        widget=forms.RadioSelect,
    )


class FormatForm(StepForm):
    """In which format they want to be answered."""

    format = forms.ChoiceField(
        label="How would you like to be answered?", choices=Format.choices, widget=forms.RadioSelect
    )
    other_format = forms.CharField(label="Which format or language?", required=False, max_length=50)
    reveals = {"format": {"other": "other_format"}}

    def clean(self) -> dict[str, Any]:
        """Ask which, where it is another."""
        cleaned = super().clean() or {}
        if cleaned.get("format") == Format.OTHER and not cleaned.get("other_format"):
            self.add_error("other_format", "Enter the format or the language")
        return cleaned


class ContactForm(StepForm):
    """How to reach them."""

    name = forms.CharField(label="Your name", max_length=160, required=False)
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    phone = forms.CharField(label="Telephone number", max_length=60, required=False)
    address = forms.CharField(
        label="Address", required=False, max_length=500, widget=forms.Textarea({"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach them, where they want an answer."""
        cleaned = super().clean() or {}
        reached = any(cleaned.get(name) for name in ("email", "phone", "address"))
        if self.answers.get("answer") == "yes" and not reached and not self.errors:
            self.add_error(
                "email",
                "To be answered, enter an e-mail address, a telephone number or an address. "
                "If you want no answer, go back and say so",
            )
        return cleaned
