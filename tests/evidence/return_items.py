"""Items of an information return that tests make."""

from __future__ import annotations

import datetime
import io

from django.utils import timezone

from goldthread.evidence.returns import commands, queries
from goldthread.evidence.returns.models import ReturnItem
from goldthread.evidence.returns.sheets import read_items
from goldthread.learning.documents.models import Document

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def item_of(lead, asked, number="X1", **fields) -> ReturnItem:
    """Return a new item."""
    return commands.add_item(
        by=lead, information_return=asked, item_no=number, name="How many wait", **fields
    )


def document_of(avonshire) -> Document:
    """Return a document that all staff may see, in use."""
    found = Document.objects.filter(
        council=avonshire.council, seen_by="staff", replaced_on=None, out_of_use_on=None
    )
    return found.order_by("number").first()


def ready(avonshire, lead, asked, number="X1", owner="complaints_manager") -> ReturnItem:
    """Return an item that is signed off by the director."""
    item = item_of(lead, asked, number, owner=avonshire.person(owner))
    commands.give_document(by=lead, item=item, document=document_of(avonshire))
    commands.finish_gathering(by=lead, item=item, gathered_on=TODAY, as_at=TODAY, redaction="not_needed")
    return commands.sign_off(by=avonshire.person("director"), item=item, signed_on=TODAY)


HEADINGS = "Item no,Information requested,Quality statement,Due date,Lead,Document,Section / page,Public URL,As at,Redaction needed,Our notes\n"


def read(lead, asked, *rows: str, headings: str = HEADINGS, columns=None):
    """Return what a sheet holds."""
    content = (headings + "\n".join(rows) + "\n").encode()
    return read_items(io.BytesIO(content), "items.csv", queries.known_to(lead, asked), columns)
