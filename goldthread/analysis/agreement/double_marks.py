"""Files marked twice, blind: how far two auditors agree, and how far off a grade given by one of them may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.analysis.agreement.agreement_report import LEAST_FILES, AgreementReport, agreement_report
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.analysis.tables.intervals import percentage_text

# Of second marks, so many in ten must lie within the distance that is given beside a grade.
_TENTHS = 9

Pair = tuple[str, str]


def marks_agreement(pairs: Sequence[Pair], grades: Sequence[str]) -> AgreementReport | None:
    """Return how far the first and second mark of the same files agree; None where no file has both.

    pairs: of each file the two marks, one auditor's first. grades: all that can be given, from the lowest. Raises
    FiguresError for a mark that is none of them.
    """
    if not pairs:
        return None
    return agreement_report([list(pair) for pair in pairs], list(grades), graded=True)


def agreement_rows(report: AgreementReport) -> list[tuple[str, str, str]]:
    """Return the figures of a report as rows of a table: what it is, its value with its likely range, how to read it."""
    same = round(report.exact.pa * report.twice)
    rows = [
        (
            "Same grade",
            _share(same, report.twice),
            "Of the files marked twice, those that got the same grade twice.",
        )
    ]
    if report.within_one is not None:
        near = round(report.within_one * report.twice)
        rows.append(
            (
                "Within one grade",
                _share(near, report.twice),
                "Those whose two grades are the same or next to each other.",
            )
        )
    rows.append(
        (
            "Beyond chance (Gwet's AC1)",
            report.ac1.in_words(),
            "0 is what guessing would give, 1 is the same grade always. Steady where nearly all files get one grade.",
        )
    )
    if report.ac2 is not None:
        rows.append(
            (
                "Beyond chance, near misses counted in part (Gwet's AC2)",
                report.ac2.in_words(),
                "As AC1, where a grade next to the other counts for more than one far from it.",
            )
        )
    graded = report.within_one is not None
    why = f" It is low because {report.low_because}." if report.low_because else ""
    rows.append(
        (
            "Kappa, quadratic weights" if graded else "Kappa",
            report.kappa.in_words(),
            f"Well known, but low where nearly all files get one grade.{why}",
        )
    )
    if report.kappa_linear is not None:
        rows.append(
            (
                "Kappa, linear weights",
                report.kappa_linear.in_words(),
                "As above, with each grade counted alike.",
            )
        )
    return rows


def too_few(report: AgreementReport | None) -> str:
    """Return why the agreement cannot be judged, "" where it can."""
    twice = 0 if report is None else report.twice
    if twice >= LEAST_FILES:
        return ""
    files = {0: "No file is", 1: "1 file is"}.get(twice, f"{twice} files are")
    return f"Too few to judge: {files} marked twice by both, and {LEAST_FILES} are needed."


def _share(part: int, of: int) -> str:
    return f"{part} of {of}" if of < FEWEST_OF_A_SHARE else percentage_text(part, of)


@dataclass(frozen=True)
class GradeUncertainty:
    """How far off a grade given by one auditor may be, from files of the same round that were marked twice.

    grades: all, from the lowest. within: of the pairs, how many lie no more than 0, 1, 2, ... grades apart. pairs: how many.
    """

    grades: tuple[str, ...]
    within: tuple[int, ...]
    pairs: int

    @property
    def is_few(self) -> bool:
        """Return whether there are too few pairs to say anything."""
        return self.pairs < FEWEST_OF_A_SHARE

    @property
    def reach(self) -> int | None:
        """Return the fewest grades within which nine in ten second marks fell; None where there are too few pairs."""
        if self.is_few:
            return None
        return next(apart for apart, count in enumerate(self.within) if 10 * count >= _TENTHS * self.pairs)

    def around(self, grade: str) -> tuple[str, ...]:
        """Return the grades that another auditor might as well have given, that one included, from the lowest.

        Only the grade itself where there are too few pairs. Raises FiguresError for what is none of the grades.
        """
        if grade not in self.grades:
            raise FiguresError(f"{grade!r} is not one of the grades ({', '.join(self.grades)}).")
        at, reach = self.grades.index(grade), self.reach or 0
        return self.grades[max(0, at - reach) : at + reach + 1]

    def beside(self, grade: str) -> str:
        """Return what is said beside a grade: how far it may be off, in a few words."""
        if self.is_few:
            return "how sure is not known"
        around = self.around(grade)
        return "give or take no grade" if len(around) == 1 else f"could be {around[0]} to {around[-1]}"

    def sentence(self) -> str:
        """Return what the pairs say of any grade of the round that one auditor gave."""
        if self.is_few:
            files = {0: "No file is", 1: "1 file is"}.get(self.pairs, f"{self.pairs} files are")
            return (
                f"How far off a single grade may be cannot be said: {files} marked twice, too few to judge. "
                f"{FEWEST_OF_A_SHARE} are needed."
            )
        same = f"Another auditor gave the same grade in {percentage_text(self.within[0], self.pairs)}"
        reach = self.reach or 0
        if reach == 0:
            return f"{same}, so a single grade stands as it is."
        near = percentage_text(self.within[reach], self.pairs)
        by = "one grade" if reach == 1 else f"{reach} grades"
        return f"{same}, and one no more than {by} away in {near}. So a single grade may be {by} off."


def uncertainty(pairs: Iterable[Pair], grades: Sequence[str]) -> GradeUncertainty:
    """Return how far off a single grade may be.

    pairs: the two marks of each file, whichever first. grades: all that can be given, from the lowest. The method: the
    second marks are taken for what another auditor would have said of any file, as they are of files drawn by lot and
    given blind; the distance given beside a grade is the smallest within which nine in ten of them fell, with Wilson's
    interval, and none below ten pairs. Raises FiguresError for a mark that is none of the grades.
    """
    rank = {grade: at for at, grade in enumerate(grades)}
    apart = []
    for pair in pairs:
        if unknown := [mark for mark in pair if mark not in rank]:
            raise FiguresError(f"{unknown[0]!r} is not one of the grades ({', '.join(grades)}).")
        apart.append(abs(rank[pair[0]] - rank[pair[1]]))
    within = tuple(sum(each <= most for each in apart) for most in range(max(len(grades), 1)))
    return GradeUncertainty(tuple(grades), within, len(apart))
