"""The council's address and telephone on its public forms: the form, the command and what is set."""

from __future__ import annotations

from django import forms

from goldthread.council.command import changed, command
from goldthread.council.models import Council, Person
from goldthread.public.paper.models import FrontDoorContact
from goldthread.web.forms import Form


class ContactForm(Form):
    """What the public's forms say of how to reach the council."""

    address = forms.CharField(
        label="Address for letters",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 4}),
        help_text="A paper form says to send it there. With a freepost address nobody needs a stamp.",
    )
    phone = forms.CharField(label="Telephone number", required=False, max_length=60)
    hours = forms.CharField(
        label="When somebody answers",
        required=False,
        max_length=100,
        help_text="Such as: Monday to Friday, 9 to 5.",
    )
    worried_phone = forms.CharField(
        label="Number for worries about somebody’s safety",
        required=False,
        max_length=60,
        help_text="Day and night. In danger, forms say to ring 999.",
    )


def contact_of(council: Council) -> FrontDoorContact:
    """Return how the public reaches a council; with nothing in it where nothing is set."""
    found = FrontDoorContact.objects.filter(council=council).first()
    return found or FrontDoorContact(council=council)


@command("council.manage")
def set_contact(*, by: Person, address: str, phone: str, hours: str, worried_phone: str) -> FrontDoorContact:
    """Set how the public reaches the council, as its forms say it."""
    held = contact_of(by.council)
    given = {"address": address, "phone": phone, "hours": hours, "worried_phone": worried_phone}
    for name, value in given.items():
        changed(f"Public forms, {name.replace('_', ' ')}", getattr(held, name), value)
        setattr(held, name, value)
    held.save()
    return held
