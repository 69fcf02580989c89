"""What the database keeps for lists of records that somebody owns and has a date for; and that each ends by action or reason."""

from __future__ import annotations

from django.db import models


def work_indexes(name: str, newest_by: str) -> list[models.Index]:
    """Return the indexes of a list of records with an owner and a date: newest first, by date, and by owner.

    name: what their names begin with. newest_by: the field with the date by which the newest is first.
    """
    newest = [f"-{newest_by}", "-id"]
    return [
        models.Index(fields=["council", *newest], name=f"{name}_newest"),
        models.Index(fields=["council", "due_on", "id"], name=f"{name}_by_date"),
        models.Index(
            fields=["council", "owner", *newest],
            name=f"{name}_by_owner",
            condition=models.Q(owner__isnull=False),
        ),
    ]


def by_action_or_reason(name: str, ended_on: str) -> models.CheckConstraint:
    """Return that a record which is ended names the action that was taken, or why there is none."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{ended_on: None}) | models.Q(action__isnull=False) | ~models.Q(because=""),
    )
