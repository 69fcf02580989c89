"""Feedback: its facts and its points, with contact details and equality answers stored apart."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, Record, RecordQuerySet, with_history
from goldthread.council.records.kept_counts import KeptCount
from goldthread.council.records.retention import CASE, STAFF, VOICE, Retention
from goldthread.council.records.spec import FreeText, RecordType, record_types
from goldthread.council.records.states import State
from goldthread.feedback.choices import Channel, Speaker, Tone
from goldthread.feedback.clocks import RESPONSE_DUE, no_date_by_hand, steps_of
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.owed import owed_for
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.sources import ANSWER_OWED, SOURCES

LOCKED_TITLE = "Awaiting redaction"


class ReferenceKey(models.Func):
    """A reference as it is compared: without spaces, in small letters, and "123.0" as "123"; "00123" is another.

    `reference_key` in `intake/references.py` does the same to a cell.
    """

    template = r"regexp_replace(lower(regexp_replace(%(expressions)s, '\s', '', 'g')), '^(\d+)\.0+$', '\1')"
    arity = 1
    output_field = models.TextField()


class FeedbackQuerySet(RecordQuerySet):
    """Queries on feedback, limited to the teams whose records a person may read."""

    def visible_to(self, person: Person, *, withdrawn: bool = False) -> FeedbackQuerySet:
        """Return what this person may read: the whole council's, or their own teams', and no other's."""
        teams = person.teams_for("feedback.read")
        visible = super().visible_to(person, withdrawn=withdrawn)
        # What is no team's may be anybody's complaint: it is not for one team to read.
        return visible if teams is None else visible.filter(team_id__in=teams)

    def awaiting_response(self) -> FeedbackQuerySet:
        """Return feedback whose speaker asked for a response and has not had one."""
        return self.filter(wants_reply=True, responded_on__isnull=True)

    def response_overdue(self, today: datetime.date) -> FeedbackQuerySet:
        """Return feedback awaiting a response for longer than `RESPONSE_DUE`; boards are answered on a page of their own."""
        late = self.awaiting_response().filter(received_on__lt=today - RESPONSE_DUE)
        return late.exclude(source__in=ANSWER_OWED)


def title_of(source: str, subject: str, label: str, *, is_locked: bool) -> str:
    """Return the title of a piece of feedback, saved or not."""
    if is_locked:
        return LOCKED_TITLE
    return subject or label or (SOURCES[source].name if source in SOURCES else "Feedback")


@with_history
class Feedback(Numbered):
    """A piece of feedback of any type; its text is in its points."""

    source = models.CharField("type of feedback", max_length=30)
    speaker = models.CharField(max_length=20, choices=Speaker, default=Speaker.UNKNOWN)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.OTHER)
    subject = models.CharField(max_length=80, blank=True)
    label = models.CharField(max_length=160, blank=True, help_text="Its title without a subject: labels.py.")
    happened_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    service = models.CharField(max_length=120, blank=True)
    format_needed = models.CharField(max_length=60, blank=True)
    wants_reply = models.BooleanField(default=False)
    responded_on = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=dict)
    their_reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="feedback")
    batch_row = models.PositiveIntegerField(null=True)
    fingerprint = models.CharField(max_length=64)
    is_locked = models.BooleanField(default=False, help_text="Awaiting redaction.")
    forgotten_on = models.DateField(null=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    step = models.CharField(max_length=80, blank=True, help_text="What its case is due to do next.")
    step_on = models.DateField(null=True, blank=True)
    rule = models.ForeignKey(IntakeRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = FeedbackQuerySet.as_manager()
    no_history = ("label", "step", "step_on")

    retention = Retention(
        personal={
            "owner": STAFF,
            "subject": VOICE,
            "response": VOICE,
            "extra": VOICE,
            "their_reference": CASE,
            "format_needed": CASE,
            "service": VOICE,
            "outcome": VOICE,
            "recorded_by": STAFF,
            "fingerprint": VOICE,
        },
        plain=(
            "number label source speaker channel happened_on received_on team organisation wants_reply responded_on "
            "closed_on batch batch_row is_locked forgotten_on due_on step step_on rule"
        ),
    )
    spec = RecordType(
        name="Feedback",
        plural="Feedback",
        letter="F",
        page="feedback:detail",
        menu="Feedback",
        in_bar=1,
        permission="feedback.read",
        notes="feedback.read",
        issues=True,
        parts=lambda feedback: (
            ()
            if feedback.is_locked or feedback.forgotten_on
            else (("Redactions", "feedback:redactions", "feedback.read"),)
        ),
        change="feedback.receive",
        export="feedback.export",
        on="received_on",
        note=lambda feedback: feedback.get_speaker_display().lower(),
        # What was hidden in them stands in OriginalText, opened by a page of this room.
        redacted="subject service format_needed outcome their_reference extra response",
        references="their_reference",
        codes="source fingerprint label step",
        found_by="subject",
        not_before={
            "received_on": "happened_on",
            "responded_on": "received_on",
            "closed_on": "received_on",
            "forgotten_on": "received_on",
            "due_on": "received_on",
            "step_on": "received_on",
        },
        planned="due_on step_on",
        work=Work(
            open=models.Q(closed_on=None, forgotten_on=None),
            assign="feedback.receive",
            own="feedback.receive",
            steps=steps_of,
            no_date_by_hand=no_date_by_hand,
        ),
        labels={"source": lambda source: SOURCES[source].name if source in SOURCES else source},
        search_text=lambda feedback: " ".join(point.text for point in feedback.points.order_by("position")),
        states=lambda feedback, today: feedback.states(),
        answer_owed=owed_for,
        kept_counts=(
            KeptCount(
                slug="responses-given",
                each="people who asked for a response",
                have="have had one",
                whole=lambda feedback, today: feedback.filter(wants_reply=True),
                part=lambda feedback, today: feedback.filter(responded_on__isnull=False),
                about=r"asks? (?:us )?for an? (?:response|reply|answer)|asked (?:us )?for an? (?:response|reply|answer)|"
                r"(?:complaints?|feedback|every(?:one|body)|persons?|people|comments?) (?:\w+ ){0,4}"
                r"(?:gets?|got|receives?|received|given|has|have|had) (?:an? )?(?:response|reply|answer)",
                about_people=True,
            ),
        ),
        # The same words sent twice are grouped and counted once (feedback/duplicates); both stay as they came.
        merges=False,
        gaps=(
            Gap(
                "Feedback awaiting redaction",
                lambda feedback, today: feedback.filter(is_locked=True).order_by("-received_on", "-pk"),
                "Open each and try again. If it fails again, tell your administrator.",
                slug="locked",
            ),
            Gap(
                "Changed contact details not confirmed",
                lambda feedback, today: feedback.filter(
                    contact_changes__id__isnull=False, contact_changes__settled_on=None
                ).order_by("received_on", "pk"),
                "Tell the old address, and record what it says.",
                slug="contact-changes",
            ),
            Gap(
                "Feedback awaiting a response",
                lambda feedback, today: (
                    feedback.awaiting_response().exclude(source__in=ANSWER_OWED).order_by("received_on", "pk")
                ),
                "Tell the person what happened, and record the response.",
                slug="awaiting-response",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_feedback_a_number"),
            # An import that was undone may be brought in again, put right.
            models.UniqueConstraint(
                fields=["council", "fingerprint"],
                condition=models.Q(withdrawn_on=None),
                name="feedback_comes_once",
            ),
            models.UniqueConstraint(fields=["batch", "batch_row"], name="one_feedback_a_row"),
        ]
        indexes = [
            models.Index(fields=["council", "-received_on", "-id"], name="feedback_newest"),
            models.Index(
                fields=["council", "source", "-received_on", "-id"],
                # Volumes by month are counted in the index alone, here and below.
                include=["withdrawn_on"],
                name="feedback_by_source",
            ),
            models.Index(fields=["council", "team", "-received_on", "-id"], name="feedback_by_team"),
            models.Index(fields=["council", "speaker", "-received_on", "-id"], name="feedback_by_speaker"),
            models.Index(fields=["council", "fingerprint"], name="feedback_by_fingerprint"),
            models.Index(
                fields=["council", "organisation", "-received_on", "-id"],
                name="feedback_by_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
            models.Index(
                models.F("council"),
                models.F("source"),
                ReferenceKey("their_reference"),
                name="feedback_by_their_reference",
                condition=~models.Q(their_reference=""),
            ),
            models.Index(
                fields=["council", "-received_on", "id"],
                include=["withdrawn_on"],
                name="feedback_awaiting_reply",
                condition=models.Q(wants_reply=True, responded_on__isnull=True),
            ),
            models.Index(fields=["council", "due_on", "id"], name="feedback_by_due_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="feedback_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["council", "-received_on", "-id"],
                name="feedback_not_assigned",
                condition=models.Q(owner=None, closed_on=None),
            ),
            models.Index(
                fields=["council", "-received_on", "-id"],
                name="feedback_locked",
                condition=models.Q(is_locked=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """Return its subject, else what its themes, or its type and team, call it; never words of the text."""
        return title_of(self.source, self.subject, self.label, is_locked=self.is_locked)

    def states(self) -> tuple[State, ...]:
        """Return who said it, and whether somebody who asked for a response has had one, as tags."""
        response = (
            State("Response given", "done") if self.responded_on else State("Awaiting response", "open")
        )
        return (State(self.get_speaker_display()), *((response,) if self.wants_reply else ()))


class EqualityAnswers(CouncilOwned):
    """Equality monitoring answers: stored apart, used in totals only."""

    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="equality")
    answers = models.JSONField(default=dict)

    retention = Retention(personal={"answers": VOICE}, plain=("feedback",))
    spec = FreeText(codes="answers")

    def __str__(self) -> str:
        return "equality answers"


class PointQuerySet(RecordQuerySet):
    """Queries on points, limited to those that a person may open: by each point's own permission and team."""

    def visible_to(self, person: Person, *, withdrawn: bool = False) -> PointQuerySet:
        """Return the points that this person may open; of a permission held for some teams, only those teams'."""
        visible = self.filter(council_id=person.council_id)
        whole, by_team = [], models.Q()
        for permission in sorted({model.spec.permission for model in record_types().values()}):
            teams = person.teams_for(permission)
            if teams is None:
                whole.append(permission)
            elif teams:
                by_team |= models.Q(permission=permission, team_id__in=teams)
        visible = visible.filter(models.Q(permission__in=whole) | by_team)
        return visible if withdrawn else visible.counted()

    def readable(self) -> PointQuerySet:
        """Return the points whose text may be read: redacted, not deleted, not withdrawn."""
        return self.filter(is_locked=False, forgotten_on=None, withdrawn_on=None)

    def not_coded(self) -> PointQuerySet:
        """Return the points that nobody has coded yet; those awaiting redaction or deleted cannot be coded."""
        return self.readable().filter(coded_at__isnull=True)


@with_history
class Point(Record):
    """An issue in feedback, a finding of a review or whatever else is heard: what themes attach to and lessons rest on.

    Where it stems from, when it was heard and what opens it are written here once, by `points.new_points`: who reads
    points asks these, and counting needs no join.
    """

    origin = models.CharField(max_length=40, editable=False, help_text="The kind of record it stems from.")
    origin_id = models.UUIDField(editable=False)
    # For the cascade, and the order of a piece's points: nothing is told from whether it is null.
    feedback = models.ForeignKey(Feedback, null=True, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    source = models.CharField(max_length=30)
    speaker = models.CharField(max_length=20, choices=Speaker, default=Speaker.UNKNOWN)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField()
    month = models.DateField(help_text="The first day of the month in which it was heard.")
    reference = models.CharField(max_length=20, help_text="Of what people see: F-12, or R-5 of a finding.")
    permission = models.CharField(max_length=40, help_text="What opens it.")
    tone = models.SmallIntegerField(choices=Tone, null=True, blank=True)
    is_upheld = models.BooleanField(null=True, blank=True)
    is_locked = models.BooleanField(default=False, help_text="Awaiting redaction.")
    forgotten_on = models.DateField(null=True)
    coded_at = models.DateTimeField(null=True, help_text="When a person first coded it, or chose no theme.")

    objects = PointQuerySet.as_manager()

    retention = Retention(
        personal={"text": VOICE},
        plain=(
            "origin origin_id feedback position source speaker team heard_on month reference permission tone is_upheld "
            "is_locked forgotten_on coded_at"
        ),
    )
    spec = RecordType(
        name="Issue",
        plural="Issues",
        page="themes:point",
        permission="themes.code",
        export="feedback.export",
        notes="",
        origin=("origin", "origin_id"),
        on="heard_on",
        title="text",
        restricted="text",
        codes="origin source reference permission",
        not_before={"heard_on": "", "month": "", "forgotten_on": "heard_on"},
        searched=False,
        on_thread=False,
        merges=False,
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["feedback", "position"], name="one_point_a_position")]
        indexes = [
            models.Index(
                fields=["council", "month"],
                include=["coded_at", "withdrawn_on", "forgotten_on", "id"],
                name="points_by_month",
            ),
            models.Index(fields=["council", "origin_id"], name="points_by_origin"),
            models.Index(
                fields=["council", "-id"], name="points_not_coded", condition=models.Q(coded_at__isnull=True)
            ),
            models.Index(
                fields=["council", "origin_id", "id"],
                include=["origin"],
                name="points_upheld",
                condition=models.Q(is_upheld=True, withdrawn_on__isnull=True, forgotten_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
