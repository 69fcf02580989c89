"""Numbers that identify one person: NHS, National Insurance, bank details, case references, vehicles.

NHS numbers carry a check digit (NHS Data Dictionary, modulus 11), National Insurance numbers follow HMRC's rules
for prefixes, and payment cards Luhn's; where the words around a number say what it is, a wrong digit is forgiven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldthread.analysis.privacy import lexicon as lx
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson

NHS = re.compile(r"(?<![\w.£])[0-9]{3}[ \-.]?[0-9]{3}[ \-.]?[0-9]{4}(?!\w)", re.ASCII)
# One ten-digit number in eleven has the check digit by chance: pages, orders and barcodes are told by their word.
PAGE_BEFORE = re.compile(
    r"\b(?:pages?|pp?|line|row|isbn|barcode|order|tracking|parcel|item|version|model|part|product|sku|bundle|footnote|slide|"
    r"record number|document|doc|volume|issue|asset|equipment|batch|lot)\b\.?[ ]?(?:no|number|numbers|num)?\.?[ :#]{0,2}$",
    re.IGNORECASE,
)
NHS_CUED = re.compile(
    r"\bnhs[ ]{0,2}(?:number|no|num|id|#)?\.?[ ]{0,2}(?:is|was|:|=|-)?[ ]{0,2}([0-9](?:[ \-.]{0,2}[0-9]){7,10})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
NINO = re.compile(
    r"(?<![^\W_])([A-Z][ .]?[A-Z])(?:[ \-.]{0,2}[0-9]){6}(?:[ \-.]{0,2}([A-D]))?(?![^\W_])",
    re.IGNORECASE | re.ASCII,
)
NINO_CUE = re.compile(
    r"(?:national insurance|n\.?i\.?(?:no|number|num)?|nino)\W{0,4}(?:(?:number|no|is|num)\W{0,3}){0,3}$",
    re.IGNORECASE,
)
CARD = re.compile(r"(?<![\w.])[0-9](?:[ \-]?[0-9]){12,18}(?!\w)", re.ASCII)
GROUPED_CARD = re.compile(r"(?<![\w.\-])[0-9]{4}(?:[ \-][0-9]{4}){3}(?![\w\-])", re.ASCII)
IBAN = re.compile(
    r"(?<!\w)GB[0-9]{2}(?:[ ]?[A-Z0-9]{4}){4,5}(?:[ ]?[0-9]{1,4})?(?!\w)", re.IGNORECASE | re.ASCII
)
SORT = re.compile(r"(?<![\w/\-])[0-9]{2}([ \-])?[0-9]{2}\1?[0-9]{2}(?![\w/\-])", re.ASCII)
ACCOUNT = re.compile(r"(?<![\w/\-])[0-9]{4}[ ]?[0-9]{4}(?![\w/\-])", re.ASCII)
SORT_AND_ACCOUNT = re.compile(
    r"(?<![\w/\-])[0-9]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2}[ ,/]{1,3}[0-9]{4}[ ]?[0-9]{4}(?![\w/\-]|[ ][0-9])",
    re.ASCII,
)
BANK_CUE = re.compile(r"(?:sort[ \-]?code|account|acct?|a/c|bacs|bank(?: details)?)\b", re.IGNORECASE)
CODE = (
    r"(?:(?:mosaic|liquidlogic|las|lcs|cas|asc|comp|cmp|eclipse|carefirst|swift|rio|systmone|emis|lgsco|lgo|ref|id)"
    r"[ ]?(?:id|no|number|ref)?[ :#]{0,2})?"
)
REF_CUED = re.compile(
    r"\b(?:(?:ref(?:erence)?|case|complaint|client|customer|service user|patient|hospital|person|record|file|claim|"
    r"application|invoice|payment|debit|standing order|job sheet|worksheet|prescription|docket|payroll|staff|employee|tenancy|council tax|rent|badge|blue badge|policy|membership|passport|licence|"
    r"account|incident|crime|log|safeguarding|referral|enquiry|ticket|order|pnc|mosaic|liquidlogic|carefirst|"
    r"eclipse|systmone|rio|cis)\b[ ]?)"
    r"(?:(?:ref(?:erence)?|number|no|num|id|code)\b\.?[ ]?){0,2}(?:(?:is|was)[ ])?[ :#=\-(]{0,3}"
    rf"({CODE}(?:[A-Z]{{0,6}}[/\-]?|(?-i:[A-Z]{{2,6}}[ ]))[0-9][A-Z0-9]{{0,12}}(?:[/\-.][A-Z0-9]{{1,12}}|[ ][0-9]{{2,6}}(?![0-9])){{0,4}})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
# Figures that stand together in any way that a number or a code of these patterns has, letters within it included.
_LONGEST_RUN = 400
_RUN = re.compile(
    rf"[0-9](?:[A-Z0-9/\-.]|[ ]{{1,12}}(?=[0-9/\-.])){{0,{_LONGEST_RUN}}}", re.IGNORECASE | re.ASCII
)
_LETTERS_BEFORE = re.compile(r"([A-Za-z]{1,20})([ :#/\-]{0,4})$")
_CODE_WORDS = (
    "mosaic", "liquidlogic", "las", "lcs", "cas", "asc", "comp", "cmp", "eclipse", "carefirst", "swift", "rio", "systmone", "emis",
    "lgsco", "lgo", "ref", "id", "no", "number",
)  # fmt: skip
# "Policy ASC 14.2" is a section of a paper, and nobody's number.
SECTION = re.compile(r"[A-Za-z]{0,6}[ ]?[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}", re.ASCII)
REF_PREFIXED = re.compile(
    r"(?<![\w/])(?:(?:Mosaic|Liquidlogic|LAS|CareFirst|Eclipse|RiO|SystmOne|LGSCO|LGO)[ ]?(?:ID|No|number|ref)?[ :.#]{0,2}[0-9][0-9 /\-]{3,12}[0-9]"
    r"|[A-Z]{2,6}[/\-][0-9]{2,4}[/\-][0-9A-Z]{2,9}(?:[/\-][0-9A-Z]{1,9})?"
    r"|[A-Z]{2,6}(?:[/\-][0-9A-Z]{1,5}){1,2}[/\-][0-9]{4,9}"
    r"|[0-9]{2,4}/[0-9]{4,6}/[A-Z]{2,6}"
    r"|[A-Z]{2,6}[/\-]?[0-9]{5,10}[A-Z]?|[A-Z][0-9]{6,9}"
    r"|(?:LAS|CAS|ASC|COMP|CMP|SR|REF|INV|FOI|SAR)[ :#]{1,2}[0-9]{4,10}"
    r"|[0-9]{2}[ ][0-9]{3}[ ][0-9]{3}(?=[ ]?\((?:LGSCO|LGO)\))"
    r"|[A-Z]{2,6}[ ][0-9]{6,9})(?!\w)",
    re.ASCII,
)
# The initials that end a reference: "HC/ASC/00124/JL".
REF_TAIL = re.compile(r"(?:[/\-][A-Z0-9]{1,6}){1,3}(?!\w)", re.ASCII)
REF_LOWER = re.compile(
    r"(?<![\w/])(?:asc|comp|cas|las|mosaic id|mosaic)[ /\-]?[0-9]{2,10}(?:[/\-][0-9]{2,9}){0,2}(?!\w)",
    re.IGNORECASE | re.ASCII,
)
HASHED = re.compile(r"(?<![\w&])#[0-9]{4,10}(?!\w)", re.ASCII)
LICENCE = re.compile(r"(?<!\w)[A-Z]{2,5}9{0,3}[0-9]{6}[A-Z9]{2}[0-9][A-Z]{2}(?!\w)", re.ASCII)
VEHICLE = re.compile(r"(?<!\w)([A-Z]{2})([0-9]{2})[ \-]?([A-Z]{3})(?!\w)", re.IGNORECASE | re.ASCII)
VEHICLE_CUED = re.compile(
    r"\b(?:reg|registration|number ?plate|plate|car|van|vehicle)\b\.?[ ]?(?:(?:number|no|plate|is|was|reg)[ ]){0,2}[ :\-(]{0,3}"
    r"([A-Z]{1,3}[ ]?[0-9]{1,3}[ ]?[A-Z]{1,3})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
# Registrations of before 2001 are like postcodes and room numbers: asked for a vehicle near them.
VEHICLE_OLD = re.compile(
    r"(?<!\w)(?:[A-HJ-NPR-TV-Y][0-9]{1,3}[ ]?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3}[ ]?[0-9]{1,3}[A-HJ-NPR-TV-Y])(?!\w)",
    re.ASCII,
)
# What a registration has beside its figures: these begin with a figure, and so are found at once or not at all.
_AFTER_LETTERS = re.compile(r"[0-9](?<=[A-Za-z]{2}[0-9])[0-9]")
_BEFORE_LETTERS = re.compile(r"[0-9][ ]?[A-Za-z]{1,3}(?!\w)", re.ASCII)
_BESIDE_CAPITAL = re.compile(r"[0-9](?:(?<=[A-Z][0-9])|(?=[A-Z]))")
VEHICLE_NEAR = re.compile(
    r"\b(?:cars?|vans?|vehicles?|lorry|taxi|minibus|scooter|motorbike|driv(?:es?|ing|er)|drove|park(?:s|ed|ing)|garage|mot|number ?plate|"
    r"ford|vauxhall|rover|volkswagen|vw|audi|bmw|mercedes|toyota|nissan|honda|kia|hyundai|peugeot|renault|citroen|fiat|skoda|volvo|"
    r"mazda|suzuki|dacia|fiesta|corsa|astra|golf|polo|micra)\b",
    re.IGNORECASE,
)

PATTERNS = {
    "NHS": NHS,
    "NHS after its name": NHS_CUED,
    "NI": NINO,
    "NI cue": NINO_CUE,
    "card": CARD,
    "card in groups": GROUPED_CARD,
    "IBAN": IBAN,
    "a page before": PAGE_BEFORE,
    "sort code": SORT,
    "account": ACCOUNT,
    "bank cue": BANK_CUE,
    "sort code with account": SORT_AND_ACCOUNT,
    "reference after a cue": REF_CUED,
    "a section": SECTION,
    "reference by its form": REF_PREFIXED,
    "reference, small letters": REF_LOWER,
    "end of a reference": REF_TAIL,
    "reference after a hash": HASHED,
    "driving licence": LICENCE,
    "vehicle": VEHICLE,
    "vehicle after a cue": VEHICLE_CUED,
    "older vehicle": VEHICLE_OLD,
    "a vehicle near": VEHICLE_NEAR,
    "figures together": _RUN,
    "letters of a code, first look": _LETTERS_BEFORE,
    "vehicle, first look": _AFTER_LETTERS,
    "vehicle after a cue, first look": _BEFORE_LETTERS,
    "older vehicle, first look": _BESIDE_CAPITAL,
}


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def nhs_valid(number: str) -> bool:
    """Return whether ten digits (separators allowed) carry the NHS number's modulus 11 check digit."""
    digits = [int(char) for char in _digits(number)]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def nino_prefix_valid(prefix: str) -> bool:
    """Return whether two letters may begin a National Insurance number (HMRC manual NIM39110)."""
    prefix = prefix.upper()
    return not (
        prefix[0] in "DFIQUV"
        or prefix[1] in "DFIQUVO"
        or prefix in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
    )


def luhn_valid(number: str) -> bool:
    """Return whether the digits of a payment card pass Luhn's check."""
    total = 0
    for position, char in enumerate(reversed(_digits(number))):
        digit = int(char) * (1 + position % 2)
        total += digit - 9 * (digit > 9)
    return total % 10 == 0


class Numbers:
    """Recogniser of numbers and codes that stand for one person, case or vehicle."""

    name = "numbers"
    reads_over_breaks = True

    def find(self, text: str, known: Sequence[KnownPerson] = ()) -> Iterator[Detection]:
        """Identifying numbers in `text`; `known` is not used."""
        runs = [(run, _figures_in(run.group())) for run in _RUN.finditer(text)]
        if not runs:
            return
        # Each pattern asks for so many figures together, and costs far more than counting them.
        most = max(count for _, count in runs)
        if most >= 8:
            yield from _nhs(text, most)
        if most >= 6:
            yield from _nino(text)
        yield from _bank(text, most)
        if most > 3 or any(_may_be_a_code(run, count) for run, count in runs):
            yield from _cued_references(text)
        if most > 3:
            yield from _references(text)
        yield from _vehicles(text)


def _figures_in(run: str) -> int:
    """Return how many figures a run has; one so long that it may go on after its end counts as having enough."""
    return len(_digits(run)) if len(run) < _LONGEST_RUN else _LONGEST_RUN


def _nhs(text: str, most: int) -> Iterator[Detection]:
    for match in NHS.finditer(text) if most >= 10 else ():
        before = text[max(0, match.start() - 30) : match.start()]
        if nhs_valid(match.group()) and not PAGE_BEFORE.search(before):
            yield Detection(*match.span(), Kind.NHS, "ten digits with the NHS check digit", 0.96)
    if "nhs" in text.lower():
        for match in NHS_CUED.finditer(text):
            yield Detection(*match.span(1), Kind.NHS, "a number said to be an NHS number", 0.95)


def _nino(text: str) -> Iterator[Detection]:
    for match in NINO.finditer(text):
        cued = NINO_CUE.search(text[max(0, match.start() - 40) : match.start()]) is not None
        letters = match.group(1)
        if cued or (
            match.group(2) and len(letters) == 2 and (nino_prefix_valid(letters) or letters.upper() == "QQ")
        ):
            reason = (
                "said to be a National Insurance number"
                if cued
                else "the form of a National Insurance number"
            )
            yield Detection(*match.span(), Kind.NINO, reason, 0.97)


def _bank(text: str, most: int) -> Iterator[Detection]:
    if most >= 13:
        for match in CARD.finditer(text):
            if len(_digits(match.group())) in (13, 15, 16, 19) and luhn_valid(match.group()):
                yield Detection(*match.span(), Kind.BANK, "a payment card number with its check digit", 0.9)
        for match in GROUPED_CARD.finditer(text):
            yield Detection(*match.span(), Kind.BANK, "sixteen digits in the groups of a card", 0.7)
    if "gb" in text.lower():
        for match in IBAN.finditer(text):
            yield Detection(*match.span(), Kind.BANK, "an international bank account number", 0.95)
    if sum(map(text.count, "0123456789")) >= 14:
        for match in SORT_AND_ACCOUNT.finditer(text):
            yield Detection(*match.span(), Kind.BANK, "a sort code with an account number", 0.9)
    if most < 6 or not BANK_CUE.search(text):
        return
    for pattern, what in ((SORT, "a sort code"), (ACCOUNT, "a bank account number")):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 45) : match.start()]
            if BANK_CUE.search(before):
                yield Detection(*match.span(), Kind.BANK, f"{what}, by the words before it", 0.9)


def _may_be_a_code(run: re.Match[str], count: int) -> bool:
    """Return whether three figures can be what `_cued_references` takes: with letters among them or just before."""
    if count != 3 or not run.group().isdigit():
        return count == 3
    # "M345", "SW 345", "ref: 345"
    before = _LETTERS_BEFORE.search(run.string, max(0, run.start() - 20), run.start())
    return before is not None and (
        not before.group(2).strip("/-")
        or before.group(1)[-2:].isupper()
        or before.group(1).lower().endswith(_CODE_WORDS)
    )


def _cued_references(text: str) -> Iterator[Detection]:
    for match in REF_CUED.finditer(text):
        code = match.group(1)
        count = len(_digits(code))
        if SECTION.fullmatch(code):
            continue
        if count >= 4 or (count >= 3 and any(char.isalpha() for char in code)):
            end = REF_TAIL.match(text, match.end(1))
            yield Detection(
                match.start(1),
                end.end() if end else match.end(1),
                Kind.REF,
                "a code after a word for a reference",
                0.9,
            )


def _references(text: str) -> Iterator[Detection]:
    for pattern in (REF_PREFIXED, REF_LOWER):
        for match in pattern.finditer(text):
            if len(_digits(match.group())) >= 4 and not match.group().upper().startswith(
                ("COVID", "ISO", "BS ", "EN ")
            ):
                end = REF_TAIL.match(text, match.end())
                yield Detection(
                    match.start(),
                    end.end() if end else match.end(),
                    Kind.REF,
                    "the form of a case reference",
                    0.85,
                )
    for pattern, what in (
        (HASHED, "a number after a hash"),
        (LICENCE, "the form of a driving licence number"),
    ):
        if pattern is HASHED and "#" not in text:
            continue
        for match in pattern.finditer(text):
            yield Detection(*match.span(), Kind.REF, what, 0.7)


def _vehicles(text: str) -> Iterator[Detection]:
    for match in VEHICLE.finditer(text) if _AFTER_LETTERS.search(text) else ():
        year = int(match.group(2))
        written = match.group().isupper() or " " not in match.group() or _driven(text, match)
        if written and (1 <= year <= 30 or 51 <= year <= 80) and match.group(1)[0] not in "IQZiqz":
            yield Detection(*match.span(), Kind.VEHICLE, "the form of a vehicle registration", 0.85)
    for match in VEHICLE_CUED.finditer(text) if _BEFORE_LETTERS.search(text) else ():
        letters = sum(char.isalpha() for char in match.group(1))
        if letters >= 3 and _digits(match.group(1)):
            yield Detection(
                *match.span(1), Kind.VEHICLE, "a vehicle registration, by the words before it", 0.85
            )
    for match in VEHICLE_OLD.finditer(text) if _BESIDE_CAPITAL.search(text) else ():
        if VEHICLE_NEAR.search(text, max(0, match.start() - 80), match.end() + 60):
            yield Detection(*match.span(), Kind.VEHICLE, "the form of an older vehicle registration", 0.7)


def _driven(text: str, match: re.Match[str]) -> bool:
    """Return whether a registration in small letters with its space is one: a vehicle is spoken of, and no word is in it."""
    words = lx.lexicon().words
    if match.group(1).lower() in words or match.group(3).lower() in words:
        return False
    return VEHICLE_NEAR.search(text, max(0, match.start() - 60), match.end() + 60) is not None
