"""docs/security.md: each requirement once, each test that it names there; and what no other test holds of it."""

from __future__ import annotations

import ast
import math
import random
import re
import secrets
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import crypto

from goldthread.council.models import Account
from tests.cast import CheckedClient

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("| ").split(" | "))
    for line in PAGE.splitlines()
    if re.match(r"\| \d", line)
]
SOURCES = sorted((ROOT / "goldthread").rglob("*.py"))
SCRIPTS = [
    path
    for path in sorted((ROOT / "goldthread" / "web" / "static").rglob("*.js"))
    if not path.name.endswith(".min.js")
]

# The sections of ASVS 4.0.3 with the numbers of their requirements at level 2; those that were deleted are left out.
LEVEL_2 = """
1.1: 1-7; 1.2: 1-4; 1.4: 1 4 5; 1.5: 1-4; 1.6: 1-4; 1.7: 1-2; 1.8: 1-2; 1.9: 1-2; 1.10: 1; 1.11: 1-2; 1.12: 2; 1.14: 1-6
2.1: 1-12; 2.2: 1-3; 2.3: 1-3; 2.4: 1-5; 2.5: 1-7; 2.6: 1-3; 2.7: 1-6; 2.8: 1-7; 2.9: 1-3; 2.10: 1-4
3.1: 1; 3.2: 1-4; 3.3: 1-4; 3.4: 1-5; 3.5: 1-3; 3.7: 1
4.1: 1 2 3 5; 4.2: 1-2; 4.3: 1-3
5.1: 1-5; 5.2: 1-8; 5.3: 1-10; 5.4: 1-3; 5.5: 1-4
6.1: 1-3; 6.2: 1-6; 6.3: 1-2; 6.4: 1-2
7.1: 1-4; 7.2: 1-2; 7.3: 1 3 4; 7.4: 1-3
8.1: 1-4; 8.2: 1-3; 8.3: 1-8
9.1: 1-3; 9.2: 1-4
10.2: 1-2; 10.3: 1-3
11.1: 1-8
12.1: 1-3; 12.2: 1; 12.3: 1-6; 12.4: 1-2; 12.5: 1-2; 12.6: 1
13.1: 1 3 4 5; 13.2: 1 2 3 5 6; 13.3: 1-2; 13.4: 1-2
14.1: 1-4; 14.2: 1-6; 14.3: 2-3; 14.4: 1-7; 14.5: 1-4
"""


def _required() -> list[str]:
    numbers = []
    for section in re.split(r"[;\n]", LEVEL_2.strip()):
        name, _, of_it = section.strip().partition(": ")
        for part in of_it.split():
            first, _, last = part.partition("-")
            numbers += [f"{name}.{number}" for number in range(int(first), int(last or first) + 1)]
    return numbers


def _is_there(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    return (
        file.is_file()
        and re.search(rf"^def {function}\(", file.read_text(encoding="utf-8"), re.M) is not None
    )


def test_each_requirement_stands_there_once_in_its_order():
    assert [row[0] for row in ROWS] == _required()


def test_each_has_a_test_that_is_there_or_a_reason():
    counts = {"held": 0, "not held": 0, "does not apply": 0}
    for number, words, held_by in ROWS:
        assert len(words) > 12, number
        without, _, reason = held_by.partition(": ")
        if without in ("not held", "does not apply"):
            assert len(reason) >= 8, f"{number}: say why"
            counts[without] += 1
            continue
        counts["held"] += 1
        names = re.findall(r"`([^`]+)`", held_by)
        assert names and held_by == ", ".join(f"`{name}`" for name in names), number
        assert [name for name in names if not _is_there(name)] == [], number
    held, not_held, other = counts.values()
    assert f"{held}, {not_held} and {other} of {len(ROWS)}" in " ".join(PAGE.split())


def test_security_md_leads_there():
    assert "(docs/security.md)" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def _calls(path: Path) -> list[tuple[str, ast.Call]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


# An import and the process that it started itself talk over a pipe between the two: nobody else can write to it.
PIPES_TO_OUR_OWN = {
    Path("feedback/importing/helpers.py"),
    Path("feedback/importing/helper_program.py"),
}


def test_no_code_is_made_of_text_and_no_object_of_bytes():
    forbidden = {
        "eval",
        "exec",
        "compile",
        "os.system",
        "os.popen",
        "pickle.loads",
        "pickle.load",
        "marshal.loads",
    }
    assert len(SOURCES) > 300
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        between_processes = path.relative_to(ROOT / "goldthread") in PIPES_TO_OUR_OWN
        kinds = "marshal|shelve|yaml" if between_processes else "pickle|marshal|shelve|yaml"
        assert not re.search(rf"^\s*(import|from) ({kinds})\b", text, re.M), path
        for name, call in _calls(path):
            assert name not in forbidden - ({"pickle.load"} if between_processes else set()), (
                f"{path}: {name}"
            )
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
            assert given.get("shell", "False") == "False", f"{path}: {name} by a shell"
            if name == "np.load":
                assert given.get("allow_pickle") == "False", f"{path}: {name} makes objects"


# What may speak to another machine, with why.
ASKS = {
    "goldthread/council/notifications/sending.py": "the mail server that the council has set, and no other",
    "goldthread/council/people/identity_provider.py": "the council's own identity provider, by its settings",
    "goldthread/cli/doctor_provider.py": "the same provider, and the address where this service listens",
    "goldthread/cli/doctor_served.py": "the names under which this service is reached, by its settings",
    "goldthread/cli/serving.py": "sees whether a port of this machine is free, and asks its own web server",
    "goldthread/council/files/clamav.py": "asks the ClamAV server that an administrator names",
    "goldthread/engine/listener.py": "asks the kernel which process listens at a socket of this machine",
}


def test_only_named_files_ask_other_servers():
    asking = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(
            r"^\s*(import|from) (requests|urllib\.request|http\.client|httpx|aiohttp|socket|ftplib|smtplib)\b",
            path.read_text(encoding="utf-8"),
            re.M,
        )
    }
    assert asking == set(ASKS)


def test_scripts_evaluate_no_text_and_ask_for_no_sensor():
    assert len(SCRIPTS) >= 2
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|getUserMedia|geolocation|"
            r"Notification\.|navigator\.contacts",
            text,
        )
        assert found == [], path
    layout = (ROOT / "goldthread" / "web" / "templates" / "web" / "layout.html").read_text(encoding="utf-8")
    assert '"allowEval":false' in layout


def test_the_browsers_storage_holds_one_choice_and_no_text():
    written = [
        value.strip()
        for path in SCRIPTS
        for value in re.findall(
            r"(?:local|session)Storage\.setItem\([^,]+,([^)]+)\)", path.read_text("utf-8")
        )
    ]
    assert written == ["choice.checked ? 'on' : 'off'"]
    assert not [path for path in SCRIPTS if re.search(r"indexedDB|document\.cookie", path.read_text("utf-8"))]


def test_every_locked_package_has_its_hashes():
    packages = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    packages = [package for package in packages if not package.startswith("#")]
    assert len(packages) > 50
    for package in packages:
        name = package.splitlines()[0]
        assert re.match(r"[\w.\[\]-]+==\S+", name) and "--hash=sha256:" in package, name


@pytest.mark.django_db
def test_a_session_key_has_enough_bits_and_comes_from_the_systems_source(monkeypatch):
    drawn = []
    choice = secrets.choice
    monkeypatch.setattr(
        crypto.secrets, "choice", lambda letters: drawn.append(len(letters)) or choice(letters)
    )
    key = SessionStore()._get_new_session_key()
    assert len(drawn) == len(key) == 32
    assert math.prod(drawn) >= 2**64
    assert isinstance(choice.__self__, random.SystemRandom)


@pytest.mark.django_db
def test_goldthread_itself_cannot_sign_in(avonshire):
    assert avonshire.clock.account is None
    assert not Account.objects.filter(email__startswith="admin@").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/static/",
        "/static/goldthread/",
        "/static/../settings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%2f..%2fsettings.py",
        "/.git/config",
        "/pyproject.toml",
        "/goldthread/settings.py",
        "/static/goldthread/.DS_Store",
    ],
)
def test_no_folder_is_listed_and_no_file_of_the_checkout_is_served(address):
    answer = CheckedClient().get(address)
    assert answer.status_code == 404
    assert b"SECRET_KEY" not in answer.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/sign-in/", "/people/", "/no-such-page/", "/accessibility/", "/sign-in/closed/"]
)
def test_each_kind_of_answer_has_its_headers(address):
    answer = CheckedClient().get(address)
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert part in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert not {"X-Powered-By", "Server", "Access-Control-Allow-Origin"} & set(answer.headers)


@pytest.mark.django_db
def test_a_password_can_be_shown_where_it_is_typed():
    page = CheckedClient().get("/sign-in/").content.decode()
    [field] = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert "govuk-js-password-input-input" in field
    [button] = re.findall(r"<button[^>]*govuk-js-password-input-toggle[^>]*>", page)
    shown = re.search(r'id="([^"]+)"', field)[1]
    assert f'aria-controls="{shown}"' in button
