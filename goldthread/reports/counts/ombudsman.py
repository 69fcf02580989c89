"""What a report says of the ombudsman, by the ombudsman's own way of counting (`casework/ombudsman/figures.py`).

The uphold rate is of what was investigated in detail, and never given without its number. What is known to have gone to the
ombudsman is its enquiries, and those decisions of which no enquiry is recorded.
"""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.urls import reverse

from goldthread.casework.ombudsman.figures import Share, of_period
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.periods import Period
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review


def ombudsman(person: Person, period: Period, today: datetime.date) -> Group:
    """Return how many complaints are known to have gone to the ombudsman, and what was decided.

    The ombudsman publishes each decision with the council's name, so these are not withheld.
    """
    found = of_period(person, period.since, period.until, today=today)
    span = (period.since, period.until)
    decisions = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, decided_on__range=span)
    linked = OmbudsmanEnquiry.objects.visible_to(person).filter(review__isnull=False).values("review")
    alone = decisions.exclude(pk__in=linked).count()
    query = {
        "kind": OMBUDSMAN,
        "since": f"{period.since:%-d/%-m/%Y}",
        "until": f"{period.until:%-d/%-m/%Y}",
    }
    href = f"{reverse('reviews:list')}?{urlencode(query)}"

    def share(what: str, counted: Share) -> Counted:
        return Counted(what, counted.part.count, counted.of.count, counted.part.href)

    rows = [
        Counted("Known to have been referred to the ombudsman", found.received.count + alone),
        Counted("Enquiries of the ombudsman received", found.received.count, href=found.received.href),
        Counted("Decided", decisions.count(), href=href),
        Counted("Investigated in detail", found.upheld.of.count, href=found.upheld.of.href),
        share("Upheld, of those investigated in detail", found.upheld),
        share("Satisfactory remedy before, of those upheld", found.satisfactory),
        share("Complied with, of compliance outcomes", found.complied),
        share("Our replies late, of those due", found.late),
    ]
    return Group(
        "The Local Government and Social Care Ombudsman",
        "Enquiries and decisions of the period",
        [row for row in rows if row.of != 0],
        base="the base named in the row",
        note="Decisions by their day, compliance by the day of the ombudsman’s word. The ombudsman publishes its "
        "decisions, so no number is withheld.",
    )
