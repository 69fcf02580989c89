"""Has the same fault happened again? What was upheld since the council said that it had improved the service."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.casework.choices import RemedyKind
from goldthread.casework.models import Remedy
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.quotes import readable_points


@dataclass(frozen=True)
class AgainInTheme:
    """How many issues of one theme were upheld since, in all and in the same team; of what this person may read."""

    theme: Theme
    count: int
    in_team: int


@dataclass(frozen=True)
class Again:
    """What was upheld since the first service improvement was done. since: None where none is done yet."""

    since: datetime.date | None
    improvement: Remedy | None
    themes: list[AgainInTheme]
    total: int

    @property
    def sentence(self) -> str:
        """Return what that says, and no more: few do not say that it happens more or less often."""
        if self.since is None:
            return "No service improvement is done yet, so this cannot be told."
        if not self.themes:
            return (
                "What was found has no theme yet. Code the findings, and issues like them are counted here."
            )
        if not self.total:
            return "No issue of its themes was upheld since. That is no proof that it will not happen again."
        issues = "1 issue" if self.total == 1 else f"{self.total:,} issues"
        few = (
            " So few do not say whether it happens more or less often." if self.total < SMALLEST_SHOWN else ""
        )
        return (
            f"{issues} of its themes {'was' if self.total == 1 else 'were'} received and upheld since.{few}"
        )


def improvement_of(enquiry: OmbudsmanEnquiry) -> Remedy | None:
    """Return the service improvement of a decision that was done first."""
    done = enquiry.remedies.counted().filter(kind=RemedyKind.IMPROVEMENT, done_on__isnull=False)
    return done.order_by("done_on", "pk").first()


def themes_of(enquiry: OmbudsmanEnquiry) -> list[Theme]:
    """Return the themes of what the ombudsman found, and of what was upheld in the complaint itself."""
    of_case = Q(codings__point__feedback=enquiry.feedback_id, codings__point__is_upheld=True)
    of_decision = Q(codings__point__finding__review=enquiry.review_id) if enquiry.review_id else Q(pk=None)
    themes = Theme.objects.filter(of_case | of_decision, council=enquiry.council_id, codings__applies=True)
    return list(themes.distinct().order_by("name"))


def upheld_since(
    person: Person, enquiry: OmbudsmanEnquiry, since: datetime.date, themes: Collection[uuid.UUID]
) -> QuerySet[Point]:
    """Return the upheld issues of some themes that were received after a day, of what this person may read.

    Neither the complaint itself nor the decision about it is counted again.
    """
    points = readable_points(person).filter(
        codings__theme__in=themes,
        codings__applies=True,
        is_upheld=True,
        heard_on__gt=since,
        forgotten_on=None,
    )
    points = points.exclude(feedback=enquiry.feedback_id)
    if enquiry.review_id:
        points = points.exclude(finding__review=enquiry.review_id)
    return points.distinct()


def happened_again(person: Person, enquiry: OmbudsmanEnquiry) -> Again:
    """Return whether the same fault happened again, of what this person may read."""
    improvement = improvement_of(enquiry)
    if improvement is None:
        return Again(None, None, [], 0)
    themes, since = themes_of(enquiry), improvement.done_on
    keys = [theme.pk for theme in themes]
    since_then = upheld_since(person, enquiry, since, keys)
    counted = {
        row["codings__theme"]: row
        for row in since_then.order_by()
        .values("codings__theme")
        .annotate(
            count=Count("pk", distinct=True),
            in_team=Count("pk", distinct=True, filter=Q(team=enquiry.feedback.team_id)),
        )
    }
    rows = [
        AgainInTheme(theme, row["count"], row["in_team"] if enquiry.feedback.team_id else 0)
        for theme in themes
        if (row := counted.get(theme.pk, {"count": 0, "in_team": 0}))
    ]
    return Again(since, improvement, rows, since_then.order_by().count())
