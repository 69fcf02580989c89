"""Special category data: words that tell of health, faith, sexuality, ethnic origin or offences.

These are special categories under UK GDPR Article 9 (and criminal matters, Article 10). They are flagged, never hidden:
a story about a diagnosis cannot be told without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """A special category of personal data, or data about offences."""

    HEALTH = "health"
    FAITH = "faith"
    SEXUALITY = "sexuality"
    ETHNICITY = "ethnic origin"
    OFFENCE = "offences"


@dataclass(frozen=True, slots=True)
class Caution:
    """One word or phrase that calls for care: where it stands and which category it tells of."""

    start: int
    end: int
    category: Category


_CUES = {
    Category.HEALTH: (
        "dementia|alzheimer'?s|parkinson'?s|diabet(?:es|ic)|cancer|tumou?r|stroke|epilep(?:sy|tic)|autis(?:m|tic)|adhd|"
        "depress(?:ion|ed)|anxiety|bipolar|schizophreni(?:a|c)|psychosis|psychotic|suicid(?:e|al)|self[- ]harm\\w{0,4}|ptsd|"
        "hiv|aids|hepatitis|sepsis|covid|copd|asthma|arthritis|multiple sclerosis|motor neurone|mnd|huntington'?s|"
        "learning disabilit(?:y|ies)|down'?s syndrome|cerebral palsy|mental health|sectioned|incontinen(?:t|ce)|catheter|"
        "stoma|pressure (?:sore|ulcer)s?|alcoholi(?:c|sm)|addict(?:ion|ed)?|methadone|heroin|dialysis|palliative|end of life|"
        "terminal(?:ly)? ill|pregnan(?:t|cy)|miscarriage|abortion|diagnos(?:is|ed)|medication|insulin|antidepressants?"
    ),
    Category.FAITH: (
        "muslim|islam(?:ic)?|christian|catholic|protestant|methodist|baptist|pentecostal|jehovah'?s witness(?:es)?|mormon|"
        "hindu|sikh|buddhist|jewish|jew|orthodox|atheist|pagan|rastafari(?:an)?|halal|kosher|mosque|synagogue|gurdwara|mandir|"
        "hijab|prayers?|praying|ramadan|eid|shabbat|quran|koran|bible|imam|rabbi|vicar|priest"
    ),
    Category.SEXUALITY: (
        "gay|lesbian|bisexual|queer|homosexual|lgbt\\w{0,6}|transgender|trans (?:man|woman|person)|non[- ]binary|"
        "gender reassignment|same[- ]sex|civil partner(?:ship)?|sexual orientation|sexuality|asexual"
    ),
    Category.ETHNICITY: (
        "black (?:man|woman|people|person|family|african|caribbean|british)|windrush|roma|romany|gyps(?:y|ies)|irish traveller|"
        "travellers?|asylum seekers?|refugees?|immigrants?|bame|racis(?:t|m)|ethnic\\w{0,5}|mixed race"
    ),
    Category.OFFENCE: (
        "convict(?:ed|ion|ions)|prison|jail|criminal(?: record)?|arrest(?:ed)?|charged with|probation|on bail|caution(?:ed)? by|"
        "offen(?:ce|ces|der|ders|ded)|dbs check|sex offender|domestic (?:abuse|violence)|rape[ds]?|sexual(?:ly)? (?:abuse[ds]?|assault\\w{0,3})|"
        "assault(?:ed|s)?|theft|stole|stolen|stealing|fraud|burgl\\w{1,5}|police caution|restraining order|tag(?:ged)? by"
    ),
}
PATTERN = re.compile(
    r"\b(?:" + "|".join(f"(?P<{category.name}>{cues})" for category, cues in _CUES.items()) + r")\b",
    re.IGNORECASE,
)
PATTERNS = {"cautions": PATTERN}


def cautions(text: str) -> list[Caution]:
    """The words in `text` that tell of a special category, in order."""
    return [Caution(*match.span(), Category[match.lastgroup or ""]) for match in PATTERN.finditer(text)]
