"""Claims of the self-assessment: adding, correcting and archiving them, and whether they are ready."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Max

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.counting import kept_counts
from goldthread.evidence import claim_gaps
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import CITED, COUNT, Citation, Claim, ClaimsChange, Reception
from goldthread.evidence.standing import standing_of
from goldthread.learning.documents.commands import check_may_see
from goldthread.learning.models import Action
from goldthread.reviews.quotes.models import MayQuote
from goldthread.standards.framework import Framework


@command("evidence.write")
def add_claim(
    *,
    by: Person,
    statement: str,
    text: str,
    category: str = "",
    claims_change: str = "",
    no_change_because: str = "",
) -> Claim:
    """Add a claim: under a quality statement of the framework in force."""
    book = in_force(by.council_id)
    slug = _statement(book, statement)
    if not text.strip():
        raise Refused("Enter the claim.", field="text")
    because = _because(text, claims_change, no_change_because)
    claim = Claim(
        council=by.council,
        framework=book.slug,
        statement=slug,
        category=category,
        position=_next_position(by, slug),
        text=text,
        claims_change=claims_change,
        no_change_because=because,
        by=by,
    )
    return saving.add(claim)


def _because(text: str, claims_change: str, because: str) -> str:
    """Return why a claim whose words suggest a change claims none; "" where nobody says so, or they suggest none.

    Raises Refused where the reason is missing: it stays visible, and is counted.
    """
    if claims_change not in ("", *ClaimsChange.values):
        raise Refused("Say whether it claims a change.", field="claims_change")
    words = claim_gaps.suggests_change(text)
    if claims_change != ClaimsChange.NO or not words:
        return ""
    if _says_too_little(because):
        quoted = ", ".join(f"“{word}”" for word in words)
        raise Refused(
            f"Its words suggest a change: {quoted}. Give the reason why it claims none, in a sentence. The reason is "
            "shown with the claim and in every pack.",
            field="no_change_because",
        )
    return because


def _statement(book: Framework, slug: str) -> str:
    """Return the slug of a statement of a framework; raises Refused where it has none such."""
    try:
        return book.statement(slug).slug
    except KeyError as error:
        raise Refused(f"The framework has no statement called {slug}.", field="statement") from error


def _next_position(by: Person, statement: str) -> int:
    claims = Claim.objects.filter(council=by.council, statement=statement)
    return (claims.aggregate(last=Max("position"))["last"] or 0) + 1


@command("evidence.write", trail=people_named.reason_about("claim"))
def edit_claim(
    *,
    by: Person,
    claim: Claim,
    version: int,
    reason: str,
    text: str,
    statement: str = "",
    category: str | None = None,
    claims_change: str | None = None,
    no_change_because: str = "",
) -> Claim:
    """Correct a claim: with the reason; the earlier wording is kept in its history.

    With other words, what somebody said of the earlier ones no longer holds: that it is ready, an override, and,
    unless `claims_change` says it again, whether they claim a change.
    """
    _check_current(claim)
    if not text.strip():
        raise Refused("Enter the claim, or archive it.", field="text")
    saving.needs_reason(reason)
    reworded = text.strip() != claim.text.strip()
    if claims_change is None:
        claims_change, no_change_because = (
            ("", "") if reworded else (claim.claims_change, claim.no_change_because)
        )
    fields: dict[str, Any] = {
        "text": text,
        "claims_change": claims_change,
        "no_change_because": _because(text, claims_change, no_change_because),
    }
    if reworded or claims_change != claim.claims_change:
        fields |= _NOT_READY | _NOT_OVERRIDDEN
    if statement and statement != claim.statement:
        fields |= _under(by, statement)
    if category is not None:
        fields["category"] = category
    return saving.change(claim, version=version, **fields)


def _under(by: Person, statement: str) -> dict[str, Any]:
    """Return the fields of a claim that now stands under another statement of the framework in force."""
    book = in_force(by.council_id)
    slug = _statement(book, statement)
    return {"framework": book.slug, "statement": slug, "position": _next_position(by, slug)}


@command("evidence.write", trail=people_named.reason_about("claim"))
def move_claim(*, by: Person, claim: Claim, statement: str, reason: str, version: int | None = None) -> Claim:
    """Move a claim to another statement of the framework in force; its evidence and all that is said of it go along."""
    _check_current(claim)
    saving.needs_reason(reason)
    if statement == claim.statement and claim.framework == in_force(by.council_id).slug:
        raise Refused("It stands under that statement.", field="statement")
    return saving.change(claim, version=version, **_under(by, statement))


_LEAST_REASON = 15
_LEAST_WORDS = 3
_NOT_READY: dict[str, Any] = {"ready_on": None, "ready_by": None}
_NOT_OVERRIDDEN: dict[str, Any] = {
    "override_reason": "",
    "overridden_by": None,
    "overridden_on": None,
    "overridden_gaps": "",
}


def _says_too_little(reason: str) -> bool:
    """Return whether a reason is less than a sentence: readers of the claim rely on it."""
    words = [word for word in reason.split() if any(char.isalpha() for char in word)]
    return len(reason.strip()) < _LEAST_REASON or len(words) < _LEAST_WORDS


def _check_current(claim: Claim) -> None:
    if claim.archived_on or claim.withdrawn_on:
        raise Refused(
            "This claim is archived or withdrawn, so it cannot be changed. Write a new one, or restore it if it was withdrawn."
        )


@command("evidence.write")
def answer_change(
    *, by: Person, claim: Claim, version: int, claims_change: str, no_change_because: str = ""
) -> Claim:
    """Say whether a claim claims that something changed for the better; with a reason where its words suggest so."""
    _check_current(claim)
    if claims_change not in ClaimsChange.values:
        raise Refused("Say whether it claims a change.", field="claims_change")
    because = _because(claim.text, claims_change, no_change_because)
    fields = _NOT_READY | _NOT_OVERRIDDEN if claims_change != claim.claims_change else {}
    return saving.change(
        claim, version=version, claims_change=claims_change, no_change_because=because, **fields
    )


@command("evidence.write")
def mark_ready(*, by: Person, claim: Claim, version: int, on: datetime.date) -> Claim:
    """Mark a claim ready: nothing that it says is without its evidence. Raises Refused with what is missing."""
    _check_current(claim)
    standing = standing_of([claim], on)[claim.pk]
    missing = [gap.text for gap in standing.gaps]
    if not claim.claims_change and not any(g.slug == claim_gaps.CHANGE_NOT_CONFIRMED for g in standing.gaps):
        missing.append("Nobody has said whether it claims that something changed for the better.")
    if missing:
        raise Refused(f"This claim is not ready. {' '.join(missing)}")
    return saving.change(claim, version=version, ready_on=on, ready_by=by)


@command("evidence.override", trail=people_named.reason_about("claim"))
def override_gaps(*, by: Person, claim: Claim, version: int, reason: str, on: datetime.date) -> Claim:
    """Override what is missing of a claim: in writing, by name; the reason stays with the claim and in every pack."""
    _check_current(claim)
    if _says_too_little(reason):
        raise Refused(
            "Give the reason in a sentence. It is shown with your name beside the claim, and in every pack.",
            field="reason",
        )
    standing = standing_of([claim], on)[claim.pk]
    gaps = [gap for gap in (*standing.gaps, *standing.overridden) if gap.may_be_overridden]
    if not gaps:
        left = " ".join(gap.text for gap in standing.gaps) or "Nothing is missing."
        raise Refused(f"There is nothing to override. {left}")
    return saving.change(
        claim,
        version=version,
        override_reason=reason,
        overridden_by=by,
        overridden_on=on,
        overridden_gaps=" ".join(gap.slug for gap in gaps),
    )


@command("evidence.override")
def remove_override(*, by: Person, claim: Claim) -> Claim:
    """Remove the override of a claim; what it overrode is a gap again, and the claim is no longer ready."""
    return saving.change(claim, **_NOT_OVERRIDDEN, **_NOT_READY)


@command("evidence.write")
def archive_claim(*, by: Person, claim: Claim, on: datetime.date) -> Claim:
    """Archive a claim; it can still be read."""
    return saving.change(claim, archived_on=on)


@command("evidence.write")
def add_evidence(*, by: Person, claim: Claim, note: str = "", section: str = "", **cited: Any) -> Citation:
    """Add evidence to a claim: exactly one `measure=`, `action=`, `briefing=`, `finding=`, `figure=`, `quotation=`, `feedback=`, `document=`, `pilot=` or `count=`.

    count: the slug of a count that Goldthread keeps. section: of a document, its heading or page.
    """
    if len(cited) != 1 or not set(cited) <= {*CITED, COUNT}:
        raise Refused("Choose one record as evidence.")
    if COUNT in cited and cited[COUNT] not in kept_counts():
        raise Refused("Goldthread keeps no such count. Choose one from the list.")
    if "quotation" in cited and cited["quotation"].may_quote == MayQuote.ASK:
        raise Refused("Ask whoever said it before you quote it, and record that they agreed.")
    if "document" in cited:
        check_may_see(by, cited["document"])
    else:
        section = ""
    if Citation.objects.filter(claim=claim, section=section.strip(), **cited).exists():
        raise Refused("That is already evidence for this claim.")
    citation = Citation(council=by.council, claim=claim, by=by, note=note, section=section, **cited)
    saving.add_part(citation, claim, based_on=[] if COUNT in cited else cited.values())
    # As it stands now: where a name is hidden in it, it is written anew, and somebody may be correcting it.
    saving.lock(claim)
    before = claim.text
    saving.hide(claim, ["text"], people_named.named_under(claim))
    if claim.text != before:
        # Somebody named in the feedback may be in the claim by a form of the name that only that case knows.
        saving.change(claim, text=claim.text)
    return citation


@command("evidence.write")
def remove_evidence(*, by: Person, citation: Citation) -> Claim:
    """Remove evidence from a claim; somebody has to mark it ready again."""
    claim = citation.claim
    fields = _NOT_READY if claim.ready_on else {}
    if citation.action_id and citation.action_id == claim.plan_id:
        fields = {**fields, "plan": None, "plan_by": None}
    citation.delete()
    return saving.change(claim, **fields) if fields else claim


@command("evidence.write", any_team="What is done about a weakness may be another team's action.")
def name_weakness(
    *,
    by: Person,
    claim: Claim,
    version: int,
    action: Action,
    on: datetime.date,
    plan_by: datetime.date | None = None,
) -> Claim:
    """Name a weakness: the claim says what is weak, with the action that is its plan and the date by which it is done.

    The action becomes evidence for the claim. plan_by: the action's own date unless told.
    """
    _check_current(claim)
    if action.stopped_on or action.withdrawn_on:
        raise Refused("That action was stopped, so it is no plan. Choose another.", field="action")
    current = saving.check_version(claim, version, {})
    if not Citation.objects.filter(claim=claim, action=action).exists():
        citation = Citation(council=by.council, claim=claim, by=by, note="Our plan", action=action)
        saving.add_part(citation, claim, based_on=[action])
    return saving.change(
        current,
        is_weakness=True,
        plan=action,
        plan_by=plan_by or action.due_on,
        named_by=current.named_by or by,
        named_on=current.named_on or on,
        **_NOT_OVERRIDDEN,
        **(_NOT_READY if not current.is_weakness else {}),
    )


@command("evidence.write")
def take_back_weakness(*, by: Person, claim: Claim) -> Claim:
    """Take back that a claim names a weakness; its plan stays as evidence, and somebody has to mark it ready again."""
    _check_current(claim)
    no_plan = {"is_weakness": False, "plan": None, "plan_by": None, "named_by": None, "named_on": None}
    return saving.change(claim, **no_plan, **_NOT_READY)


@command("evidence.write")
def add_reception(
    *,
    by: Person,
    claim: Claim,
    words: str,
    who: str,
    source: str,
    said_on: datetime.date,
    may_quote: bool = False,
) -> Reception:
    """Add what somebody outside the council said of a claim: their words, who, where it is to be found and when."""
    _check_current(claim)
    if not words.strip():
        raise Refused("Enter what they said, in their words.", field="words")
    reception = Reception(
        council=by.council,
        claim=claim,
        words=words,
        who=who,
        source=source,
        said_on=said_on,
        may_quote=may_quote,
        by=by,
    )
    return saving.add_part(reception, claim)


def _reason_about_its_claim(*, reception: Reception, reason: str, **_: Any) -> str:
    return people_named.redacted_reason(record=reception.claim, reason=reason)


@command("evidence.write", trail=_reason_about_its_claim)
def correct_reception(
    *,
    by: Person,
    reception: Reception,
    reason: str,
    words: str,
    who: str,
    source: str,
    said_on: datetime.date,
    may_quote: bool = False,
) -> Reception:
    """Correct what somebody outside the council said of a claim, with the reason."""
    saving.needs_reason(reason)
    claim = Claim.objects.get(pk=reception.claim_id)
    _check_current(claim)
    if not words.strip():
        raise Refused("Enter what they said, in their words.", field="words")
    given = {"words": words, "who": who, "source": source, "said_on": said_on, "may_quote": may_quote}
    corrected: Reception = saving.change_part(reception, claim, **given)
    return corrected


@command("evidence.write")
def remove_reception(*, by: Person, reception: Reception) -> Claim:
    """Remove what somebody outside the council said of a claim."""
    claim = reception.claim
    reception.delete()
    return claim
