"""What pages of letters share: the text of one as it is shown."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from goldthread.casework.letters import wording
from goldthread.documents.as_html import article
from goldthread.documents.model import Document


def written(text: str) -> SafeString:
    """Return the text of a letter for a page; every word is escaped where it is written."""
    sheet = article(Document(title="Text of the letter", parts=tuple(wording.parts_of(text))), heading=2)
    return mark_safe(f'<div class="gt-letter">{sheet}</div>')
