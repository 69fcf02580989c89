"""A part of the help page, and those that are about Goldthread itself: notes and files, one's account, and settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A part of the help page: its anchor, its title, what the addresses of its pages begin with, and its lines."""

    slug: str
    title: str
    begins: Sequence[str]
    lines: Sequence[str]


SYSTEM_TOPICS: tuple[Topic, ...] = (
    Topic(
        "notes",
        "Notes, files and organisations",
        ("notes/", "files/", "organisations/"),
        (
            "A note is for those who work on a record. Name a colleague with @ to tell them. Files are kept with the record and sent as downloads.",
            "An organisation is entered once, and whatever names it points to it.",
        ),
    ),
    Topic(
        "account",
        "Your account and notifications",
        ("account/", "notifications/", "calendar/", "sign-in/", "sign-out/"),
        (
            "Notifications tell you of a record in a link, never in somebody’s words. Change your password and one-time codes under your name.",
            "Under “Choose notifications” you say of what you are told, and whether a daily or weekly e-mail tells you too. “Danger now?” always goes at once to everybody who reviews concerns.",
            "“Calendar of what is due” makes a private address for your calendar. Give it to nobody, and end it where somebody else may have it.",
        ),
    ),
    Topic(
        "settings",
        "Users, teams, settings and audit log",
        ("people/", "teams/", "settings/", "audit/"),
        (
            "Give each person the roles that they work in; a team’s role opens that team’s records only. Somebody who leaves is deactivated and not deleted, and their open work is handed over.",
            "E-mail is off until you set the mail server under E-mail. A test message says whether it works; what goes wrong is said on that page.",
            "Under Files you name a ClamAV server, where your council runs one: then nobody opens a file before its scan. Under Public forms stand the address and the telephone that the public’s forms and the blank form on paper say.",
            "The audit log has one sealed line for every change. “goldthread audit verify” checks that none was changed.",
        ),
    ),
)
