"""What pages of pilots show: the result of the measure, where a pilot stands as a drawing, and facts in words."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from goldthread.analysis.drawing.way_svg import way_svg
from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.council.records.states import State
from goldthread.impact import disclosure
from goldthread.impact.charts import Tile, tile_of
from goldthread.impact.models import Measure
from goldthread.impact.queries import sentence_of
from goldthread.pilots import standing
from goldthread.pilots.models import Pilot

WITH_RESULTS = ("action__measures__verdicts",)
"""What is read along to say how pilots stand."""

WITH_CHARTS = ("action__measures__readings", "action__measures__counting_changes", *WITH_RESULTS)
"""What is read along to draw their measures too."""


@dataclass(frozen=True)
class Result:
    """What a pilot's measure shows: its name and page, its result as tags and a sentence, and its drawing in small.

    href: "" for whoever may not open measures. sentence: "" before the first review. tile: None where there is nothing to
    draw, or its numbers are withheld.
    """

    name: str
    href: str
    states: tuple[State, ...]
    sentence: str
    tile: Tile | None
    is_withheld: bool


def result_in_words(pilot: Pilot) -> str:
    """Return what the measure of a pilot shows, without its numbers; why nothing is shown where it has none."""
    if pilot.measure is not None:
        return pilot.measure.latest_result
    if pilot.action is not None:
        return "Measure agreed, not set up"
    return "No measure"


def result(person: Person, pilot: Pilot, withheld: Collection[object] | None = None) -> Result | None:
    """Return what a pilot's measure shows to somebody; None where it has none. withheld: the keys, where they are known."""
    measure = pilot.measure
    if measure is None:
        return None
    if withheld is None:
        withheld = disclosure.all_withheld(person, [measure])
    is_withheld, verdict = measure.pk in withheld, pilot.verdict
    return Result(
        measure.name,
        address(measure) if person.may(Measure.spec.permission) else "",
        measure.result_states,
        sentence_of(measure, verdict, numbers=not is_withheld) if verdict is not None else "",
        None if is_withheld else tile_of(measure, list(measure.readings.all()), name="Measure"),
        is_withheld,
    )


def way(pilot: Pilot, today: datetime.date) -> str:
    """Return where a pilot stands on its way as a drawing."""
    state = pilot.state(today)
    at = standing.stage_of(state)
    word = standing.STATES[state]
    return way_svg(standing.STAGES, at, word, f"Where {pilot.reference} stands", uid=f"w{pilot.pk.hex[-8:]}")


def money(pilot: Pilot) -> str:
    """Return what a pilot costs and who pays; "" where neither is recorded."""
    amount = "" if pilot.amount is None else f"£{pilot.amount:,.2f}".removesuffix(".00")
    return ", ".join(part for part in (amount, f"paid by {pilot.funder}" if pilot.funder else "") if part)


def dpia(pilot: Pilot) -> str:
    """Return whether a data protection impact assessment is needed and done; "" where no data about people is used."""
    if pilot.dpia_on is not None:
        day = f"{pilot.dpia_on.day} {pilot.dpia_on:%B %Y}"
        return f"Done on {day}" + (f", {pilot.dpia_reference}" if pilot.dpia_reference else "")
    if pilot.no_dpia_because:
        return f"Not done: {pilot.no_dpia_because}"
    return "Needed, not done" if pilot.personal_data == "yes" else ""
