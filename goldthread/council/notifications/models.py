"""The tables of notifications: what people are told of, how each chose to be, a council's e-mail, and what was sent."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person
from goldthread.council.notifications.kinds import KINDS, Delivery
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import NOTIFICATION, STAFF, Retention
from goldthread.council.records.spec import FreeText


class EmailProblem(models.TextChoices):
    """Why e-mail is not sent, in words for whoever sets it."""

    NO_ANSWER = "no_answer", "The mail server does not answer. Check its name, its port and the firewall."
    CERTIFICATE = "certificate", "The mail server's certificate is not trusted, or is for another name."
    NO_TLS = (
        "no_tls",
        "The mail server does not offer encryption on this port. Choose another kind, or another port.",
    )
    SIGN_IN = "sign_in", "The mail server refuses the user name or the password."
    PASSWORD = (
        "password",
        "The password cannot be read any more: the secret key of the service changed. Enter it again.",
    )
    SENDER = "sender", "The mail server refuses the address that messages are sent from."
    NOT_UNDERSTOOD = (
        "not_understood",
        "The mail server answers in a way that is not understood. Check the port.",
    )
    RECIPIENT = "recipient", "The mail server refuses the address of the person."
    MESSAGE = "message", "The mail server refuses the message."
    TOO_LATE = "too_late", "It could not be sent in time."


class EmailSettings(CouncilOwned):
    """How a council sends e-mail: off until it is set; the password is encrypted, or in the server's environment.

    digest_on and weekly_on: the days for which a digest, and a weekly one, was last made. failures: how often in a row
    the mail server could not be used, for so long nothing is tried until `next_try_at`.
    """

    class Security(models.TextChoices):
        STARTTLS = "starttls", "STARTTLS, as on port 587"
        TLS = "tls", "TLS from the start, as on port 465"
        NONE = "none", "None: only to a server on the council's own network"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"

    is_on = models.BooleanField(default=False)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(
        default=587, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    username = models.CharField(max_length=200, blank=True)
    password = models.CharField(max_length=1000, blank=True, help_text="Encrypted.")
    from_address = models.EmailField()
    site_address = models.CharField(max_length=200, help_text="Where links lead, such as https://name")
    hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    turned_on_at = models.DateTimeField(null=True)
    digest_on = models.DateField(null=True)
    weekly_on = models.DateField(null=True)
    sent_at = models.DateTimeField(
        null=True, help_text="When a message was last accepted by the mail server."
    )
    problem = models.CharField(max_length=20, blank=True, choices=EmailProblem)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    retention = Retention(
        plain="is_on host port security username password from_address site_address hour weekday turned_on_at digest_on "
        "weekly_on sent_at problem failing_since failures next_try_at"
    )
    spec = FreeText(codes="host username password from_address site_address")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_email_settings_a_council")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class NotificationChoice(CouncilOwned):
    """How one person chose to be told of one kind of thing; who has not chosen is told as is usual for it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    delivery = models.CharField(max_length=10, choices=Delivery)

    retention = Retention(personal={"person": STAFF}, plain="kind delivery")
    spec = FreeText(codes="kind")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "kind"], name="one_notification_choice_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_delivery_display()}"


class SentEmail(CouncilOwned):
    """One message to one person, before it is sent and after: what for and how it went, neither address nor text.

    unsure: the worker was killed while it was being sent, so it may have arrived; a digest is not sent twice.
    """

    class Purpose(models.TextChoices):
        DANGER = "danger", "Danger now?"
        DIGEST = "digest", "Digest"
        TEST = "test", "Test message"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        UNSURE = "unsure", "May have been sent"
        FAILED = "failed", "Not sent"
        NOT_NEEDED = "not_needed", "Not needed any more"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    on = models.DateField(help_text="The day that it is for.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=20, blank=True, choices=EmailProblem)

    retention = Retention(
        personal={"person": NOTIFICATION}, plain="purpose on state tries next_try_at sent_at problem"
    )
    spec = FreeText()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "on"],
                condition=models.Q(purpose="digest"),
                name="one_digest_a_person_a_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["council", "next_try_at"],
                name="emails_not_sent_yet",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["council", "created_at"], name="emails_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_state_display()}"


class Notification(CouncilOwned):
    """One thing that a person is told of: its kind and the record, of whatever type, by its reference; no words of it.

    `origin` is the kind of the record, `origin_id` its key, `reference` what people call it: "F-1344", or "Theme"
    where the type has no numbers. query: of many records at once, of which `origin_id` is the first, what narrows their
    list to them; the reference is then how many. email: the message in which it was sent.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    reference = models.CharField(max_length=60)
    query = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)
    email = models.ForeignKey(SentEmail, null=True, on_delete=models.SET_NULL, related_name="notifications")

    retention = Retention(
        personal={"person": NOTIFICATION, "by": NOTIFICATION},
        plain="kind origin origin_id reference query at read_at email",
    )
    spec = FreeText(codes="kind origin reference query")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person", "kind", "origin_id"],
                condition=models.Q(read_at=None),
                name="one_unread_notification_each",
            )
        ]
        indexes = [
            models.Index(fields=["council", "person", "-at", "-id"], name="notifications_newest"),
            models.Index(
                fields=["council", "person"], name="notifications_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=["council", "at"], name="notifications_oldest"),
        ]

    def __str__(self) -> str:
        return KINDS[self.kind].says(self.reference, several=bool(self.query))


class CalendarFeed(CouncilOwned):
    """The private address of somebody's calendar; its secret is made of this row's key and stands in no table.

    asked_at: when a calendar last read it, within the hour.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True)

    retention = Retention(personal={"person": STAFF}, plain=("asked_at",))
    spec = FreeText()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], name="one_calendar_feed_a_person")
        ]

    def __str__(self) -> str:
        return "calendar address"
