"""What a measure counts and which way is better: the choices of an action's measure."""

from __future__ import annotations

from django.db import models


class Direction(models.TextChoices):
    """Direction of improvement of a measure."""

    DECREASE = "decrease", "Lower is better"
    INCREASE = "increase", "Higher is better"


class MeasureKind(models.TextChoices):
    """Type of number that a measure is."""

    COUNT = "count", "Monthly count"
    PROPORTION = "proportion", "Percentage: how many out of a total"
    RATE = "rate", "Rate: how many for every 1,000, for example"
    SCORE = "score", "Score or time"
