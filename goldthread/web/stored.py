"""A document as data that a record keeps: its texts, and apart from them what is no text (drawings, addresses, looks).

Names are hidden in the texts of a record when it is saved and again later, so that no drawing or address may stand
among them; a chart of bars keeps its labels and counts and is drawn anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.drawing.small_charts import bar_chart
from goldthread.documents.model import (
    Box,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
    runs_of,
)

_BAR_WIDTH = 420.0


@dataclass(frozen=True)
class Bars(Figure):
    """A chart of bars with what it is drawn from; None stands for a count that is withheld."""

    labels: Sequence[str] = ()
    counts: Sequence[int | None] = ()


def bars(labels: Sequence[str], counts: Sequence[int | None], *, alt: str, width: float) -> Bars:
    """Return a chart of bars, in the order given."""
    svg = bar_chart(labels, counts, "Bars", withheld="not shown", width=_BAR_WIDTH)
    return Bars(svg=svg, alt=alt, width=width, labels=tuple(labels), counts=tuple(counts))


Data = dict[str, Any]


def packed(parts: Sequence[Part], codes: Data | None = None) -> tuple[list[Data], Data]:
    """Return parts as their texts, and what is no text. codes: that of parts packed before, to which theirs is added."""
    codes = {"drawings": [], "links": []} if codes is None else codes
    return [_pack(part, codes) for part in parts], codes


def unpacked(texts: Sequence[Data], codes: Mapping[str, Any]) -> list[Part]:
    """Return the parts that were packed; those that cannot be read are left out."""
    return [part for data in texts if (part := _unpack(data, codes)) is not None]


def _pack(part: Part, codes: Data) -> Data:
    if isinstance(part, Box):
        inside = [_pack(each, codes) for each in part.parts]
        return {"box": inside, "look": part.look, "columns": part.columns, **_anchored(part)}
    if isinstance(part, Heading):
        return {"heading": _runs(part.text, codes), "level": part.level, **_anchored(part)}
    if isinstance(part, Paragraph):
        return {"paragraph": _runs(part.text, codes), "note": part.note}
    if isinstance(part, Listing):
        return {"list": [_runs(item, codes) for item in part.items], "numbered": part.numbered}
    if isinstance(part, Table):
        return {
            "table": part.caption,
            "columns": list(part.columns),
            "rows": [[_runs(cell, codes) for cell in row] for row in part.rows],
            "numeric": sorted(part.numeric),
            "caption": part.is_caption_shown,
        }
    if isinstance(part, Bars):
        drawn: Data = {"labels": list(part.labels), "counts": list(part.counts)}
    elif isinstance(part, Figure):
        codes["drawings"].append(part.svg)
        drawn = {"drawing": len(codes["drawings"]) - 1}
    else:
        raise TypeError(f"A report keeps no {type(part).__name__}.")
    return {
        "figure": part.alt,
        "width": part.width,
        "caption": _runs(part.caption, codes) if part.caption else [],
        **drawn,
    }


def _anchored(part: Heading | Box) -> Data:
    return {"anchor": part.anchor} if part.anchor else {}


def _runs(text: Text, codes: Data) -> list[Data]:
    packed_runs = []
    for run in runs_of(text):
        # Saving takes spaces off the ends of a text.
        data: Data = {"text": run.text.strip()}
        if run.text[:1].isspace():
            data["before"] = True
        if run.text[-1:].isspace():
            data["after"] = True
        if run.bold:
            data["bold"] = True
        if run.quiet:
            data["quiet"] = True
        if run.href:
            codes["links"].append(run.href)
            data["link"] = len(codes["links"]) - 1
        packed_runs.append(data)
    return packed_runs


def _unpack(data: Data, codes: Mapping[str, Any]) -> Part | None:
    if "box" in data:
        return Box(unpacked(data["box"], codes), data["look"], data["columns"], data.get("anchor", ""))
    if "heading" in data:
        return Heading(_text(data["heading"], codes), data["level"], data.get("anchor", ""))
    if "paragraph" in data:
        return Paragraph(_text(data["paragraph"], codes), data["note"])
    if "list" in data:
        return Listing([_text(item, codes) for item in data["list"]], data["numbered"])
    if "table" in data:
        rows = [[_text(cell, codes) for cell in row] for row in data["rows"]]
        return Table(data["table"], data["columns"], rows, frozenset(data["numeric"]), data["caption"])
    if "labels" in data:
        drawn = bars(data["labels"], data["counts"], alt=data["figure"], width=data["width"])
        return drawn
    if "drawing" in data:
        caption = _text(data["caption"], codes) if data["caption"] else ""
        return Figure(codes["drawings"][data["drawing"]], data["figure"], data["width"], caption)
    return None


def _text(runs: Sequence[Data], codes: Mapping[str, Any]) -> list[Run]:
    return [
        Run(
            f"{' ' if 'before' in run else ''}{run['text']}{' ' if 'after' in run else ''}",
            bold=run.get("bold", False),
            quiet=run.get("quiet", False),
            href=codes["links"][run["link"]] if "link" in run else "",
        )
        for run in runs
    ]
