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
    options = models.JSONField(
        default=dict,
        help_text="The rating scale, further comment columns and values matched for this import.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    ready = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    updates = models.PositiveIntegerField(
        default=0, help_text="Rows of feedback that is known, with differences; once imported, those applied."
    )
    apply_updates = models.BooleanField(default=False)
    notes = models.JSONField(default=dict, help_text="What the check noticed, and in how many rows.")
    done = models.PositiveIntegerField(default=0)
    skip_errors = models.BooleanField(default=False)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    retention = Retention(
        personal={"filename": LEARNED, "failure": LEARNED, "by": STAFF},
        plain=(
            "source fingerprint sheet mapping options state rows ready errors duplicates updates apply_updates notes "
            "done skip_errors finished_at"
        ),
    )
    spec = RecordType(
        name="Import",
        plural="Imports",
        page="feedback:import",
        list_page="feedback:import_begin",
        permission="feedback.import",
        notes="",
        on="created_at",
        title="filename",
        redacted="filename failure",
        codes="source fingerprint sheet mapping options notes",
        searched=False,
        on_thread=False,
        merges=False,
        # An import that is undone takes with it what it brought (importing/undoing.py).
        owns=("feedback",),
    )

    class Meta:
        indexes = [models.Index(fields=["council", "-created_at", "-id"], name="imports_newest")]

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


class ImportRowEdit(CouncilOwned):
    """The cells of a row as somebody put them right on the page, stored only until the row has been imported."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="row_edits")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=dict, help_text="The text of each column.")

    retention = Retention(personal={"cells": TRANSIT}, plain=("batch", "row"))
    # No part of its import: like the spreadsheet, it holds the words as they were received.
    spec = FreeText(restricted="cells")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_edit_a_row")]

    def __str__(self) -> str:
        return f"row {self.row}"


class ImportUnmatchedValue(CouncilOwned):
    """A value of a spreadsheet that means nothing here yet, such as an unknown team, in how many rows it stands."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="unmatched")
    field = models.CharField(max_length=30)
    key = models.CharField(max_length=32)
    value = models.CharField(max_length=120)
    rows = models.PositiveIntegerField(default=0)
    first_row = models.PositiveIntegerField()
    nearest = models.JSONField(default=list, help_text="The likeliest meanings, nearest first.")

    retention = Retention(
        personal={"value": TRANSIT}, plain=("batch", "field", "key", "rows", "first_row", "nearest")
    )
    spec = Part(of="batch", redacted="value", codes="field key nearest")

    class Meta:
        ordering = ["field", "-rows", "first_row"]

    def __str__(self) -> str:
        return self.value


class ImportUpdate(CouncilOwned):
    """A row whose feedback is known and differs: the differences, and whether somebody left it out."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="offered_updates")
    row = models.PositiveIntegerField()
    feedback = models.ForeignKey("goldthread.Feedback", on_delete=models.CASCADE, related_name="+")
    differences = models.JSONField(default=list, help_text="[field, as it stands, as in the spreadsheet]")
    left_out = models.BooleanField(default=False)

    retention = Retention(personal={"differences": TRANSIT}, plain=("batch", "row", "feedback", "left_out"))
    spec = Part(of="batch", redacted="differences")

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="one_update_a_row")]

    def __str__(self) -> str:
        return f"row {self.row}"


class ImportMapping(CouncilOwned):
    """The columns matched the last time a spreadsheet of this source had this layout, or saved under a name."""

    source = models.CharField(max_length=30)
    columns_key = models.CharField(max_length=64)
    name = models.CharField(max_length=60, blank=True)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"name": LEARNED, "by": STAFF}, plain=("source", "columns_key", "mapping", "options")
    )
    spec = FreeText(redacted="name", codes="source columns_key mapping options")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "source", "columns_key", "name"], name="one_mapping_a_layout"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.source


class ImportValue(CouncilOwned):
    """What a value of a council's spreadsheets means here, such as "Loc North": who matched it, and when.

    `key` finds the value however it is spelled; `source` is "" where it means the same for every type of feedback.
    """

    source = models.CharField(max_length=30, blank=True)
    field = models.CharField(max_length=30)
    key = models.CharField(max_length=32)
    value = models.CharField(max_length=120)
    meaning = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"value": LEARNED, "by": STAFF}, plain=("source", "field", "key", "meaning")
    )
    spec = FreeText(redacted="value", codes="source field key meaning")

    class Meta:
        ordering = ["field", "value"]
        constraints = [
            models.UniqueConstraint(fields=["council", "source", "field", "key"], name="one_meaning_a_value"),
        ]

    def __str__(self) -> str:
        return self.value
