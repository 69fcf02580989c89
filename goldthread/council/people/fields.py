"""Form fields whose choices depend on who fills them in: a team one acts for, and people chosen by what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from goldthread.council.models import Person, Team
from goldthread.council.people.permissions import PERMISSIONS


def people_who_may(person: Person, *permissions: str) -> QuerySet[Person]:
    """Return the people of somebody's council who hold one of some permissions: who may own or sign off something."""
    roles = {role for permission in permissions for role in PERMISSIONS[permission]}
    people = Person.objects.visible_to(person).filter(is_active=True, is_system=False)
    return people.filter(memberships__role__in=roles).distinct()


class _ChoiceField(forms.ModelChoiceField):
    """A choice of records whose own message is given for a key that is none, not Django's about UUIDs.

    Where there is one choice only and one must be made, it is made: nobody need look for it.
    """

    only: Any = None

    def choose_the_only_one(self) -> None:
        """Choose the record, where it is the only one and the field must be answered."""
        if not self.required:
            return
        # Read whole, as the choices are that the page shows of it.
        first, *others = [*self.queryset] or [None]
        if first is not None and not others:
            self.only, self.initial, self.empty_label = first, first.pk, None

    def clean(self, value: Any) -> Any:
        """Return the record chosen, or the only one where nothing was."""
        return self.only if self.only is not None and value in self.empty_values else super().clean(value)

    def to_python(self, value: Any) -> Any:
        """Return the record chosen; raises ValidationError in the words of this field."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class TeamField(_ChoiceField):
    """One of the teams for which somebody holds a permission; all of the council's where they hold it for all.

    Whoever acts for their own team only must choose one for what is new: they could not read what they add to none.
    """

    def __init__(
        self, permission: str, *, label: str = "Team", required: bool = False, **options: Any
    ) -> None:
        options.setdefault("empty_label", "No one team")
        super().__init__(Team.objects.none(), label=label, required=required, **options)
        self.permission = permission

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer this person's teams; `also` is what was chosen before, which stays a choice, also of none."""
        held = person.teams_for(self.permission)
        theirs = Q(is_active=True) if held is None else Q(is_active=True, pk__in=held)
        self.queryset = Team.objects.visible_to(person).filter(theirs | Q(pk=_key(also)))
        if held is not None and is_new:
            self.required, self.empty_label = True, "Choose your team"
            self.choose_the_only_one()


class PersonField(_ChoiceField):
    """Somebody at the council who holds one of some permissions; whoever is chosen already stays a choice."""

    def __init__(self, *permissions: str, label: str, **options: Any) -> None:
        options.setdefault("empty_label", "Choose a person")
        super().__init__(Person.objects.none(), label=label, **options)
        self.permissions = permissions

    def for_person(self, person: Person, *, also: Any = None, is_new: bool = True) -> None:
        """Offer those at this person's council who may; `also` is whoever was chosen before, who stays a choice."""
        may = people_who_may(person, *self.permissions).values("pk")
        people = Person.objects.visible_to(person).filter(Q(pk__in=may) | Q(pk=_key(also)))
        self.queryset = people.order_by("name")
        if is_new:
            self.choose_the_only_one()


def _key(chosen: Any) -> Any:
    return getattr(chosen, "pk", chosen) or None
