"""Avonshire's briefings as they were used, one that another council shared, and documents made together: all invented."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.briefings.reach import commands as reach
from goldthread.briefings.sharing import file
from goldthread.briefings.sharing.commands import import_shared
from goldthread.council.database import tenant
from goldthread.dates import add_months
from goldthread.demo.story import Story
from goldthread.learning.documents import commands, describing
from goldthread.learning.documents.models import Document

_SITE = "https://avonshire.sharepoint.example/sites/adults/made-together"
_QUESTIONS = {
    "first": "What counts as an update for somebody who waits?",
    "first_right": "No news, and the day on which they will hear again",
    "first_wrong": "Only news about their place on the list",
    "first_other": "A letter once a year",
    "second": "Who rings on Friday when the usual person is on leave?",
    "second_right": "Whoever is named on the leave form",
    "second_wrong": "Nobody until they are back",
}
# What briefings have beside their blocks, by their short names.
BESIDE: dict[str, dict[str, Any]] = {
    "silence-while-waiting": {
        "questions": _QUESTIONS,
        "easy_read": "Some people wait a long time for help.\nMost of all they want to know what is happening.\n"
        "Ring each person every Friday.\nTell them the day when you will ring again.\nWrite it down.",
    },
    "walter": {
        "questions": {
            "first": "Somebody says no to help at the first visit. What now?",
            "first_right": "Ask what matters to them, and go again",
            "first_wrong": "Close the case: it is their choice",
            "second": "Where does a high risk go?",
            "second_right": "To the panel",
            "second_wrong": "Into the next review",
        }
    },
}
_WRONG = frozenset({"rob-ellacott", "pete-lavender"})


def answers_of(briefing: str, reader: str) -> dict[str, str] | None:
    """Return how a reader answered the questions of a briefing; None where it asks none."""
    questions = BESIDE.get(briefing, {}).get("questions")
    if not questions:
        return None
    second = questions["second_wrong" if reader in _WRONG else "second_right"]
    return {"first": questions["first_right"], "second": second}


def add(story: Story) -> None:
    """Add what came of the briefings, the shared one, and the documents."""
    _used(story)
    _shared(story)
    _documents(story)


def _used(story: Story) -> None:
    """Have two more open a briefing without reading it, and one team say how it used it."""
    briefing = story.briefings["silence-while-waiting"]
    day = story.day(-12, 20)
    reach.open_briefing(by=story.people["bronwen-hartill"], briefing=briefing, opened_on=day)
    reach.record_discussion(
        by=story.people["rob-ellacott"],
        briefing=briefing,
        team=story.teams["locality-north"],
        discussed_on=day,
        person=story.people["rob-ellacott"],
        took_part=2,
        differently="Each Friday call ends with the day of the next one, and the day is written down.",
    )


def _shared(story: Story) -> None:
    """Take in a briefing that another council shared; it is a draft still."""
    came = file.SharedBriefing(
        council="Brackenmoor",
        reference="B-4",
        title="Ask who else is in the house: young carers",
        blocks={
            "what": "In one month we met eleven young people who cared for a parent and whom no record mentioned.",
            "why": "Nobody had asked. A plan that rests on a child without saying so is no plan.",
            "what_to_do": "At each visit ask who else helps, and how old they are. Write down the answer.",
            "questions": "Whose plan on our list rests on somebody under eighteen?",
        },
        easy_read="",
        questions={},
        sources=("Lesson L-9",),
    )
    import_shared(by=story.people["grace-adeyinka"], content=file.write(came), came_on=story.day(-1, 12))


def _documents(story: Story) -> None:
    tom = story.people["tom-wheelhouse"]
    _add(
        story,
        "Looking after yourself: a wellbeing guide by carers",
        "guide",
        "What helps carers to stay well, written by carers.",
        ["carers-come-second"],
        {
            "made_with": "The carers’ reference group, in four evenings.",
            "paid": "Each evening was paid at the council’s rate for involvement, and cover at home with it.",
            "impact": "The guide goes out with each carer’s assessment. Whether it helps is not shown yet.",
        },
        formats=["web", "pdf", "easy_read"],
    )
    _add(
        story,
        "All age carers strategy",
        "strategy",
        "Where carers and the council want to be in five years.",
        ["carers-come-second"],
        {
            "made_with": "Carers, young carers and the voluntary sector, from the first page.",
            "paid": "Carers who wrote were paid by the day; young carers chose vouchers.",
            "impact": "Two of its six promises are actions now.",
        },
        formats=["web", "pdf", "large_print"],
    )
    _add(
        story,
        "Ask me first: a film made by people with a learning disability",
        "together",
        "Eight minutes on being spoken to, and not about.",
        ["forms-with-the-group"],
        {
            "made_with": "A film group of people with a learning disability, who wrote and acted it.",
            "paid": "The group was commissioned and paid for 12 days of work.",
            "impact": "Every new worker sees it in their first week.",
        },
        formats=["web", "bsl"],
    )
    _add(
        story,
        "Nineteen weeks: a daughter’s story of waiting",
        "story",
        "What it is like to hear nothing, told by somebody who waited.",
        ["silence-is-worse"],
        {
            "situation": "Her mother waited nineteen weeks for an assessment. Nobody rang.",
            "did": "She complained, and was asked to help write the Friday call.",
            "changed": "In her words: “Now they tell you the day. You can sleep until the day.”",
        },
        consent_on=story.day(-5, 4),
        consent_until=add_months(story.today, 8),
    )
    guide = _add(
        story,
        "Direct payments: your rights and how they work",
        "guide",
        "What a direct payment is, what it may be spent on, and where to go for help.",
        ["one-team-for-direct-payments"],
        {"made_with": "People who hold a direct payment."},
        formats=["web", "pdf", "large_print"],
    )
    for name, month, met in (("large_print", -5, -5), ("audio", -3, None), ("easy_read", -1, None)):
        asked_on = story.day(month, 4)
        describing.ask_for_format(by=tom, document=guide, format=name, asked_on=asked_on)
        if met is not None:
            [waiting] = _waiting(story, guide, name)
            met_on = asked_on + datetime.timedelta(days=9)
            describing.meet_request(by=tom, document=guide, asked=waiting, met_on=met_on)


def _waiting(story: Story, document: Document, name: str) -> list[Any]:
    with tenant.inside(story.clock.council_id):
        return list(document.format_requests.filter(format=name).order_by("pk"))


def _add(
    story: Story,
    title: str,
    kind: str,
    about: str,
    lessons: list[str],
    texts: dict[str, str],
    **more: Any,
) -> Document:
    tom = story.people["tom-wheelhouse"]
    document = commands.add_document(
        by=tom,
        owner=tom,
        kind=kind,
        title=title,
        about=about,
        edition="1",
        edition_on=story.day(-6, 3),
        in_force_since=story.day(-6, 3),
        review_on=add_months(story.today, 9),
        address=f"{_SITE}/{title.partition(':')[0].lower().replace(' ', '-')}",
        lessons=[story.lessons[slug] for slug in lessons],
    )
    describing.describe_document(by=tom, document=document, texts=texts, **more)
    return document
