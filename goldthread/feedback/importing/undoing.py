"""Undoing an import as a whole, until something was built on what it brought: then it says what was built where."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving, walk
from goldthread.council.records.setting_aside import set_aside
from goldthread.council.records.spec import kind_of, record_types
from goldthread.feedback.importing.models import ImportBatch, ImportFile
from goldthread.feedback.models import Feedback, Point

_MOST_NAMED = 5


@dataclass(frozen=True)
class BuiltOn:
    """One way in which something was built on imported feedback: in words, on how many, and which first."""

    what: str
    count: int
    references: tuple[str, ...]

    def __str__(self) -> str:
        more = self.count - len(self.references)
        named = ", ".join(self.references)
        return f"{self.what}: {named}{f' and {more:,} more' if more else ''}"


def built_on(batch: ImportBatch) -> list[BuiltOn]:
    """Return what was built on the feedback of an import since it was brought in; call inside the council."""
    feedback = Feedback.objects.filter(batch=batch, withdrawn_on=None)
    points = Point.objects.filter(feedback__in=feedback.values("pk"))
    decisions = Point._meta.get_field("decisions").related_model._default_manager
    decided = decisions.filter(point__in=points.values("pk"), undone_at=None).exclude(
        # The themes of the spreadsheet itself are coded in the name of who imported it, and never undone singly.
        before__isnull=True,
        by=batch.by_id,
        kind="coded",
    )
    built = [
        _named("Issues coded", points.filter(pk__in=decided.values("point"))),
        _named("Safeguarding concerns reviewed", points.filter(safeguarding_prompt__reviews__isnull=False)),
        _named("Responses recorded", feedback.exclude(response="")),
        # Corrected, closed or answered, or updated by a later import.
        _named("Feedback changed", feedback.filter(version__gt=1, response="")),
        _named("Duplicates decided", feedback.filter(duplicate__isnull=False)),
        *_made_from(list(feedback.values_list("pk", flat=True))),
    ]
    return [each for each in built if each is not None]


def _named(what: str, records: Iterable[Feedback | Point]) -> BuiltOn | None:
    references = sorted({record.reference for record in records}, key=_in_order)
    return BuiltOn(what, len(references), tuple(references[:_MOST_NAMED])) if references else None


def _in_order(reference: str) -> tuple[str, int]:
    letter, _, number = reference.partition("-")
    return letter, int(number) if number.isdecimal() else 0


def _made_from(keys: list) -> Iterator[BuiltOn]:
    """Yield the lessons, actions, claims and so on that rest on feedback, by type."""
    reached: dict[str, set] = {}
    for each in walk.led_to(Feedback, keys).values():
        for kind, ids in each.items():
            reached.setdefault(kind, set()).update(ids)
    types = record_types()
    for kind, ids in sorted(reached.items()):
        model = types[kind]
        # A theme stands for itself, whatever is counted under it.
        if model.spec.origin or not model.spec.passes or kind == kind_of(Feedback):
            continue
        records = list(model._default_manager.filter(pk__in=ids))
        references = sorted((record.reference or str(record) for record in records), key=_in_order)
        if references:
            yield BuiltOn(model.spec.plural, len(references), tuple(references[:_MOST_NAMED]))


@command("feedback.import")
def undo_import(*, by: Person, batch: ImportBatch, reason: str, today: datetime.date) -> ImportBatch:
    """Import undone: all that it brought is withdrawn, and the spreadsheet can be imported again, put right.

    Refused once something was built on it. What it changed in feedback that was known before stays changed.
    """
    saving.lock(batch)
    if batch.state != ImportBatch.State.DONE:
        raise Refused("Only an import that is finished can be undone. Cancel it instead.")
    if batch.withdrawn_on is not None:
        raise Refused("This import is undone already.")
    # Nobody can build on one of them between this question and the withdrawal.
    feedback = list(
        Feedback.objects.select_for_update().filter(batch=batch, withdrawn_on=None).order_by("pk")
    )
    if built := built_on(batch):
        listed = "; ".join(map(str, built))
        raise Refused(f"This import cannot be undone as a whole, since work was built on it. {listed}.")
    points = Point.objects.filter(feedback__batch=batch, withdrawn_on=None)
    set_aside(by, batch, reason, today, rows=[batch, *feedback, *points])
    ImportFile.objects.filter(batch=batch).delete()
    return batch
