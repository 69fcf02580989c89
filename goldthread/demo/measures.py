"""Avonshire's measures: those agreed with an action, its indicators, their readings, and a change of counting."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.impact import commands as impact
from goldthread.impact.counting_changes.commands import record_counting_change
from goldthread.impact.models import Measure


def add(story: Story) -> None:
    """Add the measures and take their readings."""
    by = story.people["grace-adeyinka"]
    actions = {action["measure"]: action for action in content.toml("actions")["actions"]}
    for entry in content.toml("measures")["measures"]:
        slug, action = entry["slug"], actions.get(entry["slug"])
        common = {
            "wording": entry["wording"],
            "per": entry.get("per", 100),
            "denominator_means": entry.get("denominator_means", ""),
            "source": "Invented for the demo",
        }
        if action is None:
            story.measures[slug] = impact.add_indicator(
                by=by,
                name=entry["title"],
                kind=entry["kind"],
                direction=entry["direction"],
                unit=entry["unit"],
                **common,
            )
        else:
            is_counted = entry["how"] == "counted"
            done_month = action.get("done_month")
            story.measures[slug] = impact.set_up_measure(
                by=by,
                action=story.actions[action["slug"]],
                data_source=Measure.DataSource.COUNTED if is_counted else Measure.DataSource.TYPED,
                theme=story.theme(entry["theme"]) if is_counted else None,
                counted_tone={"negative": "fault", "positive": "praise"}.get(entry.get("tones", ""), "count"),
                acted_on=story.month(done_month) if done_month is not None else None,
                **common,
            )
        if entry["how"] != "counted":
            impact.save_readings(
                by=by, measure=story.measures[slug], readings=_readings(story, entry), today=story.today
            )
        for change in entry.get("counting_changed", ()):
            record_counting_change(
                by=by,
                measure=story.measures[slug],
                month=story.month(change["month"]),
                title=change["title"],
                because=change["because"],
                today=story.day(change["month"], 20),
            )


def _readings(story: Story, entry: dict[str, Any]) -> list[impact.NewReading]:
    values = entry.get("values") or entry["numerators"]
    offsets = entry.get("months") or list(range(-len(values), 0))
    denominators = entry.get("denominators") or [None] * len(values)
    return [
        impact.NewReading(month=story.month(offset), value=Decimal(value))
        if denominator is None
        else impact.NewReading(
            month=story.month(offset), numerator=Decimal(value), denominator=Decimal(denominator)
        )
        for offset, value, denominator in zip(offsets, values, denominators, strict=True)
    ]
