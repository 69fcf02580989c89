"""What the machine made of each point, every decision that people took at the desk, and the models they taught."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person, Team
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.feedback.models import Point, Speaker, Tone
from goldthread.themes.codebook.models import Theme

# Where a point stands that the machine has not read yet: in the middle of the desk.
UNREAD = 0.5


class Look(models.IntegerChoices):
    """Which look a point waits for."""

    FIRST = 1, "First look"
    SECOND = 2, "Second look"
    THIRD = 3, "Third look, where two differ"


# How a reading with the language model that was taught by night is called, after its model's name.
FINE_TUNED = " by night"


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
        return self.model.endswith(FINE_TUNED)

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


class Suggestion(CouncilOwned):
    """What the machine thought a point is about, with the words that led it there; kept whatever is decided."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="suggestions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    why = models.JSONField(default=list, help_text="Where the words stand: [start, end, weight].")
    model = models.CharField(max_length=60)
    rests_on = models.PositiveIntegerField(
        default=0, help_text="How many points this council had confirmed as being about the theme."
    )

    retention = Retention(plain=("point", "theme", "score", "why", "model", "rests_on"))

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["point", "theme", "model"], name="suggested_once")]

    def __str__(self) -> str:
        return f"{self.theme}? {self.score:.2f}"


class Coding(CouncilOwned):
    """A person's decision that a point is, or is not, about a theme.

    The point's month, source, team, speaker and tone stand here too, so that counting need not join.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    stands = models.BooleanField(help_text="True: it is about this. False: suggested, and a person said no.")
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
        plain="point theme stands at suggestion first_theme month source team speaker tone",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "theme"], name="coded_once_a_theme")]
        indexes = [
            models.Index(
                fields=["council", "theme", "-month", "-id"],
                name="codings_of_a_theme",
                condition=models.Q(stands=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {'is' if self.stands else 'is not'} {self.theme}"
