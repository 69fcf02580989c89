"""What docs/security.md says of passwords, secrets and sessions, where no other test holds it."""

from __future__ import annotations

import hashlib
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt, encrypt
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from goldthread.council.people import code_secrets
from tests.cast import CheckedClient
from tests.council.conftest import PASSWORD
from tests.council.test_personas import python

pytestmark = pytest.mark.django_db
NEW = "kettle lorry umbrella"


def sign_in(email, password=PASSWORD):
    client = CheckedClient()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def test_passwords_are_hashed_slowly_with_a_salt_of_their_own(settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    first, second = make_password(PASSWORD), make_password(PASSWORD)
    algorithm, iterations, salt, _ = first.split("$")
    assert isinstance(identify_hasher(first), PBKDF2PasswordHasher) and algorithm == "pbkdf2_sha256"
    assert int(iterations) >= 310_000
    assert len(salt) >= 22 and salt != second.split("$")[2], "128 bits in letters and digits"


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("x7#9Kq2!4mZ", False),
        ("x7#9Kq2!4mZp", True),
        ("зимний чайник стол 🐘", True),
        ("kettle lorry umbrella garden window pencil orange basket planet!", True),
        (hashlib.sha512(b"long").hexdigest(), True),
        (hashlib.sha512(b"long").hexdigest() + "x", False),
    ],
)
def test_a_password_has_12_to_128_characters_of_any_kind(password, is_taken):
    try:
        validate_password(password)
    except ValidationError:
        assert not is_taken
    else:
        assert is_taken


def test_no_character_of_a_password_is_cut_off(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    long = "kettle lorry umbrella " * 5
    account.set_password(long + "z")
    account.save()
    assert sign_in(account.email, long + "y").get("/").status_code == 302
    assert sign_in(account.email, long + "z").get("/").status_code == 200


def test_a_changed_password_ends_every_other_session(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    here, elsewhere = sign_in(account.email), sign_in(account.email)
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert elsewhere.get("/").status_code == 302
    assert here.get(reverse("account")).status_code in (200, 302)


def test_a_password_chosen_by_a_link_ends_every_session(avonshire, with_password):
    person = avonshire.person("quality_lead")
    account = with_password(person)
    elsewhere = sign_in(account.email)
    page = avonshire.client("administrator").post(reverse("password_link", args=[person.pk]))
    link = re.search(r"http://testserver(/sign-in/password/[\w/-]+/)", page.content.decode())[1]
    CheckedClient().post(link, {"new_password1": NEW, "new_password2": NEW})
    assert elsewhere.get("/").status_code == 302


def test_the_secrets_of_codes_are_encrypted_and_read_again(avonshire):
    account = avonshire.person("quality_lead").account
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    totp, backup = (Authenticator.objects.get(user=account, type=kind) for kind in ("totp", "recovery_codes"))
    assert encrypt(secret) != encrypt(secret), "each time with a nonce of its own"
    assert secret not in str(totp.data) and totp.data["secret"].startswith("fernet:")
    assert backup.data["seed"].startswith("fernet:")
    assert decrypt(totp.data["secret"]) == secret
    step = next(auth.yield_hotp_counters_from_time())
    assert totp.wrap().validate_code(auth.format_hotp_value(auth.hotp_value(secret, step)))
    [code, *_] = backup.wrap().get_unused_codes()
    assert backup.wrap().validate_code(code)


def test_a_secret_of_an_earlier_version_is_read_as_it_is():
    assert decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_secrets_of_an_earlier_version_are_encrypted_at_the_next_start(avonshire):
    account = avonshire.person("quality_lead").account
    auth.TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)
    totp, backup = (Authenticator.objects.get(user=account, type=kind) for kind in ("totp", "recovery_codes"))
    codes = backup.wrap().get_unused_codes()
    for each, name in ((totp, "secret"), (backup, "seed")):
        each.data[name] = decrypt(each.data[name])
        each.data["used_mask"] = 0
        each.save()
    assert code_secrets.encrypt_old() == 2
    for each in (totp, backup):
        each.refresh_from_db()
    assert totp.data["secret"].startswith("fernet:") and decrypt(totp.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert backup.data["seed"].startswith("fernet:") and backup.wrap().get_unused_codes() == codes
    before = totp.data["secret"]
    assert code_secrets.encrypt_old() == 0
    totp.refresh_from_db()
    assert totp.data["secret"] == before


def test_with_another_secret_key_no_code_is_right_and_the_log_says_why(settings, caplog):
    kept = encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "another key of another machine, long enough"
    first, second = decrypt(kept), decrypt(kept)
    assert "JBSWY3DPEHPK3PXP" not in (first, second)
    assert first != second and len(first) >= 32, "nobody can work out what it is"
    assert "GOLDTHREAD_SECRET_KEY is not the one" in caplog.text


def test_codes_are_those_of_the_standard():
    # RFC 4226, appendix D, for the secret "12345678901234567890".
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    codes = [auth.format_hotp_value(auth.hotp_value(secret, step)) for step in range(3)]
    assert codes == ["755224", "287082", "359152"]


def test_no_page_has_the_session_key_in_it(avonshire, with_password):
    client = sign_in(with_password(avonshire.person("quality_lead")).email)
    key = client.cookies["sessionid"].value
    assert len(key) == 32
    for address in ("/", "/feedback/", reverse("account")):
        page = client.get(address)
        assert page.status_code == 200 and key not in page.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(avonshire, with_password):
    account = with_password(avonshire.person("quality_lead"))
    client = CheckedClient()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
        assert not cookie["domain"]


ASK = """
from django.conf import settings
names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SESSION_COOKIE_NAME CSRF_COOKIE_NAME"
print(*(getattr(settings, name) for name in names.split()), settings.SECURE_HSTS_SECONDS >= 31_536_000)
"""


def test_behind_https_cookies_are_secure_and_this_hosts_alone():
    printed = python(ASK, GOLDTHREAD_BEHIND_HTTPS="1", GOLDTHREAD_PROXIES="127.0.0.1")
    expected = ["True", "True", "True", "__Host-sessionid", "__Host-csrftoken", "True"]
    assert printed.stdout.split() == expected, printed.stderr
