"""How each mechanism is done, through the pages, by somebody of its role: one function for each kind of record.

A file for each area; its ACTS say which of its functions does what. The key is a record's type; the name of the
page where a page lists records; or a mechanism's number, where it does something else than others of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.test import Client

from goldthread.council.models import Person
from goldthread.thread.mechanisms import Mechanism

Act = Callable[[Client, Person, Mechanism, Any], None]


def _acts_of_every_area() -> dict[str, Act]:
    acts: dict[str, Act] = {}
    for area in sorted(module.name for module in iter_modules(__path__)):
        added: dict[str, Act] = import_module(f"{__name__}.{area}").ACTS
        assert not acts.keys() & added.keys(), f"{area} does anew what another area does"
        acts |= added
    return acts


ACTS = _acts_of_every_area()


def act_of(mechanism: Mechanism) -> Act:
    """Return how a mechanism is done."""
    listed = mechanism.where.removeprefix("page:").strip() if mechanism.where.startswith("page:") else ""
    return ACTS.get(mechanism.number) or ACTS[listed or mechanism.record.partition(":")[0]]
