"""How the public's front door holds when many fill in forms at once, and its server or database is killed meanwhile.

    python bench/front_door.py [--people 200] [--seconds 60] [--think 10] [--kill]

Serves a new council with `goldthread up` in a home of its own, with two web server processes. So many people fill in the
form over and over, page by page, with so many seconds of thought between two pages (spread by half either way), and send
each form. Whoever gets no answer, or one that says to try again, sends the same page again, as a person would. Prints a
section of Markdown: how long pages took, how many forms were sent, how many were lost and how many were stored twice.
With --kill the database's main process is killed in the middle and comes back by itself. Asserts nothing.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_REFERENCE = re.compile(r"<strong>(F-\d+)</strong>")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ANSWERS = {
    "kind": "complaint",
    "who": "person",
    "put_right": "Come when you say that you come.",
    "answer": "yes",
    "format": "phone",
    "phone": "01632 960777",
}
_AGAIN_SECONDS = 1.0
# About so many pages has a form.
_PAGES = 9


class Away(Exception):
    """No answer came, or one that says to try again."""


@dataclass
class Somebody:
    """A person at the form: cookies, where they are, and what they were told. `took`: seconds of each answer."""

    port: int
    council: str
    words: str = ""
    took: list[float] = field(default_factory=list)
    again: int = 0
    at: str = ""
    reference: str = ""
    page: str = ""
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)

    def fill_in_and_send(
        self, think: float, over: threading.Event, *, ahead: int = 0, attempts: float = 90
    ) -> bool:
        """Fill in one form and send it; returns whether a reference was shown. ahead: so many pages without thought."""
        self.cookies, self.reference = {}, ""
        self.words = f"The carer came late on Tuesday. {uuid.uuid4().hex}"
        self._persist("GET", f"/tell-us/{self.council}/", attempts)
        for page in range(20):
            thought = 0 if page < ahead else think * random.uniform(0.5, 1.5)
            if over.wait(thought) and not self.at.endswith("/check/"):
                return False
            self._persist("POST", self.at, attempts)
            if found := _REFERENCE.search(self.page):
                self.reference = found[1]
                return True
        raise AssertionError(f"the form has no end: {self.at}")

    def _persist(self, method: str, path: str, attempts: float) -> None:
        """Ask until an answer comes that is no "try again"; the same page is sent again, with its token."""
        token = _TOKEN.search(self.page)
        data = {**ANSWERS, "words": self.words, "csrfmiddlewaretoken": token[1] if token else ""}
        until = time.monotonic() + attempts
        while True:
            try:
                self._follow(method, path, data)
                return
            except (Away, OSError, http.client.HTTPException):
                self.again += 1
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_SECONDS)

    def _follow(self, method: str, path: str, data: dict[str, str]) -> None:
        began = time.monotonic()
        status, where, page = self._ask(method, path, data)
        while status in (301, 302):
            path = urllib.parse.urlsplit(where).path
            status, where, page = self._ask("GET", path, {})
        if status != 200:
            raise Away(f"{status} {path}")
        self.took.append(time.monotonic() - began)
        self.at, self.page = path, page

    def _ask(self, method: str, path: str, data: dict[str, str]) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {name: value for name, (value, under) in self.cookies.items() if path.startswith(under)}
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in sent.items())}
            body = None
            if method == "POST":
                body = urllib.parse.urlencode(data)
                headers |= {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Origin": f"http://127.0.0.1:{self.port}",
                }
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for header in answer.headers.get_all("Set-Cookie") or []:
                first, *rest = [part.strip() for part in header.split(";")]
                name, _, value = first.partition("=")
                paths = [part[5:] for part in rest if part.lower().startswith("path=")]
                self.cookies[name] = (value.strip('"'), paths[0] if paths else "/")
            return answer.status, answer.headers.get("Location", ""), text
        finally:
            connection.close()


@dataclass(frozen=True)
class Tally:
    """What came of it: forms for which a reference was shown, those of them that are stored, and those stored twice."""

    sent: int
    lost: int
    twice: int
    wrong: int


def tally(stored: dict[str, list[str]], shown: dict[str, str]) -> Tally:
    """Compare what is stored, references by words, with the reference that each of those who sent was shown."""
    return Tally(
        sent=len(shown),
        lost=sum(words not in stored for words in shown),
        twice=sum(len(references) > 1 for references in stored.values()),
        wrong=sum(words in stored and reference not in stored[words] for words, reference in shown.items()),
    )


def stored_in(dsn: str) -> dict[str, list[str]]:
    """Return the references of all that is stored in a database, by its words."""
    import psycopg

    query = (
        "SELECT o.as_received, 'F-' || f.number FROM goldthread_originaltext o "
        "JOIN goldthread_feedback f ON f.id = o.feedback_id"
    )
    stored: dict[str, list[str]] = {}
    with psycopg.connect(dsn) as connection:
        for words, reference in connection.execute(query):
            stored.setdefault(words, []).append(reference)
    return stored


def main() -> None:
    """Run one measurement and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=10)
    parser.add_argument("--kill", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder) / "home", _free_port()
        process = _serve(home, port)
        try:
            _run(args, home, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _run(args: argparse.Namespace, home: Path, port: int) -> None:
    # Some forms first, so that both processes have loaded what they need.
    for _ in range(8):
        Somebody(port, _council(port)).fill_in_and_send(0, threading.Event())
    over, shown, lock = threading.Event(), {}, threading.Lock()
    people = [Somebody(port, _council(port)) for _ in range(args.people)]
    failures: list[str] = []

    def act(person: Somebody, after: float) -> None:
        over.wait(after)
        try:
            # Each is somewhere in the form as it begins, so that some send from the first second on.
            ahead = random.randrange(_PAGES)
            while not over.is_set():
                sent = person.fill_in_and_send(args.think, over, ahead=ahead)
                ahead = 0
                if sent:
                    with lock:
                        shown[person.words] = person.reference
        except Exception as error:
            failures.append(repr(error))

    # They come within one time of thought, and not all in the same moment.
    threads = [threading.Thread(target=act, args=(each, random.uniform(0, args.think))) for each in people]
    for thread in threads:
        thread.start()
    time.sleep(args.think * 1.5)
    for person in people:
        person.took.clear()
    began = time.monotonic()
    if args.kill:
        time.sleep(args.seconds / 2)
        _kill_database(home)
    time.sleep(max(0.0, began + args.seconds - time.monotonic()))
    over.set()
    for thread in threads:
        thread.join(120)
    took = sorted(each for person in people for each in person.took)
    from goldthread.engine import Server

    result = tally(stored_in(Server(home).dsn("superuser", "goldthread")), shown)
    again = sum(person.again for person in people)
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{args.people} people, {args.think:g} s of thought, {args.seconds:g} s{', database killed' if args.kill else ''}\n"
    )
    print(
        "| pages | a second | median ms | 95 % | 99 % | slowest | sent again | forms sent | lost | twice | failed |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    print(
        f"| {len(took)} | {len(took) / args.seconds:.0f} | {cuts[49] * 1000:.0f} | {cuts[94] * 1000:.0f} | "
        f"{cuts[98] * 1000:.0f} | {took[-1] * 1000:.0f} | {again} | {result.sent} | {result.lost} | {result.twice} | "
        f"{len(failures) + result.wrong} |"
    )
    for failure in failures[:3]:
        print(failure)


def _council(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/tell-us/")
    where = connection.getresponse().headers["Location"]
    connection.close()
    return urllib.parse.urlsplit(where).path.strip("/").rpartition("/")[2]


def _kill_database(home: Path) -> None:
    """Kill the main process of the home's PostgreSQL; `goldthread up` starts it again."""
    from goldthread.engine import Server, listener

    main_process = listener.listening(Server(home).sockets)
    assert main_process is not None
    os.kill(main_process, signal.SIGKILL)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(home: Path, port: int) -> subprocess.Popen[str]:
    new = ("--council", "Loadshire", "--admin-name", "Ada Min", "--admin-email", "ada@council.example")
    own = {key: value for key, value in os.environ.items() if not key.startswith(("GOLDTHREAD", "DATABASE"))}
    env = {**own, "GOLDTHREAD_HOME": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "goldthread.cli.main",
            "up",
            "--bind",
            f"127.0.0.1:{port}",
            "--processes",
            "2",
            *new,
        ],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    process.stdin.write("a password of many words 7\n" * 2)
    process.stdin.flush()
    until = time.monotonic() + 400
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/tell-us/")
            if connection.getresponse().status == 302:
                return process
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.5)
    raise SystemExit("the service did not start")


if __name__ == "__main__":
    main()
