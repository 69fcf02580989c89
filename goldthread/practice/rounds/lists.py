"""A council's list of references: pasted, or from a spreadsheet; each with whose work it is and its stratum."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from goldthread.council.errors import Refused
from goldthread.practice.importing.columns import FIELDS, text_of
from goldthread.practice.importing.who import Known, usual_order
from goldthread.practice.rounds.drawing import NewCase
from goldthread.sheets import Limits, match_columns, open_sheet

_LIMITS = Limits(file_bytes=5_000_000, rows=20_000, columns=60)
_WANTED = {name: FIELDS[name] for name in ("reference", "worker", "team")}


def pasted(text: str, known: Known) -> list[NewCase]:
    """Return the references of pasted lines: reference, worker and team between commas, semicolons or tabs."""
    cases = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in re.split(r"[\t;,]", line)]
        reference, worker, team = (*parts, "", "")[:3]
        cases.append(_case(reference, worker, team, known))
    return cases


def in_sheet(file: BinaryIO, filename: str, known: Known) -> list[NewCase]:
    """Return the references of a spreadsheet; raises SheetError for what is no table, and Refused without a column of them."""
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        matched = match_columns(sheet.columns, _WANTED)
        if matched["reference"] is None:
            raise Refused("No column is called Case reference. Name one so, or paste the list.", field="file")
        cases = []
        for row in sheet.rows(*sheet.columns):
            if row.problem:
                raise Refused(f"Row {row.number}: {row.problem}", field="file")
            cells: dict[str, Any] = {
                name: text_of(row.cells.get(column)) if column else "" for name, column in matched.items()
            }
            if cells["reference"]:
                cases.append(_case(cells["reference"], cells["worker"], cells["team"], known))
    return cases


def _case(reference: str, worker: str, team: str, known: Known) -> NewCase:
    of = known.team(team) if team else None
    return NewCase(
        reference=" ".join(reference.split()),
        worker_named=usual_order(worker)[:120],
        stratum=of.name if of else " ".join(team.split())[:120],
        worker=known.person(worker) if worker else None,
        team=of,
    )
