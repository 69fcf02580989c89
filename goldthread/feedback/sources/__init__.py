"""The types of feedback: name, usual speaker, own fields and the usual names of their spreadsheet columns.

To add one, write one file here, named after its slug, with a `SOURCE`; import it below and put it on the list. No
migration.
"""

from __future__ import annotations

from goldthread.feedback.sources import (
    board_topic,
    call_or_letter,
    complaint,
    compliment,
    concern,
    councillor_enquiry,
    exit_interview,
    healthwatch,
    incident,
    mp_enquiry,
    outreach,
    partner_feedback,
    provider_feedback,
    staff_feedback,
    suggestion,
    survey_comment,
)
from goldthread.feedback.sources.spec import Extra, RatingScale, Source

# In the order in which they are offered.
_LISTED = (
    complaint,
    compliment,
    concern,
    incident,
    suggestion,
    survey_comment,
    call_or_letter,
    partner_feedback,
    provider_feedback,
    staff_feedback,
    exit_interview,
    board_topic,
    outreach,
    healthwatch,
    mp_enquiry,
    councillor_enquiry,
)

SOURCES: dict[str, Source] = {module.SOURCE.slug: module.SOURCE for module in _LISTED}

# The types of which an answer is owed by default, such as what a board raises.
ANSWER_OWED = tuple(slug for slug, source in SOURCES.items() if source.answer_owed)

__all__ = ["ANSWER_OWED", "SOURCES", "Extra", "RatingScale", "Source"]
