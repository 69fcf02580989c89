"""A password link that two use at the same moment works once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from goldthread.council import views
from goldthread.council.database import tenant
from goldthread.council.models import Account, AuditLine
from goldthread.council.people.access import password_link_path
from goldthread.council.people.commands import add_person

PASSWORDS = ("the first of two passwords", "the second of two passwords")


@pytest.mark.slow(reason="two requests at once, each in a transaction of its own that is committed")
def test_one_of_two_at_once_chooses_the_password(new_council, monkeypatch):
    with transaction.atomic():
        tenant.enter(new_council.council_id)
        add_person(by=new_council, name="Ada Twice", email="ada.twice@council.example", role="administrator")
    account = Account.objects.get(email="ada.twice@council.example")
    link = password_link_path(account)
    save = views.SetPasswordForm.save

    def save_slowly(form, *arguments):
        time.sleep(0.5)
        return save(form, *arguments)

    monkeypatch.setattr(views.SetPasswordForm, "save", save_slowly)

    def choose(password: str) -> int:
        try:
            return Client().post(link, {"new_password1": password, "new_password2": password}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = dict(zip(PASSWORDS, pool.map(choose, PASSWORDS), strict=True))
    assert sorted(statuses.values()) == [302, 404]
    account.refresh_from_db()
    assert [password for password in PASSWORDS if account.check_password(password)] == [
        password for password, status in statuses.items() if status == 302
    ]
    with tenant.inside(new_council.council_id):
        lines = AuditLine.objects.filter(command="council.set_password_by_link").count()
    assert lines == 1
