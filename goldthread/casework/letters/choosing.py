"""Which text a letter begins with: the council's own in use for its kind and procedure, else the one that is shipped."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from goldthread.standards.letters import letter_for


@dataclass(frozen=True)
class Chosen:
    """A template as a letter uses it. name: what it is called; slug: as the letter keeps it; caution: not confirmed."""

    name: str
    slug: str
    text: str
    caution: str = ""


def template_for(council_id: uuid.UUID, kind: str, procedure: str) -> Chosen:
    """Return the template of a kind of letter for a case under a procedure."""
    shipped = letter_for(kind, procedure)
    return Chosen(shipped.name, shipped.slug, shipped.text, shipped.caution)
