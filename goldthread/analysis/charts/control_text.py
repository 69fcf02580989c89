"""Control charts in plain English: counts, shares and rare events."""

from __future__ import annotations

import math

from goldthread.analysis.charts import rules as r
from goldthread.analysis.charts.chart_data import ControlChart, XmrChart
from goldthread.analysis.charts.formatting import (
    UNUSUAL,
    carried_note,
    day,
    figure,
    gap_notes,
    in_time,
    is_judged,
    is_monthly,
    level,
    readings_in_segment,
    usual_range,
)

TITLES = {
    "i": "individual readings",
    "mr": "moving ranges",
    "c": "c chart of counts",
    "u": "u chart of rates",
    "p": "p chart of shares",
    "up": "Laney u' chart of rates",
    "pp": "Laney p' chart of shares",
    "g": "cases between events",
    "t": "days between events",
    "run": "run chart",
}

_RUNS = (
    " Over the chart as a whole, readings keep to one side of the middle for longer than chance explains "
    "(special cause)."
)


def control_sentence(chart: ControlChart, what: str = "this", unit: str = "") -> str:
    """Say what the last reading is; rare events are told as the time or cases between them."""
    at, monthly = chart.last, is_monthly(chart.dates)
    reading = figure(float(chart.values[at]), unit)
    own = readings_in_segment(chart, at)
    if chart.kind in ("t", "g"):
        default = "days" if chart.kind == "t" else "cases"
        subject = f"The last gap, {figure(float(chart.values[at]), unit or default)} up to {day(chart.dates[at], monthly)},"
        usual = f"gaps in {what} usually are"
        more, less = "longer", "shorter"
    else:
        subject = f"{reading} {in_time(chart.dates[at], monthly)}"
        usual = f"{what} usually gets"
        more, less = "higher", "lower"
    if not is_judged(chart, at) and (chart.kind != "run" or own == 1):
        count = "is only one" if own == 1 else f"are only {own}"
        return f"{subject.rstrip(',')}. There {count} so far: too few to say what is usual for {what}."
    code = int(chart.code[at])
    if code in (r.ABOVE, r.BELOW):
        return f"{subject} is {more if code == r.ABOVE else less} than {usual}, {UNUSUAL}."
    # The run rules look at the whole chart and not at its last reading, so they are told beside it: lists and icons say
    # of the last reading alone that it is unusual.
    runs = _RUNS if bool(chart.run_signal[at]) else ""
    if runs and chart.kind == "run":
        return f"{subject}.{runs}"
    if chart.kind == "run" and not is_judged(chart, at):
        middle, value = float(chart.mean[at]), float(chart.values[at])
        side = "above" if value > middle else "below" if value < middle else "on"
        return f"{subject} is {side} the middle of the {own} readings so far: too few to say more."
    if chart.kind == "run":
        return f"{subject}: readings fall on both sides of the middle as chance would have it."
    if not math.isfinite(chart.upper[at]):
        return f"{subject.rstrip(',')}: too little is known to say what is usual for {what}.{runs}"
    return f"{subject} is within what {usual}.{runs}"


def control_caption(chart: ControlChart, what: str = "this", unit: str = "") -> str:
    """Return the sentence, the control limits, gaps, notes and the kind of chart."""
    parts = [control_sentence(chart, what, unit)]
    at = chart.last
    if is_judged(chart, at) and math.isfinite(chart.upper[at]) and chart.upper[at] > chart.lower[at]:
        lower, upper = usual_range(chart, at)
        middle = "median" if chart.kind == "g" else "mean"
        parts.append(
            f"Usually between {level(lower, unit)} and {figure(upper, unit)}, "
            f"around a {middle} of {level(float(chart.mean[at]), unit)}."
        )
        parts.append(carried_note(chart, at))
        parts.extend(target_notes(chart, unit))
    elif math.isfinite(chart.mean[at]) and chart.kind == "run":
        parts.append(f"The middle reading is {figure(float(chart.mean[at]), unit)}.")
    parts.extend(gap_notes(chart))
    parts.extend(chart.notes)
    parts.append(f"Chart: {TITLES[chart.kind]}, Anhøj's run rules.")
    return " ".join(filter(None, parts))


def target_notes(chart: XmrChart | ControlChart, unit: str) -> list[str]:
    """Say how the target of a chart lies to its limits; [] where there is no target."""
    if chart.target is None:
        return []
    goal = f"The target of {figure(chart.target, unit)}"
    text = {
        "consistent_pass": "lies beyond the control limits on the good side: as things are, it is met each time.",
        "consistent_fail": "lies beyond the control limits on the wrong side: as things are, it is missed each time.",
        "inconsistent": "lies within the control limits: as things are, it is met or missed by chance.",
    }.get(chart.assurance or "")
    return [f"{goal} {text}"] if text else [f"{goal} is shown for comparison."]
