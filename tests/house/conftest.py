"""An example of the type of record that a test is run with."""

from __future__ import annotations

import pytest


@pytest.fixture
def record(request, avonshire):
    """Return an example of the type that the test is run with."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from goldthread.council.records.spec import record_types
    from tests.house import examples

    return examples.example(record_types()[request.param], avonshire.council)
