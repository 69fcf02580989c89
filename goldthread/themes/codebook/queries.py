"""Queries of the codebook's versions: the history of a theme, and what a version changed."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.themes.codebook.models import CodebookVersion, Theme


def versions_of(person: Person, theme: Theme, most: int = 20) -> list[CodebookVersion]:
    """Return the versions in which a theme was added, changed, merged or split; newest first."""
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


FIELD_NAMES = {
    "name": "name",
    "group": "group",
    "what_it_is": "definition",
    "what_it_is_not": "excludes",
    "examples": "example comments",
    "state": "status",
}
"""What a theme's fields are called on a page."""


def changes(before: CodebookVersion, after: CodebookVersion) -> list[str]:
    """Return in sentences what differs between two versions of the codebook."""
    old = {entry["slug"]: entry for entry in before.book}
    sentences = []
    for entry in after.book:
        earlier = old.pop(entry["slug"], None)
        if earlier is None:
            sentences.append(f"{entry['name']} added.")
            continue
        changed = [label for key, label in FIELD_NAMES.items() if entry.get(key) != earlier.get(key)]
        if changed:
            sentences.append(f"{entry['name']}: {' and '.join(changed)} changed.")
    return sentences + [f"{entry['name']} removed." for entry in old.values()]
