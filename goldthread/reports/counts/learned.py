"""What a report says of learning: lessons, actions and how far they came, remedies, and what people say was put right.

Done, embedded and shown to work are three things, and nothing is called improved without a result of two reviews.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from goldthread.casework.choices import RemedyKind
from goldthread.casework.models import Remedy
from goldthread.casework.put_right import queries as put_right
from goldthread.casework.put_right.models import PUT_RIGHT, Answer
from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.documents.model import Run, Text
from goldthread.feedback.models import Feedback
from goldthread.impact import queries as impact
from goldthread.learning.models import Action, Lesson
from goldthread.reports.counts.counted import Counted, Group, Raw, given_back, parts_of, single, summed
from goldthread.reports.counts.rows import href
from goldthread.reports.periods import Period

ACTIONS = {
    "agreed": "Actions agreed",
    "done": "Actions completed",
    "embedded": "Of those completed, shown to be embedded",
    "shown": "Of those completed, shown to work by a measure",
    "stopped": "Actions stopped",
}
_MOST_LISTED = 12


def actions_of(person: Person, period: Period, figure: str) -> QuerySet[Action]:
    """Return the actions that a figure of a period counts: agreed or stopped in it, or completed in it and how far."""
    actions = Action.objects.visible_to(person)
    if figure in ("agreed", "stopped"):
        return actions.filter(**{f"{figure}_on__gte": period.since, f"{figure}_on__lte": period.until})
    done = actions.filter(done_on__gte=period.since, done_on__lte=period.until, stopped_on__isnull=True)
    if figure == "embedded":
        return done.filter(pk__in=Action.objects.visible_to(person).shown_embedded().values("pk"))
    if figure == "shown":
        return done.filter(pk__in=impact.of_state(person, impact.SHOWN).values("action"))
    return done


def actions(person: Person, period: Period) -> Group:
    """Return how many actions were agreed, completed, embedded, shown to work and stopped; they are the council's own."""
    counts = {figure: actions_of(person, period, figure).count() for figure in ACTIONS}
    rows = [
        Counted(
            name,
            counts[figure],
            counts["done"] if figure in ("embedded", "shown") else None,
            _rows("reports:action_rows", period, figure),
        )
        for figure, name in ACTIONS.items()
    ]
    return Group("Actions of the period", "Actions", rows, base="actions completed in the period")


def lessons(person: Person, period: Period) -> Counted:
    """Return how many lessons were recorded."""
    found = Lesson.objects.visible_to(person).filter(
        recorded_on__gte=period.since, recorded_on__lte=period.until
    )
    query = urlencode({"since": f"{period.since:%-d/%-m/%Y}", "until": f"{period.until:%-d/%-m/%Y}"})
    return Counted("Lessons recorded", found.count(), href=f"{reverse('learning:list')}?{query}")


def _rows(page: str, period: Period, figure: str) -> str:
    query = {"figure": figure, "first": f"{period.since:%-d/%-m/%Y}", "last": f"{period.until:%-d/%-m/%Y}"}
    return f"{reverse(page)}?{urlencode(query)}"


def what_changed(
    person: Person, period: Period, *, for_public: bool = False
) -> tuple[list[Text], list[Text]]:
    """Return the actions completed in the period that are shown to work, and the others, each with what is known of it.

    for_public: in words that need no knowledge of how impact is judged; of the others nothing is added to their name.
    """
    shown = set(actions_of(person, period, "shown").values_list("pk", flat=True))
    embedded = set(actions_of(person, period, "embedded").values_list("pk", flat=True))
    worked: list[Text] = []
    others: list[Text] = []
    for action in actions_of(person, period, "done").order_by("done_on", "pk"):
        if action.pk in shown:
            how = "What we measured got better." if for_public else "A measure agreed beforehand improved."
            worked.append([Run(action.title, href=address(action)), f". {how}"])
        elif for_public:
            others.append([Run(action.title, href=address(action)), "."])
        else:
            how = (
                "embedded, and not shown to work"
                if action.pk in embedded
                else "done, and not shown to work yet"
            )
            others.append([Run(action.title, href=address(action)), f": {how}."])
    return _first(worked), _first(others)


def stopped(person: Person, period: Period) -> list[Text]:
    """Return the actions that were stopped in the period."""
    return _first(
        [
            [Run(action.title, href=address(action)), ": stopped."]
            for action in actions_of(person, period, "stopped").order_by("stopped_on", "pk")
        ]
    )


def open_actions(person: Person, period: Period) -> list[Text]:
    """Return the actions agreed in the period that are neither completed nor stopped."""
    still = actions_of(person, period, "agreed").filter(done_on=None, stopped_on=None)
    return _first(
        [[Run(action.title, href=address(action)), "."] for action in still.order_by("due_on", "pk")]
    )


def _first(found: Sequence[Text]) -> list[Text]:
    rest = len(found) - _MOST_LISTED
    return [*found[:_MOST_LISTED], *([f"And {rest:,} more."] if rest > 0 else [])]


def remedies_of(person: Person, complaints: QuerySet[Feedback], kind: str = "") -> QuerySet[Remedy]:
    """Return the remedies agreed for some complaints, those given up left out."""
    remedies = Remedy.objects.visible_to(person).filter(feedback__in=complaints, stopped_on=None)
    return remedies.filter(kind=kind) if kind else remedies


def remedies(person: Person, period: Period, complaints: QuerySet[Feedback]) -> Group:
    """Return how many remedies of each kind were agreed, and what was paid in all."""
    agreed = remedies_of(person, complaints)

    def by_kind(span: Period) -> dict[str, int]:
        kinds = remedies_of(person, _received_in(complaints, span)).order_by().values_list("kind")
        return {RemedyKind(kind).label: count for kind, count in kinds.annotate(Count("pk"))}

    counts = summed(by_kind)
    rows = [
        Raw(kind.label, counts(period)[kind.label], _rows("reports:remedy_rows", period, kind.value))
        for kind in RemedyKind
        if counts(period).get(kind.label)
    ]
    shown, _ = parts_of(rows, given_back(period, counts, adds_up=True))
    paid = agreed.filter(kind=RemedyKind.PAYMENT)
    payments = next((row for row in shown if row.what == RemedyKind.PAYMENT.label), None)
    note = ""
    if payments is not None and payments.count is not None:
        total = paid.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        note = f"Payments agreed: £{total:,.2f} in all."
    return Group("Remedies agreed", "Remedy", shown, base="remedies agreed", note=note)


def _received_in(complaints: QuerySet[Feedback], span: Period) -> QuerySet[Feedback]:
    return complaints.filter(received_on__gte=span.since, received_on__lte=span.until)


def put_right_of(period: Period, complaints: QuerySet[Feedback]) -> Group:
    """Return what people answered, once their case was closed, to whether it was put right."""
    figures = put_right.figures(complaints)
    counts = summed(lambda span: put_right.figures(_received_in(complaints, span)).put_right)
    labels = {each.label: each.value for each in Answer}
    rows = [
        Raw(label, count, href(period, "answered", labels[label]))
        for label, count in figures.put_right.items()
    ]
    shown, total = parts_of(rows, given_back(period, counts, adds_up=True))
    asked = single("", figures.asked)
    if not figures.asked:
        note = "Nobody was asked."
    elif total is None:
        note = "Too few answered to say how."
    else:
        note = f"{total:,} answered. Asked: {asked.number.lower()}."
    rows_shown = shown if total is not None and figures.answered else []
    return Group(PUT_RIGHT, "Answer", rows_shown, base="those who answered", note=note)
