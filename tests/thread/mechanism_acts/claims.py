"""How mechanisms on claims are done: what others said of one, and a weakness that is named with its plan."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import choices, day, figure, page_of, read, send


def receive(client: Client, person: Person, mechanism: Mechanism, claim: Any) -> None:
    """Add what somebody outside the council said of a claim, and see it counted and quoted there and on its statement."""
    page = reverse("evidence:claim", args=[claim.pk])
    assert "2 said by others, 1 quotable" in read(client, page)
    words = "We copied the sheet with three questions, and it works on our wards too."
    send(
        client,
        reverse("evidence:add_reception", args=[claim.pk]),
        words=words,
        who="A neighbouring council",
        source="Its letter of this month",
        may_quote="on",
        **day("said_on", timezone.localdate()),
    )
    after = read(client, page)
    assert words in after and "3 said by others, 2 quotable" in after
    assert words in read(client, reverse("evidence:statement", args=[claim.statement]))


def name(client: Client, person: Person, mechanism: Mechanism, claim: Any) -> None:
    """Set another date for the plan of a weakness, and see it on the claim, its statement and the coverage."""
    page, on = reverse("evidence:claim", args=[claim.pk]), timezone.localdate() + datetime.timedelta(days=45)
    assert f"with its plan by {day_in_words(on)}" not in read(client, page)
    send(
        client,
        reverse("evidence:name_weakness", args=[claim.pk]),
        action=claim.plan_id,
        **day("plan_by", on),
    )
    assert f"with its plan by {day_in_words(on)}" in read(client, page)
    weak = read(client, reverse("evidence:statement", args=[claim.statement]))
    assert str(claim) in weak.partition("What is weak, and what we do about it")[2]
    assert "1 weakness named, with plan" in read(client, reverse("evidence:list"))


def cite(client: Client, person: Person, mechanism: Mechanism, claim: Any) -> None:
    """Add feedback to a claim's evidence, and see that it counts."""
    before = read(client, page_of(claim))
    form = reverse("evidence:add_evidence", args=[claim.pk]) + "?kind=feedback"
    send(client, form, cite=choices(client, form, "cite")[0], note="Heard this month.")
    after = read(client, page_of(claim))
    assert "Heard this month." in after and "Heard this month." not in before
    counted = r"Based on (\d+) pieces? of feedback"
    assert int(re.search(counted, after)[1]) == int(re.search(counted, before)[1]) + 1
    if mechanism.state == "No feedback":
        assert mechanism.shows in before and mechanism.shows not in after
    if mechanism.figure == "# of # in":
        _post_what_it_cites(client, claim)


def _post_what_it_cites(client: Client, claim: Any) -> None:
    """Post a reading of the measure that a claim cites, and see that the claim's figure follows."""
    [cited] = claim.citations.exclude(measure=None)
    before = figure("# of # in").search(read(client, page_of(claim)))
    send(client, reverse("impact:reading", args=[cited.measure_id]), numerator=90, denominator=120)
    after = figure("# of # in").search(read(client, page_of(claim)))
    assert (before[1], before[2]) != ("90", "120") and (after[1], after[2]) == ("90", "120")


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "claim": cite,
    "197": receive,
    "198": name,
}
