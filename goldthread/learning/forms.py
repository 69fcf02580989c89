"""Forms for lessons and actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.bedding_in import MOST_BEDDING_IN
from goldthread.learning.models import Action, Direction, Lesson, MeasureKind
from goldthread.learning.queries import SHOWN
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import DateField, Form


class LessonFilter(WordsFilter):
    """Filters of the list of lessons; those by date are the list's own."""

    show = forms.ChoiceField(label="Actions", choices=SHOWN)
    theme = forms.ModelChoiceField(label="Theme", queryset=Theme.objects.none(), empty_label="Any theme")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).order_by("name")
        if not person.may("themes.read"):
            del self.fields["theme"]


class ChooseLessonForm(Form):
    """The lesson to which what was ticked is added."""

    lesson = forms.ModelChoiceField(
        label="Lesson",
        queryset=Lesson.objects.none(),
        empty_label="Choose a lesson",
        error_messages={"required": "Choose a lesson, or record a new one"},
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lesson"].queryset = Lesson.objects.visible_to(person).order_by("-number")


class PointFilter(Form):
    """Filter of the issues and findings to choose from."""

    mark_optional = False

    theme = forms.ModelChoiceField(
        label="Theme", queryset=Theme.objects.none(), required=False, empty_label="Any theme"
    )
    kind = forms.ChoiceField(
        label="Type",
        required=False,
        choices=[
            ("", "Any type"),
            ("upheld", "Upheld complaints"),
            ("findings", "Findings of reviews"),
            ("feedback", "Feedback"),
        ],
    )
    words = forms.CharField(label="Words", max_length=100, required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).order_by("name")


class LessonForm(Form):
    """A lesson: its title and what was learned."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="For example: People who wait for an assessment are not told how long it will be.",
    )
    what_we_learned = forms.CharField(
        label="What we learned",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What happens, to whom, and how you know. Do not name anyone.",
    )
    recorded_on = DateField(label="Date recorded", latest=timezone.localdate)


class EditLessonForm(CorrectionForm, LessonForm):
    """What can be corrected of a lesson."""


class NoActionForm(Form):
    """Why a lesson needs no action."""

    because = forms.CharField(
        label="Why no action is needed", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BeddingInField(forms.IntegerField):
    """How many months an action beds in after it took effect; written down before any review."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Further months to bed in",
            required=False,
            min_value=0,
            max_value=MOST_BEDDING_IN,
            initial=0,
            help_text="Full months after the month it takes effect in which it still settles. They are left out of the "
            "comparison, and cannot be changed after the first review.",
            **options,
        )

    def clean(self, value: Any) -> int:
        """Return the months; an empty box is none."""
        return super().clean(value) or 0


class ActionFields(Form):
    """An action: what will be done, by whom and when, and how its embedding is checked."""

    title = forms.CharField(label="What will be done", max_length=200)
    detail = forms.CharField(
        label="Details", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = PersonField("learning.carry_out", label="Owner", empty_label="Select a person")
    team = TeamField("learning.agree", empty_label="Whole council")
    organisation = OrganisationField(
        label="Partner or provider",
        empty_label="None",
        help_text="Who owns it with us, or whose contract it changes. The owner above is the council’s own.",
    )
    changes_contract = forms.BooleanField(
        label="It changes a contract or what is commissioned", required=False
    )
    contract_change = forms.CharField(
        label="What changed in the contract",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Or in what is bought. It is shown on the provider’s page and among the contract changes.",
    )
    contract_from = DateField(label="From when it holds", required=False)
    agreed_on = DateField(label="Date agreed", latest=timezone.localdate)
    due_on = DateField(label="Due date")
    embed_check_on = DateField(label="Date to check it is embedded", required=False)
    embed_test = forms.CharField(
        label="How to check it is embedded",
        required=False,
        max_length=300,
        help_text="For example: read ten files picked at random, and ask five people.",
    )


class ActionForm(ActionFields):
    """An action, and the measure that would show that it worked."""

    measure_name = forms.CharField(
        label="Measure",
        max_length=200,
        help_text="The number that should change, for example: complaints about waiting for an assessment.",
    )
    measure_kind = forms.ChoiceField(
        label="Type of number",
        choices=MeasureKind.choices,
        widget=forms.RadioSelect,
        initial=MeasureKind.COUNT,
    )
    measure_unit = forms.CharField(
        label="Unit", required=False, max_length=60, help_text="For example: complaints, days or %."
    )
    direction = forms.ChoiceField(
        label="Direction of improvement", choices=Direction.choices, widget=forms.RadioSelect
    )
    smallest_change = forms.IntegerField(
        label="Smallest change worth having (%)",
        min_value=5,
        max_value=100,
        initial=25,
        help_text="As a percentage of the current level.",
    )
    bedding_in = BeddingInField()

    @property
    def about_action(self) -> list[Any]:
        """Return the fields of the action itself."""
        return [self[name] for name in (
                "title", "detail", "owner", "team", "organisation", "changes_contract", "contract_change",
                "contract_from", "agreed_on", "due_on",
            )]  # fmt: skip

    @property
    def about_measure(self) -> list[Any]:
        """Return the fields of the measure."""
        names = ("measure_name", "measure_kind", "measure_unit", "direction", "smallest_change", "bedding_in")
        return [self[name] for name in names]

    @property
    def about_embedding(self) -> list[Any]:
        """Return the fields of the embedding check."""
        return [self[name] for name in ("embed_check_on", "embed_test")]


class EditActionForm(CorrectionForm, ActionFields):
    """What can be corrected of an action: all but the measure that was agreed with it."""

    done_on = DateField(label="Date done", latest=timezone.localdate)
    done_note = forms.CharField(
        label="What was done", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    stopped_on = DateField(label="Date stopped", latest=timezone.localdate)
    stopped_because = forms.CharField(
        label="Why it was stopped", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "reason"])
        for done, names in (
            (action.done_on, ("done_on", "done_note")),
            (action.stopped_on, ("stopped_on", "stopped_because")),
        ):
            for name in names if not done else ():
                del self.fields[name]


class UpdateForm(Form):
    """An update on an action."""

    on = DateField(label="Date", latest=timezone.localdate)
    note = forms.CharField(label="Update", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CompleteForm(Form):
    """Completion of an action."""

    done_on = DateField(label="Date done", latest=timezone.localdate)
    note = forms.CharField(label="What was done", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class StopForm(Form):
    """Stopping of an action, with the reason."""

    on = DateField(label="Date", latest=timezone.localdate)
    because = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class EmbeddedForm(Form):
    """Whether an action is embedded, and the dated record that shows it."""

    item_hints = {
        "embedded": {
            "yes": "Done in most of a sample, or its measure has improved and stayed so",
            "partly": "In some places or by some people",
        },
        "shown_by": {
            "sample": "Enter how many of how many, and where",
            "measure": "Its latest result must be improved",
        },
    }

    checked_on = DateField(label="Date checked", latest=timezone.localdate)
    embedded = forms.ChoiceField(
        label="Embedded?",
        choices=[choice for choice in Action.Embedded.choices if choice[0] != Action.Embedded.NOT_CHECKED],
        widget=forms.RadioSelect,
    )
    shown_by = forms.ChoiceField(
        label="What shows that it is embedded",
        choices=Action.ShownBy.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Needed for embedded. The record must be later than the day the action was done.",
    )
    sample = forms.IntegerField(
        label="How many you looked at",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Such as files, calls or visits, picked at random.",
    )
    passed = forms.IntegerField(
        label="In how many of them it was done", required=False, min_value=0, max_value=100_000
    )
    where = forms.CharField(
        label="Where the sample was taken",
        required=False,
        max_length=200,
        help_text="For example: waiting lists of both localities.",
    )
    note = forms.CharField(
        label="How it was checked",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you looked at, such as files, calls or visits, and what you saw.",
    )
