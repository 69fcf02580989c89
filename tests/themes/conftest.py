"""Learning takes seconds, so a model that was learned once from the same texts serves every test of this room."""

from __future__ import annotations

import pytest

from goldthread.analysis.theming import Model

_LEARNED: dict[int, Model] = {}


@pytest.fixture(autouse=True)
def learned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back the model of the same codebook and confirmations; learn where either differs."""
    fit = Model.fit

    def once(themes, confirmed=(), *, seed=0):
        key = hash((tuple(themes), tuple(confirmed), seed))
        if key not in _LEARNED:
            _LEARNED[key] = fit(themes, confirmed, seed=seed)
        return _LEARNED[key]

    monkeypatch.setattr(Model, "fit", once)
