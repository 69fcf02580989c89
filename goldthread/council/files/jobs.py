"""The job that reads a file which was attached, and the clock that has older files read."""

from __future__ import annotations

import time
import uuid

from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.files import reading, scanner, scanning
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person

READ_OLDER = JobName("council.read_older_files")
_SECONDS_A_NIGHT = 2 * 60 * 60
"""What is left is read in the nights to come."""


@job(reading.READ_FILE, whole=False)
def read_file(*, by: Person, file_id: str) -> None:
    """Read the words of a file, so that search finds it by them."""
    reading.read(by.council_id, uuid.UUID(file_id))


@job(READ_OLDER, whole=False)
def read_older(*, by: Person) -> None:
    """Read files that were attached before today's reader was there, one after another, some each night."""
    until, key = time.monotonic() + _SECONDS_A_NIGHT, None
    while time.monotonic() < until:
        with tenant.inside(by.council_id):
            key = reading.not_read(by.council_id, after=key)
        if key is None:
            return
        reading.read(by.council_id, key)


@app.periodic(cron="20 1 * * *", periodic_id="read_older_files")
@app.task(name="goldthread.council.read_older_files_every_night", pass_context=False)
def every_night(timestamp: int = 0) -> None:
    """Ask for the job in every council that has such a file."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None and reading.not_read(council.pk):
                jobs.ask(
                    READ_OLDER, by=clock, once=f"{READ_OLDER}.{council.pk}", last=True, alone=str(READ_OLDER)
                )


@job(scanner.SCAN_WAITING, whole=False)
def scan_files(*, by: Person) -> None:
    """Scan the files that wait for it."""
    scanning.scan_waiting(by)


@app.periodic(cron="*/10 * * * *", periodic_id="scan_waiting_files")
@app.task(name="goldthread.council.scan_files_again", pass_context=False)
def scan_again(timestamp: int = 0) -> None:
    """Ask for the job in every council in which a file waits, so that what a silent scanner left is scanned."""
    for council in Council.objects.all():
        with tenant.inside(council.pk):
            clock = Person.objects.filter(council=council, is_system=True).first()
            if clock is not None and scanner.of_council(council.pk) and scanning.anything_waits(council.pk):
                scanner.ask_for_scan(clock)
