"""Giving the codebook to another council as a file, and taking from theirs what is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.themes.codebook import codebook_file
from goldthread.themes.codebook.codebook_file import Compared, Entry
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.versions import hold, keep_version


@command("themes.edit")
def share_codebook(*, by: Person, made_on: datetime.date, leave_out: bool = False) -> bytes:
    """Write the codebook as a file for others; refused while anything in it may identify somebody.

    `leave_out`: leave the examples out in which something was found; a definition must be changed instead.
    """
    entries = codebook_file.entries_of(by.council_id)
    if not entries:
        raise Refused("There is no codebook yet, so there is nothing to share.")
    if leave_out:
        entries = codebook_file.without(entries, codebook_file.personal_in(entries))
    found = codebook_file.personal_in(entries)
    if found:
        first = found[0]
        raise Refused(
            f"{first.entry.name}, {first.where}: “{first.words}” may identify somebody. Change it in the "
            "codebook, or leave the examples out in which something was found."
        )
    return codebook_file.written(entries, made_on=made_on)


@command("themes.edit")
def take_codebook(
    *, by: Person, entries: Sequence[Entry], wanted: Sequence[str], reason: str
) -> CodebookVersion:
    """Take themes from another codebook, by their short names there: new ones are added, others brought up to it.

    Of a theme that is here already the name and the definitions become theirs, and their examples are added to
    ours; its points stay. Where there is no codebook yet, it begins with these.
    """
    hold(by)
    if not reason.strip():
        raise Refused("Say why they are taken. Whoever reads last year's numbers will want to know.")
    chosen = [one for one in codebook_file.compared(by.council_id, entries) if one.entry.slug in set(wanted)]
    chosen = [one for one in chosen if one.state in ("new", "changed")]
    if not chosen:
        raise Refused("Choose at least one theme that is new or changed.")
    for one in chosen:
        if one.personal:
            found = one.personal[0]
            raise Refused(
                f"{one.entry.name}, {found.where}: “{found.words}” may identify somebody. Ask whoever sent the "
                "file to change it, or leave the theme out."
            )
    new = [one for one in chosen if one.theme is None]
    last = Theme.objects.filter(council=by.council).count()
    Theme.objects.bulk_create(_made(by, one.entry, last + place) for place, one in enumerate(new))
    for one in chosen:
        if one.theme is not None:
            _bring_up(one.theme, one)
    says = [
        f"{len(new)} added" if new else "",
        f"{len(chosen) - len(new)} changed" if len(chosen) > len(new) else "",
    ]
    return keep_version(by, f"Themes from another codebook: {', '.join(filter(None, says))}", reason)


def _made(by: Person, entry: Entry, position: int) -> Theme:
    return Theme(
        council=by.council,
        slug=entry.slug,
        name=entry.name,
        group=entry.group,
        what_it_is=entry.what_it_is,
        what_it_is_not=entry.what_it_is_not,
        examples=list(entry.examples),
        position=position,
    )


def _bring_up(theme: Theme, to: Compared) -> None:
    theme.name, theme.group = to.entry.name, to.entry.group
    theme.what_it_is, theme.what_it_is_not = to.entry.what_it_is, to.entry.what_it_is_not
    theme.examples = [*theme.examples, *to.examples]
    theme.save(update_fields=["name", "group", "what_it_is", "what_it_is_not", "examples"])
