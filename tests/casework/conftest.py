"""A complaint of Avonshire, and a reader of pages."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def complaint(avonshire) -> Any:
    """Return a complaint with two issues, of Locality North."""
    # Only here: models are loaded once Django is ready.
    from tests.casework.cases import made

    return made(avonshire)


@pytest.fixture
def page(avonshire) -> Callable[..., str]:
    """Return a reader of a page as somebody, by its name."""
    from django.urls import reverse

    def read(who: str, name: str, *args: Any, status: int = 200, query: str = "") -> str:
        response = avonshire.client(who).get(reverse(name, args=args) + query)
        assert response.status_code == status, response.content.decode()[:1500]
        avonshire.enter()
        return html.unescape(response.content.decode())

    return read
