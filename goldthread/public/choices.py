"""The choices of the public forms: what somebody tells, for whom, how they want to be answered, and what must follow."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What somebody tells the council."""

    COMPLIMENT = "compliment", "Say thank you"
    COMPLAINT = "complaint", "Complain"
    CONCERN = "concern", "Tell us about a worry"
    SUGGESTION = "suggestion", "Suggest a change"
    IDEA = "idea", "Share an idea"
    ENQUIRY = "enquiry", "Ask about somebody in my ward"


# Something went wrong, and somebody can say what would put it right.
WRONG = (Kind.COMPLAINT, Kind.CONCERN, Kind.ENQUIRY)


class Who(models.TextChoices):
    """Who fills in the form, and so whose words they are."""

    PERSON = "person", "I have care or support"
    CARER = "carer", "I look after somebody, unpaid"
    SOMEONE_ELSE = "someone_else", "I am telling you for somebody else"
    OTHER = "other", "Somebody else, such as a neighbour"


class Relation(models.TextChoices):
    """What somebody who speaks for another is to them."""

    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend or neighbour"
    CARER = "carer", "Unpaid carer"
    ADVOCATE = "advocate", "Advocate"
    ATTORNEY = "attorney", "Attorney, deputy or personal representative"
    COUNCILLOR = "councillor", "Councillor"
    GROUP = "group", "Voluntary organisation"


# Who may act by law, so that the person's own consent is not asked.
ENTITLED = (Relation.ATTORNEY,)


class Agreed(models.TextChoices):
    """What a representative says of the person's agreement: consent itself is never given by them."""

    YES = "yes", "Yes, they know and agree"
    NO = "no", "They do not know yet"
    CANNOT = "cannot", "They cannot decide this for themselves"


class Format(models.TextChoices):
    """How somebody wants to be answered."""

    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    PHONE = "phone", "Telephone"
    TEXT = "text", "Text message"
    LARGE = "large", "Large print"
    EASY = "easy", "Easy read"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    BSL = "bsl", "British Sign Language"
    OTHER = "other", "Another format or language"


class Duty(models.TextChoices):
    """What must follow a form that was sent."""

    CLOCK = "clock", "Clock"
    SCREEN = "screen", "Screen for possible harm"
    CONFIRMATION = "confirmation", "Confirmation by e-mail"
    SCAN = "scan", "Scanning its files for viruses"
    TYPED = "typed", "Typing in what was sent as a voice message or a letter"


class Standing(models.TextChoices):
    """How a duty stands. `sending`: handed to the mail server, whose answer has not come; never sent a second time."""

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    UNSURE = "unsure", "May have been sent"


class Problem(models.TextChoices):
    """Why a duty failed, in words for staff."""

    ERROR = "error", "Goldthread failed to do it."
    LOCKED = "locked", "The feedback is awaiting redaction."
    EMAIL = "email", "The mail server did not take it."
    ADDRESS = "address", "The mail server refuses the address."
    TO_TYPE = "to_type", "A person listens to it or reads it, and types the words into the feedback."
    SCANNER = "scanner", "The scanner of files does not answer."
    OFF = "off", "The council's e-mail is turned off."
