"""The kinds of pilot, each with the fields that it alone has."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.council.records.extra_fields import ExtraField


@dataclass(frozen=True)
class Kind:
    """A kind of pilot: what it is, and the fields that it alone has."""

    slug: str
    name: str
    what_it_is: str
    extra: tuple[ExtraField, ...] = ()


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            "pilot",
            "Pilot",
            "A change that is tried with a few people, for a limited time, before anybody else does it.",
        ),
        Kind(
            "digital",
            "Digital product",
            "A website, an app, a device or a record that several organisations share.",
            (ExtraField("supplier", "Supplier, or who built it"), ExtraField("access", "How people get it")),
        ),
        Kind(
            "service",
            "Service model",
            "Another way in which a service works: a team, a hub, a centre.",
            (ExtraField("capacity", "How many people it can serve", "Such as 12 people at a time."),),
        ),
        Kind(
            "providers",
            "With providers",
            "Something that care providers try with the council.",
            (
                ExtraField(
                    "contract", "What it means for contracts", "Such as a clause, a price or a notice period."
                ),
            ),
        ),
        Kind(
            "partner_funded",
            "Partner funded",
            "Something that a partner, charity or fund pays for, wholly or in part.",
            (
                ExtraField("terms", "What the funder asks for"),
                ExtraField("afterwards", "Who pays once the money ends"),
            ),
        ),
        Kind(
            "joint",
            "Joint programme",
            "A programme of several organisations or professions.",
            (
                ExtraField("board", "Board that answers for it"),
                ExtraField("shared", "What is shared", "Staff, money, buildings or data."),
            ),
        ),
        Kind("idea", "Idea", "An idea that is looked into with others, and not tried yet."),
        Kind(
            "research",
            "Research post or study",
            "A post, a study or a place for students by which evidence reaches practice.",
            (
                ExtraField("ethics", "Ethics approval", "Its reference, or why none is needed."),
                ExtraField("register", "Where the study is registered"),
            ),
        ),
        Kind(
            "spread",
            "Result and spread",
            "Something with a result that others have taken up, or are to take up.",
            (
                ExtraField(
                    "celebrated",
                    "How it was shared",
                    "Such as an award, a day of showing or a learning event.",
                ),
            ),
        ),
    )
}
"""What can be tried, in the order in which the kinds are offered."""


def name_of(slug: str) -> str:
    """Return what a kind is called."""
    return KINDS[slug].name
