"""Looking for issues that came after a finding and resemble it; a person says of each whether it is the same again."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from goldthread.analysis.text.similarity import rank_similar
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.feedback.models import Point
from goldthread.reviews.again.commands import ask_whether_again
from goldthread.reviews.again.models import Repeat
from goldthread.reviews.models import Decision, Finding

# Alike as similar cases are called very similar: below it, most of what is found is another matter.
LEAST = 0.65
_CASES = ("feedback", "review")
_COMPARED = 60
_MOST_OF_ONE_FINDING = 3
_YEARS_BACK = datetime.timedelta(days=5 * 365)
_FEWEST_LETTERS = 30


def findings_to_ask(person: Person, today: datetime.date) -> list[Finding]:
    """Return the findings of the last five years that may happen again, the newest first."""
    findings = Finding.objects.visible_to(person).exclude(decision=Decision.STRENGTH)
    findings = findings.filter(review__decided_on__gte=today - _YEARS_BACK)
    return list(findings.select_related("point", "review", "owner").order_by("-review__decided_on", "pk"))


def look_again(
    *, by: Person, today: datetime.date, findings: Iterable[Finding] | None = None
) -> list[Repeat]:
    """Keep what resembles a finding and came after it; what was asked already is left as it is."""
    made: list[Repeat] = []
    for finding in findings_to_ask(by, today) if findings is None else findings:
        made += _look(by, today, finding)
    return made


def _look(by: Person, today: datetime.date, finding: Finding) -> list[Repeat]:
    if len(finding.text) < _FEWEST_LETTERS:
        return []
    nearest = search.near(
        by,
        finding.text,
        kinds=_CASES,
        without=[finding.review_id],
        least=LEAST / 3,
        most=_COMPARED,
    )
    later = [near for near in nearest if near.entry.on is None or near.entry.on > finding.review.decided_on]
    points = _points_of(finding, {near.entry.record_id: near.likeness for near in later})
    ranked = rank_similar(finding.text, [point.text for point, _ in points], [near for _, near in points])
    alike = [each for each in ranked if each.score >= LEAST][:_MOST_OF_ONE_FINDING]
    kept = set(finding.repeats.values_list("point_id", flat=True))
    return [
        ask_whether_again(
            by=by, finding=finding, point=points[each.position][0], score=each.score, found_on=today
        )
        for each in alike
        if points[each.position][0].pk not in kept
    ]


def _points_of(finding: Finding, likeness: dict[uuid.UUID, float]) -> Sequence[tuple[Point, float]]:
    """Return the issues of some cases that were heard after a finding, each with how near its case is in meaning."""
    after = Point.objects.filter(
        council_id=finding.council_id, heard_on__gt=finding.review.decided_on, forgotten_on=None
    ).exclude(pk=finding.point_id)
    points: dict[uuid.UUID, list[Point]] = defaultdict(list)
    for point in after.filter(feedback__in=likeness).order_by("pk"):
        points[point.feedback_id].append(point)
    for point in after.filter(finding__review__in=likeness).select_related("finding").order_by("pk"):
        points[point.finding.review_id].append(point)
    return [(point, near) for key, near in likeness.items() for point in points[key]]
