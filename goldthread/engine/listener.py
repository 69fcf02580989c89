"""Private socket folder of a database, and which process answers there.

The kernel is asked which one it is, never a file; and that one process only is ever asked to stop.
"""

import contextlib
import os
import signal
import socket
import stat
import struct
import sys
from pathlib import Path

from goldthread.engine.account import Account
from goldthread.engine.errors import EngineError

SOCKET_NAME = ".s.PGSQL.5432"
# Python names neither; they are in macOS's <sys/un.h>.
_MACOS_SOL_LOCAL, _MACOS_LOCAL_PEERPID = 0, 2


def listening(folder: Path) -> int | None:
    """The number of the process that listens at the socket in `folder`, None when nobody does.

    The kernel noted it when that process began to listen, so a stale pid file or a reused number cannot
    mislead. 0 when it listens from another container, where its number means nothing here.
    """
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(5)
        try:
            end.connect(str(folder / SOCKET_NAME))
            if sys.platform == "darwin":
                return end.getsockopt(_MACOS_SOL_LOCAL, _MACOS_LOCAL_PEERPID)
            credentials = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        except OSError:
            return None
    return struct.unpack("3i", credentials)[0]


def interrupt(folder: Path) -> bool:
    """Ask the process listening in `folder` to stop at once and cleanly (SIGINT, a "fast" shutdown).

    The process is pinned first and the question asked again, so that a number reused in between is never
    signalled. False when nobody listens, or when it is not ours to signal.
    """
    process = listening(folder)
    if not process:
        return False
    if not hasattr(os, "pidfd_open"):
        os.kill(process, signal.SIGINT)
        return True
    with contextlib.suppress(ProcessLookupError):
        pinned = os.pidfd_open(process)
        try:
            if listening(folder) == process:
                signal.pidfd_send_signal(pinned, signal.SIGINT)
                return True
        finally:
            os.close(pinned)
    return False


def make_folder(folder: Path, runs_as: Account) -> None:
    """Make the folder for `runs_as` alone. Raises EngineError when another's stands there."""
    try:
        folder.mkdir(mode=0o700)
        runs_as.own(folder)
    except FileExistsError:
        if not is_private(folder, runs_as.uid):
            raise EngineError(
                f"{folder} is not the private folder of the account {runs_as.name}, and PostgreSQL's socket "
                "must be in it. Find out who made it, and remove it."
            ) from None


def is_private(folder: Path, uid: int) -> bool:
    """True for a real folder of `uid` that nobody else may enter: /tmp is everyone's, and another's folder
    of the same name must be neither used nor believed."""
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == uid and not status.st_mode & 0o077


def clear_folder(folder: Path, uid: int) -> None:
    """Remove the folder and what a server leaves in it; another's is left for `make_folder` to refuse."""
    if is_private(folder, uid):
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()
