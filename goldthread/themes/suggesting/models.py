"""Versions of the suggestion model that is trained on a council's own codings."""

from __future__ import annotations

from django.db import models

from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import VOICE, Retention
from goldthread.council.records.spec import FreeText
from goldthread.themes.coding.models import FINE_TUNED

MODEL_BYTES = ("data", "tone", "fine_tuned")
"""The large fields of a ThemeModel, deferred where only what is known of it is read."""


class ThemeModel(CouncilOwned):
    """One version of the suggestion model: when and on how much it was trained, and the model itself.

    The model's bytes are learned from what people said, so only the newest version keeps them; what is known
    of the others stays.
    """

    number = models.PositiveIntegerField()
    method = models.CharField(max_length=40)
    data = models.BinaryField(null=True, help_text="The model that suggests themes.")
    tone = models.BinaryField(null=True, help_text="The model that suggests the sentiment.")
    fine_tuned = models.BinaryField(
        null=True, help_text="The language model fine-tuned by night, where it is installed."
    )
    fine_tuning_seconds = models.FloatField(null=True, help_text="How long fine-tuning took; null: not done.")
    reason = models.CharField(max_length=120)
    codebook = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField(help_text="Coded points it was trained on.")
    by_theme = models.JSONField(default=dict, help_text="Coded points by the theme's short name.")
    tone_examples = models.PositiveIntegerField(help_text="Points with a sentiment that a person had chosen.")
    held_out = models.PositiveIntegerField(help_text="Points coded twice, kept apart to evaluate it.")
    trained_until = models.DateTimeField()
    training_seconds = models.FloatField()

    retention = Retention(
        personal={"data": VOICE, "tone": VOICE, "fine_tuned": VOICE},
        plain="number method reason codebook confirmed by_theme tone_examples held_out trained_until "
        "training_seconds fine_tuning_seconds",
    )
    spec = FreeText(codes="by_theme method reason")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_model_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that suggestions of this model carry."""
        return f"{self.method}/{self.number}"

    @property
    def fine_tuned_name(self) -> str:
        """The name that suggestions carry which the fine-tuned language model made with this model."""
        return f"{self.name}{FINE_TUNED}"
