"""Options of one import beside its columns: rating scale, order of dates, further comment columns, values matched for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldthread.council.command import Refused
from goldthread.date_reading import Order
from goldthread.feedback.sources import RatingScale


@dataclass(frozen=True)
class ImportOptions:
    """How the cells of an import are read.

    `values`: field -> key of a value -> what it means here, for this import over what is remembered.
    `date_order`: how 03/04/2024 is read; None where nobody has said, and then day first.
    `layout`: the case system that its headings are of (`layouts.py`). `several_rows`: how rows with one reference are read.
    """

    scale: RatingScale | None = None
    more_text: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: Order | None = None
    layout: str = ""
    several_rows: str = ""

    @classmethod
    def from_json(cls, options: Mapping[str, Any]) -> ImportOptions:
        """Return the options of an import as it keeps them."""
        scale = options.get("scale")
        return cls(
            scale=RatingScale(*scale) if scale else None,
            more_text=tuple(options.get("more_text", ())),
            values=options.get("values", {}),
            date_order=options.get("date_order"),
            layout=options.get("layout", ""),
            several_rows=options.get("several_rows", ""),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the options as an import keeps them."""
        options: dict[str, Any] = {}
        if self.scale is not None:
            options["scale"] = [self.scale.worst, self.scale.best]
        if self.more_text:
            options["more_text"] = [*self.more_text]
        if self.values:
            options["values"] = {name: dict(meanings) for name, meanings in self.values.items()}
        if self.date_order:
            options["date_order"] = self.date_order
        for name in ("layout", "several_rows"):
            if value := getattr(self, name):
                options[name] = value
        return options


def scale_from(worst: int | None, best: int | None) -> RatingScale | None:
    """Return the scale that somebody gave by its ends, None without either; raises Refused for half of one."""
    if worst is None and best is None:
        return None
    if worst is None or best is None:
        raise Refused(
            "Give both ends of the rating scale: the worst score and the best.", field="worst_score"
        )
    try:
        return RatingScale(worst, best)
    except ValueError as error:
        raise Refused(str(error), field="worst_score") from None
