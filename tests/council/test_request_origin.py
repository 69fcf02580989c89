"""Who asks: what the headers of proxies may say, the request's id in log and answer, and the settings for it."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys

import pytest
from django.http import HttpRequest, HttpResponse

from goldthread import log_lines
from goldthread.client_address import read_proxies
from goldthread.council.request_origin import request_origin

ID = "8d0f3c1e9a7b4f52"
PEER, PROXY, CLIENT = "198.51.100.7", "10.0.0.2", "203.0.113.9"


@pytest.fixture(autouse=True)
def one_proxy(settings):
    settings.PROXIES = read_proxies(PROXY)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    yield
    log_lines.end()


@pytest.fixture
def texts():
    """Return the lines that are written, as they are added."""
    written: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(log_lines.LineFormatter("json"))
    handler.emit = lambda record: written.append(handler.format(record))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def asked(peer: str, **headers: str) -> tuple[HttpRequest, HttpResponse]:
    """Return a request as pages see it, and the answer."""
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": peer} | {
        f"HTTP_X_{name.upper()}": value for name, value in headers.items()
    }
    return request, request_origin(lambda _: HttpResponse())(request)


@pytest.mark.parametrize(
    ("peer", "headers", "address", "is_secure", "has_id"),
    [
        (PROXY, {"forwarded_for": CLIENT, "forwarded_proto": "https", "request_id": ID}, CLIENT, True, True),
        (PEER, {"forwarded_for": CLIENT, "forwarded_proto": "https", "request_id": ID}, PEER, False, False),
        (PROXY, {"forwarded_for": CLIENT, "forwarded_proto": "http"}, CLIENT, False, False),
        (PROXY, {"forwarded_for": CLIENT}, CLIENT, False, False),
        (PROXY, {"forwarded_proto": "HTTPS , https"}, PROXY, True, False),
        # The client's own word stands first in the list of a proxy that adds its own.
        (PROXY, {"forwarded_proto": "https, http"}, PROXY, False, False),
        (PROXY, {"forwarded_protocol": "ssl", "forwarded_ssl": "on"}, PROXY, False, False),
        (PROXY, {"real_ip": "1.2.3.4", "forwarded_host": "evil.example"}, PROXY, False, False),
        (PROXY, {"request_id": "short"}, PROXY, False, False),
        (PROXY, {"request_id": "x" * 65}, PROXY, False, False),
        (PROXY, {"request_id": f"{ID} level=CRITICAL"}, PROXY, False, False),
        (PROXY, {"request_id": f"{ID},{ID}"}, PROXY, False, False),
        (PROXY, {"request_id": "é" * 16}, PROXY, False, False),
        (PROXY, {"request_id": f" {ID} "}, PROXY, False, True),
    ],
)
def test_headers_are_believed_from_a_named_proxy_only(peer, headers, address, is_secure, has_id):
    request, answer = asked(peer, **headers)
    assert request.META["REMOTE_ADDR"] == address
    assert request.is_secure() is is_secure
    assert answer.headers["X-Request-ID"] == request.request_id
    if has_id:
        assert request.request_id == ID
    else:
        assert re.fullmatch(r"[0-9a-f]{32}", request.request_id) and request.request_id != ID
    left = {name for name in request.META if name.startswith("HTTP_X_")}
    assert left <= {"HTTP_X_FORWARDED_PROTO"}, "no page or library reads what nobody vouches for"
    assert ("HTTP_X_FORWARDED_PROTO" in left) is (peer == PROXY)


def test_two_requests_have_two_ids():
    assert asked(PEER)[0].request_id != asked(PEER)[0].request_id


@pytest.mark.django_db
def test_every_line_of_a_request_has_its_id_and_the_next_has_its_own(client, texts):
    first = client.get("/no-such-page/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=CLIENT, HTTP_X_REQUEST_ID=ID)
    assert first.status_code == 404 and first.headers["X-Request-ID"] == ID
    logging.getLogger("goldthread.test").warning("between two requests")
    second = client.get("/no-other-page/", REMOTE_ADDR=PEER, HTTP_X_REQUEST_ID=ID)
    lines = [json.loads(text) for text in texts]
    assert [(line["message"], line.get("request"), line.get("client")) for line in lines] == [
        ("Not Found: /no-such-page/", ID, CLIENT),
        ("between two requests", None, None),
        ("Not Found: /no-other-page/", second.headers["X-Request-ID"], PEER),
    ]
    assert second.headers["X-Request-ID"] != ID


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("GOLDTHREAD_PROXIES", "nginx", "GOLDTHREAD_PROXIES cannot be read: 'nginx' is not an address"),
        ("GOLDTHREAD_PROXIES", "0.0.0.0/0", "is every address there is"),
        ("GOLDTHREAD_LOG_FORMAT", "yaml", "GOLDTHREAD_LOG_FORMAT is 'yaml'. Set it to text or json"),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused_at_the_start(name, value, says):
    done = subprocess.run(
        [sys.executable, "-c", "import goldthread.settings"],
        env=os.environ | {name: value},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1 and says in done.stderr


@pytest.mark.django_db
def test_behind_https_without_a_named_proxy_is_not_served(settings):
    from goldthread.cli.doctor import _unbelieved

    settings.SESSION_COOKIE_SECURE = True
    settings.PROXIES = ()
    [fault] = _unbelieved(settings)
    assert "GOLDTHREAD_PROXIES" in fault
    settings.PROXIES = read_proxies(PROXY)
    assert _unbelieved(settings) == []


@pytest.mark.parametrize(
    ("content", "length"), [(b'{"status": "ok"}', "16"), (b"", "0")], ids=["a page", "nothing"]
)
def test_a_question_for_headers_alone_gets_no_page(content, length):
    """RFC 9110, 9.3.2: HEAD has the headers of GET and no content; the web server logs a warning at each that has."""
    request = HttpRequest()
    request.method, request.META = "HEAD", {"REMOTE_ADDR": PEER}
    answer = request_origin(lambda _: HttpResponse(content))(request)
    assert answer.content == b"" and answer.headers["Content-Length"] == length
