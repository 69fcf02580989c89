"""CQC assessment framework: its themes, quality statements, scores and ratings, in each dated version.

The framework is data (``data/cqc_framework.toml``), because it changes; nothing here knows a statement's name.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from goldthread.standards.entries import Entry, StandardsError, Table, one_each, table

# The frameworks there are, oldest first.
FILES = ("cqc_framework",)
# What evidence of a category is: somebody's word, or what is written down of how things are done.
HOLDS = ("people", "staff", "partners", "processes")


@dataclass(frozen=True, kw_only=True)
class Named(Entry):
    """A rule that is no more than its name: a theme, a priority."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Statement(Named):
    """A quality statement; commitment is its "we" statement where that is known, else empty.

    expects: its "I" statements, what people expect; expects_note: what is known of them, where none is held. categories:
    the kinds of evidence that apply to it, where that is known; () for all that are used for councils.
    """

    number: int
    theme: str
    aliases: tuple[str, ...] = ()
    commitment: str = ""
    expects: tuple[str, ...] = ()
    expects_note: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Score(Entry):
    """Meaning of a statement's score, 1 to 4."""

    score: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Band(Named):
    """A rating and the whole per cents that earn it, both ends included."""

    lowest: int
    highest: int


@dataclass(frozen=True, kw_only=True)
class Category(Named):
    """A kind of evidence; holds: whose word it is, or what else (`HOLDS`), "" for none that is kept here."""

    used_for_councils: bool
    holds: str = ""


@dataclass(frozen=True, kw_only=True)
class Characteristic(Entry):
    """What a statement looks like at a score, where the framework describes that."""

    statement: str
    score: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Limiter(Named):
    """A rule that would hold a rating down; never applied while it is off."""

    on: bool


@dataclass(frozen=True)
class Rating:
    """An overall rating: its band, the whole per cent it comes from, and the sum out of the most possible."""

    band: Band
    percent: int
    total: int
    most: int

    @property
    def name(self) -> str:
        """Return the rating in words, e.g. "Requires improvement"."""
        return self.band.name


@dataclass(frozen=True, kw_only=True)
class Framework(Named):
    """One dated version of the framework."""

    body: str
    current: bool
    scores_categories: bool
    themes: tuple[Named, ...]
    statements: tuple[Statement, ...]
    scores: tuple[Score, ...]
    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    priorities: tuple[Named, ...]
    limiters: tuple[Limiter, ...]
    characteristics: tuple[Characteristic, ...] = ()

    def statement(self, called: str) -> Statement:
        """Return a statement by slug, name, number ("9", "QS9") or alias; raises KeyError where there is none."""
        wanted = _plain(called)
        for statement in self.statements:
            number = str(statement.number)
            names = (statement.slug, statement.name, number, f"QS{number}", *statement.aliases)
            if wanted in map(_plain, names):
                return statement
        raise KeyError(called)

    def theme_of(self, statement: Statement) -> Named:
        """Return the theme that a statement belongs to."""
        return next(theme for theme in self.themes if theme.slug == statement.theme)

    def label(self, score: int) -> str:
        """Return what a statement's score means; raises KeyError for a score that does not exist."""
        for each in self.scores:
            if each.score == score:
                return each.label
        raise KeyError(score)

    def categories_used(self) -> tuple[Category, ...]:
        """Return the kinds of evidence that CQC uses for councils."""
        return tuple(category for category in self.categories if category.used_for_councils)

    def categories_of(self, statement: Statement) -> tuple[Category, ...]:
        """Return the kinds of evidence that apply to a statement."""
        used = self.categories_used()
        return (
            tuple(each for each in used if each.slug in statement.categories)
            if statement.categories
            else used
        )

    def characteristics_of(self, statement: Statement) -> tuple[Characteristic, ...]:
        """Return what a statement looks like at each score, the lowest first; () where the framework does not say."""
        of = (each for each in self.characteristics if each.statement == statement.slug)
        return tuple(sorted(of, key=lambda each: each.score))

    def rating(self, sum_of_scores: int, statements: int | None = None) -> Rating:
        """Return the overall rating for the sum of the statements' scores, all weighted alike.

        statements: how many were scored (all of them unless told). In whole numbers throughout: the per
        cent is rounded half up before it is looked up, or 14 of 36 (38.9%) would fall between two bands.
        Raises ValueError for a sum that this many statements cannot have.
        """
        count = len(self.statements) if statements is None else statements
        least, most = (end * count for end in (self.scores[0].score, self.scores[-1].score))
        if count < 1 or not least <= sum_of_scores <= most:
            raise ValueError(f"{count} statements cannot sum to {sum_of_scores}.")
        percent = (200 * sum_of_scores + most) // (2 * most)
        band = next(band for band in self.bands if band.lowest <= percent <= band.highest)
        return Rating(band, percent, sum_of_scores, most)


def versions() -> tuple[Framework, ...]:
    """Return every version there is, oldest first."""
    return tuple(version for name in FILES for version in _versions(name))


def current() -> Framework:
    """Return the version that holds now."""
    return next(version for version in versions() if version.current)


def version(slug: str) -> Framework:
    """Return one version; raises KeyError where there is none of that slug."""
    for each in versions():
        if each.slug == slug:
            return each
    raise KeyError(slug)


def _plain(name: str) -> str:
    """Return a name as it is compared: letters and digits only, so that commas and hyphens do not matter."""
    return re.sub(r"[^a-z0-9]+", " ", name.casefold().replace("&", " and ").replace("'", "")).strip()


@lru_cache
def _versions(name: str) -> tuple[Framework, ...]:
    book = table(name)
    content = book.content

    def listed(key: str) -> list[tuple[Table, dict]]:
        inside = book.inside(content[key])
        return [(inside, record) for record in content[key]["list"]]

    def named(key: str) -> tuple[Named, ...]:
        return one_each(tuple(Named(name=r["name"], **t.provenance(r)) for t, r in listed(key)), name)

    statements = tuple(
        Statement(
            name=r["name"],
            number=r["number"],
            theme=r["theme"],
            aliases=tuple(r.get("aliases", ())),
            commitment=r.get("commitment", ""),
            expects=tuple(r.get("expects", ())),
            expects_note=r.get("expects_note", content["statements"].get("expects_note", "")),
            categories=tuple(r.get("categories", ())),
            **t.provenance(r),
        )
        for t, r in listed("statements")
    )
    scores = tuple(Score(score=r["score"], label=r["label"], **t.provenance(r)) for t, r in listed("scores"))
    bands = tuple(
        Band(name=r["name"], lowest=r["from"], highest=r["to"], **t.provenance(r)) for t, r in listed("bands")
    )
    for below, above in itertools.pairwise(bands):
        if below.highest + 1 != above.lowest:
            raise StandardsError(f"{name}: {below.slug} and {above.slug} do not meet.")
    categories = tuple(
        Category(
            name=r["name"],
            used_for_councils=r["used_for_councils"],
            holds=r.get("holds", ""),
            **t.provenance(r),
        )
        for t, r in listed("categories")
    )
    limiters = tuple(
        Limiter(name=r["name"], on=r["on"], **book.provenance(r)) for r in content.get("limiters", ())
    )
    shared = {
        "body": content["framework"]["body"],
        "themes": named("themes"),
        "statements": one_each(statements, name),
        "scores": one_each(scores, name),
        "bands": one_each(bands, name),
        "categories": one_each(categories, name),
        "priorities": named("priorities"),
        "limiters": one_each(limiters, name),
    }
    return one_each(
        tuple(
            Framework(
                name=f"{content['framework']['name']}: {record['name'][0].lower()}{record['name'][1:]}",
                current=record["current"],
                scores_categories=record["scores_categories"],
                **shared,
                **book.provenance(record),
            )
            for record in content["versions"]
        ),
        name,
    )
