"""Which of a theme's issues are counted: negative ones unless asked otherwise, so that praise is no complaint.

Praise added to complaints hides both: a theme would be "unusual" because praise fell. Charts, signals and counts are of
negative issues, praise or everything, by the address of the page, and say in words which. An issue without a
sentiment, such as a finding of a review, is counted under everything alone.
"""

from __future__ import annotations

from dataclasses import dataclass

NEGATIVE, PRAISE, EVERYTHING = "fault", "praise", "count"


@dataclass(frozen=True)
class Tone:
    """One choice: its label, what is counted in words, and which way of the count is better.

    direction: "decrease" for negative issues, "increase" for praise; neither for everything, where praise and
    complaints are added.
    """

    slug: str
    label: str
    issues: str
    direction: str


TONES = {
    tone.slug: tone
    for tone in (
        Tone(NEGATIVE, "Complaints and problems", "negative issues", "decrease"),
        Tone(PRAISE, "Praise", "positive issues", "increase"),
        Tone(EVERYTHING, "Everything", "issues", "neutral"),
    )
}


def tone_of(text: str) -> Tone:
    """Return the choice that an address names; negative issues for none and for what is no choice."""
    return TONES.get(text, TONES[NEGATIVE])
