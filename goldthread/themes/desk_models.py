"""What the machine made of each point, every decision that people took at the desk, and the models they taught."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.feedback.models import Point, Tone

# Where a point stands that the machine has not read yet: in the middle of the desk.
UNREAD = 0.5


class Look(models.IntegerChoices):
    """Which look a point waits for."""

    FIRST = 1, "First look"
    SECOND = 2, "Second look"
    THIRD = 3, "Third look, where two differ"


# How a reading with the language model that was taught by night is called, after its model's name.
_BY_NIGHT = " by night"


class PointReading(CouncilOwned):
    """What the machine made of a point, and where the point stands on the desk; its key is the point's own.

    A trigger keeps one for each point and clears it when the point's words change, however they change: so
    no point is read twice by the same model, and none is judged by words that no longer stand.
    """

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="reading")
    waiting = models.BooleanField(default=True, help_text="Somebody is still to say what it is about.")
    look = models.PositiveSmallIntegerField(choices=Look, default=Look.FIRST)
    model = models.CharField(max_length=60, blank=True, help_text="Which model read it; empty: none has.")
    rank = models.FloatField(default=UNREAD, help_text="Highest first: least sure and most useful to know.")
    sure = models.FloatField(null=True, help_text="How likely the likeliest theme is, 0 to 1.")
    tone = models.SmallIntegerField(choices=Tone, null=True)
    tone_why = models.JSONField(default=list, help_text="Where the words stand that say so: [start, end].")
    harm = models.CharField(max_length=20, blank=True, help_text="Which rules looked for signs of harm.")
    opened_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True, help_text="When it was last put in front of somebody.")

    retention = Retention(
        personal={"opened_by": STAFF},
        plain="point waiting look model rank sure tone tone_why harm opened_at",
    )

    @property
    def is_by_night(self) -> bool:
        """Whether the language model read the whole text too."""
        return self.model.endswith(_BY_NIGHT)

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "-rank", "-id"], name="desk_order", condition=models.Q(waiting=True)
            ),
            models.Index(
                fields=["council", "model", "id"], name="desk_to_read", condition=models.Q(waiting=True)
            ),
            models.Index(fields=["council", "harm", "id"], name="harm_to_look_for"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} by {self.model or 'nobody'}"


_BEGIN = """
INSERT INTO goldthread_pointreading
    (id, council_id, created_at, point_id, waiting, look, model, rank, tone_why, harm)
SELECT id, council_id, now(), id, coded_at IS NULL, 1, '', 0.5, '[]', '' FROM new_points ON CONFLICT DO NOTHING;
RETURN NULL;
"""
_FOLLOW = """
IF NEW.text IS DISTINCT FROM OLD.text THEN
    UPDATE goldthread_pointreading SET model = '', rank = 0.5, sure = NULL, tone = NULL, tone_why = '[]', harm = ''
    WHERE point_id = NEW.id;
    IF NEW.coded_at IS NULL THEN
        DELETE FROM goldthread_suggestion WHERE point_id = NEW.id;
    END IF;
END IF;
IF (NEW.coded_at IS NULL) IS DISTINCT FROM (OLD.coded_at IS NULL) THEN
    UPDATE goldthread_pointreading SET waiting = NEW.coded_at IS NULL, look = 1 WHERE point_id = NEW.id;
END IF;
RETURN NULL;
"""
pgtrigger.register(
    # Once a statement, not once a row: an import keeps many points at once.
    pgtrigger.Trigger(
        name="a_reading_begins",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_points"),
        func=_BEGIN,
    ),
    pgtrigger.Trigger(
        name="a_reading_follows",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("text", "coded_at"),
        func=_FOLLOW,
    ),
)(Point)


class Decision(CouncilOwned):
    """One thing that somebody did with a point at the desk; never changed but by their own undoing, never deleted.

    `suggested` and `model` say what the machine had put beside it. `before` is what stood, for undoing.
    """

    class Kind(models.TextChoices):
        CODED = "coded", "Said what it is about"
        SECOND = "second", "Second look, without the first"
        SETTLED = "settled", "Third look, which settles"
        SKIPPED = "skipped", "Skipped"

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    themes = models.JSONField(default=list, help_text="The short names of the themes that were chosen.")
    tone = models.SmallIntegerField(choices=Tone, null=True)
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    suggested = models.JSONField(default=list, help_text="[short name, likelihood] as it was suggested.")
    model = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"by": STAFF, "note": VOICE},
        plain="point at kind themes tone reason suggested model before undone_at",
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "by", "-at"], name="decisions_of_somebody"),
            models.Index(fields=["council", "-at"], name="decisions_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {', '.join(self.themes) or 'no theme'}"


class SecondLook(CouncilOwned):
    """A point that two people code without seeing each other's decision; a third look settles where they differ.

    What is said of the machine and of agreement rests on these points only, and no model learns from them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for the second look"
        DIFFER = "differ", "The two differ: waits for the third look"
        AGREED = "agreed", "The two agreed"
        SETTLED = "settled", "Settled by a third look"
        SEEN = "seen", "Set aside: the first decision was seen or changed before the second"

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="second_look")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    first = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="+")
    third = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="+")

    retention = Retention(plain="point state first second third")

    class Meta:
        indexes = [models.Index(fields=["council", "state"], name="second_looks")]

    def __str__(self) -> str:
        return self.get_state_display()


class DeskSetting(CouncilOwned):
    """How a council's desk works: what share is coded twice, and after how many decisions the machine learns."""

    twice = models.PositiveSmallIntegerField(
        default=10,
        validators=[MaxValueValidator(1000)],
        help_text="One point in so many is coded by two people; 0 is none.",
    )
    learn_after = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(5), MaxValueValidator(1000)]
    )

    retention = Retention(plain="twice learn_after")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_desk_a_council")]

    def __str__(self) -> str:
        return f"one in {self.twice} twice"


BYTES = ("data", "tone", "night")
"""What of a ThemeModel is large, and left behind where only what is known of it is read."""


class ThemeModel(CouncilOwned):
    """One version of what the machine has learned: when, from how much, and the model itself.

    The model's bytes are learned from what people said, so only the newest keeps them; what it was learned
    from stays.
    """

    number = models.PositiveIntegerField()
    method = models.CharField(max_length=40)
    data = models.BinaryField(null=True, help_text="What suggests themes.")
    tone = models.BinaryField(null=True, help_text="What suggests how a text sounds.")
    night = models.BinaryField(
        null=True, help_text="What reads more closely by night, where it is installed."
    )
    night_seconds = models.FloatField(
        null=True, help_text="What teaching that took; none where there is none."
    )
    why = models.CharField(max_length=120)
    codebook = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    by_theme = models.JSONField(default=dict, help_text="Confirmations by the theme's short name.")
    toned = models.PositiveIntegerField(help_text="Points whose tone a person had said.")
    held_out = models.PositiveIntegerField(help_text="Points coded twice, kept apart to judge it by.")
    learned_until = models.DateTimeField()
    seconds = models.FloatField()

    retention = Retention(
        personal={"data": VOICE, "tone": VOICE, "night": VOICE},
        plain="number method why codebook confirmed by_theme toned held_out learned_until seconds night_seconds",
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="one_model_a_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return what a suggestion calls the model that made it."""
        return f"{self.method}/{self.number}"

    @property
    def night_name(self) -> str:
        """Return what a suggestion calls it that was made by night, with the language model taught beside it."""
        return f"{self.name}{_BY_NIGHT}"
