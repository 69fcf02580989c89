"""Commands on what an administrator sets that is no one record's."""

from __future__ import annotations

from goldthread.council.command import Refused, changed, command
from goldthread.council.models import Council, Person
from goldthread.council.records.retention import MOST_YEARS, SCHEDULES, SETTABLE, years_of


@command("council.manage")
def set_retention(*, by: Person, schedule: str, years: int | None, source: str = "") -> Council:
    """Set for how many years a kind of record is kept, and by what the council decided so.

    years: None for the period that Goldthread starts with.
    """
    if schedule not in SETTABLE:
        raise Refused("This period cannot be set.", field="schedule")
    council = Council.objects.select_for_update().get(pk=by.council_id)
    before = years_of(council, SCHEDULES[schedule])
    source = " ".join(source.split())
    if years is None:
        council.retention_years.pop(schedule, None)
    else:
        if not 1 <= years <= MOST_YEARS:
            raise Refused(f"Enter a number of years from 1 to {MOST_YEARS}.", field="years")
        if len(source) < 10:
            raise Refused(
                "Enter what the period rests on, such as the council’s retention schedule and its date.",
                field="source",
            )
        council.retention_years[schedule] = {"years": years, "source": source}
    council.save(update_fields=["retention_years"])
    after = years_of(council, SCHEDULES[schedule])
    changed(f"{SCHEDULES[schedule].name}, years kept", f"{before:g}", f"{after:g}")
    return council
