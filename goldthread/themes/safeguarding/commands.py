"""Command that records the review of a possible safeguarding concern; only a review closes it."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.council.records.people_named import named_under
from goldthread.themes.safeguarding.models import SafeguardingPrompt, SafeguardingReview


@command("themes.safeguarding")
def record_review(
    *, by: Person, prompt: SafeguardingPrompt, outcome: str, note: str = ""
) -> SafeguardingReview:
    """Record that somebody reviewed a prompt and its outcome; the note is redacted."""
    check_scope(by, prompt)
    if outcome not in SafeguardingReview.Outcome.values:
        raise Refused("Select what you did.")
    if outcome == SafeguardingReview.Outcome.PASSED and not note.strip():
        raise Refused("Enter the role of the person you passed it to.")
    redacted = privacy.hide(note.strip(), named_under(prompt.point))
    review = SafeguardingReview.objects.create(
        council=by.council, prompt=prompt, by=by, outcome=outcome, note=redacted.text
    )
    prompt.reviewed_at = timezone.now()
    prompt.save(update_fields=["reviewed_at"])
    return review
