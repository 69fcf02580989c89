"""Kinds of board and network: a small spec each, so that a new kind is a line and no table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BodyKind:
    """One kind: its name, what it is in a sentence, and what it has.

    seats: whether it has seats that are held for a term. people: whether people who draw on care or carers sit on it,
    so that it is held against the population and may have a page for the public. members: what its members are called
    in a sheet of members. asks: the question that is asked of it once a year.
    """

    slug: str
    name: str
    what: str
    seats: bool = False
    people: bool = False
    members: str = "members"
    asks: str = "What changed because of it?"


BODY_KINDS: dict[str, BodyKind] = {
    kind.slug: kind
    for kind in (
        BodyKind(
            slug="board_of_people",
            name="Board of people",
            what="People who draw on care and carers, who are owed an answer to what they raise.",
            seats=True,
            people=True,
        ),
        BodyKind(
            slug="panel",
            name="Panel of readers or checkers",
            what="People who read, check or interview with the council.",
            seats=True,
            people=True,
        ),
        BodyKind(
            slug="forum",
            name="Forum or user group",
            what="An open group that people come to as they wish.",
            people=True,
        ),
        BodyKind(
            slug="strategic_board",
            name="Strategic board",
            what="A board of leaders, on which seats for people are asked for.",
            seats=True,
        ),
        BodyKind(
            slug="network",
            name="Professional network",
            what="A network of professionals across councils.",
            asks="What did we bring back, and what changed because of it?",
        ),
        BodyKind(
            slug="champions",
            name="Staff champions",
            what="Staff who stand for a subject in their team.",
            members="champions",
        ),
        BodyKind(
            slug="partnership", name="Partnership", what="Organisations that work together by agreement."
        ),
        BodyKind(
            slug="teaching_partnership",
            name="Teaching partnership",
            what="Councils and universities that teach social workers together.",
        ),
        BodyKind(
            slug="community_of_practice",
            name="Community of practice",
            what="People of one craft who learn from each other.",
        ),
        BodyKind(
            slug="outside_role",
            name="Outside role held",
            what="A role that one of the council's leaders holds elsewhere.",
            asks="What changed here because one of us holds this role?",
        ),
        BodyKind(
            slug="research_partner",
            name="Research or improvement partner",
            what="A university, or an organisation for research or improvement.",
            members="people who used it",
        ),
        BodyKind(
            slug="forum_strengthening",
            name="Strengthening of boards and forums",
            what="A project that helps boards and forums to be heard.",
            asks="What changed because boards and forums were helped to be heard?",
        ),
    )
}
CHOICES = [(kind.slug, kind.name) for kind in BODY_KINDS.values()]
