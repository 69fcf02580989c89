"""Templates of letters in editions, each with the council's own Word file; standard paragraphs; how letters go by e-mail."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.casework.choices import Found
from goldthread.casework.letters.choices import Kind
from goldthread.casework.procedures.models import Standing
from goldthread.council.records.base import CouncilOwned, Numbered, Record, with_history
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import FreeText, Part, RecordType
from goldthread.council.records.states import State
from goldthread.themes.codebook.models import Theme

_COLOURS = {Standing.DRAFT: "yellow", Standing.IN_USE: "green", Standing.ENDED: "grey"}
_WORDS = {
    Standing.DRAFT: "Draft",
    Standing.IN_USE: "In use",
    Standing.ENDED: "No longer for new letters",
}


def _states(record: LetterTemplate | StandardParagraph, today: datetime.date) -> tuple[State, ...]:
    standing = Standing(record.standing)
    return (State(_WORDS[standing], _COLOURS[standing]),)


@with_history
class LetterTemplate(Numbered):
    """One edition of a council's template for a kind of letter; only a draft is changed, so a letter's stays as it was.

    procedure: the slug of the procedure that it is for, "" for every one. in_use_from: it was tried on a made-up case
    before that, and every field in it was filled.
    """

    LONGEST = 12_000

    slug = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    procedure = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    standing = models.CharField("state", max_length=10, choices=Standing, default=Standing.DRAFT)
    in_use_from = models.DateField(null=True, blank=True)
    in_use_until = models.DateField(null=True, blank=True)

    retention = Retention(
        plain="number slug edition name kind procedure text standing in_use_from in_use_until"
    )
    spec = RecordType(
        name="Letter template",
        plural="Letter templates",
        letter="LT",
        page="casework:letter_template",
        list_page="casework:letter_templates",
        menu="Letter templates",
        permission="casework.procedures",
        change="casework.procedures",
        title="name",
        # What a council writes to everybody who complains.
        public="name text",
        codes="slug procedure",
        labels={"standing": lambda value: _WORDS[Standing(value)], "kind": lambda value: Kind(value).label},
        not_before={"in_use_until": "in_use_from"},
        states=_states,
        notes="",
        merges=False,
        on_thread=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_letter_template_a_number"),
            models.UniqueConstraint(
                fields=["council", "slug", "edition"], name="one_letter_template_an_edition"
            ),
            models.UniqueConstraint(
                fields=["council", "kind", "procedure"],
                condition=models.Q(standing="in_use", withdrawn_on=None),
                name="one_letter_template_in_use",
                violation_error_message="Another template is in use for this kind of letter and procedure. End it first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateFile(CouncilOwned):
    """The Word file in which letters of a template are laid out; it was filled with a made-up case before it was kept."""

    MOST_BYTES = 1024 * 1024

    template = models.OneToOneField(LetterTemplate, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=150)
    content = models.BinaryField()

    retention = Retention(plain="template name content")
    spec = Part(of="template", public="name")

    def __str__(self) -> str:
        return self.name


@with_history
class StandardParagraph(Record):
    """A paragraph that a council uses again, by what was found and by theme; tried on a made-up case before its use."""

    LONGEST = 3_000

    title = models.CharField(max_length=120)
    text = models.TextField()
    found = models.CharField("outcome", max_length=12, choices=Found, blank=True)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField("state", max_length=10, choices=Standing, default=Standing.DRAFT)

    retention = Retention(plain="title text found theme standing")
    spec = RecordType(
        name="Standard paragraph",
        plural="Standard paragraphs",
        page="casework:standard_paragraph",
        list_page="casework:standard_paragraphs",
        menu="Standard paragraphs",
        permission="casework.procedures",
        change="casework.procedures",
        public="title text",
        labels={"standing": lambda value: _WORDS[Standing(value)]},
        states=_states,
        notes="",
        merges=False,
        on_thread=False,
        searched=False,
    )

    class Meta:
        indexes = [models.Index(fields=["council", "standing", "title"], name="standard_paragraphs")]

    def __str__(self) -> str:
        return self.title


class LetterSettings(CouncilOwned):
    """How a council's letters go: what stands in their head, and whether and how they go by e-mail.

    reply_to: to which answers are sent, such as the address of a mailbox that is read.
    """

    class Carries(models.TextChoices):
        ATTACHMENT = "attachment", "The letter as a PDF; the message says only that it is attached"
        BODY = "body", "The letter in the message itself"

    letterhead = models.TextField(blank=True)
    by_e_mail = models.BooleanField(default=False)
    carries = models.CharField(max_length=12, choices=Carries, default=Carries.ATTACHMENT)
    reply_to = models.EmailField(blank=True)

    retention = Retention(plain="letterhead by_e_mail carries reply_to")
    spec = FreeText(public="letterhead", codes="reply_to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_letter_settings_a_council")]

    def __str__(self) -> str:
        return "letters"
