"""Commands on the two questions: asking them, recording the answers, and dealing with a no."""

from __future__ import annotations

import datetime

from goldthread.casework.choices import ENDED
from goldthread.casework.commands import said
from goldthread.casework.events import lock_case
from goldthread.casework.models import ComplaintCase
from goldthread.casework.put_right.models import Answer, PutRight
from goldthread.council.command import Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.feedback.models import Feedback


def latest(case: ComplaintCase) -> PutRight | None:
    """Return the last asking of a case, None where nobody asked yet."""
    return None if case._state.adding else case.put_right.order_by("-asked_on", "-created_at").first()


@command("casework.handle")
def ask_whether_put_right(
    *,
    by: Person,
    feedback: Feedback,
    asked_on: datetime.date,
    wished: bool,
    format: str = "",
    version: int | None = None,
) -> Feedback:
    """Ask whether it was put right: in the person's format, or record that they do not wish to be asked."""
    case = lock_case(feedback, version)
    if case.state not in ENDED:
        raise Refused("They are asked once the case is closed.")
    last = latest(case)
    if last is not None and last.wished and not last.answered_on:
        raise Refused("They were asked already, and have not answered yet.")
    end_links(feedback, Ended.NEWER)
    saving.add_part(
        PutRight(
            council=by.council,
            case=case,
            wished=wished,
            asked_on=asked_on,
            format=format if wished else "",
            by=by,
        ),
        feedback,
    )
    return saving.change(feedback)


@command("casework.handle")
def record_put_right(
    *,
    by: Person,
    feedback: Feedback,
    answered_on: datetime.date,
    put_right: str,
    treated: str,
    reason: str = "",
    by_link: bool = False,
    version: int | None = None,
) -> Feedback:
    """Record answer: whether it was put right; a no needs the person's reason and comes before the manager."""
    case = lock_case(feedback, version)
    last = latest(case)
    if last is None or not last.wished or last.answered_on:
        raise Refused("Nobody has been asked, so there is no answer to record.")
    if put_right == Answer.NO and not reason.strip():
        raise Refused("Enter why it was not put right, in the person's words.", field="reason")
    last.put_right, last.treated, last.reason, last.answered_on = (
        Answer(put_right),
        Answer(treated),
        reason,
        answered_on,
    )
    saving.date_order.check(last)
    saving.hide(last, last.spec.hidden, people_named.named_under(feedback))
    last.save()
    end_links(feedback, Ended.ANSWERED if by_link else Ended.WITHDRAWN)
    return saving.change(feedback)


@command("casework.manage", trail=said)
def leave_closed(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Leave closed: the person says that it was not put right, and the case stays closed, with the reason."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    last = latest(case)
    if last is None or last.put_right != Answer.NO or last.seen_on:
        raise Refused("Nobody said that it was not put right, or it is dealt with already.")
    last.seen_on = on
    saving.date_order.check(last)
    last.save(update_fields=["seen_on"])
    return saving.change(feedback)
