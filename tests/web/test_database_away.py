"""Pages while the database is away: they say so, keep what was typed, and need nothing of the database."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_was_typed_stays_on_the_page(avonshire):
    client = avonshire.client("complaints_manager")
    client.raise_request_exception = False
    with mock.patch("goldthread.council.middleware._people", side_effect=OperationalError("gone")):
        answer = client.post(
            "/feedback/receive/", {"text": "The <lift> is broken", "gt-token": "t1", "source": "complaint"}
        )
    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "10"
    assert 'name="text" value="The &lt;lift&gt; is broken"' in page and "Try again" in page
    assert 'action="/feedback/receive/"' in page and 'name="csrfmiddlewaretoken"' in page


def test_what_another_site_wrote_is_not_on_the_page(avonshire):
    """Selecting “Try again” would send it with our own token, as if its reader had typed it."""
    known = avonshire.client("complaints_manager")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = known.cookies
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/feedback/new/").content.decode())[1]
    sent = {"text": "Somebody else's words"}
    with mock.patch("goldthread.council.middleware._people", side_effect=OperationalError("gone")):
        forged = client.post("/feedback/new/", sent)
        ours = client.post("/feedback/new/", {**sent, "csrfmiddlewaretoken": token})
    assert forged.status_code == ours.status_code == 503
    assert "else" not in forged.content.decode() and 'method="post"' not in forged.content.decode()
    assert "Somebody else&#39;s words" in ours.content.decode()


def test_a_field_whose_name_only_holds_the_word_code_is_kept(avonshire):
    client = avonshire.client("quality_lead")
    client.raise_request_exception = False
    with mock.patch("goldthread.council.middleware._people", side_effect=OperationalError("gone")):
        answer = client.post("/themes/settings/", {"double_code_one_in": "12"})
    assert 'name="double_code_one_in" value="12"' in answer.content.decode()


def test_a_password_is_never_written_into_a_page(client):
    client.raise_request_exception = False
    with mock.patch(
        "django.contrib.sessions.backends.db.SessionStore.load", side_effect=OperationalError("gone")
    ):
        client.cookies["sessionid"] = "x" * 32
        answer = client.post("/sign-in/", {"login": "a@b.example", "password": "a long secret"})
    assert answer.status_code == 503
    assert "a long secret" not in answer.content.decode()
