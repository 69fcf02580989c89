"""Which text a letter begins with: the council's own in use for its kind and procedure, else the one that is shipped."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from goldthread.casework.letters.texts.models import LetterSettings, LetterTemplate, TemplateFile
from goldthread.casework.procedures.models import Standing
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
    own = {
        each.procedure: each
        for each in LetterTemplate.objects.filter(
            council_id=council_id,
            kind=kind,
            procedure__in=("", procedure),
            standing=Standing.IN_USE,
            withdrawn_on=None,
        )
    }
    chosen = own.get(procedure) or own.get("")
    if chosen is not None:
        return Chosen(chosen.name, str(chosen.pk), chosen.text)
    shipped = letter_for(kind, procedure)
    return Chosen(shipped.name, shipped.slug, shipped.text, shipped.caution)


def word_file_of(council_id: uuid.UUID, template: str) -> bytes:
    """Return the Word file of the template that a letter began with, as it was then; empty where there is none."""
    try:
        pk = uuid.UUID(template)
    except ValueError:
        return b""
    file = TemplateFile.objects.filter(council_id=council_id, template=pk).first()
    return bytes(file.content) if file is not None else b""


def settings_of(council_id: uuid.UUID) -> LetterSettings:
    """Return how a council's letters go; as Goldthread starts where nobody has set it."""
    return LetterSettings.objects.filter(council_id=council_id).first() or LetterSettings(
        council_id=council_id
    )
