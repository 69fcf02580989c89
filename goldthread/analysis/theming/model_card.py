"""Model card: how well suggestions agree with people, beside how well people agree with each other.

Without the second figure the first means nothing: where two people who know the codebook part ways, no
machine can be right. Everything is worked out on points that two people coded without seeing each other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.agreement.coefficients import conger, gwet, percent_agreement, read_ratings
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import wilson

# Below this many points coded twice the figures would mislead more than they tell.
FEWEST = 30
# Below this many points of a theme, its own figure is shown with its interval and said to be of few.
FEW = 10
_DRAWS = 2000
_SEED = 1
_HALF = 0.5

Themes = frozenset[str] | set[str]


@dataclass(frozen=True)
class F1:
    """An F1 with its 95% interval, from the themes agreed, given too many and left out."""

    agreed: int
    extra: int
    missed: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """Return the F1, 0 to 1; None where nobody gave the theme."""
        given = 2 * self.agreed + self.extra + self.missed
        return 2 * self.agreed / given if given else None


@dataclass(frozen=True)
class Agreement:
    """Agreement of two coders on whether a theme is there, over all points and themes."""

    percentage: float
    ac1: float | None
    kappa: float | None
    f1: float | None


@dataclass(frozen=True)
class ThemeFigures:
    """One theme: how often people gave it, and the F1 of automatic suggestion and of a second person."""

    theme: str
    given: int
    machine: F1
    people: F1

    @property
    def is_few(self) -> bool:
        """Return whether there are too few points of this theme to say much."""
        return self.given < FEW


@dataclass(frozen=True)
class Confusion:
    """People gave one theme where automatic suggestion gave another, and how often.

    points: of the points; where suggestions are compared with two people, half of each one's, a half rounded up.
    """

    people: str
    machine: str
    points: int


@dataclass(frozen=True)
class ModelCard:
    """Figures of a model, and how many points they are based on.

    macro: the mean F1 of the themes that people gave, 0 to 1, with its 95% interval. confuses: at most ten.
    """

    points: int
    people: Agreement
    machine: Agreement
    micro: F1
    macro: float
    macro_low: float
    macro_high: float
    by_theme: tuple[ThemeFigures, ...]
    confuses: tuple[Confusion, ...]

    @property
    def weakest(self) -> tuple[str, ...]:
        """Return the themes that it finds less than half alike with people, worst first; few points say nothing."""
        poor = [each for each in self.by_theme if not each.is_few and (each.machine.value or 0) < _HALF]
        return tuple(
            each.theme for each in sorted(poor, key=lambda each: (each.machine.value or 0, each.theme))
        )

    def sentences(self) -> list[str]:
        """Say what the figures come to, for somebody who has never heard of F1."""
        given, suggested = self.micro.agreed + self.micro.missed, self.micro.agreed + self.micro.extra
        sentences = [f"Of 100 themes that people coded, {_of_100(self.micro.agreed, given)} were suggested."]
        if suggested:
            sentences[0] += f" Of 100 suggestions, people coded {_of_100(self.micro.agreed, suggested)}."
        if self.people.f1 is None:
            return sentences
        sentences.append(
            f"Where one of two people coded a theme, the other did too about {round(self.people.f1 * 100)} times in 100."
        )
        if self.people.f1 > self.micro.high:
            sentences.append(
                "Two people agree with each other more than suggestions agree with people. Check suggestions as you "
                "would check the work of a new colleague."
            )
        elif self.people.f1 < self.micro.low:
            sentences.append(
                "Suggestions agree with the final coding more than two people agree with each other."
            )
        else:
            sentences.append(
                "Suggestions agree with people about as well as people with each other; any difference may be chance."
            )
        return sentences


def _of_100(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def model_card(
    themes: Sequence[str],
    first: Sequence[Themes],
    second: Sequence[Themes],
    machine: Sequence[Themes],
    settled: Sequence[Themes] | None = None,
) -> ModelCard:
    """Return the figures of a model over points that two people coded blind.

    themes: slugs of the codebook. first, second, machine: for each point the slugs that a person, another
    person and the machine gave it; settled: what stands after the two were compared (without it, the
    machine is held against both people in turn and the two are pooled). Raises FiguresError below
    `FEWEST` points, where the lists differ in length, or where people gave no theme at all.
    """
    if len({len(first), len(second), len(machine), len(settled if settled is not None else first)}) > 1:
        raise FiguresError("Each issue needs both people's themes and the suggested ones.")
    if len(first) < FEWEST:
        raise FiguresError(
            f"{len(first)} points have been coded by two people; {FEWEST} are needed before figures mean anything."
        )
    a, b, m = (_table(themes, given) for given in (first, second, machine))
    truths = [_table(themes, settled)] if settled is not None else [a, b]
    truth, suggested = np.concatenate(truths), np.concatenate([m] * len(truths))
    if not truth.any():
        raise FiguresError("People gave none of these points a theme of the codebook.")
    macro, macro_low, macro_high = _macro(truth, suggested, len(first))
    return ModelCard(
        points=len(first),
        people=_agreement(a, b),
        machine=_agreement(truth, suggested),
        micro=_f1(truth.ravel(), suggested.ravel(), len(truths)),
        macro=macro,
        macro_low=macro_low,
        macro_high=macro_high,
        by_theme=tuple(
            ThemeFigures(
                theme,
                round(float(truth[:, column].sum()) / len(truths)),
                _f1(truth[:, column], suggested[:, column], len(truths)),
                _f1(a[:, column], b[:, column]),
            )
            for column, theme in enumerate(themes)
            if truth[:, column].any() or suggested[:, column].any()
        ),
        confuses=_confuses([settled] if settled is not None else [first, second], machine),
    )


def _table(themes: Sequence[str], given: Sequence[Themes]) -> np.ndarray:
    return np.array([[theme in of for theme in themes] for of in given], dtype=bool)


def _f1(truth: np.ndarray, suggested: np.ndarray, times: int = 1) -> F1:
    """Return the F1 with its interval.

    F1 is 2J / (1 + J) of J, the share agreed among all that either gave; J is a share of so many, and has
    Wilson's interval. Where each point stands there `times` times over, it counts once for the interval.
    """
    agreed, extra, missed = (
        int((truth & suggested).sum()),
        int((suggested & ~truth).sum()),
        int((truth & ~suggested).sum()),
    )
    share, of = round(agreed / times), round((agreed + extra + missed) / times)
    low, high = wilson(share, of) if of else (0.0, 1.0)
    return F1(agreed, extra, missed, 2 * low / (1 + low), 2 * high / (1 + high))


def _macro(truth: np.ndarray, suggested: np.ndarray, points: int) -> tuple[float, float, float]:
    """Return the mean F1 of the themes that people gave, with a 95% interval that always holds it.

    The interval is the wider of two. One is of points drawn again, each draw's mean over the themes that it has: it
    knows that one mistake may touch two themes, and nothing of what so few points never showed. The other is of the
    themes' own intervals (MOVER: Zou and Donner 2008), which knows that three right of three is not all right for ever.
    """
    used = truth.any(0)
    truth, suggested = truth[:, used], suggested[:, used]
    times = len(truth) // points

    def f1(weight: np.ndarray) -> np.ndarray:
        agreed, either = weight @ (truth & suggested), weight @ (truth.astype(float) + suggested)
        return np.where(either > 0, 2 * agreed / np.where(either > 0, either, 1), 0)

    own = f1(np.ones(len(truth)))
    mean = float(own.mean())
    themes = [_f1(right, its, times) for right, its in zip(truth.T, suggested.T, strict=True)]
    below = np.linalg.norm(own - [theme.low for theme in themes]) / len(themes)
    above = np.linalg.norm([theme.high for theme in themes] - own) / len(themes)

    draws = np.random.default_rng(_SEED).multinomial(points, np.full(points, 1 / points), size=_DRAWS)
    drawn = np.tile(draws, times)
    there = drawn @ truth > 0
    drawn_again = (f1(drawn) * there).sum(-1) / np.maximum(there.sum(-1), 1)
    # A draw in which no theme is left says nothing of the mean.
    low, high = np.quantile(drawn_again[there.any(-1)], [0.025, 0.975])
    return mean, float(max(0.0, min(low, mean - below))), float(min(1.0, max(high, mean + above)))


def _agreement(one: np.ndarray, other: np.ndarray) -> Agreement:
    both = read_ratings(np.column_stack([one.ravel(), other.ravel()]).astype(int).tolist(), [0, 1])
    return Agreement(
        percentage=percent_agreement(both).value or 0.0,
        ac1=gwet(both).value,
        kappa=conger(both).value,
        f1=_f1(one.ravel(), other.ravel()).value,
    )


def _confuses(
    truths: Sequence[Sequence[Themes]], machine: Sequence[Themes], most: int = 10
) -> tuple[Confusion, ...]:
    """Return which themes are confused, the most often first; each of several truths counts its part."""
    pairs = Counter(
        (theirs, its)
        for people in truths
        for right, suggested in zip(people, machine, strict=True)
        for theirs in right - suggested
        for its in suggested - right
    )
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    times = len(truths)
    return tuple(
        Confusion(theirs, its, (count + times - 1) // times) for (theirs, its), count in ranked[:most]
    )
