"""What `doctor` says of an address that is served wrongly: certificate, headers, uploads."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from goldthread.cli import doctor_served
from goldthread.cli.errors import UserError
from tests.own_server.certificates import Authority

GOOD = {"Strict-Transport-Security": "max-age=31536000", "Content-Security-Policy": "default-src 'none'"}


class Front:
    """A web server in front, and what it does wrongly."""

    def __init__(self, authority: Authority, **certificate: object) -> None:
        self.headers, self.health, self.page = dict(GOOD), b'{"status": "ok"}', 200
        self.believes, self.most = False, 104 * 1024 * 1024
        front = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/health/":
                    self._answer(200, front.health)
                elif front.believes and self.headers.get("X-Forwarded-Proto") == "http":
                    self._answer(301, b"")
                else:
                    self._answer(front.page, b"a page")

            def handle_expect_100(self) -> bool:
                if int(self.headers["Content-Length"]) > front.most:
                    self._answer(413, b"too large")
                    return False
                return super().handle_expect_100()

            def do_POST(self) -> None:
                self.close_connection = True

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                for name, text in front.headers.items():
                    self.send_header(name, text)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = authority.context(**certificate).wrap_socket(
            self.server.socket, server_side=True
        )
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def faults(self, host: str = "localhost") -> list[str]:
        """Return what is said to be wrong with it."""
        return doctor_served.look(f"https://{host}:{self.port}")[0]


@pytest.fixture
def authority(tmp_path, monkeypatch) -> Authority:
    """Return an authority that SSL_CERT_FILE names."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def front(authority) -> Iterator[Front]:
    """Return a web server that does all as it must."""
    front = Front(authority, days=60)
    yield front
    front.server.shutdown()
    front.server.server_close()


def test_nothing_is_wrong_where_all_passes_as_it_must(front):
    faults, words = doctor_served.look(f"https://localhost:{front.port}")
    assert faults == []
    assert words.startswith("certificate until ")


def _no_policy(front: Front) -> None:
    del front.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda front: setattr(front, "health", b"<h1>Welcome</h1>"), "which is not Goldthread's answer"),
        (lambda front: setattr(front, "health", json.dumps(["ok"]).encode()), "not Goldthread's answer"),
        (lambda front: setattr(front, "page", 301), "must send X-Forwarded-Proto: https"),
        (lambda front: setattr(front, "page", 400), "must send the Host that was asked for"),
        (lambda front: setattr(front, "page", 503), "answers 503. The log says why."),
        (_no_policy, "Content-Security-Policy of Goldthread's answers is missing"),
        (
            lambda front: setattr(front, "believes", True),
            "It passes on X-Forwarded-Proto as anybody sends it",
        ),
        (lambda front: setattr(front, "most", 1024 * 1024), "client_max_body_size 104m"),
    ],
    ids=["another", "no object", "leads to itself", "host", "broken", "headers", "believes", "uploads"],
)
def test_what_the_web_server_in_front_does_wrongly_is_named(wrong, words, front):
    wrong(front)
    [fault] = front.faults()
    assert words in fault


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ({"days": 5}, r"ends on \d+ \w+ \d{4}, in [45] days. Renew it."),
        ({"days": -1}, "has ended: renew it"),
        ({"hosts": ("other.example",)}, "is for another name"),
    ],
    ids=["soon", "ended", "another name"],
)
def test_what_is_wrong_with_the_certificate_is_named(certificate, words, authority):
    front = Front(authority, **certificate)
    [fault] = front.faults()
    assert re.search(words, fault), fault


def test_an_authority_that_is_not_known_is_named(front, monkeypatch, tmp_path):
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path / "other").file))
    [fault] = front.faults()
    assert "an authority that this machine does not know" in fault and "SSL_CERT_FILE" in fault


def test_an_address_where_nothing_or_no_https_answers_is_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
    assert "Nothing answers there" in doctor_served.look(f"https://localhost:{port}")[0][0]
    plain = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    assert "does not speak HTTPS" in doctor_served.look(f"https://localhost:{plain.server_port}")[0][0]
    plain.shutdown()
    plain.server_close()
    assert "does not find the name" in doctor_served.look("https://no-such-name.invalid")[0][0]


def test_which_addresses_are_asked():
    hosts = ["localhost", "127.0.0.1", ".council.example", "learning.council.example"]
    assert doctor_served.addresses(hosts, None) == ["https://learning.council.example"]
    assert doctor_served.addresses(hosts, "https://a.example:8443/x") == ["https://a.example:8443"]
    for wrong in ("a.example", "http://a.example"):
        with pytest.raises(UserError, match="such as https://"):
            doctor_served.addresses(hosts, wrong)
