"""E-mails that came, with the message as it came and whom it names; and where a council's mailbox is."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap, Happening
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, new_id
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText, Part, RecordType
from goldthread.council.records.states import State as Tag
from goldthread.feedback.models import Feedback
from goldthread.mailbox.choices import OPEN, Arrived, AsideBecause, Automatic, Harm, How, State, Via

_TAGS = {
    State.WAITING: "yellow",
    State.UNREADABLE: "orange",
    State.FEEDBACK: "done",
    State.JOINED: "done",
    State.ASIDE: "stopped",
}


class IncomingEmailQuerySet(RecordQuerySet):
    """Queries on e-mails, which whoever sorts them sees; who reviews possible harm sees those that may tell of it."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> IncomingEmailQuerySet:
        """Return the e-mails that this person may open."""
        visible = super().visible_to(person, withdrawn=withdrawn)
        return (
            visible if person.may("mailbox.sort") else visible.exclude(harm="").exclude(state=State.FEEDBACK)
        )

    def to_sort(self) -> IncomingEmailQuerySet:
        """Return the e-mails that wait for a person."""
        return self.filter(state__in=OPEN)

    def harm_not_reviewed(self) -> IncomingEmailQuerySet:
        """Return the e-mails that may tell of harm and that nobody has reviewed, not as feedback either."""
        return self.exclude(harm="").filter(harm_reviewed_at=None).exclude(state=State.FEEDBACK)


class IncomingEmail(Numbered):
    """One e-mail as it came: what is new in it, what it quotes and what came along, and what became of it.

    Who sent it is kept apart (`EmailPeople`), and the message itself in pieces. identity: what makes it the same however
    often it is read (`goldthread.mail.message.identity`). thread: the key that all e-mails of a thread share. seems: the type of feedback, or what else, that it seems
    to be, by the words or headers in `seems_because`. attachments: name, size, whether it is shown within the text, and
    why it is not kept. notes: what could not be read of it; problem: why none of it could.
    """

    identity = models.CharField(max_length=64, editable=False)
    checksum = models.CharField(max_length=64, editable=False)
    message_id = models.CharField(max_length=250, blank=True, editable=False)
    thread = models.UUIDField(default=new_id, editable=False)
    via = models.CharField(max_length=10, choices=Via)
    size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    is_kept = models.BooleanField(default=True, help_text="Whether the message as it came is kept.")
    received_at = models.DateTimeField()
    received_on = models.DateField()
    sent_at = models.DateTimeField(null=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    aside = models.TextField("signature and notices", blank=True)
    inside = models.TextField("message inside", blank=True)
    attachments = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    problem = models.CharField(max_length=200, blank=True)
    automatic = models.CharField(max_length=10, blank=True, choices=Automatic)
    seems = models.CharField(max_length=30, blank=True)
    seems_because = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    feedback = models.ForeignKey(
        Feedback, null=True, blank=True, on_delete=models.SET_NULL, related_name="emails"
    )
    suggested = models.ForeignKey(
        Feedback, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    arrived = models.CharField(max_length=10, blank=True, choices=Arrived)
    how = models.CharField(max_length=10, blank=True, choices=How)
    sorted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sorted_at = models.DateTimeField(null=True)
    aside_because = models.CharField(max_length=12, blank=True, choices=AsideBecause)
    aside_reason = models.TextField(blank=True)
    harm = models.CharField(max_length=10, blank=True, choices=Harm)
    harm_reasons = models.JSONField(default=list)
    harm_reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    harm_reviewed_at = models.DateTimeField(null=True)
    harm_outcome = models.CharField(max_length=10, blank=True)
    harm_note = models.TextField(blank=True)
    forgotten_on = models.DateField(null=True)

    objects = IncomingEmailQuerySet.as_manager()

    retention = Retention(
        personal={
            "subject": CASE,
            "text": CASE,
            "quoted": CASE,
            "aside": CASE,
            "inside": CASE,
            "attachments": CASE,
            "aside_reason": CASE,
            "harm_note": CASE,
            "sorted_by": STAFF,
            "harm_reviewed_by": STAFF,
        },
        plain=(
            "number identity checksum message_id thread via size is_kept received_at received_on sent_at notes "
            "problem automatic seems seems_because state feedback suggested arrived how sorted_at aside_because harm "
            "harm_reasons harm_reviewed_at harm_outcome forgotten_on"
        ),
    )
    spec = RecordType(
        name="E-mail",
        plural="E-mails",
        letter="EM",
        page="mailbox:email",
        list_page="mailbox:list",
        menu="E-mails",
        permission="mailbox.read",
        on="received_on",
        title="title",
        found_by="subject",
        redacted="subject attachments aside_reason harm_note",
        restricted="text quoted aside inside",
        codes="identity checksum message_id notes problem seems seems_because harm_reasons harm_outcome",
        not_before={"received_on": "", "forgotten_on": "received_on"},
        based_on={"feedback": "feedback"},
        notes="",
        # Its text is found in its feedback; one that waits is found in its list.
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
        states=lambda email, today: email.states(),
        gaps=(
            Gap(
                "E-mails to sort",
                lambda emails, today: emails.to_sort().order_by("received_at", "pk"),
                "Add each as feedback, join it to its case, or set it aside.",
            ),
        ),
        happening=Happening(
            what="E-mail",
            kinds="feedback",
            ends=("", "feedback_id"),
            permission="casework.read",
            when="received_at",
            by="sorted_by__name",
            note="text",
            labelled="arrived",
            icon="note",
            opens=True,
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_email_a_number"),
            models.UniqueConstraint(
                fields=["council", "identity"],
                name="an_email_comes_once",
                violation_error_message="This e-mail is here already.",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-received_at", "-id"], name="emails_newest"),
            models.Index(fields=["council", "state", "-received_at", "-id"], name="emails_by_state"),
            models.Index(fields=["council", "message_id"], name="emails_by_message_id"),
            models.Index(fields=["council", "thread"], name="emails_by_thread"),
            models.Index(
                fields=["council", "harm"],
                name="emails_harm_not_reviewed",
                condition=~models.Q(harm="") & models.Q(harm_reviewed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """Return its subject, else that it has none."""
        if self.forgotten_on:
            return "Deleted, as the retention schedule requires"
        return self.subject or (
            "E-mail that could not be read" if self.problem else "E-mail without a subject"
        )

    def states(self) -> tuple[Tag, ...]:
        """Return how it stands, as tags."""
        tags = [Tag(State(self.state).label, _TAGS[State(self.state)])]
        if self.automatic:
            tags.append(Tag(Automatic(self.automatic).label, "grey"))
        if self.harm and self.harm_reviewed_at is None and self.state != State.FEEDBACK:
            tags.insert(0, Tag(Harm(self.harm).label, "red" if self.harm == Harm.DANGER else "orange"))
        return tuple(tags)


class EmailPeople(CouncilOwned):
    """Who sent an e-mail and to whom, apart from it: contact details, opened by whoever responds.

    inside_name, inside_address: who wrote the message that it carries.
    """

    email = models.OneToOneField(IncomingEmail, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=254, blank=True)
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    inside_name = models.CharField(max_length=160, blank=True)
    inside_address = models.CharField(max_length=254, blank=True)

    retention = Retention(
        personal=dict.fromkeys(("name", "address", "to", "cc", "inside_name", "inside_address"), CASE),
        plain=("email",),
    )
    spec = FreeText(restricted="name address to cc inside_name inside_address")

    def __str__(self) -> str:
        return "sender"


class EmailReference(CouncilOwned):
    """A message that an e-mail names in its headers: itself at position 0, then those that it answers, the nearest first."""

    email = models.ForeignKey(IncomingEmail, on_delete=models.CASCADE, related_name="references")
    message_id = models.CharField(max_length=250)
    position = models.PositiveSmallIntegerField()

    retention = Retention(plain="email message_id position")
    spec = Part(of="email", codes="message_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email", "message_id"], name="one_reference_a_message")
        ]
        indexes = [models.Index(fields=["council", "message_id"], name="emails_by_reference")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"reference {self.position}"


class EmailPiece(CouncilOwned):
    """A piece of a message as it came, so that none is held whole in a statement."""

    email = models.ForeignKey(IncomingEmail, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    retention = Retention(personal={"content": CASE}, plain="email position")
    spec = Part(of="email")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email", "position"], name="one_email_piece_a_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"piece {self.position}"


class MailboxProblem(models.TextChoices):
    """Why the mailbox is not read, in words for whoever sets it."""

    NO_ANSWER = "no_answer", "The mail server does not answer. Check its name, its port and the firewall."
    CERTIFICATE = (
        "certificate",
        "The mail server's certificate is not trusted, or is for another name. Enter the certificate of the council's "
        "own authority.",
    )
    NO_TLS = (
        "no_tls",
        "The mail server does not offer encryption on this port. Choose another kind, or another port.",
    )
    SIGN_IN = "sign_in", "The mail server refuses the user name or the password."
    PASSWORD = (
        "password",
        "The password cannot be read any more: the secret key of the service changed. Enter it again.",
    )
    NO_FOLDER = "no_folder", "There is no folder of that name in the mailbox."
    NO_MOVE = (
        "no_move",
        "E-mails that were read could not be moved. Check the folder to which they are moved.",
    )
    NOT_UNDERSTOOD = (
        "not_understood",
        "The mail server answers in a way that is not understood. Check the port.",
    )
    NOT_KEPT = "not_kept", "An e-mail could not be kept. It is left in the mailbox, and is tried again."


class MailboxSettings(CouncilOwned):
    """Where a council's mailbox is: off until it is set; the password is encrypted.

    since: of what was in the folder before that day nothing is read. done_folder: where an e-mail is moved once it is
    kept; "" leaves it, marked as seen. uid_validity, uid_last: how far the folder was read, where nothing is moved.
    tried_at, tried: when somebody last tried it, and what was found.
    """

    class Security(models.TextChoices):
        TLS = "tls", "TLS from the start, as on port 993"
        STARTTLS = "starttls", "STARTTLS, as on port 143"

    is_on = models.BooleanField(default=False)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(
        default=993, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    authority = models.TextField(
        blank=True, help_text="The certificate of the council's own authority (PEM)."
    )
    username = models.CharField(max_length=200)
    password = models.CharField(max_length=1000, blank=True, help_text="Encrypted.")
    folder = models.CharField(max_length=200, default="INBOX")
    done_folder = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    uid_validity = models.BigIntegerField(default=0)
    uid_last = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, help_text="When it was last read without a fault.")
    problem = models.CharField(max_length=20, blank=True, choices=MailboxProblem)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    tried = models.CharField(max_length=200, blank=True)

    retention = Retention(
        plain="is_on host port security authority username password folder done_folder since uid_validity uid_last "
        "read_at problem failing_since failures next_try_at tried_at tried"
    )
    spec = FreeText(
        codes="host authority username password folder done_folder tried", not_before={"since": ""}
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_mailbox_a_council")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
