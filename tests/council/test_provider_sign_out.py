"""Sign-out of a session that was begun through the provider: here first, then there, and back."""

from __future__ import annotations

import contextlib
import datetime
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from goldthread.cli import home, main
from goldthread.thread import forgetting
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD
from tests.council.provider import CLIENT, come_in

pytestmark = pytest.mark.django_db
OUT = "/sign-out/"


@pytest.fixture
def grace(provider, avonshire):
    """Return how Grace Adeyinka comes in, with more about her in her token where that is given."""

    def come(**extra):
        provider.who = {"sub": "a1", "email": avonshire.person("grace-adeyinka").account.email}
        provider.extra = extra
        return come_in(provider)[0]

    return come


def test_it_leads_to_the_provider_with_the_token_it_gave_and_back(provider, grace):
    provider.end_session = f"{provider.address}/end"
    client = grace()
    answer = client.post(OUT)
    assert answer.status_code == 302
    there = urlsplit(answer.url)
    query = {name: value for name, [value] in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == provider.end_session
    assert query["client_id"] == CLIENT
    assert query["post_logout_redirect_uri"] == "http://testserver/sign-in/out/"
    hint = jwt.decode(query["id_token_hint"], options={"verify_signature": False})
    assert (hint["sub"], hint["aud"]) == ("a1", CLIENT)
    assert client.get("/").status_code == 302, "signed out here, wherever the browser goes next"
    page = client.get("/sign-in/out/").content.decode()
    assert "You are signed out of Goldthread" in page


def test_who_is_signed_in_is_not_told_that_they_are_signed_out(avonshire):
    assert avonshire.client("quality_lead").get("/sign-in/out/").url == "/"


def test_a_query_in_the_providers_address_stays(provider, grace):
    provider.end_session = f"{provider.address}/end?policy=b2c"
    assert grace().post(OUT).url.startswith(f"{provider.end_session}&client_id={CLIENT}&")


def test_a_provider_that_does_not_answer_is_not_asked_and_keeps_nobody_signed_in(provider, grace):
    provider.end_session = f"{provider.address}/end"
    client = grace()
    asked = len(provider.paths)
    provider.answers.clear()
    assert client.post(OUT).status_code == 302
    assert len(provider.paths) == asked
    assert client.get("/").status_code == 302


def test_a_token_too_long_for_an_address_is_left_out(provider, grace):
    provider.end_session = f"{provider.address}/end"
    query = parse_qs(urlsplit(grace(groups=["a group of the council"] * 100).post(OUT).url).query)
    assert set(query) == {"client_id", "post_logout_redirect_uri"}


def test_a_provider_that_offers_none_leaves_its_session_and_the_page_says_so(provider, grace):
    client = grace()
    page = client.post(OUT, follow=True)
    assert page.redirect_chain[-1][0] == reverse("account_login")
    assert "You may still be signed in to your Avonshire account in this browser" in page.content.decode()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "end",
    [
        "javascript:alert(1)",
        "ftp://x.example/",
        "//x.example/end",
        "http://",
        7,
        ["a"],
        "http://x/" + "y" * 2001,
    ],
)
def test_an_address_of_another_kind_is_none(provider, grace, end):
    provider.end_session = end
    assert grace().post(OUT).url == reverse("account_login")


def test_at_another_origin_a_link_leads_there(provider, grace):
    provider.end_session = "http://sign-out.example/end"
    client = grace()
    page = client.post(OUT)
    assert page.status_code == 200
    assert 'href="http://sign-out.example/end?client_id=goldthread&amp;' in page.content.decode()
    assert client.get("/").status_code == 302


def test_a_session_begun_by_password_stays_here(provider, grace, avonshire, with_password):
    provider.end_session = f"{provider.address}/end"
    account, client = with_password(avonshire.person("grace-adeyinka")), CheckedClient()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert client.post(OUT).url == reverse("account_login")
    assert client.post(OUT).url == reverse("account_login"), "and once more, by nobody"


def test_another_site_cannot_sign_somebody_out(provider, grace):
    client = grace()
    client.handler.enforce_csrf_checks = True
    assert client.post(OUT).status_code == 403
    assert client.get("/").status_code == 200


def test_the_token_is_gone_with_the_session(provider, grace):
    provider.end_session = f"{provider.address}/end"
    client = grace()
    key = client.session.session_key
    assert "hint" in client.session["sign_out_at_provider"]
    client.post(OUT)
    assert not Session.objects.filter(pk=key).exists()
    assert "sign_out_at_provider" not in client.session


def test_forget_deletes_sessions_that_have_run_out(avonshire, monkeypatch):
    monkeypatch.setattr(home, "opened", lambda *_, **__: contextlib.nullcontext())
    monkeypatch.setattr(forgetting, "forget_due", forgetting.due)
    for key, days in (("o" * 32, -1), ("n" * 32, 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + datetime.timedelta(days=days)
        )
    assert main.main(["forget"]) == 0
    assert not Session.objects.filter(pk="o" * 32).exists()
    assert Session.objects.filter(pk="n" * 32).exists()
