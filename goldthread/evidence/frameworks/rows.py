"""A framework as rows of a spreadsheet, each a part of it with its source; checked, every error naming its row.

The rows are what a council loads, what is kept, and what is downloaded of any version, so that the next one is made by
changing a copy of the last.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from goldthread.date_reading import parse_date
from goldthread.standards.entries import NOT_KNOWN
from goldthread.standards.framework import (
    HOLDS,
    Band,
    Category,
    Characteristic,
    Framework,
    Limiter,
    Named,
    Score,
    Statement,
)

Row = Mapping[str, Any]

COLUMNS: dict[str, str] = {
    "part": "Part",
    "slug": "Short name",
    "number": "Number",
    "name": "Name",
    "of": "Belongs to",
    "text": "Text",
    "also": "Also called",
    "lowest": "From",
    "highest": "To",
    "applies": "Applies",
    "source": "Source",
    "holds_from": "Holds from",
    "confirmed": "Confirmed",
    "note": "Note",
}
PARTS = {
    "framework": "Framework",
    "theme": "Theme",
    "statement": "Statement",
    "we": "We statement",
    "i": "I statement",
    "score": "Score",
    "band": "Rating",
    "category": "Evidence category",
    "characteristic": "Rating characteristic",
    "priority": "Priority",
    "limiter": "Rating limiter",
}
MOST_ROWS, MOST_LETTERS, MOST_OF_A_NAME, MOST_OF_A_CATEGORY = 1000, 4000, 200, 40
_SLUG = re.compile(r"[^a-z0-9]+")


class NotAFramework(Exception):
    """A file that is no framework: each thing that is wrong in a sentence, with its row."""

    def __init__(self, wrong: Sequence[str]) -> None:
        super().__init__(" ".join(wrong))
        self.wrong = list(wrong)


def plain(text: str) -> str:
    """Return a name as a short name: letters, digits and hyphens."""
    return _SLUG.sub("-", text.casefold().replace("'", "").replace("’", "")).strip("-")[:60].strip("-")


def to_rows(book: Framework) -> list[dict[str, Any]]:
    """Return a framework as rows, in the order in which they are read on its page."""

    def row(part: str, entry: Any, **fields: Any) -> dict[str, Any]:
        begun = entry.holds_from.isoformat() if entry.holds_from else NOT_KNOWN
        named = {"part": part, "slug": entry.slug, "name": getattr(entry, "name", "")}
        source = {
            "source": entry.source,
            "holds_from": begun,
            "confirmed": "yes" if entry.confirmed else "no",
        }
        return {**dict.fromkeys(COLUMNS, ""), **named, **source, "note": entry.note, **fields}

    rows = [row("framework", book, text=book.body)]
    rows += [row("theme", theme) for theme in book.themes]
    for each in book.statements:
        also = {"also": "; ".join(each.aliases), "applies": "; ".join(each.categories)}
        rows.append(row("statement", each, number=str(each.number), of=each.theme, **also))
        part = {"name": "", "of": each.slug}
        if each.commitment:
            rows.append(row("we", each, **part, slug="", note="", text=each.commitment))
        rows += [row("i", each, **part, slug="", note="", text=text) for text in each.expects]
    rows += [row("score", each, number=str(each.score), name=each.label) for each in book.scores]
    rows += [row("band", each, lowest=str(each.lowest), highest=str(each.highest)) for each in book.bands]
    rows += [
        row("category", each, applies="yes" if each.used_for_councils else "no", text=each.holds)
        for each in book.categories
    ]
    rows += [
        row("characteristic", each, of=each.statement, number=str(each.score), text=each.text)
        for each in book.characteristics
    ]
    rows += [row("priority", each) for each in book.priorities]
    return rows + [row("limiter", each, applies="no") for each in book.limiters]


def framework_of(rows: Iterable[Row], *, slug: str = "") -> Framework:
    """Return the framework that rows hold; raises NotAFramework with everything that is wrong.

    rows: each with its `row`, the number it has in the file. slug: the version's own, instead of the file's.
    """
    return _Reading(rows).framework(slug)


class _Reading:
    """The rows of one file, and what is wrong with them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.wrong: list[str] = []
        self.by_part: dict[str, list[Row]] = {part: [] for part in PARTS}
        words = {plain(word): part for part, name in PARTS.items() for word in (part, name)}
        for row in rows:
            part = words.get(plain(str(row.get("part", ""))))
            if part is None:
                known = ", ".join(PARTS.values())
                self.say(row, f"“{row.get('part') or ''}” is no part of a framework. Parts: {known}")
            else:
                self.by_part[part].append(row)
            for name, value in row.items():
                if name != "row" and len(str(value)) > MOST_LETTERS:
                    self.say(row, f"{COLUMNS[name]} is longer than {MOST_LETTERS:,} letters")

    def say(self, row: Row | None, what: str) -> None:
        """Note something that is wrong, with its row."""
        self.wrong.append(f"Row {row['row']}: {what}." if row else f"{what}.")

    def framework(self, slug: str) -> Framework:
        themes = self._named("theme")
        theme_of = self._finder(self.by_part["theme"], "theme")
        categories = self._categories()
        scores = self._scores()
        statements = self._statements(theme_of, {each.slug for each in categories})
        bands = self._bands(scores)
        known = {each.slug for each in statements}
        characteristics = self._characteristics(known, {each.score for each in scores})
        limiters = self._limiters()
        head = self.by_part["framework"]
        if len(head) != 1:
            self.say(None, f"The file needs one row whose part is Framework, and has {len(head)}")
        for part, least in (("theme", 1), ("statement", 1), ("category", 1)):
            if len(self.by_part[part]) < least:
                self.say(None, f"The file has no row whose part is {PARTS[part]}")
        priorities = self._named("priority")
        about = self._entry(head[0]) if head else {}
        if self.wrong:
            raise NotAFramework(self.wrong)
        return Framework(
            **{**about, "slug": slug or about["slug"]},
            name=_text(head[0], "name"),
            body=_text(head[0], "text"),
            current=False,
            scores_categories=False,
            themes=themes,
            statements=statements,
            scores=scores,
            bands=bands,
            categories=categories,
            priorities=priorities,
            limiters=limiters,
            characteristics=characteristics,
        )

    def _entry(self, row: Row, *, named: bool = True) -> dict[str, Any]:
        """Return what every part has: short name, source, date and whether it is confirmed."""
        name = _text(row, "name")
        if named and not name:
            self.say(row, "has no name")
        if len(name) > MOST_OF_A_NAME:
            self.say(row, f"Name is longer than {MOST_OF_A_NAME} letters")
        if not _text(row, "source"):
            self.say(row, "names no source")
        confirmed = {"yes": True, "no": False}.get(_text(row, "confirmed").casefold())
        if confirmed is None:
            self.say(row, "Confirmed must be yes or no")
        written, day = row.get("holds_from") or "", None
        if plain(str(written)) not in ("", plain(NOT_KNOWN)):
            try:
                day = parse_date(written if isinstance(written, datetime.date) else str(written))
            except ValueError as error:
                self.say(row, f"Holds from: {str(error).rstrip('.')}")
        return {
            "slug": plain(_text(row, "slug") or name) or f"row-{row['row']}",
            "source": _text(row, "source"),
            "holds_from": day,
            "confirmed": bool(confirmed),
            "note": _text(row, "note"),
        }

    def _one_each(self, rows: Sequence[Row], entries: Sequence[Any]) -> None:
        counted = Counter(each.slug for each in entries)
        for row, each in zip(rows, entries, strict=True):
            if counted[each.slug] > 1:
                self.say(row, f"“{each.slug}” is the short name of another row too")

    def _named(self, part: str) -> tuple[Named, ...]:
        rows = self.by_part[part]
        entries = tuple(Named(name=_text(row, "name"), **self._entry(row)) for row in rows)
        self._one_each(rows, entries)
        return entries

    def _finder(self, rows: Sequence[Row], what: str) -> Any:
        known = {
            plain(name): plain(_text(row, "slug") or _text(row, "name"))
            for row in rows
            for name in (_text(row, "slug"), _text(row, "name"), _text(row, "number"))
            if name
        }

        def find(row: Row) -> str:
            wanted = _text(row, "of")
            found = known.get(plain(wanted), "")
            if not found:
                names = ", ".join(_text(each, "name") for each in rows)
                self.say(
                    row, f"Belongs to “{wanted}”, which is no {what} of the file. It has: {names or 'none'}"
                )
            return found

        return find

    def _whole(self, row: Row, column: str, least: int, most: int) -> int:
        value = row.get(column)
        text = _text(row, column).removesuffix(".0").removesuffix("%").strip()
        if not text.isascii() or not text.isdigit() or len(text) > 6 or not least <= int(text) <= most:
            self.say(
                row, f"{COLUMNS[column]} must be a whole number from {least} to {most}, not “{value or ''}”"
            )
            return least
        return int(text)

    def _statements(self, theme_of: Any, categories: set[str]) -> tuple[Statement, ...]:
        rows = self.by_part["statement"]
        find = self._finder(rows, "statement")
        texts: dict[str, dict[str, list[str]]] = {"we": {}, "i": {}}
        for part, of in texts.items():
            for row in self.by_part[part]:
                if not _text(row, "text"):
                    self.say(row, f"A row whose part is {PARTS[part]} needs its words under Text")
                of.setdefault(find(row), []).append(_text(row, "text"))
        found = []
        for row in rows:
            entry = self._entry(row)
            applies = tuple(plain(each) for each in _listed(row, "applies"))
            for each in applies:
                if each.replace("-", "_") not in categories and each not in categories:
                    self.say(row, f"Applies “{each}”, which is no evidence category of the file")
            found.append(
                Statement(
                    name=_text(row, "name"),
                    number=self._whole(row, "number", 1, 99),
                    theme=theme_of(row),
                    aliases=_listed(row, "also"),
                    commitment=" ".join(texts["we"].get(entry["slug"], [])),
                    expects=tuple(texts["i"].get(entry["slug"], [])),
                    categories=tuple(e if e in categories else e.replace("-", "_") for e in applies),
                    **entry,
                )
            )
        self._one_each(rows, found)
        numbers = Counter(each.number for each in found)
        for row, each in zip(rows, found, strict=True):
            if numbers[each.number] > 1:
                self.say(row, f"Number {each.number} is that of another statement too")
        return tuple(sorted(found, key=lambda each: each.number))

    def _scores(self) -> tuple[Score, ...]:
        rows = self.by_part["score"]
        found = [
            Score(score=self._whole(row, "number", 1, 9), label=_text(row, "name"), **self._entry(row))
            for row in rows
        ]
        self._one_each(rows, found)
        found.sort(key=lambda each: each.score)
        if [each.score for each in found] != list(range(1, len(found) + 1)) or len(found) < 2:
            self.say(None, "The scores must be 1, 2 and so on, each once, in rows whose part is Score")
        return tuple(found)

    def _bands(self, scores: Sequence[Score]) -> tuple[Band, ...]:
        rows = self.by_part["band"]
        found = []
        for row in rows:
            ends = (self._whole(row, "lowest", 0, 100), self._whole(row, "highest", 0, 100))
            if ends[0] > ends[1]:
                self.say(row, "From is higher than To")
            found.append(Band(name=_text(row, "name"), lowest=ends[0], highest=ends[1], **self._entry(row)))
        self._one_each(rows, found)
        in_order = sorted(zip(rows, found, strict=True), key=lambda pair: pair[1].lowest)
        for (_, below), (row, above) in itertools.pairwise(in_order):
            if below.highest + 1 != above.lowest:
                self.say(
                    row,
                    f"{above.name} begins at {above.lowest}, and {below.name} ends at {below.highest}: "
                    "every whole per cent belongs to one rating",
                )
        if not found:
            self.say(None, "The file has no row whose part is Rating")
        elif scores:
            # Of the most that can be scored, the least: every statement at the lowest score.
            least = (200 + len(scores)) // (2 * len(scores))
            if in_order[0][1].lowest > least or in_order[-1][1].highest != 100:
                self.say(in_order[0][0], f"The ratings must cover every whole per cent from {least} to 100")
        return tuple(band for _, band in in_order)

    def _categories(self) -> tuple[Category, ...]:
        rows, found = self.by_part["category"], []
        for row in rows:
            applies = {"yes": True, "no": False}.get(_text(row, "applies").casefold())
            if applies is None:
                self.say(row, "Applies must be yes or no")
            holds = _text(row, "text").casefold()
            if holds and holds not in HOLDS:
                self.say(row, f"Text must say what the category holds: {', '.join(HOLDS)}, or nothing")
            entry = self._entry(row)
            # Short names of the categories that are shipped have an underscore, and claims keep them.
            own = _text(row, "slug")
            if re.fullmatch(r"[a-z0-9_]{1,40}", own):
                entry["slug"] = own
            elif len(entry["slug"]) > MOST_OF_A_CATEGORY:
                self.say(row, f"needs a short name of {MOST_OF_A_CATEGORY} letters or fewer: claims keep it")
            found.append(
                Category(name=_text(row, "name"), used_for_councils=bool(applies), holds=holds, **entry)
            )
        self._one_each(rows, found)
        if found and not any(each.used_for_councils for each in found):
            self.say(None, "No evidence category applies")
        return tuple(found)

    def _characteristics(self, statements: set[str], scores: set[int]) -> tuple[Characteristic, ...]:
        find, found = self._finder(self.by_part["statement"], "statement"), []
        for row in self.by_part["characteristic"]:
            entry, score = self._entry(row, named=False), self._whole(row, "number", 1, 9)
            if scores and score not in scores:
                self.say(row, f"Number {score} is no score of the file")
            if not _text(row, "text"):
                self.say(row, "A rating characteristic needs its words under Text")
            if not _text(row, "slug"):
                entry["slug"] = f"row-{row['row']}"
            found.append(Characteristic(statement=find(row), score=score, text=_text(row, "text"), **entry))
        return tuple(found)

    def _limiters(self) -> tuple[Limiter, ...]:
        rows = self.by_part["limiter"]
        found = tuple(Limiter(name=_text(row, "name"), on=False, **self._entry(row)) for row in rows)
        for row in rows:
            if _text(row, "applies").casefold() not in ("", "no"):
                self.say(row, "A limiter is kept and never applied: Applies must be no")
        self._one_each(rows, found)
        return found


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return "" if value is None else " ".join(str(value).split())


def _listed(row: Row, column: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(row, column).split(";") if part.strip())
