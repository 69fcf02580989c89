"""Walks every address of the house with the keys of some records, as somebody who tries to see more than they may."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from goldthread.council.models import Person
from tests.house.pages import Door, doors

# What ends a session or leaves the place is no page to look at.
_LEAVES = ("/sign-in/", "/demo/")
_MOST_UUIDS = 1


def reached(
    client: Client, person: Person, keys: Iterable[Any], kinds: Iterable[str] = ()
) -> Iterator[tuple[Door, str, HttpResponse]]:
    """Yield each address behind a door, with its answer to a GET: with every key where the address has one.

    A door that is shut to the person is tried once: it refuses before it looks at the key.
    """
    keys, kinds = list(keys), list(kinds)
    for door in doors():
        if not door.permission or door.route.startswith(_LEAVES):
            continue
        sorts = list(door.arguments.values())
        if sorts.count("uuid") > _MOST_UUIDS:
            continue
        choices = [keys if sort == "uuid" else kinds if sort == "slug" else [1] for sort in sorts]
        for values in islice(product(*choices), None if person.may(door.permission) else 1):
            address = reverse(door.name, kwargs=dict(zip(door.arguments, values, strict=True)))
            yield door, address, client.get(address)


def text_of(response: HttpResponse) -> str:
    """Return all that an answer says: a page, a file of text, or the parts of an Office file."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return content.decode(errors="replace")
