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


class LessonKind(models.TextChoices):
    """Whether a lesson is of something to change or of something that went well, to keep."""

    CHANGE = "change", "To change"
    KEEP = "keep", "To keep"


class ShownBy(models.TextChoices):
    """What shows that an action is embedded."""

    SAMPLE = "sample", "A sample of practice"
    MEASURE = "measure", "The measure agreed at the start"


class Embedded(models.TextChoices):
    """Whether an action is embedded, as somebody found who checked."""

    NOT_CHECKED = "not_checked", "Not checked"
    YES = "yes", "Embedded"
    PARTLY = "partly", "Partly embedded"
    NO = "no", "Not embedded"
