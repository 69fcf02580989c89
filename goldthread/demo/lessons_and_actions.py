"""Avonshire's lessons, and the actions agreed from them."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.demo import content, organisations
from goldthread.demo.story import Story
from goldthread.feedback.models import Point
from goldthread.learning import commands as learning
from goldthread.learning.models import Action


def record_lessons(story: Story) -> None:
    """Record the lessons with the feedback and findings that each is based on."""
    for entry in content.toml("lessons")["lessons"]:
        with tenant.inside(story.clock.council_id):
            feedback = [story.voices[voice].pk for voice in entry["voices"] if voice in story.voices]
            points = Point.objects.filter(feedback__in=feedback).order_by("id")
            about = list(points.filter(codings__theme__slug__in=entry["themes"]).distinct()) or list(points)
        about += [story.findings[slug].point for slug in entry["findings"]]
        story.lessons[entry["slug"]] = learning.record_lesson(
            by=story.people[entry["recorded_by"]],
            title=entry["title"],
            what_we_learned=entry["text"],
            points=about,
            recorded_on=story.day(entry["recorded_month"], 18),
        )


def agree_actions(story: Story) -> None:
    """Agree the actions with their measures; complete those that were done, and record whether they are embedded."""
    measures = {measure["slug"]: measure for measure in content.toml("measures")["measures"]}
    for entry in content.toml("actions")["actions"]:
        measure = measures[entry["measure"]]
        agreed_on = story.day(entry["agreed_month"], 5)
        # Not `story.day`: a due date may lie ahead of today.
        due_on = max(story.month(entry["due_month"]).replace(day=28), agreed_on)
        check_month, done_month = entry.get("embed_check_month"), entry.get("done_month")
        action = learning.agree_action(
            by=story.people["grace-adeyinka"],
            lesson=story.lessons[entry["lesson"]],
            title=entry["title"],
            detail=entry["text"],
            owner=story.people[entry["owner"]],
            team=story.teams.get(entry["teams"][0]) if entry["teams"] else None,
            agreed_on=agreed_on,
            due_on=due_on,
            measure_name=measure["title"],
            measure_kind=measure["kind"],
            measure_unit=measure["unit"],
            direction=measure["direction"],
            smallest_change=measure["smallest_change"],
            embed_check_on=None
            if check_month is None
            else max(story.month(check_month).replace(day=28), due_on),
            embed_test=entry.get("embed_test", ""),
            **organisations.named_by_action(story, entry["slug"]),
        )
        story.actions[entry["slug"]] = action
        if done_month is None:
            continue
        done_on = max(story.day(done_month, 20), agreed_on)
        action = learning.complete_action(
            by=story.people["grace-adeyinka"], action=action, done_on=done_on, note=entry["text"]
        )
        if entry.get("embedded"):
            learning.check_embedded(
                by=story.people["ian-prettejohn"],
                action=action,
                checked_on=max(story.day(check_month, 24), done_on),
                embedded=entry["embedded"],
                note=entry["embed_note"],
                shown_by=Action.ShownBy.SAMPLE if entry["embedded"] == "yes" else "",
                passed=entry["embed_passed"],
                sample=entry["embed_sample"],
                where=entry["embed_where"],
            )
