"""What can be said of an e-mail that came: the codes with their words on pages."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where an e-mail stands; the first two wait for a person."""

    WAITING = "waiting", "To sort"
    UNREADABLE = "unreadable", "Could not be read"
    FEEDBACK = "feedback", "Added as feedback"
    JOINED = "joined", "Joined to feedback"
    ASIDE = "aside", "Set aside"


OPEN = (State.WAITING, State.UNREADABLE)


class Via(models.TextChoices):
    """How an e-mail came to Goldthread."""

    IMAP = "imap", "Mailbox"
    FOLDER = "folder", "Folder"
    UPLOAD = "upload", "Added by hand"


class Automatic(models.TextChoices):
    """What a machine sent by itself (`goldthread/mail/message.py`)."""

    BOUNCE = "bounce", "Not delivered"
    DELAY = "delay", "Delayed"
    REPLY = "reply", "Automatic reply"
    LIST = "list", "Sent to a list"


class Arrived(models.TextChoices):
    """What the timeline of its feedback says of an e-mail: by whom it was sent, as far as that is known."""

    FIRST = "first", "Came by e-mail"
    CONTACT = "contact", "E-mail from the person"
    UNKNOWN = "unknown", "E-mail from an address we do not know"
    OURS = "ours", "E-mail from the council"
    AUTOMATIC = "automatic", "Automatic reply by e-mail"
    BOUNCED = "bounced", "An e-mail could not be delivered"


class How(models.TextChoices):
    """By what an e-mail was joined to feedback."""

    THREAD = "thread", "It answers an e-mail of this feedback"
    REFERENCE = "reference", "Its subject names the reference"
    PERSON = "person", "Somebody joined it"


class AsideBecause(models.TextChoices):
    """Why an e-mail is set aside."""

    SPAM = "spam", "Spam"
    NOT_OURS = "not_ours", "Not for this council, or passed to another service"
    NO_FEEDBACK = "no_feedback", "No feedback: an automatic message, a newsletter, a thank-you for a reply"
    TWICE = "twice", "The same e-mail twice"
    OTHER = "other", "Another reason"


class Harm(models.TextChoices):
    """What the screen for possible harm found in an e-mail; it judges nothing and closes nothing."""

    DANGER = "danger", "Danger now?"
    TODAY = "today", "Look today"
