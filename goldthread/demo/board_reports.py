"""An edition of Avonshire's board page, made before the last reviews, so that today's page says what changed since."""

from __future__ import annotations

import datetime

from goldthread.dates import add_months, quarter_start
from goldthread.demo.story import Story
from goldthread.reports import commands as reports

_ASKS = (
    "Agree that people who receive our letters write the next ones.",
    "Note that the reviews plan missed its date, and say by when it will be met.",
)


def make(story: Story) -> None:
    """Make the edition of the quarter before the last, three weeks after that quarter's end."""
    made_on = add_months(quarter_start(story.today), -3) + datetime.timedelta(days=20)
    director = next(person for person in story.people.values() if person.job_title.startswith("Director"))
    reports.make_board_report(by=director, period="", made_on=made_on, asks=_ASKS)
