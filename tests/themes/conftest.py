"""Learning takes seconds, so a model that was learned once from the same texts serves every test of this room."""

from __future__ import annotations

import pytest

from goldthread.analysis.theming import Model
from goldthread.analysis.tone import Tone

_LEARNED: dict[int, Model | Tone] = {}


@pytest.fixture(autouse=True)
def learned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back the model of the same codebook and confirmations; learn where either differs."""
    fit, fit_tone = Model.fit, Tone.fit

    def once(themes, confirmed=(), *, seed=0, sentences=False):
        key = hash((tuple(themes), tuple(confirmed), seed, sentences))
        if key not in _LEARNED:
            _LEARNED[key] = fit(themes, confirmed, seed=seed, sentences=sentences)
        return _LEARNED[key]

    def tone_once(said=()):
        key = hash(tuple(said))
        if key not in _LEARNED:
            _LEARNED[key] = fit_tone(said)
        return _LEARNED[key]

    monkeypatch.setattr(Model, "fit", once)
    monkeypatch.setattr(Tone, "fit", tone_once)
