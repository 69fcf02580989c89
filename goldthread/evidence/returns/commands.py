"""Commands on information returns and their items: adding, loading, giving documents, redacting, signing off and sending."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.evidence.returns.models import InformationReturn, ItemDocument, ReturnItem
from goldthread.evidence.returns.sheets import NewItem
from goldthread.evidence.returns.signing import hand_in_it
from goldthread.evidence.returns.stages import Redaction, Stage, stage_of
from goldthread.learning.documents.commands import check_may_see
from goldthread.learning.documents.models import Document


@command("returns.record")
def add_return(*, by: Person, owner: Person | None = None, **fields: Any) -> InformationReturn:
    """Add information return: by whom it is asked, and by when."""
    record: InformationReturn = saving.add(InformationReturn(council=by.council, **fields))
    assign(by=by, record=record, owner=owner or by)
    return record


@command("returns.record", trail=people_named.reason_about("information_return"))
def edit_return(
    *,
    by: Person,
    information_return: InformationReturn,
    reason: str,
    version: int | None = None,
    **fields: Any,
) -> InformationReturn:
    """Correct information return."""
    saving.needs_reason(reason)
    return saving.change(information_return, version=version, **fields)


@command("returns.record")
def add_item(
    *, by: Person, information_return: InformationReturn, owner: Person | None = None, **fields: Any
) -> ReturnItem:
    """Add item to an information return, such as one that was asked for later."""
    _open_again(information_return)
    return _add(by, information_return, owner, fields)


@command("returns.record")
def load_items(
    *, by: Person, information_return: InformationReturn, items: Sequence[NewItem]
) -> list[ReturnItem]:
    """Import items of an information return from a sheet: new ones are added, those that are here are changed.

    An empty cell takes nothing away, and an item that is signed off or sent is not changed.
    """
    here = items_here(information_return)
    saved = []
    for new in items:
        item = here.get(new.key)
        if item is None:
            _open_again(information_return)
            item = _add(by, information_return, new.owner, new.fields)
        elif not item.is_settled:
            changed = {name: now for name, (_, now) in new.changes(item).items()}
            work = {name: changed.pop(name) for name in ("owner", "due_on") if name in changed}
            if changed:
                _save(item, **changed)
            if work:
                # As by hand: the new owner is told, and the date has its reason.
                assign(by=by, record=item, note="As the sheet of items says", **work)
        else:
            continue
        for document in new.documents:
            if not item.documents.filter(document=document).exists():
                _give(by, item, document, new.fields.get("section", ""))
        saved.append(item)
    return saved


def items_here(information_return: InformationReturn) -> dict[str, ReturnItem]:
    """Return the items of a return by their numbers, as numbers are compared."""
    items = information_return.items.counted().select_related("owner").order_by("position", "pk")
    return {NewItem.key_of(item.item_no): item for item in items}


@command("returns.record", trail=people_named.reason_about("item"))
def edit_item(
    *, by: Person, item: ReturnItem, reason: str, version: int | None = None, **fields: Any
) -> ReturnItem:
    """Correct item of an information return: what is asked for, also once what is given is signed off."""
    saving.needs_reason(reason)
    return _save(item, version=version, **fields)


@command("returns.gather")
def give_document(*, by: Person, item: ReturnItem, document: Document, section: str = "") -> ReturnItem:
    """Give item a document, or a section of one."""
    check_may_see(by, document)
    _check_not_settled(item)
    _give(by, item, document, section)
    return item


@command("returns.gather")
def take_document(*, by: Person, given: ItemDocument) -> ReturnItem:
    """Take document from an item."""
    item = given.item
    _check_not_settled(item)
    given.delete()
    return _save(item, gathered_on=None)


@command("returns.gather")
def finish_gathering(
    *,
    by: Person,
    item: ReturnItem,
    gathered_on: datetime.date,
    as_at: datetime.date,
    redaction: str,
    public_address: str = "",
    version: int | None = None,
) -> ReturnItem:
    """Say that all of an item is there: as at which date, and whether something is to be redacted."""
    _check_not_settled(item)
    if redaction not in Redaction.values:
        raise Refused("Say whether something is to be redacted.", field="redaction")
    if not public_address and not item.documents.exists():
        raise Refused(
            "Give it a document first, or enter the public address at which it is.", field="public_address"
        )
    return _save(
        item,
        version=version,
        gathered_on=gathered_on,
        gathered_by=by,
        as_at=as_at,
        redaction=redaction,
        public_address=public_address,
        redacted_by=None,
        redacted_on=None,
    )


@command("returns.gather")
def record_redaction(
    *, by: Person, item: ReturnItem, redacted_on: datetime.date, version: int | None = None
) -> ReturnItem:
    """Record redaction of an item, by whoever did it."""
    if item.stage != Stage.TO_REDACT:
        raise Refused("There is nothing to redact in it now.")
    return _save(item, version=version, redacted_on=redacted_on, redacted_by=by)


@command("returns.sign")
def sign_off(
    *, by: Person, item: ReturnItem, signed_on: datetime.date, version: int | None = None
) -> ReturnItem:
    """Sign off item: never by whoever owned, gathered or redacted it."""
    if item.stage != Stage.TO_SIGN:
        raise Refused(f"It is not to be signed off now: {Stage(item.stage).label.lower()}.")
    if hand := hand_in_it(by, item):
        raise Refused(f"{hand}. Somebody else signs it off.")
    return _save(item, version=version, signed_on=signed_on, signed_by=by)


@command("returns.record", trail=people_named.reason_about("item"))
def reopen_item(*, by: Person, item: ReturnItem, reason: str, version: int | None = None) -> ReturnItem:
    """Reopen item: it is gathered, redacted and signed off anew."""
    saving.needs_reason(reason)
    if item.gathered_on is None:
        raise Refused("It is open already.")
    fields = dict.fromkeys(
        ("gathered_on", "gathered_by", "redacted_on", "redacted_by", "signed_on", "signed_by", "sent_on"),
        None,
    )
    _open_again(item.information_return)
    return _save(item, version=version, **fields)


@command("returns.record")
def send_ready(
    *, by: Person, information_return: InformationReturn, sent_on: datetime.date, version: int | None = None
) -> InformationReturn:
    """Record items sent: all that are ready; the return is sent once none is left."""
    saving.check_version(information_return, version, {})
    items = information_return.items.counted().order_by("position", "pk")
    ready = list(items.filter(stage=Stage.READY))
    if not ready:
        raise Refused("No item is ready. Each is signed off first.")
    for item in ready:
        _save(item, sent_on=sent_on)
    if not items.exclude(stage=Stage.SENT).exists():
        saving.change(information_return, sent_on=sent_on)
    return information_return


@command("returns.read")
def export_index(*, by: Person, information_return: InformationReturn) -> InformationReturn:
    """Export index of an information return: the file is made of what this person may see."""
    return information_return


def _add(
    by: Person, information_return: InformationReturn, owner: Person | None, fields: dict[str, Any]
) -> ReturnItem:
    last = information_return.items.aggregate(last=Max("position"))["last"] or 0
    item = ReturnItem(council=by.council, information_return=information_return, position=last + 1, **fields)
    item.stage = stage_of(item, has_documents=False)
    saving.add(item, based_on=[])
    if owner is not None:
        assign(by=by, record=item, owner=owner)
    return item


def _give(by: Person, item: ReturnItem, document: Document, section: str) -> None:
    saving.add_part(
        ItemDocument(
            council=by.council, item=item, document=document, section=section, edition=document.edition, by=by
        ),
        item,
    )
    # What was said of all that was there, and its redaction, holds for this one only when it is said again.
    _save(item, gathered_on=None)


def _save(item: ReturnItem, *, version: int | None = None, **fields: Any) -> ReturnItem:
    """Save fields of an item, and how far it is by them."""
    for name, value in fields.items():
        setattr(item, name, value)
    stage = stage_of(item, has_documents=item.documents.exists())
    return saving.change(item, version=version, **fields, stage=stage)


def _open_again(information_return: InformationReturn) -> None:
    """Have a return that was sent stand open again, since more is asked for."""
    if information_return.sent_on:
        saving.change(information_return, sent_on=None)


def _check_not_settled(item: ReturnItem) -> None:
    if item.is_settled:
        raise Refused("It is signed off. Reopen it first, with the reason.")
