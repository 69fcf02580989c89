"""Sign-in through the identity provider, case by case: who comes in, what the page says, and the line it leaves."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from goldthread.council.models import Account, AuditLine
from tests.cast import CheckedClient
from tests.council.provider import BEGIN, SECRET, come_in

pytestmark = pytest.mark.django_db
OURS, OTHER = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
OID = "33333333-cccc-4ccc-8ccc-333333333333"
ENTRA = {"sub": "pairwise", "oid": OID, "tid": OURS}
IN, REFUSED, FAILED = "Sign in: ", "Sign-in refused: ", "Sign-in failed through the council's own sign-in: "
SELF = "(through the council's own sign-in)"
NOBODY = "an address that is not known here"


@dataclass(frozen=True)
class Case:
    """One sign-in: what the provider says, and what must come of it; {email} is Grace Adeyinka's address."""

    name: str
    page: str
    line: str
    who: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    tenants: tuple[str, ...] = ()
    no: dict[str, str] = field(default_factory=dict)
    issuer: str = ""
    of_account: bool = True

    def __str__(self) -> str:
        return self.name


def _refused(name: str, page: str, line: str, **given: Any) -> Case:
    return Case(name, page, f"{REFUSED}{{who}} (through the council's own sign-in: {line})", **given)


def _in(name: str, **given: Any) -> Case:
    return Case(name, "Grace Adeyinka", f"{IN}{{email}} {SELF}", **given)


def _failed(name: str, page: str, line: str, **given: Any) -> Case:
    return Case(name, page, f"{FAILED}{line}", **given)


LOST = "did not respond correctly"
CASES = [
    _in("a verified address", who={"email_verified": True}),
    _in("an address in capitals", who={"email": "GRACE.ADEYINKA@AVONSHIRE.EXAMPLE"}),
    _in("nothing said about verifying"),
    _in("xms_edov true", who={"xms_edov": True}),
    _in("an address told only when asked", left_out=frozenset({"email"})),
    _in("a member of a named tenant", who=ENTRA, tenants=(OURS,)),
    _in("a tenant in capitals", who={**ENTRA, "tid": OURS.upper()}, tenants=(OURS,)),
    _in("a member, said so", who={**ENTRA, "acct": 0}, tenants=(OURS,)),
    _in("idp of the same tenant", who={**ENTRA, "idp": f"https://sts.windows.net/{OURS}/"}, tenants=(OURS,)),
    _in(
        "the common endpoint, whose issuer names no tenant",
        who=ENTRA,
        extra={"iss": f"https://login.example/{OURS}/v2.0"},
        issuer="https://login.example/{tenantid}/v2.0",
        tenants=(OURS,),
    ),
    _in("idp of another kind of provider", who={"idp": "00oabc"}),
    _refused("no sub", "has no “sub”", "the token has no sub", left_out=frozenset({"sub"})),
    _refused("an empty sub", "has no “sub”", "the token has no sub", who={"sub": ""}),
    _refused("no address", "has no “email”", "the token has no email", who={"email": None}, of_account=False),
    _refused(
        "a list for an address",
        "has no “email”",
        "the token has no email",
        who={"email": ["a"]},
        of_account=False,
    ),
    _refused(
        "email_verified false",
        "is not verified",
        "the address is not verified",
        who={"email_verified": False},
    ),
    _refused(
        "email_verified “false”",
        "is not verified",
        "the address is not verified",
        who={"email_verified": "false"},
    ),
    _refused("xms_edov false", "is not verified", "the address is not verified", who={"xms_edov": False}),
    _refused("xms_edov “0”", "is not verified", "the address is not verified", who={"xms_edov": "0"}),
    _refused(
        "userinfo says unverified",
        "is not verified",
        "the address is not verified",
        who={"email_verified": False},
        extra={"email_verified": True},
    ),
    _refused(
        "another tenant",
        "another organisation",
        "an account of another tenant",
        who={**ENTRA, "tid": OTHER},
        tenants=(OURS,),
    ),
    _refused("no tenant", "has no “tid”", "the token has no tid", tenants=(OURS,)),
    _refused(
        "a guest, by acct",
        "is a guest",
        "a guest of another tenant",
        who={**ENTRA, "acct": 1},
        tenants=(OURS,),
    ),
    _refused(
        "a guest, by acct, one tenant", "is a guest", "a guest of another tenant", who={**ENTRA, "acct": "1"}
    ),
    _refused(
        "a guest, by idp",
        "is a guest",
        "a guest of another tenant",
        who={**ENTRA, "idp": f"https://sts.windows.net/{OTHER}/"},
    ),
    _refused(
        "a personal account", "is a guest", "a guest of another tenant", who={**ENTRA, "idp": "live.com"}
    ),
    _refused(
        "an address nobody has",
        "is not known to Goldthread yet",
        "no account has the address",
        who={"email": "stranger@avonshire.example"},
        of_account=False,
    ),
    _refused(
        "token and userinfo of two people",
        "about two different people",
        "token and userinfo are about two people",
        extra={"sub": "somebody else"},
    ),
    _failed(
        "another audience",
        LOST,
        "bad_token: its ID token is not usable: Audience doesn't match",
        extra={"aud": "another"},
    ),
    _failed(
        "another issuer",
        LOST,
        "bad_token: its ID token is of another issuer",
        extra={"iss": "https://x.example"},
    ),
    _failed(
        "an old token", LOST, "bad_token: its ID token is not usable: Signature has expired", extra={"exp": 1}
    ),
    _failed(
        "a token without an end",
        LOST,
        'bad_token: its ID token is not usable: Token is missing the "exp" claim',
        left_out=frozenset({"exp"}),
    ),
    _failed("no token", LOST, "bad_answer: its answer has no id_token", no={"access_token": "x"}),
    _failed(
        "a code used before", LOST, "said_no: it said no (400, invalid_grant)", no={"error": "invalid_grant"}
    ),
    _failed(
        "a secret that has ended",
        "no longer accepts Goldthread",
        "secret: the client secret has ended (401, invalid_client, AADSTS7000222): "
        "make a new one there and set GOLDTHREAD_OIDC_SECRET",
        no={"error": "invalid_client", "error_description": f"AADSTS7000222: The keys {SECRET} are expired."},
    ),
    _failed(
        "a wrong secret",
        "no longer accepts Goldthread",
        "secret: the client secret is wrong or has ended (401, invalid_client): "
        "make a new one there and set GOLDTHREAD_OIDC_SECRET",
        no={"error": "invalid_client"},
    ),
]


def lines(caplog) -> list[str]:
    """Return the lines about sign-in in the service's log."""
    return [record.getMessage() for record in caplog.records if record.name == "goldthread.sign_in"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_who_comes_in_what_the_page_says_and_the_line_it_leaves(provider, avonshire, settings, caplog, case):
    caplog.set_level(logging.INFO, "goldthread.sign_in")
    grace = avonshire.person("grace-adeyinka")
    accounts = Account.objects.count()
    settings.OIDC_TENANTS = list(case.tenants)
    provider.who = {"sub": "a1", "email": grace.account.email, **case.who}
    provider.extra, provider.left_out, provider.no = case.extra, set(case.left_out), case.no
    provider.issuer = case.issuer
    client, page = come_in(provider)
    assert case.page in page.content.decode()
    who = grace.account.email if case.of_account else NOBODY
    assert lines(caplog) == [case.line.format(email=grace.account.email, who=who)]
    assert SECRET not in caplog.text and "one-code" not in caplog.text
    comes_in = case.line.startswith(IN)
    assert (client.get("/").status_code == 200) is comes_in
    assert SocialAccount.objects.count() == int(comes_in) and Account.objects.count() == accounts
    avonshire.enter()
    last = AuditLine.objects.filter(council=avonshire.council).order_by("number").last()
    if comes_in or (case.of_account and case.line.startswith(REFUSED)):
        assert last.target_id == grace.pk
        assert last.command == ("council.sign_in" if comes_in else "council.refuse_sign_in")
        assert last.reason in case.line
    else:
        assert last.target_id != grace.pk


def test_there_are_cases_enough():
    assert len({case.name for case in CASES}) == len(CASES) >= 30


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("/people/", "/people/"),
        ("/search/?q=ramp&page=2", "/search/?q=ramp&page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/" + "x" * 2001, "/"),
    ],
)
def test_the_page_asked_for_is_reached_after_the_provider(provider, avonshire, address, reached):
    provider.who = {"sub": "a1", "email": avonshire.person("administrator").account.email}
    client = CheckedClient()
    there = client.post(BEGIN, {"next": address}).url
    answer = client.get(provider.authorise(there))
    assert (answer.status_code, answer.url) == (302, reached)


def test_the_sign_in_page_takes_the_page_asked_for_along(provider):
    page = CheckedClient().get("/people/", follow=True).content.decode()
    assert page.count('<input type="hidden" name="next" value="/people/">') == 2
