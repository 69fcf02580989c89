"""Vectors of the search index: the meaning of every searchable record as 256 small numbers.

A process keeps a council's numbers in memory and asks the database only for what has changed since. They are
compared exactly, one by one; at a council's size that takes milliseconds and leaves nothing out.
"""

from __future__ import annotations

import datetime
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import connection

from goldthread.analysis.text import embedding

# The newest records are compared; with all of them a process would need 51 MB for one council.
MOST_KEPT = 200_000
_COUNCILS = 8
_AGAIN_AFTER = 3600
# A transaction that began before the last reading may have been committed after it.
_OVERLAP = datetime.timedelta(minutes=2)
_AT_ONCE = 20_000


def packed(texts: Sequence[str]) -> list[bytes]:
    """Return what each text means, as a record keeps it; nothing where no word is known."""
    vectors = embedding.encode(texts)
    largest = np.abs(vectors).max(1, keepdims=True)
    small = np.rint(vectors / np.where(largest > 0, largest, 1) * 127).astype(np.int8)
    return [row.tobytes() if row.any() else b"" for row in small]


@dataclass(frozen=True)
class Near:
    """A record that lies near: which one, and how near, -1 to 1."""

    record_id: uuid.UUID
    likeness: float


@dataclass
class _Index:
    """One council's numbers as this process holds them, with what decides who may see each.

    names: kinds, permissions and teams as small numbers; access: for each record those of its kind, permission, team.
    """

    made_at: float
    read_until: datetime.datetime | None = None
    rows: dict[uuid.UUID, int] = field(default_factory=dict)
    ids: list[uuid.UUID] = field(default_factory=list)
    vectors: np.ndarray = field(default_factory=lambda: np.empty((0, embedding.DIMENSIONS), np.int8))
    access: np.ndarray = field(default_factory=lambda: np.empty((0, 3), np.int32))
    names: dict[str, int] = field(default_factory=dict)

    def put(self, rows: Sequence[tuple[uuid.UUID, bytes, str, str, str]]) -> None:
        """Take in records (key, numbers, kind, permission, team), those that were here already anew."""
        fresh = [row for row in rows if row[0] not in self.rows]
        self.rows.update((row[0], len(self.ids) + number) for number, row in enumerate(fresh))
        self.ids += [row[0] for row in fresh]
        more = len(self.ids) - len(self.vectors)
        self.vectors = np.vstack([self.vectors, np.zeros((more, embedding.DIMENSIONS), np.int8)])
        self.access = np.vstack([self.access, np.zeros((more, 3), np.int32)])
        for record, meant, *names in rows:
            row = self.rows[record]
            self.vectors[row] = np.frombuffer(meant, np.int8) if meant else 0
            self.access[row] = [self.names.setdefault(name, len(self.names)) for name in names]

    def numbers_of(self, names: Collection[str]) -> list[int]:
        """Return the small numbers of names; those that no record has are left out."""
        return [self.names[name] for name in names if name in self.names]


_COUNCIL: OrderedDict[uuid.UUID, _Index] = OrderedDict()
_LOCK = threading.Lock()


def near(
    council_id: uuid.UUID,
    meant: bytes,
    *,
    open_to: Collection[str],
    own_teams: dict[str, list[str]],
    kinds: Collection[str] = (),
    without: Collection[uuid.UUID] = (),
    least: float = 0.0,
    most: int = 20,
) -> list[Near]:
    """Return the records nearest to a text's meaning, nearest first, among those that a person may open.

    meant: as `packed` gives it. open_to: the permissions held for the whole council; own_teams: for some teams
    only, permission to teams. Call inside the council.
    """
    if not meant:
        return []
    index = _fresh(council_id)
    may = np.isin(index.access[:, 1], index.numbers_of(open_to))
    for permission, teams in own_teams.items():
        of_teams = np.isin(index.access[:, 2], index.numbers_of(teams))
        may |= np.isin(index.access[:, 1], index.numbers_of([permission])) & of_teams
    if kinds:
        may &= np.isin(index.access[:, 0], index.numbers_of(kinds))
    candidates = np.flatnonzero(may)
    query = np.frombuffer(meant, np.int8).astype(np.float32)
    query /= np.linalg.norm(query)
    likeness = np.empty(len(candidates), np.float32)
    for start in range(0, len(candidates), _AT_ONCE):
        part = index.vectors[candidates[start : start + _AT_ONCE]].astype(np.float32)
        length = np.sqrt(np.einsum("ij,ij->i", part, part))
        likeness[start : start + _AT_ONCE] = part @ query / np.where(length > 0, length, np.inf)
    left_out = {index.rows[record] for record in without if record in index.rows}
    nearest: list[Near] = []
    for position in np.argsort(-likeness, kind="stable")[: most + len(left_out)]:
        if likeness[position] < least:
            break
        if candidates[position] not in left_out:
            nearest.append(Near(index.ids[candidates[position]], float(likeness[position])))
    return nearest[:most]


def forget(council_id: uuid.UUID | None = None) -> None:
    """Let go of what this process holds of a council, or of all."""
    with _LOCK:
        if council_id is None:
            _COUNCIL.clear()
        else:
            _COUNCIL.pop(council_id, None)


def _fresh(council_id: uuid.UUID) -> _Index:
    """Return a council's numbers as they stand now, to what this transaction may see."""
    with _LOCK:
        index = _COUNCIL.pop(council_id, None)
        if index is None or time.monotonic() - index.made_at > _AGAIN_AFTER:
            # What was taken out of the index is let go of here; until then it leads to a record that is not found.
            index = _Index(made_at=time.monotonic())
        _refresh(council_id, index)
        _COUNCIL[council_id] = index
        while len(_COUNCIL) > _COUNCILS:
            _COUNCIL.popitem(last=False)
        # What another thread takes in meanwhile makes new arrays: these stay of one length. Keys are only added.
        return replace(index)


def _refresh(council_id: uuid.UUID, index: _Index) -> None:
    since = index.read_until - _OVERLAP if index.read_until else None
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT record_id, meaning, kind, permission, team_id::text, changed_at
            FROM goldthread_searchentry
            WHERE council_id = %s AND (%s::timestamptz IS NULL OR changed_at > %s)
            ORDER BY changed_at DESC LIMIT %s
            """,
            [council_id, since, since, MOST_KEPT],
        )
        changed = cursor.fetchall()
    if changed:
        index.read_until = changed[0][5]
        index.put([(row[0], bytes(row[1]), row[2], row[3], row[4] or "") for row in changed])
