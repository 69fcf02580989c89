"""Commands on rules for new feedback: add, change, move and delete one."""

from __future__ import annotations

from typing import Any

from goldthread.council.command import Refused, changed, check_scope, command
from goldthread.council.models import Person
from goldthread.feedback.models import Speaker
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.routing.rules import conditions_in_words, problems_of
from goldthread.feedback.routing.text_conditions import phrases
from goldthread.feedback.sources import SOURCES

_FIELDS = (
    "name", "is_active", "source", "speaker", "named_team", "organisation", "words", "theme", "to_team", "owner",
)  # fmt: skip


@command("council.manage")
def add_intake_rule(*, by: Person, **fields: Any) -> IntakeRule:
    """Add a rule for new feedback, after those there are."""
    last = IntakeRule.objects.filter(council=by.council).order_by("-position").first()
    rule = IntakeRule(council=by.council, position=(last.position if last else 0) + 1)
    _set(by, rule, fields)
    rule.save(force_insert=True)
    return rule


@command("council.manage")
def change_intake_rule(*, by: Person, rule: IntakeRule, **fields: Any) -> IntakeRule:
    """Change a rule for new feedback."""
    before = IntakeRule.objects.select_for_update().get(pk=rule.pk)
    _set(by, rule, fields)
    for name in _FIELDS:
        was, now = getattr(before, name), getattr(rule, name)
        if was != now:
            changed(name.replace("_", " ").capitalize(), _in_words(name, was), _in_words(name, now))
    rule.save()
    return rule


@command("council.manage")
def move_intake_rule(*, by: Person, rule: IntakeRule, up: bool) -> IntakeRule:
    """Move a rule for new feedback before the one above it, or after the one below."""
    rules = list(IntakeRule.objects.select_for_update().filter(council=by.council))
    place = next(n for n, each in enumerate(rules) if each.pk == rule.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rules):
        rules[place], rules[other] = rules[other], rules[place]
        changed("Place", place + 1, other + 1)
    for position, each in enumerate(rules, start=1):
        each.position = position
    IntakeRule.objects.bulk_update(rules, ["position"])
    return rules[other] if 0 <= other < len(rules) else rule


@command("council.manage")
def delete_intake_rule(*, by: Person, rule: IntakeRule) -> None:
    """Delete a rule for new feedback; what it gave its team stays there."""
    changed("Rule", f"{rule.name}: {conditions_in_words(rule)}", "")
    rule.delete()


def _set(by: Person, rule: IntakeRule, fields: dict[str, Any]) -> None:
    for name in _FIELDS:
        if name in fields:
            setattr(rule, name, fields[name])
    check_scope(by, rule.named_team, rule.organisation, rule.to_team, rule.owner)
    rule.name = " ".join(rule.name.split())
    if not rule.name:
        raise Refused("Enter a name for the rule.", field="name")
    if rule.source and rule.source not in SOURCES:
        raise Refused("Choose the type of feedback from the list.", field="source")
    if rule.speaker and rule.speaker not in Speaker.values:
        raise Refused("Choose who it is from from the list.", field="speaker")
    if rule.to_team is None and rule.owner is None:
        raise Refused("Choose the team or the owner that new feedback gets.", field="to_team")
    rule.words = ", ".join(part for each in rule.words.split(",") if (part := " ".join(each.split())))
    if rule.words and not phrases(rule.words):
        raise Refused("Enter words that feedback may have, with commas between.", field="words")
    if not (rule.source or rule.speaker or rule.named_team or rule.organisation or rule.words or rule.theme):
        raise Refused("Choose at least one thing that the feedback must be.", field="source")
    if rule.is_active and (problems := problems_of(rule)):
        raise Refused(problems[0], field="owner" if rule.owner and rule.owner.name in problems[0] else None)


def _in_words(name: str, value: Any) -> str:
    """Return a value as the audit log keeps it for good: of a person only whether there is one."""
    if name == "owner":
        return "somebody" if value is not None else "nobody"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")
