"""Meetings brought in from a calendar: matched to kind and body, saved in bulk, and never twice.

Read again, a calendar moves or cancels what is still planned, and leaves what was held as people wrote it. Of kinds that
keep themes only the calendar's title is not kept: it often says with whom. Of kinds that keep totals only the sessions of
a month are counted, all series of a team together.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_new_in_team, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import bulk, numbering, people_named, privacy, saving, search
from goldthread.council.records.models import PeopleNamed
from goldthread.dates import month_start
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.meetings.calendar_reading import CalendarMeeting, CalendarSeries
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.kinds import KINDS, MeetingKind
from goldthread.meetings.meetings.models import Meeting

_CALLED_OFF = "Cancelled in the calendar."


@dataclass(frozen=True)
class Chosen:
    """A series of a calendar, and as what it is brought in."""

    series: CalendarSeries
    kind: str
    body: Body | None = None


@dataclass(frozen=True)
class Known:
    """How the meetings of a series stand here: so many are new, moved, newly cancelled, or the same."""

    new: int = 0
    changed: int = 0
    same: int = 0


def guess_kind(title: str) -> str:
    """Return the kind that a title names: by the longest of the words that it holds; "" where it names none."""
    lowered = title.lower()
    found = [
        (len(word), kind.slug)
        for kind in KINDS.values()
        for word in kind.words
        if re.search(rf"(?<!\w){re.escape(word)}", lowered)
    ]
    return max(found, key=lambda each: each[0])[1] if found else ""


def guess_body(title: str, bodies: Iterable[Body]) -> Body | None:
    """Return the body whose name a title holds, the longest; None where it holds none."""
    lowered = title.lower()
    named = [body for body in bodies if body.name.lower() in lowered]
    return max(named, key=lambda body: len(body.name), default=None)


def known_here(person: Person, series: Sequence[CalendarSeries]) -> dict[str, Known]:
    """Return how the meetings of each series stand here, by the series' key: one query for all."""
    keys = [meeting.key for each in series for meeting in each.meetings]
    here = {
        meeting.calendar_key: meeting
        for meeting in Meeting.objects.filter(council=person.council_id, calendar_key__in=keys).order_by("pk")
    }
    known = {}
    for each in series:
        counts = Counter(_stands(meeting, here.get(meeting.key)) for meeting in each.meetings)
        known[each.key] = Known(counts["new"], counts["changed"], counts["same"])
    return known


def _stands(meeting: CalendarMeeting, here: Meeting | None) -> str:
    if here is None:
        return "new"
    if here.withdrawn_on is not None or here.stage not in (Stage.PLANNED, Stage.CANCELLED):
        # Held, or taken out by somebody: people said so, and a calendar says nothing of it.
        return "same"
    was_cancelled = here.stage == Stage.CANCELLED
    if meeting.is_cancelled or was_cancelled:
        return "same" if meeting.is_cancelled == was_cancelled or was_cancelled else "changed"
    return "same" if (here.meets_on, here.starts_at) == (meeting.on, meeting.starts_at) else "changed"


@command("meetings.record")
def import_calendar(
    *, by: Person, chosen: Sequence[Chosen], team: Team | None, owner: Person | None, today: datetime.date
) -> list[Meeting]:
    """Import calendar: the meetings of the series that were chosen; what is here already is moved or cancelled."""
    check_new_in_team(by, team)
    check_scope(by, *(each.body for each in chosen))
    if not chosen:
        raise Refused("Select at least one.")
    new, names, changed = [], [], []
    here = _here(by, chosen)
    for each in chosen:
        kind = KINDS.get(each.kind)
        if kind is None:
            raise Refused("Select the kind of each meeting that you import.")
        if kind.totals_only:
            continue
        texts = _Texts(kind, each.series)
        for meeting in each.series.meetings:
            found = here.get(meeting.key)
            if found is not None:
                if _stands(meeting, found) == "changed":
                    changed.append(_follow(found, meeting, today))
                continue
            record = Meeting(
                council_id=by.council_id,
                kind=kind.slug,
                title=texts.title(meeting.title),
                series=texts.series if each.series.cadence != "once" or len(each.series.meetings) > 1 else "",
                cadence=each.series.cadence,
                meets_on=meeting.on,
                starts_at=meeting.starts_at,
                place="" if kind.themes_only else texts.hidden(meeting.place)[:120],
                team=team,
                body=each.body,
                owner=owner or by,
                due_on=None if meeting.is_cancelled else meeting.on,
                stage=Stage.CANCELLED if meeting.is_cancelled else Stage.PLANNED,
                cancelled_on=today if meeting.is_cancelled else None,
                cancelled_because=_CALLED_OFF if meeting.is_cancelled else "",
                calendar_key=meeting.key,
                recorded_by=by,
            )
            here[meeting.key] = record
            new.append(record)
            names.append(people_named.new_names(record, texts.names))
    new += _totals(by, chosen, team, owner)
    first = numbering.take(by.council_id, "M", len(new)) if new else 0
    for index, record in enumerate(new):
        record.number = first + index
    bulk.insert(new)
    PeopleNamed.objects.bulk_create([row for row in names if row is not None], batch_size=500)
    search.put(by.council_id, [saving.entry_of(record) for record in new])
    return [*new, *changed]


def _here(by: Person, chosen: Sequence[Chosen]) -> dict[str, Meeting]:
    keys = [meeting.key for each in chosen for meeting in each.series.meetings]
    rows = Meeting.objects.select_for_update().filter(council=by.council_id, calendar_key__in=keys)
    return {meeting.calendar_key: meeting for meeting in rows.order_by("pk")}


def _follow(meeting: Meeting, read: CalendarMeeting, today: datetime.date) -> Meeting:
    """Move or cancel a meeting that is still planned, as the calendar has it now."""
    if read.is_cancelled:
        return saving.change(
            meeting,
            stage=Stage.CANCELLED,
            cancelled_on=today,
            cancelled_because=_CALLED_OFF,
            due_on=None,
        )
    return saving.change(meeting, meets_on=read.on, starts_at=read.starts_at, due_on=read.on)


class _Texts:
    """The texts of a series as they are kept: without names; of a kind with themes only, its own name."""

    def __init__(self, kind: MeetingKind, series: CalendarSeries) -> None:
        self.kind, self.names = kind, CaseNames()
        self._hidden: dict[str, str] = {}
        self.series = kind.name if kind.themes_only else self.hidden(series.title)[:120]

    def title(self, title: str) -> str:
        """Return a title as it is kept."""
        return self.kind.name if self.kind.themes_only else self.hidden(title)[:200]

    def hidden(self, text: str) -> str:
        """Return a text without what identifies somebody; each text is looked at once."""
        if text not in self._hidden:
            self._hidden[text] = privacy.hide(text, self.names).text if text else ""
        return self._hidden[text]


def _totals(by: Person, chosen: Sequence[Chosen], team: Team | None, owner: Person | None) -> list[Meeting]:
    """Return a new record for each month of kinds that keep totals only; one that is here follows the calendar."""
    planned: Counter[tuple[str, datetime.date]] = Counter()
    for each in chosen:
        if KINDS[each.kind].totals_only:
            planned.update((each.kind, month_start(meeting.on)) for meeting in each.series.meetings)
    keys = {of: _month_key(of, team) for of in planned}
    rows = Meeting.objects.select_for_update().filter(
        council=by.council_id, calendar_key__in=list(keys.values())
    )
    here = {meeting.calendar_key: meeting for meeting in rows.order_by("pk")}
    new = []
    for (kind, month), count in sorted(planned.items()):
        found = here.get(keys[kind, month])
        if found is not None:
            if found.sessions_held is None and found.sessions_planned != count:
                saving.change(found, sessions_planned=count)
            continue
        new.append(
            Meeting(
                council_id=by.council_id,
                kind=kind,
                title=KINDS[kind].name,
                series=KINDS[kind].name,
                cadence="monthly",
                meets_on=month,
                team=team,
                owner=owner or by,
                due_on=month,
                sessions_planned=count,
                calendar_key=keys[kind, month],
                recorded_by=by,
            )
        )
    return new


def _month_key(of: tuple[str, datetime.date], team: Team | None) -> str:
    kind, month = of
    return hashlib.sha256(f"totals\n{kind}\n{team.pk if team else ''}\n{month}".encode()).hexdigest()
