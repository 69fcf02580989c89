"""Records other than claims whose words may say that something got better, with no result that shows it.

What is told to teams, or noted with an action that is done, is repeated as fact. The rule is that of claims: only a
measure whose latest result is Improved shows a change. Nobody confirms what these words mean ("shorter letters" is no
change in anybody's life), so that they are no gap in the trail: their page says what is not shown, and no more.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from goldthread.analysis.text.claim_words import change_words
from goldthread.council.records import states, walk
from goldthread.council.records.spec import type_of
from goldthread.impact.models import Measure


def with_unshown_change(
    records: QuerySet, text_of: Callable[[Any], str], today: datetime.date
) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return those of the records that say of a change what no result shows, each with the words that say it.

    records: actions, whose own measure counts, or what is based on lessons, with the measures of all their actions.
    text_of: the words of one that are to be looked at.
    """
    saying = {
        record.pk: tuple(dict.fromkeys(phrase.text for phrase in phrases))
        for record in records
        if (phrases := change_words(text_of(record)))
    }
    shown = _shown(records.model, saying, today)
    return {pk: words for pk, words in saying.items() if pk not in shown}


def _shown(model: type[Model], ids: Iterable[uuid.UUID], today: datetime.date) -> set[uuid.UUID]:
    """Return those of the records for which a measure of their actions shows an improvement."""
    keys = list(ids)
    if model is type_of("action"):
        after, begun = walk.led_to(model, keys), {pk: {pk} for pk in keys}
    else:
        begun = {pk: below.get("lesson", set()) for pk, below in walk.based_on(model, keys).items()}
        after = walk.led_to(type_of("lesson"), {lesson for lessons in begun.values() for lesson in lessons})
    measures = {
        pk: set().union(*(after[start].get("measure", ()) for start in starts))
        for pk, starts in begun.items()
    }
    reached = {measure for of_record in measures.values() for measure in of_record}
    rows = Measure.objects.filter(pk__in=reached).select_related("action")
    improved = {
        measure.pk
        for measure in rows.prefetch_related("verdicts")
        if states.shows(states.states_of(measure, today), states.IMPROVED)
    }
    return {pk for pk, of_record in measures.items() if of_record & improved}


def notice(words: Iterable[str]) -> str:
    """Return what is not shown, in a sentence for the page of the record."""
    quoted = ", ".join(f"“{word}”" for word in words)
    return (
        f"Its words may say that something got better: {quoted}. No measure of its actions has the latest result "
        "Improved, so that no change is shown."
    )
