"""A figure while its sentence is read: its parts are found one after another."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.analysis.reports.written_periods import Period


@dataclass(slots=True, kw_only=True)
class Draft:
    """A figure being read. start, end: its words in the sentence; number: where its own number begins and ends.

    noun: what a count counts, as printed; part_noun: what the part of a share counts; rough: said of about so many, or of a change. comparator_at: where in its own
    sentence its comparator stands; next_comparator_at: where in the sentence after.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: float | None
    unit: str | None
    noun: str | None = None
    part_noun: str | None = None
    decimals: int = 0
    numerator: int | None = None
    denominator: int | None = None
    counts: str | None = None
    rough: bool = False
    period: Period | None = None
    borrows: bool = True
    comparator_at: tuple[int, int] | None = None
    next_comparator_at: tuple[int, int] | None = None
    comparator: str | None = None
    period_words: str | None = None
    period_kind: str | None = None
    printed: str = ""
    sentence: str = ""
    sourced: bool = False

    @property
    def share(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"

    @property
    def count(self) -> bool:
        """Whether it is a whole number of things."""
        return self.noun is not None

    def agrees(self, part: float, whole: float) -> bool:
        """Return whether a percentage is what a part of a whole comes to, rounded as it is printed."""
        if self.value is None or whole <= 0 or part > whole:
            return False
        return abs(100 * part / whole - self.value) <= 0.5 * 10**-self.decimals + 1e-9
