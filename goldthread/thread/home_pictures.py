"""Home's pictures and cards: what is unusual, measures side by side, what was heard, who waits, and what is new to read.

Each is there for whoever may open what it shows, with the numbers that this person may see; none costs a query for others.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.analysis.drawing.columns_svg import Series, columns_svg
from goldthread.briefings import queries as briefings
from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.council.records.states import State
from goldthread.dates import add_months, last_whole_month, months_between
from goldthread.evidence.queries import current_claims
from goldthread.feedback.models import RESPONSE_DUE, Feedback
from goldthread.impact import disclosure
from goldthread.impact import queries as impact
from goldthread.impact.charts import Tile, tile_of
from goldthread.reports.models import BOARD, BoardReport
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting.signals import Signal, find_signals
from goldthread.thread import boards

_TILES = 6
_MONTHS = 12
_HALF_DUE = RESPONSE_DUE / 2


@dataclass(frozen=True)
class Unusual:
    """The themes whose last month is unusual, folded into one card: how they are said together, two of them, and the rest."""

    month: datetime.date
    sentence: str
    by_chance: str
    first: Sequence[Signal]
    rest: Sequence[Signal]


@dataclass(frozen=True)
class MeasureTile:
    """A measure beside others: its name, address and result, and its chart in small where its numbers may be seen."""

    name: str
    href: str
    states: Sequence[State]
    tile: Tile | None
    is_withheld: bool


@dataclass(frozen=True)
class Picture:
    """A chart for a wide and a narrow screen, what it says in a sentence, and its numbers."""

    svg: str
    narrow: str
    caption: str
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Pictures:
    """What home shows beside a person's work."""

    unusual: Unusual | None = None
    tiles: Sequence[MeasureTile] = ()
    heard: Picture | None = None
    waiting: Sequence[tuple[str, int, str]] = ()
    results: Sequence[tuple[str, int, str]] = ()
    claims: tuple[int, int] | None = None
    report: BoardReport | None = None
    briefings: Sequence[Briefing] = field(default_factory=tuple)
    matters: Sequence[boards.Matter] = ()


def pictures_of(person: Person, today: datetime.date, *, oversees: bool) -> Pictures:
    """Return what home shows this person. oversees: whether they answer for the whole thread."""
    reads_feedback = may_read_feedback(person)
    outside = person.may("impact.read") and not reads_feedback
    looks = oversees or outside
    return Pictures(
        unusual=_unusual(person, today) if person.may("themes.code") or oversees else None,
        tiles=_tiles(person) if looks and person.may("impact.read") else (),
        heard=_heard(person, today) if oversees and reads_feedback else None,
        waiting=_waiting(person, today) if person.may("feedback.respond") or oversees else (),
        results=_results(person) if outside else (),
        claims=_claims(person) if person.may("evidence.read") else None,
        report=_report(person) if person.may("reports.read") else None,
        briefings=_briefings(person)
        if person.may("briefings.read") and not person.may("briefings.acknowledge")
        else (),
        matters=_matters(person, today) if person.may("thread.own_board") else (),
    )


def _unusual(person: Person, today: datetime.date) -> Unusual | None:
    found = find_signals(person, today=today)
    if not found.signals:
        return None
    ways = {signal.way for signal in found.signals}
    count = len(found.signals)
    all_one = f", all {ways.pop()} than usual" if len(ways) == 1 and "" not in ways and count > 1 else ""
    sentence = f"{count} of {found.charts} themes{all_one}."
    return Unusual(last_whole_month(today), sentence, found.by_chance, found.signals[:2], found.signals[2:])


def _tiles(person: Person) -> list[MeasureTile]:
    """Return measures with a result first, those that worked before the others."""
    order = {state: at for at, state in enumerate(impact.STATES)}
    measures = list(
        impact.with_state(person)
        .filter(action__isnull=False)
        .prefetch_related("readings", "verdicts", "counting_changes")
    )
    withheld = disclosure.all_withheld(person, measures)
    measures.sort(key=lambda each: (each.pk in withheld, order[each.state or impact.NO_REVIEW], str(each.pk)))
    return [
        MeasureTile(
            each.name,
            address(each),
            each.result_states,
            None if each.pk in withheld else tile_of(each, list(each.readings.all())),
            each.pk in withheld,
        )
        for each in measures[:_TILES]
    ]


_PARTS = (
    ("Complaints", ("complaint",)),
    ("Concerns", ("concern",)),
    ("Compliments", ("compliment",)),
)


def _heard(person: Person, today: datetime.date) -> Picture | None:
    """Return the last whole months by type of feedback."""
    last = last_whole_month(today)
    months = months_between(add_months(last, 1 - _MONTHS), last)
    rows = (
        Feedback.objects.visible_to(person)
        .filter(received_on__gte=months[0], received_on__lt=add_months(last, 1))
        .annotate(month=TruncMonth("received_on"))
        .order_by()
        .values_list("month", "source")
        .annotate(count=Count("pk"))
    )
    named = {source: name for name, sources in _PARTS for source in sources}
    counts = {name: dict.fromkeys(months, 0) for name in (*(name for name, _ in _PARTS), "Other")}
    for month, source, count in rows:
        counts[named.get(source, "Other")][month] += count
    totals = [sum(by_month[month] for by_month in counts.values()) for month in months]
    if not any(totals):
        return None
    series = [Series(name, [by_month[month] for month in months]) for name, by_month in counts.items()]
    labels = [
        f"{month:%b}|{month.year}" if at == 0 or month.month == 1 else f"{month:%b}|"
        for at, month in enumerate(months)
    ]
    columns = [
        "Month",
        *({"text": part.name, "numeric": True} for part in series),
        {"text": "All", "numeric": True},
    ]
    table = [
        (f"{month:%B %Y}", *(part.counts[at] for part in series), totals[at])
        for at, month in enumerate(months)
    ]
    caption = f"{min(totals)} to {max(totals)} a month, from {months[0]:%B %Y} to {months[-1]:%B %Y}."
    title = "Feedback received by month"
    return Picture(
        columns_svg(labels, series, title, uid="heard"),
        columns_svg([label[0] + "|" for label in labels], series, title, width=330, height=220, size=11, uid="heardn"),
        caption,
        columns,
        table,
    )  # fmt: skip


def _waiting(person: Person, today: datetime.date) -> list[tuple[str, int, str]]:
    """Return how many wait for a response, by how long, each with the list that it counts."""
    day = datetime.timedelta(days=1)
    due, half = today - RESPONSE_DUE, today - _HALF_DUE
    bands = (
        ("Up to 2 weeks", {"since": half}, Q(received_on__gte=half)),
        ("2 to 4 weeks", {"since": due, "until": half - day}, Q(received_on__gte=due, received_on__lt=half)),
        ("Over 4 weeks", {"until": due - day}, Q(received_on__lt=due)),
    )
    waits = Feedback.objects.visible_to(person).awaiting_response()
    counted = waits.aggregate(**{f"band_{at}": Count("pk", filter=band[2]) for at, band in enumerate(bands)})
    if not any(counted.values()):
        return []
    page = reverse(Feedback.spec.listing)
    return [
        (
            words,
            counted[f"band_{at}"],
            f"{page}?{urlencode({'waiting': '1', **{name: f'{on:%-d/%-m/%Y}' for name, on in span.items()}})}",
        )
        for at, (words, span, _) in enumerate(bands)
    ]


def _results(person: Person) -> list[tuple[str, int, str]]:
    """Return how many measures have which result, each with the list that it counts."""
    labels = {**dict(impact.Verdict.State.choices), impact.NO_REVIEW: "No review yet"}
    page = reverse("impact:list")
    return [
        (labels[state], count, f"{page}?{urlencode({'state': state})}")
        for state, count in impact.counts(person).items()
        if count and state in labels
    ]


def _claims(person: Person) -> tuple[int, int]:
    """Return how many claims there are, and how many were marked ready."""
    counted = (
        current_claims(person)
        .order_by()
        .aggregate(all=Count("pk"), ready=Count("pk", filter=Q(ready_on__isnull=False)))
    )
    return counted["all"], counted["ready"]


def _report(person: Person) -> BoardReport | None:
    editions = BoardReport.objects.visible_to(person).filter(kind=BOARD)
    return editions.defer("content", "kept").order_by("-number").first()


def _briefings(person: Person) -> list[Briefing]:
    return list(briefings.readable(person).filter(sent_on__isnull=False).order_by("-sent_on", "-pk")[:5])


def _matters(person: Person, today: datetime.date) -> list[boards.Matter]:
    return boards.matters(person, boards.raised_by_own(person), today, most=3)
