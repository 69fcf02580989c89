"""The result of checking every row of an import: how many are ready, known or wrong, and what a person must decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from goldthread.analysis.privacy import CaseNames
from goldthread.council.records import privacy
from goldthread.feedback.importing.known import KnownRow, error_of
from goldthread.feedback.importing.reading import Part
from goldthread.feedback.importing.rows import (
    FIELD_NAMES,
    IN_A_SHORT_LIST,
    NO_SCALE,
    NO_SPEAKER,
    OTHER_ORDER,
    OTHER_TYPE,
    RowError,
    RowReader,
)
from goldthread.feedback.redaction.case_names import known_people
from goldthread.sheets.left_out import list_rows

# More than anyone fixes by hand; the counts are of all rows, however many have errors.
MOST_ERRORS = 5000
MOST_UPDATES = 5000
_SHOWN = 300
_COLUMNS_NAMED = 12
WITHDRAWN = "withdrawn"
THEMES_STAND = "themes_stand"
CONFLICTS = "conflicts"
# What stands in place of a value ("N/A"), by field; and the rows of the spreadsheet that are no records.
BLANKS = "blanks"
LEFT_OUT = "left_out"
UNUSED = "unused_columns"
# Teams called by an old name: [that name, the team that it means today, in how many rows].
OLD_TEAMS = "old_teams"


@dataclass(frozen=True)
class OfferedUpdate:
    """A row whose feedback is known and differs: [field, as it stands, as in the row], fit to show."""

    row: int
    feedback_id: object
    differences: list[list[str]]


@dataclass(frozen=True)
class UnmatchedValue:
    """A value that means nothing here yet, fit to show, with the likeliest meanings."""

    field: str
    key: str
    value: str
    rows: int
    first_row: int
    nearest: list[str]


@dataclass(frozen=True)
class CheckResult:
    """The result of a check: how many rows are ready, duplicates or have errors, and what was found."""

    ready: int
    duplicates: int
    errors: int
    row_errors: list[RowError]
    """The first `MOST_ERRORS` errors; a row may have several."""
    updates: int = 0
    offered: list[OfferedUpdate] = field(default_factory=list)
    unmatched: list[UnmatchedValue] = field(default_factory=list)
    notes: Mapping[str, Any] = field(default_factory=dict)


class Tally:
    """Counts the rows of a check, a part at a time."""

    def __init__(self) -> None:
        self.ready = self.duplicates = self.errors = self.updates = 0
        self.row_errors: list[RowError] = []
        self.offered: list[OfferedUpdate] = []
        self.notes: Counter[str] = Counter()
        self._checked: set[bytes] = set()
        self._updated: set[object] = set()

    def add(self, part: Part, known: Mapping[int, KnownRow], reference_column: str) -> None:
        """Count a part of the rows, of which some are known."""
        self.errors += part.error_rows
        row_errors = [*part.errors]
        for row in part.parsed:
            each = known.get(row.feedback.batch_row or 0)
            if each is not None and each.problem:
                self.errors += 1
                row_errors.append(error_of(each, reference_column))
            elif each is not None and each.differences and each.feedback.pk not in self._updated:
                self.updates += 1
                self._updated.add(each.feedback.pk)
                if len(self.offered) < MOST_UPDATES:
                    self.offered.append(_offered(each))
            elif each is not None or self._came_before(row.feedback.fingerprint()):
                self.duplicates += 1
            else:
                self.ready += 1
            if each is not None:
                self.notes[WITHDRAWN] += each.feedback.withdrawn_on is not None
                self.notes[THEMES_STAND] += bool(row.themes)
                self.notes[CONFLICTS] += each.conflicts
        self.row_errors += row_errors[: MOST_ERRORS - len(self.row_errors)]

    def _came_before(self, fingerprint: str) -> bool:
        key = bytes.fromhex(fingerprint)[:16]
        if key in self._checked:
            return True
        self._checked.add(key)
        return False

    def result(
        self, reader: RowReader, left_out: Sequence[str] = (), columns: Sequence[str] = ()
    ) -> CheckResult:
        """Return the result, with what the reader noticed, a line on each kind of row left out, and on unused columns."""
        noticed = reader.noticed
        unmatched = [
            UnmatchedValue(
                name,
                key,
                privacy.fit_to_show(each.value)[:120],
                each.rows,
                each.first_row,
                reader.matcher.nearest(name, each.value),
            )
            for (name, key), each in noticed.unmatched.items()
        ]
        notes: dict[str, Any] = {
            name: count for name, count in (self.notes + noticed.counts).items() if count
        }
        if noticed.blanks:
            notes[BLANKS] = {name: asdict(words) for name, words in noticed.blanks.items()}
        if noticed.old_teams:
            notes[OLD_TEAMS] = [[*names, count] for names, count in noticed.old_teams.items()]
        if left_out:
            notes[LEFT_OUT] = list(left_out)
        if unused := columns_left_out(columns, reader):
            notes[UNUSED] = unused
        return CheckResult(
            self.ready,
            self.duplicates,
            self.errors,
            self.row_errors,
            self.updates,
            self.offered,
            unmatched,
            notes,
        )


def _offered(each: KnownRow) -> OfferedUpdate:
    names = known_people(each.feedback)
    rows = [
        [difference.label, *(_fit(text, names) for text in (difference.now_shown, difference.new_shown))]
        for difference in each.differences
    ]
    assert each.row.feedback.batch_row is not None
    return OfferedUpdate(each.row.feedback.batch_row, each.feedback.pk, rows)


def _fit(text: str, names: CaseNames) -> str:
    """Return a text without whom its case names, and without what is detected in it."""
    try:
        return privacy.hide(text, names).text[:_SHOWN] if text else ""
    except privacy.CouldNotLook:
        return privacy.fit_to_show(text)


def columns_left_out(columns: Sequence[str], reader: RowReader) -> str:
    """Return the line that names the columns of which nothing is imported; "" where each is matched."""
    unused = [column for column in columns if column not in reader.used]
    if not unused:
        return ""
    named = ", ".join(f"“{privacy.fit_to_show(column)[:60]}”" for column in unused[:_COLUMNS_NAMED])
    more = f" and {len(unused) - _COLUMNS_NAMED:,} more" if len(unused) > _COLUMNS_NAMED else ""
    columns_are = "1 column is" if len(unused) == 1 else f"{len(unused):,} columns are"
    return f"{columns_are} matched to nothing, and not imported: {named}{more}."


def order_is_unclear(notes: Mapping[str, Any]) -> bool:
    """Return whether some dates are written month first and nobody has said how: the others may be read wrongly."""
    return any(name.startswith(OTHER_ORDER) and count for name, count in notes.items())


def notes_in_words(notes: Mapping[str, Any], mapping: Mapping[str, str]) -> list[str]:
    """Return what a check noticed as sentences, with what to do."""
    lines = [notes[UNUSED]] if UNUSED in notes else []
    lines += [*notes.get(LEFT_OUT, ()), *_blanks_in_words(notes.get(BLANKS, {}))]
    lines += [
        f"{'1 row is' if count == 1 else f'{count:,} rows are'} of {old}, which is {now} now: "
        f"{'it goes' if count == 1 else 'they go'} to {now}."
        for old, now, count in notes.get(OLD_TEAMS, ())
    ]
    if count := notes.get(NO_SCALE):
        lines.append(
            f"{_rows(count)} a rating, and nobody has said how long its scale is and which end is good. No sentiment is "
            "taken from them. To take it, give the worst and the best score."
        )
    if count := notes.get(NO_SPEAKER):
        do_not = (
            "1 row does not say who spoke, and is"
            if count == 1
            else f"{count:,} rows do not say who spoke, and are"
        )
        lines.append(
            f"{do_not} kept as not known. If a column says it, match it as “{FIELD_NAMES['speaker']}”."
        )
    for name, count in sorted(notes.items()):
        if name.startswith(OTHER_ORDER):
            dates = "1 date" if count == 1 else f"{count:,} dates"
            lines.append(
                f"“{mapping.get(name.removeprefix(OTHER_ORDER), '')}” has {dates} that can only be month/day/year, so the "
                "others in it may be too. Nothing can be imported until somebody says how dates are written: match the "
                "columns again and choose the order of dates (on the command line, --date-order)."
            )
        if name.startswith(IN_A_SHORT_LIST):
            field_name = name.removeprefix(IN_A_SHORT_LIST)
            label = FIELD_NAMES[field_name].lower()
            lines.append(
                f"{_rows(count)} a sentence in “{mapping.get(field_name, '')}”, which is matched to {label}. If they are "
                "comments, match that column as a comment."
            )
    if count := notes.get(OTHER_TYPE):
        were = (
            "1 row is of another type of feedback, and was"
            if count == 1
            else f"{count:,} rows are of other types of feedback, and were"
        )
        lines.append(f"{were} left out. Import the file again as those types.")
    if count := notes.get(WITHDRAWN):
        lines.append(f"{count:,} of the duplicates are of feedback that is withdrawn here.")
    if count := notes.get(CONFLICTS):
        lines.append(
            f"{_rows(count)} the words of feedback that is saved already, of the same day, and other facts. They are left out. "
            "If they are of somebody else, give them a reference."
        )
    if count := notes.get(THEMES_STAND):
        lines.append(
            f"{_rows(count)} themes for feedback that is saved already. Themes are not changed by an import: code its issues."
        )
    return lines


def _blanks_in_words(blanks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = []
    for name, each in blanks.items():
        words, count = ", ".join(each["words"]), each["count"]
        # Several cells of one row may say so.
        rows = list(dict.fromkeys(each["rows"]))
        where = list_rows(rows, count - len(each["rows"]) + len(rows))
        where = where[0].lower() + where[1:]
        if name == "":
            was = "was" if count == 1 else "were"
            lines.append(f"{_rows(count)} no words, and {was} left out: {words} ({where}).")
        elif name == "text":
            cells = "1 comment cell says" if count == 1 else f"{count:,} comment cells say"
            lines.append(f"{cells} nothing beside other words: {words} ({where}).")
        else:
            label = FIELD_NAMES.get(name, name.replace("_", " ").capitalize())
            say = "1 row says" if count == 1 else f"{count:,} rows say"
            lines.append(f"{label}: {say} that there is none, or none yet: {words} ({where}).")
    return lines


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"
