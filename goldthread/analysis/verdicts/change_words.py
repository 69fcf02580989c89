"""Words for levels, changes and intervals, in a measure's own terms."""

from __future__ import annotations

import math

from goldthread.analysis.verdicts.verdict_data import Verdict


def amount(x: float) -> str:
    """Return a level as people write it: 4.2, 38, 1,204."""
    return f"{x:,.1f}" if abs(x) < 20 else f"{x:,.0f}"


def percent(x: float) -> str:
    """Return a part of 1 as a percentage; one that would round to 0 or 100 without being it says so."""
    if 0 < x < 0.005:
        return "less than 1%"
    if 0.995 <= x < 1:
        return "more than 99%"
    return f"{x * 100:.0f}%"


def ratio_words(ratio: float) -> str:
    """Return a rate ratio in words: "38% lower", "15% higher", "4.0 times as high", "the same"."""
    if ratio < 1:
        return f"{percent(1 - ratio)} lower"
    if ratio > 1000:
        return "more than 1,000 times as high"
    if ratio >= 3:
        return f"{ratio:.1f} times as high"
    return f"{percent(ratio - 1)} higher" if ratio > 1 else "the same"


def change_words(v: Verdict, plain: float) -> str:
    """Return a size of change (see power.plain_change) in words: "25%", "10 percentage points", "0.4"."""
    if v.kind == "count":
        return f"{max(plain * 100, 1):.0f}%"
    if v.kind == "proportion":
        return f"{max(plain * 100, 0.1):.{0 if plain >= 0.01 else 1}f} percentage points"
    return (f"{plain:.2g}" if plain < 10 else amount(plain)) + points(v)


def points(v: Verdict) -> str:
    """Return what a difference of two scores is called: percentages differ by percentage points."""
    return " percentage points" if v.unit.startswith("%") else ""


def range_words(v: Verdict, low: float, high: float) -> str:
    """Return an interval in words, in the measure's own terms."""
    if v.kind == "count":
        if high > 1000:
            return f"at least {ratio_words(low)}" if low > 1 else f"anything from {ratio_words(low)} upwards"
        if high < 1:
            return f"between {percent(1 - high)} and {percent(1 - low)} lower"
        if low > 1 and high < 3:
            return f"between {percent(low - 1)} and {percent(high - 1)} higher"
        return f"between {ratio_words(low)} and {ratio_words(high)}"
    if v.kind == "score":
        return f"between {_signed(v, low)} and {_signed(v, high)}"
    before = _nearly(v)
    low_share, high_share = (_moved(before, odds) for odds in (low, high))
    return f"between {percent(low_share)} and {percent(high_share)}"


def _nearly(v: Verdict) -> float:
    """The share before, kept off 0 and 1 as the model keeps it (half a file each way)."""
    before = v.review.before if v.review else 0.5
    files = sum(size for month, _, size in v.used if month < v.action_from.isoformat())
    edge = 0.5 / (files + 1)
    return min(max(before, edge), 1 - edge)


def _moved(share: float, odds_ratio: float) -> float:
    if math.isinf(odds_ratio):
        return 1.0
    odds = share / (1 - share) * odds_ratio
    return odds / (1 + odds)


def _signed(v: Verdict, x: float) -> str:
    if abs(x) < 0.005:
        return "no different"
    return f"{abs(x):,.2f}{points(v)} {'lower' if x < 0 else 'higher'}"


def what_happened(v: Verdict, *, strict: bool) -> str:
    review = v.review
    assert review is not None
    interval = range_words(v, *(review.strict if strict else review.interval))
    if v.kind == "count":
        change = (
            "" if review.before == 0 or review.after == 0 else f", {ratio_words(review.effect)}{_season(v)}"
        )
        if v.has_exposure:
            ends = "" if change else (", to none" if review.before else ", from none")
            return f"as a rate{change}{ends} (likely {interval})"
        before, after = (f"about {amount(x)} a month" if x else "none" for x in (review.before, review.after))
        return f"from {before} to {after}{change} (likely {interval})"
    if v.kind == "proportion":
        return f"from {percent(review.before)} to {percent(review.after)}{_season(v)} (likely {interval} now)"
    sign = "%" if v.unit.startswith("%") else ""
    return (
        f"from {amount(review.before)}{sign} to {amount(review.after)}{sign}{_season(v)} (likely {interval})"
    )


def _season(v: Verdict) -> str:
    """Words for where the levels seen and the change measured part company: the time of year is between
    them (the model compares like months with like), or a recorded change of counting."""
    review = v.review
    assert review is not None
    if v.kind == "score":
        apart = abs(review.after - review.before - review.effect) > 0.05 * max(abs(review.effect), 0.1)
    elif v.kind == "count":
        apart = abs(math.log(review.after / review.before) - math.log(review.effect)) > 0.05
    else:
        apart = abs(review.after - _moved(_nearly(v), review.effect)) > 0.02
    if not apart:
        return ""
    between = "the change of counting" if v.counting_changed else "the time of year"
    return f", allowing for {between}"


def good_word(v: Verdict) -> str:
    return "fall" if v.direction == "down" else "rise"


def inside(name: str) -> str:
    """A name inside a sentence: "The measure" becomes "the measure"; "DoLS waits" stays."""
    return name[0].lower() + name[1:] if name[:1].isupper() and name[1:2].islower() else name


def moved_word(v: Verdict) -> str:
    assert v.review is not None
    return "fell" if v.review.effect < (0.0 if v.kind == "score" else 1.0) else "rose"


def month_noun(months: int) -> str:
    return "month" if months == 1 else "months"
