"""Naming measures, taking readings, and keeping what a review of them found."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_scope, command, require_council_wide
from goldthread.council.models import Person
from goldthread.council.records import privacy, search
from goldthread.dates import last_whole_month, month_start
from goldthread.feedback.models import Point
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.learning.models import Action, MeasureKind
from goldthread.reviews.people_named import named_under
from goldthread.themes.codebook.models import Theme

# Kinds of number that are kept as their parts: how many, and how many out of.
PARTED = (MeasureKind.PROPORTION, MeasureKind.RATE)


@command("impact.measure")
def set_up_measure(
    *,
    by: Person,
    action: Action,
    data_source: str = Measure.DataSource.TYPED,
    theme: Theme | None = None,
    counted_sources: Sequence[str] = (),
    counted_tone: str = Measure.Tone.ALL,
    per: int = 100,
    wording: str = "",
    denominator_means: str = "",
    source: str = "",
    acted_on: datetime.date | None = None,
) -> Measure:
    """Set up the measure that the action promised; what it promised cannot be changed here."""
    check_scope(by, action, theme)
    if Measure.objects.filter(action=action).exists():
        raise Refused("This action's measure is set up already.")
    if fed == Measure.DataSource.COUNTED and theme is None:
        raise Refused("Choose the theme that Goldthread should count.")
    if fed == Measure.DataSource.COUNTED and action.measure_kind != MeasureKind.COUNT:
        raise Refused("Goldthread counts how many; a share or a score has to be typed in or imported.")
    _check_base(action.measure_kind, denominator_means)
    under = named_under(Point.objects.filter(lessons__lesson=action.lesson))
    written = _hidden(under, wording=wording, denominator_means=denominator_means, source=source)
    measure = Measure.objects.create(
        council=by.council,
        action=action,
        name=action.measure_name,
        kind=action.measure_kind,
        unit=action.measure_unit,
        per=per,
        wording=written["wording"],
        direction=action.direction,
        smallest_change=action.smallest_change,
        data_source=fed,
        theme=theme,
        counted_sources=list(counted_sources),
        counted_tone=counted_tone,
        denominator_means=written["denominator_means"],
        source=written["source"],
        acted_on=month_start(acted_on) if acted_on else None,
    )
    _index(measure)
    return measure


@command("impact.measure")
def add_indicator(
    *,
    by: Person,
    name: str,
    kind: str,
    direction: str,
    unit: str = "",
    per: int = 100,
    wording: str = "",
    denominator_means: str = "",
    source: str = "",
) -> Measure:
    """Begin an indicator: a number that the council watches without an action of its own."""
    require_council_wide(by, "An indicator is")
    if not name.strip():
        raise Refused("Name what is watched.")
    _check_base(kind, denominator_means)
    written = _hidden(
        name=name, unit=unit, wording=wording, denominator_means=denominator_means, source=source
    )
    measure = Measure.objects.create(
        council=by.council,
        name=written["name"],
        kind=kind,
        unit=written["unit"],
        per=per,
        wording=written["wording"],
        direction=direction,
        smallest_change=25,
        denominator_means=written["denominator_means"],
        source=written["source"],
    )
    _index(measure)
    return measure


def _hidden(under: CaseNames | None = None, **written: str) -> dict[str, str]:
    """Return what is written about a measure without whom it names, no longer than it is kept."""
    fields = {name: Measure._meta.get_field(name).max_length for name in written}
    return {name: privacy.hide(said.strip(), under).text[: fields[name]] for name, said in written.items()}


def _own(by: Person, measure: Measure) -> None:
    check_scope(by, measure)
    if measure.action_id is None:
        require_council_wide(by, "An indicator is")


def _check_base(kind: str, denominator_means: str) -> None:
    if kind in PARTED and not denominator_means.strip():
        raise Refused("Say what it is out of, such as files audited.")


def _index(measure: Measure) -> None:
    search.put(
        measure.council_id,
        [
            search.Entry(
                kind="measure",
                record_id=measure.pk,
                title=measure.name,
                body=f"{measure.wording} {measure.action.title if measure.action else ''}",
                permission="impact.read",
                on=measure.created_at.date(),
            )
        ],
    )


@command("impact.measure")
def set_acted_on(*, by: Person, measure: Measure, acted_on: datetime.date) -> Measure:
    """Say in which month the action began to work; once a review has been made it stays."""
    _own(by, measure)
    if measure.verdicts.exists():
        raise Refused("A review has been made from this date, so it stays.")
    measure.acted_on = month_start(acted_on)
    measure.save(update_fields=["acted_on"])
    return measure


@command("impact.measure")
def recalculate_limits(*, by: Person, measure: Measure, reason: str) -> Measure:
    """Start the chart's limits afresh from the action, after a verdict of improved; never done by itself.

    The old limits stay on the chart, and the verdict's own before and after do not change.
    """
    _own(by, measure)
    latest = measure.verdicts.last()
    if latest is None or latest.state != Verdict.State.IMPROVED:
        raise Refused("The limits can start afresh only after a verdict of improved.")
    if measure.recalculated_from is not None:
        raise Refused(f"The limits started afresh in {measure.recalculated_from:%B %Y} already.")
    if len(reason.strip()) < 10:
        raise Refused("Say why the limits start afresh. Somebody will ask.")
    measure.recalculated_from, measure.recalculation_reason = (
        measure.acted_on,
        privacy.hide(reason.strip()).text[:300],
    )
    measure.save(update_fields=["recalculated_from", "recalculation_reason"])
    return measure


@dataclass(frozen=True)
class NewReading:
    """One month's number before it is kept; a share gives its parts and not its value."""

    month: datetime.date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    as_printed: str = ""
    source: str = ""


@command("impact.measure")
def save_readings(
    *, by: Person, measure: Measure, readings: Sequence[NewReading], today: datetime.date
) -> list[Reading]:
    """Keep readings; a month given again replaces what stood there, and its history keeps that."""
    _own(by, measure)
    if measure.data_source == Measure.DataSource.COUNTED:
        raise Refused("Goldthread counts this measure from its theme, so nothing is typed in.")
    kept = []
    for new in readings:
        month = month_start(new.month)
        if month > last_whole_month(today):
            over = "is not over yet; whole months only" if month <= today else "has not come yet"
            raise Refused(f"{month:%B %Y} {over}.")
        value, numerator, denominator = new.value, new.numerator, new.denominator
        if measure.kind in PARTED:
            if numerator is None or denominator is None or denominator <= 0:
                raise Refused(f"{month:%B %Y} needs both numbers: how many, and how many out of.")
            if numerator < 0 or (measure.kind == MeasureKind.PROPORTION and numerator > denominator):
                raise Refused(f"In {month:%B %Y} the two numbers do not fit together. Check both.")
            value = numerator / denominator * measure.per
        elif value is None:
            raise Refused(f"{month:%B %Y} has no number.")
        elif measure.kind == MeasureKind.COUNT and (value < 0 or value != value.to_integral_value()):
            raise Refused(f"{month:%B %Y} is a count, so it must be a whole number, nought or more.")
        reading, _ = Reading.objects.update_or_create(
            measure=measure,
            month=month,
            defaults={
                "council": by.council,
                "value": value,
                "numerator": numerator,
                "denominator": denominator,
                "as_printed": privacy.hide(new.as_printed).text[:200],
                "source": privacy.hide(new.source).text[:200] or measure.source,
                "by": by,
            },
        )
        kept.append(reading)
    return kept


@command("impact.measure")
def save_counts(*, by: Person, measure: Measure, counts: Mapping[datetime.date, int]) -> list[Reading]:
    """Keep what Goldthread counted from the measure's theme; months that have not changed are left alone."""
    _own(by, measure)
    if measure.data_source != Measure.DataSource.COUNTED:
        raise Refused("This measure's numbers are typed in, so they are not counted.")
    stood = {reading.month: reading for reading in measure.readings.all()}
    changed = []
    for month, count in sorted(counts.items()):
        reading = stood.get(month)
        if reading is not None and reading.value == count:
            continue
        if reading is None:
            reading = Reading(council=by.council, measure=measure, month=month)
        reading.value, reading.by, reading.source = Decimal(count), by, "counted by Goldthread"
        reading.save()
        changed.append(reading)
    return changed


@command("impact.measure")
def record_verdict(
    *,
    by: Person,
    measure: Measure,
    review_month: int,
    on: datetime.date,
    state: str,
    sentence: str,
    attribution: str = "",
    figures: Mapping[str, object] | None = None,
    readings: Sequence[Sequence[object]] = (),
) -> Verdict:
    """Keep what a review found, with the readings that it was made from; a review is made once."""
    _own(by, measure)
    if Verdict.objects.filter(measure=measure, review_month=review_month).exists():
        raise Refused(
            f"The review at {review_month} months has been made. A verdict does not move between reviews."
        )
    return Verdict.objects.create(
        council=by.council,
        measure=measure,
        review_month=review_month,
        on=on,
        state=state,
        sentence=sentence,
        attribution=attribution,
        figures=dict(figures or {}),
        readings=[list(reading) for reading in readings],
    )
