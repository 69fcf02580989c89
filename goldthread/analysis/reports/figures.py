"""Figures of a published report with all their parts, and its dates and cadences (docs/reading-figures.md).

A false figure is worse than one not found: what a number counts must stand in its sentence, and what is not printed is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.reports.dates_and_cadences import cadences_in, words_around
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.figure_sentences import MOST, read_sentence
from goldthread.analysis.reports.figure_sources import OMBUDSMAN, SOURCE, may_be_compared
from goldthread.analysis.reports.sentences import LONGEST, one_way, sentences, unmarked
from goldthread.analysis.reports.types import Dated, Figure, Place
from goldthread.analysis.reports.written_periods import Period, periods_in

_FOLLOWS = (
    "This ",
    "These ",
    "That ",
    "Those ",
    "It ",
    "They ",
    "Of ",
    "For example",
    "The same ",
    "The most common ",
    "Both ",
)
# A sentence that shows what the one before said in general, with its period: "For example, 65.29% of people ...".
_SHOWS = ("For example", "The same data", "This data", "These data", "It also", "It showed", "This showed")
_SAME_PERIOD = re.compile(
    r"\b(?:the same|this|that|the) (?:period|year|quarter|month)\b(?! (?:to|end))", re.IGNORECASE
)
# What those who made the assessment saw themselves is of no period of the report's data.
_SEEN = re.compile(
    r"\b(?:we (?:spoke|met|saw|heard|reviewed|visited|tracked)|spoken with|spoke with us)\b", re.IGNORECASE
)
_NOT_DATES = ("relative", "ago", "current", "at assessment")


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """What `read_figures` found, in the order of the passages."""

    figures: tuple[Figure, ...] = ()
    dates: tuple[Dated, ...] = ()
    cadences: tuple[Dated, ...] = ()


def read_figures(passages: Sequence[tuple[str, Place]]) -> ReadFigures:
    """Return the figures, dates and cadences of passages, each given as its text and its place."""
    figures: list[Figure] = []
    dates: list[Dated] = []
    cadences: list[Dated] = []
    for text, place in passages:
        clean = unmarked(text)
        _read_passage(clean, one_way(clean), place, figures, dates, cadences)
    return ReadFigures(tuple(figures), tuple(dates), tuple(cadences))


def _read_passage(
    printed: str, plain: str, place: Place, figures: list[Figure], dates: list[Dated], cadences: list[Dated]
) -> None:
    earlier: list[Draft] = []
    drafts: list[Draft] = []
    sourced, has_source = False, bool(SOURCE.search(plain))
    said: Period | None = None
    for start, end in sentences(plain):
        if end - start > LONGEST:
            earlier, sourced, said = [], False, None
            continue
        sentence, words = plain[start:end], printed[start:end].replace("\u00a0", " ")
        follows = sentence.startswith(_FOLLOWS) or bool(earlier and _SAME_PERIOD.search(sentence))
        named = has_source and bool(SOURCE.search(sentence))
        periods = periods_in(sentence)
        if len(periods) > MOST:
            continue
        read = read_sentence(sentence, periods, earlier if follows or earlier else [], follows=follows)
        for draft in read:
            draft.printed = words[draft.start : draft.end].strip()
            draft.sentence = sentence
            draft.sourced = (
                named
                or (follows and sourced)
                or (bool(draft.denominator) and bool(OMBUDSMAN.search(sentence)))
            )
            if draft.period is not None:
                draft.period_words = words[draft.period.start : draft.period.end]
                draft.period_kind = draft.period.kind
            elif draft.borrows and said is not None and sentence.startswith(_SHOWS):
                draft.period_words, draft.period_kind = said.printed, said.kind
            elif draft.borrows:
                _borrow_period(draft, earlier, follows)
            if draft.comparator_at:
                draft.comparator = words[slice(*draft.comparator_at)].strip()
        taken: set[int | None] = set()
        for draft in earlier:
            if draft.comparator is None and draft.next_comparator_at:
                draft.comparator = words[slice(*draft.next_comparator_at)].strip()
                draft.sourced = draft.sourced or named
                taken.add(_take_period(draft, words, periods))
        sourced = named or (follows and sourced)
        drafts += read
        _read_dates(
            sentence, words, [p for p in periods if p.start not in taken], read, earlier, place, dates
        )
        earlier = read or (earlier if follows else [])
        free = [period for period in periods if not period.of_a_thing and period.kind not in _NOT_DATES]
        said = free[0] if len(free) == 1 and not read else None
        for at in cadences_in(sentence):
            if any(draft.start <= at[0] < draft.end for draft in read):
                continue
            cadences.append(_dated(words, *at, place))
    figures += [_figure(draft, place) for draft in drafts]


def _take_period(draft: Draft, words: str, periods: list[Period]) -> int | None:
    """Give a figure without a period the one in brackets after its average in the next sentence; return where it stands.

    "This was worse than the England average of 77.62% (ASCS, October 2023)."
    """
    if draft.period_words or draft.next_comparator_at is None:
        return None
    stop = draft.next_comparator_at[1]
    after = [period for period in periods if period.start >= stop]
    if len(after) != 1 or not re.fullmatch(r"\)?[ ,]*\((?:[^()]|\([^()]*\))*", words[stop : after[0].start]):
        return None
    draft.period_words, draft.period_kind = words[after[0].start : after[0].end], after[0].kind
    return after[0].start


def _borrow_period(draft: Draft, earlier: list[Draft], follows: bool) -> None:
    """Give a figure the period of the sentence before, where that clearly goes on: "This meant ..." or the same thing counted."""
    if _SEEN.search(draft.sentence):
        return
    kinds = {(other.period_words, other.period_kind) for other in earlier if other.period_words}
    if len(kinds) != 1:
        return
    same = {(other.noun or other.counts or "").casefold() for other in earlier}
    what = (draft.counts or draft.noun or "").casefold()
    if follows or (draft.share and what not in ("", "people") and what in same):
        draft.period_words, draft.period_kind = kinds.pop()


def _read_dates(
    sentence: str, words: str, periods: list[Period], read: list[Draft], earlier: list[Draft], place: Place, dates: list[Dated]
) -> None:  # fmt: skip
    used = {draft.period.start for draft in read if draft.period is not None}
    beside = [
        at for draft in [*read, *earlier] for at in (draft.comparator_at, draft.next_comparator_at) if at
    ]
    for period in periods:
        if period.kind in _NOT_DATES or period.start in used or len(period.printed) < 4:
            continue
        if any(start <= period.start < end for start, end in beside):
            continue
        dates.append(_dated(words, period.start, period.end, place))


def _dated(words: str, start: int, end: int, place: Place) -> Dated:
    return Dated(printed=words[start:end], of=words[slice(*words_around(words, start, end))], place=place)


def _figure(draft: Draft, place: Place) -> Figure:
    comparable = not draft.rough and may_be_compared(
        unit=draft.unit,
        value=draft.value,
        words=draft.sentence[max(0, draft.start - 40) : draft.end + 40],
        counts=draft.counts,
        denominator=draft.denominator,
        period_kind=draft.period_kind,
        comparator=draft.comparator,
        sourced=draft.sourced,
    )
    return Figure(
        value=draft.value,
        unit=draft.unit,
        printed=draft.printed,
        place=place,
        numerator=draft.numerator,
        denominator=draft.denominator,
        counts=draft.counts,
        period=draft.period_words,
        period_kind=draft.period_kind,
        comparator=draft.comparator,
        comparable=comparable,
    )
