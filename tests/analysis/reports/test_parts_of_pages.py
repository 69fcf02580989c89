"""Scores, names of statements and councils, and dates, however they are written. Every page here is made up."""

from __future__ import annotations

import pytest

from goldthread.analysis.reports.reading import read_report
from goldthread.analysis.reports.types import PublishedPage
from goldthread.document_text import open_document
from goldthread.standards import framework

COMMITMENT = framework.current().statement("QS9").commitment
OURS = "Learning, improvement and innovation"


def only(text: str) -> PublishedPage:
    (page,) = read_report(
        open_document(text.encode(), "page.txt"), source="page.txt", rules=framework.current()
    )
    return page


SCORES = [
    ("Score: 3\n\n3 - Evidence shows a good standard", 3, False),
    ("Score 3", 3, False),
    ("## Score 3", 3, False),
    ("**Score: 3**", 3, False),
    ("Score:\u00a03", 3, False),
    ("Score:\n\n3", 3, False),
    ("Score\n3 – Evidence shows a good standard", 3, False),
    ("Score: 3\nScore: 3 - Evidence shows a good standard", 3, False),
    ("Indicative score:\n\n3 – Evidence shows a good standard", 3, True),
    ("Indicative score: 3", 3, True),
    ("Indicative score:\n\nEvidence shows a good standard", 3, True),
    ("Score: three", 3, False),
    ("Score: 3 out of 4", 3, False),
    ("Score: 3/4", 3, False),
    ("score : 3", 3, False),
    ("3 \\- Evidence shows a good standard", 3, False),
    ("Quality statement score: 3", 3, False),
    ("Score - 3", 3, False),
    ("Score: 3.", 3, False),
    ("Score: 7", None, False),
    ("Score: 2\n\n3 - Evidence shows a good standard", None, False),
    ("Score:", None, False),
]


@pytest.mark.parametrize(("line", "score", "indicative"), SCORES, ids=[repr(line) for line, _, _ in SCORES])
def test_a_score_however_it_is_written(line: str, score: int | None, indicative: bool) -> None:
    page = only(
        f"# Avonshire Council: local authority assessment\n\n## {OURS}\n\n{line}\n\n## The local authority commitment\n\n{COMMITMENT}\n\n"
        "## Key findings for this quality statement\n\nStaff liked it here.\n"
    )
    assert (page.statement, page.score, page.indicative) == (OURS, score, indicative)
    assert bool(page.unread) == (score is None)
    assert [each.text for each in page.passages] == ["Staff liked it here."]


NAMES = [
    (OURS, OURS),
    ("Learning, innovation and improvement", OURS),
    ("Leadership, improvement and innovation", OURS),
    ("Learning improvement & innovation", OURS),
    ("9. Learning, improvement and innovation", OURS),
    ("Quality statement: Learning, improvement and innovation", OURS),
    ("Theme 4: Learning, improvement and innovation", OURS),
    ("LEARNING, IMPROVEMENT AND INNOVATION", OURS),
    ("Supporting people to lead healthier lives", "Supporting people to live healthier lives"),
    ("Safe systems, pathways and transitions", "Safe pathways, systems and transitions"),
    ("Safe pathways systems and transition", "Safe pathways, systems and transitions"),
    ("Care provision, integration and continuity of care", "Care provision, integration and continuity"),
    ("Partnership and communities", "Partnerships and communities"),
    ("Equity in experiences and outcomes", "Equity in experience and outcomes"),
    ("Equity of experience and outcome", "Equity in experience and outcomes"),
    ("Governance, management & sustainability", "Governance, management and sustainability"),
    ("Assessing people’s needs", "Assessing needs"),
    ("Safeguarding", "Safeguarding"),
    ("Whitcombe Council – Safeguarding", "Safeguarding"),
]


@pytest.mark.parametrize(("printed", "name"), NAMES)
def test_statements_whatever_they_are_called(printed: str, name: str) -> None:
    assert (
        only(
            f"{printed}\nScore: 3\nKey findings for this quality statement\nStaff liked it here.\n"
        ).statement
        == name
    )


COUNCILS = [
    ("Bristol City Council: local authority assessment", "Bristol City Council"),
    ("Bournemouth, Christchurch and Poole Council: local authority assessment", "Bournemouth, Christchurch and Poole Council"),
    ("London Borough of Tower Hamlets: local authority assessment", "London Borough of Tower Hamlets"),
    ("The Royal Borough of Kensington and Chelsea Council: local authority assessment", "Royal Borough of Kensington and Chelsea Council"),
    ("Stockton-on-Tees Borough Council: local authority assessment", "Stockton-on-Tees Borough Council"),
    ("St Helens Council: local authority assessment", "St Helens Council"),
    ("City of York Council: local authority assessment", "City of York Council"),
    ("Telford & Wrekin Council: local authority assessment", "Telford & Wrekin Council"),
    ("Council of the Isles of Scilly: local authority assessment", "Council of the Isles of Scilly"),
    ("Avonshire: local authority assessment", "Avonshire"),
    ("Avonshire local authority assessment report", "Avonshire"),
    ("Local authority assessment report: Avonshire County Council", "Avonshire County Council"),
    ("Local authority assessment of Avonshire Council", "Avonshire Council"),
    ("CQC assessment of Avonshire Council", "Avonshire Council"),
    ("Nottingham assessment", "Nottingham"),
    ("Avonshire County Council – adult social care assessment – CQC", "Avonshire County Council"),
    ("How Avonshire County Council works with people", "Avonshire County Council"),
    ("Avonshire MBC: local authority assessment", "Avonshire MBC"),
    ("Local authority assessment", None),
    ("Adult social care assessment", None),
    ("Care Act assessment", None),
    ("Needs assessment", None),
    ("City council assessment", None),
    (OURS, None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "council"), COUNCILS)
def test_the_council_is_as_the_title_prints_it(title: str, council: str | None) -> None:
    page = only(
        f"{title}\n{OURS}\nScore: 3\nKey findings for this quality statement\nStaff at Invented City Council spoke.\n"
    )
    assert page.council == council
    assert page.council_in_text == (None if council else "Invented City Council")


@pytest.mark.parametrize(
    ("words", "council"),
    [
        (
            "Staff enjoyed working in Telford and Wrekin. Telford and Wrekin's strategy was clear.",
            "Telford and Wrekin",
        ),
        ("Northumberland was a council that learned. It was seen in Northumberland.", "Northumberland"),
        (
            "Staff in Westmoor liked it. Westmoor was a good place, and Westmoor's board met monthly.",
            "Westmoor",
        ),
        ("Staff told us of the London average, the West Midlands ADASS and Northumbria University.", None),
        ("The Borough had a board. Making Research Count was a partner. Skills for Care visited.", None),
        ("Staff liked it here. They went to Surrey University.", None),
    ],
)
def test_a_council_that_only_the_text_names_is_for_a_person_to_confirm(
    words: str, council: str | None
) -> None:
    page = only(f"# {OURS}\n\n## Score 3\n\n## Key findings for this quality statement\n\n{words}\n")
    assert (page.council, page.council_in_text) == (None, council)
    assert any("council" in each.what for each in page.unread)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 9 December 2025", "9 December 2025"),
        ("Published: 9 December 2025 Page last updated: 10 December 2025", "9 December 2025"),
        ("Publication date: 09/12/2025", "09/12/2025"),
        ("Published on 9th December 2025", "9th December 2025"),
        ("Report published: December 2025", "December 2025"),
        ("Published\n9 December 2025", "9 December 2025"),
        ("Page last updated: 10 December 2025", None),
        ("The strategy was published in July 2023 and shared.", None),
        ("", None),
    ],
)
def test_the_date_is_as_printed_or_not_known(line: str, date: str | None) -> None:
    page = only(
        f"Avonshire Council: local authority assessment\n{line}\n{OURS}\nScore: 3\nKey findings for this quality statement\nStaff liked it.\n"
    )
    assert page.published == date


def test_rows_that_a_web_page_never_closes_are_kept() -> None:
    text = f"<html><h1>{OURS}</h1><p>Score: 3<p>Key findings<p>Staff liked it.<table><tr><td>a<td>b<tr><td>c<td>d</table><p>Partners too."
    (page,) = read_report(
        open_document(text.encode(), "page.html"), source="page.html", rules=framework.current()
    )
    assert [each.text for each in page.passages] == ["Staff liked it.", "a | b", "c | d", "Partners too."]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    long = (
        "Partners spoke of a culture in which lessons were shared across the whole system, in these made-up words. "
        * 3
    )
    text = (
        f"<html><table><tr><td><h1>Avonshire Council: local authority assessment</h1><h2>{OURS}</h2><p>Score: 3</p>"
        f"<p>Key findings for this quality statement</p><p>{long}</p><p>Staff liked it.</p></td></tr></table></html>"
    )
    (page,) = read_report(
        open_document(text.encode(), "page.html"), source="page.html", rules=framework.current()
    )
    assert (page.council, page.statement, page.score, page.unread) == ("Avonshire Council", OURS, 3, ())
    assert " ".join(each.text for each in page.passages) == f"{long}Staff liked it."
