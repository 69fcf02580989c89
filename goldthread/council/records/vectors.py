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
from goldthread.council.records.base import now

# The newest records of a council are compared; this many need 54 MB.
MOST_KEPT = 200_000
# All councils together, the one that was searched longest ago let go of first: 270 MB at most.
_MOST_IN_ALL = 1_000_000
_AGAIN_AFTER = 3600
# A transaction that began before the last reading may have been committed after it.
_OVERLAP = datetime.timedelta(minutes=2)
_AT_ONCE = 20_000
# So many are compared at a time: they stay where the processor reaches them at once.
_COMPARED_AT_ONCE = 2_000


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
    lengths: of the vectors. read_at, unfinished: when it was last read, and the oldest transaction then going on.
    """

    made_at: float
    read_at: datetime.datetime | None = None
    unfinished: int = 0
    rows: dict[uuid.UUID, int] = field(default_factory=dict)
    ids: list[uuid.UUID] = field(default_factory=list)
    vectors: np.ndarray = field(default_factory=lambda: np.empty((0, embedding.DIMENSIONS), np.int8))
    access: np.ndarray = field(default_factory=lambda: np.empty((0, 3), np.int32))
    lengths: np.ndarray = field(default_factory=lambda: np.empty(0, np.float32))
    names: dict[str, int] = field(default_factory=dict)

    def put(self, rows: Sequence[tuple[uuid.UUID, bytes, str, str, str]]) -> None:
        """Take in records (key, numbers, kind, permission, team), those that were here already anew."""
        fresh = [row for row in rows if row[0] not in self.rows]
        self.rows.update((row[0], len(self.ids) + number) for number, row in enumerate(fresh))
        self.ids += [row[0] for row in fresh]
        more = len(self.ids) - len(self.vectors)
        self.vectors = np.vstack([self.vectors, np.zeros((more, embedding.DIMENSIONS), np.int8)])
        self.access = np.vstack([self.access, np.zeros((more, 3), np.int32)])
        self.lengths = np.concatenate([self.lengths, np.zeros(more, np.float32)])
        nothing = bytes(embedding.DIMENSIONS)
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            places = [self.rows[row[0]] for row in part]
            meant = np.frombuffer(b"".join(row[1] or nothing for row in part), np.int8)
            self.vectors[places] = meant = meant.reshape(len(part), embedding.DIMENSIONS)
            wide = meant.astype(np.float32)
            self.lengths[places] = np.sqrt(np.einsum("ij,ij->i", wide, wide))
            self.access[places] = [
                [self.names.setdefault(name, len(self.names)) for name in row[2:]] for row in part
            ]

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
    likeness = _likeness(index, candidates, query)
    left_out = {index.rows[record] for record in without if record in index.rows}
    wanted = most + len(left_out)
    best = np.arange(len(candidates))
    if wanted < len(best):
        best = np.argpartition(-likeness, wanted)[:wanted]
    nearest: list[Near] = []
    for position in best[np.lexsort((best, -likeness[best]))]:
        if likeness[position] < least:
            break
        if candidates[position] not in left_out:
            nearest.append(Near(index.ids[candidates[position]], float(likeness[position])))
    return nearest[:most]


def _likeness(index: _Index, candidates: np.ndarray, query: np.ndarray) -> np.ndarray:
    """Return how near each candidate is to a query of length 1."""
    everything = len(candidates) == len(index.vectors)
    likeness = np.empty(len(candidates), np.float32)
    room = np.empty((min(_COMPARED_AT_ONCE, len(candidates)), embedding.DIMENSIONS), np.float32)
    for start in range(0, len(candidates), _COMPARED_AT_ONCE):
        end = min(start + _COMPARED_AT_ONCE, len(candidates))
        part = room[: end - start]
        some = index.vectors[start:end] if everything else index.vectors[candidates[start:end]]
        np.copyto(part, some, casting="unsafe")
        np.dot(part, query, out=likeness[start:end])
    length = index.lengths if everything else index.lengths[candidates]
    return likeness / np.where(length > 0, length, np.inf)


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
        while len(_COUNCIL) > 1 and sum(len(each.ids) for each in _COUNCIL.values()) > _MOST_IN_ALL:
            _COUNCIL.popitem(last=False)
        # What another thread takes in meanwhile makes new arrays: these stay of one length. Keys are only added.
        return replace(index)


def _refresh(council_id: uuid.UUID, index: _Index) -> None:
    """Read what was written since the last reading; of what was read then, nothing.

    Since that reading, not since the newest record: after an import all of it is as new as the newest. What was written
    shortly before it is read again only where its transaction may have gone on meanwhile.
    """
    at = now()
    since = index.read_at - _OVERLAP if index.read_at else None
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN_SINCE, [council_id, since, since, since, index.unfinished, MOST_KEPT])
        rows = cursor.fetchall()
    written = [row for row in rows if row[0] is None]
    if written:
        index.put([(row[1], bytes(row[2]), row[3], row[4], row[5] or "") for row in written])
    if index.ids:
        index.read_at = at
        index.unfinished = next(row[0] for row in rows if row[0] is not None)


# A row has the last 32 of the 64 bits of its transaction's number: the others are those of the present, or one less.
# Also returned: the oldest transaction that goes on. The savepoints of one have higher numbers than itself.
_WRITTEN_SINCE = """
    WITH here AS MATERIALIZED (
        SELECT pg_snapshot_xmin(snapshot)::text::bigint AS unfinished, pg_snapshot_xmax(snapshot)::text::bigint AS next
        FROM pg_current_snapshot() AS snapshot
    ), entry AS (
        SELECT e.record_id, e.meaning, e.kind, e.permission, e.team_id::text AS team, e.changed_at,
               (here.next & ~4294967295) + e.xmin::text::bigint AS number, here.next
        FROM goldthread_searchentry e, here
        WHERE e.council_id = %s AND (%s::timestamptz IS NULL OR e.changed_at > %s)
    )
    (
        SELECT NULL::bigint, record_id, meaning, kind, permission, team FROM entry
        WHERE %s::timestamptz IS NULL
           OR number - CASE WHEN number - next > 2147483648 THEN 4294967296 ELSE 0 END >= %s
        ORDER BY changed_at DESC LIMIT %s
    )
    UNION ALL SELECT unfinished, NULL, NULL, NULL, NULL, NULL FROM here
"""
