"""Whether a complaint was upheld: one table of outcomes for every room that asks."""

from __future__ import annotations

import pytest

from goldthread.standards.upheld import is_upheld


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("Upheld", True),
        ("Upheld: fault and injustice", True),
        ("Upheld: fault, no injustice", True),
        ("Partly upheld", True),
        ("Partially-upheld", True),
        ("Partly upheld, partly not upheld", True),
        ("Not upheld in part; upheld in part", True),
        ("Not upheld", False),
        ("not_upheld", False),
        ("NOT-UPHELD", False),
        ("Not  upheld: no fault", False),
        ("Withdrawn", None),
        ("Closed without investigation", None),
        ("Maladministration", None),
        ("", None),
    ],
)
def test_an_outcome_means_upheld_not_upheld_or_neither(outcome, expected):
    assert is_upheld(outcome) is expected
