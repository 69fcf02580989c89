"""Commands on a council's procedures: write one, change its steps while it is a draft, take it into use, and end it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from goldthread.casework.procedures import queries
from goldthread.casework.procedures.models import Procedure, Standing
from goldthread.council.command import Refused, changed, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.standards import clocks
from goldthread.standards.entries import StandardsError

_PERMISSION = "casework.procedures"
MOST_STEPS = 12
_OWN = {"source": "council", "holds_from": "not known", "confirmed": True}
_OF_PROCEDURE = ("question_pauses", "safeguarding_parks", "reopening_starts_again", "drafter_may_sign")
_COPIED = ("steps", "complexities", "limit", "sources")


@command(_PERMISSION)
def write_procedure(
    *, by: Person, name: str, what_it_is: str = "", copy_of: str = "", instead_of: str = ""
) -> Procedure:
    """Write a procedure: a draft with the steps of another or with none."""
    name = " ".join(name.split())
    new = Procedure(council=by.council, slug=_free_slug(by, name), name=name, what_it_is=what_it_is.strip())
    new.instead_of = _replaced(instead_of)
    if copy_of:
        try:
            copied = queries.known(by.council_id, copy_of)
        except KeyError:
            raise Refused("Choose the procedure to copy from the list.", field="copy_of") from None
        plain = clocks.as_plain(copied)
        new.content = {key: plain[key] for key in _COPIED if key in plain}
        for flag in _OF_PROCEDURE:
            setattr(new, flag, getattr(copied, flag))
    return saving.add(new)


@command(_PERMISSION)
def change_procedure(
    *,
    by: Person,
    procedure: Procedure,
    version: int | None = None,
    reason: str,
    name: str,
    what_it_is: str = "",
    instead_of: str = "",
    complexities: list[tuple[str, str]] = (),  # type: ignore[assignment]
    limit_months: int | None = None,
    question_pauses: bool = False,
    safeguarding_parks: bool = False,
    reopening_starts_again: bool = False,
    drafter_may_sign: bool = False,
) -> Procedure:
    """Change a procedure: what a draft is called, its complexities, and what pauses its clocks."""
    saving.needs_reason(reason)
    fields = {
        "name": " ".join(name.split()),
        "what_it_is": what_it_is.strip(),
        "instead_of": _replaced(instead_of),
        "question_pauses": question_pauses,
        "safeguarding_parks": safeguarding_parks,
        "reopening_starts_again": reopening_starts_again,
        "drafter_may_sign": drafter_may_sign,
    }
    saving.check_version(procedure, version, fields)
    _only_a_draft(procedure)
    content = dict(procedure.content)
    content["complexities"] = _complexities(content.get("complexities", ()), complexities)
    kept = {each["slug"] for each in content["complexities"]}
    content["steps"] = [
        {**step, "by_complexity": [each for each in step.get("by_complexity", ()) if each["slug"] in kept]}
        for step in procedure.steps
    ]
    content["limit"] = _limit(content.get("limit"), limit_months)
    return saving.change(procedure, version=version, content=content, **fields)


@command(_PERMISSION)
def save_step(
    *, by: Person, procedure: Procedure, slug: str = "", version: int | None = None, **fields: Any
) -> Procedure:
    """Change a step: of a draft, or add one; the last day and what happens when it is late."""
    saving.check_version(procedure, version, {})
    _only_a_draft(procedure)
    steps = procedure.steps
    before = next((step for step in steps if step["slug"] == slug), None)
    if slug and before is None:
        raise Refused("That step has been removed. Add it again.")
    if before is None and len(steps) >= MOST_STEPS:
        raise Refused(f"A procedure has {MOST_STEPS} steps at most.")
    step = _step(before, slug or _free_step(steps, fields["name"]), fields, procedure)
    steps = [step if each["slug"] == slug else each for each in steps] if before else [*steps, step]
    return _save_steps(procedure, steps, version)


@command(_PERMISSION)
def remove_step(*, by: Person, procedure: Procedure, slug: str) -> Procedure:
    """Remove a step: from a draft."""
    saving.lock(procedure)
    _only_a_draft(procedure)
    if slug not in {step["slug"] for step in procedure.steps}:
        raise Refused("That step has been removed already.")
    followed = [step["name"] for step in procedure.steps if step["after"] == slug]
    if followed:
        raise Refused(f"“{followed[0]}” is counted from it. Change that step first.")
    return _save_steps(procedure, [step for step in procedure.steps if step["slug"] != slug], None)


@command(_PERMISSION)
def take_into_use(*, by: Person, procedure: Procedure, today: datetime.date) -> Procedure:
    """Take a procedure into use: for new cases; the edition before it ends, and its cases keep it."""
    saving.lock(procedure)
    _only_a_draft(procedure)
    try:
        standard = procedure.standard()
    except StandardsError as error:
        raise Refused(f"It cannot be taken into use. {error}") from None
    if not any(step.met_by == clocks.REPLIED for step in standard.steps):
        raise Refused("It cannot be taken into use: no step of it is the reply.")
    if 2 in standard.stages and 1 not in standard.stages:
        raise Refused("It cannot be taken into use: it has a second stage and no first.")
    for earlier in Procedure.objects.select_for_update().filter(
        council=by.council, slug=procedure.slug, standing=Standing.IN_USE
    ):
        saving.change(earlier, standing=Standing.ENDED, in_use_until=today)
    changed("In use", "", f"{procedure.slug} {procedure.edition}")
    return saving.change(procedure, standing=Standing.IN_USE, in_use_from=today)


@command(_PERMISSION)
def end_procedure(*, by: Person, procedure: Procedure, today: datetime.date) -> Procedure:
    """End a procedure: for new cases; those that follow it keep it."""
    saving.lock(procedure)
    if procedure.standing != Standing.IN_USE:
        raise Refused(f"{procedure.reference} is not in use.")
    changed("In use", f"{procedure.slug} {procedure.edition}", "")
    return saving.change(procedure, standing=Standing.ENDED, in_use_until=today)


@command(_PERMISSION)
def write_edition(*, by: Person, procedure: Procedure) -> Procedure:
    """Write the next edition: a draft with what the one before says."""
    every = Procedure.objects.select_for_update().filter(council=by.council, slug=procedure.slug)
    if draft := every.filter(standing=Standing.DRAFT, withdrawn_on=None).first():
        raise Refused(f"{draft.reference} is a draft of its next edition already. Change that one.")
    copied = ("slug", "name", "what_it_is", "instead_of", "content", *_OF_PROCEDURE)
    last = every.aggregate(last=Max("edition"))["last"]
    fields = {name: getattr(procedure, name) for name in copied}
    return saving.add(Procedure(council=by.council, edition=last + 1, **fields))


def _only_a_draft(procedure: Procedure) -> None:
    if procedure.standing != Standing.DRAFT:
        raise Refused(
            f"{procedure.reference} has been in use, and cases may follow it. Write a new edition, and change that."
        )


def _replaced(slug: str) -> str:
    if slug and slug not in {each.slug for each in clocks.procedures() if each.for_cases}:
        raise Refused("Choose the procedure in whose place it stands from the list.", field="instead_of")
    return slug


def _free_slug(by: Person, name: str) -> str:
    """Return a slug that no procedure has, shipped or the council's own; withdrawn ones keep theirs."""
    base = f"own-{slugify(name)[:45] or 'procedure'}"
    taken = set(Procedure.objects.filter(council=by.council).values_list("slug", flat=True))
    return next(slug for n in range(1, 1000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _free_step(steps: list[dict[str, Any]], name: str) -> str:
    base, taken = slugify(name)[:45] or "step", {clocks.RECEIVED, *(step["slug"] for step in steps)}
    return next(slug for n in range(1, 100) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _step(
    before: Mapping[str, Any] | None, slug: str, fields: dict[str, Any], procedure: Procedure
) -> dict[str, Any]:
    """Return a step as it is kept; one whose length the council set itself is its target, and no law any more."""
    step = dict(before or {**_OWN, "kind": clocks.TARGET}) | {
        name: fields[name]
        for name in (
            "name",
            "within",
            "unit",
            "after",
            "met_by",
            "letter",
            "late_letter",
            "if_late",
            "pauses",
        )
    }
    step["slug"] = slug
    step["stage"] = _stage_of(procedure, fields["after"])
    if before is None or (before["within"], before["unit"]) != (step["within"], step["unit"]):
        step |= {**_OWN, "kind": clocks.TARGET, "note": "", "or_as_agreed": False, "first_day_counts": False}
    if step["kind"] == clocks.LAW:
        # A council cannot pause what the law counts.
        step["pauses"] = False
    before_extension = (before or {}).get("extension")
    step.pop("extension", None)
    if extend := fields.get("extend_by"):
        own = {"slug": f"{slug}-extension", "name": "Extension", "within": extend, "unit": step["unit"]}
        step["extension"] = _kept(before_extension, own)
    levels = {each["slug"]: each for each in (before or {}).get("by_complexity", ())}
    step["by_complexity"] = [
        _kept(levels.get(each), {"slug": each, "name": step["name"], "within": within, "unit": unit})
        for each, (within, unit) in fields.get("by_complexity", {}).items()
        if within
    ]
    return step


def _kept(before: Mapping[str, Any] | None, own: dict[str, Any]) -> dict[str, Any]:
    """Return a length as it stood, with where it comes from, where the council left it; otherwise its own."""
    if before and (before["within"], before["unit"]) == (own["within"], own["unit"]):
        return dict(before)
    return {**_OWN, **own}


def _stage_of(procedure: Procedure, after: str) -> int:
    if after in (clocks.RECEIVED, clocks.STAGE_2_ASKED):
        return 2 if after == clocks.STAGE_2_ASKED else 1
    return next((step.get("stage", 1) for step in procedure.steps if step["slug"] == after), 1)


def _save_steps(procedure: Procedure, steps: list[dict[str, Any]], version: int | None) -> Procedure:
    content = {**procedure.content, "steps": steps}
    if steps:
        try:
            Procedure(name=procedure.name, slug=procedure.slug, content=content).standard()
        except StandardsError as error:
            raise Refused(f"This procedure cannot be followed. {error}") from None
    return saving.change(procedure, version=version, content=content)


def _complexities(before: Any, given: Any) -> list[dict[str, Any]]:
    """Return the complexities as they are kept: one that keeps its name keeps its slug, and the lengths set for it."""
    slugs = {each["name"]: each["slug"] for each in before}
    found: dict[str, dict[str, Any]] = {}
    for name, what_it_is in given:
        slug = slugs.get(name) or slugify(name)[:40] or f"complexity-{len(found) + 1}"
        if slug in found:
            raise Refused(f"{name} stands there twice.", field="complexities")
        found[slug] = {**_OWN, "slug": slug, "name": name, "what_it_is": what_it_is}
    return list(found.values())


def _limit(before: Mapping[str, Any] | None, months: int | None) -> dict[str, Any] | None:
    if not months:
        return None
    own = {"slug": "limit", "name": "Time limit for making a complaint", "within": months, "unit": "months"}
    return _kept(before, own)
