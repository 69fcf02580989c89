"""Commands on feedback: receive, redact again, open what is restricted, respond, close and split."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from goldthread.analysis.privacy import redact
from goldthread.council.command import Refused, changed, check_new_in_team, check_scope, command
from goldthread.council.files.keeping import attach_to_new
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import privacy, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.points import points_changed
from goldthread.council.records.spec import kind_of
from goldthread.feedback.cases import leave_to_case, responded
from goldthread.feedback.clocks import due_after
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.intake.new_feedback import NewFeedback, check_new, resolve_duplicate, without_saved
from goldthread.feedback.intake.saving import (
    PreparedFeedback,
    free_text,
    lock_intake,
    redact_new,
    save_feedback,
)
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.points import new_points
from goldthread.feedback.redaction import case_names
from goldthread.feedback.redaction.case_names import Case
from goldthread.feedback.redaction.models import OriginalText
from goldthread.feedback.redaction.rewriting import drop_original_field, rewrite_case, split_original
from goldthread.feedback.routing.rules import active_rules, applied, may_own
from goldthread.standards.upheld import is_upheld

DELETED = "The original text has been deleted, as the council's retention schedule requires."


@command("feedback.receive")
def receive(
    *,
    by: Person,
    new: NewFeedback,
    today: datetime.date,
    allow_duplicate: bool = False,
    owner: Person | None = None,
    photo: tuple[str, bytes] | None = None,
) -> Feedback:
    """Add feedback.

    owner: whom it is assigned to at once, None for nobody yet. photo: the name and content of a picture of it, kept as a
    restricted file wherever a rule gives it to. `allow_duplicate`: save it even if the same text came
    on the same day, as a campaign's cards do; without that DuplicateFeedback is raised.
    """
    check_new_in_team(by, new.team)
    check_scope(by, new.organisation)
    check_new(new, today=today)
    new = resolve_duplicate(by, new, allow_duplicate=allow_duplicate)
    named = new.team
    new = applied(active_rules(by.council_id), new)
    if owner is not None:
        # Whom a person chose stands, also in the team that a rule gives it to, which may be another than they act for.
        new = replace(new, owner=owner if new.team != named else None)
        if new.owner is not None and not may_own(owner, new.team and new.team.pk):
            raise Refused(
                f"The rule “{new.rule and new.rule.name}” gives this to {new.team}, whose feedback {owner.name} may not open. "
                "Leave the owner empty, or choose somebody else.",
                field="owner",
            )
    prepared = PreparedFeedback(redact_new(new))
    lock_intake(by)
    # Somebody may have added the same in the meantime.
    new = resolve_duplicate(by, new, allow_duplicate=allow_duplicate)
    [feedback] = save_feedback(by, [(new, prepared)])
    if new.rule is not None:
        changed("Rule followed", "", new.rule.name)
    if owner is not None and new.owner is None:
        assign(by=by, record=feedback, owner=owner)
    elif new.owner is not None:
        notify(by=by, to=[new.owner], kind="assigned", record=feedback)
    if photo is not None:
        attach_to_new(by=by, record=feedback, filename=photo[0], content=photo[1])
    return feedback


@command("feedback.import")
def receive_many(
    *,
    by: Person,
    pieces: Sequence[NewFeedback],
    batch: ImportBatch | None = None,
    prepared: Mapping[int | None, PreparedFeedback] = MappingProxyType({}),
) -> list[Feedback]:
    """Add many pieces of feedback at once, such as a part of a spreadsheet; what is saved already is left out.

    `prepared`: by their rows, what was made of pieces before (`intake.saving.prepare`); of others it is made now.
    """
    unique: dict[str, NewFeedback] = {}
    ready: dict[str, PreparedFeedback] = {}
    for new in pieces:
        fingerprint = new.fingerprint()
        if fingerprint in unique:
            continue
        unique[fingerprint] = new
        made = prepared.get(new.batch_row)
        # Where detection failed it is tried once more, here. What was made of other words is never taken for these.
        if made is not None and not made.redacted.locked and made.redacted.original == free_text(new):
            ready[fingerprint] = made
    unsaved = without_saved(by, unique)
    rules = active_rules(by.council_id)
    if rules:
        unsaved = {fingerprint: applied(rules, new) for fingerprint, new in unsaved.items()}
        followed = Counter(new.rule.name for new in unsaved.values() if new.rule is not None)
        for name, count in followed.items():
            changed(f"Rule followed: {name}", 0, count)
    for fingerprint, new in unsaved.items():
        if fingerprint not in ready:
            ready[fingerprint] = PreparedFeedback(redact_new(new))
    lock_intake(by)
    # Another import may have added some of them in the meantime.
    unsaved = without_saved(by, unsaved)
    return save_feedback(
        by,
        [(new, ready[fingerprint]) for fingerprint, new in unsaved.items()],
        batch,
        due_from=timezone.localdate(),
    )


def redacted_reason(*, by: Person, feedback: Feedback, reason: str, **_: Any) -> str:
    """Return a reason without the people it names: the audit log outlives the text, and others read it."""
    names = case_names.known_people(feedback)
    try:
        return privacy.hide(reason.strip(), names).text
    except privacy.CouldNotLook:
        # What the case knows is hidden all the same; the text may have to be opened to keep somebody safe.
        return redact(reason.strip(), (), names).text


@command("feedback.original", trail=redacted_reason)
def open_original(*, by: Person, feedback: Feedback, reason: str) -> OriginalText:
    """Open the original text; who opened it and why is recorded in the audit log."""
    saving.needs_reason(reason, "It is recorded.")
    original = OriginalText.objects.filter(feedback=feedback).first()
    if original is None:
        raise Refused(DELETED)
    return original


@command("feedback.contact")
def open_contact(*, by: Person, feedback: Feedback) -> Contact:
    """Open the contact details; who opened them is recorded in the audit log."""
    contact = Contact.objects.filter(feedback=feedback).first()
    if contact is None:
        raise Refused("No contact details were given, or they have been deleted as the schedule requires.")
    return contact


@command("feedback.receive")
def redact_again(*, by: Person, feedback: Feedback) -> Feedback:
    """Redact a whole case again, with people's decisions; unlocks it."""
    case = Case.locked_for_update(feedback)
    if case is None:
        raise Refused(DELETED)
    try:
        rewrite_case(case, by=by)
    except privacy.CouldNotLook as error:
        raise Refused(
            "Redaction failed again, so this feedback is still awaiting redaction. Tell your administrator."
            if feedback.is_locked
            else "Redaction failed, so nothing was changed. Tell your administrator."
        ) from error
    return feedback


@command("feedback.respond")
def record_response(
    *, by: Person, feedback: Feedback, responded_on: datetime.date, response: str, version: int | None = None
) -> Feedback:
    """Record the response to the person who gave the feedback."""
    if not response.strip():
        raise Refused("Enter the response.", field="response")
    if responded_on < feedback.received_on:
        raise Refused(
            "The date of the response is before the date received. Check the date.", field="responded_on"
        )
    leave_to_case(feedback, "Record the reply")
    saving.check_version(feedback, version, {"responded_on": responded_on, "response": response})
    return note_response(by, feedback, on=responded_on, text=response)


def note_response(by: Person, feedback: Feedback, *, on: datetime.date, text: str) -> Feedback:
    """Write the response into a piece of feedback, within the command at hand."""
    rewrite_fields(by, lock_case(feedback), response=text.strip())
    saving.change(feedback, responded_on=on, **due_after(feedback, responded_on=on))
    responded(by, feedback)
    return feedback


@command("feedback.receive")
def close_case(
    *,
    by: Person,
    feedback: Feedback,
    closed_on: datetime.date,
    outcome: str = "",
    version: int | None = None,
) -> Feedback:
    """Close a case with its outcome."""
    if closed_on < feedback.received_on:
        raise Refused("The date closed is before the date received. Check the date.", field="closed_on")
    leave_to_case(feedback, "Close it")
    case = lock_case(feedback)
    saving.check_version(feedback, version, {"closed_on": closed_on, "outcome": outcome})
    _write_outcome(by, case, feedback, outcome)
    return saving.change(feedback, closed_on=closed_on)


@command("feedback.receive")
def reopen_case(*, by: Person, feedback: Feedback, outcome: str = "") -> Feedback:
    """Reopen a case that was closed by mistake. outcome: what it had before, "" for none."""
    if feedback.closed_on is None:
        raise Refused("It is open already.")
    leave_to_case(feedback, "Reopen it")
    _write_outcome(by, lock_case(feedback), feedback, outcome)
    return saving.change(feedback, closed_on=None)


def _write_outcome(by: Person, case: Case, feedback: Feedback, outcome: str) -> None:
    if not outcome or case_names.is_fixed(feedback.source, "outcome", outcome):
        drop_original_field(case, "outcome")
        feedback.outcome = outcome
        feedback.save(update_fields=["outcome"])
    else:
        rewrite_fields(by, case, outcome=outcome.strip())
    Point.objects.filter(feedback=feedback).update(is_upheld=is_upheld(outcome))


@command("feedback.receive")
def split_point(*, by: Person, point: Point, texts: Iterable[str]) -> list[Point]:
    """Split an issue into several; every word stays in one of them."""
    parts = [text.strip() for text in texts if text.strip()]
    if point.origin != kind_of(Feedback):
        raise Refused("Only an issue of feedback can be split.")
    case = lock_case(point.feedback)
    point.refresh_from_db(fields=["text"])
    if len(parts) < 2:
        raise Refused("Split the text into at least two parts.")
    if "".join("".join(parts).split()) != "".join(point.text.split()):
        raise Refused("The parts together must be the whole text, word for word.")
    if point.codings.exists() or point.lessons.exists():
        raise Refused("This issue has been coded or a lesson is based on it, so it cannot be split.")
    last = Point.objects.filter(feedback=point.feedback).order_by("-position").first()
    split_original(case, point, parts, last.position)
    point.text = parts[0]
    point.save(update_fields=["text"])
    point.suggestions.all().delete()
    added = new_points(
        origin=point.feedback,
        texts=parts[1:],
        source=point.source,
        speaker=point.speaker,
        team_id=point.team_id,
        heard_on=point.heard_on,
        tone=point.tone,
        is_upheld=point.is_upheld,
        first=last.position + 1,
    )
    Point.objects.bulk_create(added)
    points_changed(by, written=[point, *added])
    return [point, *added]


def lock_case(feedback: Feedback) -> Case:
    """Return the case of a piece, locked for this command; refused once its text is deleted: none is added then."""
    case = Case.locked_for_update(feedback)
    if case is None or feedback.forgotten_on:
        raise Refused(
            f"{feedback.reference} has been deleted, as the retention schedule requires. Nothing was added."
        )
    return case


def rewrite_fields(by: Person, case: Case, **changes: str) -> None:
    """Write fields of a piece of feedback, redacted with what its case knows."""
    if case.feedback.is_locked:
        raise Refused(f"{case.feedback.reference} is awaiting redaction. Redact it again first.")
    rewrite_case(case, by=by, changes=changes)
