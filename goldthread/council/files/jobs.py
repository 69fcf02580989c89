"""The job that reads a file which was attached."""

from __future__ import annotations

import uuid

from goldthread.council.files import reading
from goldthread.council.jobs import job
from goldthread.council.models import Person


@job(reading.READ_FILE, whole=False)
def read_file(*, by: Person, file_id: str) -> None:
    """Read the words of a file, so that search finds it by them."""
    reading.read(by.council_id, uuid.UUID(file_id))
