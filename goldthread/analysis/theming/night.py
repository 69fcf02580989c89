"""The accurate mode: by night the language model is taught the codebook too, and says its part beside the linear model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.semantic import NotInstalled
from goldthread.analysis.theming.texts import Confirmed, ThemeText
from goldthread.analysis.theming.thresholds import Cuts, cuts_of, weighed
from goldthread.analysis.theming.training import codebook_texts
from goldthread.analysis.tuning import Tuned, made_from, tune

FEWEST = 300
"""Below so many confirmed texts the linear model does as well by itself."""
# One text in so many is left out of what is taught, to learn how far each of the two is to be believed.
_LEFT_OUT = 6
# What the codebook says counts so much beside what a person confirmed.
_BOOK = 0.5


@dataclass(frozen=True)
class Night:
    """What was taught, how much its log-odds add to the linear model's score, and from where on a theme is suggested."""

    tuned: Tuned
    share: float
    cuts: Cuts
    # The untaught model: what was taught is kept as what differs from it.
    made_from: str

    def beside(self, texts: Sequence[str], questions: Sequence[str]) -> np.ndarray:
        """Return what is added to the linear model's scores, (texts, themes).

        Raises semantic.NotInstalled where goldthread[nightly] is missing, or has another model than this was taught in.
        """
        if made_from() != self.made_from:
            raise NotInstalled(
                f"This model was taught in {self.made_from}, and {made_from()} is installed. Train it anew."
            )
        return self.share * self.tuned.scores(texts, questions)


def teach(
    themes: Sequence[ThemeText],
    confirmed: Sequence[Confirmed],
    scored: Callable[[Sequence[Confirmed], Sequence[Confirmed]], np.ndarray],
    seed: int = 0,
) -> Night:
    """Teach the language model a codebook and confirmed texts.

    scored: returns the linear model's scores, (texts, themes), of the second texts when it has learned the first ones.
    Raises ValueError below `FEWEST` confirmed texts, and semantic.NotInstalled without goldthread[nightly].
    """
    if len(confirmed) < FEWEST:
        raise ValueError(
            f"{len(confirmed)} confirmed texts are too few to teach the language model; it takes {FEWEST}."
        )
    place = np.random.default_rng(seed).permutation(len(confirmed)) % _LEFT_OUT
    taught = [each for each, at in zip(confirmed, place, strict=True) if at]
    left_out = [each for each, at in zip(confirmed, place, strict=True) if not at]
    texts, owners, _ = codebook_texts(themes)
    truth = np.zeros((len(texts), len(themes)), dtype=bool)
    for row, owner in enumerate(owners):
        truth[row, owner] = True
    tuned = tune(
        [*texts, *(each.text for each in taught)],
        [*([""] * len(texts)), *(each.question for each in taught)],
        np.concatenate([truth, _truth(themes, taught)]),
        np.concatenate([np.full(len(texts), _BOOK), np.ones(len(taught))]),
        seed=seed,
    )
    right, counts = _truth(themes, left_out), np.ones(len(left_out))
    linear = scored(taught, left_out)
    theirs = tuned.scores([each.text for each in left_out], [each.question for each in left_out])
    both = np.column_stack([linear.ravel(), theirs.ravel()])
    believed = weighed(both, right.ravel(), np.repeat(counts, len(themes)))
    share = float(max(0.0, believed[1]) / max(believed[0], 1e-3))
    every = np.ones(len(left_out), dtype=bool)
    return Night(tuned, share, cuts_of(linear + share * theirs, right, counts, every), made_from())


def _truth(themes: Sequence[ThemeText], confirmed: Sequence[Confirmed]) -> np.ndarray:
    return np.array([[theme.slug in each.themes for theme in themes] for each in confirmed], dtype=bool)
