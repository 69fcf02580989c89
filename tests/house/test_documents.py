"""README and docs can be followed: their commands and code are run, and print what stands under them."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from goldthread.cli import main
from tests.page_blocks import code_blocks

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
ANALYSTS = {"spc", "verdict", "funnel", "agreement", "represent", "rating", "redact", "screen", "themes"}
# Blocks that are not run here, by page and how the block begins, with the reason.
NOT_RUN = {
    ("README.md", "make demo"): "serves until it is stopped; `.ci/run` starts the demo",
    ("README.md", "make test"): "runs these tests",
    ("README.md", "goldthread up "): "serves until it is stopped; tests/cli/test_first_steps.py runs it",
    ("CONTRIBUTING.md", "make test "): "runs these tests",
    ("CONTRIBUTING.md", "make "): "makes a migration of the walk-through's model",
    ("CONTRIBUTING.md", ""): "the walk-through is files and changes of a room that is not there",
    (
        "docs/house.md",
        " faces",
    ): "a picture of the rooms; tests/house/test_tree.py holds them to their floors",
    ("docs/pages.md", "# goldthread/"): "a piece of a room; the test below holds its macros and filters",
    ("docs/pages.md", "class DecisionForm"): "a piece of a room, without its model",
    ("docs/pages.md", "COLUMNS = ["): "a piece of a room, without its model",
    (
        "docs/running.md",
        "",
    ): "a council's own server; `.ci/run` follows it there (tests/own_server/follow.py)",
    ("docs/codebook.md", "goldthread export themes"): "needs a council; tests/themes runs these commands",
}


@dataclass(frozen=True)
class Block:
    """A block of a page: what its first line calls it, and its text without the indent of a list."""

    page: str
    info: str
    text: str

    @property
    def name(self) -> str:
        """Return the page and the first words, for messages and the list above."""
        return f"{self.page}: {self.text.splitlines()[0][:60] if self.text else ''}"

    @property
    def why_not(self) -> str:
        """Return why it is not run, "" where it is."""
        reasons = [(k, v) for k, v in NOT_RUN.items() if k[0] == self.page and self.text.startswith(k[1])]
        return max(reasons, key=lambda each: len(each[0][1]))[1] if reasons else ""

    @property
    def file(self) -> str:
        """Return the name of the file that it shows, "" for none."""
        kind, _, name = self.info.partition(" ")
        return name if kind in ("csv", "json", "md") else ""

    @property
    def is_command(self) -> bool:
        """Return whether it is lines of `goldthread`."""
        return not self.info and self.text.startswith("goldthread ")


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page in their order."""
    name = str(page.relative_to(ROOT))
    return [Block(name, block.info, block.text) for block in code_blocks(page.read_text(encoding="utf-8"))]


ALL = {page: blocks(page) for page in PAGES}
RUN = [
    page for page, of_page in ALL.items() if any(each.info != "text" and not each.why_not for each in of_page)
]


def _goldthread(line: str) -> None:
    """Run one line as a shell would, with `< file` and `> file`, in this process."""
    words = shlex.split(line)
    for sign in ("<", ">"):
        if sign in words[:-1]:
            at = words.index(sign)
            name = Path(words[at + 1])
            del words[at : at + 2]
            if sign == "<":
                given = io.TextIOWrapper(io.BytesIO(name.read_bytes()), encoding="utf-8")
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(sys, "stdin", given)
                    assert main.main(words[1:]) == 0, line
                return
            with name.open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
                assert main.main(words[1:]) == 0, line
            return
    assert main.main(words[1:]) == 0, line


def _printed(block: Block, names: dict[str, object]) -> str:
    """Run a block and return what it printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        if block.info == "python":
            exec(compile(block.text, block.page, "exec"), names)
        else:
            for line in block.text.splitlines():
                _goldthread(line)
    return out.getvalue()


def _but_for_seconds(text: str) -> str:
    return re.sub(r"in \d+ s;", "in 0 s;", text)


def _with_next(of_page: list[Block]) -> Iterator[tuple[Block, Block | None]]:
    yield from zip(of_page, [*of_page[1:], None], strict=True)


def _slow_where_it_trains(page: Path) -> object:
    marks = [pytest.mark.slow(reason="loads scipy and trains a model")] if page.name == "commands.md" else []
    return pytest.param(page, marks=marks, id=page.name)


@pytest.mark.parametrize("page", map(_slow_where_it_trains, RUN))
def test_what_a_page_shows_is_what_is_printed(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for shown in ALL[ROOT / "docs" / "commands.md"]:
        if shown.file and page != ROOT / "docs" / "commands.md":
            Path(shown.file).write_text(shown.text, encoding="utf-8")
    names: dict[str, object] = {}
    for block, following in _with_next(ALL[page]):
        if block.why_not or block.info == "text":
            continue
        if block.file:
            Path(block.file).write_text(block.text, encoding="utf-8")
            continue
        if block.info == "json":
            Path("shown.json").write_text(json.dumps(json.loads(block.text)), encoding="utf-8")
            _goldthread("goldthread themes convert shown.json shown.csv")
            continue
        assert block.info == "python" or block.is_command, f"{block.name}: give its kind, or list it with why"
        printed = _printed(block, names)
        if following is not None and following.info == "text":
            assert _but_for_seconds(printed) == _but_for_seconds(following.text), block.name


def test_every_output_stands_under_what_prints_it():
    for of_page in ALL.values():
        before = None
        for block in of_page:
            if block.info == "text":
                assert before is not None and (before.info == "python" or before.is_command), block.name
            before = block


def test_what_is_listed_as_not_run_is_there():
    unused = [
        key
        for key in NOT_RUN
        if not any(
            each.page == key[0] and each.why_not == NOT_RUN[key]
            for of_page in ALL.values()
            for each in of_page
        )
    ]
    assert unused == []


def test_every_command_of_a_page_has_options_that_there_are(capsys):
    parser = main.build_parser()
    lines = [
        (block.page, line)
        for of_page in ALL.values()
        for block in of_page
        for line in re.findall(r"^(?:sudo (?:env \S+ )?)?(goldthread .*)", block.text, re.M)
    ]
    assert len(lines) > 25
    for page, line in lines:
        words = shlex.split(re.split(r" [<>] ", line)[0])[1:]
        try:
            parser.parse_args(words)
        except SystemExit:
            pytest.fail(f"{page}: {line}\n{capsys.readouterr().err}")


def test_every_command_that_a_sentence_names_is_there_with_its_options():
    named = {
        (page.name, words)
        for page in PAGES
        for words in re.findall(
            r"`(?:\.venv/bin/|uv run )?goldthread ([a-z][^`]*)`", page.read_text(encoding="utf-8")
        )
    }
    assert len(named) > 20
    for page, words in named:
        parser = main.build_parser()
        for word in words.split():
            inner = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
            if inner:
                assert word in inner[0].choices, f"{page}: goldthread {words}"
                parser = inner[0].choices[word]
            elif word.startswith("--"):
                assert word in parser._option_string_actions, f"{page}: goldthread {words}"


def test_no_page_names_a_release_that_is_not_there():
    texts = [*PAGES, *(ROOT / "goldthread").rglob("*.py")]
    wrong = [
        str(path.relative_to(ROOT))
        for path in texts
        if re.search(r"pip install ['\"]?goldthread", path.read_text(encoding="utf-8"))
    ]
    assert wrong == [], "until there is a release, say how it is installed from a checkout"


def test_the_walk_through_imports_what_there_is():
    lines = [
        match
        for block in ALL[ROOT / "CONTRIBUTING.md"]
        if block.info == "python"
        for match in re.findall(r"^from (goldthread\.[\w.]+) import (.+)$", block.text, re.M)
    ]
    assert len(lines) > 15
    for module, names in lines:
        if not module.startswith("goldthread.visits"):
            for name in names.split(", "):
                imported = importlib.import_module(module)
                assert hasattr(imported, name) or importlib.util.find_spec(f"{module}.{name}"), (
                    f"{module}.{name}"
                )


def test_every_target_of_make_that_a_page_names_is_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {
        word
        for page in PAGES
        for word in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.M)
    }
    assert {"demo", "test", "check", "format", "assets", "migrations"} <= named
    assert named - targets == set()


def test_pages_md_names_the_macros_and_filters_that_there_are():
    page = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")
    web = ROOT / "goldthread" / "web"
    templates = "".join(
        (web / "templates" / "web" / name).read_text() for name in ("components.html", "desk_components.html")
    )
    macros = {name: given for name, given in re.findall(r"\{% macro (\w+)\(([^%]*)\)\s*-?%\}", templates)}
    named = re.findall(r"`ui\.(\w+)\(([^`]*)\)`", page)
    assert len(named) > 25
    for name, given in named:
        assert name in macros, name
        takes = [part.split("=")[0].strip() for part in macros[name].split(",")]
        for part in re.sub(r"\[[^]]*\]|\{[^}]*\}|\([^)]*\)", "", given).split(","):
            word = part.split("=")[0].strip()
            assert word in ("", "...") or word in takes, f"ui.{name}: {word} is none of {takes}"
    filters = set(re.findall(r"`\w+\|(\w+)", page))
    registered = (web / "jinja.py").read_text().split("filters.update(")[1].split(")\n")[0]
    assert len(filters) > 6
    assert filters - set(re.findall(r"(\w+)=", registered)) == set()


def test_the_sign_in_addresses_of_avonshire_are_those_of_its_people():
    from goldthread.demo import content
    from goldthread.demo.build import address_of

    page = (ROOT / "docs" / "avonshire.md").read_text(encoding="utf-8")
    people = {
        each["name"]: address_of(each["council"], each["slug"]) for each in content.toml("cast")["people"]
    }
    named = set(re.findall(r"[\w.]+@(?:avonshire|brackenmoor)\.example", page))
    assert len(named) == 5 and named <= set(people.values())
    for name, address in people.items():
        words = name.removeprefix("Councillor ").lower().replace("-", " ").split()
        assert address.split("@")[0] == ".".join(words), "the page says that it is made of the name"
