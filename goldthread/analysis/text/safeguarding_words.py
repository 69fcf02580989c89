"""Words that may tell of abuse or neglect, so that a person looks at once; it decides nothing.

The kinds are those of the Care and Support Statutory Guidance, chapter 14 (the ten kinds of abuse and neglect),
with danger to life beside them. It errs on the side of telling somebody: it does not weigh whether it is
true, past, or said of a stranger, and "he never hit her" is put in front of a person like "he hit her".

How words are parted does not matter: people write over several lines and paste from Word, web pages and phones. Line
breaks, tabs, several spaces, non-breaking spaces and hyphens of every kind are read as one space, and what nobody
sees (soft hyphens, zero-width characters) is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from goldthread.analysis.text.normalisation import NormalisedText


class AbuseKind(StrEnum):
    """A kind of abuse or neglect, in the words of the statutory guidance."""

    PHYSICAL = "physical abuse"
    DOMESTIC = "domestic abuse"
    SEXUAL = "sexual abuse"
    PSYCHOLOGICAL = "psychological abuse"
    FINANCIAL = "financial abuse"
    SLAVERY = "modern slavery"
    DISCRIMINATION = "discriminatory abuse"
    ORGANISATION = "organisational abuse"
    NEGLECT = "neglect"
    SELF_NEGLECT = "self-neglect"
    LIFE = "danger to life"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that may tell of harm: where they stand and of which kind."""

    start: int
    end: int
    kind: AbuseKind

    @property
    def reason(self) -> str:
        """Say in a few words why a person should look."""
        return f"may describe {self.kind.value}"


# Words for who it was done to, so that "hit the roof" and "hurt my feelings" are told from "hit my mother".
_SOMEONE = (
    r"(?:me|him|her|them|us|mum|mam|mom|dad|nan|gran\w{0,4}|my \w{2,20}|his \w{2,20}|her \w{2,20}|their \w{2,20}|"
    r"(?:the )?residents?|(?:the )?clients?|(?:the )?service users?|(?:an?|the) (?:old|elderly|young|disabled) \w{2,20}|"
    r"(?:an?|the) (?:lady|man|woman|gentleman|boy|girl|child|tenant|patient)|people|someone|somebody|\[[^\]\n]{1,40}\])"
)
_LEFT = r"(?:left|leaves?|leaving|lying|lies|laying|sat|sitting|sits|found|stuck)"
# Services fall short, and people between them: nobody lies on a floor. Only what can hardly be meant as it is said: two
# falls between departments, a crack in a patio and being short of breath must be told.
_NOT_MEANT_SO = (
    r"(?!(?<!falls) (?:between (?:two stools\b|(?:(?:the|these|those|your|our|two|both|several|three) ){0,2}"
    r"(?:[\w'\u2019]{1,12} ){0,3}?(?:services|teams|departments)\b(?!['\u2019]))|"
    r"through (?:the|your|every|all the) (?:cracks|gaps|(?:safety )?net)\b(?! (?:in|of|by|on)\b))|"
    r" (?:on deaf ears|short of (?:what|it|this|that|expectations?|(?:the|any|your|our|its|their) (?:own )?standards?)|apart)\b)"
)
_MONEY = (
    r"(?:money|cash|savings?|pension|benefits?|card|bank card|purse|wallet|pin(?: number)?|jewell?ery|rings?|"
    r"account|house|inheritance|£ ?\d[\d,]{0,9})"
)

_CUES: dict[AbuseKind, tuple[str, ...]] = {
    AbuseKind.LIFE: (
        r"suicid\w{0,4}|kill(?:ing)? (?:my|him|her|them)sel(?:f|ves)|end(?:ing)? (?:it all|my life|his life|her life)",
        r"(?:do(?:es)?n'?t|do(?:es)? not|didn'?t) want to (?:live|be here|go on|wake up)|better off dead|wish(?:es|ed)? (?:i|he|she) (?:was|were) dead",
        r"self[- ]?harm\w{0,4}|(?:took|taken|taking) an? overdose|overdos(?:e|ed|ing)|cut(?:s|ting)? (?:my|him|her|them)sel(?:f|ves)",
        r"(?:could|would|will|might|nearly|almost) (?:have )?(?:died?|be dead)|threat(?:en\w{0,3}|s)? (?:to kill|with a knife|my life)|(?:with|had|pulled) a knife",
    ),
    AbuseKind.PHYSICAL: (
        rf"(?:hit|hits|hitting|hurt|hurts|hurting|punch\w{{0,3}}|slap\w{{0,4}}|kick\w{{0,3}}|push(?:ed|es|ing)?|shov(?:ed|es|ing)|grab(?:bed|s|bing)?|chok(?:ed|es|ing)|strangl\w{{1,3}}|beat(?:s|ing|en)?|burn(?:ed|t|s)?|scald(?:ed|s)?|bit(?:es|ten)?|drag(?:ged|s|ging)?|shak(?:es|ing|en)|shook|pinch(?:ed|es|ing)?|smack(?:ed|s|ing)?|thr(?:ew|ows?|own) \w{{1,12}} at) (?:on )?{_SOMEONE}",
        r"\bbruis\w{1,4}|black eyes?|finger ?marks|grip marks|unexplained (?:injur\w{1,3}|marks?|falls?|cuts?)|cigarette burns?|broken (?:arm|wrist|hip|rib|ribs|nose|jaw)",
        r"physical(?:ly)? abus\w{1,4}|rough(?:ly)? (?:handl\w{1,3}|with|when)|handled (?:very |so |too )?roughly|man ?handl\w{1,3}|(?:was|were|been|being|got) (?:hit|punched|slapped|kicked|beaten|pushed|hurt|attacked|assaulted|restrained|tied|strapped|dragged|shoved|grabbed)",
        r"assault\w{0,3}|tied (?:him|her|them|me|to)|strapped (?:in|into|to)|held (?:him|her|me|them) down|pinned (?:him|her|me|them)? ?down|hidden in (?:his|her|their|my) food|over ?medicat\w{1,3}|drugged|sedat(?:ed|ing) (?:him|her|me|them|to)",
    ),
    AbuseKind.DOMESTIC: (
        r"domestic (?:abuse|violence)|coerciv\w{1,3}|controlling (?:behaviou?r|partner|husband|wife|son|daughter)|violent (?:partner|husband|wife|ex|son|daughter|home|relationship)|abusive (?:partner|husband|wife|ex|son|daughter|relationship|marriage)",
        r"forced marriage|honou?r[- ]based|genital mutilation|\bfgm\b|won'?t let (?:me|him|her|them) (?:leave|out|see|speak|talk|phone|go)|(?:does not|doesn'?t|did not|didn'?t|not allowed to|never) (?:let|allowed?) (?:me|him|her|them) (?:to )?(?:leave|out|see|speak|talk|phone|go)",
        r"(?:scared|afraid|frightened|terrified) (?:of|to go home|at home|to be (?:alone|at home|left)|for (?:my|his|her|their) (?:life|safety))",
    ),
    AbuseKind.SEXUAL: (
        r"sexual(?:ly)? (?:abus\w{1,4}|assault\w{0,3}|harass\w{0,5}|touch\w{0,3}|exploit\w{0,5})|\brap(?:e|ed|ing|ist)\b|molest\w{1,4}|grop(?:ed|es|ing)|indecent\w{0,2}|expos(?:ed|es|ing) himself",
        r"touch(?:ed|es|ing) (?:me|him|her|them|my \w{2,12}|her \w{2,12}|his \w{2,12})(?: \w{1,12}){0,3} (?:inappropriate\w{0,2}|private\w{0,2}|breasts?|where (?:he|she|they)|in a way|down (?:there|below))|inappropriate(?:ly)? touch\w{0,3}|touched inappropriately|made (?:me|him|her) (?:undress|touch|watch)|gets? into (?:my|her|his) bed|private parts",
    ),
    AbuseKind.PSYCHOLOGICAL: (
        rf"(?:shout(?:ed|s|ing)?|scream(?:ed|s|ing)?|swear(?:s|ing)?|swore|yell(?:ed|s|ing)?) (?:and \w{{2,10}} )?at {_SOMEONE}|threaten\w{{0,3}}|bull(?:y|ied|ies|ying)|humiliat\w{{1,4}}|intimidat\w{{1,4}}|belittl\w{{1,3}}|taunt\w{{0,3}}|mock(?:ed|s|ing) {_SOMEONE}|call(?:ed|s|ing)? (?:me|him|her|them) names|emotional(?:ly)? abus\w{{1,4}}|psychological(?:ly)? abus\w{{1,4}}|verbal(?:ly)? abus\w{{1,4}}|abus(?:e|ed|es|ive|ing|er)\b",
        r"lock(?:ed|s|ing)? (?:me |him |her |them )?(?:in|up|out|away)\b|kept (?:in|from leaving|locked|prisoner|away from)|took (?:away )?(?:my|his|her|their) (?:phone|glasses|hearing aids?|frame|walker|wheelchair|buzzer|call bell)|(?:buzzer|call bell|bell) (?:was |is |were )?(?:taken|moved|left|put|placed|unplugged|switched off|out of reach)",
        r"(?:scared|frightened|terrified|afraid)\b|(?:cr(?:ies|ying)|cowers?|flinch\w{0,3}) when (?:he|she|they|the|a)\b",
    ),
    AbuseKind.FINANCIAL: (
        r"(?:stole|steal(?:s|ing)?|stolen|robb(?:ed|ing)|theft|thie(?:f|ves|ving)|nick(?:ed|ing)|pinched|scam\w{0,4}|fraud\w{0,5}|swindl\w{1,3}|conn?ed (?:me|him|her|them|out)|exploit\w{0,5})",
        rf"(?:tak(?:e|es|en|ing)|took|us(?:es|ed|ing)|spen(?:ds|t|ding)|help(?:s|ed|ing) (?:him|her|them)sel(?:f|ves) to|withdr\w{{1,6}}|drain\w{{0,3}}|borrow\w{{0,3}}|keeps?|kept|emptied) (?:out )?(?:of |from )?(?:all |some |most )?(?:of )?(?:my|his|her|their|mum'?s|dad'?s|nan'?s|the|\[[^\]\n]{{1,40}}\]'?s?) (?:\w{{2,12}} )?{_MONEY}",
        rf"{_MONEY} (?:has |have |had |is |are |was |were |goes |go |keeps? |went )?(?:gone|going missing|been taken|disappear\w{{0,3}}|missing)|missing {_MONEY}|(?:made|pressured?|forced|bullied|tricked|got) (?:me|him|her|them|mum|dad) (?:to |into )?(?:sign\w{{0,3}}|chang\w{{1,3}}|sell\w{{0,3}}|giv\w{{1,3}})|chang\w{{1,3}} (?:his|her|the|their) will\b|rogue trad\w{{1,4}}|(?:going|goes|go|went|opens?|opened|read(?:s|ing)?) (?:through )?(?:my|his|her|their) (?:post|letters|mail|bank statements?|phone)|paying (?:an?|some|this) (?:man|woman|lad|builder|gardener|neighbour|friend|stranger)|blank cheques?|doorstep (?:seller|crime|trad\w{{1,4}})|cuckoo\w{{0,3}}|power of attorney\W{{1,3}}(?:\w{{1,12}}\W{{1,3}}){{0,6}}?(?:abus|misus|steal|spend)\w{{0,4}}",
    ),
    AbuseKind.SLAVERY: (
        r"modern slavery|traffick\w{1,3}|forced (?:to work|labour)|(?:took|taken|takes|keeps?|keeping|kept|holds?|holding) (?:my|his|her|their|our|all the) passports?|work(?:s|ing|ed)? (?:without|for no) pay|domestic servitude|county lines|debt bondage",
    ),
    AbuseKind.DISCRIMINATION: (
        r"racis[mt]|racial(?:ly)? (?:abus\w{1,4}|slurs?|comments?|harass\w{0,5})|hate (?:crime|incident)s?|homophob\w{1,3}|transphob\w{1,3}|islamophob\w{1,3}|antisemit\w{1,3}|slurs?\b|because (?:i'?m|i am|he'?s|she'?s|he is|she is|they'?re) (?:black|asian|muslim|jewish|gay|disabled|foreign|trans|deaf)",
    ),
    AbuseKind.ORGANISATION: (
        r"(?:institutional|organisational) abuse|cover(?:ed|s|ing)? (?:it )?up\b|told (?:(?:me|us|them|staff|him|her) )?(?:not to|to keep quiet|never to)(?: \w{2,12}){0,2}|whistle ?blow\w{0,3}|restrain\w{0,3}|unsafe staffing|no(?:t enough)? staff (?:at night|on at night|overnight)|one (?:carer|member of staff) for (?:all|\w{2,10} residents)",
    ),
    AbuseKind.NEGLECT: (
        rf"neglect\w{{0,3}}|{_LEFT} (?:\w{{1,12}} ){{0,4}}?(?:in|with|on|without|alone|unattended|for) (?:\w{{1,12}} ){{0,5}}?(?:wet|soiled|dirty|urine|faeces|wee|poo|pad|pads|nappy|own (?:mess|waste|filth|urine)|floor|food|water|drink|meals?|medication|heating|hours|all (?:day|night)|days|unattended|alone)",
        r"pressure (?:sore|ulcer|damage|injur)\w{0,3}|bed ?sores?|dehydrat\w{1,3}|malnourish\w{0,4}|malnutrition|starv(?:ed|ing|es)|los(?:t|ing) (?:a lot of|so much|too much|\w{1,8} (?:stone|kilos?|kg|pounds)(?: in)?|half) ?(?:weight)?|urine[- ]soaked|soaked (?:in|through)|covered in (?:faeces|poo|urine|mess|blood|sick)|stank of urine|smell\w{0,3} of urine|own (?:urine|faeces|filth|mess)",
        r"(?:not|never|hadn'?t|wasn'?t|weren'?t|isn'?t|hasn'?t|haven'?t|nobody|no one|without) (?:been |being |had |getting |get |having |was |is |were )?(?:fed|feed(?:ing)?|wash(?:ed|ing)?|chang(?:ed|ing)|turned|moved|eaten|eating|eat|drunk|drinking|a (?:meal|drink|wash|bath|shower)|food|water|given (?:\w{2,8} )?(?:food|water|medication|meds|tablets|insulin|a drink)|(?:her|his|my|their) (?:medication|meds|tablets|insulin|inhaler))",
        r"(?:miss(?:ed|ing)|wrong|forgot(?:ten)?|double|not given|didn'?t (?:give|get)|without) (?:\w{2,10} ){0,3}?(?:medication|meds|medicine|tablets|insulin|dose|doses|pills|inhaler)|no (?:food|water|heating|heat|hot water|electricity|medication)\b|(?:nothing|anything) to eat|(?:carers?|nobody|no one|no-one|they) (?:did not|didn'?t|never|have not|haven'?t|has not|hasn'?t|not) (?:turn(?:ed)? up|come|came|show(?:ed|n)? up|been|arrive\w{0,2})|no[- ]shows?|missed (?:calls?|visits?)|on the floor (?:for|all|since|until|when)|(?:fell|fallen|falls?)\b"
        + _NOT_MEANT_SO
        + r"|chok(?:ed|ing)\b|wander(?:ed|ing|s)\b|went missing|(?:found|seen) (?:outside|wandering|in the (?:road|street|garden))|unsafe|dangerous\w{0,2}|hazard\w{0,3}|at risk|in danger|safeguarding",
        r"(?:not|n'?t|never|feel|felt|feels) (?:feel(?:ing)? |been |be |very |at all )?safe\b|concern(?:ed|s)? (?:about|for) (?:an?|the|my|our|this|m(?:r|rs|s|iss)\b)|(?:run(?:ning)? water|gas|electric(?:ity)?|water|heating|power) (?:\w{2,6} ){0,2}?(?:cut off|off\b|gone|broken)|no (?:running water|gas|electric)|(?:post|mail|milk|newspapers?) (?:is |was |are |were )?(?:piling|piled|stacking)|(?:haven'?t|have not|hasn'?t|not|nobody has) (?:seen|heard from) (?:\w{1,12} ){1,5}?(?:for|in|since)\b|(?:in|on|down) the (?:road|street|motorway|railway)\b|in (?:his|her|their) (?:pyjamas|nightie|nightdress|night clothes)|(?:nobody|no one|no-one) (?:\w{1,6} ){0,2}?(?:giv(?:e|ing|en)|gave) (?:\w{1,10} ){0,3}?(?:insulin|medication|tablets|meds)|(?:giv(?:e|ing|en)|gave|had|got|get) (?:\w{1,10} ){0,3}?(?:insulin|medication|tablets|meds)(?: \w{1,8}){0,4}? (?:nobody|no one|no-one)|(?:insulin|medication|tablets|meds)\W{1,3}(?:\w{1,12}\W{1,3}){0,6}?(?:nobody|no one|not one of)",
    ),
    AbuseKind.SELF_NEGLECT: (
        r"self[- ]?neglect\w{0,3}|hoard\w{0,4}|squal(?:or|id)|filth\w{0,2}|infest\w{1,5}|rats?\b|maggots?|not looking after (?:him|her|my|them)sel(?:f|ves)|(?:stopped|not|isn'?t|won'?t) (?:eat|eating|wash|washing|drinking|taking (?:his|her|my|their) (?:medication|meds|tablets))|refus(?:es|ing|ed) (?:all )?(?:food|care|help|to (?:eat|wash|drink|let))|living in (?:filth|squalor|one room|(?:his|her|the) car)|house (?:is|was) (?:full of|falling|freezing|uninhabitable)",
    ),
}
PATTERNS = {
    kind.value: re.compile(r"(?<!\w)(?:" + "|".join(cues) + r")(?!\w)", re.IGNORECASE)
    for kind, cues in _CUES.items()
}
_ORDER = {kind: index for index, kind in enumerate(_CUES)}
# What parts two words, however many of these stand together; the patterns above know one space alone.
_GAP = re.compile(r"[\s-]+")


class _OneLine:
    """A text as one line of words a space apart (`text`), and the way back to the text as it was given."""

    __slots__ = ("_moved", "_plain", "text")

    def __init__(self, original: str) -> None:
        self._plain = NormalisedText(original)
        out: list[str] = []
        # Where each stretch begins in the one line, and by how much it is moved.
        self._moved: list[tuple[int, int]] = [(0, 0)]
        last = length = 0
        for gap in _GAP.finditer(self._plain.text):
            out += (self._plain.text[last : gap.start()], " ")
            length += gap.start() - last + 1
            last = gap.end()
            if last - length != self._moved[-1][1]:
                self._moved.append((length, last - length))
        out.append(self._plain.text[last:])
        self.text = "".join(out)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the text as given that `text[start:end]` came from."""
        return self._plain.span(self._back(start), self._back(end - 1) + 1)

    def _back(self, position: int) -> int:
        return position + self._moved[bisect_right(self._moved, (position, len(self._plain.text))) - 1][1]


def find_abuse_words(text: str) -> list[Cue]:
    """Return the words that may tell of harm in order; none overlap. All of it is read, however long.

    start and end of each are places in `text` as given.
    """
    # A zero-width space may part two words or stand inside one: both are tried, and neither moves a place.
    readings = [text] if "\u200b" not in text else [text, text.replace("\u200b", " ")]
    matches = {
        Cue(*line.span(*match.span()), AbuseKind(kind))
        for line in map(_OneLine, readings)
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(line.text)
    }
    cues: list[Cue] = []
    for cue in sorted(matches, key=lambda c: (c.start, -c.end, _ORDER[c.kind])):
        if not cues or cue.start >= cues[-1].end:
            cues.append(cue)
    return cues
