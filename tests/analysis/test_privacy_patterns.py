"""No text can make the search for personal data run away, and no hostile text breaks it.

Python's regular expressions cannot count their steps, so work is measured as the least of several processor
times at two sizes in one run: four times the text may take at most nine times the work (quadratic takes sixteen).
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable

import pytest

from goldthread.analysis import privacy
from goldthread.analysis.privacy import CaseNames, cautions, find_personal_data, redact
from goldthread.analysis.text import normalisation

MODULES = [
    normalisation,
    *(
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages(privacy.__path__, f"{privacy.__name__}.")
    ),
]
PATTERNS: dict[str, re.Pattern[str]] = {
    f"{module.__name__}: {name}": pattern
    for module in MODULES
    for name, pattern in getattr(module, "PATTERNS", {}).items()
}

# Each would make some unbounded or overlapping pattern try again and again.
UNITS = (
    "a", "A", "0", "1 ", "a'", "a-", "A.", "a.", "a@", "@a", "a.a@a.", " ", "\n", "07", "0 - ", "12 a a a a a ", "A ", "Ab ", "Ab, ",
    "Ab Cd, ", "flat 1 ", "nhs ", "ref no ", "case ref is ", "born ", "born in ", "sort code ", "at dot ", "a dot ", "oh ", "double oh ",
    "AB12 ", "GB12 ", "(", "9", "99 ", "is 9", "post code ", "http://x.com/", "1/1/", "1 May ", "#1", "AA/12/", "12-34-", "called ",
    "\u200b", "é", "&#39;", "<b>", "😀", "ع", "ninety ", "mum is ",
)  # fmt: skip
SMALL, LARGE = 6_000, 24_000
TRIFLE = 0.02  # seconds


def work(do: Callable[[str], object], text: str, times: int = 2) -> float:
    """The least processor time of several runs, in seconds."""
    least = float("inf")
    for _ in range(times):
        start = time.process_time()
        do(text)
        least = min(least, time.process_time() - start)
    return least


def grows_too_fast(do: Callable[[str], object], unit: str, small: int = SMALL, large: int = LARGE) -> bool:
    """Whether four times the text took more than nine times the work, three times over and more than a trifle."""
    for _ in range(3):
        text = (unit * (large // len(unit) + 1))[:large]
        if work(do, text, 1) < TRIFLE or work(do, text) <= 9 * work(do, text[:small]):
            return False
    return True


def test_every_module_with_a_pattern_lists_it():
    for module in MODULES:
        patterns = {id(value) for value in vars(module).values() if isinstance(value, re.Pattern)}
        listed = {id(value) for value in getattr(module, "PATTERNS", {}).values()}
        imported = {
            id(pattern) for name, pattern in PATTERNS.items() if not name.startswith(f"{module.__name__}:")
        }
        assert patterns - listed - imported == set(), module.__name__


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_has_an_unbounded_repeat(name):
    """Bounded repeats are the proof; the growth test below is the check on it."""
    source = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", PATTERNS[name].pattern)
    assert not re.search(r"(?<!\()[*+]|\{\d+,\}", source), source


# One pattern of many words is looked for in large texts, again and again.
LONG_LIST = "goldthread.analysis.privacy.special_category: cautions"
assert LONG_LIST in PATTERNS


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow(reason="a list of words in large texts"))
        if name == LONG_LIST
        else name
        for name in sorted(PATTERNS)
    ],
)
def test_work_of_each_pattern_grows_with_the_text(name):
    pattern = PATTERNS[name]
    for unit in UNITS:
        assert not grows_too_fast(lambda text: sum(1 for _ in pattern.finditer(text)), unit), (name, unit)


@pytest.mark.parametrize("unit", UNITS)
def test_work_of_the_whole_search_grows_with_the_text(unit):
    assert not grows_too_fast(find_personal_data, unit, 5_000, 20_000)


@pytest.mark.parametrize(
    "unit",
    [
        "Doreen Smith 07700 900123 ",
        "Mrs {n}son, ",
        "{n} Mill Lane, ",
        "0770090{n:04} ",
        "A{n} Smith. ",
        "Zor{n}vika said ",
    ],
)
def test_work_of_redacting_many_finds_grows_with_them(unit):
    letters = str.maketrans("0123456789", "abcdefghij")

    def text(size: int) -> str:
        many = "".join(
            unit.format(n=str(n).translate(letters) if "{n}s" in unit or "{n}v" in unit else n)
            for n in range(size // len(unit))
        )
        return many[:size]

    def do(body: str) -> None:
        redact(body, find_personal_data(body), CaseNames())

    long = work(do, text(100_000), 1)
    assert long < 1 or long <= 9 * work(do, text(25_000), 1)


def test_a_megabyte_on_one_line_is_read_to_its_end():
    text = "x" * 500_000 + " Ring Doreen on 07700 900123 " + "y " * 250_000
    assert [str(each.kind) for each in find_personal_data(text)] == ["PERSON", "PHONE"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "?!?!... --- ///",
        "😀" * 50,
        "\u202eneeroD\u202c \u200b\u200d",
        "مرحبا، أمي لا تستطيع المشي",
        "<script>alert('x')</script><b>hello</b>",
        "Mae mam yn dweud diolch yn fawr iawn am bopeth",
        "\x00\x01\x02",
        "\ud83d",  # half of an emoji, as broken exports hold it
        "&#0;&#99999999;&nbsp;&bogus;",
        "'" * 100 + "-" * 100,
    ],
)
def test_hostile_text_breaks_nothing(text):
    assert find_personal_data(text) == []
    assert redact(text, []).text == text
    assert cautions(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Mrs <b>Smith</b> &amp; Doreen&#39;s son</p>", "Doreen"),
        ('<a href="mailto:doreen@example.org">write</a>', "doreen@example.org"),
        ("قالت Doreen Smith ذلك", "Doreen Smith"),
        ("😀Doreen😀", "Doreen"),
        ("Roedd Ffion Rhydderch yn wych", "Ffion Rhydderch"),
    ],
)
def test_names_are_found_amid_markup_and_other_scripts(text, expected):
    assert expected in [text[each.start : each.end] for each in find_personal_data(text)]
