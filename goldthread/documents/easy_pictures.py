"""Drawings for easy read, our own: one thing each, 120 by 120, lines 4 wide, without letters in them."""

from __future__ import annotations

from dataclasses import dataclass

from goldthread.documents.model import Box, Figure, Paragraph, Part, Text

_ON_PAPER = 26.0
_MIST, _GOLD, _RED = "#eef4f3", "#fdf6e3", "#fbeaea"


@dataclass(frozen=True)
class Picture:
    """A drawing: what is in it, in words for whoever does not see it, the colour behind it, and its lines."""

    says: str
    ground: str
    lines: str


PICTURES = {
    "thanks": Picture(
        "A heart",
        _GOLD,
        '<path d="M60 92C28 70 26 46 40 39c10-5 18 3 20 10 2-7 10-15 20-10 14 7 12 31-20 53z" fill="#ffd04a"/>',
    ),
    "complaint": Picture(
        "A sad face",
        _MIST,
        '<circle cx="60" cy="62" r="30" fill="#fff"/><path d="M48 77c6-7 18-7 24 0"/>'
        '<circle cx="50" cy="59" r="2.5" fill="#14262b"/><circle cx="70" cy="59" r="2.5" fill="#14262b"/>',
    ),
    "worry": Picture(
        "A worried face",
        _MIST,
        '<circle cx="60" cy="62" r="30" fill="#fff"/><path d="M48 76h24M44 50l9-4M76 50l-9-4"/>'
        '<circle cx="50" cy="59" r="2.5" fill="#14262b"/><circle cx="70" cy="59" r="2.5" fill="#14262b"/>',
    ),
    "idea": Picture(
        "A light bulb",
        _GOLD,
        '<path d="M48 78c-2-10-14-14-14-30a26 26 0 0152 0c0 16-12 20-14 30z" fill="#ffd04a"/>'
        '<path d="M50 88h20M53 97h14M60 78V60M52 54l8 6 8-6"/>',
    ),
    "danger": Picture(
        "A warning sign",
        _RED,
        '<path d="M60 24l38 66H22z" fill="#fff" stroke="#a3222c"/><path d="M60 48v20" stroke="#a3222c" '
        'stroke-width="7"/><circle cx="60" cy="79" r="4" fill="#a3222c" stroke="none"/>',
    ),
    "talk": Picture(
        "A person speaking",
        _MIST,
        '<circle cx="40" cy="58" r="13" fill="#fff"/><path d="M18 98c2-26 42-26 44 0"/>'
        '<path d="M66 26h36v26H84l-12 11V52h-6z" fill="#ffd04a"/><path d="M75 36h18M75 43h12"/>',
    ),
    "phone": Picture(
        "A telephone",
        _MIST,
        '<path d="M40 30l12-2 7 18-9 7c4 10 10 16 19 20l8-9 17 8-3 12c-2 6-8 8-14 6-22-6-38-24-43-46-1-6 1-12 '
        '6-14z" fill="#fff"/>',
    ),
    "letter": Picture(
        "An envelope", _MIST, '<path d="M24 38h72v46H24z" fill="#fff"/><path d="M24 38l36 28 36-28"/>'
    ),
    "screen": Picture(
        "A computer",
        _MIST,
        '<path d="M26 32h68v44H26z" fill="#fff"/><path d="M60 76v14M44 92h32M36 46h32M36 56h44M36 66h22"/>',
    ),
    "read": Picture(
        "A person reading",
        _MIST,
        '<circle cx="60" cy="38" r="14" fill="#fff"/><path d="M30 96c2-30 58-30 60 0"/>'
        '<path d="M60 74c-8-6-18-6-26-3v26c8-3 18-3 26 3 8-6 18-6 26-3V71c-8-3-18-3-26 3zM60 74v26" fill="#fff"/>',
    ),
    "lock": Picture(
        "A padlock",
        _MIST,
        '<path d="M36 56h48v36H36z" fill="#ffd04a"/><path d="M44 56V44a16 16 0 0132 0v12M60 70v9"/>',
    ),
    "tick": Picture("A tick", _GOLD, '<path d="M28 64l20 20 42-46" stroke="#0a5f66" stroke-width="9"/>'),
    "cross": Picture("A cross", _RED, '<path d="M36 36l48 48M84 36L36 84" stroke="#a3222c" stroke-width="9"/>'),
    "help": Picture(
        "Two people side by side",
        _MIST,
        '<circle cx="42" cy="46" r="11" fill="#fff"/><circle cx="80" cy="46" r="11" fill="#fff"/>'
        '<path d="M22 92c2-26 38-30 40-4M58 88c2-24 38-22 40 4"/><path d="M52 74h18" stroke="#c8931a" stroke-width="7"/>',
    ),
    "me": Picture(
        "One person", _MIST, '<circle cx="60" cy="44" r="16" fill="#fff"/><path d="M28 98c3-38 61-38 64 0z" fill="#ffd04a"/>'
    ),
    "write": Picture(
        "A pencil on paper",
        _MIST,
        '<path d="M30 26h46v68H30z" fill="#fff"/><path d="M39 42h28M39 54h20M39 66h12"/>'
        '<path d="M58 84l4-14 28-30 10 9-28 31z" fill="#ffd04a"/>',
    ),
    "camera": Picture(
        "A camera",
        _MIST,
        '<path d="M24 44h20l6-10h20l6 10h20v44H24z" fill="#fff"/><circle cx="60" cy="64" r="14" fill="#ffd04a"/>',
    ),
    "voice": Picture(
        "A microphone",
        _MIST,
        '<path d="M49 40a11 11 0 0122 0v18a11 11 0 01-22 0z" fill="#ffd04a"/><path d="M38 56c0 28 44 28 44 0M60 78v14M46 93h28"/>',
    ),
    "calendar": Picture(
        "A calendar",
        _MIST,
        '<path d="M28 36h64v56H28z" fill="#fff"/><path d="M28 52h64M44 28v14M76 28v14"/>'
        '<path d="M54 64h14v14H54z" fill="#ffd04a"/>',
    ),
    "home": Picture(
        "A house", _MIST, '<path d="M24 60l36-32 36 32M34 54v38h52V54" fill="#fff"/><path d="M52 92V70h16v22" fill="#ffd04a"/>'
    ),
    "question": Picture(
        "A question mark",
        _GOLD,
        '<path d="M44 46c0-22 34-20 34 0 0 14-18 14-18 28" stroke="#0a5f66" stroke-width="8"/>'
        '<circle cx="60" cy="90" r="5" fill="#0a5f66" stroke="none"/>',
    ),
    "send": Picture(
        "A letter going off",
        _MIST,
        '<path d="M22 42h50v36H22z" fill="#fff"/><path d="M22 42l25 19 25-19"/><path d="M80 60h22M93 50l10 10-10 10" '
        'stroke="#c8931a" stroke-width="6"/>',
    ),
    "pause": Picture(
        "A clock",
        _MIST,
        '<circle cx="60" cy="60" r="34" fill="#fff"/><path d="M60 38v22l15 10" stroke="#0a5f66" stroke-width="6"/>',
    ),
    "bin": Picture(
        "A bin",
        _MIST,
        '<path d="M38 44h44l-4 50H42z" fill="#fff"/><path d="M32 44h56M52 44v-8h16v8M52 56l2 28M68 56l-2 28"/>',
    ),
}  # fmt: skip
"""Each drawing by its name. A new one is a line here, and is shown by `ui.pic` and in documents at once."""


def picture(name: str) -> str:
    """Return a drawing as SVG that says nothing by itself: the words beside it do. Raises KeyError for an unknown one."""
    drawn = PICTURES[name]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" aria-hidden="true" focusable="false" fill="none" '
        'stroke="#14262b" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">'
        f'<circle cx="60" cy="60" r="56" fill="{drawn.ground}" stroke="none"/>{drawn.lines}</svg>'
    )


def pictured(name: str, *lines: Text | Part, says: str = "") -> Box:
    """Return lines of easy read beside a drawing, as a part of a document. says: what is in it, in another language."""
    words = [line if isinstance(line, Part) else Paragraph(line) for line in lines]
    return Box([Figure(picture(name), says or PICTURES[name].says, _ON_PAPER), Box(words)], "pictured")
