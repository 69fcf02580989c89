"""How strong a claim is, in plain sight: the same on its page, its statement's page, the coverage and in every pack.

Made of the sources behind it and of nothing else, so that what is withdrawn, denied or past its date changes it everywhere.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.council.confirmations.models import Felt, Group
from goldthread.council.records.states import State
from goldthread.dates import day_in_words, month_number
from goldthread.evidence.claim_gaps import Plan
from goldthread.evidence.sources import (
    PEOPLE,
    ActionStands,
    Facts,
    Source,
    Word,
    actions_of,
    sources_of,
    words_on,
)

OLD_AFTER = datetime.timedelta(days=365)
"""Evidence older than this says little about how things are now."""

_RESULTS = {
    "improved": ("good", "tick"),
    "worsened": ("bad", "cross"),
    "early_sign": ("so", "half"),
    "no_detectable_change_yet": ("so", "bar"),
    "lower_since": ("so", "down"),
    "higher_since": ("so", "up"),
    "too_little_data": ("so", "ring"),
}
_NO_REVIEW = "not_checked"


@dataclass(frozen=True)
class Chip:
    """One thing that a claim's strength says: kind is good, bad, so (looked for and not found, or partly), gap, or ""."""

    text: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Strength:
    """What is behind a claim on a day.

    sources: each once. actions: those it rests on, with their results. words: what people, staff, leaders and partners
    said last of it or of an action. receptions: what outsiders said. plan: of a weakness that is named.
    """

    today: datetime.date
    sources: tuple[Source, ...]
    actions: tuple[ActionStands, ...]
    words: tuple[Word, ...]
    receptions: tuple[Any, ...]
    is_weakness: bool
    plan: Plan | None

    @property
    def kinds(self) -> int:
        """Return of how many kinds of record its sources are."""
        return len({source.kind for source in self.sources})

    @property
    def own_words(self) -> int:
        """Return how many pieces of feedback of people who draw on care or their families are behind it."""
        return sum(source.kind == "feedback" and source.holds == PEOPLE for source in self.sources)

    @property
    def newest(self) -> datetime.date | None:
        """Return the date of its newest source."""
        return max((source.on for source in self.sources if source.on), default=None)

    @property
    def is_old(self) -> bool:
        """Return whether its newest source is over a year old."""
        return self.newest is not None and self.today - self.newest > OLD_AFTER

    @property
    def has_plan(self) -> bool:
        """Return whether it is a weakness that the council names, with a plan whose date has not passed undone."""
        return self.is_weakness and self.plan is not None and not self.plan.is_late

    @property
    def results(self) -> Counter[State]:
        """Return the latest results of the actions it rests on, and how many measures have each."""
        return Counter(
            State(state.text, state.kind)
            for action in self.actions
            for state in action.results
            if state.kind != _NO_REVIEW
        )

    @property
    def improved(self) -> int:
        """Return how many measures of its actions have the latest result Improved, which today's rule would give too."""
        return sum(state.shows == "improved" for action in self.actions for state in action.results)

    @property
    def open_actions(self) -> tuple[ActionStands, ...]:
        """Return its actions that are not done."""
        return tuple(action for action in self.actions if not action.is_done)

    @property
    def chips(self) -> list[Chip]:
        """Return its strength as chips: result, actions, people's words, how many sources, how old, who confirms."""
        chips = [*self._weakness(), *self._results(), *self._actions()]
        said = f"{self.own_words:,} from people" if self.own_words else ""
        chips.append(Chip(said, "", "person") if said else Chip("No people’s own words", "gap"))
        if self.sources:
            kinds = "1 kind" if self.kinds == 1 else f"{self.kinds} kinds"
            many = "1 source" if len(self.sources) == 1 else f"{len(self.sources):,} sources of {kinds}"
            chips.append(Chip(many, "", "file"))
        else:
            chips.append(Chip("No sources", "gap"))
        if self.newest is not None:
            chips.append(Chip(f"Newest {age(self.newest, self.today)}", "so" if self.is_old else "", "clock"))
        chips += self._confirmed()
        if self.receptions:
            quoted = sum(each.may_quote for each in self.receptions)
            chips.append(Chip(f"{len(self.receptions)} said by others, {quoted} quotable", "", "note"))
        return chips

    def _weakness(self) -> list[Chip]:
        if not self.is_weakness:
            return []
        if self.plan is None:
            return [Chip("Weakness we name, no plan", "gap")]
        by = day_in_words(self.plan.by)
        if self.plan.is_late:
            return [Chip(f"Weakness we name, plan was due {by}", "gap")]
        return [Chip(f"Weakness we name, with its plan by {by}", "good", "tick")]

    def _results(self) -> list[Chip]:
        chips = []
        for state, many in self.results.items():
            kind, icon = _RESULTS.get(state.kind, ("gap", "") if state.kind == "gap" else ("", ""))
            chips.append(Chip(state.text if many == 1 else f"{state.text}, {many} measures", kind, icon))
        if self.actions and not chips:
            chips.append(Chip("No result", "gap"))
        return chips

    def _actions(self) -> list[Chip]:
        if not self.actions:
            return []
        chips, done = [], len(self.actions) - len(self.open_actions)
        if done:
            all_done = "Action done" if len(self.actions) == 1 else f"{done} actions done"
            whole = not self.open_actions
            chips.append(
                Chip(all_done if whole else f"{done} of {len(self.actions)} actions done", "good" if whole else "so", "tick" if whole else "half")
            )  # fmt: skip
        for action in self.open_actions:
            late = action.due_on < self.today
            kind = "so" if self.has_plan and not late else "gap"
            chips.append(Chip(f"{action.reference} not done, due {day_in_words(action.due_on)}", kind))
        shown = [state for action in self.actions for state in action.states if state.text == "Embedded"]
        if shown:
            share = shown[0].share if len(shown) == 1 else None
            of = (
                f": {share[0]} of {share[1]}"
                if share
                else ""
                if len(shown) == 1
                else f": {len(shown)} actions"
            )
            chips.append(Chip(f"Embedded{of}", "good", "tick"))
        return chips

    def _confirmed(self) -> list[Chip]:
        chips = []
        for felt, text, kind, icon in (
            (Felt.FELT, "Confirmed by", "good", "tick"),
            (Felt.PARTLY, "Partly felt:", "so", "half"),
            (Felt.NOT_FELT, "Denied by", "bad", "cross"),
        ):
            groups = list(dict.fromkeys(Group(w.group).label.lower() for w in self.words if w.felt == felt))
            if groups:
                chips.append(Chip(f"{text} {', '.join(groups)}", kind, icon))
        return chips or [Chip("Nobody asked whether it is felt")]


def age(day: datetime.date, today: datetime.date) -> str:
    """Return how old a day is: "this month", "1 month old", "14 months old"."""
    months = month_number(today) - month_number(day)
    if months < 1:
        return "this month"
    return "1 month old" if months == 1 else f"{months} months old"


def strength_of(claim: Any, evidence: Any, facts: Facts, today: datetime.date, plan: Plan | None) -> Strength:
    """Return how strong a claim is, of what was read for it."""
    actions = [facts.actions[pk] for pk in sorted(actions_of(evidence)) if pk in facts.actions]
    return Strength(
        today,
        sources_of(claim.pk, evidence, facts),
        tuple(sorted(actions, key=lambda action: action.reference)),
        tuple(words_on(claim.pk, evidence, facts)),
        tuple(facts.receptions.get(claim.pk, ())),
        claim.is_weakness,
        plan,
    )


def plan_of(claim: Any, evidence: Any, today: datetime.date) -> Plan | None:
    """Return the plan of a weakness: the action that counts and was not stopped, with its date; None where it has none."""
    cited: Sequence[Any] = [
        c.action for c in evidence.citations if c.action_id and c.action_id == claim.plan_id
    ]
    if not claim.is_weakness or not cited or claim.plan_by is None or cited[0].stopped_on:
        return None
    return Plan(claim.plan_by, cited[0].done_on is None and claim.plan_by < today)
