"""Which council a page is about: as its title or a heading prints it; else as its text names it, for a person to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from goldthread.analysis.reports.english_councils import ALSO_WORDS, SHORT_NAMES

_WORD = r"(?:St\. |[A-Z][\w’'-]*)"
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
            if (match := pattern.fullmatch(part)) and (council := _cleaned(match["council"])):
                return council
    if (match := _RATES.search(title)) and (council := _cleaned(match["council"])) and _known(council):
        return council
    for part in parts:
        if (
            (match := _PILOT.fullmatch(part))
            and (council := _cleaned(match["council"]))
            and _looks_like_a_name(council)
        ):
            return council
    return None


def _named_in(title: str) -> str | None:
    """Return the council that a title names, whatever it says of it."""
    for part in [title, *_APART.split(title)]:
        if match := COUNCIL.search(part):
            council = _cleaned(match[0])
            if council and _is_name(council):
                return council
        if part.strip() in SHORT_NAMES:
            return part.strip()
    return None


def _cleaned(text: str) -> str | None:
    """Return a council's name without what stands around it, None where it is none."""
    text = text.strip(" :|–—-,.\"“”'‘’")
    if _NOT_A_COUNCIL.fullmatch(text):
        return None
    if COUNCIL.search(text):
        found = COUNCIL.search(text)
        text = found[0] if found else text
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


def _is_name(council: str) -> bool:
    """Return whether a name with "Council" in it is a council's and not a board's or a parish's of another kind."""
    return not re.search(
        r"\b(?:Parish|Town|Research|Arts|British|Youth|Medical|Nursing|Midwifery|Faith|Advisory|General|Professions|Community|Community|National|Tenants?|Care|Partnership|Privy)\s+Council\b",
        council,
    )


def _known(name: str) -> bool:
    return name in SHORT_NAMES or bool(COUNCIL.fullmatch(name))


def _looks_like_a_name(text: str) -> bool:
    words = [
        word for word in text.split() if word not in ("and", "of", "upon", "on", "the", "with", "&", "in")
    ]
    return 0 < len(words) <= 5 and all(word[0].isupper() for word in words)


_SHORT = re.compile(
    r"\b(?:"
    + "|".join(re.escape(name) for name in sorted(SHORT_NAMES, key=lambda n: (-len(n), n)))
    + r")\b(?!-)"
)
_PLACE = r"[A-Z][a-z]+(?:-[A-Za-z]+)*(?:(?:\s+(?:and|upon|on|with)\s+|\s+)[A-Z][a-z]+(?:-[A-Za-z]+)*){0,3}"
# A place that the text speaks of as the council whose page it is.
_SPOKEN_OF = (
    re.compile(rf"\b(?:working|worked|work|living|lived|live|people|residents|carers|communities|services|staff|care|experiences?|reforms?|social care) (?:in|across|for|at) (?P<place>{_PLACE})"),
    re.compile(rf"(?:^|[.;,]\s+|\b(?:so|that|found|and)\s+)(?P<place>{_PLACE})(?:[’']s\s+[a-z]|\s+(?:was|were|had|has|is)\s+(?:a|an|the|in|not|also|already|somewhat|better|worse|one|\d))"),
    re.compile(rf"\b(?:in|across|throughout|within) (?P<place>{_PLACE})\b"),
)  # fmt: skip
_NO_PLACE = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "England",
        "Britain",
        "Wales",
        "Scotland",
        "Ireland",
        "Europe",
        "London",
        "Midlands",
        "Staff",
        "People",
        "Partners",
        "Leaders",
        "Carers",
        "Senior",
        "Frontline",
        "Social",
        "Adult",
        "Adults",
        "Care",
        "Health",
        "Health",
        "Healthwatch",
        "Ofsted",
        "Ombudsman",
        "Board",
        "Boards",
        "Council",
        "Councils",
        "Government",
        "Local",
        "Authority",
        "Parliament",
        "Making",
        "Skills",
        "Principal",
        "Director",
        "Improvement",
        "Practice",
        "Some",
        "Most",
        "All",
        "Many",
        "Both",
        "However",
        "They",
        "There",
        "This",
        "These",
        "That",
        "Those",
        "It",
        "The",
        "A",
        "An",
        "In",
        "For",
        "When",
        "While",
        "As",
        "At",
        "Of",
        "On",
        "Feedback",
        "Data",
        "Evidence",
        "Learning",
        "Safeguarding",
        "Training",
        "Complaints",
        "Coproduction",
        "Working",
        "Wellbeing",
        "Integrated",
        "Borough",
        "County",
        "City",
        "Children",
        "Children's",
        "Community",
        "Communities",
        "Research",
        "Quality",
        "Managers",
        "Providers",
        "Commissioners",
        "Providers",
        "Residents",
        "One",
        "Two",
        "Three",
        "Other",
        "Others",
        "Although",
        "Monthly",
        "Weekly",
        "Quarterly",
        "Annual",
        "Regular",
        "Overall",
        "Additionally",
        "Internally",
        "Equally",
        "Likewise",
        "Furthermore",
        "Examples",
        "Example",
        "Case",
        "Act",
        "Plan",
        "Strategy",
        "Team",
        "Teams",
        "Service",
        "Services",
        "Survey",
        "Report",
        "Reports",
        "Innovation",
        "Safeguarding",
        "Structures",
        "Interviews",
        "Assessors",
        "Medical",
        "Professional",
        "Unpaid",
        "Kingdom",
        "North",
        "South",
        "East",
        "West",
        "Mental",
        "Autism",
        "Dementia",
        "Reablement",
        "Housing",
        "Hospital",
        "Equality",
        "Equity",
        "Transitions",
        "Governance",
        "Oversight",
        "Elected",
        "Members",
        "Cabinet",
        "Corporate",
        "Performance",
        "Commissioning",
        "Market",
        "Brokerage",
    ]
)


def in_text(paragraphs: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the council that the text is about, as it names it, and the others it could be as well.

    None where no council is named, or where several are named alike.
    """
    text = "\n".join(paragraphs)[:400_000]
    full: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for match in COUNCIL.finditer(text):
        council = _cleaned(match[0])
        if (
            council
            and _is_name(council)
            and (" of " in council or len(council.split()) > 1)
            and _looks_like_a_name(council)
        ):
            full[council] += 1
    for match in _SHORT.finditer(text):
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
        if _part_of_another(match[0], before, after):
            continue
        short[match[0]] += 1
    strong: Counter[str] = Counter()
    for number, pattern in enumerate(_SPOKEN_OF):
        for match in pattern.finditer(text):
            place = match["place"]
            if place.split()[0] in _NO_PLACE or place.split()[-1] in _NO_PLACE or place in _NO_PLACE:
                continue
            after = text[match.end("place") : match.end("place") + 14]
            if _part_of_another(place, "", after):
                continue
            strong[place] += 2 if number < 2 else 1
    weights: Counter[str] = Counter()
    for place, count in short.items():
        weights[place] += count + strong.get(place, 0)
    for place, count in strong.items():
        # A place that no list knows must be spoken of twice, once as the council.
        if place not in SHORT_NAMES and count >= 3 and text.count(place) >= 2:
            weights[place] += count
    for council, count in full.items():
        place = next((each for each in weights if each in council), council)
        weights[place] += count * 3
    sure = {
        place: weight
        for place, weight in weights.items()
        if weight >= (3 if place in ALSO_WORDS else 2) or any(place in each for each in full)
    }
    if not sure:
        return None, []
    best = sorted(sure, key=lambda place: (-sure[place], place))
    rivals = [
        place
        for place in best[1:]
        if sure[place] * 3 >= sure[best[0]] * 2 and place not in best[0] and best[0] not in place
    ]
    if rivals:
        return None, [best[0], *rivals]
    printed = [council for council, _ in full.most_common() if best[0] in council]
    return (printed[0] if printed else best[0]), []


def _part_of_another(name: str, before: str, after: str) -> bool:
    """Return whether a name stands within another one: a university's, a hospital's, a street's."""
    if re.match(
        r"\s+(?:University|Hospital|Hospitals|Road|Street|Airport|Foundation|Trust|ADASS|NHS|Partnership|Network|College|College|Region|Combined|Board)\b",
        after,
    ):
        return True
    if re.search(r"(?:North|South|East|West|New|University of|Port|Great|Greater|Mount)\s+$", before):
        return True
    return name == "Reading" and not re.search(r"\b(?:in|of|across|at)\s+$", before)
