"""Finding the record that somebody means by its reference, or by the address of its page."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import Resolver404, resolve

from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.records.spec import record_types


def find_of(person: Person, model: type[Record], wanted: str) -> Any:
    """Return the record of a type that somebody means and may open; None where there is none."""
    records = model._default_manager.visible_to(person)
    wanted = wanted.strip()
    letter, _, number = wanted.upper().partition("-")
    if model.spec.letter and letter == model.spec.letter and number.isdecimal():
        return records.filter(number=int(number[:15])).first()
    for part in reversed(wanted.strip("/").split("/")):
        try:
            return records.filter(pk=uuid.UUID(part)).first()
        except ValueError:
            continue
    return None


def find_any(person: Person, wanted: str) -> Any:
    """Return the record of whatever type that somebody means and may open; None where there is none.

    By a reference, whose letter says the type, or by the address of its page, with or without the server's name.
    """
    wanted = wanted.strip()
    letter = wanted.upper().partition("-")[0]
    for model in record_types().values():
        is_meant = letter == model.spec.letter if model.spec.letter and len(letter) < 4 else False
        if (is_meant or _page_of(wanted) == model.spec.page) and person.may(model.spec.permission):
            return find_of(person, model, wanted.partition("#")[0].partition("?")[0])
    return None


def _page_of(address: str) -> str:
    """Return the name of the page that an address leads to; "" where there is none."""
    path = "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
    try:
        return resolve(path.partition("#")[0].partition("?")[0]).view_name if path.startswith("/") else ""
    except Resolver404:
        return ""
