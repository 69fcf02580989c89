"""File locks that show who is using a database; they vanish with their holder, however it ends.

These are whole-file `flock` locks. They belong to the opened file, not to a process: a child that inherits
the descriptor holds the lock too, and the kernel lets go only when the last copy is closed. That is why
they can be trusted after a crash where a number in a pid file cannot (decision 0011).
"""

import fcntl
import os
import time
from pathlib import Path


def open_lock(path: Path) -> int:
    """Open the lock file (made if missing, never removed) and return its descriptor, not yet locked."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def try_exclusive(descriptor: int) -> bool:
    """True when nobody else holds the lock in any way, and from now on we alone do."""
    return _try(descriptor, fcntl.LOCK_EX)


def wait_shared(descriptor: int, deadline: float) -> bool:
    """Hold the lock together with others; False when `deadline` (time.monotonic) passes first."""
    while not _try(descriptor, fcntl.LOCK_SH):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def held(path: Path) -> bool:
    """True while any process holds the lock at `path`."""
    if not path.exists():
        return False
    descriptor = open_lock(path)
    try:
        return not _try(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
