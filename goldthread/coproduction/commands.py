"""Commands on pieces of work: adding one, planning and recording its stages, deciding, telling people, reviewing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.coproduction.choices import GROUPS, KINDS, LADDER, STAGES
from goldthread.coproduction.models import Involvement, InvolvementStage
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import date_order, people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.reviews.models import Finding

_RECORD = "coproduction.record"
_REASON = people_named.reason_about("involvement")


@command(_RECORD)
def add_involvement(
    *,
    by: Person,
    kind: str,
    title: str,
    about: str,
    started_on: datetime.date,
    finding: Finding | None = None,
    owner: Person | None = None,
    plan: Mapping[str, datetime.date] | None = None,
    **extra: str,
) -> Involvement:
    """Add a piece of work that people are to be involved in; plan: by when each of its stages is to be done."""
    _known("kind", kind, KINDS)
    work = Involvement(
        council=by.council,
        kind=kind,
        title=title,
        about=about,
        started_on=started_on,
        finding=finding,
        extra={each.slug: extra[each.slug] for each in KINDS[kind].extra if extra.get(each.slug)},
        recorded_by=by,
    )
    saving.add(work, based_on=[finding] if finding is not None else [])
    for stage, due_on in (plan or {}).items():
        _save_stage(work, stage, due_on=due_on)
    if plan:
        work = _settle(work)
    assign(by=by, record=work, owner=owner or by)
    return work


@command(_RECORD, trail=_REASON)
def edit_involvement(
    *,
    by: Person,
    involvement: Involvement,
    version: int,
    reason: str,
    payment_title: str = "",
    payment_link: str = "",
    title: str,
    about: str,
    started_on: datetime.date,
    finding: Finding | None = None,
    **extra: str,
) -> Involvement:
    """Correct a piece of work; payment_title, payment_link: by which document people are paid for their time."""
    saving.needs_reason(reason)
    own = {each.slug: extra[each.slug] for each in KINDS[involvement.kind].extra if extra.get(each.slug)}
    return saving.change(
        involvement,
        version=version,
        title=title,
        about=about,
        started_on=started_on,
        finding=finding,
        payment_title=payment_title,
        payment_link=payment_link,
        extra=own,
    )


@command(_RECORD)
def plan_stage(
    *, by: Person, involvement: Involvement, stage: str, due_on: datetime.date, version: int | None = None
) -> Involvement:
    """Set date of a stage: by when people are to be asked at it."""
    _check(involvement, version)
    _save_stage(involvement, stage, due_on=due_on)
    return _settle(involvement)


@command(_RECORD)
def record_stage(
    *,
    by: Person,
    involvement: Involvement,
    stage: str,
    nobody_asked: bool = False,
    asked_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
    asked: str = "",
    groups: Mapping[str, int] | None = None,
    council_step: str = "",
    council_said: str = "",
    changed: str = "",
    version: int | None = None,
) -> Involvement:
    """Record stage: who was asked and for how long, the step as the council sees it, and what changed; or that nobody was."""
    _check(involvement, version)
    if nobody_asked:
        asked_on, until_on, asked, groups = None, None, "", {}
    elif asked_on is None:
        raise Refused("Enter the day on which people were asked.", field="asked_on")
    elif not asked.strip():
        raise Refused("Enter what people were asked.", field="asked")
    if council_step:
        _known("step", council_step, LADDER)
    counts = {slug: number for slug, number in (groups or {}).items() if number}
    for slug in counts:
        _known("group", slug, GROUPS)
    _save_stage(
        involvement,
        stage,
        nobody_asked=nobody_asked,
        asked_on=asked_on,
        until_on=until_on,
        asked=asked,
        groups=counts,
        council_step=council_step,
        council_said=council_said,
        changed=changed,
    )
    return _settle(involvement)


@command(_RECORD)
def record_view(
    *,
    by: Person,
    involvement: Involvement,
    stage: str,
    people_step: str,
    people_count: int,
    people_on: datetime.date,
    people_said: str = "",
    version: int | None = None,
) -> Involvement:
    """Record people's view of a stage: the step as the people involved see it, and how many of them said so."""
    _check(involvement, version)
    _known("step", people_step, LADDER)
    if people_count < 1:
        raise Refused("Enter how many people said so.", field="people_count")
    _save_stage(
        involvement,
        stage,
        people_step=people_step,
        people_count=people_count,
        people_on=people_on,
        people_said=people_said,
    )
    return _settle(involvement)


@command(_RECORD)
def record_decision(
    *,
    by: Person,
    involvement: Involvement,
    decided_on: datetime.date,
    decision: str,
    tell_by: datetime.date,
    version: int | None = None,
) -> Involvement:
    """Record decision: what was decided, and by when the people involved are told."""
    saving.needs_explanation(decision, "Enter what was decided", field="decision")
    return _settle(involvement, version, decided_on=decided_on, decision=decision, tell_by=tell_by)


@command(_RECORD)
def record_told(
    *,
    by: Person,
    involvement: Involvement,
    told_on: datetime.date,
    told_how: str,
    version: int | None = None,
) -> Involvement:
    """Record that people were told: what was decided, in which way."""
    if involvement.decided_on is None:
        raise Refused("Nothing is decided yet. Record the decision first.")
    saving.needs_explanation(told_how, "Enter how people were told", field="told_how")
    return _settle(involvement, version, told_on=told_on, told_how=told_how)


@command(_RECORD)
def record_review(
    *,
    by: Person,
    involvement: Involvement,
    reviewed_on: datetime.date,
    review: str,
    version: int | None = None,
) -> Involvement:
    """Record review: what the council and the people involved make of the work afterwards."""
    if involvement.told_on is None:
        raise Refused("People were not told yet what was decided. Record that first.")
    saving.needs_explanation(review, "Enter what came of it", field="review")
    return saving.change(involvement, version=version, reviewed_on=reviewed_on, review=review)


def _check(involvement: Involvement, version: int | None) -> None:
    """Lock a piece of work, and refuse what was filled in while somebody else changed it."""
    current = saving.check_version(involvement, version, {})
    involvement.version = current.version


def _save_stage(involvement: Involvement, stage: str, **fields: Any) -> InvolvementStage:
    _known("stage", stage, STAGES)
    row = InvolvementStage.objects.filter(involvement=involvement, stage=stage).first() or InvolvementStage(
        council=involvement.council, involvement=involvement, stage=stage
    )
    for name, value in fields.items():
        setattr(row, name, value)
    date_order.check(row, None if row._state.adding else fields)
    saving.hide(
        row,
        [name for name in fields if name in InvolvementStage.spec.hidden],
        people_named.named_under(involvement),
    )
    row.save()
    return row


def _settle(involvement: Involvement, version: int | None = None, **fields: Any) -> Involvement:
    """Change a piece of work, give it the date of what is next of it, and a version that no form opened before has."""
    work = Involvement.objects.get(pk=involvement.pk)
    for name, value in fields.items():
        setattr(work, name, value)
    return saving.change(work, version=version, due_on=min(work.steps.values(), default=None), **fields)


def _known(what: str, slug: str, known: Mapping[str, Any]) -> None:
    if slug not in known:
        raise Refused(f"There is no {what} called “{slug}”.")
