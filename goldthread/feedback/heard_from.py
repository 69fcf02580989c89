"""Who is heard: the voluntary answers about equality as totals, with small numbers withheld from everybody."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from goldthread.analysis.suppression import suppress_rows
from goldthread.council.models import Person
from goldthread.feedback.equality import NOT_SAID, QUESTIONS
from goldthread.feedback.models import EqualityAnswers, Feedback


@dataclass(frozen=True)
class Asked:
    """One question: each answer with how many gave it and their share of those who said, None where withheld."""

    question: str
    rows: list[tuple[str, int | None, float | None]]
    # Of those who were asked; None where it would give a small number away.
    answered: int | None
    not_said: int | None


@dataclass(frozen=True)
class HeardFrom:
    """A council's answers from one day on, before another. `pieces`: of feedback, whether or not they were asked."""

    since: datetime.date
    until: datetime.date
    pieces: int
    asked: list[Asked]


def heard_from(person: Person, today: datetime.date) -> HeardFrom:
    """Return the answers of the twelve whole months before today's; a question that nobody was asked is left out.

    Answers of 1 to 4 people are withheld from whoever reads this, with as many others as keep them from being worked
    out: the answers are kept apart from what was said, and a total must not lead back to it.
    """
    until = today.replace(day=1)
    since = until.replace(year=until.year - 1)
    heard = Feedback.objects.visible_to(person).filter(received_on__gte=since, received_on__lt=until)
    given = EqualityAnswers.objects.filter(council=person.council, feedback__in=heard)
    counts = {slug: Counter[str]() for slug in QUESTIONS}
    for answers in given.values_list("answers", flat=True).iterator():
        for slug, said in answers.items():
            if slug in counts:
                counts[slug][said] += 1
    asked = [_asked(slug, counts[slug]) for slug in QUESTIONS if counts[slug]]
    return HeardFrom(since, until, heard.count(), asked)


def _asked(slug: str, counts: Counter[str]) -> Asked:
    question, choices = QUESTIONS[slug]
    # An answer that is no longer offered still counts.
    labels = [*choices, *sorted(counts.keys() - {*choices, NOT_SAID}), NOT_SAID]
    shown, total = suppress_rows([(label, counts[label]) for label in labels])
    (_, not_said), answers = shown[-1], shown[:-1]
    # Whoever knows how many said can take the answers shown from it; where the refusals are withheld, so is that.
    answered = None if total is None or not_said is None else total - not_said
    rows = [(label, n, n / answered if n is not None and answered else None) for label, n in answers]
    return Asked(question, rows, answered, not_said)
