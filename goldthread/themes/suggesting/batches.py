"""Batches: points read a part at a time, by as many workers as there are."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable

from django.db.models import QuerySet

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.themes.coding.models import PointReading

# Few enough that somebody who codes one of them meanwhile hardly waits.
BATCH_SIZE = 250


def in_batches(
    council: Council,
    unread: QuerySet[PointReading],
    read: Callable[[list[uuid.UUID]], None],
    *,
    most: float = math.inf,
    batch_size: int = 0,
) -> int:
    """Read all that is unread, or at least `most` of it, and return how many points that were.

    `unread` must no longer hold what `read` has read. Each batch is one transaction, and is saved before the next:
    a worker that is killed loses the batch at hand, which waits as before. Several workers share the work, for
    each locks what it reads and skips what another has locked.
    """
    done = 0
    while done < most:
        with tenant.inside(council.pk):
            locked = unread.select_for_update(skip_locked=True, of=("self",)).only("pk")
            batch = [reading.pk for reading in locked[: batch_size or BATCH_SIZE]]
            if not batch:
                break
            read(batch)
        done += len(batch)
    return done
