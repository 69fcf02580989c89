"""The rooms' own files of one name, such as every `models.py`: found by themselves, so that no list names a room."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

_HERE = Path(__file__).parent


def modules_named(name: str, *, deep: bool = True) -> list[ModuleType]:
    """Import and return every module of that name within the rooms, in the order of their paths.

    deep: also those in the folders of a room.
    """
    paths = sorted(_HERE.glob(f"*/**/{name}.py" if deep else f"*/{name}.py"))
    return [
        import_module(".".join((__package__, *path.relative_to(_HERE).with_suffix("").parts)))
        for path in paths
        if "migrations" not in path.parts and "templates" not in path.parts
    ]
