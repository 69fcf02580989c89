"""Summaries, press releases, whole reports, pilots and pages cut short. Every council and finding here is made up."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from goldthread.analysis.reports.reading import read_report
from goldthread.analysis.reports.types import PublishedPage
from goldthread.document_text import open_document
from goldthread.standards import framework

COMMITMENT = framework.current().statement("QS9").commitment
NINE = [statement.name for statement in framework.current().statements]
SHARED = Path(__file__).resolve().parents[3].parent / "shared"
OURS = "Learning, improvement and innovation"


def read(text: str, name: str = "page.txt") -> list[PublishedPage]:
    return read_report(open_document(text.encode(), name), source=name, rules=framework.current())


def only(text: str, name: str = "page.txt") -> PublishedPage:
    (page,) = read(text, name)
    return page


SUMMARY = """Avonshire County Council: local authority assessment
Published: 12 May 2025
Page last updated: 14 May 2025
Local authority rating and score
Avonshire County Council
Good
Quality statement scores
""" + "\n".join(f"{name}\nScore: {score}" for name, score in zip(NINE, (3, 3, 3, 3, 4, 3, 3, 3, 3), strict=True)) + """
Overall summary
The local authority scored 78 out of 100 overall, indicating a good standard.
Summary of people's experiences
People told us they were treated with respect. Unpaid carers waited 14 weeks for an assessment.
"""  # fmt: skip


def test_a_summary_has_nine_scores_and_none_of_its_own() -> None:
    page = only(SUMMARY)
    assert (page.council, page.statement, page.score) == ("Avonshire County Council", None, None)
    assert (page.rating, page.overall_percent, page.published) == ("Good", 78, "12 May 2025")
    assert [each.score for each in page.scores] == [3, 3, 3, 3, 4, 3, 3, 3, 3]
    assert [each.statement for each in page.scores] == NINE
    assert page.unread == ()
    assert any(each.text.startswith("Unpaid carers waited") for each in page.passages)


@pytest.mark.parametrize(
    ("line", "rating", "percent"),
    [
        ("Overall rating for Eastmoor: 75%", None, 75),
        ("Overall rating: Good", "Good", None),
        ("Local authority indicative rating: requires improvement", "Requires improvement", None),
        (
            "Eastmoor City Council scored 56% overall and is rated as requires improvement.",
            "Requires improvement",
            56,
        ),
        ("The local authority scored 89 out of 100 overall, indicating an exceptional standard.", None, 89),
        ("Eastmoor has been rated outstanding.", "Outstanding", None),
        ("Children's services were rated good by Ofsted.", None, None),
        ("Nothing is said of the whole here.", None, None),
    ],
)
def test_rating_and_percentage_are_as_printed_or_none(
    line: str, rating: str | None, percent: int | None
) -> None:
    listed = "\n".join(f"- {name}: 3" for name in NINE)
    page = only(
        f"# Eastmoor City Council: local authority assessment\n\n## Overall summary\n\n{line}\n\n{listed}\n"
    )
    assert (page.rating, page.overall_percent) == (rating, percent)
    assert len(page.scores) == 9


@pytest.mark.parametrize(
    "written",
    [
        "{} - 2",
        "{}: 2",
        "{} – score 2",
        "{} Score: 2",
        "{} (2)",
        "| {} | 2 |",
        "{}: two",
        "* {}: Score 2",
        "{} = 2 out of 4".replace("=", ":"),
    ],
)
def test_a_press_release_with_all_scores(written: str) -> None:
    names = list(NINE)
    names[0], names[4], names[5] = (
        "Assessing people's needs",
        "Partnership and communities",
        "Safe systems, pathways and transitions",
    )
    listed = "\n".join(written.format(name) for name in names)
    page = only(
        "CQC rates Whitcombe Council's adult social care as requires improvement\n\nPublished: 3 March 2025\n\n"
        "The Care Quality Commission has given each of nine areas a score out of four:\n\n"
        f"{listed}\n\nA made-up inspector said that people at Eastmoor City Council waited too long.\n"
    )
    assert (page.council, page.rating, page.published) == (
        "Whitcombe Council",
        "Requires improvement",
        "3 March 2025",
    )
    assert (page.statement, page.score) == (None, None)
    assert [(each.statement, each.score) for each in page.scores] == [(name, 2) for name in NINE]


def test_a_press_release_that_gives_scores_in_sentences() -> None:
    page = only(
        "CQC publishes pilot assessment of Netherwold County Council\n\nCQC gave an indicative rating of good. The council received "
        "an indicative score of two for assessing needs and a score of three for safeguarding.\n\nStaff told us they felt supported.\n"
    )
    assert (page.council, page.rating, page.indicative) == ("Netherwold County Council", "Good", True)
    assert [(each.statement, each.score) for each in page.scores] == [
        ("Assessing needs", 2),
        ("Safeguarding", 3),
    ]


WHOLE = """Avonshire County Council: local authority assessment

Local authority rating and score
Avonshire County Council
Good

Quality statement scores
Assessing needs
Score: 3
Supporting people to lead healthier lives
Score: 2
Equity in experience and outcomes
Score: 3

Summary of strengths, areas for development and next steps

The local authority had a clear strategy in this made-up place. It was shared with people.

Theme 1: How Avonshire County Council works with people

This theme includes these quality statements:

• Assessing needs
• Supporting people to live healthier lives
• Equity in experience and outcomes

We may not always review all quality statements during every assessment.

Assessing needs
Score: 3
3 - Evidence shows a good standard

What people expect:

"I have care and support that is coordinated, and everyone works well together and with me."

The local authority commitment:

We maximise the effectiveness of people's care by assessing their needs with them.

Key findings for this quality statement

Assessment, care planning and review arrangements

People said assessments were thorough. Staff told us they had time.

Supporting people to lead healthier lives

Score: 2

2 - Evidence shows some shortfalls

The local authority commitment:

We support people to manage their health and wellbeing.

Key findings for this quality statement

Leaders told us about a prevention strategy.

Equity in experience and outcomes – Score 3

The local authority commitment:

We listen to those who are most likely to experience inequality.

Key findings for this quality statement

Partners told us things had improved.
"""


def test_a_whole_report_is_a_summary_and_a_page_for_each_statement() -> None:
    summary, *pages = read(WHOLE)
    assert (summary.statement, summary.score, summary.rating) == (None, None, "Good")
    assert [each.score for each in summary.scores] == [3, 2, 3]
    assert "clear strategy" in " ".join(each.text for each in summary.passages)
    assert [(page.statement, page.score) for page in pages] == [(NINE[0], 3), (NINE[1], 2), (NINE[2], 3)]
    assert {page.council for page in pages} == {"Avonshire County Council"}
    assert [len(page.expectations) for page in pages] == [1, 0, 0]
    assert (
        " ".join(each.text for each in pages[0].passages)
        == "People said assessments were thorough. Staff told us they had time."
    )
    assert " ".join(each.text for each in pages[2].passages) == "Partners told us things had improved."


def test_a_pilot_without_a_score_is_read_and_says_so() -> None:
    page = only(
        f"Netherwold City Council assessment\nDownloads\nPublished: 17 November 2023\n{OURS}\nThe local authority commitment:\n{COMMITMENT}\n"
        "Staff told us they were supported to learn. There was a plan to improve.\n"
    )
    assert (page.council, page.statement, page.score) == ("Netherwold City Council", OURS, None)
    assert page.published == "17 November 2023"
    assert [each.what for each in page.unread] == ["No score is printed."]
    assert page.commitment == COMMITMENT and len(page.passages) >= 1


def test_an_opening_that_is_cut_short() -> None:
    page = only(
        "ovement and innovation\n\nScore: 2\n\n2 – Evidence shows some shortfalls\n\nKey findings for this quality statement\n\nStaff waited.\n"
    )
    assert (page.statement, page.score) == (OURS, 2)
    assert "cut off" in page.unread[0].what
    later = only(
        "practice and research.\n\nKey findings for this quality statement\n\nLearning from feedback\n\nStaff waited for news of it.\n"
    )
    assert (later.statement, later.score, later.commitment) == (OURS, None, "practice and research.")
    assert [each.text for each in later.passages] == ["Staff waited for news of it."]


def test_a_menu_and_a_cookie_banner_left_in_plain_text() -> None:
    page = only(
        "Skip to main content\nCookies on this website\nWe use cookies that are needed.\nAccept all cookies\nHome\nCare services\nContact us\n"
        + "Avonshire Council: local authority assessment\nOn this page\nOverall summary\n"
        + "\n".join(NINE)
        + f"\n{OURS}\nScore: 3\n3 - Evidence shows a good standard\nKey findings for this quality statement\nStaff liked it here.\n"
        "‹ Previous: Governance, management and sustainability\nHelp us improve this website\nIs this page useful?\nYes\nNo\n© Care Quality Commission\n"
    )
    assert (page.council, page.statement, page.score) == ("Avonshire Council", OURS, 3)
    assert [each.text for each in page.passages] == ["Staff liked it here."]
    assert [each.heading for each in page.sections] == ["Key findings for this quality statement"]


def test_headings_that_ran_into_their_text_are_taken_apart() -> None:
    page = only(
        f"Avonshire Council: local authority assessment {OURS}\n\nScore: 3 3 - Evidence shows a good standard\n\nThe local authority commitment "
        f"{COMMITMENT} Key findings for this quality statement Learning from feedback Staff liked it here. Leaders did so too.\n"
    )
    assert (page.council, page.statement, page.score, page.commitment) == (
        "Avonshire Council",
        OURS,
        3,
        COMMITMENT,
    )
    assert " ".join(each.text for each in page.passages) == "Staff liked it here. Leaders did so too."
    assert page.passages[0].section == "Learning from feedback"


def test_what_is_no_report_gives_a_page_that_says_so() -> None:
    page = only("A list of things to buy\n\nBread. Milk.\n")
    assert (page.council, page.statement, page.score) == (None, None, None)
    assert {"No score is printed.", "No quality statement is named.", "No council is named."} <= {
        each.what for each in page.unread
    }


def test_a_table_is_kept_and_said_to_be_one() -> None:
    page = only(
        f"{OURS}\nScore: 3\nKey findings for this quality statement\nStaff liked it.\n\n| Measure | Here |\n|---|---|\n| Turnover | 9.8% |\n"
    )
    assert [each.text for each in page.passages][1:] == ["Measure | Here", "Turnover | 9.8%"]
    assert "table of 2 rows" in page.unread[0].what and page.unread[0].place is not None
    assert page.figures == ()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published assessments are not part of the project")
def test_the_published_pages_lose_no_word() -> None:
    found = {}
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        page = only(text)
        found[path.name[:3]] = (page.council, page.council_in_text)
        assert (page.statement, page.score, page.label) == (OURS, 3, "Evidence shows a good standard")
        assert (page.indicative, page.rating, page.overall_percent, page.published) == (
            False,
            None,
            None,
            None,
        )
        assert page.commitment == COMMITMENT
        body = text.split(COMMITMENT)[1].replace("© Care Quality Commission", "")
        body = re.sub(r"(?m)^(?:-{3,}|#+ )", "", body)
        headings = [each.heading or "" for each in page.sections if each.kind == "findings"]
        words = [*headings, *(each.text for each in page.passages)]
        assert Counter(" ".join(words).split()) == Counter(body.split()), path.name
    assert found == {
        "000": (None, "Telford and Wrekin"),
        "001": (None, None),
        "002": (None, "Northumberland"),
        "003": ("Staffordshire County Council", None),
        "004": (None, "Hounslow"),
    }


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sample layouts are not part of the project")
def test_one_page_in_five_layouts_has_the_same_parts() -> None:
    pages = {}
    for path in sorted((SHARED / "data" / "layouts").glob("30*")):
        if path.suffix == ".pdf":
            pytest.importorskip("pypdf")
        (pages[path.name[:3]],) = read_report(
            open_document(path.read_bytes(), path.name), source=path.name, rules=framework.current()
        )
    assert len(pages) == 5
    first = pages["30a"]
    assert first.published == pages["30b"].published == "9 December 2025"
    for name, page in pages.items():
        assert (page.council, page.statement, page.score) == ("Avonshire Council", OURS, 3), name
        assert [each.heading for each in page.sections] == [each.heading for each in first.sections], name
        words = " ".join(each.text for each in page.passages)
        # What only these two print: what was inserted, a table, and a note.
        words = (
            words.replace(" All remedies were on time.", "")
            .partition(" Measure | Avonshire")[0]
            .removesuffix(" Figures invented.")
        )
        assert words == " ".join(each.text for each in first.passages), name
        assert "2 late remedies" not in words and "212 or 221" not in words
        assert [(each.printed, each.value) for each in page.figures] == [
            (each.printed, each.value) for each in first.figures
        ], name
