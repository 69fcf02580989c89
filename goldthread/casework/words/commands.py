"""The command that sets a council's own words for findings."""

from __future__ import annotations

from goldthread.casework.choices import Found
from goldthread.casework.words.models import FindingWord, words_of
from goldthread.council.command import Refused, changed, command
from goldthread.council.models import Person


@command("casework.procedures")
def set_finding_words(*, by: Person, **words: str) -> list[FindingWord]:
    """Set words for findings: those that new findings are recorded with."""
    chosen = {found: " ".join(words[found].split()) for found in Found}
    if len({word.lower() for word in chosen.values()}) < len(chosen):
        raise Refused("Two findings have the same word. Choose another for one of them.")
    before = words_of(by.council_id)
    saved = []
    for found, word in chosen.items():
        changed(f"Word for {found.label}", before[found], word)
        row, _ = FindingWord.objects.update_or_create(
            council_id=by.council_id, found=found, defaults={"word": word}
        )
        saved.append(row)
    return saved
