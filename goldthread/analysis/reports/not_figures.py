"""Numbers in a sentence that measure nothing: sections of laws, scores, ages, times, telephone numbers, ranks, list numbers."""

from __future__ import annotations

import re

_FEW = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|[IVX]{1,4})"
_LABELS = (
    "sections?|s\\.?|parts?|schedule|regulations?|regs?|articles?|clause|chapter|paragraph|para|pages?|figure|table|appendix|"
    "annex|question|theme|category|stages?|tiers?|levels?|bands?|grades?|phases?|steps?|version|key stage|standard|priority|"
    "objective|statement|option|room|floor|zone|type|class|volume|item|no\\.?|number|ref\\.?|reference|telephone|tel|phone|"
    "call|ring|dial|strand|domain|pillar|cohort|wave|round|covid|top|iso|wcag|care act|principle|indicator|measure|protocol"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_PATTERNS = (
    rf"(?<!')\b(?i:{_LABELS})[:\s-]{{1,2}}(?:(?i:no\.?|number) )?(?:\d{{1,6}}(?:\.\d+)*(?:\([a-z0-9]+\))*|{_FEW}\b)"
    rf"(?:(?:, | and | to | or |-|/)(?:\d{{1,4}}(?:\.\d+)*|{_FEW}\b)(?![\w%]| ?per ?cent))*(?: of \d+\b)?",
    r"\b(?i:scor(?:es?|ed|ing)|rating)(?: (?:of|was|is|as|it|them|us|a|an))*:?\s{0,2}(?:\d(?:\.\d+)?|one|two|three|four)(?!\w|%|\.\d| ?per)(?: out of (?:\d+|four))?",
    r"\b(?i:scor(?:es?|ed|ing)|rating|rated|rating of)(?: (?:of|was|is|at))?:? ?\d{1,3} ?(?:out of|/) ?100\b(?: overall)?",
    r"(?:^|(?<=\n))\W{0,3}[1-4] ?- ?Evidence",
    r"(?:^|(?<=\n)) {0,3}\(?\d{1,3}(?:\.\d+){0,3}[.)] ",
    r"(?:^|(?<=\n)) {0,3}\d{1,2}(?:\.\d+){1,3} (?=[A-Z])",
    r"\b24 ?/ ?7\b|\b(?:24|twenty-four) hours?(?: a day|,|/)|\b(?:\d|five|six|seven) days (?:a|per|each|/) ?week\b|\b365 days\b",
    r"\b\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|noon|a\.m\.|p\.m\.)(?!\w)|\b\d{1,2}:\d{2}\b",
    # Ages of people.
    r"\b(?i:aged?|ages|age of|age)(?: (?:between|from|of|over|under|is|was))?:? ?\d{1,3}(?: ?(?:-|to|and) ?\d{1,3})?(?: ?(?:\+|years|and over|and above|or over|and under|or under))*",
    r"\b\d{1,3} ?(?:to|-|and) ?\d{1,3}[ -](?:years?[ -]olds?|year)\b|\b\d{1,3}[ -]years?[ -]olds?\b|\b\d{1,3} years of age\b",
    r"\b\d{1,3} ?\+|\b\d{2,3} ?(?:years )?(?:and|or) (?:over|above|older|under|younger)\b|\b(?i:over|under)[ -]\d{2}s\b",
    r"\b(?:turn(?:ed|ing|s)?|reach(?:ed|ing|es)?) (?:18|25|65|eighteen)\b",
    # Telephone numbers and references.
    r"(?<!\w)(?:\+44|0)\d{0,4}(?:[ -]\d{2,7}){1,3}\b|\b(?:\d{3,5}[ -]){2,4}\d{3,5}\b",
    r"\[\^?\d{1,3}\]|\bhttps?://\S{1,300}|\bwww\.\S{1,300}",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?\b(?! [a-z]+s\b|,\d|%| ?per)",
    r"\b(?:\d{1,2} ?: ?\d{1,2}|1-1|(?i:one[ -]to[ -]one|one another|one or two|two or three|1 to 1|one day|two-way))\b",
    rf"\b(?:first|next|final|coming|initial|another) (?:\d{{1,3}}|{_FEW}) (?:days|weeks|months|years|hours)\b",
    r"\brank(?:ed|s|ing)?(?: (?:as|number|at))* \d{1,3}(?:st|nd|rd|th)?,? ?(?:out )?(?:of|/) ?\d{1,3}\b",
    r"\b\d{1,2} ?(?:%|per ?cent) (?:most|least|richest|poorest)\b",
    # Multiples, and how often something is done; the latter is a cadence.
    rf"\b(?:\d+(?:\.\d+)?|{_FEW}) times\b(?: (?:more|less|higher|lower|as|the|a|per|each|every)\b)?",
    rf"\b(?i:every) (?:\d{{1,3}}|{_FEW}|other) (?:days?|weeks?|months?|years?|hours?|minutes?)\b",
    r"\b(?:19|20)\d{2} (?:Acts?|[Rr]egulations|Order|Code)\b",
    r"\b(?i:act|acts) \d{4}\b|\b(?i:act|regulations|order) \d{1,4}\b",
)
MASK = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
RANK = re.compile(
    r"\b(?P<rank>(?:\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|highest|lowest|best|worst)"
    r"(?:[ -](?:lowest|highest|best|worst|largest|smallest|placed))? (?:out )?of (?:the |its |all )?\d{1,3}\b(?: [a-z-]+){0,2}? "
    r"(?:authorities|councils|areas|boroughs|neighbours))"
)


# What is planned or aimed at has not happened: "planned to build 4 schemes", "aimed to reduce this to under 5%".
_DOES = (
    "achieve|add|bring|build|clear|commission|complete|create|cut|deliver|develop|employ|expand|extend|fall|fund|grow|halve|"
    "increase|introduce|invest|launch|lower|offer|open|procure|provide|raise|reach|recruit|reduce|rise|save|spend|train"
)
PLANNED = re.compile(
    r"\b(?:(?:plan(?:s|ned|ning)?|aim(?:s|ed|ing)|intend(?:s|ed|ing)?|hop(?:es?|ed|ing)|propos(?:es|ed|ing)|ambitions?|"
    rf"aspirations?|proposals?|options) to (?!date\b)|(?:would|will|set to) (?:{_DOES})\b)"
    r"(?:(?!, (?:which|but|and|although|while|whilst|with|as|up|down|compared)\b| (?:was|were|had|has|have) )[^.;:]|\.(?=\d)){1,200}"
)


def masked(text: str) -> list[tuple[int, int]]:
    """Return where in a sentence numbers stand that measure nothing."""
    return [match.span() for pattern in (MASK, RANK, PLANNED) for match in pattern.finditer(text)]
