"""What a coder does at the desk beside coding: skip a point, undo the last decision, and how the desk works."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.analysis.naming import phrases_of
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.feedback import privacy
from goldthread.feedback.models import Point
from goldthread.reviews.whom import named_under
from goldthread.themes import deciding
from goldthread.themes.alert_models import HarmLook
from goldthread.themes.desk_models import Decision, DeskSetting, Look, SecondLook
from goldthread.themes.group_models import GroupedPoint, PointGroup
from goldthread.themes.models import Coding, Theme

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


@command("council.forget")
def forget_notes(*, by: Person) -> list[Decision]:
    """Delete what people noted about feedback that has been forgotten; what they decided stays."""
    decisions, looks, groups = notes_to_forget(by.council_id)
    for group in groups:
        group.phrases = _still_said(group)
        group.save(update_fields=["phrases"])
    noted = list(decisions)
    Decision.objects.filter(pk__in=[decision.pk for decision in noted]).update(note="")
    HarmLook.objects.filter(pk__in=list(looks.values_list("pk", flat=True))).update(note="")
    return noted


def notes_to_forget(
    council_id: uuid.UUID,
) -> tuple[QuerySet[Decision], QuerySet[HarmLook], QuerySet[PointGroup]]:
    """Return what was noted, at the desk and about harm, about feedback whose words have been deleted.

    And the groups that are still called by what nobody in them says any more.
    """
    decisions = Decision.objects.filter(
        council_id=council_id, point__feedback__forgotten_on__isnull=False
    ).exclude(note="")
    looks = HarmLook.objects.filter(
        council_id=council_id, alert__point__feedback__forgotten_on__isnull=False
    ).exclude(note="")
    touched = PointGroup.objects.filter(
        council_id=council_id, members__point__feedback__forgotten_on__isnull=False
    )
    called = [group.pk for group in touched.distinct() if group.phrases != _still_said(group)]
    return decisions, looks, PointGroup.objects.filter(pk__in=called)


def _still_said(group: PointGroup) -> list[str]:
    """Return the phrases of a group that a voice in it says whose words are still here."""
    members = GroupedPoint.objects.filter(group=group).values("point")
    here = Point.objects.filter(pk__in=members).exclude(feedback__forgotten_on__isnull=False)
    said = set().union(*(phrases_of(text) for text in here.values_list("text", flat=True)))
    return [phrase for phrase in group.phrases if phrase in said]
