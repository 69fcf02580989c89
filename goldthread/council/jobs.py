"""Work that waits its turn: long imports, counting, sending; kept in the same database as what asked for it.

A job is asked for inside the transaction that needs it, so it exists only if that was kept. It runs in
its council, as the person who asked, and must be safe to run again: a worker that is killed half-way
leaves its job to another.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from goldthread.council.database import tenant
from goldthread.council.models import Person

_PREFIX = "goldthread."
_TRIES = 3
_MOST_DROPS = 10
_SILENT_SECONDS = 30
"""A worker that lives says so every ten seconds."""


@dataclass(frozen=True)
class JobName:
    """The name of a job, `room.what`: stated once, by the lowest room that asks for it.

    The function that does it may stand in a room above; that there is one is checked at every start.
    """

    name: str

    def __post_init__(self) -> None:
        _NAMES.add(self)

    def __str__(self) -> str:
        return self.name


_NAMES: set[JobName] = set()


def check_names() -> None:
    """Raise RuntimeError where a job is asked for and no function does it."""
    missing = sorted(str(each) for each in _NAMES if _PREFIX + each.name not in app.tasks)
    if missing:
        raise RuntimeError(f"no function does the jobs {', '.join(missing)}")


def job(
    name: JobName, *, whole: bool = True, queue: str = "default"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function the one that does a job; it is called with `by=` the person who asked.

    With `whole` the job is one transaction. A long job that shows its progress passes `whole=False` and
    opens a transaction for each part with `tenant.inside(by.council_id)`.
    """

    def make(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*, council_id: str, person_id: str, **arguments: Any) -> None:
            council = uuid.UUID(council_id)
            with tenant.inside(council):
                by = (
                    Person.objects.select_related("council").prefetch_related("memberships").get(pk=person_id)
                )
                if whole:
                    function(by=by, **arguments)
            if not whole:
                function(by=by, **arguments)

        app.task(run, name=_PREFIX + str(name), queue=queue, pass_context=False, retry=_TRIES)
        return function

    return make


def ask(
    name: JobName,
    *,
    by: Person,
    once: str | None = None,
    last: bool = False,
    alone: str | None = None,
    **arguments: Any,
) -> None:
    """Ask for a job by its name, inside the transaction at hand; with `once`, not again while it waits.

    `last`: it lets everything else that waits go before it, as a long import must, so that what may tell of
    harm is not looked for hours later. `alone`: of the jobs of this name one runs at a time, in all councils, so that
    long ones never hold every worker.

    The name, not the function, is what is called: a room can hand on to a room above it.
    """
    deferrer = app.configure_task(
        _PREFIX + str(name), queueing_lock=once, lock=alone, priority=-1 if last else 0, allow_unknown=True
    )
    call = {key: str(value) if isinstance(value, uuid.UUID) else value for key, value in arguments.items()}
    try:
        with transaction.atomic():
            deferrer.defer(council_id=str(by.council_id), person_id=str(by.pk), **call)
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *", periodic_id="pick_up_what_was_dropped")
@app.task(name=_PREFIX + "council.pick_up", queueing_lock="council.pick_up", pass_context=False)
async def pick_up(timestamp: int = 0) -> None:
    """Give the jobs of a worker that was killed to one that lives; one that kills each worker is given up."""
    for dropped in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS):
        if dropped.attempts >= _MOST_DROPS:
            await app.job_manager.finish_job(dropped, status=Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(dropped)
        except UniqueViolation:
            # The same work was asked for again while this was being done, and waits.
            await app.job_manager.finish_job(dropped, status=Status.ABORTED, delete_job=True)
