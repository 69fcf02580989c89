"""The kinds of work, its stages, who takes part and the steps of the ladder: small lists, those of the field from its data."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.council.records.extra_fields import ExtraField
from goldthread.feedback.choices import Speaker
from goldthread.standards import lists

# Who takes part, in the order of the pages.
GROUPS = {
    Speaker.PERSON: "People who draw on care",
    Speaker.CARER: "Unpaid carers",
    Speaker.STAFF: "Staff",
    Speaker.PARTNER: "Partners and voluntary organisations",
    Speaker.PROVIDER: "Care providers",
    "public": "Others who live here",
}

STAGES: dict[str, str] = {stage.slug: stage.name for stage in lists.involvement_stages().items}
"""The stages of a piece of work, the first of them first."""

LADDER: dict[str, str] = {
    step.slug: f"{number}. {step.name}" for number, step in enumerate(lists.ladder().items, 1)
}
"""The steps of the ladder with their numbers, the lowest first."""


@dataclass(frozen=True)
class Kind:
    """A kind of work: what it is, what its subject is called, and the fields that it alone has."""

    slug: str
    name: str
    what_it_is: str
    about: str = "What it is about"
    extra: tuple[ExtraField, ...] = ()


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind("strategy", "Strategy or plan", "A strategy, plan or policy of the council or its partners."),
        Kind(
            "service_review",
            "Service review",
            "A look at a service in which people who use it say what they find.",
            "Service, and what is looked at",
        ),
        Kind(
            "course",
            "Course made together",
            "Training that is made, or taught, with people who draw on care or partners.",
            "What is to be learned",
            (ExtraField("course", "Name of the course"),),
        ),
        Kind(
            "restructure",
            "Change of teams",
            "A change of teams or jobs, in which the staff concerned are asked.",
            "What is to change for staff",
            (ExtraField("affected", "How many staff it affects", "As a number."),),
        ),
        Kind(
            "model",
            "Change of how we work",
            "A change of practice or of how a service works.",
            "What is to change, and from what",
            (ExtraField("options", "Options that were considered", "One in a line."),),
        ),
        Kind(
            "framework",
            "Coproduction framework",
            "How the council says that it works with people, and by which ladder.",
            "What the framework promises",
            (ExtraField("cites", "What it rests on", "Such as Think Local Act Personal's ladder."),),
        ),
        Kind(
            "way_of_asking",
            "How we ask people",
            "A change of when people are asked, and how long they are given.",
            "What is to change in how people are asked",
            (ExtraField("days_aimed_at", "Days that people are to be given", "As a number."),),
        ),
    )
}

AS_WHOM = {
    "person": "Person who draws on care",
    "carer": "Unpaid carer",
    "family": "Family member or friend",
    "public": "Somebody who lives here",
}
"""As whom somebody on the list takes part."""

FORMATS = {
    "letter": "Letter",
    "large_print": "Letter in large print",
    "easy_read": "Easy read",
    "email": "E-mail",
    "telephone": "Telephone call",
    "bsl": "British Sign Language",
    "language": "Another language",
    "visit": "In person",
}
"""In which format somebody is asked."""

INTERESTS = {
    "learning_disability": "Learning disability",
    "autism": "Autism",
    "mental_health": "Mental health",
    "physical": "Physical disability or long illness",
    "sight_hearing": "Sight or hearing loss",
    "dementia": "Dementia",
    "home_care": "Care at home",
    "care_home": "Care homes",
    "caring": "Caring for somebody",
    "young": "Moving into adult services",
    "direct_payments": "Direct payments",
}
"""What somebody knows from their own life, as far as they wish to be asked about it."""

LEVELS: dict[str, str] = {level.slug: level.name for level in lists.coproduction_maturity().items}
"""How far coproduction can have come in a council, the lowest level first."""
