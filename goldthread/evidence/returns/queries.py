"""Reading information returns: what is known to a sheet, progress in numbers, and the index of a return."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from goldthread.cell_text import plain
from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.council.records.finding import find_of
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.queries import statement_names
from goldthread.evidence.returns.models import InformationReturn, ItemDocument, ReturnItem
from goldthread.evidence.returns.sheets import Known
from goldthread.evidence.returns.stages import OPEN, Stage
from goldthread.learning.documents import queries as documents
from goldthread.learning.documents.models import Document


def known_to(person: Person, information_return: InformationReturn) -> Known:
    """Return what the cells of a sheet can mean for somebody: people who may own an item, and documents they may see."""
    people: dict[str, Any] = {}
    for each in (
        people_who_may(person, *ReturnItem.spec.work.own.split()).select_related("account").order_by("pk")
    ):
        people.setdefault(plain(each.name), each)
        if each.account is not None:
            people.setdefault(plain(each.account.email), each)
    visible = Document.objects.visible_to(person)

    def meant(text: str) -> tuple[Document, ...]:
        parts = [part.strip() for part in text.split(";") if part.strip()]
        found = [_meant(person, visible, part) for part in parts]
        # All of them or none: what a cell says is never kept in part.
        return tuple(dict.fromkeys(each for each in found if each)) if all(found) else ()

    return Known(people, meant, information_return.received_on, in_force(person.council_id))


def _meant(person: Person, visible: QuerySet, text: str) -> Document | None:
    reference = text.split()[0].rstrip(":,")
    if (found := find_of(person, Document, reference)) is not None:
        return found
    if text.startswith("https://"):
        same = {each.pk for each in documents.same_address(person.council_id, text)}
        return visible.filter(pk__in=same).order_by("number").first()
    return visible.filter(title__iexact=text[:200]).order_by("number").first()


@dataclass(frozen=True)
class Count:
    """A number of items, and the list of just those."""

    name: str
    number: int
    href: str
    looks: str = ""


@dataclass
class OwnersItems:
    """The items of one owner: all, those still open, and those overdue."""

    name: str
    every: Count | None = None
    open: int = 0
    overdue: Count | None = None


@dataclass
class Progress:
    """How far a return is: how many items are at each stage, of each owner and under each statement, and how many are late."""

    total: Count
    settled: int
    overdue: Count
    stages: list[Count] = field(default_factory=list)
    owners: list[tuple[str, Count, Count]] = field(default_factory=list)
    statements: list[tuple[str, Count, int]] = field(default_factory=list)


def progress_of(information_return: InformationReturn, today: datetime.date) -> Progress:
    """Return how far a return is, from one query; each number leads to the list of what it counts."""
    rows = list(
        information_return.items.counted()
        .order_by("position", "pk")
        .values_list("stage", "owner_id", "owner__name", "due_on", "statements")
    )
    where = {"information_return": str(information_return.pk)}

    def count(name: str, number: int, **narrowed: str) -> Count:
        return Count(name, number, f"{reverse('evidence:return_items')}?{urlencode({**where, **narrowed})}")

    def is_late(row: Any) -> bool:
        return row[0] in OPEN and row[3] is not None and row[3] < today

    stages = Counter(row[0] for row in rows)
    progress = Progress(
        total=count("All", len(rows)),
        settled=stages[Stage.READY] + stages[Stage.SENT],
        overdue=count("Overdue", sum(map(is_late, rows)), due="overdue"),
        stages=[count(stage.label, stages[stage.value], stage=stage.value) for stage in Stage],
    )
    names = {row[1]: row[2] for row in rows if row[1] is not None}
    for key, name in sorted(names.items(), key=lambda each: (each[1], str(each[0]))):
        theirs = [row for row in rows if row[1] == key]
        progress.owners.append(
            (
                name,
                count(name, len(theirs), whose=str(key)),
                count(name, sum(map(is_late, theirs)), whose=str(key), due="overdue"),
            )
        )
    if nobodys := [row for row in rows if row[1] is None and row[0] in OPEN]:
        name = "Nobody yet"
        late = count(name, sum(map(is_late, nobodys)), whose="nobody", due="overdue")
        progress.owners.append((name, count(name, len(nobodys), whose="nobody"), late))
    name_of = statement_names(information_return.council_id)
    for slug in sorted({slug for row in rows for slug in row[4]}):
        under = [row for row in rows if slug in row[4]]
        done = sum(row[0] not in OPEN for row in under)
        progress.statements.append((name_of(slug), count(slug, len(under), statement=slug), done))
    return progress


INDEX = (
    "Item number", "Name", "Quality statements", "State", "Owner", "Due date", "Document", "Section or page",
    "Public address", "As-at date", "Redaction", "Redacted on", "Redacted by", "Signed off on", "Signed off by",
    "Sent on",
)  # fmt: skip


def index_rows(
    person: Person, information_return: InformationReturn
) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the headings and rows of a return's index: its own columns, then those of the council's sheet beside them."""
    items = list(
        information_return.items.counted()
        .select_related("owner", "redacted_by", "signed_by")
        .prefetch_related(
            Prefetch(
                "documents", ItemDocument.objects.select_related("document").order_by("created_at", "pk")
            )
        )
        .order_by("position", "pk")
    )
    name_of = statement_names(information_return.council_id)
    extra = list(dict.fromkeys(heading for item in items for heading in item.extra))

    def rows() -> Iterator[list[Any]]:
        for item in items:
            yield [*_row(item, name_of), *(item.extra.get(heading, "") for heading in extra)]

    return [*INDEX, *extra], rows()


def _row(item: ReturnItem, name_of: Callable[[str], str]) -> list[Any]:
    given = list(item.documents.all())
    # The index leaves the council: of a document for leads it names no section, as it names no title.
    named = [each.section for each in given if each.section and not each.document.spec.opens(each.document)]
    sections = named or [item.section]
    return [
        item.item_no,
        item.name,
        "; ".join(map(name_of, item.statements)),
        item.get_stage_display(),
        item.owner.name if item.owner else "",
        item.due_on,
        "; ".join(documents.called(each.document) for each in given) or item.document_named,
        "; ".join(sections),
        item.public_address,
        item.as_at,
        {"needed": "Yes", "not_needed": "No"}.get(item.redaction, ""),
        item.redacted_on,
        item.redacted_by.name if item.redacted_by else "",
        item.signed_on,
        item.signed_by.name if item.signed_by else "",
        item.sent_on,
    ]


def of_statement(items: QuerySet, slug: str) -> QuerySet:
    """Return the items under a quality statement."""
    return items.filter(statements__contains=[slug])


def documents_of(item: ReturnItem) -> Iterable[ItemDocument]:
    """Return what an item gives, in the order in which it was given."""
    return item.documents.select_related("document").order_by("created_at", "pk")
