"""What a type of record states of its records: what they rest on, what stands in a timeline, their gaps, and their work."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Basis:
    """How a record rests on others: the path of a queryset from it to them, and which rows count.

    `down=False` where a walk towards the sources must not follow it (a theme has thousands of issues).
    """

    path: str
    where: Q = field(default_factory=Q)
    down: bool = True


@dataclass(frozen=True)
class Gap:
    """A gap in the trail: a heading, what to do, and which of a type's records have it on a day.

    `records` takes the records that somebody may see and the day, and returns those with the gap, worst first.
    `of`: the kind of record, where a room above states a gap of a type below ("Upheld complaints without a lesson").
    `mine`: the paths to whose it is, an owner's or a team's, in words: of these somebody who acts for their own team
    only is shown their own and their team's, and no others. worked_out: whether `records` reads records to find them;
    of any other its question of the database is put together once a day.
    """

    title: str
    records: Callable[[QuerySet, datetime.date], QuerySet]
    do: str = ""
    of: str = ""
    slug: str = ""
    mine: str = ""
    worked_out: bool = False

    def __post_init__(self) -> None:
        if not self.slug:
            words = "".join(char if char.isalnum() else " " for char in self.title.lower()).split()
            object.__setattr__(self, "slug", "-".join(words))


@dataclass(frozen=True, kw_only=True)
class Happening:
    """What rows of a model say in the timeline of the records that they are about: "Coded" on feedback.

    what: in the past tense. kinds: of which kinds of record, in words; ends: the paths to a record's kind, "" where
    it is always the one, and to its key.
    when, by, text: the paths to the moment, to whoever did it and to what is said of it; those of one moment by one
    person are one event. labelled: a field that says what happened instead of `what`, in the words of its
    choice where it has choices. where: which rows. permission: needed to see it. note: the path to words that are shown
    whole; opens: whether each is an event of its own, with a link to its page for whoever may open it.
    """

    what: str
    kinds: str
    ends: tuple[str, str]
    permission: str
    when: str = "created_at"
    by: str = "by__name"
    text: str = ""
    labelled: str = ""
    note: str = ""
    opens: bool = False
    icon: str = "label"
    where: Q = field(default_factory=Q)


@dataclass(frozen=True, kw_only=True)
class Work:
    """Who does the work on a record and by when: assigning, "my work" and the lists read all types by it.

    open: which records still have something to be done. assign: the permission to say who does it; own: the permissions
    of which its owner must hold one, in words, beside seeing the record. owner, due: the fields with both; team: the path to its team, "" for none.
    needs_owner: whether there is always one. steps: what is due by when, by its name ("Acknowledge"), where a rule says.
    no_date_by_hand: why nobody sets the due date of one by hand, in words fit to show; "" where it is set so.
    """

    open: Q
    assign: str
    own: str
    owner: str = "owner"
    due: str = "due_on"
    team: str = "team"
    needs_owner: bool = False
    steps: Callable[[Any], Mapping[str, datetime.date]] = lambda record: {}
    no_date_by_hand: Callable[[Any], str] = lambda record: ""
