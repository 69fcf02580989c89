"""The demo's feedback as ordinary council texts, and the few that a safeguarding lead should see."""

from __future__ import annotations

from goldthread.demo import content


def ordinary_texts() -> list[str]:
    """Return the demo's voices, a text each, less those that a safeguarding lead should see."""
    return _texts(lead=False)


def ordinary_sentences() -> list[str]:
    """Return the sentences of the demo's other feedback, each once, less those that a safeguarding lead should see."""
    labelled = content.toml("possible_harm")["sentences"]
    entries = (entry for entry in content.lines("calendar") if "points" in entry)
    texts = {point["text"] for entry in entries for point in entry["points"]}
    return sorted(text for text in texts if not any(words in text.lower() for words in labelled))


def texts_for_the_lead() -> list[str]:
    """Return the demo's voices that a safeguarding lead should see, by the labels of possible_harm.toml."""
    return _texts(lead=True)


def _texts(*, lead: bool) -> list[str]:
    labelled = frozenset(content.toml("possible_harm")["voices"])
    return [
        " ".join(point["text"] for point in voice["points"])
        for voice in content.lines("voices")
        if (voice["id"] in labelled) == lead
    ]
