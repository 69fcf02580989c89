"""Cell values as people type them: text with invisible characters, yes and no, numbers with £ and %."""

import math
import re
import unicodedata
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

# Invisible characters that carry no meaning in running text. Not among them: the joiners (U+200C, U+200D),
# which hold emoji families and Persian words together; the marks and isolates that keep Arabic, Urdu and
# Hebrew in order; and the tag letters of Wales's and Scotland's flags. Overrides (U+202D, U+202E) go: they
# can make a text read backwards.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u202d\u202e"
_CONTROL = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
_DROP = {ord(character): None for character in _INVISIBLE + _CONTROL}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_LINES = dict.fromkeys(map(ord, "\n\x0b\x0c\x85\u2028\u2029"), "\n")
_TIDY = {**_DROP, **_SPACES, **_LINES, ord("\t"): "\t"}
_SURROGATES = re.compile("[\ud800-\udfff]")
# One look tells whether there is anything to tidy: most text has nothing, and translating it is slow.
_UNTIDY = re.compile("[\ud800-\udfff" + re.escape("".join(map(chr, _TIDY.keys() - {9, 10}))) + "]")
_EDGES = " \t\n\u200c\u200d\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"

_YES = {"yes", "y", "true", "t", "1", "✓", "✔", "☑", "✅"}
_NO = {"no", "n", "false", "f", "0", "☐", "❌", "✗", "✘"}
_NOT_SAID = {"n/a", "na", "not known", "unknown", "not recorded", "not stated", "prefer not to say", "-", "?"}

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,3})?", re.ASCII)


def clean_text(text: str) -> str:
    """The same words with line ends as `\\n` and without invisible and control characters or outer space.

    Letters of every language, emoji and right-to-left text stay; accents are composed (Unicode NFC), so
    that “ŵ” typed in either way is found. Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    if _UNTIDY.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _SURROGATES.sub("", text.translate(_TIDY))
    text = text.strip(_EDGES)
    return (
        text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text).strip(_EDGES)
    )


def shown(value: object, most: int = 40) -> str:
    """A value in quotation marks, short enough to stand in a message."""
    text = clean_text(str(value)[:2000]).replace("\n", " ")
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"


def parse_yes_no(value: Cell) -> bool | None:
    """Yes as True, no as False; None where nothing was said (blank, “not known”, “prefer not to say”).

    Raises ValueError for anything else, since a guess here would put words into someone's mouth.
    """
    if value is None or isinstance(value, bool):
        return value
    word = clean_text(str(value)).casefold().rstrip(".")
    if word in _YES:
        return True
    if word in _NO:
        return False
    if not word or word in _NOT_SAID:
        return None
    raise ValueError(f"{shown(value)} is neither yes nor no. Write Yes, No, or leave the cell empty.")


def parse_number(value: Cell) -> int | float:
    """A number as typed: `1,234`, `£12.50`, `(300)` for minus 300, `45%` as 0.45 (as Excel stores it).

    Raises ValueError for blanks, words, dates and groups of digits that are not thousands (`1,23`).
    """
    if isinstance(value, bool) or value is None or isinstance(value, date):
        raise ValueError(f"{shown('' if value is None else value)} is not a number. Write it in digits.")
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise ValueError(f"{shown(value)} is not a number that can be counted with.")
        return value
    text = clean_text(str(value)).replace("−", "-").casefold()
    body, minus, percent = text, False, False
    if body.startswith("(") and body.endswith(")"):  # how accountants write a loss
        body, minus = body[1:-1].strip(), True
    if body.endswith("%"):
        body, percent = body[:-1].strip(), True
    body = re.sub(r"^([+-]?)\s*£\s*", r"\1", body)
    if not re.search(r"[0-9]", body) or len(body) > 60 or not _NUMBER.fullmatch(body) or body[0] in "e":
        raise ValueError(f"{shown(value)} is not a number. Write it in digits, such as 1234 or 1,234.50.")
    body = body.replace(",", "")
    try:
        number: int | float = float(body) if re.search(r"[.e]", body) else int(body)
    except ValueError:
        raise ValueError(
            f"{shown(value)} is not a number. Write it in digits, such as 1234 or 1,234.50."
        ) from None
    if not math.isfinite(number):
        raise ValueError(f"{shown(value)} is too large a number.")
    number = -number if minus else number
    return number / 100 if percent else number
