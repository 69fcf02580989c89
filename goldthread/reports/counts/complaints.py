"""Complaints of a period as reports count them: how they ended, what and which service they were about, who complained.

The complaints of a period are those received in it, without what was treated as a service request, which the
ombudsman's Code keeps apart. What was found is what stands today: of a period just over, some are still looked into.
"""

from __future__ import annotations

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from goldthread.casework.choices import State
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback, Point
from goldthread.reports.periods import Period
from goldthread.themes.coding.models import Coding

COMPLAINT, COMPLIMENT = "complaint", "compliment"
WELL_FOUNDED, NOT_UPHELD, NO_FINDING, WITHDRAWN, NOT_ACCEPTED, OPEN = (
    "well_founded",
    "not_upheld",
    "no_finding",
    "withdrawn",
    "not_accepted",
    "open",
)
OUTCOMES = {
    WELL_FOUNDED: "Well founded: upheld, or upheld in part",
    NOT_UPHELD: "Not upheld",
    NO_FINDING: "Closed without a finding",
    WITHDRAWN: "Withdrawn by the person",
    NOT_ACCEPTED: "Not accepted as a complaint",
    OPEN: "Not decided yet",
}
DECIDED = (WELL_FOUNDED, NOT_UPHELD)
NO_SERVICE = "Service not recorded"


def received(person: Person, period: Period, source: str = COMPLAINT) -> QuerySet[Feedback]:
    """Return the feedback of a type that was received in a period and that this person may read."""
    return Feedback.objects.visible_to(person).filter(
        source=source, received_on__gte=period.since, received_on__lte=period.until
    )


def counted(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return those that count as complaints."""
    return feedback.filter(source=COMPLAINT).exclude(case__state=State.SERVICE_REQUEST)


def heard(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return all feedback without service requests: less the complaints, it would otherwise tell how few those are."""
    return feedback.exclude(case__state=State.SERVICE_REQUEST)


def service_requests(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return those that were treated as service requests."""
    return feedback.filter(source=COMPLAINT, case__state=State.SERVICE_REQUEST)


def with_outcome(complaints: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return complaints, each with how it ended as `ended`: one of `OUTCOMES`."""
    issues = Point.objects.filter(feedback=OuterRef("pk"), withdrawn_on=None)
    return complaints.annotate(
        ended=Case(
            When(case__state=State.NOT_ACCEPTED, then=Value(NOT_ACCEPTED)),
            When(Exists(issues.filter(is_upheld=True)), then=Value(WELL_FOUNDED)),
            When(Exists(issues.filter(is_upheld=False)), then=Value(NOT_UPHELD)),
            When(Q(case__state=State.WITHDRAWN) | Q(outcome__iexact="Withdrawn"), then=Value(WITHDRAWN)),
            When(closed_on__isnull=False, then=Value(NO_FINDING)),
            default=Value(OPEN),
            output_field=CharField(),
        )
    )


def by_outcome(complaints: QuerySet[Feedback]) -> dict[str, int]:
    """Return how many ended in each way, in the order of `OUTCOMES`."""
    rows = with_outcome(complaints).order_by().values_list("ended").annotate(Count("pk"))
    found = dict(rows)
    return {ended: found.get(ended, 0) for ended in OUTCOMES}


def with_service(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return feedback, each with the service it is about as `about`: its own, else that of its team."""
    return feedback.annotate(
        about=Coalesce(
            NullIf(F("service"), Value("")),
            NullIf(F("team__service"), Value("")),
            Value(NO_SERVICE),
            output_field=CharField(),
        )
    )


def by_service(feedback: QuerySet[Feedback]) -> dict[str, int]:
    """Return how many are about each service."""
    return dict(with_service(feedback).order_by().values_list("about").annotate(Count("pk")))


def by(feedback: QuerySet[Feedback], field: str) -> dict[str, int]:
    """Return how many have each value of a field of their own."""
    return dict(feedback.order_by().values_list(field).annotate(Count("pk")))


def codings(feedback: QuerySet[Feedback]) -> QuerySet[Coding]:
    """Return the themes that people gave issues of some feedback; a suggestion is none."""
    return Coding.objects.filter(applies=True, point__withdrawn_on=None, point__feedback__in=feedback)


def by_category(complaints: QuerySet[Feedback]) -> dict[str, int]:
    """Return how many have an issue in each group of themes; one complaint can be in several."""
    rows = codings(complaints).order_by().values_list("theme__group")
    return dict(rows.annotate(Count("point__feedback", distinct=True)))


def by_theme(complaints: QuerySet[Feedback]) -> dict[tuple[str, str], int]:
    """Return how many have an issue of each theme, by its slug and name; one complaint can have several."""
    rows = codings(complaints).order_by().values_list("theme__slug", "theme__name")
    return {
        (slug, name): count for slug, name, count in rows.annotate(Count("point__feedback", distinct=True))
    }


def coded(complaints: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return those with an issue that has a theme: what shares by subject are of."""
    return complaints.filter(
        Exists(Coding.objects.filter(applies=True, point__withdrawn_on=None, point__feedback=OuterRef("pk")))
    )


def in_category(complaints: QuerySet[Feedback], group: str) -> QuerySet[Feedback]:
    """Return those with an issue in a group of themes."""
    return complaints.filter(pk__in=codings(complaints).filter(theme__group=group).values("point__feedback"))


def with_theme(complaints: QuerySet[Feedback], slug: str) -> QuerySet[Feedback]:
    """Return those with an issue of a theme."""
    return complaints.filter(pk__in=codings(complaints).filter(theme__slug=slug).values("point__feedback"))
