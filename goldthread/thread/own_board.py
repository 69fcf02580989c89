"""A board member's own page: what their boards raised, what is owed to them, their meetings, and their view of each answer."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.pages import form_page
from goldthread.council.records.states import State
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.names import bodies_of
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.models import Meeting
from goldthread.responses.commands import give_own_view
from goldthread.responses.forms import OwnViewForm
from goldthread.responses.models import Ask, AskView
from goldthread.thread import boards
from goldthread.thread.boards import Outcome
from goldthread.web.render import render_page

# How far ahead and back meetings are shown.
_AHEAD, _BACK = datetime.timedelta(days=120), datetime.timedelta(days=120)
_MOST_MEETINGS = 6


@dataclass(frozen=True)
class Raised:
    """One thing that a board raised: the words, how it stands, the answer, what became of it, and the board's own view."""

    on: datetime.date
    texts: list[str]
    state: State
    answer: str
    became: str
    outcomes: list[Outcome]
    ask: Ask | None
    view: AskView | None

    @property
    def may_say(self) -> bool:
        """Return whether the board can say what it thinks of the answer."""
        return self.ask is not None and self.ask.answered_on is not None and self.ask.closed_on is None


def own_board(request: HttpRequest) -> HttpResponse:
    """Show a board member what is theirs and nothing else; in easy read where they ask for it."""
    person, today = request.person, timezone.localdate()
    bodies = bodies_of(person)
    raised = _raised(person, today)
    context = {
        "own": boards.boards_of(person),
        "bodies": bodies,
        "raised": raised,
        "owed": sum(not each.answer and each.state.kind in ("open", "overdue") for each in raised),
        "meetings": _meetings(bodies, today),
        "today": today,
    }
    easy = request.GET.get("read") == "easy"
    return render_page(request, "thread/own_board_easy.html" if easy else "thread/own_board.html", context)


def own_view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what one's board thinks of an answer to it."""
    ask = Ask.objects.asked_by_boards_of(request.person).filter(pk=pk, answered_on__isnull=False).first()
    if ask is None:
        raise Http404
    back = reverse("own_board")
    return form_page(
        request,
        OwnViewForm,
        give_own_view,
        title="What do you think of the answer?",
        done="Your view is saved. Nobody can change it.",
        then=lambda result: back,
        template="thread/own_view.html",
        page={"back": back, "ask": ask, "submit": "Save my view"},
        ask=ask,
        given_on=timezone.localdate(),
    )


def _raised(person: Person, today: datetime.date) -> list[Raised]:
    """Return what a member's boards raised in feedback and at meetings: what awaits an answer first."""
    asks = list(
        Ask.objects.asked_by_boards_of(person)
        .select_related("point")
        .order_by("-asked_on", "pk")[: boards.MOST]
    )
    views = _last_views(asks)
    by_point = {ask.point_id: ask for ask in asks}
    listed, used = [], set()
    for matter in boards.matters(person, boards.raised_by_own(person), today):
        points = matter.feedback.points.all()
        ask = next((by_point[point.pk] for point in points if point.pk in by_point), None)
        used |= {point.pk for point in points}
        answer = matter.feedback.response or (ask.answer if ask else "")
        listed.append(
            Raised(
                matter.feedback.received_on,
                matter.texts,
                matter.state,
                answer,
                ask.get_outcome_display() if ask and ask.outcome else "",
                matter.outcomes,
                ask,
                views.get(ask.pk) if ask else None,
            )
        )
    for ask in asks:
        if ask.point_id not in used:
            became = ask.get_outcome_display() if ask.outcome else ""
            state = ask.state(today)
            listed.append(
                Raised(ask.asked_on, [ask.point.text], state, ask.answer, became, [], ask, views.get(ask.pk))
            )
    return sorted(listed, key=lambda each: bool(each.answer))


def _last_views(asks: Iterable[Ask]) -> dict[uuid.UUID, AskView]:
    views = AskView.objects.filter(ask__in=[ask.pk for ask in asks]).order_by("created_at", "id")
    return {view.ask_id: view for view in views}


def _meetings(bodies: list[Body], today: datetime.date) -> list[Meeting]:
    """Return the meetings of a member's bodies: those to come, and those held lately."""
    found = Meeting.objects.counted().filter(
        body__in=bodies, meets_on__gte=today - _BACK, meets_on__lte=today + _AHEAD
    )
    shown = found.exclude(stage=Stage.CANCELLED).select_related("body").order_by("-meets_on", "pk")
    return list(shown[:_MOST_MEETINGS])
