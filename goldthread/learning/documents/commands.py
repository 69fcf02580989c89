"""Commands on documents: adding and correcting one, its versions, its review, and what took its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from goldthread.council.command import Refused, command
from goldthread.council.files.keeping import attach_to_new
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.learning.documents.models import LEADS, Document, DocumentBasis, DocumentVersion, SeenBy
from goldthread.learning.documents.queries import same_address, same_file
from goldthread.learning.models import Lesson


@dataclass(frozen=True)
class Upload:
    """A file that holds a version. names_nobody: whoever may see the document may then open it without a reason."""

    filename: str
    content: bytes
    names_nobody: bool = True


@command("documents.record")
def add_document(
    *,
    by: Person,
    title: str,
    edition_on: datetime.date,
    owner: Person | None = None,
    seen_by: str = SeenBy.STAFF,
    edition: str = "",
    address: str = "",
    upload: Upload | None = None,
    review_on: datetime.date | None = None,
    lessons: Sequence[Lesson] = (),
    again: bool = False,
    **fields: Any,
) -> Document:
    """Add document: at an address or as a file, with its first version. again: although the same is here already."""
    _check_may_hide(by, seen_by)
    _check_place(by, address, upload, again=again)
    document: Document = saving.add(
        Document(
            council=by.council,
            title=title,
            seen_by=seen_by,
            review_on=review_on,
            owner=None if review_on else owner,
            edition=edition,
            edition_on=edition_on,
            address=address,
            **fields,
        ),
        based_on=lessons,
    )
    if review_on and owner is not None:
        assign(by=by, record=document, owner=owner)
    _check_owner_sees(document)
    _add_version(by, document, upload, changed="")
    _rest_on(document, lessons)
    return document


@command("documents.record", trail=people_named.reason_about("document"))
def edit_document(
    *,
    by: Person,
    document: Document,
    reason: str,
    version: int | None = None,
    lessons: Sequence[Lesson] = (),
    **fields: Any,
) -> Document:
    """Correct document: what it is called, who may see it, its dates, and the lessons that it rests on."""
    check_may_see(by, document)
    saving.needs_reason(reason)
    _check_may_hide(by, fields.get("seen_by", ""))
    saving.change(document, version=version, **fields)
    _check_owner_sees(document)
    _rest_on(document, lessons)
    return document


@command("documents.record")
def add_version(
    *,
    by: Person,
    document: Document,
    edition: str,
    edition_on: datetime.date,
    changed: str,
    address: str = "",
    upload: Upload | None = None,
    review_on: datetime.date | None = None,
    again: bool = False,
    version: int | None = None,
) -> Document:
    """Add version of a document: what changed; the earlier ones stay. review_on: when it is reviewed again."""
    check_may_see(by, document)
    _check_in_use(document)
    saving.needs_explanation(changed, "Enter what changed", field="changed")
    _check_place(by, address, upload, again=again, own=document)
    if edition_on < document.edition_on:
        raise Refused("The newest version is of a later date.", field="edition_on")
    fields: dict[str, Any] = {"edition": edition, "edition_on": edition_on, "address": address}
    if review_on is not None:
        fields |= {"review_on": review_on}
    saving.change(document, version=version, **fields)
    _add_version(by, document, upload, changed=changed)
    return document


@command("documents.record", trail=people_named.reason_about("document"))
def review_document(
    *,
    by: Person,
    document: Document,
    reviewed_on: datetime.date,
    review_on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Document:
    """Review document: it stays as it is, with the reason, until it is reviewed again."""
    check_may_see(by, document)
    _check_in_use(document)
    saving.needs_reason(reason)
    if review_on <= reviewed_on:
        raise Refused("The next review is after this one.", field="review_on")
    return saving.change(document, version=version, reviewed_on=reviewed_on, review_on=review_on)


@command("documents.record")
def bring_into_force(
    *, by: Person, document: Document, in_force_since: datetime.date, version: int | None = None
) -> Document:
    """Put document into force: it is a draft no more."""
    check_may_see(by, document)
    _check_in_use(document)
    if document.in_force_since:
        raise Refused(f"{document.reference} is in force already.")
    return saving.change(document, version=version, in_force_since=in_force_since)


@command("documents.record")
def replace_document(
    *,
    by: Person,
    document: Document,
    replaced_by: Document,
    replaced_on: datetime.date,
    version: int | None = None,
) -> Document:
    """Replace document by another: it stays, and says what took its place."""
    check_may_see(by, document)
    check_may_see(by, replaced_by)
    _check_in_use(document)
    if replaced_by.pk == document.pk:
        raise Refused("A document cannot take its own place. Add a new version.", field="replaced_by")
    if not replaced_by.is_in_use:
        raise Refused(f"{replaced_by.reference} is not in use itself.", field="replaced_by")
    return saving.change(document, version=version, replaced_by=replaced_by, replaced_on=replaced_on)


@command("documents.record", trail=people_named.reason_about("document"))
def stop_using(
    *,
    by: Person,
    document: Document,
    out_of_use_on: datetime.date,
    reason: str,
    version: int | None = None,
) -> Document:
    """Withdraw document from use: nothing takes its place, and what cites it still finds it."""
    check_may_see(by, document)
    _check_in_use(document)
    saving.needs_reason(reason, "It is shown with the document.")
    fields = {"out_of_use_on": out_of_use_on, "out_of_use_because": reason}
    return saving.change(document, version=version, **fields)


@command("documents.record")
def rest_on_lesson(*, by: Person, document: Document, lesson: Lesson) -> Document:
    """Put lesson into a document: the document rests on it from now on."""
    check_may_see(by, document)
    if document.basis.filter(lesson=lesson).exists():
        raise Refused(f"{document.reference} rests on {lesson.reference} already.")
    _rest_on(document, [*(each.lesson for each in _basis(document)), lesson])
    return document


def check_may_see(by: Person, document: Document) -> None:
    """Raise PermissionDenied where a document is for leads only, and somebody is none."""
    if (needed := document.spec.opens(document)) and not by.may(needed):
        raise PermissionDenied("this document is for leads only")


def _check_may_hide(by: Person, seen_by: str) -> None:
    if seen_by == SeenBy.LEADS and not by.may(LEADS):
        raise Refused("You could not see it yourself. Ask a lead to add it.", field="seen_by")


def _check_owner_sees(document: Document) -> None:
    owner, needed = document.owner, document.spec.opens(document)
    if owner is not None and needed and not owner.may(needed):
        raise Refused(
            f"{owner.name} owns it, and may not see what is for leads only. Choose another owner first.",
            field="seen_by",
        )


def _check_in_use(document: Document) -> None:
    if not document.is_in_use:
        raise Refused(f"{document.reference} was replaced or withdrawn from use. Nothing more is done to it.")


def _check_place(
    by: Person, address: str, upload: Upload | None, *, again: bool, own: Document | None = None
) -> None:
    """Refuse a version that has no place or two, and one that is here already, unless somebody says so."""
    if bool(address) == (upload is not None):
        raise Refused("Enter the address at which it is, or upload it, and not both.", field="address")
    if again:
        return
    if upload is not None:
        same, field, what = same_file(by.council_id, upload.content), "file", "The same file"
    else:
        same, field, what = same_address(by.council_id, address), "address", "This address"
    others = [each for each in same if own is None or each.pk != own.pk]
    if upload is None or others:
        same = others
    if same:
        where = ", ".join(each.reference for each in same[:3])
        raise Refused(
            f"{what} is here already: {where}. Use that one, or say below that it is added all the same.",
            field=field,
        )


def _add_version(by: Person, document: Document, upload: Upload | None, *, changed: str) -> None:
    file = None
    if upload is not None:
        file = attach_to_new(
            by=by,
            record=document,
            filename=upload.filename,
            content=upload.content,
            is_restricted=not upload.names_nobody,
        )
    saving.add_part(
        DocumentVersion(
            council=by.council,
            document=document,
            edition=document.edition,
            edition_on=document.edition_on,
            changed=changed,
            address=document.address,
            file=file,
            by=by,
        ),
        document,
    )


def _basis(document: Document) -> Iterable[DocumentBasis]:
    return document.basis.select_related("lesson").order_by("lesson__number")


def _rest_on(document: Document, lessons: Sequence[Lesson]) -> None:
    """Have a document rest on these lessons, and no others; whom their words name is hidden in it too."""
    wanted = {lesson.pk: lesson for lesson in lessons}
    here = {each.lesson_id for each in document.basis.all()}
    document.basis.filter(lesson__in=here - set(wanted)).delete()
    new = [lesson for key, lesson in wanted.items() if key not in here]
    for lesson in new:
        basis = DocumentBasis(council=document.council, document=document, lesson=lesson)
        saving.add_part(basis, document, based_on=[lesson])
    if new:
        saving.change(document, title=document.title, about=document.about)
