"""Suggestions, codings, coding decisions, double coding, and what is known of each point until it is coded."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.council.records.spec import FreeText, Part
from goldthread.feedback.models import Point, Speaker, Tone
from goldthread.themes.codebook.models import Theme

# The rank of a point that no model has read yet: the middle of the queue.
UNREAD_RANK = 0.5
# Follows a model's name where the fine-tuned language model read the text too.
FINE_TUNED = " fine-tuned"


class CodingStage(models.IntegerChoices):
    """The stages of coding that a point can wait for."""

    FIRST = 1, "First coding"
    SECOND = 2, "Second coding"
    ADJUDICATION = 3, "Adjudication"


class Suggestion(CouncilOwned):
    """A theme that a model suggested for a point, with the words that led to it; kept whatever is decided."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="suggestions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    spans = models.JSONField(default=list, help_text="Matched words in the text: [start, end, weight].")
    model = models.CharField(max_length=60)
    based_on = models.PositiveIntegerField(
        default=0, help_text="How many points this council had coded to the theme."
    )

    retention = Retention(plain=("point", "theme", "score", "spans", "model", "based_on"))
    spec = Part(of="point", codes="model spans")

    class Meta:
        ordering = ["-score"]
        constraints = [
            models.UniqueConstraint(fields=["point", "theme", "model"], name="unique_suggestion"),
        ]

    def __str__(self) -> str:
        return f"{self.theme}? {self.score:.2f}"


class Coding(CouncilOwned):
    """A person's decision that a theme applies to a point, or that a suggested theme does not.

    The point's month, source, team, speaker and tone stand here too, so that counting needs no join.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    applies = models.BooleanField(help_text="False: suggested, and rejected by a person.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    suggestion = models.ForeignKey(Suggestion, null=True, on_delete=models.SET_NULL, related_name="+")
    first_theme = models.ForeignKey(
        Theme, null=True, on_delete=models.PROTECT, related_name="+", help_text="Before a merge or a split."
    )
    month = models.DateField()
    source = models.CharField(max_length=30)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=20, choices=Speaker)
    tone = models.SmallIntegerField(null=True)

    retention = Retention(
        personal={"by": STAFF},
        plain="point theme applies at suggestion first_theme month source team speaker tone",
    )
    spec = Part(
        of="point",
        codes="source",
        not_before={"month": ""},
        happening=Happening(
            what="Coded",
            kinds="feedback finding",
            ends=("point__origin", "point__origin_id"),
            permission="themes.read",
            when="at",
            text="theme__name",
            where=models.Q(applies=True),
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "theme"], name="unique_coding")]
        indexes = [
            models.Index(
                fields=["council", "theme", "-month", "-id"],
                name="codings_of_theme",
                condition=models.Q(applies=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {'is' if self.applies else 'is not'} {self.theme}"


class PointReading(CouncilOwned):
    """What the newest model read in a point, and the point's place in the coding queue; its key is the point's own.

    A trigger makes one for each point and clears it when the point's text changes, however it changes: so
    no point is read twice by the same model, and none is judged by text that has been replaced.
    """

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="reading")
    waiting = models.BooleanField(default=True, help_text="It is still to be coded.")
    stage = models.PositiveSmallIntegerField(choices=CodingStage, default=CodingStage.FIRST)
    model = models.CharField(max_length=60, blank=True, help_text="Which model read it; empty: none has.")
    rank = models.FloatField(
        default=UNREAD_RANK, help_text="Highest first: least sure and most useful to know."
    )
    confidence = models.FloatField(null=True, help_text="Probability of the likeliest theme, 0 to 1.")
    tone = models.SmallIntegerField(choices=Tone, null=True)
    tone_spans = models.JSONField(default=list, help_text="Words that suggest the sentiment: [start, end].")
    screened_by = models.CharField(
        max_length=20, blank=True, help_text="Version of the safeguarding rules that screened it."
    )
    opened_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True, help_text="When somebody last opened it to code it.")

    retention = Retention(
        personal={"opened_by": STAFF},
        plain="point waiting stage model rank confidence tone tone_spans screened_by opened_at",
    )
    spec = Part(of="point", codes="model screened_by tone_spans")

    @property
    def is_fine_tuned(self) -> bool:
        """Whether the fine-tuned language model read the whole text too."""
        return self.model.endswith(FINE_TUNED)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "-rank", "-id"], name="coding_queue", condition=models.Q(waiting=True)
            ),
            models.Index(
                fields=["council", "model", "id"], name="points_to_read", condition=models.Q(waiting=True)
            ),
            models.Index(fields=["council", "screened_by", "id"], name="points_to_screen"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} by {self.model or 'no model'}"


_CREATE_READING = """
INSERT INTO goldthread_pointreading
    (id, council_id, created_at, point_id, waiting, stage, model, rank, tone_spans, screened_by)
SELECT id, council_id, created_at, id, coded_at IS NULL, 1, '', 0.5, '[]', '' FROM new_points ON CONFLICT DO NOTHING;
RETURN NULL;
"""
_UPDATE_READING = """
IF NEW.text IS DISTINCT FROM OLD.text THEN
    UPDATE goldthread_pointreading
    SET model = '', rank = 0.5, confidence = NULL, tone = NULL, tone_spans = '[]', screened_by = ''
    WHERE point_id = NEW.id;
    IF NEW.coded_at IS NULL THEN
        DELETE FROM goldthread_suggestion WHERE point_id = NEW.id;
    END IF;
END IF;
IF (NEW.coded_at IS NULL) IS DISTINCT FROM (OLD.coded_at IS NULL) THEN
    UPDATE goldthread_pointreading SET waiting = NEW.coded_at IS NULL, stage = 1 WHERE point_id = NEW.id;
END IF;
RETURN NULL;
"""
pgtrigger.register(
    # Once a statement, not once a row: an import saves many points at once.
    pgtrigger.Trigger(
        name="create_reading",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_points"),
        func=_CREATE_READING,
    ),
    pgtrigger.Trigger(
        name="update_reading",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("text", "coded_at"),
        func=_UPDATE_READING,
    ),
)(Point)


class Decision(CouncilOwned):
    """One coder's decision about one point; never changed but by their own undo, never deleted.

    `suggested` and `model` are what was suggested beside it. `before` is the state before it, for undo.
    """

    class Kind(models.TextChoices):
        CODED = "coded", "Coded"
        SECOND = "second", "Second coding, without seeing the first"
        ADJUDICATED = "adjudicated", "Adjudication"
        SKIPPED = "skipped", "Skipped"

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    themes = models.JSONField(default=list, help_text="The short names of the themes that were chosen.")
    tone = models.SmallIntegerField(choices=Tone, null=True)
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    suggested = models.JSONField(default=list, help_text="[short name, probability] as it was suggested.")
    model = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"by": STAFF, "note": VOICE},
        plain="point at kind themes tone reason suggested model before undone_at",
    )
    spec = Part(of="point", redacted="note", codes="before model reason suggested themes")

    class Meta:
        indexes = [
            models.Index(fields=["council", "by", "-at"], name="decisions_by_person"),
            models.Index(fields=["council", "-at"], name="decisions_newest"),
            models.Index(
                fields=["council", "by", "-at"],
                name="decisions_skipped",
                condition=models.Q(kind="skipped", undone_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {', '.join(self.themes) or 'no theme'}"


class DoubleCoding(CouncilOwned):
    """A point that two people code without seeing each other's decision; a third adjudicates where they differ.

    Coding accuracy and agreement are measured on these points only, and no model is trained on them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Awaiting second coding"
        DIFFER = "differ", "Codings differ: awaiting adjudication"
        AGREED = "agreed", "Agreed"
        ADJUDICATED = "adjudicated", "Adjudicated"
        DISCARDED = "discarded", "Discarded: the first coding was seen or changed before the second"

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="double_coding")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    first = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="+")
    adjudication = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="+")

    retention = Retention(plain="point state first second adjudication")
    spec = Part(of="point")

    class Meta:
        indexes = [models.Index(fields=["council", "state"], name="double_codings_by_state")]

    def __str__(self) -> str:
        return self.get_state_display()


class CodingSettings(CouncilOwned):
    """A council's coding settings: what share is coded twice, and after how many decisions the model is retrained."""

    double_code_one_in = models.PositiveSmallIntegerField(
        default=10,
        validators=[MaxValueValidator(1000)],
        help_text="One point in so many is coded by two people; 0 is none.",
    )
    retrain_after = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(5), MaxValueValidator(1000)]
    )

    retention = Retention(plain="double_code_one_in retrain_after")
    spec = FreeText()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_coding_settings_a_council")]

    def __str__(self) -> str:
        return f"one in {self.double_code_one_in} coded twice"
