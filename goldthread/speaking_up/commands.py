"""Commands on what is said in confidence: telling it, and all that the two do about it. None leaves an audit line.

The audit log is read by administrators, and a line's moment alone would say who was signed in then. What was done stands
in the matter's own steps, which are never changed, and which the same two read.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import logging
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.database import tenant
from goldthread.council.links.secrets import hashed
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.council.records.retention import CONFIDED, years_of
from goldthread.dates import add_months, quarter_start
from goldthread.speaking_up.models import AnswerTime, Matter, MatterStep
from goldthread.speaking_up.reading import reading
from goldthread.speaking_up.telling import tell_the_two
from goldthread.themes.safeguarding.safeguarding_screen import screener

READ = "speaking_up.read"
# So long after it was closed its private link still shows how it ended.
LINK_AFTER_CLOSING = datetime.timedelta(days=90)
_log = logging.getLogger(__name__)
What = MatterStep.What


# By Goldthread itself: whoever speaks up is named in nothing but what they write themselves.
@command("thread.home", confidential=True)
def speak_up(*, by: Person, about: str, words: str, secret: str, who: str = "") -> Matter:
    """Tell matter in confidence; told again with the same secret it is the one that is here."""
    _by_itself(by)
    key, today = hashed(secret), timezone.localdate()
    with tenant.opened_by(tenant.CONFIDED_SETTING, key):
        here = Matter.objects.filter(council=by.council, secret=key).first()
        if here is not None:
            return here
        matter = Matter(
            council=by.council,
            code=base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:6],
            secret=key,
            about=about,
            raised_on=today,
            words=words.strip(),
            who=who.strip(),
            harm=_screened(words),
            keep_until=_kept_until(by, today),
        )
        saving.add(matter)
    tell_the_two(by)
    return matter


@command("thread.home", confidential=True)
def answer(*, by: Person, matter: Matter, text: str, question: MatterStep | None = None) -> MatterStep:
    """Answer question, or add something, as whoever told a matter in confidence."""
    _by_itself(by)
    if matter.closed_on:
        raise Refused("This has been closed. Nothing more can be sent here.")
    if question is not None and (question.matter_id != matter.pk or question.what != What.QUESTION):
        raise Refused("That question is not there. Open the page again.")
    step = _step(None, matter, What.ANSWER if question else What.ADDED, text, question=question)
    harm = _screened(text)
    if json.loads(harm)["level"]:
        matter.harm = harm
        matter.save(update_fields=["harm"])
    tell_the_two(by)
    return step


@command(READ, confidential=True)
def acknowledge(*, by: Person, matter: Matter) -> Matter:
    """Acknowledge matter told in confidence."""
    with reading(by):
        _check_open(matter)
        if matter.acknowledged_on:
            raise Refused("It has been acknowledged already.")
        _step(by, matter, What.ACKNOWLEDGED)
        return _save(matter, acknowledged_on=timezone.localdate())


@command(READ, confidential=True)
def ask(*, by: Person, matter: Matter, text: str) -> Matter:
    """Ask question of whoever told a matter in confidence."""
    with reading(by):
        _check_open(matter)
        _step(by, matter, What.QUESTION, text)
        return _save(matter, acknowledged_on=matter.acknowledged_on or timezone.localdate())


@command(READ, confidential=True)
def tell(*, by: Person, matter: Matter, text: str) -> Matter:
    """Answer whoever told a matter in confidence; the first answer counts, by its days and nothing else."""
    with reading(by):
        _check_open(matter)
        today = timezone.localdate()
        _step(by, matter, What.TOLD, text)
        if matter.answered_on is None:
            quarter = quarter_start(today)
            begins = timezone.make_aware(datetime.datetime.combine(quarter, datetime.time()))
            days = (today - matter.raised_on).days
            AnswerTime.objects.create(council=by.council, quarter=quarter, days=days, created_at=begins)
        dates = {
            "answered_on": matter.answered_on or today,
            "acknowledged_on": matter.acknowledged_on or today,
        }
        return _save(matter, **dates)


@command(READ, confidential=True)
def refer(*, by: Person, matter: Matter, to: str, text: str) -> Matter:
    """Refer matter told in confidence, and say what of it was passed on."""
    with reading(by):
        _check_open(matter)
        if to not in Matter.Referred.values:
            raise Refused("Choose to whom it is referred.", field="to")
        _step(by, matter, What.REFERRED, f"{Matter.Referred(to).label}. {text}")
        return _save(matter, referred=to)


@command(READ, confidential=True)
def add_note(*, by: Person, matter: Matter, text: str) -> Matter:
    """Add note between the two to a matter told in confidence."""
    with reading(by):
        _step(by, matter, What.NOTE, text)
        return _save(matter)


@command(READ, confidential=True)
def protect(*, by: Person, matter: Matter, protection: str) -> Matter:
    """Record how whoever told a matter in confidence is kept from harm for it."""
    with reading(by):
        _step(by, matter, What.PROTECTED, protection)
        return _save(matter, protection=protection.strip())


@command(READ, confidential=True)
def close(*, by: Person, matter: Matter, outcome: str, became: str, protection: str) -> Matter:
    """Close matter told in confidence: what became of it, and how whoever told it is kept from harm."""
    with reading(by):
        _check_open(matter)
        if outcome not in Matter.Outcome.values:
            raise Refused("Choose what became of it.", field="outcome")
        if matter.answered_on is None:
            raise Refused("Whoever told it has no answer yet. Answer them first.")
        today = timezone.localdate()
        _step(by, matter, What.CLOSED, became)
        texts = {"became": became.strip(), "protection": protection.strip()}
        # Never before the day that whoever told it was given, should the council have set a shorter period since.
        kept = max(matter.keep_until, _kept_until(by, today))
        return _save(matter, outcome=outcome, closed_on=today, keep_until=kept, **texts)


@command("council.forget", confidential=True)
def forget_over(*, by: Person, today: datetime.date) -> int:
    """Delete matters told in confidence whose time is over, with all that was done about them."""
    _by_itself(by)
    with tenant.opened_by(tenant.OVER_SETTING, today.isoformat()):
        over = Matter.objects.filter(council=by.council, keep_until__lt=today)
        MatterStep.objects.filter(matter__in=over).delete()
        return over.delete()[0]


def _by_itself(by: Person) -> None:
    if not by.is_system:
        raise Refused("This is done by Goldthread itself, so that nobody's name stands beside it.")


def _check_open(matter: Matter) -> None:
    saving.lock(matter)
    if matter.closed_on:
        raise Refused("This has been closed.")


def _save(matter: Matter, **fields: Any) -> Matter:
    saving.change(matter, **fields)
    return matter


def _step(by: Person | None, matter: Matter, what: str, text: str = "", **more: Any) -> MatterStep:
    if what != What.ACKNOWLEDGED and not text.strip():
        raise Refused("Enter what you want to say.", field="text")
    step = MatterStep(
        council_id=matter.council_id, matter=matter, what=what, text=text.strip(), by=by, **more
    )
    step.save(force_insert=True)
    return step


def _kept_until(by: Person, day: datetime.date) -> datetime.date:
    return add_months(day, round(12 * years_of(by.council, CONFIDED)))


def _screened(text: str) -> str:
    """Return what the screen for possible harm finds in a text, as it is kept: for the two alone."""
    try:
        found = screener().screen(text)
    except Exception:
        # Without the text, which the error may hold.
        _log.error("a text could not be screened for possible harm; the two are told so")
        return json.dumps({"level": "unknown", "reasons": []})
    return json.dumps({"level": found.level() or "", "reasons": found.reasons() if found.level() else []})
