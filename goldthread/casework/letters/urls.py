"""The pages of letters and the permission that opens each."""

from __future__ import annotations

from goldthread.casework.letters import unsure, views
from goldthread.casework.letters.models import Letter
from goldthread.casework.letters.texts import views as texts
from goldthread.casework.letters.texts.models import LetterTemplate, StandardParagraph
from goldthread.council.records.record_urls import record_pages
from goldthread.web.doors import page

_LETTER = "letters/<uuid:pk>/"
_READ, _HANDLE, _SIGN, _SEND = "casework.read", "casework.handle", "casework.sign", "casework.send"
_TEMPLATE, _PARAGRAPH, _TEXTS = (
    "letters/templates/<uuid:pk>/",
    "letters/paragraphs/<uuid:pk>/",
    "casework.procedures",
)

urlpatterns = [
    page("<uuid:pk>/letters/write/", views.write, _HANDLE, "write_letter"),
    page("letters/", views.listed, _READ, "letters"),
    page(_LETTER, views.letter, _READ, "letter"),
    page(_LETTER + "edit/", views.edit, _HANDLE, "edit_letter"),
    page(_LETTER + "preview/", views.preview, _SEND, "preview_letter"),
    page(_LETTER + "send/", views.send, _SEND, "send_letter"),
    page(_LETTER + "was-e-mailed/", unsure.was_e_mailed, _SEND, "letter_was_e_mailed"),
    page(_LETTER + "sent/", views.as_sent, _SEND, "sent_letter"),
    page(_LETTER + "sent/pdf/", views.sent_pdf, _SEND, "sent_letter_pdf"),
    page(_LETTER + "sent/word/", views.sent_word, _SEND, "sent_letter_word"),
    page(_LETTER + "sign/", views.sign, _SIGN, "sign_letter"),
    page(_LETTER + "send-back/", views.send_back, _SIGN, "send_back_letter"),
    page(_LETTER + "discard/", views.discard, _HANDLE, "discard_letter"),
    *record_pages(_LETTER, Letter),
    page("letters/settings/", texts.settings, _TEXTS, "letter_settings"),
    page("letters/templates/", texts.templates, _TEXTS, "letter_templates"),
    page("letters/templates/add/", texts.add_template, _TEXTS, "add_letter_template"),
    page("letters/templates/shipped/", texts.shipped_template, _TEXTS, "shipped_letter"),
    page(_TEMPLATE, texts.template, _TEXTS, "letter_template"),
    page(_TEMPLATE + "edit/", texts.edit_template, _TEXTS, "edit_letter_template"),
    page(_TEMPLATE + "file/", texts.put_file, _TEXTS, "put_letter_file"),
    page(_TEMPLATE + "file/try/", texts.try_file, _TEXTS, "try_letter_file"),
    page(_TEMPLATE + "file/remove/", texts.remove_file, _TEXTS, "remove_letter_file"),
    page(_TEMPLATE + "use/", texts.use_template, _TEXTS, "use_letter_template"),
    page(_TEMPLATE + "end/", texts.end_template, _TEXTS, "end_letter_template"),
    page(_TEMPLATE + "edition/", texts.next_edition, _TEXTS, "next_letter_edition"),
    *record_pages(_TEMPLATE, LetterTemplate),
    page("letters/paragraphs/", texts.paragraphs, _TEXTS, "standard_paragraphs"),
    page("letters/paragraphs/add/", texts.add_paragraph, _TEXTS, "add_standard_paragraph"),
    page(_PARAGRAPH, texts.paragraph, _TEXTS, "standard_paragraph"),
    page(_PARAGRAPH + "edit/", texts.edit_paragraph, _TEXTS, "edit_standard_paragraph"),
    page(_PARAGRAPH + "use/", texts.use_paragraph, _TEXTS, "use_standard_paragraph"),
    page(_PARAGRAPH + "end/", texts.end_paragraph, _TEXTS, "end_standard_paragraph"),
    *record_pages(_PARAGRAPH, StandardParagraph),
]
