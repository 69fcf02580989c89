"""Pictures without what a camera wrote into them, made byte by byte here."""

from __future__ import annotations

import struct
import zlib

import pytest

from goldthread.council.files.photographs import BrokenPicture, without_camera_data

POSITION = b"51.4545N 2.5879W"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation: int, order: str = ">") -> bytes:
    """Return Exif data with which way up a picture is, and where it was taken."""
    head = b"MM\0\x2a" if order == ">" else b"II\x2a\0"
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(
        order + "HHII", 0x8825, 4, 1, 64
    )
    return b"Exif\0\0" + head + struct.pack(order + "IH", 8, 2) + entries + b"\0\0\0\0" + POSITION


TABLES, FRAME = segment(0xDB, b"\0" * 65), segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")
# Within a scan FF is written FF 00, and restarts are markers without a length.
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\x00"
JFIF, PROFILE = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xE2, b"ICC_PROFILE\0\1\1colours")
BEGIN, END = b"\xff\xd8", b"\xff\xd9"


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    return (
        BEGIN
        + JFIF
        + b"".join(extra)
        + PROFILE
        + TABLES
        + FRAME
        + SCAN
        + segment(0xC4, b"more")
        + SCAN
        + END
        + after
    )


CLEAN = jpeg()


@pytest.mark.parametrize(
    "extra",
    [
        segment(0xE1, exif(1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<gps>" + POSITION),
        segment(0xED, b"Photoshop 3.0\0" + POSITION),
        segment(0xE2, b"MPF\0" + POSITION),
        segment(0xE0, b"II\x1a\0\0\0HEAPJPGM" + POSITION),
        segment(0xE0, b"JFXX\0\x10" + POSITION),
        segment(0xEE, b"Other\0" + POSITION),
        segment(0xFE, POSITION),
        b"\xff\xff" + segment(0xFE, POSITION)[1:],
    ],
    ids=[
        "exif",
        "xmp",
        "iptc",
        "several pictures",
        "ciff",
        "small picture",
        "not adobe",
        "comment",
        "padded comment",
    ],
)
def test_where_it_was_taken_is_gone_and_the_picture_is_the_same(extra):
    assert without_camera_data(jpeg(extra)) == CLEAN


def test_a_second_picture_behind_the_end_is_left_out():
    assert without_camera_data(jpeg(after=jpeg(segment(0xE1, exif(1))))) == CLEAN


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_which_way_up_it_is_stays(orientation, order):
    clean = without_camera_data(jpeg(segment(0xE1, exif(orientation, order))))
    assert POSITION not in clean
    assert (clean == CLEAN) == (orientation == 1)
    # What it says of it is read again as the same, and is all that it says.
    assert without_camera_data(clean) == clean
    if orientation > 1:
        assert (
            clean.startswith(BEGIN + b"\xff\xe1") and struct.pack(">HHIH", 0x0112, 3, 1, orientation) in clean
        )


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def test_a_png_loses_its_texts_times_and_exif():
    head, data, end = chunk(b"IHDR", b"\0\0\0\1" * 3), chunk(b"IDAT", b"data"), chunk(b"IEND", b"")
    extra = b"".join(chunk(name, POSITION) for name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"prVt"))
    signature = b"\x89PNG\r\n\x1a\n"
    assert (
        without_camera_data(signature + head + extra + data + end + POSITION) == signature + head + data + end
    )


@pytest.mark.parametrize(
    "broken",
    [
        BEGIN,
        BEGIN + b"\xff",
        CLEAN[:-2],
        CLEAN[:40],
        BEGIN + b"text",
        BEGIN + b"\xff\xe1\0\1",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"x")[:-1] + b"?",
    ],
    ids=range(8),
)
def test_a_broken_picture_is_refused(broken):
    with pytest.raises(BrokenPicture):
        without_camera_data(broken)
