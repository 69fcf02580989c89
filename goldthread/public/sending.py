"""Sending a public form: one transaction stores the whole of it, and what must follow it, and gives it its reference."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from goldthread.casework.choices import Consent
from goldthread.casework.consents.commands import ask_consent
from goldthread.casework.events import case_of, events_of, is_casework, save
from goldthread.casework.models import CaseEvent
from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.files.held import attach_held
from goldthread.council.files.models import Scan
from goldthread.council.jobs import JobName
from goldthread.council.links.commands import make_link
from goldthread.council.models import Person
from goldthread.council.notifications import email_settings
from goldthread.council.records import privacy, saving
from goldthread.feedback.commands import receive
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback
from goldthread.public.choices import ENTITLED, Agreed, Duty, Format, Problem, Standing
from goldthread.public.doors import DOORS, Door
from goldthread.public.drafts import delete, draft_of, link_secret, sent_of
from goldthread.public.files import is_to_be_typed_in
from goldthread.public.forms import READ_AS
from goldthread.public.limits.counting import may_e_mail
from goldthread.public.models import FollowUp, Submission
from goldthread.public.steps import CHECK, first_open, relation_of

FOLLOW_UP = JobName("public.follow_up")
LINK_FOR = datetime.timedelta(days=365)
TO_TYPE_IN = "Sent as a voice message or a letter: still to be typed in."
_CONTACT = ("email", "phone", "address")


# By Goldthread itself: whoever sends it has no account.
@command("feedback.receive")
def send(*, by: Person, secret: str) -> Submission:
    """Take public form: it becomes feedback, with its case, what must follow and its link.

    Sent a second time, from another window or after a failure, it is what the first sending made.
    """
    draft = draft_of(by.council_id, secret, lock=True)
    if draft is None:
        sent = sent_of(by.council_id, secret)
        if sent is None:
            raise Refused("This form is not kept any more.")
        return sent
    answers, door = draft.answers, DOORS[draft.door]
    if first_open(door, answers) != CHECK:
        raise Refused("Answer every question first.")
    today = timezone.localdate()
    feedback, outcome = _feedback(by, door, answers, today)
    relation = relation_of(door, answers)
    email = answers.get("email", "")
    submission = Submission(
        council=by.council,
        feedback=feedback,
        door=door.slug,
        secret=draft.secret,
        kind=answers["kind"],
        sent_on=today,
        read_as=str(answers.get(READ_AS, "")),
        relation=relation,
        agreed=answers.get("agreed", "") if relation else "",
        has_email=bool(email),
        email_confirmed=bool(email) and email == draft.confirmed_email,
        filled_in_by=draft.filled_in_by,
    )
    saving.add(submission, based_on=[feedback])
    if is_casework(feedback.source):
        _open_case(feedback, outcome, relation)
    to_type_in = is_to_be_typed_in(by.council, draft.pk, answers)
    files = attach_held(by=by, record=feedback, holder=draft.pk)
    _ask_consent(by, submission, answers, today)
    to_scan = any(file.scan == Scan.WAITING for file in files)
    _ask_for(by, submission, email, to_type_in=to_type_in, to_scan=to_scan)
    make_link(by=by, record=submission, until=today + LINK_FOR, secret=link_secret(submission))
    delete(draft)
    return submission


def _feedback(
    by: Person, door: Door, answers: Mapping[str, Any], today: datetime.date
) -> tuple[Feedback, str]:
    """Return the feedback that a form becomes, and what would put it right where that is kept with the case."""
    source = door.source(answers)
    outcome = str(answers.get("put_right", "")).strip()
    words = str(answers.get("words") or "").strip() or TO_TYPE_IN
    if outcome and (not is_casework(source) or not _can_hide(outcome)):
        # It must not be lost: where no case keeps it, or names could not be looked for, it stands with the words.
        words, outcome = f"{words}\n\nWhat would put it right: {outcome}", ""
    person = str(answers.get("person_name", ""))
    sender = ", ".join(filter(None, (answers.get("name", ""), answers.get("group", ""))))
    new = NewFeedback(
        source=source,
        points=[words],
        received_on=today,
        speaker=door.speaker(answers),
        channel=door.channel,
        wants_reply=answers.get("answer") == "yes",
        format_needed=_format(answers),
        contact={"name": sender[:160], **{name: answers.get(name, "") for name in _CONTACT}},
        also_named=[person] if person else [],
    )
    # Two people may write the same few words on one day: whoever sends a form twice has been shown the first already.
    return receive(by=by, new=new, today=today, allow_duplicate=True), outcome


def _can_hide(text: str) -> bool:
    try:
        privacy.hide(text)
    except privacy.CouldNotLook:
        return False
    return True


def _format(answers: Mapping[str, Any]) -> str:
    """Return the format somebody wants to be answered in, "" where they want no answer."""
    if answers.get("answer") != "yes" or not answers.get("format"):
        return ""
    if answers["format"] == Format.OTHER:
        return str(answers.get("other_format", ""))[:60]
    return str(Format(answers["format"]).label)


def _open_case(feedback: Feedback, outcome: str, relation: str) -> None:
    """Open the case with what the form says of it: consent is the person's own, and is asked for next."""
    case = case_of(feedback)
    if not case._state.adding:
        return
    known = events_of(case)
    case.desired_outcome = outcome
    if not relation:
        case.consent = Consent.NOT_NEEDED
    elif relation in ENTITLED:
        case.consent = Consent.ENTITLED
    if outcome:
        save(case)
    else:
        case.save()
    CaseEvent.objects.bulk_create(known)


def _ask_consent(
    by: Person, submission: Submission, answers: Mapping[str, Any], today: datetime.date
) -> None:
    """Have the person asked by their own link or letter, where somebody else speaks for them."""
    if not submission.relation or submission.relation in ENTITLED:
        return
    name, email, address = (str(answers.get(f"person_{each}", "")) for each in ("name", "email", "address"))
    ask_consent(
        by=by,
        feedback=submission.feedback,
        asked_on=today,
        name=name,
        email=email,
        address=address,
        cannot_decide=submission.agreed == Agreed.CANNOT,
        by_letter=bool(email) and not may_e_mail(by.council, email),
    )


def _ask_for(by: Person, submission: Submission, email: str, *, to_type_in: bool, to_scan: bool) -> None:
    """Write down what must follow, a row each, and have it done soon."""
    duties = [Duty.SCREEN]
    if is_casework(submission.feedback.source):
        duties.append(Duty.CLOCK)
    # Whoever sends it has read the reference: an address that nobody confirmed may be somebody else's.
    e_mails = submission.has_email and email_settings.is_on(by.council_id)
    if e_mails and (submission.email_confirmed or may_e_mail(by.council, email)):
        duties.append(Duty.CONFIRMATION)
    if to_scan:
        duties.append(Duty.SCAN)
    rows = [FollowUp(council_id=by.council_id, submission=submission, duty=duty) for duty in duties]
    if to_type_in:
        rows.append(
            FollowUp(
                council_id=by.council_id,
                submission=submission,
                duty=Duty.TYPED,
                standing=Standing.UNSURE,
                problem=Problem.TO_TYPE,
            )
        )
    FollowUp.objects.bulk_create(rows)
    ask_to_follow_up(by, submission)


def ask_to_follow_up(by: Person, submission: Submission) -> None:
    """Have what must follow a form done soon; one at a time for each, so that nothing is done twice."""
    name = f"{FOLLOW_UP}.{submission.pk}"
    jobs.ask(FOLLOW_UP, by=by, once=name, alone=name, submission_id=submission.pk)
