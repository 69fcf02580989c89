"""What a coder does at the desk beside coding: skip a point, undo the last decision, and how the desk works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.models import Point
from goldthread.reviews.people_named import named_under
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import coding_decisions as deciding
from goldthread.themes.coding.coding_decisions import decide
from goldthread.themes.coding.models import Coding, Decision, DeskSetting, Look, SecondLook
from goldthread.themes.suggesting.training import ask_to_learn

SKIPPED_BECAUSE = {
    "later": "I will come back to it",
    "unclear": "I cannot tell what is meant",
    "not_known": "Somebody who knows this service should say",
    "several": "It says several things and should be split",
    "private": "It still names or points at somebody",
}


@command("themes.code")
def skip(*, by: Person, point: Point, because: str, note: str = "") -> Decision:
    """Pass a point over with a reason: it waits for somebody else, and for this person later."""
    check_scope(by, point)
    if because not in SKIPPED_BECAUSE:
        raise Refused("Choose why you skip it.")
    if not point.reading.waiting:
        raise Refused("This point does not wait any more, so there is nothing to skip.")
    return Decision.objects.create(
        council=by.council,
        point=point,
        by=by,
        at=timezone.now(),
        kind=Decision.Kind.SKIPPED,
        reason=because,
        note=privacy.hide(note.strip(), named_under([point])).text[:300] if note.strip() else "",
        model=point.reading.model,
        before={},
    )


@command("themes.code")
def undo(*, by: Person, of: str = "") -> Decision:
    """Undo one's own last decision at the desk: what stood before stands again, and both are kept.

    of: the key of the decision that somebody was shown as their last, where they were; another is not undone for it.
    """
    last = last_decision(by)
    if last is None:
        raise Refused("There is no decision of yours to undo.")
    if of and str(last.pk) != of:
        raise Refused("That is undone already, or you have decided something since. Look at the point again.")
    point = last.point
    deciding.lock([point])
    if last_decision(by) != last:
        raise Refused("That is undone already. Look at the point again.")
    since = Decision.objects.filter(point=point, undone_at__isnull=True, id__gt=last.pk)
    if since.exclude(kind=Decision.Kind.SKIPPED).exists():
        raise Refused("Somebody has decided about the same point since. Open it and change it there.")
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
    return own_decisions.select_related("point__feedback", "point__reading").order_by("-at", "-id").first()


def _restore(by: Person, point: Point, undone: Decision) -> None:
    """Let stand what stood before a decision, and put the point back to the look that it waited for."""
    before: dict[str, Any] = undone.before or {}
    look = SecondLook.objects.filter(point=point).first()
    if undone.kind != Decision.Kind.SECOND:
        stands = {coding.theme_id for coding in Coding.objects.filter(point=point, stands=True)}
        if stands != {theme.pk for theme in _as_they_are_now(by, undone.themes)}:
            raise Refused(
                "Its themes have been changed since. Open the point and say there what it is about."
            )
        point.tone = before["tone"]
        point.save(update_fields=["tone"])
        if before["themes"] is None:
            deciding.lift(by.council_id, point)
        else:
            earlier = (
                Decision.objects.filter(point=point, undone_at__isnull=True, id__lt=undone.pk)
                .exclude(kind__in=(Decision.Kind.SECOND, Decision.Kind.SKIPPED))
                .order_by("-at", "-id")
                .first()
            )
            themes = _as_they_are_now(by, before["themes"])
            whose, when = (earlier.by_id, earlier.at) if earlier else (by.pk, timezone.now())
            deciding.stand(by.council_id, [deciding.Standing(point, themes, whose, when)])
    if look is None:
        return
    if before["look"] is None:
        look.delete()
        return
    look.state, look.first_id = before["look"], before["first"]
    look.second = look.second if look.state == SecondLook.State.DIFFER else None
    look.third = None
    look.save(update_fields=["state", "first", "second", "third"])
    if look.state == SecondLook.State.WAITING:
        deciding.wait([point.pk], Look.SECOND)
    elif look.state == SecondLook.State.DIFFER:
        deciding.wait([point.pk], Look.THIRD)


def _as_they_are_now(by: Person, slugs: Iterable[str]) -> list[Theme]:
    """Return themes by their short names, merged ones as what they were merged into; refuse what is no longer in use."""
    found = {}
    for theme in Theme.objects.filter(council=by.council, slug__in=slugs).select_related("merged_into"):
        while theme.merged_into is not None:
            theme = theme.merged_into
        if theme.state != Theme.State.ACTIVE:
            raise Refused(
                f"{theme.name} is no longer in the codebook. Open the point and say there what it is about."
            )
        found[theme.pk] = theme
    return list(found.values())


@command("themes.edit")
def set_desk(*, by: Person, twice: int, learn_after: int) -> DeskSetting:
    """Say what share of points is coded by two people, and after how many decisions the machine learns anew."""
    if twice < 0 or twice > 1000 or twice == 1:
        raise Refused("Choose none, or one point in 2 to 1,000.")
    if not 5 <= learn_after <= 1000:
        raise Refused("Let it learn after 5 to 1,000 decisions.")
    setting, _ = DeskSetting.objects.update_or_create(
        council=by.council, defaults={"twice": twice, "learn_after": learn_after}
    )
    return setting


@command("themes.code")
def code(
    *,
    by: Person,
    point: Point,
    themes: Iterable[Theme],
    tone: int | None = None,
    at_desk: bool = False,
    seen: str = "",
) -> Point:
    """Decide what a point is about: the themes given stand, what was suggested beside them does not.

    No themes at all is a decision too: nothing in the codebook fits. `at_desk` and `seen`: see
    `deciding.decide`.
    """
    chosen = list(themes)
    check_scope(by, point, *chosen)
    for theme in chosen:
        if theme.state != Theme.State.ACTIVE:
            raise Refused(f"{theme.name} is no longer in use. Choose another theme.")
    decide(by, [(point, chosen, tone)], at_desk=at_desk, undoable=True, seen=seen)
    ask_to_learn(by)
    return point


@command("themes.code")
def code_rows(
    *, by: Person, decisions: Sequence[tuple[Point, Sequence[Theme]]], at_desk: bool = False
) -> list[Point]:
    """Keep many decisions at once, such as the theme column of a spreadsheet that people had coded."""
    for point, chosen in decisions:
        check_scope(by, point, *chosen)
    decide(by, [(point, chosen, None) for point, chosen in decisions], at_desk=at_desk)
    return [point for point, _ in decisions]
