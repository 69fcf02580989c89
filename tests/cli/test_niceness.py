"""The worker steps back for the web server: people wait for pages, and nobody for a job."""

from __future__ import annotations

import os
import sys

import pytest

from goldthread.cli.home import Home
from goldthread.cli.serving import Part, parts


def test_only_the_worker_steps_back(tmp_path):
    web, worker = parts(
        Home(tmp_path, "postgresql://", "postgresql://", "postgresql://"),
        bind="127.0.0.1:0",
        threads=1,
        processes=1,
    )
    assert (web.name, web.niceness) == ("web server", 0)
    assert worker.name == "worker" and worker.niceness > 0


@pytest.mark.parametrize("niceness", [0, 5])
def test_a_part_runs_with_its_priority(niceness):
    part = Part(
        "sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ), niceness=niceness
    )
    part.start()
    try:
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, part.process.pid) == min(19, own + niceness)
    finally:
        part.process.kill()
        part.process.wait()
