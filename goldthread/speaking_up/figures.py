"""What may be told of what is said in confidence: how many answers, and how many days they took; never of fewer than five."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from goldthread.analysis.tables.few import median
from goldthread.speaking_up.models import AnswerTime


@dataclass(frozen=True)
class Answers:
    """Answers given to what was said in confidence in a period: both None where they are too few to say.

    days: the median of the days from telling to the first answer.
    """

    count: int | None
    days: float | None


def answers(council_id: uuid.UUID, since: datetime.date, until: datetime.date) -> Answers:
    """Return how many answers were given in the whole quarters of a period, and how long they took."""
    times = AnswerTime.objects.filter(council=council_id, quarter__gte=since, quarter__lte=until)
    days = list(times.order_by("days", "pk").values_list("days", flat=True))
    middle = median(days)
    # Of too few neither is told: they might tell of whom.
    return Answers(None if middle is None else len(days), middle)
