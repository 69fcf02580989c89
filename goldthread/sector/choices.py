"""The words of the shelf: who speaks in a passage, what it tells of, and what kind of publication a failure stands in."""

from __future__ import annotations

from django.db import models

from goldthread.standards import framework


class Speaker(models.TextChoices):
    """Who speaks in a passage of a published report."""

    PEOPLE = "people", "People who draw on care"
    CARERS = "carers", "Unpaid carers"
    STAFF = "staff", "Staff"
    LEADERS = "leaders", "Leaders"
    PARTNERS = "partners", "Partners"
    PROVIDERS = "providers", "Providers"
    REGULATOR = "regulator", "The regulator"
    DATA = "data", "Data"


class Tells(models.TextChoices):
    """What a passage tells of."""

    STRENGTH = "strength", "Strength"
    WEAKNESS = "weakness", "Weakness"
    CHANGE = "change", "Change under way"
    PLAN = "plan", "Plan"


class AreaFrom(models.TextChoices):
    """What says which council a report is about."""

    TITLE = "title", "Title or heading"
    TEXT = "text", "Named in the text"
    PERSON = "person", "Entered by a person"
    NOTHING = "", "Not named"


SCORES = (1, 2, 3, 4)


def statements() -> list[tuple[str, str]]:
    """Return the slugs and names of the framework's quality statements, in its order."""
    return [(each.slug, each.name) for each in framework.current().statements]


def statement_name(slug: str) -> str:
    """Return a statement's name; of one that the framework does not know, its slug in words; "" for a summary."""
    return dict(statements()).get(slug) or slug.replace("-", " ").capitalize()
