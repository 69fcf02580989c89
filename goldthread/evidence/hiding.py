"""Hides in all that was made from a voice what was hidden in it later: lessons, actions, briefings, evidence, notes.

Nothing is looked for here: whom the cases name is known, so it cannot fail and no other word is touched. A frozen
pack stays as it was frozen, as its checksum says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db.models import JSONField, Model, Q

from goldthread.analysis.privacy import CaseNames, redact
from goldthread.briefings.models import Briefing, Receipt
from goldthread.council.command import check_scope, command
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import search
from goldthread.evidence.models import Citation, Claim
from goldthread.feedback.models import Feedback, Point
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.learning.models import Action, ActionUpdate, Lesson
from goldthread.reviews.people_named import named_under
from goldthread.themes.coding.models import Decision
from goldthread.themes.safeguarding.models import SafeguardingReview

_WRITTEN: dict[type[Model], tuple[str, ...]] = {
    Decision: ("note",),
    SafeguardingReview: ("note",),
    Lesson: ("title", "what_we_learned", "no_action_because"),
    Action: (
        "title", "detail", "done_note", "stopped_because", "embed_test", "embedded_note", "measure_name",
        "measure_unit",
    ),
    ActionUpdate: ("note",),
    Measure: ("name", "unit", "wording", "denominator_means", "source", "recalculation_reason"),
    Reading: ("as_printed", "source"),
    Verdict: ("sentence", "attribution"),
    Briefing: ("title", "blocks"),
    Receipt: ("how_used",),
    Claim: ("text",),
    Citation: ("note",),
}  # fmt: skip


@command("feedback.receive")
def hide_again(*, by: Person, feedback: Feedback) -> list[Model]:
    """Hide in everything that rests on a voice whom its case names now; return what was changed."""
    check_scope(by, feedback)
    changed: list[Model] = []
    said: list[str] = []
    # A promise and a verdict stay as they are, whoever asks: but for a name, which was never a part of either.
    with pgtrigger.ignore(
        "goldthread.Measure:agreed_measure_is_fixed", "goldthread.Verdict:verdict_is_fixed"
    ):
        for records, names in _made_from(feedback):
            for record in records:
                if _rewrite(record, names, said):
                    changed.append(record)
    if said:
        search.drop_unused_words(by.council_id, among=said)
    return changed


def rests_on(feedback: Feedback) -> bool:
    """Say whether anything was made from a voice, so that there is something to look through."""
    return any(True for records, _ in _made_from(feedback) for _ in records)


def _made_from(feedback: Feedback) -> Iterator[tuple[Iterable[Model], CaseNames]]:
    """Yield what was made from a voice, with whom the cases under it name."""
    points = list(feedback.points.all())
    names = named_under(points)
    yield Decision.objects.filter(point__in=points), names
    yield SafeguardingReview.objects.filter(prompt__point__in=points), names
    lessons = list(Lesson.objects.filter(basis__point__in=points).distinct())
    for lesson in lessons:
        names = named_under(Point.objects.filter(lessons__lesson=lesson))
        yield [lesson], names
        yield Action.objects.filter(lesson=lesson), names
        yield ActionUpdate.objects.filter(action__lesson=lesson), names
        yield Measure.objects.filter(action__lesson=lesson), names
        yield Reading.objects.filter(measure__action__lesson=lesson), names
        yield Verdict.objects.filter(measure__action__lesson=lesson), names
    briefings = list(Briefing.objects.filter(lesson_links__lesson__in=lessons).distinct())
    for briefing in briefings:
        names = named_under(
            Point.objects.filter(lessons__lesson__briefing_links__briefing=briefing).distinct()
        )
        yield [briefing], names
        yield Receipt.objects.filter(briefing=briefing), names
    cites = Q(feedback=feedback) | Q(briefing__in=briefings) | Q(measure__action__lesson__in=lessons)
    for claim in Claim.objects.filter(pk__in=Citation.objects.filter(cites).values("claim")):
        cited = claim.citations.all()
        voices = Point.objects.filter(
            Q(feedback__citations__in=cited) | Q(finding__citations__in=cited) | Q(feedback=feedback)
        )
        names = named_under(voices.distinct())
        yield [claim], names
        yield cited, names


def _rewrite(record: Model, names: CaseNames, said: list[str]) -> bool:
    """Write a record anew, with its entry in search and its earlier states; `said` takes in what it said."""
    before = _fields(record)
    if not _write(record, names):
        return False
    said += before
    for event in _earlier(record):
        _write(event, names, _WRITTEN[type(record)])
    for entry in SearchEntry.objects.filter(council_id=record.council_id, record_id=record.pk):
        said += [entry.title, entry.body]
        search.put(
            record.council_id,
            [
                search.Entry(
                    kind=entry.kind,
                    record_id=entry.record_id,
                    title=redact(entry.title, (), names).text,
                    body=redact(entry.body, (), names).text,
                    permission=entry.permission,
                    reference=entry.reference,
                    team_id=entry.team_id,
                    themes=entry.themes,
                    on=entry.on,
                )
            ],
        )
    return True


def _earlier(record: Model) -> Iterable[Model]:
    """Return the earlier states of a record, where its history is kept."""
    try:
        history = apps.get_model("goldthread", f"{type(record).__name__}Event")
    except LookupError:
        return ()
    return history.objects.filter(pgh_obj_id=record.pk)


def _fields(record: Model) -> list[str]:
    return [str(getattr(record, name)) for name in _WRITTEN[type(record)]]


def _write(record: Model, names: CaseNames, fields: Iterable[str] | None = None) -> bool:
    """Hide whom a case names in what is written in a record; return whether anything changed."""
    changed = []
    for name in fields or _WRITTEN[type(record)]:
        said, field = getattr(record, name), record._meta.get_field(name)
        hidden = _hidden(said, names)
        if hidden == said:
            continue
        longest = None if isinstance(field, JSONField) else field.max_length
        setattr(record, name, hidden[:longest] if longest else hidden)
        changed.append(name)
    if changed:
        record.save(update_fields=changed)
    return bool(changed)


def _hidden(said: Any, names: CaseNames) -> Any:
    if isinstance(said, dict):
        return {slug: _hidden(each, names) for slug, each in said.items()}
    return redact(said, (), names).text if said else said
