"""Ratings from statement scores, and the band of an audit's percentage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from goldthread.analysis.figures import FiguresError, whole
from goldthread.analysis.tables.intervals import whole_percent, wilson


@dataclass(frozen=True)
class Bands:
    """Thresholds as data. lowest: (name, lowest whole percent), from the lowest band up; each band
    runs to the percent below the next. lowest_score, highest_score: of one statement. holds_from: the
    date the thresholds hold from, where known. limiter: a rule that caps a rating; None, as no such
    rule for councils is published."""

    name: str
    lowest: tuple[tuple[str, int], ...]
    source: str = ""
    holds_from: dt.date | None = None
    lowest_score: int = 1
    highest_score: int = 4
    limiter: str | None = None

    def __post_init__(self) -> None:
        starts = [percent for _, percent in self.lowest]
        if not starts or sorted(set(starts)) != starts or not starts[0] >= 0 or starts[-1] > 100:
            raise FiguresError(
                "Bands must rise from the lowest to the highest, in whole percents from 0 to 100."
            )

    def of_percent(self, percent: int) -> str:
        """Return the band of a whole percent; FiguresError below the lowest."""
        reached = [name for name, start in self.lowest if percent >= start]
        if not reached:
            raise FiguresError(f"{percent}% is below the lowest band, which starts at {self.lowest[0][1]}%.")
        return reached[-1]


CQC_LOCAL_AUTHORITY = Bands(
    name="CQC local authority assessment",
    lowest=(("Inadequate", 25), ("Requires improvement", 39), ("Good", 63), ("Outstanding", 88)),
    source="https://www.cqc.org.uk/guidance-regulation/local-authorities/how-we-determine-ratings",
)


@dataclass(frozen=True)
class Rating:
    """A total, its percentage (whole, half up) and its band, with what the next band up would take."""

    total: int
    maximum: int
    percent: int
    band: str
    next_band: str | None
    points_to_next: int | None

    def sentence(self) -> str:
        """The rating as it can be read aloud."""
        start = f"{self.total} of {self.maximum} points is {self.percent}%: {self.band}."
        if self.next_band is None:
            return start
        points = "1 point more" if self.points_to_next == 1 else f"{self.points_to_next} points more"
        return f"{start} {points[0].upper()}{points[1:]} would make it {self.next_band}."

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {**asdict(self), "sentence": self.sentence()}


def rating(scores: Sequence[object], bands: Bands = CQC_LOCAL_AUTHORITY) -> Rating:
    """Return the rating of statement scores, each weighing the same.

    scores: whole numbers from bands.lowest_score to bands.highest_score (1 to 4). Raises FiguresError.
    """
    if not scores:
        raise FiguresError("There are no scores.")
    points = [whole(score, f"Score {i}") for i, score in enumerate(scores, start=1)]
    for i, score in enumerate(points, start=1):
        if not bands.lowest_score <= score <= bands.highest_score:
            raise FiguresError(
                f"Score {i} is {score}; scores run from {bands.lowest_score} to {bands.highest_score}."
            )
    total, maximum = sum(points), bands.highest_score * len(points)
    percent = whole_percent(total, maximum)
    band = bands.of_percent(percent)
    better = next(
        (
            (bands.of_percent(whole_percent(more, maximum)), more - total)
            for more in range(total + 1, maximum + 1)
            if bands.of_percent(whole_percent(more, maximum)) != band
        ),
        (None, None),
    )
    return Rating(total, maximum, percent, band, *better)


@dataclass(frozen=True)
class AuditBand:
    """The band of an audit's percentage, and the bands its interval spans. part, of: files."""

    part: int
    of: int
    percent: int
    low: float
    high: float
    band: str
    could_be: tuple[str, ...]

    def sentence(self) -> str:
        """The band, said with its doubt."""
        shown = (
            f"{self.part} of {self.of} files is {self.percent}% (likely {self.low:.0%} to {self.high:.0%})"
        )
        if len(self.could_be) == 1:
            return f"{shown}: {self.band}."
        return f"{shown}: {self.band}, but with so few files it could be {' or '.join(self.could_be)}."

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {**asdict(self), "sentence": self.sentence()}


def audit_band(part: object, of: object, bands: Bands) -> AuditBand:
    """Return the band of `part` of `of` files that passed, and all bands its 95% interval reaches.

    bands: the council's own thresholds; the lowest should start at 0. Raises FiguresError.
    """
    part, of = whole(part, "The files that passed"), whole(of, "The files looked at")
    low, high = wilson(part, of)
    percent = whole_percent(part, of)
    first, last = (bands.of_percent(int(end * 100 + 0.5)) for end in (low, high))
    names = [name for name, _ in bands.lowest]
    return AuditBand(
        part,
        of,
        percent,
        low,
        high,
        bands.of_percent(percent),
        tuple(names[names.index(first) : names.index(last) + 1]),
    )
