"""What can become of a request, what the asker says of the answer, and how somebody was told."""

from __future__ import annotations

from django.db import models


class Outcome(models.TextChoices):
    """What became of a request."""

    WILL_DO = "will_do", "Will do"
    DONE = "done", "Done"
    DIFFERENTLY = "differently", "Done differently"
    NOT = "not", "Not done, because"
    CONSIDERED = "considered", "Considered"


# Only these are a change. A promise is none yet, and "considered" never counts as one.
CHANGED = (Outcome.DONE, Outcome.DIFFERENTLY)
# These say why.
NEEDS_REASON = (Outcome.DIFFERENTLY, Outcome.NOT)


class Says(models.TextChoices):
    """What the asker says of the answer."""

    SATISFIED = "satisfied", "Satisfied with the answer"
    PARTLY = "partly", "Partly satisfied"
    DISAGREES = "disagrees", "Disagrees with the answer"


class How(models.TextChoices):
    """How somebody was told, or gave their view."""

    LETTER = "letter", "Letter"
    EMAIL = "email", "Email"
    PHONE = "phone", "Telephone"
    FACE = "face", "Face to face"
    MEETING = "meeting", "At their meeting"
    PAGE = "page", "On their own page"
    LINK = "link", "Private link"


class News(models.TextChoices):
    """What became of an action, which whoever asked to hear is told; the later in this order says more."""

    DONE = "done", "Done"
    EMBEDDED = "embedded", "Embedded"
    NOT_EMBEDDED = "not_embedded", "Not embedded"
    WORKED = "worked", "Shown to work"
    NOT_SHOWN = "not_shown", "Not shown to work"
    WORSE = "worse", "Shown to be worse"


# What staff can choose: nobody else's page, and no link.
BY_STAFF = [(value, label) for value, label in How.choices if value not in (How.PAGE, How.LINK)]
