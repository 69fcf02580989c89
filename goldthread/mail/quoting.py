"""What is new in a reply, apart from what it quotes and from signature, disclaimer and banners.

Nothing is thrown away: what is set aside is kept beside it, and where it is not clear it is left in the new text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailparser_reply.parser import EmailMessage

# The library's patterns look at a line several times over: what is longer is cut before they see it.
_LONGEST_LINE = 200
_MOST_LINES = 1_500
# A signature that is longer is none: somebody said "Kind regards" in the middle of what they have to say.
_LONGEST_SIGNATURE = 25
_FROM = re.compile(r"^[>* ]*From:", re.IGNORECASE | re.MULTILINE)
_WHEN = re.compile(r"^[>* ]*(?:Sent|Date):", re.IGNORECASE | re.MULTILINE)
_FORWARDED = re.compile(
    r"^(?:-{2,} ?(?:Original Message|Forwarded message|Original Appointment) ?-{2,}|Begin forwarded message:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_RULE = re.compile(r"^[_-]{10,}\s*$")
_BANNER = re.compile(
    r"^\W{0,8}(?:caution|warning|external|security notice)\b.{0,200}"
    r"(?:outside|external|do not (?:click|open)|links|attachments|unknown)\b.{0,300}$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"^(?:this (?:e-?mail|message|communication)\b.{0,80}"
    r"(?:intended|confidential|privileged|sent (?:on|in) behalf)|confidentiality notice|disclaimer\b|the information "
    r"(?:contained )?in this (?:e-?mail|message))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:yours (?:sincerely|faithfully|truly)|(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|regards|"
    r"sent from (?:my|outlook|yahoo|samsung|mail for)\b.{0,60}|get outlook for\b.{0,60}|many thanks|thanks|thank you|best)"
    r"[,.!]?\s*$",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\[cid:[^\]\n]{1,200}\]|\[image:[^\]\n]{1,200}\]", re.IGNORECASE)
_PATTERNS = EmailMessage("", languages=["en"], keep_hyphen_lists=True)


@dataclass(frozen=True)
class Parts:
    """A text in its parts: what is new, what is quoted, what is set aside."""

    new: str
    quoted: str
    aside: str


def parts_of(text: str) -> Parts:
    """Return a text in its parts; every line of it stands in one of them."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    at = _quoted_from(lines)
    above, quoted = lines[:at], lines[at:]
    own: list[str] = []
    within: list[str] = []
    for line in above:
        (within if line.lstrip().startswith(">") else own).append(line)
    new, aside = _without_aside(own)
    return Parts(
        _joined(new), _joined([*within, *([""] if within and quoted else []), *quoted]), _joined(aside)
    )


def _quoted_from(lines: list[str]) -> int:
    """Return the line at which an earlier message begins that stands below; how many lines there are where none does."""
    looked = [line.strip()[:_LONGEST_LINE] for line in lines[:_MOST_LINES]]
    joined = "\n".join(looked)
    starts = [match.start() for match in _FORWARDED.finditer(joined)]
    for match in _PATTERNS.HEADER_REGEX.finditer(joined):
        found = match[0]
        wrote = "wrote:" in found.lower()
        # "From: Monday To: Friday" heads no message: that says who sent it and when.
        if wrote or (_FROM.search(found) and _WHEN.search(found)):
            starts.append(match.start() + len(found) - len(found.lstrip("\n")))
    for start in sorted(starts):
        at = joined.count("\n", 0, start)
        if looked[at].startswith(">"):
            # Quoted with ">" all the way, and so told apart line by line: answers may stand between.
            continue
        if _answered_below(lines, at):
            continue
        while at and (not lines[at - 1].strip() or _RULE.match(lines[at - 1].strip())):
            at -= 1
        return at
    return len(lines)


def _answered_below(lines: list[str], at: int) -> bool:
    """Return whether what follows "Ann wrote:" is quoted with ">" and answered between or below."""
    below = [line.strip() for line in lines[at + 1 :] if line.strip()]
    if "wrote:" not in " ".join(lines[at : at + 2]).lower() or not below:
        return False
    own = [line for line in below if not line.startswith(">") and "wrote:" not in line.lower()]
    return bool(own) and below[0].startswith(">")


def _without_aside(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return a person's own lines, and those of banners above and of signature and disclaimer below."""
    first = 0
    aside: list[str] = []
    while first < len(lines) and (not lines[first].strip() or _BANNER.match(lines[first].strip())):
        aside += [lines[first]] if lines[first].strip() else []
        first += 1
    body = lines[first:]
    end = _signature_from(body)
    return [_IMAGE.sub("", line) for line in body[:end]], [*aside, *body[end:]]


def _signature_from(lines: list[str]) -> int:
    """Return the line at which the signature begins, how many lines there are where there is none."""
    said = [n for n, line in enumerate(lines) if line.strip()]
    if not said:
        return len(lines)
    for n in said[1:]:
        line, left = lines[n].strip()[:_LONGEST_LINE], len(lines) - n
        if line in ("--", "__") and left <= _LONGEST_SIGNATURE:
            return n
        if _DISCLAIMER.match(line):
            return n
        if _CLOSING.match(line) and left <= _LONGEST_SIGNATURE and _is_signature(lines[n + 1 :]):
            return n
    return len(lines)


def _is_signature(lines: list[str]) -> bool:
    """Return whether what follows a closing is a name and where to find somebody: short lines, and no sentences."""
    said = [line.strip() for line in lines if line.strip()]
    until = next((n for n, line in enumerate(said) if _DISCLAIMER.match(line[:_LONGEST_LINE])), len(said))
    return all(len(line) <= 120 and not re.search(r"[.!?]\s+[A-Z]", line) for line in said[:until])


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
