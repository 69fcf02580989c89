"""What makes Avonshire's claims strong or honest: a weakness with its plan, what others said, a next framework to read."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.evidence import commands
from goldthread.evidence.frameworks.commands import load_framework
from goldthread.evidence.frameworks.rows import to_rows
from goldthread.evidence.models import Claim
from goldthread.standards import framework as frameworks

_WEAK = "We have not caught up with overdue reviews"
_REVIEWED = "Council and hospital review what went wrong together"
_DAY = datetime.timedelta(days=1)
_EXAMPLE = "Made up for Avonshire, to show how the next framework is loaded"


def add(story: Story) -> None:
    """Name a weakness with its plan, add what a partner and a network said, and load an example of a next framework."""
    director, lead = story.people["helen-castledine"], story.people["grace-adeyinka"]
    weak, reviewed = _claim(story, _WEAK), _claim(story, _REVIEWED)
    commands.name_weakness(
        by=director,
        claim=weak,
        version=weak.version,
        action=story.actions["catch-up-reviews"],
        plan_by=story.today + 91 * _DAY,
        on=story.today,
    )
    commands.add_reception(
        by=lead,
        claim=reviewed,
        words="The council came to our review of the discharge with its own mistakes written down first. Others copy that now.",
        who="The hospital trust’s patient safety lead",
        source="Avonshire hospital trust, quality account, page 31 (made up)",
        said_on=story.today - 60 * _DAY,
        may_quote=True,
    )
    commands.add_reception(
        by=lead,
        claim=reviewed,
        words="We hear of these reviews and have not yet seen one finish in the three months that are promised.",
        who="A member of the regional network of principal social workers",
        source="Said at the network’s meeting (made up)",
        said_on=story.today - 30 * _DAY,
    )
    load_framework(by=lead, rows=_example(), file_name="next-framework-example.csv", on=story.today)


def _claim(story: Story, words: str) -> Claim:
    with tenant.inside(story.clock.council_id):
        claims = Claim.objects.filter(council=story.clock.council_id, text__startswith=words)
        return claims.select_related("council").order_by("pk")[0]


def _example() -> list[dict[str, Any]]:
    """Return the rows of a next framework that is made up: a statement renamed, one that takes the place of another."""
    rows = []
    for number, row in enumerate(to_rows(frameworks.current()), start=2):
        changed: dict[str, Any] = {}
        if row["part"] == "framework":
            changed = {"slug": "example", "name": "A next framework, made up"}
        elif row["slug"] == "safeguarding":
            changed = {"name": "Safeguarding adults"}
        elif row["slug"] == "partnerships-and-communities":
            changed = {"slug": "working-with-communities", "name": "Working with communities"}
            changed |= {"also": "partnerships and communities"}
        rows.append({"row": number, **row, **changed, "source": _EXAMPLE, "confirmed": "no"})
    looks = {
        2: "Feedback is collected, and its use is patchy.",
        3: "Themes of feedback lead to actions, and people are told.",
        4: "Measured improvement is sustained, and staff confirm it unprompted.",
    }
    for number, (score, text) in enumerate(looks.items(), start=len(rows) + 2):
        rows.append(
            {
                "row": number,
                "part": "characteristic",
                "slug": f"learning-{score}",
                "of": "learning-improvement-and-innovation",
                "number": str(score),
                "text": text,
                "source": _EXAMPLE,
                "holds_from": "not known",
                "confirmed": "no",
            }
        )
    return rows
