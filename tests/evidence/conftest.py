"""Who records an information return, and one without items."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone


@pytest.fixture
def lead(avonshire):
    """Return somebody who records returns."""
    return avonshire.person("quality_lead")


@pytest.fixture
def asked(lead) -> Any:
    """Return an information return without items."""
    # Pytest reads this file before Django is ready.
    from goldthread.evidence.returns import commands

    today, days = timezone.localdate(), datetime.timedelta(days=30)
    dates = {"received_on": today - days, "due_on": today + days}
    return commands.add_return(by=lead, title="Return of made-up items", body="A made-up body", **dates)
