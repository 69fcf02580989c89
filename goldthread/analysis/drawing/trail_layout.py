"""Layout of a trail's drawing: columns from left to right, few crossings, and a free lane for each step past a column.

A step that leads past a column takes a lane there, between the boxes and never behind one. Steps to one box share their
lanes. The order in a column follows the mean place of the neighbours (Sugiyama, Tagawa and Toda 1981); the same nodes
and steps are always laid out the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_LANE, _BETWEEN = 10.0, 14.0
_SWEEPS = 4

# A lane is named by the box that it leads to, its column and whether it is a gap's; a box by its key.
Place = str | tuple[str, int, bool]


@dataclass(frozen=True)
class Segment:
    """A part of a step between two columns that lie side by side, or back from a column to one before."""

    start: Place
    end: Place
    gap: bool


@dataclass(frozen=True)
class TrailLayout:
    """The middle of each box and lane from the top, the segments between them, and the height of all."""

    middle: Mapping[Place, float]
    column: Mapping[Place, int]
    segments: Sequence[Segment]
    height: float


def lay_out(
    columns: Mapping[str, int], heights: Mapping[str, float], steps: Iterable[tuple[str, str, bool]]
) -> TrailLayout:
    """Return the layout of boxes, given the column and height (pixels) of each, and the steps with whether each is a gap.

    The boxes stand in the order given as far as the steps leave it open.
    """
    column: dict[Place, int] = {key: at for key, at in columns.items()}
    height: dict[Place, float] = {key: tall for key, tall in heights.items()}
    segments: dict[Segment, None] = {}
    for start, end, gap in steps:
        here: Place = start
        for at in range(columns[start] + 1, columns[end]):
            lane = (end, at, gap)
            column[lane], height[lane] = at, _LANE
            segments[Segment(here, lane, gap)] = None
            here = lane
        segments[Segment(here, end, gap)] = None
    stacks = _in_order(column, list(segments))
    tall = {at: sum(height[each] + _BETWEEN for each in stack) - _BETWEEN for at, stack in stacks.items()}
    whole = max(tall.values(), default=0.0)
    middle: dict[Place, float] = {}
    for at, stack in stacks.items():
        y = (whole - tall[at]) / 2
        for each in stack:
            middle[each] = y + height[each] / 2
            y += height[each] + _BETWEEN
    return TrailLayout(middle, column, list(segments), whole)


def _in_order(column: Mapping[Place, int], segments: Sequence[Segment]) -> dict[int, list[Place]]:
    stacks: dict[int, list[Place]] = {at: [] for at in sorted(set(column.values()))}
    for place, at in column.items():
        stacks[at].append(place)
    near: dict[Place, list[Place]] = {place: [] for place in column}
    for segment in segments:
        near[segment.start].append(segment.end)
        near[segment.end].append(segment.start)
    # As a share of its column, so that a column of two and one of nine can be compared.
    share = {place: (i + 0.5) / len(stack) for stack in stacks.values() for i, place in enumerate(stack)}
    for sweep in range(_SWEEPS):
        for at in sorted(stacks, reverse=sweep % 2 == 1):
            wanted = {
                place: sum(share[each] for each in near[place]) / len(near[place])
                if near[place]
                else share[place]
                for place in stacks[at]
            }
            stacks[at].sort(key=wanted.__getitem__)
            share |= {place: (i + 0.5) / len(stacks[at]) for i, place in enumerate(stacks[at])}
    return stacks
