"""The page on which a council sets its own words for findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.casework.words.commands import set_finding_words
from goldthread.casework.words.models import words_of
from goldthread.council.models import Person
from goldthread.council.records.pages import form_page
from goldthread.web.forms import Form


class FindingWordsForm(Form):
    """The word for each of the four findings."""

    upheld = forms.CharField(label="Upheld", max_length=60)
    partly = forms.CharField(label="Partly upheld", max_length=60)
    not_upheld = forms.CharField(label="Not upheld", max_length=60)
    no_finding = forms.CharField(label="No finding", max_length=60)


def finding_words(request: HttpRequest) -> HttpResponse:
    """Set the council's own words for findings."""

    def save(*, by: Person, **words: str) -> Any:
        return set_finding_words(by=by, **words)

    return form_page(
        request,
        FindingWordsForm,
        save,
        title="Words for findings",
        initial=words_of(request.person.council_id),
        done="Words for findings saved. Findings recorded before keep their words.",
        then=lambda saved: reverse("casework:finding_words"),
        page={
            "intro": "What your council calls each. It is counted as what stands above the box.",
            "back": reverse("casework:procedures"),
        },
    )
