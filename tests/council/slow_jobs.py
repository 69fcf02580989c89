"""Jobs of the tests, and a worker that knows them: `python -m tests.council.slow_jobs FOLDER`."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path


def register() -> None:
    """Make the jobs known to this process; Django must be ready."""
    from goldthread.council.jobs import job
    from goldthread.council.people import commands

    @job("tests.add_team")
    def add_team(*, by, folder: str, slug: str) -> None:
        """Add a team, and the first time stop half-way and wait to be killed."""
        commands.add_team(by=by, slug=slug, name="Made by a job")
        began = Path(folder) / "began"
        first = not began.exists()
        began.write_text(str(by.pk))
        if first:
            time.sleep(60)

    @job("tests.fails")
    def fails(*, by) -> None:
        """Add a team, log something, and fail."""
        commands.add_team(by=by, slug="half", name="Half")
        logging.getLogger("goldthread.tests").warning("about to fail")
        raise RuntimeError("half-way")

    @job("tests.parts", whole=False)
    def parts(*, by, folder: str) -> None:
        """Say whether a transaction is open around the whole."""
        from django.db import connection

        (Path(folder) / "parts").write_text(str(connection.in_atomic_block))


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    register()
    call_command("procrastinate", "worker", "--concurrency", "1", *sys.argv[1:])
