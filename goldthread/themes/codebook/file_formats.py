"""A theme list as a file of other programs: CSV for a spreadsheet, REFI-QDA Codebook (.qdc) for qualitative analysis.

Plain Python: `goldthread themes convert` uses it where there is no web product. The JSON of one council for another is
in `codebook_file`. Source of the .qdc format: REFI-QDA 1.5, Codebook schema 1.0, https://www.qdasoftware.org.
"""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from goldthread.cell_text import clean_text
from goldthread.sent_json import read_json
from goldthread.sheets import SheetError, open_sheet, write_csv

FIELDS = ("slug", "name", "group", "what_it_is", "what_it_is_not", "examples")
ENDINGS = (".csv", ".json", ".qdc")
JSON_FORMAT = "goldthread-codebook-1"
# What people call the columns of a theme list; the first of each is what is written.
CALLED = {
    "slug": ("slug", "short name"),
    "name": ("name", "theme", "subcategory", "code"),
    "group": ("group", "category", "parent"),
    "what_it_is": ("definition", "description", "what_it_is"),
    "what_it_is_not": ("excludes", "exclusions", "is_not", "what_it_is_not"),
    "examples": ("examples", "example comments", "quotes"),
}
# What stands for a part that other programs leave out, and Goldthread needs.
NO_GROUP, NO_DEFINITION = "Imported themes", "No definition in the file it was imported from."
_NAMESPACE = "urn:QDA-XML:codebook:1.0"
_GUIDS = uuid.UUID("6f1f1d0e-6c47-4d0a-9c0b-5d1a3d0f7a10")
_DEEPEST = 40
_QUOTED = re.compile(r"[‘“\"']([^‘“”\"\n]{2,400}?)[’”\"'](?=\s*(?:[,;.\n]|$))")
_PARTS = {"Excludes:": "what_it_is_not", "Examples:": "examples", "Short name:": "slug"}


class UnreadableThemeList(ValueError):
    """A file is no theme list that can be read; the message says what is wrong and what to do."""


def read(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the themes of a file as records of FIELDS, in order; what the file leaves out is "" or [].

    name: the file's name. Known by its beginning: a .qdc is XML, JSON begins with a bracket, anything else is a table.
    Raises UnreadableThemeList.
    """
    if is_xml(data):
        return from_qdc(data)
    if is_json(data):
        return _from_json(data)
    return _from_table(data, name)


def is_xml(data: bytes) -> bool:
    """Return whether a file begins as XML does, in UTF-8 or UTF-16."""
    return data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def is_json(data: bytes) -> bool:
    """Return whether a file begins as JSON does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def write(themes: Iterable[Mapping[str, Any]], ending: str, *, made_on: date) -> bytes:
    """Return themes, as records of FIELDS, as a file of one of ENDINGS."""
    records = [{field: theme.get(field, "") for field in FIELDS} for theme in themes]
    if ending == ".csv":
        return to_csv(records)
    if ending == ".qdc":
        return to_qdc(records)
    content = {
        "format": JSON_FORMAT,
        "made_on": made_on.isoformat(),
        "themes": [record | {"examples": list(record["examples"])} for record in records],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def to_csv(themes: Sequence[Mapping[str, Any]]) -> bytes:
    """Return themes as a CSV that opens safely in a spreadsheet program; an example a line in its cell."""
    out = io.BytesIO()
    rows = [[*(theme[field] for field in FIELDS[:-1]), "\n".join(theme["examples"])] for theme in themes]
    write_csv(rows, [CALLED[field][0] for field in FIELDS], out)
    return out.getvalue()


def to_qdc(themes: Sequence[Mapping[str, Any]]) -> bytes:
    """Return themes as a REFI-QDA Codebook: a group is a code that holds its themes and is given to nothing itself."""
    ElementTree.register_namespace("", _NAMESPACE)
    book = ElementTree.Element(f"{{{_NAMESPACE}}}CodeBook", origin="Goldthread")
    codes = ElementTree.SubElement(book, f"{{{_NAMESPACE}}}Codes")
    groups: dict[str, ElementTree.Element] = {}
    for theme in themes:
        group = theme["group"]
        if group and group not in groups:
            groups[group] = _code(codes, group, f"group {group}", codable=False)
        code = _code(groups.get(group, codes), theme["name"], f"theme {theme['slug']}", codable=True)
        text = _description(theme)
        if text:
            ElementTree.SubElement(code, f"{{{_NAMESPACE}}}Description").text = text
    ElementTree.indent(book)
    return ElementTree.tostring(book, encoding="utf-8", xml_declaration=True) + b"\n"


def _code(parent: ElementTree.Element, name: str, key: str, *, codable: bool) -> ElementTree.Element:
    # The same theme has the same identifier in every export, so that other programs know it again.
    guid = str(uuid.uuid5(_GUIDS, key))
    attributes = {"guid": guid, "name": clean_text(name), "isCodable": "true" if codable else "false"}
    return ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}Code", attributes)


def _description(theme: Mapping[str, Any]) -> str:
    """Return all that a code has no attribute for, in parts that `_read_description` tells apart."""
    parts = [theme["what_it_is"]]
    if theme["what_it_is_not"]:
        parts.append(f"Excludes: {theme['what_it_is_not']}")
    if theme["examples"]:
        parts.append(
            "\n".join(["Examples:", *(f"- {' '.join(example.split())}" for example in theme["examples"])])
        )
    if theme["slug"]:
        parts.append(f"Short name: {theme['slug']}")
    return clean_text("\n\n".join(part for part in parts if part))


def from_qdc(data: bytes) -> list[dict[str, Any]]:
    """Return the codes of a REFI-QDA Codebook or project as themes; those that hold others are their groups too."""
    codes = next((element for element in _parse(data).iter("Codes")), None)
    if codes is None:
        raise UnreadableThemeList(
            "The file is XML, but no REFI-QDA Codebook: it has no codes. Export the code list as REFI-QDA Codebook (.qdc)."
        )
    themes: list[dict[str, Any]] = []
    _read_codes(codes, (), themes)
    if not themes:
        raise UnreadableThemeList("The codebook has no codes. Export it again with its codes.")
    return themes


def _read_codes(parent: ElementTree.Element, above: tuple[str, ...], themes: list[dict[str, Any]]) -> None:
    for code in parent.findall("Code"):
        name = clean_text(code.get("name", ""))
        if not name:
            raise UnreadableThemeList(
                "A code in the codebook has no name. Give every code one and export it again."
            )
        if code.get("isCodable", "true") not in ("false", "0"):
            text = clean_text(code.findtext("Description") or "")
            themes.append({"slug": "", "name": name, "group": ": ".join(above), **_read_description(text)})
        _read_codes(code, (*above, name), themes)


def _read_description(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"what_it_is": "", "what_it_is_not": "", "examples": []}
    field = "what_it_is"
    for block in re.split(r"\n\s*\n", text):
        start = next((word for word in _PARTS if block.startswith(word)), None)
        if start:
            field, block = _PARTS[start], block.removeprefix(start).strip()
        if field == "examples":
            fields[field] += [line.removeprefix("- ").strip() for line in block.splitlines() if line.strip()]
        else:
            fields[field] = f"{fields.get(field, '')}\n\n{block}".strip()
    return fields


def _parse(data: bytes) -> ElementTree.Element:
    """Return an XML file's root without namespaces; a document type, which could swell or fetch, is refused."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableThemeList(
                f"The file is nested more than {_DEEPEST} deep. Export a flatter code list."
            )
        builder.start(tag.rpartition("}")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    def refuse(*_: object) -> None:
        raise UnreadableThemeList("The file has a document type, which a codebook has not. Export it again.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as error:
        raise UnreadableThemeList(
            f"The file is not XML that can be read ({error}). Export it again."
        ) from None
    return builder.close()


def _from_json(data: bytes) -> list[dict[str, Any]]:
    try:
        content = read_json(data.decode("utf-8-sig"))
    except ValueError:
        raise UnreadableThemeList(
            "The file is not JSON that can be read. Save it again, or give a CSV."
        ) from None
    rows = content.get("themes") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableThemeList("The file has no list of themes. Give a list, or one called `themes`.")
    return [record(row) for row in rows]


def _from_table(data: bytes, name: str) -> list[dict[str, Any]]:
    try:
        with open_sheet(io.BytesIO(data), name) as sheet:
            rows = []
            for row in sheet.rows(*sheet.columns):
                if row.problem:
                    raise UnreadableThemeList(f"Row {row.number}: {row.problem}")
                rows.append({key: "" if cell is None else str(cell) for key, cell in row.cells.items()})
    except SheetError as error:
        raise UnreadableThemeList(f"The file cannot be read. {error}") from None
    records = [record(row) for row in rows]
    if rows and not any(each["name"] for each in records):
        raise UnreadableThemeList(
            "The file has no column of names. Call the columns name, group, definition, excludes and examples."
        )
    return records


def record(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row under any of the names in CALLED as a record of FIELDS; unknown columns are left out."""
    plain = {str(key).strip().casefold(): value for key, value in row.items()}
    values = {
        field: next((plain[name] for name in names if plain.get(name)), "") for field, names in CALLED.items()
    }
    examples = values.pop("examples")
    texts = {field: str(value).strip() for field, value in values.items()}
    return {
        **texts,
        "name": texts["name"] or texts["slug"],
        "examples": [str(each).strip() for each in examples if str(each).strip()]
        if isinstance(examples, list)
        else split_examples(str(examples)),
    }


def split_examples(cell: str) -> list[str]:
    """Return the examples of a cell: its quotes where it has several, else one a line or between | signs."""
    if "\n" in cell.strip():
        lines = [line.strip() for line in cell.splitlines()]
        parts = [quoted[1] if (quoted := _QUOTED.fullmatch(line)) else line for line in lines]
    else:
        parts = quotes if len(quotes := _QUOTED.findall(cell)) > 1 else cell.split("|")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
