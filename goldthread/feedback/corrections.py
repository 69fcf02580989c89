"""Corrections of feedback, each with its reason: its facts, and the contact details of whoever gave it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.command import Refused, check_new_in_team, command
from goldthread.council.models import Person, Team
from goldthread.council.records import saving
from goldthread.council.records.assignment import stays_owner
from goldthread.feedback import cases
from goldthread.feedback.clocks import due_after
from goldthread.feedback.commands import lock_case, redacted_reason, rewrite_fields
from goldthread.feedback.contacts.keeping import keep_keys_anew
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.intake.new_feedback import check_dates
from goldthread.feedback.labels import label_again
from goldthread.feedback.models import Feedback
from goldthread.feedback.points import change_points
from goldthread.feedback.redaction import case_names
from goldthread.feedback.redaction.case_names import EXTRA, Case
from goldthread.feedback.redaction.rewriting import rewrite_case
from goldthread.feedback.sources import SOURCES
from goldthread.web.forms import lower_first

# Free text beside the words themselves; the other facts are chosen from lists, or dates.
_TEXTS = ("subject", "service", "format_needed", "their_reference")
# What its points repeat of it, and under which name.
_OF_POINTS = {"source": "source", "speaker": "speaker", "team": "team", "received_on": "heard_on"}


@command("feedback.receive", trail=redacted_reason)
def edit_feedback(
    *,
    by: Person,
    feedback: Feedback,
    version: int,
    reason: str,
    today: datetime.date,
    source: str,
    team: Team | None,
    extra: Mapping[str, str],
    **fields: Any,
) -> Feedback:
    """Correct feedback: with the reason; its issues follow a changed type, team, speaker or date.

    `fields`: subject, speaker, channel, received_on, happened_on, organisation, service, format_needed, their_reference
    and wants_reply.
    """
    saving.needs_reason(reason)
    check_new_in_team(by, team)
    case = lock_case(feedback)
    fields |= {"source": source, "team": team}
    saving.check_version(feedback, version, {**fields, "extra": {**feedback.extra, **extra}})
    check_dates(
        fields["received_on"], fields["happened_on"], feedback.closed_on, feedback.responded_on, today=today
    )
    texts = {name: fields.pop(name).strip() for name in _TEXTS}
    texts = {name: text for name, text in texts.items() if text != getattr(feedback, name)}
    texts |= {EXTRA + slug: text for slug, text in extra.items() if text != feedback.extra.get(slug, "")}
    if texts:
        rewrite_fields(by, case, **texts)
    _check_source(feedback, source)
    if source != feedback.source and SOURCES[source].answer_owed and feedback.responded_on is None:
        fields["wants_reply"] = True
    moved = {
        name: fields[field] for field, name in _OF_POINTS.items() if fields[field] != getattr(feedback, field)
    }
    fields |= due_after(feedback, **fields)
    if team != feedback.team and not stays_owner(by, feedback, team=team):
        fields["owner"] = None
    saving.change(feedback, **fields)
    if label_again(by.council_id, [feedback.pk]):
        feedback.refresh_from_db(fields=["label"])
    change_points(by=by, origin=feedback, **moved)
    cases.corrected(by, feedback)
    return feedback


@command("feedback.receive", trail=redacted_reason)
def change_team(*, by: Person, feedback: Feedback, version: int, reason: str, team: Team | None) -> Feedback:
    """Correct the team of feedback: with the reason; its issues follow, and an owner who may not open it there is none."""
    saving.needs_reason(reason)
    check_new_in_team(by, team)
    saving.check_version(feedback, version, {"team": team})
    if team == feedback.team:
        raise Refused("It is with this team already. Choose another.", field="team")
    owner = {} if stays_owner(by, feedback, team=team) else {"owner": None}
    saving.change(feedback, team=team, **owner)
    if label_again(by.council_id, [feedback.pk]):
        feedback.refresh_from_db(fields=["label"])
    change_points(by=by, origin=feedback, team=team)
    return feedback


def _check_source(feedback: Feedback, source: str) -> None:
    """Refuse a type of feedback that has no place for what is recorded under the present one."""
    if source == feedback.source:
        return
    if source not in SOURCES:
        raise Refused("Choose the type of feedback.", field="source")
    old, new = SOURCES[feedback.source], SOURCES[source]
    slugs = {extra.slug for extra in new.extras}
    for extra in old.extras:
        if feedback.extra.get(extra.slug) and extra.slug not in slugs:
            raise Refused(
                f"{extra.label} is recorded, and {lower_first(new.plural)} do not have it. Clear it to change the type.",
                field="source",
            )
    if feedback.outcome and new.outcomes and feedback.outcome not in new.outcomes:
        raise Refused(
            f"Its outcome, {feedback.outcome}, is none that {lower_first(new.plural)} have. Change the outcome first.",
            field="source",
        )


@command("feedback.contact", trail=redacted_reason)
def edit_contact(
    *,
    by: Person,
    feedback: Feedback,
    version: int,
    reason: str,
    name: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
) -> Feedback:
    """Correct contact details: with the reason; all that names them stays redacted."""
    saving.needs_reason(reason)
    case = lock_case(feedback)
    before = case_names.contact_of(feedback)
    after = {"name": name, "email": email, "phone": phone, "address": address}
    after = {field: text.strip() for field, text in after.items()}
    if version != feedback.version:
        differing = [(field, before.get(field, ""), after[field]) for field in after]
        raise saving.Stale(feedback, [row for row in differing if row[1] != row[2]])
    if any(before.values()):
        case.original.earlier_contacts.append(before)
        case.original.save(update_fields=["earlier_contacts"])
    if any(after.values()):
        contact, _ = Contact.objects.update_or_create(council=by.council, feedback=feedback, defaults=after)
        keep_keys_anew(contact)
    else:
        Contact.objects.filter(feedback=feedback).delete()
    case = Case.of(feedback)
    if case is not None and not feedback.is_locked:
        rewrite_case(case, by=by)
    return saving.change(feedback)
