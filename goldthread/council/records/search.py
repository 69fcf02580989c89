"""The one index behind the search box: every room puts its records in; only what a person may see comes out."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from goldthread.analysis.text.similarity import fingerprint, normalised
from goldthread.council.models import Person, SearchEntry, SearchWord
from goldthread.council.people.permissions import PERMISSIONS
from goldthread.council.records import bulk, vectors
from goldthread.council.records.base import new_id, now
from goldthread.council.records.spec import spec_of, type_of

_WORD = re.compile(r"[^\W\d_]{3,40}")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}-[0-9]{1,12}")
MOST_RANKED = 2000
# Words of fewer letters are nobody's in particular: "Thank you" twice is not the same words sent again.
SAME_FROM = 40
# So many words are looked up one by one; for more, all entries are read once.
_LOOKED_UP = 300
_REPLACE = "ON CONFLICT (council_id, record_id) DO UPDATE SET " + ", ".join(
    f'"{column}" = EXCLUDED."{column}"'
    for column in (
        "kind",
        "reference",
        "title",
        "body",
        "permission",
        "team_id",
        "themes",
        "on",
        "meaning",
        "mark",
        "changed_at",
    )
)


@dataclass(frozen=True)
class IndexedText:
    """What search keeps of a title and a body beside their words: what they mean, and the body's mark."""

    title: str
    body: str
    meaning: bytes
    mark: str


@dataclass(frozen=True)
class Entry:
    """A record as search knows it; `body` is working text, never the words as received."""

    kind: str
    record_id: uuid.UUID
    title: str
    body: str
    permission: str
    reference: str = ""
    team_id: uuid.UUID | None = None
    themes: list[str] = field(default_factory=list)
    on: datetime.date | None = None
    # What was made of its texts before, where that is at hand.
    indexed: IndexedText | None = None


def index_texts(texts: Sequence[tuple[str, str]]) -> list[IndexedText]:
    """Return what search keeps of texts (title and body); no database is asked."""
    meant = vectors.packed([_all_of(title, body) for title, body in texts])
    return [
        IndexedText(title, body, meaning, fingerprint(body) if len(normalised(body)) >= SAME_FROM else "")
        for (title, body), meaning in zip(texts, meant, strict=True)
    ]


def _indexed(entries: Sequence[Entry]) -> list[IndexedText]:
    """Return what search keeps of entries' texts: what was made before where the texts are the same, else made now."""
    texts = [(entry.title, entry.body) for entry in entries]
    made = [
        each if each is not None and (each.title, each.body) == text else None
        for each, text in zip((entry.indexed for entry in entries), texts, strict=True)
    ]
    missing = [text for text, each in zip(texts, made, strict=True) if each is None]
    made_now = iter(index_texts(missing) if missing else ())
    return [each or next(made_now) for each in made]


def put(council_id: uuid.UUID, entries: Iterable[Entry]) -> None:
    """Add or replace entries, inside the command that changed their records."""
    entries = list(entries)
    rows = [
        SearchEntry(
            council_id=council_id,
            kind=entry.kind,
            record_id=entry.record_id,
            reference=entry.reference,
            title=entry.title[:300],
            body=entry.body,
            permission=entry.permission,
            team_id=entry.team_id,
            themes=entry.themes,
            on=entry.on,
            meaning=each.meaning,
            mark=each.mark,
        )
        for entry, each in zip(entries, _indexed(entries), strict=True)
    ]
    bulk.insert(rows, on_conflict=_REPLACE)
    words = words_of(f"{row.title} {row.body}" for row in rows)
    with connection.cursor() as cursor:
        # In one order everywhere, so that two imports never wait for each other.
        cursor.execute(
            """
            INSERT INTO goldthread_searchword (id, council_id, word, created_at)
            SELECT key::uuid, %s, word, %s FROM json_each_text(%s::json) AS used (word, key)
            WHERE NOT EXISTS (SELECT FROM goldthread_searchword k WHERE k.council_id = %s AND k.word = used.word)
            ORDER BY word ON CONFLICT DO NOTHING
            """,
            [council_id, now(), json.dumps({word: str(new_id()) for word in sorted(words)}), council_id],
        )


def _all_of(title: str, body: str) -> str:
    """Return what an entry says; a title that begins the body, as that of a voice does, is not counted twice."""
    return body if body.startswith(title.rstrip("….")) else f"{title}. {body}"


def with_titles(entries: Iterable[SearchEntry]) -> list[SearchEntry]:
    """Return entries as pages show them: with the titles of records that are found by a part of theirs only."""
    entries, titles = list(entries), {}
    for kind in {entry.kind for entry in entries if getattr(spec_of(entry.kind), "found_by", None)}:
        keys = [entry.record_id for entry in entries if entry.kind == kind]
        records = type_of(kind)._default_manager.filter(pk__in=keys)
        titles |= {record.pk: str(getattr(record, record.spec.title)) for record in records}
    for entry in entries:
        entry.title = titles.get(entry.record_id, entry.title)
    return entries


def set_themes_of_many(council_id: uuid.UUID, themes: Mapping[uuid.UUID, Iterable[str]]) -> None:
    """Say which themes records now have, so that search can be narrowed by them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE goldthread_searchentry e SET themes = changed.themes
            FROM unnest(%s::uuid[], %s::jsonb[]) AS changed(record_id, themes)
            WHERE e.council_id = %s AND e.record_id = changed.record_id
            """,
            [list(themes), [json.dumps(sorted(slugs)) for slugs in themes.values()], council_id],
        )


def remove(council_id: uuid.UUID, record_ids: Iterable[uuid.UUID]) -> None:
    """Take records out of the index."""
    SearchEntry.objects.filter(council_id=council_id, record_id__in=list(record_ids)).delete()


@dataclass(frozen=True)
class SearchResults:
    """What a search found, best first, and how it was read."""

    entries: list[SearchEntry]
    read_as: str
    total: int
    """How many were found, among the newest `MOST_RANKED` pieces of feedback and as many other records that match."""
    has_all: bool = True
    """Whether they have all the words; where no record has, they have words like some of them."""

    @property
    def newest_only(self) -> bool:
        """Say whether so much matches that older records may have been left out."""
        return self.total >= MOST_RANKED


def is_reference(wanted: str) -> bool:
    """Say whether what was typed is a reference such as F-1042, which means one record and nothing like it."""
    return _REFERENCE.fullmatch(wanted.strip()) is not None


def find(
    person: Person,
    wanted: str,
    *,
    kind: str = "",
    theme: str = "",
    team_id: uuid.UUID | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    start: int = 0,
    most: int = 20,
) -> SearchResults:
    """Find what a person may see: by its words, else by words spelled like them; references exactly."""
    wanted = " ".join(wanted.split())[:200]
    if not wanted:
        return SearchResults([], "", 0)
    open_to, own_teams = _doors(person)
    exact = None
    if is_reference(wanted):
        named = SearchEntry.objects.visible_to(person).filter(reference=wanted.upper())
        exact = next((entry for entry in named if _opens(entry, open_to, own_teams)), None)
    first = exact is not None and start == 0
    narrowed = [kind or None, theme or None, team_id, since, until, MOST_RANKED]
    page = [exact.pk if exact else None, max(0, start - (exact is not None)), most - first]
    total, ids, read_as, has_all = _ranked(wanted, [open_to, json.dumps(own_teams), *narrowed], page)
    by_key = SearchEntry.objects.visible_to(person).defer("meaning", "mark").in_bulk(ids)
    entries = [*([exact] if first else []), *(by_key[pk] for pk in ids if pk in by_key)]
    return SearchResults(entries, read_as, total + (exact is not None), has_all)


def matching(
    person: Person,
    wanted: str,
    *,
    kind: str,
    theme: str = "",
    team_id: uuid.UUID | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> list[uuid.UUID]:
    """Return the keys of the newest `MOST_RANKED` records of a kind that have all the words; of a reference, its own.

    To narrow a list by words: in the list's own order, and never by words that are only spelled like them.
    """
    wanted = " ".join(wanted.split())[:200]
    open_to, own_teams = _doors(person)
    if is_reference(wanted):
        named = SearchEntry.objects.visible_to(person).filter(kind=kind, reference=wanted.upper())
        return [entry.record_id for entry in named if _opens(entry, open_to, own_teams)]
    narrowed = [kind, theme or None, team_id, since, until, MOST_RANKED]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.record_id FROM goldthread_search(
                websearch_to_tsquery('english', %s), %s, %s, %s, %s, %s, %s, %s, %s
            ) AS found JOIN goldthread_searchentry e ON e.id = found.entry_id
            """,
            [wanted, open_to, json.dumps(own_teams), *narrowed],
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Near:
    """A record whose text means nearly the same as the query; likeness is up to 1."""

    entry: SearchEntry
    likeness: float


def near(
    person: Person,
    text: str,
    *,
    kinds: Iterable[str] = (),
    without: Iterable[uuid.UUID] = (),
    least: float = 0.0,
    most: int = 20,
) -> list[Near]:
    """Find what a person may see that means nearly what the text says, nearest first, whatever its words."""
    open_to, own_teams = _doors(person)
    nearest = vectors.near(
        person.council_id,
        *vectors.packed([text]),
        open_to=open_to,
        own_teams=own_teams,
        kinds=list(kinds),
        without=list(without),
        least=least,
        most=most,
    )
    entries = SearchEntry.objects.visible_to(person).filter(record_id__in=[one.record_id for one in nearest])
    entries = entries.defer("meaning", "mark", "changed_at", "created_at")
    # What this process remembers may be older than who may see it: the record itself decides.
    by_key = {entry.record_id: entry for entry in entries if _opens(entry, open_to, own_teams)}
    return [Near(by_key[one.record_id], one.likeness) for one in nearest if one.record_id in by_key]


def _doors(person: Person) -> tuple[list[str], dict[str, list[str]]]:
    """Return the permissions a person holds for the whole council, and those for some teams only, with these."""
    own = (
        {} if person.is_system else {name: teams for name, teams in person.held.items() if teams is not None}
    )
    whole = sorted(name for name in PERMISSIONS if person.may(name) and name not in own)
    return whole, {name: sorted(map(str, teams)) for name, teams in own.items()}


def _opens(entry: SearchEntry, open_to: list[str], own_teams: dict[str, list[str]]) -> bool:
    return entry.permission in open_to or str(entry.team_id) in own_teams.get(entry.permission, ())


# Among so many of the best a word as it was typed comes before its other forms: each of their texts is read.
_MOST_EXACT = 200


def _exact_words(wanted: str) -> list[str]:
    """Return the words that were typed, without those that the search leaves out and its signs."""
    words = re.findall(r"(?<![\w-])\w{2,}", wanted.lower())
    return [word for word in dict.fromkeys(words) if word != "or"][:10]


def _ranked(wanted: str, filters: list[object], page: list[object]) -> tuple[int, list[uuid.UUID], str, bool]:
    """Return how many match, the keys of one page of them, best first, the words that were read, and whether all."""
    with connection.cursor() as cursor:

        def run(words: str) -> tuple[int, list[uuid.UUID]]:
            cursor.execute(
                """
                WITH found AS MATERIALIZED (
                    SELECT * FROM goldthread_search(
                        websearch_to_tsquery('english', %s), %s, %s, %s, %s, %s, %s, %s, %s
                    ) WHERE entry_id IS DISTINCT FROM %s
                ), best AS (
                    SELECT * FROM found ORDER BY rank DESC, entry_id DESC LIMIT %s
                ), exact AS (
                    SELECT entry_id, (
                        SELECT count(*) FROM unnest(%s::text[]) AS word
                        WHERE e.title || ' ' || left(e.body, 20000) ~* ('\\m' || word || '\\M')
                    ) AS words
                    FROM best JOIN goldthread_searchentry e ON e.id = entry_id
                )
                SELECT (SELECT count(*) FROM found),
                       ARRAY(
                           SELECT entry_id FROM found LEFT JOIN exact USING (entry_id)
                           ORDER BY words DESC NULLS LAST, rank DESC, entry_id DESC OFFSET %s LIMIT %s
                       )
                """,
                [words, *filters, page[0], _MOST_EXACT, _exact_words(words), *page[1:]],
            )
            return cursor.fetchone()

        total, ids = run(wanted)
        if total or page[0]:
            return total, ids, wanted, True
        read_as = []
        for word in wanted.split():
            cursor.execute("SELECT word FROM goldthread_near_words(%s, 3)", [word.lower()])
            near = [row[0] for row in cursor.fetchall()]
            read_as.append(near or [word.lower()])
        total, ids = run(" ".join(" or ".join(words) for words in read_as))
        return total, ids, " ".join(words[0] for words in read_as), False


def drop_unused_words(council_id: uuid.UUID, among: Iterable[str] | None = None) -> None:
    """Take words out of the near-spellings that no longer stand in any entry: all such, or those of some texts.

    After something was forgotten or hidden a name must not live on there. Call inside the council.
    """
    known = SearchWord.objects.filter(council_id=council_id)
    if among is not None:
        known = known.filter(word__in=words_of(among))
    words = set(known.values_list("word", flat=True))
    unused = words - (_looked_up(words) if len(words) <= _LOOKED_UP else _read_through(council_id))
    SearchWord.objects.filter(council_id=council_id, word__in=unused).delete()


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts as the near-spellings keep them."""
    return {word for text in texts for word in _WORD.findall(text.lower())}


def _looked_up(words: Iterable[str]) -> set[str]:
    """Return which of a few words stand in an entry, by the index: a word that is only a part of another does not.

    A word that search leaves out, such as "the", is nobody's and stays.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT wanted.word
            FROM unnest(%s::text[]) AS wanted (word), plainto_tsquery('english', wanted.word) AS query
            WHERE numnode(query) = 0 OR EXISTS (
                SELECT FROM goldthread_search(query, %s, '{}', NULL, NULL, NULL, NULL, NULL, %s) AS found
                JOIN goldthread_searchentry e ON e.id = found.entry_id
                WHERE lower(e.title || ' ' || e.body) ~ ('(^|[^[:alpha:]])' || wanted.word || '([^[:alpha:]]|$)')
            )
            """,
            [list(words), sorted(PERMISSIONS), MOST_RANKED],
        )
        return {row[0] for row in cursor.fetchall()}


def _read_through(council_id: uuid.UUID) -> set[str]:
    """Return every word that stands in an entry: read once, where a look for each word by itself takes longer."""
    entries = SearchEntry.objects.filter(council_id=council_id).values_list("title", "body")
    return {word for texts in entries.iterator(chunk_size=2000) for word in words_of(texts)}
