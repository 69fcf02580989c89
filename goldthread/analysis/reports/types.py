"""What is read in a published report: its pages, sections, passages, and figures with all their parts.

What a page does not say is None or empty; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in its source.

    paragraph: number of the paragraph in the source, from 1. page: number of the page, from 1, where the source has pages.
    """

    paragraph: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as a report gives it, with all its parts.

    value: the number, None where only words are printed ("just over half"). unit: "%", "people", "complaints" and so on.
    numerator, denominator: whole numbers where both are printed for this figure. counts: what the denominator counts.
    period: as printed. period_kind: "financial year", "calendar year", "month", "day", "current" and so on.
    comparator: who or what it stands beside, with its own value, as printed. printed: the words as printed.
    comparable: whether it may be put beside another council's figure.
    """

    value: float | None
    unit: str | None
    printed: str
    place: Place
    numerator: int | None = None
    denominator: int | None = None
    counts: str | None = None
    period: str | None = None
    period_kind: str | None = None
    comparator: str | None = None
    comparable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date or a cadence as printed ("July 2018", "monthly"): what it is of, in the report's words."""

    printed: str
    of: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage of a report, in its order, with its place.

    speaker: "people", "carers", "staff", "leaders", "partners", "providers", "regulator"; "data" where it is a figure and
    nobody speaks. tells: "strength", "weakness", "change", "plan", or None where it tells of none of them.
    """

    text: str
    place: Place
    section: str | None
    speaker: str | None = None
    tells: str | None = None
    systems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of a page, as printed, and its kind ("findings", "commitment", "expectations", "summary" and so on)."""

    heading: str | None
    kind: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What could not be read, in plain words, and where."""

    what: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementScore:
    """A statement's score as a summary or a press release gives it."""

    statement: str
    score: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPage:
    """One page of a report as read: one quality statement, or a summary of a whole assessment.

    council: as printed in the title or a heading; council_in_text: named in the text only. statement: the current name of
    the framework; None for a summary, whose `scores` are the statements' own. label: what the score means, as printed.
    commitment, expectations: the page's "we" and "I" statements, which are no findings. published: the date as printed,
    None where the page does not say.
    """

    source: str
    council: str | None = None
    council_in_text: str | None = None
    statement: str | None = None
    score: int | None = None
    label: str | None = None
    indicative: bool = False
    rating: str | None = None
    overall_percent: int | None = None
    published: str | None = None
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Dated, ...] = ()
    cadences: tuple[Dated, ...] = ()
    unread: tuple[Unread, ...] = ()
    scores: tuple[StatementScore, ...] = ()
    commitment: str | None = None
    expectations: tuple[str, ...] = ()
