"""What the command line says: help that can be read, and mistakes answered with what to do next."""

from __future__ import annotations

import argparse
import shlex

import pytest

from goldthread.cli import main


def _parsers() -> dict[str, argparse.ArgumentParser]:
    parsers = {}

    def walk(name: str, parser: argparse.ArgumentParser) -> None:
        parsers[name] = parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for word, inner in action.choices.items():
                    walk(f"{name} {word}", inner)

    walk("goldthread", main.build_parser())
    return parsers


PARSERS = _parsers()


@pytest.mark.parametrize("name", PARSERS)
def test_help_says_what_each_command_and_each_option_does(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    parser = PARSERS[name]
    assert parser.description, "say what it does"
    text = parser.format_help()
    assert len(text.splitlines()) < 70
    # A per cent sign alone in a help text is filled with all that argparse knows of the option.
    assert "option_strings" not in text and "%%" not in text
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert all(choice.help for choice in action._choices_actions)
        else:
            assert action.help or action.choices, f"{name} {action.option_strings or action.dest} has no help"


@pytest.mark.parametrize("name", [name for name in PARSERS if " " in name])
def test_help_of_each_command_ends_in_an_example_that_its_options_allow(name, capsys):
    lines = PARSERS[name].format_help().split("example", 1)[-1].splitlines()[1:]
    examples = [line.strip() for line in lines if line.startswith("  goldthread ")]
    assert examples, f"{name}: give `with_examples` at least one"
    for example in examples:
        assert f"{example} ".startswith(f"{name} "), example
        words = shlex.split(example.split(" > ")[0])[1:]
        parser = main.build_parser()
        assert parser.parse_args(words), (
            example
        )  # ends the test where an option is not one, or one is missing


def test_sentences_are_wrapped_and_examples_are_not(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    lines = PARSERS["goldthread redact"].format_help().splitlines()
    assert "  goldthread redact letters.jsonl > safe.jsonl" in lines
    assert all(len(line) <= 60 for line in PARSERS["goldthread backup"].format_help().splitlines())


def test_every_command_that_the_readme_and_the_house_promise_is_there():
    words = {name.split()[1] for name in PARSERS if " " in name}
    assert words >= {
        "demo",
        "up",
        "import",
        "export",
        "backup",
        "restore",
        "doctor",
        "audit",
        "forget",
        "spc",
    }


def test_no_command_prints_help_and_a_wrong_one_says_which_there_are(capsys):
    assert main.main([]) == 0
    assert "commands:" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main.main(["serve"])
    assert ended.value.code == 2
    assert "invalid choice: 'serve'" in capsys.readouterr().err


def test_a_statement_that_is_none_is_answered_with_those_there_are(tmp_path, capsys):
    words = ["export", "evidence", str(tmp_path / "pack.html"), "--by", "you@council.example", "--statement"]
    assert main.main([*words, "kindness"]) == 2
    assert "--statement is none of the framework's: assessing-needs," in capsys.readouterr().err
    assert main.main(["export", "themes", str(tmp_path / "list.csv"), *words[3:], "assessing-needs"]) == 2
    assert "--statement is for evidence" in capsys.readouterr().err
