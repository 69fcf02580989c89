"""Periods and dates in a sentence, as printed: 2022/23, "April 2022 to March 2023", July 2018, "in the last 12 months"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|"
    r"Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?:19|20)\d{2}"
_SOME = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)"
_SPAN = r"(?:days?|weeks?|months?|years?)"
_PATTERNS = (
    (
        "months",
        rf"(?:(?P<between>between )|from )?(?P<m1>{_MONTH})(?P<y1> {_YEAR})? ?(?:to|and|-|until) ?(?P<m2>{_MONTH}) (?P<y2>{_YEAR})",
    ),
    (
        "days",
        rf"(?:between |from )?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: {_YEAR})? ?(?:to|and|-|until) ?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH} {_YEAR}",
    ),
    (
        "span",
        rf"(?:between|from) (?P<s1>{_YEAR}(?:[/-]\d{{2,4}})?) (?:and|to) (?P<s2>{_YEAR}(?:[/-]\d{{2,4}})?)",
    ),
    (
        "months to",
        rf"(?:(?:in|during|over|for) )?the (?!12 |twelve ){_SOME} (?:months|weeks|quarters) (?:to|ending|up to) (?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH} {_YEAR}",
    ),
    (
        "year to",
        rf"(?:year|12 months|twelve months) (?:ending|ended|to|up to) (?:31(?:st)? )?(?P<m3>{_MONTH}) {_YEAR}",
    ),
    (
        "quarter",
        rf"(?:Q[1-4]|quarter (?:[1-4]|one|two|three|four)|(?:first|second|third|fourth|last) quarter),? ?(?:of )?(?:{_YEAR}(?: ?[/-] ?\d{{2,4}})?|\d{{2}}/\d{{2}})|Q[1-4]|quarter (?:[1-4]|one|two|three|four)",
    ),
    ("day", rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? {_YEAR}"),
    ("day", rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"),
    ("day", rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d{{2}})(?!\d)"),
    ("month", rf"{_MONTH},? {_YEAR}"),
    (
        "half year",
        rf"(?:first|second|last) (?:half|six months|6 months) of (?:the (?:financial )?year )?{_YEAR}(?: ?[/-] ?\d{{2,4}})?",
    ),
    ("season", rf"(?:spring|summer|autumn|winter),? (?:of )?{_YEAR}(?:[/-]\d{{2,4}})?"),
    ("years", rf"(?:financial year |FY ?)?(?P<a>{_YEAR}) ?(?:/|-|to) ?(?P<b>{_YEAR}|\d{{2}})(?![\d/]|-\d)"),
    ("years", r"(?<![\d/])(?:financial year |FY ?)?(?P<c>[12]\d) ?/ ?(?P<d>[12]\d)(?![\d/]|-\d)"),
    ("year", rf"(?:(?:calendar|financial) year )?(?P<y>{_YEAR})(?![\d%/]|,\d|-\d| ?per ?cent)"),
    (
        "relative",
        rf"(?:in|over|during|within|for|across)? ?the (?:last|past|previous|preceding) (?:{_SOME} )?(?:financial |calendar )?{_SPAN}(?: period)?",
    ),
    ("relative", r"(?:last|this) (?:financial )?year"),
    ("ago", rf"{_SOME} {_SPAN} (?:ago|earlier|before|previously)"),
    (
        "at assessment",
        r"(?:at|by) the time of (?:(?:our|the|this) )?(?:assessment(?: visit)?|visit|site visit|on-site visit)",
    ),
    (
        "current",
        r"current(?:ly)?(?= (?:figures?|data|rates?|numbers?|performance)\b)|(?<=[Tt]he )current(?= [a-z]+ rates?\b)|at present",
    ),
)
_FIND = re.compile(
    r"(?<![\w£,.-])(?:"
    + "|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(_PATTERNS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_MAY_HAVE = re.compile(r"\d|\b(?:last|past|previous|preceding|ago|earlier|this year|time of|current|present)")
# A year in the name of a law is no date: "Care Act 2014", "Regulations 2009".
_LAW = re.compile(
    r"\b(?:Act|Acts|Regulations?|Order|Directive|Code|Bill|Measure|Census)(?: \([A-Z][\w ]{0,30}\))?,? ?(?:of )?$"
)
_OF_LAW = re.compile(r" (?:Act|Acts|[Rr]egulations|Order|Code)\b")
# What a plan or a survey is of is its date, and no figure's period.
THINGS = (
    r"(?:strateg(?:y|ies)|plans?|framework|programme|policy|policies|charter|roadmap|vision|model|agreement|contract|"
    r"protocol|inspection|budget|challenge|restructure|award)"
)
# What a report or a survey is of is the period of its figures too, where it is a year.
_DATA = r"(?:reports?|surveys?|review|letter|return|statement|health ?check|data)"
_THING_BEFORE = re.compile(
    rf"(?:{THINGS})(?: for| from| of|,)? ?[(\[]?$|\b(?:challenge|inspection) in $|\bStrategy\b[^.;]{{0,60}}$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(rf"[)\]]? (?:[\w'&-]+ ){{0,3}}?{THINGS}\b", re.IGNORECASE)
# "The budget for 2024/25 was £96.2 million": the year is that of the money.
_BUDGET = re.compile(r" (?:was|were|is|totalled|stood at|of) (?:about |around |over |just )*£")
_DATA_BEFORE = re.compile(rf"\b{_DATA}(?: for| from| of| in|,)? ?[(\[]?$", re.IGNORECASE)
_DATA_AFTER = re.compile(rf"[)\]]? (?:[\w'&-]+ ){{0,2}}?{_DATA}\b", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|until|before|than(?: in)?|on|against|compared (?:with|to))(?: the)?(?: end of| start of)? $",
    re.IGNORECASE,
)
_FROM_THE = re.compile(r"\bfrom (?:the|its|a|an|our) $")
_OF_DATA = ("data from ", "data for ", "data in ", "figures for ", "figures from ")
_PLANNED = re.compile(
    r"\b(?:will|would|plans?|planned|aims?|aimed|expect\w*|project\w*|intend\w*|target|forecast)\b"
)
_BEGAN = re.compile(
    r"\b(?:set up|planned for|scheduled for|due in|expected in|launch|creation|establishment|inception|start|opening|established|started|starting|launched|introduced|began|begun|formed|created|published|approved|adopted|"
    r"signed|opened|implemented|appointed|refreshed|developed|dated|commenced|agreed(?! time)|inspected|visited)(?: \w+){0,3}? ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period or date at its place in a sentence, as printed, and its kind."""

    start: int
    end: int
    printed: str
    kind: str
    of_a_thing: bool = False
    """Whether it is the date of a plan, a report or a beginning, and so no figure's period."""


def periods_in(text: str) -> list[Period]:
    """Return the periods and dates of a sentence in their order."""
    found: list[Period] = []
    if not _MAY_HAVE.search(text):
        return found
    for match in _FIND.finditer(text):
        kind = _kind(match)
        start, end = match.span()
        while text[start] == " ":
            start += 1
        before = text[max(0, start - 70) : start]
        if kind in ("calendar year", "years") and (_LAW.search(before) or _OF_LAW.match(text, end)):
            continue
        if kind is None:
            continue
        thing = (kind == "years" and not match["s1"]) or bool(
            (kind != "relative" and _BEGAN.search(before))
            or (_BY.search(before) and not _so_far(text, before))
            or (
                kind not in ("relative", "ago", "current")
                and _THING_BEFORE.search(before)
                and not _BUDGET.match(text, end)
            )
            or (kind in ("calendar year", "financial year", "month") and _THING_AFTER.match(text, end))
            or (
                kind in ("calendar year", "month")
                and _FROM_THE.search(before)
                and re.match(r" [a-z]", text[end : end + 2])
            )
            or (
                kind == "month"
                and not text[:start].endswith(_OF_DATA)
                and (_DATA_BEFORE.search(before) or _DATA_AFTER.match(text, end))
            )
        )
        if kind in ("calendar year", "month", "financial year") and (
            since := re.search(r"\bsince $", before, re.IGNORECASE)
        ):
            start, kind = start - len(since[0]), "since"
            thing = thing and not _BEGAN.search(before)
        found.append(Period(start, end, text[start:end], kind, thing))
    return found


def _so_far(text: str, before: str) -> bool:
    """Return whether "By the end of October 2024 ..." begins a sentence of what had come by then, and not of a plan."""
    return text.startswith("By ") and len(before) < 20 and not _PLANNED.search(text)


def _kind(match: re.Match[str]) -> str | None:
    kind = next(kind for n, (kind, _) in enumerate(_PATTERNS) if match[f"k{n}"])
    if kind == "months":
        april_to_march = match["m1"][:3].casefold() == "apr" and match["m2"][:3].casefold() == "mar"
        year = match["y1"] and int(match["y2"]) == int(match["y1"]) + 1
        return "financial year" if april_to_march and year else "months"
    if kind == "span":
        return "years"
    if kind == "days":
        ends = re.fullmatch(
            r"(?:\w+ )?1(?:st)? Apr\w* (\d{4}) ?\S+ ?31(?:st)? Mar\w* (\d{4})", match[0], re.IGNORECASE
        )
        return "financial year" if ends and int(ends[2]) == int(ends[1]) + 1 else "months"
    if kind == "months to":
        return "months"
    if kind == "year to":
        return "financial year" if match["m3"][:3].casefold() == "mar" else "year"
    if kind == "years":
        first, last = (match["a"], match["b"]) if match["a"] else (match["c"], match["d"])
        gap = (int(last) - int(first)) % 100
        if match["c"]:
            return "financial year" if gap == 1 else None
        return "financial year" if gap == 1 else "misprint" if gap == 0 or gap > 50 else "years"
    if kind == "year":
        return "financial year" if "financial" in match[0].casefold() else "calendar year"
    return kind
