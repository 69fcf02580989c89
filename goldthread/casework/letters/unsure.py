"""The page on which somebody says that a letter was e-mailed, where its sender was stopped before it could note that."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from goldthread.casework.letters import sending
from goldthread.casework.letters.models import Letter
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import form_page, get_record


def was_e_mailed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a letter was e-mailed, where that was not known."""
    record = get_record(request, Letter, pk, along=("feedback",))
    return form_page(
        request,
        ReasonForm,
        sending.record_e_mailed,
        title=f"It was e-mailed: {record.title}",
        record=record,
        done=f"{record.title}: recorded as e-mailed.",
        page={
            "submit": "Save",
            "intro": f"Whoever looks after the mail server can look for the message {record.message_id}; the person can say "
            "whether it came. Say how you know.",
        },
        letter=record,
    )
