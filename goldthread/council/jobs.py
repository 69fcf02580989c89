"""Background jobs: long imports, counting, sending; queued in the same database as the records.

A job is queued inside the transaction that needs it, so it exists only if that is committed. It runs in its
council, as the person who queued it, and must be safe to run again: a worker that is killed half-way leaves its
job to another.
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
_MOST_STALLS = 10
_SILENT_SECONDS = 30
"""A running worker sends a heartbeat every ten seconds."""


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
    """Raise RuntimeError where a job is queued and no function runs it."""
    missing = sorted(str(each) for each in _NAMES if _PREFIX + each.name not in app.tasks)
    if missing:
        raise RuntimeError(f"no function does the jobs {', '.join(missing)}")


def job(
    name: JobName, *, whole: bool = True, queue: str = "default"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function the one that runs a job; it is called with `by=` the person who queued it.

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
    """Queue a job by its name, inside the current transaction; with `once`, not again while it waits.

    `last`: everything else that waits goes before it, as with a long import, so that possible safeguarding
    concerns are not screened hours later. `alone`: of the jobs of this name one runs at a time, in all councils, so
    that long ones never occupy every worker.

    The job is called by name, not by function, so that a room can queue a job of a room above it.
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
    """Retry the jobs of a worker that was killed; a job that kills every worker is given up."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT_SECONDS):
        if stalled.attempts >= _MOST_STALLS:
            await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(stalled)
        except UniqueViolation:
            # The same job was queued again while this one ran, and waits.
            await app.job_manager.finish_job(stalled, status=Status.ABORTED, delete_job=True)
