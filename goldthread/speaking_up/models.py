"""What staff say in confidence, what was done about it, and who may read it: two named people of each council."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import models

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.people.watched import Way
from goldthread.council.records.base import CouncilOwned, Record, RecordQuerySet, now
from goldthread.council.records.retention import CONFIDED, STAFF, Retention
from goldthread.council.records.sealed import SealedTextField
from goldthread.council.records.spec import FreeText, Part, RecordType
from goldthread.council.records.states import State

# A new director counts here after so many days where nobody has confirmed them: no other way out of a place where all
# three are held would be seen by all.
DIRECTOR_COUNTS_AFTER = datetime.timedelta(days=28)

# Who reads, as the database itself asks: a named person at work, no administrator, whose sign-in nobody has changed
# without the other's knowledge; whoever has the secret of one; and the clock, what is over by the day that it gives.
_READ_BY = f"""
EXISTS (
    SELECT 1 FROM goldthread_confidant named JOIN goldthread_person person ON person.id = named.person_id
    WHERE named.person_id = NULLIF(current_setting('{tenant.CONFIDANT_SETTING}', true), '')::uuid
      AND named.until IS NULL AND person.is_active
      AND NOT EXISTS (SELECT 1 FROM goldthread_membership held
                      WHERE held.person_id = named.person_id AND held.role = 'administrator')
      AND NOT EXISTS (SELECT 1 FROM goldthread_signinnotice notice
                      WHERE notice.person_id = named.person_id AND notice.confirmed_at IS NULL)
)
OR secret = NULLIF(current_setting('{tenant.CONFIDED_SETTING}', true), '')
OR keep_until < NULLIF(current_setting('{tenant.OVER_SETTING}', true), '')::date
"""


class Confidant(CouncilOwned):
    """One of the two who read what is said in confidence; everybody at the council may know who they are."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    retention = Retention(personal={"person": STAFF}, plain="since until")
    spec = FreeText(page="speaking_up:waiting", not_before={"since": "", "until": "since"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"], condition=models.Q(until=None), name="one_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class ConfidantChange(CouncilOwned):
    """A change of the two that somebody proposed: who joins, who leaves, who confirmed it or why it is over."""

    class Outcome(models.TextChoices):
        MADE = "made", "Made"
        WITHDRAWN = "withdrawn", "Withdrawn"

    joins = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    leaves = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    retention = Retention(
        personal={"joins": STAFF, "leaves": STAFF, "proposed_by": STAFF, "decided_by": STAFF},
        plain="proposed_at decided_at outcome",
    )
    spec = FreeText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council"],
                condition=models.Q(decided_at=None),
                name="one_change_of_confidants_at_a_time",
                violation_error_message="Another change waits to be confirmed. Confirm or withdraw that first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.joins or 'nobody'} for {self.leaves or 'nobody'}"


class SignInNotice(CouncilOwned):
    """The sign-in of one of the two, or of a director, was changed: until another of them confirms it, it opens nothing here."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"person": STAFF, "by": STAFF, "confirmed_by": STAFF}, plain="way at confirmed_at"
    )
    spec = FreeText()

    class Meta:
        indexes = [models.Index(fields=["council", "person"], name="sign_in_notices_by_person")]

    def __str__(self) -> str:
        return Way(self.way).label


class MatterQuerySet(RecordQuerySet):
    """Reads of what was said in confidence: beside what is asked here, the database opens nothing to anybody else."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> MatterQuerySet:
        """Return what this person may read: all of it for one of the two, else nothing."""
        records = super().visible_to(person, withdrawn=withdrawn)
        named = Confidant.objects.filter(council=person.council_id, person=person.pk, until=None)
        held = SignInNotice.objects.filter(council=person.council_id, person=person.pk, confirmed_at=None)
        return records.filter(models.Exists(named), ~models.Exists(held))


class Matter(Record):
    """What somebody told in confidence. Their words and who they are are encrypted, and so is what became of it."""

    class About(models.TextChoices):
        SAFETY = "safety", "Somebody who draws on care may be at risk"
        TREATMENT = "treatment", "How staff are treated: bullying, harassment, discrimination"
        PRACTICE = "practice", "How work is done, recorded or decided"
        MONEY = "money", "Money, contracts or fraud"
        OTHER = "other", "Something else"

    class Referred(models.TextChoices):
        SAFEGUARDING = "safeguarding", "Safeguarding adults"
        HR = "hr", "Human resources"
        POLICY = "policy", "Whistleblowing policy: monitoring officer"
        OUTSIDE = "outside", "A regulator or another body outside the council"

    class Outcome(models.TextChoices):
        CHANGED = "changed", "Something was changed"
        REFERRED = "referred", "Somebody else looks into it"
        NOT_FOUND = "not_found", "It was looked into and not found"
        NOT_POSSIBLE = "not_possible", "It could not be looked into"

    code = models.CharField(max_length=8)
    secret = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=12, choices=About)
    raised_on = models.DateField()
    words = SealedTextField()
    who = SealedTextField(blank=True)
    harm = SealedTextField(blank=True)
    protection = SealedTextField(blank=True)
    became = SealedTextField(blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    referred = models.CharField(max_length=12, choices=Referred, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField()

    objects = MatterQuerySet.as_manager()

    retention = Retention(
        personal=dict.fromkeys(("words", "who", "harm", "protection", "became"), CONFIDED),
        plain="code secret about raised_on acknowledged_on answered_on referred outcome closed_on keep_until",
    )
    spec = RecordType(
        name="Matter told in confidence",
        plural="Matters told in confidence",
        page="speaking_up:matter",
        list_page="speaking_up:read",
        permission="speaking_up.read",
        confidential=_READ_BY,
        title="code",
        on="raised_on",
        codes="code secret",
        sealed="words who harm protection became",
        not_before={
            "raised_on": "",
            "acknowledged_on": "raised_on",
            "answered_on": "raised_on",
            "closed_on": "raised_on",
            "keep_until": "raised_on",
        },
        planned="keep_until",
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
        notes="",
        states=lambda matter, today: matter.states(),
    )

    def __str__(self) -> str:
        return self.code

    def states(self) -> tuple[State, ...]:
        """Return how it stands, as a tag."""
        if self.closed_on:
            return (State("Closed", "done"),)
        if self.answered_on:
            return (State("Answered", "open"),)
        return (State("Acknowledged", "open"),) if self.acknowledged_on else (State("New", "overdue"),)


class MatterStep(CouncilOwned):
    """What was done about a matter, or answered by whoever told it; never changed afterwards."""

    class What(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        QUESTION = "question", "Asked"
        ANSWER = "answer", "Answered by whoever told it"
        ADDED = "added", "Added by whoever told it"
        TOLD = "told", "Answer given to whoever told it"
        REFERRED = "referred", "Referred"
        NOTE = "note", "Note between the two"
        PROTECTED = "protected", "Protection from detriment"
        CLOSED = "closed", "Closed"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=14, choices=What)
    text = SealedTextField(blank=True)
    question = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    retention = Retention(personal={"text": CONFIDED, "by": STAFF}, plain="matter what question at")
    spec = Part(of="matter", sealed="text")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_what_display()


class AnswerTime(CouncilOwned):
    """How many days one answer took, by the quarter in which it was given; nothing leads from it to the matter."""

    # Of no time, unlike other keys: by theirs one could tell when an answer was given.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.DateField()
    days = models.PositiveIntegerField()

    retention = Retention(plain="quarter days")
    spec = FreeText(not_before={"quarter": ""})

    def __str__(self) -> str:
        return f"{self.days} days"


class AccessAsked(CouncilOwned):
    """A subject access request of which the two are asked whether they hold anything about the person."""

    class Said(models.TextChoices):
        NOTHING = "nothing", "Nothing is held here about this person"
        DEALT_WITH = "dealt_with", "Something is held, and we deal with it ourselves"

    request = models.UUIDField(unique=True)
    asked_at = models.DateTimeField(default=now)
    said = models.CharField(max_length=12, choices=Said, blank=True)
    said_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True)

    retention = Retention(personal={"said_by": STAFF}, plain="request asked_at said said_at")
    spec = FreeText()

    def __str__(self) -> str:
        return f"asked on {self.asked_at:%d %m %Y}"
