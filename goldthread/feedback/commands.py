"""Receiving feedback, opening the words as they came, and telling people what became of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.privacy import CaseNames, Redacted, redact
from goldthread.council import jobs
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import bulk, numbering, privacy, search
from goldthread.feedback.intake.new_feedback import NewFeedback, resolve_duplicate, without_duplicates
from goldthread.feedback.models import Contact, EqualityAnswers, Feedback, ImportBatch, OriginalText, Point
from goldthread.feedback.redaction import case_names
from goldthread.feedback.redaction.case_names import EXTRA, LONGEST, POINT, Case
from goldthread.feedback.redaction.rewriting import drop_received, split_received, write_again
from goldthread.feedback.sources import SOURCES

BETWEEN = "\n\n"


def check(new: NewFeedback, *, today: datetime.date) -> None:
    """Refuse what cannot be right, in words that say what to do."""
    if new.source not in SOURCES:
        raise Refused(f"There is no source called {new.source}.")
    if not any(text.strip() for text in new.points):
        raise Refused("There are no words. Write down what was said.")
    if new.received_on > today:
        raise Refused(
            f"It cannot have come on {new.received_on:%d %B %Y}, which is in the future. Check the date."
        )
    if new.happened_on and new.happened_on > new.received_on:
        raise Refused("It cannot have happened after it came. Check both dates.")
    if new.closed_on and new.closed_on < new.received_on:
        raise Refused("It cannot have been closed before it came. Check both dates.")


def _upheld(outcome: str) -> bool | None:
    """Return whether it was upheld, at least in part; None where nobody has found either way."""
    said = " ".join(outcome.lower().replace("-", " ").replace("_", " ").split())
    if "upheld" in said.replace("not upheld", ""):
        return True
    return False if "not upheld" in said else None


def _fields(new: NewFeedback) -> dict[str, str]:
    """Return every field of a piece in which somebody wrote, as it was received."""
    written = {name: getattr(new, name) for name in LONGEST if hasattr(new, name)}
    written |= {EXTRA + slug: said for slug, said in new.extra.items()}
    points = {f"{POINT}{place}": text.strip() for place, text in enumerate(new.points, start=1)}
    return {name: said for name, said in (written | points).items() if said}


def _where(points: Sequence[str]) -> dict[str, list[int]]:
    """Return where each point stands in the words as received, by its position."""
    where, start = {}, 0
    for position, text in enumerate(points, start=1):
        begins = start + len(text) - len(text.lstrip())
        where[str(position)] = [begins, begins + len(text.strip())]
        start += len(text) + len(BETWEEN)
    return where


@dataclass(frozen=True)
class _Looked:
    """A piece of feedback that has been looked through: its working text by field, or that it must stay locked."""

    received: dict[str, str]
    working: dict[str, str]
    hidden: Mapping[str, Redacted]
    names: CaseNames
    locked: bool

    def apart(self) -> dict[str, str]:
        """Return the fields, beside the points, that are kept as they were received."""
        return {
            name: said
            for name, said in self.received.items()
            if not name.startswith(POINT) and (name == "title" or self.working[name] != said)
        }

    def texts(self, points: int) -> list[str]:
        """Return the points' working text."""
        return [self.working.get(f"{POINT}{position}", "") for position in range(1, points + 1)]


def _look(new: NewFeedback) -> _Looked:
    """Find what identifies people in everything that was written; where that fails, show none of it."""
    received, names = _fields(new), CaseNames()
    case_names.tell_of(names, new.contact, new.their_reference)
    try:
        hidden = case_names.hide(new.source, received, names)
    except privacy.CouldNotLook:
        fixed = {n: t if case_names.is_fixed(new.source, n, t) else "" for n, t in received.items()}
        return _Looked(received, fixed, {}, CaseNames(), locked=True)
    working = {name: hidden[name].text if name in hidden else said for name, said in received.items()}
    return _Looked(received, working, hidden, names, locked=False)


def _hold(by: Person) -> None:
    """Let nobody else of the council keep feedback until this is kept: what is here now stays all there is.

    No number is taken yet, so that none is missing where a piece turns out to be here already. Call it after looking
    for personal data: that takes most of the time, and all others wait for whoever holds.
    """
    numbering.take(by.council_id, "F", 0)


def _keep(
    by: Person, pieces: Sequence[tuple[NewFeedback, _Looked]], batch: ImportBatch | None = None
) -> list[Feedback]:
    """Keep many pieces at once, looked through and held; what cannot be read is locked, not shown."""
    council = by.council
    first = numbering.take(council.pk, "F", len(pieces)) if pieces else 0
    feedback, words, contacts, equality, detections, points, entries = [], [], [], [], [], [], []
    for place, (new, looked) in enumerate(pieces):
        source = SOURCES[new.source]
        texts = looked.texts(len(new.points))
        title = looked.working.get("title") or case_names.title_of(texts[0])
        written = {name: looked.working.get(name, "")[: longest or None] for name, longest in LONGEST.items()}
        item = Feedback(
            council=council,
            number=first + place,
            source=new.source,
            speaker=new.speaker or source.speaker,
            channel=new.channel or source.channel,
            happened_on=new.happened_on,
            received_on=new.received_on,
            team=new.team,
            wants_reply=new.wants_reply,
            closed_on=new.closed_on,
            extra={slug: looked.working[EXTRA + slug] for slug, said in new.extra.items() if said},
            taken_by=by,
            batch=batch,
            batch_row=new.batch_row,
            fingerprint=new.fingerprint(),
            is_locked=looked.locked,
            **{**written, "title": case_names.LOCKED_TITLE if looked.locked else title[: LONGEST["title"]]},
        )
        feedback.append(item)
        words.append(
            OriginalText(
                council_id=council.pk,
                feedback_id=item.pk,
                as_received=BETWEEN.join(new.points),
                point_spans=_where(new.points),
                original_fields=looked.apart(),
                names=case_names.kept(looked.names),
            )
        )
        if any(new.contact.values()):
            contacts.append(Contact(council=council, feedback=item, **new.contact))
        if new.equality:
            equality.append(EqualityAnswers(council=council, feedback=item, answers=dict(new.equality)))
        detections += case_names.detections_of(item, looked.hidden)
        for position, text in enumerate(texts, start=1):
            points.append(
                Point(
                    council_id=council.pk,
                    feedback_id=item.pk,
                    position=position,
                    text=text,
                    source=item.source,
                    speaker=item.speaker,
                    team_id=item.team_id,
                    month=item.received_on.replace(day=1),
                    tone=new.tone if new.tone is not None else source.default_tone,
                    is_upheld=_upheld(new.outcome),
                )
            )
        entries.append(case_names.entry_of(item, texts))
    for records in (feedback, words, contacts, equality, detections, points):
        bulk.insert(records)
    search.put(council.pk, entries)
    if points:
        # Handed on by name: themes stands above feedback and is never imported here.
        jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{council.pk}")
    return feedback


@command("feedback.receive")
def receive(*, by: Person, new: NewFeedback, today: datetime.date, again: bool = False) -> Feedback:
    """Receive one piece of feedback.

    `again`: it is a voice of its own even if the same words came on the same day, as a campaign's cards do; without
    that `hearing.DuplicateFeedback` is raised.
    """
    check_scope(by, new.team)
    check(new, today=today)
    teams = by.teams_for("feedback.receive")
    if teams is not None and (new.team is None or new.team.pk not in teams):
        raise Refused("Choose one of your own teams. You can write feedback down for them only.")
    new = resolve_duplicate(by, new, again=again)
    looked = _look(new)
    _hold(by)
    # Somebody may have written down the same in the meantime.
    new = resolve_duplicate(by, new, again=again)
    return _keep(by, [(new, looked)])[0]


@command("feedback.import")
def receive_many(
    *, by: Person, pieces: Sequence[NewFeedback], batch: ImportBatch | None = None
) -> list[Feedback]:
    """Receive many pieces at once, such as a part of a spreadsheet; what came before is left out."""
    check_scope(by, batch)
    once: dict[str, NewFeedback] = {}
    for new in pieces:
        once.setdefault(new.fingerprint(), new)
    fresh = without_duplicates(by, once)
    looked = {mark: _look(new) for mark, new in fresh.items()}
    _hold(by)
    # Another spreadsheet may have brought some of them in the meantime.
    return _keep(by, [(new, looked[mark]) for mark, new in without_duplicates(by, fresh).items()], batch)


def reason_for_the_trail(*, by: Person, feedback: Feedback, reason: str, **_: Any) -> str:
    """Return a reason without the people it names: the trail is kept longer than the words, and read by others."""
    names = case_names.named_in(feedback)
    try:
        return privacy.hide(reason.strip(), names).text
    except privacy.CouldNotLook:
        # What the case knows is hidden all the same; words may have to be opened to keep somebody safe.
        return redact(reason.strip(), (), names).text


@command("feedback.original", trail=reason_for_the_trail)
def open_words(*, by: Person, feedback: Feedback, reason: str) -> OriginalText:
    """Open the words as they were received; who did, and why, is written down."""
    check_scope(by, feedback)
    if len(reason.strip()) < 5:
        raise Refused("Say why you need the words as they came. Your reason is kept.")
    words = OriginalText.objects.filter(feedback=feedback).first()
    if words is None:
        raise Refused("The words as they came have been deleted, as the council's schedule says.")
    return words


@command("feedback.contact")
def open_contact(*, by: Person, feedback: Feedback) -> Contact:
    """Open who to write back to; who did is written down."""
    check_scope(by, feedback)
    contact = Contact.objects.filter(feedback=feedback).first()
    if contact is None:
        raise Refused("No name or address was given, or it has been deleted as the council's schedule says.")
    return contact


@command("feedback.receive")
def look_again(*, by: Person, feedback: Feedback) -> Feedback:
    """Look for personal data once more in a whole case, with what people decided; a lock comes off."""
    check_scope(by, feedback)
    case = Case.held(feedback)
    if case is None:
        raise Refused("The words as they came have been deleted, as the council's schedule says.")
    try:
        write_again(case, by=by)
    except privacy.CouldNotLook as error:
        raise Refused(
            "Personal data still could not be looked for, so the words stay locked. Tell your administrator."
            if feedback.is_locked
            else "Personal data could not be looked for, so everything stays as it was. Tell your administrator."
        ) from error
    return feedback


def _held(feedback: Feedback) -> Case:
    """Return the case of a piece, held for this command; refused once its words are deleted: none are added then."""
    case = Case.held(feedback)
    if case is None or feedback.forgotten_on:
        raise Refused(
            f"{feedback.reference} has been deleted, as the council's schedule says. Nothing is added."
        )
    return case


def _write(by: Person, case: Case, **changes: str) -> None:
    """Write fields of a piece of feedback as working text, with what its case knows."""
    if case.feedback.is_locked:
        raise Refused(f"{case.feedback.reference} is locked. Have personal data looked for again first.")
    write_again(case, by=by, changes=changes)


@command("feedback.tell")
def tell(*, by: Person, feedback: Feedback, told_on: datetime.date, what: str) -> Feedback:
    """Write down that the person who spoke was told what became of it."""
    check_scope(by, feedback)
    if not what.strip():
        raise Refused("Write down what they were told.")
    if told_on < feedback.received_on:
        raise Refused("They cannot have been told before it came. Check the date.")
    case = _held(feedback)
    _write(by, case, told_what=what.strip())
    feedback.told_on = told_on
    feedback.save(update_fields=["told_on"])
    return feedback


@command("feedback.receive")
def close(*, by: Person, feedback: Feedback, closed_on: datetime.date, outcome: str = "") -> Feedback:
    """Close a piece of feedback with what came of it."""
    check_scope(by, feedback)
    if closed_on < feedback.received_on:
        raise Refused("It cannot have been closed before it came. Check the date.")
    case = _held(feedback)
    if not outcome or case_names.is_fixed(feedback.source, "outcome", outcome):
        drop_received(case, "outcome")
        feedback.outcome = outcome
    else:
        _write(by, case, outcome=outcome.strip())
    feedback.closed_on = closed_on
    feedback.save(update_fields=["closed_on", "outcome"])
    Point.objects.filter(feedback=feedback).update(is_upheld=_upheld(outcome))
    return feedback


@command("feedback.receive")
def split_point(*, by: Person, point: Point, texts: Iterable[str]) -> list[Point]:
    """Split a point that says several things into several; nothing of it may be lost."""
    check_scope(by, point)
    parts = [text.strip() for text in texts if text.strip()]
    if point.feedback_id is None:
        raise Refused("A finding is one point and is not split.")
    case = _held(point.feedback)
    point.refresh_from_db(fields=["text"])
    if len(parts) < 2:
        raise Refused("Mark at least two parts.")
    if "".join("".join(parts).split()) != "".join(point.text.split()):
        raise Refused("The parts together must be the whole point, word for word.")
    if point.codings.exists() or point.lessons.exists():
        raise Refused("This point has been coded or a lesson rests on it, so it stays as it is.")
    last = Point.objects.filter(feedback=point.feedback).order_by("-position").first()
    split_received(case, point, parts, last.position)
    point.text = parts[0]
    point.save(update_fields=["text"])
    point.suggestions.all().delete()
    added = [
        Point(
            council=point.council,
            feedback=point.feedback,
            position=last.position + place,
            text=text,
            source=point.source,
            speaker=point.speaker,
            team=point.team,
            month=point.month,
            tone=point.tone,
            is_upheld=point.is_upheld,
        )
        for place, text in enumerate(parts[1:], start=1)
    ]
    Point.objects.bulk_create(added)
    jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{by.council_id}")
    return [point, *added]
