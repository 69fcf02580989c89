"""Commands on requests: recording, answering, saying what became of it, telling, and the asker's own view."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.feedback.models import Point
from goldthread.learning.models import Action
from goldthread.responses import answering, telling
from goldthread.responses.choices import NEEDS_REASON, How, Outcome, Says
from goldthread.responses.kinds import KINDS
from goldthread.responses.models import Ask, AskView, Telling


@command("responses.record")
def record_ask(
    *,
    by: Person,
    point: Point,
    kind: str,
    title: str,
    asked_on: datetime.date | None = None,
    group: str = "",
    wants_to_hear: bool = True,
    format: str = "",
    owner: Person | None = None,
    due_on: datetime.date | None = None,
    extra: Mapping[str, str] | None = None,
) -> Ask:
    """Record a request: what an issue asks for, of whom, and by when an answer is owed."""
    if kind not in KINDS:
        raise Refused("Select the kind of request.", field="kind")
    if not title.strip():
        raise Refused("Enter what is asked for.", field="title")
    ask = Ask(
        council=by.council,
        point=point,
        kind=kind,
        title=title,
        group=group,
        asked_on=asked_on or point.heard_on,
        wants_to_hear=wants_to_hear,
        format=format,
        due_on=due_on,
        extra=_of_kind(kind, extra),
        recorded_by=by,
    )
    saving.add(ask, based_on=[point])
    if owner is not None:
        assign(by=by, record=ask, owner=owner)
    return ask


@command("responses.record", trail=people_named.reason_about("ask"))
def edit_ask(
    *, by: Person, ask: Ask, version: int, reason: str, extra: Mapping[str, str] | None = None, **fields: Any
) -> Ask:
    """Correct a request: with the reason. What the asker says of the answer is no part of it."""
    saving.needs_reason(reason)
    if not fields["title"].strip():
        raise Refused("Enter what is asked for.", field="title")
    if ask.answered_on and fields["asked_on"] > ask.answered_on:
        raise Refused("It was answered before that date. Check the date.", field="asked_on")
    return saving.change(ask, version=version, extra=_of_kind(fields["kind"], extra), **fields)


@command("responses.answer")
def answer_ask(
    *,
    by: Person,
    ask: Ask,
    answer: str,
    answered_on: datetime.date,
    outcome: str = "",
    because: str = "",
    action: Action | None = None,
    version: int | None = None,
) -> Ask:
    """Answer a request: the answer, and what becomes of it. Answered again, the earlier answer stays in its history."""
    saving.needs_explanation(answer, "Enter the answer", field="answer")
    current = saving.check_version(ask, version, {"answer": answer, "outcome": outcome, "because": because})
    if current.closed_on:
        raise Refused("The asker closed it. Reopen it first.")
    fields = _outcome(outcome, because)
    # Whoever was told an earlier answer has not been told this one.
    told = {"told_on": None, "told_how": ""} if current.answer != answer else {}
    saving.change(
        ask, answer=answer, answered_on=answered_on, answered_by=by, action=action, **fields, **told
    )
    return ask


@command("responses.answer")
def set_outcome(
    *,
    by: Person,
    ask: Ask,
    outcome: str,
    because: str = "",
    action: Action | None = None,
    version: int | None = None,
) -> Ask:
    """Say what became of a request: a promise is kept, is done differently, or is not kept."""
    current = saving.check_version(ask, version, {"outcome": outcome, "because": because})
    if current.answered_on is None:
        raise Refused("Answer it first.")
    if not outcome:
        raise Refused("Select what became of it.", field="outcome")
    return saving.change(ask, action=action, **_outcome(outcome, because))


@command("responses.answer")
def tell_asker(
    *, by: Person, ask: Ask, told_on: datetime.date, told_how: str, version: int | None = None
) -> Ask:
    """Record that the asker was told the answer."""
    current = saving.check_version(ask, version, {"told_on": told_on})
    if current.answered_on is None:
        raise Refused("There is no answer yet to tell.")
    if told_on < current.answered_on:
        raise Refused("It was answered after that date. Check the date.", field="told_on")
    saving.change(ask, told_on=told_on, told_how=How(told_how))
    answering.respond_on_feedback(by, ask)
    return ask


@command("responses.answer")
def record_view(
    *,
    by: Person,
    ask: Ask,
    says: str,
    words: str = "",
    given_on: datetime.date,
    how: str,
    version: int | None = None,
) -> Ask:
    """Record the asker's own view of the answer, in their words: nobody can change it, and not by whoever answered."""
    if ask.answered_by_id == by.pk:
        raise Refused(
            "You wrote the answer, so you cannot record what the asker thinks of it. Ask a colleague, or "
            "send the asker a private link."
        )
    return take_view(ask, by=by, says=says, words=words, given_on=given_on, how=how)


@command("thread.own_board", any_team="A board member says what they think of an answer to their own board.")
def give_own_view(
    *, by: Person, ask: Ask, says: str, words: str = "", given_on: datetime.date, version: int | None = None
) -> Ask:
    """Give own view: a member of the board that asked says what they think of the answer."""
    if not Ask.objects.asked_by_boards_of(by).filter(pk=ask.pk).exists():
        raise Refused("Your board did not ask for this.")
    return take_view(ask, by=by, says=says, words=words, given_on=given_on, how=How.PAGE)


@command("thread.home")
def take_view_by_link(*, by: Person, ask: Ask, says: str, words: str = "", given_on: datetime.date) -> Ask:
    """Record the asker's view that came through their private link."""
    if not by.is_system:
        raise Refused("This is given through a private link.")
    return take_view(ask, by=None, says=says, words=words, given_on=given_on, how=How.LINK)


def take_view(
    ask: Ask, *, by: Person | None, says: str, words: str, given_on: datetime.date, how: str
) -> Ask:
    """Keep what an asker says of the answer, within the command at hand; satisfied, they close it."""
    saving.lock(ask)
    if ask.answered_on is None:
        raise Refused("There is no answer yet.")
    if given_on < ask.answered_on:
        raise Refused("It was answered after that date. Check the date.", field="given_on")
    if says == Says.DISAGREES and not words.strip():
        raise Refused("Enter why, in the asker's own words.", field="words")
    view = AskView(
        council_id=ask.council_id,
        ask=ask,
        says=Says(says),
        words=words.strip(),
        given_on=given_on,
        how=How(how),
        by=by,
    )
    saving.add_part(view, ask)
    end_links(ask, Ended.ANSWERED if how == How.LINK else Ended.WITHDRAWN)
    told = {} if ask.told_on else {"told_on": given_on, "told_how": How(how)}
    return saving.change(ask, closed_on=given_on if says == Says.SATISFIED else None, **told)


def _outcome(outcome: str, because: str) -> dict[str, str]:
    """Return what became of it as it is saved; raises Refused where it has to say why."""
    if outcome in NEEDS_REASON:
        saving.needs_explanation(because, "Enter why", field="because")
    return {
        "outcome": Outcome(outcome) if outcome else "",
        "because": because if outcome in NEEDS_REASON else "",
    }


def _of_kind(kind: str, extra: Mapping[str, str] | None) -> dict[str, str]:
    """Return what is recorded of a kind's own fields, and of no other's."""
    return {slug: text for slug, _ in KINDS[kind].extras if (text := (extra or {}).get(slug, "").strip())}


@command(
    "responses.answer",
    any_team="The action may be another team's; whoever is told said it to a team that this person answers for.",
)
def tell_news(
    *, by: Person, point: Point, action: Action, told_on: datetime.date, how: str, text: str
) -> Action:
    """Record that whoever asked to hear was told what became of an action that rests on their words."""
    saving.needs_explanation(text, "Enter what they were told", field="text")
    waiting = telling.one_to_tell(by, point.pk, action.pk)
    if waiting is None:
        raise Refused("There is nothing new that they have to be told.")
    if told_on < max(since for _, since in waiting.news):
        raise Refused("What they are told was not so yet on that date. Check the date.", field="told_on")
    for each in telling.kept_news(waiting):
        row = Telling(
            council=by.council,
            point=point,
            action=action,
            told_on=told_on,
            how=How(how),
            text=text,
            by=by,
            **each,
        )
        saving.add_part(row, action, based_on=[point])
    return action
