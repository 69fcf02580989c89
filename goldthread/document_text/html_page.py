"""A web page as its paragraphs: cookie banners, menus, forms and what is hidden are left out or said to be a menu."""

from __future__ import annotations

import html
import re

from goldthread.document_text.blocks import MOST_BLOCKS, MOST_LETTERS, Block, Document, one_line, tidy

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "object",
        "iframe",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
        "math",
    ]
)
_RAW = frozenset(["script", "style", "textarea", "template", "noscript", "title", "svg", "iframe"])
_AROUND = frozenset(["nav", "footer", "form", "button", "dialog", "menu", "label"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BREAKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "address",
        "details",
        "summary",
        "body",
        "html",
        "caption",
        "button",
        "label",
        "dialog",
        "menu",
        "option",
        "img",
    ]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# An element of such a class, id, role or label lies around the text.
_PARTS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|ccc|breadcrumbs?|nav|navigation|navbar|menu|pager|pagination|widget|banner|skip|share|sharing|social|"
    r"sidebar|toc|contentinfo|complementary|search|alertdialog|survey|footer|visually-hidden|sr-only|screen-reader)(?:$|[\s_-])",
    re.I,
)
# A class that says that there is such a part beside the text, or none, or that holds the score.
_NOT_AROUND = re.compile(r"\b(?:no|has|with|without|hide)[-_][\w-]+|\S*(?:score|rating)\S*", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][-\w:.]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_NAME = re.compile(r"/?\s*([a-zA-Z][\w:-]*)")
_SPACES = re.compile(r"[\s\x0b\x85]+")
_ENDED = re.compile(r"[.?!:;][\"'”’)]*$")
_BULLET = re.compile(r"[·•▪◦●§]\s+(?=\S)")
_MOST_TAGS = 300_000
_LONGEST_CELL = 200
_LONGEST_TAG = 20_000
_DEEPEST = 400
_LEAVES_OPEN = {
    "p": _HEADINGS | {"p", "div", "ul", "ol", "table", "section", "article", "li", "blockquote"},
    "li": {"li"},
}


def read_html(text: str) -> Document:
    """Return a page's paragraphs; its title and headings are named among the document's titles."""
    reader = _Reader()
    reader.read(tidy(text))
    return Document("html", reader.blocks, tuple(reader.titles), reader.cut)


def _broken(text: str) -> list[str]:
    """Return the paragraphs that breaks of lines make of a text: a sentence that goes on is not broken."""
    found: list[str] = []
    for part in text.split("\n"):
        words = one_line(part)
        if not words:
            # Two breaks are the end of a paragraph, whatever follows.
            found.append("")
        elif found and found[-1] and words[0].islower() and not _ENDED.search(found[-1]):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return [each for each in found if each]


class _Reader:
    """A page as it is read, tag by tag, each letter looked at once."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.titles: list[str] = []
        self.cut = False
        # Open elements: (name, whether its words are left out, whether it is a part around the text).
        self._open: list[tuple[str, bool, bool]] = []
        self._words: list[str] = []
        self._linked = self._bold = self._length = 0
        self._cells: list[str] | None = None
        # Whether the heading that is open has its words already: a paragraph that follows is not part of it.
        self._headed = False
        self._left, self._tags_left = MOST_LETTERS, _MOST_TAGS

    def read(self, text: str) -> None:
        """Read the whole page."""
        lower = text.lower()
        at, length = 0, len(text)
        no_more_ends = False
        while at < length and not self.cut:
            start = text.find("<", at)
            if start < 0:
                self._say(text[at:])
                break
            if start > at:
                self._say(text[at:start])
            after = text[start + 1 : start + 2]
            if text.startswith("<!--", start):
                end = text.find("-->", start + 4)
                at = length if end < 0 else end + 3
                continue
            if not (after.isalpha() or after in ("/", "!", "?")) or no_more_ends:
                self._say("<")
                at = start + 1
                continue
            end = self._end_of_tag(text, start)
            if end < 0:
                no_more_ends = True
                continue
            at = end + 1
            tag = text[start + 1 : end]
            name = self._tag(tag)
            if name in _RAW and not tag.startswith("/") and not tag.endswith("/"):
                close = lower.find(f"</{name}", at)
                if name == "title":
                    self._title(text[at : close if close >= 0 else at])
                # Never closed, what follows cannot be told from a program.
                unclosed = length if name in ("script", "style") else at
                at = close if close >= 0 else unclosed
        self._flush()
        self._end_row()

    @staticmethod
    def _end_of_tag(text: str, start: int) -> int:
        end = text.find(">", start)
        # A ">" inside a value in quotation marks is no end; a value that is never closed is not waited for.
        while 0 <= end < start + _LONGEST_TAG:
            inside = text[start:end]
            last = max(inside.rfind('="'), inside.rfind("='"))
            if last < 0 or inside.find(inside[last + 1], last + 2) >= 0:
                return end
            following = text.find(">", end + 1)
            if following < 0 or following - start > _LONGEST_TAG:
                return end
            end = following
        return end

    def _title(self, text: str) -> None:
        title = one_line(html.unescape(text))
        if title and len(title) < 400 and len(self.titles) < 5:
            self.titles.append(title)

    def _tag(self, tag: str) -> str:
        self._tags_left -= 1
        if self._tags_left < 0:
            self.cut = True
            return ""
        match = _NAME.match(tag)
        if not match:
            return ""
        name = match[1].lower()
        if name == "br":
            self._words.append("\n")
        elif name in _BREAKS:
            self._flush()
        if tag.startswith("/"):
            self._close(name)
        elif name not in _VOID and not tag.endswith("/"):
            self._start(name, tag[match.end() :])
        elif name in _BREAKS:
            pass
        return name

    def _start(self, name: str, rest: str) -> None:
        while self._open and name in _LEAVES_OPEN.get(self._open[-1][0], ()):
            self._open.pop()
        if self._headed and (name == "p" or name in _HEADINGS):
            at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] in _HEADINGS), None)
            if at is not None:
                del self._open[at:]
        if name in _HEADINGS:
            self._headed = False
        left_out, around = (self._open[-1][1], self._open[-1][2]) if self._open else (False, False)
        if name in _NEVER:
            left_out = True
        elif rest.strip() and name not in ("body", "html", "main", "article"):
            attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest[:4000])}
            if (
                "hidden" in attributes
                or _HIDDEN.search(attributes.get("style", ""))
                or attributes.get("aria-hidden") == "true"
            ):
                left_out = True
            about = " ".join(attributes.get(each, "") for each in ("class", "role", "aria-label"))
            about = _NOT_AROUND.sub("", f"{about} {attributes.get('id', '')}")
            if name not in _HEADINGS and _PARTS.search(about):
                around = True
        if name in _AROUND:
            around = True
        if len(self._open) < _DEEPEST:
            self._open.append((name, left_out, around))
        if name == "tr":
            self._end_row()
            self._cells = None if left_out else []

    def _close(self, name: str) -> None:
        if name in ("tr", "table", "tbody", "thead"):
            self._end_row()
        # An element that was never opened, or so far down that others were forgotten, closes nothing.
        for depth in range(len(self._open) - 1, max(-1, len(self._open) - 60), -1):
            if self._open[depth][0] == name:
                del self._open[depth:]
                return

    def _end_row(self) -> None:
        """Add the row that is open, whether or not the page closes it."""
        cells, self._cells = tuple(self._cells or ()), None
        if any(cells):
            self._add(Block(" | ".join(cells), "row", cells=cells) if len(cells) > 1 else Block(cells[0]))

    def _say(self, words: str) -> None:
        self._left -= len(words)
        if self._left < 0:
            self.cut = True
            return
        if not self._open or not self._open[-1][1]:
            text = html.unescape(words) if "&" in words else words
            self._words.append(_SPACES.sub(" ", text))
            size = len(text.strip())
            self._length += size
            names = [name for name, _, _ in self._open[-8:]]
            if "a" in names:
                self._linked += size
            if "strong" in names or "b" in names:
                self._bold += size

    def _flush(self) -> None:
        if not self._words:
            return
        said = tidy("".join(self._words))
        about = (self._linked, self._bold, self._length)
        self._words, self._linked, self._bold, self._length = [], 0, 0, 0
        for text in _broken(said):
            self._put(text, *about)

    def _put(self, text: str, linked: int, bold: int, length: int) -> None:
        names = [name for name, _, _ in self._open]
        level = next((int(name[1]) for name in reversed(names) if name in _HEADINGS), 0)
        if self._cells is not None and (level or len(text) > _LONGEST_CELL):
            # A table that only lays out the page has no rows to be kept together.
            self._end_row()
        if self._cells is not None and ("td" in names or "th" in names):
            self._cells.append(text)
            return
        around = bool(self._open) and self._open[-1][2]
        if around or (length and linked >= length * 0.8 and not level):
            self._add(Block(text, "menu"))
        elif level:
            self._headed = True
            self._add(Block(text, "heading", level) if len(text) < 300 else Block(text))
        elif mark := _BULLET.match(text):
            # Word writes the marks of a list as text.
            self._add(Block(text[mark.end() :], "bullet"))
        elif "li" in names:
            self._add(Block(text, "bullet"))
        else:
            is_bold = (
                length and bold >= length and len(text) <= 110 and not re.search(r"[.?!;,][\"'”’)]*$", text)
            )
            self._add(Block(text, "heading" if is_bold else "paragraph"))

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            self.cut = True
        else:
            self.blocks.append(block)
