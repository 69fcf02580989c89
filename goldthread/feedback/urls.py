"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.feedback.views import answering, finds, importing, reading, receiving, together
from goldthread.web.doors import page

app_name = "feedback"
urlpatterns = [
    page("", reading.listed, "feedback.read", "list"),
    page("<uuid:pk>/", reading.detail, "feedback.read", "detail"),
    page("<uuid:pk>/words/", reading.words, "feedback.original", "words"),
    page("<uuid:pk>/contact/", reading.contact, "feedback.contact", "contact"),
    page("<uuid:pk>/told/", answering.tell, "feedback.tell", "tell"),
    page("<uuid:pk>/close/", answering.close, "feedback.receive", "close"),
    page("<uuid:pk>/look-again/", answering.look_again, "feedback.receive", "look_again"),
    page("<uuid:pk>/hidden/", finds.listed, "feedback.read", "finds"),
    page("<uuid:pk>/hidden/words/", finds.opened, "feedback.original", "finds_open"),
    page("<uuid:pk>/hidden/more/", finds.hide_too, "feedback.receive", "finds_hide"),
    page("finds/<uuid:pk>/show/", finds.show_again, "feedback.original", "finds_show"),
    page("points/<uuid:pk>/split/", answering.split, "feedback.receive", "split"),
    page("same-words/", together.same_words, "feedback.receive", "same_words"),
    page("<uuid:pk>/together/", together.decide, "feedback.receive", "together"),
    page("<uuid:pk>/apart/", together.apart, "feedback.receive", "apart"),
    page("heard-from/", reading.heard_from, "feedback.equality", "heard_from"),
    page("export/", reading.export, "feedback.export", "export"),
    page("new/", receiving.choose, "feedback.receive", "receive"),
    page("new/<slug:source>/", receiving.receive, "feedback.receive", "receive_source"),
    page("import/", importing.begin, "feedback.import", "import_begin"),
    page("import/<uuid:pk>/", importing.follow, "feedback.import", "import"),
    page("import/<uuid:pk>/columns/", importing.columns, "feedback.import", "import_columns"),
    page("import/<uuid:pk>/bring-in/", importing.bring_in, "feedback.import", "import_bring_in"),
    page("import/<uuid:pk>/go-on/", importing.ask_again, "feedback.import", "import_go_on"),
    page("import/<uuid:pk>/throw-away/", importing.discard, "feedback.import", "import_discard"),
    page("import/<uuid:pk>/rows-to-mend.csv", importing.problems, "feedback.import", "import_problems"),
]
