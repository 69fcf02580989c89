"""Export of the codebook as a file for another council, and import of themes from theirs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.themes.codebook import codebook_file
from goldthread.themes.codebook.codebook_file import ComparedEntry, Entry
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.versions import lock_codebook, save_version


@command("themes.edit")
def export_codebook(
    *, by: Person, made_on: datetime.date, leave_out: bool = False, file_type: str = ".json"
) -> bytes:
    """Return the codebook as a file; refused while anything in it may identify somebody.

    file_type: one of `file_formats.ENDINGS`; .json is what another council's Goldthread reads without loss.
    leave_out: leave out the examples with a possible identifier; a definition must be changed instead.
    """
    entries = codebook_file.current_entries(by.council_id)
    if not entries:
        raise Refused("There is no theme list to export yet.")
    if leave_out:
        entries = codebook_file.without_examples(entries, codebook_file.find_identifiers(entries))
    identifiers = codebook_file.find_identifiers(entries)
    if identifiers:
        first = identifiers[0]
        raise Refused(
            f"{first.entry.name}, {first.part}: “{first.words}” may identify somebody. Edit the theme, or leave out "
            "the examples that may identify somebody."
        )
    return codebook_file.to_file(entries, file_type, made_on=made_on)


@command("themes.edit")
def import_themes(
    *, by: Person, entries: Sequence[Entry], wanted: Sequence[str], reason: str
) -> CodebookVersion:
    """Import themes of another codebook, by their short names there: new ones are added, others updated.

    An existing theme gets the file's name and definitions, and its examples beside ours; its points stay. Where
    there is no codebook yet, it begins with these.
    """
    lock_codebook(by)
    if not reason.strip():
        raise Refused("Enter a reason for the import.")
    chosen = [
        one for one in codebook_file.compare_entries(by.council_id, entries) if one.entry.slug in set(wanted)
    ]
    chosen = [one for one in chosen if one.state in ("new", "changed")]
    if not chosen:
        raise Refused("Select at least one theme that is new or different.")
    for one in chosen:
        if one.identifiers:
            first = one.identifiers[0]
            raise Refused(
                f"{one.entry.name}, {first.part}: “{first.words}” may identify somebody. Ask whoever sent the file to "
                "change it, or leave the theme out."
            )
    new = [one for one in chosen if one.theme is None]
    last = Theme.objects.filter(council=by.council).count()
    Theme.objects.bulk_create(_new_theme(by, one.entry, last + index) for index, one in enumerate(new))
    for one in chosen:
        if one.theme is not None:
            _update(one.theme, one)
    parts = [
        f"{len(new)} added" if new else "",
        f"{len(chosen) - len(new)} changed" if len(chosen) > len(new) else "",
    ]
    return save_version(by, f"Themes imported from another council: {', '.join(filter(None, parts))}", reason)


def _new_theme(by: Person, entry: Entry, position: int) -> Theme:
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


def _update(theme: Theme, to: ComparedEntry) -> None:
    theme.name, theme.group = to.entry.name, to.entry.group
    theme.what_it_is, theme.what_it_is_not = to.entry.what_it_is, to.entry.what_it_is_not
    theme.examples = [*theme.examples, *to.examples]
    theme.save(update_fields=["name", "group", "what_it_is", "what_it_is_not", "examples"])
