"""Which body feedback means: the one place that joins the board's name on feedback, and on a role, to its record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.cell_text import plain
from goldthread.council.errors import Refused
from goldthread.council.models import Council, Person
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import ANSWER_OWED
from goldthread.meetings.bodies.models import Body, BodyName
from goldthread.meetings.bodies.seats.models import Basis, Term


def take_name(body: Body, name: str, *, field: str = "name") -> BodyName:
    """Let a name mean a body from now on; raises Refused where it means another that counts."""
    name, key = " ".join(name.split()), plain(name)
    if not key:
        raise Refused("Enter a name with letters or digits.", field=field)
    taken = BodyName.objects.select_related("body").filter(council=body.council_id, key=key).first()
    if taken is None:
        return BodyName.objects.create(council_id=body.council_id, body=body, name=name, key=key)
    if taken.body_id != body.pk:
        if taken.body.withdrawn_on is None:
            raise Refused(f"{taken.body.reference} {taken.body.name} is called {name} already.", field=field)
        taken.body = body
        taken.save(update_fields=["body"])
    return taken


def body_named(council: Council, name: str) -> Body | None:
    """Return the body that a name means, None where it means none."""
    return Body.objects.counted().filter(council=council, names__key=plain(name)).first()


def raised_by(bodies: Iterable[Body]) -> QuerySet[Feedback]:
    """Return what bodies of one council raised: feedback of boards and forums that calls one by any of its names."""
    bodies = list(bodies)
    called = Q(pk__in=())
    for body in bodies:
        for name in names_of(body):
            called |= Q(extra__board__iexact=name)
    council = bodies[0].council_id if bodies else None
    return Feedback.objects.counted().filter(called, council=council, source__in=ANSWER_OWED)


def names_of(body: Body) -> list[str]:
    """Return every name that means a body."""
    return sorted(each.name for each in body.names.all())


def named(person: Person) -> list[str]:
    """Return the boards that somebody's roles name."""
    roles = person.memberships.filter(role="board_member").exclude(board="")
    return sorted(set(roles.values_list("board", flat=True)))


def bodies_of(person: Person) -> list[Body]:
    """Return the bodies of which somebody is a member, by the name on their role or by a seat that they hold."""
    keys, today = [plain(name) for name in named(person)], timezone.localdate()
    terms = Term.objects.filter(council=person.council_id, person_id=person.pk, ended_on=None)
    held = terms.filter(until__gte=today, seat__basis=Basis.LIVED).values("seat__body")
    called = BodyName.objects.filter(council=person.council_id, key__in=keys).values("body")
    bodies = Body.objects.visible_to(person).filter(Q(pk__in=called) | Q(pk__in=held))
    return list(bodies.prefetch_related("names").order_by("name", "pk"))


def boards_of(person: Person) -> set[str]:
    """Return every name that means a board of which somebody is a member, those that mean no body yet included."""
    return {*named(person), *(name for body in bodies_of(person) for name in names_of(body))}


def names_without_body(person: Person) -> list[tuple[str, int]]:
    """Return the names of boards on feedback that mean no body yet, each with how much feedback has it."""
    known = set(BodyName.objects.filter(council=person.council_id).values_list("key", flat=True))
    boards = (
        Feedback.objects.visible_to(person)
        .filter(source__in=ANSWER_OWED)
        .order_by("pk")
        .values_list("extra__board", flat=True)
    )
    counted: dict[str, tuple[str, int]] = {}
    for name in boards:
        if isinstance(name, str) and (key := plain(name)) and key not in known:
            first, count = counted.get(key, (name, 0))
            counted[key] = (first, count + 1)
    return sorted(counted.values(), key=lambda each: (-each[1], each[0]))
