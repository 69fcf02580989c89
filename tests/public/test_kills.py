"""Forms that are being sent when the web server, or the database, is killed: none is lost and none is stored twice."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from bench.front_door import Somebody, stored_in, tally
from goldthread.engine import Server, listener
from tests.cli.test_own_server import database, pid_of, server, until, up  # noqa: F401 - fixtures
from tests.cli.test_serving import a_free_port

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.slow(
        reason="a service of its own, whose web server and database are killed while forms are sent"
    ),
]
PEOPLE, FORMS, KILLS = 6, 4, 3


def fill_in(person: Somebody, shown: dict[str, str], problems: list[str]) -> None:
    try:
        for _ in range(FORMS):
            assert person.fill_in_and_send(0.0, threading.Event())
            shown[person.words] = person.reference
    except Exception as error:
        problems.append(repr(error))


@pytest.mark.parametrize("victim", ["web server", "database"])
def test_none_is_lost_and_none_is_stored_twice(database, tmp_path, victim):  # noqa: F811
    bind, home = f"127.0.0.1:{a_free_port()}", tmp_path / "home"
    # The database that is killed is the home's own, which `goldthread up` starts again by itself.
    urls = database("killed_web") if victim == "web server" else {}
    own = Server(home)
    with up(home, bind, **urls) as process:
        # What it logs while its database is away fills a pipe that nobody reads, and then it waits.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        until(bind, "/ready/", 200, 300)
        slug = "".join(until(bind, "/tell-us/", 200).split('href="/tell-us/')[1].split("/")[0])
        shown: dict[str, str] = {}
        problems: list[str] = []
        people = [Somebody(int(bind.rpartition(":")[2]), slug) for _ in range(PEOPLE)]
        threads = [threading.Thread(target=fill_in, args=(each, shown, problems)) for each in people]
        for thread in threads:
            thread.start()
        for _ in range(KILLS):
            # In the middle of it: when some more forms were sent.
            enough, deadline = len(shown) + 3, time.monotonic() + 60
            while len(shown) < enough and time.monotonic() < deadline and any(t.is_alive() for t in threads):
                time.sleep(0.01)
            if victim == "web server":
                os.killpg(pid_of(home, "gunicorn"), signal.SIGKILL)
            else:
                os.kill(listener.listening(own.sockets), signal.SIGKILL)
                until(bind, "/ready/", 200, 90)
        for thread in threads:
            thread.join(180)
        assert not problems
        where = urls.get("DATABASE_OWNER_URL") or own.dsn("superuser", "goldthread")
        result = tally(stored_in(where), shown)
    assert (result.sent, result.lost, result.twice, result.wrong) == (PEOPLE * FORMS, 0, 0, 0)
