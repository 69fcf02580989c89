"""Reads numbers that count something, ranges, parts of a whole in numbers and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldthread.analysis.reports.comparisons import comparator_start
from goldthread.analysis.reports.counted_nouns import (
    DURATIONS,
    Counted,
    base_after,
    counted_after,
    is_thing,
    unit_of,
)
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.numbers_in_words import PART, Number, has_number_words
from goldthread.analysis.reports.shares import give_base
from goldthread.analysis.reports.written_periods import Period

# "2,900 contacts a month": so many each time.
EACH = re.compile(
    r" (?:per|a|an|each|every) (?P<time>week|hour|day|night|month|quarter|year|person|head|resident|worker|employee|practitioner)\b"
)
ABOUT = re.compile(
    r"(?<!\w)(?:over|more than|at least|just over|well over|just under|under|fewer than|less than|no more than|no fewer than|"
    r"up to|nearly|almost|around|about|approximately|approx\.?|roughly|some|circa|c\.|in excess of|upwards of|exceeding|"
    r"as many as|above|below) ?$",
    re.IGNORECASE,
)
PERCENT = re.compile(r" ?(?:%|per ?cent\b)", re.IGNORECASE)
_DURATION = re.compile(
    r" (?P<unit>(?:(?:working|calendar) )?(?:minutes?|hours?|days?|weeks?|months?|years?))\b(?!['-])(?! ago| of age| old)"
)
_HOURS = re.compile(
    r" (?P<unit>hours of (?:[a-z-]+ ){0,2}?(?:care|homecare|support|reablement|respite|training|volunteering))\b"
)
_WAITED = re.compile(
    r"\b(?:wait\w*|median|average|mean|longest|shortest|took|taken|takes|turnaround|within|response times?|length of stay|"
    r"timescales?|on time|delay\w*|target)\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    r" (?P<what>(?:complaints?|cases?|people|person|carers?|reviews?|posts?|assessments?) )?(?:(?P<out>out of)(?: the| a total of| its| every)?|of (?:the [a-z]+'s|the|its|their|these|those|all|our)|of|in(?: every)?) ?$"
)
_ELLIPSIS = re.compile(
    r" (?:(?:had|have|has) (?:[a-z]+ed|taken|gone|given|left|met)\b|(?:had |have |has )?(?:been |were |was |are )(?:not |fully |partially |partly |found |recorded )*[a-z]+|(?:not |partially |partly )?upheld|"
    r"a?waiting\b(?! (?:lists?|times?))|of (?:which|whom|these|those|them)|did (?:not )?[a-z]+|remained|resulted|related|concerned)\b"
)
_LASTED = re.compile(r"\b(?:average|median|mean|longest|wait\w*)\b[^.;]*$", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:due|expected|planned|projected|hoped|needed|required)$")
_OF_WHICH = re.compile(
    r"(?:of (?:which|whom|these|those|them)|including),? ?(?:a |only |just )?$", re.IGNORECASE
)
_PARTITIVE = re.compile(r" of (?:the|its|their|these|those|all)\b")
# "Complaints fell to 61": what is counted stands before its number.
_BEFORE = re.compile(
    r"(?:\b[Nn]umbers? of |^|(?<=[.,;] )|\b[Tt]he |\band )(?P<noun>(?!(?:[Tt]he )?[Nn]umbers? of )(?:[A-Za-z-]+ ){0,3}?(?:[A-Za-z]{3,}s|people|staff))(?: [a-z]+ed(?: back| out)?| a?waiting(?: [a-z]+){1,5}?| (?:in|for|across|among)(?: [a-z-]+){1,5}?| to [a-z]+| on [a-z]+)? "
    r"(?:(?:had|have|has) )?(?:(?:since|then) )?(?:fell|fallen|rose|risen|increased|decreased|reduced|dropped|grew|grown|declined|doubled|trebled|halved|gone (?:up|down)|went (?:up|down))(?: [a-z]+ly)?"
    r"(?: from [^,;.]{1,40}?| by [^,;.]{1,30}?)? to (?:just |over |about |around |nearly )*$"
)
_MOVED = r"(?:fell|fallen|rose|risen|increased|decreased|reduced|dropped|grew|grown|gone (?:up|down))"
# "The waiting list for homecare stood at 402", "The number of overdue reviews was 61".
_STOOD = re.compile(
    r"\b(?:(?P<list>waiting lists?)(?: for (?:[a-z'-]+ ){1,6}?| )|(?:[Nn]umbers?|[Bb]acklogs?) of (?P<noun>(?:[A-Za-z-]+ ){0,3}?(?:[A-Za-z]{3,}s|people|staff))"
    r"(?: [a-z]+ed| a?waiting(?: [a-z]+){1,5}?)? )(?:(?:had |has |have )?(?:since )?(?:stood at|totalled|reached|been|"
    rf"{_MOVED}(?: [a-z]+ly)?(?: by [^,;.]{{1,30}}?,?)?(?: from [^,;.]{{1,40}}?)? to)|was|were|is) (?:just |over |about |around |nearly )*$"
)
# "By June this had fallen to 16": what the one count of the sentence before counts.
_THIS = re.compile(
    rf"(?:^|, |\b(?:19|20)\d\d )(?:[Tt]his|[Ii]t)(?: number| figure)? (?:(?:had|has) )?(?:since )?{_MOVED}(?: [a-z]+ly)?"
    r"(?: from [^;.]{1,40}?)? to (?:just |over |about |around |nearly )*$"
)
_ADJACENT = re.compile(r" ?(?P<how>to|-|and) ?$")


def read_count(
    text: str,
    number: Number,
    new: Draft,
    periods: Sequence[Period],
    found: list[Draft],
    earlier: list[Draft],
    follows: bool,
) -> Draft | None:
    if hours := _HOURS.match(text, number.end):
        new.end, new.unit, new.noun = hours.end(), hours["unit"], hours["unit"]
        if each := EACH.match(text, new.end):
            new.end, new.unit = each.end(), f"{new.unit} per {each['time']}"
        return new
    if duration := _DURATION.match(text, number.end):
        if (
            not duration["unit"].endswith("s")
            and number.value != 1
            and not text.startswith(" wait", duration.end())
        ):
            return None  # "the 2 day target"
        if (
            found
            and found[-1].rough
            and re.fullmatch(r" (?:in|over|within) ", text[found[-1].end : number.start])
        ):
            return None  # "reduced by 45% in 6 months"
        if each := re.compile(r" per (?:employee|worker|person)\b").match(text, duration.end()):
            new.end, new.unit = each.end(), duration["unit"] + each[0]
            new.number = (number.start, new.end)
            return new
        if duration["unit"].startswith("year") and not _LASTED.search(
            text[max(0, number.start - 60) : number.start]
        ):
            return None
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
        if each := EACH.match(text, new.end):
            new.end, new.unit = each.end(), f"{new.unit} per {each['time']}"
        return _with_percent(text, new, [*earlier, *found])
    if not number.in_words and _PARTITIVE.match(text, number.end) and (base := base_after(text, number.end)):
        if re.search(r"\d", base.phrase):
            return None
        new.end, new.unit, new.noun = base.end, base.unit, base.phrase
        return new
    subject = _BEFORE.search(text[max(0, number.start - 120) : number.start])
    if subject and is_thing(subject["noun"].split()[-1]) and not re.match(r" [a-z-]+s\b", text[number.end :]):
        new.noun = subject["noun"].strip()
        new.unit = unit_of(new.noun.split())
        if each := EACH.match(text, number.end):
            new.end, new.unit = each.end(), f"{new.unit} per {each['time']}"
        return new
    if named := _named_before(text, number, earlier):
        new.unit, new.noun = "people" if named == "population" else unit_of(named.split()), named
        return new
    last = next((d for d in reversed(found) if d.count or d.part_noun), None)
    if last is None and (follows or number.start == 0):
        last = next((d for d in reversed(earlier) if d.count), None)
    if last is None:
        return None
    noun = last.noun or last.part_noun
    if (
        found
        and last.noun
        and any(p.start == number.end + 4 for p in periods)
        and text[number.end : number.end + 4] == " in "
    ):
        new.unit, new.noun = last.unit, noun  # "158 complaints in 2021/22, 143 in 2022/23"
        return new
    if last.count and all((new.value or 0) > (d.value or 0) for d in [*found, last] if d.count):
        return None
    joined = re.match(r" \((\d{1,3}(?:\.\d+)?) ?%\)", text[number.end : number.end + 12])
    ellipsis = _ELLIPSIS.match(text, number.end)
    if ellipsis and _TO_COME.search(ellipsis[0]):
        return None
    if joined or ellipsis or _OF_WHICH.search(text, max(0, number.start - 30), number.start):
        new.end = ellipsis.end() if ellipsis else new.end
        if (
            ellipsis
            and ellipsis[0].endswith("ing")
            and (more := re.match(r" [a-z]+s\b", text[new.end : new.end + 30]))
        ):
            new.end += more.end()  # "37 were safeguarding concerns"
        new.unit, new.noun = (last.unit if last.count else unit_of((noun or "").split())), noun
        return _with_percent(text, new, [*earlier, *found])
    return None


def _named_before(text: str, number: Number, earlier: list[Draft]) -> str | None:
    """Return what a number counts that stands far from it: "The waiting list stood at 402. By June this had fallen to 16"."""
    before = text[max(0, number.start - 160) : number.start]
    if re.search(
        r"\bpopulation (?:of (?:[A-Za-z'-]+ ){1,4}?(?:was|is)|of|was|is) (?:about |around |over |nearly |just )*$",
        before,
    ):
        return "population"
    if re.match(r"%| [a-z-]+s\b", text[number.end :]):
        return None
    if stood := _STOOD.search(before):
        noun = stood["list"] or stood["noun"]
        return noun if stood["list"] or is_thing(noun.split()[-1]) else None
    nouns = {d.noun for d in earlier if d.count}
    return nouns.pop() if len(nouns) == 1 and _THIS.search(before) else None


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
    share.part_noun = new.noun
    if share.denominator is None:
        share.counts = new.noun
        if match["of"] and (base := base_after(text, new.end + match.start("of"))):
            share.counts = base.phrase
    return share


def read_range(text: str, new: Draft, rest: Sequence[Number]) -> Draft | None:
    """Return a range, "between 10 and 12 weeks", which has no one value; None where the number begins none."""
    if not rest:
        return None
    second = rest[0]
    before = text[max(0, new.start - 10) : new.start].casefold()
    gap = PERCENT.sub("", text[new.number[1] : second.start])
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
    after = PERCENT.match(text, second.end) or _DURATION.match(text, second.end)
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
        base = base_after(text, new.end) if new.unit == "%" else None
        new.counts = base.phrase if base else None
    new.number = (new.number[0], new.end)
    return new


def read_out_of(
    text: str, new: Draft, whole: Number, found: list[Draft], earlier: list[Draft]
) -> Draft | None:
    """Return "4 out of the 5 cases" or "1 in 5 people"; a percentage before, with which it agrees, takes it as its fraction."""
    gap = text[new.end : whole.start]
    named = (
        counted_after(text, new.end)
        if gap.endswith((" out of ", " out of the ", " out of a total of "))
        else None
    )
    if named and text[named.end : named.end + 4] == " out":
        gap = text[named.end : whole.start]  # "18 upheld complaints out of 71"
    else:
        named = None
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
    if PERCENT.match(text, whole.end):
        return None
    counted = counted_after(text, whole.end)
    if (
        counted is None
        and " in" not in gap
        and not ((match["what"] or named) and match["out"])
        and not re.match(r" \(\d", text[whole.end :])
    ):
        return None
    part, all_ = int(new.value), int(whole.value)
    ratio = " in" in gap
    new.numerator, new.denominator, new.end = part, all_, counted.end if counted else whole.end
    new.number = (new.number[0], new.end)
    new.counts = counted.phrase if counted else named.unit if named else (match["what"] or "").strip() or None
    if percent := re.match(r" \((\d{1,3}(?:\.(\d{1,2}))?) ?(?:%|per ?cent)\)", text[new.end : new.end + 20]):
        new.value, new.unit, new.decimals = float(percent[1]), "%", len(percent[2] or "")
        if new.agrees(part, all_):
            new.end += percent.end()
            new.number = (new.number[0], new.end)
            return new
        if " in" in gap:  # "three in five providers (61%)": the percentage is the figure
            new.end += percent.end()
            new.numerator = new.denominator = None
            return new
        new.value, new.unit = float(part), None
    if ratio:
        if all_ > 100 or (counted is None and not re.match(r"[ ,.;)]|$", text[whole.end :])):
            return None
        if match["what"] and (
            counted or not re.match(r"[,.;)]|$| (?:was|were|had|has|have|did|is|are)\b", text[whole.end :])
        ):
            return None
        new.counts = new.counts or (match["what"] or "").strip() or None
        new.value, new.unit, new.rough = round(part / all_, 4), "ratio", True
        return new
    base = next((d for d in [*reversed(found), *reversed(earlier)] if d.count and d.value == all_), None)
    if base and "the" in gap.split():
        new.counts = base.noun
    for share in [*reversed(found), *reversed(earlier)]:
        if (
            share.share
            and share.numerator is None
            and share.agrees(part, all_)
            and share.counts in (None, new.counts)
        ):
            share.numerator, share.denominator, share.counts = part, all_, new.counts
            new.unit = "merged"
            return new
    new.unit = counted.unit if counted else new.counts
    new.noun = new.counts
    return new


def add_parts_in_words(text: str, found: list[Draft], aside: list[tuple[int, int]]) -> None:
    """Add parts in words, "just over half the complaints": figures without a value."""
    if not has_number_words(text):
        return
    for match in PART.finditer(text):
        span = match.span()
        if any(d.start < span[1] and span[0] < d.end for d in found) or any(
            s < span[1] and span[0] < e for s, e in aside
        ):
            continue
        base = base_after(text, span[1]) or base_after(
            text[: span[1]] + " of" + text[span[1] : span[1] + 80], span[1]
        )
        said = next((d.noun for d in reversed(found) if d.noun and d.end <= span[0]), None)
        if base is None and said and re.match(r" (?:were|was|had)\b", text[span[1] :]):
            base = Counted(span[1], said, said)
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
        exact = [
            d for d in found if d.share and re.fullmatch(r"[^.;,()%\d]{0,40} \(", text[base.end : d.start])
        ]
        if exact:  # "half of all audits (54%)": the number is the figure
            exact[0].counts = exact[0].counts or base.phrase
            continue
        about = ABOUT.search(text, max(0, span[0] - 30), span[0])
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
