"""Percentages: what they are of, and the two numbers they were worked out from, where a report prints these."""

from __future__ import annotations

import re

from goldthread.analysis.reports.counted_nouns import base_after, counted_after
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.word_sets import last_match

_OF_WHICH = re.compile(
    r"\bof (?:which|whom|these|those|them)[, ]{0,2}(?:about |over |around |only |just )?$", re.IGNORECASE
)
_OF_THEM = re.compile(r" of (?P<who>which|whom|these|those|them)\b")
_PERSONS = re.compile(
    r"\b(?:people|population|staff|carers|adults|residents|workers|respondents|men|women|children)$"
)
# "In 2022/23 it was 71%": what the share of the sentence before is of.
_IT = re.compile(
    r"(?:(?:In|By|For) [^,;.%]{4,40}?,? )?(?:[Tt]his|[Ii]t|[Tt]he figure) "
    r"(?:was|had been|is|stood at|had (?:risen|fallen|improved|increased|reduced) to) (?:just |only |over )?"
)
# "Of the residential homes, 81% were rated good": what shares are of stands at the beginning.
_OF_THE = re.compile(r"Of (?:the|all|its|their) (?=[a-z][^.;,%]{2,60}, )")
_ALSO = re.compile(
    r"^[^.;:]{0,120}?(?:,|\band\b|,? ?while|,? whilst)(?: a further| only| just| (?:[a-z]+ ){1,4}for)? ?$"
)
_WITH = re.compile(r"[,;]? ?(?:with|of which) (?:only |just )?$")
_COMPLIANT = re.compile(
    r" complian(?:t|ce) (?:with|rate (?:with|for)) (?:all |the |its |their )*(?P<what>(?:[A-Za-z]+ ){0,2}?(?:recommendations|remedies|standards|timescales|agreed actions))"
)
_RATE_OF = re.compile(
    r"\b(?P<who>(?i:staff|workforce|employee|social workers?|carers?|people|resident))(?:'s?)? (?:[a-z]+ ){0,2}?(?:turnover|vacancy|sickness|absence|retention|engagement|satisfaction|response|completion)(?: (?:rates?|levels?))?\b[^.;%]{0,40}$"
)
_SHARE_OF = re.compile(r"\b(?:proportion|percentage|share|per ?cent)(?= of )", re.IGNORECASE)
# "The number of carers able to ... (12.00%)": a share in brackets after what it is of.
_NUMBER_OF = re.compile(r"\b(?:number|majority|minority)(?= of )", re.IGNORECASE)
# "People with a learning disability (83%) were more likely": what a share in brackets is of stands right before it.
_IN_BRACKETS = re.compile(
    r"(?:^|\b(?:of|all|that|and|but|by|for)\b |[,.;] )(?:the |all |these |those |our |its )*"
    r"(?P<who>(?:[A-Za-z-]+ ){0,2}?(?:[Pp]eople|[Ss]taff|workforce|population|[A-Za-z-]{3,}s)(?: with (?:an? )?(?:[a-z]+ ){1,3}| who [a-z]+ [a-z]+ | using services )?) ?\($"
)
_CHANGED = re.compile(r" from [^;]{1,50} to $")
_AMONG = re.compile(
    r"\b(?:among|amongst|(?:satisfaction|engagement|confidence|awareness|wellbeing) of) (?:the |all |our )?(?P<who>(?:[a-z-]+ ){0,3}?(?:people|staff|carers|workers|adults|residents|providers|complaints)(?: from (?:[a-z-]+ ){1,4}?(?:groups|communities|backgrounds))?)\b[^.;%]{0,40}$"
)
_NUMBERS = re.compile(
    r" \((?:(?P<part>\d{1,6}(?:,\d{3})?)(?: (?:out )?of (?:the |a total of )?(?P<whole>\d{1,6}(?:,\d{3})?))?|n ?= ?(?P<n>\d{1,6}(?:,\d{3})?))(?P<noun> [a-z][a-z ]{1,40})?\)"
)


def read_share(text: str, new: Draft, found: list[Draft], earlier: list[Draft]) -> Draft:
    """Return a percentage with what it is of, and its two numbers where they are printed and come to it.

    found: the figures before it in its sentence; earlier: those of the sentence before.
    """
    if numbers := _NUMBERS.match(text, new.end):
        part, whole = (
            int(numbers[key].replace(",", "")) if numbers[key] else None for key in ("part", "whole")
        )
        if numbers["n"]:
            new.denominator = int(numbers["n"].replace(",", ""))
        elif whole is None or new.agrees(part or 0, whole):
            new.numerator, new.denominator = part, whole
        new.end = new.end if new.numerator is None and new.denominator is None else numbers.end()
        if numbers["noun"] and whole:
            new.counts = numbers["noun"].strip()
    aside = numbers.end() if numbers else new.end
    closed = new.number[1] + (text[new.number[1] : new.number[1] + 1] == ")")
    base = base_after(text, aside) or base_after(text, closed)
    before = text[max(0, new.start - 160) : new.start]
    if base:
        new.counts = base.phrase
        _give_whole(new, found)
    elif from_so_many := _FROM_SO_MANY.match(text, new.number[1]):
        if counted := counted_after(text, from_so_many.end() - 1):
            new.counts, new.denominator = counted.phrase, int(from_so_many["n"].replace(",", ""))
            new.end = new.end if new.end > counted.end else counted.end
    elif compliant := _COMPLIANT.match(text, new.number[1]):
        new.counts = compliant["what"]
    elif rate := _rate_from(text, new):
        new.counts = rate
    elif new.counts is None:
        _from_words_before(text, before, new, found, earlier)
    if new.numerator is None and new.denominator is None:
        _recalculate(text, new, found, earlier if text.startswith(("This ", "That ", "It ")) else [])
    return new


_JOINS = re.compile(
    r"[^.;,()]{0,60}\(|[^.;,()]{0,60}?, (?:which (?:was|is) |giving |or )?(?:(?:an?|the) )?(?:[a-z]+ ){0,2}?rate (?:of|at) "
)


def joined_to_fraction(text: str, new: Draft, found: list[Draft]) -> bool:
    """Return whether a percentage is that of the fraction before it, which becomes it: "4 of 5 were upheld (80%)", "6 of 9, a rate of 67%"."""
    last = found[-1] if found else None
    if last is None or not last.count or not last.numerator or not last.denominator:
        return False
    between = text[last.end : new.start]
    if not _JOINS.fullmatch(between) or not new.agrees(last.numerator, last.denominator):
        return False
    last.value, last.unit, last.decimals, last.noun, last.counts = (
        new.value,
        "%",
        new.decimals,
        None,
        last.noun,
    )
    last.end = new.number[1] + (text[new.number[1] : new.number[1] + 1] == ")")
    last.number = (last.number[0], last.end)
    return True


def _rate_from(text: str, new: Draft) -> str | None:
    """Return who a rate is from: "77% engagement rate from staff"."""
    match = re.compile(
        r" (?:[a-z]+ ){0,3}?(?:rate|engagement|satisfaction|response)(?= (?:from|among|amongst|for) )"
    ).match(text, new.number[1])
    base = base_after(text, match.end(), "(?:from|among|amongst|for)") if match else None
    return base.phrase if base else None


def _from_words_before(text: str, before: str, new: Draft, found: list[Draft], earlier: list[Draft]) -> None:
    if not found and _OF_THE.match(text) and (base := base_after(" of" + text[2:80], 0)):
        new.counts = base.phrase
        same = [d for d in earlier if d.count and d.noun == base.phrase]
        new.denominator = int(same[-1].value or 0) or None if same else None
        return
    if (
        found
        and found[0].count
        and found[0].start <= 10
        and text.startswith(("Of ", "Among "))
        and all(d.share for d in found[1:])
    ):
        new.counts, new.denominator = found[0].noun, int(found[0].value or 0) or None
        return
    counts = [d for d in found if d.count] or [d for d in earlier if d.count and _of_these(text)]
    offset = max(0, new.start - 160)
    ends = [
        at for d in found for at in (d.end, d.comparator_at[1] if d.comparator_at else 0) if at <= new.start
    ]
    since = max(ends, default=0)
    lead = _CHANGED.sub(" ", text[max(since, offset) : new.start])
    if counts and (
        _OF_WHICH.search(before)
        or _is_of(text, new, counts[-1])
        or (found and found[-1].noun == "population" and lead in (", and ", " and ", ", of which "))
        or (found and found[-1].count and _WITH.search(lead))
        or not [d for d in found if d.count]
    ):
        new.counts = counts[-1].noun
        # A population is printed in round numbers, of which nobody worked out a share.
        no_whole = new.counts == "population" or " per " in (counts[-1].unit or "")
        new.denominator = None if no_whole else int(counts[-1].value or 0) or None
    elif (
        found
        and found[-1].share
        and found[-1].counts
        and _ALSO.search(lead)
        and not re.search(r"\b(?:rate|average|of (?:these|those|which|whom|them))\b", lead)
    ):
        new.counts, new.denominator = found[-1].counts, found[-1].denominator
    elif share := last_match(_SHARE_OF, lead) or (
        last_match(_NUMBER_OF, lead) if lead.endswith("(") else None
    ):
        base = base_after(text, max(since, offset) + share.end())
        new.counts = base.phrase if base else None
    elif lead.endswith(("population was ", "population is ")):
        new.counts = "population"
    elif (
        match := (_IN_BRACKETS.search(lead) if lead.endswith("(") else None)
        or _RATE_OF.search(lead)
        or _AMONG.search(lead)
    ):
        new.counts = match["who"].strip()
    elif not found and _IT.fullmatch(text[: new.start]):
        bases = {d.counts for d in earlier if d.share}
        new.counts = bases.pop() if len(bases) == 1 else None


def _is_of(text: str, new: Draft, count: Draft) -> bool:
    """Return whether a share "of whom" or "of which" is of what was counted before it: whom are persons, and no contacts."""
    of = _OF_THEM.match(text, new.number[1])
    return bool(of) and (of["who"] == "which") != bool(_PERSONS.search(count.noun or ""))  # type: ignore[index]


def _of_these(text: str) -> bool:
    return text.startswith(("Of these", "Of those", "Of which"))


_FROM_SO_MANY = re.compile(
    r" (?:from|based on|out of) (?:a total of |the )?(?P<n>\d{1,3}(?:,\d{3})*|\d{1,6}) (?=[a-z])"
)


def _give_whole(new: Draft, found: list[Draft]) -> None:
    """Give a percentage "of the 118 complaints" its whole, where the number stands in its base."""
    number = re.match(r"(\d{1,6}) (.+)", new.counts or "")
    if number:
        new.denominator, new.counts = int(number[1]), number[2]


def _recalculate(text: str, new: Draft, found: list[Draft], earlier: list[Draft]) -> None:
    """Give a rate its two numbers where both stand before it and come to it: "10 investigations, and 7 were upheld: 70%"."""
    here = [d for d in found if d.count and d.value]
    counts = [d for d in earlier if d.count and d.value] + here
    if len(counts) < 2 or not re.search(
        r"\b(?:rate|which is|equat\w+|represent\w+|equivalent|proportion)\b|[:(]",
        text[here[-1].end if here else 0 : new.start],
    ):
        return
    part, whole = counts[-1], counts[-2]
    if part.noun == whole.noun and new.agrees(part.value or 0, whole.value or 0):
        new.numerator, new.denominator, new.counts = int(part.value or 0), int(whole.value or 0), whole.noun


def give_base(share: Draft, found: list[Draft]) -> None:
    """Give a share with its part the whole it comes from: a count before it, of which the part is the printed percentage."""
    for other in reversed(found):
        if (
            other.count
            and other.value
            and share.numerator is not None
            and share.agrees(share.numerator, other.value)
        ):
            share.denominator, share.counts = int(other.value), other.noun
            return
