"""What the ombudsman waits for, and of whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from goldthread.casework.models import Remedy
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.council.records.base import Record

_MOST = 5
# What is said of one, the record, and its due date.
Waiting = tuple[str, Record, datetime.date]


def waiting_for(person: Person, *, oversees: bool, until: datetime.date) -> Iterator[Waiting]:
    """Yield replies that this person may authorise, and for whoever oversees others' replies and remedies due by a day.

    What is their own work is theirs already, and not given again.
    """
    authorises = person.may("casework.authorise")
    if not (authorises or oversees):
        return
    enquiries = OmbudsmanEnquiry.objects.visible_to(person).waiting()
    if authorises:
        drafted = enquiries.to_authorise().exclude(drafted_by=person).exclude(owner=person)
        for enquiry in drafted.order_by("due_on", "pk")[:_MOST]:
            assert enquiry.due_on is not None
            yield "Reply to the ombudsman to authorise; it {when}.", enquiry, enquiry.due_on
    if not oversees:
        return
    replies = enquiries.filter(due_on__lte=until).exclude(owner=person)
    if authorises:
        replies = replies.exclude(pk__in=enquiries.to_authorise().exclude(drafted_by=person).values("pk"))
    for enquiry in replies.select_related("owner").order_by("due_on", "pk")[:_MOST]:
        whose = f"{enquiry.owner.name}'s reply" if enquiry.owner else "A reply that nobody has"
        yield f"{whose} to the ombudsman {{when}}.", enquiry, enquiry.due_on
    remedies = Remedy.objects.visible_to(person).open().filter(enquiry__isnull=False, due_on__lte=until)
    for remedy in remedies.exclude(owner=person).select_related("owner").order_by("due_on", "pk")[:_MOST]:
        whose = f"{remedy.owner.name}'s" if remedy.owner else "Nobody's yet:"
        yield f"{whose} remedy for the ombudsman {{when}}.", remedy, remedy.due_on
