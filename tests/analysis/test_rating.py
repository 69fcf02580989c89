"""Ratings in whole numbers, the published thresholds, and percentages with their doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.intervals import percentage_text, whole_percent, wilson
from goldthread.analysis.tables.rating import CQC_LOCAL_AUTHORITY, Bands, audit_band, rating

LOCAL = Bands("invented", (("Red", 0), ("Amber", 50), ("Green", 80)))


def scores_of(total, statements=9):
    """Any scores of 1 to 4 with this total."""
    scores, left = [1] * statements, total - statements
    for i in range(statements):
        more = min(3, left)
        scores[i] += more
        left -= more
    return scores


@pytest.mark.parametrize(
    ("totals", "band"),
    [
        (range(9, 14), "Inadequate"),
        (range(14, 23), "Requires improvement"),
        (range(23, 32), "Good"),
        (range(32, 37), "Outstanding"),
    ],
)
def test_nine_statements_give_the_published_bands(totals, band):
    for total in totals:
        assert rating(scores_of(total)).band == band


def test_half_up_in_whole_numbers():
    assert whole_percent(14, 36) == 39  # 38.9
    assert whole_percent(1, 8) == 13  # 12.5, which round() would make 12
    assert whole_percent(29, 200) == 15  # 14.5, which floating point makes 14.499...


def test_the_way_to_the_next_band():
    result = rating(scores_of(22))
    assert (result.next_band, result.points_to_next) == ("Good", 1)
    assert (
        result.sentence() == "22 of 36 points is 61%: Requires improvement. 1 point more would make it Good."
    )
    assert rating([4] * 9).next_band is None


def test_no_limiter_is_applied():
    assert CQC_LOCAL_AUTHORITY.limiter is None
    assert rating([4, 4, 4, 4, 4, 4, 4, 4, 1]).band == "Outstanding"  # 33 of 36


@pytest.mark.parametrize(
    ("scores", "message"),
    [([], "no scores"), ([1, 5], "Score 2 is 5"), ([2.5], "whole number"), ([None], "whole number")],
)
def test_what_is_no_score_is_named(scores, message):
    with pytest.raises(FiguresError, match=message):
        rating(scores)


def test_bands_must_rise():
    with pytest.raises(FiguresError, match="rise"):
        Bands("wrong", (("B", 50), ("A", 0)))


def test_an_audit_says_what_else_it_could_be():
    band = audit_band(13, 20, LOCAL)
    assert (band.percent, band.band, band.could_be) == (65, "Amber", ("Red", "Amber", "Green"))
    assert "likely 43% to 82%" in band.sentence()
    assert audit_band(196, 200, LOCAL).sentence() == "196 of 200 files is 98% (likely 95% to 99%): Green."


def test_wilson_by_hand():
    assert wilson(13, 20) == pytest.approx((0.4329, 0.8188), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert percentage_text(13, 20) == "65% (13 of 20; likely 43% to 82%)"
    with pytest.raises(FiguresError, match="no percentage of 0"):
        wilson(0, 0)
    with pytest.raises(FiguresError, match="more than the whole"):
        wilson(3, 2)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_wilson_holds_the_share_and_mirrors(part, of):
    part = min(part, of)
    low, high = wilson(part, of)
    assert 0 <= low <= part / of <= high <= 1
    other_low, other_high = wilson(of - part, of)
    assert (1 - high, 1 - low) == pytest.approx((other_low, other_high), abs=1e-9)
