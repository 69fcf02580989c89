"""Versions of the council's suggestion model."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import VOICE, Retention
from goldthread.themes.coding.models import FINE_TUNED

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
        return f"{self.name}{FINE_TUNED}"
