"""Commands on published figures of others: recording one or a file of them, and correcting one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldthread.council.command import Refused, command, require_council_wide
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.impact.comparators.models import About, Comparator
from goldthread.impact.models import Measure

_PARTS = ("value", "unit", "numerator", "denominator", "denominator_means", "code", "counts_same", "differs")


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published figure before it is saved, with all its parts."""

    place: str
    starts: datetime.date
    ends: datetime.date
    value: Decimal
    source: str
    unit: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    denominator_means: str = ""
    counts_same: bool = True
    differs: str = ""
    code: str = ""
    about: str = ""


@command("impact.measure")
def record_comparator(*, by: Person, measure: Measure, today: datetime.date, **published: Any) -> Comparator:
    """Record comparator: a figure that somebody published, beside a measure, with its source, period and base."""
    return _save(by, Published(**published), measure, today)


@command("impact.measure")
def import_comparators(
    *,
    by: Person,
    published: Sequence[Published],
    today: datetime.date,
    measure: Measure | None = None,
) -> list[Comparator]:
    """Import comparators: a published file's figures; one of the same place and period is put right by it."""
    if measure is None:
        require_council_wide(by, "A figure of the ombudsman is")
    if not published:
        raise Refused("There is no figure to import.")
    return [_save(by, each, measure, today, anew=True) for each in published]


def _save(
    by: Person, new: Published, measure: Measure | None, today: datetime.date, *, anew: bool = False
) -> Comparator:
    _check(new, today)
    if measure is None and new.about not in About.values:
        raise Refused("Say which figure it stands beside.")
    about = "" if measure is not None else new.about
    parts = {name: getattr(new, name) for name in _PARTS} | {"source": new.source}
    present = (
        Comparator.objects.counted()
        .filter(
            council=by.council,
            measure=measure,
            about=about,
            place=new.place,
            starts=new.starts,
            ends=new.ends,
        )
        .first()
        if anew
        else None
    )
    if present is not None:
        return saving.change(present, **parts)
    comparator = Comparator(
        council=by.council,
        measure=measure,
        about=about,
        place=new.place,
        starts=new.starts,
        ends=new.ends,
        recorded_by=by,
        recorded_on=today,
        **parts,
    )
    return saving.add(comparator, based_on=[measure] if measure is not None else ())


@command("impact.measure", trail=people_named.reason_about("comparator"))
def edit_comparator(
    *, by: Person, comparator: Comparator, version: int, reason: str, today: datetime.date, **fields: Any
) -> Comparator:
    """Correct a comparator: with the reason."""
    saving.needs_reason(reason)
    _check(Published(**fields), today)
    return saving.change(comparator, version=version, **fields)


def _check(new: Published, today: datetime.date) -> None:
    if new.ends < new.starts:
        raise Refused("The period ends before it begins.", field="ends")
    if new.ends > today:
        raise Refused("The period is not over yet, so nothing of it is published.", field="ends")
    if new.numerator is not None and new.denominator is None:
        raise Refused("Enter what the numerator is a part of.", field="denominator")
    if new.denominator is not None and new.denominator <= 0:
        raise Refused("The denominator must be more than 0.", field="denominator")
    if new.denominator is not None and not new.denominator_means.strip():
        raise Refused("Say what the denominator counts.", field="denominator_means")
    is_share = new.unit.startswith("%") and new.numerator is not None and new.denominator is not None
    if is_share and abs(new.numerator / new.denominator * 100 - new.value) > 1:  # type: ignore[operator]
        raise Refused(
            "The percentage does not follow from numerator and denominator. Check them.", field="value"
        )
    if not new.counts_same and not new.differs.strip():
        raise Refused("Say what it counts otherwise.", field="differs")
