"""Commands on cases for pathway tracking: the draw, consent, what is chosen and tracked, swaps, and the chronology."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.evidence.returns.cases.drawing import LONGEST, in_order, is_reference
from goldthread.evidence.returns.cases.models import CaseDraw, Consent, Standing, TrackedCase
from goldthread.evidence.returns.models import InformationReturn

_SEEDS = 2**31


@command("returns.cases")
def draw_cases(
    *,
    by: Person,
    information_return: InformationReturn,
    references: Sequence[str],
    drawn_on: datetime.date,
    supplied: int,
    chosen: int,
    tracked: int,
    source: str = "",
    seed: int | None = None,
) -> InformationReturn:
    """Draw cases for pathway tracking by lot: from references, with a seed that is kept; drawn itself where none is given."""
    if information_return.draws.exists():
        raise Refused("Cases were drawn for this return already. Swap single cases instead.")
    pool = list(dict.fromkeys(" ".join(each.split()) for each in references if each.strip()))
    if wrong := [number for number, each in enumerate(pool, 1) if not is_reference(each)]:
        raise Refused(
            f"Number {wrong[0]} of the list is no reference. One has a digit, at most four letters in a row and at "
            f"most {LONGEST} characters, such as LAS 4711: no names.",
            field="references",
        )
    if not tracked <= chosen <= supplied:
        raise Refused("No more are tracked than chosen, and no more chosen than supplied.", field="supplied")
    if len(pool) < supplied:
        raise Refused(
            f"There are {len(pool)} references, and {supplied} are to be drawn from them.", field="references"
        )
    draw = CaseDraw(
        council=by.council,
        information_return=information_return,
        drawn_on=drawn_on,
        seed=secrets.randbelow(_SEEDS) if seed is None else seed,
        pool="\n".join(pool),
        supplied=supplied,
        chosen=chosen,
        tracked=tracked,
        source=source,
        by=by,
    )
    saving.add_part(draw, information_return)
    for place, reference in enumerate(in_order(draw.references, draw.seed)[:supplied], 1):
        saving.add(TrackedCase(council=by.council, draw=draw, place=place, case_reference=reference))
    return information_return


@command("returns.cases")
def record_consent(
    *,
    by: Person,
    case: TrackedCase,
    consent: str,
    consent_on: datetime.date,
    version: int | None = None,
) -> TrackedCase:
    """Record consent to be tracked: asked, given or refused. A case that is tracked is so no more without it."""
    _check_in(case)
    if consent not in Consent.values:
        raise Refused("Choose what was said.", field="consent")
    fields = {"consent": consent, "consent_on": consent_on}
    if consent != Consent.GIVEN and case.standing == Standing.TRACKED:
        return saving.change(case, version=version, **fields, standing=Standing.CHOSEN)
    return saving.change(case, version=version, **fields)


@command("returns.cases")
def set_standing(*, by: Person, case: TrackedCase, standing: str, version: int | None = None) -> TrackedCase:
    """Record whether case was chosen by the assessors, and is tracked: with consent only."""
    _check_in(case)
    if standing not in (Standing.SUPPLIED, Standing.CHOSEN, Standing.TRACKED):
        raise Refused("Choose how far it is.", field="standing")
    if standing == Standing.TRACKED and case.consent != Consent.GIVEN:
        raise Refused("It is tracked once consent is given.", field="standing")
    return saving.change(case, version=version, standing=standing)


@command("returns.cases", trail=people_named.reason_about("case"))
def swap_case(
    *, by: Person, case: TrackedCase, swapped_on: datetime.date, reason: str, version: int | None = None
) -> TrackedCase:
    """Draw case in the place of another, with the reason: the next of the same draw; returns the new one."""
    _check_in(case)
    saving.needs_reason(reason, "It is kept with the case.")
    draw = case.draw
    saving.check_version(case, version, {})
    order = in_order(draw.references, draw.seed)
    last = draw.cases.order_by("-place").values_list("place", flat=True).first() or 0
    if last >= len(order):
        raise Refused("No reference is left to draw. The list that was drawn from is used up.")
    new: TrackedCase = saving.add(
        TrackedCase(council=by.council, draw=draw, place=last + 1, case_reference=order[last])
    )
    saving.change(
        case,
        standing=Standing.SWAPPED,
        swapped_on=swapped_on,
        swapped_because=reason,
        swapped_for=new,
    )
    return new


@command("returns.cases")
def write_chronology(
    *, by: Person, case: TrackedCase, chronology: str, version: int | None = None
) -> TrackedCase:
    """Write chronology of a case: what happened when, without anybody's name."""
    _check_in(case)
    saving.needs_explanation(chronology, "Enter what happened when", field="chronology")
    return saving.change(case, version=version, chronology=chronology)


@command("returns.cases", trail=people_named.reason_about("case"))
def edit_case(
    *,
    by: Person,
    case: TrackedCase,
    reason: str,
    case_reference: str,
    consent_on: datetime.date | None,
    version: int | None = None,
) -> TrackedCase:
    """Correct case: its reference as it was copied wrongly, or the date of its consent."""
    saving.needs_reason(reason)
    if not is_reference(case_reference):
        raise Refused("Enter a reference such as LAS 4711: no names.", field="case_reference")
    return saving.change(case, version=version, case_reference=case_reference, consent_on=consent_on)


def _check_in(case: TrackedCase) -> None:
    if case.standing == Standing.SWAPPED:
        raise Refused("This case was swapped out. Nothing more is recorded of it.")
