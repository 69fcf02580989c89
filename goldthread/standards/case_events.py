"""What happens to a case, each with its day, in an order that can be; the clocks are read from it (`clock_log`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.dates import day_in_words
from goldthread.standards.clocks import ACKNOWLEDGED, DONE, RECEIVED, REPLIED, STAGE_2_ASKED, Procedure, Step
from goldthread.standards.counting import Pause, merged

EXTENDED, AGREED, CLOSED, WITHDRAWN, REOPENED = "extended", "agreed", "closed", "withdrawn", "reopened"
PAUSE, QUESTION, ANSWER = "paused", "question_asked", "question_answered"
SAFEGUARDING, SAFEGUARDING_OVER = "safeguarding", "safeguarding_over"
# What can happen to a case, and how it is said.
EVENTS = {
    RECEIVED: "Received",
    ACKNOWLEDGED: "Acknowledged",
    EXTENDED: "Extended",
    AGREED: "Another day agreed",
    PAUSE: "Paused",
    QUESTION: "Question asked",
    ANSWER: "Question answered",
    SAFEGUARDING: "Referred to safeguarding",
    SAFEGUARDING_OVER: "Safeguarding over",
    DONE: "Step done",
    STAGE_2_ASKED: "Stage 2 asked for",
    REPLIED: "Replied",
    WITHDRAWN: "Withdrawn",
    CLOSED: "Closed",
    REOPENED: "Reopened",
}
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to a case on a day.

    stage: of an acknowledgement, a reply or a reopening. step: the slug of the step that is extended, agreed or done.
    until: the last day of a pause, None while it goes on. by: an extension, in the unit of the step's own; 0 for its
    usual length. told_on: when the person was told of it. to: the day agreed. reason: why, in words.
    """

    kind: str
    on: dt.date
    stage: int = 1
    step: str = ""
    until: dt.date | None = None
    by: int = 0
    told_on: dt.date | None = None
    to: dt.date | None = None
    reason: str = ""


class CaseLog:
    """The events of a case in order, without those that cannot be, and what follows from them."""

    def __init__(self, procedure: Procedure, events: Sequence[Event], today: dt.date):
        self.procedure, self.today = procedure, today
        self.problems: list[str] = []
        self.events: list[Event] = []
        for event in events:
            if words := self._why_not(event):
                self.problems.append(words)
            else:
                self.events.append(event)

    def first(self, kind: str) -> Event | None:
        return next((event for event in self.events if event.kind == kind), None)

    def all(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]

    @property
    def ended_on(self) -> dt.date | None:
        """Return since when nothing runs any more: withdrawn or closed, and not reopened."""
        last = next(iter(reversed(self.all(WITHDRAWN, CLOSED, REOPENED))), None)
        return last.on if last and last.kind != REOPENED else None

    def ended_for(self, step: Step) -> dt.date | None:
        """Return since when a step runs no more without having been met."""
        asked = self.first(STAGE_2_ASKED) if step.stage == 1 else None
        return min((day for day in (self.ended_on, asked and asked.on) if day), default=None)

    def pauses(self) -> tuple[Pause, ...]:
        """Return the days that are taken out of clocks that pause; a pause that goes on is taken to end today."""
        spans: list[Pause] = []
        for event in self.all(PAUSE):
            until = event.until if event.until else self._cut(event)
            if until >= event.on:
                spans.append((event.on, until))
        for begin, end, applies in (
            (QUESTION, ANSWER, self.procedure.question_pauses),
            (SAFEGUARDING, SAFEGUARDING_OVER, self.procedure.safeguarding_parks),
        ):
            if applies:
                spans += self._waits(begin, end)
        return merged(spans)

    def paused_on(self, day: dt.date) -> bool:
        return self.ended_on is None and any(first <= day <= last for first, last in self.pauses())

    def _cut(self, event: Event) -> dt.date:
        """Return the last day of a pause that has no end: the day before it was begun anew, else today."""
        later = next((e.on for e in self.all(PAUSE) if e.on > event.on), None)
        return later - _ONE_DAY if later else self.today

    def _waits(self, begin: str, end: str) -> Iterable[Pause]:
        """Yield the days waited for: from the day after the first event to the day of the last."""
        since: dt.date | None = None
        for event in self.all(begin, end):
            if event.kind == begin:
                since = since or event.on
            elif since:
                if event.on > since:
                    yield since + _ONE_DAY, event.on
                since = None
        if since and self.today > since:
            yield since + _ONE_DAY, self.today

    def _waiting(self, begin: str, end: str) -> bool:
        last = next(iter(reversed(self.all(begin, end))), None)
        return last is not None and last.kind == begin

    def _why_not(self, event: Event) -> str:
        """Return why an event cannot follow those before it, "" where it can."""
        what = EVENTS.get(event.kind)
        if what is None:
            return f"{event.kind!r} is no event of a case."
        first = self.events[0] if self.events else None
        if event.kind == RECEIVED:
            return f"Received on {day_in_words(first.on)} already." if first else ""
        day = day_in_words(event.on)
        if first is None:
            return f"{what} on {day}, before anything was received. Record when it was received first."
        if event.stage not in self.procedure.stages:
            return f"{self.procedure.name} has no stage {event.stage}."
        over = self.ended_on is not None
        if over and event.kind not in (REOPENED, SAFEGUARDING_OVER, ANSWER):
            return f"{what} on {day}, after the case had ended. Reopen it first."
        return self._why_not_now(event, what, day)

    def _why_not_now(self, event: Event, what: str, day: str) -> str:
        kind, step = event.kind, self.procedure.step(event.step)
        if kind in (EXTENDED, AGREED, DONE) and step is None:
            return f"{self.procedure.name} has no step {event.step!r}."
        if kind == EXTENDED and step:
            if not step.extension:
                return f"{step.name} cannot be extended under this procedure."
            if not event.reason.strip():
                return "An extension needs its reason."
            if event.told_on is None:
                return "An extension counts only once the person was told of it. Give the day on which they were told."
        if kind == AGREED and step:
            if not step.or_as_agreed:
                return f"{step.name}: no other day may be agreed under this procedure."
            if event.to is None:
                return "Give the day that was agreed."
        if kind == DONE and step and step.met_by != DONE:
            return f"{step.name} is met by its letter, and not by saying that it is done."
        if kind == PAUSE:
            return self._why_no_pause(event)
        if kind == ANSWER and not self._waiting(QUESTION, ANSWER):
            return f"{what} on {day}, and no question was open."
        if kind == SAFEGUARDING_OVER and not self._waiting(SAFEGUARDING, SAFEGUARDING_OVER):
            return f"{what} on {day}, and nothing had been referred."
        if kind == STAGE_2_ASKED:
            if 2 not in self.procedure.stages:
                return f"{self.procedure.name} has one stage."
            if before := self.first(STAGE_2_ASKED):
                return f"Stage 2 was asked for on {day_in_words(before.on)} already."
        if kind in (ACKNOWLEDGED, REPLIED) and event.stage == 2 and not self.first(STAGE_2_ASKED):
            return f"{what} at stage 2, which nobody had asked for."
        if kind == REOPENED and self.ended_on is None and not self.all(REPLIED):
            return "A case is reopened after it was replied to, closed or withdrawn."
        return ""

    def _why_no_pause(self, event: Event) -> str:
        if event.until and event.until < event.on:
            return f"The pause from {day_in_words(event.on)} ends before it begins, on {day_in_words(event.until)}."
        if not event.reason.strip():
            return "A pause needs its reason."
        return ""
