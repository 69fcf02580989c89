"""Every rule of the field has a source, a date or "not known", and a name of its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from goldthread.standards import (
    audit_tools,
    bank_holidays,
    clocks,
    codebook,
    framework,
    letters,
    lists,
    named_weaknesses,
    ombudsman,
    pathway_tracking,
    rating_words,
    review_markers,
    self_assessment,
    subject_access,
)
from goldthread.standards.entries import Entry, StandardsError, Table, table


def _everything() -> Iterator[Entry]:
    """Yield every entry of every file, with the entries inside it."""
    roots: list[Any] = [
        *framework.versions(),
        *clocks.procedures(),
        *clocks.examples(),
        clocks.working_day(),
        bank_holidays.rule(),
        ombudsman.ombudsman(),
        subject_access.rule(),
        pathway_tracking.rule(),
        *review_markers.markers(),
        *named_weaknesses.named_weaknesses(),
        *self_assessment.tips().values(),
        *letters.letters(),
        *bank_holidays.changes(),
        codebook.current(),
        *(lists.listed(name) for name in lists.names()),
        *lists.health_check_bands(),
        *lists.review_kinds(),
        *lists.retention(),
        *rating_words.scales(),
        *audit_tools.scales(),
        *audit_tools.example_tools(),
    ]
    while roots:
        entry = roots.pop()
        if isinstance(entry, Entry):
            yield entry
            for item in dataclasses.fields(entry):
                value = getattr(entry, item.name)
                roots.extend(value if isinstance(value, tuple) else [value])


def test_every_entry_has_a_source_and_a_date_or_none() -> None:
    entries = list(_everything())
    assert len(entries) > 130
    for entry in entries:
        assert entry.slug, entry
        assert len(entry.source) > 20, entry
        assert entry.holds_from is None or type(entry.holds_from) is dt.date, entry
        assert entry.confirmed or entry.caution.startswith("Not confirmed"), entry


def test_no_file_is_forgotten() -> None:
    folder = files("goldthread.standards") / "data"
    assert {file.name for file in folder.iterdir() if file.name.endswith(".toml")} == {
        "audit_tools.toml",
        "bank_holidays.toml",
        "clocks.toml",
        "codebook.toml",
        "cqc_framework.toml",
        "letters.toml",
        "lists.toml",
        "named_weaknesses.toml",
        "ombudsman.toml",
        "pathway_tracking.toml",
        "rating_words.toml",
        "retention.toml",
        "review_kinds.toml",
        "review_markers.toml",
        "self_assessment.toml",
        "subject_access.toml",
    }
    groups = {group["slug"] for group in table("codebook").content["groups"]}
    assert {file.name for file in (folder / "codebook").iterdir()} == {f"{group}.toml" for group in groups}


_FILES = (
    "audit_tools",
    "bank_holidays",
    "clocks",
    "codebook",
    "cqc_framework",
    "letters",
    "lists",
    "ombudsman",
    "pathway_tracking",
    "rating_words",
    "retention",
    "review_kinds",
    "subject_access",
)


def test_no_source_is_named_and_not_used() -> None:
    used = {entry.source for entry in _everything()}
    for name in _FILES:
        for key, source in table(name).sources.items():
            assert source in used or (name, key) in UNUSED, f"{name}: {key}"


# The source of a definition that is not an entry of its own.
UNUSED = {("clocks", "regulations"), ("clocks", "code_used")}


@pytest.mark.parametrize(
    "missing",
    [
        {"slug": ""},
        {"source": "nobody"},
        {"confirmed": "yes"},
        {"holds_from": "2024"},
        {"holds_from": None},
        {"holds_from": dt.datetime(2024, 1, 1)},
    ],
)
def test_a_rule_that_does_not_say_where_it_comes_from_is_refused(missing: dict[str, Any]) -> None:
    whole = {"slug": "rule", "source": "law", "holds_from": dt.date(2024, 1, 1), "confirmed": True}
    book = Table("made_up.toml", {}, {"law": "An invented law"})
    assert book.provenance(whole)["source"] == "An invented law"
    with pytest.raises(StandardsError, match=r"made_up\.toml"):
        book.provenance(whole | missing)


def test_entries_take_from_their_table_what_they_do_not_say_but_not_its_note() -> None:
    book = Table(
        "made_up.toml", {"source": "law", "holds_from": "not known", "confirmed": False}, {"law": "A law"}
    )
    inside = book.inside({"slug": "list", "confirmed": True, "note": "of the list"})
    taken = inside.provenance({"slug": "item"})
    assert taken == {"slug": "item", "source": "A law", "holds_from": None, "confirmed": True, "note": ""}


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        table("nothing")
