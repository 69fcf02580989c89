"""Short names, by which records are known in addresses and files: made from the name, and nobody has to type one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.text import slugify


def unique_slug(name: str, others: QuerySet, *, otherwise: str) -> str:
    """Return a short name that none of the others has: cut to what its field holds, numbered where it is taken.

    `otherwise` stands where nothing of the name can be written in plain letters, such as a name in Arabic.
    """
    most = others.model._meta.get_field("slug").max_length or 50
    wanted = slugify(name)[:most].strip("-_") or otherwise
    taken = set(others.filter(slug__startswith=wanted[: most - 5]).values_list("slug", flat=True))
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted[: most - 5]}-{number}"
    return found
