"""What an e-mail seems to be, by the words or headers that say so; nothing where none does. A person decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldthread.mail.message import Automatic, ReadEmail

_LOOKED_AT = 6_000
_COMPLAINT = re.compile(
    r"\b(?:formal complaint|complain(?:t|ing|ed|s)?|not happy|unhappy|dissatisf\w{1,8}|unacceptable|disgust\w{1,6}|"
    r"appalling|let (?:me|us|him|her|them) down|ombudsman|nobody (?:rang|called|came|answered)|no[- ]?one (?:rang|called|came)|"
    r"(?:was|were) missed|still waiting|not good enough|apology)\b",
    re.IGNORECASE,
)
_COMPLIMENT = re.compile(
    r"\b(?:thank(?:s| you) (?:so much|very much|for (?:all|everything|the|your|how))|grateful|wonderful|brilliant|"
    r"excellent|amazing|fantastic|above and beyond|credit to|so kind|very kind|lovely|praise)\b",
    re.IGNORECASE,
)
_SUGGESTION = re.compile(
    r"\b(?:suggest(?:ion|ions)?|(?:it )?would (?:help|be better|be good) if|could you not|why not|my idea|"
    r"have you thought)\b",
    re.IGNORECASE,
)
_MP = re.compile(r"\b(?:my constituent|constituents?|House of Commons|Member of Parliament|MP for)\b")
_COUNCILLOR = re.compile(r"\b(?:Cllr\.?|Councillor)\b")


@dataclass(frozen=True)
class Seeming:
    """What an e-mail seems to be: a type of feedback, "away", "bounce" or "list", or "" where nothing says; and by what."""

    kind: str = ""
    because: tuple[str, ...] = ()


def seem(read: ReadEmail) -> Seeming:
    """Return what an e-mail seems to be."""
    if read.automatic in (Automatic.BOUNCE, Automatic.DELAY):
        codes = [each.status for each in read.returned if each.status]
        return Seeming("bounce", ("a server sent it", *dict.fromkeys(codes)))
    if read.automatic == Automatic.REPLY:
        return Seeming("away", ("it says that it was sent automatically",))
    domain = read.sender.address.rpartition("@")[2]
    text = f"{read.subject}\n{read.text or read.quoted}\n{' '.join(each.text for each in read.inside)}"[
        :_LOOKED_AT
    ]
    if domain == "parliament.uk" or domain.endswith(".parliament.uk"):
        return Seeming("mp_enquiry", ("sent from parliament.uk",))
    if _MP.search(text):
        return Seeming("mp_enquiry", _words(_MP, text))
    if _COUNCILLOR.search(read.sender.name):
        return Seeming("councillor_enquiry", _words(_COUNCILLOR, read.sender.name))
    if read.automatic == Automatic.LIST:
        return Seeming("list", ("it was sent to a list",))
    complaint, compliment = _words(_COMPLAINT, text), _words(_COMPLIMENT, text)
    # A complaint often begins with thanks, and is one all the same.
    if complaint:
        return Seeming("complaint", complaint)
    if compliment:
        return Seeming("compliment", compliment)
    suggestion = _words(_SUGGESTION, text)
    return Seeming("suggestion", suggestion) if suggestion else Seeming()


def _words(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(match[0].lower().split()) for match in pattern.finditer(text)))[:4]
