"""Rows whose feedback is known, where a register is imported again: by its reference or its words, and what differs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from rapidfuzz import fuzz

from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.feedback.cases import facts_of
from goldthread.feedback.importing import case_facts
from goldthread.feedback.importing.case_facts import CaseFacts
from goldthread.feedback.importing.rows import FIELD_NAMES, ParsedRow, RowError
from goldthread.feedback.intake.new_feedback import NewFeedback, saved_feedback
from goldthread.feedback.intake.references import own_number, reference_key
from goldthread.feedback.models import Channel, Feedback, Point, ReferenceKey, Speaker
from goldthread.feedback.redaction.case_names import EXTRA
from goldthread.feedback.redaction.models import OriginalText
from goldthread.feedback.sources import SOURCES
from goldthread.web.forms import lower_first

DATES = ("received_on", "happened_on", "closed_on", "responded_on")
TEXTS = ("subject", "service", "outcome", "format_needed")
# Two texts less alike than this, of different days, are two cases under one reference.
_ALIKE = 60
# Begins the name of what the council's system says of a case.
CASE = "case."


@dataclass(frozen=True)
class Difference:
    """One field in which a row differs from what is saved: both values, and both as they are read."""

    field: str
    label: str
    now: Any
    new: Any
    now_shown: str
    new_shown: str


@dataclass(frozen=True)
class KnownRow:
    """A row whose feedback is saved already, with what differs; `problem` where it cannot be an update."""

    row: ParsedRow
    feedback: Feedback
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    conflicts: bool = False
    """Known by its words only, and says otherwise than what is saved: it may be of somebody else, so neither is changed."""


def known_rows(by: Person, rows: Sequence[ParsedRow]) -> dict[int, KnownRow]:
    """Return the rows whose feedback is saved, by their numbers; call inside the council.

    A row is known by our own number, by the reference of the council's system, else by the same words of the same day.
    Where a file does not say that it is an export of ours, "F-12" is ours if F-12 is of the same type and day.
    """
    rows = _with_own_numbers(by, rows)
    matches = _find(by, rows)
    if not matches:
        return {}
    keys = {item.pk for items in matches.values() for item in items}
    readable = set(
        Feedback.objects.visible_to(by, withdrawn=True).filter(pk__in=keys).values_list("pk", flat=True)
    )
    saved = Saved.of(keys, cases=any(row.case for row in rows))
    known = {}
    for row in rows:
        number = row.feedback.batch_row
        if items := matches.get(number):
            known[number] = _known(row, items, readable, saved)
    return known


def _with_own_numbers(by: Person, rows: Sequence[ParsedRow]) -> list[ParsedRow]:
    """Return the rows with our own number where an export of ours lost the columns that say what it is."""
    likely = [
        None if row.own_number is not None else own_number(row.feedback.their_reference) for row in rows
    ]
    if not any(likely):
        return [*rows]
    source = rows[0].feedback.source
    saved = saved_feedback(by).filter(number__in=[number for number in likely if number], source=source)
    days = dict(saved.values_list("number", "received_on"))
    # A council may number its own cases so.
    theirs = Feedback.objects.filter(council=by.council, source=source).exclude(their_reference="")
    keys = [reference_key(row.feedback.their_reference) for row in rows]
    keyed = theirs.alias(key=ReferenceKey(F("their_reference"))).filter(key__in=keys)
    known = {*map(reference_key, keyed.values_list("their_reference", flat=True))} if days else set()
    return [
        replace(row, own_number=number, feedback=replace(row.feedback, their_reference=""))
        if number and days.get(number) == row.feedback.received_on and key not in known
        else row
        for row, number, key in zip(rows, likely, keys, strict=True)
    ]


def _find(by: Person, rows: Sequence[ParsedRow]) -> dict[int, list[Feedback]]:
    """Return the saved feedback that each row may be of; several where one reference was given to several."""
    source = rows[0].feedback.source if rows else ""
    by_reference: dict[str, list[Feedback]] = {}
    references = {reference_key(row.feedback.their_reference) for row in rows} - {""}
    of_source = saved_feedback(by).select_related("team", "organisation").filter(source=source)
    if references:
        keyed = of_source.exclude(their_reference="").alias(key=ReferenceKey(F("their_reference")))
        for item in keyed.filter(key__in=references):
            by_reference.setdefault(reference_key(item.their_reference), []).append(item)
    numbers = {row.own_number for row in rows} - {None}
    own = {}
    if numbers:
        own = {
            item.number: item
            for item in saved_feedback(by).select_related("team", "organisation").filter(number__in=numbers)
        }
    prints = {
        row.feedback.fingerprint(): row.feedback.batch_row
        for row in rows
        if row.own_number not in own and reference_key(row.feedback.their_reference) not in by_reference
    }
    by_words = of_source.filter(fingerprint__in=list(prints)) if prints else ()
    matches = {prints[item.fingerprint]: [item] for item in by_words}
    for row in rows:
        if row.own_number in own:
            matches[row.feedback.batch_row] = [own[row.own_number]]
        elif items := by_reference.get(reference_key(row.feedback.their_reference)):
            matches[row.feedback.batch_row] = items
    return matches


@dataclass(frozen=True)
class Saved:
    """The original text, the points and what is recorded of the case of saved feedback, by its key."""

    originals: dict[uuid.UUID, OriginalText]
    points: dict[uuid.UUID, list[Point]]
    cases: Mapping[uuid.UUID, CaseFacts]

    @classmethod
    def of(cls, keys: set[uuid.UUID], *, cases: bool = False) -> Saved:
        """Read all for many at once; cases: those too."""
        originals = {each.feedback_id: each for each in OriginalText.objects.filter(feedback__in=keys)}
        points: dict[uuid.UUID, list[Point]] = {}
        for point in Point.objects.filter(feedback__in=keys).order_by("position"):
            points.setdefault(point.feedback_id, []).append(point)
        return cls(originals, points, facts_of(keys) if cases else {})


def _known(row: ParsedRow, items: list[Feedback], readable: set[uuid.UUID], saved: Saved) -> KnownRow:
    new = row.feedback
    if len(items) > 1:
        same = [item for item in items if item.fingerprint == new.fingerprint()]
        same = same or [item for item in items if item.received_on == new.received_on]
        if len(same) != 1:
            called = " and ".join(item.reference for item in items[:3] if item.pk in readable) or "several"
            return KnownRow(
                row,
                items[0],
                problem=f"This reference is that of {called}. Correct by hand the one that is meant.",
            )
        items = same
    item = items[0]
    if item.pk not in readable:
        return KnownRow(row, item, problem="This is saved already, in feedback that you cannot read.")
    original = saved.originals.get(item.pk)
    if item.withdrawn_on or item.forgotten_on or original is None:
        return KnownRow(row, item)
    if item.source != new.source:
        kind = lower_first(SOURCES[item.source].name)
        return KnownRow(row, item, problem=f"{item.reference} is a {kind} here. Import it as its own type.")
    points = saved.points.get(item.pk, [])
    differing = tuple(differences(row, item, original, points, saved.cases.get(item.pk)))
    if _is_another(new, differing):
        return KnownRow(
            row,
            item,
            problem=f"This reference is that of {item.reference}, whose words and date are others. Give this row its own "
            f"reference, or correct {item.reference} by hand.",
        )
    if differing and item.is_locked:
        return KnownRow(row, item, problem=f"{item.reference} is awaiting redaction. Redact it again first.")
    of_words = any(difference.field == "points" for difference in differing)
    if of_words and row.own_number is not None:
        return KnownRow(
            row,
            item,
            problem=f"The words of {item.reference} were changed in an export, which holds only its redacted text. "
            "Correct them by hand.",
        )
    if of_words and len(points) != len(new.points) and not _goes_on(new.points, points, original):
        return KnownRow(
            row,
            item,
            problem=f"{item.reference} has {len(points)} issues here and {len(new.points)} in the spreadsheet. "
            "Correct its words by hand.",
        )
    if row.own_number is None and not new.their_reference:
        # Only what was empty is filled in: two people may have written the same few words on the same day.
        added = tuple(difference for difference in differing if _is_empty(difference.now))
        return KnownRow(row, item, added, conflicts=len(added) < len(differing))
    return KnownRow(row, item, differing)


def _goes_on(words: Sequence[str], points: Sequence[Point], original: OriginalText) -> bool:
    """Return whether a row has the issues that are here, in their order, and further ones after them."""
    was = [_plain(_words_of(original, point)) for point in points]
    return len(words) > len(was) and [*map(_plain, words[: len(was)])] == was


def _is_empty(value: Any) -> bool:
    if isinstance(value, list):
        return all(each is None for each in value)
    return value in (None, "", Speaker.UNKNOWN, Channel.OTHER, Channel.IMPORT)


def _is_another(new: NewFeedback, differing: Sequence[Difference]) -> bool:
    by_field = {difference.field: difference for difference in differing}
    if "received_on" not in by_field or "points" not in by_field:
        return False
    return fuzz.ratio(*(" ".join(by_field["points"].now), " ".join(new.points))) < _ALIKE


def differences(
    row: ParsedRow,
    item: Feedback,
    original: OriginalText,
    points: Sequence[Point],
    recorded: CaseFacts | None = None,
) -> Iterator[Difference]:
    """Yield each field in which a row differs from what is saved; an empty cell says nothing, and takes nothing away."""
    new = row.feedback
    was = [_words_of(original, point) for point in points]
    if [*map(_plain, was)] != [*map(_plain, new.points)] and not _is_the_redacted(new.points, points):
        yield _difference("points", was, [*new.points], "\n".join(was), "\n".join(new.points))
    for name in DATES:
        value = getattr(new, name)
        if value is not None and value != getattr(item, name):
            yield _difference(name, getattr(item, name), value, _day(getattr(item, name)), _day(value))
    # What was closed under the old team's name stays there, whichever team took over since.
    if (
        new.team is not None
        and new.team.pk != item.team_id
        and str(item.team_id) not in new.team.predecessors
    ):
        yield _difference("team", item.team, new.team, item.team.name if item.team else "", new.team.name)
    if new.organisation is not None and new.organisation.pk != item.organisation_id:
        now = item.organisation.name if item.organisation else ""
        yield _difference("organisation", item.organisation, new.organisation, now, new.organisation.name)
    for name, choices, given in (
        ("speaker", Speaker, new.speaker),
        ("channel", Channel, "" if new.channel == Channel.IMPORT else new.channel),
    ):
        stands = getattr(item, name)
        if given and given != stands:
            yield _difference(name, stands, given, choices(stands).label, choices(given).label)
    if row.wants_reply is not None and row.wants_reply != item.wants_reply:
        yes_no = {True: "Yes", False: "No"}
        yield _difference(
            "wants_reply",
            item.wants_reply,
            row.wants_reply,
            yes_no[item.wants_reply],
            yes_no[row.wants_reply],
        )
    texts = {name: getattr(new, name) for name in TEXTS} | {
        EXTRA + slug: text for slug, text in new.extra.items()
    }
    for name, text in texts.items():
        stands = (
            item.extra.get(name.removeprefix(EXTRA), "") if name.startswith(EXTRA) else getattr(item, name)
        )
        received = original.original_fields.get(name, stands)
        if text and _plain(text) not in (_plain(received), _plain(stands)):
            yield _difference(name, received, text, received, text, source=item.source)
    tones = new.tones or ([new.tone] * len(points) if new.tone is not None else ())
    stand = [point.tone for point in points]
    if tones and len(tones) == len(stand) and list(tones) != stand and any(t is not None for t in tones):
        yield _difference("tone", stand, list(tones), _tones(points, stand), _tones(points, tones))
    if row.case:
        for each in case_facts.differences(recorded or CaseFacts(), row.case):
            # Taken over by the room that works cases, which reads the row again.
            yield Difference(CASE + each.field, each.label, None, row.case, each.now_shown, each.new_shown)


def _words_of(original: OriginalText, point: Point) -> str:
    start, end = original.point_spans[str(point.position)]
    return original.as_received[start:end]


def _is_the_redacted(texts: Sequence[str], points: Sequence[Point]) -> bool:
    """Return whether the words are the redacted ones, as an export gives them: those do not replace the original."""
    return [*map(_plain, texts)] == [_plain(point.text) for point in points]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _day(day: Any) -> str:
    return day_in_words(day) if day else ""


def _tones(points: Sequence[Point], tones: Sequence[int | None]) -> str:
    labels = dict(Point._meta.get_field("tone").flatchoices)
    return ", ".join(labels.get(tone, "none") for tone in tones)


def _difference(
    field: str, now: Any, new: Any, now_shown: str, new_shown: str, source: str = ""
) -> Difference:
    label = FIELD_NAMES["text"] if field == "points" else FIELD_NAMES.get(field, "")
    if field.startswith(EXTRA):
        slug = field.removeprefix(EXTRA)
        label = next((extra.label for extra in SOURCES[source].extras if extra.slug == slug), slug)
    return Difference(field, label, now, new, now_shown, new_shown)


def error_of(known: KnownRow, column: str) -> RowError:
    """Return the error of a row that cannot be an update."""
    assert known.row.feedback.batch_row is not None
    return RowError(known.row.feedback.batch_row, column, known.problem)
