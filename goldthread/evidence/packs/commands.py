"""Commands on evidence packs: creating one as at a day, noting to whom it was sent, and answering a recall."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.dates import day_in_words
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.handed_on import Recall
from goldthread.evidence.packs import document, facts, files, gathering
from goldthread.evidence.packs.gathering import Gathered
from goldthread.evidence.packs.models import EvidencePack, PackRevision, PackSending, PackSource
from goldthread.standards.framework import Framework, Statement
from goldthread.web.stored import packed

_CREATE = "evidence.create_pack"


@command(_CREATE)
def create_pack(*, by: Person, statement: str = "", as_at: datetime.date | None = None) -> EvidencePack:
    """Create an evidence pack: of every claim as at a day, or of one statement's, with its checksum.

    Raises Refused where there is no such statement or no claim, or for a day to come.
    """
    day = as_at or timezone.localdate()
    framework = in_force(by.council_id, day)
    only = _statement(framework, statement)
    pack, made = build(by, framework, only, day)
    if not made.entries:
        raise Refused("There are no claims to put in a pack yet. Add one first.", field="statement")
    saving.add(pack)
    _link(pack, made.sources)
    revision = PackRevision(
        council=by.council,
        pack=pack,
        number=1,
        on=timezone.localdate(),
        why=PackRevision.Why.CREATED,
        checksum=pack.checksum,
    )
    saving.add_part(revision, pack)
    return pack


def _statement(framework: Framework, called: str) -> Statement | None:
    try:
        return framework.statement(called) if called else None
    except KeyError as error:
        raise Refused(f"The framework has no statement called {called}.", field="statement") from error


def build(
    by: Person, framework: Framework, only: Statement | None, as_at: datetime.date
) -> tuple[EvidencePack, Gathered]:
    """Return a pack as it would be as at a day, not saved, and what it holds."""
    slug = only.slug if only else ""
    made = gathering.gather(gathering.claims_as_at(by, framework, slug, as_at), as_at)
    parts, codes = packed(document.parts_of(made, by.council, framework, only, as_at))
    content = {
        "title": document.title_of(by.council, only),
        "subtitle": f"As at {day_in_words(as_at)}. {framework.name}.",
        "author": by.council.name,
        "parts": parts,
        **facts.facts_of(made),
    }
    standings = [entry.standing for entry in made.entries]
    pack = EvidencePack(
        council=by.council,
        framework=framework.slug,
        statement=slug,
        as_at=as_at,
        content=files.frozen(content),
        kept=files.frozen(codes),
        claim_count=len(standings),
        gap_count=sum(bool(each.gaps) for each in standings),
        override_count=sum(bool(each.overridden) for each in standings),
        no_change_count=sum(each.denies_change for each in standings),
        by=by,
    )
    pack.checksum = files.checksum_of(files.html_of(pack))
    return pack, made


def _link(pack: EvidencePack, sources: Iterable[tuple[str, object]]) -> None:
    PackSource.objects.bulk_create(
        [PackSource(council_id=pack.council_id, pack=pack, **{f"{kind}_id": pk}) for kind, pk in sources],
        batch_size=1000,
    )


@command(_CREATE)
def mark_sent(
    *, by: Person, pack: EvidencePack, sent_to: str, sent_on: datetime.date, version: int | None = None
) -> EvidencePack:
    """Mark a pack as sent: to whom and when; from then on nothing of it changes, and a name hidden later recalls it.

    version: at which somebody had it before them: raises Stale where it was made anew since.
    """
    if not sent_to.strip():
        raise Refused("Enter to whom it was sent.", field="sent_to")
    saving.check_version(pack, version, {})
    saving.lock(pack)
    sending = PackSending(
        council=by.council, pack=pack, sent_to=sent_to, sent_on=sent_on, revision=pack.revision, by=by
    )
    saving.add_part(sending, pack)
    return pack if pack.sent_on else saving.change(pack, sent_on=sent_on)


@command(_CREATE)
def answer_recall(*, by: Person, recall: Recall, answer: str, note: str = "", on: datetime.date) -> Any:
    """Answer a recall: whoever was handed the pack or self-assessment deleted it, or no recall is needed, with the reason.

    Returns what was handed on.
    """
    if answer not in Recall.Answer.values:
        raise Refused("Say what became of it.", field="answer")
    if answer == Recall.Answer.NOT_NEEDED:
        saving.needs_explanation(note, "Enter why no recall is needed", field="note")
    saving.lock(recall)
    if recall.answered_on is not None:
        raise Refused("This recall is answered already.")
    saving.change_part(recall, recall.record, answer=answer, note=note, answered_on=on, by=by)
    return recall.record
