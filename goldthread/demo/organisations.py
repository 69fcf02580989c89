"""The organisations that Avonshire's feedback and actions name: all invented, as is what is said of them."""

from __future__ import annotations

from typing import Any

from goldthread.council.organisations import commands
from goldthread.council.organisations.models import Organisation
from goldthread.council.people import commands as people
from goldthread.demo.story import Story

# (short name, name, kind, other names). None of them exists.
_ORGANISATIONS = (
    ("fenway", "Fenway Home Care", "provider", "Fenway Homecare Ltd\nFenway"),
    ("marlcross", "Marl Cross Care at Home", "provider", "Marl Cross Carers"),
    ("staithe", "Staithe House", "provider", "Staithe House Care Home\nStaithe Hse"),
    ("infirmary", "Royal Avonshire Infirmary", "nhs", "RAI\nThe Infirmary"),
    ("transport", "Avonshire Community Transport", "voluntary", "ACT"),
    ("carers", "Avonshire Carers Network", "voluntary", ""),
    ("police", "Avonshire Police", "agency", ""),
    ("brackenmoor", "Brackenmoor Borough Council", "council", ""),
    ("university", "University of Avonbridge", "university", ""),
    ("healthwatch", "Healthwatch Avonshire", "voluntary", "Healthwatch"),
)
_HOME_CARE = ("fenway", "marlcross")
_BY_THEME = {"hospital-discharge": "infirmary", "care-homes-and-supported-living": "staithe"}
_BY_SOURCE = {"provider_feedback": "fenway", "partner_feedback": "infirmary"}


def add(story: Story) -> None:
    """Add the organisations, before any feedback names one."""
    for slug, name, kind, others in _ORGANISATIONS:
        story.organisations[slug] = commands.add_organisation(
            by=story.people["maureen-tapsell"], name=name, kind=kind, other_names=others
        )
    partner = story.memberships(story.people["carol-tunnicliffe"])[0]
    people.set_organisation(
        by=story.people["maureen-tapsell"],
        membership=partner,
        organisation=story.organisations["healthwatch"],
    )


def named_in(story: Story, entry: dict[str, Any], source: str) -> Organisation | None:
    """Return the organisation that a piece of the calendar names, None for most."""
    if source in _BY_SOURCE:
        return story.organisations[_BY_SOURCE[source]]
    themes = {slug for point in entry["points"] for slug in point["themes"]}
    number = int(entry["id"][1:])
    if "care-at-home" in themes and number % 5:
        # One of the two visits three homes of four.
        return story.organisations[_HOME_CARE[number % 4 == 0]]
    return next((story.organisations[slug] for theme, slug in _BY_THEME.items() if theme in themes), None)


# The organisation that an action names, and what the action changed in its contract from which month on, "" for nothing.
_BY_ACTION = {
    "missed-visits-table": (
        "fenway",
        "A missed visit is reported to the council the same day, and is not paid for.",
        -15,
    ),
    "going-home-card": ("infirmary", "", 0),
    "easy-read-forms": ("healthwatch", "", 0),
}


def named_by_action(story: Story, slug: str) -> dict[str, Any]:
    """Return what an action says of an organisation, as arguments of the command that agrees it."""
    name, change, since = _BY_ACTION.get(slug, ("", "", 0))
    return {
        "organisation": story.organisations.get(name),
        "contract_change": change,
        "contract_from": story.month(since) if change else None,
    }
