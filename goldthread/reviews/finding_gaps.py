"""Gaps that findings can have, and what is counted of them; strengths need no decision and are in none of these."""

from __future__ import annotations

from goldthread.council.records.aspects import Gap
from goldthread.council.records.kept_counts import KeptCount
from goldthread.reviews.querysets import Decision

FINDING_COUNTS = (
    KeptCount(
        slug="findings-decided",
        each="findings of reviews",
        have="have a decision",
        whole=lambda findings, today: findings.exclude(decision=Decision.STRENGTH),
        part=lambda findings, today: findings.exclude(decision__in=(Decision.UNDECIDED, Decision.STRENGTH)),
        about=r"(?:decide|decided|decision|decisions|publish|answer) (?:\w+ ){0,5}(?:found|findings?|recommendations?)|"
        r"(?:findings?|recommendations?) (?:\w+ ){0,5}(?:decided|decision|answered)",
    ),
    KeptCount(
        slug="findings-implemented",
        each="findings of reviews that the council did not refuse",
        have="are implemented or embedded",
        whole=lambda findings, today: findings.exclude(
            decision__in=(Decision.NOT_IMPLEMENTED, Decision.STRENGTH)
        ),
        part=lambda findings, today: findings.filter(decision__in=(Decision.IMPLEMENTED, Decision.EMBEDDED)),
        about=r"(?:findings?|recommendations?) (?:\w+ ){0,5}(?:implemented|carried out|acted on|embedded|done)",
    ),
)

FINDING_GAPS = (
    Gap(
        "Findings awaiting decision",
        lambda findings, today: findings.filter(decision=Decision.UNDECIDED).order_by(
            "review__decided_on", "pk"
        ),
        "Decide what the council will do, with the reason if a finding is not implemented.",
        slug="finding-undecided",
        mine="owner point__team",
    ),
    Gap(
        "Findings accepted without an owner or a date",
        lambda findings, today: findings.unplanned().order_by("decided_on", "pk"),
        "Change the decision: name an owner and a due date. One without a date is never late.",
        mine="owner point__team",
    ),
    Gap(
        "Findings past their date",
        lambda findings, today: findings.overdue(today).order_by("due_on", "pk"),
        "Do what was decided and record it, or decide anew with another date.",
        mine="owner point__team",
    ),
    Gap(
        "Embedding checks of findings past their date",
        lambda findings, today: findings.to_check(today).order_by("check_on", "pk"),
        "Check whether practice stayed changed, record it with the action, and decide anew.",
        mine="owner point__team",
    ),
    Gap(
        "Strengths that a review found and nobody keeps",
        lambda findings, today: findings.filter(decision=Decision.STRENGTH, point__lessons=None).order_by(
            "review__decided_on", "pk"
        ),
        "Record what to keep, and spread it to teams.",
        mine="point__team",
    ),
)
