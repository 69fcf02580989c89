"""Commands on related records: linking two, and undoing it."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import attached, people_named, privacy
from goldthread.council.records.attached import check_open
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of
from goldthread.council.relations.models import RelatedRecord


@command("notes.write")
def link_records(*, by: Person, record: Record, other: Record, reason: str) -> RelatedRecord:
    """Link two records, with the reason: each shows the other."""
    for each in (record, other):
        check_open(by, each)
    if record.pk == other.pk:
        raise Refused("This is the record itself. Enter another.", field="other")
    if not reason.strip():
        raise Refused("Enter the reason.", field="reason")
    if attached.on_record(RelatedRecord, record).filter(
        attached.on_any(RelatedRecord, kind_of(other), [other.pk]), removed_at=None
    ):
        raise Refused("These two records are linked already.", field="other")
    return RelatedRecord.objects.create(
        council=by.council,
        origin=kind_of(record),
        origin_id=record.pk,
        other=kind_of(other),
        other_id=other.pk,
        reason=privacy.hide(reason.strip(), people_named.named_under(record, other)).text[:120],
        by=by,
    )


@command("notes.write")
def unlink_records(*, by: Person, link: RelatedRecord) -> RelatedRecord:
    """Remove the link between two records."""
    check_open(by, attached.record_of(link))
    check_open(by, attached.record_of(link, end=1))
    if link.removed_at is not None:
        raise Refused("This link is removed already.")
    link.removed_at, link.removed_by = timezone.now(), by
    link.save(update_fields=["removed_at", "removed_by"])
    return link
