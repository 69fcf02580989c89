"""The forms of the learning pages: choosing what a lesson rests on, agreeing an action, saying how it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.learning.models import Action, Counting, Direction
from goldthread.learning.queries import SHOWN
from goldthread.themes.models import Theme
from goldthread.web.forms import DateField, FilterForm, Form


class LessonFilter(FilterForm):
    """What narrows the list of lessons."""

    show = forms.ChoiceField(label="Which lessons", choices=SHOWN)


class PickForm(Form):
    """What is looked for among points to choose from."""

    mark_optional = False

    theme = forms.ModelChoiceField(
        label="Theme", queryset=Theme.objects.none(), required=False, empty_label="Any theme"
    )
    kind = forms.ChoiceField(
        label="What",
        required=False,
        choices=[
            ("", "Anything"),
            ("upheld", "Complaints that were upheld"),
            ("findings", "Findings of reviews"),
            ("voices", "What people said"),
        ],
    )
    words = forms.CharField(label="Words in it", max_length=100, required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.visible_to(person).order_by("name")


class LessonForm(Form):
    """A lesson: its title and what was learned."""

    title = forms.CharField(
        label="The lesson in a line",
        max_length=200,
        help_text="Such as: People who wait for an assessment are not told how long it will be.",
    )
    what_we_learned = forms.CharField(
        label="What we learned",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="In a few sentences: what happens, to whom, and why we believe it. Nobody's name.",
    )
    drawn_on = DateField(label="Date it was drawn", latest=timezone.localdate)


class NoActionForm(Form):
    """Why a lesson needs no action of its own."""

    because = forms.CharField(
        label="Why no action is needed", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ActionForm(Form):
    """An action, and what would show that it worked, written down before any reading."""

    title = forms.CharField(label="What will be done", max_length=200)
    detail = forms.CharField(
        label="More about it", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(
        label="Who sees to it", queryset=Person.objects.none(), empty_label="Choose somebody"
    )
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="The whole council"
    )
    agreed_on = DateField(label="Date it was agreed", latest=timezone.localdate)
    due_on = DateField(label="Date it is due")
    measure_name = forms.CharField(
        label="Measure",
        max_length=200,
        help_text="The number that would change, such as: complaints about waiting for an assessment.",
    )
    measure_kind = forms.ChoiceField(
        label="Kind of number", choices=Counting.choices, widget=forms.RadioSelect, initial=Counting.COUNT
    )
    measure_unit = forms.CharField(
        label="Unit", required=False, max_length=60, help_text="Such as complaints, days or %."
    )
    direction = forms.ChoiceField(
        label="Which way is better", choices=Direction.choices, widget=forms.RadioSelect
    )
    smallest_change = forms.IntegerField(
        label="Smallest change worth having, in %",
        min_value=5,
        max_value=100,
        initial=25,
        help_text="Of where it stands now. A smaller change would not have been worth the trouble.",
    )
    embed_check_on = DateField(label="Date to check that it has stuck", required=False)
    embed_test = forms.CharField(
        label="How to check that it has stuck",
        required=False,
        max_length=300,
        help_text="Such as: read ten files picked at random, and ask five people.",
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Person.objects.visible_to(person).filter(is_active=True, is_system=False)
        self.fields["owner"].queryset = people
        self.fields["team"].queryset = Team.objects.visible_to(person).filter(is_active=True)

    @property
    def about_action(self) -> list[Any]:
        """Return the fields that say what is done."""
        return [self[name] for name in ("title", "detail", "owner", "team", "agreed_on", "due_on")]

    @property
    def about_measure(self) -> list[Any]:
        """Return the fields that say what would show that it worked."""
        names = ("measure_name", "measure_kind", "measure_unit", "direction", "smallest_change")
        return [self[name] for name in names]

    @property
    def about_sticking(self) -> list[Any]:
        """Return the fields that say how to check that it has stuck."""
        return [self[name] for name in ("embed_check_on", "embed_test")]


class ProgressForm(Form):
    """How an action is going."""

    on = DateField(label="Date", latest=timezone.localdate)
    note = forms.CharField(
        label="What has happened", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FinishForm(Form):
    """That an action is done."""

    done_on = DateField(label="Date it was done", latest=timezone.localdate)
    note = forms.CharField(label="What was done", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class GiveUpForm(Form):
    """That an action is given up."""

    on = DateField(label="Date", latest=timezone.localdate)
    because = forms.CharField(
        label="Why it is given up", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EmbedForm(Form):
    """Whether an action has stuck, and how that was tested."""

    checked_on = DateField(label="Date it was checked", latest=timezone.localdate)
    embedded = forms.ChoiceField(
        label="Has it stuck?",
        choices=[choice for choice in Action.Embedded.choices if choice[0] != Action.Embedded.NOT_CHECKED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="How it was tested",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you looked at, and what you saw.",
    )
