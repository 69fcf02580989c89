"""The step of files: adding one, opening and removing it, also after a pause; and what is refused, in plain words."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from goldthread.council.command import Refused
from goldthread.council.files import held
from goldthread.council.files.content import MOST_BYTES
from goldthread.council.files.views import SAFE
from goldthread.council.models import Council
from goldthread.public import drafts
from goldthread.public.files import shown
from goldthread.public.forms import FILES
from goldthread.public.limits.counting import Use, must_wait_until, note_use
from goldthread.public.models import PublicDraft
from goldthread.public.views.frame import Page
from goldthread.public.words import text

ACCEPT = (
    "image/jpeg,image/png,image/heic,image/heif,audio/*,application/pdf,text/plain,.heic,.heif,.m4a,.mp3,.ogg,.opus,"
    ".amr,.wav,.docx,.pdf,.txt"
)


def files_step(request: HttpRequest, council: Council, draft: PublicDraft) -> Page | None:
    """Add or remove a file; None once somebody goes on."""
    error, until = "", None
    if request.method == "POST":
        sent = request.FILES.get("file")
        remove = _key(request.POST.get("remove", ""))
        if remove is not None:
            held.remove_held(council=council, holder=draft.pk, pk=remove)
        elif sent is not None:
            until = must_wait_until(request, council, Use.FILE, draft.pk)
            error = "" if until else _add(request, council, draft, sent)
        elif "add" in request.POST:
            error = request.say(text("Choose a file first"))
        _count(council, draft)
        if not error and until is None and "add" not in request.POST and remove is None:
            return None
    files = shown(council, draft.pk, request.say)
    context: dict[str, Any] = {"files": files, "error": error, "until": until, "accept": ACCEPT}
    context |= {"most": held.MOST_FILES, "most_mb": MOST_BYTES // 1024**2}
    return Page("public/files.html", context, 429 if until else 200)


def _add(request: HttpRequest, council: Council, draft: PublicDraft, sent: UploadedFile) -> str:
    """Keep a file; returns why it is not taken, "" where it is."""
    if (sent.size or 0) > MOST_BYTES:
        return str(request.say(text("The file must be {most} MB or smaller"), most=MOST_BYTES // 1024**2))
    note_use(request, council, Use.FILE, draft.pk)
    try:
        held.hold(council=council, holder=draft.pk, filename=sent.name or "file", content=sent.read())
    except Refused as refused:
        return str(request.say(str(refused)))
    return ""


def _count(council: Council, draft: PublicDraft) -> None:
    count = held.held_by(council, draft.pk).count()
    if draft.answers.get(FILES, 0) != count:
        drafts.keep(draft, {FILES: count})


def _key(typed: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def open_held(council: Council, draft: PublicDraft, pk: uuid.UUID) -> HttpResponse:
    """Return a file of a form as a download, to whoever has the form open."""
    file = held.held_by(council, draft.pk).filter(pk=pk).first()
    if file is None or file.is_locked:
        raise Http404
    response = FileResponse(
        held.content_of_held(file),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
    response["Content-Length"] = str(file.size)
    for name, value in SAFE.items():
        response[name] = value
    return response
