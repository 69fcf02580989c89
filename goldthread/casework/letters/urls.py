"""The pages of letters and the permission that opens each."""

from __future__ import annotations

from goldthread.casework.letters import views
from goldthread.casework.letters.models import Letter
from goldthread.council.records.record_urls import record_pages
from goldthread.web.doors import page

_LETTER = "letters/<uuid:pk>/"
_READ, _HANDLE, _SIGN, _SEND = "casework.read", "casework.handle", "casework.sign", "casework.send"

urlpatterns = [
    page("<uuid:pk>/letters/write/", views.write, _HANDLE, "write_letter"),
    page("letters/", views.listed, _READ, "letters"),
    page(_LETTER, views.letter, _READ, "letter"),
    page(_LETTER + "edit/", views.edit, _HANDLE, "edit_letter"),
    page(_LETTER + "preview/", views.preview, _SEND, "preview_letter"),
    page(_LETTER + "send/", views.send, _SEND, "send_letter"),
    page(_LETTER + "sent/", views.as_sent, _SEND, "sent_letter"),
    page(_LETTER + "sent/pdf/", views.sent_pdf, _SEND, "sent_letter_pdf"),
    page(_LETTER + "sent/word/", views.sent_word, _SEND, "sent_letter_word"),
    page(_LETTER + "sign/", views.sign, _SIGN, "sign_letter"),
    page(_LETTER + "send-back/", views.send_back, _SIGN, "send_back_letter"),
    page(_LETTER + "discard/", views.discard, _HANDLE, "discard_letter"),
    *record_pages(_LETTER, Letter),
]
