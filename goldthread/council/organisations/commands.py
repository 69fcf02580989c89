"""Commands on organisations: add one, and correct one; withdrawing and merging are the kit's."""

from __future__ import annotations

from goldthread.cell_text import plain
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation, OrganisationKind
from goldthread.council.records import saving

_LONGEST = 160


@command("organisations.edit")
def add_organisation(
    *, by: Person, name: str, kind: str, other_names: str = "", code: str = ""
) -> Organisation:
    """Add an organisation."""
    fields = _checked(by, None, name=name, kind=kind, other_names=other_names, code=code)
    return saving.add(Organisation(council=by.council, **fields))


@command("organisations.edit")
def edit_organisation(
    *,
    by: Person,
    organisation: Organisation,
    version: int | None = None,
    reason: str,
    name: str,
    kind: str,
    other_names: str = "",
    code: str = "",
) -> Organisation:
    """Correct an organisation: with the reason."""
    saving.needs_reason(reason)
    fields = _checked(by, organisation, name=name, kind=kind, other_names=other_names, code=code)
    return saving.change(organisation, version=version, **fields)


def _checked(by: Person, own: Organisation | None, **fields: str) -> dict[str, str]:
    """Return the fields as they are saved; refuse a name by which another organisation is known already."""
    fields["name"], fields["code"] = " ".join(fields["name"].split()), " ".join(fields["code"].split())
    others = [" ".join(line.split()) for line in fields["other_names"].splitlines()]
    fields["other_names"] = "\n".join(dict.fromkeys(name for name in others if name))
    if not fields["name"]:
        raise Refused("Enter the name of the organisation.", field="name")
    if fields["kind"] not in OrganisationKind.values:
        raise Refused("Choose the kind of organisation.", field="kind")
    known = known_names(by, but=own)
    for field in ("name", "other_names"):
        for name in fields[field].splitlines():
            if len(name) > _LONGEST:
                raise Refused(f"A name has {_LONGEST} characters at most.", field=field)
            if other := known.get(plain(name)):
                raise Refused(
                    f"{other.reference} {other.name} is known as {name} already. Correct that one, or merge the two.",
                    field=field,
                )
    return fields


def known_names(by: Person, *, but: Organisation | None = None) -> dict[str, Organisation]:
    """Return the council's organisations by every name they are known by, as names are compared."""
    organisations = Organisation.objects.filter(council=by.council).counted()
    if but is not None:
        organisations = organisations.exclude(pk=but.pk)
    return {plain(name): each for each in organisations for name in each.names}
