"""Forms for requests: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.models import Action
from goldthread.responses.choices import BY_STAFF, Outcome, Says
from goldthread.responses.kinds import CHOICES, EXTRAS, KINDS
from goldthread.web.forms import DateField, Form

_EXTRA = "extra_"


class AskForm(Form):
    """What is asked for, by whom, and how they hear back."""

    kind = forms.ChoiceField(label="Kind of request", choices=CHOICES, widget=forms.RadioSelect)
    title = forms.CharField(
        label="What is asked for",
        max_length=160,
        help_text="In a few words, such as: the agenda two weeks before the meeting. Names are hidden.",
    )
    group = forms.CharField(
        label="Board, forum, group or partner",
        required=False,
        max_length=120,
        help_text="Leave empty where one person asks.",
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    wants_to_hear = forms.BooleanField(
        label="They want to hear what becomes of it", required=False, initial=True
    )
    format = forms.CharField(
        label="Format they need",
        required=False,
        max_length=60,
        help_text="Such as easy read, or by telephone.",
    )
    due_on = DateField(
        label="Answer by", required=False, help_text="Leave empty where nobody is owed an answer."
    )

    reveals = {
        "kind": {kind.slug: f"{_EXTRA}{slug}" for kind in KINDS.values() for slug, _ in kind.extras[:1]}
    }
    item_hints = {"kind": {kind.slug: kind.what_it_is for kind in KINDS.values()}}

    def __init__(self, *args: Any, initial: Any = None, **options: Any) -> None:
        initial = dict(initial or {})
        initial |= {f"{_EXTRA}{slug}": text for slug, text in (initial.get("extra") or {}).items()}
        extras = {
            f"{_EXTRA}{slug}": forms.CharField(label=label, required=False, max_length=300)
            for slug, label in EXTRAS.items()
        }
        self.base_fields = {**self.base_fields, **extras}
        super().__init__(*args, initial=initial, **options)

    def clean(self) -> dict[str, Any]:
        """Put the fields of the kinds together, as they are saved."""
        cleaned = super().clean() or {}
        cleaned["extra"] = {slug: cleaned.pop(f"{_EXTRA}{slug}", "") for slug in EXTRAS}
        return cleaned


class NewAskForm(AskForm):
    """A new request, with who owes the answer."""

    owner = PersonField(
        "responses.answer", label="Who owes the answer", required=False, empty_label="Nobody yet"
    )
    field_order = ("kind", "title", "group", "asked_on", "owner", "due_on")


class EditAskForm(CorrectionForm, AskForm):
    """A correction of a request."""


class _OutcomeFields(Form):
    outcome = forms.ChoiceField(label="What becomes of it", choices=Outcome, widget=forms.RadioSelect)
    because = forms.CharField(
        label="Why", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.ModelChoiceField(
        label="Action",
        queryset=Action.objects.none(),
        required=False,
        empty_label="No action",
        help_text="The action that was agreed because of it. When that is done, they are on the list to be told.",
    )

    item_hints = {
        "outcome": {
            Outcome.WILL_DO: "A promise. It counts as a change once it is done.",
            Outcome.DIFFERENTLY: "Say how, and why, below.",
            Outcome.NOT: "Say why below.",
            Outcome.CONSIDERED: "It never counts as a change.",
        }
    }

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["action"].queryset = Action.objects.visible_to(person).order_by("-number")


class AnswerForm(_OutcomeFields):
    """The answer, and what becomes of the request."""

    answer = forms.CharField(
        label="Answer",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="As the asker will read it, in plain words. Names are hidden.",
    )
    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)
    field_order = ("answer", "outcome", "because", "action", "answered_on")


class OutcomeForm(_OutcomeFields):
    """What became of a request that was answered."""


class ToldForm(Form):
    """When and how the asker was told."""

    told_on = DateField(label="Date they were told", latest=timezone.localdate)
    told_how = forms.ChoiceField(label="How", choices=BY_STAFF)


class ViewForm(Form):
    """What the asker says of the answer, as somebody of the staff writes it down."""

    says = forms.ChoiceField(label="What they say of the answer", choices=Says, widget=forms.RadioSelect)
    words = forms.CharField(
        label="In their own words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Names are hidden. Once saved, nobody can change it.",
    )
    how = forms.ChoiceField(label="How they told you", choices=BY_STAFF)
    given_on = DateField(label="Date", latest=timezone.localdate)


class OwnViewForm(Form):
    """What somebody says of the answer themselves, on their board's page or by their private link."""

    says = forms.ChoiceField(
        label="What do you think of the answer?",
        choices=[
            (Says.SATISFIED, "I am happy with it"),
            (Says.PARTLY, "I am partly happy with it"),
            (Says.DISAGREES, "I disagree with it"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="Tell us why",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nobody at the council can change what you write here.",
    )


STATES = [
    ("", "Any state"),
    ("owed", "Answer owed"),
    ("overdue", "Answer overdue"),
    ("answered", "Answered, not told"),
    ("told", "Told"),
    ("disagrees", "The asker disagrees"),
    ("closed", "Closed by the asker"),
]


class AskFilter(WordsFilter):
    """Filters of the list of requests."""

    state = forms.ChoiceField(label="State", choices=STATES)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *CHOICES])
    outcome = forms.ChoiceField(
        label="What became of it",
        choices=[("", "Any"), ("changed", "Something changed"), ("none", "Not said"), *Outcome.choices],
    )
    group = forms.CharField(label="Board, group or partner", max_length=120)
    own = ("outcome", "group")


class TellNewsForm(Form):
    """What somebody who asked to hear is told of an action, how and when."""

    text = forms.CharField(
        label="What they are told",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text="A draft. Change it to how you would say it.",
    )
    how = forms.ChoiceField(label="How", choices=BY_STAFF)
    told_on = DateField(label="Date they were told", latest=timezone.localdate)
