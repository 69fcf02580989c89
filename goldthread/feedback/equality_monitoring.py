"""Who is heard: the voluntary answers about equality as totals, with small numbers withheld from everybody.

Whoever reads this may read the feedback too, one new piece after another. So that no answer can be told by looking
before and after it came, a financial year is shown once it has been over for a month, and numbers to the nearest five.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from goldthread.analysis.tables.suppression import suppress_rows
from goldthread.council.models import Person
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.equality import NOT_SAID, QUESTIONS
from goldthread.feedback.models import EqualityAnswers, Feedback

NEAREST = 5
# What is written down late is as a rule written down by then.
_CLOSED_AFTER_MONTHS = 1


@dataclass(frozen=True)
class Asked:
    """One question: each answer with how many gave it and their share of those who said, None where withheld.

    Numbers are to the nearest `NEAREST`, and shares are made of such numbers.
    """

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
    """Return the answers of the last financial year that is closed; a question that nobody answered is left out.

    Answers that 1 to 4 gave are withheld from whoever reads this, with as many others as keep them from being worked
    out: the answers are kept apart from what was said, and a total must not lead back to it. What one person sent twice
    counts once.
    """
    since, until = closed_year(today)
    heard = Feedback.objects.visible_to(person).filter(received_on__gte=since, received_on__lt=until)
    given = EqualityAnswers.objects.filter(
        council=person.council, feedback__in=heard.exclude(Exists(_SENT_AGAIN))
    )
    counts = {slug: Counter[str]() for slug in QUESTIONS}
    for answers in given.values_list("answers", flat=True).iterator():
        for slug, said in answers.items():
            if slug in counts:
                counts[slug][said] += 1
    asked = [_asked(slug, counts[slug]) for slug in QUESTIONS if counts[slug]]
    return HeardFrom(since, until, heard.count(), asked)


def closed_year(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first day of the last financial year that is closed, and the first after it."""
    ended = today.year if today.month > 3 + _CLOSED_AFTER_MONTHS else today.year - 1
    return datetime.date(ended - 1, 4, 1), datetime.date(ended, 4, 1)


_FIRST = DuplicateMember.objects.filter(
    group=OuterRef("group"), feedback__number__lt=OuterRef("feedback__number")
)
_SENT_AGAIN = DuplicateMember.objects.filter(
    Exists(_FIRST), feedback=OuterRef("pk"), group__kind=DuplicateGroup.Kind.REPEAT
)


def _asked(slug: str, counts: Counter[str]) -> Asked:
    question, choices = QUESTIONS[slug]
    # An answer that is no longer offered still counts.
    labels = [*choices, *sorted(counts.keys() - {*choices, NOT_SAID}), NOT_SAID]
    shown, total = suppress_rows([(label, counts[label]) for label in labels])
    (_, not_said), answers = shown[-1], shown[:-1]
    # Whoever knows how many said can take the answers shown from it; where the refusals are withheld, so is that.
    answered = None if total is None or not_said is None else _nearest(total - not_said)
    rows = [(label, None if n is None else _nearest(n)) for label, n in answers]
    return Asked(
        question,
        [(label, n, n / answered if n is not None and answered else None) for label, n in rows],
        answered,
        None if not_said is None else _nearest(not_said),
    )


def _nearest(number: int) -> int:
    return NEAREST * ((number + NEAREST // 2) // NEAREST)
