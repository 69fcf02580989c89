"""Queries of the codebook's versions."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.themes.codebook.models import CodebookVersion, Theme


def versions_that_touched(person: Person, theme: Theme, most: int = 20) -> list[CodebookVersion]:
    """Return the versions of the codebook in which a theme came, was changed, merged or split; newest first."""
    versions = CodebookVersion.objects.raw(
        """
        SELECT * FROM (
            SELECT v.*, jsonb_path_query_first(book, '$[*] ? (@.slug == $slug)', %s::jsonb) AS entry,
                   lag(jsonb_path_query_first(book, '$[*] ? (@.slug == $slug)', %s::jsonb))
                       OVER (ORDER BY number) AS before
            FROM goldthread_codebookversion v WHERE council_id = %s
        ) changed
        WHERE entry IS DISTINCT FROM before OR strpos(change, %s) > 0 ORDER BY number DESC LIMIT %s
        """,
        [*[f'{{"slug": "{theme.slug}"}}'] * 2, person.council_id, theme.name, most],
    )
    return list(versions.prefetch_related("by"))


_CALLED = {
    "name": "name",
    "group": "group",
    "what_it_is": "what it is",
    "what_it_is_not": "what it is not",
    "examples": "examples",
    "state": "state",
}


def changes(before: CodebookVersion, after: CodebookVersion) -> list[str]:
    """Return in sentences what differs between two versions of the codebook."""
    old = {entry["slug"]: entry for entry in before.book}
    found = []
    for entry in after.book:
        earlier = old.pop(entry["slug"], None)
        if earlier is None:
            found.append(f"{entry['name']} came in.")
            continue
        changed = [called for key, called in _CALLED.items() if entry.get(key) != earlier.get(key)]
        if changed:
            found.append(f"{entry['name']}: {' and '.join(changed)} changed.")
    return found + [f"{entry['name']} went out." for entry in old.values()]
