"""Tables of the kit: contacts for readers, people named, original texts, withdrawals, and what people set up of lists."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import CASE, DRAFT, LEARNED, STAFF, VOICE, Retention
from goldthread.council.records.spec import FreeText


class ReaderContact(CouncilOwned):
    """A name, number or e-mail address that stays in the texts of one record: a person said it is meant for readers.

    `origin` is the record's kind, `origin_id` its key.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    text = models.CharField(max_length=120)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"text": LEARNED, "by": STAFF}, plain=("origin", "origin_id"))
    spec = FreeText(public="text", codes="origin")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin", "origin_id", "text"],
                name="one_reader_contact_a_text",
                violation_error_message="This is a contact for readers already.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class PeopleNamed(CouncilOwned):
    """The people named in one record, with their placeholders, to redact them in all that is based on it.

    Of whatever type the record is: `origin` is its kind, `origin_id` its key. Shown to nobody.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    names = models.JSONField(default=dict)

    retention = Retention(personal={"names": CASE}, plain=("origin", "origin_id"))
    spec = FreeText(restricted="names", codes="origin")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "origin", "origin_id"], name="people_named_once")
        ]

    def __str__(self) -> str:
        return f"people named in {self.origin}"


class RestrictedText(CouncilOwned):
    """The original of a restricted field, apart from its redacted copy; opened with a permission and a reason."""

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    field = models.CharField(max_length=60)
    text = models.TextField()

    retention = Retention(personal={"text": VOICE}, plain=("origin", "origin_id", "field"))
    spec = FreeText(restricted="text", codes="origin field")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin", "origin_id", "field"], name="one_original_a_field"
            )
        ]

    def __str__(self) -> str:
        return f"original {self.field} of {self.origin}"


class Hold(CouncilOwned):
    """A record of which nothing is deleted until the hold is lifted, and the record for whose sake it is held."""

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    held_for = models.CharField(max_length=40)
    held_for_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)

    retention = Retention(plain="origin origin_id held_for held_for_id lifted_at")
    spec = FreeText(codes="origin held_for")

    class Meta:
        indexes = [
            models.Index(
                fields=["council", "origin", "origin_id"],
                name="holds_that_stand",
                condition=models.Q(lifted_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin", "origin_id", "held_for", "held_for_id"],
                name="held_once_for_a_record",
                condition=models.Q(lifted_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} held"


class Withdrawal(CouncilOwned):
    """A record entered by mistake, or merged into another, with what went along, so that it can be undone.

    rows: [kind, key] of every record withdrawn with it. moved: [model, field, keys] of what hangs on the other now.
    """

    origin = models.CharField(max_length=40)
    origin_id = models.UUIDField()
    merged_into = models.UUIDField(null=True)
    because = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    rows = models.JSONField(default=list)
    moved = models.JSONField(default=list)
    undone_on = models.DateField(null=True)

    retention = Retention(
        personal={"because": LEARNED, "by": STAFF},
        plain="origin origin_id merged_into on rows moved undone_on",
    )
    spec = FreeText(redacted="because", codes="origin rows moved")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "origin", "origin_id"],
                name="withdrawn_once",
                condition=models.Q(undone_on=None),
                violation_error_message="This is withdrawn already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} withdrawn on {self.on}"


class SavedView(CouncilOwned):
    """A view of a list that somebody saved for themselves, or for everybody who may open the list.

    listing: the name of the list's page. query: its filters and its order as they stand in its address; no words.
    """

    LONGEST_QUERY = 500

    listing = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"name": LEARNED, "by": STAFF}, plain="listing query is_shared")
    spec = FreeText(redacted="name", codes="listing query")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "listing", "by", "name"],
                name="one_saved_view_a_name",
                violation_error_message="You have a view with this name. Choose another name, or delete that view.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Selection(CouncilOwned):
    """Records of one type that somebody ticked on a list, and what was then done to each, for a moment of undoing it.

    keys: of the records. action: the word of what was done, "" for nothing yet. done: [key, version before, version
    after] of each record that it was done to. Deleted after a day, when another is made.
    """

    kind = models.CharField(max_length=40)
    keys = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    action = models.CharField(max_length=40, blank=True)
    done = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    retention = Retention(personal={"by": DRAFT}, plain="kind keys action done done_at undone_at")
    spec = FreeText(codes="kind keys action done")

    class Meta:
        indexes = [models.Index(fields=["council", "created_at"], name="selections_oldest")]

    def __str__(self) -> str:
        return f"{len(self.keys):,} {'record' if len(self.keys) == 1 else 'records'}"


class ListSettings(CouncilOwned):
    """How somebody likes one list: its columns, and whether its filters are open. listing: the name of its page."""

    listing = models.CharField(max_length=80)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    columns = models.CharField(max_length=400, blank=True)
    shows_filters = models.BooleanField(default=False)

    retention = Retention(personal={"by": STAFF}, plain="listing columns shows_filters")
    spec = FreeText(codes="listing columns")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "by", "listing"], name="one_setting_of_a_list")
        ]

    def __str__(self) -> str:
        return self.listing
