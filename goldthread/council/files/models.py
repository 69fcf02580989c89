"""Files attached to records of any type, with their content in pieces."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, now
from goldthread.council.records.retention import NOTE, PUBLIC_FORM, STAFF, Retention
from goldthread.council.records.spec import Attached, FreeText, Part


class FileKind(models.TextChoices):
    """What a file is, by its content."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word document"
    EXCEL = "xlsx", "Excel workbook"
    POWERPOINT = "pptx", "PowerPoint"
    JPEG = "jpg", "Picture"
    PNG = "png", "Picture (PNG)"
    TEXT = "txt", "Text"
    M4A = "m4a", "Sound"
    MP3 = "mp3", "Sound (MP3)"
    OGG = "ogg", "Sound (Ogg)"
    WAV = "wav", "Sound (WAV)"
    AMR = "amr", "Sound (AMR)"


SOUNDS = frozenset({FileKind.M4A, FileKind.MP3, FileKind.OGG, FileKind.WAV, FileKind.AMR})
PICTURES = frozenset({FileKind.JPEG, FileKind.PNG})


class Scan(models.TextChoices):
    """How a file stands with the scanner that the council names: only what is clean, or was never to be scanned, is opened."""

    NOT_ASKED = "", "Not scanned: the council named no scanner"
    WAITING = "waiting", "Waiting for its scan"
    CLEAN = "clean", "Scanned: no virus found"
    INFECTED = "infected", "A virus was found in it"


LOCKED = (Scan.WAITING, Scan.INFECTED)


class FileScanner(CouncilOwned):
    """The ClamAV server that a council names, and whether it answers; a council without one has none.

    silent_since: when it was first asked in vain since it last answered.
    """

    is_on = models.BooleanField(default=False)
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(
        default=3310, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    answered_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)

    retention = Retention(plain="is_on host port answered_at silent_since")
    spec = FreeText(codes="host")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_file_scanner_a_council")]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Attachment(CouncilOwned):
    """A file on a record: what it is called and holds; `origin` is the record's kind, `origin_id` its key.

    is_restricted: opened like original text, by its permission and with a reason. text: what was read in it, redacted.
    withdrawn_on: removed; its content is deleted at once. scan, virus: what the council's scanner said of it.
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
    scan = models.CharField(max_length=10, choices=Scan, blank=True, default=Scan.NOT_ASKED)
    virus = models.CharField(max_length=100, blank=True)

    retention = Retention(
        personal={"name": NOTE, "text": NOTE, "by": STAFF},
        plain="origin origin_id kind size checksum is_restricted read_with at withdrawn_on scan virus",
    )
    spec = Attached(
        name="File",
        page="file",
        redacted="name",
        restricted="text",
        codes="origin checksum virus",
        searched=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["council", "origin_id", "-at"], name="files_of_a_record"),
            models.Index(
                fields=["council"], condition=models.Q(scan="waiting"), name="files_waiting_for_a_scan"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_locked(self) -> bool:
        """Return whether nobody may open it: it waits for its scan, or a virus was found in it."""
        return self.scan in LOCKED


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


class HeldFile(CouncilOwned):
    """A file that was sent with a form before the form is finished: `holder` is the key of what it waits in.

    It is checked and cleaned like any other, opened and removed by whoever holds the form only, and becomes a file of the
    record that the form makes. name: as it was called by whoever sent it.
    """

    holder = models.UUIDField()
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4, choices=FileKind)
    size = models.PositiveIntegerField(help_text="In bytes.")
    scan = models.CharField(max_length=10, choices=Scan, blank=True, default=Scan.NOT_ASKED)
    virus = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=now)

    retention = Retention(personal={"name": PUBLIC_FORM}, plain="holder kind size scan virus at")
    spec = FreeText(restricted="name", codes="virus")

    class Meta:
        indexes = [models.Index(fields=["council", "holder"], name="files_held_for_a_form")]

    def __str__(self) -> str:
        return "file of a form that is not finished"

    @property
    def is_locked(self) -> bool:
        """Return whether nobody may open it."""
        return self.scan in LOCKED


class HeldFilePiece(CouncilOwned):
    """A piece of the content of a file that waits for its form."""

    file = models.ForeignKey(HeldFile, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    retention = Retention(personal={"content": PUBLIC_FORM}, plain="file position")
    spec = Part(of="file")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="one_held_piece_a_place")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"piece {self.position}"
