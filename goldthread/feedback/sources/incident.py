"""An incident: something that went wrong or nearly did, as it was reported, whoever noticed it."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="incident",
    name="Incident",
    plural="Incidents",
    what_it_is="Something that went wrong in somebody's care or nearly did, as staff or a provider reported it.",
    evidence_category="processes",
    retention="service_voice",
    speaker="staff",
    default_tone=-1,
    extras=(
        Extra(
            "harm",
            "Harm",
            choices=("None: a near miss", "Low", "Moderate", "Severe", "Death"),
            columns=("level of harm", "severity", "degree of harm", "actual harm"),
        ),
    ),
    columns={
        "text": ("incident", "description of incident", "what happened"),
        "their_reference": ("incident number", "incident reference", "incident id"),
        "happened_on": ("date of incident", "incident date"),
    },
)
