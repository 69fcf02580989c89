"""Follow docs/running.md word for word on Debian's PostgreSQL and nginx: `python -m tests.own_server.follow`.

Each code block of the page is written or run as it stands, in a folder in place of / and on free ports (machine.py);
what stands between the blocks is done as the page says, in a browser's way, and looked at. It ends with 1 at the first
thing that is not as the page says.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import requests

from tests.council.provider import CLIENT, SECRET, Provider
from tests.own_server import faults
from tests.own_server.browser import Browser
from tests.own_server.certificates import Authority
from tests.own_server.debian_postgresql import DebianPostgreSQL
from tests.own_server.machine import ROOT, Machine, a_free_port
from tests.page_blocks import code_blocks

PAGE = ROOT / "docs" / "running.md"
ADMIN, LEAD = "you@council.example", "quality.lead@council.example"
PASSWORD = "a long password for the tests"
TOLD = "The rail in the bathroom never came."
BLOCKS = list(code_blocks(PAGE.read_text(encoding="utf-8")))


class Follower:
    """The page, followed on a first machine and then on a second."""

    def __init__(self, tree: Path) -> None:
        self.tree, self.began, self.blocks, self.done = tree, time.monotonic(), BLOCKS, set()
        self.authority = Authority(tree)
        certificate = self.authority.sign("nginx", days=90)
        port = a_free_port()
        self.provider = Provider()
        self.provider.server.socket = self.authority.context("provider").wrap_socket(
            self.provider.server.socket, server_side=True
        )
        self.provider.address = self.provider.address.replace("http://", "https://")
        self.words = {
            "db.council.example:5432": f"localhost:{port}",
            "OWNER-PASSWORD": secrets.token_hex(24),
            "RUNTIME-PASSWORD": secrets.token_hex(24),
            "SECRET-KEY": secrets.token_hex(32),
            "COUNCIL-AUTHORITY.pem": str(self.authority.file),
            "https://login.microsoftonline.com/DIRECTORY-ID/v2.0": self.provider.address,
            "APPLICATION-ID": CLIENT,
            "SECRET-VALUE": SECRET,
            "BALANCER-ADDRESS": "127.0.0.1",
        }
        self.certificate = certificate
        self.database = DebianPostgreSQL(tree / "postgresql", self.authority, port)
        self.first = Machine(tree / "first", self.authority, self.words, self.database)
        self.machines = [self.first]

    def say(self, what: str) -> None:
        """Print what was found to be so, and after how many seconds."""
        print(f"  {time.monotonic() - self.began:5.1f} s  {what}", flush=True)

    def follow(
        self, machine: Machine, section: str, step: int = 0, *, typed: str = "", kind: str = ""
    ) -> str:
        """Follow the blocks of a section (of a step of it; of a kind), and return what they print."""
        blocks = [
            block
            for block in BLOCKS
            if block.section == section and step in (0, block.step) and block.info.startswith(kind)
        ]
        assert blocks, f"the page has no block under {section!r}, step {step}"
        printed = ""
        for block in blocks:
            self.done.add(block)
            printed += machine.follow(block, typed=typed)
        self.say(f"{machine.tree.name}: {section}{f', {step}' if step else ''}")
        return printed

    def browser(self, machine: Machine | None = None) -> Browser:
        """Return a new browser at a machine."""
        return Browser(f"https://localhost:{(machine or self.first).https}", self.authority.file)

    def wait_until_ready(self, machine: Machine, written: Callable[[], str] | None = None) -> None:
        """Wait until a machine can do its work; written: what its service has to say where it cannot."""
        written = written or machine.services["goldthread"].journal_end
        deadline = time.monotonic() + 90
        while not self._is_ready(machine):
            assert time.monotonic() < deadline, written()
            time.sleep(0.1)

    # -- the page, in its order --------------------------------------------------------------------------------

    def first_start(self) -> None:
        """Follow the numbered steps on the first machine."""
        machine, section = self.first, "First start"
        for step in (1, 2, 3):
            self.follow(machine, section, step)
        self.follow(machine, "Certificate authorities")
        rights = {
            name: (machine.path("/etc/goldthread") / name).stat().st_mode & 0o777
            for name in ("environment", "owner")
        }
        assert rights == {"environment": 0o640, "owner": 0o600}, rights
        self.follow(machine, section, 4)
        self.follow(machine, section, 5, typed=f"{PASSWORD}\n")
        self.service_and_nginx(machine)
        looked = self.follow(machine, section, 8)
        assert (
            "Problem" not in looked and f"address https://localhost:{machine.https}: certificate" in looked
        ), looked
        served = machine.services["goldthread"]
        assert "DATABASE_OWNER_URL" not in served.environment()
        self.say(
            f"the unit runs under a stand-in for systemd, which leaves out: {', '.join(served.left_out())}"
        )

    def service_and_nginx(self, machine: Machine) -> None:
        """Follow steps 6 and 7, with the council's certificate where the page says."""
        print(self.follow(machine, "First start", 6), end="")
        for file, name in zip(self.certificate, ("goldthread.pem", "goldthread.key"), strict=True):
            shutil.copy(file, machine.path("/etc/nginx") / name)
        self.follow(machine, "nginx")
        self.follow(machine, "First start", 7)
        self.wait_until_ready(machine)

    def people(self) -> None:
        """Sign in as the first administrator, add a quality lead, and import as her."""
        self.administrator = self.browser()
        assert self.administrator.sign_in(ADMIN, PASSWORD).status_code == 200
        self.administrator.set_up_codes(PASSWORD)
        added = self.administrator.send(
            "/people/add/", {"name": "Quality Lead", "email": LEAD, "role": "quality_lead"}
        )
        assert "User Quality Lead added" in added.text, added.text[:5000]
        sheet = self.first.path("/var/lib/goldthread/complaints.csv")
        sheet.write_text(f"Date received,Comment\n03/04/2026,{TOLD}\n")
        printed = self.follow(self.first, "First start", 9)
        assert "Nothing was saved." in printed and printed.rstrip().endswith("imported."), printed
        self.say(f"people and import: {printed.strip().splitlines()[-1]}")

    def provider_sign_in(self) -> None:
        """Set the provider up as the page shows, and come in through it."""
        [block] = [block for block in BLOCKS if block.section == "Sign-in through Entra ID"]
        self.done.add(block)
        with self.first.path("/etc/goldthread/environment").open("a") as environment:
            environment.write(self.first.here(block.text))
        self.first.run("sudo systemctl restart goldthread")
        self.wait_until_ready(self.first)
        self.lead = self.signed_in_lead()
        assert self.is_told()
        assert self.administrator.get("/people/").status_code == 200, "sessions outlive a restart"
        self.say(
            "a sign-in through the identity provider, whose certificate is of the council's own authority"
        )

    def is_told(self) -> bool:
        """Return whether what was imported stands on the page to which the lead's list leads."""
        record = re.search(r'href="(/feedback/[0-9a-f]{8}-[0-9a-f-]{27}/)"', self.lead.get("/feedback/").text)
        return record is not None and TOLD in self.lead.get(record[1]).text

    def signed_in_lead(self, machine: Machine | None = None) -> Browser:
        """Return a browser in which the quality lead has come in through the provider."""
        self.provider.who = {"sub": "q1", "email": LEAD}
        browser = self.browser(machine)
        page = browser.come_through(self.provider)
        assert page.status_code == 200 and "Quality Lead" in page.text, page.text[:5000]
        return browser

    def nightly(self) -> None:
        """Follow the nightly backup, and look at its file."""
        self.follow(self.first, "Every night")
        [file] = self.first.path("/var/backups/goldthread").iterdir()
        # With the time in its name: one more on the same day must not be refused for the first.
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}\.backup", file.name), file.name
        assert file.stat().st_mode & 0o077 == 0
        self.first.words["DATE.backup"] = file.name

    def second_machine(self) -> None:
        """Follow the same steps on a second machine, and go on there with a session of the first."""
        machine = Machine(self.tree / "second", self.authority, self.words)
        self.machines.append(machine)
        for step in (1, 3):
            self.follow(machine, "First start", step)
        self.follow(machine, "A second machine", kind="sh")
        for name in ("environment", "authorities.pem"):
            given = self.first.path("/etc/goldthread") / name
            words = given.read_text().replace(str(self.first.tree), str(machine.tree))
            (machine.path("/etc/goldthread") / name).write_text(
                words.replace(f":{self.first.app}", f":{machine.app}")
            )
        self.follow(machine, "First start", 4)
        self.service_and_nginx(machine)
        self.lead.address = f"https://localhost:{machine.https}"
        assert self.is_told(), "a session of the first machine is one of the second"
        self.lead.address = f"https://localhost:{self.first.https}"
        assert "Problem" not in machine.run(
            "sudo goldthread doctor --address https://goldthread.council.example"
        )

    def updates(self) -> None:
        """Update one machine after the other; at each moment one of them is ready."""
        blocks = [block for block in BLOCKS if block.section == "Updates"]
        unready: list[str] = []
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(0.1):
                if not any(self._is_ready(machine) for machine in self.machines):
                    unready.append(f"{time.monotonic() - self.began:.1f} s")

        watching = threading.Thread(target=watch)
        watching.start()
        for machine, block in zip(self.machines, blocks, strict=True):
            self.done.add(block)
            machine.follow(block)
        stop.set()
        watching.join()
        assert not unready, f"no machine was ready at {unready}"
        assert self.is_told()
        self.say("updates of one machine at a time: one of them was ready at every moment")

    @staticmethod
    def _is_ready(machine: Machine) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{machine.app}/ready/", timeout=20).status_code == 200
        except requests.RequestException:
            return False

    def restore(self) -> None:
        """Restore the night's backup into a second database, and serve that."""
        section = "Restore into a second database"
        self.follow(self.first, section, 1)
        printed = self.follow(self.first, section, 2)
        assert re.search(r"[\d,]+ rows of \d+ tables restored", printed) and "intact" in printed, printed
        self.follow(self.first, section, 3)
        self.wait_until_ready(self.first)
        assert "/goldthread_restored?" in self.first.services["goldthread"].environment()["DATABASE_URL"]
        assert "/sign-in/" in self.lead.get("/feedback/").url, "a backup holds no sessions"
        self.lead = self.signed_in_lead()
        assert self.is_told()
        self.say("what was restored is served, to whom it was served before")

    def letting_in(self) -> None:
        """Turn somebody's codes off on the server, and make another administrator."""
        self.follow(self.first, "When nobody can sign in")
        lead = self.signed_in_lead()
        log = lead.get("/audit/").text
        assert "Lost phone; came in person" in log and "The last one has left" in log, log[:3000]
        self.say("codes turned off and an administrator made on the server, and the audit log says so")

    def everything(self) -> None:
        """Follow the whole page."""
        self.first_start()
        self.people()
        self.provider_sign_in()
        self.nightly()
        faults.headers_from_outside(self)
        faults.large_upload(self)
        faults.without_https(self)
        faults.nothing_personal_in_logs(self)
        faults.database_restart(self)
        faults.killed_and_stopped(self)
        faults.under_systemd(self)
        self.second_machine()
        faults.load_balancer(self, self.machines[1])
        faults.silence(self, self.machines[1])
        self.updates()
        self.restore()
        self.letting_in()
        # What is shown under "Log lines" is no command: the lines themselves are looked at.
        shown = re.compile(
            r"\S+T\S+[+]\d\d:\d\d (INFO|WARNING|ERROR|CRITICAL) (supervisor|web|worker)\[\d+\] \S+ "
        )
        for machine in self.machines:
            for line in machine.services["goldthread"].journal.read_text().splitlines():
                assert line.startswith(
                    (" ", "Goldthread is on", "goldthread: ", "Launching a worker")
                ) or shown.match(line), line
        left = [block for block in BLOCKS if block not in self.done and block.section != "Log lines"]
        assert not left, f"not followed: {[block.text.splitlines()[0] for block in left]}"

    def close(self) -> None:
        """Stop all of it."""
        for machine in self.machines:
            machine.close()
        self.provider.stop()
        self.database.stop()


def main() -> int:
    """Follow the page; return 0 where all of it is so."""
    tree = Path(tempfile.mkdtemp(prefix="goldthread-"))
    if os.geteuid() == 0:
        # PostgreSQL's account has to reach its own folder in it.
        tree.chmod(0o711)
    follower = None
    try:
        follower = Follower(tree)
        follower.everything()
        follower.say("the whole page was followed")
        return 0
    except Exception:
        traceback.print_exc()
        for journal in sorted(tree.glob("*/var/log/*.journal")):
            print(f"--- {journal.name}", *journal.read_text(errors="replace").splitlines()[-40:], sep="\n")
        return 1
    finally:
        if follower is not None:
            follower.close()
        shutil.rmtree(tree, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
