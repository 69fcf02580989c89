"""Photographs as iPhones take them (HEIC, HEIF): made into JPEG before they are kept, without where they were taken."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MOST_PIXELS = 100_000_000
SECONDS = 20
_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_READER = Path(__file__).with_name("heic_reader.py")
# All that it is told of its surroundings: what Windows needs to start a program.
_NEEDED = ("SYSTEMROOT",)


class NotRead(ValueError):
    """A picture that could not be read: broken, too large, or too slow to read."""


def is_heic(content: bytes) -> bool:
    """Return whether a file is such a picture, by its content."""
    if content[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(content[:4], "big"), 200)
    brands = {content[8:12], *(content[start : start + 4] for start in range(16, length, 4))}
    return bool(brands & _BRANDS)


def as_jpeg(content: bytes, *, seconds: int = SECONDS) -> bytes:
    """Return it as JPEG, read in a process of its own, since what strangers send is decoded; raises NotRead."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER), str(MOST_PIXELS), str(seconds)],
            input=content,
            capture_output=True,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            timeout=seconds + 5,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        raise NotRead from None
    if done.returncode != 0 or not done.stdout.startswith(b"\xff\xd8\xff"):
        raise NotRead
    return done.stdout
