"""Cell values as people type them: yes and no, numbers with £ and %."""

import math
import re
from datetime import date, datetime

from goldthread.cell_text import clean_text, shown
from goldthread.cell_words import NO, YES
from goldthread.no_answer import is_no_answer

Cell = str | int | float | bool | date | datetime | None

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,3})?", re.ASCII)


def parse_yes_no(value: Cell) -> bool | None:
    """Yes as True, no as False; None where nothing was said (blank, “not known”, “prefer not to say”).

    Raises ValueError for anything else, since a guess here would put words into someone's mouth.
    """
    if value is None or isinstance(value, bool):
        return value
    word = clean_text(str(value)).casefold().rstrip(".")
    if word in YES:
        return True
    if word in NO:
        return False
    if is_no_answer(word):
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
