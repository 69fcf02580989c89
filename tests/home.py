"""The throw-away home of one run: made, held for as long as the run lives, and removed, by the next run if need be."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from goldthread.engine import locks
from goldthread.engine.errors import EngineError
from goldthread.engine.server import Server

PREFIX = "goldthread-run-"
_MEMORY = Path("/dev/shm")
_ROOMY = 4 * 2**30
_LOCK = "run.lock"


def make() -> Path:
    """Make a new home that is this process's until it ends, and remove what killed runs left."""
    parent = _parent()
    for old in parent.glob(f"{PREFIX}*"):
        _remove_if_left(old)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    # Never closed: the kernel lets go of it with the process, however that ends.
    locks.try_exclusive(locks.open_lock(home / _LOCK))
    return home


def remove(home: Path) -> None:
    """Stop the home's server where one still runs, and remove the home."""
    server = Server(home / "engine")
    if locks.held(home / "engine" / "server.lock"):
        server.start()
        server.stop()
    shutil.rmtree(home, ignore_errors=True)


def _parent() -> Path:
    """Return a folder in memory where there is plenty: making PostgreSQL's many small files is slow on some disks."""
    try:
        if shutil.disk_usage(_MEMORY).free > _ROOMY and os.access(_MEMORY, os.W_OK):
            return _MEMORY
    except OSError:
        pass
    return Path(tempfile.gettempdir())


def _remove_if_left(home: Path) -> None:
    try:
        about = home.lstat()
        # A run takes its lock a moment after it has made its home.
        if about.st_uid != os.geteuid() or time.time() - about.st_mtime < 60:
            return
        lock = locks.open_lock(home / _LOCK)
        try:
            if locks.try_exclusive(lock):
                remove(home)
        finally:
            os.close(lock)
    except (OSError, EngineError):
        return  # another run is at it, or it is not ours to remove
