"""What must hold when something is not as it should be: each a part of following docs/running.md (follow.py)."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import requests

from tests.own_server.real_systemd import NotHere, RealSystemd, real_systemd, why_not

MOST_BYTES = 104 * 1024 * 1024


def headers_from_outside(follower: Any) -> None:
    """Send what only the web server in front may say; none of it is believed."""
    browser = follower.browser()
    lies = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "8443",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "for=203.0.113.9;proto=http;host=evil.example",
        "X-Real-IP": "203.0.113.9",
        "X-Request-ID": "an-id-of-somebody-else",
        "SCRIPT_NAME": "/evil",
    }
    page = browser.get("/sign-in/", headers=lies, allow_redirects=False)
    assert page.status_code == 200, (page.status_code, page.headers)
    assert "evil" not in page.text and "evil" not in str(page.headers)
    assert page.headers.get("X-Request-ID") != lies["X-Request-ID"]
    assert "Secure" in page.headers["Set-Cookie"] and "Content-Security-Policy" in page.headers
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    browser.session.headers.update(lies)
    assert browser.sign_in("you@council.example", "a wrong password of ours").status_code == 200
    journal = follower.first.services["goldthread"].journal
    deadline = time.monotonic() + 5
    while "wrong password" not in journal.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    written = journal.read_text()
    assert "wrong password" in written and "203.0.113.9" not in written and "somebody-else" not in written
    [line] = [line for line in written.splitlines() if "wrong password" in line]
    assert " client=127.0.0.1]" in line, line
    request = re.search(r"\[request=(\w+) ", line)[1]
    # nginx writes its line once the answer is sent, so whoever has the answer may be here before it.
    access = follower.first.path("/var/log/nginx/goldthread.log")
    while request not in access.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert request in access.read_text(), "one ID in both logs"
    other = follower.browser().get("/sign-in/", headers={"Host": "evil.example"}, allow_redirects=False)
    assert other.status_code == 400, other.status_code
    follower.say("headers that only nginx may send are not believed from outside")


def large_upload(follower: Any) -> None:
    """Send more than 104 MB, and between 100 and 104 MB: both are refused in words, the second by Goldthread."""
    with _connected(follower) as connection:
        head = (
            f"POST /feedback/import/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {MOST_BYTES + 1}\r\n\r\n"
        )
        connection.sendall(head.encode())
        answer = connection.recv(65536).decode()
        while "</html>" not in answer and (piece := connection.recv(65536)):
            answer += piece.decode()
    assert answer.startswith("HTTP/1.1 413 "), answer[:500]
    assert "<h1>What you sent is too large</h1>" in answer and "Split the spreadsheet" in answer
    assert "default-src 'none'" in answer and "\r\nServer: nginx\r\n" in answer
    row = b"03/04/2026,The rail never came\n"
    sheet = b"Date received,Comment\n" + row * (106_000_000 // len(row))
    assert 100 * 1024 * 1024 < len(sheet) < MOST_BYTES - 4096
    page = follower.lead.send(
        "/feedback/import/", {"source": "complaint"}, files={"file": ("complaints.csv", sheet, "text/csv")}
    )
    assert page.status_code == 200 and "the most is 105 MB" in page.text, (page.status_code, page.text[:3000])
    follower.say("104 MB more than nginx takes: 413 in words; what it lets through Goldthread refuses itself")


def _connected(follower: Any) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(follower.authority.file))
    connection = socket.create_connection(("localhost", follower.first.https), timeout=30)
    return context.wrap_socket(connection, server_hostname="localhost")


def without_https(follower: Any) -> None:
    """Ask over HTTP: a health check by bare address is answered, all else is led to HTTPS."""
    bare = f"http://127.0.0.1:{follower.first.http}"
    health = requests.get(f"{bare}/health/", headers={"Host": "10.0.0.7"}, timeout=10)
    assert health.json() == {"status": "ok"}
    page = requests.get(f"{bare}/feedback/?q=x", allow_redirects=False, timeout=10)
    assert page.status_code == 301, page.status_code
    assert page.headers["Location"] == f"https://localhost:{follower.first.https}/feedback/?q=x"
    assert follower.browser().get("/ready/").json()["status"] == "ok"
    follower.say("health checks by bare address over HTTP; pages over HTTPS alone")


def nothing_personal_in_logs(follower: Any) -> None:
    """Search for a name, and use a link for a password: neither log has the name or the link's secret."""
    follower.lead.get("/search/", params={"q": "Pemberton"})
    follower.browser().get("/sign-in/password/somebody/a-secret-token/")
    time.sleep(0.2)
    logs = {
        file.name: file.read_text(errors="replace")
        for folder in ("/var/log/nginx", "/var/log/goldthread")
        for file in follower.first.path(folder).parent.rglob("*")
        if file.is_file()
    }
    assert "/search/" in logs["goldthread.log"] and "/sign-in/password/..." in logs["goldthread.log"]
    for name, text in logs.items():
        assert "Pemberton" not in text and "a-secret-token" not in text, name
    follower.say("no search and no link for a password stands in a log")


def database_restart(follower: Any) -> None:
    """Restart PostgreSQL while pages are asked for: nothing but "Try again in a moment", and then the page again."""
    answers: list[tuple[int, bool]] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            page = follower.lead.get("/feedback/", allow_redirects=False)
            answers.append((page.status_code, "Try again in a moment" in page.text))

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    follower.first.run("sudo systemctl restart postgresql")
    follower.first.run("sudo systemctl stop postgresql")
    time.sleep(2)
    follower.first.run("sudo systemctl start postgresql")
    # A page that was asked for meanwhile may still wait, and each of the two processes finds its connections closed.
    since, deadline = len(answers), time.monotonic() + 60
    while [status for status, _ in answers[since:]][-5:] != [200] * 5 and time.monotonic() < deadline:
        time.sleep(0.1)
    stop.set()
    asking.join()
    assert {*answers} == {(200, False), (503, True)}, {*answers}
    assert answers[-1][0] == 200
    follower.wait_until_ready(follower.first)
    assert follower.first.services["goldthread"].restarts == 0
    away = sum(status == 503 for status, _ in answers)
    follower.say(
        f"PostgreSQL restarted: {away} of {len(answers)} pages said to try again, all others were served"
    )


def killed_and_stopped(follower: Any) -> None:
    """Kill the service: it is started again. Stop it: it ends in order, and nginx says in words to try again."""
    service = follower.first.services["goldthread"]
    os.kill(service.process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while service.restarts == 0 and time.monotonic() < deadline:
        page = follower.lead.get("/feedback/", allow_redirects=False)
        # The database was away just now: one of the processes may still find a connection closed, and says so.
        assert page.status_code in (200, 502, 503), page.status_code
        assert page.status_code == 200 or "Try again in a moment" in page.text, page.text[:500]
    assert service.restarts == 1
    follower.wait_until_ready(follower.first)
    took = service.stop()
    assert service.processes() == []
    page = follower.lead.get("/feedback/", allow_redirects=False)
    assert page.status_code == 502 and "<h1>Try again in a moment</h1>" in page.text, page.text[:500]
    assert page.headers["Cache-Control"] == "no-store"
    follower.first.run("sudo systemctl start goldthread")
    follower.wait_until_ready(follower.first)
    follower.say(f"killed, it is started again; stopped in {took:.1f} s; 502 in words meanwhile")


def load_balancer(follower: Any, machine: Any) -> None:
    """Let nginx believe a load balancer, as the page shows: its client's address is the one in the log."""
    [block] = [each for each in follower.blocks if (each.section, each.info) == ("A second machine", "nginx")]
    follower.done.add(block)
    site = machine.path("/etc/nginx/sites-available/goldthread")
    text = site.read_text()
    site.write_text(
        text.replace("client_max_body_size", f"{machine.here(block.text)}client_max_body_size", 1)
    )
    machine.run("sudo nginx -t && sudo systemctl reload nginx")
    time.sleep(0.5)
    browser = follower.browser(machine)
    browser.session.headers["X-Forwarded-For"] = "203.0.113.9, 198.51.100.7"
    browser.sign_in("you@council.example", "a wrong password of ours")
    written = machine.services["goldthread"].journal.read_text()
    [line] = [line for line in written.splitlines() if "wrong password" in line]
    assert " client=198.51.100.7]" in line, line
    site.write_text(text)
    machine.run("sudo systemctl reload nginx")
    follower.say("behind a load balancer that nginx believes, the log has the client's address")


def silence(follower: Any, machine: Any) -> None:
    """Let nginx wait for a Goldthread that takes too long: 504 in words."""
    machine.run("sudo systemctl stop goldthread")
    site = machine.path("/etc/nginx/sites-available/goldthread")
    text = site.read_text()
    site.write_text(text.replace("proxy_read_timeout 125s", "proxy_read_timeout 1s"))
    machine.run("sudo systemctl reload nginx")
    time.sleep(0.5)
    with socket.create_server(("127.0.0.1", machine.app)):
        page = follower.browser(machine).get("/feedback/", allow_redirects=False)
    assert page.status_code == 504 and "<h1>Goldthread has taken too long to answer</h1>" in page.text
    site.write_text(text)
    machine.run("sudo systemctl reload nginx")
    machine.run("sudo systemctl start goldthread")
    follower.wait_until_ready(machine)
    follower.say("504 in words where Goldthread takes too long")


def under_systemd(follower: Any) -> None:
    """Run the unit under systemd itself, shut off as it says: served, started again when killed, stopped in order."""
    machine = follower.first
    unit = machine.path("/etc/systemd/system/goldthread.service")
    try:
        if reason := why_not():
            raise NotHere(reason)
        with real_systemd(follower.tree / "real-systemd", unit, follower.tree) as systemd:
            machine.run("sudo systemctl stop goldthread")
            _served_by(systemd, follower)
            version = systemd("--version").split()[1]
    except NotHere as reason:
        follower.say(f"the unit is not run under systemd itself: {reason}")
        return
    machine.run("sudo systemctl start goldthread")
    follower.wait_until_ready(machine)
    follower.say(
        f"the unit under systemd {version} itself: served, started again when killed, stopped in order"
    )


def _served_by(systemd: RealSystemd, follower: Any) -> None:
    """Look at the service while systemd runs it, kill it and stop it."""
    machine = follower.first
    systemd("start", "goldthread")
    follower.wait_until_ready(machine, systemd.written)
    assert follower.lead.get("/feedback/").status_code == 200
    main = Path(f"/proc/{systemd.property('MainPID')}")
    status = (main / "status").read_text()
    assert re.search(r"NoNewPrivs:\s1\n", status) and re.search(r"Seccomp:\s2\n", status), status
    assert re.search(r"CapEff:\s0+\n", status), status
    assert (main / "root" / "tmp").stat().st_ino != Path("/tmp").stat().st_ino, (
        "a folder of its own for uploads"
    )
    row = b"03/04/2026,The rail never came\n"
    sheet = b"Date received,Comment\n" + row * 100_000
    page = follower.lead.send(
        "/feedback/import/",
        {"source": "complaint"},
        files={"file": ("complaints.csv", sheet, "text/csv")},
    )
    assert page.status_code == 200 and "Columns" in page.text, (page.status_code, page.text[:3000])
    systemd("kill", "--kill-whom=main", "--signal=KILL", "goldthread")
    deadline = time.monotonic() + 30
    while systemd.property("NRestarts") == "0" and time.monotonic() < deadline:
        time.sleep(0.2)
    follower.wait_until_ready(machine, systemd.written)
    systemd("stop", "goldthread")
    assert systemd.property("Result") == "success", systemd.written()
