"""A request on top of an issue, the answer that is owed to it, what became of it, and the asker's own view."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Subquery

from goldthread.council.models import Person, Team
from goldthread.council.records.aspects import Gap, Happening, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import STAFF, VOICE, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.feedback.models import Point
from goldthread.learning.models import Action
from goldthread.meetings.bodies.names import boards_of
from goldthread.responses import kinds
from goldthread.responses.choices import CHANGED, How, News, Outcome, Says


class AskQuerySet(RecordQuerySet):
    """Queries on requests, limited to the teams whose feedback a person may read."""

    def visible_to(self, person: Any, *, withdrawn: bool = False) -> AskQuerySet:
        """Return the requests that this person may read: the whole council's, or their own teams' and their own."""
        teams = person.teams_for("responses.read")
        visible = self.filter(council_id=person.council_id)
        if teams is not None:
            visible = visible.filter(models.Q(point__team__in=teams) | models.Q(owner=person))
        return visible if withdrawn else visible.counted()

    def counted(self) -> AskQuerySet:
        """Return those that count, and whose issue does."""
        return self.filter(withdrawn_on=None, point__withdrawn_on=None)

    def owed(self) -> AskQuerySet:
        """Return those that are owed an answer and have none."""
        return self.filter(answered_on=None, closed_on=None, due_on__isnull=False)

    def overdue(self, today: datetime.date) -> AskQuerySet:
        """Return those that should have been answered by now."""
        return self.owed().filter(due_on__lt=today)

    def disagreed(self) -> AskQuerySet:
        """Return those of which the asker's last word is that they disagree with the answer."""
        return self.filter(closed_on=None).alias(says=last_view()).filter(says=Says.DISAGREES)

    def asked_by_boards_of(self, person: Any) -> AskQuerySet:
        """Return what the boards of which somebody is a member asked for, and nothing else; none where no board is named."""
        own = models.Q(pk__in=())
        for board in boards_of(person):
            own |= models.Q(group__iexact=board)
        readable = self.counted().filter(point__is_locked=False, point__forgotten_on=None)
        return readable.filter(own, council_id=person.council_id)


def last_view() -> Subquery:
    """Return what an asker said last of the answer, for a query on requests."""
    views = AskView.objects.filter(ask=OuterRef("pk")).order_by("-created_at", "-id")
    return Subquery(views.values("says")[:1])


@with_history
class Ask(Numbered):
    """What somebody asked for, challenged or suggested; on pages a "Request".

    point: the issue with their words. group: the board, forum, group of staff or partner that asks, "" for one person.
    due_on: by when an answer is owed, none where nobody is owed one. action: what is done because of it.
    """

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    group = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField()
    wants_to_hear = models.BooleanField(default=True)
    format = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    because = models.TextField(blank=True)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="asks")
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=10, choices=How, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AskQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": VOICE,
            "group": VOICE,
            "format": VOICE,
            "answer": VOICE,
            "because": VOICE,
            "extra": VOICE,
            "owner": STAFF,
            "answered_by": STAFF,
            "recorded_by": STAFF,
        },
        plain=(
            "number point kind asked_on wants_to_hear due_on answered_on outcome action told_on told_how closed_on"
        ),
    )
    spec = RecordType(
        name="Request",
        plural="Requests",
        letter="Q",
        page="responses:ask",
        menu="Requests",
        permission="responses.read",
        change="responses.record",
        on="asked_on",
        note=lambda ask: ask.outcome_words,
        redacted="title group format answer because extra",
        codes="kind",
        not_before={
            "asked_on": "point__heard_on",
            "due_on": "asked_on",
            "answered_on": "asked_on",
            "told_on": "answered_on",
            "closed_on": "asked_on",
        },
        planned="due_on",
        based_on={"point": "point"},
        made="Request recorded",
        use=("Record a request", "responses:use"),
        work=Work(
            open=models.Q(answered_on=None, closed_on=None, due_on__isnull=False),
            assign="responses.answer",
            own="responses.answer",
            team="point__team",
        ),
        along=("point",),
        # Found by its issue's record, whose team may change.
        searched=False,
        labels={
            "kind": kinds.name_of,
            "outcome": lambda value: Outcome(value).label if value else "",
        },
        # Two requests may be of the same thing by different people, who are each owed an answer.
        merges=False,
        states=lambda ask, today: ask.states(today),
        gaps=(
            Gap(
                "Requests awaiting an answer",
                lambda asks, today: asks.owed().order_by("due_on", "pk"),
                "Answer each, and say what becomes of it.",
                slug="answers-owed",
                mine="owner point__team",
            ),
            Gap(
                "Answers that the asker disagrees with",
                lambda asks, today: asks.disagreed().order_by("answered_on", "pk"),
                "Read what they say, and answer again or meet them. Their view stays.",
                mine="owner point__team",
            ),
            Gap(
                "Answers without what became of it",
                lambda asks, today: asks.filter(
                    answered_on__isnull=False, outcome="", closed_on=None
                ).order_by("answered_on", "pk"),
                "Say whether it will be done, was done, was done differently, was not done, or was considered.",
                mine="owner point__team",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="unique_request_number"),
            models.CheckConstraint(
                name="told_of_an_answer",
                condition=models.Q(told_on=None) | models.Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="an_outcome_is_answered",
                condition=models.Q(outcome="") | models.Q(answered_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-asked_on", "-id"], name="requests_newest"),
            models.Index(fields=["council", "due_on", "id"], name="requests_by_date"),
            models.Index(
                fields=["council", "owner", "due_on", "id"],
                name="requests_by_owner",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["council", "due_on", "id"],
                name="requests_owed",
                condition=models.Q(answered_on=None, closed_on=None, due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def team(self) -> Team | None:
        """Return the team of its issue: whoever acts for that may act on it."""
        return self.point.team

    @property
    def team_id(self) -> uuid.UUID | None:
        """Return the key of that team."""
        return self.point.team_id

    @property
    def kind_name(self) -> str:
        """Return the name of its kind."""
        return kinds.name_of(self.kind)

    @property
    def outcome_words(self) -> str:
        """Return what became of it, in small letters, "" while nobody said."""
        return str(Outcome(self.outcome).label).partition(",")[0].lower() if self.outcome else ""

    @property
    def is_changed(self) -> bool:
        """Return whether something changed because of it: a promise does not count, and "considered" never."""
        return self.outcome in CHANGED

    def states(self, today: datetime.date) -> tuple[State, ...]:
        """Return how far it has come and what became of it, as tags."""
        outcome = (State(self.outcome_words.capitalize(), _COLOURS[self.outcome]),) if self.outcome else ()
        return (self.state(today), *outcome)

    def state(self, today: datetime.date) -> State:
        """Return how far it has come: asked, owed an answer, answered, told, or closed by the asker."""
        if self.closed_on:
            return State("Closed by the asker", "done")
        if self.told_on:
            return State("Told", "done")
        if self.answered_on:
            return State("Answered, not told", "due_soon")
        if self.due_on is None:
            return State("Asked", "grey")
        if self.due_on < today:
            late = (today - self.due_on).days
            return State(f"Answer overdue by {late} {'day' if late == 1 else 'days'}", "overdue")
        return State("Answer owed", "open")


_COLOURS = {
    Outcome.WILL_DO: "blue",
    Outcome.DONE: "turquoise",
    Outcome.DIFFERENTLY: "turquoise",
    Outcome.NOT: "orange",
    Outcome.CONSIDERED: "grey",
}


class AskView(CouncilOwned):
    """What the asker says of the answer, in their words. The database refuses any change of it but the hiding of a name.

    by: whoever of the staff wrote it down for them, or the member of a board who gave it themselves; none where it came
    through a private link.
    """

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="views")
    says = models.CharField(max_length=10, choices=Says)
    words = models.TextField(blank=True)
    given_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"words": VOICE, "by": STAFF}, plain="ask says given_on how")
    spec = Part(
        of="ask",
        redacted="words",
        not_before={"given_on": "ask__asked_on"},
        happening=Happening(
            what="The asker's view",
            kinds="ask",
            ends=("", "ask_id"),
            permission="responses.read",
            labelled="says",
            note="words",
            icon="in",
        ),
    )

    class Meta:
        ordering = ["created_at", "id"]
        triggers = [pgtrigger.Protect(name="their_view_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_says_display()


class Telling(CouncilOwned):
    """That whoever asked to hear was told what an action came to that rests on their words."""

    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="tellings")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="tellings")
    news = models.CharField(max_length=12, choices=News)
    since = models.DateField(help_text="Since when it is so.")
    told_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(personal={"text": VOICE, "by": STAFF}, plain="point action news since told_on how")
    spec = Part(
        of="action",
        redacted="text",
        not_before={"since": "", "told_on": "since"},
        happening=Happening(
            what="Told whoever asked to hear",
            kinds="action",
            ends=("", "action_id"),
            permission="responses.read",
            labelled="news",
            text="text",
            icon="out",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "point", "action", "news"],
                name="told_once_of_each_news",
                violation_error_message="They were told this already.",
            )
        ]

    def __str__(self) -> str:
        return self.get_news_display()
