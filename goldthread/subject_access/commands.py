"""Commands on subject access requests: recording, looking, deciding on what was found, giving, and the hold."""

from __future__ import annotations

import datetime
import hashlib

from django.utils import timezone

from goldthread.analysis.privacy import CaseNames
from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.records import holds, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.spec import record_types
from goldthread.documents.as_pdf import NoPdf, as_pdf
from goldthread.documents.as_word import as_word
from goldthread.subject_access.clock import due
from goldthread.subject_access.document import document
from goldthread.subject_access.looking import Result, holding, text_at
from goldthread.subject_access.matching import Person as Wanted
from goldthread.subject_access.matching import problem_of
from goldthread.subject_access.models import (
    AccessCopy,
    AccessHit,
    AccessPlace,
    AccessRequest,
    AccessTerm,
    Decision,
)
from goldthread.subject_access.places import asked_elsewhere, places
from goldthread.subject_access.redacting import proposed

HANDLE = "subject_access.handle"
LOOK = JobName("subject_access.look")


@command(HANDLE)
def record_request(
    *,
    by: Person,
    title: str,
    received_on: datetime.date,
    identity_checked_on: datetime.date | None = None,
    name: str = "",
    owner: Person | None = None,
) -> AccessRequest:
    """Record subject access request: what is asked for and when it came; the name is kept apart, in its terms."""
    if problem := problem_of("name", name):
        raise Refused(problem, field="name")
    access_request = AccessRequest(
        council=by.council,
        title=title,
        received_on=received_on,
        identity_checked_on=identity_checked_on,
        due_on=due(received_on).day,
        recorded_by=by,
    )
    saving.add(access_request)
    AccessTerm.objects.create(council=by.council, request=access_request, kind="name", value=name.strip())
    if owner is not None:
        assign(by=by, record=access_request, owner=owner)
    return access_request


@command(HANDLE)
def edit_request(
    *,
    by: Person,
    access_request: AccessRequest,
    version: int,
    reason: str,
    title: str,
    received_on: datetime.date,
    identity_checked_on: datetime.date | None,
) -> AccessRequest:
    """Correct subject access request: its date moves the day on which it is due."""
    saving.needs_reason(reason)
    _check_open(access_request)
    return saving.change(
        access_request,
        version=version,
        title=title,
        received_on=received_on,
        identity_checked_on=identity_checked_on,
        due_on=due(received_on, extended=access_request.extended_on is not None).day,
    )


def _check_open(access_request: AccessRequest) -> None:
    if access_request.given_on or access_request.ended_on:
        raise Refused("This request is finished. Record a new one.")


@command(HANDLE)
def extend_request(
    *,
    by: Person,
    access_request: AccessRequest,
    extended_on: datetime.date,
    extended_because: str,
    version: int | None = None,
) -> AccessRequest:
    """Extend the time of a subject access request: by two months, with the reason, told within the first month."""
    _check_open(access_request)
    saving.needs_explanation(extended_because, "Say why it takes longer", field="extended_because")
    first = due(access_request.received_on)
    if extended_on > first.day:
        raise Refused(
            "The person has to be told within the first month, so it cannot be extended any more.",
            field="extended_on",
        )
    longer = due(access_request.received_on, extended=True)
    return saving.change(
        access_request,
        version=version,
        extended_on=extended_on,
        extended_because=extended_because,
        due_on=longer.day,
    )


@command(HANDLE)
def add_term(*, by: Person, access_request: AccessRequest, kind: str, value: str) -> AccessRequest:
    """Add what a person is looked for by: a name, a former name, a number, an address."""
    _check_open(access_request)
    if problem := problem_of(kind, value):
        raise Refused(problem, field="value")
    AccessTerm.objects.create(council=by.council, request=access_request, kind=kind, value=value.strip())
    return access_request


@command(HANDLE)
def remove_term(*, by: Person, access_request: AccessRequest, term: AccessTerm) -> AccessRequest:
    """Remove what a person is looked for by; the last one stays."""
    _check_open(access_request)
    if access_request.terms.count() == 1:
        raise Refused("Add another before you remove the last.")
    term.delete()
    return access_request


@command(HANDLE)
def begin_look(*, by: Person, access_request: AccessRequest, start_job: bool = True) -> AccessRequest:
    """Ask for a look in every place; what was decided before stays."""
    _check_open(access_request)
    saving.change(access_request, looking_since=timezone.now())
    if start_job:
        jobs.ask(LOOK, by=by, once=f"{LOOK}.{access_request.pk}", request_id=access_request.pk)
    return access_request


@command(HANDLE)
def save_look(*, by: Person, access_request: AccessRequest, result: Result) -> AccessRequest:
    """Keep what was found; the records that it belongs to are held."""
    access_request = AccessRequest.objects.select_for_update().get(pk=access_request.pk)
    AccessPlace.objects.filter(request=access_request).delete()
    counts: dict[str, int] = {}
    for each in result.found.values():
        counts[each.place] = counts.get(each.place, 0) + 1
    common = {"council": by.council, "request": access_request}
    AccessPlace.objects.bulk_create(
        [
            *(
                AccessPlace(**common, name=name[:120], looked=result.looked[name], found=counts.get(name, 0))
                for name in sorted({*(place.name for place in places()), *result.looked, *counts})
            ),
            *(
                AccessPlace(**common, name=name[:120], not_looked=why[:300])
                for name, why in (*result.not_looked, *asked_elsewhere(access_request, by))
            ),
        ]
    )
    known = {(hit.model, hit.row, hit.field): hit for hit in AccessHit.objects.filter(request=access_request)}
    gone = [hit.pk for key, hit in known.items() if key not in result.found and not hit.decision]
    AccessHit.objects.filter(pk__in=gone).delete()
    AccessHit.objects.bulk_create(
        AccessHit(
            **common,
            place=each.place[:120],
            model=each.model,
            row=each.row,
            field=each.field,
            origin=each.record[0] if each.record else "",
            origin_id=each.record[1] if each.record else None,
            how=each.how[:120],
        )
        for key, each in result.found.items()
        if key not in known
    )
    if not access_request.hold_lifted_on:
        holds.place(access_request, sorted(holding(result.records), key=str))
    return saving.change(access_request, looking_since=None, looked_at=timezone.now())


@command(HANDLE)
def decide(
    *,
    by: Person,
    access_request: AccessRequest,
    hit: AccessHit,
    decision: str,
    text: str = "",
    reason: str = "",
) -> AccessRequest:
    """Record decision: on something that was found, give all of it, give it without what is about others, or leave it out."""
    _check_open(access_request)
    decision = Decision(decision)
    if decision == Decision.LEAVE_OUT:
        saving.needs_explanation(reason, "Say why it is left out: the person is told", field="reason")
        hit.text = ""
    elif decision == Decision.INCLUDE:
        hit.text = text_at(by.council_id, hit.model, hit.row, hit.field)
    else:
        hit.text = text.strip()
        if not hit.text:
            raise Refused(
                "Nothing is left of the words. Leave it out instead, with the reason.", field="text"
            )
    hit.decision, hit.decided_by, hit.decided_at = decision, by, timezone.now()
    hit.reason = reason.strip() if decision == Decision.LEAVE_OUT else ""
    saving.hide(hit, hit.spec.redacted, CaseNames())
    hit.save(update_fields=["decision", "text", "reason", "decided_by", "decided_at"])
    access_request.copies.filter(given_on=None).delete()
    return access_request


def proposal(access_request: AccessRequest, hit: AccessHit) -> tuple[str, str]:
    """Return the words of something that was found, and as they are proposed to be given."""
    text = text_at(access_request.council_id, hit.model, hit.row, hit.field)
    person = Wanted.of(access_request.terms.values_list("kind", "value"))
    record = (hit.origin, hit.origin_id) if hit.origin_id else None
    whole = hit.model == "contact"
    return text, text if whole and person.find(text) else proposed(text, person, record)


@command(HANDLE)
def make_copy(*, by: Person, access_request: AccessRequest) -> AccessRequest:
    """Put document together: from all that was decided."""
    _check_open(access_request)
    if access_request.looked_at is None:
        raise Refused("Look for the person first.")
    waiting = access_request.hits.filter(decision="").count()
    if waiting:
        raise Refused(f"{waiting:,} {'text is' if waiting == 1 else 'texts are'} not decided yet.")
    made = document(
        access_request,
        access_request.hits.all(),
        access_request.places.order_by("name"),
        labels_of(access_request),
        council=by.council.name,
        today=timezone.localdate(),
    )
    word = as_word(made)
    try:
        pdf = as_pdf(made)
    except NoPdf:
        pdf = None
    access_request.copies.filter(given_on=None).delete()
    AccessCopy.objects.create(
        council=by.council,
        request=access_request,
        word=word,
        pdf=pdf,
        checksum=hashlib.sha256(word).hexdigest(),
        pieces=access_request.hits.exclude(decision=Decision.LEAVE_OUT).count(),
        made_at=timezone.now(),
        made_by=by,
    )
    return access_request


def labels_of(access_request: AccessRequest) -> dict[object, str]:
    """Return what each record is called to which something found belongs, by its key."""
    keys: dict[str, set[object]] = {}
    for kind, key in access_request.hits.exclude(origin_id=None).values_list("origin", "origin_id"):
        keys.setdefault(kind, set()).add(key)
    labels: dict[object, str] = {}
    for kind, found in keys.items():
        model = record_types().get(kind)
        if model is not None:
            for record in model._default_manager.filter(council_id=access_request.council_id, pk__in=found):
                labels[record.pk] = f"{model.spec.name} {record.reference}".strip()
    return labels


@command(HANDLE)
def give(
    *,
    by: Person,
    access_request: AccessRequest,
    given_on: datetime.date,
    read_it: bool,
    version: int | None = None,
) -> AccessRequest:
    """Give document: by somebody who read all of it; it is kept as it was given."""
    _check_open(access_request)
    if not read_it:
        raise Refused("Read all of the document first: names of others may stand in it.", field="read_it")
    copy = access_request.copies.filter(given_on=None).first()
    if copy is None:
        raise Refused("Put the document together first: something was decided since.")
    copy.given_on, copy.checked_by = given_on, by
    copy.save(update_fields=["given_on", "checked_by"])
    return saving.change(access_request, version=version, given_on=given_on)


@command(HANDLE)
def end_request(
    *,
    by: Person,
    access_request: AccessRequest,
    ended_on: datetime.date,
    ended_because: str,
    version: int | None = None,
) -> AccessRequest:
    """End subject access request: taken back by the person, or refused with the reason that they were told."""
    _check_open(access_request)
    saving.needs_explanation(ended_because, "Say why it ends", field="ended_because")
    return saving.change(access_request, version=version, ended_on=ended_on, ended_because=ended_because)


@command(HANDLE)
def lift_hold(
    *, by: Person, access_request: AccessRequest, reason: str, version: int | None = None
) -> AccessRequest:
    """End hold: its records are deleted again when their time is over."""
    saving.needs_reason(reason)
    if not (access_request.given_on or access_request.ended_on):
        raise Refused("The request is open. Give what was found, or end it, before you lift the hold.")
    if access_request.hold_lifted_on:
        raise Refused("The hold is lifted already.")
    holds.lift(access_request)
    return saving.change(access_request, version=version, hold_lifted_on=timezone.localdate())
