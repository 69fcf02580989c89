"""Slugs: identifiers of records in addresses and files, made from their names."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.text import slugify


def unique_slug(name: str, others: QuerySet, *, otherwise: str) -> str:
    """Return a slug that none of the others has: cut to the length of its field, numbered where it is taken.

    `otherwise` is used where nothing of the name can be written in plain letters, such as a name in Arabic.
    """
    most = others.model._meta.get_field("slug").max_length or 50
    wanted = slugify(name)[:most].strip("-_") or otherwise
    taken = set(others.filter(slug__startswith=wanted[: most - 5]).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted[: most - 5]}-{number}"
    return slug
