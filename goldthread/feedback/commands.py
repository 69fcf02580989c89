"""Receiving feedback, opening the words as they came, and telling people what became of them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.council import jobs, many, numbering, search
from goldthread.council.command import Refused, command, own
from goldthread.council.models import Person, Team
from goldthread.feedback import privacy
from goldthread.feedback.models import Contact, EqualityAnswers, Feedback, Find, ImportBatch, Point, Words
from goldthread.feedback.sources import SOURCES

_TITLE = 90


@dataclass(frozen=True)
class Heard:
    """A piece of feedback before it is kept: what was said, split into its points, and everything about it."""

    source: str
    points: Sequence[str]
    received_on: datetime.date
    happened_on: datetime.date | None = None
    title: str = ""
    speaker: str = ""
    channel: str = ""
    team: Team | None = None
    service: str = ""
    format_needed: str = ""
    wants_reply: bool = False
    outcome: str = ""
    closed_on: datetime.date | None = None
    tone: int | None = None
    their_reference: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    equality: Mapping[str, str] = field(default_factory=dict)
    batch_row: int | None = None
    # Two people may write the same few words on the same day: the second in a spreadsheet is its own voice.
    occurrence: int = 1

    def fingerprint(self) -> str:
        """Return what makes this piece itself: the same words from the same source on the same day come once."""
        said = [self.source, self.received_on.isoformat(), self.their_reference, *self.points]
        if self.occurrence > 1:
            said.append(str(self.occurrence))
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def check(heard: Heard, *, today: datetime.date) -> None:
    """Refuse what cannot be right, in words that say what to do."""
    if heard.source not in SOURCES:
        raise Refused(f"There is no source called {heard.source}.")
    if not any(text.strip() for text in heard.points):
        raise Refused("There are no words. Write down what was said.")
    if heard.received_on > today:
        raise Refused(
            f"It cannot have come on {heard.received_on:%d %B %Y}, which is in the future. Check the date."
        )
    if heard.happened_on and heard.happened_on > heard.received_on:
        raise Refused("It cannot have happened after it came. Check both dates.")
    if heard.closed_on and heard.closed_on < heard.received_on:
        raise Refused("It cannot have been closed before it came. Check both dates.")


def _title(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= _TITLE:
        return words
    return words[:_TITLE].rsplit(" ", 1)[0] + "…"


def _upheld(outcome: str) -> bool | None:
    """Return whether it was upheld, at least in part; None where nobody has found either way."""
    said = " ".join(outcome.lower().replace("-", " ").replace("_", " ").split())
    if "upheld" in said.replace("not upheld", ""):
        return True
    return False if "not upheld" in said else None


def _finds(feedback: Feedback, found: Iterable[tuple[Any, str]]) -> list[Find]:
    return [
        Find(
            council_id=feedback.council_id,
            feedback_id=feedback.pk,
            kind=str(find.kind),
            stand_in=stand_in[:60],
            reason=find.reason[:200],
            confidence=find.confidence,
        )
        for find, stand_in in found
    ]


def _entry(feedback: Feedback, texts: Sequence[str]) -> search.Entry:
    return search.Entry(
        kind="feedback",
        record_id=feedback.pk,
        reference=feedback.reference,
        title=feedback.title,
        body=" ".join(texts),
        permission="feedback.read",
        team_id=feedback.team_id,
        on=feedback.received_on,
    )


def _keep(by: Person, pieces: Sequence[Heard], batch: ImportBatch | None = None) -> list[Feedback]:
    """Keep many pieces at once. Personal data is found first; what cannot be read is locked, not shown."""
    council = by.council
    first = numbering.take(council.pk, "F", len(pieces)) if pieces else 0
    feedback, words, contacts, equality, finds, points, entries = [], [], [], [], [], [], []
    for place, heard in enumerate(pieces):
        source = SOURCES[heard.source]
        names = [heard.contact["name"]] if heard.contact.get("name") else []
        locked, texts = False, []
        piece_finds: list[tuple[Any, str]] = []
        try:
            for text in heard.points:
                hidden = privacy.hide(text.strip(), known_names=names)
                texts.append(hidden.text)
                piece_finds += hidden.finds
            title = privacy.hide(heard.title, known_names=names).text if heard.title else _title(texts[0])
        except Exception:
            # Whatever the finder's fault, the words must not be shown; a person is told on the page.
            locked, texts, piece_finds = True, ["" for _ in heard.points], []
            title = "Locked: personal data could not be looked for"
        item = Feedback(
            council=council,
            number=first + place,
            source=heard.source,
            speaker=heard.speaker or source.speaker,
            channel=heard.channel or source.channel,
            title=title[:160],
            happened_on=heard.happened_on,
            received_on=heard.received_on,
            team=heard.team,
            service=heard.service,
            format_needed=heard.format_needed,
            wants_reply=heard.wants_reply,
            outcome=heard.outcome,
            closed_on=heard.closed_on,
            extra=dict(heard.extra),
            their_reference=heard.their_reference,
            taken_by=by,
            batch=batch,
            batch_row=heard.batch_row,
            fingerprint=heard.fingerprint(),
            is_locked=locked,
        )
        feedback.append(item)
        words.append(Words(council_id=council.pk, feedback_id=item.pk, as_received="\n\n".join(heard.points)))
        if any(heard.contact.values()):
            contacts.append(Contact(council=council, feedback=item, **heard.contact))
        if heard.equality:
            equality.append(EqualityAnswers(council=council, feedback=item, answers=dict(heard.equality)))
        finds += _finds(item, piece_finds)
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
                    tone=heard.tone if heard.tone is not None else source.default_tone,
                    is_upheld=_upheld(heard.outcome),
                )
            )
        entries.append(_entry(item, texts))
    for records in (feedback, words, contacts, equality, finds, points):
        many.insert(records)
    search.put(council.pk, entries)
    if points:
        # Handed on by name: themes stands above feedback and is never imported here.
        jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{council.pk}")
    return feedback


@command("feedback.receive")
def receive(*, by: Person, heard: Heard, today: datetime.date) -> Feedback:
    """Receive one piece of feedback."""
    own(by, heard.team)
    check(heard, today=today)
    teams = by.teams_for("feedback.receive")
    if teams is not None and (heard.team is None or heard.team.pk not in teams):
        raise Refused("Choose one of your own teams. You can write feedback down for them only.")
    twin = Feedback.objects.filter(
        council=by.council, source=heard.source, fingerprint=heard.fingerprint()
    ).first()
    if twin is not None:
        raise Refused(f"The same words came on the same day already, as {twin.reference}. Nothing was added.")
    return _keep(by, [heard])[0]


@command("feedback.import")
def receive_rows(*, by: Person, pieces: Sequence[Heard], batch: ImportBatch | None = None) -> list[Feedback]:
    """Receive many pieces at once, such as a part of a spreadsheet; what came before is left out."""
    own(by, batch)
    prints = [heard.fingerprint() for heard in pieces]
    known = set(
        Feedback.objects.filter(
            council=by.council, source__in={heard.source for heard in pieces}, fingerprint__in=prints
        ).values_list("fingerprint", flat=True)
    )
    fresh: list[Heard] = []
    for mark, heard in zip(prints, pieces, strict=True):
        if mark not in known:
            known.add(mark)
            fresh.append(heard)
    return _keep(by, fresh, batch)


@command("feedback.original")
def open_words(*, by: Person, feedback: Feedback, reason: str) -> Words:
    """Open the words as they were received; who did, and why, is written down."""
    own(by, feedback)
    if len(reason.strip()) < 5:
        raise Refused("Say why you need the words as they came. Your reason is kept.")
    words = Words.objects.filter(feedback=feedback).first()
    if words is None:
        raise Refused("The words as they came have been deleted, as the council's schedule says.")
    return words


@command("feedback.contact")
def open_contact(*, by: Person, feedback: Feedback) -> Contact:
    """Open who to write back to; who did is written down."""
    own(by, feedback)
    contact = Contact.objects.filter(feedback=feedback).first()
    if contact is None:
        raise Refused("No name or address was given, or it has been deleted as the council's schedule says.")
    return contact


@command("feedback.receive")
def look_again(*, by: Person, feedback: Feedback) -> Feedback:
    """Look for personal data once more where that failed; what is found is hidden and the lock comes off."""
    own(by, feedback)
    words = Words.objects.filter(feedback=feedback).first()
    if not feedback.is_locked or words is None:
        raise Refused("This feedback is not locked.")
    contact = Contact.objects.filter(feedback=feedback).first()
    names = [contact.name] if contact and contact.name else []
    points = list(feedback.points.order_by("position"))
    parts = words.as_received.split("\n\n")
    if len(parts) != len(points):
        # Somebody left an empty line inside a point: it is one point again, for a person to split.
        parts = [words.as_received]
    try:
        hidden = [privacy.hide(part.strip(), known_names=names) for part in parts]
    except Exception as error:
        raise Refused(
            "Personal data still could not be looked for, so the words stay locked. Tell your administrator."
        ) from error
    for point, working in zip(points, hidden, strict=False):
        point.text = working.text
        point.save(update_fields=["text"])
    Point.objects.filter(pk__in=[point.pk for point in points[len(hidden) :]]).delete()
    Find.objects.bulk_create(_finds(feedback, [found for working in hidden for found in working.finds]))
    feedback.is_locked, feedback.title = False, _title(hidden[0].text)[:160]
    feedback.save(update_fields=["is_locked", "title"])
    search.put(by.council_id, [_entry(feedback, [working.text for working in hidden])])
    jobs.ask("themes.suggest", by=by, once=f"themes.suggest.{by.council_id}")
    return feedback


@command("feedback.tell")
def tell(*, by: Person, feedback: Feedback, told_on: datetime.date, what: str) -> Feedback:
    """Write down that the person who spoke was told what became of it."""
    own(by, feedback)
    if not what.strip():
        raise Refused("Write down what they were told.")
    if told_on < feedback.received_on:
        raise Refused("They cannot have been told before it came. Check the date.")
    feedback.told_on, feedback.told_what = told_on, privacy.hide(what.strip()).text
    feedback.save(update_fields=["told_on", "told_what"])
    return feedback


@command("feedback.receive")
def close(*, by: Person, feedback: Feedback, closed_on: datetime.date, outcome: str = "") -> Feedback:
    """Close a piece of feedback with what came of it."""
    own(by, feedback)
    if closed_on < feedback.received_on:
        raise Refused("It cannot have been closed before it came. Check the date.")
    feedback.closed_on, feedback.outcome = closed_on, outcome
    feedback.save(update_fields=["closed_on", "outcome"])
    Point.objects.filter(feedback=feedback).update(is_upheld=_upheld(outcome))
    return feedback


@command("feedback.receive")
def split_point(*, by: Person, point: Point, texts: Iterable[str]) -> list[Point]:
    """Split a point that says several things into several; nothing of it may be lost."""
    own(by, point)
    parts = [text.strip() for text in texts if text.strip()]
    if point.feedback_id is None:
        raise Refused("A finding is one point and is not split.")
    if len(parts) < 2:
        raise Refused("Mark at least two parts.")
    if "".join("".join(parts).split()) != "".join(point.text.split()):
        raise Refused("The parts together must be the whole point, word for word.")
    if point.codings.exists() or point.lessons.exists():
        raise Refused("This point has been coded or a lesson rests on it, so it stays as it is.")
    last = Point.objects.filter(feedback=point.feedback).order_by("-position").first()
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
