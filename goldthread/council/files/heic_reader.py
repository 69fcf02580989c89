"""Making a JPEG of a telephone's photograph (HEIC) in a process of its own, which may fail, hang or be stopped.

Run by its path with the most pixels and seconds it may take: it reads the picture from its input and writes a JPEG to its
output, with nothing of what the telephone wrote beside the picture. It imports nothing of Goldthread.
"""

from __future__ import annotations

import io
import sys

_MOST_MEMORY = 2 * 1024 * 1024 * 1024
_LONGEST_SIDE, _QUALITY = 4096, 88


def _limit(seconds: int) -> None:
    """Have the system stop this process where it takes more, however the file makes it do so."""
    try:
        import resource
    except ImportError:  # Windows: whoever started this stops it after its time.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def as_jpeg(content: bytes, most_pixels: int) -> bytes:
    """Return the picture as JPEG, upright, and not larger than a page on paper needs; raises ValueError for one too large."""
    import pillow_heif

    held = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    wide, high = held.size
    if wide * high > most_pixels:
        raise ValueError("more pixels than any telephone takes")
    # libheif turns it upright as it reads it; what it wrote of that is left out with the rest.
    picture = held.to_pillow().convert("RGB")
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, exif=b"")
    return out.getvalue()


def main() -> None:
    """Read a picture from the input and write a JPEG to the output."""
    most_pixels, seconds = (int(given) for given in sys.argv[1:3])
    _limit(seconds)
    sys.stdout.buffer.write(as_jpeg(sys.stdin.buffer.read(), most_pixels))


if __name__ == "__main__":
    main()
