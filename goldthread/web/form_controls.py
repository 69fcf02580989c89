"""The forms of a finished page: which controls each has, and filling them with answers that were kept.

Whatever made the page, a form is read from its HTML as a browser reads it, so what was kept of one can be put back
without help of the view. What is filled: text, choices, ticks, and hidden inputs with `data-drafted` (the version at
which a record was opened, the number of repeated groups). Passwords, one-time codes and files never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# What Django's and our own protection put into each form: new on every page, and no part of an answer.
TOKENS = frozenset({"csrfmiddlewaretoken", "form_token"})
# Names of what is neither kept nor written into a page, whatever the form.
SECRET = re.compile(r"\w*password\w*|passcode|secret|token|otp|pin|code", re.IGNORECASE)
_NOT_FILLED = frozenset({"password", "file", "submit", "button", "image", "reset", "hidden"})
_TICKED = frozenset({"checkbox", "radio"})

Attributes = list[tuple[str, str | None]]
Answers = Sequence[tuple[str, str]]


@dataclass
class Tag:
    """A start tag and where it stands in the page."""

    name: str
    attributes: Attributes
    start: int
    end: int

    def get(self, name: str) -> str:
        """Return an attribute, "" where it has none or one without a value."""
        return dict(self.attributes).get(name) or ""

    def has(self, name: str) -> bool:
        """Return whether it has an attribute."""
        return any(each == name for each, _ in self.attributes)

    def written(self, **changes: str | bool | None) -> str:
        """Return the tag anew: an attribute with a text or without one (True), or left out (False)."""
        attributes = {**dict(self.attributes), **{n: None if v is True else v for n, v in changes.items()}}
        words = "".join(
            f" {n}" if v is None else f' {n}="{escape(v)}"' for n, v in attributes.items() if v is not False
        )
        return f"<{self.name}{words}>"


@dataclass
class Control:
    """An input, a select with its options, or a textarea with the text between its tags."""

    tag: Tag
    options: list[Tag] = field(default_factory=list)
    text_end: int = 0

    @property
    def name(self) -> str:
        """Return the name under which it is sent."""
        return self.tag.get("name")

    @property
    def kind(self) -> str:
        """Return "textarea", "select" or the type of the input."""
        return self.tag.name if self.tag.name != "input" else self.tag.get("type").lower() or "text"

    @property
    def is_hidden(self) -> bool:
        """Return whether it is a hidden input that says what the form is about, and must be the same again."""
        return self.kind == "hidden" and not self.tag.has("data-drafted") and self.name not in TOKENS

    @property
    def is_filled(self) -> bool:
        """Return whether an answer that was kept may be put into it."""
        if self.kind == "hidden":
            return self.tag.has("data-drafted")
        return self.kind not in _NOT_FILLED and self.tag.get("autocomplete") != "one-time-code"


@dataclass
class PageForm:
    """A form of a page that sends something (`method="post"`)."""

    tag: Tag
    controls: list[Control] = field(default_factory=list)

    @property
    def is_drafted(self) -> bool:
        """Return whether answers to it may be kept: whether it has something to answer, and does not say otherwise."""
        return self.tag.get("data-drafts") != "off" and any(
            c.is_filled and c.kind != "hidden" for c in self.controls
        )

    def address(self, page: str) -> str:
        """Return where it is sent, as path and query, from a page at an address."""
        return local_address(urljoin(f"http://here{page}", self.tag.get("action") or page))

    def draft_answers(self, answers: Answers) -> list[tuple[str, str]]:
        """Return the answers that a draft may keep: nothing for a password, a code, a file or a button."""
        names = {c.name for c in self.controls if c.is_filled or c.is_hidden}
        return [(name, value) for name, value in answers if name in names]

    def is_about(self, answers: Mapping[str, list[str]]) -> bool:
        """Return whether answers were given to this form, by all that it carries hidden."""
        carried: dict[str, list[str]] = {}
        for control in self.controls:
            if control.is_hidden:
                carried.setdefault(control.name, []).append(control.tag.get("value"))
        return all(answers.get(name) == values for name, values in carried.items())


def answered(forms: Iterable[PageForm], answers: Answers) -> PageForm | None:
    """Return the form to which answers were given, of those sent to one address: the one that asks for most of them."""
    names = {name for name, _ in answers}

    def match_count(form: PageForm) -> int:
        return len(names & {control.name for control in form.controls if control.is_filled})

    form = max((form for form in forms if form.is_drafted), key=match_count, default=None)
    return form if form is not None and match_count(form) else None


def local_address(url: str) -> str:
    """Return the path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def forms_on(html: str) -> list[PageForm]:
    """Return the forms of a page that send something."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.forms


def filled(html: str, form: PageForm, answers: Answers, before: str = "") -> str:
    """Return the page with answers in one of its forms, and `before` set in front of it.

    The page as it was where every answer stands there already.
    """
    given: dict[str, list[str]] = {}
    for name, value in answers:
        given.setdefault(name, []).append(value)
    edits = [edit for control in form.controls if control.is_filled for edit in _edits(html, control, given)]
    if not edits:
        return html
    if before:
        edits.append((form.tag.start, form.tag.start, before))
    for start, end, text in sorted(edits, reverse=True):
        html = html[:start] + text + html[end:]
    return html


def _edits(html: str, control: Control, given: dict[str, list[str]]) -> Iterable[tuple[int, int, str]]:
    """Yield what changes in the page (from, to, text) where a control gets its answer; several texts in their order."""
    tag, values = control.tag, given.get(control.name)
    if control.kind in _TICKED:
        ticked = tag.get("value") if tag.has("value") else "on"
        yield from _changed(html, tag, tag.has("checked"), ticked in (values or ()), "checked")
    elif values is None or tag.has("disabled"):
        return
    elif control.kind == "select":
        for option in control.options:
            yield from _changed(
                html, option, option.has("selected"), option.get("value") in values, "selected"
            )
    elif values:
        value = values.pop(0)
        if control.kind == "textarea":
            text = escape(value.replace("\r\n", "\n"), quote=False)
            # The first line end after the tag is no part of the text.
            text = f"\n{text}" if text.startswith("\n") else text
            if html[tag.end : control.text_end] != text:
                yield tag.end, control.text_end, text
        elif tag.get("value") != value:
            yield tag.start, tag.end, tag.written(value=value)


def _changed(html: str, tag: Tag, was: bool, now: bool, name: str) -> Iterable[tuple[int, int, str]]:
    if was != now:
        yield tag.start, tag.end, tag.written(**{name: now})


class _Reader(HTMLParser):
    """Reads the forms of a page that send something, with the place of each control in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._control: Control | None = None
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        start = self._offset()
        here = Tag(tag, attrs, start, start + len(self.get_starttag_text() or ""))
        if tag == "form":
            self._form = PageForm(here) if here.get("method").lower() == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in ("input", "select", "textarea") and here.get("name"):
            control = Control(here, text_end=here.end)
            self._form.controls.append(control)
            self._control = control if tag != "input" else None
        elif tag == "option" and self._control is not None and self._control.kind == "select":
            self._control.options.append(here)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._control is not None and self._control.kind == "textarea":
            self._control.text_end = self._offset()
        if tag in ("textarea", "select"):
            self._control = None
