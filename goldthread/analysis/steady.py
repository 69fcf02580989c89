"""Matrix products that are the same to the last bit however many threads, and whichever library, work them out.

A sum of floating-point numbers depends on the order in which they are added, and a library that shares the work among
threads adds them in another order: models trained with one thread and with two differed, and with them 31 of 993
suggestions. Here both sides are first rounded to whole multiples of a power of two, so few bits each that every
product and every sum of them fits into a float64 (53 bits) exactly. What is exact is the same in any order.
"""

from __future__ import annotations

import math

import numpy as np

_BITS = 53


class SteadyMatrix:
    """A matrix that is multiplied often, from either side, and is rounded once.

    Of 50,000 rows each number keeps 18 bits of the largest one, of 500 rows 22.
    """

    def __init__(self, matrix: np.ndarray, *, terms: int = 0) -> None:
        """terms: how many products are added at the most; by default as many as the longer side."""
        self._bits = _bits_for(terms or max(matrix.shape, default=1))
        exponent = _exponent(np.abs(matrix).max(initial=0.0))
        self._whole = np.rint(np.ldexp(matrix.astype(np.float64), self._bits - exponent))
        self._exponent = exponent - self._bits

    def times(self, right: np.ndarray) -> np.ndarray:
        """Return matrix @ right, float32."""
        return self._product(self._whole, right)

    def back(self, right: np.ndarray) -> np.ndarray:
        """Return matrix.T @ right, float32."""
        return self._product(self._whole.T, right)

    def _product(self, whole: np.ndarray, right: np.ndarray) -> np.ndarray:
        # Each column by its own largest number: a rare theme's weights are small.
        exponents = _exponent(np.abs(right).max(axis=0, initial=0.0))
        columns = np.rint(np.ldexp(right.astype(np.float64), self._bits - exponents))
        return np.ldexp(whole @ columns, self._exponent + exponents - self._bits).astype(np.float32)


def steady_product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return left @ right, float32; left: (n, k), right: (k, m)."""
    return SteadyMatrix(left, terms=left.shape[1]).times(right)


def _bits_for(terms: int) -> int:
    """Return how many bits each side may have so that a sum of so many products is exact."""
    return (_BITS - max(1, math.ceil(math.log2(max(terms, 2))))) // 2


def _exponent(largest: np.ndarray | float) -> np.ndarray:
    """Return the exponent of the power of two above each number, 0 for 0."""
    return np.frexp(largest)[1]
