"""The local account: what people told the council, what changed and what did not, for the public, and again in easy read.

The figures are those of the annual report. Easy read is short sentences, one idea in each, and no share.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.models import Person
from goldthread.documents.easy_pictures import pictured
from goldthread.documents.model import Box, Heading, Listing, Paragraph, Part, Run, Text
from goldthread.reports.counts import learned
from goldthread.reports.counts.counted import Counted, Group
from goldthread.reports.kinds import sections
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import Period

_FIRST = 5


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the local account of a financial year."""
    received = sections.received(person, period).groups[0]
    categories = sections.subjects(person, period).groups[0]
    worked, others = learned.what_changed(person, period, for_public=True)
    stopped, still = learned.stopped(person, period), learned.open_actions(person, period)
    complaints, compliments = received.rows[0], received.rows[2]
    told = [row for row in categories.rows if row.count][:_FIRST]
    rows = Group(
        "What people complained about",
        "What it was about",
        told,
        base=categories.base,
        note=categories.note,
        is_chart=True,
    )
    return Content(
        [
            Section("introduction", "About this account"),
            Section(
                "told",
                "What people told us",
                [
                    Paragraph(
                        [
                            "We received ",
                            *_so_many(complaints, "complaint", "complaints"),
                            " and ",
                            *_so_many(compliments, "compliment", "compliments"),
                            f" from {period.name}.",
                        ]
                    )
                ],
                [Group("Complaints and compliments", "What", [complaints, compliments]), rows],
            ),
            Section("changed", "What changed", _changed(worked, others)),
            Section("not_changed", "What did not change, or not yet", _not_changed(stopped, still)),
            Section(
                "complain",
                "If something is not right",
                [
                    Paragraph(
                        "You can complain in any way you like. If you are not content with our answer, you can ask the Local "
                        "Government and Social Care Ombudsman to look at it. It is free."
                    )
                ],
            ),
            Section("easy", "", _easy(period, complaints, compliments, told, worked, stopped or still)),
        ]
    )


def _so_many(row: Counted, one: str, many: str) -> list[str | Run]:
    if row.count is None:
        return [Run("a few", bold=True, href=row.href), f" {many}"]
    return [Run(f"{row.count:,}", bold=True, href=row.href), f" {one if row.count == 1 else many}"]


def _changed(worked: Sequence[Text], others: Sequence[Text]) -> list[Part]:
    parts: list[Part] = []
    if worked:
        parts += [Paragraph("We did this, and we can show that it works:"), Listing(list(worked))]
    else:
        parts.append(Paragraph("We cannot show yet that anything we finished works."))
    if others:
        parts += [Paragraph("We did this, and do not know yet whether it works:"), Listing(list(others))]
    return parts


def _not_changed(stopped: Sequence[Text], still: Sequence[Text]) -> list[Part]:
    parts: list[Part] = []
    if stopped:
        parts += [Paragraph("We stopped this:"), Listing(list(stopped))]
    if still:
        parts += [Paragraph("We said we would do this, and it is not done:"), Listing(list(still))]
    return parts or [Paragraph("Every action that was agreed in the year is done.")]


def _easy(
    period: Period,
    complaints: Counted,
    compliments: Counted,
    told: Sequence[Counted],
    worked: Sequence[Text],
    open_: Sequence[Text],
) -> list[Part]:
    lines: list[Part] = [
        Heading("Easy read"),
        pictured("calendar", f"This is about {period.name}."),
        pictured(
            "complaint",
            ["We got ", *_so_many(complaints, "complaint", "complaints"), "."],
            "A complaint is when you tell us that something is wrong.",
        ),
        pictured(
            "thanks",
            ["We got ", *_so_many(compliments, "compliment", "compliments"), "."],
            "A compliment is when you tell us that something is good.",
        ),
    ]
    if told:
        most = Listing([f"{row.what}." for row in told[:3]])
        lines.append(pictured("talk", "Most people complained about:", most))
    done = len(worked)
    if done:
        changed = "We changed 1 thing. We know that it helped."
        lines.append(
            pictured("tick", changed if done == 1 else f"We changed {done} things. We know that they helped.")
        )
    else:
        lines.append(pictured("question", "We do not know yet if what we changed helped."))
    if open_:
        lines.append(pictured("pause", "Some things are not done yet."))
    lines += [
        pictured("write", "You can always tell us what you think."),
        pictured("help", "Thank you to everyone who told us."),
    ]
    return [Box(lines, "easy")]


KIND = Kind(
    slug="local_account",
    name="Local account for the public",
    what_it_is="What people said, what changed and what did not, in plain words and in easy read.",
    make=make,
    comments={
        "introduction": "About this account",
        "changed": "What changed, in your words",
        "not_changed": "What did not change, and why",
    },
    needed=("not_changed",),
)
