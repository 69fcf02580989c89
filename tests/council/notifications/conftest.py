"""A mail server, a council that sends through it, and somebody who is told."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone


@pytest.fixture
def server():
    """Run a mail server on this machine."""
    from tests.council.notifications.mail_server import mail_server

    with mail_server() as running:
        yield running


@pytest.fixture
def email(avonshire, server):
    """Return a council's settings, on since long ago, with nobody told of anything yet."""
    # Models can be imported only once the test is set up.
    from goldthread.council.notifications import email_settings
    from goldthread.council.notifications.models import Notification
    from tests.council.notifications.emailing import SETTING

    Notification.objects.filter(council=avonshire.council).delete()
    avonshire.enter()
    email = email_settings.set_email(by=avonshire.person("administrator"), **SETTING | {"port": server.port})
    email.turned_on_at = email.digest_on = email.weekly_on = None
    email.turned_on_at = timezone.now() - datetime.timedelta(days=100)
    email.save()
    return email


@pytest.fixture
def grace(avonshire):
    """Return a quality lead."""
    return avonshire.person("quality_lead")
