"""Who is to be told: everybody who asked to hear, once an action that rests on their words is done, embedded, shown to work or not.

Nothing of it is kept but that somebody was told: the list is worked out of what stands today.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.feedback.models import Point
from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Action, LessonBasis
from goldthread.responses.choices import News
from goldthread.responses.models import Ask, Telling
from goldthread.web.forms import lower_first

_ORDER = list(News)


@dataclass(frozen=True)
class ToTell:
    """Somebody who asked to hear, and what of an action they were not told yet: the news, since when, and the earlier."""

    point: Point
    action: Action
    news: tuple[tuple[News, datetime.date], ...]
    ask: Ask | None

    @property
    def latest(self) -> News:
        """Return the news that says most."""
        return max((news for news, _ in self.news), key=_ORDER.index)

    @property
    def since(self) -> datetime.date:
        """Return since when the first of it waits to be told."""
        return min(day for _, day in self.news)

    @property
    def who(self) -> str:
        """Return who is told, in words: a board by its name, a person by who they are."""
        if self.ask is not None and self.ask.group:
            return self.ask.group
        return str(self.point.get_speaker_display())

    @property
    def format(self) -> str:
        """Return the format that they asked for, "" where they asked for none."""
        if self.ask is not None and self.ask.format:
            return self.ask.format
        return self.point.feedback.format_needed if self.point.feedback is not None else ""


def news_of(action: Action) -> Iterator[tuple[News, datetime.date]]:
    """Yield what an action came to, each since when; its measures and their verdicts are at hand."""
    if action.done_on is None or action.stopped_on:
        return
    yield News.DONE, action.done_on
    if action.embedded_checked_on:
        if action.is_shown_embedded:
            yield News.EMBEDDED, action.embedded_checked_on
        elif action.embedded == Action.Embedded.NO:
            yield News.NOT_EMBEDDED, action.embedded_checked_on
    for measure in action.measures.all():
        verdicts = list(measure.verdicts.all())
        if verdicts and (found := _of_verdict(verdicts[-1])):
            yield found, verdicts[-1].on
            return


def _of_verdict(verdict: Verdict) -> News | None:
    """Return what a review's result says to the public; nothing while it says that it is too early."""
    if verdict.is_improvement:
        return News.WORKED
    if verdict.state == Verdict.State.WORSENED:
        return News.WORSE
    # Every review to the last one says so before it is told as a result.
    if verdict.state == Verdict.State.NO_CHANGE_YET and verdict.review_month >= _LAST_REVIEW:
        return News.NOT_SHOWN
    return None


_LAST_REVIEW = 12


def to_tell(person: Person) -> list[ToTell]:
    """Return who is to be told what, the longest waiting first, as far as this person may read what they said."""
    told = _told(person)
    waiting = [
        found
        for point, action, ask in _who_rests(person)
        if (found := _not_told(point, action, ask, told)) is not None
    ]
    return sorted(waiting, key=lambda each: (each.since, each.point.reference, each.action.number))


def one_to_tell(person: Person, point: uuid.UUID, action: uuid.UUID) -> ToTell | None:
    """Return what one of them is to be told of an action; None where there is nothing new."""
    return next(
        (each for each in to_tell(person) if (each.point.pk, each.action.pk) == (point, action)), None
    )


def _not_told(
    point: Point, action: Action, ask: Ask | None, told: set[tuple[uuid.UUID, uuid.UUID, str]]
) -> ToTell | None:
    news = tuple(each for each in news_of(action) if (point.pk, action.pk, each[0]) not in told)
    return ToTell(point, action, news, ask) if news else None


def _told(person: Person) -> set[tuple[uuid.UUID, uuid.UUID, str]]:
    rows = Telling.objects.filter(council=person.council_id)
    return set(rows.values_list("point_id", "action_id", "news"))


def _visible(person: Person) -> QuerySet[Point]:
    """Return the points of those who asked to hear, that this person may answer."""
    teams = person.teams_for("responses.answer")
    points = Point.objects.readable().filter(council=person.council_id)
    points = points.filter(
        Q(feedback__wants_reply=True) | Q(asks__wants_to_hear=True, asks__withdrawn_on=None)
    )
    return (points if teams is None else points.filter(team__in=teams)).distinct()


def _who_rests(person: Person) -> Iterator[tuple[Point, Action, Ask | None]]:
    """Yield each issue of somebody who asked to hear with an action that rests on it, and its request where it is one."""
    verdicts = Prefetch("verdicts", Verdict.objects.order_by("review_month"))
    measures = Prefetch("measures", Measure.objects.counted().prefetch_related(verdicts))
    actions = Action.objects.counted().filter(council=person.council_id, done_on__isnull=False)
    actions = actions.prefetch_related(measures).order_by("number")
    by_lesson: dict[uuid.UUID, list[Action]] = defaultdict(list)
    by_key = {}
    for action in actions:
        by_lesson[action.lesson_id].append(action)
        by_key[action.pk] = action
    points = {point.pk: point for point in _visible(person).select_related("feedback")}
    asks = {
        ask.point_id: ask
        for ask in Ask.objects.counted()
        .filter(council=person.council_id, point__in=points)
        .order_by("number")
    }
    pairs: dict[tuple[uuid.UUID, uuid.UUID], None] = {}
    bases = LessonBasis.objects.filter(lesson__in=by_lesson, point__in=points, lesson__withdrawn_on=None)
    for lesson, point in bases.order_by("pk").values_list("lesson_id", "point_id"):
        pairs |= {(point, action.pk): None for action in by_lesson[lesson]}
    # An answer may name an action that rests on no lesson of theirs.
    pairs |= {(pk, ask.action_id): None for pk, ask in asks.items() if ask.action_id in by_key}
    for point, action in pairs:
        yield points[point], by_key[action], asks.get(point)


def draft(each: ToTell) -> str:
    """Return a draft in plain words of what somebody is told; whoever tells them changes it as they wish."""
    asked = each.ask.title if each.ask is not None else ""
    lines = [
        f"You asked for this: {asked}"
        if asked
        else "You told us something, and asked to hear what became of it.",
        f"Because of what you and others said, we agreed to do this: {each.action.title}",
    ]
    texts = {
        News.DONE: "It is done since {day}.",
        News.EMBEDDED: "On {day} we checked whether it is done every time. It is.",
        News.NOT_EMBEDDED: "On {day} we checked whether it is done every time. It is not yet, and we go on with it.",
        News.WORKED: "We measured whether it made a difference. It did: {measure}.",
        News.NOT_SHOWN: "We measured whether it made a difference. So far we cannot show that it did.",
        News.WORSE: "We measured whether it made a difference. It got worse, and we are looking at what to do.",
    }
    measure = lower_first(each.action.measure_name)
    lines += [texts[news].format(day=day_in_words(day), measure=measure) for news, day in each.news]
    return "\n".join([*lines, "Does it feel different to you? Please tell us."])


@dataclass(frozen=True)
class Told:
    """How much of what people asked to hear was told, of how much, and after how many days each."""

    told: int
    whole: int
    days: list[int]


def told_figures(person: Person) -> Told:
    """Return how much of the news that somebody asked to hear was told, as far as this person may read what they said."""
    told = {
        (point, action, news): (on - since).days
        for point, action, news, since, on in Telling.objects.filter(council=person.council_id).values_list(
            "point_id", "action_id", "news", "since", "told_on"
        )
    }
    whole = [
        (point.pk, action.pk, str(news))
        for point, action, _ in _who_rests(person)
        for news, _ in news_of(action)
    ]
    return Told(
        told=sum(key in told for key in whole),
        whole=len(whole),
        days=[told[key] for key in whole if key in told],
    )


def kept_news(each: ToTell) -> list[dict[str, Any]]:
    """Return the news of one to be told, as it is kept once they were."""
    return [{"news": news, "since": since} for news, since in each.news]
