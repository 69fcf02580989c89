"""How the mechanisms of casework are done: what was learned, and the ombudsman's enquiries."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.tables.intervals import whole_percent
from goldthread.casework.ombudsman.figures import of_year
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.dates import financial_year
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, number_on, page_of, read, send, url_of


def decide_what_was_learned(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Say of an upheld issue why there is no lesson; without that its case cannot be closed."""
    close = reverse("casework:close", args=[feedback.pk])
    assert "Learning decisions missing" in read(client, close)
    issue = feedback.points.get(position=number_on(read(client, page_of(feedback)), mechanism.figure))
    because = "One call that was forgotten on one day, and made up for."
    send(client, reverse("casework:decide_learning", args=[issue.pk]), decision="none", because=because)
    page = read(client, page_of(feedback))
    assert because in page and "no decision on what was learned" not in page
    assert "Learning decisions missing" not in read(client, close)


def authorise(client: Client, person: Person, mechanism: Mechanism, enquiry: Any) -> None:
    """Authorise a reply to the ombudsman, by themselves, and see who did; nobody else can send it before."""
    assert "Nobody yet" in read(client, page_of(enquiry))
    form = reverse("casework:authorise_response", args=[enquiry.pk])
    send(client, form, **day("authorised_on", timezone.localdate()))
    page = read(client, page_of(enquiry))
    assert "Authorised, to be sent" in page and f"Authorised by {person.name}" in page


def decide_enquiry(client: Client, person: Person, mechanism: Mechanism, enquiry: Any) -> None:
    """Record what the ombudsman decided of an enquiry, and see it counted on the base of its investigations."""
    start = financial_year(timezone.localdate())
    before = of_year(person, start, today=timezone.localdate()).upheld
    waiting = OmbudsmanEnquiry.objects.visible_to(person).filter(review=None, due_on__isnull=False)[0]
    send(
        client,
        reverse("casework:record_decision", args=[waiting.pk]),
        title="Ombudsman decision: a Friday that nobody answered for",
        outcome="Upheld: fault and injustice",
        **day("decided_on", timezone.localdate()),
    )
    page = read(client, url_of(person, mechanism))
    part, of = before.part.count + 1, before.of.count + 1
    assert f"{part} of {of}: {whole_percent(part, of)}%, likely" in page


ACTS = {
    "ombudsmanenquiry": authorise,
    "casework:ombudsman": decide_enquiry,
    "64": decide_what_was_learned,
}
