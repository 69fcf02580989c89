"""Avonshire's own complaint procedure: the law's steps, and targets of its own by how complex a complaint is."""

from __future__ import annotations

import datetime

from goldthread.casework.procedures import commands
from goldthread.demo.story import Story

_COMPLEXITIES = [
    ("Simple", "1 to 5 issues"),
    ("Complex", "6 to 11 issues"),
    ("Very complex", "12 issues or more"),
]
_TARGET = {
    "name": "Avonshire's target for the response",
    "within": 20,
    "unit": "working days",
    "after": "received",
    "met_by": "replied",
    "letter": "final",
    "late_letter": "holding",
    "if_late": "Tell the person why and by when, and tell the head of service.",
    "pauses": True,
    "extend_by": 10,
    "by_complexity": {
        "simple": (20, "working days"),
        "complex": (40, "working days"),
        "very-complex": (90, "days"),
    },
}


def add(story: Story) -> None:
    """Write the procedure and take it into use, beside those that are shipped; another is a draft still."""
    dilys = story.people["dilys-okafor"]
    commands.write_procedure(
        by=dilys,
        name="Councillors' enquiries in five days",
        what_it_is="Wanted by the cabinet member, and not agreed yet.",
        copy_of="councillor-enquiry",
        instead_of="councillor-enquiry",
    )
    own = commands.write_procedure(
        by=dilys,
        name="Adult social care complaint with Avonshire's targets",
        what_it_is="For complaints that are investigated. The target is Avonshire's own; the six months are the law's.",
        copy_of="statutory-adult-social-care",
    )
    commands.change_procedure(
        by=dilys,
        procedure=own,
        reason="Targets by how complex a complaint is",
        name=own.name,
        what_it_is=own.what_it_is,
        complexities=_COMPLEXITIES,
        limit_months=12,
        question_pauses=True,
        safeguarding_parks=True,
    )
    commands.save_step(by=dilys, procedure=own, **_TARGET)
    commands.take_into_use(by=dilys, procedure=own, today=story.today - datetime.timedelta(days=300))
