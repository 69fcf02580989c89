"""What becomes of packs when a name is hidden later: one that is not sent is made anew, one that was sent is recalled."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Any

from django.db.models import Model

from goldthread.analysis.privacy import CaseNames, redact
from goldthread.council.models import Person
from goldthread.council.records import redaction
from goldthread.evidence.handed_on import add_revision, recall
from goldthread.evidence.packs import files
from goldthread.evidence.packs.models import EvidencePack, PackRecall, PackRevision

_IN_DRAWING = re.compile(r">([^<>]+)<|(aria-label=)\"([^\"]+)\"")


@redaction.hidden_later(EvidencePack)
def hidden_later(*, by: Person, record: Any, origin: Model, names: CaseNames) -> bool:
    """Make a pack anew, or list it for recall, where a record that it rests on names somebody whom nobody may read any more.

    Returns whether the pack itself was changed.
    """
    if record.sent_on is not None:
        if _has(record, names):
            senders = {sending.by_id: sending.by for sending in record.sendings.select_related("by")}
            recall(PackRecall, record, by=by, origin=origin, to=list(senders.values()))
        return False
    drawings = [_drawing(svg, names) for svg in record.kept.get("drawings", [])]
    content = redaction.without(record.content, names)
    if content == record.content and drawings == record.kept.get("drawings", []):
        return False
    record.content, record.kept = content, {**record.kept, "drawings": drawings}
    record.revision += 1
    record.version += 1
    if record.content.get("parts"):
        record.checksum = files.checksum_of(files.html_of(record))
    record.save(update_fields=["content", "kept", "revision", "version", "checksum"])
    add_revision(PackRevision, record, number=record.revision)
    return True


def _has(pack: EvidencePack, names: CaseNames) -> bool:
    """Return whether a sent pack holds what is hidden now; one of an earlier version is one text."""
    if redaction.without(pack.content, names) != pack.content:
        return True
    return any(_drawing(text, names) != text for text in (*pack.kept.get("drawings", []), pack.html))


def _drawing(markup: str, names: CaseNames) -> str:
    """Return markup without the names in its texts; what is no text in it stays."""

    def hide(found: re.Match[str]) -> str:
        text = unescape(found.group(1) or found.group(3))
        hidden = redact(text, (), names).text
        if hidden == text:
            return found.group(0)
        return f">{escape(hidden)}<" if found.group(1) else f'{found.group(2)}"{escape(hidden)}"'

    return _IN_DRAWING.sub(hide, markup)
