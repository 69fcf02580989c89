"""A councillor's enquiry about somebody in their ward, answered to the councillor."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Source

SOURCE = Source(
    slug="councillor_enquiry",
    name="Councillor's enquiry",
    plural="Councillors' enquiries",
    what_it_is="A councillor asks about somebody in their ward. If it says that somebody is dissatisfied, "
    "it is a complaint too.",
    evidence_category="people",
    retention="complaint",
    speaker="representative",
    procedure="councillor-enquiry",
)
