"""The page of the figures of requests: by who asked, what became of them, how soon, and who was told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.responses import figures as counted
from goldthread.responses.telling import told_figures
from goldthread.web.render import render_page


def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of requests, each with its base."""
    groups = counted.figures(request.person)
    staff = next(each for each in groups if each.name == "Staff")
    share = counted.share_in_words
    rows = [
        [
            each.name,
            share(each.answered, each.owed),
            share(each.changed, each.answered),
            each.promised,
            each.considered,
            each.not_done,
            each.not_said,
            each.disagree,
            counted.days_in_words(each.days),
        ]
        for each in groups
    ]
    told = told_figures(request.person)
    return render_page(
        request,
        "responses/figures.html",
        {
            "rows": rows,
            "staff_days": counted.days_in_words(staff.days),
            "told": share(told.told, told.whole),
            "told_days": counted.days_in_words(told.days),
            "few": FEWEST_OF_A_SHARE,
        },
    )
