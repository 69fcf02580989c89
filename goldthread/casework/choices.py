"""What can be said of a case, its events and its remedies: the codes with their words on pages."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Where a case stands; written by `states.settle` whenever something happens to it."""

    NEW = "new", "To acknowledge"
    OPEN = "open", "Being looked into"
    READY = "ready", "Ready for the final letter"
    PAUSED = "paused", "Paused"
    PARKED = "parked", "With safeguarding"
    REPLIED = "replied", "Reply sent"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn by the person"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    SERVICE_REQUEST = "service_request", "Service request"


# Nothing more is to be done in these.
ENDED = (State.CLOSED, State.WITHDRAWN, State.NOT_ACCEPTED, State.SERVICE_REQUEST)


class Happened(models.TextChoices):
    """What happened to a case on a day; those of `CLOCK` are what its clocks are read from."""

    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    EXTENDED = "extended", "Time to reply extended"
    AGREED = "agreed", "Another date agreed with the person"
    PAUSED = "paused", "Paused"
    SAFEGUARDING = "safeguarding", "Referred to safeguarding"
    SAFEGUARDING_OVER = "safeguarding_over", "Resumed after safeguarding"
    QUESTION_ASKED = "question_asked", "Question asked"
    QUESTION_ANSWERED = "question_answered", "Question answered"
    STAGE_2_ASKED = "stage_2_asked", "Stage 2 asked for"
    REPLIED = "replied", "Reply sent"
    WITHDRAWN = "withdrawn", "Withdrawn by the person"
    CLOSED = "closed", "Case closed"
    REOPENED = "reopened", "Case reopened"
    NOT_ACCEPTED = "not_accepted", "Not accepted as a complaint"
    SERVICE_REQUEST = "service_request", "Treated as a service request"
    READY = "ready", "Ready for the final letter"
    NOT_READY = "not_ready", "Not ready for the final letter"
    REOPENING_ASKED = "reopening_asked", "Asked to reopen"
    REOPENING_DECLINED = "reopening_declined", "Not reopened"
    DONE = "done", "Step done"


CLOCK = frozenset(
    {
        Happened.ACKNOWLEDGED,
        Happened.EXTENDED,
        Happened.AGREED,
        Happened.PAUSED,
        Happened.SAFEGUARDING,
        Happened.SAFEGUARDING_OVER,
        Happened.QUESTION_ASKED,
        Happened.QUESTION_ANSWERED,
        Happened.STAGE_2_ASKED,
        Happened.REPLIED,
        Happened.WITHDRAWN,
        Happened.CLOSED,
        Happened.REOPENED,
        Happened.DONE,
    }
)


class How(models.TextChoices):
    """How an answer came."""

    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "In a letter"
    EMAIL = "email", "By e-mail"
    MEETING = "meeting", "When we met"
    LINK = "link", "Through the private link"


class Found(models.TextChoices):
    """What was found of one issue, as it counts; the council's own words for each are data."""

    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Partly upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
    NO_FINDING = "no_finding", "No finding"


class Level(models.TextChoices):
    """How great the risk to the person was at receipt."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class Urgency(models.TextChoices):
    """How soon somebody had to look at it."""

    USUAL = "usual", "In the usual time"
    WEEK = "week", "This week"
    TODAY = "today", "Today"


class YesNo(models.TextChoices):
    """Whether somebody said that they have a conflict of interest."""

    NO = "no", "No"
    YES = "yes", "Yes"


class Consent(models.TextChoices):
    """Whether the person agrees that somebody complains for them and is told about their care."""

    NOT_NEEDED = "not_needed", "Not needed: the person complains themselves"
    ASKED = "asked", "Asked for"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"
    BEST_INTERESTS = "best_interests", "Cannot consent: decided in their best interests"
    ENTITLED = "entitled", "Not needed: attorney, deputy or personal representative"


class Advocate(models.TextChoices):
    """Whether somebody independent helps the person to complain."""

    OFFERED = "offered", "Offered"
    HAS_ONE = "has_one", "Has an advocate"
    DECLINED = "declined", "Offered and declined"


class NotAccepted(models.TextChoices):
    """Why something is not looked into as a complaint."""

    OUT_OF_TIME = "out_of_time", "Out of time: more than 12 months ago"
    EXCLUDED = "excluded", "Excluded from the procedure"
    ALREADY = "already", "Looked into before"
    COURT = "court", "Before a court or tribunal"


class RemedyKind(models.TextChoices):
    """What the council does to put something right."""

    APOLOGY = "apology", "Apology"
    PAYMENT = "payment", "Payment"
    REASSESSMENT = "reassessment", "Reassessment"
    DECISION = "decision", "Decision changed"
    SERVICE = "service", "Service put in place or changed for the person"
    IMPROVEMENT = "improvement", "Service improvement for everybody"
    OTHER = "other", "Other"
