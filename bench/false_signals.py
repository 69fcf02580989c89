"""How often a chart cries wolf: signals on figures where nothing ever changes.

Simulates steady series, draws the NHS-R chart of each, and counts signals on the last point and anywhere.
The rates that `goldthread.analysis.charts.false_signals` uses come from here. Seeded; about ten seconds.

    python bench/false_signals.py
"""

from __future__ import annotations

import numpy as np

from goldthread.analysis.charts.xmr_core import xmr_many

LENGTHS = (12, 18, 24, 36, 60)


def drifting(rng: np.random.Generator, n: int, t: int) -> np.ndarray:
    """Return normal readings, each correlated .4 with the one before."""
    noise = rng.normal(size=(n, t))
    out = noise.copy()
    for i in range(1, t):
        out[:, i] = 0.4 * out[:, i - 1] + np.sqrt(1 - 0.16) * noise[:, i]
    return out


STEADY = {
    "normal": lambda rng, n, t: rng.normal(size=(n, t)),
    "poisson_1": lambda rng, n, t: rng.poisson(1, (n, t)),
    "poisson_3": lambda rng, n, t: rng.poisson(3, (n, t)),
    "negbin_8": lambda rng, n, t: rng.negative_binomial(8, 0.5, (n, t)),
    "drifting": drifting,
}


def main(n: int = 100_000) -> None:
    """Print, for each process and length, the share with any signal and with one on the last point."""
    print(f"{'process':12}" + "".join(f"{t:>16}" for t in LENGTHS))
    for name, draw in STEADY.items():
        cells = []
        for t in LENGTHS:
            many = xmr_many(draw(np.random.default_rng(t), n, t), direction="neutral")
            cells.append(f"{(many.code > 0).any(axis=1).mean():8.3f} {(many.signal != 0).mean():7.4f}")
        print(f"{name:12}" + "".join(cells))


if __name__ == "__main__":
    main()
