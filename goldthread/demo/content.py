"""The demo's content: invented people, feedback and two years of life, as data beside this file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "avonshire"


def toml(name: str) -> dict[str, Any]:
    """Return one of the content's tables."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[dict[str, Any]]:
    """Return one of the content's lists, an item a line."""
    text = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]
