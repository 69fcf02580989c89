"""Imports of spreadsheets: each with its columns, its file until it is imported, and the errors in its rows."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned, Record
from goldthread.council.records.retention import LEARNED, STAFF, TRANSIT, Retention
from goldthread.council.records.spec import FreeText, Part, RecordType


class ImportBatch(Record):
    """The import of one spreadsheet: its columns, its check and its progress."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Columns to match"
        CHECKING = "checking", "Checking"
        CHECKED = "checked", "Ready to import"
        RUNNING = "running", "Importing"
        DONE = "done", "Imported"
        FAILED = "failed", "Stopped"

    source = models.CharField(max_length=30)
    filename = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skip_errors = models.BooleanField(default=False)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"filename": LEARNED, "failure": LEARNED, "by": STAFF},
        plain=(
            "source fingerprint sheet mapping state rows ready errors duplicates done skip_errors finished_at"
        ),
    )
    spec = RecordType(
        name="Import",
        plural="Imports",
        page="feedback:import",
        list_page="feedback:import_begin",
        permission="feedback.import",
        on="created_at",
        title="filename",
        redacted="filename failure",
        codes="source fingerprint sheet mapping",
        searched=False,
        on_thread=False,
        merges=False,
    )

    class Meta:
        indexes = [models.Index(fields=["council", "-created_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.filename


class ImportFile(CouncilOwned):
    """The spreadsheet itself, stored only until it has been imported."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    retention = Retention(personal={"content": TRANSIT}, plain=("batch",))
    spec = Part(of="batch")

    def __str__(self) -> str:
        return str(self.batch)


class ImportRowError(CouncilOwned):
    """An error in a row, with a message that says what to do; the row's own text is not repeated."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="row_errors")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=300)

    retention = Retention(personal={"message": TRANSIT}, plain=("batch", "row", "column"))
    spec = Part(of="batch", redacted="message", codes="column")

    class Meta:
        ordering = ["row", "column"]

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}"


class ImportMapping(CouncilOwned):
    """The columns matched the last time a spreadsheet of this source had this layout."""

    source = models.CharField(max_length=30)
    columns_key = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)

    retention = Retention(plain=("source", "columns_key", "mapping"))
    spec = FreeText(codes="source columns_key mapping")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "source", "columns_key"], name="one_mapping_a_layout"),
        ]

    def __str__(self) -> str:
        return self.source
