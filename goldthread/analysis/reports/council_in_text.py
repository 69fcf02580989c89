"""Which council a page speaks of where no title names one, for a person to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from goldthread.analysis.reports.council_names import COUNCIL, cleaned, is_name, looks_like_a_name
from goldthread.analysis.reports.english_councils import ALSO_WORDS, SHORT_NAMES

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
        council = cleaned(match[0])
        if (
            council
            and is_name(council)
            and (" of " in council or len(council.split()) > 1)
            and looks_like_a_name(council)
        ):
            full[council] += 1
    longer: dict[int, str] = {}
    for match in _SHORT.finditer(text):
        longer[match.start()] = match[0]
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
        if _part_of_another(match[0], before, after):
            continue
        short[match[0]] += 1
    strong: Counter[str] = Counter()
    for number, pattern in enumerate(_SPOKEN_OF):
        for match in pattern.finditer(text):
            # A name with a comma in it goes on where a place usually ends.
            place = max(match["place"], longer.get(match.start("place"), ""), key=len)
            if place.split()[0] in _NO_PLACE or place.split()[-1] in _NO_PLACE or place in _NO_PLACE:
                continue
            end = match.start("place") + len(place)
            after = text[end : end + 14]
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
