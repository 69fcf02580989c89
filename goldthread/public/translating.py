"""What a language's file has to hold: every text that the public's pages can say, found in their own files and forms.

`python -m goldthread.public.translating pl` writes the file of a language: what is translated stays, what is new is empty.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from goldthread.public.words import languages, text

FRAME = (
    text("Skip to main content"),
    text("Error"),
    text("There is a problem"),
    text("{council} is a made-up council."),
    text("Accessibility statement"),
    text("Privacy"),
    text("You said, we did"),
    text("You can enter up to {count} characters"),
)
"""What the frame of public pages and the drawing of forms say (web/public.html, web/form.html)."""

_KINDS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {
    "**.html": {
        "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
# By the number of its argument that is said: the first, but for an error of a field.
_SAID: dict[str, Any] = {"say": None, "text": None, "add_error": (2,)}
_REFUSED: dict[str, Any] = {"Refused": None}


def every_text() -> dict[str, str]:
    """Return every text that a public page can say, with where it stands."""
    found: dict[str, str] = {}
    said = [
        *_in_files("goldthread.public", _SAID | _REFUSED),
        *_in_files("goldthread.council.files", _REFUSED),
        # The page of a private link, and what is said of privacy, which stand in rooms of their own.
        *_in_files("goldthread.council", _SAID, "templates/links"),
        *_in_files("goldthread.thread", _SAID, "templates/thread"),
    ]
    for words, where in said:
        found.setdefault(words, where)
    for words, where in _in_forms():
        found.setdefault(words, where)
    return {words: where for words, where in found.items() if words not in _NOT_SHOWN}


# Refused to staff only.
_NOT_SHOWN = {
    "Nothing of it can be tried again: all is done, or is being sent.",
    "Nothing of it may have been sent.",
    "This file is removed already.",
    "This file was removed, and its content deleted.",
    "This file does not wait for a scan.",
    "Enter the name of a server, such as clamav.council.example",
    "Turn the scanner on first.",
    "The scanner does not answer. Check its name, its port, and that it lets us in.",
    "The scanner answers, and does not tell the test virus from a clean text.",
    "This file has not been scanned for viruses yet. It cannot be opened until then.",
    "A virus was found in this file. It cannot be opened.",
}


def _in_files(room: str, keywords: dict[str, Any], inside: str = "") -> Iterator[tuple[str, str]]:
    folder = Path(str(resources.files(room))) / inside
    for name, _line, words, *_ in extract_from_dir(str(folder), _KINDS, _OPTIONS, keywords):
        first = words if isinstance(words, str) else words[0]
        if first:
            yield first, name


def _in_forms() -> Iterator[tuple[str, str]]:
    """Yield what steps, doors and the fields of forms say, which need no mark of their own."""
    from django.forms import Field

    from goldthread.council.files.content import REFUSED
    from goldthread.documents.easy_pictures import PICTURES
    from goldthread.public import forms
    from goldthread.public.choices import Kind, Relation
    from goldthread.public.doors import DOORS
    from goldthread.public.steps import STEPS
    from goldthread.public.views.confirming import EmailCodeForm
    from goldthread.public.views.pausing import CodeForm

    for drawn in PICTURES.values():
        yield drawn.says, "easy_pictures.py"
    for _, words in REFUSED:
        yield words, "content.py"
    for step in STEPS:
        yield step.short, "steps.py"
    for door in DOORS.values():
        yield door.title, "doors.py"
        yield door.intro, "doors.py"
    for choices in (Kind, Relation):
        for _, label in choices.choices:
            yield str(label), "choices.py"
    for form in (CodeForm, EmailCodeForm, *forms.StepForm.__subclasses__()):
        for field in form.base_fields.values():
            yield str(field.label), "forms.py"
            yield str(field.help_text), "forms.py"
            for _, label in getattr(field, "choices", None) or ():
                yield str(label), "forms.py"
            for code, words in field.error_messages.items():
                if code == "required" and words != Field.default_error_messages[code]:
                    yield str(words), "forms.py"


def file_for_translator(slug: str) -> bytes:
    """Return the `.po` file of a language with every text in it, those that are translated already with their words."""
    language = languages().get(slug)
    known = language.words if language else {}
    checked = "" if language and language.is_checked else "nobody yet"
    catalogue = Catalog(locale=slug.replace("-", "_"), project="Goldthread", fuzzy=False)
    catalogue.header_comment = f"# The public's pages of Goldthread.\n# Checked by a speaker: {checked}"
    for words, name in sorted(every_text().items(), key=lambda each: (each[1], each[0])):
        if words:
            catalogue.add(words, known.get(words, ""), locations=[(name, None)])
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False)
    return out.getvalue()


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.buffer.write(file_for_translator(sys.argv[1]))
