"""What `goldthread doctor` says about the identity provider, and about what listens where it should."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from goldthread.cli import doctor_provider
from goldthread.council.people import identity_provider, provider_check
from tests.council.provider import SECRET


def check() -> tuple[list[str], str]:
    return provider_check.check(identity_provider.app("council"))


def describe(provider, **changed: object) -> None:
    """Let the provider describe itself with these values in place of its own."""
    told = provider.get
    provider.get = lambda path: told(path) | changed if path.startswith("/.well-known/") else told(path)


def test_a_provider_that_answers_and_does_not_refuse_the_secret_is_well(provider):
    faults, words = check()
    assert faults == []
    assert words.startswith(f"{provider.address} answers, and does not refuse the client secret.")
    assert provider.paths == ["/.well-known/openid-configuration", "/token"], "nobody signs in"


def test_the_whole_address_of_the_description_may_be_set(provider, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = f"{provider.address}/.well-known/openid-configuration"
    assert check()[0] == []


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"error": "invalid_client"}, "the client secret is wrong or has ended (401, invalid_client)"),
        (
            {
                "error": "invalid_client",
                "error_description": f"AADSTS7000222: The keys {SECRET} are expired.",
            },
            "the client secret has ended (401, invalid_client, AADSTS7000222): make a new one",
        ),
        ({"error": "unauthorized_client"}, "the client secret is wrong"),
        ({"access_token": "x", "id_token": "y"}, "gave tokens for a code that it never gave"),
    ],
)
def test_a_refused_secret_is_told_without_the_secret(provider, answer, says):
    provider.no = answer
    [fault] = check()[0]
    assert says in fault and SECRET not in fault


def test_what_can_be_told_only_at_a_sign_in_is_said_to_be_so(provider):
    provider.no = {"error": "invalid_request", "error_description": "AADSTS9002313: malformed"}
    faults, words = check()
    assert faults == []
    assert words.endswith("only when somebody signs in (it said no (400, invalid_request, AADSTS9002313))")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            {"issuer": "https://another.example"},
            "is the provider 'https://another.example' by its own account",
        ),
        ({"issuer": None}, "names no issuer"),
        ({"token_endpoint": None}, "gives no http:// address as its token_endpoint"),
        ({"authorization_endpoint": "/authorize"}, "gives no http:// address as its authorization_endpoint"),
        ({"error": "not_found"}, "That is not where an identity provider describes itself"),
    ],
)
def test_another_issuer_or_nonsense_is_named(provider, changed, says):
    describe(provider, **changed)
    [fault] = check()[0]
    assert says in fault and "GOLDTHREAD_OIDC_SERVER" in fault
    assert "/token" not in provider.paths, "the secret goes to nobody else"


def test_the_word_for_several_tenants_is_the_issuers_too(provider, settings):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = f"{provider.address}/common/v2.0"
    told = provider.get
    provider.get = lambda path: told(path.removeprefix("/common/v2.0"))
    provider.issuer = f"{provider.address}/{{tenantid}}/v2.0"
    assert check()[0] == []
    provider.issuer = f"{provider.address}/{{tenantid}}/v1.0"
    assert "by its own account" in check()[0][0]


def test_a_silent_provider_holds_doctor_up_for_seconds_only(provider, monkeypatch):
    monkeypatch.setattr(identity_provider, "SECONDS", 0.5)
    provider.answers.clear()
    began = time.monotonic()
    [fault] = check()[0]
    assert "it did not answer" in fault and "Check that this machine reaches that address" in fault
    assert time.monotonic() - began < 2


def test_a_provider_that_is_not_there_is_named(provider):
    provider.stop()
    [fault] = check()[0]
    assert fault.startswith(f"{provider.address}: it did not answer (ConnectionError)")


def test_what_was_described_before_is_asked_again(provider):
    assert check()[0] == []
    describe(provider, issuer="https://another.example")
    assert len(check()[0]) == 1


def test_without_a_provider_doctor_says_so(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert doctor_provider.provider() == ([], "none is set up; people sign in by password")


@pytest.fixture
def listener():
    """Return a way to serve answers by path at a free address; gives the address."""
    servers = []

    def serve(answers: dict[str, tuple[int, object]]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, answer = answers.get(self.path, (404, "nothing"))
                body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"0.0.0.0:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


ALIVE = {"/health/": (200, {"status": "ok"})}


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        (ALIVE | {"/ready/": (200, {"status": "ok", "database": "ok", "worker": "ok"})}, []),
        (
            ALIVE | {"/ready/": (503, {"status": "not ready", "database": "ok", "worker": "not heard from"})},
            ["worker: not heard from."],
        ),
        ({"/health/": (200, "It works!")}, ["is not Goldthread"]),
        ({"/health/": (200, {"status": "UP"})}, ["is not Goldthread"]),
        ({}, ["is not Goldthread"]),
        (ALIVE, ["and not at /ready/"]),
    ],
)
def test_what_answers_where_the_web_server_listens_is_looked_at(listener, answers, faults):
    bind = listener(answers)
    found, words = doctor_provider.listening(bind)
    assert len(found) == len(faults)
    assert all(expected in fault for fault, expected in zip(found, faults, strict=True))
    if not faults:
        assert words == f"web server and worker answer on {bind}"


def test_that_nothing_is_started_yet_is_no_problem():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert doctor_provider.listening(f"127.0.0.1:{port}") == (
        [],
        f"nothing answers on 127.0.0.1:{port}; Goldthread is not started",
    )
