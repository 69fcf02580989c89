"""Contact details, kept apart from feedback, and the keys by which they are found: both are deleted together."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import CASE, Retention
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
