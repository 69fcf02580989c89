"""What is asked for at the edges: files that are not there, control characters, and refusals in the log."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import reverse

from goldthread.council import middleware
from goldthread.council.command import Refused
from goldthread.council.models import Team

pytestmark = pytest.mark.django_db
# What comes with text that is pasted: a line break of Word, a page break, what cannot be seen, half a character.
PASTED = "Night\x00 te\x07am\x1f\x7f\x9f"


def test_the_icon_that_browsers_ask_for_is_ours():
    response = Client().get("/favicon.ico")
    content = b"".join(response.streaming_content)
    # An icon of three sizes.
    assert response.status_code == 200 and content[:6] == b"\0\0\1\0\3\0"
    assert "icon" in response.headers["Content-Type"]


def test_control_characters_are_taken_out_of_a_form(avonshire):
    client = avonshire.client("administrator")
    sent = client.post(reverse("teams"), {"name": PASTED, "service": "Two\x0blines"})
    assert sent.status_code == 302
    avonshire.enter()
    team = Team.objects.get(name="Night team")
    assert team.service == "Two\nlines"


@pytest.mark.parametrize(
    "address", ["/search/?q=%00waiting", "/feedback/?source=%00", "/audit/?record=F%00-1", "/themes/?%00=1"]
)
def test_control_characters_in_an_address_are_no_error_of_ours(avonshire, address):
    role = "administrator" if "audit" in address else "quality_lead"
    assert avonshire.client(role).get(address).status_code == 200


def test_control_characters_in_a_cookie_are_no_error_of_ours():
    client = Client()
    client.cookies.load(r'sessionid="\000abcdefghijklm"')
    assert client.get("/sign-in/").status_code == 200


def test_half_a_character_in_a_draft_is_no_error_of_ours(avonshire):
    answers = r'[["name", "Night \u0000\ud83d team"]]'
    sent = {"address": reverse("teams"), "answers": answers}
    assert avonshire.client("administrator").post(reverse("save_draft"), sent).status_code == 200


def test_whoever_breaks_off_in_the_middle_of_a_form_gets_an_answer(rf: RequestFactory):
    request = rf.post("/teams/", {"name": "x"})
    type(request).POST, before = property(_broken_off), type(request).POST
    try:
        assert middleware.no_control_characters(lambda request: "went on")(request) == "went on"
    finally:
        type(request).POST = before


def _broken_off(request):
    raise UnreadablePostError


@pytest.fixture
def log(monkeypatch) -> io.StringIO:
    """Return what the log on standard error holds, as `goldthread up` writes it."""
    [handler] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler and h.filters]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


def _other_role(avonshire):
    return avonshire.client("councillor").get("/feedback/").status_code


def _not_there(avonshire):
    return avonshire.client("quality_lead").get("/nowhere/").status_code


def _another_host(avonshire):
    return Client(headers={"host": "elsewhere.example"}).get("/sign-in/").status_code


def _another_site(avonshire):
    return Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"}).status_code


def _too_many_fields(avonshire):
    return Client().post("/sign-in/", {f"a{n}": "x" for n in range(1001)}).status_code


def _no_form(avonshire):
    return Client().post("/sign-in/", "x", content_type="multipart/form-data; boundary=").status_code


@pytest.mark.parametrize(
    ("refused", "status"),
    [(_other_role, 403), (_not_there, 404), (_another_host, 400), (_another_site, 403), (_too_many_fields, 400), (_no_form, 400)],
)  # fmt: skip
def test_a_refusal_is_one_line_of_the_log(avonshire, log, refused, status):
    assert refused(avonshire) == status
    lines = log.getvalue().splitlines()
    assert len(lines) == 1 and re.search(r"WARNING \S+ django\.|ERROR \S+ django\.security", lines[0]), lines


def test_a_command_that_refuses_is_one_line_too(avonshire, log, monkeypatch):
    """Where no page shows it, `OutsideTeam` is a 403."""
    from goldthread.council.errors import OutsideTeam

    def refuse(request):
        raise OutsideTeam("This belongs to another team.")

    monkeypatch.setattr("goldthread.council.views.render", lambda request, *_: refuse(request))
    assert issubclass(OutsideTeam, Refused)
    assert avonshire.client("administrator").get(reverse("people")).status_code == 403
    assert len(log.getvalue().splitlines()) == 1


def test_an_error_of_ours_keeps_its_traceback(avonshire, log, monkeypatch):
    monkeypatch.setattr("goldthread.council.views.render", lambda *_: 1 / 0)
    client = avonshire.client("administrator")
    client.raise_request_exception = False
    assert client.get(reverse("people")).status_code == 500
    assert "ZeroDivisionError" in log.getvalue() and "Traceback" in log.getvalue()
