"""A made-up council with as many pieces of feedback as wanted, for the other measurements here; all invented.

Rows are put together from the remarks of the demo's made-up voices, so their words, lengths and themes are
those of feedback; every row also has a number of its own, as people give dates and sums.
"""

from __future__ import annotations

import csv
import datetime
import os
import platform
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COLUMNS = [
    "Reference", "Date received", "Date closed", "Team", "Who from", "Method", "Comment", "Outcome", "Wants reply", "Rating",
]  # fmt: skip
SOURCE = "complaint"
RARE = "bellringer"
"""Stands in one row of 5,000."""
STATEMENT = "learning-improvement-and-innovation"
"""Under which the claims stand."""
_EMAIL = "quality.lead@tenfold.example"


@contextmanager
def opened(folder: Path, connections: int = 0) -> Iterator[Any]:
    """Open a home with its tables made, as `goldthread up` does; yields the Home. Once in a process."""
    os.environ["GOLDTHREAD_HOME"] = str(folder)
    os.environ["GOLDTHREAD_POOL_SIZE"] = str(connections)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    from goldthread.cli import home as homes

    with homes.opened("bench", make=True) as home:
        homes.migrate(home)
        yield home


def founded():
    """Return the quality lead of the made-up council, which is founded if it is not there."""
    from goldthread.council.database import tenant
    from goldthread.council.models import Council, Person
    from goldthread.council.people import commands
    from goldthread.demo import content
    from goldthread.standards import codebook
    from goldthread.themes.codebook.commands import begin_codebook

    council = Council.objects.filter(slug="tenfold").first()
    if council is None:
        clock = commands.found_council(
            slug="tenfold", name="Tenfold", notice="Made up, for measuring.", is_made_up=True
        )
        council = clock.council
        for team in content.toml("cast")["teams"]:
            if team["council"] == "avonshire":
                commands.add_team(by=clock, slug=team["slug"], name=team["name"], service=team["service"])
        commands.add_person(by=clock, name="Quality lead", email=_EMAIL, role="quality_lead")
        begin_codebook(by=clock, themes=codebook.as_records(), change="Theme list shipped with Goldthread")
    with tenant.inside(council.pk):
        people = Person.objects.select_related("council", "account").prefetch_related("memberships")
        return people.get(account__email=_EMAIL)


# What people tell of themselves and others, all invented; a third of the rows has one where that is asked for.
PERSONAL = (
    "My mother Mrs Doreen Hathersage of 12 Mill Lane, Avonbury, waits still.",
    "Ring me on 01632 960{n:03} and ask for Tunde Okonjo.",
    "Her social worker Priya Raman wrote to doreen.h{n}@mail.example about it.",
    "The reference on the letter was ASC/2025/{n:05}.",
    "My brother Callum was born on 3/4/19{m} and his NHS number is 943 476 5919.",
    "Mr Wilfred Entwistle at 4 Quarry Close, BS21 7AA, can tell you the same.",
)


def rows(
    count: int, *, today: datetime.date, seed: int = 1, personal: bool = False
) -> Iterator[list[object]]:
    """Yield rows of a spreadsheet of complaints over the last three years; `personal`: a third of them name somebody."""
    from goldthread.demo import content

    chance = random.Random(seed)
    remarks = [point["text"] for voice in content.lines("voices") for point in voice["points"]]
    teams = [team["name"] for team in content.toml("cast")["teams"] if team["council"] == "avonshire"]
    for number in range(count):
        received = today - datetime.timedelta(days=chance.randrange(1, 3 * 365))
        closed = min(received + datetime.timedelta(days=chance.randrange(5, 60)), today)
        remarks_of_row = chance.sample(remarks, chance.choice((1, 2, 2, 3)))
        remarks_of_row.append(
            f"That is {chance.randrange(2, 90)} weeks and {chance.randrange(20, 900)} pounds."
        )
        if personal and number % 3 == 0:
            remarks_of_row.append(
                PERSONAL[number // 3 % len(PERSONAL)].format(n=number % 1000, m=30 + number % 60)
            )
        if number % 5000 == 0:
            remarks_of_row.append(f"I told the {RARE} as well.")
        yield [
            f"C{seed}/{number:06}",
            received.strftime("%d/%m/%Y"),
            closed.strftime("%d/%m/%Y"),
            chance.choice(teams),
            chance.choice(["Customer", "Carer", "Relative", "Advocate"]),
            chance.choice(["Letter", "Phone", "E-mail", "Web"]),
            " ".join(remarks_of_row),
            chance.choice(["Upheld", "Not upheld", "Partly upheld"]),
            chance.choice(["Yes", "No", "No", "No"]),
            chance.choice([-2, -1, -1, 0, 1]),
        ]


def spreadsheet(path: Path, count: int, *, seed: int = 1, personal: bool = False) -> Path:
    """Write the rows as a CSV and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(count, today=datetime.date.today(), seed=seed, personal=personal))
    return path


def bring(by, path: Path, timed: Callable[[str, Callable[[], Any]], Any]) -> None:
    """Bring a spreadsheet in as a person and the worker do; `timed` is given each step and its name."""
    from goldthread.council.database import tenant
    from goldthread.feedback import jobs
    from goldthread.feedback.importing import commands
    from goldthread.feedback.importing.models import ImportBatch

    def match():
        batch = commands.upload(by=by, source=SOURCE, filename=path.name, content=path.read_bytes())
        with tenant.inside(by.council_id):
            return commands.set_columns(by=by, batch=batch, mapping=batch.mapping, start_job=False)

    def bring_in():
        with tenant.inside(by.council_id):
            checked = ImportBatch.objects.get(pk=batch.pk)
            commands.start_import(by=by, batch=checked, skip_errors=True, start_job=False)
        jobs.import_rows(by=by, batch_id=str(batch.pk))

    batch = timed("Received, and its columns matched", match)
    timed("Every row checked", lambda: jobs.check_import(by=by, batch_id=str(batch.pk)))
    timed("Imported: personal data detected and hidden, and indexed for search", bring_in)


def hide_nothing(text: str, *, known_names: Sequence[object] = ()) -> list[object]:
    """Find nothing: a finder for building quickly, where pages alone are measured."""
    return []


def coded(by, share: float = 0.6, *, seed: int = 1) -> None:
    """Code a share of the points as people do in a spreadsheet, and have themes suggested for the rest."""
    from goldthread.council.database import tenant
    from goldthread.feedback.models import Point
    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.coding.commands import code_points
    from goldthread.themes.suggesting.suggestions import suggest_waiting

    chance = random.Random(seed)
    with tenant.inside(by.council_id):
        themes = list(Theme.objects.filter(council=by.council).order_by("slug"))
        points = list(
            Point.objects.not_coded().filter(council=by.council).order_by("pk").values_list("pk", flat=True)
        )
    chosen = [pk for pk in points if chance.random() < share]
    for start in range(0, len(chosen), 1000):
        with tenant.inside(by.council_id):
            part = Point.objects.filter(pk__in=chosen[start : start + 1000]).order_by("pk")
            code_points(
                by=by, decisions=[(point, chance.sample(themes, chance.choice((1, 1, 2)))) for point in part]
            )
    suggest_waiting(by.council)


def followed(by, count: int = 12) -> None:
    """Record lessons of coded issues, each with an action done and a measure counted from a theme, and claims of them."""
    from goldthread.council.database import tenant
    from goldthread.council.models import Person
    from goldthread.dates import add_months, month_start
    from goldthread.evidence.commands import add_claim, add_evidence
    from goldthread.feedback.models import Point
    from goldthread.impact import jobs
    from goldthread.impact.commands import set_up_measure
    from goldthread.learning import commands as learning
    from goldthread.themes.coding.models import Coding

    agreed = add_months(month_start(datetime.date.today()), -14)
    with tenant.inside(by.council_id):
        clock = Person.objects.get(council=by.council, is_system=True)
        codings = Coding.objects.filter(council=by.council, applies=True, month__lt=agreed)
        for number in range(count):
            coding = codings.order_by("theme__slug", "-month", "pk")[number * 40]
            points = list(
                Point.objects.filter(
                    codings__theme=coding.theme, codings__applies=True, heard_on__lt=agreed
                ).order_by("-heard_on", "pk")[:5]
            )
            lesson = learning.record_lesson(
                by=by,
                title=f"{coding.theme.name}: say when it comes",
                what_we_learned="Nobody was told when.",
                points=points,
                recorded_on=agreed,
            )
            action = learning.agree_action(
                by=by,
                lesson=lesson,
                title=f"Write to each person first ({number + 1})",
                owner=by,
                agreed_on=agreed,
                due_on=add_months(agreed, 2),
                measure_name=f"{coding.theme.name}, said each month",
            )
            learning.complete_action(
                by=by, action=action, done_on=add_months(agreed, 1), note="Letters go out."
            )
            measure = set_up_measure(
                by=clock,
                action=action,
                data_source="counted",
                theme=coding.theme,
                acted_on=add_months(agreed, 1),
            )
            claim = add_claim(
                by=by, statement=STATEMENT, text=f"We write to each person first, since {agreed:%B %Y}."
            )
            add_evidence(by=by, claim=claim, measure=measure)
    jobs.count_and_judge(by=clock)


def machine() -> str:
    """Return the machine, and whether it was quiet, in words for a report."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    quiet = "" if load < 1.2 else f"; other work ran beside it when it ended (load average {load:.1f})"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}{quiet}"
