"""Equality monitoring questions: always voluntary, answers stored apart and used in totals only.

The groups are those of the Equality Act 2010 that a council asks about, with the census's broad ethnic groups.
"""

from __future__ import annotations

NOT_STATED = "Prefer not to say"

QUESTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "age": ("Age", ("Under 18", "18 to 24", "25 to 44", "45 to 64", "65 to 74", "75 to 84", "85 or over")),
    "sex": ("Sex", ("Female", "Male")),
    "ethnic_group": (
        "Ethnic group",
        (
            "Asian or Asian British",
            "Black, Black British, Caribbean or African",
            "Mixed or multiple ethnic groups",
            "White",
            "Another ethnic group",
        ),
    ),
    "disability": ("Disabled, or has a long-term condition", ("Yes", "No")),
    "religion": (
        "Religion or belief",
        (
            "No religion",
            "Buddhist",
            "Christian",
            "Hindu",
            "Jewish",
            "Muslim",
            "Sikh",
            "Another religion or belief",
        ),
    ),
    "sexual_orientation": (
        "Sexual orientation",
        ("Straight or heterosexual", "Gay or lesbian", "Bisexual", "Another orientation"),
    ),
}


def choices(question: str) -> list[tuple[str, str]]:
    """Return the answers offered to a question; not asked comes first."""
    return [
        ("", "Not asked"),
        *((answer, answer) for answer in QUESTIONS[question][1]),
        (NOT_STATED, NOT_STATED),
    ]
