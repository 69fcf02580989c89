"""A model's bytes: a single one wrong, and a file that only looks like a model, are refused with plain words."""

from __future__ import annotations

import io
import json
import random
import warnings

import numpy as np
import pytest

from goldthread.analysis.text.tone import ToneExample, ToneModel
from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText

# Invented.
BOOK = [
    ThemeText("bills", "Bills", "What people are charged", examples=("the bill is wrong",)),
    ThemeText("waiting", "Waiting", "How long it takes", examples=("still waiting for a date",)),
]
SAID = [CodedExample(f"the bill is wrong again {n}", frozenset({"bills"}), "survey") for n in range(5)]


@pytest.fixture(scope="module", params=["themes", "tone"])
def made(request):
    """What reads a model, and a model's bytes."""
    if request.param == "themes":
        return ThemeSuggester, ThemeSuggester.fit(BOOK, SAID).to_bytes()
    return ToneModel, ToneModel.fit([ToneExample("Nothing, thanks", 2, "could_improve")] * 60).to_bytes()


def unpack(data: bytes) -> tuple[dict, dict]:
    with np.load(io.BytesIO(data)) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return json.loads(arrays.pop("about").tobytes()), arrays


def pack(about: object, arrays: dict) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8), **arrays)
    return out.getvalue()


def test_one_bit_wrong_is_refused_or_changes_nothing(made):
    kind, data = made
    dice = random.Random(5)
    # The zip's own words stand at its end, where every bit may mislead another reader.
    bits = [dice.randrange(len(data) * 8) for _ in range(200)]
    bits += [dice.randrange((len(data) - 400) * 8, len(data) * 8) for _ in range(200)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for bit in bits:
            wrong = bytearray(data)
            wrong[bit // 8] ^= 1 << bit % 8
            try:
                again = kind.from_bytes(bytes(wrong))
            except ValueError as error:
                assert "Train it anew" in str(error), bit
            else:
                assert again.to_bytes() == data, bit


def test_what_is_put_together_by_hand_is_read(made):
    kind, data = made
    assert kind.from_bytes(pack(*unpack(data))).to_bytes() == data


def spoil(name: str):
    """Change one thing of a model that both kinds have."""

    def feature_twice(about, arrays):
        about["features"][1] = about["features"][0]

    def feature_no_name(about, arrays):
        about["features"][0] = 7

    def not_finite(about, arrays):
        arrays["weights"].flat[3] = np.nan

    def endless_rarity(about, arrays):
        arrays["rarity"][0] = np.inf

    def words_for_numbers(about, arrays):
        arrays["rarity"] = arrays["rarity"].astype(str)

    def whole_numbers(about, arrays):
        arrays["weights"] = arrays["weights"].astype(np.complex64)

    def another_shape(about, arrays):
        arrays["weights"] = arrays["weights"][:-1]

    def no_format(about, arrays):
        del about["format"]

    def question_twice(about, arrays):
        about["questions"] = ["a", "a"]

    return locals()[name]


@pytest.mark.parametrize(
    "name",
    [
        "feature_twice",
        "feature_no_name",
        "not_finite",
        "endless_rarity",
        "words_for_numbers",
        "whole_numbers",
        "another_shape",
        "no_format",
        "question_twice",
    ],
)
def test_names_shapes_and_figures_are_looked_at(made, name):
    kind, data = made
    about, arrays = unpack(data)
    spoil(name)(about, arrays)
    with pytest.raises(ValueError, match="not a model that Goldthread wrote"):
        kind.from_bytes(pack(about, arrays))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cuts", np.zeros(3)),
        ("cuts", np.array([0, 1, 2, np.inf])),
        ("right", np.full(4, 0.5)),
        ("right", np.full(5, 2.0)),
        ("right", np.float64(0.5)),
    ],
)
def test_what_a_tone_is_read_by_is_looked_at(name, value):
    about, arrays = unpack(ToneModel.fit().to_bytes())
    with pytest.raises(ValueError, match="not a model that Goldthread wrote"):
        ToneModel.from_bytes(pack(about, arrays | {name: value}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("slope", float("nan")),
        ("shift", "1"),
        ("confirmed", [1]),
        ("confirmed", [1, -1]),
        ("sentences", 1),
        ("themes", ["bills", "bills"]),
        ("themes", "bw"),
    ],
)
def test_what_themes_are_suggested_by_is_looked_at(key, value):
    about, arrays = unpack(ThemeSuggester.fit(BOOK, SAID).to_bytes())
    with pytest.raises(ValueError, match="not a model that Goldthread wrote"):
        ThemeSuggester.from_bytes(pack(about | {key: value}, arrays))


def test_the_other_kind_of_model_is_told():
    with pytest.raises(ValueError, match=r"another format: goldthread-tone-1\. Train it anew"):
        ThemeSuggester.from_bytes(ToneModel.fit().to_bytes())
