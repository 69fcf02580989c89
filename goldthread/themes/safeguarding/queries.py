"""Queries of safeguarding prompts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from goldthread.council.models import Person
from goldthread.themes.safeguarding.models import SafeguardingPrompt, SafeguardingPromptQuerySet

_MOST = 1000


def readable_prompts(person: Person) -> SafeguardingPromptQuerySet:
    """Return the prompts that this person may see, with their points.

    Withdrawing a record closes none: only a person's review does.
    """
    closed = Q(point__withdrawn_on__isnull=False, reviewed_at__isnull=False)
    return (
        SafeguardingPrompt.objects.visible_to(person)
        .filter(~closed, point__is_locked=False, point__forgotten_on=None)
        .select_related("point__team")
    )


def count_not_reviewed(person: Person) -> int:
    """Return how many prompts are not reviewed, a thousand at most; 0 for those who do not review them."""
    if not person.may("themes.safeguarding"):
        return 0
    return readable_prompts(person).not_reviewed().order_by().values("pk")[:_MOST].count()


def reasons(cues: Sequence[Sequence[object]]) -> list[str]:
    """Return why a prompt was made, each reason once."""
    return list(dict.fromkeys(str(reason) for _, _, reason in cues))
