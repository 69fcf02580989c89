"""The five sentences of a board page, in words that a councillor would use, each number opening what it counts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.council.records.pages import address
from goldthread.dates import day_in_words
from goldthread.documents.model import Run, Text
from goldthread.feedback.models import Feedback
from goldthread.impact import queries as impact
from goldthread.reports.board.figures import COMPLAINT, COMPLIMENT, BoardFigures
from goldthread.reports.periods import Period

FEWER = f"fewer than {SMALLEST_SHOWN}"


def sentences(figures: BoardFigures) -> list[Text]:
    """Return what was heard, what worked, what did not, what is late and what is owed."""
    return [_heard(figures), worked(figures), not_worked(figures), _late(figures), _owed(figures)]


def _heard(figures: BoardFigures) -> Text:
    period, heard = figures.period, figures.heard
    before = "a number not shown" if heard.before is None else shown(heard.before)
    text: list[str | Run] = [
        Run("A number not shown of pieces of feedback", bold=True, href=_list_of(period))
        if heard.total is None
        else _counted(heard.total, "piece of feedback", "pieces of feedback", _list_of(period)),
        f" from {period.name}; {before} in the {period.kind} before. ",
    ]
    if heard.complaints is None or heard.compliments is None:
        return [
            *text,
            "Too few were of one type, or in one quarter, to say how many were complaints and how many compliments.",
        ]
    complaints = _counted(heard.complaints, "complaint", "complaints", _list_of(period, source=COMPLAINT))
    compliments = _counted(
        heard.compliments, "compliment", "compliments", _list_of(period, source=COMPLIMENT)
    )
    return [*text, complaints, " and ", compliments, " were among them."]


def worked(figures: BoardFigures) -> Text:
    """Return what is shown to work: nothing else is called improved."""
    steps, told = figures.steps, figures.results.shown
    if not steps.done:
        return [Run("No action is done yet", bold=True), ", so none can be shown to work."]
    if not told:
        return [
            Run("Nothing is shown to work yet: ", bold=True),
            f"{steps.done:,} {'action is' if steps.done == 1 else 'actions are'} done, and no measure shows that one worked.",
        ]
    newest = told[0]
    href = f"{reverse('impact:tracker')}?{urlencode({'result': impact.SHOWN})}"
    return [
        Run("It worked: ", bold=True),
        Run(f"{steps.shown:,} of {steps.done:,}", bold=True, href=href),
        " done actions are shown to work. The latest: ",
        Run(newest.action.title, href=address(newest)),
        f". “{newest.name}” improved, and the change came with the action.",
    ]


def not_worked(figures: BoardFigures) -> Text:
    """Return what got worse, else what shows no change."""
    worse, unchanged = figures.results.worse, figures.results.unchanged
    if worse:
        one = worse[0]
        also = f", and {len(worse) - 1:,} more" if worse[1:] else ""
        return [
            Run("It got worse: ", bold=True),
            f"“{one.name}”, after ",
            Run(one.action.title, href=address(one)),
            also,
            ".",
        ]
    if unchanged:
        one = unchanged[0]
        count = len(unchanged)
        return [
            Run("Not shown to work: ", bold=True),
            Run(f"{count:,} {'measure' if count == 1 else 'measures'}", bold=True, href=_state_list(one.state)),
            f" {'shows' if count == 1 else 'show'} no change that can be told apart from chance{',' if count > 1 else ':'} {'such as ' if count > 1 else ''}",
            Run(f"“{one.name}”", href=address(one)),
            ".",
        ]  # fmt: skip
    return [
        Run("Nothing that was reviewed got worse", bold=True),
        ", and no result says that nothing changed.",
    ]


def _state_list(state: str) -> str:
    return f"{reverse('impact:list')}?{urlencode({'state': state})}"


def _late(figures: BoardFigures) -> Text:
    actions = figures.late.actions
    if not actions:
        return [Run("No action is late.", bold=True)]
    oldest = actions[0]
    return [
        Run("Late: ", bold=True),
        Run(
            f"{len(actions):,} {'action is' if len(actions) == 1 else 'actions are'} past the date agreed",
            bold=True,
        ),
        ", the longest since " if actions[1:] else ", since ",
        f"{day_in_words(oldest.due_on)}: ",
        Run(oldest.title, href=address(oldest)),
        ".",
    ]


def _owed(figures: BoardFigures) -> Text:
    late = figures.late
    if late.responses == 0 and late.boards == 0:
        return [
            Run("No answer is owed", bold=True),
            " to anybody who asked for one more than 4 weeks ago, nor to a board.",
        ]
    responses = f"{reverse(Feedback.spec.listing)}?overdue=1"
    boards = f"{reverse('boards')}?waiting=1"
    return [
        Run("We owe answers: ", bold=True),
        _counted(late.responses, "person", "people", responses),
        " asked for one more than 4 weeks ago and ",
        "has" if late.responses == 1 else "have",
        " had none; ",
        _counted(late.boards, "issue", "issues", boards),
        f" from boards and forums {'awaits' if late.boards == 1 else 'await'} an answer.",
    ]


def shown(number: int | None) -> str:
    """Return a count as a board may have it."""
    return FEWER if number is None else f"{number:,}"


def _list_of(period: Period, **filters: str) -> str:
    """Return the address of the list that holds exactly the feedback of a period."""
    query = {**filters, "since": f"{period.since:%-d/%-m/%Y}", "until": f"{period.until:%-d/%-m/%Y}"}
    return f"{reverse(Feedback.spec.listing)}?{urlencode(query)}"


def _counted(number: int | None, one: str, many: str, href: str = "") -> Run:
    return Run(f"{shown(number)} {one if number == 1 else many}", bold=True, href=href)
