"""How far an item of an information return is: worked out from its dates by one function, and kept with it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Stage(models.TextChoices):
    """How far an item is."""

    NOT_STARTED = "not_started", "Not started"
    GATHERING = "gathering", "Gathering"
    TO_REDACT = "to_redact", "To redact"
    TO_SIGN = "to_sign", "To sign off"
    READY = "ready", "Ready"
    SENT = "sent", "Sent"


class Redaction(models.TextChoices):
    """Whether something is to be hidden in what is sent."""

    NEEDED = "needed", "Needed"
    NOT_NEEDED = "not_needed", "Not needed"


# Something is still to be done about it by its owner or whoever signs it off.
OPEN = (Stage.NOT_STARTED, Stage.GATHERING, Stage.TO_REDACT, Stage.TO_SIGN)
LOOKS = {
    Stage.NOT_STARTED: "not_checked",
    Stage.GATHERING: "in_progress",
    Stage.TO_REDACT: "partly",
    Stage.TO_SIGN: "undecided",
    Stage.READY: "done",
    Stage.SENT: "sent",
}


def stage_of(item: Any, *, has_documents: bool) -> Stage:
    """Return how far an item is."""
    if item.sent_on:
        return Stage.SENT
    if item.signed_on:
        return Stage.READY
    if not item.gathered_on:
        begun = has_documents or item.public_address or item.as_at
        return Stage.GATHERING if begun else Stage.NOT_STARTED
    if item.redaction == Redaction.NEEDED and not item.redacted_on:
        return Stage.TO_REDACT
    return Stage.TO_SIGN
