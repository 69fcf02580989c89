"""A provider with a certificate of the council's own authority: believed where it is named, told apart where not."""

from __future__ import annotations

import pytest

from goldthread.council.people import identity_provider, provider_check
from tests.cast import CheckedClient
from tests.council.provider import BEGIN, come_in, set_up
from tests.own_server.certificates import Authority

pytestmark = pytest.mark.django_db
UNSURE = "Goldthread cannot tell that your council’s sign-in service is the right one."


@pytest.fixture
def authority(provider, settings, tmp_path, monkeypatch) -> Authority:
    """Serve the provider over TLS, with an authority that nobody knows."""
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    authority = Authority(tmp_path)
    provider.server.socket = authority.context().wrap_socket(provider.server.socket, server_side=True)
    provider.address = provider.address.replace("http://", "https://")
    set_up(settings, provider)
    identity_provider.forget_discovered()
    return authority


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_an_authority_that_is_named_is_believed(name, authority, provider, avonshire, monkeypatch):
    monkeypatch.setenv(name, str(authority.file))
    provider.who = {"sub": "a1", "email": avonshire.person("grace-adeyinka").account.email}
    _, page = come_in(provider)
    assert "Grace Adeyinka" in page.content.decode()


def test_an_authority_that_nobody_named_is_told_apart_from_silence(authority, caplog):
    page = CheckedClient().post(BEGIN)
    assert page.status_code == 503 and UNSURE in page.content.decode()
    assert "certificate: its certificate is not trusted" in caplog.text
    [line] = [record for record in caplog.records if record.name == "goldthread.sign_in"]
    assert line.levelname == "ERROR"


def test_a_file_of_authorities_that_is_not_there_is_named(authority, caplog, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    page = CheckedClient().post(BEGIN)
    assert page.status_code == 503 and UNSURE in page.content.decode()
    assert "none.pem (SSL_CERT_FILE) cannot be read" in caplog.text


def test_doctor_says_so_too(authority, monkeypatch):
    app = identity_provider.app("council")
    [fault] = provider_check.check(app)[0]
    assert "its certificate is not trusted" in fault and "SSL_CERT_FILE" in fault
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    assert provider_check.check(app)[0] == []
