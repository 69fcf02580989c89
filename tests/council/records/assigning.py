"""Feedback and people for the tests of who owns what."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from goldthread.council.models import Membership, Person
from goldthread.feedback import commands
from goldthread.feedback.intake.new_feedback import NewFeedback

DAY = datetime.timedelta(days=1)


def received(avonshire, team, source="complaint", **fields):
    today = timezone.localdate()
    new = NewFeedback(source=source, points=["Nobody rang me back."], received_on=today, team=team, **fields)
    return commands.receive(
        by=avonshire.person("complaints_manager"), new=new, today=today, allow_duplicate=True
    )


def somebody(avonshire, role, team=None, name="Somebody new"):
    person = Person.objects.create(council=avonshire.council, name=name)
    Membership.objects.create(council=avonshire.council, person=person, role=role, team=team)
    return person


def signed_in(client, person):
    client.force_login(person.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
