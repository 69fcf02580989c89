"""Examples in the help of a command; a test parses each of them."""

from __future__ import annotations

import argparse
from typing import Any


class _Formatter(argparse.HelpFormatter):
    """Help with its sentences wrapped to the screen and its examples left a line each."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return "".join(f"{indent}{line}\n" for line in text.splitlines())
        return super()._fill_text(text, width, indent)


def with_examples(*commands: str, notes: str = "") -> dict[str, Any]:
    """Return what `add_parser` takes for a command whose help ends in examples of it, after any notes."""
    lines = ["example:" if len(commands) == 1 else "examples:", *(f"  {command}" for command in commands)]
    return {"epilog": "\n".join([*([notes] if notes else []), *lines, ""]), "formatter_class": _Formatter}
