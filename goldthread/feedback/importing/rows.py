"""Rows of a spreadsheet parsed into feedback, or into errors that say what to do."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldthread.council.command import Refused
from goldthread.council.models import Council, Team
from goldthread.council.records import privacy
from goldthread.feedback.intake.new_feedback import NewFeedback, check_new
from goldthread.feedback.models import Channel, Speaker
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import COLUMNS
from goldthread.sheets import Row, clean_text, parse_date, parse_yes_no

FIELD_NAMES = {
    "text": "Comment",
    "received_on": "Date received",
    "happened_on": "Date of incident",
    "team": "Team",
    "service": "Service",
    "speaker": "Feedback from",
    "channel": "Received by",
    "their_reference": "Your own reference",
    "outcome": "Outcome",
    "closed_on": "Date closed",
    "wants_reply": "Wants a response",
    "format_needed": "Format needed",
    "themes": "Themes",
    "tone": "Sentiment, from -2 to 2 or 1 to 5",
}
assert set(FIELD_NAMES) == set(COLUMNS)
REQUIRED = ("text", "received_on")
_LONGEST = {"their_reference": 80, "service": 120, "outcome": 120, "format_needed": 60}

_SPEAKERS = {
    "service user": Speaker.PERSON, "customer": Speaker.PERSON, "client": Speaker.PERSON, "self": Speaker.PERSON,
    "person": Speaker.PERSON, "resident": Speaker.PERSON, "carer": Speaker.CARER, "unpaid carer": Speaker.CARER,
    "family": Speaker.REPRESENTATIVE, "relative": Speaker.REPRESENTATIVE, "advocate": Speaker.REPRESENTATIVE,
    "representative": Speaker.REPRESENTATIVE, "mp": Speaker.REPRESENTATIVE, "councillor": Speaker.REPRESENTATIVE,
    "staff": Speaker.STAFF, "partner": Speaker.PARTNER, "provider": Speaker.PROVIDER,
}  # fmt: skip
_CHANNELS = {
    "web": Channel.FORM, "online": Channel.FORM, "form": Channel.FORM, "phone": Channel.PHONE,
    "telephone": Channel.PHONE, "call": Channel.PHONE, "letter": Channel.LETTER, "post": Channel.LETTER,
    "email": Channel.EMAIL, "e-mail": Channel.EMAIL, "in person": Channel.FACE, "visit": Channel.FACE,
    "meeting": Channel.MEETING, "event": Channel.MEETING,
}  # fmt: skip


@dataclass(frozen=True)
class RowError:
    """An error in a row: its column, and a message that says what to do."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ParsedRow:
    """A row without errors: the new feedback and the themes that people had given it."""

    feedback: NewFeedback
    themes: tuple[str, ...] = ()


class RowReader:
    """Reads rows of one source's spreadsheet with a mapping from fields to columns."""

    def __init__(
        self, council: Council, source: str, mapping: Mapping[str, str], *, today: datetime.date
    ) -> None:
        self.source = SOURCES[source]
        self.mapping = {field: column for field, column in mapping.items() if column}
        self.today = today
        self.teams: dict[str, Team] = {}
        for team in Team.objects.filter(council=council):
            self.teams[team.name.lower()] = self.teams[team.slug] = team

    def read(self, row: Row) -> ParsedRow | list[RowError]:
        """Return the feedback in a row, or every error in the row."""
        if row.problem:
            return [RowError(row.number, "", row.problem)]
        self._row, self._errors = row, []
        text = self._text("text")
        received = self._date("received_on")
        if not text:
            self._add_error("text", "There is no comment in this row. Enter it, or delete the row.")
        if received is None and not self._has_error("received_on"):
            self._add_error("received_on", "There is no date. Enter the date received.")
        happened, closed = self._date("happened_on"), self._date("closed_on")
        team, wants, tone = self._team(), self._yes_no("wants_reply"), self._tone()
        speaker, channel = (
            self._choice("speaker", _SPEAKERS, Speaker),
            self._choice("channel", _CHANNELS, Channel),
        )
        short = {field: self._short(field, most) for field, most in _LONGEST.items()}
        if self._errors:
            return self._errors
        new = NewFeedback(
            source=self.source.slug,
            points=[text],
            received_on=received,
            happened_on=happened,
            closed_on=closed,
            team=team,
            speaker=speaker,
            channel=channel or "import",
            wants_reply=wants,
            tone=tone,
            extra={extra.slug: answer for extra in self.source.extras if (answer := self._text(extra.slug))},
            batch_row=row.number,
            **short,
        )
        try:
            check_new(new, today=self.today)
        except Refused as refused:
            return [RowError(row.number, self.mapping.get("received_on", ""), str(refused))]
        themes = tuple(
            part.strip() for part in self._text("themes").replace(";", "|").split("|") if part.strip()
        )
        return ParsedRow(new, themes)

    def _cell(self, field: str) -> object:
        column = self.mapping.get(field)
        return self._row.cells.get(column) if column else None

    def _add_error(self, field: str, message: str) -> None:
        self._errors.append(RowError(self._row.number, self.mapping.get(field, ""), message))

    def _has_error(self, field: str) -> bool:
        return any(error.column == self.mapping.get(field, "") for error in self._errors)

    def _text(self, field: str) -> str:
        value = self._cell(field)
        return clean_text(str(value)).strip() if value is not None else ""

    def _short(self, field: str, most: int) -> str:
        """Return a short text; one that is too long is an error, since cutting it would lose words."""
        text = self._text(field)
        if len(text) > most:
            self._add_error(field, f"This has {len(text):,} characters; the most is {most}. Shorten it.")
        return text

    def _date(self, field: str) -> datetime.date | None:
        value = self._cell(field)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return parse_date(value)
        except ValueError as error:
            self._add_error(field, privacy.fit_to_show(str(error)))
            return None

    def _team(self) -> Team | None:
        name = self._text("team")
        if not name:
            return None
        team = self.teams.get(name.lower())
        if team is None:
            self._add_error(
                "team",
                f"There is no team called {privacy.fit_to_show(name[:60])}. Use the name of a team in Goldthread.",
            )
        return team

    def _yes_no(self, field: str) -> bool:
        value = self._cell(field)
        try:
            return bool(parse_yes_no(value))
        except ValueError as error:
            self._add_error(field, privacy.fit_to_show(str(error)))
            return False

    def _tone(self) -> int | None:
        text = self._text("tone")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = 9.0
        if self.mapping.get("tone") and number in (1, 2, 3, 4, 5) and self._five_steps:
            return int(number) - 3
        if number in (-2, -1, 0, 1, 2):
            return int(number)
        self._add_error(
            "tone",
            f"{privacy.fit_to_show(text[:30])} is not a sentiment score. Use -2 (very negative) to 2 (very positive), or 1 to 5.",
        )
        return None

    # Set by `learn_tone` once it is known which of the two scales the column has.
    _five_steps = False

    def learn_tone(self, rows: Iterator[Row]) -> None:
        """Decide from some rows whether the sentiment column runs from 1 to 5 or from -2 to 2."""
        column = self.mapping.get("tone")
        if not column:
            return
        scores = set()
        for row in rows:
            try:
                scores.add(float(str(row.cells.get(column))))
            except ValueError:
                continue
        self._five_steps = bool(scores) and min(scores) >= 1 and max(scores) > 2

    def _choice(self, field: str, known: Mapping[str, str], choices) -> str:
        text = self._text(field).lower()
        if not text:
            return ""
        for value, label in choices.choices:
            if text in (value, label.lower()):
                return value
        return known.get(text, choices.UNKNOWN if field == "speaker" else choices.OTHER)
