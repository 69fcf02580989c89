"""The specification of a source: one type of feedback."""

from __future__ import annotations

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
    ),
    "received_on": ("date received", "received", "date", "logged", "date logged", "created", "contact date"),
    "happened_on": ("date of incident", "date of event", "incident date", "when it happened", "event date"),
    "team": ("team", "team name", "responsible team"),
    "service": ("service", "service area", "department"),
    "speaker": (
        "feedback from",
        "who from",
        "received from",
        "complainant type",
        "customer type",
        "relationship",
        "role",
    ),
    "channel": ("received by", "method", "how received", "channel", "contact method"),
    "their_reference": ("reference", "ref", "case number", "id", "complaint number", "case ref"),
    "outcome": ("outcome", "decision", "upheld", "status"),
    "closed_on": ("date closed", "closed", "response date", "date of response"),
    "wants_reply": ("wants a response", "wants reply", "reply requested", "contact requested"),
    "format_needed": ("format", "accessible format", "preferred format"),
    "themes": ("theme", "themes", "category", "subject", "topic"),
    "tone": ("sentiment", "tone", "rating"),
}


@dataclass(frozen=True)
class Source:
    """One type of feedback.

    `evidence_category` is one of the categories of evidence that the regulator uses for councils;
    `retention` names the line of `standards/data/retention.toml` with the years for which it is kept.
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
        return names
