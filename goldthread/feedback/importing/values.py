"""Commands that match the values of a spreadsheet once, remember them for the council, and forget them."""

from __future__ import annotations

from collections.abc import Mapping

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.organisations.commands import add_organisation
from goldthread.council.records import privacy
from goldthread.feedback.importing.models import ImportBatch, ImportMapping, ImportValue
from goldthread.feedback.importing.value_matching import BY_SOURCE, MATCHED, ValueMatcher, key_of


@command("feedback.import")
def match_values(*, by: Person, batch: ImportBatch, meanings: Mapping[tuple[str, str], str]) -> ImportBatch:
    """Match values of a spreadsheet: (field, value) -> what it means, remembered with who matched it and when.

    The meaning is a team's or an organisation's key, a speaker, a channel or a tone; "" for none.
    """
    for (field, value), meaning in meanings.items():
        _remember(by, batch.source, field, key_of(value), privacy.fit_to_show(value), meaning)
    return batch


@command("feedback.import")
def match_unmatched(*, by: Person, batch: ImportBatch, meanings: Mapping[str, str]) -> ImportBatch:
    """Match values that a check found: the key of each -> what it means, remembered for the next spreadsheet too."""
    for each in batch.unmatched.filter(key__in=list(meanings)):
        _remember(by, batch.source, each.field, each.key, each.value, meanings[each.key])
    return batch


def _remember(by: Person, source: str, field: str, key: str, value: str, meaning: str) -> None:
    """Remember what a value means; raises Refused for a meaning that the field does not have."""
    matcher = ValueMatcher(by.council, source)
    if field not in MATCHED or meaning not in {choice.meaning for choice in matcher.choices(field)}:
        raise Refused("Choose what each value means from its list.")
    if field == "organisation" and meaning.startswith("add-"):
        meaning = _add_organisation(by, value, meaning.removeprefix("add-"))
    ImportValue.objects.update_or_create(
        council=by.council,
        source=source if field in BY_SOURCE else "",
        field=field,
        key=key,
        defaults={"value": value[:120], "meaning": meaning, "by": by},
    )


def _add_organisation(by: Person, name: str, kind: str) -> str:
    """Add an organisation under the name in a spreadsheet, and return its key."""
    if privacy.fit_to_show(name) != name or "[" in name:
        raise Refused(
            "A name was hidden in this value. Add the organisation by hand, and match the value to it."
        )
    return str(add_organisation(by=by, name=name, kind=kind).pk)


@command("feedback.import")
def forget_value(*, by: Person, value: ImportValue) -> None:
    """Forget what a value means: it is offered for matching again."""
    value.delete()


@command("feedback.import")
def forget_mapping(*, by: Person, mapping: ImportMapping) -> None:
    """Forget a saved match of columns."""
    mapping.delete()
