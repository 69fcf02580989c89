"""Which framework is in force for a council: the one it loaded last whose day has come, else the one that is shipped.

Every page of a council reads the framework here; plain code without a council reads `standards.framework.current`.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.evidence.frameworks.models import CouncilFramework
from goldthread.evidence.frameworks.rows import NotAFramework, framework_of
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Framework, Statement


@dataclass(frozen=True)
class Version:
    """A version of the framework as a council has it: from when it is in force for it, and its record where it was loaded."""

    book: Framework
    begins: datetime.date | None = None
    record: CouncilFramework | None = None


def in_force(council_id: uuid.UUID, on: datetime.date | None = None) -> Framework:
    """Return the framework that is in force for a council on a day, today unless told; call inside the council."""
    return version_in_force(council_id, on).book


def version_in_force(council_id: uuid.UUID, on: datetime.date | None = None) -> Version:
    """Return the version that is in force for a council on a day, with the day from which it is."""
    loaded = CouncilFramework.objects.counted().filter(
        council_id=council_id, in_force_from__lte=on or timezone.localdate()
    )
    for record in loaded.order_by("-in_force_from", "-pk")[:3]:
        if (version := version_of(record)) is not None:
            return version
    return Version(frameworks.current())


def next_version(council_id: uuid.UUID) -> Version | None:
    """Return the version that a council loaded last and that is not in force yet, else None."""
    today = timezone.localdate()
    waiting = (
        CouncilFramework.objects.counted().filter(council_id=council_id).exclude(in_force_from__lte=today)
    )
    record = waiting.order_by("-loaded_on", "-pk").first()
    return None if record is None else version_of(record)


def versions_of(council_id: uuid.UUID) -> list[Version]:
    """Return every version that a council can read: those that are shipped, then those it loaded, oldest first."""
    loaded = CouncilFramework.objects.counted().filter(council_id=council_id).order_by("loaded_on", "pk")
    read = [version_of(record) for record in loaded]
    return [*(Version(each) for each in frameworks.versions()), *(each for each in read if each is not None)]


def version_called(council_id: uuid.UUID, slug: str) -> Framework:
    """Return a version by the slug that claims keep; raises KeyError where the council has none such."""
    try:
        return frameworks.version(slug)
    except KeyError:
        record = CouncilFramework.objects.filter(council_id=council_id, slug=slug).first()
        version = version_of(record) if record is not None else None
        if version is None:
            raise
        return version.book


def statement_of(council_id: uuid.UUID, slug: str, version: str) -> tuple[Framework, Statement, bool]:
    """Return the framework and the statement under which a claim stands, and whether that framework is in force.

    The one in force where it has the statement, else the one that the claim was written under. Raises KeyError where
    neither has it.
    """
    book = in_force(council_id)
    for each in book.statements:
        if each.slug == slug:
            return book, each, True
    book = version_called(council_id, version)
    return book, book.statement(slug), False


def under_no_statement(claims: QuerySet, today: datetime.date) -> QuerySet:
    """Return those of a council's claims, not archived, whose statement the framework in force does not have; in order."""
    council_id = claims.order_by().values_list("council_id", flat=True).first()
    if council_id is None:
        return claims.none()
    slugs = [each.slug for each in in_force(council_id, today).statements]
    return (
        claims.filter(archived_on=None).exclude(statement__in=slugs).order_by("statement", "position", "pk")
    )


def version_of(record: CouncilFramework) -> Version | None:
    """Return a record as the version that it holds; None where its rows are no framework by today's checks."""
    key = (record.pk, record.slug, record.checksum)
    if key not in _BOOKS:
        try:
            book = framework_of(record.rows, slug=record.slug)
        except NotAFramework:
            return None
        if len(_BOOKS) >= _MOST_BOOKS:
            _BOOKS.clear()
        _BOOKS[key] = book
    return Version(_BOOKS[key], record.in_force_from, record)


# What a file holds never changes under its checksum: each process reads it into a framework once.
_BOOKS: dict[tuple[uuid.UUID, str, str], Framework] = {}
_MOST_BOOKS = 64
