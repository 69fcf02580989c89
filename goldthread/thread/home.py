"""What needs attention today, and why: each line names what is owed, to whom, and where to do it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.dates import last_whole_month
from goldthread.feedback.duplicates.queries import any_repeated
from goldthread.feedback.models import Feedback, ImportBatch, Point
from goldthread.impact.models import Measure
from goldthread.impact.verdict import review_due
from goldthread.learning.models import Action, Lesson
from goldthread.reviews.models import Decision, Finding
from goldthread.themes.counting.signals import signals
from goldthread.themes.emerging.queries import surging
from goldthread.themes.safeguarding.queries import waiting_for

_MANY = 1000


@dataclass(frozen=True)
class Attention:
    """One thing that needs somebody: what, why, where, and whether it is late."""

    title: str
    why: str
    url: str
    late: bool = False


def _number(count: int, one: str, many: str) -> str:
    shown = f"more than {_MANY:,}" if count > _MANY else f"{count:,}"
    return f"{shown} {one if count == 1 else many}"


def _up_to(rows) -> int:
    """Count no further than anyone needs: a home page must not slow as a council's years add up."""
    return rows.order_by().values("pk")[: _MANY + 1].count()


def needs_attention(person: Person, today: datetime.date) -> list[Attention]:
    """Return what this person should see to, what is late first."""
    found = [line for part in (_own, _team, _learning, _numbers) for line in part(person, today)]
    return sorted(found, key=lambda line: not line.late)


def _oversees(person: Person) -> bool:
    """Say whether somebody answers for the whole thread, so that what is late is theirs to know, whoever mends it."""
    return person.may("thread.gaps")


def _own(person: Person, today: datetime.date) -> Iterator[Attention]:
    for action in Action.objects.filter(owner=person).open().select_related("lesson"):
        late = action.due_on < today
        if late or action.due_on <= today + datetime.timedelta(days=14):
            when = f"was due on {action.due_on:%-d %B}" if late else f"is due on {action.due_on:%-d %B}"
            yield Attention(
                action.title, f"Your action {when}.", reverse("learning:action", args=[action.pk]), late
            )
    if person.may("briefings.acknowledge"):
        teams = [membership.team_id for membership in person.memberships.all() if membership.team_id]
        unread = (
            Briefing.objects.visible_to(person)
            .filter(sendings__team__in=teams)
            .exclude(receipts__person=person)
            .distinct()
        )
        for briefing in unread[:5]:
            yield Attention(
                briefing.title,
                "A briefing sent to your team that you have not read yet. It takes seven minutes.",
                reverse("briefings:detail", args=[briefing.pk]),
            )


def _team(person: Person, today: datetime.date) -> Iterator[Attention]:
    if person.may("themes.safeguarding"):
        told = waiting_for(person)
        if told:
            yield Attention(
                f"{_number(told, 'voice', 'voices')} may tell of harm",
                "Words that may tell of harm or abuse, which nobody has looked at yet. Read them today.",
                reverse("themes:safeguarding"),
                late=True,
            )
    if person.may("themes.code"):
        waiting = _up_to(Point.objects.visible_to(person).filter(feedback__isnull=False).not_coded())
        if waiting:
            yield Attention(
                f"{_number(waiting, 'point', 'points')} without a theme",
                "Nobody has said yet what they are about. Themes are suggested; you decide.",
                reverse("themes:to_code"),
            )
    if person.may("feedback.receive"):
        locked = _up_to(Feedback.objects.visible_to(person).filter(is_locked=True))
        if locked:
            yield Attention(
                f"{_number(locked, 'piece of feedback is', 'pieces of feedback are')} locked",
                "Personal data could not be looked for, so nobody can read the words. Have it looked for again.",
                reverse("feedback:list") + "?locked=1",
                late=True,
            )
        if any_repeated(person):
            yield Attention(
                "The same words came more than once",
                "One person who sent them twice, or a campaign? Until somebody says, each is counted by itself.",
                reverse("feedback:possible_duplicates"),
            )
        for line in surging(person):
            yield Attention(
                f"Nobody has named this yet: {line.name}",
                f"{line.surge.sentence()[0].upper()}{line.surge.sentence()[1:]}",
                reverse("themes:emerging_topic", args=[line.group.pk]),
            )
    if person.may("feedback.respond") or _oversees(person):
        owed = Feedback.objects.visible_to(person).awaiting_response()
        late = _up_to(owed.filter(received_on__lt=today - datetime.timedelta(days=28)))
        if late:
            yield Attention(
                f"{_number(late, 'person has', 'people have')} waited more than four weeks to hear back",
                "They asked to be told what became of what they said.",
                reverse("feedback:list") + "?waiting=1",
                late=True,
            )
    if person.may("feedback.import"):
        for batch in ImportBatch.objects.visible_to(person).filter(
            by=person, state=ImportBatch.State.CHECKED
        )[:3]:
            yield Attention(
                f"{batch.filename} is ready to import",
                f"{_number(batch.ready, 'row', 'rows')} ready, {batch.errors:,} with errors.",
                reverse("feedback:import", args=[batch.pk]),
            )


def _learning(person: Person, today: datetime.date) -> Iterator[Attention]:
    if person.may("reviews.decide"):
        undecided = _up_to(Finding.objects.visible_to(person).filter(decision=Decision.UNDECIDED))
        if undecided:
            yield Attention(
                f"{_number(undecided, 'finding', 'findings')} to decide about",
                "A review found something, and the council has not said what it will do.",
                reverse("reviews:list") + "?undecided=1",
            )
    if person.may("learning.agree") or _oversees(person):
        overdue = Action.objects.visible_to(person).overdue(today).exclude(owner=person)
        for action in overdue.select_related("owner")[:5]:
            yield Attention(
                action.title,
                f"{action.owner.name}'s action was due on {action.due_on:%-d %B}.",
                reverse("learning:action", args=[action.pk]),
                late=True,
            )
        for action in Action.objects.visible_to(person).embedding_to_check(today)[:5]:
            yield Attention(
                action.title,
                f"It is done. Has it stuck? The check was due on {action.embed_check_on:%-d %B}.",
                reverse("learning:action", args=[action.pk]),
                late=action.embed_check_on < today,
            )
        idle = _up_to(Lesson.objects.visible_to(person).filter(actions__isnull=True, no_action_because=""))
        if idle:
            yield Attention(
                f"{_number(idle, 'lesson', 'lessons')} without an action",
                "Something was learned, and nobody has agreed to do anything about it.",
                reverse("gaps") + "#lesson-without-action",
            )


def _numbers(person: Person, today: datetime.date) -> Iterator[Attention]:
    month = last_whole_month(today)
    if person.may("impact.measure"):
        for measure in (
            Measure.objects.visible_to(person).filter(acted_on__isnull=False).prefetch_related("verdicts")
        ):
            due = review_due(measure, last_month=month)
            if due is not None:
                yield Attention(
                    measure.name,
                    f"Its review at {due.months} months is due.",
                    reverse("impact:measure", args=[measure.pk]),
                )
    if person.may("themes.code") or _oversees(person):
        for signal in signals(person, today=today).found[:5]:
            yield Attention(
                f"{signal.theme.name}: {signal.says}",
                "A chart's signal. It is worth asking about; it is not proof of a change.",
                reverse("themes:detail", args=[signal.theme.pk]),
            )
