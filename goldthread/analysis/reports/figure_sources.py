"""Whether a figure may stand beside another council's: a rule on its parts (docs/reading-figures.md)."""

from __future__ import annotations

import re

# Collections that are made the same way in every council; a figure of the council's own is not one of them.
SOURCE = re.compile(
    r"\b(?:ASCS|SACE|ASCOF|ASC-?WDS|SALT|Adult Social Care Survey|Survey of Adult Carers|Adult Social Care Outcomes Framework|"
    r"[Ww]orkforce [Dd]ata [Ss]et|Skills for Care|Safeguarding Adults Collection|Safeguarding Adults [Dd]ata|SAC|Short and Long Term|"
    r"Client Level Data|NHS England|NHS Digital|Office for National Statistics|ONS|"
    r"[Nn]ational (?:[a-z]+ )?(?:data|survey|statistics|figures))\b"
)
# Of the ombudsman's decisions on one council there are few: they compare only where their number is printed.
OMBUDSMAN = re.compile(r"\b(?:LGSCO|LGO|[Oo]mbudsman)\b")
SMALLEST = 12
"""A share of fewer than this is not compared: one case more or less would change it by a tenth."""
_COMBINED = re.compile(
    r"\b(?:total(?:ling|ing)|combined|together|between them|jointly|in total)\b", re.IGNORECASE
)
_NOT_PERIODS = ("misprint", "years", "since", "current", "ago")


def may_be_compared(
    *, unit: str | None, value: float | None, words: str, counts: str | None, denominator: int | None,
    period_kind: str | None, comparator: str | None, sourced: bool,
) -> bool:  # fmt: skip
    """Return whether a figure may be put beside another council's.

    It must be a share or a rate (a count grows with the council), with its number and what it is of printed, from a
    collection that all councils make alike, of a period that is printed, or beside an average with its own number. Shares
    of fewer than 12, of several things together, "over" or "nearly" so many, and of a misprinted period may not.
    """
    rate = unit == "%" or (unit or "").startswith("per ")
    dated = (
        period_kind not in _NOT_PERIODS if period_kind else bool(comparator and re.search(r"\d", comparator))
    )
    few = denominator is not None and denominator < SMALLEST
    return bool(
        rate
        and value is not None
        and counts
        and sourced
        and dated
        and not few
        and not _COMBINED.search(words)
    )
