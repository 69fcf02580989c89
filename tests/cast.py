"""The fixed cast: who may do all, who may read, and who is from another council."""

from __future__ import annotations

import uuid
from typing import Any

import html5lib
import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from goldthread.council.database import tenant
from goldthread.council.models import Council, Person, Team
from tests.conftest import DATABASE, SERVER


class CheckedClient(Client):
    """A test client that holds every page it is given to be valid HTML."""

    def request(self, **request: Any) -> HttpResponse:
        """Make the request and check the answer's HTML, where it is a whole page."""
        response = super().request(**request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming and response.content.lstrip()[:2] == b"<!":
            html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())
        return response


class Cast:
    """One made-up council in a test: entered, with its people by role or short name."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.council = Council.objects.get(slug=slug)
        self.enter()

    def enter(self) -> None:
        """See this council's records for the rest of the test's transaction."""
        tenant.enter(self.council.pk)

    def person(self, who: str) -> Person:
        """Return somebody by role ("quality_lead") or by short name ("grace-adeyinka")."""
        self.enter()
        people = Person.objects.filter(council=self.council, is_active=True)
        found = people.filter(memberships__role=who).order_by("created_at").first()
        if found is None:
            found = people.get(account__email=f"{who.replace('-', '.')}@{self.slug}.example")
        return Person.objects.select_related("council", "account").get(pk=found.pk)

    @property
    def clock(self) -> Person:
        """Return Goldthread itself, as it acts by the clock in this council."""
        self.enter()
        return Person.objects.select_related("council").get(council=self.council, is_system=True)

    def team(self, slug: str) -> Team:
        """Return a team by its short name."""
        self.enter()
        return Team.objects.get(council=self.council, slug=slug)

    def client(self, who: str, *, checked: bool = True) -> Client:
        """Return a client signed in as somebody; one that is not checked is quicker where only the words matter."""
        client = CheckedClient() if checked else Client()
        sign_in(client, self.person(who).account)
        return client


# The session of each account that has signed in, by its password: whoever changes that ends them all.
_SESSIONS: dict[tuple[str, str], str] = {}


def sign_in(client: Client, account: Any) -> None:
    """Sign somebody in; from the second time on by a session that is committed beside the tests' transactions."""
    cookie = settings.SESSION_COOKIE_NAME
    who = str(account.pk), account.password
    if who in _SESSIONS and connection.settings_dict["NAME"] == DATABASE:
        client.cookies[cookie] = _SESSIONS[who]
        return
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    if connection.settings_dict["NAME"] == DATABASE:
        session, key = client.session, uuid.uuid4().hex
        with psycopg.connect(SERVER.dsn("superuser", DATABASE), autocommit=True) as beside:
            beside.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)",
                [key, session.encode(session._session), session.get_expiry_date()],
            )
        _SESSIONS[who] = key
