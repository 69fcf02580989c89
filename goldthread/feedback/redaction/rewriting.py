"""Redact a whole case again and save it everywhere: points, fields, search entry and history.

Matched words of suggestions move with the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps

from goldthread.analysis.privacy import CaseNames, Redacted, redact
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import people_named, redaction, saving, search
from goldthread.council.records.points import points_changed
from goldthread.feedback.models import Point
from goldthread.feedback.redaction.case_names import (
    EXTRA,
    LEAVE,
    LONGEST,
    POINT,
    Case,
    detections_of,
    hide,
)
from goldthread.feedback.redaction.models import Detection


def rewrite_case(case: Case, *, by: Person, changes: Mapping[str, str] | None = None) -> bool:
    """Redact a whole case again and save it; return whether any text changed.

    `changes` are fields that somebody has just written, such as the response. Raises CouldNotLook, and leaves
    everything as it was, where detection fails.
    """
    feedback, original = case.feedback, case.original
    received = {**case.fields(), **(changes or {})}
    hidden = hide(feedback.source, received, case.names)
    redacted = {name: hidden[name].text if name in hidden else text for name, text in received.items()}
    before = [*(point.text for point in case.points), str(feedback.extra)]
    before += [getattr(feedback, name) for name in LONGEST]

    changed = _save_points(case, redacted, hidden)
    _set_fields(case, redacted, received)
    feedback.is_locked = False
    feedback.save(update_fields=[*LONGEST, "extra", "is_locked"])
    original.save(update_fields=["original_fields"])
    people_named.save_names(feedback, case.names)
    Detection.objects.filter(feedback=feedback).delete()
    Detection.objects.bulk_create(detections_of(feedback, hidden))

    saving.index(feedback)
    after = [*(point.text for point in case.points), str(feedback.extra)]
    after += [getattr(feedback, name) for name in LONGEST]
    removed = search.words_of(before) - search.words_of(after)
    if removed:
        search.drop_unused_words(feedback.council_id, among=removed)
    if before != after:
        _rewrite_history(case)
    if removed or people_named.memory_of(feedback) != case.memory:
        redaction.ask_to_hide_again(by, feedback)
    if changed:
        points_changed(by, written=changed)
    return before != after


def drop_original_field(case: Case, field: str) -> None:
    """Delete the original of a field that was rewritten with nothing to hide, so that it cannot come back."""
    if case.original.original_fields.pop(field, None) is not None:
        case.original.save(update_fields=["original_fields"])
    Detection.objects.filter(feedback=case.feedback, field=field).delete()


def _save_points(case: Case, redacted: Mapping[str, str], hidden: Mapping[str, Redacted]) -> list[Point]:
    """Save the points whose redacted text changed; return them."""
    before: dict[str, list[Detection]] = {}
    for detection in Detection.objects.filter(feedback=case.feedback).order_by("start"):
        before.setdefault(detection.field, []).append(detection)
    changed = []
    for point in case.points:
        field = f"{POINT}{point.position}"
        text = redacted.get(field, point.text)
        if text == point.text and not point.is_locked:
            continue
        after = detections_of(case.feedback, {field: hidden[field]}) if field in hidden else []
        _move_suggestions(point, text, before.get(field, []), after)
        point.text, point.is_locked = text, False
        point.save(update_fields=["text", "is_locked"])
        changed.append(point)
    return changed


def _set_fields(case: Case, redacted: Mapping[str, str], received: Mapping[str, str]) -> None:
    feedback, original_fields = case.feedback, case.original.original_fields
    for name in received:
        if name.startswith(POINT):
            continue
        if redacted[name] != received[name]:
            original_fields[name] = received[name]
        else:
            original_fields.pop(name, None)
        if name.startswith(EXTRA):
            feedback.extra[name.removeprefix(EXTRA)] = redacted[name]
        else:
            setattr(feedback, name, redacted[name][: LONGEST[name] or None])


def to_original(position: int, detections: Sequence[Detection]) -> int | None:
    """Return the index in the original of an index in the redacted text; None inside a placeholder."""
    shift = 0
    for detection in detections:
        if position <= detection.start + shift:
            break
        if position < detection.start + shift + len(detection.placeholder):
            return None
        shift += len(detection.placeholder) - (detection.end - detection.start)
    return position - shift


def to_redacted(position: int, detections: Sequence[Detection]) -> int | None:
    """Return the index in the redacted text of an index in the original; None where it is hidden."""
    shift = 0
    for detection in detections:
        if position <= detection.start:
            break
        if position < detection.end:
            return None
        shift += len(detection.placeholder) - (detection.end - detection.start)
    return position + shift


def _moved_span(
    span: Any, old: str, new: str, before: Sequence[Detection], after: Sequence[Detection]
) -> list[Any] | None:
    """Return [start, end, weight] of the same words in the new text; None where they are hidden now."""
    start, end, *rest = span
    original = to_original(start, before), to_original(end, before)
    if None in original:
        return None
    new_start, new_end = to_redacted(original[0], after), to_redacted(original[1], after)
    if new_start is None or new_end is None or old[start:end] != new[new_start:new_end]:
        return None
    return [new_start, new_end, *rest]


def _move_suggestions(
    point: Point, text: str, before: Sequence[Detection], after: Sequence[Detection]
) -> None:
    """Move the matched words of each suggestion; those on an issue that nobody has coded are made again."""
    if point.coded_at is None:
        point.suggestions.all().delete()
        return
    for suggestion in point.suggestions.all():
        spans = [_moved_span(span, point.text, text, before, after) for span in suggestion.spans]
        suggestion.spans = [span for span in spans if span is not None]
        suggestion.save(update_fields=["spans"])


def _rewrite_history(case: Case) -> None:
    """Redact the earlier versions of a case: a name that is hidden now must not stay in its history."""
    events = apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id=case.feedback.pk)
    for event in events:
        for name, longest in LONGEST.items():
            setattr(event, name, _redact_known(getattr(event, name), case.names, name)[: longest or None])
        event.extra = {slug: _redact_known(answer, case.names) for slug, answer in event.extra.items()}
        event.save()
    points = [point.pk for point in case.points]
    for event in apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id__in=points):
        event.text = _redact_known(event.text, case.names)
        event.save()


def _redact_known(text: str, names: CaseNames, field: str = "") -> str:
    return redact(text, (), names, leave=LEAVE.get(field, ())).text


def split_original(case: Case, point: Point, parts: Sequence[str], last: int) -> None:
    """Split the original text of a point, and its detections, where its redacted text is split."""
    original = case.original
    field, base = f"{POINT}{point.position}", original.point_spans[str(point.position)][0]
    detections = list(Detection.objects.filter(feedback=point.feedback, field=field).order_by("start"))
    letters = [index for index, char in enumerate(point.text) if not char.isspace()]
    done = 0
    for number, part in enumerate(parts):
        count = len("".join(part.split()))
        first, after_last = letters[done], letters[done + count - 1] + 1
        start, end = to_original(first, detections), to_original(after_last, detections)
        if start is None or end is None:
            raise Refused("A placeholder in square brackets, such as [person 1], cannot be split.")
        position = last + number if number else point.position
        original.point_spans[str(position)] = [base + start, base + end]
        for detection in detections:
            if start <= detection.start and detection.end <= end:
                Detection.objects.filter(pk=detection.pk).update(
                    field=f"{POINT}{position}", start=detection.start - start, end=detection.end - start
                )
        done += count
    original.save(update_fields=["point_spans"])
