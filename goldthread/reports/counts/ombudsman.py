"""What a report says of the ombudsman: read here alone, by the ombudsman's own way of counting.

Of a complaint that is known to have gone to the ombudsman there is a decision, recorded as a review on the day it was
decided. The uphold rate is of what was investigated in detail, and never given without its number.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from goldthread.council.models import Person
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.periods import Period
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.standards.upheld import is_upheld


def ombudsman(person: Person, period: Period) -> Group:
    """Return how many complaints are known to have been decided by the ombudsman, and of those investigated how many upheld.

    The ombudsman publishes each decision with the council's name, so these are not withheld.
    """
    days = {"decided_on__gte": period.since, "decided_on__lte": period.until}
    decisions = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, **days)
    outcomes = [is_upheld(outcome) for outcome in decisions.values_list("outcome", flat=True)]
    investigated = [upheld for upheld in outcomes if upheld is not None]
    query = {
        "kind": OMBUDSMAN,
        "since": f"{period.since:%-d/%-m/%Y}",
        "until": f"{period.until:%-d/%-m/%Y}",
    }
    href = f"{reverse('reviews:list')}?{urlencode(query)}"
    rows = [
        Counted("Known to have been referred to the ombudsman, and decided", len(outcomes), href=href),
        Counted("Investigated in detail", len(investigated), len(outcomes)),
        Counted("Upheld, of those investigated in detail", sum(investigated), len(investigated)),
    ]
    return Group(
        "The Local Government and Social Care Ombudsman",
        "Decisions of the period",
        rows,
        note="By the day of the decision. The ombudsman publishes its decisions, so no number is withheld.",
    )
