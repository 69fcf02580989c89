"""A briefing drafted from a lesson, with its evidence to hand, and its forms from the one text."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from goldthread.briefings import commands, drafting
from goldthread.briefings.models import Briefing
from goldthread.briefings.outputs import papers
from goldthread.briefings.questions import asked, checked
from goldthread.council.command import Refused
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db

TWO = {
    "first": "When do you ring?",
    "first_right": "Every Friday",
    "first_wrong": "When there is news",
    "second": "Who rings?",
    "second_right": "One named person",
    "second_wrong": "Anybody",
    "second_other": "The duty team",
}


def _written(avonshire, **fields) -> Briefing:
    by = avonshire.person("quality_lead")
    lesson = Lesson.objects.visible_to(by).filter(actions__isnull=False).order_by("number").first()
    blocks = {"what": "People waited and heard nothing.", "what_to_do": "Ring each of them on Friday."}
    given = {"title": "Ring on Fridays, a draft", "blocks": blocks, "lessons": [lesson], **fields}
    return commands.write_briefing(by=by, **given)


def test_one_press_fills_what_is_known_and_leaves_the_questions_to_the_writer(avonshire):
    by, client = avonshire.person("quality_lead"), avonshire.client("quality_lead")
    lesson = Lesson.objects.visible_to(by).filter(actions__done_on__isnull=False).order_by("number").first()
    known = drafting.behind(by, lesson)
    blocks = drafting.draft(known)
    assert blocks["what"] == lesson.what_we_learned and "questions" not in blocks
    assert all(action.title in blocks["what_to_do"] for action in known.actions)
    page = client.get(f"/briefings/write/?lesson={lesson.pk}").content.decode()
    assert "Fill from the lesson" in page and f"Evidence behind {lesson.reference}" in page
    filled = client.get(f"/briefings/write/?lesson={lesson.pk}&fill=yes").content.decode()
    assert "It rests on" in filled and "Fill from the lesson" not in filled


def test_another_councils_lesson_fills_nothing(avonshire, brackenmoor):
    lesson = Lesson.objects.visible_to(avonshire.person("quality_lead")).order_by("number").first()
    page = brackenmoor.client("quality_lead").get(f"/briefings/write/?lesson={lesson.pk}&fill=yes")
    assert lesson.title not in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"first_right": ""}, "first_right"),
        ({"second": ""}, "second"),
        ({"second_wrong": " "}, "second_wrong"),
        ({"first_wrong": "every friday"}, "first_wrong"),
    ],
)
def test_a_question_needs_its_right_and_a_wrong_answer(changed, field):
    with pytest.raises(Refused) as refused:
        checked({**TWO, **changed})
    assert refused.value.field == field


def test_questions_are_asked_in_one_order_with_their_answers():
    first, second = asked(checked(TWO))
    assert (first.text, first.right, set(first.answers)) == (
        "When do you ring?",
        "Every Friday",
        {"Every Friday", "When there is news"},
    )
    assert len(second.answers) == 3 and asked(TWO) == asked(dict(reversed(TWO.items())))
    assert asked({}) == []


def test_the_sheet_and_the_slide_are_one_page_and_what_is_longer_says_by_how_much(avonshire):
    briefing = _written(avonshire)
    client = avonshire.client("practitioner")
    assert client.get(reverse("briefings:sheet", args=[briefing.pk])).status_code == 404, "a draft"
    client = avonshire.client("quality_lead")
    for name in ("sheet", "slide"):
        answer = client.get(reverse(f"briefings:{name}", args=[briefing.pk]))
        pdf = PdfReader(io.BytesIO(answer.content))
        assert len(pdf.pages) == 1 and "Ring each of them on Friday." in pdf.pages[0].extract_text()
    briefing.blocks = {
        slug: "Say when you will next be in touch. " * 40 for slug in ("what", "why", "more", "what_to_do")
    }
    made = papers.one_page(papers.sheet(briefing, "Avonshire"))
    assert made.pages > 1 and 300 < made.words_over < 1280
    Briefing.objects.filter(pk=briefing.pk).update(blocks=briefing.blocks)
    answer = client.get(reverse("briefings:sheet", args=[briefing.pk]), follow=True).content.decode()
    assert f"too long for one A4 page. Cut about {made.words_over:,} words." in answer


def test_easy_read_is_a_line_an_idea_and_the_e_mail_leads_to_the_phone(avonshire, brackenmoor):
    briefing = _written(avonshire, easy_read="People wait.\nRing them on Friday.")
    client = avonshire.client("quality_lead")
    page = client.get(reverse("briefings:easy_read", args=[briefing.pk])).content.decode()
    assert "Ring them on Friday." in page and "<svg" in page
    pdf = client.get(reverse("briefings:easy_read_pdf", args=[briefing.pk])).content
    assert pdf.startswith(b"%PDF")
    forms = client.get(reverse("briefings:forms", args=[briefing.pk])).content.decode()
    assert reverse("briefings:quick", args=[briefing.pk]) in forms and "WHAT TO DO" in forms
    for name in ("forms", "sheet", "slide", "easy_read", "easy_read_pdf"):
        address = reverse(f"briefings:{name}", args=[briefing.pk])
        assert brackenmoor.client("quality_lead").get(address).status_code == 404


@pytest.mark.parametrize(
    ("line", "name"),
    [("Ring them.", "phone"), ("Somebody may be in danger.", "danger"), ("Nothing fits here.", "idea")],
)
def test_a_drawing_is_chosen_by_a_word_of_the_line(line, name):
    assert papers.picture_for(line) == name
