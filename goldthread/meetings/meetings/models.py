"""A meeting of any kind: when, of whom, how many came by role, what was decided, and how its writing up stands."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, VOICE, Retention
from goldthread.council.records.spec import RecordType
from goldthread.council.records.states import State
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings.choices import ROLES, TOOK_PLACE, Cadence, Stage
from goldthread.meetings.meetings.kinds import KINDS, MeetingKind, name_of
from goldthread.meetings.meetings.owed import owed_for

# A meeting is to be written up within so many days.
WRITE_UP = datetime.timedelta(days=7)


class MeetingQuerySet(RecordQuerySet):
    """Meetings by how they stand."""

    def took_place(self) -> MeetingQuerySet:
        """Return the meetings that were held, however much of them is written."""
        return self.filter(stage__in=TOOK_PLACE)

    def not_confirmed(self, today: datetime.date) -> MeetingQuerySet:
        """Return the meetings whose day is over and of which nobody says whether they were held."""
        return self.filter(stage=Stage.PLANNED, meets_on__lt=today)

    def to_write_up(self) -> MeetingQuerySet:
        """Return the meetings that were held and are not written up."""
        return self.filter(stage=Stage.HELD)


@with_history
class Meeting(Numbered):
    """One meeting; of a kind that keeps totals only, the sessions of one month."""

    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    series = models.CharField(max_length=120, blank=True)
    cadence = models.CharField(max_length=12, choices=Cadence, default=Cadence.ONCE)
    meets_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.PLANNED)
    came_people = models.PositiveSmallIntegerField(null=True, blank=True)
    came_carers = models.PositiveSmallIntegerField(null=True, blank=True)
    came_staff = models.PositiveSmallIntegerField(null=True, blank=True)
    came_leaders = models.PositiveSmallIntegerField(null=True, blank=True)
    came_councillors = models.PositiveSmallIntegerField(null=True, blank=True)
    came_partners = models.PositiveSmallIntegerField(null=True, blank=True)
    watched = models.PositiveIntegerField(null=True, blank=True)
    sessions_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_held = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    differently = models.TextField(blank=True)
    extra = models.JSONField(default=dict, blank=True)
    easy_read = models.TextField(blank=True)
    easy_read_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    easy_read_on = models.DateField(null=True, blank=True)
    written_up_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    calendar_key = models.CharField(max_length=64, blank=True, editable=False)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "series": LEARNED,
            "place": LEARNED,
            "owner": STAFF,
            "minutes": VOICE,
            "decisions": LEARNED,
            "differently": LEARNED,
            "extra": LEARNED,
            "easy_read": LEARNED,
            "easy_read_by": STAFF,
            "cancelled_because": LEARNED,
            "recorded_by": STAFF,
        },
        plain=(
            "number kind cadence meets_on starts_at team body due_on stage came_people came_carers came_staff came_leaders "
            "came_councillors came_partners watched sessions_planned sessions_held easy_read_on written_up_on "
            "cancelled_on calendar_key"
        ),
    )
    spec = RecordType(
        name="Meeting",
        plural="Meetings",
        letter="M",
        page="meetings:meeting",
        menu="Meetings",
        permission="meetings.read",
        change="meetings.record",
        issues=True,
        on="meets_on",
        note=lambda meeting: name_of(meeting.kind).lower(),
        redacted="title series place decisions differently extra easy_read cancelled_because",
        restricted="minutes",
        codes="kind calendar_key",
        found_by="title",
        not_before={
            "meets_on": "",
            "due_on": "",
            "written_up_on": "meets_on",
            "easy_read_on": "meets_on",
            "cancelled_on": "",
        },
        planned="meets_on due_on",
        work=Work(
            open=models.Q(stage__in=(Stage.PLANNED, Stage.HELD)),
            assign="meetings.record",
            own="meetings.record",
            steps=lambda meeting: meeting.steps(),
        ),
        labels={"kind": name_of},
        cannot_merge=lambda meeting, into: (
            ""
            if meeting.kind == into.kind
            else "These are not of one kind. Correct the kind first, or withdraw one."
        ),
        answer_owed=owed_for,
        attaches=lambda meeting: (
            "Only themes are kept of this kind of meeting, so that nothing is attached to it or linked with it."
            if meeting.of_kind.themes_only
            else ""
        ),
        states=lambda meeting, today: meeting.states(today),
        gaps=(
            Gap(
                "Meetings whose day is over and that nobody confirmed",
                lambda meetings, today: meetings.not_confirmed(today).order_by("meets_on", "pk"),
                "Say how many came, or that it was cancelled: held of planned counts neither until then.",
                slug="meetings-not-confirmed",
                mine="owner team",
            ),
            Gap(
                "Meetings held and not written up",
                lambda meetings, today: meetings.to_write_up().order_by("meets_on", "pk"),
                "Write down what was raised and decided, or that nothing was.",
                slug="meetings-not-written-up",
                mine="owner team",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_meeting_a_number"),
            models.UniqueConstraint(
                fields=["council", "calendar_key"],
                condition=~models.Q(calendar_key=""),
                name="a_meeting_of_a_calendar_comes_once",
                violation_error_message="This meeting of the calendar is here already.",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-meets_on", "-id"], name="meetings_newest"),
            models.Index(fields=["council", "kind", "-meets_on", "-id"], name="meetings_by_kind"),
            models.Index(fields=["council", "team", "-meets_on", "-id"], name="meetings_by_team"),
            models.Index(fields=["council", "due_on", "id"], name="meetings_by_due_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="meetings_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["council", "body", "-meets_on", "-id"],
                name="meetings_by_body",
                condition=models.Q(body__isnull=False),
            ),
            models.Index(
                fields=["council", "series", "-meets_on", "-id"],
                name="meetings_by_series",
                condition=~models.Q(series=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> MeetingKind:
        """Return what its kind is; a kind no longer on the list keeps what any keeps."""
        if self.kind in KINDS:
            return KINDS[self.kind]
        return MeetingKind(slug=self.kind, name=name_of(self.kind), plural=name_of(self.kind), what_it_is="")

    @property
    def came(self) -> int | None:
        """Return how many came, None where nobody was counted."""
        counts = [count for _, count in self.came_by_role]
        return sum(counts) if counts else None

    @property
    def came_by_role(self) -> list[tuple[str, int]]:
        """Return how many came of each role that was counted."""
        counted: list[tuple[str, Any]] = [(label, getattr(self, name)) for name, label in ROLES.items()]
        return [(label, count) for label, count in counted if count is not None]

    @property
    def took_place(self) -> bool:
        """Return whether it was held."""
        return self.stage in TOOK_PLACE

    def steps(self) -> dict[str, datetime.date]:
        """Return what is due next: the meeting itself, then its writing up."""
        if self.stage == Stage.PLANNED:
            return {"Meeting": self.meets_on}
        return {"Write up": self.meets_on + WRITE_UP} if self.stage == Stage.HELD else {}

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how it stands, as a tag; one whose day is over and of which nobody says anything is not held."""
        if self.stage == Stage.PLANNED and self.meets_on < today:
            return (State("Not confirmed", "overdue"),)
        kinds = {
            Stage.PLANNED: "open",
            Stage.HELD: "open",
            Stage.WRITTEN_UP: "done",
            Stage.ANSWERED: "done",
            Stage.CANCELLED: "stopped",
        }
        return (State(Stage(self.stage).label, kinds[Stage(self.stage)]),)
