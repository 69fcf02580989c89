"""The doors of the public form: the public's own, a councillor's, and the voluntary sector's, each with its address.

How feedback was received says which it came by, so that a council can count which door brought whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.feedback.choices import Channel, Speaker
from goldthread.public.choices import Kind, Relation, Who

_SOURCES = {
    Kind.COMPLAINT: "complaint",
    Kind.COMPLIMENT: "compliment",
    Kind.CONCERN: "concern",
    Kind.SUGGESTION: "suggestion",
    Kind.IDEA: "suggestion",
    Kind.ENQUIRY: "councillor_enquiry",
}
_SPEAKERS = {
    Who.PERSON: Speaker.PERSON,
    Who.CARER: Speaker.CARER,
    Who.SOMEONE_ELSE: Speaker.REPRESENTATIVE,
    Who.OTHER: Speaker.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True)
class Door:
    """One door: its address, what its first page says, what can be told by it, and what feedback says of it.

    relation: what whoever comes by it is to the person whom it is about, where the door says so.
    """

    slug: str
    name: str
    title: str
    intro: str
    kinds: tuple[Kind, ...]
    channel: Channel
    relation: Relation | None = None

    def source(self, answers: Mapping[str, Any]) -> str:
        """Return the type of feedback that a form becomes."""
        return _SOURCES[Kind(answers["kind"])]

    def speaker(self, answers: Mapping[str, Any]) -> Speaker:
        """Return whose words they are."""
        return _SPEAKERS[Who(answers["who"])] if answers.get("who") else Speaker.REPRESENTATIVE


_ALL = (Kind.COMPLIMENT, Kind.COMPLAINT, Kind.CONCERN, Kind.SUGGESTION, Kind.IDEA)
PUBLIC = Door(
    slug="public",
    name="Public form",
    title="Tell us about your care",
    intro="Good or bad, we want to know. It takes about five minutes. You do not have to give your name.",
    kinds=_ALL,
    channel=Channel.FORM,
)
COUNCILLOR = Door(
    slug="councillor",
    name="Councillors' form",
    title="Tell us something for somebody in your ward",
    intro="For councillors: what a resident told you about their care and support, or a question about it.",
    kinds=(Kind.ENQUIRY, Kind.COMPLAINT, Kind.CONCERN, Kind.COMPLIMENT, Kind.SUGGESTION),
    channel=Channel.COUNCILLOR,
    relation=Relation.COUNCILLOR,
)
VOLUNTARY = Door(
    slug="voluntary",
    name="Voluntary sector's form",
    title="Tell us what people tell you",
    intro="For voluntary and community organisations: what somebody told you about their care and support.",
    kinds=_ALL,
    channel=Channel.VOLUNTARY,
    relation=Relation.GROUP,
)
DOORS = {door.slug: door for door in (PUBLIC, COUNCILLOR, VOLUNTARY)}
