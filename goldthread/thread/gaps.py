"""Where the thread is broken: each place with what is missing and what to do, never hidden."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.evidence.models import Citation, Claim
from goldthread.evidence.queries import feedback_counts
from goldthread.feedback.models import Feedback, Point
from goldthread.impact.models import Measure
from goldthread.learning.models import Action, Lesson, LessonBasis
from goldthread.reviews.models import Decision, Finding
from goldthread.thread.links import Link, link, visible

_MOST = 20
_MOST_OF_ONE = 500
_MANY = 1000


@dataclass(frozen=True)
class Break:
    """One kind of broken end: what is missing, what to do, how many there are (1,000 at most), and the first."""

    slug: str
    title: str
    do: str
    count: int
    links: list[Link]

    @property
    def many(self) -> bool:
        """Say whether there are more than `count`: nobody needs the number, and counting all would take long."""
        return self.count == _MANY


def find_gaps(person: Person, today: datetime.date, only: str = "") -> list[Break]:
    """Return every kind of broken end that this person may see, those with something in them only.

    only: the slug of one kind, of which many more are listed; any other word narrows nothing.
    """
    found = [broken for broken in _all(person, today, only) if broken.count]
    return [broken for broken in found if broken.slug == only] or found


def _all(person: Person, today: datetime.date, only: str) -> Iterator[Break]:
    def _break(slug: str, title: str, do: str, records: QuerySet) -> Break:
        most = _MOST_OF_ONE if slug == only else _MOST
        found = list(records[: most + 1])
        count = len(found)
        if count > most:
            count = records.order_by().values("pk")[:_MANY].count()
        return Break(slug, title, do, count, [link(record) for record in found[:most]])

    yield _break(
        "locked",
        "Feedback that nobody can read, because personal data could not be looked for",
        "Open each and have it looked for again. If it happens again, tell your administrator.",
        visible(person, Feedback).filter(is_locked=True).order_by("-received_on", "-pk"),
    )
    upheld = Point.objects.filter(feedback=OuterRef("pk"), is_upheld=True).filter(
        ~Exists(LessonBasis.objects.filter(point=OuterRef("pk")))
    )
    yield _break(
        "upheld-without-lesson",
        "Upheld complaints that nothing was learned from",
        "Draw a lesson from each, or add it to one that is there.",
        visible(person, Feedback)
        .filter(Exists(upheld), forgotten_on__isnull=True)
        .order_by("-received_on", "-pk"),
    )
    yield _break(
        "not-told",
        "People who asked to hear back and have not",
        "Tell them what became of it, and write down that you did.",
        visible(person, Feedback).awaiting_response().order_by("received_on", "pk")
        if person.may("feedback.read")
        else visible(person, Feedback),
    )
    yield _break(
        "finding-undecided",
        "Findings that nothing was decided about",
        "Decide about each, with the reason where it is not implemented.",
        visible(person, Finding).filter(decision=Decision.UNDECIDED).order_by("review__decided_on", "pk"),
    )
    yield _break(
        "lesson-without-action",
        "Lessons without an action",
        "Agree an action, or say why none is needed.",
        visible(person, Lesson)
        .filter(actions__isnull=True, no_action_because="")
        .order_by("recorded_on", "pk"),
    )
    yield _break(
        "lesson-not-told",
        "Lessons that no team was told",
        "Write a briefing, and send it.",
        visible(person, Lesson)
        .exclude(briefing_links__briefing__sent_on__isnull=False)
        .filter(actions__done_on__isnull=False)
        .distinct()
        .order_by("recorded_on", "pk"),
    )
    yield _break(
        "action-not-measured",
        "Actions whose measure has not been set up",
        "Set up the measure that was promised, and take readings.",
        visible(person, Action)
        .filter(measure__isnull=True, stopped_on__isnull=True)
        .order_by("due_on", "pk"),
    )
    yield _break(
        "measure-without-readings",
        "Measures without a reading",
        "Type the readings in, or import them.",
        visible(person, Measure).filter(readings__isnull=True).order_by("pk"),
    )
    yield _break(
        "done-not-checked",
        "Actions done, with nothing to show that they stuck",
        "Check whether each is embedded, and write down how you tested it.",
        visible(person, Action)
        .filter(done_on__isnull=False, embedded_checked_on__isnull=True)
        .order_by("done_on", "pk"),
    )
    yield _break(
        "briefing-unread",
        "Briefings that went out and nobody has read",
        "Ask the team managers.",
        visible(person, Briefing)
        .filter(sent_on__isnull=False, receipts__isnull=True)
        .order_by("sent_on", "pk"),
    )
    cited = Citation.objects.filter(claim=OuterRef("pk"))
    standing = visible(person, Claim).filter(archived_on__isnull=True)
    yield _break(
        "sentence-rests-on-nothing",
        "Claims of evidence that rest on nothing",
        "Cite what each rests on, or withdraw it.",
        standing.filter(~Exists(cited)).order_by("statement", "position"),
    )
    with_citations = list(standing.filter(Exists(cited)).order_by("statement", "position"))
    counts = feedback_counts(with_citations)
    voiceless = [claim for claim in with_citations if not counts[claim.pk]]
    yield Break(
        "sentence-without-voice",
        "Claims of evidence with no voice under them",
        "Follow each down: somewhere on the way nobody wrote down who said it.",
        len(voiceless),
        [link(claim) for claim in voiceless[: _MOST_OF_ONE if only == "sentence-without-voice" else _MOST]],
    )
