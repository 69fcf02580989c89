"""The forms of exchange: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.organisations.models import Organisation
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.dates import financial_year
from goldthread.feedback.forms import LONG
from goldthread.learning.models import Action
from goldthread.meetings.bodies.models import Body
from goldthread.sector.exchange.kinds import CHOICES, Direction
from goldthread.sector.exchange.models import Used
from goldthread.web.forms import DateField, Form

# So many financial years are offered, this one first.
_YEARS = 6


def years() -> list[tuple[str, str]]:
    """Return the financial years that are offered, by the year in which each begins; this one first."""
    now = financial_year(timezone.localdate()).year
    return [(str(year), in_words(year)) for year in range(now, now - _YEARS, -1)]


def in_words(year: int) -> str:
    """Return a financial year as people write it: "2025–26"."""
    return f"{year}–{(year + 1) % 100:02d}"


class ExchangeForm(Form):
    """What was exchanged, which way, with whom, and how far it reached."""

    direction = forms.ChoiceField(label="Which way", choices=Direction.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), *CHOICES])
    title = forms.CharField(label="What it was", max_length=200)
    about = forms.CharField(
        label="More about it", required=False, validators=LONG, widget=forms.Textarea({"rows": 3})
    )
    on = DateField(label="Date", latest=timezone.localdate)
    only_offered = forms.BooleanField(label="It is only offered so far", required=False)
    organisations = forms.ModelMultipleChoiceField(
        label="With which organisations",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label="And with whom else",
        required=False,
        max_length=200,
        help_text="For example: 14 councils of the region. Do not name anyone.",
    )
    body = forms.ModelChoiceField(
        label="Board or network",
        queryset=Body.objects.none(),
        required=False,
        empty_label="None",
        help_text="Through which it came, or which went out.",
    )
    reach = forms.IntegerField(
        label="Reach",
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text="A number that somebody counted. Leave empty where nobody did.",
    )
    reach_of = forms.CharField(
        label="What that number counts",
        required=False,
        max_length=80,
        help_text="For example: people who came, or councils helped. Who came is not who used it.",
    )
    due_on = DateField(label="When to ask whether it was used", required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        fields: Any = self.fields
        fields["organisations"].queryset = Organisation.objects.visible_to(person).order_by("name", "pk")
        fields["body"].queryset = Body.objects.visible_to(person).order_by("name", "pk")


class NewExchangeForm(ExchangeForm):
    """A new exchange, with who asks about it later."""

    owner = PersonField("exchange.record", label="Who asks later", required=False, empty_label="You")


class EditExchangeForm(CorrectionForm, ExchangeForm):
    """A correction of an exchange."""


class TakeForm(Form):
    """Which way something went at a meeting."""

    direction = forms.ChoiceField(
        label="At this meeting, something was", choices=Direction.choices, widget=forms.RadioSelect
    )


class _WithAction(Form):
    action = forms.ModelChoiceField(
        label="Action", queryset=Action.objects.none(), required=False, empty_label="None"
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        field: Any = self.fields["action"]
        field.queryset = Action.objects.visible_to(person).order_by("-number")
        field.label_from_instance = lambda action: f"{action.reference} {action.title}"


class UsedForm(_WithAction):
    """Whether it was used."""

    used = forms.ChoiceField(label="Was it used?", choices=Used.choices, widget=forms.RadioSelect)
    used_words = forms.CharField(label="How, or why not", validators=LONG, widget=forms.Textarea({"rows": 3}))
    used_on = DateField(label="Date of that answer", latest=timezone.localdate)
    field_order = ("used", "used_words", "used_on", "action")

    def __init__(self, *args: Any, is_ours: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].label = "Action by which it is used here"
        if not is_ours:
            del self.fields["action"]


class GaveForm(_WithAction):
    """Why help was asked for, and what it gave."""

    asked_because = forms.CharField(
        label="Why it was asked for", validators=LONG, widget=forms.Textarea({"rows": 3})
    )
    gave = forms.CharField(
        label="What it gave",
        validators=LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="“Nothing that we used” is an answer too.",
    )
    field_order = ("asked_because", "gave", "action")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["action"]
        field.label = "Action that came of it"
        field.help_text = "Its measure shows whether it worked. Without one, nothing is shown."


class AdoptedForm(Form):
    """That another organisation says it adopted what it was given."""

    organisation = OrganisationField(
        label="Who adopted it",
        required=True,
        empty_label="Choose an organisation",
        error_messages={"required": "Choose who adopted it"},
    )
    words = forms.CharField(
        label="What they say, in their words", validators=LONG, widget=forms.Textarea({"rows": 3})
    )
    said_by = forms.CharField(
        label="Who says so", max_length=120, help_text="By office, for example: Deputy director of nursing."
    )
    said_on = DateField(label="When", latest=timezone.localdate)


class ExchangeFilter(WordsFilter):
    """Filters of the list of exchange."""

    direction = forms.ChoiceField(label="Which way", choices=[("", "Both ways"), *Direction.choices])
    kind = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *CHOICES])
    stage = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("offered", "Offered"),
            ("waiting", "Given or received, not asked yet"),
            ("used", "Used"),
            ("not_used", "Not used"),
            ("adopted", "Adopted, confirmed by them"),
        ],
    )
    year = forms.ChoiceField(label="Financial year")
    counted = forms.CharField(label="Reach that counts", max_length=80)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [("", "Any year"), *years()]
