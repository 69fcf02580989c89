"""Every command there is, found by itself: by a person who may, by keywords only, with one line in the trail."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.core.exceptions import PermissionDenied

import goldthread
from goldthread.council.command import Refused, command, in_words
from goldthread.council.models import AuditLine, Team
from goldthread.council.people import commands as council
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting import commands as counting_commands
from tests.cast import Cast

ROOT = Path(goldthread.__file__).parent

# The one change that no person gives: whoever runs the server founds a council, before anyone is in it.
NOT_GIVEN_BY_A_PERSON = {"goldthread.council.people.commands.found_council"}


def _modules() -> list[ModuleType]:
    """Return every module with commands: those called so, and any other that decorates a function as one."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(("goldthread", *path.relative_to(ROOT).with_suffix("").parts))
        if path.name == "commands.py" or "\n@command(" in path.read_text():
            found.append(importlib.import_module(name))
    return found


def _functions() -> list[object]:
    """Return every public function of those modules."""
    return [
        function
        for module in _modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    ]


def full_name(function) -> str:
    return f"{function.__module__}.{function.__name__}"


COMMANDS = [function for function in _functions() if full_name(function) not in NOT_GIVEN_BY_A_PERSON]
# What works something out for a page and changes nothing may stand beside the commands that use it.
READS = [function for function in COMMANDS if not hasattr(function, "command_name")]
COMMANDS = [function for function in COMMANDS if hasattr(function, "command_name")]
_WRITES = {
    "create",
    "save",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def test_they_are_found():
    assert len(COMMANDS) > 40
    assert {full_name(function) for function in _functions()} >= NOT_GIVEN_BY_A_PERSON


@pytest.mark.parametrize("function", COMMANDS, ids=full_name)
def test_the_audit_trail_says_in_plain_words_what_each_does(function):
    said = in_words(function.command_name)
    verb = inspect.getdoc(function).split()[0].rstrip(":.,;")
    # Said of what was done: these docstrings are so already, or read alike.
    assert (
        said.split()[0] != verb or verb.endswith("ed") or verb in {"Hid", "Put", "Set", "Split", "Withdrawn"}
    ), f"past_tense.py does not know {verb}"
    assert re.fullmatch(r"[A-Z][A-Za-z' ,-]{7,110}", said)


def test_what_an_earlier_version_did_stands_by_its_name():
    assert in_words("feedback.take_in") == "feedback: take in"


@pytest.mark.parametrize("function", READS, ids=full_name)
def test_what_is_no_command_changes_nothing(function):
    tree = ast.parse(inspect.getsource(function))
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and hasattr(node.func, "attr")
    }
    assert not called & _WRITES, f"{full_name(function)} writes: make it a command"


@pytest.mark.parametrize("function", COMMANDS, ids=full_name)
def test_a_command_says_who_may_give_it_and_takes_keywords_only(function):
    # A command on records of every type asks the record for its permission; house/test_record_types.py looks at those.
    assert callable(function.permission) or function.permission in PERMISSIONS
    assert function.command_name == f"{function.__module__.split('.')[1]}.{function.__name__}"
    assert function.__doc__, "a command says what it does"
    parameters = inspect.signature(function).parameters.values()
    assert "by" in {parameter.name for parameter in parameters}
    positional = [p.name for p in parameters if p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD)]
    assert positional == []


def test_two_commands_are_never_called_the_same():
    names = [function.command_name for function in COMMANDS]
    assert sorted(names) == sorted(set(names))


def _writes_outside_commands() -> list[str]:
    """Return the views, queries and forms that write a record by themselves."""
    writes = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.stem not in ("views", "queries", "forms") and "views" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            target = ast.unparse(node.func)
            if node.func.attr in _WRITES and (
                ".objects." in target or node.func.attr in {"save", "bulk_create"}
            ):
                writes.append(f"{path.relative_to(ROOT)}:{node.lineno} {target}")
    return writes


def test_pages_write_through_commands_only():
    # An account's own password belongs to no council, so it is in no council's trail; the link to it is.
    allowed = {"council/views.py form.save"}
    assert {re.sub(r":\d+", "", write) for write in _writes_outside_commands()} - allowed == set()


# -- Given for real ------------------------------------------------------------------------------------


def _trail(town: Cast) -> list[tuple[str, str]]:
    town.enter()
    return list(
        AuditLine.objects.filter(council=town.council).order_by("number").values_list("command", "reason")
    )


def _add_team(town):
    return council.add_team(by=town.person("administrator"), slug="night", name="Night team")


def _open_words(town):
    record = Feedback.objects.visible_to(town.person("complaints_manager")).first()
    return feedback.open_original(by=town.person("complaints_manager"), feedback=record, reason="to answer")


def _mark_event(town):
    on = Feedback.objects.order_by("-received_on").values_list("received_on", flat=True).first()
    return counting_commands.add_annotation(
        by=town.person("quality_lead"), on=on, label="New form", theme=Theme.objects.first()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("give", [_add_team, _open_words, _mark_event])
def test_a_command_that_is_carried_out_writes_one_line(avonshire, give):
    before = _trail(avonshire)
    give(avonshire)
    after = _trail(avonshire)
    assert after[:-1] == before
    if give is _open_words:
        assert after[-1] == ("feedback.open_original", "to answer")


@pytest.mark.django_db
def test_a_command_that_is_refused_or_not_allowed_leaves_nothing(avonshire):
    before = _trail(avonshire)
    with pytest.raises(Refused, match="Choose another"):
        council.add_team(by=avonshire.person("administrator"), slug="first-contact", name="Again")
    with pytest.raises(PermissionDenied):
        council.add_team(by=avonshire.person("practitioner"), slug="night", name="Night team")
    assert _trail(avonshire) == before


@pytest.mark.django_db
def test_a_command_that_fails_half_way_leaves_nothing(avonshire):
    @command("council.manage")
    def half(*, by):
        council.add_team(by=by, slug="night", name="Night team")
        raise RuntimeError("half-way")

    before = _trail(avonshire)
    with pytest.raises(RuntimeError):
        half(by=avonshire.person("administrator"))
    assert _trail(avonshire) == before
    assert not Team.objects.filter(slug="night").exists()


@pytest.mark.django_db
def test_another_councils_record_cannot_be_handed_to_a_command(avonshire, brackenmoor):
    theirs = brackenmoor.person("practitioner")
    with pytest.raises(PermissionDenied):
        council.deactivate_person(by=avonshire.person("administrator"), person=theirs)


# Whoever is given something to do or is looked after as a user; nobody who signs, decides, tells or reads.
_NAMED = {"owner", "person"}


@pytest.mark.parametrize("function", COMMANDS, ids=full_name)
def test_whoever_signs_or_decides_is_whoever_gives_the_command(function):
    parameters = {name: p for name, p in inspect.signature(function).parameters.items() if name != "by"}
    people = {name for name, p in parameters.items() if str(p.annotation).startswith("Person")}
    assert people <= _NAMED, f"{full_name(function)} takes the name of somebody else: record `by` instead"
    assert not [
        name for name in parameters if re.fullmatch(r"(signed|decided|told|read|approved).*_by", name)
    ]
