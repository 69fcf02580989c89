"""What was computed of a council's records and is kept by this process for as long as nobody changes any.

Every change is a command, and each command ends with a line in the audit log that is sealed with its moment and with
the line before (`audit.py`). So what was computed after a seal stands until there is another. The seal is in the key
and never the line's number: a transaction that is rolled back gives its number out twice, and no seal twice. The
council and the day are in every key; rights are, where what is kept depends on who asks.
"""

from __future__ import annotations

import datetime
import uuid
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from goldthread.council.command import is_running
from goldthread.council.models import AuditHead, Person

_All = TypeVar("_All")

_EVERY: WeakSet[Kept[Any]] = WeakSet()


class Kept(Generic[_All]):
    """Values by any key, for each council as it stands on a day: of so many councils, the latest that were asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: OrderedDict[Hashable, tuple[str, dict[Hashable, _All]]] = OrderedDict()
        _EVERY.add(self)

    def of(self, council_id: uuid.UUID, today: datetime.date, *rights: Hashable) -> dict[Hashable, _All]:
        """Return what is kept, to be read and added to; nothing of what stood before the last change.

        Within a command nothing is kept: what it has changed by then is not in the log yet.
        """
        if is_running():
            return {}
        # Read before anything that is computed: what another changes meanwhile has a later seal.
        seal = AuditHead.objects.filter(council=council_id).values_list("seal", flat=True).first() or ""
        key = (council_id, today, *rights)
        kept = self._of.pop(key, None)
        if kept is None or kept[0] != seal:
            kept = (seal, {})
        self._of[key] = kept
        while len(self._of) > self._most:
            self._of.popitem(last=False)
        return kept[1]

    def forget(self) -> None:
        """Keep nothing of what is kept now."""
        self._of.clear()


def rights_of(person: Person) -> Hashable:
    """Return what somebody may see, as a part of a key: their permissions, each with the teams it is held for."""
    return frozenset(
        (name, None if teams is None else frozenset(teams)) for name, teams in person.held.items()
    )


def forget_all() -> None:
    """Keep nothing of what is kept now, of whatever kind; for tests, which change records without a command."""
    for each in _EVERY:
        each.forget()
