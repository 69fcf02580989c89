"""The screen for possible harm, on an e-mail in the transaction that keeps it, as for feedback; and who is told at once."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.text.safeguarding_screening import Screening
from goldthread.council.context import Alert, shown_in_menu
from goldthread.council.header import counted_in_header
from goldthread.council.models import Person
from goldthread.council.notifications import email_settings
from goldthread.council.notifications.kinds import DANGER
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.clock import clock_of
from goldthread.council.people.fields import people_who_may
from goldthread.mail.message import ReadEmail
from goldthread.mailbox.choices import Harm
from goldthread.mailbox.models import IncomingEmail
from goldthread.themes.safeguarding.danger import is_messaged
from goldthread.themes.safeguarding.duty import DutyList
from goldthread.themes.safeguarding.queries import council_share
from goldthread.themes.safeguarding.safeguarding_screen import screener

_LONGEST = 20_000
_log = logging.getLogger(__name__)


def screen(email: IncomingEmail, read: ReadEmail, *, whole: bool) -> None:
    """Put into an e-mail that is not saved yet whether it may tell of harm, and by what kinds of words.

    whole: also what it quotes and carries, which was not read before. A fault in here must not lose the e-mail.
    """
    texts = [read.subject, read.text]
    if whole:
        texts += [read.quoted, *(each.text for each in read.inside)]
    try:
        with transaction.atomic():
            share = council_share(email.council_id)
            found = screener().screen_all([text[:_LONGEST] for text in texts if text.strip()])
            levels = {level for each in found if (level := each.level(share))}
            if levels:
                email.harm = Harm.DANGER if Harm.DANGER in levels else Harm.TODAY
                email.harm_reasons = _reasons(found)
    except Exception:
        _log.exception("screening an e-mail failed; it waits for a person")


def _reasons(found: list[Screening]) -> list[str]:
    """Return the kinds of harm that it may tell of; not the words, which could name somebody."""
    kinds = dict.fromkeys(cue.reason for each in found for cue in each.cues)
    return list(kinds)[:5] or ["may tell of harm: read as a whole it is like texts that did"]


def tell(email: IncomingEmail) -> None:
    """Tell all who review possible harm, and whoever is on duty, of danger in an e-mail that was kept; by e-mail too."""
    if not is_messaged(level=email.harm, received_on=email.received_on, found_at=timezone.now()):
        return
    try:
        with transaction.atomic():
            clock = clock_of(email.council_id)
            people = list(people_who_may(clock, "themes.safeguarding").prefetch_related("memberships"))
            people += DutyList(email.council_id).on(timezone.localdate())
            notify(by=clock, to=people, kind=DANGER, record=email)
            if email_settings.is_on(email.council_id):
                email_settings.ask_to_send(clock)
    except Exception:
        _log.exception("nobody could be told of danger in an e-mail; it is listed")


@counted_in_header("danger_in_email")
def _not_reviewed(person: Person) -> QuerySet[IncomingEmail]:
    if not person.may("mailbox.read"):
        return IncomingEmail.objects.none()
    return IncomingEmail.objects.visible_to(person).harm_not_reviewed().filter(harm=Harm.DANGER)


@shown_in_menu("danger_in_email")
def danger_alert(count: str) -> Alert:
    """Return the menu's entry for danger in e-mails that nobody has reviewed."""
    return Alert(f"Danger now? By e-mail ({count})", reverse("mailbox:list") + "?harm=danger")
