"""Letters of a case, each with what was sent exactly as it was sent."""

from __future__ import annotations

from django.db import models

from goldthread.casework.letters.choices import COLOURS, OPEN, By, Kind, Standing
from goldthread.casework.models import CaseEvent
from goldthread.casework.of_feedback import OfFeedback, OfFeedbackQuerySet
from goldthread.council.models import Person
from goldthread.council.notifications.models import EmailProblem
from goldthread.council.records.aspects import Happening, Work
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.retention import CASE, STAFF, Retention
from goldthread.council.records.spec import FreeText, RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Feedback


@with_history
class Letter(Record, OfFeedback):
    """One letter to the person who complained; `text` is the redacted copy, what was written stands apart.

    The name, the address, the date and who signs stay fields in braces until it is sent. allowed: marks of the words
    that somebody said belong in it although they look like somebody else's name. event: what it recorded of its case.
    message_id: of its e-mail, by which a returned one is known. handing_since: from when on the mail server may have it;
    noted before it is handed over, so that it never goes twice.
    """

    LONGEST = 20_000

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind)
    template = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    standing = models.CharField("state", max_length=10, choices=Standing, default=Standing.DRAFT)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField()
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    sent_back_because = models.TextField(blank=True)
    by_means = models.CharField("sent by", max_length=10, choices=By, blank=True)
    sent_by = models.ForeignKey(
        Person, verbose_name="sender", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)
    event = models.ForeignKey(
        CaseEvent, null=True, blank=True, on_delete=models.SET_NULL, related_name="letters"
    )
    message_id = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField(null=True, blank=True)
    handing_since = models.DateTimeField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    problem = models.CharField(max_length=20, blank=True, choices=EmailProblem)
    allowed = models.JSONField(default=list, blank=True)

    objects = OfFeedbackQuerySet.as_manager()
    no_history = ("tries", "next_try_at", "give_up_at", "handing_since", "problem")

    retention = Retention(
        personal={
            "text": CASE,
            "sent_back_because": CASE,
            "written_by": STAFF,
            "owner": STAFF,
            "signed_by": STAFF,
            "sent_by": STAFF,
        },
        plain=(
            "feedback kind template standing written_on due_on signed_on by_means sent_on event message_id tries "
            "next_try_at give_up_at handing_since returned_on problem allowed"
        ),
    )
    spec = RecordType(
        name="Letter",
        plural="Letters",
        page="casework:letter",
        list_page="casework:letters",
        permission="casework.read",
        # It is edited where it is written, without a reason, until it is sent; nothing of it is corrected afterwards.
        on="written_on",
        restricted="text",
        redacted="sent_back_because",
        codes="template message_id allowed",
        not_before={
            "written_on": "feedback__received_on",
            "due_on": "feedback__received_on",
            "signed_on": "written_on",
            "sent_on": "written_on",
            "returned_on": "sent_on",
        },
        planned="due_on give_up_at",
        labels={"kind": lambda value: Kind(value).label, "standing": lambda value: Standing(value).label},
        based_on={"feedback": "feedback"},
        along=("feedback",),
        work=Work(
            open=models.Q(standing__in=OPEN),
            assign="casework.handle",
            own="casework.handle casework.sign",
            team="feedback__team",
        ),
        note=lambda letter: letter.get_standing_display().lower(),
        searched=False,
        on_thread=False,
        merges=False,
        withdraws=False,
        states=lambda letter, today: letter.states(),
        happening=Happening(
            what="Letter written",
            kinds="feedback",
            ends=("", "feedback_id"),
            permission="casework.read",
            by="written_by__name",
            icon="out",
        ),
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "feedback", "-written_on"], name="letters_of_a_case"),
            models.Index(fields=["council", "due_on", "id"], name="letters_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="letters_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["council", "next_try_at"],
                name="letters_to_e_mail",
                condition=models.Q(standing="waiting"),
            ),
            models.Index(
                fields=["council", "message_id"],
                name="letters_by_message",
                condition=~models.Q(message_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return its kind and the complaint that it is about."""
        return f"{self.get_kind_display()}, {self.feedback.reference}"

    def states(self) -> tuple[State, ...]:
        """Return where it stands, as a tag."""
        return (State(self.get_standing_display(), COLOURS[Standing(self.standing)]),)


class SentLetter(CouncilOwned):
    """What was sent, exactly as it was sent: the words with name and address, and the files. Never changed."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sent")
    head = models.TextField(blank=True)
    text = models.TextField()
    pdf = models.BinaryField(default=b"", blank=True)
    word = models.BinaryField(default=b"", blank=True)
    address = models.CharField(max_length=254, blank=True, help_text="The e-mail address that it went to.")
    by_means = models.CharField(max_length=10, choices=By)
    sent_on = models.DateField()

    retention = Retention(
        personal={"head": CASE, "text": CASE, "pdf": CASE, "word": CASE, "address": CASE},
        plain="letter by_means sent_on",
    )
    spec = FreeText(restricted="head text address", not_before={"sent_on": "letter__written_on"})

    class Meta:
        ordering = ["sent_on", "created_at"]

    def __str__(self) -> str:
        return "letter as sent"
