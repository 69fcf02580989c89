"""An MP's enquiry about somebody they represent, answered to the MP."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Source

SOURCE = Source(
    slug="mp_enquiry",
    name="MP's enquiry",
    plural="MPs' enquiries",
    what_it_is="An MP asks about somebody in their constituency. If it says that somebody is dissatisfied, "
    "it is a complaint too.",
    evidence_category="people",
    retention="complaint",
    speaker="representative",
    procedure="mp-enquiry",
)
