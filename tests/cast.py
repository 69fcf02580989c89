"""The fixed cast: who may do all, who may read, and who is from another council."""

from __future__ import annotations

import hashlib
from typing import Any

import html5lib
import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from goldthread.council.database import tenant
from goldthread.council.models import Council, Person, Team
from tests.conftest import SERVER


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


def sign_in(client: Client, account: Any) -> None:
    """Sign somebody in by a session that is committed beside the test's transaction, for all tests after it too."""
    database, backend = connection.settings_dict["NAME"], settings.AUTHENTICATION_BACKENDS[0]
    # A change of password, or an administrator, ends the sessions that were begun before.
    key = hashlib.sha256(f"{account.pk}|{account.get_session_auth_hash()}".encode()).hexdigest()[:32]
    if not Session.objects.filter(session_key=key).exists():
        store = SessionStore()
        content = {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: backend,
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            # As through a provider: of a password alone, an administrator would be asked for codes first.
            "account_authentication_methods": [{"method": "socialaccount", "at": 0}],
            "account_authentication_methods_user": str(account.pk),
        }
        with psycopg.connect(SERVER.dsn("superuser", database), autocommit=True) as beside:
            beside.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)",
                [key, store.encode(content), store.get_expiry_date()],
            )
    client.cookies[settings.SESSION_COOKIE_NAME] = key
