"""The forms for hearing somebody and for answering them; they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.feedback import equality
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Channel, Feedback, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import Extra, Source
from goldthread.web.forms import DateField, FilterForm, Form

CONTACT = ("name", "email", "phone", "address")
MOST_POINTS = 20
# Far above what anybody writes; a letter of forty pages. It is checked, and not counted down on the page.
_LONG = [MaxLengthValidator(20_000)]


def _teams(person: Person, permission: str) -> Any:
    held = person.teams_for(permission)
    teams = Team.objects.visible_to(person)
    return teams if held is None else teams.filter(pk__in=held)


class FeedbackFilter(FilterForm):
    """What narrows the list of feedback."""

    source = forms.ChoiceField(
        label="Source",
        choices=[("", "Any source"), *((source.slug, source.plural) for source in SOURCES.values())],
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Any team")
    speaker = forms.ChoiceField(label="Who spoke", choices=[("", "Anyone"), *Speaker.choices])
    waiting = forms.BooleanField(label="Waiting to hear back")
    locked = forms.BooleanField(label="Locked")
    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = _teams(person, "feedback.read")


class SourceForm(Form):
    """What kind of feedback it is."""

    source = forms.ChoiceField(
        label="What kind of feedback is it?",
        widget=forms.RadioSelect,
        choices=[(source.slug, source.name) for source in SOURCES.values()],
        error_messages={"required": "Choose what kind of feedback it is"},
    )
    item_hints = {"source": {source.slug: source.what_it_is for source in SOURCES.values()}}


class ReceiveForm(Form):
    """A piece of feedback from one source: what was said, about what, and apart from that who to answer."""

    point_1 = forms.CharField(label="What they said", validators=_LONG, widget=forms.Textarea({"rows": 6}))
    received_on = DateField(label="Date it was received", latest=timezone.localdate)
    happened_on = DateField(label="Date it happened", required=False, latest=timezone.localdate)
    speaker = forms.ChoiceField(label="Who spoke", choices=Speaker)
    channel = forms.ChoiceField(
        label="How it came", choices=[pair for pair in Channel.choices if pair[0] != Channel.IMPORT]
    )
    team = forms.ModelChoiceField(
        label="Team that it is about", queryset=Team.objects.none(), required=False, empty_label="No one team"
    )
    service = forms.CharField(label="Service", required=False, max_length=120)
    their_reference = forms.CharField(
        label="Reference in your own system",
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    format_needed = forms.CharField(
        label="Format they need",
        required=False,
        max_length=60,
        help_text="Such as easy read, large print, British Sign Language, a telephone call, or another language",
    )
    wants_reply = forms.BooleanField(label="They want to hear what becomes of it", required=False)
    name = forms.CharField(label="Name", required=False, max_length=160)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.CharField(label="Telephone number", required=False, max_length=60)
    address = forms.CharField(
        label="Postal address",
        required=False,
        validators=[MaxLengthValidator(500)],
        widget=forms.Textarea({"rows": 3}),
    )

    # Asked only where the same words came on the same day already.
    again = forms.BooleanField(
        label="It came from somebody else, or was sent again: keep it as well",
        required=False,
        help_text="You can then say whether they are a campaign, one piece sent twice, or only alike.",
    )

    def __init__(self, *args: Any, person: Person, source: Source, points: int = 1, **options: Any) -> None:
        self.source = source
        self.point_names = [f"point_{place}" for place in range(1, min(points, MOST_POINTS) + 1)]
        further = {
            name: forms.CharField(
                label=f"Another thing they said ({place})",
                required=False,
                validators=_LONG,
                widget=forms.Textarea({"rows": 4}),
            )
            for place, name in enumerate(self.point_names[1:], start=2)
        }
        extras = {f"extra_{extra.slug}": _extra_field(extra) for extra in source.extras}
        questions = {
            f"equality_{slug}": forms.ChoiceField(label=label, required=False, choices=equality.choices(slug))
            for slug, (label, _) in equality.QUESTIONS.items()
        }
        self.extra_names, self.equality_names = list(extras), list(questions)
        self.base_fields = {**self.base_fields, **further, **extras, **questions}
        super().__init__(*args, **options)
        self.fields["speaker"].initial = source.speaker
        self.fields["channel"].initial = source.channel
        team = self.fields["team"]
        team.queryset = _teams(person, "feedback.receive").filter(is_active=True)
        if person.teams_for("feedback.receive") is not None:
            # Whoever reads their own team's feedback only must be able to find again what they wrote.
            team.required, team.empty_label = True, "Choose your team"

    def clean(self) -> dict[str, Any]:
        """Check the two dates against each other."""
        cleaned = super().clean()
        received, happened = cleaned.get("received_on"), cleaned.get("happened_on")
        if received and happened and happened > received:
            self.add_error("happened_on", "It cannot have happened after it was received. Check both dates")
        return cleaned

    def ask_again(self, *, together: bool) -> None:
        """Promise what comes after a piece that came before is kept too; `together`: its twin may be read."""
        if not together:
            self["again"].help_text = "Somebody who may read both can say whether they belong together."

    def new_feedback(self) -> NewFeedback:
        """Return the piece of feedback, once the form is valid."""
        said = self.cleaned_data
        return NewFeedback(
            source=self.source.slug,
            points=[said[name] for name in self.point_names if said[name].strip()],
            extra={name[6:]: said[name] for name in self.extra_names if said[name]},
            contact={name: said[name] for name in CONTACT if said[name]},
            equality={name[9:]: said[name] for name in self.equality_names if said[name]},
            **{
                name: said[name]
                for name in (
                    "received_on", "happened_on", "speaker", "channel", "team", "service", "their_reference",
                    "format_needed", "wants_reply",
                )
            },
        )  # fmt: skip


def _extra_field(extra: Extra) -> forms.Field:
    shared = {"label": extra.label, "required": False, "help_text": extra.hint}
    if extra.choices:
        return forms.ChoiceField(
            choices=[("", "Not said"), *((said, said) for said in extra.choices)], **shared
        )
    return forms.CharField(max_length=500, **shared)


class ReasonForm(Form):
    """Why the words as they came are needed."""

    reason = forms.CharField(
        label="Why you need the words as they came",
        validators=[MaxLengthValidator(1000)],
        widget=forms.Textarea({"rows": 3}),
        help_text="Your name, the time and this reason are kept in the audit trail.",
        error_messages={"required": "Say why you need the words as they came"},
    )


class TellForm(Form):
    """What the person who spoke was told, and when."""

    told_on = DateField(label="Date they were told", latest=timezone.localdate)
    what = forms.CharField(label="What they were told", validators=_LONG, widget=forms.Textarea({"rows": 5}))


class CloseForm(Form):
    """When it was closed and with what outcome; a source that has outcomes offers them."""

    closed_on = DateField(label="Date it was closed", latest=timezone.localdate)
    outcome = forms.CharField(label="Outcome", required=False, max_length=120)

    def __init__(self, *args: Any, feedback: Feedback, **options: Any) -> None:
        outcomes = SOURCES[feedback.source].outcomes
        if outcomes:
            self.base_fields = {
                **self.base_fields,
                "outcome": forms.ChoiceField(
                    label="Outcome", widget=forms.RadioSelect, choices=[(said, said) for said in outcomes]
                ),
            }
        super().__init__(*args, **options)


class SplitForm(Form):
    """A point's own text, with a line of its own between the parts it is to be split into."""

    text = forms.CharField(
        label="The point, with an empty line between its parts",
        widget=forms.Textarea({"rows": 10}),
        help_text="Put an empty line wherever they go on to something else. Change no words.",
    )

    def parts(self) -> list[str]:
        """Return the parts, once the form is valid."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]


class ExportForm(Form):
    """What kind of file."""

    kind = forms.ChoiceField(
        label="Kind of file",
        widget=forms.RadioSelect,
        choices=[("xlsx", "Excel workbook (.xlsx)"), ("csv", "CSV, which any program can read")],
        initial="xlsx",
    )
