"""People who agreed to be asked, with their consent and its end, and invitations drawn from them by lot."""

from __future__ import annotations

from django.db import models

from goldthread.coproduction.choices import AS_WHOM, FORMATS
from goldthread.coproduction.models import Involvement
from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import SCHEDULES, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part

CONSENT = SCHEDULES["agreed_to_be_asked"]


class WillingPerson(CouncilOwned):
    """Somebody who agreed to be asked to take part; deleted when their consent ends, and seen by few until then.

    interests: what they know from their own life, as codes.
    """

    name = models.CharField(max_length=160)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    as_whom = models.CharField(max_length=10, choices=[*AS_WHOM.items()])
    format = models.CharField(max_length=12, choices=[*FORMATS.items()])
    interests = models.JSONField(default=list, blank=True)
    needs = models.TextField(blank=True)
    consent_on = models.DateField()
    consent_until = models.DateField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={
            "name": CONSENT,
            "email": CONSENT,
            "phone": CONSENT,
            "address": CONSENT,
            "interests": CONSENT,
            "needs": CONSENT,
            "recorded_by": STAFF,
        },
        plain="as_whom format consent_on consent_until",
    )
    spec = FreeText(
        restricted="name email phone address needs",
        codes="interests",
        not_before={"consent_on": "", "consent_until": "consent_on"},
        planned="consent_until",
        page="coproduction:person",
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "consent_until", "id"], name="willing_by_consent"),
        ]

    def __str__(self) -> str:
        return "person who agreed to be asked"


class Invitation(CouncilOwned):
    """A draw of people to invite to a piece of work: by which criteria, from how many, with which seed.

    matched: how many matched the criteria; left_out: how many of these were asked too often, and so not drawn from.
    often_too: whether they were drawn from all the same.
    """

    involvement = models.ForeignKey(Involvement, on_delete=models.CASCADE, related_name="invitations")
    drawn_on = models.DateField()
    respond_by = models.DateField()
    criteria = models.JSONField(default=dict, blank=True)
    wanted = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    matched = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    often_too = models.BooleanField(default=False)
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"drawn_by": STAFF},
        plain="involvement drawn_on respond_by criteria wanted seed matched left_out often_too",
    )
    spec = Part(
        of="involvement",
        codes="criteria",
        not_before={"drawn_on": "involvement__started_on", "respond_by": "drawn_on"},
        planned="respond_by",
        page="coproduction:invitation",
    )

    def __str__(self) -> str:
        return f"invitation of {self.drawn_on}"


class Answer(models.TextChoices):
    """What somebody answered to an invitation."""

    YES = "yes", "Takes part"
    NO = "no", "Does not take part"
    NONE = "none", "No answer"


class Invited(CouncilOwned):
    """Somebody who was drawn, in the order of the draw, and their answer; what stays of them is that one was asked."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="invited")
    person = models.ForeignKey(WillingPerson, null=True, on_delete=models.SET_NULL, related_name="invited")
    place = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=5, choices=Answer, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    retention = Retention(plain="invitation person place answer answered_on")
    spec = Part(of="invitation__involvement", not_before={"answered_on": "invitation__drawn_on"})

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "place"], name="each_place_of_a_draw_once"),
            models.UniqueConstraint(fields=["invitation", "person"], name="nobody_is_drawn_twice"),
        ]

    def __str__(self) -> str:
        return f"place {self.place}"
