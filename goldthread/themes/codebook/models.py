"""The codebook: themes and their versions."""

from __future__ import annotations

from django.db import models

from goldthread.council.models import Person
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import STAFF, Retention


class Theme(CouncilOwned):
    """A theme of the codebook; merged and split themes stay, so that history keeps its meaning."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        RETIRED = "retired", "Retired"

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=120)
    what_it_is = models.TextField()
    what_it_is_not = models.TextField(blank=True)
    examples = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="split_into")
    position = models.PositiveSmallIntegerField(default=0)

    retention = Retention(
        plain=("slug name group what_it_is what_it_is_not examples state merged_into split_from position"),
    )

    class Meta:
        ordering = ["group", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="unique_theme_slug")]

    def __str__(self) -> str:
        return self.name


class CodebookVersion(CouncilOwned):
    """A version of the codebook: what was changed, why, by whom, and the whole codebook after it."""

    number = models.PositiveIntegerField()
    change = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    book = models.JSONField(default=list)

    retention = Retention(personal={"by": STAFF}, plain=("number", "change", "reason", "book"))

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_codebook_version")]

    def __str__(self) -> str:
        return f"version {self.number}: {self.change}"
