"""How far actions have come: agreed, done, shown to be embedded, shown to work; counted here for every page that says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from goldthread.council.models import Person
from goldthread.impact import queries
from goldthread.learning.models import Action


@dataclass(frozen=True)
class ActionSteps:
    """How many actions came how far."""

    agreed: int
    done: int
    embedded: int
    shown: int


def action_steps(person: Person) -> ActionSteps:
    """Count the actions that a person may see and that were not stopped."""
    actions = Action.objects.visible_to(person).filter(stopped_on__isnull=True)
    embedded = Action.objects.visible_to(person).shown_embedded()
    counted = actions.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(done_on__isnull=False)),
        embedded=Count("pk", filter=Q(done_on__isnull=False, pk__in=embedded.values("pk"))),
    )
    # One action may have several measures that show it; the tracker lists it once (`tracker.narrow`).
    worked = queries.of_state(person, queries.SHOWN).aggregate(actions=Count("action", distinct=True))
    return ActionSteps(counted["all"], counted["done"], counted["embedded"], worked["actions"])
