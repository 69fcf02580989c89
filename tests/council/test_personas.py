"""Signing in as anyone exists in the demo, on this machine, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import reverse

from goldthread.council import views
from tests.cast import CheckedClient

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
for call in (lambda: reverse("demo_users"), lambda: resolve("/demo/users/")):
    try:
        call()
    except Exception as error:
        print(type(error).__name__)
"""


def python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a Goldthread set up by this environment alone."""
    variables = {
        key: value for key, value in os.environ.items() if not key.startswith(("GOLDTHREAD_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=variables
        | {
            "DJANGO_SETTINGS_MODULE": "goldthread.settings",
            "DATABASE_URL": "postgresql:///none",
            "GOLDTHREAD_SECRET_KEY": "for-this-test-only-for-this-test-only",
            "GOLDTHREAD_POOL_SIZE": "0",
        }
        | environment,
        capture_output=True,
        text=True,
    )


def test_without_the_demo_there_is_no_such_address():
    assert python(ASK).stdout.split() == ["NoReverseMatch", "Resolver404"]


@pytest.mark.parametrize(
    "bind", ["0.0.0.0:8000", "192.168.1.5:8000", "goldthread.example:80", ":8000", "8000"]
)
def test_the_demo_is_refused_beyond_this_machine(bind):
    done = python(
        "from django.conf import settings; settings.DEMO", GOLDTHREAD_DEMO="1", GOLDTHREAD_BIND=bind
    )
    assert done.returncode != 0
    assert "serves this machine only" in done.stderr


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_demo_runs_on_this_machine(bind):
    assert (
        python(
            "from django.conf import settings; settings.DEMO", GOLDTHREAD_DEMO="1", GOLDTHREAD_BIND=bind
        ).returncode
        == 0
    )


PROVIDER = {
    "GOLDTHREAD_OIDC_SERVER": "https://login.microsoftonline.com/common/v2.0",
    "GOLDTHREAD_OIDC_CLIENT": "goldthread",
    "GOLDTHREAD_OIDC_SECRET": "a secret of the tests only",
}


def test_the_tenants_that_may_sign_in_are_listed():
    done = python(
        "from django.conf import settings; print(settings.OIDC_TENANTS)",
        **PROVIDER,
        GOLDTHREAD_OIDC_TENANTS="AAAA-1, bbbb-2,",
    )
    assert done.stdout.strip() == "['aaaa-1', 'bbbb-2']"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"GOLDTHREAD_SECRET_KEY": "short"}, "GOLDTHREAD_SECRET_KEY"),
        ({"DATABASE_URL": "mysql://x/y"}, "must begin with postgresql://"),
        ({**PROVIDER, "GOLDTHREAD_OIDC_SERVER": "http://provider.example"}, "over https://"),
        (PROVIDER, "lets in people of every organisation"),
        ({**PROVIDER, "GOLDTHREAD_OIDC_TENANTS": " , "}, "GOLDTHREAD_OIDC_TENANTS"),
    ],
)
def test_unusable_settings_are_named_with_the_reason(environment, message):
    done = python("from django.conf import settings; settings.DEMO", **environment)
    assert done.returncode != 0
    assert message in done.stderr


def test_the_view_itself_refuses_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(PermissionDenied):
        views.demo_users(RequestFactory().get("/demo/users/"))


def test_the_view_itself_refuses_who_asks_from_another_machine():
    with pytest.raises(PermissionDenied):
        views.demo_users(RequestFactory().get("/demo/users/", REMOTE_ADDR="192.168.1.9"))


@pytest.mark.django_db
def test_in_the_demo_anyone_is_chosen_without_a_password(avonshire, brackenmoor):
    client = CheckedClient()
    page = client.get(reverse("demo_users")).content.decode()
    assert "Grace Adeyinka" in page
    assert "Brackenmoor" in page
    chosen = avonshire.person("director")
    assert client.post(reverse("demo_users"), {"person": str(chosen.pk)}).url == "/"
    assert chosen.name in client.get("/").content.decode()
    assert client.post(reverse("demo_users"), {"person": "nobody"}).status_code == 200
