"""Reading a published assessment in every layout seen; the texts here are invented, but for what every page prints."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from goldthread.standards import framework
from goldthread.standards.assessment import AssessmentError, findings, read_assessment

COMMITMENT = framework.current().statement("QS9").commitment
HEADING = "Continuous learning, improvement and professional development"
SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

# No council in the title, Markdown headings, rules between paragraphs, a score without a colon.
MARKDOWN = f"""

# Learning, improvement and innovation

## Score 3

3 - Evidence shows a good standard

## The local authority commitment

{COMMITMENT}

## Key findings for this quality statement

### {HEADING}

---

Staff in this invented place liked their training. They said it was useful.

Audits were done each month.

## Learning from feedback

---

People asked for large print. This was provided. However, not everybody was told.

---

© Care Quality Commission"""

# A plain score, and a heading that is only a line of its own.
PLAIN_HEADING = f"""# Learning, improvement and innovation

Score: 3

3 - Evidence shows a good standard

## The local authority commitment

{COMMITMENT}

## Key findings for this quality statement

{HEADING}

---

Staff in this invented place liked their training.

## Learning from feedback

The invented board met monthly."""

# The council in the title, no Markdown, no blank lines, no sub-headings.
ONE_LINE_EACH = f"""Avonshire County Council: local authority assessment
Learning, improvement and innovation
Score: 2
2 - Evidence shows some shortfalls
The local authority commitment
{COMMITMENT}
Key findings for this quality statement
Staff in this invented place liked their training. For example, some went to a course.
12 complaints were made. Leaders spoke of what they had learned, e.g. Better letters."""

# A pilot's page: no "Key findings" at all, an indicative score, an "I" statement, lines that are wrapped.
PILOT = """Avonshire assessment
Downloads
Published: 17 November 2023
Page last updated: 20 November 2023
Supporting people to lead healthier lives
Indicative score:

3 – Evidence shows a good standard

What people expect:

I can get information and advice about my health.

I am supported to plan ahead.

The local authority commitment:

We support people to manage their health in this invented commitment.

People in this invented place were able to find out about support, and most of the
people asked said that the library was the first place to which they would turn.

Prevention

- A falls class was held weekly.
- A telephone line was opened"""

DOUBLED = f"""Equity in experience and outcomes

Score: 4

Score: 4 - Evidence shows an exceptional standard

Key findings

{"An invented leader listened. " * 3}"""


def test_markdown_with_rules() -> None:
    read = read_assessment(MARKDOWN)
    assert (read.council, read.statement_slug) == (None, "learning-improvement-and-innovation")
    assert (read.score, read.label) == (3, "Evidence shows a good standard")
    assert read.commitment == COMMITMENT
    assert [(s.heading, s.points) for s in read.sections] == [
        (
            HEADING,
            [
                "Staff in this invented place liked their training. They said it was useful.",
                "Audits were done each month.",
            ],
        ),
        (
            "Learning from feedback",
            ["People asked for large print. This was provided. However, not everybody was told."],
        ),
    ]


def test_a_heading_in_plain_text() -> None:
    read = read_assessment(PLAIN_HEADING)
    assert [s.heading for s in read.sections] == [HEADING, "Learning from feedback"]
    assert [len(s.points) for s in read.sections] == [1, 1]


def test_one_line_a_paragraph_with_the_council_in_the_title() -> None:
    read = read_assessment(ONE_LINE_EACH)
    assert (read.council, read.score) == ("Avonshire County Council", 2)
    (section,) = read.sections
    assert section.heading == "Key findings"
    assert section.points == [
        "Staff in this invented place liked their training. For example, some went to a course.",
        "12 complaints were made.",
        "Leaders spoke of what they had learned, e.g. Better letters.",
    ]


def test_a_pilot_page_without_key_findings() -> None:
    read = read_assessment(PILOT)
    assert (read.council, read.statement_slug) == ("Avonshire", "supporting-people-to-live-healthier-lives")
    assert (read.score, read.label) == (3, "Evidence shows a good standard")
    assert len(read.expectations) == 2
    assert read.commitment.startswith("We support people")
    first, second = read.sections
    assert first.points[0].endswith("the first place to which they would turn.")
    assert "most of the people asked" in first.points[0]
    assert (second.heading, len(second.points)) == ("Prevention", 2)


def test_a_doubled_score_line() -> None:
    read = read_assessment(DOUBLED)
    assert (read.score, read.label) == (4, "Evidence shows an exceptional standard")
    assert read.council is None
    assert len(read.sections[0].points) == 3


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert read_assessment("\ufeff" + MARKDOWN.replace("\n", "\r\n")) == read_assessment(MARKDOWN)


def test_a_score_without_its_label_takes_it_from_the_framework() -> None:
    text = MARKDOWN.replace("3 - Evidence shows a good standard\n", "")
    assert read_assessment(text).label == "Evidence shows a good standard"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no line with a score"),
        ("\0\0\0", "no line with a score"),
        ("Learning, improvement and innovation\nKey findings\nAll well.", "no line with a score"),
        ("Something else\nScore: 3\nKey findings\nAll well.", "no quality statement"),
        ("Safeguarding\nScore: 3\n2 - Evidence shows some shortfalls\nKey findings\nAll well.", "disagree"),
        ("Safeguarding\nScore:\nKey findings\nAll well.", "There is no score"),
        ("Safeguarding\nScore: 3\nKey findings\n", "no findings"),
        ("Safeguarding\nScore: 7\nKey findings\nAll well.", "no line with a score"),
    ],
)
def test_what_is_not_such_a_page_is_refused(text: str, why: str) -> None:
    with pytest.raises(AssessmentError, match=why):
        read_assessment(text)


@pytest.mark.parametrize("title", ["Local authority assessment", "Needs assessment", "Care Act assessment"])
def test_a_council_is_never_guessed(title: str) -> None:
    read = read_assessment(
        f"{title}\nSafeguarding\nScore: 3\nKey findings\nStaff at an Invented City Council spoke."
    )
    assert read.council is None


def test_findings_keep_every_word_and_quotes_whole() -> None:
    paragraph = 'A visitor said it was "the best." 14 councils came. St. Mary\'s ward, No. 3, helped too. These did well.'
    assert findings(paragraph) == [
        'A visitor said it was "the best."',
        "14 councils came.",
        "St. Mary's ward, No. 3, helped too. These did well.",
    ]


def test_a_long_page_is_read_in_good_time() -> None:
    page = MARKDOWN.replace("Audits were done each month.", "Audits were done. " * 20_000)
    assert sum(len(section.points) for section in read_assessment(page).sections) > 20_000


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published assessments are not part of the project")
def test_the_published_pages_lose_no_word() -> None:
    pages = sorted(SEEDS.glob("*.txt"))
    assert len(pages) == 5
    councils = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        read = read_assessment(text)
        councils.append(read.council)
        assert (read.score, read.label) == (3, "Evidence shows a good standard")
        assert read.statement_slug == "learning-improvement-and-innovation"
        assert read.commitment == COMMITMENT
        points = [point for section in read.sections for point in section.points]
        assert len(points) >= 20
        assert all(len(section.heading) <= 200 for section in read.sections)
        body = text.split(COMMITMENT)[1].replace("© Care Quality Commission", "")
        body = re.sub(r"(?m)^(?:-{3,}|#+ )", "", body).replace("Key findings for this quality statement", "")
        headings = [section.heading for section in read.sections if section.heading != "Key findings"]
        assert Counter(" ".join([*headings, *points]).split()) == Counter(body.split()), page.name
    # Only one of them names its council in the title; for the others nobody may say from the title.
    assert sum(council is not None for council in councils) == 1
