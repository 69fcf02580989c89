"""The rules of "Danger now?": who is told, who should have looked, and what is said when nobody has."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from goldthread.council.context import Alert, shown_in_menu
from goldthread.council.models import Person
from goldthread.themes.safeguarding import queries
from goldthread.themes.safeguarding.duty import DutyList, names, on_duty_in_words
from goldthread.themes.safeguarding.models import Level, SafeguardingPrompt

# A text that was received longer before it was entered or screened is listed and sent to nobody: whatever it told of
# is no longer a matter of hours, and an import of two years would send hundreds of messages.
MESSAGED_WITHIN = datetime.timedelta(days=14)
# So long may a prompt wait for whoever is on duty before the page says to everybody that nobody has looked.
LOOK_WITHIN = datetime.timedelta(hours=1)
_MOST_SHOWN = 5


def is_messaged(*, level: str, received_on: datetime.date, found_at: datetime.datetime) -> bool:
    """Return whether a message is sent about a text: danger, received at most 14 days before it was found.

    Whatever sends messages asks here, and so does the top of the home page.
    """
    return level == Level.DANGER and timezone.localdate(found_at) - received_on <= MESSAGED_WITHIN


def wait_in_words(prompt: SafeguardingPrompt, now: datetime.datetime) -> str:
    """Return "Nobody has looked for 1 hour" once a danger has waited that long, "" before and for all else."""
    if prompt.level != Level.DANGER or prompt.reviewed_at is not None or prompt.danger_since is None:
        return ""
    waited = now - prompt.danger_since
    if waited < LOOK_WITHIN:
        return ""
    hours = int(waited / datetime.timedelta(hours=1))
    count, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"Nobody has looked for {count:,} {unit}{'' if count == 1 else 's'}"


def waited_in_words(
    prompt: SafeguardingPrompt, now: datetime.datetime, duty: DutyList, reader: Person
) -> str:
    """Return "Nobody has looked for 1 hour; Ann Lee was on duty" once a danger has waited that long, else ""."""
    waited = wait_in_words(prompt, now)
    if not waited:
        return ""
    people = duty.of_prompt(prompt)
    if not people:
        return f"{waited}; nobody was on duty"
    was = "were" if len(people) > 1 or people[0].pk == reader.pk else "was"
    return f"{waited}; {names(people, reader)} {was} on duty"


@dataclass(frozen=True)
class Danger:
    """One prompt as it stands above everything: where it leads, how long nobody has looked, and who should have."""

    prompt: SafeguardingPrompt
    href: str
    reasons: str
    waited: str


@dataclass(frozen=True)
class DangerNow:
    """What stands above everything on the home page: the newest, how many there are in all, and who is on duty."""

    shown: tuple[Danger, ...]
    count: int
    older: int
    duty: str

    @property
    def rest(self) -> int:
        """Return how many recent ones are not shown one by one."""
        return self.count - len(self.shown)


def danger_now(person: Person, now: datetime.datetime) -> DangerNow | None:
    """Return the dangers that wait for a review and that this person may review; None where there are none."""
    waiting = queries.danger_not_reviewed(person)
    if not waiting:
        return None
    duty = DutyList(person.council_id)
    recent = [prompt for prompt in waiting if is_recent(prompt)]
    shown = tuple(
        Danger(
            prompt=prompt,
            href=reverse("themes:safeguarding_prompt", args=[prompt.pk]),
            reasons="; ".join(queries.reasons(prompt)),
            waited=waited_in_words(prompt, now, duty, person),
        )
        for prompt in recent[:_MOST_SHOWN]
    )
    today = on_duty_in_words(duty.on(timezone.localdate(now)), person)
    return DangerNow(shown, len(recent), len(waiting) - len(recent), today)


def is_recent(prompt: SafeguardingPrompt) -> bool:
    """Return whether a prompt stands above everything: danger, received at most 14 days before it was found."""
    found_at = prompt.danger_since or prompt.created_at
    return is_messaged(level=prompt.level, received_on=prompt.point.heard_on, found_at=found_at)


@shown_in_menu("danger")
def danger_alert(count: str) -> Alert:
    """Return the menu's entry for danger that waits for a review."""
    return Alert(f"Danger now? ({count})", reverse("themes:safeguarding") + "?level=danger")
