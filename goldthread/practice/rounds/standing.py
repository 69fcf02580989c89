"""How a round stands: its figures counted again, and how far it is, worked out from its audits whenever one changes."""

from __future__ import annotations

from goldthread.council.records import saving
from goldthread.practice.rounds.figures import tally
from goldthread.practice.rounds.models import Audit, AuditRound, Stage


def recount(audit_round: AuditRound) -> AuditRound:
    """Count the figures of a round from its finished audits and put it at its stage; in the transaction at hand."""
    locked = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    finished = Audit.objects.filter(round=locked, finished_on__isnull=False, case__standing="drawn")
    figures = tally(finished.order_by("pk").values_list("answers", "first_grade"))
    stage = stage_of(locked, has_audits=finished.exists())
    if figures != locked.figures:
        AuditRound.objects.filter(pk=locked.pk).update(figures=figures)
    if stage != locked.stage:
        saving.change(locked, stage=stage)
    locked.figures = figures
    return locked


def stage_of(audit_round: AuditRound, *, has_audits: bool) -> str:
    """Return how far a round is."""
    if audit_round.told_on:
        repeated = audit_round.re_audits.counted().exists()
        return Stage.RE_AUDIT if repeated else Stage.TOLD
    if audit_round.moderated_on:
        return Stage.MODERATED
    if has_audits:
        return Stage.IN_PROGRESS
    return Stage.DRAWN if audit_round.drawn_on else Stage.SET_UP
