"""Equality monitoring: voluntary answers as totals, with small numbers suppressed for everybody.

Whoever reads this may read the feedback too, one new piece after another. So that no answer can be worked out by
comparing totals before and after it, a financial year is shown once it has been over for a month, and numbers are
rounded to the nearest five.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from goldthread.analysis.tables.suppression import suppress_rows
from goldthread.council.models import Person
from goldthread.dates import add_months, financial_year
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.equality import NOT_STATED, QUESTIONS
from goldthread.feedback.models import EqualityAnswers, Feedback

NEAREST = 5
# Feedback added late is as a rule added by then.
_CLOSED_AFTER_MONTHS = 1


@dataclass(frozen=True)
class QuestionTotals:
    """One question: each answer with how many gave it and their share of those who answered, None where suppressed.

    Numbers are to the nearest `NEAREST`, and shares are of such numbers.
    """

    question: str
    rows: list[tuple[str, int | None, float | None]]
    # Of those who were asked; None where it would reveal a small number.
    answered: int | None
    not_stated: int | None


@dataclass(frozen=True)
class EqualityTotals:
    """A council's answers from `since`, before `until`. `pieces`: of feedback, with or without answers."""

    since: datetime.date
    until: datetime.date
    pieces: int
    questions: list[QuestionTotals]


def equality_totals(person: Person, today: datetime.date) -> EqualityTotals:
    """Return the answers of the last closed financial year; a question that nobody answered is left out.

    Answers given 1 to 4 times are suppressed, with as many others as keep them from being worked out: the answers
    are stored apart from the comment, and a total must not lead back to it. Feedback that one person sent more
    than once counts once.
    """
    since, until = closed_year(today)
    received = Feedback.objects.visible_to(person).filter(received_on__gte=since, received_on__lt=until)
    given = EqualityAnswers.objects.filter(
        council=person.council, feedback__in=received.exclude(Exists(_SENT_AGAIN))
    )
    counts = {slug: Counter[str]() for slug in QUESTIONS}
    for answers in given.values_list("answers", flat=True).iterator():
        for slug, answer in answers.items():
            if slug in counts:
                counts[slug][answer] += 1
    questions = [_totals(slug, counts[slug]) for slug in QUESTIONS if counts[slug]]
    return EqualityTotals(since, until, received.count(), questions)


def closed_year(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first day of the last financial year that is closed, and the first after it."""
    until = financial_year(add_months(today, -_CLOSED_AFTER_MONTHS))
    return add_months(until, -12), until


_FIRST = DuplicateMember.objects.filter(
    group=OuterRef("group"), feedback__number__lt=OuterRef("feedback__number"), feedback__withdrawn_on=None
)
_SENT_AGAIN = DuplicateMember.objects.filter(
    Exists(_FIRST), feedback=OuterRef("pk"), group__kind=DuplicateGroup.Kind.REPEAT
)


def _totals(slug: str, counts: Counter[str]) -> QuestionTotals:
    question, choices = QUESTIONS[slug]
    # An answer that is no longer offered still counts.
    labels = [*choices, *sorted(counts.keys() - {*choices, NOT_STATED}), NOT_STATED]
    shown, total = suppress_rows([(label, counts[label]) for label in labels])
    (_, not_stated), answers = shown[-1], shown[:-1]
    # Subtracting the shown answers from how many answered would reveal a suppressed refusal; so that is suppressed too.
    answered = None if total is None or not_stated is None else _nearest(total - not_stated)
    rows = [(label, None if n is None else _nearest(n)) for label, n in answers]
    return QuestionTotals(
        question,
        [(label, n, n / answered if n is not None and answered else None) for label, n in rows],
        answered,
        None if not_stated is None else _nearest(not_stated),
    )


def _nearest(number: int) -> int:
    return NEAREST * ((number + NEAREST // 2) // NEAREST)
