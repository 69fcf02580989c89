"""The audit trail: one line a command, each sealed with the line before it, so that a change shows."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from goldthread.council.database import locks
from goldthread.council.database.locks import Lock
from goldthread.council.models import AuditHead, AuditLine, Council, Person

_START = "0" * 64


def seal(line: AuditLine) -> str:
    """Return the line's seal: SHA-256 over everything it says and the seal of the line before."""
    content = [
        str(line.council_id),
        line.number,
        line.at.isoformat(timespec="microseconds"),
        str(line.person_id) if line.person_id else None,
        line.command,
        line.target_kind,
        str(line.target_id) if line.target_id else None,
        line.reason,
        line.detail,
        line.previous,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write(
    *,
    council_id: uuid.UUID,
    person: Person | None,
    command: str,
    target: Any = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditLine:
    """Add one line; the council's lines are written one after another, in the order of their numbers."""
    # Two commands of one council must not both seal onto the same line.
    locks.take(council_id, Lock.AUDIT)
    head, _ = AuditHead.objects.get_or_create(council_id=council_id, defaults={"seal": _START})
    line = AuditLine(
        council_id=council_id,
        number=head.number + 1,
        at=timezone.now(),
        person=person,
        command=command,
        target_kind=target._meta.model_name if target is not None else "",
        target_id=target.pk if target is not None else None,
        reason=reason,
        detail=detail or {},
        previous=head.seal,
    )
    line.seal = seal(line)
    line.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(number=line.number, seal=line.seal)
    return line


def head(council: Council) -> str:
    """Return the end of a council's trail as "1042:9f86d0...", the number and seal of its last line; "" for none.

    Kept elsewhere, it shows later that nothing up to there was written anew: whoever may change the tables could
    seal a whole trail again, and nothing in the database would tell.
    """
    last = AuditHead.objects.filter(council=council).first()
    return "" if last is None else f"{last.number}:{last.seal}"


def is_there(council: Council, head: str) -> bool:
    """Return whether a council's trail still has the line that a head kept earlier names."""
    number, _, sealed = head.partition(":")
    if not (number.isdecimal() and len(number) < 19):
        return False
    return AuditLine.objects.filter(council=council, number=int(number), seal=sealed).exists()


@dataclass(frozen=True)
class Fault:
    """Something wrong with the trail, in words."""

    number: int
    says: str


def verify(council: Council) -> Iterator[Fault]:
    """Read a council's whole trail and yield what was changed or is missing; nothing when it is whole."""
    expected, previous = 1, _START
    for line in AuditLine.objects.filter(council=council).order_by("number").iterator(chunk_size=2000):
        if line.number > expected:
            gone = (
                f"line {expected} is"
                if line.number == expected + 1
                else f"lines {expected} to {line.number - 1} are"
            )
            yield Fault(expected, f"{gone} missing")
        elif line.previous != previous:
            yield Fault(line.number, f"line {line.number} does not follow the line before it")
        if seal(line) != line.seal:
            yield Fault(line.number, f"line {line.number} ({line.command}) was changed after it was written")
        expected, previous = line.number + 1, line.seal
    head = AuditHead.objects.filter(council=council).first()
    if head is not None and head.number >= expected:
        yield Fault(expected, f"lines {expected} to {head.number} are missing from the end")
    elif head is not None and (head.number, head.seal) != (expected - 1, previous):
        yield Fault(head.number, "the end of the trail does not match its last line")
    elif head is None:
        # A council is founded by a command, so no council's trail is empty.
        yield Fault(expected, "the mark of where the trail ends is missing")
