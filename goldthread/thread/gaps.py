"""Gaps in the trail: each kind of gap with what to do about it and the records that have it."""

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
class Gap:
    """One kind of gap: its title, what to do, how many records have it (1,000 at most), and the first of them."""

    slug: str
    title: str
    advice: str
    count: int
    links: list[Link]

    @property
    def at_least(self) -> bool:
        """Return whether there may be more than `count`: nobody needs the number, and counting all takes long."""
        return self.count == _MANY


def find_gaps(person: Person, today: datetime.date, only: str = "") -> list[Gap]:
    """Return the gaps that this person may see, without those that no record has.

    only: the slug of one kind, of which many more records are listed; any other word is ignored.
    """
    gaps = [gap for gap in _all_gaps(person, today, only) if gap.count]
    return [gap for gap in gaps if gap.slug == only] or gaps


def _all_gaps(person: Person, today: datetime.date, only: str) -> Iterator[Gap]:
    def gap(slug: str, title: str, advice: str, records: QuerySet) -> Gap:
        most = _MOST_OF_ONE if slug == only else _MOST
        first = list(records[: most + 1])
        count = len(first)
        if count > most:
            count = records.order_by().values("pk")[:_MANY].count()
        return Gap(slug, title, advice, count, [link(record) for record in first[:most]])

    yield gap(
        "locked",
        "Feedback awaiting redaction",
        "Open each and try again. If it fails again, tell your administrator.",
        visible(person, Feedback).filter(is_locked=True).order_by("-received_on", "-pk"),
    )
    upheld = Point.objects.filter(feedback=OuterRef("pk"), is_upheld=True).filter(
        ~Exists(LessonBasis.objects.filter(point=OuterRef("pk")))
    )
    yield gap(
        "upheld-without-lesson",
        "Upheld complaints without a lesson",
        "Record a lesson from each, or add it to an existing lesson.",
        visible(person, Feedback)
        .filter(Exists(upheld), forgotten_on__isnull=True)
        .order_by("-received_on", "-pk"),
    )
    yield gap(
        "awaiting-response",
        "Feedback awaiting a response",
        "Tell the person what happened, and record the response.",
        visible(person, Feedback).awaiting_response().order_by("received_on", "pk")
        if person.may("feedback.read")
        else visible(person, Feedback),
    )
    yield gap(
        "finding-undecided",
        "Findings awaiting decision",
        "Decide what the council will do, with the reason if a finding is not implemented.",
        visible(person, Finding).filter(decision=Decision.UNDECIDED).order_by("review__decided_on", "pk"),
    )
    yield gap(
        "lesson-without-action",
        "Lessons without an action",
        "Agree an action, or record that none is needed.",
        visible(person, Lesson)
        .filter(actions__isnull=True, no_action_because="")
        .order_by("recorded_on", "pk"),
    )
    yield gap(
        "lesson-not-shared",
        "Lessons not shared in a briefing",
        "Write a briefing and send it.",
        visible(person, Lesson)
        .exclude(briefing_links__briefing__sent_on__isnull=False)
        .filter(actions__done_on__isnull=False)
        .distinct()
        .order_by("recorded_on", "pk"),
    )
    yield gap(
        "action-not-measured",
        "Actions without their measure",
        "Set up the measure that was agreed, and enter readings.",
        visible(person, Action)
        .filter(measure__isnull=True, stopped_on__isnull=True)
        .order_by("due_on", "pk"),
    )
    yield gap(
        "measure-without-readings",
        "Measures without readings",
        "Enter or import readings.",
        visible(person, Measure).filter(readings__isnull=True).order_by("pk"),
    )
    yield gap(
        "done-not-checked",
        "Actions done but not checked for embedding",
        "Check whether each is embedded, and record how you checked.",
        visible(person, Action)
        .filter(done_on__isnull=False, embedded_checked_on__isnull=True)
        .order_by("done_on", "pk"),
    )
    yield gap(
        "briefing-unread",
        "Briefings that nobody has read",
        "Ask the team managers.",
        visible(person, Briefing)
        .filter(sent_on__isnull=False, receipts__isnull=True)
        .order_by("sent_on", "pk"),
    )
    cited = Citation.objects.filter(claim=OuterRef("pk"))
    claims = visible(person, Claim).filter(archived_on__isnull=True)
    yield gap(
        "claim-without-evidence",
        "Claims without evidence",
        "Add evidence for each, or archive it.",
        claims.filter(~Exists(cited)).order_by("statement", "position"),
    )
    with_evidence = list(claims.filter(Exists(cited)).order_by("statement", "position"))
    counts = feedback_counts(with_evidence)
    without_feedback = [claim for claim in with_evidence if not counts[claim.pk]]
    yield Gap(
        "claim-without-feedback",
        "Claims without feedback from people",
        "View the trail of each to see where it stops.",
        len(without_feedback),
        [
            link(claim)
            for claim in without_feedback[: _MOST_OF_ONE if only == "claim-without-feedback" else _MOST]
        ],
    )
