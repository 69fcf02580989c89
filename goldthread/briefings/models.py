"""Briefings, their lessons, the teams they were sent to, and the receipts of readers."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap
from goldthread.council.records.base import CouncilOwned, Numbered, with_history
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Lesson

BLOCKS = (
    ("what", "What this is about"),
    ("background", "Background"),
    ("why", "Why it matters"),
    ("information", "What we found"),
    ("more", "What else we found"),
    ("what_to_do", "What to do"),
    ("questions", "Questions for the team"),
)


@with_history
class Briefing(Numbered):
    """A seven-minute briefing: what was learned, in seven short blocks.

    easy_read: one idea a line. questions: up to two for its readers, as `questions.py` reads them. came_from, came_as, came_on,
    checksum: of one that another council shared: its name, its reference there, the day, and the checksum of its file.
    """

    title = models.CharField(max_length=200)
    blocks = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    easy_read = models.TextField(blank=True)
    questions = models.JSONField(default=dict)
    came_from = models.CharField(max_length=120, blank=True)
    came_as = models.CharField(max_length=20, blank=True)
    came_on = models.DateField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    retention = Retention(
        personal={
            "title": LEARNED,
            "blocks": LEARNED,
            "easy_read": LEARNED,
            "questions": LEARNED,
            "came_from": LEARNED,
            "by": STAFF,
        },
        plain="number sent_on came_as came_on checksum",
    )

    spec = RecordType(
        name="Briefing",
        plural="Briefings",
        letter="B",
        page="briefings:detail",
        menu="Briefings",
        in_bar=6,
        permission="briefings.read",
        change="briefings.write",
        on="sent_on",
        redacted="title blocks easy_read questions came_from",
        codes="came_as checksum",
        contacts=True,
        not_before={"sent_on": "lesson_links__lesson__recorded_on", "came_on": ""},
        based_on={"lesson": "lesson_links__lesson"},
        made="Briefing written",
        cannot_merge=lambda briefing, into: _cannot_merge(briefing, into),
        along=("receipts",),
        states=lambda briefing, today: _states_of_briefing(briefing),
        kept_counts=(
            KeptCount(
                slug="briefings-read",
                each="briefings sent",
                have="were read by somebody",
                whole=lambda briefings, today: briefings.filter(sent_on__isnull=False),
                part=lambda briefings, today: briefings.filter(receipts__isnull=False),
                about=r"briefings? (?:\w+ ){0,5}(?:read|used|discussed)",
            ),
        ),
        gaps=(
            Gap(
                "Lessons not shared in a briefing",
                lambda lessons, today: _not_shared(lessons),
                "Write a briefing and send it.",
                of="lesson",
            ),
            Gap(
                "Briefings that nobody has read",
                lambda briefings, today: briefings.filter(
                    sent_on__isnull=False, receipts__isnull=True
                ).order_by("sent_on", "pk"),
                "Ask the team managers.",
            ),
        ),
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_briefing_number")]

    def __str__(self) -> str:
        return self.title


class BriefingLesson(CouncilOwned):
    """A lesson of a briefing."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="lesson_links")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="briefing_links")

    retention = Retention(plain=("briefing", "lesson"))
    spec = Part(of="briefing")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "lesson"], name="unique_briefing_lesson")]

    def __str__(self) -> str:
        return f"{self.briefing_id} on {self.lesson_id}"


class Distribution(CouncilOwned):
    """A team that a briefing was sent to."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="distributions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()

    retention = Retention(plain=("briefing", "team", "sent_on"))
    spec = Part(of="briefing", not_before={"sent_on": "briefing__sent_on"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "team"], name="unique_briefing_team")]

    def __str__(self) -> str:
        return f"to {self.team_id}"


class Receipt(CouncilOwned):
    """Receipt of a briefing: who read it, when their team discussed it, and how they used it.

    answered_on: when they answered its questions; how they answered is kept as a count only.
    """

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField()
    discussed_on = models.DateField(null=True, blank=True)
    how_used = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    retention = Retention(
        personal={"person": STAFF, "how_used": LEARNED}, plain="briefing read_on discussed_on answered_on"
    )
    spec = Part(
        of="briefing",
        redacted="how_used",
        not_before={
            "read_on": "briefing__sent_on",
            "discussed_on": "briefing__sent_on",
            "answered_on": "briefing__sent_on",
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["briefing", "person"], name="unique_briefing_reader")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.briefing_id}"


def _cannot_merge(briefing: Briefing, into: Briefing) -> str:
    """Return why a briefing that was sent is not merged into a draft: who read it would have read nothing."""
    if briefing.sent_on and not into.sent_on:
        return f"{into.reference} was not sent. Merge it into {briefing.reference} instead."
    return ""


def _states_of_briefing(briefing: Briefing) -> tuple[State, ...]:
    """Return whether it was sent, and by how many it was read; that it was read does not say that it was used."""
    if briefing.sent_on is None:
        return (State("Draft", "draft"),)
    readers = len(briefing.receipts.all())
    read = State(f"Read by {readers}", "read") if readers else State("Nobody has read it", "unread")
    return (State("Sent", "sent"), read)


def _not_shared(lessons: QuerySet) -> QuerySet:
    """Return the lessons with an action done that no briefing which was sent tells, oldest first."""
    sent = BriefingLesson.objects.filter(
        lesson=OuterRef("pk"), briefing__sent_on__isnull=False, briefing__withdrawn_on=None
    )
    done = lessons.filter(actions__done_on__isnull=False, actions__withdrawn_on=None)
    return done.filter(~Exists(sent)).distinct().order_by("recorded_on", "pk")
