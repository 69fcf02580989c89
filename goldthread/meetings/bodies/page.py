"""What the page of a body shows beside its facts: its seats, recruitment, what members were given, and leaders who came."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count

from goldthread.council.models import Person
from goldthread.council.records.states import State
from goldthread.meetings.bodies.given.models import GivenKind, LeaderVisit
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.seats.models import Basis, Reply, Seat, Term, state_of

# Where members spoke for their body, of what they were given.
_SPOKE = frozenset((GivenKind.LOCAL, GivenKind.PARTNERSHIP, GivenKind.REGIONAL, GivenKind.NATIONAL))
_MEMBERS = "bodies.members"


@dataclass(frozen=True)
class SeatShown:
    """A seat as somebody sees it: how it stands, who holds it as far as they may know, and how they came."""

    seat: Seat
    state: State
    term: Term | None
    holder: str


@dataclass(frozen=True)
class Seats:
    """The seats of a body, and how many of those that are there are held."""

    shown: list[SeatShown]
    held: int
    of: int
    asked: int
    agreed: int

    @property
    def lines(self) -> list[str]:
        """Return what they say in numbers."""
        lines = [f"{self.held} of {self.of} {'seat' if self.of == 1 else 'seats'} held"] if self.of else []
        if self.asked:
            lines.append(f"{self.agreed} of {self.asked} that were asked for agreed")
        return lines


def seats_of(body: Body, person: Person | None, today: datetime.date) -> Seats:
    """Return the seats of a body on a day. person: who looks; None for the public, who read agreed names only."""
    seats = list(body.seats.prefetch_related("terms__person", "terms__holder").order_by("title", "pk"))
    names = person is not None and person.may(_MEMBERS)
    shown = []
    for seat in seats:
        open_terms = [term for term in seat.terms.all() if term.ended_on is None]
        term = open_terms[0] if open_terms and open_terms[0].is_on(today) else None
        holder = "" if term is None else _holder(seat, term, names=names, inside=person is not None)
        shown.append(SeatShown(seat, state_of(seat, term, today), term, holder))
    there = [each for each in shown if each.seat.is_there]
    asked = [each for each in shown if each.seat.asked_on]
    return Seats(
        shown,
        sum(each.term is not None for each in there),
        len(there),
        len(asked),
        sum(each.seat.reply == Reply.AGREED for each in asked),
    )


def _holder(seat: Seat, term: Term, *, names: bool, inside: bool) -> str:
    """Return who holds a seat: a name for those who look after members, for those who agreed, and of a role's holder."""
    holder = getattr(term, "holder", None)
    if holder is not None:
        return holder.name if names or holder.may_be_named else "A member"
    if term.person is not None and inside and (names or seat.basis == Basis.ROLE):
        return term.person.name
    return "A member"


@dataclass(frozen=True)
class Came:
    """One recruitment: whom it looked for, by which channel, and how many came through it."""

    sought: str
    channel: str
    began_on: datetime.date
    spoken_to: int | None
    came: int

    @property
    def line(self) -> str:
        """Return how many came of those spoken to."""
        if self.spoken_to is None:
            return f"{self.came} came"
        return f"{self.came} of {self.spoken_to} spoken to came"


def recruited(body: Body) -> list[Came]:
    """Return the recruitment of a body, newest first, with how many came through each."""
    found = body.recruitments.annotate(came=Count("terms")).order_by("-began_on", "pk")
    return [
        Came(each.sought, each.get_channel_display(), each.began_on, each.spoken_to, each.came)
        for each in found
    ]


@dataclass(frozen=True)
class Visits:
    """Leaders who came, newest first, and how many of their promises were kept."""

    visits: list[LeaderVisit]

    @property
    def line(self) -> str:
        """Return how often leaders came and how many of their promises were kept."""
        times = len(self.visits)
        promised = [visit for visit in self.visits if visit.promised]
        came = f"Leaders came {times} {'time' if times == 1 else 'times'}"
        if not promised:
            return came
        kept = sum(visit.kept_on is not None for visit in promised)
        return f"{came}; {kept} of {len(promised)} {'promise' if len(promised) == 1 else 'promises'} kept"


def given_line(kinds: list[str]) -> str:
    """Return how often members were given something, and at how many forums they spoke."""
    spoke = sum(kind in _SPOKE for kind in kinds)
    given = len(kinds) - spoke
    return (
        f"Members were trained or supported {given} {'time' if given == 1 else 'times'} "
        f"and spoke at {spoke} {'forum' if spoke == 1 else 'forums'}"
    )
