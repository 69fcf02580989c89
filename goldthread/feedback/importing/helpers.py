"""Helper processes of a large import: they prepare the next parts while one part is saved.

Most of an import's time goes on detecting personal data, which asks no database. A helper is a process of its own
(`helper_program.py`) without any way into the database, which is sent rows and answers what was made of them, by pipes.
One that fails or is killed loses nothing: what it was at is done by the import itself. Helpers end with their import,
however that ends, because the pipe from which they read is closed then.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from queue import SimpleQueue

from django.conf import settings

from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.importing.reading import Part
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.intake.saving import PreparedFeedback, label_of_new
from goldthread.sheets import SheetError

# A helper takes about a second of processor to start; fewer rows are done before that.
_WORTH_IT = 2_000
# So much text waits with the helpers at most, in characters: a part of long letters is not sent far ahead.
_MOST_TEXT = 8_000_000
# So long the first part waits for a helper, in seconds: not at all, since the import can do it meanwhile.
_WAIT_FOR_ONE = 0.0
# One that stops again and again is not started for ever.
_MOST_STARTS = 3
_PROGRAM = "goldthread.feedback.importing.helper_program"

# By the row of the spreadsheet.
Prepared = dict[int | None, PreparedFeedback]
_Pieces = Sequence[tuple[NewFeedback, str]]


def allowed() -> int:
    """Return how many helpers may run for this process at one time: as many as set, else two where there are two cores."""
    if settings.IMPORT_HELPERS is not None:
        return settings.IMPORT_HELPERS
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 2 if cores > 1 else 0


class _Taken:
    """How many helpers run for this process: two imports at once share them, so that memory is bounded."""

    def __init__(self) -> None:
        self._lock, self._number = threading.Lock(), 0

    def take(self) -> int:
        with self._lock:
            free = max(0, allowed() - self._number)
            self._number += free
            return free

    def give_back(self, number: int) -> None:
        with self._lock:
            self._number -= number


_TAKEN = _Taken()


class _Helper:
    """One helper process, used by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._is_over = False

    def prepare(self, pieces: _Pieces) -> list[PreparedFeedback] | None:
        """Return what was made of pieces; None where the helper failed: the import itself does them then."""
        try:
            process = self._started()
            if process is None:
                return None
            pickle.dump(pieces, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            return pickle.load(process.stdout)
        except Exception:
            # No memory for a process, or whatever it is that an answer cut off in the middle makes of itself.
            self._kill()
            return None

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._process is None and not self._is_over and self._starts < _MOST_STARTS:
                self._starts += 1
                self._process = subprocess.Popen(
                    [sys.executable, "-m", _PROGRAM],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=_environment(),
                    # Ctrl-C is for the import, which ends its helpers.
                    start_new_session=True,
                )
            return self._process

    def _kill(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                # What was still to be written has nowhere to go.
                with suppress(OSError):
                    pipe.close()

    def end(self) -> None:
        """End the process for good: it holds nothing that anybody would miss."""
        with self._lock:
            self._is_over = True
            if self._process is not None:
                self._process.kill()

    def clear_away(self) -> None:
        """Wait for the ended process, once no thread uses it any more."""
        self._kill()


def _environment() -> dict[str, str]:
    """Return the environment of a helper: this process's detector and its modules, and no way into the database."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"},
        "DATABASE_URL": "postgresql:///no-database-for-helpers",
        "GOLDTHREAD_POOL_SIZE": "0",
        "GOLDTHREAD_PRIVACY": settings.PRIVACY_FINDER,
        "GOLDTHREAD_PRIVACY_RECOGNISER": settings.PRIVACY_RECOGNISER,
        "DJANGO_SETTINGS_MODULE": "goldthread.settings",
        "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
        # Each has one core.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextmanager
def prepared_ahead(batch: ImportBatch, parts: Iterable[Part]) -> Iterator[Iterator[tuple[Part, Prepared]]]:
    """Yield the parts of an import in their order, each with what helpers made of its rows.

    Nothing where the import is to do it itself: in a small file, until the first helper is ready, where one failed.
    """
    left = batch.rows - batch.done
    number = _TAKEN.take() if left >= _WORTH_IT and 2 * batch.ready >= batch.rows else 0
    if not number:
        yield ((part, {}) for part in parts)
        return
    helpers = [_Helper() for _ in range(number)]
    pool = ThreadPoolExecutor(number, thread_name_prefix="import-helper")
    try:
        yield _ahead(parts, helpers, pool, saved=batch.done)
    finally:
        for helper in helpers:
            helper.end()
        pool.shutdown(cancel_futures=True)
        for helper in helpers:
            helper.clear_away()
        _TAKEN.give_back(number)


def _ahead(
    parts: Iterable[Part], helpers: Sequence[_Helper], pool: ThreadPoolExecutor, *, saved: int
) -> Iterator[tuple[Part, Prepared]]:
    idle: SimpleQueue[_Helper] = SimpleQueue()
    is_ready = threading.Event()

    def begin(helper: _Helper) -> None:
        if helper.prepare([]) is not None:
            is_ready.set()
        idle.put(helper)

    def prepare(pieces: _Pieces) -> list[PreparedFeedback] | None:
        helper = idle.get()
        try:
            return helper.prepare(pieces)
        finally:
            idle.put(helper)

    for helper in helpers:
        pool.submit(begin, helper)
    is_ready.wait(_WAIT_FOR_ONE)
    waiting: deque[tuple[Part, Future[list[PreparedFeedback] | None], int]] = deque()
    text, broken = 0, None
    read = iter(parts)
    while True:
        try:
            part = next(read, None)
        except SheetError as error:
            # What comes before the row that cannot be read is saved, as it is without helpers.
            part, broken = None, error
        if part is None:
            break
        # What an interrupted import saved before it was stopped is only looked up.
        if not waiting and (not is_ready.is_set() or part.done <= saved):
            yield part, {}
            continue
        pieces = [(_bare(row.feedback), label_of_new(row.feedback)) for row in part.parsed]
        size = sum(len(point) for new, _ in pieces for point in new.points)
        waiting.append((part, pool.submit(prepare, pieces), size))
        text += size
        while len(waiting) > 2 * len(helpers) or (text > _MOST_TEXT and len(waiting) > 1):
            part, made, size = waiting.popleft()
            text -= size
            yield part, _by_row(part, made.result())
    for part, made, _ in waiting:
        yield part, _by_row(part, made.result())
    if broken is not None:
        raise broken


def _by_row(part: Part, made: list[PreparedFeedback] | None) -> Prepared:
    return (
        {}
        if made is None
        else {row.feedback.batch_row: each for row, each in zip(part.parsed, made, strict=True)}
    )


def _bare(new: NewFeedback) -> NewFeedback:
    """Return a piece without the records that it points to: a helper needs none."""
    return replace(new, team=None, organisation=None, owner=None, rule=None)
