"""Learning takes seconds, so what was learned once from the same texts serves every test; and the groups of Avonshire."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from goldthread.analysis.text.tone import ToneModel
from goldthread.analysis.theming import ThemeSuggester

if TYPE_CHECKING:
    from goldthread.themes.emerging.models import EmergingTopic

_LEARNED: dict[int, ThemeSuggester | ToneModel] = {}


@pytest.fixture(autouse=True)
def learned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back the model of the same codebook and confirmations; learn where either differs."""
    fit, fit_tone = ThemeSuggester.fit, ToneModel.fit

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

    monkeypatch.setattr(ThemeSuggester, "fit", once)
    monkeypatch.setattr(ToneModel, "fit", tone_once)


@pytest.fixture
def parking(avonshire) -> EmergingTopic:
    """Return the group about parking permits, which has just begun to be heard."""
    avonshire.enter()
    return group_about("parking")


@pytest.fixture
def pets(avonshire) -> EmergingTopic:
    """Return the group about pets, heard now and then for more than a year."""
    avonshire.enter()
    return group_about("cat")


def group_about(word: str) -> EmergingTopic:
    """Return the group that is called by a word."""
    from goldthread.themes.emerging.models import EmergingTopic

    [found] = [g for g in EmergingTopic.objects.all() if any(word in p.split() for p in g.phrases)]
    return found


def page_of(cast, who: str, address: str, status: int = 200) -> str:
    """Return a page as somebody sees it, in plain letters, when it answers as it should."""
    response = cast.client(who).get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    cast.enter()
    return html.unescape(response.content.decode())
