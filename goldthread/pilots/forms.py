"""Forms of pilots: they check shape and never write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG
from goldthread.learning.models import Action, Lesson
from goldthread.pilots import standing
from goldthread.pilots.kinds import KINDS, Kind
from goldthread.pilots.models import CONSENT, PERSONAL_DATA
from goldthread.pilots.parts.models import PilotCycle
from goldthread.web.forms import DateField, Form

_MOST_OFFERED = 60


def _today(label: str, **options: Any) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate, **options)


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, validators=LONG, widget=forms.Textarea({"rows": rows}), **options)


def _line(label: str, longest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, **options)


def _number(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100_000_000,
        widget=forms.NumberInput({"class": "govuk-input--width-10"}),
        **options,
    )


class PilotFilter(WordsFilter):
    """Filters of the list of pilots."""

    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *((kind.slug, kind.name) for kind in KINDS.values())]
    )
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), *standing.STATES.items(), (standing.OVERDUE, "Past its stop date")],
    )


class _Fields(Form):
    """What a pilot is, with the fields of its kind."""

    title = _line("Title", 200)
    idea = _text("Idea", help_text="What is to be tried, and for whom.")
    question = _text(
        "Question",
        2,
        required=False,
        help_text="What you want to know. Such as: do people settle at home sooner with a visit on the first night?",
    )
    prediction = _text(
        "Prediction",
        2,
        required=False,
        help_text="What you expect to see, and how much of it. It must be written before the pilot begins, and then stays.",
    )
    noted_on = _today("Date of the idea")
    came_from = _line(
        "Where the idea is from",
        300,
        required=False,
        help_text="Such as another council's report, with its page, or a visit.",
    )
    came_from_link = forms.URLField(label="Link to it", required=False, max_length=400, assume_scheme="https")
    lesson = forms.ModelChoiceField(
        label="Lesson that it answers", queryset=Lesson.objects.none(), required=False, empty_label="None"
    )
    action = forms.ModelChoiceField(
        label="Action with its measure",
        queryset=Action.objects.none(),
        required=False,
        empty_label="None",
        help_text="The measure agreed with this action judges the pilot. Without one that was agreed before the pilot begins, "
        "nothing can show that it worked.",
    )
    where_tried = _line(
        "Where, and with whom",
        300,
        required=False,
        help_text="Such as 20 people who leave hospital in Locality North.",
    )
    team = TeamField("pilots.record")
    amount = forms.DecimalField(
        label="Money, in pounds",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    funder = _line("Who pays", 200, required=False)
    personal_data = forms.ChoiceField(
        label="Does it use data about people?",
        required=False,
        choices=[("", "Not settled yet"), *PERSONAL_DATA.items()],
    )
    consent = forms.ChoiceField(
        label="Consent", required=False, choices=[("", "Not settled yet"), *CONSENT.items()]
    )
    dpia_on = DateField(
        label="Date of the data protection impact assessment (DPIA)",
        required=False,
        latest=timezone.localdate,
    )
    dpia_reference = _line("Reference of the DPIA", 60, required=False)
    no_dpia_because = _text(
        "Why no DPIA is needed, or why it began before one",
        2,
        required=False,
        help_text="A pilot that uses data about people cannot begin without its DPIA or a reason here.",
    )

    def __init__(self, *args: Any, person: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        for extra in kind.extra:
            self.fields[extra.slug] = _line(extra.label, 300, help_text=extra.hint, required=False)
        self._offer("lesson", Lesson.objects.visible_to(person).order_by("-number", "pk"))
        self._offer("action", Action.objects.visible_to(person).order_by("-number", "pk"))
        self.order_fields(["title", "idea", *(extra.slug for extra in kind.extra)])

    def _offer(self, name: str, records: Any) -> None:
        """Offer the newest records, and the one that is chosen: they go back years."""
        field: Any = self.fields.get(name)
        if field is None:
            return
        field.queryset = records
        newest: Sequence[Any] = records[:_MOST_OFFERED]
        chosen = self.initial.get(name)
        key = getattr(chosen, "pk", chosen)
        if key and all(str(each.pk) != str(key) for each in newest):
            newest = [*newest, *records.filter(pk=key)]
        field.choices = [("", "None"), *((str(each.pk), self._called(each)) for each in newest)]

    @staticmethod
    def _called(record: Any) -> str:
        measured = f". Measure: {record.measure_name}" if isinstance(record, Action) else ""
        return f"{record.reference} {record.title}{measured}"[:160]


class NewPilotForm(_Fields):
    """A new pilot, and who sees to it."""

    owner = PersonField("pilots.record", label="Owner", required=False, empty_label="You")


class EditPilotForm(CorrectionForm, _Fields):
    """A correction of a pilot; what was agreed before it began is not among it once it has."""

    def __init__(self, *args: Any, begun: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("question", "prediction", "action") if begun else ():
            del self.fields[name]
        self.order_fields([name for name in self.fields if name != "reason"])


class ExploreForm(Form):
    """From when an idea is looked into."""

    explored_on = _today("Date from which it is explored")


class StartForm(Form):
    """When a pilot begins, and by when it is decided."""

    started_on = _today("Date it began")
    stop_on = DateField(
        label="Stop date",
        help_text="By this day it is decided: spread, adapt, stop, or benefit not yet shown.",
    )


class MoveForm(ReasonForm):
    """Another stop date, with the reason."""

    stop_on = DateField(label="New stop date")
    field_order = ("stop_on", "reason")


class DecisionForm(Form):
    """What was decided, by whom and why."""

    outcome = forms.ChoiceField(
        label="Decision", choices=[*standing.OUTCOMES.items()], widget=forms.RadioSelect
    )
    because = _text("Why")
    deciding_body = _line("Who decided", 160, help_text="The board, meeting or job. No names.")
    decided_on = _today("Date of the decision")
    until_on = DateField(
        label="New stop date, where it goes on",
        required=False,
        help_text="After “Adapt” or “Benefit not yet shown”. Left empty, the pilot ends with the decision.",
    )

    item_hints = {"outcome": dict(standing.WHAT_OUTCOMES_MEAN)}


class CycleForm(Form):
    """What is planned in a cycle, and what is predicted."""

    plan = _text("Plan", help_text="What is done, by whom, with how many people.")
    prediction = _text("Prediction", 2, help_text="What you expect to see. It stays beside what is seen.")
    began_on = _today("First day")


class SeenForm(Form):
    """What was seen in a cycle, and what comes next."""

    seen = _text("What was seen")
    as_predicted = forms.ChoiceField(
        label="As predicted?", choices=PilotCycle.Matches.choices, widget=forms.RadioSelect
    )
    then_next = _text("What comes next", 2, required=False)
    until_on = _today("Last day")


class PartnerForm(Form):
    """An organisation with which something is tried."""

    organisation = OrganisationField(
        label="Organisation", required=True, empty_label="Choose an organisation"
    )
    brings = _line("What it brings", 300, required=False, help_text="Such as staff, a room, money or data.")


class FigureForm(Form):
    """How much a pilot was used, or an estimate, and how that was counted."""

    value = _number("Number")
    of_value = _number("Of how many", required=False, help_text="Where it is a part of them.")
    counts = _line("What is counted", 120, help_text="Such as views, visits or admissions avoided.")
    is_estimate = forms.BooleanField(label="It is an estimate", required=False)
    starts = DateField(label="First day", latest=timezone.localdate)
    ends = _today("Last day")
    how = _text(
        "How it was counted",
        help_text="Of an estimate, the logic: what would have happened otherwise, and how you know.",
    )


class AdoptionForm(Form):
    """Which organisation took a pilot up, as we say."""

    organisation = OrganisationField(label="Organisation")
    adopter = _line("Its name, where it is not in the list", 200, required=False)
    what = _text("What they took up", 2)
    said_on = _today("Date we heard of it")


class ConfirmForm(Form):
    """What an organisation that took a pilot up says itself."""

    words = _text("What they said, in their words")
    confirmed_by = _line("Who confirmed it", 160, help_text="Their job, such as head of service. No names.")
    confirmed_on = _today("Date they confirmed it")
