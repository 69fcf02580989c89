"""Results that one more or one fewer coded issue would change: the measure's page says so, and it is true."""

from __future__ import annotations

import datetime

import pytest

from goldthread.analysis.figures import Reading as Figure
from goldthread.analysis.verdicts import verdict as rule
from goldthread.impact.models import Verdict

pytestmark = pytest.mark.django_db
NEAR = "It is a near thing"


def states_of_neighbours(made: Verdict) -> set[str]:
    """Return every state that one more or one fewer in a single month gives, each judged for itself."""
    measure, found = made.measure, set()
    rows = [(datetime.date.fromisoformat(month), value) for month, value, _ in made.readings]
    for changed in range(len(rows)):
        for by in (1, -1):
            if rows[changed][1] + by < 0:
                continue
            judged = rule.judge(
                [Figure(month, value + by * (i == changed)) for i, (month, value) in enumerate(rows)],
                measure.acted_on,
                "down",
                made.figures["worthwhile_change"],
                "count",
                datetime.date.fromisoformat(made.readings[-1][0]),
                others=[
                    [
                        Figure(datetime.date.fromisoformat(month), count)
                        for month, count in made.figures["other_themes"]["counts"]
                    ]
                ],
            )
            found.add(judged.state)
    return found


@pytest.mark.slow(reason="judges a measure once for each neighbour of each month")
@pytest.mark.parametrize(
    ("name", "near"), [("Times that somebody was surprised", True), ("Times that somebody was not", False)]
)
def test_the_page_says_where_one_coded_issue_decides(avonshire, name, near):
    avonshire.enter()
    made = Verdict.objects.get(measure__council=avonshire.council, measure__name__startswith=name)
    assert (states_of_neighbours(made) != {made.state}) is near
    page = avonshire.client("quality_lead").get(f"/impact/{made.measure_id}/").content.decode()
    assert (NEAR in page) is near
    # It names a month and so a count: not for whoever sees totals only.
    assert NEAR not in avonshire.client("councillor").get(f"/impact/{made.measure_id}/").content.decode()
