"""What can be said of a letter: its kind, where it stands, and how it was sent."""

from __future__ import annotations

from django.db import models

from goldthread.standards.clocks import LETTERS


class Kind(models.TextChoices):
    """The kinds of letter, as procedures name them."""

    ACKNOWLEDGEMENT = "acknowledgement", LETTERS["acknowledgement"]
    HOLDING = "holding", LETTERS["holding"]
    EXTENSION = "extension", LETTERS["extension"]
    SAFEGUARDING = "safeguarding", LETTERS["safeguarding"]
    FINAL = "final", LETTERS["final"]
    NOT_ACCEPTED = "not-accepted", LETTERS["not-accepted"]


SIGNED_OFF = frozenset({Kind.FINAL})
"""The kinds that somebody senior signs off before they go."""


class Standing(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", "Draft"
    TO_SIGN = "to_sign", "Awaiting sign-off"
    READY = "ready", "Ready to send"
    WAITING = "waiting", "Waiting to be e-mailed"
    E_MAILED = "e_mailed", "E-mailed"
    RETURNED = "returned", "E-mail returned"
    GIVEN_UP = "given_up", "Could not be e-mailed"
    UNSURE = "unsure", "Not known whether e-mailed"
    POSTED = "posted", "Posted"
    GIVEN = "given", "Given in another way"
    DISCARDED = "discarded", "Discarded"


COLOURS = {
    Standing.DRAFT: "yellow",
    Standing.TO_SIGN: "blue",
    Standing.READY: "turquoise",
    Standing.WAITING: "blue",
    Standing.E_MAILED: "done",
    Standing.RETURNED: "orange",
    Standing.GIVEN_UP: "orange",
    Standing.UNSURE: "orange",
    Standing.POSTED: "done",
    Standing.GIVEN: "done",
    Standing.DISCARDED: "stopped",
}
SENT = (Standing.E_MAILED, Standing.POSTED, Standing.GIVEN)
"""What counts as sent; a letter that waits, came back, was given up or may not have gone does not."""
FAILED = (Standing.RETURNED, Standing.GIVEN_UP, Standing.UNSURE)
OPEN = (Standing.DRAFT, Standing.TO_SIGN, Standing.READY, *FAILED)
"""In these somebody must do something."""
EDITED = (Standing.DRAFT, Standing.READY, *FAILED)


class By(models.TextChoices):
    """How a letter reaches the person."""

    POST = "post", "Post"
    E_MAIL = "e_mail", "E-mail"
    OTHER = "other", "Another way, such as read out or handed over"
