"""Around every page: what a request leaves behind, and what is shown when it goes wrong."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.urls import path

from goldthread.council.database import tenant
from goldthread.council.models import Team
from goldthread.urls import handler400, handler403, handler404, handler500  # noqa: F401
from goldthread.urls import urlpatterns as pages
from tests.house import markup


def breaks_the_transaction(request):
    """Write something, then break the transaction."""
    if request.person is not None:
        Team.objects.create(council=request.person.council, slug="half", name="Half")
        Team.objects.create(council=request.person.council, slug="half", name="Half")
    raise IntegrityError("broken")


urlpatterns = [*pages, path("breaks/", breaks_the_transaction)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_page_that_breaks_keeps_nothing_and_says_it_is_our_fault(avonshire, signed_in):
    client = avonshire.client("quality_lead") if signed_in else Client()
    client.raise_request_exception = False
    response = client.get("/breaks/")
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.content.decode(), "by which it is found in the log"
    assert markup.faults(response) == []
    avonshire.enter()
    assert not Team.objects.filter(slug="half").exists()


def test_a_database_that_does_not_answer_gets_a_page_too(monkeypatch, db):
    def down(*args, **kwargs):
        raise OperationalError("the database is down")

    monkeypatch.setattr(transaction, "atomic", down)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 503
    assert markup.faults(response) == []


@pytest.mark.django_db
def test_a_form_from_another_site_is_refused_in_plain_english(avonshire):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert markup.faults(response) == []
    assert "Nothing was saved" in response.content.decode()


@pytest.mark.django_db
def test_a_name_that_is_not_ours_is_refused(avonshire):
    assert Client().get("/sign-in/", HTTP_HOST="elsewhere.example").status_code == 400


def test_after_a_request_nothing_of_its_council_stays_on_the_connection(apart):
    with transaction.atomic():
        tenant.enter(uuid.uuid4())
        tenant.recognise(uuid.uuid4())
    with connection.cursor() as cursor:
        for name in (tenant.COUNCIL_SETTING, tenant.ACCOUNT_SETTING):
            cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
            assert cursor.fetchone()[0] == ""
        cursor.execute("SELECT count(*) FROM goldthread_team")
        assert cursor.fetchone()[0] == 0


def test_a_council_cannot_be_entered_outside_a_transaction(apart):
    with pytest.raises(RuntimeError, match="inside a transaction"):
        tenant.enter(uuid.uuid4())
