"""Words in a spreadsheet's cells that mean something else: yes, no, a total of other rows, no group, a hidden number.

The one place that knows them, for imports and for analysts' commands; `no_answer` lists what is no answer anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from goldthread.cell_text import plain, word_list
from goldthread.no_answer import is_no_answer

YES = frozenset({"yes", "y", "true", "t", "1", "✓", "✔", "☑", "✅"})
NO = frozenset({"no", "n", "false", "f", "0", "☐", "❌", "✗", "✘"})
# Errors that a spreadsheet program shows in place of a value.
_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"})
# In a cell of one word or figure these are no answer, though in a text they may be a complaint.
_EMPTY = word_list(
    """
    missing|empty|not available|no answer|no response|no reply|not asked|no information|don t know|dont know|do not know
    skipped|unspecified|undisclosed|information missing
    """
)
# A person chose not to answer, or was not asked.
_NOT_STATED = word_list(
    """
    preferred not to say|prefers not to say|prefer not to disclose|prefer not to state|would rather not say|did not say
    declined|declined to say|refused|refused to say|refused to answer|not declared|undeclared|not obtained
    do not wish to say|do not wish to answer|don t wish to say|does not wish to say|information not yet obtained
    information refused|not collected|chose not to say|not stated or not known|not known or not stated
    unknown or not stated|not stated or unknown|unknown not stated|not stated unknown|not known not stated
    """
)
# The same in a sentence of one's own: "I'd rather not say", "They chose not to state their religion".
_WOULD_NOT_SAY = re.compile(
    r"(?:(?:i|we|he|she|they)(?: (?:d|would|have|has|m|am))? )?"
    r"(?:prefer(?:s|red)? not to|rather not|cho(?:ose|oses|se|sen) not to|declined? to|declines to|refused? to|refuses to"
    r"|(?:do|does|did)(?: not|n?t| ?n t) (?:wish|want) to|(?:don|doesn|didn) t (?:wish|want) to)"
    r" (?:say|answer|state|disclose|specify|share|declare|tell|give)(?: (?:it|this|that|my|our|his|her|their)(?: \w+){0,2})?"
)
# Nobody has graded the file.
_NOT_GRADED = word_list(
    """
    not graded|ungraded|not rated|unrated|not yet graded|not yet rated|not scored|not assessed|not audited|not judged
    not marked|not reviewed|not moderated|no grade|no rating|no score|not scored yet|n g|pending|awaiting|awaiting grade
    awaiting moderation|unable to grade|unable to rate|unable to assess|cannot grade|cannot be graded|could not grade
    insufficient evidence to grade|excluded|withdrawn|to follow|to do|incomplete audit
    """
)
# Some checklists grade quality "++", "+" and "-".
_PLUSES = re.compile(r"\++(?: ?/ ?[-−–])?|±")
_OF_WHAT = (
    r"(?:above|rows?|people|persons?|ages?|sexes|genders?|groups|ethnicities|ethnic groups|teams|units|areas|wards|"
    r"localities|districts|councils|authorities|local authorities|regions|services|sites|homes|providers|sources|"
    r"months|years|periods|audits|files|cases|statements|scores|members|panel members|respondents|adults|clients|"
    r"service users|usual residents|residents|responses|records|feedback|complaints|categories|types|themes|england)"
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_PERIOD = rf"(?:(?:q|qtr|quarter|h|half|week|wk|month|period|year) ?\d{{1,2}}|{_MONTH}|year to date|ytd)(?: (?:of )?(?:19|20)?\d\d(?: \d{{2,4}})?)?"
_TOTAL = re.compile(
    rf"(?:(?:grand|sub|overall|running|net|council|council wide|whole council|borough|county|city|panel|team|group|column|"
    rf"row|table|service|directorate|report|yearly|annual|year|ytd|regional|national|authority) ?)?totals?"
    rf"(?: (?:of|for|across|in|all|number of)(?: (?:the|all|these))*(?: {_OF_WHAT})?| {_OF_WHAT}| (?:for )?(?:19|20)\d\d.*| (?:for )?{_PERIOD})?"
    rf"|\S.{{0,60}} (?:sub ?)?totals?|subtotals?|sum(?: of(?: the| all)* {_OF_WHAT})?|sums|all|overall|altogether|in all|everyone|everybody"
    rf"|all (?:of )?(?:the )?{_OF_WHAT}|(?:whole|entire) (?:council|authority|borough|county|city|service|panel)"
    rf"|council ?wide|authority ?wide|county ?wide|borough ?wide|service ?wide"
    rf"|(?:overall |grand |weighted |simple |team |council |panel |national |regional |england )?(?:average|avg|mean|median)s?"
    rf"(?: (?:score|of(?: the| all)* {_OF_WHAT}|all|{_OF_WHAT}))?"
    rf"|(?:national|england|english|regional|uk) (?:total|figure|rate)|overall (?:score|rating|result|percentage)"
)
_COUNTRIES = word_list(
    "england|all england|united kingdom|uk|great britain|gb|england and wales|england total|england overall"
)
# Beside another part of the world, England is one among others and no total of them.
_BESIDE_ENGLAND = re.compile(
    r"\b(?:wales|scotland|ireland|uk|britain|europe|european|eu|africa|asia|america|abroad|overseas|rest of|elsewhere|"
    r"other countr(?:y|ies))\b"
)
# A number withheld at its source, so that nobody can be told by it, or marked as not there.
_SUPPRESSED = re.compile(
    r"\*{1,3}|\.\.|[:†‡#]|\[(?:c|x|z|u|w|s|k|low|e|n|suppressed)\]|\((?:c|x|z|s|suppressed)\)|[cxzs]|supp(?:ressed)?\.?"
    r"|(?:<|≤|<=|less than|fewer than|under|below)\s*\d+(?:\.\d+)?%?|1\s*[-–]\s*4|0\s*[-–]\s*4|1 to 4|0 to 4|redacted|withheld"
    r"|low|disclosive|confidential",
    re.IGNORECASE,
)


def is_empty(cell: str) -> bool:
    """Return whether a cell holds no value: blank, "-", "N/A", "not provided", "missing", "#N/A"."""
    return is_no_answer(cell) or cell.strip().casefold() in _ERRORS or plain(cell) in _EMPTY


def is_not_stated(cell: str) -> bool:
    """Return whether a group is that of people whose group is not known: "Not stated", "Prefer not to say"."""
    text = plain(cell)
    return is_empty(cell) or text in _NOT_STATED or _WOULD_NOT_SAY.fullmatch(text) is not None


def is_not_graded(cell: str) -> bool:
    """Return whether a grade is none: "n/a", "not graded", "[x]", a blank, "-"; "+" and "++" are grades."""
    bare = cell.strip()
    return not _PLUSES.fullmatch(bare) and (
        is_empty(bare)
        or plain(bare) in _NOT_GRADED
        or (bare.startswith(("[", "*")) and _SUPPRESSED.fullmatch(bare) is not None)
    )


def is_suppressed(cell: str) -> bool:
    """Return whether a cell stands for a number that its source withholds: "<5", "*", "[c]", "fewer than 5"."""
    return _SUPPRESSED.fullmatch(cell.strip()) is not None


def is_total(label: str, beside: Collection[str] = ()) -> bool:
    """Return whether a row's label says that the row adds up, or averages, the others: "Total", "All", "England".

    beside: the other rows' labels; beside Wales or "Rest of the UK", England is one row among others. The whole label
    counts: "Total Care Ltd", "All Saints ward" and "All other groups" are no totals.
    """
    name = plain(label)
    if name in _COUNTRIES:
        others = (plain(other) for other in beside)
        return not any(_BESIDE_ENGLAND.search(other) for other in others if other not in _COUNTRIES)
    return _TOTAL.fullmatch(name) is not None
