"""Words that are no answer: what people type where they have nothing to say, or nothing to fill in.

One list for every reader of cells and texts: an import leaves such words out, a date or a team that says so is none,
and nothing is grouped, suggested or learned from them. Not among them is what may be an answer to a question
("Nothing", "No") or a complaint of two words ("No reply", "No information").
"""

from __future__ import annotations

import unicodedata

from goldthread.cell_text import plain, word_list

# In small letters without stops, as `plain` makes them.
_LISTED = word_list("""
na|n a|nk|n k|n r|none|nil|null|nan|undefined|blank|tbc|tba|tbd|to be confirmed|to be advised
not applicable|none applicable|non applicable|does not apply|not relevant
not provided|none provided|not given|none given|not supplied|not known|unknown|not recorded|none recorded|not stated
none stated|not specified|none specified|not entered|not completed|not answered|not disclosed|not captured
no data|no text|no entry|no value|nothing entered|nothing recorded|nothing specified|did not answer
declined to answer|declined to comment|prefer not to say|prefer not to answer|rather not say
no comment|no comments|no comment made|no comments made|no comment given|no comments given|no comment provided
no comments provided|no comment left|no comments left|no comment at this time|no comments at this time
no further comment|no further comments|no other comment|no other comments|no additional comment
no additional comments|no more comments|no particular comments|no feedback|no feedback provided|no further feedback
no remarks|no opinion|without comment|i have no comment|i have no comments|i have no further comments
nothing to add|nothing further|nothing further to add|nothing more to add|nothing else to add|none to add
nothing to say|nothing more to say|nothing else to say|nothing to report|nothing to comment|nothing to comment on
nothing to declare|nothing to note|i have nothing to add|i have nothing to say
dim sylw|dim sylwadau|amherthnasol|ddim yn berthnasol
""")
# What is longer is not looked at: it has other words, or is no cell.
_LONGEST = 1_000


def is_no_answer(text: str) -> bool:
    """Return whether a text or cell says only that there is nothing to say: "N/A", "None", "No comment", "-", blank.

    Case, stops, spaces, brackets and repetition ("N/A, N/A") do not matter. A text with any other word, a number or a
    picture ("👍") is an answer, and so is "Nan", who is somebody's grandmother.
    """
    if len(text) > _LONGEST or text.strip() == "Nan":
        return False
    words = plain(text)
    if not words:
        return not any(unicodedata.category(character) == "So" for character in text)
    return words in _LISTED or _is_repetition(words.split())


def _is_repetition(words: list[str]) -> bool:
    """Return whether the words are one of the listed several times over."""
    for size in (1, 2):
        first = " ".join(words[:size])
        # Asked of every comment and cell: almost none begins with a listed part.
        if len(words) > size and first in _LISTED:
            return all(" ".join(words[at : at + size]) == first for at in range(size, len(words), size))
    return False
