"""Forms of e-mails that came and of the mailbox: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.people.fields import TeamField
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.choices import Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.mail.message import MOST_BYTES
from goldthread.mailbox.choices import AsideBecause, Harm, State
from goldthread.mailbox.models import MailboxSettings
from goldthread.themes.safeguarding.models import SafeguardingReview
from goldthread.web.file_field import FileField
from goldthread.web.forms import DateField, Form

_MEGABYTES = MOST_BYTES // 1024**2
OTHERS = {"bounce": "Not delivered", "away": "Automatic reply", "list": "Sent to a list"}
"""What an e-mail can seem to be beside a type of feedback."""


class EmailFilter(WordsFilter):
    """Filters of the list of e-mails; those by date are the list's own."""

    state = forms.ChoiceField(label="State", choices=[("", "To sort"), ("all", "Any state"), *State.choices])
    seems = forms.ChoiceField(
        label="Seems to be",
        choices=[
            ("", "Anything"),
            *((slug, source.name) for slug, source in SOURCES.items()),
            *OTHERS.items(),
        ],
    )
    harm = forms.ChoiceField(label="Possible harm, not reviewed", choices=[("", "Any"), *Harm.choices])

    own = ("state", "harm")


class AddForm(Form):
    """What an e-mail becomes: the type of feedback, which text of it, and what is known beside it."""

    source = forms.ChoiceField(
        label="Type of feedback", choices=[(slug, source.name) for slug, source in SOURCES.items()]
    )
    text = forms.ChoiceField(label="Text", required=False, widget=forms.RadioSelect)
    speaker = forms.ChoiceField(
        label="Feedback from", required=False, choices=[("", "As is usual for the type"), *Speaker.choices]
    )
    team = TeamField("feedback.receive", empty_label="No single team")
    wants_reply = forms.BooleanField(label="They want a response", required=False)
    allow_duplicate = forms.BooleanField(
        label="Add it even where the same text of that day is here already", required=False
    )

    def __init__(self, *args: Any, texts: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(texts) > 1:
            self.fields["text"].choices = texts
        else:
            del self.fields["text"]


class JoinForm(Form):
    """To which feedback an e-mail is joined."""

    feedback = forms.CharField(
        label="Feedback",
        max_length=200,
        help_text="Its reference, such as F-1344, or the address of its page.",
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )


class AsideForm(Form):
    """Why an e-mail is set aside."""

    because = forms.ChoiceField(label="Why", choices=AsideBecause, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason", required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )

    reveals = {"because": {AsideBecause.OTHER.value: "reason"}}


class HarmReviewForm(Form):
    """What somebody did who read an e-mail that may tell of harm."""

    outcome = forms.ChoiceField(
        label="What you did", choices=SafeguardingReview.Outcome, widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))


class SavedEmailForm(Form):
    """An e-mail that was saved as a file."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="Saved e-mail",
        help_text=f"A file that ends with .eml or .msg, as mail programs save them, of at most {_MEGABYTES} MB.",
    )


class MailboxForm(Form):
    """Where the council's mailbox is, and what is done with what was read."""

    is_on = forms.BooleanField(label="Read the mailbox", required=False)
    host = forms.CharField(
        label="Mail server", max_length=253, help_text="Its name, such as imap.council.example"
    )
    port = forms.IntegerField(
        label="Port",
        min_value=1,
        max_value=65535,
        initial=993,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    security = forms.ChoiceField(
        label="Encryption",
        choices=MailboxSettings.Security.choices,
        initial=MailboxSettings.Security.TLS,
        widget=forms.RadioSelect,
    )
    authority = forms.CharField(
        label="Certificate of the council’s own authority",
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Where the mail server’s certificate is of the council’s own making: the text that begins with "
        "-----BEGIN CERTIFICATE-----. Left empty, the authorities of this server hold.",
    )
    username = forms.CharField(
        label="User name",
        max_length=200,
        help_text="Of an account that may open this mailbox only. The password is set on a page of its own.",
    )
    folder = forms.CharField(label="Folder that is read", max_length=200, initial="INBOX")
    done_folder = forms.CharField(
        label="Folder to which an e-mail is moved once it is kept",
        required=False,
        max_length=200,
        help_text="Left empty, it stays where it is, marked as seen.",
    )
    since = DateField(
        label="Read what was received since",
        latest=timezone.localdate,
        initial=timezone.localdate,
        help_text="What lay in the folder before is left alone.",
    )


class MailboxPasswordForm(Form):
    """The password of the mailbox."""

    password = forms.CharField(
        label="Password of the mailbox",
        required=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text="It is kept encrypted and never shown.",
    )
