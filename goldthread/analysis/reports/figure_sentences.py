"""Reads the figures of one sentence: each number by the words before and after it, from left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldthread.analysis.reports.comparisons import comparator_end, comparator_start, worded_comparator
from goldthread.analysis.reports.counted_nouns import DURATIONS, base_after, counted_after
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.not_figures import masked
from goldthread.analysis.reports.numbers_in_words import PART, Number, numbers_in
from goldthread.analysis.reports.shares import give_base, read_share
from goldthread.analysis.reports.written_periods import Period

_ABOUT = re.compile(
    r"(?<!\w)(?:over|more than|at least|just over|well over|just under|under|fewer than|less than|no more than|no fewer than|"
    r"up to|nearly|almost|around|about|approximately|approx\.?|roughly|some|circa|c\.|in excess of|upwards of|exceeding|"
    r"as many as|above|below) ?$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:(?:increas|decreas|reduc|improv)\w*|rise|rose|risen|fell|fall|fallen|dropp?\w*|grown?|grew|declin\w*|down|up|cut) by(?: \w+){0,2}? ?$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?: ?%| ?per ?cent| percentage)[ -]points?\b|(?: ?pp)\b")
_PERCENT = re.compile(r" ?(?:%|per ?cent\b)", re.IGNORECASE)
_PER = re.compile(
    r" (?P<what>(?:[a-z]+ ){0,5}?)(?P<unit>per (?:100,000|10,000|1,000|100|1000|100000|head))\b"
    r"(?: (?P<base>(?:of (?:the )?)?(?:adult )?(?:population|people|adults|residents|head of population)))?"
)
_DURATION = re.compile(
    r" (?P<unit>(?:(?:working|calendar) )?(?:minutes?|hours?|days?|weeks?|months?|years?))\b(?!['-])(?! ago| of age| old)"
)
_WAITED = re.compile(
    r"\b(?:wait\w*|median|average|mean|longest|shortest|took|taken|takes|turnaround|within|response times?|length of stay|"
    r"timescales?|on time|delay\w*|target)\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r" (?:complaints |cases |people )?(?:(?P<out>out of)(?: the| a total of| its| every)?|of (?:the|its|their|these|those|all)|of|in(?: every)?) ?$"
)
_ELLIPSIS = re.compile(
    r" (?:(?:had |have |has )?(?:been |were |was |are )(?:not |fully |partially |partly |found |recorded )*[a-z]+|(?:not |partially |partly )?upheld|"
    r"of (?:which|these|those|them)|did|remained|resulted|related|concerned)\b"
)
_OF_WHICH = re.compile(
    r"(?:of (?:which|whom|these|those|them)|including),? ?(?:a |only |just )?$", re.IGNORECASE
)
_PARTITIVE = re.compile(r" of (?:the|its|their|these|those|all)\b")
_ADJACENT = re.compile(r" ?(?P<how>to|-|and) ?$")


def read_sentence(
    text: str, periods: Sequence[Period], earlier: list[Draft], *, follows: bool
) -> list[Draft]:
    """Return the figures of a sentence; comparators of figures of the sentence before are given to those.

    earlier: figures of the sentence before; follows: whether this one goes on from it ("This was ...", "Of these ...").
    """
    aside = [(p.start, p.end) for p in periods] + masked(text)
    numbers = [n for n in numbers_in(text) if not any(s < n.end and n.start < e for s, e in aside)]
    numbers = [n for n in numbers if not _is_a_name(text, n)]
    found: list[Draft] = []
    waiting: tuple[int, int] | None = None
    done = 0
    for index, number in enumerate(numbers):
        if number.start < done:
            continue
        draft = _read(text, number, numbers[index + 1 :], found, earlier, follows)
        end = draft.number[1] if draft else number.end
        beside = comparator_start(text, max(done, found[-1].end if found else 0), number.start)
        if beside is not None and (draft is None or not draft.numerator):
            stop = comparator_end(text, end, [(p.start, p.end) for p in periods])
            done = stop
            waiting = _give_comparator(text, (beside, stop), draft, found, earlier) or waiting
            continue
        if draft is None:
            continue
        if waiting and (draft.share or draft.unit):
            draft.comparator_at, waiting = waiting, None
        found.append(draft)
        done = draft.end
    _read_parts(text, found, aside)
    found.sort(key=lambda draft: draft.start)
    _worded(text, found, earlier, follows)
    _give_periods(text, found, periods)
    return found


def _is_a_name(text: str, number: Number) -> bool:
    """Return whether a number in words belongs to a name: "Seven Minute Learning", "the Four Seasons"."""
    if not number.in_words or not text[number.start].isupper():
        return False
    after = text[number.end : number.end + 2]
    return (number.start > 0 and text[number.start - 2 : number.start] != ". ") or (
        after[1:].isupper() and after[0] in " -" and not counted_after(text, number.end)
    )


def _read(
    text: str, number: Number, rest: Sequence[Number], found: list[Draft], earlier: list[Draft], follows: bool
) -> Draft | None:
    """Return the figure that a number gives, None where it gives none by itself."""
    about = _ABOUT.search(text, max(0, number.start - 30), number.start)
    start = about.start() if about else number.start
    change = _CHANGE.search(text, max(0, number.start - 40), number.start)
    new = Draft(
        start=start, end=number.end, number=(number.start, number.end), value=number.value, unit=None,
        decimals=number.decimals, rough=bool(about or change),
    )  # fmt: skip
    one = number.in_words and number.value == 1
    if number.pounds:
        new.unit = "pounds"
        return _range(text, new, rest) or new
    if ranged := _range(text, new, rest):
        return ranged
    if points := _POINTS.match(text, number.end):
        new.end, new.unit = points.end(), "percentage points"
        new.number = (number.start, new.end)
        new.rough = True
        return new
    if percent := _PERCENT.match(text, number.end):
        new.end, new.unit = percent.end(), "%"
        new.number = (number.start, new.end)
        return read_share(text, new, found, earlier if follows else [])
    if per := _PER.match(text, number.end):
        new.end, new.unit = per.end(), per["unit"]
        new.counts = (per["base"] or "").removeprefix("of ").removeprefix("the ") or None
        new.number = (number.start, new.end)
        return new
    if rest and (fraction := _out_of(text, new, rest[0], found, earlier)):
        return fraction
    if one:
        return None
    return _count(text, number, new, found, earlier, follows)


def _count(
    text: str, number: Number, new: Draft, found: list[Draft], earlier: list[Draft], follows: bool
) -> Draft | None:
    if duration := _DURATION.match(text, number.end):
        if not _WAITED.search(text[max(0, number.start - 90) : duration.end() + 60]):
            return None
        new.end, new.unit = (
            duration.end(),
            duration["unit"] if duration["unit"].endswith("s") else duration["unit"] + "s",
        )
        new.number = (number.start, new.end)
        return new
    if number.value != int(number.value):
        return None
    if counted := counted_after(text, number.end, plural=number.value != 1):
        if counted.unit.casefold() in DURATIONS:
            return None
        new.end, new.unit, new.noun = counted.end, counted.unit, counted.phrase
        return _with_percent(text, new, found)
    if not number.in_words and _PARTITIVE.match(text, number.end) and (base := base_after(text, number.end)):
        new.end, new.unit, new.noun = base.end, base.unit, base.phrase
        return new
    last = next((d for d in reversed(found) if d.count), None)
    if last is None and follows:
        last = next((d for d in reversed(earlier) if d.count), None)
    if last is None or (new.value or 0) > (last.value or 0):
        return None
    joined = re.match(r" \((\d{1,3}(?:\.\d+)?) ?%\)", text[number.end : number.end + 12])
    ellipsis = _ELLIPSIS.match(text, number.end)
    if joined or ellipsis or _OF_WHICH.search(text, max(0, number.start - 30), number.start):
        new.end = ellipsis.end() if ellipsis else new.end
        new.unit, new.noun = last.unit, last.noun
        return _with_percent(text, new, found)
    return None


def _with_percent(text: str, new: Draft, found: list[Draft]) -> Draft:
    """Return a count with its share in brackets as that share: "37 complaints (31%)" of the 118 before."""
    match = re.match(
        r" \((?P<n>\d{1,3}(?:\.(?P<d>\d{1,2}))?) ?(?:%|per ?cent)(?P<of> of [^()]{1,60})?\)",
        text[new.end : new.end + 80],
    )
    if match is None or new.value is None:
        return new
    share = Draft(
        start=new.start, end=new.end + match.end(), number=(new.number[0], new.end + match.end()), value=float(match["n"]),
        unit="%", decimals=len(match["d"] or ""), numerator=int(new.value), rough=new.rough,
    )  # fmt: skip
    give_base(share, found)
    if share.denominator is None:
        share.counts = None
        if match["of"] and (base := base_after(text, new.end + match.start("of"))):
            share.counts = base.phrase
    return share


def _range(text: str, new: Draft, rest: Sequence[Number]) -> Draft | None:
    """Return a range, "between 10 and 12 weeks", which has no one value; None where the number begins none."""
    if not rest:
        return None
    second = rest[0]
    before = text[max(0, new.start - 10) : new.start].casefold()
    gap = _PERCENT.sub("", text[new.number[1] : second.start])
    match = _ADJACENT.fullmatch(gap)
    if (
        match is None
        or (match["how"] == "and" and not before.endswith("between "))
        or second.value <= (new.value or 0)
    ):
        return None
    if before.endswith("from ") and not re.search(
        r"\b(?:rang|vari)\w+ from $", text[max(0, new.start - 14) : new.start]
    ):
        return None
    after = _PERCENT.match(text, second.end) or _DURATION.match(text, second.end)
    counted = None if after else counted_after(text, second.end)
    if after is None and counted is None and not second.pounds:
        return None
    start = new.start - len(re.search(r"(?:between |from )?$", before)[0])  # type: ignore[index]
    new.start, new.value, new.rough = start, None, True
    if counted:
        new.end, new.unit, new.noun = counted.end, counted.unit, counted.phrase
    elif second.pounds:
        new.end, new.unit = second.end, "pounds"
    else:
        assert after is not None
        unit = after[0].strip().casefold()
        new.end, new.unit = after.end(), "%" if unit == "%" or unit.startswith("per") else unit
    new.number = (new.number[0], new.end)
    return new


def _out_of(text: str, new: Draft, whole: Number, found: list[Draft], earlier: list[Draft]) -> Draft | None:
    """Return "4 out of the 5 cases" or "1 in 5 people"; a percentage before, with which it agrees, takes it as its fraction."""
    gap = text[new.end : whole.start]
    match = _OUT_OF.fullmatch(gap) if len(gap) <= 30 else None
    if (
        match is None
        or whole.pounds
        or whole.decimals
        or new.decimals
        or not new.value
        or new.value > whole.value
    ):
        return None
    if _PERCENT.match(text, whole.end):
        return None
    counted = counted_after(text, whole.end)
    if counted is None and not match["out"] and " in" not in gap:
        return None
    part, all_ = int(new.value), int(whole.value)
    ratio = " in" in gap
    new.numerator, new.denominator, new.end = part, all_, counted.end if counted else whole.end
    new.number = (new.number[0], new.end)
    new.counts = counted.phrase if counted else None
    if ratio:
        if all_ > 100 or (counted is None and not re.match(r"[ ,.;)]|$", text[whole.end :])):
            return None
        new.value, new.unit, new.rough = round(part / all_, 4), "ratio", True
        return new
    base = next((d for d in [*reversed(found), *reversed(earlier)] if d.count and d.value == all_), None)
    if base and "the" in gap.split():
        new.counts = base.noun
    for share in [*reversed(found), *reversed(earlier)]:
        if share.share and share.numerator is None and share.agrees(part, all_):
            share.numerator, share.denominator, share.counts = part, all_, new.counts
            new.unit = "merged"
            return new
    new.unit = counted.unit if counted else None
    new.noun = new.counts
    return new


def _give_comparator(
    text: str, at: tuple[int, int], draft: Draft | None, found: list[Draft], earlier: list[Draft]
) -> tuple[int, int] | None:
    """Give a comparator to the figure it stands beside: the last of its kind; else return it for the next one."""
    share = (draft is not None and draft.unit in ("%", "percentage points")) or (
        draft is not None and (draft.unit or "").startswith("per ")
    )

    def alike(other: Draft) -> bool:
        if draft is not None and draft.unit and not draft.count:
            return other.unit == draft.unit
        return not share and (other.count or draft is None)

    for other in reversed(found):
        if alike(other) and other.comparator_at is None:
            other.comparator_at = at
            return None
    if any(alike(other) for other in found):
        return None
    later = re.search(r"%|per ?cent", text[at[1] :]) if share else None
    if later:
        return at
    for other in reversed(earlier):
        if alike(other) and other.comparator_at is None and other.next_comparator_at is None:
            other.next_comparator_at = at
            return None
    return at


def _read_parts(text: str, found: list[Draft], aside: list[tuple[int, int]]) -> None:
    """Add parts in words, "just over half the complaints": figures without a value."""
    for match in PART.finditer(text):
        span = match.span()
        if any(d.start < span[1] and span[0] < d.end for d in found) or any(
            s < span[1] and span[0] < e for s, e in aside
        ):
            continue
        base = base_after(text, span[1]) or base_after(
            text[: span[1]] + " of" + text[span[1] : span[1] + 80], span[1]
        )
        if (
            base is None
            or base.phrase.casefold() in DURATIONS
            or not base.phrase[:1].isalpha()
            or base.phrase.split()[0] in ("a", "an")
        ):
            continue
        if (
            comparator_start(text, max((d.end for d in found if d.end <= span[0]), default=0), span[0])
            is not None
        ):
            continue
        about = _ABOUT.search(text, max(0, span[0] - 30), span[0])
        found.append(
            Draft(
                start=about.start() if about else span[0],
                end=span[1],
                number=span,
                value=None,
                unit=None,
                counts=base.phrase,
                rough=True,
            )
        )


def _worded(text: str, found: list[Draft], earlier: list[Draft], follows: bool) -> None:
    """Give the figure before it who it is set beside without a number: "higher than the national average"."""
    found[:] = [draft for draft in found if draft.unit != "merged"]
    worded = worded_comparator(text)
    if worded is None:
        return
    at = (worded[0], worded[0] + len(worded[1]))
    if any(
        d.comparator_at and d.comparator_at[0] <= at[1] and at[0] <= d.comparator_at[1]
        for d in [*found, *earlier]
    ):
        return
    if any(d.next_comparator_at for d in earlier):
        return
    rates = [d for d in found if not d.count]
    before = [d for d in rates if d.start < at[0]] or rates[:1]
    if before:
        if before[-1].comparator_at is None:
            before[-1].comparator_at = at
    elif follows and not found:
        last = next((d for d in reversed(earlier) if not d.count), None)
        if last and last.comparator_at is None:
            last.next_comparator_at = at


def _give_periods(text: str, found: list[Draft], periods: Sequence[Period]) -> None:
    """Give each figure its period: the one right after it, else the last before it, else the only one after it."""
    beside = [d.comparator_at for d in found if d.comparator_at]
    free = [
        p
        for p in periods
        if not p.of_a_thing and p.kind != "ago" and not any(s <= p.start < e for s, e in beside)
    ]
    for draft in found:
        draft.borrows = not free
        after = [p for p in free if p.start >= draft.end]
        before = [p for p in free if p.end <= draft.number[0]]
        nearest = after[0] if after else None
        between = text[draft.end : nearest.start] if nearest else ""
        others = nearest is not None and any(draft.end <= d.start < nearest.start for d in found)
        if nearest and not others and not re.search(r"[,;:]|\band\b|\bbut\b", between):
            draft.period = nearest
        elif before:
            draft.period = before[-1]
        elif nearest and (not others or len(free) == 1):
            draft.period = nearest
