"""Who feedback is from, how it was received and how it sounds: the choices of its fields."""

from __future__ import annotations

from django.db import models


class Speaker(models.TextChoices):
    """Who an issue comes from, whatever record it stems from."""

    PERSON = "person", "Person who draws on care"
    CARER = "carer", "Unpaid carer"
    REPRESENTATIVE = "representative", "Representative or advocate"
    STAFF = "staff", "Member of staff"
    LEADER = "leader", "Leader"
    PARTNER = "partner", "Partner"
    PROVIDER = "provider", "Care provider"
    REGULATOR = "regulator", "Regulator"
    UNKNOWN = "unknown", "Not known"


class Channel(models.TextChoices):
    """How the feedback was received."""

    FORM = "form", "Online form"
    COUNCILLOR = "councillor", "Councillors' form"
    VOLUNTARY = "voluntary", "Voluntary sector's form"
    PHONE = "phone", "Telephone"
    LETTER = "letter", "Letter"
    EMAIL = "email", "Email"
    FACE = "face", "Face to face"
    MEETING = "meeting", "Meeting or event"
    IMPORT = "import", "Spreadsheet"
    OTHER = "other", "Other"


class Tone(models.IntegerChoices):
    """Sentiment, where somebody has recorded it."""

    VERY_NEGATIVE = -2, "Very negative"
    NEGATIVE = -1, "Negative"
    NEUTRAL = 0, "Neutral or mixed"
    POSITIVE = 1, "Positive"
    VERY_POSITIVE = 2, "Very positive"
