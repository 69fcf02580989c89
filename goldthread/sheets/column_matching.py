"""Column matching: which column of a spreadsheet holds which field, by name and near-spelling."""

import re
from collections.abc import Mapping, Sequence

# Words that people put in or leave out of a heading without meaning anything by it.
_FILLERS = {"a", "an", "the", "of", "for", "in", "was", "is", "to"}
# How councils shorten the words of a heading. A heading written out is preferred to a shortened one.
_SHORT = {
    "recd": "received", "rcd": "received", "rcvd": "received", "recvd": "received", "dt": "date", "no": "number",
    "num": "number", "desc": "description", "dept": "department", "cust": "customer", "compl": "complaint",
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def match_columns(columns: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    """For each field its likeliest column, or None. `fields` gives each field's name and other spellings.

    Word order, capitals, punctuation and small slips (“Date recieved”) do not matter, but every word must
    have its partner: “Date closed” is never taken for “Date”, nor “Date resolved” for “Date received”. Words that
    are often shortened (“Date recd”) are read in full.
    No column is given to two fields; the closest pair is settled first. It is a suggestion for a person to
    confirm, so a doubtful column is left out.
    """
    headings = [(column, *_written_out(_words(column))) for column in columns]
    pairs = []
    for field_index, (field, spellings) in enumerate(fields.items()):
        known = [_written_out(_words(spelling))[0] for spelling in (field, *spellings)]
        for column_index, (column, heading, short) in enumerate(headings):
            ways = [
                (slips + short, turn)
                for turn, words in enumerate(known)
                if (slips := _slips(heading, words)) >= 0
            ]
            if ways:
                pairs.append((*min(ways), field_index, column_index, field, column))
    matched: dict[str, str | None] = dict.fromkeys(fields)
    taken: set[int] = set()
    for _slip, _turn, _index, column_index, field, column in sorted(pairs):
        if matched[field] is None and column_index not in taken:
            matched[field] = column
            taken.add(column_index)
    return matched


def _words(heading: str) -> tuple[str, ...]:
    plain = _CAMEL.sub(" ", heading).casefold().replace("'", "").replace("’", "")
    words = re.findall(r"[^\W_]+", plain)
    return tuple(sorted(word for word in words if word not in _FILLERS) or words)


def _written_out(words: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the words without shortened ones, and how many were."""
    return tuple(sorted(_SHORT.get(word, word) for word in words)), sum(word in _SHORT for word in words)


def _slips(heading: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """Return how many letters differ in all; -1 where the two are not the same heading."""
    # Only here: theme lists are read where there is no web product, and nothing is matched.
    from rapidfuzz.distance import OSA

    if not heading or not wanted:
        return -1
    if heading == wanted:
        return 0
    if "".join(heading) == "".join(wanted):
        return 1  # “e mail” and “email”
    if len(heading) != len(wanted):
        return -1
    total = 0
    for one, other in zip(heading, wanted, strict=True):
        # A short word with a letter changed is another word (“team”, “term”); digits never slip.
        allowed = 0 if one.isdigit() or other.isdigit() else min(len(one), len(other)) // 5
        slips = OSA.distance(one, other, score_cutoff=allowed)
        if slips > allowed:
            return -1
        total += slips
    return total
