"""A council's own Word file, filled with a letter: by docxtpl in Jinja's sandbox, with fields and `if` alone.

What a file may say is held to that before anything is filled: no loop, no call and no attribute, so that nothing in it
can read what is not given to it, or take long.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate, Listing
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from goldthread.casework.letters.fields import NAMES
from goldthread.casework.letters.texts.models import TemplateFile
from goldthread.council.command import Refused
from goldthread.council.files.content import kind_of_content
from goldthread.council.files.models import FileKind

LETTER = "letter"
"""The field at which the text of the letter stands in the file."""
FIELDS = {**NAMES, LETTER: "the text of the letter", "letterhead": "what stands in the head of letters"}
_MOST_XML = 20 * 1024 * 1024
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)


class _NotAField(Exception):
    """A file says something that is no field: `what` it is, in words."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Fields(SandboxedEnvironment):
    """Jinja's sandbox with fields and `if` only; notes which fields it met."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.met: set[str] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        for node in [parsed, *parsed.find_all(nodes.Node)]:
            if isinstance(node, nodes.Name):
                if node.name not in FIELDS:
                    raise _NotAField(f"{{{{ {node.name} }}}} is not a field")
                self.met.add(node.name)
            elif not isinstance(node, _ALLOWED):
                raise _NotAField(
                    f"it has “{type(node).__name__.lower()}” in braces. Only fields such as {{{{ name }}}}, and "
                    "{% if reference %} with {% endif %}, can stand there"
                )
        return parsed


def check_file(content: bytes, values: Mapping[str, str]) -> None:
    """Fill an uploaded file with a made-up case; raises Refused, naming the field, where it cannot be filled."""
    if len(content) > TemplateFile.MOST_BYTES:
        raise Refused("The file must be 1 MB or smaller. Use a smaller picture in its head.", field="file")
    if kind_of_content(content) != FileKind.WORD:
        raise Refused("Upload a Word file (.docx).", field="file")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(entry.file_size for entry in package.infolist()) > _MOST_XML:
            raise Refused(
                "This file unpacks to more than 20 MB. Save it anew, and upload that.", field="file"
            )
        for name in package.namelist():
            if name.endswith(".rels"):
                for found in _EXTERNAL.findall(package.read(name)):
                    if b"/hyperlink" not in found:
                        raise Refused(
                            "This file takes something from another place when it is opened. Put pictures and "
                            "templates into the file itself.",
                            field="file",
                        )
    fill_file(content, values, "The text of the letter.")


def fill_file(content: bytes, values: Mapping[str, str], text: str) -> bytes:
    """Return a file filled with a letter; raises Refused, in words that name the field, where it cannot be."""
    environment = _Fields()
    given: dict[str, Any] = {name: Listing(values.get(name, "")) for name in FIELDS}
    given[LETTER] = Listing(_as_paragraphs(text))
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.render(given, jinja_env=environment, autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except _NotAField as error:
        raise Refused(f"The Word file cannot be filled: {error.what}.", field="file") from None
    except TemplateError as error:
        raise Refused(f"The Word file cannot be filled: {error.message}.", field="file") from None
    except (KeyError, ValueError, zipfile.BadZipFile, OSError):
        raise Refused("The Word file cannot be read. Save it anew, and upload that.", field="file") from None
    if LETTER not in environment.met:
        raise Refused(
            "The Word file has no {{ letter }}, so the text of the letter would be missing. Put it where the text begins.",
            field="file",
        )
    return out.getvalue()


def _as_paragraphs(text: str) -> str:
    """Return the text of a letter as docxtpl takes it: a paragraph of the file for each of its own."""
    lines = [line.lstrip("#").strip() if line.startswith("#") else line for line in text.splitlines()]
    return re.sub(r"\n\s*\n", "\a", "\n".join(lines).replace("\r", ""))
