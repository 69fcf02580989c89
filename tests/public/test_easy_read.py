"""Easy read and other languages of the public form: the same steps, every word through one function, and the page says its language."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from goldthread.documents.easy_pictures import PICTURES
from goldthread.public import manner, words
from goldthread.public.doors import DOORS
from goldthread.public.easy_read import EASY, easy_line
from goldthread.public.steps import STEPS
from tests.public.filling import FOR_HER, SELF, Visitor

pytestmark = pytest.mark.django_db


class _Marked(Mapping):
    """A language in which every text stands in brackets, so that a word that went round `say` is seen."""

    def __getitem__(self, text):
        return f"⟦{text}⟧"

    def get(self, text, default=None):
        return f"⟦{text}⟧"

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 1


@pytest.fixture
def marked(monkeypatch):
    english = words.languages()["en-GB"]
    both = {"en-GB": english, "pl": words.Language("pl", "⟦Polski⟧", is_checked=False, words=_Marked())}
    monkeypatch.setattr(manner, "languages", lambda: both)


# Its name, and when it answers the telephone.
_SET = ("Avonshire County Council", "Monday to Friday, 9 to 5")


def _unmarked(page, typed) -> set[str]:
    """Return what a page shows that went round `say`: neither marked, nor typed, nor what the council set."""
    body = BeautifulSoup(page.content, "html.parser").body
    left = re.sub(r"⟦[^⟧]*⟧", "\n", body.get_text())
    for said in (*typed, *_SET, "English"):
        left = left.replace(said, "\n")
    return {line.strip() for line in left.splitlines() if re.search(r"[A-Za-z]{2}", line)}


@pytest.mark.slow(reason="walks the whole form, page by page, in two readings")
@pytest.mark.parametrize("reading", ["standard", "easy"])
@pytest.mark.parametrize("answers", [SELF, FOR_HER], ids=["oneself", "somebody"])
def test_no_word_of_the_form_goes_round_the_language(visitor, marked, reading, answers):
    typed = sorted(answers.values(), key=len, reverse=True)
    first = visitor.client.get(f"{visitor.at}?language=pl&reading={reading}")
    assert _unmarked(first, typed) == set()
    page = visitor.post({"kind": answers["kind"]})
    seen = []
    for _ in range(20):
        assert _unmarked(page, typed) == set(), visitor.at
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == "pl"
        seen.append(visitor.at.split("/")[-2])
        if seen[-1] == "check":
            break
        if seen[-1] not in ("files", "person", "put-right", "contact"):
            # Nothing answered: what it says then is in the language too.
            wrong = visitor.client.post(visitor.at, {})
            assert _unmarked(wrong, typed) == set(), visitor.at
        page = visitor.post(answers)
    assert seen[-1] == "check" and len(seen) > 7
    pause = visitor.client.get(visitor.at.replace("check/", "pause/")).content.decode()
    code = re.search(r"govuk-panel__title\">\s*([\w-]+)", pause)[1]
    sent = visitor.post()
    assert _unmarked(sent, [*typed, code, visitor.reference(sent)]) <= {""} | {
        left for left in _unmarked(sent, typed) if left.startswith(("F-", "http"))
    }


def test_easy_read_is_the_same_step_with_its_own_words_and_drawings(visitor):
    page = visitor.client.get(f"{visitor.at}?reading=easy").content.decode()
    assert "You can tell us about your care." in page and "<strong>good</strong>" in page
    assert page.count("<svg") >= 8 and "Easy read, with pictures" not in page and "Standard page" in page
    assert "Something was wrong, and I want it looked into" in page
    visitor.post({"kind": "complaint"})
    step = visitor.get().content.decode()
    assert "I speak for somebody else" in step and 'class="gt-easy-form"' in step
    # What was begun in easy read is finished in standard.
    assert (
        "I am telling you for somebody else"
        in visitor.client.get(f"{visitor.at}?reading=standard").content.decode()
    )
    assert "I am telling you for somebody else" in visitor.get().content.decode()


def test_a_page_that_nobody_checked_says_so_in_its_language(visitor):
    page = visitor.client.get(f"{visitor.at}?language=pl").content.decode()
    assert (
        '<html lang="pl"' in page
        and "nie zostały sprawdzone" in page
        and "Opowiedz nam o swojej opiece" in page
    )
    english = visitor.client.get(f"{visitor.at}?language=en-GB").content.decode()
    assert (
        '<html lang="en-GB"' in english
        and "nie zostały" not in english
        and 'lang="pl" hreflang="pl">Polski' in english
    )


def test_every_entry_of_easy_read_is_of_a_page_and_names_drawings_and_answers_that_there_are():
    steps = {step.slug: step for step in STEPS}
    assert set(EASY) <= {*steps, "start", "next", "check", "sent", "pause"}
    for slug, easy in EASY.items():
        assert {name for name, _ in easy.lines} <= set(PICTURES), slug
        step = steps.get(slug)
        forms = [step.form(door=door, answers={}) for door in DOORS.values()] if step and step.form else []
        for name, choices in easy.choices.items():
            assert {drawn for drawn, _ in choices.values()} <= set(PICTURES), slug
            fields = [form.fields[name] for form in forms if name in form.fields]
            known = {str(value) for field in fields for value, _ in getattr(field, "choices", ())}
            assert not known or set(choices) == known, slug


def test_each_idea_is_short():
    long = [
        line for easy in EASY.values() for _, lines in easy.lines for line in lines if len(line.split()) > 10
    ]
    assert long == []


def test_a_line_shows_bold_words_and_nothing_else_as_html():
    assert easy_line("It is *free* & <b>") == "It is <strong>free</strong> &amp; &lt;b&gt;"


def test_the_councils_forms_of_each_door_are_in_easy_read_too(avonshire):
    for door in ("councillor", "voluntary"):
        page = Visitor(avonshire, door).get(
            reverse(f"public:{door}", args=[avonshire.slug]) + "?reading=easy"
        )
        assert "Tell us about your care" not in page.content.decode() or page.status_code == 200
