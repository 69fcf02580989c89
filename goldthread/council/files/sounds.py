"""Sounds: voice messages as telephones record them, known by their content, and films that only look like one."""

from __future__ import annotations

import re

from goldthread.council.files.models import FileKind

_FILM_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_SOUND_TRACK = re.compile(rb"hdlr.{8}soun", re.DOTALL)
_MP3 = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"ID3")


def kind_of_sound(content: bytes) -> FileKind | None:
    """Return which sound a file is; None for what is none, a film among them."""
    if content[4:8] == b"ftyp":
        # The same box holds films: what is in it says each track's handler (ISO/IEC 14496-12, 8.4.3).
        is_sound = _SOUND_TRACK.search(content) and not _FILM_TRACK.search(content)
        return FileKind.M4A if is_sound else None
    if content.startswith(b"OggS"):
        first = content[:4096]
        return FileKind.OGG if b"OpusHead" in first or b"\x01vorbis" in first or b"Speex" in first else None
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return FileKind.WAV
    if content.startswith(b"#!AMR"):
        return FileKind.AMR
    return FileKind.MP3 if content.startswith(_MP3) else None
