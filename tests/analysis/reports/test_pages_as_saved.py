"""Pages as people save, print and copy them, with what stands around and beside the findings. Every finding is made up.

Some councils are real ones, for the shapes of their names; nothing here was ever said of them.
"""

from __future__ import annotations

import base64
import io
import quopri

import pytest

from goldthread.analysis.reports.reading import read_report
from goldthread.analysis.reports.types import PublishedPage
from goldthread.document_text import open_document
from goldthread.standards import framework

NINE = [statement.name for statement in framework.current().statements]
ASSESSING, PARTNERS, PATHWAYS, SAFEGUARDING, GOVERNANCE, LEARNING = (NINE[at] for at in (0, 4, 5, 6, 7, 8))
SCORES = dict(zip(NINE, (3, 2, 3, 3, 4, 3, 3, 2, 3), strict=True))
STAFF = "Staff told us they had time to learn. People said that they were listened to when they complained."
CARERS = "Unpaid carers waited too long for a reply, and leaders knew this."
TITLE = "Eastmoor City Council: local authority assessment"


def read(content: str | bytes, name: str = "page.md") -> list[PublishedPage]:
    data = content.encode() if isinstance(content, str) else content
    return read_report(open_document(data, name), source=name, rules=framework.current())


def only(content: str | bytes, name: str = "page.md") -> PublishedPage:
    (page,) = read(content, name)
    return page


def words(page: PublishedPage) -> str:
    return " ".join(" ".join(passage.text for passage in page.passages).split())


def scores(page: PublishedPage) -> dict[str, int]:
    return {each.statement: each.score for each in page.scores}


def a_page(body: str, *, title: str = TITLE, statement: str = LEARNING, score: str = "Score: 3") -> str:
    return f"# {title}\n\n## {statement}\n\n{score}\n\n## Key findings for this quality statement\n\n{body}\n"


@pytest.mark.parametrize(
    "listed",
    [
        "\n".join(f"{name} {page}" for name, page in zip(NINE, (3, 4, 4, 5, 6, 7, 8, 9, 10), strict=True)),
        "\n".join(f"{name} ........ {page}" for page, name in enumerate(NINE, 1)),
        "\n".join(f"- {name}\t{page}" for name, page in zip(NINE, (3, 3, 4, 4, 2, 2, 1, 1, 3), strict=True)),
        "\n".join(f"| {name} | {page} |" for name, page in zip(NINE, (1, 1, 2, 2, 3, 3, 4, 4, 4), strict=True)),
        "Theme 1: Working with people\nAssessing needs 2\nTheme 2: Providing support\nPartnerships and communities 4",
        "Page\nOverall summary\n3\nAssessing needs\n2\nSafeguarding\n4",
    ],
)  # fmt: skip
def test_the_pages_of_a_list_of_contents_are_no_scores(listed: str) -> None:
    page = only(f"{TITLE}\n\nContents\n\n{listed}\n\n{SAFEGUARDING}\n\nScore: 2\n\nKey findings\n\n{STAFF}\n")
    assert (page.statement, page.score, page.scores) == (SAFEGUARDING, 2, ())
    assert words(page) == STAFF
    assert page.unread == ()


def test_pages_are_told_from_scores_without_the_word_contents() -> None:
    listed = "\n".join(f"{name} {page}" for page, name in enumerate(NINE, 2))
    page = only(f"{TITLE}\n\n{listed}\n\n{SAFEGUARDING}\n\nScore: 2\n\nKey findings\n\n{STAFF}\n", "page.txt")
    assert (page.statement, page.score, page.scores) == (SAFEGUARDING, 2, ())


@pytest.mark.parametrize(
    "listed",
    [
        "\n".join(f"{name} {score}" for name, score in SCORES.items()),
        "\n\n".join(f"{name}\n\n{score}" for name, score in SCORES.items()),
        "\n".join(f"- {name} (score: {score})" for name, score in SCORES.items()),
        "\n".join(f"- {score} – {name}" for name, score in SCORES.items()),
        "\n".join(f"{at}. {name}: score {score} out of 4" for at, (name, score) in enumerate(SCORES.items(), 1)),
        "| Quality statement | Score |\n|--|--|\n" + "\n".join(f"| **{name}** | {score} |" for name, score in SCORES.items()),
        "| Theme | Statement | Score |\n|--|--|--|\n" + "\n".join(f"| X | {name} | {score} (good standard) |" for name, score in SCORES.items()),
    ],
)  # fmt: skip
def test_a_list_of_scores_is_read_however_it_is_set(listed: str) -> None:
    page = only(f"# {TITLE}\n\n## Quality statement scores\n\n{listed}\n\n## Overall summary\n\n{STAFF}\n")
    assert scores(page) == SCORES
    assert (page.statement, page.score, page.unread) == (None, None, ())
    assert words(page) == STAFF


def test_a_list_of_definitions_gives_scores_rating_and_date() -> None:
    listed = "".join(f"<dt>{name}</dt><dd>{score}</dd>" for name, score in SCORES.items())
    page = only(
        f"<!doctype html><html><body><h1>{TITLE}</h1><dl><dt>Overall rating</dt><dd>Good</dd><dt>Overall score</dt><dd>75%</dd>"
        f"<dt>Published</dt><dd>8 August 2025</dd></dl><h2>Quality statement scores</h2><dl>{listed}</dl><p>{STAFF}</p></body></html>",
        "page.html",
    )
    assert scores(page) == SCORES
    assert (page.rating, page.overall_percent, page.published) == ("Good", 75, "8 August 2025")


@pytest.mark.parametrize(
    "line", ["- Kindness and dignity: 3", "Kindness and dignity – 3", "| Kindness | 3 |"]
)
def test_a_score_of_no_statement_is_said_with_its_place(line: str) -> None:
    cells = line.startswith("|")
    listed = [f"| {name} | {score} |" if cells else f"- {name}: {score}" for name, score in SCORES.items()]
    page = only(
        f"# {TITLE}\n\n## Scores\n\n" + "\n".join(listed[:4]) + f"\n{line}\n\n## Overall summary\n\n{STAFF}\n"
    )
    assert scores(page) == dict(list(SCORES.items())[:4])
    (said,) = (each for each in page.unread if "no quality statement" in each.what)
    assert "Kindness" in said.what
    assert said.place is not None and said.place.paragraph == 7


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council scored three for assessing needs, two for supporting people to live healthier lives, and four for safeguarding.",
         {ASSESSING: 3, NINE[1]: 2, SAFEGUARDING: 4}),
        ("It had an indicative score of three for assessing needs and an indicative score of two for safeguarding.",
         {ASSESSING: 3, SAFEGUARDING: 2}),
        ("CQC gave a score of 3 for assessing needs and safeguarding. Learning, improvement and innovation was scored two.",
         {ASSESSING: 3, SAFEGUARDING: 3, LEARNING: 2}),
        ("It scored 3 overall, and two people waited for safeguarding.", {}),
        ("In safeguarding, staff scored their training 4 out of 5.", {}),
    ],
)  # fmt: skip
def test_scores_in_a_sentence(sentence: str, expected: dict[str, int]) -> None:
    page = only(f"# CQC publishes report on Eastmoor City Council\n\n{sentence} {STAFF}\n")
    assert scores(page) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Published 5 June 2025", "5 June 2025"),
        ("Published: Friday 6 June 2025", "Friday 6 June 2025"),
        ("Published: 12 May 2025 Page last updated: 14 May 2025", "12 May 2025"),
        ("This report was published on 5th June 2025.", "5th June 2025"),
        ("| Published | 5 June 2025 |", "5 June 2025"),
        ("Date assessed: 12 to 14 March 2025", None),
        ("Page last updated: 3 June 2025", None),
        ("The strategy was published on 4 May 2024.", None),
        ("Published 4 May 2024, the strategy set out four aims.", None),
        ("An Ofsted report published 4 May 2023 said the same.", None),
    ],
)
def test_the_date_of_publication_is_the_page_s_own(printed: str, expected: str | None) -> None:
    assert only(f"# {TITLE}\n\n{printed}\n\n## {LEARNING}\n\nScore: 3\n\n{STAFF}\n").published == expected


@pytest.mark.parametrize(
    ("line", "rating", "percent"),
    [
        ("Requires improvement, 56%", "Requires improvement", 56),
        ("Overall rating: Good (75%)", "Good", 75),
        ("Overall score 27/36 (75%)", None, 75),
        ("Overall score 27/36", None, None),
        ("| Rating | Good |\n|--|--|\n| Score | 78% |", "Good", 78),
        ("Overall, 64% of people were satisfied, which was the score in the survey.", None, None),
        ("Staff rated the training as good.", None, None),
        ("The portal was rated outstanding by residents.", None, None),
    ],
)
def test_rating_and_percentage_are_the_regulator_s(
    line: str, rating: str | None, percent: int | None
) -> None:
    page = only(f"# {TITLE}\n\n## Overall summary\n\n{line}\n\n{STAFF}\n")
    assert (page.rating, page.overall_percent) == (rating, percent)
    assert "Requires improvement, 56%" not in [each.heading for each in page.sections]


def test_several_councils_on_one_page_have_their_own_findings() -> None:
    marked = read(
        f"# Assessments published this week\n\n## Rutland County Council\n\n### {ASSESSING}\n\nScore: 3\n\n{STAFF}\n\n"
        f"## Slough Borough Council\n\n### {ASSESSING}\n\nScore: 2\n\n{CARERS}\n"
    )
    plain = read(a_page(STAFF, title="Rutland County Council: local authority assessment").replace("#", "")
                 + a_page(CARERS, title="Slough Borough Council: local authority assessment", score="Score: 2").replace("#", ""))  # fmt: skip
    for pages, statement in ((marked, ASSESSING), (plain, LEARNING)):
        assert [(page.council, page.statement, page.score, words(page)) for page in pages] == [
            ("Rutland County Council", statement, 3, STAFF),
            ("Slough Borough Council", statement, 2, CARERS),
        ]


def test_another_council_in_a_heading_of_the_findings_divides_nothing() -> None:
    page = only(a_page(f"{STAFF}\n\n### Slough Borough Council\n\n{CARERS}"))
    assert (page.council, words(page)) == ("Eastmoor City Council", f"{STAFF} {CARERS}")


HTML = f"<!DOCTYPE html><html><head><title>x</title></head><body><h1>{TITLE}</h1><h2>{SAFEGUARDING}</h2><p>Score: 3</p><p>{STAFF} The council’s plan – a good one.</p></body></html>"


@pytest.mark.parametrize(
    ("kind", "coded", "body"),
    [
        ('text/html; charset="utf-8"', "quoted-printable", quopri.encodestring(HTML.encode())),
        ("text/html", "quoted-printable", quopri.encodestring(HTML.encode())),
        ('text/html; charset="windows-1252"', "base64", base64.encodebytes(HTML.encode("cp1252"))),
        ("text/html; charset=none-such", "8bit", HTML.encode()),
    ],
)
def test_a_page_saved_as_one_file(kind: str, coded: str, body: bytes) -> None:
    head = 'From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--a--"\r\n\r\n'
    part = f"----a--\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coded}\r\n\r\n"
    picture = b"\r\n----a--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo\r\n----a----\r\n"
    page = only(head.encode() + part.encode() + body.replace(b"\n", b"\r\n") + picture, "page.mhtml")
    assert (page.council, page.statement, page.score) == ("Eastmoor City Council", SAFEGUARDING, 3)
    assert words(page) == f"{STAFF} The council’s plan – a good one."


def test_what_leads_to_words_or_a_list_is_no_heading() -> None:
    text = only(
        a_page(f"People told us:\n\nThey waited.\n\nJames Example, who inspects, said:\n\n“{CARERS}”")
    )
    html = only(f"<h1>{TITLE}</h1><h2>{LEARNING}</h2><p>Score: 3</p><p><b>Leaders told us:</b></p><ul><li>they met</li></ul>", "a.html")  # fmt: skip
    assert words(text) == f"People told us: They waited. James Example, who inspects, said: “{CARERS}”"
    assert words(html) == "Leaders told us: they met"


def test_sentences_that_begin_like_a_page_s_frame_are_kept() -> None:
    said = "Published in 2023, the carers strategy set out four aims."
    more = "Sign up to the carers’ register was low."
    assert words(only(a_page(f"{said}\n\n{more}\n\nCopyright was no concern.\n\n{STAFF}"))) == f"{said} {more} Copyright was no concern. {STAFF}"  # fmt: skip


def test_a_printed_report_with_a_statement_at_the_head_of_each_page() -> None:
    pages = [
        f"{name}\nScore: {score}\nKey findings for this quality statement\n{STAFF}"
        for name, score in SCORES.items()
    ]
    found = read("\f".join([f"{TITLE}\n\nOverall summary\n\n{CARERS}", *pages]), "report.txt")
    assert {page.statement: page.score for page in found[1:]} == SCORES


def test_a_title_that_is_printed_on_each_page_names_the_council() -> None:
    page = only(
        f"{TITLE} 1\n\n{GOVERNANCE}\n\nScore: 2\n\nKey findings\n\n{STAFF}\f{TITLE} 2\n\n{CARERS}\n",
        "page.txt",
    )
    assert (page.council, page.statement, page.score) == ("Eastmoor City Council", GOVERNANCE, 2)
    assert words(page) == f"{STAFF} {CARERS}"


def test_a_title_under_the_statement_s_name_is_no_passage() -> None:
    menu = "".join(f"<li><a href='#'>{name}</a></li>" for name in NINE)
    page = only(f"<html><body><ul>{menu}</ul><h1>{ASSESSING}</h1><p>{TITLE}</p><p>Score: 2</p><p>{STAFF}</p></body></html>", "a.html")  # fmt: skip
    assert (page.council, page.statement, words(page)) == ("Eastmoor City Council", ASSESSING, STAFF)


@pytest.mark.parametrize(
    ("printed", "statement"),
    [("Partnership working", PARTNERS), ("Safe systems, pathways and transitions", PATHWAYS), ("Governance", GOVERNANCE)],
)  # fmt: skip
def test_names_that_drift(printed: str, statement: str) -> None:
    assert only(a_page(STAFF, statement=printed)).statement == statement
    inside = only(
        a_page(
            f"### Continuous learning, improvement and professional development\n\n{STAFF}\n\n### {printed}\n\n{CARERS}"
        )
    )
    assert (inside.statement, inside.sections[-1].heading) == (LEARNING, printed)


def test_a_part_named_like_a_statement_does_not_name_the_page() -> None:
    page = only(
        f"# {TITLE}\n\nScore: 3\n\n## Key findings\n\n### Strategic planning\n\n{STAFF}\n\n### Partnership working\n\n{CARERS}\n"
    )
    assert page.statement == GOVERNANCE
    assert only(f"# {LEARNING}: Eastmoor City Council – Score: 3\n\n{STAFF}\n").score == 3


@pytest.mark.parametrize(
    "council",
    ["St. Helens Council", "Bournemouth, Christchurch and Poole Council", "City of York Council", "Council of the Isles of Scilly",
     "London Borough of Barking and Dagenham", "Royal Borough of Kensington and Chelsea", "Southend-on-Sea City Council",
     "Westmorland and Furness Council", "Bath and North East Somerset Council", "City of Bradford Metropolitan District Council"],
)  # fmt: skip
def test_a_council_is_as_its_title_prints_it(council: str) -> None:
    assert only(a_page(STAFF, title=f"{council}: local authority assessment")).council == council


def test_a_name_with_a_comma_in_the_text_is_whole() -> None:
    place = "Bournemouth, Christchurch and Poole"
    page = only(
        f"# {LEARNING}\n\nScore: 3\n\nStaff working in {place} were well led.\n\n{place} had a board.\n"
    )
    assert (page.council, page.council_in_text) == (None, place)


def test_a_table_in_word_that_lays_out_the_page_keeps_its_order() -> None:
    docx = pytest.importorskip(
        "docx", reason="what writes the Word file of this test is not in the base package"
    )
    document, file = docx.Document(), io.BytesIO()
    document.add_heading(TITLE, 1)
    document.add_heading(SAFEGUARDING, 2)
    document.add_paragraph("Score: 3")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = STAFF, f"{CARERS} " * 5
    document.save(file)
    assert words(only(file.getvalue(), "page.docx")) == " ".join([STAFF, *[CARERS] * 5])


@pytest.mark.parametrize("kind", ["<a href='#'>{}</a>", "{}"])
def test_a_list_of_reports_names_no_council_as_its_own(kind: str) -> None:
    listed = [f"{council}: local authority assessment" for council in ("Bury Council", "Leeds City Council")]
    items = "".join(f"<li>{kind.format(each)}</li>" for each in listed)
    page = only(
        f"<html><body><h1>Local authority assessments</h1><ul>{items}</ul><p>{STAFF}</p></body></html>",
        "a.html",
    )
    assert (page.council, page.statement, page.score, page.scores) == (None, None, None, ())


def test_a_page_of_one_statement_has_the_rating_above_it() -> None:
    page = only(
        f"# {TITLE}\n\nOverall rating: Good\n\nOverall score: 72%\n\n## {LEARNING}\n\nScore: 3 (Good)\n\n{STAFF}\n"
    )
    assert (page.statement, page.score, page.rating, page.overall_percent) == (LEARNING, 3, "Good", 72)
    assert words(page) == STAFF


def test_a_count_beside_a_statement_s_name_is_no_score() -> None:
    page = only(
        "# Annual report on complaints\n\nSafeguarding complaints: 3\n\nWe had 40 complaints in 2024.\n"
    )
    assert (page.statement, page.score, page.scores) == (None, None, ())


@pytest.mark.parametrize(
    "named", ["layout no-sidebar", "has-sidebar", "score-banner", "page with-navigation"]
)
def test_a_class_that_only_speaks_of_a_menu_hides_nothing(named: str) -> None:
    page = only(
        f"<html><body><h1>{TITLE}</h1><h2>{LEARNING}</h2><div class='{named}'><p>Score: 3</p><p>{STAFF}</p></div></body></html>",
        "a.html",
    )
    assert (page.score, words(page)) == (3, STAFF)
