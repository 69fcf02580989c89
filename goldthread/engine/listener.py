"""Asks the kernel, not a file, which process answers at a database's socket, and stops that one only."""

import contextlib
import os
import signal
import socket
import struct
import sys
from pathlib import Path

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
            seen = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        except OSError:
            return None
    return struct.unpack("3i", seen)[0]


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
