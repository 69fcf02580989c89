"""Filling in a public form as somebody without an account does: page by page, with a browser's cookies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def visitor(avonshire) -> Iterator[Any]:
    """Return somebody who opens Avonshire's public form."""
    # Models can be imported only once the test is set up.
    from tests.public.filling import Visitor

    yield Visitor(avonshire)
