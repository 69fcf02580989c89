"""The field's smaller lists: what may be decided of a finding, ladders, levels, bands, blocks, kinds of review, years kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from goldthread.standards.entries import Entry, one_each, table


@dataclass(frozen=True, kw_only=True)
class Item(Entry):
    """One thing on a list, in the order in which it stands there."""

    name: str
    what_it_is: str = ""
    reason_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Band(Entry):
    """A range of whole numbers with a name, both ends included."""

    name: str
    lowest: int
    highest: int


@dataclass(frozen=True, kw_only=True)
class Listed(Entry):
    """A whole list, with what a reader should know of it."""

    name: str
    items: tuple[Item, ...]

    def item(self, slug: str) -> Item:
        """Return one item; raises KeyError where there is none of that slug."""
        for item in self.items:
            if item.slug == slug:
                return item
        raise KeyError(slug)


@dataclass(frozen=True, kw_only=True)
class ReviewKind(Entry):
    """A kind of formal review: what it is, who usually makes it, and what its fields are called there.

    speaker: as whose words its findings count, such as "regulator". published: whether it is as a rule a published report.
    """

    name: str
    what_it_is: str
    body: str
    speaker: str
    labels: Mapping[str, str] = field(hash=False)
    outcomes: tuple[str, ...] = ()
    published: bool = False


@dataclass(frozen=True, kw_only=True)
class Schedule(Entry):
    """Retention of a kind of record, in years or days after an event (None: it stays); each council sets its own."""

    name: str
    years: float | None
    after: str
    days: int | None = None


@lru_cache
def listed(name: str) -> Listed:
    """Return one of the lists by its name in ``data/lists.toml``; raises KeyError where there is none."""
    book = table("lists")
    content = book.content[name]
    inside = book.inside(content)
    items = tuple(
        Item(
            name=record["name"],
            what_it_is=record.get("what_it_is", ""),
            reason_needed=record.get("reason_needed", False),
            **inside.provenance(record),
        )
        for record in content["list"]
    )
    whole = book.provenance({"slug": name.replace("_", "-"), **content})
    return Listed(name=content["name"], items=one_each(items, name), **whole)


def names() -> tuple[str, ...]:
    """Return the names of all the lists."""
    return tuple(name for name in table("lists").content if name != "sources")


def finding_statuses() -> Listed:
    """Return what a council may decide about a finding; where reason_needed, a reason is compulsory."""
    return listed("finding_statuses")


def ladder() -> Listed:
    """Return the seven steps of co-production, lowest first; its note says whose it is."""
    return listed("ladder")


def involvement_stages() -> Listed:
    """Return the stages of a piece of work that people are involved in, the first of them first."""
    return listed("involvement_stages")


def taking_part() -> Listed:
    """Return the few questions about taking part in a piece of work."""
    return listed("taking_part")


def coproduction_maturity() -> Listed:
    """Return how far a council can say that its coproduction has come, lowest first; not confirmed."""
    return listed("coproduction_maturity")


def kirkpatrick() -> Listed:
    """Return the four levels of evaluating training, lowest first."""
    return listed("kirkpatrick")


def employer_standards() -> Listed:
    """Return the eight standards that the social work health check scores."""
    return listed("employer_standards")


def sar_kinds() -> Listed:
    """Return the kinds of safeguarding adult review; both are statutory."""
    return listed("sar_kinds")


def sar_types() -> Listed:
    """Return the types of abuse and neglect that safeguarding adult reviews look at most."""
    return listed("sar_types")


def sar_markers() -> Listed:
    """Return the fifteen quality markers of a safeguarding adult review; not all are confirmed."""
    return listed("sar_markers")


def briefing_blocks() -> Listed:
    """Return the seven blocks of a seven-minute briefing, in order."""
    return listed("briefing_blocks")


@lru_cache
def health_check_bands() -> tuple[Band, ...]:
    """Return what a health check score means, lowest band first."""
    book = table("lists")
    content = book.content["health_check_bands"]
    inside = book.inside(content)
    return one_each(
        tuple(
            Band(name=r["name"], lowest=r["from"], highest=r["to"], **inside.provenance(r))
            for r in content["list"]
        ),
        "health_check_bands",
    )


def health_check_band(score: float) -> Band:
    """Return the band of a score of 0 to 100, rounded half up first; raises ValueError for any other."""
    if not 0 <= score <= 100:
        raise ValueError(f"A health check score is 0 to 100, not {score}.")
    whole = int(score + 0.5)
    return next(band for band in health_check_bands() if band.lowest <= whole <= band.highest)


@lru_cache
def review_kinds() -> tuple[ReviewKind, ...]:
    """Return the kinds of formal look."""
    book = table("review_kinds")
    return one_each(
        tuple(
            ReviewKind(
                name=r["name"],
                what_it_is=r["what_it_is"],
                body=r["body"],
                speaker=r["speaker"],
                labels=dict(r["labels"]),
                outcomes=tuple(r.get("outcomes", ())),
                published=r["published"],
                **book.provenance(r),
            )
            for r in book.content["kinds"]
        ),
        "review_kinds",
    )


def review_kind(slug: str) -> ReviewKind:
    """Return one kind of formal look; raises KeyError where there is none of that slug."""
    for kind in review_kinds():
        if kind.slug == slug:
            return kind
    raise KeyError(slug)


@lru_cache
def retention() -> tuple[Schedule, ...]:
    """Return the years that a council starts with, by kind of record; none of them is confirmed."""
    book = table("retention")
    return one_each(
        tuple(
            Schedule(
                name=r["name"],
                years=r.get("years"),
                days=r.get("days"),
                after=r["after"],
                **book.provenance(r),
            )
            for r in book.content["schedules"]
        ),
        "retention",
    )
