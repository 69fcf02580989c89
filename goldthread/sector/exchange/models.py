"""The tables of exchange: each thing brought in or given out, with whom, and who confirms that they adopted it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records.aspects import Gap, Work
from goldthread.council.records.base import CouncilOwned, Numbered, RecordQuerySet, with_history
from goldthread.council.records.retention import LEARNED, STAFF, Retention
from goldthread.council.records.spec import Part, RecordType
from goldthread.council.records.states import State
from goldthread.learning.models import Action
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings.models import Meeting
from goldthread.sector.exchange.kinds import CHOICES, EXCHANGE_KINDS, Direction, ExchangeKind

NOT_ASKED = Q(used="", adopted_on=None)


class Used(models.TextChoices):
    """Whether it was used, by whoever received it."""

    USED = "used", "Used"
    NOT_USED = "not_used", "Not used"


def of_state(state: str) -> Q:
    """Return the condition that an exchange stands so."""
    here = Q(only_offered=False)
    return {
        "offered": Q(only_offered=True, adopted_on=None),
        "waiting": here & NOT_ASKED,
        "used": here & Q(used=Used.USED, adopted_on=None),
        "not_used": here & Q(used=Used.NOT_USED, adopted_on=None),
        "adopted": Q(adopted_on__isnull=False),
    }[state]


@with_history
class Exchange(Numbered):
    """Something brought in or given out.

    on: the day it was given or received, or offered where it is only_offered. others: with whom, beside the organisations
    in the list. reach: how many, of what `reach_of` says; who came is not who used it. due_on: when it is asked whether it
    was used. action: by which it is used here. asked_because, gave: of help that the council asked for. adopted_on: the
    day on which the first of the others confirmed that they adopted it.
    """

    direction = models.CharField(max_length=3, choices=Direction)
    kind = models.CharField(max_length=12, choices=CHOICES)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    on = models.DateField("date")
    only_offered = models.BooleanField(default=False)
    others = models.CharField("others", max_length=200, blank=True)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="exchanges"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="exchanges"
    )
    reach = models.PositiveIntegerField(null=True, blank=True)
    reach_of = models.CharField("what the reach counts", max_length=80, blank=True)
    asked_because = models.TextField("why help was asked for", blank=True)
    gave = models.TextField("what it gave", blank=True)
    used = models.CharField(max_length=10, choices=Used, blank=True)
    used_words = models.TextField("how it was used", blank=True)
    used_on = models.DateField("date of the answer", null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    retention = Retention(
        personal={
            "title": LEARNED,
            "about": LEARNED,
            "others": LEARNED,
            "reach_of": LEARNED,
            "asked_because": LEARNED,
            "gave": LEARNED,
            "used_words": LEARNED,
            "owner": STAFF,
        },
        plain="number direction kind on only_offered body meeting action reach used used_on due_on adopted_on",
    )
    spec = RecordType(
        name="Exchange",
        plural="Exchange with others",
        letter="X",
        page="sector:exchange",
        list_page="sector:exchanges",
        menu="Exchange with others",
        permission="exchange.read",
        change="exchange.record",
        on="on",
        redacted="title about others reach_of asked_because gave used_words",
        labels={"kind": lambda slug: EXCHANGE_KINDS[slug].name},
        not_before={"on": "", "used_on": "on", "due_on": "on", "adopted_on": "on"},
        planned="due_on",
        on_thread=False,
        merges=False,
        work=Work(
            open=Q(only_offered=False, used="", adopted_on=None, due_on__isnull=False),
            assign="exchange.record",
            own="exchange.record",
            team="",
            steps=lambda exchange: {"Ask whether it was used": exchange.due_on} if exchange.due_on else {},
        ),
        states=lambda exchange, today: (exchange.state,),
        gaps=(
            Gap(
                "Exchange with others of which nobody says whether it was used",
                lambda exchanges, today: exchanges.filter(
                    NOT_ASKED, only_offered=False, due_on__lt=today
                ).order_by("due_on", "pk"),
                "Ask whoever received it. “Not used” is an answer too.",
                mine="owner",
            ),
            Gap(
                "Help from outside of which nobody says what it gave",
                lambda exchanges, today: exchanges.filter(
                    direction="in", kind="help", only_offered=False, gave=""
                ).order_by("on", "pk"),
                "Say what it gave, or that it gave nothing.",
                slug="help-without-what-it-gave",
                mine="owner",
            ),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "number"], name="one_exchange_a_number"),
            models.UniqueConstraint(
                fields=["council", "meeting", "direction"],
                condition=Q(meeting__isnull=False, withdrawn_on=None),
                name="one_exchange_a_meeting_each_way",
                violation_error_message="This meeting is among the exchanges already.",
            ),
            models.CheckConstraint(
                name="reach_says_what_it_counts", condition=Q(reach=None) | ~Q(reach_of="")
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-on", "-id"], name="exchanges_newest"),
            models.Index(fields=["council", "due_on", "id"], name="exchanges_by_date"),
            models.Index(
                fields=["council", "owner", "-on", "-id"],
                name="exchanges_by_owner",
                condition=Q(owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> ExchangeKind:
        """Return what sort of exchange it is."""
        return EXCHANGE_KINDS[self.kind]

    @property
    def reach_in_words(self) -> str:
        """Return its reach as "36 people who came", "" where nobody counted."""
        return f"{self.reach:,} {self.reach_of}" if self.reach is not None else ""

    @property
    def state(self) -> State:
        """Return how it stands: adopted only once the other side has confirmed it."""
        if self.adopted_on:
            return State("Adopted, confirmed by them", "yes")
        if self.only_offered:
            return State("Offered", "open")
        if self.used:
            return State(self.get_used_display(), "done" if self.used == Used.USED else "no")
        return State("Received" if self.direction == Direction.IN else "Given", "sent")


class ExchangeWith(CouncilOwned):
    """An organisation with which something was exchanged."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exchanges")

    retention = Retention(plain="exchange organisation")
    spec = Part(of="exchange")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "organisation"], name="one_party_once_an_exchange")
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} with {self.organisation_id}"


class Adoption(CouncilOwned):
    """That another organisation says it adopted what it was given: in their words, by which office, and when."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    words = models.TextField()
    said_by = models.CharField(max_length=120)
    said_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    retention = Retention(
        personal={"words": LEARNED, "said_by": LEARNED, "by": STAFF}, plain="exchange organisation said_on"
    )
    spec = Part(of="exchange", redacted="words said_by", not_before={"said_on": "exchange__on"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "organisation"],
                name="one_adoption_an_organisation",
                violation_error_message="This organisation has confirmed it already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.words[:60]}"
