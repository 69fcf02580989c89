"""How fast, and in how much memory, 100,000 rows of feedback are read and written. Prints; asserts nothing.

    python bench/sheets.py [ROWS]

Each measurement runs in a process of its own, so that its peak memory is its own. The same rows are read
with openpyxl in read-only mode, to say what our own reader is worth.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

COLUMNS = ["Reference", "Date received", "Team", "Who spoke", "How", "Comment", "Score", "Wants reply"]
WORDS = [
    "carer", "late", "kind", "waited", "phone", "assessment", "respite", "letter", "explained", "nobody", "home", "visit",
    "listened", "plan", "money", "told", "again", "hospital", "review", "thank", "ŵ", "£40", "don’t", "weeks",
]  # fmt: skip


def rows(count: int) -> Iterator[list[object]]:
    """Invented feedback: eight columns, comments of about 300 letters."""
    chance = random.Random(1)
    for number in range(count):
        yield [
            f"AV-{number:06}",
            date(2023, 1, 1) + timedelta(days=chance.randrange(700)),
            chance.choice(["North", "South", "Hospital", "Reablement"]),
            chance.choice(["person", "unpaid carer", "advocate"]),
            chance.choice(["letter", "phone", "email", "form"]),
            " ".join(chance.choices(WORDS, k=50)),
            chance.randrange(1, 6),
            chance.choice(["Yes", "No"]),
        ]


def generate(_: str, count: str) -> int:
    """What making the rows up costs by itself; part of each write below."""
    return sum(1 for _row in rows(int(count)))


def write(path: str, count: str) -> int:
    from goldthread.sheets import write_csv, write_xlsx

    return (write_csv if path.endswith("csv") else write_xlsx)(rows(int(count)), COLUMNS, path)


def make(path: str, count: str) -> int:
    """The rows as Excel itself saves them, with one shared list of texts."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, COLUMNS)
        for number, row in enumerate(rows(int(count)), 1):
            page.write_row(number, 0, row[:1])
            page.write_datetime(number, 1, row[1], day)
            page.write_row(number, 2, row[2:])
    return int(count)


def read(path: str) -> int:
    from goldthread.sheets import open_sheet

    with open_sheet(path, Path(path).name) as sheet:
        return sum(1 for row in sheet.rows() if row.problem is None)


def openpyxl(path: str) -> int:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    return sum(1 for _ in book.active.iter_rows(min_row=2, values_only=True))


def measure(task: str, *arguments: str) -> None:
    """Runs one task and prints its rows a second and its peak memory (Linux counts in KiB, macOS in bytes)."""
    began = time.perf_counter()
    count = globals()[task](*arguments)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    name = f"{task} {Path(arguments[0]).name}"
    print(f"{name:<28}{count:>9,} rows {took:>8.2f} s {count / took:>10,.0f} rows/s {peak:>7.0f} MiB peak")


def main(count: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        csv, shared, own = (f"{folder}/{name}" for name in ("feedback.csv", "excel.xlsx", "export.xlsx"))
        for task in (
            ["generate", "rows", count],
            ["write", csv, count],
            ["write", own, count],
            ["make", shared, count],
            ["read", csv],
            ["read", own],
            ["read", shared],
            ["openpyxl", own],
            ["openpyxl", shared],
        ):
            subprocess.run([sys.executable, __file__, "--task", *task], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        measure(*sys.argv[2:])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "100000")
