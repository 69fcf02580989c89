"""The same model whatever the number of threads: products that are exact, and training in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from goldthread.analysis.steady import SteadyMatrix, steady_product

TRAIN = """
import hashlib, random
from goldthread.analysis.text.tone import ToneExample, ToneModel
from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText
chance = random.Random(0)
words = "bill ramp carer late kind letter bus call wrong lift meal plan visit rude form bed key door gate pain".split()
texts = [" ".join(chance.choices(words, k=chance.randrange(4, 30))) for _ in range(900)]
book = [ThemeText(word, word, f"About the {word}.") for word in words]
coded = [CodedExample(t, frozenset(w for w in words[:12] if chance.random() < 0.1 or t.count(w) > 2)) for t in texts]
model = ThemeSuggester.fit(book, coded)
tone = ToneModel.fit([ToneExample(t, chance.randrange(-2, 3), chance.choice(["good", "bad"])) for t in texts])
made = [model.to_bytes(), tone.to_bytes(), repr(model.suggest_many(texts)).encode(), repr(tone.suggest_many(texts)).encode()]
print([hashlib.sha256(each).hexdigest() for each in made])
"""


def _run(code: str, threads: int) -> str:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
    environment = {**os.environ, **dict.fromkeys(names, str(threads))}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.slow(reason="trains two models in each of three processes")
def test_training_and_suggesting_are_the_same_with_any_number_of_threads():
    assert _run(TRAIN, 1) == _run(TRAIN, 2) == _run(TRAIN, 4)


def test_a_product_is_the_same_in_any_order_of_its_terms():
    chance = np.random.default_rng(0)
    left, right = chance.normal(size=(40, 3000)), chance.normal(size=(3000, 7)) * [1, 1e-6, 1e6, 1, 1, 0, 1]
    product = steady_product(left, right)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(3000)
        assert np.array_equal(steady_product(left[:, order], right[order]), product)
    # 20 bits a side: each column within a hundred-thousandth of its largest number times what is added up.
    largest = np.abs(right).max(axis=0) * np.sqrt(3000)
    assert (np.abs(product - left @ right).max(axis=0) <= 1e-5 * largest).all()


def test_a_product_by_hand_and_from_either_side():
    matrix = SteadyMatrix(np.array([[1.0, 2.0], [0.5, -4.0], [0.0, 0.25]]))
    assert matrix.times(np.array([[2.0], [0.5]])).tolist() == [[3.0], [-1.0], [0.125]]
    assert matrix.back(np.array([[1.0], [2.0], [4.0]])).tolist() == [[2.0], [-5.0]]
    assert steady_product(np.zeros((2, 0)), np.zeros((0, 3))).tolist() == [[0.0] * 3] * 2
    assert steady_product(np.zeros((2, 4)), np.ones((4, 1))).tolist() == [[0.0], [0.0]]
