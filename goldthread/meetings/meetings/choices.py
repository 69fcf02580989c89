"""How a meeting stands, how often a series meets, and the roles by which those who came are counted."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    """How a meeting stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    WRITTEN_UP = "written_up", "Written up"
    ANSWERED = "answered", "Answered"
    CANCELLED = "cancelled", "Cancelled"


# A meeting that took place, however much of it is written.
TOOK_PLACE = (Stage.HELD, Stage.WRITTEN_UP, Stage.ANSWERED)


class Cadence(models.TextChoices):
    """How often a series meets."""

    ONCE = "once", "Once"
    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"
    YEARLY = "yearly", "Yearly"


# The fields in which those who came are counted, in the order of pages; no list of who came is kept.
ROLES = {
    "came_people": "People who draw on care",
    "came_carers": "Unpaid carers",
    "came_staff": "Staff",
    "came_leaders": "Leaders",
    "came_councillors": "Councillors",
    "came_partners": "Partners and providers",
}
