"""Reads the figures of one sentence: each number by the words before and after it, from left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldthread.analysis.reports.comparisons import (
    begins_with_average,
    comparator_end,
    comparator_start,
    worded_comparators,
)
from goldthread.analysis.reports.counted_nouns import counted_after
from goldthread.analysis.reports.figure_counts import (
    ABOUT,
    EACH,
    PERCENT,
    add_parts_in_words,
    read_count,
    read_out_of,
    read_range,
)
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.figure_periods import give_periods
from goldthread.analysis.reports.not_figures import masked
from goldthread.analysis.reports.numbers_in_words import Number, numbers_in
from goldthread.analysis.reports.shares import joined_to_fraction, read_share
from goldthread.analysis.reports.written_periods import Period

# A sentence with more numbers than these is a table that lost its lines, and nothing is read from it.
MOST = 60
_CHANGE = re.compile(
    r"\b(?:increase|decrease|rise|fall|reduction|improvement|drop|growth) of(?: \w+){0,2}? ?$|\b(?:(?:increas|decreas|reduc|improv)\w*|rise|rose|risen|fell|fall|fallen|dropp?\w*|grown?|grew|declin\w*|down|up|cut) by(?: \w+){0,2}? ?$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?: ?%| ?per ?cent| percentage)[ -]points?\b|(?: ?pp)\b")
_PER = re.compile(
    r" (?P<what>(?:[a-z]+ ){0,5}?)(?P<unit>per (?:100,000|10,000|1,000|100|1000|100000|head))\b"
    r"(?: (?P<base>(?:of (?:the )?)?(?:adult )?(?:population|people|adults|residents|head of population)))?"
)
_FROM = re.compile(
    r"(?<!ranging )(?<!ranged )(?<!range )(?<!varied )(?<!varying )\bfrom (?:the |an? |about |around |over |just |low of |high of |average of )*$",
    re.IGNORECASE,
)
_PAIRED = re.compile(
    r"\baverages (?:of|were|are|being) [\d.]{1,6}(?:%| per ?cent)?(?:, [\d.]{1,6}(?:%| per ?cent)?)?,? and [\d.]{1,6}(?:%| per ?cent)?"
)
_AND_AVERAGE = re.compile(
    r",? (?:and|or) (?P<what>(?:an? |the )?(?:[A-Za-z]+ ){0,3}?(?:averages?|figure|rate|target)(?: of| for)? )"
)
_MOVED = re.compile(
    r"\b(?:(?:fell|fallen|rose|risen|grew|grown|dropp?ed|increas|decreas|reduc|declin|improv)\w*|up|down|gone|went)\b"
)
_TO = re.compile(r"[^,;.]{0,60}? to (?:about |around |over |nearly |just |almost |under )*(?:£ ?)?")


def read_sentence(
    text: str, periods: Sequence[Period], earlier: list[Draft], *, follows: bool
) -> list[Draft]:
    """Return the figures of a sentence; comparators of figures of the sentence before are given to those.

    earlier: figures of the sentence before; follows: whether this one goes on from it ("This was ...", "Of these ...").
    """
    aside = [(p.start, p.end) for p in periods] + masked(text)
    numbers = [n for n in numbers_in(text) if not any(s < n.end and n.start < e for s, e in aside)]
    numbers = [n for n in numbers if not _is_a_name(text, n)]
    if len(numbers) > MOST:
        return []
    found: list[Draft] = []
    paired = [match.span() for match in _PAIRED.finditer(text)]
    waiting: tuple[int, int] | None = None
    done, compared = 0, -1
    for index, number in enumerate(numbers):
        if number.start < done:
            continue
        draft = _read(text, number, numbers[index + 1 :], periods, found, earlier, follows)
        end = number.end if draft is None else draft.end if draft.count else draft.number[1]
        if (
            text[number.start - 1 : number.start] == "-"
            and number.start
            and draft is not None
            and draft.number[0] == number.start
        ):
            continue  # the second of two joined numbers, of which the first gave no range
        since = max(done, found[-1].end if found else 0)
        beside = comparator_start(text, since, number.start)
        if (
            beside is None
            and compared == done
            and (also := _AND_AVERAGE.match(text, done))
            and also.end() == number.start
        ):
            beside = also.start("what")
        if any(start <= number.start < end_of for start, end_of in paired):
            done = end  # "below the regional averages of 14% and 9%": which is beside which is not said
            continue
        started = _is_a_start(text, since, number, numbers[index + 1 :], found)
        if started and beside is None:
            beside = number.start
        if beside is not None and (draft is None or not draft.numerator):
            stop = comparator_end(text, beside, end, [(p.start, p.end) for p in periods])
            done = compared = stop
            if started and not any(other.count or draft for other in found):
                waiting = (
                    beside,
                    stop,
                )  # what this one rose or fell from is of the figure it rose or fell to
                continue
            waiting = _give_comparator(text, (beside, stop), draft, found, earlier, follows) or waiting
            continue
        if draft is None:
            continue
        if draft.share and joined_to_fraction(text, draft, found):
            done = found[-1].end
            continue
        if waiting and (draft.share or draft.unit):
            draft.comparator_at, waiting = waiting, None
        found.append(draft)
        done = draft.end
    add_parts_in_words(text, found, aside)
    found.sort(key=lambda draft: draft.start)
    _worded(text, found, earlier, follows)
    give_periods(text, found, periods)
    return found


def _is_a_start(text: str, since: int, number: Number, rest: Sequence[Number], found: list[Draft]) -> bool:
    """Return whether a number is what another rose or fell from: "from 71% in 2022/23 to 78%", "61 in 2023/24 from 84"."""
    lead = text[since : number.start]
    if not _FROM.search(lead):
        return False
    if found and len(lead) <= 30 and not re.search(r"[,;.]", lead):
        return bool(_MOVED.search(text[max(0, found[-1].start - 60) : found[-1].start]))
    return bool(rest) and bool(_TO.fullmatch(text[number.end : rest[0].start]))


def _is_a_name(text: str, number: Number) -> bool:
    """Return whether a number in words belongs to a name: "Seven Minute Learning", "the Four Seasons"."""
    if not number.in_words or not text[number.start].isupper():
        return False
    after = text[number.end : number.end + 2]
    return (number.start > 0 and text[number.start - 2 : number.start] != ". ") or (
        after[1:].isupper() and after[0] in " -" and not counted_after(text, number.end)
    )


def _read(
    text: str,
    number: Number,
    rest: Sequence[Number],
    periods: Sequence[Period],
    found: list[Draft],
    earlier: list[Draft],
    follows: bool,
) -> Draft | None:
    """Return the figure that a number gives, None where it gives none by itself."""
    about = ABOUT.search(text, max(0, number.start - 30), number.start)
    start = about.start() if about else number.start
    change = _CHANGE.search(text, max(0, number.start - 40), number.start)
    new = Draft(
        start=start, end=number.end, number=(number.start, number.end), value=number.value, unit=None,
        decimals=number.decimals, rough=bool(about or change),
    )  # fmt: skip
    one = number.in_words and number.value == 1
    if number.pounds:
        new.unit = "pounds"
        if each := EACH.match(text, number.end):
            new.end, new.unit = (
                each.end(),
                f"pounds per {each['time']}",
            )
            new.number = (number.start, new.end)
        return read_range(text, new, rest) or new
    if ranged := read_range(text, new, rest):
        return ranged
    if points := _POINTS.match(text, number.end):
        new.end, new.unit = points.end(), "percentage points"
        new.number = (number.start, new.end)
        new.rough = True
        return new
    if percent := PERCENT.match(text, number.end):
        new.end, new.unit = percent.end(), "%"
        new.number = (number.start, new.end)
        return read_share(text, new, found, earlier)
    if per := _PER.match(text, number.end):
        new.end, new.unit = per.end(), per["unit"]
        new.counts = (per["base"] or "").removeprefix("of ").removeprefix("the ") or None
        new.number = (number.start, new.end)
        return new
    if rest and (fraction := read_out_of(text, new, rest[0], found, earlier)):
        return fraction
    if one:
        return None
    return read_count(text, number, new, periods, found, earlier, follows)


def _give_comparator(
    text: str,
    at: tuple[int, int],
    draft: Draft | None,
    found: list[Draft],
    earlier: list[Draft],
    follows: bool,
) -> tuple[int, int] | None:
    """Give a comparator to the figure it stands beside: the last of its kind; else return it for the next one."""
    share = (draft is not None and draft.unit in ("%", "percentage points")) or (
        draft is not None and (draft.unit or "").startswith("per ")
    )

    def alike(other: Draft) -> bool:
        if draft is not None and draft.unit and not draft.count:
            return other.unit == draft.unit
        return not share and (other.count or (draft is None and not other.share))

    for other in reversed(found):
        if alike(other) and other.comparator_at is None:
            other.comparator_at = at
            return None
    if last := next((other for other in reversed(found) if alike(other) and other.comparator_at), None):
        start, stop = last.comparator_at or at
        if 0 <= at[0] - stop <= 40 and not re.search(r"[;:]", text[stop : at[0]]):
            last.comparator_at = (start, at[1])
        return None
    later = re.search(r"%|per ?cent", text[at[1] :]) if share else None
    if later or not (follows or begins_with_average(text)):
        return at
    for other in reversed(earlier):
        if alike(other) and other.comparator_at is None and other.next_comparator_at is None:
            other.next_comparator_at = at
            return None
    return at


def _worded(text: str, found: list[Draft], earlier: list[Draft], follows: bool) -> None:
    """Give the figure before it who it is set beside without a number: "higher than the national average"."""
    found[:] = [draft for draft in found if draft.unit != "merged"]
    if not found and not (follows and earlier):
        return
    rates = [d for d in found if not d.count and d.value is not None]
    for at in worded_comparators(text):
        near = [d.comparator_at for d in [*found] if d.comparator_at]
        if any(other[0] <= at[1] and at[0] <= other[1] for other in near) or any(
            d.next_comparator_at for d in earlier
        ):
            continue
        before = [d for d in rates if d.start < at[0]] or rates[:1]
        if before:
            before[-1].comparator_at = before[-1].comparator_at or at
        elif follows and not found:
            last = next((d for d in reversed(earlier) if not d.count), None)
            if last and last.comparator_at is None:
                last.next_comparator_at = at
