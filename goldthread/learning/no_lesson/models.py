"""The reason why no lesson is drawn from an upheld issue; a lesson recorded later takes its place."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Happening
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part
from goldthread.feedback.models import Point


class NoLesson(CouncilOwned):
    """Why no lesson is drawn from an issue that was upheld: the other answer that its case must have before it closes."""

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="no_lesson")
    because = models.TextField()
    decided_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"because": LEARNED, "by": STAFF}, plain="point decided_on")
    spec = Part(
        of="point",
        redacted="because",
        not_before={"decided_on": "point__heard_on"},
        happening=Happening(
            what="No lesson needed",
            kinds="feedback",
            ends=("point__origin", "point__origin_id"),
            permission="learning.read",
            text="because",
        ),
    )

    def __str__(self) -> str:
        return self.because[:80]
