"""Reading documents: which are the same file or address, which have some words, and how one is called where not all may see it."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.council.files.content import as_kept
from goldthread.council.files.models import Attachment
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.feedback.models import Point
from goldthread.learning.documents.models import Document, SeenBy


def same_file(council_id: uuid.UUID, content: bytes) -> list[Document]:
    """Return the documents that have a version with the same content, by its checksum; raises Refused for what is no file."""
    checksum = hashlib.sha256(as_kept(content)[1]).hexdigest()
    files = Attachment.objects.filter(
        council=council_id, origin="document", checksum=checksum, withdrawn_on=None
    )
    return _of_keys(council_id, files.values("origin_id"))


def same_address(council_id: uuid.UUID, address: str) -> list[Document]:
    """Return the documents that have a version at an address, however its capitals and its last stroke are written."""
    plain = address.strip().rstrip("/")
    versions = Q(versions__address__iexact=plain) | Q(versions__address__iexact=f"{plain}/")
    documents = Document.objects.filter(versions, council=council_id).counted()
    return list(documents.distinct().order_by("number"))


def _of_keys(council_id: uuid.UUID, keys: Any) -> list[Document]:
    return list(Document.objects.filter(council=council_id, pk__in=keys).counted().order_by("number"))


def by_words(person: Person, documents: QuerySet, words: str) -> QuerySet:
    """Return the documents that have all the words in their own text, or in that of a file on them."""
    if not words.strip():
        return documents
    keys = search.matching(person, words, kind="document")
    files = search.matching(person, words, kind="attachment")
    on_documents = Attachment.objects.filter(
        council=person.council_id, pk__in=files, origin="document", withdrawn_on=None
    )
    return documents.filter(Q(pk__in=keys) | Q(pk__in=on_documents.values("origin_id")))


def issues_behind(document: Document) -> int:
    """Return how many issues of feedback and findings are behind the lessons that a document rests on."""
    lessons = document.basis.filter(lesson__withdrawn_on=None).values("lesson")
    points = Point.objects.filter(council=document.council_id, withdrawn_on=None, lessons__lesson__in=lessons)
    return points.distinct().count()


def called(document: Document, section: str = "") -> str:
    """Return what a document, or a section of one, is called wherever it is cited.

    Without its title and its section, where it is not for everybody who reads there.
    """
    if document.seen_by != SeenBy.STAFF:
        return f"{document.reference} (a document for leads only)"
    if not document.is_consented(timezone.localdate()):
        return f"{document.reference} (a document whose consent ended)"
    edition = f", version {document.edition}" if document.edition else ""
    return f"{document.reference} {document.title}{edition}{f': {section}' if section else ''}"
