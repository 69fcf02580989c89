"""Shares that a sentence states, as numbers."""

from __future__ import annotations

import pytest

from goldthread.analysis.text.stated_shares import stated_shares


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99% of direct payments", [(0.98, 1.0)]),
        ("ninety-four per cent of enquiries", [(0.93, 0.95)]),
        ("Two thirds of carers", [(0.617, 0.717)]),
        ("three-quarters of people", [(0.7, 0.8)]),
        ("nine out of ten callers", [(0.85, 0.95)]),
        ("from about four in five to nineteen in twenty", [(0.75, 0.85), (0.9, 1.0)]),
        ("Over 90% of people", [(0.89, 1.0)]),
        ("Nearly everyone we asked", [(0.8, 1.0)]),
        ("most people", [(0.5, 1.0)]),
        ("half of our staff", [(0.45, 0.55)]),
        ("fell by 40%", []),
        ("a third fewer", []),
        ("30% more people", []),
        ("28 in 30 days", []),
        ("a fall of 3 percentage points", []),
        ("the most recent review", []),
    ],
)
def test_shares_and_changes_are_told_apart(text, expected):
    shares = [(round(low, 3), round(high, 3)) for low, high in stated_shares(text)]
    assert shares == expected
