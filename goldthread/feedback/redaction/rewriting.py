"""Writes a case's working text anew, wherever it stands: points, title, every field, search, and their history.

What rests on the text moves with it: the words that carried a suggestion are marked where they stand now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps

from goldthread.analysis.privacy import CaseNames, Redacted, redact
from goldthread.council import jobs
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.feedback.models import Detection, Point
from goldthread.feedback.redaction.case_names import (
    EXTRA,
    LEAVE,
    LONGEST,
    POINT,
    Case,
    detections_of,
    entry_of,
    hide,
    kept,
    title_of,
)


def write_again(case: Case, *, by: Person, changes: Mapping[str, str] | None = None) -> bool:
    """Look for personal data in a whole case and write its working text; return whether any of it changed.

    `changes` are fields that somebody wrote just now, such as what the person was told. Raises CouldNotLook,
    and leaves everything as it was, where the finder fails.
    """
    feedback, original = case.feedback, case.original
    received = {**case.fields(), **(changes or {})}
    hidden = hide(feedback.source, received, case.names)
    working = {name: hidden[name].text if name in hidden else said for name, said in received.items()}
    before = [feedback.title, *(point.text for point in case.points), str(feedback.extra)]
    before += [getattr(feedback, name) for name in LONGEST]

    named = original.names
    changed = _write_points(case, working, hidden)
    _write_fields(case, working, received)
    feedback.is_locked = False
    feedback.save(update_fields=[*LONGEST, "extra", "is_locked"])
    original.names = kept(case.names)
    original.save(update_fields=["original_fields", "names"])
    Detection.objects.filter(feedback=feedback).delete()
    Detection.objects.bulk_create(detections_of(feedback, hidden))

    search.put(feedback.council_id, [entry_of(feedback, [point.text for point in case.points])])
    after = [feedback.title, *(point.text for point in case.points), str(feedback.extra)]
    after += [getattr(feedback, name) for name in LONGEST]
    gone = search.words_of(before) - search.words_of(after)
    if gone:
        search.drop_unused_words(feedback.council_id, among=gone)
    if before != after:
        _rewrite_history(case)
    if gone or original.names != named:
        # Handed on by name: lessons, briefings and evidence stand above feedback and are never imported here.
        jobs.ask("evidence.hide_again", by=by, feedback=feedback.pk)
    if changed:
        jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{feedback.council_id}")
    return before != after


def drop_received(case: Case, field: str) -> None:
    """Let go of what was received in a field that is written anew with nothing hidden: it must not come back."""
    if case.original.original_fields.pop(field, None) is not None:
        case.original.save(update_fields=["original_fields"])
    Detection.objects.filter(feedback=case.feedback, field=field).delete()


def _write_points(case: Case, working: Mapping[str, str], hidden: Mapping[str, Redacted]) -> list[Point]:
    """Write the points whose working text is another now; return them."""
    stood: dict[str, list[Detection]] = {}
    for detection in Detection.objects.filter(feedback=case.feedback).order_by("start"):
        stood.setdefault(detection.field, []).append(detection)
    changed = []
    for point in case.points:
        field = f"{POINT}{point.position}"
        text = working.get(field, point.text)
        if text == point.text:
            continue
        stands = detections_of(case.feedback, {field: hidden[field]}) if field in hidden else []
        _move_suggestions(point, text, stood.get(field, []), stands)
        point.text = text
        point.save(update_fields=["text"])
        changed.append(point)
    return changed


def _write_fields(case: Case, working: Mapping[str, str], received: Mapping[str, str]) -> None:
    feedback, original_fields = case.feedback, case.original.original_fields
    for name in received:
        if name.startswith(POINT):
            continue
        if working[name] != received[name] or name == "title":
            original_fields[name] = received[name]
        else:
            original_fields.pop(name, None)
        if name.startswith(EXTRA):
            feedback.extra[name.removeprefix(EXTRA)] = working[name]
        else:
            setattr(feedback, name, working[name][: LONGEST[name] or None])
    if "title" not in received and case.points:
        feedback.title = title_of(case.points[0].text)


def to_received(position: int, detections: Sequence[Detection]) -> int | None:
    """Return where a place in a working text stands in what was received; None inside a stand-in."""
    shift = 0
    for detection in detections:
        if position <= detection.start + shift:
            break
        if position < detection.start + shift + len(detection.placeholder):
            return None
        shift += len(detection.placeholder) - (detection.end - detection.start)
    return position - shift


def to_working(position: int, detections: Sequence[Detection]) -> int | None:
    """Return where a place in what was received stands in the working text; None where it is hidden."""
    shift = 0
    for detection in detections:
        if position <= detection.start:
            break
        if position < detection.end:
            return None
        shift += len(detection.placeholder) - (detection.end - detection.start)
    return position + shift


def _moved(
    span: Any, old: str, new: str, stood: Sequence[Detection], stands: Sequence[Detection]
) -> list[Any] | None:
    """Return [start, end, weight] where the same words stand now; None where they are hidden now."""
    start, end, *rest = span
    received = to_received(start, stood), to_received(end, stood)
    if None in received:
        return None
    begins, ends = to_working(received[0], stands), to_working(received[1], stands)
    if begins is None or ends is None or old[start:end] != new[begins:ends]:
        return None
    return [begins, ends, *rest]


def _move_suggestions(
    point: Point, text: str, stood: Sequence[Detection], stands: Sequence[Detection]
) -> None:
    """Mark the words that carried each suggestion where they stand now; one that nobody decided on is made anew."""
    if point.coded_at is None:
        point.suggestions.all().delete()
        return
    for suggestion in point.suggestions.all():
        spans = [_moved(span, point.text, text, stood, stands) for span in suggestion.why]
        suggestion.why = [span for span in spans if span is not None]
        suggestion.save(update_fields=["why"])


def _rewrite_history(case: Case) -> None:
    """Hide in the earlier states of a case what is hidden in it now: a name must not live on in its history."""
    events = apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id=case.feedback.pk)
    for event in events:
        for name, longest in LONGEST.items():
            setattr(event, name, _again(getattr(event, name), case.names, name)[: longest or None])
        event.extra = {slug: _again(said, case.names) for slug, said in event.extra.items()}
        event.save()
    points = [point.pk for point in case.points]
    for event in apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id__in=points):
        event.text = _again(event.text, case.names)
        event.save()


def _again(text: str, names: CaseNames, field: str = "") -> str:
    return redact(text, (), names, leave=LEAVE.get(field, ())).text


def split_received(case: Case, point: Point, parts: Sequence[str], last: int) -> None:
    """Split what was received of a point where its working text is split, with what was found in it."""
    original = case.original
    field, base = f"{POINT}{point.position}", original.point_spans[str(point.position)][0]
    detections = list(Detection.objects.filter(feedback=point.feedback, field=field).order_by("start"))
    letters = [place for place, char in enumerate(point.text) if not char.isspace()]
    done = 0
    for number, part in enumerate(parts):
        count = len("".join(part.split()))
        begins, ends = letters[done], letters[done + count - 1] + 1
        start, end = to_received(begins, detections), to_received(ends, detections)
        if start is None or end is None:
            raise Refused("What stands in square brackets, such as [person 1], cannot be cut in two.")
        position = last + number if number else point.position
        original.point_spans[str(position)] = [base + start, base + end]
        for detection in detections:
            if start <= detection.start and detection.end <= end:
                Detection.objects.filter(pk=detection.pk).update(
                    field=f"{POINT}{position}", start=detection.start - start, end=detection.end - start
                )
        done += count
    original.save(update_fields=["point_spans"])
