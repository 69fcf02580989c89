"""`goldthread themes`: learns a theme list from a spreadsheet, suggests themes, and measures how well."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli import themes_discover, themes_lists
from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.no_answer import is_no_answer

if TYPE_CHECKING:
    from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText

_TRAIN = "goldthread themes train labelled.csv --text comment --labels waiting,staff --model ours.model"
_SUGGEST = "goldthread themes suggest new.csv --text comment --model ours.model"
_CONVERT = "goldthread themes convert goldthread themes.csv"
_ACCURACY = (
    "goldthread themes accuracy coded-twice.csv --text comment --first ann --second bo --model ours.model"
)
# A model stores no comments, so it cannot tell which of these it was trained on.
_UNSEEN = (
    "Give comments that the model was not trained on: it does better on those it learned from than on new "
    "ones, and its figures would then be too high."
)


def add_parser(subparsers) -> None:
    """Add `goldthread themes` and its subcommands to the command line."""
    parser = subparsers.add_parser(
        "themes",
        help="learn a theme list, suggest themes with matched words, and measure coding accuracy",
        description="Everything happens on this machine. A suggestion is for a person to confirm or reject.",
        **with_examples(_TRAIN, _SUGGEST, _CONVERT, _ACCURACY),
    )
    parser.set_defaults(run=lambda args: parser.print_help() or 0)
    ways = parser.add_subparsers(title="what to do", metavar="WHAT")
    _add_train(ways)
    _add_suggest(ways)
    _add_accuracy(ways)
    themes_discover.add_parser(ways)
    themes_lists.add_parsers(ways)


def _add_train(ways) -> None:
    train = ways.add_parser(
        "train",
        help="learn from a CSV of comments with their themes",
        description="Learns from coded comments, and from a theme list, and writes the model to a file.",
        **with_examples(_TRAIN, f"{_TRAIN} --codebook themes.csv"),
    )
    train.add_argument("file", metavar="LABELLED.csv", help="one row a comment; - for standard input")
    train.add_argument("--text", required=True, metavar="COL", help="the column of comments")
    train.add_argument(
        "--labels",
        required=True,
        metavar="COL,COL,...",
        help="the columns of the themes: 1, yes or x where the comment has it; 0, no or empty where not",
    )
    train.add_argument("--model", required=True, metavar="OUT", help="the file to write the model to")
    train.add_argument(
        "--question", metavar="COL", help="the column of the kind of item, or question answered"
    )
    train.add_argument(
        "--codebook",
        metavar="FILE",
        help="a theme list as CSV, JSON or .qdc, with name, definition and examples; the word goldthread for the one "
        "shipped",
    )
    train.add_argument(
        "--sentences",
        action=argparse.BooleanOptionalAction,
        help="read with the small language model of goldthread[semantic] as well, which is slower and a little "
        "better; as it comes, where that is installed",
    )
    train.add_argument(
        "--fine-tune",
        action="store_true",
        help="fine-tune the language model of goldthread[nightly] as well: it takes up to half an hour of a processor, and "
        "the model suggests better and reads some thirty times slower",
    )
    train.set_defaults(run=run_train)


def _add_suggest(ways) -> None:
    suggest = ways.add_parser(
        "suggest",
        help="suggest themes for each row of a CSV, with matched words",
        description="Suggests themes for each comment, with the matched words of each; none where it is not sure.",
        **with_examples(_SUGGEST, f"{_SUGGEST} --json"),
    )
    suggest.add_argument("file", metavar="FILE.csv", help="one row a comment; - for standard input")
    suggest.add_argument("--text", required=True, metavar="COL", help="the column of comments")
    suggest.add_argument("--model", required=True, metavar="M", help="the model that `train` wrote")
    suggest.add_argument(
        "--question", metavar="COL", help="the column of the kind of item, or question answered"
    )
    suggest.add_argument(
        "--most", type=int, default=3, metavar="N", help="at most so many a comment (default: 3)"
    )
    suggest.add_argument("--json", action="store_true", help="write a line of JSON for each row")
    suggest.set_defaults(run=run_suggest)


def _add_accuracy(ways) -> None:
    accuracy = ways.add_parser(
        "accuracy",
        help="coding accuracy of a model, beside how well two people agree",
        description="Reads comments that two people coded without seeing each other's themes; a cell holds themes "
        "with | or ; between them. " + _UNSEEN,
        **with_examples(_ACCURACY),
    )
    accuracy.add_argument("file", metavar="CODED_TWICE.csv", help="one row a comment; - for standard input")
    accuracy.add_argument("--text", required=True, metavar="COL", help="the column of comments")
    accuracy.add_argument("--first", required=True, metavar="COL", help="the column of one person's themes")
    accuracy.add_argument(
        "--second", required=True, metavar="COL", help="the column of the other person's themes"
    )
    accuracy.add_argument(
        "--settled", metavar="COL", help="the column of the themes agreed after they compared"
    )
    accuracy.add_argument("--model", required=True, metavar="M", help="the model that `train` wrote")
    accuracy.add_argument(
        "--question", metavar="COL", help="the column of the kind of item, or question answered"
    )
    accuracy.add_argument("--json", action="store_true", help="write the figures as JSON")
    accuracy.set_defaults(run=run_accuracy)


def run_train(args: argparse.Namespace) -> int:
    """Learn from args.file, write the model, and print what it is based on."""
    from goldthread.analysis.text import semantic
    from goldthread.analysis.theming import CodedExample, ThemeSuggester
    from goldthread.cli.tables import read_table
    from goldthread.cli.themes_files import columns_of, read_codebook, themes_for, yes_or_no

    if not Path(args.model).absolute().parent.is_dir():
        raise UserError(f"{args.model} cannot be written: its folder is not there. Choose another place.")
    table = read_table(args.file)
    texts = table.texts(args.text, "--text")
    names = columns_of(args.labels, table)
    themes = themes_for(names, read_codebook(args.codebook) if args.codebook else [])
    if len(themes) < 2:
        raise UserError("Learning needs two themes or more. Name their columns with --labels.")
    questions = table.texts(args.question, "--question") if args.question else [""] * len(texts)
    confirmed = [
        CodedExample(text, frozenset(name for name in names if yes_or_no(table, row, name)), question)
        for row, (text, question) in enumerate(zip(texts, questions, strict=True))
        if text
    ]
    with_sentences = semantic.available() if args.sentences is None else args.sentences
    began = time.perf_counter()
    with _language_model():
        model = ThemeSuggester.fit(themes, confirmed, sentences=with_sentences)
        if args.fine_tune:
            model = _fine_tuned(model, themes, confirmed)
    took = time.perf_counter() - began
    data = model.to_bytes()
    try:
        Path(args.model).write_bytes(data)
    except OSError as error:
        raise UserError(f"{args.model} cannot be written ({error.strerror}). Choose another place.") from None
    bare = [theme.slug for theme in themes if not model.confirmed(theme.slug)]
    print(
        f"Learned {len(themes)} themes from {len(confirmed):,} comments in {took:.0f} s; {args.model} written."
    )
    if with_sentences:
        print(
            "The small language model read them too; the model needs goldthread[semantic] wherever it is used."
        )
    if args.fine_tune:
        print(
            "The language model was fine-tuned on them; the model needs goldthread[nightly] wherever it is used."
        )
    if bare:
        print(
            f"{len(bare)} of them have no coded comment and are based on the theme list alone: {', '.join(bare)}."
        )
    return 0


def run_suggest(args: argparse.Namespace) -> int:
    """Suggest themes for each row of args.file; return 0."""
    from goldthread.cli.tables import read_table

    if args.most < 1:
        raise UserError("--most is how many themes a comment may be given; give 1 or more.")
    model = _model(args.model)
    table = read_table(args.file)
    texts = table.texts(args.text, "--text")
    questions = table.texts(args.question, "--question") if args.question else None
    with _language_model():
        suggested = model.suggest_many(texts, questions, args.most)
    for (line, _), text, suggestions in zip(table.rows, texts, suggested, strict=True):
        if args.json:
            each = [
                {
                    "theme": s.theme,
                    "score": round(s.score, 4),
                    "why": [{**word._asdict(), "weight": round(word.weight, 4)} for word in s.why],
                    "rests_on": s.rests_on,
                }
                for s in suggestions
            ]
            answer = {"line": line, "text": text, "suggestions": each, "no_answer": is_no_answer(text)}
            print(json.dumps(answer, ensure_ascii=False))
        else:
            answer = "; ".join(
                f"{s.theme} {s.score:.0%} ({', '.join(w.word for w in s.why)})" for s in suggestions
            )
            print(f"line {line}: {answer or ('no answer' if is_no_answer(text) else 'not sure')}")
    if not args.json:
        sure, silent = sum(map(bool, suggested)), sum(map(is_no_answer, texts))
        print(
            f"\nSuggested for {sure:,} of {len(suggested):,} comments; the model is not sure of the others."
            + (f" {silent:,} of these are no answer, such as “N/A”." if silent else "")
        )
    return 0


def run_accuracy(args: argparse.Namespace) -> int:
    """Print how a model agrees with two people who coded the same comments, beside how they agree."""
    from dataclasses import asdict

    from goldthread.analysis.theming.model_card import model_card
    from goldthread.cli.tables import computed, print_json, read_table
    from goldthread.cli.themes_files import listed_themes

    model = _model(args.model)
    table = read_table(args.file)
    texts = table.texts(args.text, "--text")
    questions = table.texts(args.question, "--question") if args.question else None
    people = {
        option: listed_themes(table, getattr(args, option), f"--{option}", model.themes)
        for option in ("first", "second", "settled")
        if getattr(args, option)
    }
    with _language_model():
        machine = [
            frozenset(s.theme for s in suggestions) for suggestions in model.suggest_many(texts, questions)
        ]
    figures = computed(
        lambda: model_card(model.themes, people["first"], people["second"], machine, people.get("settled"))
    )
    if args.json:
        print_json(asdict(figures) | {"note": _UNSEEN})
        return 0
    print(f"{figures.points:,} comments coded by two people.")
    for who, agreement in (("Two people", figures.people), ("People and model", figures.machine)):
        parts = [f"agree on {agreement.percentage:.1%} of all yes-or-no answers"]
        for name, value in (("AC1", agreement.ac1), ("kappa", agreement.kappa), ("F1", agreement.f1)):
            if value is not None:
                parts.append(f"{name} {value:.2f}")
        print(f"{who} {', '.join(parts)}.")
    print(
        f"F1 over all themes {figures.micro.value or 0:.2f} ({figures.micro.low:.2f} to {figures.micro.high:.2f}); "
        f"mean of the themes {figures.macro:.2f} ({figures.macro_low:.2f} to {figures.macro_high:.2f}).\n"
    )
    width = max((len(each.theme) for each in figures.by_theme), default=5)
    print(f"{'theme':<{width}}  given  model's F1 (95%)     people's F1")
    for each in figures.by_theme:
        its, theirs = each.machine, each.people.value
        print(
            f"{each.theme:<{width}}  {each.given:>5}  {its.value or 0:.2f} ({its.low:.2f} to {its.high:.2f})  "
            f"{'     -' if theirs is None else f'{theirs:>6.2f}'}{'  few' if each.is_few else ''}"
        )
    for pair in figures.confuses[:5]:
        print(f"{pair.points} times people coded {pair.people!r} and the model {pair.machine!r}.")
    print(f"\n{_UNSEEN}")
    return 0


@contextmanager
def _language_model() -> Iterator[None]:
    """Tell plainly where a language model is asked for and is not here, or is another."""
    from goldthread.analysis.text.semantic import NotInstalled

    try:
        yield
    except NotInstalled as error:
        raise UserError(str(error)) from None


def _fine_tuned(
    model: ThemeSuggester, themes: list[ThemeText], confirmed: list[CodedExample]
) -> ThemeSuggester:
    try:
        return model.fine_tuned(themes, confirmed)
    except ValueError as error:
        raise UserError(f"{error} Leave --fine-tune out.") from None


def _model(name: str) -> ThemeSuggester:
    from goldthread.analysis.theming import ThemeSuggester

    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise UserError(
            f"The model {name} cannot be read ({error.strerror}). Check its name, or make one with "
            "`goldthread themes train`."
        ) from None
    try:
        return ThemeSuggester.from_bytes(data)
    except ValueError as error:
        raise UserError(f"{name}: {error}") from None
