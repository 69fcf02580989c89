"""Which council a page is about, as its title or a heading prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from goldthread.analysis.reports.english_councils import SHORT_NAMES

_WORD = r"(?:St\.|[A-Z][\w’'-]*)"
_LINK = r"(?:\s+(?:and|of|upon|on|the|with|under|in|le|&)){1,2}\s+|\s+|,\s+(?=[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,2}\s+(?:and|&)\s)"
_NAME = rf"{_WORD}(?:(?:{_LINK}){_WORD}){{0,7}}"
_OF = r"(?:The\s+)?(?:(?:London|Royal|Metropolitan)\s+)?(?:Royal\s+)?(?:Borough|City|County|Council)\s+of(?:\s+the)?"
COUNCIL = re.compile(
    rf"\b(?:{_OF}\s+{_NAME}(?:\s+(?:City\s+|County\s+|Borough\s+)?Council)?|{_NAME}\s+(?:Council|CC|MBC)\b(?!\s+(?:Tax|of)))"
)
# Words with a capital that begin a title and are no part of a name.
_LEADING = re.compile(
    r"^(?:(?:How|CQC|The|At|In|On|For|About|Our|Of|And|By|From|With|To|Report|Assessment|Inspection|Local|Authority|Overall|Summary|Rating|Theme|Adult|Social|"
    r"Care|Quality|Commission|Published|Press|Release|News|Review|Leaders|Staff|People|Partners|Results|Findings|Learning|Safeguarding|Governance|"
    r"Regulator|England[’']s|Rates|Finds|Says|Praises|While|When|As|Some|Most|All|Both|However|This|That|Download|Pilot|Final|Draft|Indicative)\s+)+"
)
_TITLES = (
    re.compile(
        r"(?P<council>.{2,80}?)\s*(?:[:|–—-]\s*)?(?:CQC\s+)?(?:adult social care\s+)?local authority (?:pilot )?assessment(?: (?:pilot )?report)?",
        re.I,
    ),
    re.compile(
        r"(?:CQC\s+)?local authority (?:pilot )?assessment(?: report)?\s*(?:[:|–—-]|\bof\b|\bfor\b)\s*(?P<council>.{2,80})",
        re.I,
    ),
    re.compile(
        r"(?:CQC(?:[’']s)?|our|the)?\s*assessment (?:report )?(?:of|for)\s+(?P<council>.{2,80}?)(?:[’']s adult social care.*)?",
        re.I,
    ),
    re.compile(
        r"(?:overall|indicative|local authority) (?:indicative )?rating (?:for|of)\s+(?P<council>.{2,80}?)\s*(?::.*)?",
        re.I,
    ),
    re.compile(
        r"(?:theme \d\s*[:–—-]?\s*)?how\s+(?P<council>.{2,80}?)\s+(?:works with people|provides support|ensures safety.*|leads.*|manages.*)",
        re.I,
    ),
)
# The pilots' pages of November 2023, whose first line is "X assessment".
_PILOT = re.compile(r"(?P<council>[A-Z].{1,60}?)\s+(?:pilot\s+)?assessment(?: report)?")
_RATES = re.compile(
    r"CQC (?:rates|publishes|finds|gives|report on|says|has rated).{0,60}?\b(?:at|in|of|on|by|for|rates|gives)\s+(?P<council>[A-Z].{1,70}?)(?:[’']s\b|\s+(?:as|to be|an?|for|in|is|has|follow|after|with|good|requires|outstanding|inadequate)\b|$)"
)
_NOT_A_COUNCIL = re.compile(
    r"(?:the |a |our |this )?(?:(?:local authority|adult social care|social care|care act|needs|carers?|care|financial|risk|mental capacity|integrated|initial|"
    r"self|peer|cqc|care quality commission|council|report|pilot|authority|your|overall|summary|eligibility|strengths based|learning|statutory|full|final|draft|"
    r"county council|city council|borough council|health|timely|timeliness of|county|city|borough|adult|better|equality impact|impact|workforce)(?:\s+|$))+",
    re.I,
)
_APART = re.compile(r"\s*[|]\s*|\s+[–—-]\s+|\s*:\s+")


def in_titles(titles: Iterable[str]) -> str | None:
    """Return the council that a title or heading names, as printed.

    The first that says whose assessment it is is right; else the first title's, else the only one that headings name.
    """
    named: list[str] = []
    for number, title in enumerate(titles):
        title = " ".join(title.split())
        if len(title) >= 300:
            continue
        if council := _assessed_in(title):
            return council
        if council := _named_in(title):
            if number == 0:
                return council
            named.append(council)
    distinct = [
        each for each in dict.fromkeys(named) if not any(each != other and each in other for other in named)
    ]
    return distinct[0] if len(distinct) == 1 else None


def _assessed_in(title: str) -> str | None:
    """Return the council whose assessment a title says it is."""
    parts = [title, *(part for part in re.split(r"\s*[|]\s*|\s+[–—-]\s+", title) if part != title)]
    for part in parts:
        for pattern in _TITLES:
            if (match := pattern.fullmatch(part)) and (council := cleaned(match["council"])):
                return council
    if (match := _RATES.search(title)) and (council := cleaned(match["council"])) and _known(council):
        return council
    for part in parts:
        if (
            (match := _PILOT.fullmatch(part))
            and (council := cleaned(match["council"]))
            and looks_like_a_name(council)
        ):
            return council
    return None


def _named_in(title: str) -> str | None:
    """Return the council that a title names, whatever it says of it."""
    for part in [title, *_APART.split(title)]:
        if match := COUNCIL.search(part):
            council = cleaned(match[0])
            if council and is_name(council):
                return council
        if part.strip() in SHORT_NAMES:
            return part.strip()
    return None


def cleaned(text: str) -> str | None:
    """Return a council's name without what stands around it, None where it is none."""
    text = text.strip(" :|–—-,.\"“”'‘’")
    if _NOT_A_COUNCIL.fullmatch(text):
        return None
    if name := COUNCIL.search(text):
        text = name[0]
    text = _LEADING.sub("", f"{text} ").strip()
    text = re.sub(
        r"^the\s+(?=(?:london|royal|metropolitan|city|county|borough|council)\b)", "", text, flags=re.I
    )
    if (
        not text
        or not text[0].isupper()
        or _NOT_A_COUNCIL.fullmatch(text)
        or len(text.split()) > 9
        or any(map(str.isdigit, text))
    ):
        return None
    return text


def is_name(council: str) -> bool:
    """Return whether a name with "Council" in it is a council's and not a board's or a parish's of another kind."""
    return not re.search(
        r"\b(?:Parish|Town|Research|Arts|British|Youth|Medical|Nursing|Midwifery|Faith|Advisory|General|Professions|Community|Community|National|Tenants?|Care|Partnership|Privy)\s+Council\b",
        council,
    )


def _known(name: str) -> bool:
    return name in SHORT_NAMES or bool(COUNCIL.fullmatch(name))


def looks_like_a_name(text: str) -> bool:
    words = [
        word for word in text.split() if word not in ("and", "of", "upon", "on", "the", "with", "&", "in")
    ]
    return 0 < len(words) <= 5 and all(word[0].isupper() for word in words)
