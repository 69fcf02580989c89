"""Gaps of a claim, which says more than its evidence shows: the rule for a claim to be ready.

A claim needs evidence, and feedback from people behind it. One that says that something changed for the better needs a
measure whose latest result is Improved, and would be today: an action that is done, a finding, somebody's word, or readings
that are lower since do not show a change. One
that says that something is so of all or of a share needs a count of so many of so many, one of none a count; where Goldthread keeps the very
count that it is about, that one. What is cited must not say otherwise.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from goldthread.analysis.tables.intervals import wilson
from goldthread.analysis.text.claim_words import Phrase, change_words, count_words
from goldthread.analysis.text.stated_shares import stated_shares
from goldthread.council.records import states
from goldthread.council.records.kept_counts import Count, KeptCount
from goldthread.council.records.states import State
from goldthread.dates import day_in_words

NO_EVIDENCE, NO_FEEDBACK, OLD = "no-evidence", "no-feedback", "old"
CHANGE_NOT_CONFIRMED, CHANGE_NOT_SHOWN = "change-not-confirmed", "change-not-shown"
CHANGE_IN_NOTE = "change-in-note"
RESULT_NOT_HELD = "result-not-held"
NO_PLAN, PLAN_LATE = "no-plan", "plan-late"
COUNT_NOT_CITED, COUNT_KEPT, COUNT_SAYS_OTHERWISE = "count-not-cited", "count-kept", "count-says-otherwise"
CHANGE_GAPS = frozenset({CHANGE_NOT_CONFIRMED, CHANGE_NOT_SHOWN, CHANGE_IN_NOTE})
COUNT_GAPS = frozenset({COUNT_NOT_CITED, COUNT_KEPT, COUNT_SAYS_OTHERWISE})
# Nobody may override these: adding evidence and answering a question is what is asked.
NEVER_OVERRIDDEN = frozenset({NO_EVIDENCE, CHANGE_NOT_CONFIRMED})

_SENTENCE = re.compile(r"[.;:!?](?!\d)")


class Claim(Protocol):
    """What this rule reads of a claim."""

    text: str
    claims_change: str
    is_weakness: bool


@dataclass(frozen=True)
class Plan:
    """What is done about a weakness that the council names, and whether its date passed with that undone."""

    by: datetime.date
    is_late: bool


@dataclass(frozen=True)
class ClaimGap:
    """One thing that is missing: its slug, the words of its tag, and what is missing, in a sentence."""

    slug: str
    tag: str
    text: str

    @property
    def may_be_overridden(self) -> bool:
        """Return whether a person may override it in writing."""
        return self.slug not in NEVER_OVERRIDDEN


def suggests_change(text: str) -> tuple[str, ...]:
    """Return the words of a claim that suggest that something changed for the better, as they stand there."""
    return tuple(phrase.text for phrase in change_words(text))


def gaps_of(
    claim: Claim,
    cited: Sequence[tuple[State, ...]],
    *,
    feedback: int,
    old: bool,
    counts: Mapping[str, Count],
    about: Iterable[Count],
    withheld: bool,
    notes: Sequence[str] = (),
    plan: Plan | None = None,
) -> tuple[ClaimGap, ...]:
    """Return what a claim says that its evidence does not show, or lacks.

    cited: the states of each piece of evidence. feedback: how many pieces of feedback are behind it. counts: those of
    the kept counts that it cites, today's. about: those that it is about (`about`), today's. withheld: without small numbers of people. notes: what the claim's author wrote on its evidence, which readers take for the claim.
    plan: of a weakness that is named: it says something against the council, so that a plan with a date is what makes it strong.
    """
    gaps = []
    if not cited:
        gaps.append(ClaimGap(NO_EVIDENCE, "No evidence", "It has no evidence."))
    if claim.is_weakness:
        gaps += _plan_gaps(plan)
    elif not feedback:
        gaps.append(ClaimGap(NO_FEEDBACK, "No feedback", "No feedback from people is behind it."))
    if old:
        gaps.append(ClaimGap(OLD, "Evidence over a year old", "Its newest evidence is over a year old."))
    gaps += _change_gaps(claim, cited, notes)
    gaps += _results_not_held(claim, cited)
    return (*gaps, *_count_gaps(". ".join([claim.text, *notes]), cited, counts, about, withheld=withheld))


def _plan_gaps(plan: Plan | None) -> list[ClaimGap]:
    if plan is None:
        text = "It names a weakness, and no action with a date says what is done about it."
        return [ClaimGap(NO_PLAN, "No plan", text)]
    if plan.is_late:
        text = f"Its plan was to be done by {day_in_words(plan.by)}, and is not."
        return [ClaimGap(PLAN_LATE, "Plan past its date", text)]
    return []


def _change_gaps(claim: Claim, cited: Sequence[tuple[State, ...]], notes: Sequence[str]) -> list[ClaimGap]:
    shown = any(states.shows(each, states.IMPROVED) for each in cited)
    words = suggests_change(claim.text)
    if claim.claims_change == "yes" and not shown:
        text = "It claims a change for the better, and cites no measure whose latest result is Improved."
        return [ClaimGap(CHANGE_NOT_SHOWN, "Change not shown", text)]
    if not claim.claims_change and words:
        behind = "" if shown else " It cites no measure whose latest result is Improved."
        text = f"Nobody has said whether it claims a change for the better: {_quoted(words)}.{behind}"
        return [ClaimGap(CHANGE_NOT_CONFIRMED, "Change not confirmed", text)]
    in_notes = [word for note in notes for word in suggests_change(note)]
    if in_notes and claim.claims_change != "yes" and not shown:
        text = f"A note on its evidence says that something changed: {_quoted(in_notes)}. No measure cited shows it."
        return [ClaimGap(CHANGE_IN_NOTE, "Change in a note", text)]
    return []


def _results_not_held(claim: Claim, cited: Sequence[tuple[State, ...]]) -> list[ClaimGap]:
    """Return that a claim of change rests on a result of Improved that today's rule does not give."""
    not_held = [state for each in cited for state in each if state.shows == states.NOT_HELD]
    claims = claim.claims_change == "yes" or (not claim.claims_change and suggests_change(claim.text))
    if not not_held or not claims:
        return []
    today = ", ".join(dict.fromkeys(state.text[:1].lower() + state.text[1:] for state in not_held))
    text = f"It cites a result of Improved that would not be given today ({today})."
    return [ClaimGap(RESULT_NOT_HELD, "Result no longer holds", text)]


def _count_gaps(
    text: str,
    cited: Sequence[tuple[State, ...]],
    counts: Mapping[str, Count],
    about: Iterable[Count],
    *,
    withheld: bool,
) -> list[ClaimGap]:
    phrases = count_words(text)
    if not phrases:
        return []
    gaps = []
    quoted = _quoted([phrase.text for phrase in phrases])
    # How often something happened says nothing of all, or of two thirds.
    needed = states.COUNT if {phrase.says for phrase in phrases} == {"none"} else states.SHARE
    if not any(states.shows(each, needed) for each in cited):
        but = ""
        if any(states.shows(each, states.COUNT) for each in cited):
            but = " What it cites says how many, and not of how many."
        gaps.append(
            ClaimGap(COUNT_NOT_CITED, "No count", f"It says {quoted}, and cites no count of it.{but}")
        )
    for count in about:
        if count.definition.slug not in counts:
            today = count.in_words(withheld=withheld)
            what = f"Goldthread keeps the count of this, and the claim does not cite it: {today}, today."
            gaps.append(ClaimGap(COUNT_KEPT, "Count not cited", what))
    for count in counts.values():
        if _says_otherwise(phrases, count):
            what = (
                f"It says {quoted}, and the count today says otherwise: {count.in_words(withheld=withheld)}."
            )
            gaps.append(ClaimGap(COUNT_SAYS_OTHERWISE, "Count says otherwise", what))
    # The last share of each: a measure's own reading, and not the sample that shows its action to be embedded.
    shares = [[state for state in each if state.shows == states.SHARE] for each in cited]
    against = _against(text, phrases, [each[-1] for each in shares if each])
    if against and not any(gap.slug == COUNT_SAYS_OTHERWISE for gap in gaps):
        what = f"It says {quoted}, and the count that it cites says otherwise: {against}."
        gaps.append(ClaimGap(COUNT_SAYS_OTHERWISE, "Count says otherwise", what))
    return gaps


def _against(text: str, phrases: Sequence[Phrase], cited: Sequence[State]) -> str:
    """Return the words of a cited share that says otherwise than a claim; "" where one bears it out, or none can tell.

    All, or none: a share that is neither all nor none says otherwise. A number, such as "99%" or "two thirds": none of
    those stated is within the 95% interval of a share cited, or of what is left of it.
    """
    known = [state for state in cited if state.share]
    if not known:
        return ""
    if {"all", "none"} & {phrase.says for phrase in phrases}:
        partly = [state for state in known if 0 < state.share[0] < state.share[1]]
        return _in_numbers(partly[0]) if len(partly) == len(known) else ""
    stated = stated_shares(text)
    # What is said in words, such as a finding's "84%", or is not to be shown, cannot be compared.
    if not stated or len(known) < len(cited) or any(state.withheld for state in known):
        return ""
    for state in known:
        low, high = wilson(*state.share)
        if any(
            (low <= to and from_ <= high) or (1 - high <= to and from_ <= 1 - low) for from_, to in stated
        ):
            return ""
    return _in_numbers(known[0])


def _in_numbers(state: State) -> str:
    """Return a cited share in words, with its numbers where they may be shown."""
    if state.share is None or state.withheld or " of " in state.text:
        return state.text
    return f"{state.share[0]:,} of {state.share[1]:,} ({state.text[:1].lower()}{state.text[1:]})"


def about(text: str, counts: Iterable[KeptCount]) -> list[KeptCount]:
    """Return the kept counts that a sentence with "all", "none" or a share is about."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if count_words(sentence)]
    return [each for each in counts if any(each.is_about(sentence) for sentence in sentences)]


def _says_otherwise(phrases: Sequence[Phrase], count: Count) -> bool:
    """Return whether a count is not of all, where a claim says all; or of some, where it says none."""
    says = {phrase.says for phrase in phrases}
    if "all" in says:
        return not count.is_all
    # "None goes without one" is so where all have it, "none has one" where none does.
    return "none" in says and 0 < count.part < count.whole


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))
