"""What becomes of a signed self-assessment when a name is hidden later: it is made anew without it, and copies are recalled."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from goldthread.analysis.privacy import CaseNames
from goldthread.council.models import Person
from goldthread.council.records import redaction
from goldthread.evidence.handed_on import add_revision, recall
from goldthread.evidence.self_assessment.document import checksum_of
from goldthread.evidence.self_assessment.models import (
    SelfAssessment,
    SelfAssessmentRecall,
    SelfAssessmentRevision,
)


@redaction.hidden_later(SelfAssessment)
def hidden_later(*, by: Person, record: Any, origin: Model, names: CaseNames) -> bool:
    """Hide a name in a self-assessment; a signed one is made anew, keeps why, and is listed for recall of its copies.

    Returns whether it was changed.
    """
    content = redaction.without(record.content, names)
    if content == record.content:
        return redaction.rewrite(record, names)
    if record.revision == 1:
        add_revision(SelfAssessmentRevision, record, number=1, why=SelfAssessmentRevision.Why.CREATED)
    record.content = content
    record.checksum = checksum_of(content, record.kept)
    record.revision += 1
    record.version += 1
    record.save(update_fields=["content", "checksum", "revision", "version"])
    add_revision(SelfAssessmentRevision, record, number=record.revision)
    # Its title, its entry in search, and what its history has kept of it just now.
    redaction.rewrite(record, names)
    signers = {person.pk: person for person in (record.by, record.signed_by) if person is not None}
    recall(SelfAssessmentRecall, record, by=by, origin=origin, to=list(signers.values()))
    return True
