"""Reading what waits, a part at a time, by as many workers as there are."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable

from django.db.models import QuerySet

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.themes.coding.models import PointReading

# Few enough that somebody who codes one of them meanwhile hardly waits.
AT_ONCE = 250


def in_parts(
    council: Council,
    unread: QuerySet[PointReading],
    read: Callable[[list[uuid.UUID]], None],
    *,
    most: float = math.inf,
    at_once: int = 0,
) -> int:
    """Read all that waits, or at least `most` of it, and return how many points that were.

    `unread` must no longer hold what `read` has read. Each part is one transaction, and is kept before the next:
    a worker that is killed loses the part at hand, which waits as before. Several workers share the work, for
    each holds what it reads and passes over what another holds.
    """
    done = 0
    while done < most:
        with tenant.inside(council.pk):
            held = unread.select_for_update(skip_locked=True, of=("self",)).only("pk")
            part = [reading.pk for reading in held[: at_once or AT_ONCE]]
            if not part:
                break
            read(part)
        done += len(part)
    return done
