"""Commands of coding: code points, skip one, undo the last decision, and change the coding settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, changed, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.council.records.people_named import named_under
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import coding_decisions
from goldthread.themes.coding.models import Coding, CodingSettings, CodingStage, Decision, DoubleCoding
from goldthread.themes.suggesting.training import request_training

SKIP_REASONS = {
    "later": "I will come back to it",
    "unclear": "The meaning is not clear",
    "not_known": "Somebody who knows this service should code it",
    "several": "It is about several things and should be split",
    "private": "It still names or identifies somebody",
}


@command("themes.code")
def code(
    *,
    by: Person,
    point: Point,
    themes: Iterable[Theme],
    tone: int | None = None,
    from_queue: bool = False,
    version: str = "",
) -> Point:
    """Code a point: the themes given apply, and what was suggested beside them does not.

    No themes at all is a decision too: no suitable theme. `from_queue` and `version`: see
    `coding_decisions.save_decisions`.
    """
    chosen = list(themes)
    check_scope(by, point, *chosen)
    for theme in chosen:
        if theme.state != Theme.State.ACTIVE:
            raise Refused(f"{theme.name} is no longer active. Choose another theme.")
    coding_decisions.save_decisions(
        by, [(point, chosen, tone)], from_queue=from_queue, undoable=True, version=version
    )
    request_training(by)
    return point


@command("themes.code")
def code_points(
    *, by: Person, decisions: Sequence[tuple[Point, Sequence[Theme]]], from_queue: bool = False
) -> list[Point]:
    """Code many points at once, such as from the theme column of a spreadsheet that people had coded."""
    for point, chosen in decisions:
        check_scope(by, point, *chosen)
    coding_decisions.save_decisions(
        by, [(point, chosen, None) for point, chosen in decisions], from_queue=from_queue
    )
    return [point for point, _ in decisions]


@command("themes.code")
def skip(*, by: Person, point: Point, reason: str, note: str = "") -> Decision:
    """Skip a point with a reason: it waits for somebody else, and for this person later."""
    check_scope(by, point)
    if reason not in SKIP_REASONS:
        raise Refused("Choose why you are skipping it.")
    if not point.reading.waiting:
        raise Refused("This issue has been coded, so it cannot be skipped.")
    return Decision.objects.create(
        council=by.council,
        point=point,
        by=by,
        at=timezone.now(),
        kind=Decision.Kind.SKIPPED,
        reason=reason,
        note=privacy.hide(note.strip(), named_under(point)).text[:300] if note.strip() else "",
        model=point.reading.model,
        before={},
    )


@command("themes.code")
def undo(*, by: Person, decision: str = "") -> Decision:
    """Undo one's own last decision: the state before it is restored, and both are kept.

    decision: the key of the decision that somebody was shown as their last; no other is undone for it.
    """
    last = last_decision(by)
    if last is None:
        raise Refused("You have no decision to undo.")
    if decision and str(last.pk) != decision:
        raise Refused(
            "That decision is already undone, or you have made another since. Check the issue again."
        )
    point = last.point
    coding_decisions.lock_points([point])
    if last_decision(by) != last:
        raise Refused("That decision is already undone. Check the issue again.")
    since = Decision.objects.filter(point=point, undone_at__isnull=True, id__gt=last.pk)
    if since.exclude(kind=Decision.Kind.SKIPPED).exists():
        raise Refused("Somebody else has coded the same issue since. Open it and change its themes there.")
    if last.kind != Decision.Kind.SKIPPED:
        _restore(by, point, last)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    return last


def last_decision(person: Person) -> Decision | None:
    """Return somebody's last decision that they could undo, None where there is none."""
    own_decisions = Decision.objects.visible_to(person).filter(
        by=person, undone_at__isnull=True, before__isnull=False
    )
    return own_decisions.select_related("point__reading").order_by("-at", "-id").first()


def _restore(by: Person, point: Point, undone: Decision) -> None:
    """Restore the codings from before a decision, and put the point back to the stage that it waited for."""
    before: dict[str, Any] = undone.before or {}
    double = DoubleCoding.objects.filter(point=point).first()
    if undone.kind != Decision.Kind.SECOND:
        applying = {coding.theme_id for coding in Coding.objects.filter(point=point, applies=True)}
        if applying != {theme.pk for theme in _successors(by, undone.themes)}:
            raise Refused("Its themes have been changed since. Open the issue and change them there.")
        point.tone = before["tone"]
        point.save(update_fields=["tone"])
        if before["themes"] is None:
            coding_decisions.remove_codings(by.council_id, point)
        else:
            earlier = (
                Decision.objects.filter(point=point, undone_at__isnull=True, id__lt=undone.pk)
                .exclude(kind__in=(Decision.Kind.SECOND, Decision.Kind.SKIPPED))
                .order_by("-at", "-id")
                .first()
            )
            themes = _successors(by, before["themes"])
            by_id, at = (earlier.by_id, earlier.at) if earlier else (by.pk, timezone.now())
            coding_decisions.replace_codings(
                by.council_id, [coding_decisions.NewCodings(point, themes, by_id, at)]
            )
    if double is None:
        return
    if before["double_coding"] is None:
        double.delete()
        return
    double.state, double.first_id = before["double_coding"], before["first"]
    double.second = double.second if double.state == DoubleCoding.State.DIFFER else None
    double.adjudication = None
    double.save(update_fields=["state", "first", "second", "adjudication"])
    if double.state == DoubleCoding.State.WAITING:
        coding_decisions.requeue([point.pk], CodingStage.SECOND)
    elif double.state == DoubleCoding.State.DIFFER:
        coding_decisions.requeue([point.pk], CodingStage.ADJUDICATION)


def _successors(by: Person, slugs: Iterable[str]) -> list[Theme]:
    """Return themes by their short names, merged ones as what they were merged into; refuse what is not active."""
    successors = {}
    for theme in Theme.objects.filter(council=by.council, slug__in=slugs).select_related("merged_into"):
        while theme.merged_into is not None:
            theme = theme.merged_into
        if theme.state != Theme.State.ACTIVE:
            raise Refused(
                f"{theme.name} is no longer in the theme list. Open the issue and choose its themes there."
            )
        successors[theme.pk] = theme
    return list(successors.values())


@command("themes.edit")
def change_coding_settings(*, by: Person, double_code_one_in: int, retrain_after: int) -> CodingSettings:
    """Set what share of points is coded by two people, and after how many decisions the model is retrained."""
    if double_code_one_in < 0 or double_code_one_in > 1000 or double_code_one_in == 1:
        raise Refused("Enter 0 for no double coding, or a number from 2 to 1,000.")
    if not 5 <= retrain_after <= 1000:
        raise Refused("Enter a number of decisions from 5 to 1,000.")
    before = coding_decisions.coding_settings(by.council_id)
    changed("Coded by two people, one in", before.double_code_one_in, double_code_one_in)
    changed("Decisions before training", before.retrain_after, retrain_after)
    settings, _ = CodingSettings.objects.update_or_create(
        council=by.council,
        defaults={"double_code_one_in": double_code_one_in, "retrain_after": retrain_after},
    )
    return settings
