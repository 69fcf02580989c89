"""The form of a rule for new feedback."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person, Team
from goldthread.council.organisations.forms import OrganisationField
from goldthread.council.people.fields import PersonField
from goldthread.feedback.models import Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import theme_choices
from goldthread.web.forms import Form


class _AnyTeamField(forms.ModelChoiceField):
    def for_person(self, person: Any, *, also: Any = None, is_new: bool = True) -> None:
        """Offer the council's teams that are not closed, and the one chosen before."""
        teams = Team.objects.visible_to(person)
        self.queryset = teams.filter(is_active=True) | teams.filter(pk=getattr(also, "pk", also))


class IntakeRuleForm(Form):
    """A rule: what the feedback must be, and what it then gets."""

    name = forms.CharField(label="Name of the rule", max_length=120)
    source = forms.ChoiceField(
        label="Type of feedback",
        required=False,
        choices=[("", "Any type"), *((source.slug, source.plural) for source in SOURCES.values())],
    )
    speaker = forms.ChoiceField(
        label="Feedback from", required=False, choices=[("", "Anyone"), *Speaker.choices]
    )
    named_team = _AnyTeamField(
        label="Team named", queryset=Team.objects.none(), required=False, empty_label="Any, or none"
    )
    organisation = OrganisationField(label="Organisation named", empty_label="Any, or none")
    words = forms.CharField(
        label="Words in it",
        required=False,
        max_length=300,
        help_text="Any of these, with commas between: fell, hospital discharge, medic*. A star stands for the rest of a word.",
    )
    theme = forms.ChoiceField(
        label="Theme that it is likely about",
        required=False,
        help_text="As the council’s own model suggests it when feedback comes. A person still decides its theme.",
    )
    to_team = _AnyTeamField(
        label="Team that it gets",
        queryset=Team.objects.none(),
        required=False,
        empty_label="As it came",
        help_text="Where a team is named already it stays, unless that team is one of the conditions.",
    )
    owner = PersonField("feedback.receive", label="Owner that it gets", required=False, empty_label="Nobody")
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        chosen = self.initial.get("theme") or ""
        themes = theme_choices(person)
        if chosen and chosen not in dict(themes):
            themes.append((chosen, "A theme that is no more"))
        self.fields["theme"].choices = [("", "Any"), *themes]

    @property
    def conditions(self) -> list[Any]:
        """Return the fields that say what the feedback must be."""
        return [self[name] for name in ("source", "speaker", "named_team", "organisation", "words", "theme")]

    @property
    def results(self) -> list[Any]:
        """Return the fields that say what it gets."""
        return [self[name] for name in ("to_team", "owner", "is_active")]
