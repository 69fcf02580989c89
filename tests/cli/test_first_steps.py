"""The first steps of README on an empty home, by the first administrator: each command answers in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_serving import NAME, PASSWORD, goldthread

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.slow(reason="each command is a process of its own that starts PostgreSQL, as for a council"),
]
ADMIN = "ada@council.example"
UP = ("up", "--no-serve", "--council", NAME, "--admin-name", "Ada Min", "--admin-email", ADMIN)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Return a home in which `up` was run once, with the password on standard input."""
    folder = tmp_path_factory.mktemp("first steps")
    (folder / "complaints.csv").write_text("Date received,Comment\n03/04/2026,The rail never came.\n")
    refused = goldthread(folder / "home", *UP, typed="aaaa\n")
    assert refused.returncode == 2 and "password" in refused.stderr.lower()
    for option, value, message in (
        ("--council", "///", "The council's name is '///'"),
        ("--council", "C" * 121, "--council has 121 characters. Give one of 120 or fewer."),
        ("--admin-name", "A" * 121, "--admin-name has 121 characters."),
        ("--admin-name", " \x1b", "Give the administrator's name"),
        ("--admin-email", "ada", "ada is not an e-mail address"),
        (
            "--admin-email",
            f"ada@{'c' * 60}.{'c' * 60}.{'c' * 60}.{'c' * 60}.{'c' * 10}.example",
            "is not an e-mail",
        ),
        ("--processes", "0", "--processes: 0 is too few. Give 1 or more."),
    ):
        refused = goldthread(folder / "home", *UP, option, value, typed=PASSWORD)
        assert refused.returncode == 2 and message in refused.stderr
    made = goldthread(folder / "home", *UP, typed=PASSWORD)
    assert made.returncode == 0, made.stderr
    return folder / "home"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (f"import FOLDER/complaints.csv --source complaint --by {ADMIN}", f"{ADMIN} may not do this. Ask"),
        (
            "import FOLDER/complaints.csv --source complaint --by bo@council.example",
            "Nobody with the address",
        ),
        (f"export evidence FOLDER/pack.html --by {ADMIN}", "may not"),
        (f"export feedback FOLDER/out.csv --by {ADMIN}", "may not"),
        (f"themes import FOLDER/themes.csv --by {ADMIN} --go --reason New", "may not"),
    ],
)
def test_what_an_administrator_may_not_do_is_told(home, words, message):
    (home.parent / "themes.csv").write_text(
        "name,group,definition\nLifts,Buildings,Lifts that are out of order.\n"
    )
    done = goldthread(home, *(word.replace("FOLDER", str(home.parent)) for word in words.split()))
    assert done.returncode == 2
    assert message in done.stderr
    assert not (home.parent / "pack.html").exists() and not (home.parent / "out.csv").exists()


def test_what_an_administrator_may_do_is_done(home):
    for words in ("doctor", "audit verify", "forget --dry-run", "backup FOLDER/all.backup"):
        done = goldthread(home, *(word.replace("FOLDER", str(home.parent)) for word in words.split()))
        assert done.returncode == 0, (words, done.stdout, done.stderr)
