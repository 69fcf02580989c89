"""Commands of safeguarding: reviews, the duty list, the council's share, and the monthly sample."""

from __future__ import annotations

import datetime
import random
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, changed, check_scope, command
from goldthread.council.models import Person
from goldthread.council.notifications.kinds import DANGER
from goldthread.council.notifications.notifying import mark_done
from goldthread.council.records import bulk, privacy
from goldthread.council.records.people_named import named_under
from goldthread.dates import add_months, month_start
from goldthread.themes.coding.quotes import FINDING
from goldthread.themes.safeguarding import queries
from goldthread.themes.safeguarding.models import (
    Level,
    SafeguardingDuty,
    SafeguardingPrompt,
    SafeguardingReview,
    SafeguardingSample,
    SafeguardingSettings,
    SampledPoint,
    Weekday,
    list_rank,
)
from goldthread.themes.safeguarding.safeguarding_screen import RULES

SAMPLE_SIZE = 20


@command("themes.safeguarding")
def record_review(
    *, by: Person, prompt: SafeguardingPrompt, outcome: str, note: str = ""
) -> SafeguardingReview:
    """Record that somebody reviewed a prompt and its outcome; the note is redacted."""
    check_scope(by, prompt)
    if outcome not in SafeguardingReview.Outcome.values:
        raise Refused("Select what you did.")
    if outcome == SafeguardingReview.Outcome.PASSED and not note.strip():
        raise Refused("Enter the role of the person you passed it to.")
    redacted = privacy.hide(note.strip(), named_under(prompt.point))
    review = SafeguardingReview.objects.create(
        council=by.council, prompt=prompt, by=by, outcome=outcome, note=redacted.text
    )
    prompt.reviewed_at = timezone.now()
    prompt.save(update_fields=["reviewed_at"])
    mark_done(prompt, DANGER)
    return review


@command("themes.safeguarding_settings")
def add_duty(
    *,
    by: Person,
    person: Person,
    weekday: int | None = None,
    from_on: datetime.date | None = None,
    until_on: datetime.date | None = None,
) -> SafeguardingDuty:
    """Put somebody on the safeguarding duty list: every week on a weekday, or from one date until another."""
    if not person.is_active or not person.may("themes.safeguarding"):
        raise Refused(
            f"{person.name} does not review possible safeguarding concerns. Choose somebody who does.",
            field="person",
        )
    if weekday is not None:
        if weekday not in Weekday.values:
            raise Refused("Choose a day of the week.", field="weekday")
        from_on = until_on = None
    elif from_on is None or until_on is None:
        raise Refused("Choose a day of the week, or enter the first and the last date.", field="weekday")
    elif until_on < from_on:
        raise Refused("The last date is before the first. Check the dates.", field="until_on")
    return SafeguardingDuty.objects.create(
        council=by.council, person=person, weekday=weekday, from_on=from_on, until_on=until_on
    )


@command("themes.safeguarding_settings")
def remove_duty(*, by: Person, duty: SafeguardingDuty) -> None:
    """Take an entry off the safeguarding duty list."""
    duty.delete()


def _share_in_words(*, share: int, **_: Any) -> str:
    return f"{share} in 100 ordinary texts"


@command("themes.safeguarding_settings", trail=_share_in_words)
def choose_share(*, by: Person, share: int) -> SafeguardingSettings:
    """Choose how much the safeguarding screening raises; what was reviewed stays listed."""
    if share not in dict(SafeguardingSettings._meta.get_field("share").choices):
        raise Refused("Choose 10, 15 or 20 in 100.", field="share")
    changed("Raised of 100", queries.council_share(by.council_id), share)
    settings, _ = SafeguardingSettings.objects.update_or_create(council=by.council, defaults={"share": share})
    return settings


@command("themes.safeguarding_sample")
def draw_sample(*, by: Person, month: datetime.date, seed: int) -> SafeguardingSample:
    """Draw a month's random sample of the texts that were not raised; drawn once, it stays as it is."""
    month = month_start(month)
    drawn = SafeguardingSample.objects.filter(council=by.council, month=month).first()
    if drawn is not None:
        return drawn
    share = queries.council_share(by.council_id)
    keys = queries.unsampled_points(by.council_id, month, add_months(month, 1), share)
    sample = SafeguardingSample.objects.create(
        council=by.council, month=month, seed=seed, out_of=len(keys), share=share, rules=RULES
    )
    chosen = random.Random(seed).sample(keys, min(SAMPLE_SIZE, len(keys)))
    bulk.insert(
        [
            SampledPoint(council_id=by.council_id, sample_id=sample.pk, point_id=pk, position=position)
            for position, pk in enumerate(chosen, start=1)
        ]
    )
    return sample


@command("themes.safeguarding_sample")
def record_reading(*, by: Person, sampled: SampledPoint, harm: bool) -> SampledPoint:
    """Record whether a sampled text tells of harm; one that does becomes a prompt, to be reviewed like any other."""
    check_scope(by, sampled.point)
    sampled.harm, sampled.by, sampled.read_at = harm, by, timezone.now()
    sampled.save(update_fields=["harm", "by", "read_at"])
    prompts = SafeguardingPrompt.objects.filter(point=sampled.point)
    if harm:
        is_finding = sampled.point.origin == FINDING
        prompt, is_new = SafeguardingPrompt.objects.get_or_create(
            point=sampled.point,
            defaults={
                "council": by.council,
                "rank": list_rank(Level.TODAY, is_finding=is_finding),
                "rules": queries.READ_IN_SAMPLE,
            },
        )
        if not is_new and prompt.reviewed_at is None:
            # It was kept below the council's share: a person has raised it now.
            prompts.update(raised_at=SafeguardingPrompt._meta.get_field("raised_at").default)
    else:
        # The other button, pressed by mistake a moment ago.
        prompts.filter(rules=queries.READ_IN_SAMPLE, reviewed_at=None).delete()
    return sampled
