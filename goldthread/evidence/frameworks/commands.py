"""Commands on a council's own versions of the framework: loading one, and saying from when it is in force."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.evidence.frameworks.models import CouncilFramework
from goldthread.evidence.frameworks.rows import NotAFramework, framework_of, plain


@command("evidence.framework")
def load_framework(
    *,
    by: Person,
    rows: Sequence[Mapping[str, Any]],
    file_name: str,
    on: datetime.date,
    in_force_from: datetime.date | None = None,
) -> CouncilFramework:
    """Load a version of the framework: the rows of a file, in force from a day on where one is given.

    Raises Refused, naming the row, where they are no framework, and where the same file was loaded before.
    """
    try:
        book = framework_of(rows)
    except NotAFramework as error:
        raise Refused(str(error), field="file") from error
    content = [dict(row) for row in rows]
    checksum = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    own = CouncilFramework.objects.filter(council=by.council)
    if own.counted().filter(checksum=checksum).exists():
        raise Refused("This file was loaded before. Change its date in force on its page.", field="file")
    slug, tried = f"own-{plain(book.name)[:30]}".rstrip("-"), 1
    taken = set(own.values_list("slug", flat=True))
    wanted = slug
    while wanted in taken:
        tried += 1
        wanted = f"{slug}-{tried}"
    version = CouncilFramework(
        council=by.council,
        slug=wanted,
        name=book.name[:200],
        in_force_from=in_force_from,
        content=content,
        file_name=file_name[:200],
        checksum=checksum,
        loaded_on=on,
        by=by,
    )
    return saving.add(version)


@command("evidence.framework", trail=people_named.reason_about("framework"))
def edit_framework(
    *,
    by: Person,
    framework: CouncilFramework,
    version: int,
    reason: str,
    name: str,
    in_force_from: datetime.date | None,
) -> CouncilFramework:
    """Correct a version of the framework: its name, and from when it is in force; what it holds never changes."""
    saving.needs_reason(reason)
    return saving.change(framework, version=version, name=name, in_force_from=in_force_from)
