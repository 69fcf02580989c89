"""Notice of what was hidden in a saved text, shown once to the person who typed it, and what to write instead.

Between saving and the next page it waits in their session, encrypted: nothing of it is kept in the clear.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldthread.analysis.privacy import Kind
from goldthread.council.records.base import Record
from goldthread.council.records.privacy import HiddenText, noting
from goldthread.council.records.spec import kind_of

_WAITING = "hidden_text"
_SECONDS = 600  # an answer that nobody fetched by then is told to nobody
_MOST = 30
# What to write instead, by the kind of text.
_PEOPLE = "Who it is in the story: “the daughter”, “a social worker”, “the provider”"
_REACH = "Where to ask: “the duty team”, “the number on the intranet”"
_PLACE = "The kind of place or the area: “at home”, “in the north of the town”"
_NUMBER = "Nothing: readers do not need it"
_INSTEAD = {
    Kind.PERSON: _PEOPLE,
    Kind.PHONE: _REACH,
    Kind.EMAIL: _REACH,
    Kind.URL: _REACH,
    Kind.ADDRESS: _PLACE,
    Kind.POSTCODE: _PLACE,
    Kind.LOCATION: _PLACE,
    Kind.DOB: "The age, or the decade: “in her eighties”",
    Kind.AGE: "The decade: “in her nineties”",
}
# What somebody may want readers to reach.
_CONTACTS = frozenset({Kind.PERSON, Kind.PHONE, Kind.EMAIL})


def tell(request: HttpRequest, record: Any, hidden: Sequence[HiddenText]) -> None:
    """Let the next page say what was hidden in a record; not of one whose original is kept, whose page says it itself."""
    unique = list({(each.text.lower(), each.placeholder): each for each in hidden}.values())[:_MOST]
    if not unique or not isinstance(record, Record) or record.spec.restricted:
        return
    spec, address = record.spec, ""
    if spec.contacts and request.person.may(spec.change):
        address = reverse(f"{spec.page.split(':')[0]}:contacts_{kind_of(record)}", args=[record.pk])
    # Where a placeholder stands no oftener in the record, it stands only for what was typed just now.
    count = Counter(each.placeholder for each in hidden)
    rows = [
        {
            "text": each.text,
            "placeholder": each.placeholder,
            "instead": _INSTEAD.get(each.kind, _NUMBER),
            "contact": address if each.kind in _CONTACTS else "",
            "times": str(count[each.placeholder]),
        }
        for each in unique
    ]
    request.session[_WAITING] = _fernet().encrypt(json.dumps(rows).encode()).decode()


@contextmanager
def telling(request: HttpRequest, record: Record) -> Iterator[None]:
    """Tell on the next page what is hidden in here, in a record or a part of it; nothing where it is refused."""
    with noting() as hidden:
        yield
    tell(request, record, hidden)


def pop_hidden(request: HttpRequest) -> list[dict[str, str]]:
    """Return what was hidden, once: each text with what stands in its place, what to write, and where to keep it."""
    waiting = request.session.pop(_WAITING, "") if getattr(request, "person", None) else ""
    if not waiting:
        return []
    try:
        return json.loads(_fernet().decrypt(waiting.encode(), ttl=_SECONDS))
    except InvalidToken:
        return []  # too late, or saved before the secret key was changed


def _fernet() -> Fernet:
    key = hashlib.sha256(b"hidden text of a saved record" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
