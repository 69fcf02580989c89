"""The text of a message: counts, kinds, references and links, and nothing of what a record says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template import engines
from django.urls import reverse

from goldthread.council.notifications.kinds import DANGER, KINDS
from goldthread.council.notifications.models import EmailSettings, Notification, SentEmail

MOST_LISTED = 30
"""No message lists more; it says how many more there are."""


@dataclass(frozen=True)
class Part:
    """The notifications of one kind in a message: its name, how many, and (reference, address) of those listed."""

    name: str
    count: int
    items: tuple[tuple[str, str], ...]


def subject(purpose: str, count: int) -> str:
    """Return the subject of a message about so many records."""
    if purpose == SentEmail.Purpose.TEST:
        return "Goldthread: test message"
    if purpose == SentEmail.Purpose.DANGER:
        return f"Goldthread: Danger now? {count:,} {'text' if count == 1 else 'texts'} to read"
    return f"Goldthread: {count:,} {'notification' if count == 1 else 'notifications'}"


def message(
    email: EmailSettings, sent: SentEmail, notifications: Sequence[Notification]
) -> EmailMultiAlternatives:
    """Return the message of a row to the address of its person, in plain text and simple HTML.

    The same row gives the same Message-ID, so that a mail server that is given it twice can know it again.
    """
    context = {
        "title": subject(sent.purpose, len(notifications)),
        "purpose": sent.purpose,
        "opening": opening,
        "parts": _parts(email, notifications),
        "more": max(0, len(notifications) - MOST_LISTED),
        "all": email.site_address + reverse("notifications"),
        "change": email.site_address + reverse("choose_notifications"),
    }
    environment = engines["jinja2"].env
    written = EmailMultiAlternatives(
        subject=context["title"],
        body=_text(context),
        from_email=email.from_address,
        to=[sent.person.account.email],
        headers={
            "Message-ID": f"<{sent.pk.hex}@{email.from_address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    written.attach_alternative(
        environment.get_template("council/notification_email.html").render(context), "text/html"
    )
    return written


def to_the_public(
    email: EmailSettings, *, to: str, subject: str, paragraphs: Sequence[str], key: str
) -> EmailMessage:
    """Return an e-mail in plain text to somebody without an account; key: what its Message-ID begins with."""
    domain = email.from_address.rpartition("@")[2]
    return EmailMessage(
        subject=subject,
        body="\n\n".join(paragraphs) + "\n",
        from_email=email.from_address,
        to=[to],
        headers={"Message-ID": f"<{key}@{domain}>", "X-Auto-Response-Suppress": "OOF, AutoReply"},
    )


def _parts(email: EmailSettings, notifications: Sequence[Notification]) -> list[Part]:
    parts, left = [], MOST_LISTED
    for slug, kind in KINDS.items():
        of_kind = [each for each in notifications if each.kind == slug]
        listed, left = of_kind[:left], max(0, left - len(of_kind))
        if listed:
            items = tuple(
                (each.reference, email.site_address + reverse("open_notification", args=[each.pk]))
                for each in listed
            )
            parts.append(Part(kind.name, len(of_kind), items))
    return parts


def _text(context: dict) -> str:
    lines = [opening(context["purpose"]), ""]
    for part in context["parts"]:
        lines += [f"{part.name} ({part.count:,})"] if context["purpose"] != DANGER else []
        lines += [f"- {reference}: {address}" for reference, address in part.items]
        lines.append("")
    if context["more"]:
        lines += [f"And {context['more']:,} more.", ""]
    lines += [f"All your notifications: {context['all']}", f"Choose what you are sent: {context['change']}"]
    return "\n".join(lines) + "\n"


def opening(purpose: str) -> str:
    """Return the first sentence of a message."""
    return {
        SentEmail.Purpose.TEST: "This is a test message from Goldthread. E-mail works.",
        SentEmail.Purpose.DANGER: "Somebody may be in danger now. Read it at once. If life is at risk, ring 999.",
        SentEmail.Purpose.DIGEST: "You have unread notifications in Goldthread.",
    }[SentEmail.Purpose(purpose)]
