"""Drawing the sample of a round, swapping a reference for the next in the same order, and giving audits to auditors.

Who audits is nobody whose work it is: by their account, or by their name as the list has it.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from goldthread.analysis.sampling import draw, in_order, shared_out
from goldthread.cell_text import plain
from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import people_named, saving
from goldthread.practice.rounds.models import Audit, AuditRound, RoundCase, RoundDraw, Standing
from goldthread.practice.rounds.standing import recount
from goldthread.sheets.case_references import LONGEST, is_reference

LEAD, AUDIT = "practice.lead", "practice.audit"
MOST_LISTED = 5_000
_SEEDS = 2**31


@dataclass(frozen=True)
class NewCase:
    """A reference before it is saved: whose work it is and its stratum, as a list has them."""

    reference: str
    worker_named: str = ""
    stratum: str = ""
    worker: Person | None = None
    team: Team | None = None


@command(LEAD)
def load_list(*, by: Person, audit_round: AuditRound, cases: Sequence[NewCase]) -> AuditRound:
    """Load list of references from which a round is drawn; those that are on it already are left out."""
    _check_open(audit_round)
    if audit_round.drawn_on:
        raise Refused("The sample is drawn already. What is added now could not have been drawn.")
    if wrong := next((n for n, case in enumerate(cases, 1) if not is_reference(case.reference)), None):
        raise Refused(
            f"Number {wrong} of the list is no reference. One has a digit, at most four letters in a row and at most "
            f"{LONGEST} characters, such as LAS 4711: no names.",
            field="references",
        )
    saving.lock(audit_round)
    here = set(audit_round.cases.values_list("case_reference", flat=True))
    new = {case.reference: case for case in cases if case.reference not in here}
    if len(here) + len(new) > MOST_LISTED:
        raise Refused(f"A list has {MOST_LISTED:,} references at most.", field="references")
    if not new:
        raise Refused("Every reference is on the list already. Nothing was added.", field="references")
    RoundCase.objects.bulk_create(
        [
            RoundCase(
                council=by.council,
                round=audit_round,
                place=len(here) + place,
                case_reference=case.reference,
                stratum=case.stratum,
                team=case.team,
                worker=case.worker,
                worker_named=case.worker_named or (case.worker.name if case.worker else ""),
            )
            for place, case in enumerate(new.values(), 1)
        ],
        batch_size=500,
    )
    return audit_round


@command(LEAD)
def draw_sample(
    *,
    by: Person,
    audit_round: AuditRound,
    size: int,
    drawn_on: datetime.date,
    because: str = "",
    seed: int | None = None,
    version: int | None = None,
) -> AuditRound:
    """Draw sample of a round by lot, each stratum in proportion; seed: drawn itself where none is given.

    Drawn again, with the reason, only before the first audit is finished; both seeds are kept.
    """
    _check_open(audit_round)
    saving.check_version(audit_round, version, {"drawn_on": drawn_on})
    saving.lock(audit_round)
    again = audit_round.draws.exists()
    if again and audit_round.audits.filter(finished_on__isnull=False).exists():
        raise Refused("An audit of this sample is finished. Swap single references instead.")
    if again:
        saving.needs_explanation(because, "Enter why it is drawn again", field="because")
    cases = list(audit_round.cases.order_by("place", "pk"))
    if not cases:
        raise Refused("There is no list to draw from. Load the list of references first.")
    if not 1 <= size <= len(cases):
        raise Refused(
            f"There are {len(cases)} references on the list. Draw between 1 and that.", field="size"
        )
    strata: dict[str, list[str]] = {}
    for case in cases:
        strata.setdefault(case.stratum, []).append(case.case_reference)
    sizes = shared_out(size, {name: len(references) for name, references in strata.items()})
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    drawn = set(draw(strata, sizes, seed))
    turns = {
        reference: turn
        for references in strata.values()
        for turn, reference in enumerate(in_order(references, seed), 1)
    }
    audit_round.audits.all().delete()
    for case in cases:
        case.turn = turns[case.case_reference]
        case.standing = Standing.DRAWN if case.case_reference in drawn else Standing.LISTED
        case.swapped_on, case.swapped_because, case.swapped_for = None, "", None
    fields = ["turn", "standing", "swapped_on", "swapped_because", "swapped_for"]
    RoundCase.objects.bulk_update(cases, fields, batch_size=500)
    saving.add_part(
        RoundDraw(
            council=by.council,
            round=audit_round,
            drawn_on=drawn_on,
            seed=seed,
            sizes=sizes,
            listed=len(cases),
            because=because,
            by=by,
        ),
        audit_round,
    )
    saving.change(audit_round, drawn_on=drawn_on)
    return recount(audit_round)


@command(LEAD, trail=people_named.reason_about("audit_round"))
def swap_case(
    *, by: Person, audit_round: AuditRound, case: RoundCase, swapped_on: datetime.date, reason: str
) -> AuditRound:
    """Draw reference in the place of another, with the reason: the next in the order of the draw; its auditor keeps the place."""
    _check_open(audit_round)
    _check_of(audit_round, case)
    saving.needs_reason(reason, "It is shown on the round.")
    saving.lock(audit_round, case)
    if case.standing != Standing.DRAWN:
        raise Refused(f"{case.case_reference} is not in the sample.")
    earlier = Audit.objects.filter(case=case).select_related("auditor").first()
    if earlier is not None and earlier.finished_on:
        raise Refused(f"The audit of {case.case_reference} is finished. It cannot be swapped any more.")
    # Of its own stratum, and none that was in the sample before: the order of the draw alone decides.
    following = (
        audit_round.cases.filter(stratum=case.stratum, standing=Standing.LISTED)
        .order_by("turn", "pk")
        .first()
    )
    if following is None:
        raise Refused("No reference of this stratum is left on the list.")
    following.standing = Standing.DRAWN
    following.save(update_fields=["standing"])
    if earlier is not None:
        auditor = earlier.auditor
        earlier.delete()
        if auditor is not None and not is_own_work(following, auditor):
            _give(by, following, auditor)
    saving.change_part(
        case,
        audit_round,
        standing=Standing.SWAPPED,
        swapped_on=swapped_on,
        swapped_because=reason,
        swapped_for=following,
    )
    return recount(audit_round)


@command(LEAD)
def give_to_auditors(*, by: Person, audit_round: AuditRound, auditors: Sequence[Person]) -> AuditRound:
    """Give audits to auditors in turn: each drawn reference that nobody has, and never anybody's own work."""
    _check_open(audit_round)
    if not auditors:
        raise Refused("Select at least one auditor.", field="auditors")
    _check_auditors(by, auditors)
    free = audit_round.cases.filter(standing=Standing.DRAWN, audit=None).select_related("worker")
    cases = list(free.order_by("stratum", "turn", "pk"))
    if not cases:
        raise Refused("Every reference of the sample has its auditor.")
    given = dealt(cases, auditors)
    for case, auditor in given:
        _give(by, case, auditor)
    if not given:
        raise Refused("All of it is the auditors' own work. Select somebody else.", field="auditors")
    return audit_round


@command(LEAD)
def give_to_auditor(*, by: Person, audit_round: AuditRound, case: RoundCase, person: Person) -> AuditRound:
    """Give audit of one reference to an auditor, instead of whoever had it."""
    _check_open(audit_round)
    _check_of(audit_round, case)
    _check_auditors(by, [person])
    if case.standing != Standing.DRAWN:
        raise Refused(f"{case.case_reference} is not in the sample.")
    if is_own_work(case, person):
        raise Refused(f"It is {person.name}’s own work. Choose somebody else.", field="person")
    audit = Audit.objects.filter(case=case).first()
    if audit is None:
        _give(by, case, person)
        return audit_round
    if audit.finished_on:
        raise Refused(f"The audit of {case.case_reference} is finished.")
    audit.auditor = person
    audit.save(update_fields=["auditor"])
    return audit_round


def dealt(cases: Iterable[RoundCase], auditors: Sequence[Person]) -> list[tuple[RoundCase, Person]]:
    """Return who audits which reference: whoever has the fewest so far, in the order given, and never their own work.

    A reference that is everybody's own work stays without an auditor.
    """
    load: Mapping[Person, list[RoundCase]] = {auditor: [] for auditor in auditors}
    given = []
    for case in cases:
        may = [auditor for auditor in load if not is_own_work(case, auditor)]
        if may:
            auditor = min(may, key=lambda each: len(load[each]))
            load[auditor].append(case)
            given.append((case, auditor))
    return given


def is_own_work(case: RoundCase, auditor: Person) -> bool:
    """Return whether a reference is somebody's own work: by their account, or by their name as the list has it."""
    named = plain(case.worker_named)
    return case.worker_id == auditor.pk or bool(named and named == plain(auditor.name))


def _give(by: Person, case: RoundCase, auditor: Person) -> None:
    Audit(council=by.council, round_id=case.round_id, case=case, auditor=auditor).save(force_insert=True)


def _check_auditors(by: Person, auditors: Sequence[Person]) -> None:
    may = set(people_who_may(by, AUDIT).values_list("pk", flat=True))
    if wrong := next((each for each in auditors if each.pk not in may), None):
        raise Refused(f"{wrong.name} may not audit. Choose somebody who may.", field="auditors")


def _check_open(audit_round: AuditRound) -> None:
    if not audit_round.is_open:
        raise Refused(f"{audit_round.reference} is ended. Nothing of it changes any more.")


def _check_of(audit_round: AuditRound, case: RoundCase) -> None:
    if case.round_id != audit_round.pk:
        raise Refused("This reference belongs to another round.")
