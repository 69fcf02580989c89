"""Matter of a text: what is left without its opening and closing, which most letters share.

"I am writing to complain about ..." and "I look forward to hearing from you" say nothing of what a text is about. Two
letters that share no more than those are not alike, so the meaning of a text is that of its matter.
"""

from __future__ import annotations

import re

from goldthread.analysis.text.empty_words import EMPTY
from goldthread.analysis.text.placeholders import without_placeholders

# Words that only lead up to the matter of a letter: a run of them at its beginning is left out.
_LEADING_WORDS = """a about above accept act addressed advise after again all also am an and any appalled appreciate
approach are as ask at attention aware be because been before behalf being below both bring by call calling can certain
compelled complain complained complaining complaint complaints compliment comment comments concern concerned concerning
concerns contact contacting could council d day dear department did disappointed disappointment disgust disgusted
dissatisfaction dissatisfied do draw dr during email emailing express expressing extremely feedback feel file finds
following for formal formally from frustrated frustration further get getting give given go good gratitude grievance had
happened has have having he hello her hereby hi him his highlight hope hoping how i i'd i'll i'm i've if in inform
informing is issue issues it it's its just kindly know last let letter like ll lodge m made madam mail make making manager
matter may me mention message mr mrs ms must my myself need note of official officially on once opportunity or order our
ought outline over part pass past people phoning place please point praise problem problems provide quite raise raised
raising re reach reaching really received receiving recent recently record ref reference regard regarding regards register
registering relating relation report reporting request respect ring ringing s saddened say secondly send sending serious
seriously share she should sir sirs so some speak start strong strongly submit submitting subject such sure t take team
tell telling thank thanks that that's the their them there they things this through time to today touch understand unhappy
up upset us ve very via voice want wanted was we we'd we're we've well were what when where which while who whom wish with
would write writing wrote you you're your january february march april june july august september october november
december morning afternoon evening mother father mum dad mam parents husband wife partner son daughter brother sister
aunt uncle nan gran grandmother grandfather family friend client neighbour"""
# And those after it.
_CLOSING_WORDS = """a action advance all am an and any appreciate appreciated as asap attention await back be best by can
cheers concern consideration contact could do earliest email faithfully for forward from further get god grateful have
hear hearing help hesitate hope i i'd i'm if in information investigate is it kind kindest kindly know let letter like
look looking many matter me my need not of on once out please possible prompt promptly questions regards reply respond
response see sincere sincerely soon sort take thank thanks that the this time to truly urgently us very warm we will wishes
with would you your yours"""
# A run without one of these is how any sentence begins or ends, and belongs to the matter.
_OPENS = """complain complained complaining complaint complaints concern concerned concerning concerns dear madam sir sirs
write writing express expressing raise raising lodge submit register feedback formal formally regard regarding email
emailing contacting behalf compliment praise grievance report reporting thank gratitude inform informing"""
_CLOSES = """sincerely faithfully regards hearing forward advance wishes grateful reply respond response await yours"""
_LEADING, _CLOSING = frozenset(_LEADING_WORDS.split()), frozenset(_CLOSING_WORDS.split())
_OPENING_MARKS, _CLOSING_MARKS = frozenset(_OPENS.split()), frozenset(_CLOSES.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


def matter_of(text: str) -> str:
    """Return a text without its opening, its closing and its placeholders; the text itself where nothing else is left."""
    plain = without_placeholders(text)
    matches = list(_WORD.finditer(plain))
    words = [_plain(match) for match in matches]
    first, last = 0, len(words)
    while first < last and (words[first] in _LEADING or words[first].isdigit()):
        first += 1
    while last > first and words[last - 1] in _CLOSING:
        last -= 1
    if first == last:
        return plain
    start = matches[first].start() if not _OPENING_MARKS.isdisjoint(words[:first]) else 0
    end = matches[last - 1].end() if not _CLOSING_MARKS.isdisjoint(words[last:]) else len(plain)
    return plain[start:end]


def content_of(text: str) -> str:
    """Return the words of a text's matter that say what it is about; the whole matter where it has no such word."""
    matter = matter_of(text)
    words = [
        word
        for match in _WORD.finditer(matter)
        if not (word := _plain(match)).isdigit() and word not in EMPTY
    ]
    return " ".join(words) or matter


def _plain(match: re.Match[str]) -> str:
    return match.group().lower().replace("’", "'")
