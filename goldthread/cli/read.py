"""`goldthread read`: published assessment reports as data, entirely on this machine."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from goldthread import log_lines
from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.json_lines import opened

_NOTES = """Reads text, Markdown, saved web pages (HTML), Word (.docx) and PDF; a folder stands for the files in it. There is one
object for each page: a quality statement, or a summary or press release. What a page does not print is null, and `unread`
says what could not be read, and where. Figures come with all their parts; docs/reading-reports.md lists them.
A file that cannot be read is told of and the others are read; the command then ends with code 1, or 2 where none was read.
"""
# With fewer files another process costs more than it saves.
_WORTH_SHARING = 24
_ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".mhtml", ".mht", ".docx", ".pdf")


class _Read(NamedTuple):
    """What was read of a file: its pages as they are to be written, or why there are none."""

    pages: list[Any]
    problem: str | None = None


def add_parser(subparsers: Any) -> None:
    """Add the `read` command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "read",
        help="read published assessment reports: their parts, passages and figures",
        description="Reads pages or whole reports of the Care Quality Commission's assessments of councils, however they were "
        "saved. Nothing leaves this machine.",
        **with_examples(
            "goldthread read report.html",
            "goldthread read reports/ --json > reports.json",
            "goldthread read reports/*.pdf --csv > figures.csv",
            notes=_NOTES,
        ),
    )
    parser.add_argument("file", nargs="+", help="a report, a folder of them, or - for standard input")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="write a list with one object for each page")
    how.add_argument("--csv", action="store_true", help="write a table with one row for each figure")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read each file; return 0, 1 where some could not be read, 2 where none could."""
    paths = list(_paths(args.file))
    how = "json" if args.json else "csv" if args.csv else "text"
    done = _written(_each(paths, how), how)
    if done.problems:
        return 1 if done.read else 2
    return 0


class _Done(NamedTuple):
    read: int
    problems: int


def _paths(given: list[str]) -> Iterator[str]:
    for name in given:
        if name != "-" and Path(name).is_dir():
            inside = sorted(
                str(path)
                for path in Path(name).iterdir()
                if path.suffix.lower() in _ENDINGS and path.is_file()
            )
            if not inside:
                raise UserError(
                    f"{name} is a folder without a report. Name files that end in {', '.join(_ENDINGS)}."
                )
            yield from inside
        else:
            yield name


def _each(paths: list[str], how: str) -> Iterator[_Read]:
    """Yield what was read of each file, in the order given; many are shared among the machine's cores."""
    workers = min(os.cpu_count() or 1, 8)
    if len(paths) < _WORTH_SHARING or workers < 2 or "-" in paths:
        yield from (_read(path, how) for path in paths)
        return
    try:
        pool = ProcessPoolExecutor(workers)
    except (OSError, ImportError, NotImplementedError):
        yield from (_read(path, how) for path in paths)
        return
    with pool:
        yield from pool.map(_read, paths, [how] * len(paths), chunksize=8)


def _read(path: str, how: str) -> _Read:
    """Return the pages of one file, as they are to be written."""
    from goldthread.analysis.reports.as_data import as_data, rows
    from goldthread.analysis.reports.reading import read_report
    from goldthread.document_text import NotRead, open_document
    from goldthread.document_text.blocks import MOST_BYTES
    from goldthread.standards import framework

    name = "Standard input" if path == "-" else path
    try:
        with opened(path) as stream:
            content = stream.read(MOST_BYTES + 1)
        pages = read_report(open_document(content, Path(name).name), source=name, rules=framework.current())
    except NotRead as error:
        return _Read([], str(error))
    except (UserError, OSError) as error:
        return _Read([], str(error))
    if how == "json":
        return _Read(
            [json.dumps(as_data(page), ensure_ascii=False, indent=2, allow_nan=False) for page in pages]
        )
    if how == "csv":
        return _Read(list(rows(pages)))
    return _Read([_words(page) for page in pages])


def _written(results: Iterator[_Read], how: str) -> _Done:
    """Write what was read as it comes; what could not be read is told of on standard error."""
    read = problems = 0

    def pages() -> Iterator[Any]:
        nonlocal read, problems
        for result in results:
            if result.problem is not None:
                problems += 1
                log_lines.say(f"goldthread: {result.problem}")
                continue
            read += 1
            yield from result.pages

    if how == "csv":
        from goldthread.analysis.reports.as_data import COLUMNS
        from goldthread.sheets.export import write_csv

        stream = getattr(sys.stdout, "buffer", None)
        held = io.BytesIO()
        sys.stdout.flush()
        write_csv(pages(), COLUMNS, held if stream is None else stream)
        # Whoever calls this from Python may have put plain text in place of standard output.
        sys.stdout.write(held.getvalue().decode("utf-8-sig"))
    elif how == "json":
        first = True
        print("[", end="")
        for page in pages():
            print("\n" if first else ",\n", end="")
            print(_safe(page), end="")
            first = False
        print("]" if first else "\n]")
    else:
        for page in pages():
            print(page)
    return _Done(read, problems)


def _safe(text: str) -> str:
    """Return JSON that the terminal can show: letters that it does not have as their numbers."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return json.dumps(json.loads(text), indent=2)
    return text


def _words(page: Any) -> str:
    """Return a page in a few lines, for a person."""
    council = page.council or (
        f"A council that the text names: {page.council_in_text} (please confirm)"
        if page.council_in_text
        else "No council named"
    )
    lines = [f"{page.source}: {council}"]
    if page.statement:
        score = f"{'indicative ' if page.indicative else ''}score {page.score}" if page.score else "no score"
        lines.append(f"  {page.statement}: {score}")
    whole = [page.rating, f"{page.overall_percent}%" if page.overall_percent is not None else None]
    if any(whole):
        lines.append(f"  Overall: {', '.join(each for each in whole if each)}")
    lines += [f"  {each.statement}: score {each.score}" for each in page.scores]
    lines.append(f"  Published: {page.published or 'not known'}")
    lines.append(f"  {len(page.passages)} passages, {len(page.figures)} figures")
    lines += [f"    {figure.printed}" for figure in page.figures]
    for each in page.unread:
        where = f" (paragraph {each.place.paragraph})" if each.place else ""
        lines.append(f"  Not read: {each.what}{where}")
    return "\n".join(lines)
