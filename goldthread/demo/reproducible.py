"""Reproducible keys and times: two builds of the demo for one day make the same records.

While the demo is built, keys are counted instead of drawn by chance, and the clock stands at the beginning of the
day that it is built for; each record and each reading of the clock moves it on, so that all that is sorted by key or
by time keeps the order in which it was made.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from goldthread.council.records.base import keys_from

# Keys begin with a time. The demo's begin long before any that is made later in use, so that they sort first.
_KEYS_BEGIN = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@contextmanager
def reproducible(today: datetime.date) -> Iterator[None]:
    """Make keys and times follow from the day and the order in which records are made."""
    keys, ticks, real_now = _keys(), itertools.count(), timezone.now
    # Of UTC, so that it is this day in summer too, wherever a time is made a date.
    midnight = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
    timezone.now = lambda: midnight + datetime.timedelta(microseconds=next(ticks))
    try:
        with keys_from(lambda: next(keys)):
            yield
    finally:
        timezone.now = real_now


def _keys() -> Iterator[uuid.UUID]:
    """Yield UUIDs of version 7 in rising order, the same on every run."""
    begins = int(_KEYS_BEGIN.timestamp() * 1000)
    for number in itertools.count():
        digest = int.from_bytes(hashlib.sha256(str(number).encode()).digest()[:10], "big")
        chance = digest & ~(0xF << 76) | 0x7 << 76  # the version
        chance = chance & ~(0x3 << 62) | 0x2 << 62  # the variant
        yield uuid.UUID(int=begins + number << 80 | chance)
