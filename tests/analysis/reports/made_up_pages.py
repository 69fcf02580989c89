"""Pages of assessments of councils that do not exist, and the ways in which such pages come. All of it is made up.

What each page holds is written down by hand in PAGES; what is below, and LAYOUTS in made_up_files.py, write any page in one
way each, so that all must be read as the same parts.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A made-up page. printed: the statement as the page writes it; statement: as the framework calls it."""

    council: str
    printed: str
    statement: str
    score: int
    label: str
    commitment: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    expectations: tuple[str, ...] = ()
    published: str | None = None

    def words(self) -> list[str]:
        """Return every word of its findings."""
        return " ".join(paragraph for _, paragraphs in self.sections for paragraph in paragraphs).split()


PAGES = (
    Page(
        council="Avonshire County Council",
        printed="Learning, improvement and innovation",
        statement="Learning, improvement and innovation",
        score=2,
        label="Evidence shows some shortfalls",
        commitment="We keep on learning, in these made-up words, and try what is new with the people who use our services.",
        sections=(
            (
                "Continuous learning, improvement and professional development",
                (
                    "Staff in the made-up teams told us that they had time for training. However, they could not always say what "
                    "had changed because of it. In 2023/24, 48 practice audits were completed.",
                    "Partners described an open culture. The well-being offer for staff was re-launched in a self-service form.",
                ),
            ),
            (
                "Learning from feedback",
                (
                    "Of 60 complaints received in 2023/24, 15 (25%) were upheld. Leaders met each month to look at themes.",
                    "An unpaid carer said, “they asked me, and nothing came of it”. This was not recorded anywhere.",
                ),
            ),
        ),
        published="9 December 2025",
    ),
    Page(
        council="Royal Borough of Netherwold and Staines",
        printed="Supporting people to lead healthier lives",
        statement="Supporting people to live healthier lives",
        score=3,
        label="Evidence shows a good standard",
        commitment="We support people, in this made-up borough, to manage their health and wellbeing.",
        expectations=(
            "I can get information and advice about my health, care and support.",
            "I am supported to plan ahead for important changes in my life.",
        ),
        sections=(
            (
                "Arrangements to prevent, delay or reduce needs for care and support",
                (
                    "The council had a prevention strategy for 2024-2027. People said that the falls class was held weekly & free.",
                    "Reablement was offered to 412 people in 2024; 81% of them were still at home 91 days later.",
                ),
            ),
            (
                "Direct payments",
                ("Take-up of direct payments was 22.4%, below the England average of 26.2%.",),
            ),
        ),
        published="3 March 2025",
    ),
    Page(
        council="Eastmoor City Council",
        printed="Safe systems, pathways and transitions",
        statement="Safe pathways, systems and transitions",
        score=1,
        label="Evidence shows significant shortfalls",
        commitment="We work with people and partners, in this made-up city, to keep care safe and continuous.",
        expectations=(
            "When I move between services, settings or areas, there is a plan for what happens next.",
        ),
        sections=(
            (
                "Safety during transitions",
                (
                    "Young people told us that they did not know who their worker was. Providers said that discharges came late, "
                    "without information, and at week-ends.",
                    "There were plans to set up one team in spring 2026.",
                ),
            ),
            (
                "Contingency planning",
                ("Contingency plans were in place for provider failure, and were tested yearly.",),
            ),
        ),
    ),
    Page(
        council="Whitcombe Council",
        printed="Equity in experiences and outcomes",
        statement="Equity in experience and outcomes",
        score=4,
        label="Evidence shows an exceptional standard",
        commitment="We look for and listen to those who are most likely to have worse experiences, in this made-up place.",
        sections=(
            (
                "Inclusion and accessibility arrangements",
                (
                    "People from the Deaf community said that interpreters came within 2 days. The council’s co-production group of 14 "
                    "people met 6 times.",
                    "Leaders knew which communities were not heard: this was exceptional.",
                ),
            ),
        ),
        published="17 November 2024",
    ),
    Page(
        council="London Borough of Marshgate",
        printed="Governance, management & sustainability",
        statement="Governance, management and sustainability",
        score=3,
        label="Evidence shows a good standard",
        commitment="We have clear responsibilities, roles and systems of accountability, in these made-up words.",
        sections=(
            (
                "Governance, accountability and risk management",
                (
                    "The budget of £84.2m was overspent by £1.3m in 2024/25, and cabinet members knew why. Scrutiny met every two months.",
                    "Staff turnover was 9.8 % in 2024-25, compared with 13% across London.",
                ),
            ),
            (
                "Information security",
                (
                    "There were arrangements to maintain the security, availability and confidentiality of data.",
                ),
            ),
        ),
    ),
)
MENU = (
    "Overall summary", "Assessing needs", "Supporting people to live healthier lives", "Equity in experience and outcomes",
    "Care provision, integration and continuity", "Partnerships and communities", "Safe systems, pathways and transitions",
    "Safeguarding", "Governance, management and sustainability", "Learning, improvement and innovation",
)  # fmt: skip
TITLE = "{}: local authority assessment"


def markdown_with_rules(page: Page) -> bytes:
    """Headings with #, a score without a colon, rules between paragraphs."""
    lines = [
        f"# {TITLE.format(page.council)}",
        f"## {page.printed}",
        f"## Score {page.score}",
        f"{page.score} - {page.label}",
    ]
    if page.expectations:
        lines += ["## What people expect", *page.expectations]
    lines += [
        "## The local authority commitment",
        page.commitment,
        "## Key findings for this quality statement",
    ]
    for heading, paragraphs in page.sections:
        lines += [f"### {heading}", "---", *paragraphs, "* * *"]
    return ("\n\n\n" + "\n\n".join([*lines, *dated(page), "© Care Quality Commission"])).encode()


def markdown_of_a_converter(page: Page) -> bytes:
    """Escaped marks, split bold, hard breaks, links, headings that are only bold, spaces that do not break."""
    lines = [
        "[Skip to main content](#main-content)",
        "",
        *(f'- [{name}](https://example.org/{number} "{name}")' for number, name in enumerate(MENU)),
        "",
        f"# [{TITLE.format(page.council)}](https://example.org/report)",
        f"## **{page.printed}**",
        f"**Score:**\u00a0**{page.score}**",
        "",
        f"{page.score} \\- {page.label}",
        "",
    ]
    if page.expectations:
        lines += ["**What people expect:**", "", *(f"\\- {each}  " for each in page.expectations), ""]
    lines += [
        "**The local authority commitment**",
        "",
        f"> {page.commitment}",
        "",
        "### Key findings for this quality statement",
        "",
    ]
    for heading, paragraphs in page.sections:
        lines += [f"**{heading}**  ", *(f"{_escaped(each)}\n" for each in paragraphs)]
    lines += [*dated(page), "[^1]: ", "", "© Care Quality Commission"]
    return "\n".join(lines).encode()


def _escaped(text: str) -> str:
    return (
        text.replace("%", "\\%")
        .replace("-", "\\-")
        .replace("told us", "**told** us")
        .replace(" and ", "\u00a0and ", 1)
    )


def a_line_each(page: Page, encoding: str = "utf-8", ends: str = "\n") -> bytes:
    """A paragraph a line, no marks, no blank lines, the label with an en dash."""
    lines = [TITLE.format(page.council), "Downloads", *dated(page), page.printed, f"Score: {page.score}"]
    lines.append(f"{page.score} – {page.label}")
    if page.expectations:
        lines += ["What people expect:", *page.expectations]
    lines += ["The local authority commitment:", page.commitment, "Key findings for this quality statement"]
    for heading, paragraphs in page.sections:
        lines += [heading, *paragraphs]
    return ends.join(lines).encode(encoding)


def windows_text(page: Page) -> bytes:
    """The same as Notepad saved it for years."""
    return a_line_each(page, "cp1252", "\r\n")


def utf16_text(page: Page) -> bytes:
    """The same as Notepad calls “Unicode”."""
    return a_line_each(page, "utf-16", "\r\n")


def doubled_score(page: Page) -> bytes:
    """No “Key findings”, the score twice, the number on its own line."""
    lines = [
        TITLE.format(page.council),
        "",
        page.printed,
        "",
        "Score:",
        "",
        str(page.score),
        "",
        f"Score: {page.score} - {page.label}",
        "",
    ]
    lines += ["The local authority commitment", "", page.commitment, ""]
    for heading, paragraphs in page.sections:
        lines += [heading, "", *(f"{each}\n" for each in paragraphs)]
    return "\n".join([*lines, *dated(page)]).encode()


def pdf_as_text(page: Page) -> bytes:
    """Wrapped and indented, words broken at line ends, ligatures, and a header and footer on each page."""
    blocks = [
        TITLE.format(page.council),
        page.printed,
        f"Score: {page.score}\n    {page.score} - {page.label}",
    ]
    if page.expectations:
        blocks += ["What people expect", *page.expectations]
    blocks += ["The local authority commitment", page.commitment, "Key findings for this quality statement"]
    for heading, paragraphs in page.sections:
        blocks += [heading, *paragraphs]
    blocks += dated(page)
    lines: list[str] = []
    for block in blocks:
        lines += ["", *(f"    {each.strip()}" for part in block.split("\n") for each in _broken(part, 58))]
    pages = [lines[at : at + 24] for at in range(0, len(lines), 24)]
    printed = []
    for number, each in enumerate(pages, 1):
        printed.append(
            "\n".join(
                [
                    f"{page.council} assessment report {' ' * 20} CQC",
                    *each,
                    "",
                    f"{' ' * 30}Page {number} of {len(pages)}",
                    "",
                ]
            )
        )
    return "\f".join(printed).replace("fi", "ﬁ").replace("fl", "ﬂ").encode()


def _broken(text: str, width: int) -> list[str]:
    """Wrap a text with long words broken by a hyphen, as typesetting does."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
            continue
        room = width - len(line) - 2
        if 3 <= room <= len(word) - 3 and word.isalpha():
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def dated(page: Page) -> list[str]:
    return [f"Published: {page.published}", f"Page last updated: {page.published}"] if page.published else []
