"""What a figure is set beside in its sentence: "the London average of 13%", "42% 6 years ago", "other comparable authorities"."""

from __future__ import annotations

import re

from goldthread.analysis.reports.not_figures import RANK
from goldthread.analysis.reports.word_sets import last_match

_WHOSE = (
    r"(?:England|English|UK|London|national|regional|region's|county|statistical neighbours?'?|East Midlands|West Midlands|"
    r"East of England|North East|North West|South East|South West|Yorkshire and (?:the )?Humber|Inner London|Outer London|"
    r"peer group|family group|nearest neighbours?'?|comparator(?: group)?|CIPFA|sector|all-England|inner London|outer London)"
)
_WHAT = r"(?:averages?|figures?|means?|medians?|benchmarks?|rates?|levels?|percentages?|scores?)"
NAMED = rf"(?:{_WHOSE}(?:'s)?(?: (?:and|or) {_WHOSE})?(?: [a-z-]+){{0,2}}? {_WHAT}|(?:average|mean|median|figure|rate)s? (?:for|across|in|of) (?:all )?(?:the )?(?:England|London|(?:other |similar |comparable |neighbouring )?(?:local )?(?:authorities|councils))|(?:local |national |corporate |own )?target)"
_MORE = r"(?:lower|higher|better|worse|more|less|greater|larger|smaller|fewer|different|longer|shorter|quicker|slower|faster)"
_CUE = re.compile(
    r"\b(?:compar(?:ed|es|ing) (?:with|to|favourably with|favourably to)|in comparison (?:with|to)|when compared (?:with|to)|against|versus|vs\.?|relative to|"
    rf"(?:(?!more|less|fewer|greater){_MORE}(?: \w+){{0,3}}?|(?:more|less|fewer|greater)(?: \w+){{1,3}}?|(?:more|less|fewer|greater)(?= than (?:the|in|an) )) (?:than|from)|similar to|in line with|close to|comparable (?:to|with)|consistent with|"
    r"above|below|equal to|same as|up from|down from|(?:increas|decreas|reduc|improv)\w+ (?:on |of )?from|(?:improvement|increase|decrease|reduction|rise|down|up) on|(?:rise|fall|drop) from|"
    r"different (?:from|to)|positive statistical variation from|variation from)"
    r" (?:(?:that of )?(?:the|an|a|its|their) )?(?:(?:\d{4}/\d{2,4}) )?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b{NAMED}", re.IGNORECASE)
# "38% (England 22%)", "than in England as a whole (8%)".
_PLACE = re.compile(
    r"(?:[(;,] ?|\bin |\bfor |\bto )(?P<place>England|London|nationally|regionally|the region)(?: as a whole)? ?\(?$"
)
# After these another figure begins.
_ANOTHER = re.compile(r"[,;:](?!\d)|\b(?:and|but|while|whilst|with)\b")
# "more than 50%" and "above 50%" say how exactly a number is meant, and compare nothing.
_ABOUT = re.compile(r"(?:\b(?:more|less|fewer|greater|higher|lower) than|\b(?:above|below)) $", re.IGNORECASE)
_TAIL = re.compile(
    rf"(?: {_WHOSE}\b)?(?: (?:average|figure|mean|median|target))?(?: (?:for|of|across|in|among) (?:all )?(?:the )?"
    r"(?:[a-z]+ ){0,4}?(?:authorities|councils|England|London|areas|neighbours|boroughs|nationally|population|workforce|residents|adults)\b)?"
    r"(?: (?:(?:at|in|for) the same (?:point|time|period|quarter|month)(?: (?:a|the|last|previous|in) (?:year|previous year|last year)(?: (?:earlier|before|ago))?)?|nationally|regionally|(?:in )?the (?:year|month|quarter) before|(?:in )?the (?:previous|last|prior|preceding) (?:financial )?(?:year|month|quarter)|"
    r"previously|a year (?:ago|earlier|before)|last year))?\)?"
)
_IN = re.compile(r" ?\(?(?:(?:in|for|during|at|as at|as of|from) )?(?:the )?")
_OTHERS = re.compile(
    r"\b(?:(?:other|similar|comparable|neighbouring|nearest|comparator|statistically similar|peer)(?: [a-z-]+){0,3}? "
    r"(?:authorities|councils|neighbours|boroughs|areas)|neighbouring boroughs)\b"
)
_WORDED = re.compile(
    rf"\b(?:{_MORE}|similar|above|below|in line|consistent|comparable|statistically|exceed(?:ed|ing|s)|variation)\b"
    rf"[^.;,]{{0,60}}?\b(?:than|to|with|from|above|below|exceed(?:ed|ing|s))\b[^.;,%]{{0,12}}?(?P<who>{NAMED}|{_OTHERS.pattern})",
    re.IGNORECASE,
)


def comparator_start(text: str, since: int, number: int) -> int | None:
    """Return where the words of a comparator begin whose number stands at `number`, None where that number is no comparator.

    since: where the words before it begin that may say so: the end of the last figure, or the sentence's start.
    """
    since = max(since, number - 160)
    lead = text[since:number]
    if (
        boundary := max(lead.rfind("; "), lead.rfind(". "), lead.rfind(" and in "), lead.rfind(" but "))
    ) >= 0:
        since += boundary
        lead = lead[boundary:]
    cue, named = last_match(_CUE, lead), last_match(_NAMED, lead)
    if cue is not None:
        about = _ABOUT.search(lead)
        if about is None or (about.start() > cue.start() and named is not None):
            between = lead[cue.end() :]
            if len(between) <= 90 and not _ANOTHER.search(_NAMED.sub("", between)):
                return since + cue.end()
    if place := _PLACE.search(lead):
        return since + place.start("place")
    if named is not None and len(lead) - named.end() <= 40 and not _ANOTHER.search(lead[named.end() :]):
        return since + named.start()
    return None


def comparator_end(text: str, start: int, end: int, periods: list[tuple[int, int]]) -> int:
    """Return where the words of a comparator end whose number ends at `end`: with "average" and its own period after it."""
    tail = _TAIL.match(text, end)
    words = tail.end() - end if tail else 0
    if tail:
        end = tail.end() - (text[tail.end() - 1] == ")" and "(" not in text[start : tail.end()])
    gap = _IN.match(text, end)
    for opens, closes in periods:
        if gap and opens in (gap.end(), end + 1) and (text[end:opens].strip() or opens == end + 1):
            if "(" not in text[end:opens]:
                return closes
            if words <= 1:  # "54% (2022/23)"; after more words a bracket is of the whole sentence
                return closes + (text[closes : closes + 1] == ")")
    return end


def worded_comparators(text: str) -> list[tuple[int, int]]:
    """Return where a sentence says beside whom its figures stand without a number: "the national average", a rank among others."""
    spans = [match.span("rank") for match in RANK.finditer(text)]
    for match in _WORDED.finditer(text):
        if not match["who"].casefold().endswith("target"):
            spans.append(match.span("who"))
    return sorted(spans)


def begins_with_average(text: str) -> bool:
    """Return whether a sentence goes on from a figure by naming what it stands beside: "The England average was 62%"."""
    return bool(re.match(rf"(?:The |An |A |Its )?(?:{NAMED})", text[:120]))
