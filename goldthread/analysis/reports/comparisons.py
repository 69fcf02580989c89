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
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|when compared (?:with|to)|against|versus|vs\.?|relative to|"
    rf"{_MORE}(?: \w+){{0,3}}? (?:than|from)|similar to|in line with|close to|comparable (?:to|with)|consistent with|"
    r"above|below|equal to|same as|up from|down from|different (?:from|to)|positive statistical variation from|variation from)"
    r" (?:(?:that of )?(?:the|an|a|its|their) )?(?:(?:\d{4}/\d{2,4}) )?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b{NAMED}", re.IGNORECASE)
# "more than 50%" and "above 50%" say how exactly a number is meant, and compare nothing.
_ABOUT = re.compile(r"(?:\b(?:more|less|fewer|greater|higher|lower) than|\b(?:above|below)) $", re.IGNORECASE)
_TAIL = re.compile(
    rf"(?: {_WHOSE})?(?: (?:average|figure|mean|median|target))?(?: (?:for|of|across|in|among) (?:all )?(?:the )?"
    r"(?:[a-z]+ ){0,4}?(?:authorities|councils|England|London|areas|neighbours|boroughs|nationally)\b)?"
    r"(?: (?:nationally|regionally|(?:in )?the (?:year|month|quarter) before|(?:in )?the (?:previous|last|prior|preceding) (?:financial )?(?:year|month|quarter)|"
    r"previously|a year (?:ago|earlier|before)|last year))?\)?"
)
_IN = re.compile(r",? ?\(?(?:(?:in|for|during|at|as at|as of|from) )?(?:the )?")
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
            if len(between) <= 90 and not re.search(r"[,;:](?!\d)", between):
                return since + cue.end()
    if named is not None and len(lead) - named.end() <= 40:
        return since + named.start()
    return None


def comparator_end(text: str, end: int, periods: list[tuple[int, int]]) -> int:
    """Return where the words of a comparator end whose number ends at `end`: with "average" and its own period after it."""
    tail = _TAIL.match(text, end)
    if tail:
        end = tail.end() - (text[tail.end() - 1] == ")" and "(" not in text[max(0, end - 40) : tail.end()])
    gap = _IN.match(text, end)
    for start, stop in periods:
        if gap and start in (gap.end(), end + 1) and (text[end:start].strip() or start == end + 1):
            closes = text[stop : stop + 1] == ")" and "(" in text[end:start]
            return stop + closes
    return end


def worded_comparator(text: str) -> tuple[int, str] | None:
    """Return who a sentence sets its figure beside without a number, and where: "the national average", a rank among others."""
    if match := RANK.search(text):
        return match.start("rank"), match["rank"]
    if match := _WORDED.search(text):
        return match.start("who"), match["who"]
    return None
