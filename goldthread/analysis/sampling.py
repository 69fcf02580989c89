"""Samples drawn by lot within strata: the same seed gives the same sample of the same references, on any machine.

The order of a draw is that of SHA-256 of the seed and each reference, so that anybody can draw it again by hand. A
sample is the beginning of that order, and whatever is swapped out is replaced by the next in it: nobody chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from goldthread.analysis.figures import FiguresError


def in_order(references: Iterable[str], seed: int) -> list[str]:
    """Return each reference once, in the order of the draw."""

    def place(reference: str) -> tuple[bytes, str]:
        return hashlib.sha256(f"{seed}:{reference}".encode()).digest(), reference

    return sorted(set(references), key=place)


def draw(strata: Mapping[str, Sequence[str]], sizes: Mapping[str, int], seed: int) -> list[str]:
    """Return a sample: of each stratum as many of its references as its size says, in the order of the draw.

    Strata come in the order in which they are given. Raises FiguresError where one has fewer references than are to be
    drawn, a size is below 0 or of no stratum, or a reference stands in two strata.
    """
    if unknown := [name for name in sizes if name not in strata]:
        raise FiguresError(f"There is no stratum {unknown[0]!r} to draw from.")
    seen: dict[str, str] = {}
    for name, references in strata.items():
        for reference in dict.fromkeys(references):
            if reference in seen:
                raise FiguresError(f"{reference!r} stands in {seen[reference]!r} and in {name!r}.")
            seen[reference] = name
    sample: list[str] = []
    for name, references in strata.items():
        size = sizes.get(name, 0)
        ordered = in_order(references, seed)
        if size < 0 or size > len(ordered):
            raise FiguresError(f"{size} cannot be drawn of {len(ordered)} in {name!r}.")
        sample.extend(ordered[:size])
    return sample


def shared_out(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Return how many of a total each stratum gets, in proportion to its size, by largest remainder (Hamilton).

    What is left after whole shares goes to the largest remainders; of two that are equal, to the stratum that is given
    first. No stratum gets more than it has. Raises FiguresError where the total is below 0 or more than there are.
    """
    whole = sum(sizes.values())
    if any(size < 0 for size in sizes.values()):
        raise FiguresError("A stratum cannot have fewer than 0.")
    if not 0 <= total <= whole:
        raise FiguresError(f"{total} cannot be drawn of {whole}.")
    if whole == 0:
        return dict.fromkeys(sizes, 0)
    shares = {name: total * size // whole for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: -(total * sizes[name] % whole))
    for name in by_remainder[: total - sum(shares.values())]:
        shares[name] += 1
    return shares
