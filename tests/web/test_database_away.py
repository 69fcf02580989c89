"""Pages while the database is away: they say so, keep what was typed, and need nothing of the database."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import OperationalError

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


def test_a_password_is_never_written_into_a_page(client):
    client.raise_request_exception = False
    with mock.patch(
        "django.contrib.sessions.backends.db.SessionStore.load", side_effect=OperationalError("gone")
    ):
        client.cookies["sessionid"] = "x" * 32
        answer = client.post("/sign-in/", {"login": "a@b.example", "password": "a long secret"})
    assert answer.status_code == 503
    assert "a long secret" not in answer.content.decode()
