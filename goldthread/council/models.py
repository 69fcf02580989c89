"""Councils, teams, people and their accounts; the audit log and search entries."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from functools import cached_property

from django.db import models

from goldthread.council.database import tenant
from goldthread.council.people.models import Account
from goldthread.council.people.permissions import (
    COUNCIL_WIDE,
    DISCIPLINE_ROLES,
    DISCIPLINES,
    PERMISSIONS,
    ROLES,
    TEAM_ROLES,
    discipline_of,
)
from goldthread.council.records.base import CouncilOwned, new_id, now
from goldthread.council.records.retention import AUDIT, CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText


class Council(models.Model):
    """A council with adult social care duties, or a made-up one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    notice = models.CharField(max_length=300, blank=True, help_text="Shown at the top of every page.")
    is_made_up = models.BooleanField(default=False)
    everybody_needs_codes = models.BooleanField(
        default=False, help_text="Demand one-time codes of everybody; administrators need them always."
    )
    passwords_off = models.BooleanField(
        default=False, help_text="Accept the passwords of emergency accounts only."
    )
    retention_years = models.JSONField(
        default=dict, help_text="Retention periods of the council's own: years and source, by schedule."
    )
    created_at = models.DateTimeField(default=now, editable=False)

    retention = Retention(
        plain="slug name notice is_made_up everybody_needs_codes passwords_off retention_years"
    )
    spec = FreeText(public="name notice retention_years", codes="slug")

    def __str__(self) -> str:
        return self.name


class Team(CouncilOwned):
    """A team of the council, or of a partner that shares its learning."""

    slug = models.SlugField()
    name = models.CharField(max_length=120)
    service = models.CharField(max_length=120, blank=True)
    discipline = models.CharField(max_length=24, blank=True, choices=list(DISCIPLINES.items()))
    is_active = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)
    former_names = models.JSONField(
        default=list, help_text="[name, the day until which it held], oldest first."
    )
    predecessors = models.JSONField(
        default=list,
        help_text="Keys of the closed teams whose work it took over, and whose records it may read.",
    )

    retention = Retention(plain="slug name service discipline is_active closed_on former_names predecessors")
    spec = FreeText(page="team", public="name service former_names", codes="slug discipline predecessors")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="one_team_a_slug")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: datetime.date) -> str:
        """Return what the team was called on a day."""
        return next((name for name, until in self.former_names if day.isoformat() < until), self.name)


class Person(CouncilOwned):
    """A user at one council: the one who acts, decides and owns records."""

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    discipline = models.CharField(max_length=24, blank=True, choices=list(DISCIPLINES.items()))
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(
        default=False, help_text="Goldthread itself, for what it does by the clock."
    )
    is_emergency = models.BooleanField(
        default=False, help_text="Their password is accepted also while passwords are turned off."
    )

    retention = Retention(
        personal={"account": STAFF, "name": STAFF, "job_title": STAFF},
        plain=("discipline", "is_active", "is_system", "is_emergency"),
    )
    spec = FreeText(page="person", public="name job_title", codes="discipline")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "account"], name="one_person_an_account_at_a_council"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def held(self) -> dict[str, set[uuid.UUID] | None]:
        """Return each permission held, with the teams it is held for; None is the whole council."""
        with tenant.inside(self.council_id):
            return _held_by(self.memberships.select_related("team"))

    def read_roles(self) -> None:
        """Read the roles held, for all that a page asks of them; call inside the council."""
        roles = models.Prefetch("memberships", Membership.objects.select_related("team"))
        models.prefetch_related_objects([self], roles)
        self.__dict__["held"] = _held_by(self.memberships.all())

    def may(self, permission: str) -> bool:
        """Return whether this person holds the permission, for a team at least."""
        if permission not in PERMISSIONS:
            raise KeyError(f"no such permission: {permission}")
        return self.is_system or permission in self.held

    def teams_for(self, permission: str) -> set[uuid.UUID] | None:
        """Return the teams whose records the permission opens; None is the whole council."""
        return None if self.is_system else self.held.get(permission, set())

    @cached_property
    def roles(self) -> list[str]:
        """Return the names of the roles held."""
        return [ROLES[m.role] for m in self.memberships.all()]


def _held_by(memberships: Iterable[Membership]) -> dict[str, set[uuid.UUID] | None]:
    held: dict[str, set[uuid.UUID] | None] = {}
    for membership in memberships:
        for name, roles in PERMISSIONS.items():
            if membership.role not in roles or (membership.lacks_team and name not in COUNCIL_WIDE):
                continue
            teams = membership.teams_for(name)
            earlier = held.get(name, set())
            held[name] = None if teams is None or earlier is None else earlier | teams
    return held


class Membership(CouncilOwned):
    """A role that somebody holds, in a team or for the whole council."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    board = models.CharField(max_length=120, blank=True, help_text="As feedback from boards names it.")
    organisation = models.ForeignKey(
        "goldthread.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of a partner: whose actions and parts they see.",
    )

    retention = Retention(personal={"person": STAFF}, plain=("role", "team", "board", "organisation"))
    spec = FreeText(public="board")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "team", "board"], name="one_membership_a_role", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        where = "no team, so no team's records" if self.lacks_team else "whole council"
        return f"{ROLES[self.role]}, {self.board or self.team or where}"

    def teams_for(self, permission: str) -> set[uuid.UUID] | None:
        """Return the teams for which this membership holds a permission of its role; None is the whole council."""
        if discipline_of(self.role, permission):
            return self._teams_of_discipline
        if self.role not in TEAM_ROLES or permission in COUNCIL_WIDE:
            return None
        if self.lacks_team:
            return set()
        # Whoever takes over a team's work may read what it had.
        return {self.team_id, *map(uuid.UUID, self.team.predecessors)}

    @cached_property
    def _teams_of_discipline(self) -> set[uuid.UUID]:
        discipline, _ = DISCIPLINE_ROLES[self.role]
        teams = Team.objects.filter(council=self.council_id, discipline=discipline)
        return set(teams.values_list("pk", flat=True))

    @property
    def lacks_team(self) -> bool:
        """Return whether this is a team's role without a team: it opens no team's records, and not all of them."""
        return self.role in TEAM_ROLES and self.team_id is None


class Counter(CouncilOwned):
    """The last number given to a type of record, as in "F-1042"."""

    kind = models.CharField(max_length=2)
    last = models.BigIntegerField(default=0)

    retention = Retention(plain=("kind", "last"))
    spec = FreeText(codes="kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "kind"], name="one_counter_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.last}"


class AuditLine(CouncilOwned):
    """One command in the audit log; never changed, never deleted, each line sealed with the one before."""

    number = models.BigIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    command = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40, blank=True)
    target_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    retention = Retention(
        personal={"person": AUDIT, "reason": AUDIT},
        plain=("number", "at", "command", "target_kind", "target_id", "detail", "previous", "seal"),
    )
    spec = FreeText(redacted="reason", codes="command target_kind detail previous seal")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_audit_line_a_number")]
        indexes = [models.Index(fields=["council", "target_id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.number} {self.command}"


class AuditHead(CouncilOwned):
    """The end of a council's audit log, so that a line cut from its end is noticed."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, blank=True)

    retention = Retention(plain=("number", "seal"))
    spec = FreeText(codes="seal")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_audit_head_a_council")]

    def __str__(self) -> str:
        return str(self.number)


class SearchEntry(CouncilOwned):
    """The search entry of a record: its title and redacted text, and the permission that opens it."""

    kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    reference = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    permission = models.CharField(max_length=40)
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="+")
    themes = models.JSONField(default=list)
    on = models.DateField(null=True)
    meaning = models.BinaryField(default=b"", help_text="The vector of the text: 256 numbers of one byte.")
    mark = models.CharField(
        max_length=64, blank=True, help_text="The same for the same words; empty for a short text."
    )
    changed_at = models.DateTimeField(default=now)

    retention = Retention(
        personal={"title": CASE, "body": CASE, "meaning": CASE, "mark": CASE},
        plain=("kind", "record_id", "reference", "permission", "team", "themes", "on", "changed_at"),
    )
    spec = FreeText(redacted="title body", codes="kind reference permission themes mark")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "record_id"], name="one_search_entry_a_record")
        ]
        indexes = [
            models.Index(fields=["council", "-changed_at"], name="search_last_changed"),
            models.Index(fields=["council", "mark"], name="search_same_words", condition=~models.Q(mark="")),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(CouncilOwned):
    """A word of the council's searchable text, to suggest spellings."""

    word = models.CharField(max_length=40)

    retention = Retention(personal={"word": CASE})
    spec = FreeText(redacted="word")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "word"], name="one_search_word")]

    def __str__(self) -> str:
        return self.word


class SentForm(CouncilOwned):
    """A form that was sent, so that sending it again saves nothing twice; deleted after a day."""

    token = models.CharField(max_length=100)
    address = models.CharField(max_length=500)

    retention = Retention(plain=("token", "address"))
    spec = FreeText(codes="token address")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "token"], name="a_form_is_sent_once")]
        indexes = [models.Index(fields=["council", "created_at"], name="sent_forms_oldest")]

    def __str__(self) -> str:
        return self.address
