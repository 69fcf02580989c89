"""Sign-in, case by case: every row of docs/sign-in-cases.md is played, and its answer and its lines compared."""

from __future__ import annotations

import datetime
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.models import SocialAccount
from django.db.models import F
from django.urls import reverse

from goldthread import log_lines
from goldthread.client_address import read_proxies
from goldthread.council.models import Account, AuditLine, Council, Person
from goldthread.council.people.commands import deactivate_person, reactivate_person, turn_off_codes
from goldthread.council.people.identity_commands import end_identity
from goldthread.council.people.models import SignInTry
from goldthread.council.people.passwords_off import name_emergency_account
from tests.cast import Cast, CheckedClient
from tests.council.conftest import PASSWORD, lines
from tests.council.provider import BEGIN, SECRET, come_in

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "sign-in-cases.md"
OWN, NOBODY = "through the council's own sign-in", "an address that is not known here"
WRONG = "a guess that must not be kept"


@dataclass(frozen=True)
class Case:
    """A row of a table, by the headings of its columns."""

    cells: dict[str, str]

    def __str__(self) -> str:
        return self.cells["Case"]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    @property
    def words(self) -> str:
        """Return the words in quotation marks, which stand on the page; "" for none."""
        return self["Answer"].partition("“")[2].removesuffix("”").replace("‘", "“").replace("’", "”")

    @property
    def comes_in(self) -> bool:
        """Return whether the person is let in."""
        return self["Answer"].partition(":")[0] == "in"


def rows(heading: str) -> list[Case]:
    """Return the rows of the table under a heading of the page."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [
        [cell.strip() for cell in line.strip("| ").split(" |")]
        for line in section.splitlines()
        if line.startswith("| ")
    ]
    return [Case(dict(zip(table[0], row, strict=True))) for row in table[1:]]


BY_PROVIDER = rows("Through the identity provider")
STEP_BY_STEP = rows("Through the identity provider, step by step")
BY_PASSWORD = rows("By password and one-time code")
BY_ADDRESS = rows("From one address, and behind a proxy")


def test_there_are_cases_enough():
    tables = [[str(case) for case in table] for table in (BY_PROVIDER, STEP_BY_STEP, BY_PASSWORD, BY_ADDRESS)]
    assert all(len(set(names)) == len(names) for names in tables)
    assert len(BY_PROVIDER) >= 36 and sum(map(len, tables)) >= 110


def _last_line(caplog: Any, email: str) -> str:
    """Return the last line about sign-in in the service's log, with the table's abbreviations."""
    last = (lines(caplog) or ["none"])[-1]
    return last.replace(email, "EMAIL").replace(OWN, "OWN").replace(NOBODY, "NOBODY")


def _last_audit_line(council: Cast, person: Person, since: int) -> str:
    """Return the last line about somebody that is newer, as "event: reason"; "none" for none."""
    council.enter()
    lines = AuditLine.objects.filter(council=council.council, target_id=person.pk, number__gt=since)
    line = lines.order_by("number").last()
    if line is None:
        return "none"
    reason = f": {line.reason}" if line.reason else ""
    return f"{line.command.removeprefix('council.')}{reason}".replace(OWN, "OWN")


def _last_number(council: Cast) -> int:
    council.enter()
    return AuditLine.objects.filter(council=council.council).order_by("number").last().number


@pytest.mark.parametrize("case", BY_PROVIDER, ids=str)
def test_who_comes_in_through_the_provider_and_the_lines_it_leaves(
    provider, avonshire, settings, caplog, case
):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    grace = avonshire.person("grace-adeyinka")
    accounts, since = Account.objects.count(), _last_number(avonshire)
    sent = {} if case["Sent"] == "nothing more" else json.loads(f"{{{case['Sent'].strip('`')}}}")
    settings.OIDC_TENANTS = sent.pop("tenants that may", [])
    provider.extra = sent.pop("only in the token", {})
    provider.left_out = set(sent.pop("not in the token", []))
    provider.no = json.loads(json.dumps(sent.pop("the provider's answer", {})).replace("SECRET", SECRET))
    provider.issuer = sent.pop("the provider's issuer", "")
    provider.who = {"sub": "a1", "email": grace.account.email, **sent}
    client, page = come_in(provider)
    assert (case.words or "Grace Adeyinka") in page.content.decode()
    assert (client.get("/").status_code == 200) is case.comes_in
    assert _last_line(caplog, grace.account.email) == case["Service's log"]
    assert _last_audit_line(avonshire, grace, since) == case["Audit log"]
    assert SECRET not in caplog.text and "one-code" not in caplog.text
    assert SocialAccount.objects.count() == int(case.comes_in) and Account.objects.count() == accounts


class Play:
    """Somebody's steps at the sign-in page; each sends one form, and `page` is the last answer."""

    def __init__(self, council: Cast, person: Person) -> None:
        self.council, self.person, self.account = council, person, person.account
        self.client, self.page, self.secrets = CheckedClient(), None, {PASSWORD, WRONG}
        self.same, self.others = "", 0
        self.provider: Any = None

    def _send(self, name: str, form: dict[str, str]) -> None:
        self.page = self.client.post(reverse(name), form, follow=True)

    def password(self, text: str, email: str = "") -> None:
        """Send the sign-in form."""
        self._send("account_login", {"login": email or self.account.email, "password": text})

    def code(self, text: str) -> None:
        """Send a one-time code or a backup code."""
        self.same = text
        self.secrets.add(text)
        self._send("mfa_authenticate", {"code": text})

    def right_code(self) -> str:
        """Return what the phone shows."""
        from allauth.mfa.utils import decrypt

        totp = Authenticator.objects.get(user=self.account, type="totp")
        step = next(auth.yield_hotp_counters_from_time())
        return auth.format_hotp_value(auth.hotp_value(decrypt(totp.data["secret"]), step))

    def backup_code(self) -> str:
        """Return a backup code."""
        codes = Authenticator.objects.get(user=self.account, type="recovery_codes").wrap()
        return codes.get_unused_codes()[0]

    def decide(self, command: Callable[..., Any]) -> None:
        """Let Goldthread itself carry out a command about them."""
        self.council.enter()
        command(by=self.council.clock, person=Person.objects.get(pk=self.person.pk))

    def new_address(self) -> None:
        """Send a wrong password to an address that was not tried yet."""
        self.others += 1
        self.password(WRONG, f"somebody.{self.others}@avonshire.example")

    def wait(self, seconds: int) -> None:
        """Let time pass for what is counted by address."""
        SignInTry.objects.update(at=F("at") - datetime.timedelta(seconds=seconds))

    def look(self) -> None:
        """Open the home page, as whoever is signed in."""
        self.page = self.client.get("/", follow=True)


STEPS: dict[str, Callable[[Play], None]] = {
    "right password": lambda play: play.password(PASSWORD),
    "right password to EMAIL in capitals": lambda play: play.password(PASSWORD, play.account.email.upper()),
    "right password to another address": lambda play: play.password(
        PASSWORD, "no.such.person@avonshire.example"
    ),
    "wrong password": lambda play: play.password(WRONG),
    "no password": lambda play: play.password(""),
    "wrong password to a new address": lambda play: play.new_address(),
    "30 seconds": lambda play: play.wait(30),
    "right code": lambda play: play.code(play.right_code()),
    "wrong code": lambda play: play.code("12345678"),
    "backup code": lambda play: play.code(play.backup_code()),
    "the same code": lambda play: play.code(play.same),
    "sign-out": lambda play: play._send("account_logout", {}),
    "deactivation": lambda play: play.decide(deactivate_person),
    "reactivation": lambda play: play.decide(reactivate_person),
    "passwords turned off": lambda play: _passwords_off(play),
    "codes turned off": lambda play: play.decide(turn_off_codes),
}


# After these somebody opens a page, to see whether their session goes on.
LOOKED_AFTER = ("deactivation", "reactivation", "codes turned off", "passwords turned off", "identity ended")


def _passwords_off(play: Play) -> None:
    Council.objects.filter(pk=play.council.council.pk).update(passwords_off=True)


def _emergency(play: Play) -> None:
    play.decide(name_emergency_account)


def _codes(play: Play) -> None:
    auth.TOTP.activate(play.account, auth.generate_totp_secret())
    RecoveryCodes.activate(play.account)


def _no_password(play: Play) -> None:
    play.account.set_unusable_password()
    play.account.save(update_fields=["password"])


STATES: dict[str, Callable[[Play], Any]] = {
    "administrator": lambda play: None,
    "codes": _codes,
    "no password": _no_password,
    "nobody": lambda play: Person.objects.filter(pk=play.person.pk).update(account=None),
    "passwords off": _passwords_off,
    "emergency account": _emergency,
    "known": lambda play: (play.password(PASSWORD), play._send("account_logout", {})),
    "deactivated": lambda play: play.decide(deactivate_person),
    "codes demanded": lambda play: Council.objects.filter(pk=play.council.council.pk).update(
        everybody_needs_codes=True
    ),
}


def _play(play: Play, case: Case) -> str:
    """Take each step of a row, and return the name of the last."""
    name = ""
    for step in re.split(r", (?!but )", case["Sent"]):
        times, name = re.fullmatch(r"(?:(\d+) × )?(.+)", step).groups()
        for _ in range(int(times or 1)):
            STEPS[name](play)
    return name


@pytest.mark.parametrize("case", BY_PASSWORD, ids=str)
def test_who_comes_in_by_password_and_code_and_the_lines_it_leaves(avonshire, with_password, caplog, case):
    states = [state.strip() for state in case["Account"].split(",") if state.strip()]
    person = avonshire.person("administrator" if "administrator" in states else "grace-adeyinka")
    with_password(person)
    play = Play(avonshire, person)
    for state in states:
        STATES[state](play)
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    since = _last_number(avonshire)
    name = _play(play, case)
    if name in LOOKED_AFTER:
        play.look()
    assert (case.words or person.name) in play.page.content.decode()
    assert (play.client.get("/").status_code == 200) is case.comes_in
    assert _last_line(caplog, person.account.email) == case["Service's log"]
    assert _last_audit_line(avonshire, person, since) == case["Audit log"]
    assert not [secret for secret in play.secrets if secret in caplog.text]


def _by_provider(play: Play, sub: str = "a1") -> None:
    play.provider.who = {"sub": sub, "email": play.account.email}
    play.page = come_in(play.provider, play.client)[1]


def _stopped(play: Play) -> None:
    back = play.provider.authorise(play.client.post(BEGIN).url).partition("?")[0]
    asked = {"error": "access_denied", "state": play.provider.request["state"]}
    play.page = play.client.get(back, asked, follow=True)


def _to_another_browser(play: Play) -> None:
    back = play.provider.authorise(CheckedClient().post(BEGIN).url)
    play.page = play.client.get(back, follow=True)


def _away(play: Play) -> None:
    play.provider.stop()
    play.page = play.client.post(BEGIN)


def _end_identity(play: Play) -> None:
    pk = SocialAccount.objects.get(user=play.account).pk
    play.decide(partial(end_identity, identity=pk))


BY_PROVIDER_STEPS: dict[str, Callable[[Play], None]] = {
    "provider": _by_provider,
    "provider with another identity": partial(_by_provider, sub="b2"),
    "provider, but stopped": _stopped,
    "provider’s answer to another browser": _to_another_browser,
    "provider that is away": _away,
    "identity ended": _end_identity,
}
STEPS |= BY_PROVIDER_STEPS


@pytest.mark.parametrize("case", STEP_BY_STEP, ids=str)
def test_who_comes_in_through_the_provider_step_by_step(provider, avonshire, with_password, caplog, case):
    states = [state.strip() for state in case["Account"].split(",") if state.strip()]
    person = avonshire.person("administrator" if "administrator" in states else "grace-adeyinka")
    with_password(person)
    play = Play(avonshire, person)
    play.provider = provider
    for state in states:
        STATES[state](play)
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    since = _last_number(avonshire)
    name = _play(play, case)
    if name in LOOKED_AFTER:
        play.look()
    assert (case.words or person.name) in play.page.content.decode()
    assert (play.client.get("/").status_code == 200) is case.comes_in
    assert _last_line(caplog, person.account.email) == case["Service's log"]
    assert _last_audit_line(avonshire, person, since) == case["Audit log"]
    assert not [secret for secret in play.secrets if secret in caplog.text]


@pytest.fixture
def clients(caplog):
    """Return the client's address of each line about sign-in, as it is logged."""
    seen: list[str] = []

    def note(record: logging.LogRecord) -> bool:
        seen.append(log_lines.client())
        return True

    logger = logging.getLogger("goldthread.sign_in")
    logger.addFilter(note)
    yield seen
    logger.removeFilter(note)


@pytest.mark.parametrize("case", BY_ADDRESS, ids=str)
def test_who_comes_in_from_where_and_the_address_that_both_logs_have(
    avonshire, with_password, settings, caplog, clients, case
):
    settings.PROXIES = read_proxies("10.0.0.2")
    person = avonshire.person("grace-adeyinka")
    with_password(person)
    play = Play(avonshire, person)
    peer, _, forwarded_for = case["Asked by"].partition(", for ")
    play.client.defaults |= {"REMOTE_ADDR": peer}
    if forwarded_for:
        play.client.defaults |= {"HTTP_X_FORWARDED_FOR": forwarded_for}
    if case["Account"]:
        STATES[case["Account"]](play)
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    since = _last_number(avonshire)
    _play(play, case)
    assert (case.words or person.name) in play.page.content.decode()
    assert (play.client.get("/").status_code == 200) is case.comes_in
    assert _last_line(caplog, person.account.email) == case["Service's log"]
    assert clients and set(clients) == {case["Address"]}
    assert _last_audit_line(avonshire, person, since) == case["Audit log"]
    newer = AuditLine.objects.filter(council=avonshire.council, target_id=person.pk, number__gt=since)
    assert {line.detail["address"] for line in newer} <= {case["Address"]}
    assert not [secret for secret in play.secrets if secret in caplog.text]
