"""A pack as a document: its claims, the evidence for each, the words under that, its gaps, and what is hidden or withheld.

From a claim a link leads to each piece of evidence, and from there one to the words under it. It names nobody who works
for the council: only roles.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from goldthread.analysis.charts.formatting import number
from goldthread.analysis.verdicts.verdict_text import FALSE_VERDICTS
from goldthread.council.models import Council, Person
from goldthread.council.records.kept_counts import NOT_SHOWN
from goldthread.dates import day_in_words
from goldthread.documents.model import (
    Box,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
)
from goldthread.evidence.models import COUNT
from goldthread.evidence.packs.gathering import NOT_AS_AT, Entry, Gathered, Proof, Word
from goldthread.standards.framework import Framework, Statement

_CHART = 150.0
_PLACEHOLDER = re.compile(r"\[([a-z][a-z' -]*?)(?: (?:[A-Z]{1,2}|\d+))?\]")
_WITHOUT_WORDS = {
    COUNT: "Goldthread counts records for it, and quotes none of them.",
    "document": "The document is kept by the council, and is not part of this pack. Ask for it by its name and section.",
}


def parts_of(
    made: Gathered, council: Council, framework: Framework, only: Statement | None, as_at: datetime.date
) -> list[Part]:
    """Return the parts of a pack's document."""
    chapters = [
        (each, [entry for entry in made.entries if entry.claim.statement == each.slug])
        for each in framework.statements
    ]
    chapters = [(each, entries) for each, entries in chapters if entries]
    return [
        *_about(council, framework, as_at, made),
        *_contents(chapters),
        *_gaps(made.entries, [] if only else _without(framework, chapters)),
        *[part for each, entries in chapters for part in _chapter(framework, each, entries, made)],
        *_evidence(made),
        *_words(made.words),
        *_hidden(made),
        *_checking(),
    ]


def title_of(council: Council, only: Statement | None) -> str:
    """Return the title of a pack's document."""
    return f"Evidence: {only.name if only else 'CQC self-assessment'}, {council.name}"


def document_of(parts: Sequence[Part], title: str, subtitle: str, author: str) -> Document:
    """Return the document of a pack from what is kept of it."""
    return Document(title, parts, subtitle=subtitle, author=author)


def _about(council: Council, framework: Framework, as_at: datetime.date, made: Gathered) -> Iterator[Part]:
    yield Heading("About this pack", anchor="about")
    if council.notice:
        yield Paragraph([Run(council.notice, bold=True)])
    yield Paragraph(
        f"It holds {_many(len(made.entries), 'claim')} of the council's self-assessment as at {day_in_words(as_at)}, "
        f"{_many(len(made.proofs), 'piece')} of evidence that they cite, and {_many(len(made.words), 'passage')} of the words "
        "under that. From each claim a link leads to its evidence, and from there to the words."
    )
    yield Paragraph(
        f"Framework: {framework.name} (version {framework.slug}, {framework.body}). Source: {framework.source}"
    )
    yield Paragraph(
        "Feedback is redacted: names and other details that identify a person are hidden. Staff are not named. Made with "
        "Goldthread.",
        note=True,
    )


def _contents(chapters: Sequence[tuple[Statement, Sequence[Entry]]]) -> Iterator[Part]:
    yield Heading("Contents", anchor="contents")
    statements = [
        [Run(each.name, href=f"#statement-{each.number}"), f" ({_many(len(entries), 'claim')})"]
        for each, entries in chapters
    ]
    others = (
        ("Evidence", "evidence"),
        ("Words", "words"),
        ("What is hidden", "hidden"),
        ("How to check this pack", "checking"),
    )
    yield Listing(
        [
            [Run("Gaps", href="#gaps")],
            *statements,
            *[[Run(text, href=f"#{anchor}")] for text, anchor in others],
        ]
    )


def _without(framework: Framework, chapters: Sequence[tuple[Statement, object]]) -> list[str]:
    written = {each.slug for each, _ in chapters}
    return [each.name for each in framework.statements if each.slug not in written]


def _claim_link(entry: Entry) -> Run:
    return Run(f"Claim {entry.number}", href=f"#{entry.anchor}")


def _gaps(entries: Sequence[Entry], empty: Sequence[str]) -> Iterator[Part]:
    with_gaps = [entry for entry in entries if entry.standing.gaps]
    overridden = [entry for entry in entries if entry.standing.overridden]
    no_change = [entry for entry in entries if entry.standing.denies_change]
    ready = sum(entry.standing.is_ready for entry in entries)
    yield Heading("Gaps", anchor="gaps")
    if with_gaps:
        says = "says" if len(with_gaps) == 1 else "say"
        lacks = "lacks" if len(with_gaps) == 1 else "lack"
        yield Paragraph(
            f"{len(with_gaps)} of the {_many(len(entries), 'claim')} {says} more than the evidence shows, or {lacks} some:"
        )
        yield Listing(
            [
                [_claim_link(entry), ": ", " ".join(gap.text for gap in entry.standing.gaps)]
                for entry in with_gaps
            ]
        )
    else:
        but = " but those overridden in writing, below" if overridden else ""
        yield Paragraph(
            f"None was found{but}. What was looked for: evidence, feedback from people behind it, evidence from the last "
            "year, words of a change that no result shows, and “all” or a share without a count. Goldthread does not judge "
            "whether the evidence is about what the claim says: the name and the result of each measure stand beside it."
        )
    yield Paragraph(
        f"{_many(ready, 'claim')} marked ready with nothing missing. Gaps overridden in writing: {len(overridden)}. Said to "
        f"claim no change although the words suggest one: {len(no_change)}."
    )
    said = [
        [_claim_link(entry), f": overridden by {role_of(entry.claim.overridden_by)}."] for entry in overridden
    ] + [[_claim_link(entry), ": said to claim no change."] for entry in no_change]
    if said:
        yield Listing(said)
    if empty:
        yield Paragraph(f"No claims yet under: {'; '.join(empty)}.")


def role_of(person: Person | None) -> str:
    """Return the role of somebody who overrode a gap, several in their alphabet, each once: a pack names no staff."""
    if person is None:
        return "a member of staff"
    return (", ".join(sorted({*person.roles})) or person.job_title or "a member of staff").lower()


def _chapter(
    framework: Framework, statement: Statement, entries: Sequence[Entry], made: Gathered
) -> Iterator[Part]:
    yield Heading(statement.name, anchor=f"statement-{statement.number}")
    yield Paragraph(f"{framework.theme_of(statement).name}, statement {statement.number}", note=True)
    if statement.commitment:
        yield Paragraph(f"“{statement.commitment}”")
    for entry in entries:
        yield from _claim(entry, made)


def _claim(entry: Entry, made: Gathered) -> Iterator[Part]:
    claim, standing = entry.claim, entry.standing
    yield Heading(f"{entry.number}. {claim.text}", 3, anchor=entry.anchor)
    if standing.tags:
        yield Paragraph([Run("; ".join(tag.text for tag in standing.tags), bold=True)])
    yield Paragraph(f"Strength: {'; '.join(chip.text for chip in standing.strength.chips)}.", note=True)
    for said in standing.strength.receptions:
        if said.may_quote and said.said_on <= standing.strength.today:
            who = f"{said.who}, {said.source}, {day_in_words(said.said_on)}"
            yield Box([Paragraph(f"“{said.words}”"), Paragraph(who, note=True)], "quoted")
    for gap in standing.gaps:
        yield Paragraph(gap.text)
    if claim.override_reason:
        who = f"Overridden by {role_of(claim.overridden_by)} on {day_in_words(claim.overridden_on)}: "
        yield Paragraph([Run(who, bold=True), claim.override_reason])
        for gap in standing.overridden:
            yield Paragraph(gap.text, note=True)
    if claim.no_change_because:
        yield Paragraph([Run("Claims no change, because: ", bold=True), claim.no_change_because])
    change = {"yes": "yes", "no": "no"}.get(claim.claims_change, "not confirmed")
    ready = f"Marked ready on {day_in_words(claim.ready_on)}." if standing.is_ready else "Not marked ready."
    yield Paragraph(f"Claims a change for the better: {change}. {ready}", note=True)
    evidence = standing.evidence
    based = f"Based on {_many(len(evidence.feedback), 'piece')} of feedback"
    if evidence.findings:
        based += f" and {_many(len(evidence.findings), 'finding')}"
    newest = f" Newest: {evidence.newest:%B %Y}." if evidence.newest else ""
    yield Paragraph(f"{based}.{newest}", note=True)
    if entry.cites:
        yield Listing([_cited(made.proofs[at - 1], note) for at, note in entry.cites])
    else:
        yield Paragraph("No evidence yet.")


def _cited(proof: Proof, note: str) -> Text:
    states = "; ".join(state.text for state in proof.states)
    name = Run(f"Evidence {proof.number}: {proof.name}, {proof.title}", href=f"#{proof.anchor}")
    return [name, f". {states}." if states else ".", f" {note}" if note else ""]


def _evidence(made: Gathered) -> Iterator[Part]:
    yield Heading("Evidence", anchor="evidence")
    if not made.proofs:
        yield Paragraph("No claim cites any yet.")
    for proof in made.proofs:
        yield from _proof(proof, made.words)


def _proof(proof: Proof, words: Mapping[str, Word]) -> Iterator[Part]:
    yield Heading(f"Evidence {proof.number}. {proof.name}: {proof.title}", 3, anchor=proof.anchor)
    back: list[str | Run] = ["Cited by "]
    for at, claim in enumerate(proof.claims):
        back += [", " if at else "", Run(f"claim {claim}", href=f"#claim-{claim}")]
    dated = f" Date: {day_in_words(proof.on)}." if proof.on else ""
    yield Paragraph([*back, f".{dated}"], note=True)
    if proof.states:
        yield Paragraph([Run("; ".join(state.text for state in proof.states), bold=True)])
    yield from _shown(proof)
    if proof.lessons:
        yield Paragraph("Lessons behind it:")
        yield Listing(
            [
                f"{each.reference}: {each.title}, recorded on {day_in_words(each.recorded_on)}"
                for each in proof.lessons
            ]
        )
    yield from _links_to_words(proof, words)


def _links_to_words(proof: Proof, words: Mapping[str, Word]) -> Iterator[Part]:
    if not proof.words:
        because = _WITHOUT_WORDS.get(proof.kind, "No words that may be read are under it.")
        yield Paragraph(f"No words: {because}")
        return
    links: list[str | Run] = ["Words under it: "]
    for at, anchor in enumerate(proof.words):
        links += [", " if at else "", Run(words[anchor].who, href=f"#{anchor}")]
    quoted = sum(words[anchor].quoted for anchor in proof.words)
    more = (
        f". {_many(quoted, 'issue')} quoted, from {_many(proof.pieces, 'piece')} of feedback in all."
        if proof.pieces > quoted
        else "."
    )
    yield Paragraph([*links, more])


def _shown(proof: Proof) -> Iterator[Part]:
    """Yield what evidence of each kind shows beside its states."""
    if proof.kind == "measure":
        yield from _measure(proof)
    elif proof.kind == "finding":
        finding = proof.record
        decision = f"The council's decision: {finding.get_decision_display().lower()}."
        yield Paragraph(
            f"{finding.review.title}, {finding.review.body}. {decision} {finding.reason}".rstrip()
        )
    elif proof.kind == "quotation":
        yield Paragraph(f"{proof.record.review.title}, {proof.record.review.body}.")
    elif proof.kind == "figure":
        figure = proof.record
        period = f", {figure.period}" if figure.period else ""
        of = f", out of {figure.denominator_means}" if figure.denominator_means else ""
        yield Paragraph(
            f"As published: {figure.as_printed}. Source: {figure.source}{period}{of}. {figure.caution}".rstrip()
        )
    elif proof.kind == "pilot":
        pilot = proof.record
        why = pilot.why_not_shown
        shown = f"Not shown to work. {why}" if why else "Shown to work by the measure agreed before it began."
        yield Paragraph(
            f"Predicted before it began: {pilot.prediction} {shown}" if pilot.prediction else shown
        )


def _measure(proof: Proof) -> Iterator[Part]:
    result, chart = proof.result, proof.chart
    yield Paragraph(result.sentence)
    latest = result.latest
    if latest:
        if not latest.holds:
            yield Paragraph(
                [
                    Run("This result would not be given today.", bold=True),
                    f" Of the same readings, today’s rule says: {latest.today_sentence}",
                ]
            )
        elif latest.today_sentence:
            told = "This result was made before a change of counting was recorded or taken back."
            yield Paragraph(
                [Run(told, bold=True), f" Of the same readings, the rule says today: {latest.today_sentence}"]
            )
        if latest.attribution and latest.holds:
            yield Paragraph(latest.attribution)
        if latest.figures.get("one_point") and not latest.today_sentence:
            yield Paragraph(latest.figures["one_point"])
        rests, says = latest.figures.get("rests_on", ""), latest.figures.get("does_not_say", "")
        yield Paragraph(f"Reviewed on {day_in_words(latest.on)}. {rests} {says}".strip(), note=True)
    if chart:
        yield Figure(chart.svg, f"Chart: {proof.record.name}. {chart.caption}", _CHART, chart.caption)
        columns = [each["text"] if isinstance(each, Mapping) else each for each in chart.columns]
        numeric = frozenset(at for at, each in enumerate(chart.columns) if isinstance(each, Mapping))
        yield Table(
            f"The numbers in this chart: {proof.record.name}",
            columns,
            [[_cell(cell) for cell in row] for row in chart.rows],
            numeric,
        )


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return number(value) if isinstance(value, int | float) else str(value)


def _words(words: Mapping[str, Word]) -> Iterator[Part]:
    yield Heading("Words", anchor="words")
    if not words:
        yield Paragraph("No words are under the evidence yet.")
    for word in words.values():
        back: list[str | Run] = [f"{word.who}. Under "]
        for at, proof in enumerate(word.under):
            back += [", " if at else "", Run(f"evidence {proof}", href=f"#evidence-{proof}")]
        text = f"“{word.text}”" if word.quoted else word.text
        yield Box([Paragraph(text), Paragraph([*back, "."], note=True)], "quoted", anchor=word.anchor)


def _hidden(made: Gathered) -> Iterator[Part]:
    """Yield what is hidden in the words, by kind, and what is withheld."""
    yield Heading("What is hidden", anchor="hidden")
    hidden = {anchor: _PLACEHOLDER.findall(word.text) for anchor, word in made.words.items()}
    total = Counter(kind for kinds in hidden.values() for kind in kinds)
    if total:
        yield Paragraph(
            "In the words quoted, what identifies a person stands as a placeholder in square brackets, so that the same "
            "person has the same one within a case."
        )
        rows: list[Sequence[Text]] = []
        for anchor, kinds in hidden.items():
            if kinds:
                said = ", ".join(f"{kind} ({count})" for kind, count in sorted(Counter(kinds).items()))
                rows.append([[Run(made.words[anchor].who, href=f"#{anchor}")], str(len(kinds)), said])
        yield Table("Redactions", ["Words", "Hidden", "Of what kind"], rows, frozenset({1}))
    else:
        yield Paragraph("Nothing had to be hidden in the words quoted.")
    withheld = [
        proof for proof in made.proofs if any(state.text.startswith(NOT_SHOWN) for state in proof.states)
    ]
    if withheld:
        yield Paragraph("Withheld, because a number under 5 of people could point at somebody:")
        yield Listing([[Run(f"Evidence {proof.number}", href=f"#{proof.anchor}")] for proof in withheld])
    yield Paragraph(
        "Left out of every pack: the original words, contact details, the names of staff, and feedback whose words are not "
        "redacted yet."
    )


def _checking() -> Iterator[Part]:
    yield Heading("How to check this pack", anchor="checking")
    yield Paragraph(
        "Goldthread keeps the SHA-256 checksum of every pack, and the council can tell you the one for its HTML file; the list in "
        "the ZIP file has those of the others. If nothing in a file was changed, any tool that computes a SHA-256 checksum "
        "gives the same. The HTML, Word and ZIP files are the same to the byte whenever and wherever they are written; the PDF "
        "file is where the same versions of its libraries and fonts are installed, which it names at its end."
    )
    yield Paragraph(NOT_AS_AT, note=True)
    yield Paragraph(
        f"Results are reviewed 6, 9, 12, 15 and 18 months after an action. In simulations, {FALSE_VERDICTS}. “Lower since” and "
        "“higher since” say that readings moved, and not that the action worked.",
        note=True,
    )


def _many(count: int, one: str) -> str:
    return f"{count:,} {one if count == 1 else one + 's'}"
