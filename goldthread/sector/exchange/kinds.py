"""Kinds of exchange: a small spec each, so that a new kind is a line and no table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Direction(models.TextChoices):
    """Which way it went."""

    IN = "in", "Brought in"
    OUT = "out", "Given out"


@dataclass(frozen=True, kw_only=True)
class ExchangeKind:
    """One kind: its name, what it is in a sentence, which ways it goes, and what its reach counts unless somebody says else."""

    slug: str
    name: str
    what: str
    reach_of: str
    directions: tuple[str, ...] = (Direction.IN.value, Direction.OUT.value)


EXCHANGE_KINDS: dict[str, ExchangeKind] = {
    kind.slug: kind
    for kind in (
        ExchangeKind(
            slug="practice",
            name="Practice shared",
            what="A way of working that one council shows another.",
            reach_of="people who came",
        ),
        ExchangeKind(
            slug="help",
            name="Help",
            what="Help that a council asks for, such as a peer review, or gives to others.",
            reach_of="councils helped",
        ),
        ExchangeKind(
            slug="talk",
            name="Talk",
            what="A talk, workshop or presentation.",
            reach_of="people who came",
        ),
        ExchangeKind(
            slug="outreach",
            name="Outreach by a board",
            what="A board or forum goes to teams or groups and tells them what they should know.",
            reach_of="people who came",
            directions=(Direction.OUT.value,),
        ),
        ExchangeKind(
            slug="material",
            name="Tool or document",
            what="A tool, form, course or document.",
            reach_of="organisations that have it",
        ),
        ExchangeKind(
            slug="visit", name="Visit", what="A visit to see how it is done.", reach_of="people who came"
        ),
    )
}
CHOICES = [(kind.slug, kind.name) for kind in EXCHANGE_KINDS.values()]
