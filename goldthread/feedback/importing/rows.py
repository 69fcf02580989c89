"""Rows of a spreadsheet parsed into feedback, or into errors that say what to do."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from goldthread.council.command import Refused
from goldthread.council.models import Council, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import privacy
from goldthread.date_reading import OtherOrder, means_no_date, parse_date
from goldthread.feedback.importing import case_facts, layouts, ratings
from goldthread.feedback.importing.comment_cells import BlankWords, NotWords, NoWords, says_nothing, words_in
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.importing.value_matching import (
    MATCHED,
    ValueMatcher,
    is_sentence,
    key_of,
    team_of,
)
from goldthread.feedback.intake import references
from goldthread.feedback.intake.new_feedback import NewFeedback, check_new, unsaid_speaker
from goldthread.feedback.models import LOCKED_TITLE, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import CASE_COLUMNS, COLUMNS, EXPORTED_FROM
from goldthread.sheets import Cell, Row, clean_text, parse_yes_no

FIELD_NAMES = {
    "text": "Comment",
    "received_on": "Date received",
    "happened_on": "Date of incident",
    "subject": "Subject",
    "team": "Team",
    "organisation": "Organisation",
    "service": "Service",
    "speaker": "Feedback from",
    "channel": "Received by",
    "their_reference": "Your own reference",
    "outcome": "Outcome",
    "closed_on": "Date closed",
    "responded_on": "Date of response",
    "wants_reply": "Wants a response",
    "format_needed": "Format needed",
    "themes": "Themes",
    "tone": "Sentiment or rating",
    "feedback_type": "Type of feedback",
    "issue_number": "Issue number, where each row is one issue",
    **case_facts.CASE_FIELD_NAMES,
}
assert set(FIELD_NAMES) == {*COLUMNS, *CASE_COLUMNS}
REQUIRED = ("text", "received_on")
_LONGEST = {"subject": 80, "their_reference": 80, "service": 120, "outcome": 120, "format_needed": 60}
# Columns in which a sentence is a sign that another column was meant.
_SHORT_LISTS = ("team", "speaker", "channel", "service", "outcome", "format_needed")
_MOST_VALUES = 200
# What a rating whose scale is not known is counted under.
NO_SCALE = "no_scale"
IN_A_SHORT_LIST = "sentences."
# Dates that are none day first and are some month first, where nobody has said how dates are written.
OTHER_ORDER = "other_order."
NO_SPEAKER = "no_speaker"
OTHER_TYPE = "other_type"


@dataclass(frozen=True)
class RowError:
    """An error in a row: its column, and a message that says what to do."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ParsedRow:
    """A row without errors: the new feedback, and the themes that people had given each of its issues.

    `wants_reply` is None where the row does not say. `own_number` is that of F-12 in an export of this council.
    `case`: what the council's own system says of working the case, None where no column of the kind is matched.
    """

    feedback: NewFeedback
    themes: tuple[tuple[str, ...], ...] = ()
    wants_reply: bool | None = None
    own_number: int | None = None
    issue: str = ""
    case: case_facts.CaseFacts | None = None


@dataclass
class Unmatched:
    """A value that means nothing here yet: as it stands in the first row that has it, and in how many rows it is."""

    value: str
    first_row: int
    rows: int = 0


@dataclass
class Noticed:
    """What was noticed while rows were read: values that nobody has matched, counts by name, and cells that say nothing.

    `blanks` has what stands in a field's cells in place of a value ("N/A", "-"), by field; "" for rows without any words.
    `old_teams`: in how many rows a team is called by an old name, by that and the name of the team it means today.
    """

    blanks: dict[str, BlankWords] = field(default_factory=dict)
    unmatched: dict[tuple[str, str], Unmatched] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    old_teams: Counter[tuple[str, str]] = field(default_factory=Counter)


class RowReader:
    """Reads rows of one source's spreadsheet with a mapping from fields to columns; call inside the council."""

    def __init__(
        self,
        council: Council,
        source: str,
        mapping: Mapping[str, str],
        *,
        today: datetime.date,
        options: ImportOptions | None = None,
    ) -> None:
        self.source, self.today = SOURCES[source], today
        self.mapping = {field: column for field, column in mapping.items() if column}
        self.options = options or ImportOptions()
        self.scale = self.options.scale or self.source.rating_scale
        self.matcher = ValueMatcher(council, source, self.options.values)
        self.noticed = Noticed()
        self._council_name = council.name
        self._layout = layouts.LAYOUTS.get(self.options.layout)
        self._fit: dict[str, str] = {}
        self._comments = [column for column in (self.mapping.get("text"), *self.options.more_text) if column]
        # An Excel error in a column that is not imported is nobody's loss.
        self._used = {*self.mapping.values(), *self._comments}
        self._short_lists = [name for name in _SHORT_LISTS if name in self.mapping]

    @property
    def comments(self) -> list[str]:
        """Return the columns of comments; a row with a cell in one of them is never left out as a title or a total."""
        return list(self._comments)

    @property
    def used(self) -> frozenset[str]:
        """Return the columns that are read into a field or a comment."""
        return frozenset(self._used)

    def read(self, row: Row) -> ParsedRow | NoWords | list[RowError]:
        """Return the feedback in a row, that it has no words, or every error in the row."""
        if row.problem and (not row.wrong or row.wrong & self._used):
            return [RowError(row.number, "", row.problem)]
        self._row, self._errors = row, []
        if layouts.of_type(self._layout, self._as_written("feedback_type"), self.source.slug) is False:
            self.noticed.counts[OTHER_TYPE] += 1
            return NoWords(row.number)
        texts, nothing = self._comments_of(row)
        if nothing and not texts and not self._errors:
            self._note_blank("", nothing[0])
            return NoWords(row.number)
        for cell in nothing:
            self._note_blank("text", cell)
        if LOCKED_TITLE in texts and EXPORTED_FROM in row.cells:
            self._add_error(
                "text",
                "This was awaiting redaction when it was exported. Export it again once it is redacted.",
            )
        received = self._date("received_on")
        if not texts and not self._errors:
            self._add_error("text", "There is no comment in this row. Enter it, or delete the row.")
        if received is None and not self._has_error("received_on"):
            self._add_error("received_on", "There is no date. Enter the date received.")
        happened, closed = self._date("happened_on"), self._date("closed_on")
        responded = self._date("responded_on")
        for name in self._short_lists:
            self._notice_sentence(name)
        organisation = self._organisation()
        team, wants, tone = self._team(), self._yes_no("wants_reply"), self._tone()
        speaker, channel = self._matched("speaker"), self._matched("channel")
        short = {field: self._short(field, most) for field, most in _LONGEST.items()}
        own_number = self._own_number(short)
        self._check_kind()
        ask = (self._text, self._date, self._add_error)
        case = case_facts.read(self.mapping, *ask, outcome=short["outcome"], issues=len(texts))
        if self._errors:
            return self._errors
        if not speaker and unsaid_speaker(self.source.slug, imported=True) == Speaker.UNKNOWN:
            self.noticed.counts[NO_SPEAKER] += 1
        new = NewFeedback(
            source=self.source.slug,
            points=texts,
            received_on=received,
            happened_on=happened,
            closed_on=closed,
            responded_on=responded,
            team=team,
            organisation=organisation,
            speaker=speaker or "",
            channel=channel or "import",
            wants_reply=bool(wants),
            tone=tone,
            # In an export an empty cell is no sentiment, and not that which the type of feedback begins with.
            tones=[tone] * len(texts) if EXPORTED_FROM in row.cells else (),
            extra={extra.slug: answer for extra in self.source.extras if (answer := self._text(extra.slug))},
            batch_row=row.number,
            **short,
        )
        try:
            check_new(new, today=self.today)
        except Refused as refused:
            return [RowError(row.number, self.mapping.get("received_on", ""), str(refused))]
        return ParsedRow(new, self._themes(len(texts)), wants, own_number, self._text("issue_number"), case)

    def _comments_of(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the words of each comment column that has some, each an issue of one record; and what says nothing."""
        texts: list[str] = []
        nothing: list[str] = []
        for column in self._comments:
            try:
                words = words_in(row.cells.get(column), row.address(column))
            except NotWords as error:
                self._errors.append(RowError(row.number, column, str(error)))
                continue
            if words:
                (nothing if says_nothing(words) else texts).append(words)
        return texts, nothing

    def _note_blank(self, field: str, cell: object) -> None:
        self.noticed.blanks.setdefault(field, BlankWords()).add(self._row.number, str(cell))

    def _cell(self, field: str) -> Cell:
        column = self.mapping.get(field)
        return self._row.cells.get(column) if column else None

    def _add_error(self, field: str, message: str) -> None:
        self._errors.append(RowError(self._row.number, self.mapping.get(field, ""), message))

    def _has_error(self, field: str) -> bool:
        return any(error.column == self.mapping.get(field, "") for error in self._errors)

    def _text(self, field: str) -> str:
        """Return a field's text; "" where it says only that there is none, which is noted."""
        text = self._as_written(field)
        if says_nothing(text):
            self._note_blank(field, text)
            return ""
        return text

    def _as_written(self, field: str) -> str:
        value = self._cell(field)
        if field == "their_reference":
            return references.written(value)
        return clean_text(str(value)).strip() if value is not None else ""

    def _short(self, field: str, most: int) -> str:
        """Return a short text; one that is too long is an error, since cutting it would lose words."""
        text = self._text(field)
        if len(text) > most:
            self._add_error(field, f"This has {len(text):,} characters; the most is {most}. Shorten it.")
        return text

    def _date(self, field: str) -> datetime.date | None:
        value = self._cell(field)
        if means_no_date(value):
            if isinstance(value, str) and value.strip():
                self._note_blank(field, value)
            return None
        try:
            return parse_date(value, order=self.options.date_order or "dmy")
        except ValueError as error:
            if isinstance(error, OtherOrder) and self.options.date_order is None:
                self.noticed.counts[OTHER_ORDER + field] += 1
            self._add_error(field, privacy.fit_to_show(str(error)))
            return None

    def _matched(self, field: str) -> str | None:
        """Return what a value means; one that nobody has matched is an error, and is offered for matching."""
        text = self._as_written(field)
        if not text:
            return None
        meaning = self.matcher.meaning(field, text)
        if meaning is None:
            self._offer(field, text)
        elif says_nothing(text):
            self._note_blank(field, text)
        return meaning

    def _offer(self, field: str, text: str) -> None:
        name, column = FIELD_NAMES[field].lower(), self.mapping.get(field, "")
        if is_sentence(text):
            self._add_error(
                field, f"This is a sentence, not a {name}. Check which column is matched to {name}."
            )
            return
        if field in ("team", "organisation"):
            message = (
                f"There is no {name} called {self._fit_to_show(text[:60])}. Match it once, or correct it."
            )
        else:
            message = f"{self._fit_to_show(text[:60])} is not known as {name}. Match it once, or correct it."
        self._errors.append(RowError(self._row.number, column, message))
        unmatched, key = self.noticed.unmatched, (field, key_of(text))
        if key in unmatched or len(unmatched) < _MOST_VALUES:
            unmatched.setdefault(key, Unmatched(text, self._row.number)).rows += 1

    def _fit_to_show(self, text: str) -> str:
        # The same few values stand in thousands of rows.
        if text not in self._fit and len(self._fit) < _MOST_VALUES:
            self._fit[text] = privacy.fit_to_show(text)
        return self._fit.get(text) or privacy.fit_to_show(text)

    def _notice_sentence(self, field: str) -> None:
        value = self._cell(field)
        if isinstance(value, str) and is_sentence(value):
            self.noticed.counts[IN_A_SHORT_LIST + field] += 1

    def _team(self) -> Team | None:
        meaning = self._matched("team")
        team = team_of(self.matcher, meaning) if meaning else None
        old = self.matcher.old_team(self._as_written("team")) if team else None
        if old and old[1] == team:
            self.noticed.old_teams[old[0], team.name] += 1
        return team

    def _organisation(self) -> Organisation | None:
        meaning = self._matched("organisation")
        return self.matcher.organisations[meaning] if meaning else None

    def _yes_no(self, field: str) -> bool | None:
        value = self._cell(field)
        try:
            return parse_yes_no(value)
        except ValueError as error:
            self._add_error(field, privacy.fit_to_show(str(error)))
            return None

    def _tone(self) -> int | None:
        """Return the sentiment of a rating; None without one, and where nobody has said which end of it is good."""
        cell = self._cell("tone")
        try:
            score = ratings.as_score(cell)
            if score is not None:
                if self.scale is None:
                    self.noticed.counts[NO_SCALE] += 1
                    return None
                return ratings.tone_of(*score, self.scale)
        except ratings.NotOnScale as error:
            self._add_error("tone", str(error))
            return None
        meaning = self._matched("tone")
        return int(meaning) if meaning else None

    def _own_number(self, short: dict[str, str]) -> int | None:
        """Return the number of a reference of our own, F-12, in an export of this council; it is not theirs then."""
        number = references.own_number(short["their_reference"])
        if number is None or EXPORTED_FROM not in self._row.cells:
            return None
        council = " ".join(str(self._row.cells[EXPORTED_FROM] or "").split())
        if not council:
            self._add_error(
                "their_reference",
                f"“{EXPORTED_FROM}” is empty in this row, so its reference may be ours or somebody else's. Enter the "
                "council there as in the other rows, or leave the reference empty.",
            )
        if council.casefold() != self._council_name.casefold():
            return None
        short["their_reference"] = ""
        return number

    def _check_kind(self) -> None:
        kind = self._text("feedback_type").casefold()
        if layouts.of_type(self._layout, kind, self.source.slug):
            return
        # "Statutory complaint" is a complaint.
        plural = self.source.plural.lower()
        if kind and kind not in (self.source.slug, plural) and self.source.name.casefold() not in kind:
            self._add_error(
                "feedback_type",
                f"This row is of another type than {plural}. Import it by itself, as its own type. If the column says "
                "something else, match none as type of feedback.",
            )

    def _themes(self, issues: int) -> tuple[tuple[str, ...], ...]:
        """Return the themes of each issue; of a row with several comments nobody has said which they belong to."""
        themes = tuple(
            part.strip() for part in self._text("themes").replace(";", "|").split("|") if part.strip()
        )
        return (themes,) if themes and issues == 1 else ()


assert set(MATCHED) <= set(FIELD_NAMES)
