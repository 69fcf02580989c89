"""Audit sheets in the layouts of Microsoft Forms and of a case system's report, made here; every name is invented."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

FORMS = [
    "Id", "Start time", "Completion time", "Email", "Name", "Case reference (no names please)\xa0", "Whose work is it?",
    "Team", "Date of audit", "Is the person’s voice clear?", "Which were considered? (tick all)\n", "Overall grade",
    "Overall grade2", "Why this grade?\n", "What should be learnt", "Did you ring the person?",
]  # fmt: skip
DAY = datetime.datetime(2025, 6, 4)


def forms_row(number: int, **other: Any) -> list[Any]:
    """Return a row as the form saves it; other: cells by heading."""
    cells: dict[str, Any] = dict.fromkeys(FORMS)
    cells |= {
        "Id": number,
        "Start time": DAY,
        "Completion time": DAY,
        "Email": "ben.tasker@avonshire.example",
        "Name": "Ben Tasker",
        FORMS[5]: f"LAS {1000 + number}",
        "Whose work is it?": "Dilys Penhale",
        "Team": "Locality North",
        "Date of audit": DAY,
        FORMS[9]: "Yes",
        FORMS[10]: "Carer;Advocacy;",
        "Overall grade": "Good",
        "What should be learnt": "Use the capacity prompt",
        FORMS[15]: "No answer",
    }
    return [(cells | other)[name] for name in FORMS]


def workbook(rows: Sequence[Sequence[Any]], heads: Sequence[str] = FORMS) -> io.BytesIO:
    """Return a workbook of rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def as_csv(rows: Sequence[Sequence[str]]) -> io.BytesIO:
    """Return a CSV file as a report server writes it, with its mark at the start."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return io.BytesIO(("\ufeff" + written.getvalue()).encode())


REPORT = [
    "Textbox14", "PersonID", "WorkflowStepID", "CompletedOn", "WorkerName", "TeamName", "QuestionNumber",
    "QuestionText", "AnswerText", "AnswerScore", "ModeratedGrade",
]  # fmt: skip
ASKED = [
    ("Is the record up to date?", "Yes"),
    ("Person’s views recorded?", "In part"),
    ("Overall grade", "Good"),
    ("Comments", "<p>See the <b>review</b> &amp; plan</p>"),
]


def report(audits: int, *, unfinished: int = 0) -> io.BytesIO:
    """Return a case system's report with a row a question; the last audits are not finished."""
    rows = [REPORT]
    for number in range(audits + unfinished):
        done = "05/11/2025 16:41:09" if number < audits else ""
        for place, (text, answer) in enumerate(ASKED, 1):
            moderated = "Requires improvement" if text == "Overall grade" and number == 0 else ""
            rows.append(
                ["Run by hand", str(18044 + number), str(88 + number), done, "TASKER, Ben (AV0002)", "ASC Locality North", str(place), text, answer, "", moderated]
            )  # fmt: skip
    return as_csv(rows)
