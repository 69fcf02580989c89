"""What a report says of the ombudsman, by the ombudsman's own way of counting (`casework/ombudsman/figures.py`).

Of a complaint that is known to have gone to the ombudsman there is a decision, recorded as a review on the day it was
decided. The uphold rate is of what was investigated in detail, and never given without its number.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from goldthread.casework.ombudsman.figures import of_period
from goldthread.council.models import Person
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.periods import Period
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review


def ombudsman(person: Person, period: Period) -> Group:
    """Return how many complaints are known to have been decided by the ombudsman, and of those investigated how many upheld.

    The ombudsman publishes each decision with the council's name, so these are not withheld.
    """
    found = of_period(person, period.since, period.until, today=timezone.localdate())
    days = {"decided_on__gte": period.since, "decided_on__lte": period.until}
    decisions = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, **days).count()
    query = {
        "kind": OMBUDSMAN,
        "since": f"{period.since:%-d/%-m/%Y}",
        "until": f"{period.until:%-d/%-m/%Y}",
    }
    href = f"{reverse('reviews:list')}?{urlencode(query)}"
    rows = [
        Counted("Enquiries of the ombudsman received", found.received.count, href=found.received.href),
        Counted("Known to have been referred to the ombudsman, and decided", decisions, href=href),
        Counted("Investigated in detail", found.upheld.of.count, decisions, href=found.upheld.of.href),
        *(
            Counted(what, share.part.count, share.of.count, href=share.part.href)
            for what, share in (
                ("Upheld, of those investigated in detail", found.upheld),
                ("Satisfactory remedy before, of those upheld", found.satisfactory),
                ("Complied with, of compliance outcomes", found.complied),
                ("Our replies late, of those due", found.late),
            )
        ),
    ]
    return Group(
        "The Local Government and Social Care Ombudsman",
        "Enquiries and decisions of the period",
        rows,
        note="Decisions by their day, compliance by the day of the ombudsman's word. The ombudsman publishes its "
        "decisions, so no number is withheld.",
    )
