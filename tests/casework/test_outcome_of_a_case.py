"""The outcome of a case is of its issues together, whatever their number and order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goldthread.casework.choices import Found
from goldthread.casework.findings import overall
from goldthread.standards.upheld import is_upheld

FINDINGS = st.lists(st.sampled_from(Found), max_size=12)


@given(FINDINGS)
def test_it_counts_as_upheld_exactly_where_an_issue_is(found):
    upheld = any(each in (Found.UPHELD, Found.PARTLY) for each in found)
    decided = any(each != Found.NO_FINDING for each in found)
    assert is_upheld(overall(found)) == (upheld if decided else None)


@given(FINDINGS, st.randoms())
def test_the_order_of_the_issues_makes_no_difference(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert overall(mixed) == overall(found)


@given(FINDINGS)
def test_an_issue_without_a_finding_changes_nothing(found):
    assert overall([*found, Found.NO_FINDING]) == overall(found)
