"""The specification of a source: one type of feedback."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from goldthread.council.records.retention import SCHEDULES


@dataclass(frozen=True)
class Extra:
    """A field that only this source has; it is stored with the feedback, and is not for anyone's name."""

    slug: str
    label: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class RatingScale:
    """The ends of a scale of ratings, and so its good direction: 1 may be the worst score or the best.

    Neither is ever told from the values: ratings of 1 and 2 alone may be of 2, 5 or 10, and good or bad.
    """

    worst: int
    best: int

    def __post_init__(self) -> None:
        if self.worst == self.best or max(abs(self.worst), abs(self.best)) > 1000:
            raise ValueError(
                "The worst and the best score must be two different whole numbers, 1000 at most."
            )

    def tone(self, score: float) -> int:
        """Return the sentiment of a score, from -2 to 2; raises ValueError for a score outside the scale.

        Each step takes an equal part of the scale. One of three steps or fewer has no "very": its ends are -1 and 1.
        """
        low, high = sorted((self.worst, self.best))
        if not low <= score <= high:
            raise ValueError(f"it is not on the scale from {self.worst} (worst) to {self.best} (best)")
        furthest = 2 if high - low > 2 else 1
        position = furthest * (2 * (score - self.worst) / (self.best - self.worst) - 1)
        # A score between two steps is the milder: nobody is made to sound stronger than they were.
        return int(math.copysign(math.ceil(abs(position) - 0.5), position))


# The heading under which an export names its council: there, references such as F-12 are our own.
EXPORTED_FROM = "Exported from"

# Names that councils give to the columns every source may have; near-spellings are found as well.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "comment",
        "comments",
        "feedback",
        "details",
        "description",
        "what was said",
        "text",
        "free text",
        "redacted text",
        "working text",
    ),
    "received_on": (
        "date received",
        "received",
        "received on",
        "date of receipt",
        "date",
        "logged",
        "date logged",
        "created",
        "contact date",
        "date submitted",
        "submitted",
        "submission date",
        "date raised",
        "date opened",
    ),
    "happened_on": (
        "date of incident",
        "date of event",
        "incident date",
        "when it happened",
        "event date",
        "date it happened",
    ),
    "subject": ("subject", "subject line", "short description"),
    "team": ("team", "team name", "responsible team"),
    "organisation": ("organisation", "provider", "provider name", "agency", "care provider", "care home"),
    "service": ("service", "service area", "department"),
    "speaker": (
        "feedback from",
        "who spoke",
        "who from",
        "received from",
        "complainant type",
        "customer type",
        "relationship",
        "role",
    ),
    "channel": ("received by", "how it came", "method", "how received", "channel", "contact method"),
    "their_reference": (
        "reference",
        "ref",
        "case number",
        "id",
        "complaint number",
        "case ref",
        "ref number",
        "reference number",
        "case reference",
        "case reference number",
        "our reference",
        "case",
        "case id",
    ),
    "outcome": ("outcome", "decision", "upheld", "status"),
    "closed_on": ("date closed", "closed", "response date", "date of response"),
    "responded_on": (
        "date of response",
        "date they were told",
        "date responded",
        "responded on",
        "date replied",
        "date of reply",
    ),
    "wants_reply": (
        "wants a response",
        "wants to hear back",
        "wants reply",
        "reply requested",
        "contact requested",
    ),
    "format_needed": ("format", "accessible format", "preferred format"),
    "themes": ("theme", "themes", "category", "topic"),
    "tone": ("sentiment", "tone", "rating", "score", "satisfaction"),
    "feedback_type": ("type of feedback", "type", "case type", "type of case", "record type"),
    # By its name alone no column is one of numbers: in a register, "Issue" is what the complaint is about.
    "issue_number": ("issue number",),
}


# What the council's own case system says of a case; only for types that are worked as one.
CASE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "acknowledged_on": (
        "date acknowledged",
        "acknowledged",
        "acknowledged on",
        "acknowledgement sent",
        "acknowledgement date",
    ),
    "extended_to": (
        "extended to",
        "extension date",
        "new target date",
        "revised target date",
        "revised due date",
    ),
    "stage_2_on": ("stage 2 date", "date of stage 2", "stage 2 requested", "stage 2 received"),
    "finding": ("finding", "issue outcome", "finding on the issue", "point outcome"),
    "found_because": (
        "reasons",
        "outcome details",
        "findings",
        "reason for decision",
        "investigation findings",
    ),
    "learning": ("learning", "lesson", "lessons", "lessons learned", "lesson learned", "learning points"),
    "payment": ("payment", "remedy £", "amount paid", "compensation", "financial remedy"),
}


@dataclass(frozen=True)
class Source:
    """One type of feedback.

    `evidence_category` is one of the categories of evidence that the regulator uses for councils;
    `retention` names the line of `standards/data/retention.toml` with the years for which it is kept. `rating_scale` is
    that of the source's own ratings, where all who publish it use one; else it is asked at each import. `answer_owed`:
    an answer is owed to whoever raised it, asked for or not; it is listed until it is given (`thread/boards.py`).
    `organisation`: how a form asks for the organisation that it names, which speaks itself where `organisation_speaks`.
    `procedure`: the procedure of `standards/data/clocks.toml` that sets when its steps are due, "" for none.
    """

    slug: str
    name: str
    plural: str
    what_it_is: str
    evidence_category: str
    retention: str
    speaker: str = "unknown"
    channel: str = "other"
    extras: tuple[Extra, ...] = ()
    outcomes: tuple[str, ...] = ()
    default_tone: int | None = None
    rating_scale: RatingScale | None = None
    answer_owed: bool = False
    organisation: str = "Organisation it is about"
    organisation_speaks: bool = False
    procedure: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def years_kept(self) -> float:
        """Return for how many years it is kept after it was closed, or received."""
        years = SCHEDULES[self.retention].years
        assert years is not None, f"{self.slug}: what people say is not kept for good"
        return years

    def column_names(self) -> dict[str, tuple[str, ...]]:
        """Return the names that each field's column may have in a spreadsheet of this source."""
        names = {slug: (*self.columns.get(slug, ()), *usual) for slug, usual in COLUMNS.items()}
        names |= {extra.slug: (extra.label, *extra.columns) for extra in self.extras}
        if self.procedure:
            names |= CASE_COLUMNS
        return names
