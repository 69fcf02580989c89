"""What was done, said of a command whose docstring says what it does: "Add a team" is read as "Added a team"."""

from __future__ import annotations

import re

_PAST = {
    "accept": "accepted", "acknowledge": "acknowledged", "add": "added", "agree": "agreed", "answer": "answered", "approve": "approved", "archive": "archived", "ask": "asked", "assign": "assigned", "authorise": "authorised", "cancel": "cancelled",
    "change": "changed", "check": "checked", "choose": "chose", "close": "closed", "code": "coded", "complete": "completed", "confirm": "confirmed", "correct": "corrected",
    "count": "counted", "create": "created", "deactivate": "deactivated", "decline": "declined", "delete": "deleted", "demand": "demanded", "dismiss": "dismissed",
    "draft": "drafted", "draw": "drew", "end": "ended", "export": "exported", "extend": "extended", "fill": "filled", "finish": "finished", "forget": "forgot", "group": "grouped",
    "give": "gave", "hand": "handed", "hide": "hid", "import": "imported", "join": "joined", "keep": "kept", "leave": "left", "link": "linked", "load": "loaded", "make": "made", "mark": "marked", "match": "matched",
    "merge": "merged", "move": "moved", "name": "named", "open": "opened", "override": "overrode", "pause": "paused", "plan": "planned", "propose": "proposed", "publish": "published", "put": "put",
    "reactivate": "reactivated", "reassess": "reassessed", "recalculate": "recalculated", "record": "recorded",
    "redact": "redacted", "refer": "referred", "refuse": "refused", "remove": "removed", "rename": "renamed", "reopen": "reopened", "replace": "replaced", "restore": "restored",
    "resolve": "resolved", "resume": "resumed", "return": "returned", "review": "reviewed",
    "save": "saved", "search": "searched", "say": "said", "send": "sent", "set": "set", "sign": "signed", "skip": "skipped", "split": "split",
    "start": "started", "stop": "stopped", "take": "took", "tell": "told", "treat": "treated", "try": "tried", "turn": "turned", "undo": "undid", "upload": "uploaded",
    "use": "used", "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip
# A second thing that a command does: "Finish an import and delete its file".
_SECOND = re.compile(rf"(\b(?:and|or)) ({'|'.join(_PAST)})(?= (?:an?|its|it|one|every|the)\b)")


def in_past(words: str) -> str:
    """Return the words with their verbs in the past; words that begin with no verb of a command stay as they are."""
    first, space, rest = words.partition(" ")
    past = _PAST.get(first.lower())
    if past is None:
        return words
    rest = _SECOND.sub(lambda found: f"{found[1]} {_PAST[found[2]]}", rest)
    return past.capitalize() + space + rest
