"""Verdicts in plain English: the sentence, its basis, and what it does not say."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict

from goldthread.analysis.verdicts import attribution as attr
from goldthread.analysis.verdicts.verdict_data import Verdict
from goldthread.analysis.verdicts.verdict_schedule import STRICT_LEVELS


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
    return (f"{plain:.2g}" if plain < 10 else amount(plain)) + _points(v)


def _points(v: Verdict) -> str:
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
    return f"{abs(x):,.2f}{_points(v)} {'lower' if x < 0 else 'higher'}"


def _what_happened(v: Verdict, *, strict: bool) -> str:
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
    them (the model compares like months with like)."""
    review = v.review
    assert review is not None
    if v.kind == "score":
        apart = abs(review.after - review.before - review.effect) > 0.05 * max(abs(review.effect), 0.1)
    elif v.kind == "count":
        apart = abs(math.log(review.after / review.before) - math.log(review.effect)) > 0.05
    else:
        apart = abs(review.after - _moved(_nearly(v), review.effect)) > 0.02
    return ", allowing for the time of year" if apart else ""


def verdict_sentence(v: Verdict) -> str:
    """Return the verdict in one to three sentences; never a number that is not one."""
    review = v.review
    if v.state == "too_little_data":
        return _too_little(v)
    assert review is not None
    since = f"{review.months} months after the action"
    if v.state in ("improved", "worsened"):
        return (
            f"{'Improved' if v.state == 'improved' else 'Worse'}: {_inside(v.name)} "
            f"{_moved_word(v)} after the action, {_what_happened(v, strict=True)}. "
            f"Two reviews running have shown it, the latest {since}."
        )
    if v.state == "early_sign":
        way = "improvement" if v.towards == "better" else "worsening"
        return (
            f"There is an early sign of {way} in {_inside(v.name)}, {since}: "
            f"{_what_happened(v, strict=False)}. It is not a verdict; {_next(v)}"
        )
    missed = (
        ""
        if v.mde80 is None
        else (f" A {_good_word(v)} smaller than {change_words(v, v.mde80)} could have been missed.")
    )
    return (
        f"No change in {_inside(v.name)} can be told from chance yet, {since}: {_what_happened(v, strict=False)}."
        f"{missed}{_when(v)}"
    )


def _moved_word(v: Verdict) -> str:
    assert v.review is not None
    return "fell" if v.review.effect < (0.0 if v.kind == "score" else 1.0) else "rose"


def _too_little(v: Verdict) -> str:
    start = f"There is too little data to say whether {_inside(v.name)} changed"
    if "short_baseline" in v.reasons:
        months = "1 month was" if v.months_before == 1 else f"{v.months_before or 'no'} months were"
        return (
            f"{start}: {months} counted before the action, and at least 9 are needed. "
            "No later month can make up for that, unless earlier ones are found."
        )
    if "never_varies" in v.reasons:
        return f"{start}: it was the same month after month, so nothing shows how much it moves by chance."
    if "before_first_review" in v.reasons:
        return f"{start}: the first review comes when {v.next_review:%B %Y} is complete.{_when(v)}"
    if "gaps_after" in v.reasons:
        return f"{start}: fewer than 6 of the months since the action have a reading.{_when(v)}"
    if not v.room:
        return f"{start}: it stands too near the end of its scale.{_when(v)}"
    if v.mde80 is None or (v.kind == "count" and v.direction == "down" and v.mde80 >= 0.95):
        return f"{start}: no {_good_word(v)} could be told from chance with so few events.{_when(v)}"
    return f"{start}: only a {_good_word(v)} of {change_words(v, v.mde80)} or more would have shown by now.{_when(v)}"


def _when(v: Verdict) -> str:
    wanted = f"a {_good_word(v)} of {change_words(v, v.worthwhile_change)}"
    if v.months_until == "never":
        if v.kind == "proportion" and not v.room:
            return f" {wanted[0].upper()}{wanted[1:]} is not possible from where it stands."
        return f" With this baseline {wanted} would not show within five years."
    if isinstance(v.months_until, int):
        late = ", after the last review" if v.months_until > 18 else ""
        return f" {wanted[0].upper()}{wanted[1:]} would show about {v.months_until} months after the action{late}."
    return ""


def _good_word(v: Verdict) -> str:
    return "fall" if v.direction == "down" else "rise"


def _inside(name: str) -> str:
    """A name inside a sentence: "The measure" becomes "the measure"; "DoLS waits" stays."""
    return name[0].lower() + name[1:] if name[:1].isupper() and name[1:2].islower() else name


def _next(v: Verdict) -> str:
    if v.next_review is None:
        return "the last review has been held."
    return f"the next review is when {v.next_review:%B %Y} is complete."


def attribution_sentence(v: Verdict) -> str | None:
    """Return whether the change came with the action, in a sentence; None without a verdict."""
    if v.attribution is None or v.review is None:
        return None
    fell = _moved_word(v) == "fell"
    drop, moving, lower = ("drop", "falling", "Lower") if fell else ("rise", "rising", "Higher")
    return {
        attr.CAME_WITH_ACTION: f"The {drop} came with the action: it stands out even from a steady drift.",
        attr.ALREADY_MOVING: f"It was already {moving} before the action, so the action may not be why.",
        attr.CAUSE_NOT_SHOWN: f"{lower} since the action; the cause is not shown.",
    }[v.attribution]


def verdict_basis(v: Verdict) -> str:
    """Return what the verdict was made from: months, gaps, variation, the rule and its error rate."""
    after = v.review.readings_after if v.review else 0
    parts = [
        f"Based on {v.months_before} {_noun(v.months_before)} before the action and {after} after it; "
        f"{_months(v)} left out while it bedded in."
    ]
    if v.gaps:
        parts.append(f"{v.gaps} {'month has' if v.gaps == 1 else 'months have'} no reading.")
    if "short_baseline_tolerated" in v.notes:
        parts.append("Fewer than 12 months before the action is a weak baseline.")
    if "few_events_exact" in v.notes:
        parts.append("There were so few afterwards that exact odds were used.")
    if "not_held" in v.notes:
        parts.append("An earlier review saw a change that the latest does not.")
    if v.phi is not None and v.kind != "score":
        much = "no more than" if v.phi < 1.05 else f"{v.phi:.1f} times as much as"
        parts.append(f"Months vary {much} chance alone would make them; the interval allows for it.")
    if v.has_exposure:
        parts.append("Numbers are compared as rates.")
    if v.kind == "score":
        parts.append("Each month's score counts alike, however many answers it came from.")
    fall, rise = (f"{level:.1%}".replace(".0%", "%") for level in STRICT_LEVELS[v.kind])
    level = fall if fall == rise else f"{fall} for a fall, {rise} for a rise"
    parts.append(
        f"It can move only at reviews 6, 9, 12, 15 and 18 months after, and needs two running that rule out "
        f"chance ({level}); where nothing changed, at most 5.5 in 100 actions come to be called improved."
    )
    return " ".join(parts)


def _noun(months: int) -> str:
    return "month" if months == 1 else "months"


def _months(v: Verdict) -> str:
    if v.action_from == v.action_to:
        return f"{v.action_from:%B %Y} is"
    return f"{v.action_from:%B %Y} to {v.action_to:%B %Y} are"


def verdict_limitations(v: Verdict) -> str:
    """Return what nobody should read into the verdict."""
    not_why = "It does not say that the action was the reason: other things changed in the same months."
    if v.state == "too_little_data":
        return "It does not say that nothing changed. It says that these numbers cannot show it either way."
    if v.state == "no_detectable_change_yet":
        return (
            "It does not say that the action failed, nor that nothing changed: only that no change shows yet."
        )
    if v.state == "early_sign":
        return f"It does not say that the change will last; many early signs fade. {not_why}"
    if v.state == "improved":
        return f"{not_why} It does not say that people's experience is good now, nor that it will stay so."
    return f"{not_why} It does not say that the action should stop: things might have been worse without it."


def verdict_dict(v: Verdict) -> dict[str, object]:
    """Return a verdict and its sentences as plain data for JSON: dates as text, None for an infinite end."""
    return _plain(
        {
            **asdict(v),
            "ratio": v.ratio,
            "interval": v.interval,
            "sentence": verdict_sentence(v),
            "attribution_sentence": attribution_sentence(v),
            "rests_on": verdict_basis(v),
            "does_not_say": verdict_limitations(v),
        }
    )  # type: ignore[return-value]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, dt.date) else value
