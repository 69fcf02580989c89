"""How the mechanism of board reports is done: another edition of one kind and period."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.reports.kinds import KINDS
from goldthread.reports.models import BoardReport, Stage
from goldthread.reports.periods import periods
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import figure, page_of, read, send


def report(client: Client, person: Person, mechanism: Mechanism, edition: Any) -> None:
    """Make another edition of the same kind and period, and see it as a draft with the figure and its base."""
    before = read(client, page_of(edition))
    period = next(
        each.slug
        for each in periods(timezone.localdate(), KINDS[edition.kind].periods)
        if (each.since, each.until) == (edition.since, edition.until)
    )
    after = send(client, reverse("reports:make_kind", args=[edition.kind]), period=period)
    made = BoardReport.objects.filter(kind=edition.kind, stage=Stage.DRAFT).latest("number")
    assert f"Draft {made.reference} made" in after and "Draft: not published" in after
    counted = figure(mechanism.figure)
    assert counted.search(after).groups() == counted.search(before).groups()
    assert mechanism.shows in after
    if base_is := re.search(r"# # #%", mechanism.figure):
        number, of, share = (int(part.replace(",", "")) for part in counted.search(after).groups())
        assert share == round(100 * number / of), base_is


ACTS = {
    "boardreport": report,
}
