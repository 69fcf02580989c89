"""Commands on what the ombudsman asks: recording it, our reply and its sign-off, the decision and its remedies."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from goldthread.casework import remedies
from goldthread.casework.closing import OpenItem, open_when_closing
from goldthread.casework.events import lock_case
from goldthread.casework.models import ComplaintCase, Remedy
from goldthread.casework.ombudsman.models import Compliance, EnquiryKind, OmbudsmanEnquiry
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.pages import address
from goldthread.feedback.models import Feedback, Point
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import KINDS, OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.reviews.new_review import NewFinding, NewReview

_REASON = people_named.reason_about("enquiry")


@command("casework.handle")
def record_enquiry(
    *,
    by: Person,
    feedback: Feedback,
    kind: str,
    their_reference: str,
    title: str,
    asked: str,
    received_on: datetime.date,
    due_on: datetime.date | None = None,
    owner: Person | None = None,
) -> OmbudsmanEnquiry:
    """Record ombudsman's enquiry: what was asked about a case, and by when our reply is due."""
    lock_case(feedback)
    _check_due(kind, due_on)
    enquiry = OmbudsmanEnquiry(
        council=by.council,
        feedback=feedback,
        kind=EnquiryKind(kind),
        their_reference=their_reference,
        title=title,
        asked=asked,
        received_on=received_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(enquiry, based_on=[feedback])
    # Where no reply is due there is nothing to be done about it.
    if owner is not None and due_on is not None:
        assign(by=by, record=enquiry, owner=owner)
    return enquiry


def _check_due(kind: str, due_on: datetime.date | None) -> None:
    if due_on is None and kind != EnquiryKind.PREMATURE:
        raise Refused("Enter the date by which the ombudsman expects a reply.", field="due_on")


@command("casework.handle", trail=_REASON)
def edit_enquiry(
    *, by: Person, enquiry: OmbudsmanEnquiry, version: int, reason: str, **fields: Any
) -> OmbudsmanEnquiry:
    """Correct ombudsman's enquiry: with the reason; a date that the ombudsman agreed to move is extended instead."""
    saving.needs_reason(reason)
    _check_due(fields.get("kind", enquiry.kind), fields.get("due_on", enquiry.due_on))
    return saving.change(enquiry, version=version, **fields)


@command("casework.handle", trail=_REASON)
def extend_reply(
    *, by: Person, enquiry: OmbudsmanEnquiry, due_on: datetime.date, reason: str, version: int | None = None
) -> OmbudsmanEnquiry:
    """Extend time for our reply: to the date that the ombudsman agreed, with the reason."""
    saving.needs_reason(reason)
    current = saving.check_version(enquiry, version, {"due_on": due_on})
    if current.sent_on:
        raise Refused("The reply was sent already.")
    if current.due_on is None or due_on <= current.due_on:
        raise Refused("The date agreed must be later than the one before.", field="due_on")
    return saving.change(
        enquiry,
        due_on=due_on,
        first_due_on=current.first_due_on or current.due_on,
        extended_because=reason,
    )


@command("casework.handle")
def draft_response(
    *,
    by: Person,
    enquiry: OmbudsmanEnquiry,
    response: str,
    learning_note: str = "",
    version: int | None = None,
) -> OmbudsmanEnquiry:
    """Draft our reply to the ombudsman: with what was learned; what was authorised is to be authorised again."""
    current = saving.check_version(enquiry, version, {"response": response, "learning_note": learning_note})
    if current.sent_on:
        raise Refused("The reply was sent already, and stays as it was sent.")
    return saving.change(
        enquiry,
        response=response,
        learning_note=learning_note,
        drafted_by=by,
        authorised_by=None,
        authorised_on=None,
    )


@command("casework.authorise")
def authorise_response(
    *, by: Person, enquiry: OmbudsmanEnquiry, authorised_on: datetime.date, version: int | None = None
) -> OmbudsmanEnquiry:
    """Authorise our reply to the ombudsman: as the senior leader who signs, who did not draft it.

    What was learned has to be written down first, so that it is not forgotten once the reply is sent.
    """
    current = saving.check_version(enquiry, version, {"authorised_on": authorised_on})
    if not current.response:
        raise Refused("There is no reply to authorise yet. It is drafted first.")
    if current.drafted_by_id == by.pk:
        raise Refused("You drafted this reply. Another senior leader authorises it.")
    if not current.learning_note.strip():
        raise Refused("Nothing is written down of what was learned. Have the learning note added first.")
    if current.authorised_by is not None:
        raise Refused(f"{current.authorised_by.name} has authorised this reply already.")
    return saving.change(enquiry, authorised_by=by, authorised_on=authorised_on)


@command("casework.handle")
def record_sent(
    *, by: Person, enquiry: OmbudsmanEnquiry, sent_on: datetime.date, version: int | None = None
) -> OmbudsmanEnquiry:
    """Record that our reply was sent to the ombudsman: once a senior leader has authorised it."""
    current = saving.check_version(enquiry, version, {"sent_on": sent_on})
    if current.authorised_by_id is None:
        raise Refused("No senior leader has authorised this reply yet.")
    return saving.change(enquiry, sent_on=sent_on)


@command("reviews.record")
def record_decision(
    *,
    by: Person,
    enquiry: OmbudsmanEnquiry,
    title: str,
    outcome: str,
    decided_on: datetime.date,
    today: datetime.date,
    summary: str = "",
    faults: Sequence[str] = (),
    version: int | None = None,
) -> OmbudsmanEnquiry:
    """Record ombudsman's decision on a case: as a review, each fault found as a finding of its own."""
    _check_undecided(saving.check_version(enquiry, version, {"outcome": outcome}))
    feedback = enquiry.feedback
    review = reviews.record(
        by=by,
        today=today,
        new=NewReview(
            kind=OMBUDSMAN,
            title=title,
            body=KINDS[OMBUDSMAN].body,
            decided_on=decided_on,
            their_reference=enquiry.their_reference,
            outcome=outcome,
            summary=summary,
            findings=[NewFinding(text=text, team=feedback.team) for text in faults if text.strip()],
        ),
    )
    return saving.change(enquiry, review=review)


@command("reviews.record")
def link_decision(
    *, by: Person, enquiry: OmbudsmanEnquiry, review: Review, version: int | None = None
) -> OmbudsmanEnquiry:
    """Link ombudsman's decision that was recorded before to the enquiry that it came of."""
    _check_undecided(saving.check_version(enquiry, version, {"review": review}))
    if review.kind != OMBUDSMAN:
        raise Refused("That is no decision of the ombudsman.", field="review")
    if OmbudsmanEnquiry.objects.filter(review=review).exists():
        raise Refused("That decision belongs to another enquiry already.", field="review")
    return saving.change(enquiry, review=review)


def _check_undecided(enquiry: OmbudsmanEnquiry) -> None:
    if enquiry.review_id is not None:
        raise Refused("The decision on this enquiry is recorded already.")


@command("casework.handle")
def agree_ombudsman_remedy(
    *,
    by: Person,
    enquiry: OmbudsmanEnquiry,
    kind: str,
    title: str,
    agreed_on: datetime.date,
    due_on: datetime.date,
    amount: Decimal | None = None,
    owner: Person | None = None,
    point: Point | None = None,
) -> Remedy:
    """Agree remedy that the ombudsman recommended: one of several, each with its owner and date."""
    if enquiry.review_id is None:
        raise Refused("Record the decision first.")
    return remedies.agree_remedy(
        by=by,
        feedback=enquiry.feedback,
        kind=kind,
        title=title,
        agreed_on=agreed_on,
        due_on=due_on,
        amount=amount,
        owner=owner,
        point=point,
        enquiry=enquiry,
    )


@command("casework.handle")
def accept_remedy(
    *, by: Person, remedy: Remedy, accepted_on: datetime.date, version: int | None = None
) -> Remedy:
    """Record that the ombudsman accepts a remedy as carried out: once it is done."""
    current = saving.check_version(remedy, version, {"accepted_on": accepted_on})
    if current.enquiry_id is None:
        raise Refused("This remedy was agreed by the council, not recommended by the ombudsman.")
    if current.done_on is None:
        raise Refused("It is not done yet. Mark it done first, with what shows it.")
    return saving.change(remedy, accepted_on=accepted_on)


@command("casework.handle")
def record_compliance(
    *,
    by: Person,
    enquiry: OmbudsmanEnquiry,
    compliance: str,
    compliance_on: datetime.date,
    version: int | None = None,
) -> OmbudsmanEnquiry:
    """Record what the ombudsman says of compliance: one outcome for all it recommended in a case."""
    current = saving.check_version(enquiry, version, {"compliance": compliance})
    if current.review_id is None:
        raise Refused("Record the decision first.")
    return saving.change(enquiry, compliance=Compliance(compliance), compliance_on=compliance_on)


@open_when_closing
def _waiting(case: ComplaintCase) -> list[OpenItem]:
    waiting = case.feedback.ombudsman_enquiries.counted().waiting().order_by("due_on", "pk")
    return [
        OpenItem(
            text=f"The ombudsman waits for our reply: {enquiry.title}. It stays open.", href=address(enquiry)
        )
        for enquiry in waiting
    ]
