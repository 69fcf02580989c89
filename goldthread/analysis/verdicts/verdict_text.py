"""Verdicts in plain English: the sentence, its basis, and what it does not say."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict

from goldthread.analysis.verdicts import attribution as attr
from goldthread.analysis.verdicts.brake_text import (
    SINCE_STATES,
    assumed_sentence,
    cannot_be_told_apart,
    counting_sentence,
    since_sentence,
    sure_sentence,
)
from goldthread.analysis.verdicts.change_words import (
    change_words,
    good_word,
    inside,
    month_noun,
    moved_word,
    what_happened,
)
from goldthread.analysis.verdicts.verdict_data import COUNTING_CHANGED, Verdict
from goldthread.analysis.verdicts.verdict_schedule import (
    CALLED_BY_CHANCE,
    CALLED_WHERE_IT_MOVES,
    STRICT_LEVELS,
)

# How often a verdict of improved is false, as the basis of each verdict says it.
FALSE_VERDICTS = (
    f"where nothing changed, at most {CALLED_BY_CHANCE:g} in 100 actions come to be called improved; where the level "
    f"moves about by itself, up to about {CALLED_WHERE_IT_MOVES:g} in 100, more if counting changes after the action and "
    "nobody records it"
)


def verdict_sentence(v: Verdict) -> str:
    """Return the verdict in a few sentences; never a number that is not one."""
    if COUNTING_CHANGED in v.reasons:
        return cannot_be_told_apart(v)
    return f"{_verdict_alone(v)}{counting_sentence(v) if v.review else ''}"


def _verdict_alone(v: Verdict) -> str:
    review = v.review
    if v.state == "too_little_data":
        return _too_little(v)
    assert review is not None
    since = f"{review.months} months after the action"
    if v.state in ("improved", "worsened"):
        return (
            f"{'Improved' if v.state == 'improved' else 'Worse'}: {inside(v.name)} "
            f"{moved_word(v)} after the action, {what_happened(v, strict=True)}. "
            f"Two reviews running have shown it, the latest {since}.{sure_sentence(v)}{assumed_sentence(v)}"
        )
    if v.state in SINCE_STATES:
        return since_sentence(v)
    if v.state == "early_sign":
        way = "improvement" if v.towards == "better" else "worsening"
        return (
            f"There is an early sign of {way} in {inside(v.name)}, {since}: "
            f"{what_happened(v, strict=False)}. It is not a verdict; {_next(v)}"
        )
    missed = (
        ""
        if v.mde80 is None
        else (f" A {good_word(v)} smaller than {change_words(v, v.mde80)} could have been missed.")
    )
    return (
        f"No change in {inside(v.name)} can be told from chance yet, {since}: {what_happened(v, strict=False)}."
        f"{missed}{_when(v)}"
    )


def _too_little(v: Verdict) -> str:
    start = f"There is too little data to say whether {inside(v.name)} changed"
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
        taken_out = " once the change of counting is taken out" if v.counting_changed else ""
        return (
            f"{start}: no {good_word(v)} could be told from chance with so few events{taken_out}.{_when(v)}"
        )
    return f"{start}: only a {good_word(v)} of {change_words(v, v.mde80)} or more would have shown by now.{_when(v)}"


def _when(v: Verdict) -> str:
    wanted = f"a {good_word(v)} of {change_words(v, v.worthwhile_change)}"
    if v.months_until == "never":
        if v.kind == "proportion" and not v.room:
            return f" {wanted[0].upper()}{wanted[1:]} is not possible from where it stands."
        return f" With this baseline {wanted} would not show within five years."
    if isinstance(v.months_until, int):
        late = ", after the last review" if v.months_until > 18 else ""
        return f" {wanted[0].upper()}{wanted[1:]} would show about {v.months_until} months after the action{late}."
    return ""


def _next(v: Verdict) -> str:
    if v.next_review is None:
        return "the last review has been held."
    return f"the next review is when {v.next_review:%B %Y} is complete."


def attribution_sentence(v: Verdict) -> str | None:
    """Return whether the change came with the action, in a sentence; None without a verdict.

    Of a change that is called no more than lower or higher since, only that it was under way already is told.
    """
    if v.attribution is None or v.review is None:
        return None
    if v.state in SINCE_STATES and v.attribution != attr.ALREADY_MOVING:
        return None
    fell = moved_word(v) == "fell"
    drop, moving, moved = ("drop", "falling", "fell") if fell else ("rise", "rising", "rose")
    return {
        attr.CAME_WITH_ACTION: f"The {drop} came with the action: it stands out even from a steady drift.",
        attr.ALREADY_MOVING: f"It was already {moving} before the action, so the action may not be why.",
        attr.CAUSE_NOT_SHOWN: f"It {moved} after the action; the cause is not shown.",
    }[v.attribution]


def verdict_basis(v: Verdict) -> str:
    """Return what the verdict was made from: months, gaps, variation, the rule and its error rate."""
    if COUNTING_CHANGED in v.reasons:
        return (
            f"{v.months_before} {month_noun(v.months_before)} before the action "
            f"{'has' if v.months_before == 1 else 'have'} a reading. No review is held where a change of counting "
            "cannot be told from the action."
        )
    after = v.review.readings_after if v.review else 0
    parts = [
        f"Based on {v.months_before} {month_noun(v.months_before)} before the action and {after} after it; "
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
    if "others_compared" in v.notes:
        parts.append(
            "The council's other themes, summed, were measured in the same months and with the same rule."
        )
    if "others_too_few" in v.notes:
        parts.append("Other themes were given, but too few, too rare or in too few months to compare with.")
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
        f"chance ({level}) and that hold, nine chances in ten, once the measure's own movement is allowed for; "
        f"{FALSE_VERDICTS}."
    )
    return " ".join(parts)


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
    if v.state in SINCE_STATES:
        return (
            "It does not say that the action worked, nor that it did not: only that the level is "
            f"{'lower' if moved_word(v) == 'fell' else 'higher'} now, and that this may have come about by itself."
        )
    if v.state == "improved":
        return f"{not_why} It does not say that people's experience is good now, nor that it will stay so."
    return f"{not_why} It does not say that the action should stop: things might have been worse without it."


def verdict_dict(v: Verdict) -> dict[str, object]:
    """Return a verdict and its sentences as plain data for JSON: dates as text, None for an infinite end."""
    return _plain(
        {
            **asdict(v),
            "ratio": v.ratio,
            "improved_with_action": v.improved_with_action,
            "brake": asdict(v.brake) if v.brake else None,
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
