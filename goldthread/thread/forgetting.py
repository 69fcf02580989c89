"""Deletion of personal data that is due in a council, in every room; what was learned stays."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.coproduction.asking import commands as asking
from goldthread.coproduction.asking import forgetting as people_asked
from goldthread.council.database import tenant
from goldthread.council.drafts import store as drafts
from goldthread.council.drafts.commands import forget_drafts
from goldthread.council.files import held_forgetting as held
from goldthread.council.models import Person
from goldthread.council.notifications import notifying
from goldthread.council.notifications.commands import forget_notifications
from goldthread.council.people import leavers
from goldthread.council.records import attached
from goldthread.council.records.forgetting import forget_attached, forget_names, names_due
from goldthread.evidence.returns.cases import forgetting as tracked_cases
from goldthread.feedback import forgetting as feedback
from goldthread.mailbox import following as emails
from goldthread.meetings.bodies.seats import forgetting as members
from goldthread.meetings.meetings import forgetting as meetings
from goldthread.practice.rounds import forgetting as audits
from goldthread.public import forgetting as public
from goldthread.responses import forgetting as responses
from goldthread.reviews import forgetting as reviews
from goldthread.subject_access import forgetting as subject_access
from goldthread.themes import forgetting

# Whom reviews name is counted from the decision or the remedy.
_OWN_RULE = ("review",)


@dataclass(frozen=True)
class Forgotten:
    """Number of records that a run deleted, or would delete."""

    feedback: int
    files: int
    reviews: int
    staff: int
    drafts: int
    notifications: int
    attached: int
    emails: int
    access_requests: int = 0
    asks: int = 0
    public_forms: int = 0
    members: int = 0
    meetings: int = 0
    people_asked: int = 0
    named: int = 0
    tracked_cases: int = 0
    audit_rounds: int = 0

    def sentence(self, *, done: bool) -> str:
        """Return a line for the person who runs `goldthread forget`."""
        counted = (
            f"{self.feedback:,} pieces of feedback, whom {self.reviews:,} reviews name, the names of {self.staff:,} "
            f"staff who have left, {self.files:,} spreadsheets that were never brought in, {self.drafts:,} drafts of forms that were never saved and files sent with them, "
            f"{self.notifications:,} notifications, {self.attached:,} notes, files and links on records, {self.emails:,} e-mails that became no feedback, "
            f"{self.access_requests:,} subject access requests, {self.asks:,} requests on meetings and reviews, "
            f"{self.public_forms:,} public forms that were never sent, "
            f"{self.members:,} names of members of boards, the words of {self.meetings:,} meetings, "
            f"{self.people_asked:,} people who agreed to be asked, {self.tracked_cases:,} draws of cases for pathway tracking, the audits of {self.audit_rounds:,} audit rounds"
            f", and whom {self.named:,} boards, measures and other records name"
        )
        return f"forgotten: {counted}" if done else f"due to be forgotten: {counted}"


def due(by: Person, *, today: datetime.date, now: datetime.datetime) -> Forgotten:
    """Return how much is due in the council of `by`, and delete nothing."""
    with tenant.inside(by.council_id):
        return Forgotten(
            feedback=len(feedback.due(by.council, today)),
            files=feedback.abandoned(by.council, now).count(),
            reviews=len(reviews.due(by.council, today)),
            staff=len(leavers.due(by.council, today)),
            drafts=drafts.due(by.council_id, now).count() + held.due(by.council_id, now).count(),
            notifications=notifying.due(by.council_id, now).count(),
            attached=sum(rows.count() for rows in attached.due(by.council_id, now)),
            emails=emails.due(by.council, today, now).count(),
            access_requests=len(subject_access.due(by.council, today)),
            asks=len(responses.due(by.council, today)),
            public_forms=public.due(by.council_id, now).count(),
            members=members.due(by.council, today).count(),
            meetings=len(meetings.due(by.council, today)),
            people_asked=len(people_asked.due(by.council, today)),
            named=names_due(by.council, today, but=_OWN_RULE).count(),
            tracked_cases=len(tracked_cases.due(by.council, today)),
            audit_rounds=len(audits.due(by.council, today)),
        )


def forget_due(by: Person, *, today: datetime.date, now: datetime.datetime) -> Forgotten:
    """Delete everything that is due in the council of `by`, a part at a time, each saved before the next."""
    # First, since what was held for them is due like anything else from then on.
    with tenant.inside(by.council_id):
        requests = subject_access.due(by.council, today)
        if requests:
            subject_access.forget(by=by, requests=requests)
    from_feedback = feedback.forget_due(by, today=today, now=now)
    with tenant.inside(by.council_id):
        # Notes made when coding them, and the phrases that name emerging topics of them.
        if any(notes.exists() for notes in forgetting.notes_to_forget(by.council_id)):
            forgetting.forget_notes(by=by)
    with tenant.inside(by.council_id):
        named = reviews.due(by.council, today)
        if named:
            reviews.forget(by=by, reviews=named)
    with tenant.inside(by.council_id):
        left = leavers.due(by.council, today)
        if left:
            leavers.forget(by=by, people=left)
    with tenant.inside(by.council_id):
        unsaved = drafts.due(by.council_id, now).count()
        if unsaved:
            forget_drafts(by=by, now=now)
        sent = held.due(by.council_id, now).count()
        if sent:
            held.forget_held(by=by, now=now)
    with tenant.inside(by.council_id):
        old = notifying.due(by.council_id, now).count()
        if old:
            forget_notifications(by=by, now=now)
    with tenant.inside(by.council_id):
        added = sum(rows.count() for rows in attached.due(by.council_id, now))
        if added:
            forget_attached(by=by, now=now)
    with tenant.inside(by.council_id):
        mails = emails.due(by.council, today, now).count()
        if mails:
            emails.forget_emails(by=by, today=today, now=now)
    with tenant.inside(by.council_id):
        asks = responses.due(by.council, today)
        if asks:
            responses.forget(by=by, asks=asks, on=today)
        unsent = public.delete_due(by.council_id, now)
    with tenant.inside(by.council_id):
        holders = members.due(by.council, today).count()
        if holders:
            members.forget_holders(by=by, today=today)
        said = meetings.due(by.council, today)
        if said:
            meetings.forget(by=by, meetings=said, on=today)
    with tenant.inside(by.council_id):
        no_consent = people_asked.due(by.council, today)
        if no_consent:
            asking.forget_people(by=by, people=no_consent)
    with tenant.inside(by.council_id):
        in_words = names_due(by.council, today, but=_OWN_RULE).count()
        if in_words:
            forget_names(by=by, today=today, but=_OWN_RULE)
    with tenant.inside(by.council_id):
        tracked = tracked_cases.due(by.council, today)
        if tracked:
            tracked_cases.forget(by=by, draws=tracked)
    with tenant.inside(by.council_id):
        audited = audits.due(by.council, today)
        if audited:
            audits.forget(by=by, rounds=audited)
    return Forgotten(
        from_feedback.feedback,
        from_feedback.files,
        len(named),
        len(left),
        unsaved + sent,
        old,
        added,
        mails,
        len(requests),
        len(asks),
        unsent,
        holders,
        len(said),
        len(no_consent),
        in_words,
        len(tracked),
        len(audited),
    )
