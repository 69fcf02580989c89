"""Reading the words of a PDF in a process of its own, which may fail, hang or be stopped without harm to anybody.

Run by its path with the most characters, pages and seconds it may take: it reads the file from its input and writes the
words to its output. It imports nothing of Goldthread.
"""

from __future__ import annotations

import io
import sys
import time

LOCKED, NO_READER = 3, 4
_MOST_MEMORY = 768 * 1024 * 1024


def _limit(seconds: int) -> None:
    """Have the system stop this process where it takes more, however the file makes it do so."""
    try:
        import resource
    except ImportError:  # Windows: whoever started this stops it after its time.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def words_of(content: bytes, most: int, pages: int, until: float) -> str:
    """Return the words of the first pages, as many as fit in the time; a page that cannot be read is left out."""
    try:
        import pypdf
    except ImportError:
        sys.exit(NO_READER)
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    texts: list[str] = []
    length = 0
    for page in reader.pages[:pages]:
        if length >= most or time.monotonic() > until:
            break
        try:
            text = page.extract_text()
        except Exception:  # Of a page somebody made or broke, whatever it is: the others are read.
            continue
        texts.append(text.replace("\f", "\n"))
        length += len(text)
    # A page's end is marked by a form feed, as in text that other programs make of a PDF.
    return "\f".join(texts)[:most]


def main() -> None:
    """Read a PDF from the input and write its words to the output."""
    most, pages, seconds = (int(given) for given in sys.argv[1:4])
    _limit(seconds)
    # Pages take the time but for what is left to write.
    text = words_of(sys.stdin.buffer.read(), most, pages, time.monotonic() + seconds * 0.8)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
