"""The page on which a council sets its own words for findings, and the command that saves them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.casework.choices import Found
from goldthread.casework.words.models import FindingWord, words_of
from goldthread.council.command import Refused, changed, command
from goldthread.council.models import Person
from goldthread.council.records.pages import form_page
from goldthread.web.forms import Form


@command("casework.procedures")
def set_finding_words(*, by: Person, **words: str) -> list[FindingWord]:
    """Set words for findings: those that new findings are recorded with."""
    chosen = {found: " ".join(words[found].split()) for found in Found}
    if len({word.lower() for word in chosen.values()}) < len(chosen):
        raise Refused("Two findings have the same word. Choose another for one of them.")
    before = words_of(by.council_id)
    saved = []
    for found, word in chosen.items():
        changed(f"Word for {found.label}", before[found], word)
        row, _ = FindingWord.objects.update_or_create(
            council_id=by.council_id, found=found, defaults={"word": word}
        )
        saved.append(row)
    return saved


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
