"""How the mechanisms of reviews are done: found, decided, counted by year."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, number_on, page_of, read, send, url_of


def decide(client: Client, person: Person, mechanism: Mechanism, finding: Any) -> None:
    """Decide anew about a finding, and see decision, reason and days."""
    before = read(client, page_of(finding))
    send(
        client,
        reverse("reviews:decide", args=[finding.pk]),
        decision="not_implemented",
        reason="Another council does it for us.",
        **day("decided_on", timezone.localdate()),
    )
    after = read(client, page_of(finding))
    assert "Not implemented" in after and "Another council does it for us." in after
    assert "Not implemented" not in before.partition("Timeline")[0]
    days = (timezone.localdate() - finding.review.decided_on).days
    assert f"From review to this decision {days:,} days" in after


def find(client: Client, person: Person, mechanism: Mechanism, review: Any) -> None:
    """Add a finding to a review, and see it and how many are still to decide."""
    counted = r"Decided: (\d+) of (\d+)\. Embedding shown: (\d+) of (\d+)\."
    before = [int(part) for part in re.search(counted, read(client, page_of(review))).groups()]
    text = "Nobody could say who reads the answers."
    send(client, reverse("reviews:add_findings", args=[review.pk]), text_1=text)
    page = read(client, page_of(review))
    decided, of, embedded, _ = before
    assert text in page
    assert [int(part) for part in re.search(counted, page).groups()] == [decided, of + 1, embedded, of + 1]


def investigate(client: Client, person: Person, mechanism: Mechanism, review: Any) -> None:
    """Record another decision of the same kind, and see it among those investigated in its year."""
    url = url_of(person, mechanism)
    before = number_on(read(client, url).replace(" was ", " were "), "of # investigated")
    send(
        client,
        reverse("reviews:record_kind", args=[review.kind]),
        title="Ombudsman decision: a key safe that nobody fitted",
        outcome="Upheld: fault and injustice",
        text_1="Nobody fitted the key safe.",
        **day("decided_on", timezone.localdate()),
    )
    page = read(client, url)
    assert "a key safe that nobody fitted" in page
    assert number_on(page, "of # investigated") == before + 1


def keep_words(client: Client, person: Person, mechanism: Mechanism, quotation: Any) -> None:
    """Keep other words of the same visit, with who agreed to their being quoted, and see them on the visit's page."""
    words = "Supervision notes here say what was decided and why."
    review = page_of(quotation.review)
    assert words not in read(client, review)
    send(
        client,
        reverse("reviews:keep_quotation", args=[quotation.review_id]),
        words=words,
        said_by="The second visitor",
        may_quote="council",
        agreed="The visitor, on the day",
        **day("said_on", quotation.said_on),
    )
    page = read(client, review)
    assert words in page and "the council, in its own documents" in page


def answer_for_agency(client: Client, person: Person, mechanism: Mechanism, answer: Any) -> None:
    """Record that a partner has done what it owns, with what shows it, and see the days that it took."""
    url = page_of(answer)
    assert "Implemented Not yet" in read(client, url)
    proof = "The checklist of the last thirty discharges has it."
    send(
        client,
        reverse("reviews:record_agency_answer", args=[answer.pk]),
        decision="implemented",
        proof=proof,
        **day("on", timezone.localdate()),
    )
    page = read(client, url)
    assert proof in page
    assert number_on(page, "Implemented # days") == (timezone.localdate() - answer.begins_on).days


ACTS = {
    "quotation": keep_words,
    "agencyanswer": answer_for_agency,
    "finding": decide,
    "review": find,
    "reviews:list": investigate,
}
