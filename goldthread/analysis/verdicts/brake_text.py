"""Words for the brake: why a change is called no more than lower or higher since, and what is sure."""

from __future__ import annotations

import math

from goldthread.analysis.verdicts.change_words import (
    amount,
    change_words,
    inside,
    month_noun,
    moved_word,
    percent,
    points,
    ratio_words,
    what_happened,
)
from goldthread.analysis.verdicts.verdict_data import (
    BEGAN_LATER,
    HIGHER_SINCE,
    LOWER_SINCE,
    MOVES_BY_ITSELF,
    OTHERS_TOO,
    SMALL,
    Brake,
    Verdict,
)

SINCE_STATES = (LOWER_SINCE, HIGHER_SINCE)
# With fewer months before, a measure's own movement leans on what is assumed, and no figure is given for
# it; with no more than the second, the verdict says so.
ENOUGH_TO_SEE_MOVEMENT, MOSTLY_ASSUMED = 18, 12


def since_sentence(v: Verdict) -> str:
    """Return the sentences of "lower since" and "higher since": what changed, and why it is called no more."""
    review = v.review
    assert review is not None
    word = "Lower" if moved_word(v) == "fell" else "Higher"
    start = f"{word} since the action: {inside(v.name)} {moved_word(v)}, {what_happened(v, strict=True)}."
    brakes = [r.brake for r in v.reviews[-2:] if r.brake is not None]
    held_back = next((b for b in reversed(brakes) if b.reasons), None)
    if held_back is None:
        return start
    why = " ".join(_REASONS[reason](v, held_back) for reason in held_back.reasons)
    latest = review.brake
    if latest is not None and not latest.reasons:
        why = (
            f"The latest review shows more than the measure does by itself, but two running are needed. "
            f"At the review before: {why[0].lower()}{why[1:]}"
        )
    return f"{start} {why} {_so(v)}{assumed_sentence(v)}"


def _so(v: Verdict) -> str:
    if v.towards == "better":
        return f"So the {_noun(v)} is not called an improvement."
    return f"So the {_noun(v)} is not called a worsening; but it may be one: watch it."


def _noun(v: Verdict) -> str:
    return "fall" if moved_word(v) == "fell" else "rise"


def _moves_by_itself(v: Verdict, brake: Brake) -> str:
    chance = f"the chance that the {_noun(v)} is no more than that is {brake.p_direction * 100:.0f} in 100."
    if v.months_before < ENOUGH_TO_SEE_MOVEMENT:
        return f"But the level of this measure moves by itself between spells as long as these, and {chance}"
    moved = own_movement_words(v, brake)
    return f"But the level of this measure moves by about {moved} by itself between spells as long as these, and {chance}"


def own_movement_words(v: Verdict, brake: Brake) -> str:
    """Return how far a level moves by itself, in the measure's own terms: "32%", "8 percentage points", "0.3"."""
    if v.kind == "count":
        return percent(math.expm1(brake.own_movement))
    if v.kind == "proportion":
        share = v.review.before if v.review else 0.5
        moved = max(brake.own_movement * share * (1 - share), 0.001)
        return change_words(v, moved)
    return f"{brake.own_movement * (brake.score_sd or 1.0):.2g}{points(v)}"


def _small(v: Verdict, brake: Brake) -> str:
    margin = change_words(v, brake.margin) if v.kind != "count" else "a tenth"
    return (
        f"That it {moved_word(v)} is likely, but once its own movement is allowed for, a {_noun(v)} of less than "
        f"{margin} cannot be ruled out."
    )


def _began_later(v: Verdict, brake: Brake) -> str:
    months = (brake.began_month.year - v.action_to.year) * 12 + brake.began_month.month - v.action_to.month
    return (
        f"The {_noun(v)} seems to have begun about {months} {month_noun(months)} after the action "
        f"({brake.began_month:%B %Y}). If something else changed then, that may be why."
    )


def _others_too(v: Verdict, brake: Brake) -> str:
    fell = moved_word(v) == "fell"
    if brake.others is not None and (brake.others < 1) == fell and brake.others != 1:
        return (
            f"The council's other themes together {moved_word(v)} too in the same months "
            f"({ratio_words(brake.others)}), and that this one {moved_word(v)} further is not nine in ten sure."
        )
    return (
        f"That it {moved_word(v)} further than the council's other themes together is not nine in ten sure."
    )


_REASONS = {
    MOVES_BY_ITSELF: _moves_by_itself,
    SMALL: _small,
    BEGAN_LATER: _began_later,
    OTHERS_TOO: _others_too,
}


def sure_sentence(v: Verdict) -> str:
    """Return what of the change is nine in ten sure with the measure's own movement allowed for, or nothing."""
    brake = v.brake
    if brake is None or brake.reasons or brake.sure <= 0:
        return ""
    fell = moved_word(v) == "fell"
    if v.kind == "count":
        sure = ratio_words(1 - brake.sure if fell else 1 / (1 - brake.sure))
    else:
        sure = f"{change_words(v, brake.sure)} {'lower' if fell else 'higher'}"
    return f" One can be nine in ten sure that it is at least {sure}, even allowing for how much it moves by itself."


def assumed_sentence(v: Verdict) -> str:
    """Return that a short baseline shows little of a measure's own movement, or nothing."""
    if v.months_before > MOSTLY_ASSUMED:
        return ""
    return (
        f" With only {v.months_before} {month_noun(v.months_before)} before, how much it moves by itself is mostly "
        "assumed, not seen."
    )


def counting_sentence(v: Verdict) -> str:
    """Return how recorded changes of counting were allowed for, or nothing."""
    return "".join(
        f" From {change.month:%B %Y} it is counted otherwise. The months on both sides are compared with that "
        f"change taken out{_taken_out(v, change.effect)}."
        for change in v.counting_changed
    )


def _taken_out(v: Verdict, effect: float | None) -> str:
    if effect is None:
        return ""
    if v.kind == "count":
        return f" (about {ratio_words(effect)} from then on)" if abs(effect - 1) >= 0.005 else ""
    if v.kind == "proportion":
        return f" (odds {ratio_words(effect)} from then on)" if abs(effect - 1) >= 0.005 else ""
    way = "lower" if effect < 0 else "higher"
    return f" (about {amount(abs(effect)) if abs(effect) >= 10 else f'{abs(effect):.2g}'} {way} from then on)"


def cannot_be_told_apart(v: Verdict) -> str:
    """Return why there is no verdict where a change of counting cannot be told from the action."""
    months = " and ".join(f"{change.month:%B %Y}" for change in v.counting_changed)
    return (
        f"Whether {inside(v.name)} changed with the action cannot be said: it is counted otherwise from {months}, "
        "so near the action that the two cannot be told apart. No later month can make up for that."
    )
