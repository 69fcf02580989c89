"""The three are told that something waits for them, and of nothing else: no record, no words, no e-mail."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.clock import clock_of
from goldthread.council.people.watched import Way, when_sign_in_changes
from goldthread.speaking_up.models import SignInNotice
from goldthread.speaking_up.reading import confidants, directors, sees_to_it

KIND = "in_confidence"


def tell_the_two(by: Person) -> None:
    """Tell the two that something waits for them."""
    _tell(by, [named.person for named in confidants(by.council_id)])


def tell_the_three(by: Person, *also: Person) -> None:
    """Tell the two and the director, and whoever else it is about."""
    named = [named.person for named in confidants(by.council_id)]
    _tell(by, [*named, *directors(by.council_id), *also])


def _tell(by: Person, people: list[Person]) -> None:
    named = confidants(by.council_id)
    if not named:
        return
    own = {each.person_id: each for each in named}
    clock = clock_of(by.council_id)
    for person in dict.fromkeys(people):
        if person != by:
            notify(by=clock, to=[person], kind=KIND, record=own.get(person.pk, named[0]))


@when_sign_in_changes
def hold_back(person: Person, way: Way, by: Person | None) -> None:
    """Close the room to one of the three whose sign-in was changed until another confirms it, and tell all of them."""
    if not confidants(person.council_id):
        return
    if way != Way.DIRECTOR and not sees_to_it(person):
        return
    SignInNotice.objects.get_or_create(
        council=person.council, person=person, way=way, confirmed_at=None, defaults={"by": by}
    )
    clock = clock_of(person.council_id)
    tell_the_three(clock, person)
