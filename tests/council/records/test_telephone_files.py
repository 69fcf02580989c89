"""What comes straight from a telephone: its photographs, as JPEG without where they were taken, and voice messages."""

from __future__ import annotations

import io

import pillow_heif
import pytest
from PIL import Image

from goldthread.council.command import Refused
from goldthread.council.files import heic
from goldthread.council.files.content import as_kept, kind_of_content, name_as, text_in
from goldthread.council.files.models import FileKind

POSITION = b"51.4545N 2.5879W"


def heic_photo(wide: int = 64, high: int = 48) -> bytes:
    """Return a photograph as an iPhone sends it, which says where it was taken."""
    picture = Image.new("RGB", (wide, high), (200, 30, 30))
    exif = picture.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010E] = POSITION.decode()
    out = io.BytesIO()
    made = pillow_heif.from_pillow(picture)
    made.save(out, format="HEIF", quality=60, exif=exif.tobytes())
    return out.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def recording(*tracks: bytes, brand: bytes = b"M4A ") -> bytes:
    handlers = b"".join(box(b"hdlr", b"\0" * 8 + track + b"\0" * 12) for track in tracks)
    return box(b"ftyp", brand + b"\0\0\0\0") + box(b"moov", handlers)


def test_a_photograph_of_an_iphone_becomes_a_jpeg_without_where_it_was_taken():
    sent = heic_photo()
    assert heic.is_heic(sent) and POSITION in sent
    kind, kept = as_kept(sent)
    assert kind == FileKind.JPEG and kept.startswith(b"\xff\xd8\xff")
    assert POSITION not in kept and b"Exif" not in kept
    picture = Image.open(io.BytesIO(kept))
    red, green, _ = picture.getpixel((30, 20))
    assert picture.size == (64, 48) and red > 150 > 80 > green


def test_the_name_of_such_a_photograph_says_what_it_is_now():
    assert name_as(FileKind.JPEG, "IMG_0042.HEIC") == "IMG_0042.jpg"
    assert name_as(FileKind.JPEG, "IMG_0042.jpeg") == "IMG_0042.jpeg"
    assert name_as(FileKind.M4A, "New Recording 3.m4a") == "New Recording 3.m4a"
    assert name_as(FileKind.OGG, "PTT-2026.opus") == "PTT-2026.opus"


@pytest.mark.parametrize("broken", [heic_photo()[:200], b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"])
def test_one_that_cannot_be_read_is_refused_in_plain_words(broken):
    with pytest.raises(Refused, match="could not be read"):
        as_kept(broken)


def test_one_with_more_pixels_than_a_telephone_takes_is_refused(monkeypatch):
    monkeypatch.setattr(heic, "MOST_PIXELS", 100)
    with pytest.raises(heic.NotRead):
        heic.as_jpeg(heic_photo())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (recording(b"soun"), FileKind.M4A),
        (recording(b"soun", brand=b"3gp4"), FileKind.M4A),
        (b"ID3\x04\0\0", FileKind.MP3),
        (b"\xff\xfb\x90\x64", FileKind.MP3),
        (b"OggS\0\x02" + b"\0" * 22 + b"OpusHead", FileKind.OGG),
        (b"RIFF\x24\0\0\0WAVEfmt ", FileKind.WAV),
        (b"#!AMR\n", FileKind.AMR),
    ],
    ids=range(7),
)
def test_a_voice_message_is_kept_as_it_is(content, kind):
    assert kind_of_content(content) == kind and as_kept(content) == (kind, content)
    assert text_in(kind, content) == ""


@pytest.mark.parametrize(
    "film",
    [recording(b"soun", b"vide"), recording(b"vide", brand=b"qt  "), b"OggS\0\x02" + b"\x80theora"],
    ids=range(3),
)
def test_a_film_is_refused(film):
    with pytest.raises(Refused):
        kind_of_content(film)
