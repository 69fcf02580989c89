"""Forms for meetings: they check shape and never write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.feedback.choices import Speaker
from goldthread.feedback.forms import LONG
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings.choices import ROLES, Cadence, Stage
from goldthread.meetings.meetings.commands import Matter
from goldthread.meetings.meetings.kinds import CHOICES, TOTALS_ONLY, MeetingKind
from goldthread.web.forms import DateField, FilterForm, Form, SeveralTextsField

_NARROW = forms.TextInput({"class": "govuk-input--width-4"})


class BodyField(forms.ModelChoiceField):
    """A board or network of somebody's council that has not ended; the one chosen already stays a choice."""

    def __init__(self, **options: Any) -> None:
        options = {"label": "Board or network", "required": False, "empty_label": "None"} | options
        super().__init__(Body.objects.none(), **options)

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer the bodies that this person may open."""
        chosen = getattr(also, "pk", also) or None
        bodies = Body.objects.visible_to(person).filter(Q(ended_on=None) | Q(pk=chosen))
        self.queryset = bodies.order_by("name", "pk")


class MeetingForm(Form):
    """What a meeting is, when, and whose."""

    kind = forms.ChoiceField(label="Kind of meeting", choices=CHOICES)
    title = forms.CharField(label="Title", max_length=200, help_text="Without anybody's name.")
    meets_on = DateField(label="Date of the meeting")
    starts_at = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        help_text="Such as 14:30.",
        error_messages={"invalid": "Enter the time like 14:30"},
    )
    series = forms.CharField(
        label="Series",
        required=False,
        max_length=120,
        help_text="Meetings with the same words here are counted together: so many held of so many planned.",
    )
    cadence = forms.ChoiceField(label="How often", choices=Cadence.choices, initial=Cadence.ONCE)
    place = forms.CharField(label="Place", required=False, max_length=120)
    team = TeamField("meetings.record")
    body = BodyField()


class NewMeetingForm(MeetingForm):
    """A new meeting, with who writes it up."""

    owner = PersonField(
        "meetings.record",
        label="Who writes it up",
        required=False,
        empty_label="I do",
        help_text="It stands in their My work and their calendar.",
    )


class EditMeetingForm(CorrectionForm, MeetingForm):
    """A correction of a meeting."""


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=5000, widget=_NARROW)


class WriteUpForm(Form):
    """How many came by role, what was decided and raised; which of it depends on the kind."""

    came_people = _count(ROLES["came_people"])
    came_carers = _count(ROLES["came_carers"])
    came_staff = _count(ROLES["came_staff"])
    came_leaders = _count(ROLES["came_leaders"])
    came_councillors = _count(ROLES["came_councillors"])
    came_partners = _count(ROLES["came_partners"])
    watched = _count("Watched the recording")
    sessions_planned = _count("Sessions planned")
    sessions_held = _count("Sessions held")
    minutes = forms.CharField(
        label="Minutes",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 10}),
        help_text="Paste them. Names are hidden; the original is kept apart. On the next page you choose what was raised.",
    )
    raised = SeveralTextsField(
        label="Themes",
        required=False,
        help_text="What came up, as it could be about anybody. An empty line between one and the next.",
    )
    decisions = forms.CharField(
        label="Decisions", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    differently = forms.CharField(
        label="One thing we will do differently",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    is_complete = forms.BooleanField(
        label="It is written up: nothing more is to be added", required=False, initial=True
    )

    def __init__(self, *args: Any, kind: MeetingKind, **options: Any) -> None:
        super().__init__(*args, **options)
        gone = {"minutes"} if kind.themes_only else {"raised"}
        if kind.totals_only:
            gone |= {*ROLES, "raised", "decisions", "differently", "is_complete"}
        else:
            gone |= {"sessions_planned", "sessions_held"}
        if not kind.shares:
            gone.add("watched")
        for name in gone:
            del self.fields[name]
        self.extras = [f"extra_{extra.slug}" for extra in kind.extras]
        for extra in kind.extras:
            given = {
                "label": extra.label,
                "required": False,
                "help_text": extra.hint,
                "initial": (self.initial.get("extra") or {}).get(extra.slug, ""),
            }
            self.fields[f"extra_{extra.slug}"] = (
                forms.ChoiceField(choices=[("", "Not said"), *extra.choices], **given)
                if extra.choices
                else forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}), **given)
            )

        self.order_fields([name for name in self.fields if name != "is_complete"])

    def clean(self) -> dict[str, Any]:
        """Return what was answered, the fields of its kind together."""
        cleaned = super().clean() or {}
        own = {name.removeprefix("extra_"): cleaned.pop(name, "") for name in self.extras}
        if own:
            cleaned["extra"] = {slug: text for slug, text in own.items() if text}
        return cleaned


class NoteForm(Form):
    """A note of a meeting that was held, on one screen."""

    kind = forms.ChoiceField(
        label="Kind of meeting", choices=[each for each in CHOICES if each[0] not in TOTALS_ONLY]
    )
    came = forms.IntegerField(label="How many came", min_value=0, max_value=5000, widget=_NARROW)
    raised = SeveralTextsField(
        label="What was raised",
        required=False,
        help_text="Leave an empty line between matters. You can dictate.",
    )
    differently = forms.CharField(
        label="One thing we will do differently",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    title = forms.CharField(label="Title", required=False, max_length=200)
    meets_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)
    who = forms.ChoiceField(label="Most who came were", choices=[*ROLES.items()], initial="came_staff")
    team = TeamField("meetings.record", empty_label="No single team")
    body = BodyField()

    FOLDED = ("title", "meets_on", "who", "team", "body")

    def clean(self) -> dict[str, Any]:
        """Return what was answered, those who came under their role."""
        cleaned = super().clean() or {}
        who, came = cleaned.pop("who", ""), cleaned.pop("came", None)
        return cleaned | ({who: came} if who else {})


class MattersForm(Form):
    """Which parts of the minutes are matters that were raised, each with its speaker, and one more in one's own words."""

    mark_optional = False

    def __init__(self, *args: Any, parts: Sequence[str], kind: MeetingKind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parts = list(parts)
        for n, part in enumerate(self.parts):
            self.fields[f"pick_{n}"] = forms.BooleanField(label=part, required=False)
            self.fields[f"speaker_{n}"] = self._speaker("Raised by", kind)
        self.fields["other"] = forms.CharField(
            label="Another matter",
            required=False,
            validators=LONG,
            widget=forms.Textarea({"rows": 3}),
            help_text="In the words that were used. Names are hidden.",
        )
        self.fields["other_speaker"] = self._speaker("Raised by", kind)

    @staticmethod
    def _speaker(label: str, kind: MeetingKind) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=Speaker.choices, initial=kind.speaker, required=False)

    def rows(self) -> list[tuple[Any, Any]]:
        """Return each part's two fields."""
        return [(self[f"pick_{n}"], self[f"speaker_{n}"]) for n, _ in enumerate(self.parts)]

    def clean(self) -> dict[str, Any]:
        """Return the matters that were chosen."""
        cleaned = super().clean() or {}
        raised = [
            Matter(part, cleaned.get(f"speaker_{n}") or "")
            for n, part in enumerate(self.parts)
            if cleaned.get(f"pick_{n}")
        ]
        if (cleaned.get("other") or "").strip():
            raised.append(Matter(cleaned["other"], cleaned.get("other_speaker") or ""))
        return {"raised": raised}


class EasyReadForm(Form):
    """A minute in easy read, and whether somebody read it beside the minutes."""

    easy_read = forms.CharField(
        label="Minute in easy read",
        max_length=4000,
        widget=forms.Textarea({"rows": 12}),
        help_text="One idea a line. Short words. Names are hidden.",
    )
    is_checked = forms.BooleanField(
        label="I read it beside the minutes, and it says the same", required=False
    )


class CancelMeetingForm(ReasonForm):
    """When a meeting was cancelled, and why."""

    cancelled_on = DateField(label="Date cancelled", latest=timezone.localdate)
    field_order = ("cancelled_on", "reason")


class PlanAgainForm(Form):
    """For which day a cancelled meeting is planned again."""

    meets_on = DateField(label="Date of the meeting")


class MeetingFilter(FilterForm):
    """Filters of the list of meetings."""

    kind = forms.ChoiceField(label="Kind of meeting", choices=[("", "All kinds"), *CHOICES])
    stage = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            *Stage.choices,
            ("not_confirmed", "Not confirmed"),
            ("held_all", "Took place"),
        ],
    )
    team = TeamField("meetings.read", empty_label="All teams")
    body = BodyField(empty_label="All boards and networks")
    series = forms.CharField(label="Series", max_length=120)

    own = ("stage",)
