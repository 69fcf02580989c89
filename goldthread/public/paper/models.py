"""How the public reaches the council about its care, as its forms say it: set by an administrator."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import FreeText


class FrontDoorContact(CouncilOwned):
    """Where a paper form is sent, which number to ring and when, and which in danger; each "" where it is not set."""

    address = models.TextField(blank=True, max_length=400)
    phone = models.CharField(blank=True, max_length=60)
    hours = models.CharField(blank=True, max_length=100)
    worried_phone = models.CharField(blank=True, max_length=60)

    retention = Retention(plain="address phone hours worried_phone")
    spec = FreeText(public="address phone hours worried_phone")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_front_door_contact_a_council")]

    def __str__(self) -> str:
        return "how the public reaches us"
