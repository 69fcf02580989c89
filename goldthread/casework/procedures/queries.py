"""Which procedures a council has: the one a case follows, those a new case can follow, and the one it begins with."""

from __future__ import annotations

import uuid

from goldthread.casework.procedures.models import Procedure, Standing
from goldthread.standards import clocks
from goldthread.standards.entries import StandardsError


def known(council_id: uuid.UUID, slug: str, version: int = 0) -> clocks.Procedure:
    """Return a procedure that is shipped or the council's own, of a version; raises KeyError where there is none.

    A shipped one is found without asking the database.
    """
    try:
        return clocks.procedure(slug, version)
    except KeyError:
        own = Procedure.objects.filter(council_id=council_id, slug=slug)
        found = own.filter(edition=version).first() if version else own.order_by("-edition").first()
        if found is None:
            raise
        try:
            return found.standard()
        except StandardsError as error:
            raise KeyError(f"{slug} {version}: {error}") from error


def choices(council_id: uuid.UUID) -> list[clocks.Procedure]:
    """Return the procedures that a new case can follow: the council's own in use, then the shipped.

    A shipped one in whose place the council has put its own is left out.
    """
    own = in_use(council_id)
    replaced = {each.instead_of for each in own}
    shipped = [each for each in clocks.procedures() if each.for_cases and each.slug not in replaced]
    return [each.standard() for each in own] + shipped


def begins_with(council_id: uuid.UUID, shipped: str) -> clocks.Procedure:
    """Return the procedure with which a case begins where a shipped one was named: the council's own in its place, if any."""
    own = Procedure.objects.filter(
        council_id=council_id, standing=Standing.IN_USE, withdrawn_on=None, instead_of=shipped
    ).first()
    return own.standard() if own is not None else clocks.procedure(shipped)


def in_use(council_id: uuid.UUID) -> list[Procedure]:
    """Return a council's own procedures that are in use, by name."""
    own = Procedure.objects.filter(council_id=council_id, standing=Standing.IN_USE, withdrawn_on=None)
    return list(own.order_by("name", "id"))
