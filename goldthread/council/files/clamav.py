"""Asking a ClamAV server whether a file holds a virus: its INSTREAM command over TCP (clamd(8))."""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Iterable

_PIECE = 256 * 1024
_MOST_REPLY = 4096
_FOUND = re.compile(rb"stream: (.+) FOUND")


class Silent(OSError):
    """The server could not be reached, took too long, or said neither that a file is clean nor that it is not."""


def virus_in(host: str, port: int, pieces: Iterable[bytes], *, seconds: float = 30) -> str:
    """Return the name of the virus in a file, "" where there is none; raises Silent where the server does not say."""
    until = time.monotonic() + seconds
    try:
        with socket.create_connection((host, port), timeout=min(seconds, 5)) as server:
            _send(server, b"zINSTREAM\0", until)
            for piece in pieces:
                for start in range(0, len(piece), _PIECE):
                    part = piece[start : start + _PIECE]
                    _send(server, struct.pack(">I", len(part)) + part, until)
            _send(server, struct.pack(">I", 0), until)
            said = b""
            while not said.endswith(b"\0") and len(said) < _MOST_REPLY:
                server.settimeout(_left(until))
                more = server.recv(_MOST_REPLY)
                if not more:
                    break
                said += more
    except (OSError, ValueError) as problem:
        raise Silent(str(problem)) from None
    said = said.rstrip(b"\0\n")
    if said == b"stream: OK":
        return ""
    found = _FOUND.fullmatch(said)
    if found is None:
        raise Silent("no answer")
    return found[1].decode("ascii", "replace")[:100]


def _send(server: socket.socket, part: bytes, until: float) -> None:
    server.settimeout(_left(until))
    server.sendall(part)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Silent("too slow")
    return left
