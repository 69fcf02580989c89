"""Private links: a secret that nobody keeps, one page, until a date, ended by a newer one, and slowed for guessers."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.links import guessing
from goldthread.council.links.commands import LONGEST, end_link, make_link, take_answer
from goldthread.council.links.models import PrivateLink, WrongSecret
from goldthread.council.links.secrets import hashed, new_secret
from goldthread.log_lines import _SECRET_LINK
from tests.casework.cases import made as complaint_of
from tests.casework.test_questions_and_parts import ask

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def question(avonshire):
    """Return a question to somebody who complained."""
    return ask(avonshire, complaint_of(avonshire))


def made(cast, question, **fields):
    until = fields.pop("until", timezone.localdate() + 5 * DAY)
    link = make_link(by=cast.person("complaints_manager"), record=question, until=until)
    cast.enter()
    return link, reverse("private_link", args=[cast.council.slug, link.secret])


def test_a_secret_is_long_and_typed_however_one_likes():
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50 and all(re.fullmatch(r"([a-z0-9]{6}-){3}[a-z0-9]{6}", each) for each in secrets)
    assert not any(letter in each for each in secrets for letter in "ilou")
    secret = secrets.pop()
    assert hashed(secret) == hashed(secret.upper().replace("-", "")) != hashed(secrets.pop())


def test_the_secret_is_in_no_table_and_no_log_line(avonshire, question):
    link, address = made(avonshire, question)
    kept = PrivateLink.objects.get(pk=link.link.pk)
    assert link.secret not in str(vars(kept)) and kept.secret == hashed(link.secret)
    assert link.secret not in _SECRET_LINK.sub(r"\1...", f"GET {address} 200")


def test_it_is_stored_nowhere_found_by_no_search_and_told_to_no_other_site(avonshire, question):
    _, address = made(avonshire, question)
    response = Client().get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    page = html.unescape(response.content.decode())
    assert 'name="robots" content="noindex' in page and "<script" not in page
    assert "kept until 6 years after the complaint is closed" in page


def test_a_form_from_another_site_is_refused(avonshire, question):
    _, address = made(avonshire, question)
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"answer": "On the Tuesday."}).status_code == 403
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    sent = client.post(address, {"answer": "On the Tuesday.", "csrfmiddlewaretoken": token})
    assert sent.status_code == 302 and "sessionid" not in client.cookies


def test_it_is_answered_once(avonshire, question):
    _, address = made(avonshire, question)
    client = Client()
    assert client.post(address, {"answer": "On the Tuesday."}).status_code == 302
    again = client.post(address, {"answer": "On the Wednesday."})
    assert "Your answer has been sent" in again.content.decode()
    avonshire.enter()
    question.refresh_from_db()
    assert "Tuesday" in question.answer


def test_it_ends_on_its_date_and_by_a_newer_one(avonshire, question, monkeypatch):
    _, old = made(avonshire, question)
    link, address = made(avonshire, question)
    assert Client().get(old).status_code == 410 and Client().get(address).status_code == 200
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *given: today + 6 * DAY)
    page = Client().get(address)
    assert page.status_code == 410 and "Its last day is over." in page.content.decode()
    with pytest.raises(Refused):
        clock = avonshire.clock
        take_answer(by=clock, link=link.link, day=today + 6 * DAY, answers={"answer": "On the Tuesday."})


def test_staff_end_it_and_nobody_makes_one_for_longer_than_is_good(avonshire, question):
    _, address = made(avonshire, question)
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    end_link(by=by, record=question)
    avonshire.enter()
    assert "It is not needed any more." in Client().get(address).content.decode()
    for until in (today - DAY, today + LONGEST + DAY):
        with pytest.raises(Refused):
            make_link(by=by, record=question, until=until)
        avonshire.enter()
    with pytest.raises(PermissionDenied):
        make_link(by=avonshire.person("practitioner"), record=question, until=today)


def test_whoever_tries_many_waits(avonshire, question):
    _, address = made(avonshire, question)
    client = Client()
    wrong = reverse("private_link", args=[avonshire.council.slug, new_secret()])
    for _ in range(guessing.MOST):
        assert client.get(wrong).status_code == 404
    assert client.get(address).status_code == 429
    avonshire.enter()
    assert WrongSecret.objects.filter(council=avonshire.council).count() == guessing.MOST
    wrong_secrets = WrongSecret.objects.filter(council=avonshire.council)
    assert "127.0.0.1" not in str(list(WrongSecret.objects.values_list("network", flat=True)))
    wrong_secrets.update(at=timezone.now() - guessing.WINDOW)
    guessing.delete_old(avonshire.council.pk)
    assert not wrong_secrets.exists()


def test_another_councils_address_opens_nothing(avonshire, brackenmoor, question):
    link, _ = made(avonshire, question)
    assert (
        Client().get(reverse("private_link", args=[brackenmoor.council.slug, link.secret])).status_code == 404
    )
    # Whoever is signed in at another council sees the page of the link, and nothing of theirs is mixed in.
    address = reverse("private_link", args=[avonshire.council.slug, link.secret])
    page = brackenmoor.client("quality_lead", checked=False).get(address)
    assert page.status_code == 200 and "On which day did nobody come?" in page.content.decode()


def test_the_page_that_makes_one_shows_the_address_once(avonshire, question):
    client = avonshire.client("complaints_manager")
    address = reverse("casework:link_casequestion", args=[question.pk])
    until = timezone.localdate() + DAY
    sent = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    page = client.post(address, sent).content.decode()
    found = re.search(r'value="(http://testserver/link/[^"]+)"', page).group(1)
    assert Client().get(found).status_code == 200
    assert found not in client.get(address).content.decode()
