"""To which thread and which feedback an e-mail belongs: by the messages that it names, then by the reference in its subject.

Never by the sender's name or address alone: those only make a suggestion, which a person takes or leaves.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from goldthread.council.models import Account, Person
from goldthread.council.notifications.models import EmailSettings
from goldthread.feedback.contacts.models import Contact, ContactKey
from goldthread.feedback.models import Feedback
from goldthread.mail.message import ReadEmail
from goldthread.mailbox import sent
from goldthread.mailbox.choices import Arrived, Automatic, How
from goldthread.mailbox.models import EmailPeople, EmailReference, IncomingEmail, MailboxSettings

# As Goldthread writes a reference: "F 12" and "f12" could be anything in a subject.
_REFERENCE = re.compile(r"\bF[-‐-–](\d{1,15})\b", re.IGNORECASE)
MOST_REFERENCES = 50


def message_ids(read: ReadEmail) -> list[str]:
    """Return the IDs that an e-mail names, its own first."""
    named = [read.message_id, *read.answers, *read.returned_ids]
    return [each[:250] for each in dict.fromkeys(named) if each][:MOST_REFERENCES]


def thread_of(council_id: uuid.UUID, ids: Sequence[str]) -> uuid.UUID | None:
    """Return the thread of the e-mails that name one of some messages; None where none does."""
    rows = EmailReference.objects.filter(council=council_id, message_id__in=ids)
    return rows.order_by("email__received_at", "email_id").values_list("email__thread", flat=True).first()


def threads_named(council_id: uuid.UUID, ids: Sequence[str]) -> set[uuid.UUID]:
    """Return every thread of which an e-mail names one of some messages: an e-mail can bring two together."""
    rows = EmailReference.objects.filter(council=council_id, message_id__in=ids)
    return set(rows.values_list("email__thread", flat=True).distinct())


def feedback_of(
    council_id: uuid.UUID, read: ReadEmail, ids: Sequence[str], thread: uuid.UUID
) -> tuple[Feedback, How] | None:
    """Return the feedback that an e-mail belongs to, and by what; None where it must wait for a person."""
    by_letter = sent.feedback_of(council_id, ids)
    for each in ids:
        if each in by_letter and (found := _open_to_it(council_id, by_letter[each])):
            return found, How.THREAD
    joined = IncomingEmail.objects.filter(council=council_id, thread=thread, feedback__isnull=False)
    for pk in joined.order_by("-received_at", "-pk").values_list("feedback", flat=True):
        if found := _open_to_it(council_id, pk):
            return found, How.THREAD
    for number in _REFERENCE.findall(read.subject):
        feedback = Feedback.objects.filter(council=council_id, number=int(number)).first()
        if feedback is not None and (found := _open_to_it(council_id, feedback.pk)):
            return found, How.REFERENCE
    return None


def _open_to_it(council_id: uuid.UUID, pk: uuid.UUID) -> Feedback | None:
    """Return feedback to which an e-mail can be joined: closed or open, but not withdrawn, deleted or awaiting redaction."""
    there = Feedback.objects.filter(council=council_id, pk=pk, withdrawn_on=None, forgotten_on=None)
    return there.filter(is_locked=False).select_related("owner").first()


def suggestion(council_id: uuid.UUID, address: str) -> Feedback | None:
    """Return the newest open feedback of somebody with an address: for a person to look at, never to join by itself."""
    if not address:
        return None
    contacts = ContactKey.objects.filter(council=council_id, key=f"e:{address}"[:60]).values(
        "contact__feedback"
    )
    there = Feedback.objects.filter(council=council_id, pk__in=contacts, withdrawn_on=None, forgotten_on=None)
    return there.filter(closed_on=None).order_by("-received_on", "-number").first()


def arrived_as(read: ReadEmail, feedback: Feedback) -> Arrived:
    """Return what the timeline says of an e-mail that joins feedback: who sent it, as far as its address tells.

    An address can be forged, so even the person's own is said and never trusted; no other is taken for theirs.
    """
    if read.automatic in (Automatic.BOUNCE, Automatic.DELAY):
        return Arrived.BOUNCED
    if read.automatic == Automatic.REPLY:
        return Arrived.AUTOMATIC
    address = read.sender.address
    if is_ours(feedback.council_id, address):
        return Arrived.OURS
    return Arrived.CONTACT if address and address in addresses_of(feedback) else Arrived.UNKNOWN


def addresses_of(feedback: Feedback) -> set[str]:
    """Return the addresses of whoever gave feedback: as their contact details say it, and no other."""
    given = Contact.objects.filter(feedback=feedback).values_list("email", flat=True)
    return {"".join(each.lower().split()) for each in given if each}


def is_ours(council_id: uuid.UUID, address: str) -> bool:
    """Return whether an address is the council's: of somebody who signs in, or of the mailbox's own domain."""
    domain = address.rpartition("@")[2]
    if not domain:
        return False
    people = Person.objects.filter(council=council_id, account__isnull=False).values("account")
    if Account.objects.filter(pk__in=people, email__iexact=address).exists():
        return True
    own = [
        *MailboxSettings.objects.filter(council=council_id).values_list("username", flat=True),
        *EmailSettings.objects.filter(council=council_id).values_list("from_address", flat=True),
    ]
    return domain in {each.rpartition("@")[2].lower() for each in own if "@" in each}


def same_message(email: IncomingEmail) -> IncomingEmail | None:
    """Return another e-mail with the same message ID: the same one fetched in another form, or one under a false ID."""
    if not email.message_id:
        return None
    others = IncomingEmail.objects.filter(council=email.council_id, message_id=email.message_id)
    return others.exclude(pk=email.pk).order_by("number").first()


def sender_of(email: IncomingEmail) -> EmailPeople | None:
    """Return who sent an e-mail, as far as it is kept."""
    return EmailPeople.objects.filter(email=email).first()
