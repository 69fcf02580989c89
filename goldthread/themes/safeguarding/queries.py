"""Queries of safeguarding prompts: what is listed, what is danger, why, and what was decided so far."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from goldthread.analysis.text.safeguarding_screening import NO_SINGLE_WORD, SHARES
from goldthread.council.header import counted_in_header
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback, Point
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding.models import (
    SafeguardingDuty,
    SafeguardingPrompt,
    SafeguardingPromptQuerySet,
    SafeguardingReview,
    SafeguardingSample,
    SafeguardingSettings,
    SampledPoint,
    SampledPointQuerySet,
)

_MOST = 1000
# Of a prompt that the lead made of a text in the monthly sample, in place of the rules' version.
READ_IN_SAMPLE = "sample"
# What each outcome of a review says of the text: that it was worth a person's looking today, or not.
WORTH_LOOKING = {
    SafeguardingReview.Outcome.RAISED: True,
    SafeguardingReview.Outcome.KNOWN: True,
    SafeguardingReview.Outcome.SPOKE: True,
    SafeguardingReview.Outcome.PASSED: True,
    SafeguardingReview.Outcome.NO_SIGN: False,
}


def council_share(council_id: uuid.UUID) -> int:
    """Return how many of 100 ordinary texts a council lets the screening raise."""
    chosen = SafeguardingSettings.objects.filter(council_id=council_id).first()
    return (chosen or SafeguardingSettings()).share


def readable_prompts(person: Person) -> SafeguardingPromptQuerySet:
    """Return the prompts that this person may see, with their points, at whatever share they are raised.

    Withdrawing a record closes none: only a person's review does.
    """
    closed = Q(point__withdrawn_on__isnull=False, reviewed_at__isnull=False)
    return (
        SafeguardingPrompt.objects.visible_to(person)
        .filter(~closed, point__is_locked=False, point__forgotten_on=None)
        .select_related("point__team")
    )


def listed_prompts(person: Person) -> SafeguardingPromptQuerySet:
    """Return the prompts that are raised at the council's share, or were reviewed."""
    return readable_prompts(person).raised(council_share(person.council_id))


def of_level(person: Person, level: str) -> SafeguardingPromptQuerySet:
    """Return the prompts of a level, as home and the header count them: "danger", "look", or "" for both."""
    danger, listed = readable_prompts(person).danger(), listed_prompts(person)
    if level == "danger":
        return danger
    return listed.exclude(pk__in=danger.order_by().values("pk")) if level == "look" else listed


def count_not_reviewed(person: Person) -> int:
    """Return how many prompts are not reviewed, a thousand at most; 0 for those who do not review them."""
    if not person.may("themes.safeguarding"):
        return 0
    return listed_prompts(person).not_reviewed().order_by().values("pk")[:_MOST].count()


@counted_in_header("danger")
def waiting_danger(person: Person) -> SafeguardingPromptQuerySet:
    """Return the prompts "Danger now?" that wait for a review by this person."""
    if not person.may("themes.safeguarding"):
        return SafeguardingPrompt.objects.none()
    return readable_prompts(person).danger().not_reviewed()


def danger_not_reviewed(person: Person) -> list[SafeguardingPrompt]:
    """Return the prompts "Danger now?" that wait for a review, newest heard first, a thousand at most."""
    return list(waiting_danger(person).order_by("-rank", "-point__heard_on", "-id")[:_MOST])


def count_danger(person: Person) -> int:
    """Return how many "Danger now?" wait for a review, a thousand at most; 0 for those who do not review them."""
    return waiting_danger(person).order_by().values("pk")[:_MOST].count()


def danger_told_in(feedback: Feedback) -> SafeguardingPrompt | None:
    """Return the prompt "Danger now?" of a piece of feedback that nobody has reviewed, with its point; None without."""
    told = SafeguardingPrompt.objects.filter(council_id=feedback.council_id, point__feedback=feedback)
    waiting = told.filter(point__is_locked=False, point__forgotten_on=None).danger().not_reviewed()
    return waiting.select_related("point").order_by("-id").first()


def reasons(prompt: SafeguardingPrompt) -> list[str]:
    """Return why a prompt was made: each cue's kind with its words, or that no single word was the reason."""
    if prompt.rules == READ_IN_SAMPLE:
        return ["Somebody read it in the monthly sample and says that it tells of harm."]
    words = [
        f"{reason[:1].upper()}{reason[1:]}: \u201c{prompt.point.text[start:end]}\u201d"
        for start, end, reason in spans(prompt)
    ]
    return list(dict.fromkeys(words)) or [NO_SINGLE_WORD]


def spans(prompt: SafeguardingPrompt) -> list[tuple[int, int, str]]:
    """Return a prompt's cues that still stand in its text: start, end and reason."""
    longest = len(prompt.point.text)
    return [(start, end, reason) for start, end, reason in prompt.cues if 0 <= start < end <= longest]


@dataclass(frozen=True)
class Labels:
    """How many texts a council has decided about so far, and how."""

    harm: int
    ordinary: int

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.harm + self.ordinary


def labelled_points(council_id: uuid.UUID) -> dict[uuid.UUID, bool]:
    """Return each point that a person of the council judged, with whether it was worth looking at.

    The last review of a prompt counts, and of a sampled text that was never reviewed its reading.
    """
    last = SafeguardingReview.objects.filter(prompt=OuterRef("pk")).order_by("-id").values("outcome")[:1]
    prompts = SafeguardingPrompt.objects.filter(council_id=council_id, reviewed_at__isnull=False)
    sampled = SampledPoint.objects.filter(council_id=council_id, harm__isnull=False)
    labels = dict(sampled.values_list("point", "harm"))
    for point, outcome in prompts.annotate(last=Subquery(last)).values_list("point", "last"):
        if outcome is not None:
            labels[point] = WORTH_LOOKING[SafeguardingReview.Outcome(outcome)]
    return labels


def count_labels(council_id: uuid.UUID) -> Labels:
    """Return how many texts the council has decided about so far."""
    labels = labelled_points(council_id)
    harm = sum(labels.values())
    return Labels(harm, len(labels) - harm)


@dataclass(frozen=True)
class Raised:
    """How many of a council's texts of the last twelve months are raised at a share."""

    share: int
    count: int
    of: int


def raised_last_year(council_id: uuid.UUID, today: datetime.date) -> list[Raised]:
    """Return for each share how many texts of the last twelve months it raises, of how many that were screened."""
    since = today - datetime.timedelta(days=365)
    heard = {"point__heard_on__gt": since, "point__heard_on__lte": today}
    screened = PointReading.objects.filter(council_id=council_id, point__withdrawn_on=None, **heard)
    prompts = SafeguardingPrompt.objects.filter(council_id=council_id, point__withdrawn_on=None, **heard)
    total = screened.exclude(screened_by="").count()
    return [Raised(share, prompts.filter(raised_at__lte=share).count(), total) for share in SHARES]


def duty_list(person: Person) -> list[SafeguardingDuty]:
    """Return the council's duty list, days of the week first, then dates."""
    return list(SafeguardingDuty.objects.visible_to(person).select_related("person"))


def samples(person: Person) -> list[SafeguardingSample]:
    """Return the council's samples, newest first, each with how many of its texts were read: `sampled_count`, `read`."""
    read = Count("sampled", filter=Q(sampled__harm__isnull=False))
    return list(
        SafeguardingSample.objects.visible_to(person)
        .annotate(sampled_count=Count("sampled"), read=read)
        .order_by("-month")
    )


def readable_sampled(person: Person) -> SampledPointQuerySet:
    """Return the sampled texts that this person may read now; what was deleted or withdrawn is left out."""
    readable = SampledPoint.objects.visible_to(person).filter(
        point__is_locked=False, point__forgotten_on=None, point__withdrawn_on=None
    )
    return readable.select_related("sample", "point__team")


def sampled_to_show(person: Person) -> list[SampledPoint]:
    """Return the sampled texts that wait to be read, and those of the newest sample that are read, in order."""
    newest = SafeguardingSample.objects.visible_to(person).order_by("-month").values("pk")[:1]
    shown = readable_sampled(person).filter(Q(harm=None) | Q(sample__in=newest))
    return list(shown.order_by("sample__month", "position"))


@dataclass(frozen=True)
class Readings:
    """How many sampled texts of a council were read, and how many of them told of harm."""

    read: int
    harm: int


def sample_readings(council_id: uuid.UUID) -> Readings:
    """Return what all the council's samples show so far."""
    read = SampledPoint.objects.filter(council_id=council_id, harm__isnull=False)
    return Readings(read.count(), read.filter(harm=True).count())


def unsampled_points(
    council_id: uuid.UUID, first: datetime.date, after: datetime.date, share: int
) -> list[uuid.UUID]:
    """Return the keys of a month's points that were not raised, in order: from one day until before another.

    Those received in it, and those saved in it that were received earlier, as in a late import.
    """
    raised = SafeguardingPrompt.objects.filter(point=OuterRef("pk")).raised(share)
    drawn = SampledPoint.objects.filter(point=OuterRef("pk"))
    saved_late = Q(created_at__date__gte=first, created_at__date__lt=after, heard_on__lt=first)
    points = Point.objects.readable().filter(
        Q(heard_on__gte=first, heard_on__lt=after) | saved_late, council_id=council_id
    )
    points = points.exclude(reading__screened_by="")
    return list(points.filter(~Exists(raised), ~Exists(drawn)).order_by("id").values_list("pk", flat=True))
