"""Addresses: house and street, flats, house names, and postcodes in every spelling.

A street, a town or a building without a number stays: many people live there. Room and ward numbers stay too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

_AREAS = lx.wordset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU "
    "GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH "
    "PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
POSTCODE = re.compile(
    r"(?<![^\W_])([A-Z]{1,2})([0-9][0-9A-Z]?)[ \-.]{0,3}([0-9O])([A-Z]{2})(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
_AFTER_LETTER = re.compile(r"[0-9](?<=[A-Za-z][0-9])")  # as a postcode's first figure stands
POSTCODE_CUED = re.compile(
    r"\bpost(?:al)?[ \-]?code\b(?:[ ]is|[ ]was)?[ :\-,]{0,3}"
    r"([A-Z][ ]?[A-Z]?[ ]?[0-9OI][ ]?[0-9A-Z]?[ ,\-.]{0,2}[0-9O][ ]?[A-Z][ ]?[A-Z])(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
# A number, then up to five words; which word ends the street is decided below.
_WORD = r"[^\W\d_][\w'\-]{0,24}\.?"
NUMBERED = re.compile(
    r"(?<![\w£$€.,/:#])(?:(?:flat|apartment|apt|unit|studio|maisonette)[ ]?(?:no\.?[ ])?[0-9]{1,4}[a-z]?,?[ ]{1,2})?"
    r"(?:(?:no\.?|number|house)[ ]?)?([0-9]{1,4}(?:[ ]?[a-rt-z](?=[ ,]))?(?:[ ]?[\-/][ ]?[0-9]{1,4}[a-z]?)?),?[ ]{1,2}"
    rf"({_WORD}(?:[ ]{{1,2}}{_WORD}){{0,4}})",
    re.IGNORECASE,
)
_FIGURE, _BEFORE_FIGURE = re.compile(r"[0-9]"), 40  # "maisonette no. ", and more than that
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[ \-](?:{_UNITS}))?|{_UNITS}|{_TEENS})"
IN_WORDS = re.compile(
    r"(?<![\w\-])(?:(?:flat|apartment)[ ](?:[0-9]{1,4}[a-z]?|\w{3,9}),?[ ])?((?:number|no\.?|flat|apartment)[ ])?"
    rf"((?:(?:a|{_UNITS})[ ]hundred(?:[ ]and[ ]))?{_BELOW_HUNDRED}|(?:a|{_UNITS})[ ]hundred)"
    rf"(?:[ ]?[a-d](?=[ ,]))?,?[ ]{{1,2}}({_WORD}(?:[ ]{{1,2}}{_WORD}){{0,4}})",
    re.IGNORECASE,
)
NUMBER_WORD = re.compile(
    rf"(?<![\w\-])(?:{_UNITS}|ten|eleven|twelve|[a-z]{{3,5}}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred)[ ,\-]",
    re.IGNORECASE,
)
_STREET_NEAR, _BEFORE_NUMBER = 50, 24
FLAT = re.compile(
    r"\b(?:flat|apartment|apt|unit|studio|maisonette|bungalow|plot|pitch|caravan|mooring|berth|chalet)[ ]?(?:no\.?[ ]|number[ ])?(?:[0-9]{1,4}[a-z]?|(?<=[ ])[A-Z](?=[ ,.]))\b"
    rf"(,?[ ]{{1,2}}(?:{_WORD}(?:[ ]{{1,2}}{_WORD}){{0,3}}))?",
    re.IGNORECASE,
)
HOUSE_NAME = re.compile(
    r"\b((?:The[ ])?[A-Z][\w'\-]{1,24}(?:[ ][A-Z][\w'\-]{1,24}){0,2}),[ ]?([A-Z][\w'\-]{1,24}(?:[ ][A-Z][\w'\-]{1,24}){1,2})"
)
SMALL_HOUSE = re.compile(
    r"\b(?:live[sd]?(?:[ ]alone)?(?:[ ]at|[ ]in)|living (?:at|in)|address is(?:[ ]now)?|moved to|goes to|sent to|went to|visit(?:ed)? (?:at|to)|stay(?:s|ing)? at|c/o|and)[ ]"
    r"((?:the[ ])?[a-z][a-z'\-]{1,20}(?:[ ][a-z'\-]{2,20})?[ ](?:cottage|house|lodge|farm|barn|villa|bungalow|rectory|vicarage|manor|hall|forge|chapel|croft|orchard|school|schoolhouse|mill|stables)"
    r",[ ]([a-z'\-]{2,20}(?:[ ][a-z'\-]{2,20}){1,2})(?:,[ ][a-z'\-]{3,20}(?:[ ][a-z'\-]{3,20})?(?=$|[.,;\n]))?)"
)
HOUSE_BEFORE = re.compile(r"\b((?:The[ ])?[A-Z][\w'\-]{1,24}(?:[ ][A-Z][\w'\-]{1,24}){0,2}),[ ]$")
HOUSE_CUE = re.compile(
    r"(?:c/o|live[sd]?(?: alone)?(?: at| in)?|living at|moved out of|moved from|hosted at|staying at|visit(?:ed)? (?:at|to)|address(?: is)?:?|moved to|resident of)[ ]{1,2}$",
    re.IGNORECASE,
)
NEXT_PLACE = re.compile(
    r",?[ ]{1,2}([A-Z][\w'\-]{1,24}(?:[ ](?:[A-Z][\w'\-]{1,24}|on|upon|le|in|of|the|super|under)){0,4})"
)
NUMBER_ONLY = re.compile(
    r"\b(?:(?:live[sd]?|living|address is|house is)[ ](?:at|in)?[ ]?(?:number|no\.?)|(?:at|from)[ ]number)[ ]([0-9]{1,4}[a-z]?)\b(?![ ]?(?:%|of|out))",
    re.IGNORECASE | re.ASCII,
)

AT_HOME = re.compile(
    r"(?:\b(?:live[sd]?|living|stay(?:s|ing|ed)?|address|home|house|flat|bungalow|property|moved|come|came|went|deliver\w{0,4}|sent|outside|visit\w{0,3})\b[^.!?\n]{0,30}|\b(?:at|to|from|of|for|is|outside|number|no)[ :]{0,2})$",
    re.IGNORECASE,
)

PATTERNS = {
    "postcode": POSTCODE,
    "postcode after its name": POSTCODE_CUED,
    "postcode, first look": _AFTER_LETTER,
    "a figure": _FIGURE,
    "number and words": NUMBERED,
    "number in words": IN_WORDS,
    "a number in words, first look": NUMBER_WORD,
    "flat": FLAT,
    "house name": HOUSE_NAME,
    "house cue": HOUSE_CUE,
    "house name, small letters": SMALL_HOUSE,
    "house before": HOUSE_BEFORE,
    "at home": AT_HOME,
    "next place": NEXT_PLACE,
    "number alone": NUMBER_ONLY,
}

_STREETS = lx.wordset(
    "road rd street st. st avenue ave av lane ln close cl drive dr crescent cres gardens gdns grove terrace terr way court ct place pl square sq "
    "walk rise row hill mews parade park view green gate vale mount bank end side croft meadow meadows field fields yard villas cottages buildings "
    "mansions estate circus parkway boulevard broadway highway wharf quay embankment esplanade promenade heights common bridge cross dale garth "
    "ridge orchard paddock spinney copse wood woods heath brow approach link passage alley path byway drove causeway chase leys lea ley oval "
    "quadrant ring warren wynd brae glebe fold hey ginnel snicket twitten loke bypass crossroad crossroads streets roads lanes ways walks rises squares "
    "steps mall bottom turn corner reach haven dell dene downs glade hollow knoll nook pastures pightle strand vennel spur stream branch plain plains mill mills"
)
# In small letters these are also plain words: then something must say that it is an address.
_WORDY = lx.wordset(
    "way close drive place view park court walk rise row hill green end side cross bank path field fields ring turn corner reach common gate mount chase "
    "link st dr av pl ct cl approach bridge yard square passage wood woods garden gardens bottom mall branch plain mill mills stream strand oval fold dale"
)
_HOMES = (
    "flat",
    "partment",
    "apt",
    "unit",
    "studio",
    "maisonette",
    "ungalow",
    "plot",
    "pitch",
    "caravan",
    "mooring",
    "berth",
    "chalet",
)
_MARKS = str.maketrans(dict.fromkeys(",.;:!?-()/'\"\n", " "))
_NUMBER_WORDS = lx.wordset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred"
)
_SMALL_HOMES = (
    "cottage", "house", "lodge", "farm", "barn", "villa", "bungalow", "rectory", "vicarage", "manor", "hall", "forge", "chapel",
    "croft", "orchard", "school", "mill", "stables",
)  # fmt: skip
_HOUSES = lx.wordset(
    "house court lodge mansions tower towers heights building buildings point place villas apartments flats hall block wing mews cottage cottages gardens grange"
)
_HOME_NAMES = lx.wordset(
    "cottage house lodge farm barn villa bungalow rectory vicarage manor hall laurels firs elms oaks willows hollies cedars limes beeches pines mill forge chapel croft nook haven orchard gables"
)
_NOT_STREET = lx.wordset(
    "a an the of in on at to for from and or but with by is was are were be been has had have not no it its i we he she they you my our his her their "
    "this that these those each every per any some all more less than then so as if when which who out up down off over under about after before "
    "flight flights set sets minute minutes min mins hour hours hr hrs day days week weeks month months year years yr yrs times time visit visits call calls carers carer "
    "people staff nurses residents pounds quid pence miles mile stone kg pm am p stairs steps floors floor letters emails forms phone different other "
    "half quarter percent degrees sessions nights night mornings falls meals pads tablets pills workers social ladies men women children kids months. "
    "weeks. days. years. hours. bus buses rooms beds bedroom bedroomed january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday st nd rd th ward room going along across another long"
)
_TOWN_LEADS = lx.wordset(
    "north south east west port new st saint great little upper lower old high long bishops kings the royal much"
)


class Addresses:
    """Recogniser of house and street, flats, house names and postcodes."""

    name = "addresses"
    reads_over_breaks = True

    def __init__(self) -> None:
        self._lex = lx.lexicon()

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Addresses and postcodes in `text`; `known` is not used."""
        if any(map(text.__contains__, "0123456789")):
            yield from _postcodes(text)
            yield from self._numbered(text)
        lower = text.lower()
        words = set(lower.translate(_MARKS).split())
        if not (words.isdisjoint(_NUMBER_WORDS) or words.isdisjoint(_STREETS)):
            yield from self._in_words(text, lower)
        if any(home in lower for home in _HOMES):
            yield from self._flats(text)
        if "," in text:
            yield from self._house_names(text)
            if any(home in lower for home in _SMALL_HOMES):
                yield from _small_house_names(text)

    def _numbered(self, text: str) -> Iterator[Detection]:
        start = 0
        while match := _numbered_from(text, start):
            # Search again just behind the number: it may have been a count with an address after it.
            start = match.end(1)
            if re.match(r"[./:][0-9]|%", text[match.end(1) : match.end(1) + 2]):
                continue
            words = list(re.finditer(r"[^\s]{1,30}", match.group(2)))
            end = self._street_end(text, match, words)
            if end is not None:
                end = self._town(text, end)
                begin = _house_before(text, match.start())
                yield Detection(begin, end, Kind.ADDRESS, "a house number and a street", 0.9)
                start = end
        for match in NUMBER_ONLY.finditer(text):
            yield Detection(*match.span(1), Kind.ADDRESS, "the number of a person's house", 0.6)

    def _in_words(self, text: str, lower: str) -> Iterator[Detection]:
        """Addresses with the number in words: "number eleven Glebe Lane", "at twenty two church walk"."""
        start = 0
        for number in NUMBER_WORD.finditer(lower):
            near = lower[number.end() : number.end() + _STREET_NEAR].translate(_MARKS).split()
            if number.start() < start or _STREETS.isdisjoint(near):
                continue
            match = IN_WORDS.search(
                text, max(start, number.start() - _BEFORE_NUMBER), number.end() + 2 * _STREET_NEAR
            )
            if match is None:
                continue
            start = match.end(2)
            words = list(re.finditer(r"[^\s]{1,30}", match.group(3)))
            end = self._street_end(text, match, words, group=3)
            if end is None:
                continue
            street = text[match.start(3) : end].split()
            home_cue = match.group(1) or AT_HOME.search(text[max(0, match.start() - 50) : match.start()])
            if (
                street[-1].lower().endswith("s")
                and street[-1].lower()[:-1] in _STREETS
                and not match.group(1)
            ):
                continue  # "two busy roads"
            if home_cue or all(word[0].isupper() for word in (street[0], street[-1])):
                end = self._town(text, end)
                yield Detection(
                    match.start(), end, Kind.ADDRESS, "a house number in words and a street", 0.85
                )
                start = end

    def _street_end(
        self, text: str, match: re.Match[str], words: list[re.Match[str]], group: int = 2
    ) -> int | None:
        """Return where the street's name ends, or None where the number counts something."""
        base = match.start(group)
        before = text[max(0, match.start() - 50) : match.start()]
        small = [word.group().rstrip(".").lower() for word in words]
        cased = small[0] in ("the", "st", "may") and words[0].group()[0].isupper()
        # "we are at number 7 the crescent"
        small_the = small[0] == "the" and len(small) > 1 and small[1] in _STREETS and AT_HOME.search(before)
        if small[0] in _NOT_STREET and not (cased or small_the):
            return None
        for k in range(1, len(words)):
            raw, low = words[k].group(), small[k]
            if low in _STREETS and not (
                k + 1 < len(words) and small[k + 1] in _STREETS and words[k + 1].group()[0].isupper()
            ):
                cased = raw[0].isupper() and words[k - 1].group()[0].isupper()
                if cased or low not in _WORDY or AT_HOME.search(before):
                    return (
                        base
                        + words[k].end()
                        - (raw.endswith(".") and low not in ("st", "rd", "ave", "av", "dr", "cl", "ln"))
                    )
                return None
            if low in _NOT_STREET and low not in ("the", "st", "of"):
                break
        # No word for a street: two capitalised words count where it is said to be a home or a place follows.
        if (
            len(words) > 1
            and all(word.group()[0].isupper() for word in words[:2])
            and small[1] not in _NOT_STREET
        ):
            end = base + words[1].end() - words[1].group().endswith(".")
            after = text[end : end + 12]
            if (
                AT_HOME.search(before)
                or POSTCODE.match(after.lstrip(" ,"))
                or match.group().lower().startswith(("flat", "apart"))
            ):
                return end
        return None

    def _town(self, text: str, end: int) -> int:
        """Take the town and county in after the street."""
        for _ in range(3):
            match = NEXT_PLACE.match(text, end)
            if not match:
                break
            words = match.group(1).split()
            comma = match.group().startswith(",")
            keep = 0
            for k, word in enumerate(words):
                low = word.lower().removesuffix("'s")
                listed = low in self._lex.places or low in _TOWN_LEADS
                person = low in self._lex.given and low not in self._lex.places
                after_lead = k > 0 and words[k - 1].lower() in _TOWN_LEADS
                plain = low in self._lex.words or low in lx.TITLES or low in lx.ACRONYMS
                if any(map(str.isdigit, word)):
                    break
                if word[0].isupper() and (
                    listed
                    or (
                        comma
                        and (k > 0 or not (plain or person))
                        and not (plain and low not in _STREETS and not after_lead)
                    )
                ):
                    keep = k + 1
                elif not (not word[0].isupper() and 0 < k < len(words) - 1 and words[k + 1][0].isupper()):
                    break
            if not keep or words[keep - 1].lower() in ("the",):
                break
            end = match.start(1) + len(" ".join(words[:keep]))
        return end

    def _flats(self, text: str) -> Iterator[Detection]:
        for match in FLAT.finditer(text):
            number_end = match.start(1) if match.group(1) else match.end()
            words = list(re.finditer(r"[^\s,]{1,30}", match.group(1) or ""))
            for k, word in enumerate(words):
                low = word.group().rstrip(".").lower()
                if low in _NOT_STREET and not (low in ("the", "st") and k == 0):
                    break
                if (low in _HOUSES or low in _STREETS) and k:
                    end = self._town(text, match.start(1) + word.end() - word.group().endswith("."))
                    yield Detection(match.start(), end, Kind.ADDRESS, "a flat and its building", 0.85)
                    break
            else:
                words = []
            if not words or low in _NOT_STREET:
                before = text[max(0, match.start() - 30) : match.start()].lower()
                if re.search(
                    r"\b(?:live[sd]?|living|stay\w{0,3}|address|visit\w{0,3}|to|at|in|of)\b[^.!?\n]{0,12}$",
                    before,
                ):
                    yield Detection(
                        match.start(), number_end, Kind.ADDRESS, "the number of a person's flat", 0.6
                    )

    def _house_names(self, text: str) -> Iterator[Detection]:
        at = 0
        while match := HOUSE_NAME.search(text, at):
            # Search again behind the first comma: "Mrs Bates, Rose Cottage, Long Lane".
            at = match.end(1)
            name, street = match.group(1).split(), match.group(2).split()
            homely = name[-1].lower() in _HOME_NAMES or HOUSE_CUE.search(
                text[max(0, match.start() - 30) : match.start()]
            )
            if homely and street[-1].lower() in _STREETS:
                first = 0
                while (
                    first < len(name) - 1
                    and name[first].lower() in self._lex.words
                    and name[first].lower() in _NOT_STREET - {"the"}
                ):
                    first += 1
                start = match.start() + len(" ".join(name[:first])) + (first > 0)
                yield Detection(
                    start,
                    self._town(text, match.end()),
                    Kind.ADDRESS,
                    "the name of a house and its street",
                    0.8,
                )


def _small_house_names(text: str) -> Iterator[Detection]:
    """ "my address is the old schoolhouse, church lane", in small letters after words that say so."""
    for match in SMALL_HOUSE.finditer(text):
        if match.group(2).split()[-1].lower() in _STREETS:
            yield Detection(*match.span(1), Kind.ADDRESS, "the name of a house and its street", 0.75)


def _numbered_from(text: str, start: int) -> re.Match[str] | None:
    """Return the next number with words: it begins not far before a figure, so that what comes earlier is not read."""
    first = _FIGURE.search(text, start)
    return NUMBERED.search(text, max(start, first.start() - _BEFORE_FIGURE)) if first else None


def _house_before(text: str, number: int) -> int:
    """Return where the name of the house begins that stands before its number: "Rose Cottage, 2 Mill Lane"."""
    match = HOUSE_BEFORE.search(text, max(0, number - 60), number)
    if not match:
        return number
    name = match.group(1).lower().split()
    homely = (
        name[-1] in _HOME_NAMES | _HOUSES
        or name[:2] == ["the", "old"]
        or HOUSE_CUE.search(text, max(0, match.start(1) - 30), match.start(1))
    )
    return match.start(1) if homely else number


def _postcodes(text: str) -> Iterator[Detection]:
    for match in POSTCODE.finditer(text) if _AFTER_LETTER.search(text) else ():
        area, _, digit, unit = match.groups()
        inward = digit + unit
        ordinal = (inward.islower() and inward in ("1st", "2nd", "3rd")) or (inward[1:] == "th")
        if area.upper() in _AREAS and not ordinal and not set(unit.upper()) & set("CIKMOV"):
            yield Detection(*match.span(), Kind.POSTCODE, "the form of a postcode", 0.95)
        elif match.group().isupper() and " " in match.group() and not ordinal:
            # Mistyped, or of an area that is not on the list: in capitals with its space it is still read as one.
            yield Detection(
                *match.span(), Kind.POSTCODE, "the form of a postcode, of an area that is not listed", 0.6
            )
    for match in POSTCODE_CUED.finditer(text) if "post" in text.lower() else ():
        yield Detection(*match.span(1), Kind.POSTCODE, "said to be a postcode", 0.95)
