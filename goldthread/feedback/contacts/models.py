"""Contact details, kept apart from feedback, and the keys by which they are found: both are deleted together."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText
from goldthread.feedback.contacts.keys import LONGEST
from goldthread.feedback.models import Feedback


class Contact(CouncilOwned):
    """Contact details; restricted to those who respond."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)

    retention = Retention(
        personal={"name": CASE, "email": CASE, "phone": CASE, "address": CASE}, plain=("feedback",)
    )
    spec = FreeText(restricted="name email phone address")

    def __str__(self) -> str:
        return "contact"


class ContactKey(CouncilOwned):
    """One key by which contact details are found."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=LONGEST)

    retention = Retention(personal={"key": CASE}, plain=("contact",))
    spec = FreeText(restricted="key")

    class Meta:
        indexes = [models.Index(fields=["council", "key"], name="contacts_by_key")]

    def __str__(self) -> str:
        return "contact key"


class ContactChange(CouncilOwned):
    """Contact details that somebody asks to change: they count once the old address has confirmed it, or a person says why.

    Whoever answers a private letter must not be whoever wrote in with a new address.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed at the old address"
        USED = "used", "Used without confirmation"
        DROPPED = "dropped", "Not used"

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="contact_changes")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    asked_on = models.DateField()
    told_on = models.DateField(null=True, blank=True, help_text="When the old address was told.")
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "name": CASE,
            "email": CASE,
            "phone": CASE,
            "address": CASE,
            "asked_by": STAFF,
            "settled_by": STAFF,
        },
        plain="feedback asked_on told_on settled_on outcome",
    )
    spec = FreeText(
        restricted="name email phone address",
        not_before={
            "asked_on": "feedback__received_on",
            "told_on": "asked_on",
            "settled_on": "asked_on told_on",
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "feedback"],
                condition=models.Q(settled_on=None),
                name="one_contact_change_at_a_time",
                violation_error_message="A change of these contact details waits already. Settle it first.",
            )
        ]

    def __str__(self) -> str:
        return "contact change"
