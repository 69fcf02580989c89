"""Files attached to records of any type, with their content in pieces."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import NOTE, STAFF, Retention
from goldthread.council.records.spec import Attached, Part


class FileKind(models.TextChoices):
    """What a file is, by its content."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word document"
    EXCEL = "xlsx", "Excel workbook"
    POWERPOINT = "pptx", "PowerPoint"
    JPEG = "jpg", "Picture"
    PNG = "png", "Picture (PNG)"
    TEXT = "txt", "Text"


class Attachment(CouncilOwned):
    """A file on a record: what it is called and holds; `origin` is the record's kind, `origin_id` its key.

    is_restricted: opened like original text, by its permission and with a reason. text: what was read in it, redacted.
    withdrawn_on: removed; its content is deleted at once.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(help_text="In bytes.")
    checksum = models.CharField(max_length=64)
    is_restricted = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    read_with = models.PositiveSmallIntegerField(
        default=0, help_text="Which reader looked for its text (reading.READER); 0 for none yet."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    withdrawn_on = models.DateField(null=True)

    retention = Retention(
        personal={"name": NOTE, "text": NOTE, "by": STAFF},
        plain="origin origin_id kind size checksum is_restricted read_with at withdrawn_on",
    )
    spec = Attached(
        name="File", page="file", redacted="name", restricted="text", codes="origin checksum", searched=True
    )

    class Meta:
        indexes = [models.Index(fields=["council", "origin_id", "-at"], name="files_of_a_record")]

    def __str__(self) -> str:
        return self.name


class AttachmentPiece(CouncilOwned):
    """A piece of a file's content, so that none is held whole in a statement."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    retention = Retention(personal={"content": NOTE}, plain="attachment position")
    spec = Part(of="attachment")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "position"], name="one_piece_a_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"piece {self.position}"
