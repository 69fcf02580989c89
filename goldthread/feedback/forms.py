"""The forms of feedback: filter, intake, response, closing, splitting and export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.organisations.models import Organisation
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.council.records.search import MOST_RANKED
from goldthread.feedback import equality
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.intake.new_feedback import DuplicateFeedback, NewFeedback
from goldthread.feedback.models import Channel, Feedback, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import Extra, Source
from goldthread.feedback.themes_of_points import theme_choices
from goldthread.web.forms import DateField, FilterForm, Form, lower_first

CONTACT = ("name", "email", "phone", "address")
MOST_POINTS = 20
# Far above what anybody writes; a letter of forty pages. It is checked, and not counted down on the page.
LONG = [MaxLengthValidator(20_000)]
RECEIVED_BY = [pair for pair in Channel.choices if pair[0] != Channel.IMPORT]


OUTCOMES = tuple(dict.fromkeys(outcome for source in SOURCES.values() for outcome in source.outcomes))


def _teams(person: Person, permission: str) -> Any:
    held = person.teams_for(permission)
    teams = Team.objects.visible_to(person)
    return teams if held is None else teams.filter(pk__in=held)


class FeedbackFilter(FilterForm):
    """Filters of the list of feedback; those by date are the list's own."""

    words = forms.CharField(
        label="Words or a reference",
        max_length=200,
        help_text=f"Lists the newest {MOST_RANKED:,} with these words.",
    )
    source = forms.ChoiceField(
        label="Type of feedback",
        choices=[("", "Any type"), *((source.slug, source.plural) for source in SOURCES.values())],
    )
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Any team")
    speaker = forms.ChoiceField(label="Feedback from", choices=[("", "Anyone"), *Speaker.choices])
    organisation = forms.ModelChoiceField(
        label="Organisation", queryset=Organisation.objects.none(), empty_label="Any organisation"
    )
    theme = forms.ChoiceField(label="Theme")
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("", "Any outcome"), *((outcome, outcome) for outcome in OUTCOMES)]
    )
    case = forms.ChoiceField(
        label="Case", choices=[("", "Open or closed"), ("open", "Open"), ("closed", "Closed")]
    )
    waiting = forms.BooleanField(label="Awaiting response")
    overdue = forms.BooleanField(label="Response overdue")
    locked = forms.BooleanField(label="Awaiting redaction")
    batch = forms.UUIDField(label="Import", widget=forms.HiddenInput)

    field_order = ("words", "period", "since", "until", "source")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["team"].queryset = _teams(person, "feedback.read")
        self.fields["organisation"].queryset = Organisation.objects.visible_to(person).order_by("name")
        themes = theme_choices(person)
        self.fields["theme"].choices = [("", "Any theme"), *themes]
        if not themes:
            del self.fields["theme"]

    def in_words(self, name: str, value: Any) -> str:
        """Return a filter in use as its tag says it: an import by the name of its file."""
        if name == "batch":
            batch = ImportBatch.objects.visible_to(self.person).filter(pk=value).first()
            return f"Imported from {batch.filename}" if batch else "Import that is not here"
        return super().in_words(name, value)


class ImportFilter(WordsFilter):
    """Filters of the list of imports; those by date are the list's own."""

    source = forms.ChoiceField(
        label="Type of feedback",
        choices=[("", "Any type"), *((source.slug, source.plural) for source in SOURCES.values())],
    )
    state = forms.ChoiceField(label="State", choices=[("", "Any state"), *ImportBatch.State.choices])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = "Words of the file's name"


class FeedbackForm(Form):
    """A new piece of feedback of one type: its issues and facts, contact details and equality answers."""

    subject = forms.CharField(
        label="Subject",
        required=False,
        max_length=80,
        help_text="A few words, without names. Left empty, it is titled by its themes.",
    )
    point_1 = forms.CharField(label="Comment", validators=LONG, widget=forms.Textarea({"rows": 6}))
    received_on = DateField(label="Date received", latest=timezone.localdate, initial=timezone.localdate)
    happened_on = DateField(label="Date of incident", required=False, latest=timezone.localdate)
    speaker = forms.ChoiceField(label="Feedback from", choices=Speaker)
    channel = forms.ChoiceField(label="Received by", choices=RECEIVED_BY)
    team = TeamField("feedback.receive", empty_label="No single team")
    owner = PersonField("feedback.receive", label="Owner", required=False, empty_label="Nobody yet")
    organisation = OrganisationField(label="Organisation it is about")
    service = forms.CharField(label="Service", required=False, max_length=120)
    their_reference = forms.CharField(
        label="Your own reference",
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    format_needed = forms.CharField(
        label="Format needed",
        required=False,
        max_length=60,
        help_text="Such as easy read, large print, British Sign Language, a telephone call, or another language",
    )
    wants_reply = forms.BooleanField(label="They want a response", required=False)
    name = forms.CharField(label="Name", required=False, max_length=160)
    email = forms.EmailField(label="Email address", required=False)
    phone = forms.CharField(label="Telephone number", required=False, max_length=60)
    address = forms.CharField(
        label="Postal address",
        required=False,
        validators=[MaxLengthValidator(500)],
        widget=forms.Textarea({"rows": 3}),
    )

    # Shown only where the same text is saved from the same day already.
    allow_duplicate = forms.BooleanField(
        label="Save it as well: it is from somebody else, or was sent again",
        required=False,
        help_text="You can then choose whether they are duplicates or a campaign.",
    )

    def __init__(self, *args: Any, person: Person, source: Source, points: int = 1, **options: Any) -> None:
        self.source = source
        self.point_names = [f"point_{number}" for number in range(1, min(points, MOST_POINTS) + 1)]
        more_points = {
            name: forms.CharField(
                label=f"Another issue ({number})",
                required=False,
                validators=LONG,
                widget=forms.Textarea({"rows": 4}),
            )
            for number, name in enumerate(self.point_names[1:], start=2)
        }
        extras = {f"extra_{extra.slug}": _extra_field(extra) for extra in source.extras}
        questions = {
            f"equality_{slug}": forms.ChoiceField(label=label, required=False, choices=equality.choices(slug))
            for slug, (label, _) in equality.QUESTIONS.items()
        }
        self.extra_names, self.equality_names = list(extras), list(questions)
        self.base_fields = {**self.base_fields, **more_points, **extras, **questions}
        super().__init__(*args, person=person, **options)
        self.fields["speaker"].initial = source.speaker
        self.fields["channel"].initial = source.channel
        self.fields["organisation"].label = source.organisation
        if source.answer_owed:
            # Nobody need ask for it; a correction may say, with its reason, that none is owed.
            del self.fields["wants_reply"]

    @property
    def has_equality_answers(self) -> bool:
        """Return whether an equality question is answered, or answered wrongly, so that they are not folded away."""
        return any(self[name].value() or self[name].errors for name in self.equality_names)

    def offer_duplicate(self, duplicate: DuplicateFeedback) -> None:
        """Show the duplicate as an error, beside the choice to save the piece as well."""
        if not duplicate.may_read:
            self["allow_duplicate"].help_text = "Somebody who can read both can group them."
        self.add_error("allow_duplicate", str(duplicate))

    def new_feedback(self) -> NewFeedback:
        """Return the new feedback, once the form is valid."""
        cleaned = self.cleaned_data
        return NewFeedback(
            source=self.source.slug,
            points=[cleaned[name] for name in self.point_names if cleaned[name].strip()],
            extra={name[6:]: cleaned[name] for name in self.extra_names if cleaned[name]},
            contact={name: cleaned[name] for name in CONTACT if cleaned[name]},
            equality={name[9:]: cleaned[name] for name in self.equality_names if cleaned[name]},
            **{
                name: cleaned[name]
                for name in (
                    "subject", "received_on", "happened_on", "speaker", "channel", "team", "organisation", "service",
                    "their_reference", "format_needed",
                )
            },
            wants_reply=cleaned.get("wants_reply", False),
        )  # fmt: skip


def _extra_field(extra: Extra) -> forms.Field:
    shared = {"label": extra.label, "required": False, "help_text": extra.hint}
    if extra.choices:
        return forms.ChoiceField(
            choices=[("", "Not recorded"), *((choice, choice) for choice in extra.choices)], **shared
        )
    return forms.CharField(max_length=500, **shared)


class EditFeedbackForm(Form):
    """What was recorded of feedback of one type, and why it is corrected."""

    FACTS = (
        "subject", "received_on", "happened_on", "speaker", "channel", "team", "organisation", "service",
        "their_reference",
        "format_needed", "wants_reply",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, feedback: Feedback, **options: Any) -> None:
        source = SOURCES[feedback.source]
        extras = {f"extra_{extra.slug}": _extra_field(extra) for extra in source.extras}
        facts = {name: FeedbackForm.base_fields[name] for name in self.FACTS}
        facts["channel"] = forms.ChoiceField(label=FeedbackForm.base_fields["channel"].label, choices=Channel)
        facts["team"] = TeamField(
            "feedback.receive",
            required=person.teams_for("feedback.receive") is not None,
            empty_label="No single team",
        )
        facts["organisation"] = OrganisationField(label=source.organisation)
        type_ = forms.ChoiceField(
            label="Type of feedback", choices=[(s.slug, s.name) for s in SOURCES.values()]
        )
        self.base_fields = {"source": type_, **facts, **extras, **CorrectionForm.base_fields}
        super().__init__(*args, person=person, **options)

    @staticmethod
    def as_it_stands(feedback: Feedback) -> dict[str, Any]:
        """Return what is recorded of feedback as the form's initial values."""
        facts = {name: getattr(feedback, name) for name in ("source", *EditFeedbackForm.FACTS)}
        return facts | {f"extra_{slug}": answer for slug, answer in feedback.extra.items()}

    def clean(self) -> dict[str, Any]:
        """Gather the fields that only this type has."""
        cleaned = super().clean()
        names = [name for name in cleaned if name.startswith("extra_")]
        cleaned["extra"] = {name.removeprefix("extra_"): cleaned.pop(name) for name in names}
        return cleaned


class TeamForm(CorrectionForm):
    """The right team of feedback, and why it is corrected."""

    team = TeamField("feedback.receive", empty_label="No single team")
    field_order = ("team", "reason")


class ContactForm(CorrectionForm):
    """The contact details of whoever gave feedback, and why they are corrected."""

    counts = forms.ChoiceField(
        label="When does it count?",
        choices=[
            ("later", "Once the old address has confirmed it: the person asks for the change"),
            ("now", "Now: it was written down wrongly, or I say why below"),
        ],
        widget=forms.RadioSelect,
        initial="later",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        contact = {name: FeedbackForm.base_fields[name] for name in CONTACT}
        self.base_fields = {**contact, **self.base_fields}
        super().__init__(*args, **options)


class ReasonForm(Form):
    """The reason for opening the original text."""

    reason = forms.CharField(
        label="Reason",
        validators=[MaxLengthValidator(1000)],
        widget=forms.Textarea({"rows": 3}),
        help_text="Your name, the time and this reason are recorded in the audit log.",
        error_messages={"required": "Enter a reason for opening the original text"},
    )


class ResponseForm(Form):
    """The response to the person, and its date."""

    responded_on = DateField(label="Date of response", latest=timezone.localdate)
    response = forms.CharField(label="Response", validators=LONG, widget=forms.Textarea({"rows": 5}))


class CloseForm(Form):
    """The date closed and the outcome; a source that has outcomes offers them."""

    closed_on = DateField(label="Date closed", latest=timezone.localdate)
    outcome = forms.CharField(label="Outcome", required=False, max_length=120)

    def __init__(self, *args: Any, feedback: Feedback, **options: Any) -> None:
        outcomes = SOURCES[feedback.source].outcomes
        if outcomes:
            self.base_fields = {
                **self.base_fields,
                "outcome": forms.ChoiceField(
                    label="Outcome",
                    widget=forms.RadioSelect,
                    choices=[(outcome, outcome) for outcome in outcomes],
                ),
            }
        super().__init__(*args, **options)


class CloseSeveralForm(Form):
    """The date on which several cases were closed, and an outcome for those of each type."""

    closed_on = DateField(label="Date closed", latest=timezone.localdate)

    def __init__(self, *args: Any, sources: Sequence[str], **options: Any) -> None:
        self.base_fields = {**self.base_fields, **{f"outcome_{slug}": _outcome(slug) for slug in sources}}
        super().__init__(*args, **options)


def _outcome(slug: str) -> forms.Field:
    source = SOURCES[slug]
    label = f"Outcome of {lower_first(source.plural)}"
    if not source.outcomes:
        return forms.CharField(label=label, required=False, max_length=120)
    choices = [(outcome, outcome) for outcome in source.outcomes]
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=choices)


class SplitForm(Form):
    """The text of an issue, with an empty line between the parts to split it into."""

    text = forms.CharField(
        label="Text of the issue",
        widget=forms.Textarea({"rows": 10}),
        help_text="Add an empty line where each new issue begins. Do not change any words.",
    )

    def parts(self) -> list[str]:
        """Return the parts, once the form is valid."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]


class ExportForm(Form):
    """The file type of an export."""

    kind = forms.ChoiceField(
        label="File type",
        widget=forms.RadioSelect,
        choices=[("xlsx", "Excel workbook (.xlsx)"), ("csv", "CSV")],
        initial="xlsx",
    )
