"""Kinds of request: what was asked for, and what else is recorded of one of that kind. A kind is added here, without a migration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AskKind:
    """A kind of request: its name, what it is, and the fields that it has beside the others, as (slug, label)."""

    slug: str
    name: str
    what_it_is: str
    extras: Sequence[tuple[str, str]] = ()


KINDS: dict[str, AskKind] = {
    kind.slug: kind
    for kind in (
        AskKind(
            slug="asked", name="Asked for", what_it_is="Something that people want to have or to be done."
        ),
        AskKind(
            slug="challenged",
            name="Challenge",
            what_it_is="Somebody holds the council to account: for what it did, or for what it promised.",
            extras=(("promise", "What had been promised"),),
        ),
        AskKind(slug="suggested", name="Suggestion", what_it_is="An idea for doing something differently."),
        AskKind(
            slug="unmet",
            name="Unmet ask",
            what_it_is="What people ask for again and again and do not have. It stays listed until they say that it is met.",
            extras=(("would_meet", "What would meet it"),),
        ),
        AskKind(
            slug="partner",
            name="Partner issue",
            what_it_is="A problem that a partner raises and that has to be solved together.",
            extras=(("together_with", "Who works on it together"),),
        ),
        AskKind(
            slug="staff_idea", name="Staff idea", what_it_is="What staff propose, or ask their leaders for."
        ),
    )
}

CHOICES = [(kind.slug, kind.name) for kind in KINDS.values()]
EXTRAS: dict[str, str] = {slug: label for kind in KINDS.values() for slug, label in kind.extras}


def name_of(slug: str) -> str:
    """Return the name of a kind; of one that is no longer listed, its slug in words."""
    return KINDS[slug].name if slug in KINDS else slug.replace("_", " ").capitalize()
