"""Writing sentences of the self-assessment, citing what they rest on, and freezing the pack."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Max

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.evidence.models import CITED, Citation, Frozen, Sentence
from goldthread.feedback import privacy
from goldthread.feedback.models import Point
from goldthread.reviews.whom import named_under
from goldthread.standards import framework as frameworks


@command("evidence.write")
def write_sentence(*, by: Person, statement: str, text: str, category: str = "") -> Sentence:
    """Write one claim under a quality statement of the framework in force."""
    framework = frameworks.current()
    try:
        slug = framework.statement(statement).slug
    except KeyError as error:
        raise Refused(f"The framework has no statement called {statement}.") from error
    if not text.strip():
        raise Refused("Write the sentence.")
    position = (
        Sentence.objects.filter(council=by.council, framework=framework.slug, statement=slug).aggregate(
            last=Max("position")
        )["last"]
        or 0
    ) + 1
    sentence = Sentence.objects.create(
        council=by.council,
        framework=framework.slug,
        statement=slug,
        category=category,
        position=position,
        text=privacy.hide(text.strip()).text,
        by=by,
    )
    _index(sentence)
    return sentence


@command("evidence.write")
def edit_sentence(*, by: Person, sentence: Sentence, text: str) -> Sentence:
    """Change a sentence; what it said before is kept."""
    check_scope(by, sentence)
    if not text.strip():
        raise Refused("Write the sentence, or withdraw it.")
    sentence.text = privacy.hide(text.strip(), _named_by(sentence)).text
    sentence.save(update_fields=["text"])
    _index(sentence)
    return sentence


def _named_by(sentence: Sentence) -> CaseNames:
    """Return whom the voices and findings that a sentence cites name."""
    cited = sentence.citations.all()
    voices = Point.objects.filter(feedback__citations__in=cited)
    return named_under([*voices.distinct(), *Point.objects.filter(finding__citations__in=cited).distinct()])


def _index(sentence: Sentence) -> None:
    search.put(
        sentence.council_id,
        [
            search.Entry(
                kind="sentence",
                record_id=sentence.pk,
                title=sentence.text,
                body="",
                permission="evidence.read",
                on=sentence.created_at.date(),
            )
        ],
    )


@command("evidence.write")
def withdraw(*, by: Person, sentence: Sentence, on: Any) -> Sentence:
    """Withdraw a sentence; it stays readable as withdrawn."""
    check_scope(by, sentence)
    sentence.withdrawn_on = on
    sentence.save(update_fields=["withdrawn_on"])
    search.remove(by.council_id, [sentence.pk])
    return sentence


@command("evidence.write")
def cite(*, by: Person, sentence: Sentence, note: str = "", **cited: Any) -> Citation:
    """Say what a sentence rests on: exactly one `measure=`, `briefing=`, `finding=`, `figure=` or `feedback=`."""
    check_scope(by, sentence, *cited.values())
    if len(cited) != 1 or not set(cited) <= set(CITED):
        raise Refused("Choose one thing for the sentence to rest on.")
    if Citation.objects.filter(sentence=sentence, **cited).exists():
        raise Refused("The sentence rests on that already.")
    citation = Citation(council=by.council, sentence=sentence, by=by, **cited)
    citation.save()
    names = _named_by(sentence)
    citation.note, text = (
        privacy.hide(note.strip(), names).text[:300],
        privacy.hide(sentence.text, names).text,
    )
    citation.save(update_fields=["note"])
    if text != sentence.text:
        # Whom the voice names may stand in the sentence by a form that only the voice's case knows.
        sentence.text = text
        sentence.save(update_fields=["text"])
        _index(sentence)
    return citation


@command("evidence.write")
def uncite(*, by: Person, citation: Citation) -> Sentence:
    """Take away something that a sentence rested on."""
    check_scope(by, citation)
    sentence = citation.sentence
    citation.delete()
    return sentence


@command("evidence.freeze")
def freeze(*, by: Person, html: str, statement: str, sentences: int) -> Frozen:
    """Keep a pack as it stands, with its fingerprint."""
    return Frozen.objects.create(
        council=by.council,
        framework=frameworks.current().slug,
        statement=statement,
        html=html,
        fingerprint=hashlib.sha256(html.encode()).hexdigest(),
        sentences=sentences,
        by=by,
    )
