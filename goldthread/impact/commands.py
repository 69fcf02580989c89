"""Measures: set-up, readings, counts, results of reviews, and recalculated limits."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from goldthread.analysis.verdicts.verdict_data import RULE
from goldthread.council.command import Refused, command, require_council_wide
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.dates import last_whole_month, month_start
from goldthread.impact import reassessing
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.small_numbers import PARTED
from goldthread.learning.bedding_in import check_bedding_in
from goldthread.learning.models import Action, MeasureKind
from goldthread.themes.codebook.models import Theme


@command("impact.measure")
def set_up_measure(
    *,
    by: Person,
    action: Action,
    data_source: str = Measure.DataSource.TYPED,
    theme: Theme | None = None,
    counted_sources: Sequence[str] = (),
    counted_tone: str = Measure.Tone.FAULT,
    per: int = 100,
    wording: str = "",
    denominator_means: str = "",
    source: str = "",
    acted_on: datetime.date | None = None,
    target: Decimal | None = None,
    bedding_in: int | None = None,
) -> Measure:
    """Set up a measure: the one agreed with an action; what was agreed cannot be changed."""
    if action.measures.counted().exists():
        raise Refused("This action already has its measure.")
    _check_data_source(action.measure_kind, data_source, theme)
    _check_base(action.measure_kind, denominator_means)
    _check_acted_on(action, acted_on)
    measure = Measure(
        council=by.council,
        action=action,
        name=action.measure_name,
        kind=action.measure_kind,
        unit=action.measure_unit,
        per=per,
        wording=wording,
        direction=action.direction,
        smallest_change=action.smallest_change,
        data_source=data_source,
        theme=theme,
        counted_sources=list(counted_sources),
        counted_tone=counted_tone,
        denominator_means=denominator_means,
        source=source,
        acted_on=month_start(acted_on) if acted_on else None,
        target=target,
        bedding_in=action.bedding_in if bedding_in is None else bedding_in,
    )
    check_bedding_in(measure.bedding_in)
    return saving.add(measure, based_on=[action])


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
    target: Decimal | None = None,
) -> Measure:
    """Add a measure: an indicator, without an action, which has a chart and no result."""
    require_council_wide(by, "An indicator is")
    _check_name(name)
    _check_base(kind, denominator_means)
    measure = Measure(
        council=by.council,
        name=name,
        kind=kind,
        unit=unit,
        per=per,
        wording=wording,
        direction=direction,
        smallest_change=25,
        denominator_means=denominator_means,
        source=source,
        target=target,
    )
    return saving.add(measure)


# Of an indicator these are corrected too; with an action they were agreed.
_OF_INDICATORS = {"name", "unit", "direction"}
_COUNTING = ("data_source", "theme", "counted_tone", "counted_sources")


@command("impact.measure", trail=people_named.reason_about("measure"))
def edit_measure(*, by: Person, measure: Measure, version: int, reason: str, **fields: Any) -> Measure:
    """Correct a measure: its definition and sources, with the reason; what was agreed with its action stays."""
    if measure.action_id and _OF_INDICATORS & set(fields):
        raise Refused("The measure was agreed with its action, so its name, unit and direction stay.")
    _check_name(fields.get("name", measure.name))
    _check_base(measure.kind, fields.get("denominator_means", measure.denominator_means))
    _check_data_source(
        measure.kind, fields.get("data_source", measure.data_source), fields.get("theme", measure.theme)
    )
    recounted = [name for name in _COUNTING if name in fields and fields[name] != getattr(measure, name)]
    if recounted and measure.verdicts.exists():
        raise Refused("A review has used this data source, so it cannot be changed.", field=recounted[0])
    if "data_source" in recounted and measure.readings.exists():
        raise Refused(
            "The measure has readings from its data source. Withdraw it and set it up anew.",
            field="data_source",
        )
    saving.needs_reason(reason)
    return saving.change(measure, version=version, **fields)


def _check_acted_on(action: Action | None, acted_on: datetime.date | None) -> None:
    """Refuse an effect before the action was agreed: its measure would not have been named before its readings."""
    if action is not None and acted_on is not None and month_start(acted_on) < month_start(action.agreed_on):
        raise Refused(
            f"The action was agreed in {action.agreed_on:%B %Y}, so it cannot have taken effect before that month.",
            field="acted_on",
        )


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("Enter a name for the measure.", field="name")


def _check_base(kind: str, denominator_means: str) -> None:
    if kind in PARTED and not denominator_means.strip():
        raise Refused("Enter what the total counts, such as files audited.", field="denominator_means")


def _check_data_source(kind: str, data_source: str, theme: Theme | None) -> None:
    if data_source != Measure.DataSource.COUNTED:
        return
    if theme is None:
        raise Refused("Select the theme to count.", field="theme")
    if kind != MeasureKind.COUNT:
        raise Refused(
            "Only a monthly count can be counted from a theme. Enter or import this measure instead."
        )


@command("impact.measure")
def set_acted_on(
    *, by: Person, measure: Measure, acted_on: datetime.date, bedding_in: int | None = None
) -> Measure:
    """Set the month an action took effect, and how many months it beds in; both are fixed once a review has been made.

    Bedding-in months are written down before any review, and never chosen to fit the readings.
    """
    if measure.verdicts.exists():
        raise Refused("A review has used this month, so it cannot be changed.")
    _check_acted_on(measure.action, acted_on)
    months = measure.bedding_in if bedding_in is None else bedding_in
    check_bedding_in(months)
    return saving.change(measure, acted_on=month_start(acted_on), bedding_in=months)


@command("impact.measure", trail=people_named.reason_about("measure"))
def recalculate_limits(*, by: Person, measure: Measure, reason: str) -> Measure:
    """Recalculate limits: the chart's, from the action on, after a result of improved; never automatic.

    The old limits stay on the chart, and the result's own before and after do not change.
    """
    latest = measure.verdicts.last()
    if latest is None or not latest.is_improvement:
        raise Refused("Limits can be recalculated only after a result of improved.")
    if measure.recalculated_from is not None:
        raise Refused(f"Limits are already recalculated from {measure.recalculated_from:%B %Y}.")
    saving.needs_explanation(reason, "Enter a reason", field="reason")
    return saving.change(measure, recalculated_from=measure.acted_on, recalculation_reason=reason)


@dataclass(frozen=True)
class NewReading:
    """One month's reading before it is saved; a percentage or rate gives its parts and not its value."""

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
    """Save readings; a month given again is corrected, and the earlier reading is kept in its history."""
    if measure.data_source == Measure.DataSource.COUNTED:
        raise Refused("This measure is counted from its theme, so readings cannot be entered.")
    names = people_named.named_under(measure)
    by_month = {reading.month: reading for reading in measure.readings.all()}
    saved = []
    for new in readings:
        month = month_start(new.month)
        if month > last_whole_month(today):
            over = "is not complete yet" if month <= today else "is in the future"
            raise Refused(f"{month:%B %Y} {over}. Enter complete months only.")
        value, numerator, denominator = new.value, new.numerator, new.denominator
        if measure.kind in PARTED:
            if numerator is None or denominator is None or denominator <= 0:
                raise Refused(f"{month:%B %Y} needs both a numerator and a denominator.")
            if numerator < 0 or (measure.kind == MeasureKind.PROPORTION and numerator > denominator):
                raise Refused(f"The numerator for {month:%B %Y} must be between 0 and the denominator.")
            value = numerator / denominator * measure.per
        elif value is None:
            raise Refused(f"{month:%B %Y} has no number.")
        elif measure.kind == MeasureKind.COUNT and (value < 0 or value != value.to_integral_value()):
            raise Refused(f"The count for {month:%B %Y} must be a whole number, 0 or more.")
        reading = by_month.get(month) or Reading(council=by.council, measure=measure, month=month)
        reading.value, reading.numerator, reading.denominator = value, numerator, denominator
        reading.as_printed, reading.source, reading.by = new.as_printed, new.source or measure.source, by
        saving.hide(reading, Reading.spec.hidden, names)
        reading.save()
        by_month[month] = reading
        saved.append(reading)
    return saved


@command("impact.measure")
def save_counts(*, by: Person, measure: Measure, counts: Mapping[datetime.date, int]) -> list[Reading]:
    """Save monthly counts: those of the measure's theme; months that have not changed are not written again."""
    if measure.data_source != Measure.DataSource.COUNTED:
        raise Refused("This measure is entered or imported, so it is not counted.")
    by_month = {reading.month: reading for reading in measure.readings.all()}
    changed = []
    for month, count in sorted(counts.items()):
        reading = by_month.get(month)
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
    """Record the result of a review: with the readings it was made from, once."""
    if Verdict.objects.filter(measure=measure, review_month=review_month).exists():
        raise Refused(
            f"The review at {review_month} months has already been made. Results do not change between reviews."
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
        rule=RULE,
    )


@command("impact.measure")
def reassess_result(*, by: Person, measure: Measure) -> Verdict | None:
    """Reassess a result: note beside the latest one what today's rule says of its readings, where that differs."""
    found = reassessing.latest_today(measure)
    if found is None:
        return None
    made, today = found
    made.today_state, made.today_sentence = today.state, today.sentence
    made.save(update_fields=["today_state", "today_sentence"])
    return made
