"""What in a briefing looks like a name, shown to whoever is about to send it: contacts for readers among them."""

from __future__ import annotations

import re

from goldthread.briefings.models import BLOCKS, Briefing
from goldthread.council.models import Team
from goldthread.council.records import people_named, privacy

# Two words with a capital within a sentence; names of teams and of the field's own things look so too.
_TWO = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{1,20}(?: [A-Z][a-z]{1,20}){1,2}\b")
_PLACEHOLDER = re.compile(r"\[[^\]\n]{1,60}\]")
_OURS = frozenset(
    {"Adult Social", "Care Act", "Mental Capacity", "Social Care", "Care Quality", "Local Government"}
)


def names_in(briefing: Briefing) -> list[tuple[str, str]]:
    """Return what looks like a name in a briefing's text, each with what it is, in the order of the text.

    Raises privacy.CouldNotLook where personal data could not be looked for.
    """
    text = "\n".join(
        part
        for part in (
            briefing.title,
            *(briefing.blocks.get(slug, "") for slug, _ in BLOCKS),
            briefing.easy_read,
            *briefing.questions.values(),
        )
        if part
    )
    contacts = {each.text for each in people_named.contacts_of(briefing)}
    names: dict[str, str] = {}
    for each in privacy.hide(text).detections:
        words = text[each.start : each.end]
        names[words] = "a contact for readers" if words in contacts else "looks like personal data"
    teams = set(
        Team.objects.filter(council=briefing.council_id).order_by("pk").values_list("name", flat=True)
    )
    for match in _TWO.finditer(text):
        words = match[0]
        if words not in teams and " ".join(words.split()[:2]) not in _OURS:
            names.setdefault(words, "looks like a name")
    for match in _PLACEHOLDER.finditer(text):
        names.setdefault(match[0], "stands for something hidden: say it in other words")
    return list(names.items())
