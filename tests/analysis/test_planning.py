"""What could be hoped for is what simulation shows, and the wrong comparison never comes alone."""

import math
from dataclasses import replace

import numpy as np
import pytest

from goldthread.analysis.figures import FiguresError, parse_month
from goldthread.analysis.verdicts.before_after import compare_before_after
from goldthread.analysis.verdicts.planning import detectable_change
from goldthread.analysis.verdicts.power import (
    NEVER,
    Noise,
    _entanglement,
    baseline_noise,
    expected_false_verdicts,
    model_change,
    months_until,
    plain_change,
    smallest_change,
)
from goldthread.analysis.verdicts.verdict_schedule import review_many

TEN = Noise("count", 10.0, 1.0, 1.5, 0.3, 24)


def months(n):
    return [f"{2023 + i // 12}-{i % 12 + 1:02d}" for i in range(n)]


def test_the_smallest_change_is_seen_about_eighty_times_in_a_hundred():
    """What planning promises from a baseline as it is seen, the whole rule sees: 24 months, about 20 a month."""
    rng = np.random.default_rng(5)
    sd = math.sqrt(math.log1p(0.5 / 20))  # rates that vary so give counts of variance 1.5 times their mean
    baselines = rng.poisson(20 * np.exp(sd * rng.standard_normal((40, 24)) - sd**2 / 2))
    noises = [baseline_noise([(i, float(v), 1.0) for i, v in enumerate(row)], "count") for row in baselines]
    d = float(np.median([smallest_change(noise, "down", 18) for noise in noises]))
    rates = 20 * np.exp(sd * rng.standard_normal((400, 42)) - sd**2 / 2)
    rates[:, 24:] *= math.exp(-d)
    seen = review_many(rng.poisson(rates), 24, "count").fell()[:, -1].mean()
    assert 0.72 <= seen <= 0.95


def test_what_can_be_detected_is_beyond_the_margin_and_allows_for_its_own_movement():
    """Worked by hand: of 1,000 a month a fall must be beyond a tenth, and 1.4 (t_.90 + t_.80) standard errors more."""
    noise = Noise("count", 1000.0, 1.0, 1.0, 0.0, 24)
    se = math.sqrt(1 / (1000 * 24) + 1 / (1000 * 18 * 0.88))  # of the log ratio, at a fall of about 12%
    wanted = -math.log(0.9) + 1.4 * (1.304 + 0.851) * se  # t with 38 degrees of freedom
    assert smallest_change(noise, "down", 18) == pytest.approx(wanted, abs=0.006)
    score = Noise("score", 3.0, 1.0, 0.01, 0.0, 24)
    se = math.sqrt(0.01 / 24 + 0.01 / 18)
    assert smallest_change(score, "up", 18) == pytest.approx(0.15 + 1.4 * (1.304 + 0.851) * se, abs=0.001)
    asked = smallest_change(score, "up", 18, worthwhile=1.0)
    assert asked == pytest.approx(0.60 + 1.4 * (1.304 + 0.851) * se, abs=0.001)


def test_a_recorded_change_of_counting_costs_what_it_is_confused_with():
    """Worked by hand: counted otherwise 12 of 24 months before, the step is measured from 12 months, not 24."""
    plain, changed = TEN, replace(TEN, changes=(-12,))
    assert smallest_change(changed, "down", 18) > smallest_change(plain, "down", 18) * 1.1
    # With no other columns the variance of the step goes from 1/24 + 1/18 to 1/12 + 1/18.
    times = np.concatenate([np.arange(-24, 0), np.arange(1, 19)])
    assert _entanglement(times, (-12,)) == pytest.approx((1 / 12 + 1 / 18) / (1 / 24 + 1 / 18))
    assert smallest_change(replace(TEN, changes=(1,)), "down", 18) == math.inf


def test_more_months_more_events_and_less_noise_all_show_more():
    assert smallest_change(TEN, "down", 18) < smallest_change(TEN, "down", 12)
    assert smallest_change(replace(TEN, level=30.0), "down", 12) < smallest_change(TEN, "down", 12)
    assert smallest_change(replace(TEN, phi=1.0), "down", 12) < smallest_change(TEN, "down", 12)
    assert smallest_change(replace(TEN, months=12), "down", 12) > smallest_change(TEN, "down", 12)


def test_plain_and_model_scales_undo_each_other():
    share = Noise("proportion", 0.6, 20.0, 1.2, 0.3, 24)
    score = Noise("score", 3.0, 1.0, 0.2, 0.3, 24)
    for noise, change in ((TEN, 0.25), (share, 0.10), (score, 0.4)):
        for direction in ("down", "up"):
            assert plain_change(noise, direction, model_change(noise, direction, change)) == pytest.approx(
                change
            )
    assert math.isinf(model_change(replace(share, level=0.95), "up", 0.10))
    assert plain_change(TEN, "down", math.inf) is None


def test_months_until_is_the_first_month_that_shows_it():
    n1 = months_until(replace(TEN, level=40.0), "down", 0.30)
    wanted = -math.log(0.7)
    assert smallest_change(replace(TEN, level=40.0), "down", n1) <= wanted
    assert smallest_change(replace(TEN, level=40.0), "down", n1 - 1) > wanted
    assert months_until(replace(TEN, level=1.0), "down", 0.25) == NEVER


def test_hope_for_a_busy_measure_and_for_a_rare_one():
    rng = np.random.default_rng(2)
    busy = detectable_change(list(zip(months(24), rng.poisson(120, 24), strict=True)))
    assert busy.enough and busy.suggestions == ()
    assert "is among them" in busy.sentence()
    rare = detectable_change(list(zip(months(24), rng.poisson(0.4, 24), strict=True)))
    assert rare.months_needed == NEVER
    assert any("days between events" in s for s in rare.suggestions)
    middling = detectable_change(list(zip(months(24), rng.poisson(20, 24), strict=True)))
    assert any("Merge it with related themes" in s for s in middling.suggestions)
    lesser = detectable_change(list(zip(months(24), rng.poisson(7, 24), strict=True)))
    assert "Merging 6 themes of its size would still not show it." in lesser.suggestions
    two = detectable_change(list(zip(months(24), rng.poisson(2, 24), strict=True)))
    assert any("by the quarter" in s for s in two.suggestions)


def test_hope_for_shares_and_scores():
    rng = np.random.default_rng(3)
    rows = [(m, rng.binomial(20, 0.6), 20) for m in months(24)]
    share = detectable_change(rows, "proportion", "up", 0.15)
    assert any("files a month instead of 20" in s for s in share.suggestions)
    assert any(
        "four times as many files" in s for s in detectable_change(rows, "proportion", "up").suggestions
    )
    flat = detectable_change([(m, 3) for m in months(24)], "score", "up")
    assert any("never varied" in s for s in flat.suggestions)
    with pytest.raises(FiguresError, match="at least 9"):
        detectable_change([(m, 3) for m in months(8)])


def test_the_tempting_comparison_carries_its_false_alarms():
    rows = list(zip(months(7), [10, 10, 10, 99, 6, 8, 7], strict=True))
    comparison = compare_before_after(rows, "2023-04")
    assert (comparison.before, comparison.after, comparison.change) == (10.0, 7.0, pytest.approx(-0.3))
    assert "30% lower. Do not rely on it." in comparison.sentence()
    assert "37% to 59% of the time even if the action did nothing" in comparison.sentence()
    with pytest.raises(FiguresError, match="three months before and after"):
        compare_before_after(rows, "2023-05")
    none_before = compare_before_after(list(zip(months(7), [0, 0, 0, 9, 1, 0, 0], strict=True)), "2023-04")
    assert none_before.change is None and "from 0.0 to 0.3" in none_before.sentence()


def test_expected_false_verdicts():
    assert expected_false_verdicts(40)[0] == pytest.approx(3.2)
    assert "about 3 would still come to be called improved" in expected_false_verdicts(40)[1]
    assert "less than one" in expected_false_verdicts(3)[1]
    assert expected_false_verdicts(0)[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2025-04",
            "2025-04-17",
            "17/04/2025",
            "April 2025",
            "Apr-25",
            "04/2025",
            "1st April 2025",
            "45748",
        ),
        "2025-03-31T23:30:00Z",
    ],
)
def test_months_as_spreadsheets_have_them(text):
    assert parse_month(text) == 2025 * 12 + 3
