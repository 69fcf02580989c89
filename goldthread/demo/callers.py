"""Who rang or wrote in some of Avonshire's latest complaints, and the subjects that the complaints manager wrote."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback import corrections
from goldthread.feedback.forms import EditFeedbackForm

_CONTACT = ("name", "phone", "email")


def add(story: Story) -> None:
    """Add each caller's contact details and the subject."""
    by = story.people["dilys-okafor"]
    for entry in content.toml("callers")["callers"]:
        feedback = story.voices[entry["voice"]]
        with tenant.inside(by.council_id):
            feedback.refresh_from_db()
            facts = {name: getattr(feedback, name) for name in ("source", *EditFeedbackForm.FACTS)}
        corrections.edit_feedback(
            by=by,
            feedback=feedback,
            version=feedback.version,
            reason="A subject to find it by",
            today=story.today,
            extra={},
            **{**facts, "subject": entry["subject"]},
        )
        corrections.edit_contact(
            by=by,
            feedback=feedback,
            version=feedback.version,
            reason="They gave their details on the telephone",
            **{name: entry[name] for name in _CONTACT if name in entry},
        )
