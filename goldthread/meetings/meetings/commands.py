"""Commands on meetings: planning one, saying who came, writing it up, cancelling it, and correcting it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.council.command import Refused, check_new_in_team, command
from goldthread.council.models import Person, Team
from goldthread.council.records import people_named, saving
from goldthread.council.records.spec import kind_of
from goldthread.feedback.models import Point
from goldthread.feedback.points import add_points, change_points
from goldthread.meetings.meetings import themes_only
from goldthread.meetings.meetings.choices import Stage
from goldthread.meetings.meetings.kinds import KINDS, MeetingKind
from goldthread.meetings.meetings.models import WRITE_UP, Meeting
from goldthread.meetings.meetings.owed import is_owed

# What is said of a meeting in words, and so may name somebody.
_TEXTS = ("title", "series", "place", "minutes", "decisions", "differently", "easy_read")
MOST_MATTERS = 40


@dataclass(frozen=True)
class Matter:
    """One matter that was raised, in words, and who raised it: `Speaker`, "" for whoever usually speaks there."""

    text: str
    speaker: str = ""


@command("meetings.record")
def plan_meeting(
    *, by: Person, kind: str, team: Team | None = None, owner: Person | None = None, **fields: Any
) -> Meeting:
    """Add meeting: planned, with its day; it comes back to whoever writes it up."""
    check_new_in_team(by, team)
    _check_kind(kind)
    meeting = Meeting(council=by.council, kind=kind, team=team, owner=owner or by, recorded_by=by, **fields)
    meeting.due_on = meeting.meets_on
    _check_texts(meeting.of_kind, _texts_in(fields))
    return saving.add(meeting)


@command("meetings.record")
def note_meeting(
    *,
    by: Person,
    kind: str,
    meets_on: datetime.date,
    today: datetime.date,
    team: Team | None = None,
    raised: Sequence[Matter | str] = (),
    **fields: Any,
) -> Meeting:
    """Add note of a meeting: held and written up in one, by whoever was there."""
    check_new_in_team(by, team)
    of_kind = _check_kind(kind)
    _check_held(meets_on, today)
    meeting = Meeting(
        council=by.council,
        kind=kind,
        meets_on=meets_on,
        team=team,
        owner=by,
        recorded_by=by,
        stage=Stage.WRITTEN_UP,
        written_up_on=today,
        **fields,
    )
    meeting.title = meeting.title or of_kind.name
    _check_written(of_kind, meeting, fields, raised)
    saving.add(meeting)
    _raise(by, meeting, raised)
    return meeting


@command("meetings.record")
def write_up_meeting(
    *,
    by: Person,
    meeting: Meeting,
    today: datetime.date,
    raised: Sequence[Matter | str] = (),
    is_complete: bool = True,
    version: int | None = None,
    **fields: Any,
) -> Meeting:
    """Write up meeting: who came, what was decided, and what was raised; or, not complete, that it was held."""
    saving.lock(meeting)
    if meeting.stage == Stage.CANCELLED:
        raise Refused("This meeting was cancelled. Say first that it takes place.")
    _check_held(meeting.meets_on, today)
    for name, value in fields.items():
        setattr(meeting, name, value)
    said = [*_matters(meeting.of_kind, raised), *_points_of(meeting)]
    _check_written(meeting.of_kind, meeting, fields, raised, said=bool(said))
    fields["stage"] = Stage.WRITTEN_UP if is_complete else Stage.HELD
    fields["written_up_on"] = today if is_complete else None
    fields["due_on"] = None if is_complete else meeting.meets_on + WRITE_UP
    saving.change(meeting, version=version, **fields)
    _raise(by, meeting, raised)
    return meeting


@command("meetings.record")
def raise_matters(*, by: Person, meeting: Meeting, raised: Sequence[Matter | str]) -> Meeting:
    """Add matters raised at a meeting, each with its speaker: each becomes an issue."""
    saving.lock(meeting)
    if not meeting.took_place:
        raise Refused("This meeting was not held yet. Say first who came.")
    if not _matters(meeting.of_kind, raised):
        raise Refused("Select what was raised.", field="raised")
    _check_written(meeting.of_kind, meeting, {}, raised)
    _raise(by, meeting, raised)
    if meeting.stage == Stage.ANSWERED and is_owed(meeting.of_kind, meeting.body):
        saving.change(meeting, stage=Stage.WRITTEN_UP)
    return meeting


@command("meetings.record")
def write_easy_read(
    *,
    by: Person,
    meeting: Meeting,
    easy_read: str,
    is_checked: bool,
    today: datetime.date,
    version: int | None = None,
) -> Meeting:
    """Write minute in easy read: it counts once somebody says that they read it beside the minutes."""
    if meeting.of_kind.themes_only:
        raise Refused(f"{meeting.of_kind.name}: no minutes are kept, so there are none in easy read.")
    if not meeting.took_place:
        raise Refused("This meeting was not held yet.")
    checked = bool(is_checked and easy_read.strip())
    return saving.change(
        meeting,
        version=version,
        easy_read=easy_read,
        easy_read_by=by if checked else None,
        easy_read_on=today if checked else None,
    )


@command("meetings.record", trail=people_named.reason_about("meeting"))
def cancel_meeting(
    *, by: Person, meeting: Meeting, cancelled_on: datetime.date, reason: str, version: int | None = None
) -> Meeting:
    """Cancel meeting: it stays, and counts as planned and not held."""
    saving.needs_reason(reason)
    saving.lock(meeting)
    if meeting.took_place:
        raise Refused("This meeting was held. Withdraw it, if that is a mistake.")
    if meeting.stage == Stage.CANCELLED:
        raise Refused("It is cancelled already.")
    _check_texts(meeting.of_kind, {"reason": reason})
    return saving.change(
        meeting,
        version=version,
        stage=Stage.CANCELLED,
        cancelled_on=cancelled_on,
        cancelled_because=reason,
        due_on=None,
    )


@command("meetings.record")
def plan_again(
    *, by: Person, meeting: Meeting, meets_on: datetime.date, version: int | None = None
) -> Meeting:
    """Plan meeting again, which was cancelled, for a day."""
    saving.lock(meeting)
    if meeting.stage != Stage.CANCELLED:
        raise Refused("Only a meeting that was cancelled is planned again.")
    return saving.change(
        meeting,
        version=version,
        stage=Stage.PLANNED,
        meets_on=meets_on,
        due_on=meets_on,
        cancelled_on=None,
        cancelled_because="",
    )


@command("meetings.record", trail=people_named.reason_about("meeting"))
def edit_meeting(
    *, by: Person, meeting: Meeting, team: Team | None, version: int, reason: str, **fields: Any
) -> Meeting:
    """Correct a meeting, with the reason; what was raised there follows its day and team."""
    check_new_in_team(by, team)
    saving.needs_reason(reason)
    current = saving.check_version(meeting, version, fields)
    kind = _check_kind(fields.get("kind", current.kind))
    if kind.themes_only:
        changed = {name: fields.get(name, getattr(current, name)) for name in _TEXTS}
        if changed["minutes"]:
            raise Refused(f"{kind.name}: only themes are kept, and this meeting has minutes.", field="kind")
        _check_texts(kind, {**changed, "extra": " ".join(map(str, current.extra.values()))})
        themes_only.check_count(kind, current.came, said=bool(_points_of(current)))
    meets_on = fields.get("meets_on", current.meets_on)
    if current.stage == Stage.PLANNED:
        fields["due_on"] = meets_on
    saving.change(meeting, version=version, team=team, **fields)
    change_points(by=by, origin=meeting, heard_on=meeting.meets_on, team=team, source=meeting.kind)
    return meeting


def _check_kind(kind: str) -> MeetingKind:
    if kind not in KINDS:
        raise Refused("Select the kind of meeting.", field="kind")
    return KINDS[kind]


def _check_held(meets_on: datetime.date, today: datetime.date) -> None:
    if meets_on > today:
        raise Refused(
            "This day is still to come. Plan the meeting, and write it up once it was held.", field="meets_on"
        )


def _check_texts(kind: MeetingKind, texts: Mapping[str, str]) -> None:
    themes_only.check_texts(kind, {name: text for name, text in texts.items() if text})


def _texts_in(fields: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: fields[name] for name in _TEXTS if fields.get(name)}
    extra = fields.get("extra") or {}
    return texts | {f"extra_{slug}": text for slug, text in extra.items() if text}


def _check_written(
    kind: MeetingKind,
    meeting: Meeting,
    fields: Mapping[str, Any],
    raised: Sequence[Matter | str],
    *,
    said: bool | None = None,
) -> None:
    """Refuse what its kind cannot keep: minutes and names of one with themes only, and what few people said."""
    matters = _matters(kind, raised)
    if kind.themes_only and meeting.minutes:
        raise Refused(f"{kind.name}: only themes are kept. Leave the minutes out.", field="minutes")
    _check_texts(kind, {**_texts_in(fields), "raised": "\n\n".join(matter.text for matter in matters)})
    themes_only.check_count(kind, meeting.came, said=bool(matters) if said is None else said)
    if kind.totals_only and (meeting.decisions or meeting.differently):
        raise Refused(f"{kind.name}: only totals are kept. Leave out what was said.", field="decisions")
    planned, held = meeting.sessions_planned, meeting.sessions_held
    if planned is not None and held is not None and held > planned:
        raise Refused("More were held than were planned. Check the numbers.", field="sessions_held")


def _matters(kind: MeetingKind, raised: Sequence[Matter | str]) -> list[Matter]:
    every = [each if isinstance(each, Matter) else Matter(each) for each in raised]
    every = [Matter(each.text.strip(), each.speaker or kind.speaker) for each in every if each.text.strip()]
    if len(every) > MOST_MATTERS:
        raise Refused(f"{MOST_MATTERS} matters at most. Add the rest afterwards.", field="raised")
    return every


def _points_of(meeting: Meeting) -> list[Point]:
    points = Point.objects.counted().filter(
        council=meeting.council_id, origin=kind_of(meeting), origin_id=meeting.pk
    )
    return list(points.order_by("position", "pk"))


def _raise(by: Person, meeting: Meeting, raised: Sequence[Matter | str]) -> None:
    matters = _matters(meeting.of_kind, raised)
    if not matters:
        return
    last = max((point.position for point in _points_of(meeting)), default=0)
    add_points(
        by=by,
        origin=meeting,
        texts=[matter.text for matter in matters],
        source=meeting.kind,
        speaker=[matter.speaker for matter in matters],
        heard_on=meeting.meets_on,
        team=meeting.team,
        first=last + 1,
    )
