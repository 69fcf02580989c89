"""Grades as people type them: one spelling for each, those that are none, and columns that hold no grades."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.analysis.charts.series import SeriesError
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.tables.cells import to_date, to_number
from goldthread.cell_text import plain
from goldthread.cell_words import is_not_graded

# A cell of a column: its line in the file and its text.
Cell = tuple[int, str]
# Fewer files than this say nothing of what a column holds.
_ENOUGH = 5
_LONGEST_GRADE = 60
_DASHES = frozenset("-−–—")
# A bare number of so many digits is a day or a case, and no grade.
_LONG_NUMBER = 5
_NO_RATER = re.compile(
    r"(?:.* )?(?:id|ids|ref|refs|reference|references|date|dates|day|month|year|quarter|comment|comments|note|notes|"
    r"reason|reasons|remarks|team|teams|service|service type|source|audit type|postcode|line|row|age)"
    r"|file(?: (?:no|number))?|case(?: (?:no|number))?|(?:date|month|comments?|notes?|reasons?) .*|(?:row |case )?(?:no|number)"
)


@dataclass(frozen=True)
class Grades:
    """Grades ready to compare.

    ratings: one list a file, one place a rater, None where not graded. categories: every grade, from the lowest where
    ranked. ranked: whether they have an order: one that was stated, or that of numbers. positions: how far grades are
    apart, one number each, where ranked. notes: what was taken for what, in sentences.
    """

    ratings: list[list[object]]
    categories: list[object]
    ranked: bool
    positions: list[float] | None
    notes: tuple[str, ...]


def read_grades(
    columns: Mapping[str, Sequence[Cell]], stated: Sequence[str] | None = None, *, ordered: bool = True
) -> Grades:
    """Return the grades in the raters' columns.

    columns: a rater's cells, one a file, by the column's name. stated: all possible grades from the lowest, or None.
    ordered: False where the grades have no order. Words are ranked by `stated` only: nothing else says which is the
    better. Spelling in capitals, hyphens, spaces, stops and 3 for 3.0 do not matter. Raises FiguresError, with line
    and column, for a grade that is not stated, two that are nearly the same, and a column that is no rater's.
    """
    known = {_key(grade): grade for grade in stated or ()}
    if stated and len(known) < len(stated):
        twice = next(g for i, g in enumerate(stated) if _key(g) in {_key(other) for other in stated[:i]})
        raise FiguresError(f"The grades name {twice!r} twice. Name each once.")
    # What is sure in itself comes first; then what only stands out beside the other columns.
    for others in (False, True):
        for name, cells in columns.items():
            _check_rater(name, cells, {n: c for n, c in columns.items() if others and n != name}, known)
    spelt: dict[str, Counter[str]] = {}
    places: dict[str, tuple[int, str]] = {}
    without: Counter[str] = Counter()
    blank: dict[str, tuple[int, str]] = {}
    keys: dict[str, list[str | None]] = {}
    for name, cells in columns.items():
        keys[name] = []
        for line, text in cells:
            key = _key(text)
            if key not in known and is_not_graded(text):
                keys[name].append(None)
                if text.strip():
                    without[text.strip()] += 1
                    blank.setdefault(text.strip(), (line, name))
                continue
            if stated and key not in known:
                raise FiguresError(
                    f"Line {line}, column {name!r}: {text.strip()!r} is not one of the grades "
                    f"({', '.join(stated)}).{_nearest(text, stated)}"
                )
            keys[name].append(key)
            spelt.setdefault(key, Counter())[" ".join(text.split())] += 1
            places.setdefault(key, (line, name))
    if not spelt:
        raise FiguresError("No file is graded: every cell is blank or says so.")
    dash = next((text for text in blank if text in _DASHES), None)
    if dash and not stated and any(key.startswith("+") for key in spelt):
        line, name = blank[dash]
        raise FiguresError(
            f"Line {line}, column {name!r}: beside '+', {dash!r} may be a grade or mean that the file is not graded. "
            "Name the grades from the lowest with --grades, with the dash if it is one."
        )
    notes = _not_graded(without)
    if stated:
        order, positions = list(known), [float(i) for i in range(len(known))]
    else:
        order, positions, order_notes = _own_order(spelt, places, ordered)
        notes += order_notes
    names: dict[str, object] = {key: known.get(key) or _written(key, spelt[key]) for key in order}
    ranked = ordered and bool(positions)
    return Grades(
        ratings=[
            [None if key is None else names[key] for key in row] for row in zip(*keys.values(), strict=True)
        ],
        categories=[names[key] for key in order],
        ranked=ranked,
        positions=positions if ranked else None,
        notes=notes,
    )


def _own_order(
    spelt: Mapping[str, Counter[str]], places: Mapping[str, Cell], ordered: bool
) -> tuple[list[str], list[float], tuple[str, ...]]:
    """Return the grades given, their positions where all are numbers, and what to say of an order not stated."""
    numbers = {key: number for key in spelt if (number := _number(key)) is not None}
    if len(numbers) == len(spelt):
        order = sorted(numbers, key=numbers.__getitem__)
        positions = [numbers[key] for key in order]
        return order, positions, _unused(positions) if ordered else ()
    order = sorted(spelt)
    _check_spelling(order, spelt, places)
    note = (
        "The grades are words, whose order is not known, so nothing is said of how near they are. Give them from the "
        "lowest with --grades."
    )
    return order, [], (note,) if ordered and len(order) > 2 else ()


def _written(key: str, spellings: Counter[str]) -> str:
    """Return a grade as it is shown: a number without needless noughts, else as most cells have it."""
    number = _number(key)
    return spellings.most_common(1)[0][0] if number is None else f"{number:g}"


def _key(text: str) -> str:
    """Return a grade as it is compared: 3 and 3.0 alike, words without capitals, hyphens, stops and double spaces."""
    try:
        number = to_number(text)
    except SeriesError:
        number = None
    if number is not None:
        return f"{number:g}"
    # A grade of signs only ("+", "++") is kept as it stands.
    return plain(text) or " ".join(text.split())


def _number(key: str) -> float | None:
    try:
        value = float(key)
    except ValueError:
        return None
    # Figures too long for a number are a name like any other.
    return value if math.isfinite(value) else None


def _nearest(text: str, stated: Sequence[str]) -> str:
    near = difflib.get_close_matches(plain(text), [plain(grade) for grade in stated], n=1, cutoff=0.75)
    if not near:
        return " Correct the cell, or name the grade too."
    grade = next(grade for grade in stated if plain(grade) == near[0])
    return f" If it is {grade!r}, correct the cell."


def _not_graded(without: Counter[str]) -> tuple[str, ...]:
    if not without:
        return ()
    total = sum(without.values())
    words = ", ".join(repr(text) for text in sorted(without))
    return (f"{total} {'cell says' if total == 1 else 'cells say'} that the file is not graded ({words}).",)


def _unused(positions: Sequence[float]) -> tuple[str, ...]:
    """Say which whole grades between the lowest and the highest nobody gave."""
    if any(p != int(p) for p in positions) or positions[-1] - positions[0] > 12:
        return ()
    unused = [n for n in range(int(positions[0]), int(positions[-1])) if n not in positions]
    if not unused:
        return ()
    return (
        f"Nobody gave {', '.join(map(str, unused))}; if that is a grade, name all of them with --grades.",
    )


def _check_spelling(
    order: Sequence[str], spelt: Mapping[str, Counter[str]], places: Mapping[str, Cell]
) -> None:
    """Refuse two grades that differ by a slip of the keyboard; counted apart they would be disagreement."""
    for i, one in enumerate(order):
        for other in order[i + 1 :]:
            if _nearly(one, other):
                rare, usual = sorted((one, other), key=lambda key: spelt[key].total())
                line, column = places[rare]
                raise FiguresError(
                    f"Line {line}, column {column!r}: {spelt[rare].most_common(1)[0][0]!r} is nearly "
                    f"{spelt[usual].most_common(1)[0][0]!r}. Correct it, or name both with --grades if they are two."
                )


def _nearly(one: str, other: str) -> bool:
    """Return whether two words differ by one letter wrong, missing, too many, or two that changed places."""
    if min(len(one), len(other)) < 6 or one.endswith(other) or other.endswith(one):
        return False
    apart = [(a, b) for a, b in zip(one.split(), other.split(), strict=False) if a != b]
    # "Grade A" and "Grade B", "Level 1" and "Level 2" differ where they are meant to.
    if len(one.split()) == len(other.split()) and any(min(len(a), len(b)) < 4 for a, b in apart):
        return False
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    if short == long:
        return True
    if len(short) == len(long):
        wrong = [i for i, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and short[wrong[0]] == long[wrong[1]]
        return len(wrong) == 1 or (swapped and short[wrong[1]] == long[wrong[0]])
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _check_rater(
    name: str, cells: Sequence[Cell], others: Mapping[str, Sequence[Cell]], known: Mapping[str, str]
) -> None:
    """Refuse a column of dates, numbers of cases, teams or comments; FiguresError says what it holds and where."""
    given = [(line, text.strip()) for line, text in cells if not is_not_graded(text)]
    graded = [(line, text) for line, text in given if _key(text) not in known] if known else given
    if not graded:
        return
    texts = [text for _, text in graded]
    line, first = graded[0]
    holds = _what_it_holds(name, texts, others)
    if known and others and holds is None and len(graded) == len(given) and len(given) >= _ENOUGH:
        holds = "what is none of the grades"
    if holds:
        raise FiguresError(
            f"Line {line}, column {name!r}: {first[:_LONGEST_GRADE]!r}. The column holds {holds} and is no rater's. "
            "Name the columns of the raters with --raters."
        )


def _what_it_holds(name: str, texts: Sequence[str], others: Mapping[str, Sequence[Cell]]) -> str | None:
    """Return what a column holds in place of grades, or None where they may be grades."""
    if all(map(_is_date, texts)):
        return "dates"
    if max(map(len, texts)) > _LONGEST_GRADE:
        return "comments"
    keys = [_key(text) for text in texts]
    elsewhere = [_key(text) for cells in others.values() for _, text in cells if not is_not_graded(text)]
    shared = len(set(keys) & set(elsewhere))
    repeated = len(set(elsewhere)) < len(elsewhere) / max(len(others), 1) * 0.8
    if all(len(key) >= _LONG_NUMBER and key.lstrip("-").isdecimal() for key in keys):
        return "numbers of cases or days"
    if len(keys) < _ENOUGH or not elsewhere:
        return None
    if len(set(keys)) == len(keys) and repeated and (len(keys) > 10 or not shared):
        return "another entry for each file"
    if shared:
        return None
    if _NO_RATER.fullmatch(plain(name)):
        return "what no other column has"
    own, theirs = ([float(key) for key in each if _number(key) is not None] for each in (keys, elsewhere))
    if not own or not theirs:
        return "none of the other raters' grades"
    far = min(own) > 2 * max(theirs) + 2 or max(own) < min(theirs) / 2 - 2
    return "numbers far from the other raters' grades" if far else None


def _is_date(text: str) -> bool:
    """Return whether a cell is a day or a month, and no plain number."""
    try:
        to_number(text)
    except SeriesError:
        pass
    else:
        return False
    try:
        to_date(text)
    except SeriesError:
        return False
    return True
