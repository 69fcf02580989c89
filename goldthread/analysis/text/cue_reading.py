"""A text read for cues: one line of plain words, as people say them however they spell them, and the way back.

Text-speak ("u", "2day", "wana"), dictated stops ("full stop"), short forms ("can't", "cannot", "can not") and line
breaks come out alike, so that a cue is written once. Places in the line lead back to places in the text as given.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from goldthread.analysis.text.normalisation import NormalisedText

STOP = "."
# What a harmless phrase leaves behind: no cue runs over it.
BLOT = "_"
# A person's name that was hidden, such as "[person 2]".
SOMEBODY = "somebodyhidden"
# A text is read this far.
READ = 200_000
_TOKEN = re.compile(r"\[[^\]\n]{1,40}\]|[^\W_]{1,60}(?:'[^\W_]{1,10}){0,2}|[£&]|[.!?;:]|\n[ \t]{0,9}\n")
_STOPS = frozenset(".!?;:")

# One word as it is typed or dictated, and the plain words for it.
_SPELLINGS = {
    word: plain.split()
    for plain, words in {
        "you": "u ya yu", "your": "ur yor", "are": "r", "why": "y", "and": "n &", "with": "wiv wif", "again": "agen agn agian",
        "was": "woz wos", "what": "wot wat", "didnt": "dint didn dident didint", "dont": "dnt don donot dosent",
        "doesnt": "dosnt dusnt doesn", "people": "ppl peeps peple", "please": "plz pls plez", "have": "hav av hve",
        "because": "cos coz cus cuz bcos becos becuz bc becoz becaus", "today": "2day", "tonight": "2nite 2night tonite tonigt",
        "tomorrow": "2moro 2morrow tomoro tomorow tmrw tomoz", "before": "b4", "someone": "sum1 sumone some1 somebody sumbody",
        "everyone": "every1 evryone everybody", "anyone": "any1 anybody", "nobody": "no1 noone nobdy no1s", "something": "sumthing summat sumfing",
        "nothing": "nowt nuffin nuthin nothin nuffink nout", "anything": "owt anythin anyfing", "want to": "wana wanna", "going to": "gona gonna gunna gna",
        "got to": "gota gotta", "when": "wen", "from": "frm", "back": "bk", "talk": "tlk", "hospital": "hosp hospitl", "tablets": "tabs tablits tabletts",
        "night": "nite", "over": "ova", "know": "kno knw", "phone": "fone", "home": "hme", "every": "evry evary", "week": "wk",
        "weeks": "wks", "hours": "hrs hr", "years": "yrs", "months": "mnths mths", "cant": "cnt carnt canot cannot",
        "that": "dat tht", "this": "dis ths", "them": "em dem", "mum": "mam mom mums mummy mother mothers moms mams mammy", "dad": "father dads fathers daddy",
        "nan": "gran nana granny grandma grandmother nans grans", "medication": "meds medecine medicine medicines medecines medicin",
        "child": "kid", "children": "kids", "really": "rly realy", "brother": "bro", "sister": "sis", "goodbye": "goodby gudbye",
        "myself": "meself mysen meself", "himself": "hisself hissen", "themselves": "themself theirselves", "suicide": "sucide suiside suicid sewerside suiced",
        "suicidal": "sucidal suisidal", "afraid": "afrade", "scared": "scard skared", "frightened": "frightend frighten", "carer": "carers", "resident": "residents",
        "hurts": "hurtz", "locked": "lockd", "husband": "hubby hubbie", "boyfriend": "bf", "girlfriend": "gf",
        "do not": "dinnae", "cant do": "cannae", "bruises": "brusies bruses briuses", "isnt": "isn", "wasnt": "wasn", "hasnt": "hasn", "wouldnt": "wouldn wudnt", "couldnt": "couldn cudnt",
        "want": "wnt wnat wannt wan", "wont": "shant", "be": "b", "live": "liv lyv", "dead": "ded", "as well": "aswell", "anymore": "anymor nemore nemor nomore enymore",
        "killing": "killin", "dying": "dyin dieing", "living": "livin", "ending": "endin", "jumping": "jumpin", "hanging": "hangin", "cutting": "cuttin",
        "thinking": "thinkin", "taking": "takin", "going": "goin", "doing": "doin", "feeling": "feelin", "hitting": "hittin", "shouting": "shoutin",
        "stealing": "stealin", "hurting": "hurtin", "having": "havin", "waking": "wakin", "being": "bein", "starving": "starvin", "screaming": "screamin",
        "should": "shud", "could": "cud", "would": "wud", "their": "thier", "they": "thay", "life": "lyfe", "alone": "aloan",
        "ambulance": "ambulence", "hungry": "hungary hungrey", "abuse": "abuze", "washed": "washd", "wash": "wosh",
        "woman": "lady", "women": "ladies", "man": "gentleman bloke fella feller fellow chap geezer", "men": "gentlemen blokes fellas chaps", "toilet": "loo lav",
    }.items()
    for word in words.split()
}  # fmt: skip
# Short forms that stand for two words of a different beginning.
_SHORT = {
    "ive": ["i", "have"], "i've": ["i", "have"], "theyve": ["they", "have"], "they've": ["they", "have"], "weve": ["we", "have"], "we've": ["we", "have"],
    "i'll": ["i", "will"], "we'll": ["we", "will"], "he'll": ["he", "will"], "she'll": ["she", "will"], "they'll": ["they", "will"],
          "you'll": ["you", "will"], "we're": ["we", "are"], "it'll": ["it", "will"], "there'll": ["there", "will"], "let's": ["lets"], "i'd": ["id"]}  # fmt: skip
# Two words that are said as one.
_PAIRS = {
    **{(word, "not"): short for word, short in {
        "do": "dont", "does": "doesnt", "did": "didnt", "is": "isnt", "are": "arent", "was": "wasnt", "were": "werent",
        "has": "hasnt", "have": "havent", "had": "hadnt", "will": "wont", "would": "wouldnt", "could": "couldnt",
        "should": "shouldnt", "can": "cant", "must": "mustnt"}.items()},
    ("i", "am"): "im", ("he", "is"): "hes", ("he", "has"): "hes", ("she", "is"): "shes",
    ("she", "has"): "shes", ("they", "are"): "theyre", ("you", "are"): "youre",
    ("no", "one"): "nobody", ("some", "one"): "someone", ("any", "one"): "anyone", ("any", "more"): "anymore",
    ("it", "is"): "its", ("it", "has"): "its", ("there", "is"): "theres", ("there", "has"): "theres", 
    ("shall", "not"): "wont", ("full", "stop"): STOP, ("question", "mark"): STOP, ("exclamation", "mark"): STOP, ("good", "bye"): "goodbye",
    ("my", "self"): "myself", ("him", "self"): "himself", ("his", "self"): "himself", ("their", "selves"): "themselves", ("them", "selves"): "themselves", ("her", "self"): "herself", ("every", "one"): "everyone",
    ("every", "day"): "everyday", ("over", "dose"): "overdose", ("over", "dosed"): "overdosed", ("can", "t"): "cant",
    ("don", "t"): "dont", ("dont", "t"): "dont", ("care", "worker"): "carer", ("care", "workers"): "carer",
    ("home", "help"): "carer", ("care", "assistant"): "carer", ("bed", "room"): "bedroom", ("no", "body"): "nobody",
}  # fmt: skip


class CueText:
    """A text as a line of plain words (`line`: each after one space, a space at the end) and the way back."""

    __slots__ = ("_ends", "_plain", "_spans", "line", "words")

    def __init__(self, text: str) -> None:
        self._plain = NormalisedText(text[:READ])
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        for match in _TOKEN.finditer(self._plain.text):
            token = match.group().lower()
            span = match.span()
            first = token[0]
            if first in _STOPS or first == "\n":
                read = [STOP]
            elif first == "[":
                read = [SOMEBODY]
            elif token in _SHORT:
                read = _SHORT[token]
            else:
                if "'" in token:
                    token = token.replace("'", "")
                read = _SPELLINGS.get(token) or [token]
            for word in read:
                pair = _PAIRS.get((words[-1], word)) if words else None
                if pair is None:
                    words.append(word)
                    spans.append(span)
                elif pair == STOP:
                    words[-1], spans[-1] = STOP, (spans[-1][0], span[1])
                else:
                    words[-1], spans[-1] = pair, (spans[-1][0], span[1])
            if len(words) > 1 and words[-1] == words[-2] == STOP:
                words.pop()
                spans.pop()
        self.words, self._spans = words, spans
        self._ends: list[int] = []
        self._join()

    def _join(self) -> None:
        self.line = " " + " ".join(self.words) + " "
        ends, at = [], 0
        for word in self.words:
            at += len(word) + 1
            ends.append(at)
        self._ends = ends

    def word_at(self, place: int) -> int:
        """Return the number of the word that begins after the space at `place` of the line."""
        return bisect_right(self._ends, place)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text as given that `line[start:end]` came from; `start` at a space before a word."""
        first, last = self.word_at(start), self.word_at(end - 1)
        return self._plain.span(self._spans[first][0], self._spans[last][1])

    def blot(self, stretches: list[tuple[int, int]]) -> None:
        """Put a blot for each word of these stretches of the line."""
        for start, end in stretches:
            for number in range(self.word_at(start), self.word_at(end - 1) + 1):
                if self.words[number] != STOP:
                    self.words[number] = BLOT
        if stretches:
            self._join()
