"""Fields that records of one kind have and those of other kinds of the same type have not; `extra` of the record keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExtraField:
    """A field of one kind; it is not for anyone's name.

    choices: what can be chosen, where nothing is typed: (slug, words).
    """

    slug: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def in_words(self, value: str) -> str:
        """Return a value as pages show it."""
        return dict(self.choices).get(value, value)
