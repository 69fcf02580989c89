"""A council's own word for a finding."""

from __future__ import annotations

import uuid

from django.db import models

from goldthread.casework.choices import Found
from goldthread.council.records.base import CouncilOwned
from goldthread.council.records.retention import Retention
from goldthread.council.records.spec import FreeText


class FindingWord(CouncilOwned):
    """What a council calls one of the four findings; a finding keeps the word it was recorded with."""

    found = models.CharField(max_length=12, choices=Found)
    word = models.CharField(max_length=60)

    retention = Retention(plain="found word")
    spec = FreeText(public="word")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "found"], name="one_word_a_finding"),
        ]

    def __str__(self) -> str:
        return self.word


def words_of(council_id: uuid.UUID) -> dict[str, str]:
    """Return what a council calls each finding: its own word, else the usual one."""
    own = dict(FindingWord.objects.filter(council=council_id).values_list("found", "word"))
    return {str(found): own.get(found, str(found.label)) for found in Found}
