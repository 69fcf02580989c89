"""The address under which people reach the service, asked through the web server in front of it, as a browser would.

What that web server must send, remove and let through is in docs/running.md ("nginx").
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import socket
import ssl
from collections.abc import Sequence
from contextlib import closing
from urllib.parse import urlsplit

from goldthread.cli.errors import UserError

PATIENCE = 5.0  # seconds for each question
# Long enough to have a certificate renewed by hand.
DAYS_LEFT = 21
# The largest spreadsheet (sheets/limits.py) with the form around it; no byte of it is sent.
UPLOAD_BYTES = 101 * 1024 * 1024
# A page that anybody may open: what the health checks say is said without the headers of a proxy.
_PAGE = "/accessibility/"
# OpenSSL's numbers (X509_V_ERR_...) of what people can do something about; any other is an unknown authority.
_CERTIFICATE = {
    9: "is not valid yet: check this machine's clock",
    10: "has ended: renew it",
    62: "is for another name",
    64: "is for another address",
}


def addresses(hosts: Sequence[str], chosen: str | None) -> list[str]:
    """Return the addresses to ask: the one that was chosen, else each host that is not this machine's own name."""
    if chosen:
        parts = urlsplit(chosen)
        if parts.scheme != "https" or not parts.hostname:
            raise UserError(
                f"--address takes an address such as https://goldthread.council.example, not {chosen}."
            )
        return [f"https://{parts.netloc}"]
    own = ("localhost", "127.0.0.1", "[::1]")
    return [f"https://{host}" for host in hosts if host not in own and not host.startswith((".", "*"))]


def look(address: str) -> tuple[list[str], str]:
    """Return what is wrong with how an https:// address is served, and what to say where nothing is."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    try:
        ends = _certificate_ends(host, port)
        faults = _what_is_passed_on(parts.netloc)
        if port == 443:
            faults += _without_https(host)
    except ssl.SSLCertVerificationError as error:
        unknown = (
            f"is of an authority that this machine does not know ({error.verify_message}): name its file in "
            "SSL_CERT_FILE"
        )
        return [f"Its certificate {_CERTIFICATE.get(error.verify_code, unknown)}."], ""
    except ssl.SSLError as error:
        return [f"It does not speak HTTPS ({error.reason}). Give the web server in front a certificate."], ""
    except socket.gaierror:
        return [
            f"This machine does not find the name {host}. Check the name service and GOLDTHREAD_HOSTS."
        ], ""
    except (OSError, http.client.HTTPException) as error:
        what = str(error) or type(error).__name__
        return [f"Nothing answers there ({what}). Start Goldthread and the web server in front of it."], ""
    left = (ends - dt.datetime.now(dt.UTC)).days
    if left < DAYS_LEFT:
        faults.append(f"Its certificate ends on {ends:%-d %B %Y}, in {left} days. Renew it.")
    return faults, f"certificate until {ends:%-d %B %Y}; headers and uploads pass as they must"


def _certificate_ends(host: str, port: int) -> dt.datetime:
    """Return when the certificate ends, once it is trusted and for this host."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        shown = secured.getpeercert() or {}
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), dt.UTC)


def _get(netloc: str, path: str, *, secure: bool = True, **headers: str) -> tuple[int, dict[str, str], bytes]:
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    with closing(kind(netloc, timeout=PATIENCE)) as connection:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read(100_000)


def _what_is_passed_on(netloc: str) -> list[str]:
    """Return what the web server in front does not send, remove or let through as it must."""
    status, _, body = _get(netloc, "/health/")
    if not _is_health(status, body):
        return [
            f"It answers {status} at /health/, which is not Goldthread's answer. Check that the web server in front "
            "passes requests on to the address of GOLDTHREAD_BIND."
        ]
    status, headers, _ = _get(netloc, _PAGE)
    if status in (301, 302, 307, 308):
        return [
            "Every page leads to itself: the web server in front must send X-Forwarded-Proto: https, and its own "
            "address must be in GOLDTHREAD_PROXIES where that is set."
        ]
    if status == 400:
        return [
            "Pages answer 400: the web server in front must send the Host that was asked for, and that must be in "
            "GOLDTHREAD_HOSTS."
        ]
    if status != 200:
        return [f"A page that anybody may open answers {status}. The log says why."]
    faults = [
        f"The header {name} of Goldthread's answers is missing: the web server in front must not remove it."
        for name in ("Strict-Transport-Security", "Content-Security-Policy")
        if name.lower() not in headers
    ]
    status, _, _ = _get(netloc, _PAGE, X_Forwarded_Proto="http")
    if status != 200:
        faults.append(
            "It passes on X-Forwarded-Proto as anybody sends it. The web server in front must set that header, "
            "and X-Forwarded-For, itself."
        )
    if _refuses_upload(netloc):
        faults.append(
            "It refuses spreadsheets of 100 MB. Let 104 MB through (nginx: client_max_body_size 104m)."
        )
    return faults


def _is_health(status: int, body: bytes) -> bool:
    try:
        return status == 200 and json.loads(body) == {"status": "ok"}
    except ValueError:
        return False


def _refuses_upload(netloc: str) -> bool:
    """Return whether an upload is refused for its length alone, before any of it is sent."""
    with closing(http.client.HTTPSConnection(netloc, timeout=PATIENCE)) as connection:
        connection.putrequest("POST", "/sign-in/")
        connection.putheader("Content-Length", str(UPLOAD_BYTES))
        connection.putheader("Content-Type", "application/octet-stream")
        connection.putheader("Expect", "100-continue")
        connection.endheaders()
        try:
            return b" 413 " in connection.sock.recv(64)
        except TimeoutError:
            # It waits for the upload: it does not refuse it.
            return False


def _without_https(host: str) -> list[str]:
    """Return the problem that pages can be read without HTTPS; nothing where only HTTPS answers."""
    try:
        status, headers, _ = _get(host, _PAGE, secure=False)
    except (OSError, http.client.HTTPException):
        return []
    if 300 <= status < 400 and headers.get("location", "").startswith("https://"):
        return []
    return [f"http://{host} answers {status}. Lead every page there to https://."]
