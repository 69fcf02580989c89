"""The codebook: themes and their versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.records import states
from goldthread.council.records.aspects import Basis
from goldthread.council.records.base import CouncilOwned, Record, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import FreeText, RecordType


@with_history
class Theme(Record):
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

    # Merged, split and retired in the theme list, with a version of it each, so not merged or withdrawn by the kit.
    spec = RecordType(
        name="Theme",
        plural="Themes",
        page="themes:detail",
        menu="Themes",
        in_bar=3,
        permission="themes.read",
        change="themes.edit",
        title="name",
        public="name group what_it_is what_it_is_not examples",
        codes="slug",
        # A theme has thousands of issues: a trail shows which themes an issue has, and stops there.
        based_on={"point": Basis("codings__point", Q(codings__applies=True), down=False)},
        note=lambda theme: theme.group,
        searched=False,
        passes=False,
        merges=False,
        withdraws=False,
        states=lambda theme, today: (states.State(theme.get_state_display(), theme.state),),
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

    retention = Retention(personal={"reason": LEARNED, "by": STAFF}, plain=("number", "change", "book"))
    spec = FreeText(public="change book", redacted="reason")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["council", "number"], name="unique_codebook_version")]

    def __str__(self) -> str:
        return f"version {self.number}: {self.change}"
