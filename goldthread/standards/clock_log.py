"""What happened to a case, and what its procedure's clocks say because of it.

A case keeps a log of events, each with its day. `read` gives every clock: by when it is due, how that was counted,
whether it runs, was met, is late, is paused or has ended, and the day by another reading where the rule has two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from goldthread.dates import day_in_words
from goldthread.standards.bank_holidays import ENGLAND
from goldthread.standards.case_events import (
    AGREED,
    EVENTS,
    EXTENDED,
    PAUSE,
    REOPENED,
    CaseLog,
)
from goldthread.standards.case_events import Event as Event
from goldthread.standards.clocks import ACKNOWLEDGED, DONE, LAW, REPLIED, STAGE_2_ASKED, Procedure, Step
from goldthread.standards.clocks import RECEIVED as RECEIVED
from goldthread.standards.counting import Count, Holidays, Length, Pause, count, last_day, weekday

RUNNING, MET, LATE, PAUSED, ENDED = "running", "met", "late", "paused", "ended"
SOONER = "Reply by the day agreed with the person"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One step of a case with its last day.

    round: 2 after a reopening from which is counted anew, and so on. working: how the day was found, in sentences.
    ended_on: since when it runs no more, met or not. other_readings: the days where the rule can be read in another way,
    each with why.
    days_over: calendar days, 0 where it is in time.
    times_target: how much of the time was used, 1.0 being all of it.
    """

    step: str
    name: str
    stage: int
    round: int
    kind: str
    state: str
    begins_on: dt.date
    due: dt.date
    done_on: dt.date | None
    ended_on: dt.date | None
    working: tuple[str, ...]
    other_readings: tuple[tuple[dt.date, str], ...]
    if_late: str
    letter: str
    late_letter: str
    confirmed: bool
    caution: str
    days_over: int
    times_target: float

    @property
    def other_reading(self) -> dt.date | None:
        """Return the day by the likeliest other reading, None where there is none."""
        return self.other_readings[0][0] if self.other_readings else None

    @property
    def other_reading_why(self) -> str:
        """Return what that other reading is, "" where there is none."""
        return self.other_readings[0][1] if self.other_readings else ""

    @property
    def open(self) -> bool:
        """Return whether it is still to be met."""
        return self.done_on is None and self.ended_on is None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All clocks of a case on a day. problems: what in its log cannot be or does not count, in words."""

    clocks: tuple[Clock, ...]
    problems: tuple[str, ...]
    paused: bool
    ended: bool
    stage: int

    @property
    def next(self) -> Clock | None:
        """Return the clock that is due first of those still to be met, None where nothing is due."""
        return min((clock for clock in self.clocks if clock.open), key=lambda clock: clock.due, default=None)


def read(
    procedure: Procedure,
    events: Iterable[Event],
    today: dt.date,
    complexity: str = "",
    holidays: Holidays = ENGLAND,
) -> Reading:
    """Return a case's clocks on a day; what happened after that day is left out, but for a pause that is planned.

    Raises OutsideYears where working days are counted in a year whose bank holidays are not known.
    """
    known = sorted((e for e in events if e.on <= today or e.kind == PAUSE), key=lambda event: event.on)
    log = CaseLog(procedure, known, today)
    clocks: list[Clock] = []
    begins: dict[str, _Begin] = {}
    for kind in (RECEIVED, STAGE_2_ASKED):
        if event := log.first(kind):
            begins[kind] = _Begin(event.on, f"{EVENTS[kind]} on")
    for step in procedure.steps:
        if begin := begins.get(step.after):
            rounds, begins[step.slug] = _rounds(log, step, begin, complexity, holidays)
            clocks += [*rounds, *(sooner for clock in rounds if (sooner := _agreed_sooner(log, step, clock)))]
    return Reading(
        clocks=tuple(clocks),
        problems=tuple(log.problems),
        paused=log.paused_on(today),
        ended=log.ended_on is not None,
        stage=2 if STAGE_2_ASKED in begins else 1,
    )


def check(
    procedure: Procedure,
    events: Iterable[Event],
    event: Event,
    complexity: str = "",
    holidays: Holidays = ENGLAND,
) -> str:
    """Return why an event may not be added to a log, in words fit to show; "" where it may."""
    before = list(events)
    last = max(each.on for each in (*before, event))
    known = read(procedure, before, last, complexity, holidays).problems
    after = read(procedure, [*before, event], last, complexity, holidays).problems
    return next((words for words in after if words not in known), "")


class _Begin(NamedTuple):
    """The day from which a step is counted, what happened on it, and the day by another reading with its reason."""

    on: dt.date
    words: str
    other: dt.date | None = None
    why: str = ""


def _rounds(
    log: CaseLog, step: Step, begin: _Begin, complexity: str, holidays: Holidays
) -> tuple[list[Clock], _Begin]:
    """Return a step's clocks, one for each time that it was counted, and from when a later step is counted."""
    reopened = [
        event
        for event in log.all(REOPENED)
        if step.met_by == REPLIED and event.stage == step.stage and event.on >= begin.on
    ]
    if step.kind == LAW or not log.procedure.reopening_starts_again:
        # The first day stands, and a reply before the last reopening is no reply any more.
        last = reopened[-1] if reopened else None
        clocks = [_clock(log, _Round(step, begin, 1, met_after=last), complexity, holidays)]
    else:
        counted = [begin, *(_Begin(event.on, "Reopened on") for event in reopened)]
        edges = [None, *reopened, None]
        clocks = [
            _clock(log, _Round(step, each, n + 1, edges[n], edges[n + 1]), complexity, holidays)
            for n, each in enumerate(counted)
        ]
    first = clocks[0]
    if first.done_on is None:
        return clocks, _Begin(first.due, _BY.get(step.met_by, f"“{step.name}” due by"))
    words = _ON.get(step.met_by, f"“{step.name}” done on")
    if first.done_on <= first.due:
        return clocks, _Begin(first.done_on, words)
    why = f"Counted from {day_in_words(first.due)}, the last day for it, and not from when it was done, late."
    return clocks, _Begin(first.done_on, words, first.due, why)


# What a later step is counted from: the day on which an earlier one was met, or its last day until then.
_ON = {ACKNOWLEDGED: "Acknowledged on", REPLIED: "Replied on"}
_BY = {ACKNOWLEDGED: "To be acknowledged by", REPLIED: "To be replied to by"}


class _Round(NamedTuple):
    """One counting of a step: from when, the reopening that began it and the one that ended it.

    met_after: the reopening before which nothing meets it, where the first day stands.
    """

    step: Step
    begin: _Begin
    number: int
    opened: Event | None = None
    reopened: Event | None = None
    met_after: Event | None = None

    def events(self, log: CaseLog, *kinds: str) -> list[Event]:
        """Return the events of these kinds that are about this step in this round."""
        first = log.events.index(self.opened) if self.opened else 0
        end = log.events.index(self.reopened) if self.reopened else len(log.events)
        return [event for event in log.events[first:end] if event.kind in kinds and self._concerns(event)]

    def met(self, log: CaseLog) -> Event | None:
        """Return what met the step in this round, None while nothing has."""
        first = log.events.index(self.met_after) if self.met_after else 0
        return next((e for e in self.events(log, self.step.met_by) if log.events.index(e) >= first), None)

    def _concerns(self, event: Event) -> bool:
        if event.kind in (EXTENDED, AGREED, DONE):
            return event.step == self.step.slug
        return event.stage == self.step.stage and event.on >= self.begin.on


def _clock(log: CaseLog, counting: _Round, complexity: str, holidays: Holidays) -> Clock:
    step, begin = counting.step, counting.begin
    done = counting.met(log)
    done_on = done.on if done else None
    ended_on = done_on or (counting.reopened.on if counting.reopened else log.ended_for(step))
    # A pause that began after a step was met moves it no more.
    pauses = tuple((f, min(u, ended_on or u)) for f, u in log.pauses() if not ended_on or f <= ended_on)
    length = step.length_of(complexity)

    def counted(begin: _Begin, pauses: tuple[Pause, ...]) -> _Counted:
        return _count(log, counting, begin, length, pauses, holidays)

    result = counted(begin, pauses if step.pauses else ())
    log.problems += result.problems
    due = result.found.due
    others = list(result.found.other_readings)
    if begin.other:
        others.append((counted(_Begin(begin.other, ""), pauses if step.pauses else ()).found.due, begin.why))
    if pauses and not step.pauses:
        why = "With the days of the pause taken out, which the procedure does not say of this step."
        others.append((counted(begin, pauses).found.due, why))
    state = _state(log, step, due, done_on, ended_on)
    working = result.found.working
    if state == PAUSED:
        working += ("The pause goes on, and the day moves on with it.",)
    end, allowed = ended_on or log.today, (due - begin.on).days
    return Clock(
        step=step.slug,
        name=step.name,
        stage=step.stage,
        round=counting.number,
        kind=step.kind,
        state=state,
        begins_on=begin.on,
        due=due,
        done_on=done_on,
        ended_on=ended_on,
        working=working,
        other_readings=tuple(each for each in others if each[0] != due),
        if_late=step.if_late,
        letter=step.letter,
        late_letter=step.late_letter,
        confirmed=step.confirmed,
        caution=" ".join(filter(None, (step.caution, *result.cautions, result.found.caution))),
        days_over=max(0, (end - due).days) if state == LATE else 0,
        times_target=max(0, (end - begin.on).days) / allowed if allowed else 0.0,
    )


def _agreed_sooner(log: CaseLog, step: Step, clock: Clock) -> Clock | None:
    """Return the clock of a day that was agreed with the person before the last day of a step; None where none was.

    The step's own last day stands beside it. What was agreed before a reopening was about the reply before it.
    """
    reopened = next((log.events.index(event) for event in reversed(log.all(REOPENED))), 0)
    last = next(
        (e for e in reversed(log.events[reopened:]) if e.kind == AGREED and e.step == step.slug), None
    )
    if last is None or last.to is None or last.to >= clock.due or last.on < clock.begins_on:
        return None
    due, end = last.to, clock.ended_on or log.today
    state = _state(log, step, due, clock.done_on, clock.ended_on)
    words = f"Agreed on {day_in_words(last.on)}: {weekday(due)}. {step.name}: {day_in_words(clock.due)} at the latest."
    allowed = (due - clock.begins_on).days
    return replace(
        clock,
        name=SOONER,
        state=state,
        due=due,
        working=(words,),
        other_readings=(),
        if_late="Tell the person why, and agree another day.",
        confirmed=True,
        caution="",
        days_over=max(0, (end - due).days) if state == LATE else 0,
        times_target=max(0, (end - clock.begins_on).days) / allowed if allowed else 0.0,
    )


def _state(log: CaseLog, step: Step, due: dt.date, done_on: dt.date | None, ended_on: dt.date | None) -> str:
    if (ended_on or log.today) > due:
        return LATE
    if done_on:
        return MET
    if ended_on:
        return ENDED
    return PAUSED if step.pauses and log.paused_on(log.today) else RUNNING


class _Counted(NamedTuple):
    found: Count
    cautions: tuple[str, ...]
    problems: tuple[str, ...]


def _count(
    log: CaseLog,
    counting: _Round,
    begin: _Begin,
    length: Length,
    pauses: tuple[Pause, ...],
    holidays: Holidays,
) -> _Counted:
    """Count a step with what was extended and agreed in time; what came too late does not count, and is told."""
    step = counting.step
    result = count(begin.on, length, pauses=pauses, holidays=holidays, starts=begin.words)
    extensions: list[Length] = []
    cautions, problems = [], []
    for event in counting.events(log, EXTENDED, AGREED):
        if event.kind == AGREED and event.to:
            if event.on > result.due:
                problems.append(
                    f"{step.name}: the day agreed on {day_in_words(event.on)} does not count, because the time was over "
                    f"on {day_in_words(result.due)}."
                )
            elif event.to == result.due:
                problems.append(f"{step.name}: {day_in_words(event.to)} is its last day already.")
            elif event.to < result.due:
                # It stands beside the last day as a clock of its own (`_agreed_sooner`).
                continue
            else:
                words = f"Another day agreed on {day_in_words(event.on)}: {weekday(event.to)}."
                result = replace(result, due=event.to, working=(*result.working, words), other_readings=())
                extensions = []
        elif event.kind == EXTENDED and event.told_on and step.extension:
            if event.told_on > result.due:
                problems.append(
                    f"{step.name}: the extension does not count, because the person was told on "
                    f"{day_in_words(event.told_on)}, after the day it was due, {day_in_words(result.due)}."
                )
                continue
            by = Length(event.by or step.extension.within, step.extension.unit)
            extensions.append(by)
            if event.by > step.extension.within:
                cautions.append(f"Extended by {by}; normally no more than {step.extension.length}.")
            if any(each.kind == AGREED for each in counting.events(log, AGREED)):
                due = last_day(result.due, by, holidays, pauses)
                result = replace(
                    result, due=due, working=(*result.working, f"Extended by {by}: {weekday(due)}.")
                )
            else:
                result = count(
                    begin.on,
                    length,
                    extensions=extensions,
                    pauses=pauses,
                    holidays=holidays,
                    starts=begin.words,
                )
    return _Counted(result, tuple(cautions), tuple(problems))
