"""Forms of speaking up: they check shape and never write."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.council.links.secrets import new_secret
from goldthread.council.people.fields import PersonField
from goldthread.feedback.forms import LONG
from goldthread.speaking_up.models import AccessAsked, Confidant, Matter
from goldthread.web.forms import Form

_SECRET = re.compile(r"[a-hjkmnp-z0-9]{6}(-[a-hjkmnp-z0-9]{6}){3}")
WITH_NAME, WITHOUT = "with", "without"


class SpeakUpForm(Form):
    """What somebody wants to say, with their name or without.

    `secret` is that of the link they will follow it by: drawn before it is sent, so that sending it twice makes one.
    `website` is a trap: no person sees it, and what fills in every field fills it in.
    """

    about = forms.ChoiceField(
        label="What it is about", choices=Matter.About.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What you want to say",
        help_text="What happened, when and where, and what you are worried about. What you only suspect counts too.",
        validators=LONG,
        widget=forms.Textarea({"rows": 10}),
    )
    named = forms.ChoiceField(
        label="Do you want to give your name?",
        choices=[(WITHOUT, "No"), (WITH_NAME, "Yes")],
        widget=forms.RadioSelect,
    )
    who = forms.CharField(label="Your name, and how to reach you", max_length=300, required=False)
    secret = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(widget=forms.HiddenInput, required=False)

    reveals = {"named": {WITH_NAME: "who"}}
    item_hints = {
        "named": {
            WITHOUT: "Goldthread keeps nothing that shows who you are. You see the progress, and answer questions, by a private link.",
            WITH_NAME: "The two who read it know who you are. They tell nobody without your agreement, unless somebody is at risk.",
        }
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound:
            self.initial["secret"] = new_secret()

    def clean_secret(self) -> str:
        """Return the secret as it was drawn here; another one might be easy to guess."""
        secret: str = self.cleaned_data["secret"]
        if not _SECRET.fullmatch(secret) or len(set(secret)) < 8:
            raise ValidationError("Open the form again, and copy what you typed into it.")
        return secret

    def clean(self) -> dict[str, Any]:
        """Ask for the name of whoever wants to give it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("named") == WITH_NAME and not cleaned.get("who", "").strip():
            self.add_error("who", "Enter your name, or choose “No”.")
        if cleaned.get("named") == WITHOUT:
            cleaned["who"] = ""
        return cleaned


class FollowForm(Form):
    """What whoever told something answers, or adds."""

    text = forms.CharField(label="Your answer", validators=LONG, widget=forms.Textarea({"rows": 6}))
    question = forms.UUIDField(widget=forms.HiddenInput, required=False)


class TextForm(Form):
    """One text of a step."""

    text = forms.CharField(label="Text", validators=LONG, widget=forms.Textarea({"rows": 6}))


class AskForm(TextForm):
    """A question to whoever told it."""

    text = forms.CharField(
        label="Question",
        help_text="Whoever has the private link reads this. Name nobody.",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
    )


class TellForm(TextForm):
    """An answer to whoever told it."""

    text = forms.CharField(
        label="Answer",
        help_text="Whoever has the private link reads this. Name nobody, and repeat nothing of what was told.",
        validators=LONG,
        widget=forms.Textarea({"rows": 6}),
    )


class ReferForm(Form):
    """To whom it is referred, and what of it is passed on."""

    to = forms.ChoiceField(label="Refer to", choices=Matter.Referred.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What you passed on, and to whom",
        help_text="Pass on no more than is needed, and not who told it unless they agreed or somebody is at risk.",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
    )


class ProtectForm(Form):
    """How whoever told it is kept from harm."""

    protection = forms.CharField(
        label="How whoever told it is kept from detriment",
        help_text="Who asks them, when, and what is done if they are treated worse for it. Nobody is blamed for speaking up.",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
    )


class CloseForm(ProtectForm):
    """What became of it."""

    outcome = forms.ChoiceField(
        label="What became of it", choices=Matter.Outcome.choices, widget=forms.RadioSelect
    )
    became = forms.CharField(
        label="What was found, and what was changed", validators=LONG, widget=forms.Textarea({"rows": 5})
    )
    field_order = ["outcome", "became", "protection"]


class ConfidantField(forms.ModelChoiceField):
    """One of the two of a council."""

    def for_person(self, person: Any, *, also: Any = None, is_new: bool = True) -> None:
        """Offer those who are named at this person's council."""
        self.queryset = Confidant.objects.filter(council=person.council_id, until=None).order_by(
            "since", "pk"
        )


class ChangeForm(Form):
    """A change of the two."""

    leaves = ConfidantField(
        Confidant.objects.none(), label="Who leaves", required=False, empty_label="Nobody"
    )
    person = PersonField("speaking_up.read", label="Who joins", required=False, empty_label="Nobody")


class AskedForm(Form):
    """What the two say of a subject access request."""

    said = forms.ChoiceField(
        label="Do you hold anything about this person?",
        choices=AccessAsked.Said.choices,
        widget=forms.RadioSelect,
    )
