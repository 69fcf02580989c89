"""Fixtures: models trained once from the same texts, and the emerging topics of Avonshire."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from goldthread.analysis.text.tone import ToneModel
from goldthread.analysis.theming import ThemeSuggester

if TYPE_CHECKING:
    from goldthread.themes.emerging.models import EmergingTopic

_TRAINED: dict[int, ThemeSuggester | ToneModel] = {}


@pytest.fixture(autouse=True)
def trained_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Return the model of the same codebook and examples; training takes seconds."""
    fit, fit_tone = ThemeSuggester.fit, ToneModel.fit

    def fit_once(themes, examples=(), *, seed=0, sentences=False):
        key = hash((tuple(themes), tuple(examples), seed, sentences))
        if key not in _TRAINED:
            _TRAINED[key] = fit(themes, examples, seed=seed, sentences=sentences)
        return _TRAINED[key]

    def fit_tone_once(examples=()):
        key = hash(tuple(examples))
        if key not in _TRAINED:
            _TRAINED[key] = fit_tone(examples)
        return _TRAINED[key]

    monkeypatch.setattr(ThemeSuggester, "fit", fit_once)
    monkeypatch.setattr(ToneModel, "fit", fit_tone_once)


@pytest.fixture
def parking(avonshire) -> EmergingTopic:
    """Return the topic about parking permits, which is rising."""
    avonshire.enter()
    return topic_about("parking")


@pytest.fixture
def pets(avonshire) -> EmergingTopic:
    """Return the topic about pets, with issues now and then for more than a year."""
    avonshire.enter()
    return topic_about("cat")


def topic_about(word: str) -> EmergingTopic:
    """Return the topic with a word in its phrases."""
    from goldthread.themes.emerging.models import EmergingTopic

    [topic] = [t for t in EmergingTopic.objects.all() if any(word in p.split() for p in t.phrases)]
    return topic


def page_of(cast, who: str, address: str, status: int = 200) -> str:
    """Return a page as somebody sees it, with its entities unescaped, and check its status."""
    response = cast.client(who).get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    cast.enter()
    return html.unescape(response.content.decode())
