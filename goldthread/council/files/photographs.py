"""Pictures without what a camera wrote into them: where and when it was taken, on what, and any note.

The picture itself is copied as it is, so nothing of it is lost; only which way up it is stays of what was written.
Formats: JPEG (ITU-T T.81, annex B; Exif 2.32, 4.7) and PNG (W3C, third edition, 5).
"""

from __future__ import annotations

import struct
import zlib

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = {0x01, *range(0xD0, 0xD8)}
# JFIF's own; Adobe's, which says how the colours are coded; the profile of its colours. By their names: cameras write
# their own data under the same numbers (CIFF), and so does a small picture of what was cut off since (JFXX).
_KEPT_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_COMMENT = 0xFE
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112

_PNG = b"\x89PNG\r\n\x1a\n"
# What a picture is made of; texts, times and Exif are none of it.
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip


class BrokenPicture(ValueError):
    """A file that begins as a picture and is not one all through."""


def without_camera_data(content: bytes) -> bytes:
    """Return a JPEG or PNG picture without what was written beside it; raises BrokenPicture."""
    try:
        return _png(content) if content.startswith(_PNG) else _jpeg(content)
    except (IndexError, struct.error):
        raise BrokenPicture from None


def _jpeg(content: bytes) -> bytes:
    kept, position, turned = [content[:2]], 2, 1
    while True:
        if content[position] != 0xFF:
            raise BrokenPicture
        while content[position + 1] == 0xFF:  # padding
            position += 1
        marker = content[position + 1]
        if marker == _END:
            # What follows the end, such as a second picture with its own position, is left out.
            kept.append(b"\xff\xd9")
            break
        if marker in _ALONE:
            kept.append(content[position : position + 2])
            position += 2
            continue
        length = struct.unpack_from(">H", content, position + 2)[0]
        end = position + 2 + length
        segment = content[position:end]
        if length < 2 or len(segment) != length + 2:
            raise BrokenPicture
        if marker == 0xE1 and segment[4:].startswith(_EXIF):
            turned = _orientation(segment[10:]) or turned
        if _is_kept(marker, segment):
            kept.append(segment)
        position = end
        if marker == _SCAN:
            end = _end_of_scan(content, position)
            kept.append(content[position:end])
            position = end
    if turned != 1:
        kept.insert(1, _only_orientation(turned))
    return b"".join(kept)


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if 0xE0 <= marker <= 0xEF:
        name = _KEPT_APPLICATIONS.get(marker)
        return name is not None and segment[4:].startswith(name)
    return True


def _end_of_scan(content: bytes, position: int) -> int:
    """Return where the picture's own data, which has no length, gives way to the next marker."""
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            raise BrokenPicture
        if content[position + 1] in (0x00, 0xFF) or content[position + 1] in _ALONE:
            position += 1 if content[position + 1] == 0xFF else 2
            continue
        return position


def _orientation(exif: bytes) -> int:
    """Return which way up a picture is, 1 to 8, by its Exif data; 0 where that does not say."""
    try:
        order = {b"II": "<", b"MM": ">"}[exif[:2]]
        start = struct.unpack_from(order + "I", exif, 4)[0]
        for entry in range(struct.unpack_from(order + "H", exif, start)[0]):
            tag, kind, count, value = struct.unpack_from(order + "HHIH", exif, start + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION, 3, 1) and 1 <= value <= 8:
                return value
    except (KeyError, struct.error):
        return 0
    return 0


def _only_orientation(value: int) -> bytes:
    exif = _EXIF + b"MM\0\x2a\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _png(content: bytes) -> bytes:
    kept, position = [_PNG], len(_PNG)
    while True:
        length, name = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        chunk = content[position:end]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise BrokenPicture
        if name in _PNG_KEPT:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        position = end
