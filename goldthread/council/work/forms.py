"""The forms by which work changes hands: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.web.forms import DateField, Form

# Who may be given work of any type: those who take feedback on, carry out actions or decide on findings.
_WORKS = ("feedback.receive", "learning.carry_out", "reviews.decide")


class ColleagueField(forms.ModelChoiceField):
    """A colleague who does work of some type, and not oneself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Person.objects.none(), **{"empty_label": "Choose a colleague", **options})

    def among(self, person: Person, *, but: Person) -> None:
        """Offer the colleagues at somebody's council but one."""
        self.queryset = people_who_may(person, *_WORKS).exclude(pk=but.pk).order_by("name")


class HandOverForm(Form):
    """To whom work is handed over, and from which day to which."""

    to = ColleagueField(label="Colleague")
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["to"].among(person, but=person)


class LeaveForm(Form):
    """To whom somebody who leaves hands over all their open work."""

    to = ColleagueField(
        label="Hand over their open work to",
        required=False,
        empty_label="Nobody yet",
        help_text="What this colleague may not open stays without an owner.",
    )

    def __init__(self, *args: Any, person: Person, leaver: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["to"].among(person, but=leaver)


class UpdateForm(Form):
    """How a record stands, for whoever asked."""

    text = forms.CharField(
        label="How does it stand?", max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
