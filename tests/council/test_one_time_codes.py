"""2-step verification: set up with a real code, required at each sign-in, with backup codes that work once."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD

pytestmark = pytest.mark.django_db


STEP = 30


class Clock:
    """A clock that stands until a test moves it, in the middle of a half minute."""

    def __init__(self) -> None:
        self.now = time.time() // STEP * STEP + STEP / 2

    def time(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    """A code holds for half a minute: let none of these tests begin in one and end in the next."""
    clock = Clock()
    monkeypatch.setattr(totp, "time", clock)
    return clock


def code_of(secret: str, clock: Clock, *, later: int = 0) -> str:
    """Return the code of a half minute, `later` steps from now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(clock.now) // STEP + later))


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(totp.time.time()) // 30))


def sign_in(client, account):
    return client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})


def say_again(client, response):
    """Give the password once more where that is asked for, and return where it leads."""
    if response.status_code == 302 and reverse("account_reauthenticate") in response.url:
        assert "Confirm it is you" in client.get(response.url).content.decode()
        wrong = client.post(response.url, {"password": "not it"})
        assert "Error: " in wrong.content.decode()
        response = client.post(response.url, {"password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
        response = client.get(response.url)
    return response


@pytest.fixture
def somebody(avonshire, with_password):
    """Return an account, and its client signed in."""
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    sign_in(client, account)
    return account, client


@pytest.fixture
def guarded(somebody):
    """Return an account that has begun to use codes, its secret, its spare codes and its client."""
    account, client = somebody
    page = say_again(client, client.get(reverse("mfa_activate_totp"))).content.decode()
    letters = re.search(r"<strong>([A-Z2-7 ]+)</strong>", page)[1]
    secret = letters.replace(" ", "")
    assert "data:image/svg+xml" in page
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Error: " in wrong.content.decode()
    assert letters in wrong.content.decode(), "the secret stays the same after a slip"
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    spare = re.findall(r'<li class="gt-reference">(\S+)</li>', client.get(done.url).content.decode())
    assert len(spare) == 10
    return account, secret, spare, client


def test_signing_in_then_asks_for_a_code(guarded, clock):
    account, secret, _, _ = guarded
    client = CheckedClient()
    response = sign_in(client, account)
    assert response.url == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302, "the password alone opens nothing"
    assert "Enter your one-time code" in client.get(response.url).content.decode()
    assert "Error: " in client.post(response.url, {"code": "000000"}).content.decode()
    # The code that began it was used in this half minute, and a code is good once.
    clock.now += STEP
    assert client.post(response.url, {"code": code_now(secret)}).url == "/"
    assert client.get("/").status_code == 200


def tries(account, code: str) -> int:
    """Return how signing in with a code is answered: 302 where it is taken, 200 where it is not."""
    # The library counts wrong codes; what is tested is which are wrong.
    from django.core.cache import cache

    cache.clear()
    client = CheckedClient()
    return client.post(sign_in(client, account).url, {"code": code}).status_code


def test_a_code_cannot_be_used_twice(guarded, clock):
    account, secret, _, _ = guarded
    clock.now += STEP
    code = code_now(secret)
    assert tries(account, code) == 302
    for _ in range(2):
        assert tries(account, code) == 200
        # Half a minute later it is still one step late, and would be taken had it not been used.
        clock.now += STEP


def test_the_code_that_set_a_phone_up_cannot_be_used_again(guarded, clock):
    account, secret, _, _ = guarded
    code = code_of(secret, clock)
    assert tries(account, code) == 200
    clock.now += STEP
    assert tries(account, code) == 200


@pytest.mark.parametrize(("later", "answer"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)])
def test_a_phone_may_be_one_step_late_or_early(guarded, clock, later, answer):
    account, secret, _, _ = guarded
    clock.now += 3 * STEP
    assert tries(account, code_of(secret, clock, later=later)) == answer


def test_a_code_of_an_earlier_step_is_not_taken_after_a_later_one(guarded, clock):
    account, secret, _, _ = guarded
    clock.now += 3 * STEP
    assert tries(account, code_of(secret, clock, later=0)) == 302
    assert tries(account, code_of(secret, clock, later=-1)) == 200
    assert tries(account, code_of(secret, clock, later=1)) == 302


def test_a_spare_code_works_once(guarded):
    account, _, spare, _ = guarded
    first, second = CheckedClient(), CheckedClient()
    assert first.post(sign_in(first, account).url, {"code": spare[0]}).url == "/"
    page = second.post(sign_in(second, account).url, {"code": spare[0]})
    assert page.status_code == 200
    assert "Error: " in page.content.decode()
    assert second.post(reverse("mfa_authenticate"), {"code": spare[1]}).url == "/"


def test_guessing_codes_is_slowed(guarded):
    account, _, spare, _ = guarded
    client = CheckedClient()
    sign_in(client, account)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": spare[0]})
    assert page.status_code == 200
    assert "Wait five minutes" in page.content.decode()


def test_new_spare_codes_end_the_old_ones(guarded):
    account, _, spare, client = guarded
    page = say_again(client, client.get(reverse("mfa_generate_recovery_codes")))
    assert "Create new backup codes" in page.content.decode()
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    new = re.findall(
        r'<li class="gt-reference">(\S+)</li>',
        client.get(reverse("mfa_view_recovery_codes")).content.decode(),
    )
    assert len(new) == 10
    assert not set(new) & set(spare)
    other = CheckedClient()
    assert other.post(sign_in(other, account).url, {"code": spare[0]}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": new[0]}).url == "/"


def test_codes_can_be_stopped(guarded):
    account, _, _, client = guarded
    assert "Turn off 2-step verification" in client.get(reverse("mfa_index")).content.decode()
    page = say_again(client, client.get(reverse("mfa_deactivate_totp")))
    assert "You will sign in with your password only" in page.content.decode()
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    other = CheckedClient()
    assert sign_in(other, account).url == "/"


def test_begun_twice_leads_to_where_it_can_be_stopped(guarded):
    _, _, _, client = guarded
    assert client.get(reverse("mfa_activate_totp")).url == reverse("mfa_deactivate_totp")


def test_a_session_that_is_not_fresh_says_again_that_it_is_them(guarded, settings, clock):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    _, secret, _, client = guarded
    response = client.get(reverse("mfa_deactivate_totp"))
    assert response.status_code == 302
    assert reverse("account_reauthenticate") in response.url or reverse("mfa_reauthenticate") in response.url
    page = client.get(reverse("mfa_reauthenticate") + "?next=/account/codes/")
    assert "Confirm it is you" in page.content.decode()
    clock.now += STEP
    done = client.post(reverse("mfa_reauthenticate"), {"code": code_now(secret), "next": "/account/codes/"})
    assert done.url == "/account/codes/"


def test_codes_are_asked_for_before_they_can_be_begun(somebody):
    _, client = somebody
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Set up 2-step verification" in page
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 404
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404
