"""Published assessments and open data, in a council of their own, so that real and made-up data never mix.

Neither the assessments nor the data are part of Goldthread; where they are missing, the demo does without.
"""

from __future__ import annotations

import csv
import datetime
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.council.people.commands import add_person, found_council
from goldthread.demo.build import address_of
from goldthread.demo.two_years import Progress
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.reviews import commands as reviews
from goldthread.sector import commands as sector
from goldthread.sector import reading
from goldthread.sector.models import PublishedReport
from goldthread.themes.codebook import commands as codebook_commands
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands

SLUG = "published"
NAME = "Published reports and open data"
NOTICE = (
    "Everything here is real and published: five assessments by the Care Quality Commission, and open data that is "
    "not about adult social care. No council works here."
)
# The comments are not dated; these are the dates of their files.
_COMMENTED, _CONSULTED = datetime.date(2023, 8, 31), datetime.date(2024, 1, 1)
_BATCH = 1000


def import_all(folder: Path | None, *, say: Progress) -> None:
    """Import everything in the folder. Interrupted and begun again, it goes on: duplicates are left out."""
    if folder is None:
        return
    by = _person()
    say(f"{NAME}: {_assessments(by, folder / 'seeds')} assessments")
    data = folder / "data"
    if (data / "nhs_comments_labelled.csv").is_file() and (data / "nhs_framework.csv").is_file():
        _codebook(by, data)
        say(f"{NAME}: {_comments(by, data / 'nhs_comments_labelled.csv'):,} comments with their themes")
    if (data / "consultation_1000.csv").is_file():
        say(f"{NAME}: {_consultation(by, data / 'consultation_1000.csv'):,} consultation answers")
    if (data / "queries_77_intents.csv").is_file():
        say(f"{NAME}: {_queries(by, data / 'queries_77_intents.csv'):,} short queries")
    if (data / "housing_ombudsman_determinations.csv").is_file():
        count = _determinations(by, data / "housing_ombudsman_determinations.csv")
        say(f"{NAME}: {count:,} ombudsman determinations")


def _person() -> Person:
    """Return who imports the data; the council is created the first time."""
    council = Council.objects.filter(slug=SLUG).first()
    if council is None:
        clock = found_council(slug=SLUG, name=NAME, notice=NOTICE)
        return add_person(
            by=clock,
            name="A reader of published reports",
            email=address_of(SLUG, "reader"),
            job_title="Invented, so that somebody can sign in here",
            role="quality_lead",
        )
    with tenant.inside(council.pk):
        return Person.objects.select_related("council").get(council=council, is_system=False)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _assessments(by: Person, folder: Path) -> int:
    """Put the assessments on the shelf as they are read; nobody has confirmed them, as no council works here."""
    paths = sorted(folder.glob("*.txt"))
    pages = [page for path in paths for page in reading.read_file(path.read_bytes(), path.name)]
    with tenant.inside(by.council_id):
        there = set(PublishedReport.objects.filter(council=by.council).values_list("fingerprint", flat=True))
    new = [page for page in pages if reading.fingerprint(page) not in there]
    if new:
        sector.add_reports(
            by=by, pages=new, source_note="Care Quality Commission, local authority assessment, as published."
        )
    return len(pages)


def _codebook(by: Person, data: Path) -> None:
    entries = [
        {
            "slug": _slug(row["subcategory"]),
            "name": row["subcategory"],
            "group": row["category"],
            "what_it_is": row["description"],
            "examples": [],
        }
        for row in _rows(data / "nhs_framework.csv")
    ]
    themes_file = data / "consultation_1000_themes.csv"
    if themes_file.is_file():
        entries += [
            {
                "slug": f"consultation-{row['label'].lower()}",
                "name": row["topic_name"],
                "group": f"Consultation: {row['stance'].lower()}",
                "what_it_is": row["rationale"],
                "examples": [],
            }
            for row in _rows(themes_file)
        ]
    with tenant.inside(by.council_id):
        has_themes = Theme.objects.filter(council=by.council).exists()
    if not has_themes:
        codebook_commands.begin_codebook(
            by=by, themes=entries, change="The themes that come with the open data"
        )


def _slug(name: str) -> str:
    from django.utils.text import slugify

    return slugify(name)[:80]


def _receive_coded(by: Person, pieces: Iterable[tuple[feedback.NewFeedback, list[str]]]) -> int:
    """Receive feedback with the themes that people had given it, a batch at a time."""
    with tenant.inside(by.council_id):
        themes = {theme.slug: theme for theme in Theme.objects.filter(council=by.council)}
    count, pieces = 0, iter(pieces)
    while batch := list(itertools.islice(pieces, _BATCH)):
        received = feedback.receive_many(by=by, pieces=[new for new, _ in batch])
        slugs = {new.fingerprint(): slugs for new, slugs in batch}
        with tenant.inside(by.council_id):
            points = {point.feedback_id: point for point in Point.objects.filter(feedback__in=received)}
        decisions = [
            (points[record.pk], [themes[slug] for slug in slugs[record.fingerprint] if slug in themes])
            for record in received
        ]
        coding_commands.code_points(
            by=by, decisions=[(point, chosen) for point, chosen in decisions if chosen]
        )
        count += len(received)
    return count


def _comments(by: Person, path: Path) -> int:
    not_labels = {"id", "trust", "service", "fft", "question", "sentiment", "text", "split"}

    def pieces() -> Iterator[tuple[feedback.NewFeedback, list[str]]]:
        for row in _rows(path):
            if not row["text"].strip():
                continue
            labels = [_slug(name) for name, value in row.items() if name not in not_labels and value == "1"]
            yield (
                feedback.NewFeedback(
                    source="survey_comment",
                    points=[row["text"]],
                    received_on=_COMMENTED,
                    speaker="person",
                    service=f"{row['trust']}, {row['service']}"[:120],
                    their_reference=row["id"][:80],
                    # Their scale runs from 1, very positive, to 5, very negative.
                    tone=3 - round(float(row["sentiment"])) if row["sentiment"] else None,
                    extra={"question": row["question"]},
                ),
                labels,
            )

    return _receive_coded(by, pieces())


def _consultation(by: Person, path: Path) -> int:
    return _receive_coded(
        by,
        (
            (
                feedback.NewFeedback(
                    source="survey_comment",
                    points=[row["text"]],
                    received_on=_CONSULTED,
                    speaker="unknown",
                    their_reference=row["response_id"],
                    extra={"survey": "A made-up consultation about gambling advertisements"},
                ),
                [f"consultation-{label.strip().lower()}" for label in row["labels"].split("|")],
            )
            for row in _rows(path)
            if row["text"].strip()
        ),
    )


def _queries(by: Person, path: Path) -> int:
    count, rows = 0, _rows(path)
    while batch := list(itertools.islice(rows, _BATCH)):
        received = feedback.receive_many(
            by=by,
            pieces=[
                feedback.NewFeedback(
                    source="call_or_letter",
                    points=[row["text"]],
                    received_on=_CONSULTED,
                    speaker="unknown",
                    service=row["category"].replace("_", " ")[:120],
                )
                for row in batch
                if row["text"].strip()
            ],
        )
        count += len(received)
    return count


def _determinations(by: Person, path: Path) -> int:
    def cases() -> Iterator[list[dict[str, str]]]:
        for _, group in itertools.groupby(_rows(path), key=lambda row: row["case_id"]):
            rows = list(group)
            # A determination without its day cannot be placed in time, and is left out.
            if rows[0]["decision_date_iso"]:
                yield rows

    def review(rows: list[dict[str, str]]) -> reviews.NewReview:
        first = rows[0]
        worst = sorted({row["finding"] for row in rows if row["finding"]})
        return reviews.NewReview(
            kind="ombudsman_decision",
            title=f"{first['landlord']}: {first['category']}"[:200],
            body="Housing Ombudsman",
            decided_on=datetime.date.fromisoformat(first["decision_date_iso"]),
            their_reference=first["case_id"],
            outcome=", ".join(worst)[:160],
            source_note="Housing Ombudsman, determinations about landlords. Open Government Licence v3.0.",
            findings=[
                reviews.NewFinding(
                    text=row["text"] or row["category"],
                    heading=f"{row['category']}: {row['finding']}",
                    is_upheld=row["finding"]
                    in ("Maladministration", "Severe Maladministration", "Service Failure"),
                )
                for row in rows
            ],
        )

    count, all_cases = 0, cases()
    while batch := list(itertools.islice(all_cases, _BATCH)):
        count += len(reviews.record_many(by=by, reviews=[review(rows) for rows in batch]))
    return count
