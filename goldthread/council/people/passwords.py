"""Passwords that are easy to guess: repeated letters, rows of keys, common words, and the service's or council's name.

Length alone lets `aaaaaaaaaaaa` through, and a list of common passwords names few of twelve characters. NIST SP 800-63B
(5.1.1.2) asks to refuse repetitive, sequential and context-specific ones too, and sets no rule on kinds of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from goldthread.council.models import Account, Council

_ENOUGH = 6
"""Letters and digits that must be there beside what anybody would try first."""

_LONGEST = 128
"""Characters; OWASP ASVS 4.0.3, 2.1.2."""

_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_WORDS = re.findall(
    r"\w+",
    """
    password passwort welcome letmein admin administrator changeme default login secret user test temp
    council county borough city district metropolitan royal london social care adult adults services worker
    spring summer autumn winter january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """,
)
_SERVICE = "goldthread"
_SWAPPED = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
"""Digits and signs that people type for letters."""

_ADVICE = "Use a few words that do not belong together."
FEW = f"This password has too few different characters. {_ADVICE}"
REPEATED = f"This password repeats itself. {_ADVICE}"
ROW = f"This password is mostly a row of keys, letters or digits. {_ADVICE}"
NAME = f"This password is mostly the name of the council or of Goldthread. {_ADVICE}"
COMMON = f"This password is mostly a common word or password. {_ADVICE}"


def easy_to_guess(password: str, councils: Iterable[str]) -> str:
    """Return why a password is easy to guess and what to do, "" where it is not; `councils` are their names."""
    text = unicodedata.normalize("NFKC", password).casefold()
    if len(set(text)) < 5:
        return FEW
    return _reason(_letters(text), councils) or _reason(_letters(text.translate(_SWAPPED)), councils)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _reason(text: str, councils: Iterable[str]) -> str:
    if len(text) >= _ENOUGH and any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1)
    ):
        return REPEATED
    reason = ""
    for why, pieces in ((NAME, _names(councils)), (COMMON, _WORDS)):
        for piece in sorted(pieces, key=len, reverse=True):
            if piece in text:
                text, reason = text.replace(piece, " "), reason or why
    for match in (_row(text), re.search(r"(.)\1{3,}", text)):
        if match:
            reason = reason or ROW
    text = re.sub(r"(.)\1{3,}", " ", _without_rows(text))
    rest = _letters(re.sub(r"(?<!\d)(19|20)\d\d(?!\d)", " ", text))
    if reason and len(rest) < _ENOUGH:
        return reason
    core = text.strip("0123456789 ")
    return COMMON if core in _common() and len(_letters(text)) - len(core) < _ENOUGH else ""


def _names(councils: Iterable[str]) -> set[str]:
    """Return the words of the names, of four letters or more, and each name in one piece."""
    names = {_SERVICE}
    for council in councils:
        words = re.findall(r"\w+", council.casefold())
        names |= {word for word in words if len(word) >= 4 and word not in _WORDS} | {"".join(words)}
    return names - {""}


def _row(text: str) -> str:
    """Return the first four characters of the text or more that lie beside each other, "" for none."""
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for start in range(len(text) - 3):
            size = 4
            if text[start : start + size] not in row:
                continue
            while start + size < len(text) and text[start : start + size + 1] in row:
                size += 1
            return text[start : start + size]
    return ""


def _without_rows(text: str) -> str:
    while row := _row(text):
        text = text.replace(row, " ")
    return text


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


class LongestPasswordValidator:
    """Refuses a password of more characters than anybody types, which cost much to hash, for Django's list."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for one that is too long."""
        if len(password) > _LONGEST:
            raise ValidationError(f"Use {_LONGEST} characters at most.", code="password_too_long")

    def get_help_text(self) -> str:
        """Return the rule, as a form may show it."""
        return f"Use {_LONGEST} characters at most."


class GuessablePasswordValidator:
    """Refuses a password that is easy to guess, for Django's list of validators."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for one that is."""
        reason = easy_to_guess(password, Council.objects.values_list("name", flat=True))
        if reason:
            raise ValidationError(reason, code="password_easy_to_guess")

    def get_help_text(self) -> str:
        """Return the rule, as a form may show it."""
        return "Use a few words that do not belong together, and not the name of the council."
