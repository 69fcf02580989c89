"""What a page says of the whole council: rating, percentage, date of publication, and the scores that it gives in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from goldthread.analysis.reports.line_roles import Line, number_of
from goldthread.analysis.reports.rules import Names

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DATE = rf"(?P<date>(?:(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:day)?,?\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\.?,?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH}\s+\d{{4}})"
_PUBLISHED = re.compile(
    rf"(?<!not )(?<!last )\b(?:(?:report|assessment|first|date)\s+)?publi(?:shed|cation\s+date|cation)\b(?:\s+(?:on|date|by\s+(?:the\s+)?(?:CQC|Care Quality Commission)))?\s*[:–-]?\s*(?:on\s+)?{_DATE}",
    re.I,
)
# What may stand around it in its line: in a sentence it is the date of something else.
_BEFORE_IT = re.compile(
    r"(?:.{0,120}[|·:;.,–—-]\s*|.{0,60}\b(?:assessment|downloads?|report)\s+)?(?:this\s+(?:\w+\s+)?(?:report|page|assessment|summary)\s+was\s+(?:first\s+)?)?",
    re.I | re.S,
)
_AFTER_IT = re.compile(
    r"\s*(?:$|[|·;(–—-]|\.(?:\s|$)|(?:page|last|updated|by|downloads?|at)\b|,\s*(?:page|last)\b)", re.I
)
_PUBLISHED_ALONE = re.compile(r"(?:(?:report|date|first)\s+)?publi(?:shed|cation date)(?:\s+on)?\s*:?", re.I)
_DATE_ALONE = re.compile(_DATE, re.I)
_OF_100 = re.compile(
    r"\bscor(?:ed|e|ing)(?:\s+(?:of|is|was|:))?\s*:?\s*(\d{1,3})\s*(?:/|out\s+of)\s*(?:a\s+possible\s+)?100\b",
    re.I,
)
_PER_CENT = (
    re.compile(r"\boverall\b[^.%]{0,80}?\b(\d{1,3})\s?(?:%|per\s?cent)(?!\s+of\b)", re.I),
    re.compile(r"\b(?:rating|score)\b[^.%]{0,60}?[:(]\s*(\d{1,3})\s?(?:%|per\s?cent)(?!\s+of\b)", re.I),
    re.compile(r"(\d{1,3})\s?(?:%|per\s?cent)[^.]{0,20}\boverall\b", re.I),
    re.compile(
        r"\b(?:authority|council|it|they|[A-Z]\w+shire)\s+(?:was\s+|were\s+|has\s+|had\s+)?scored\s+(\d{1,3})\s?(?:%|per\s?cent)(?!\s+of\b)",
        re.I,
    ),
)
_SCORE_ALONE = re.compile(r"overall (?:score|percentage|rating)\s*:?|percentage score\s*:?", re.I)
_PER_CENT_ALONE = re.compile(r"(\d{1,3})\s?(?:%|per\s?cent)", re.I)
_INDICATIVE = re.compile(
    r"\bindicative\s+(?:overall\s+)?(?:rating|score)|\bindicative local authority rating|\brating\s*\(indicative\)",
    re.I,
)
# Who rates what, where it is not the regulator who rates the council.
_BY_OTHERS = re.compile(
    r"\b(?:staff|people|carers|residents|partners|families|users|students|learners|members|managers|respondents|relatives)\s+(?:\w+\s+)?rat(?:e|ed|ing)\b|"
    r"\brated\b[^.]{0,60}\bby\s+(?!the\s+(?:care\s+quality|cqc|regulator)|care\s+quality|cqc|inspectors)",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:Ofsted|children|care homes?|providers?|services? (?:in|were)|home care|previous(?:ly)?|inspected)\b",
    re.I,
)


class Overall:
    """What the lines of a page say of the whole council."""

    def __init__(self, names: Names) -> None:
        self._names = names
        bands = "|".join(re.escape(band) for band in sorted(names.bands, key=len, reverse=True))
        share = r"(?:\s*[,(:–—-]?\s*(?P<share>\d{1,3})\s?(?:%|per\s?cent)\s?\)?)"
        self._band = re.compile(rf"(?:overall\s*[:–-]?\s*)?({bands})(?:\s*\(indicative\))?{share}?\.?", re.I)
        self._line = re.compile(
            rf"(?:.{{0,80}}\b)?(?:overall|rating|rated)\b[^.:]{{0,60}}[:–-]\s*(?:\d{{1,3}}\s?%\s*,?\s*[-–(]?\s*)?({bands})\b.{{0,40}}",
            re.I,
        )
        self._said = re.compile(
            rf"(?:\brated\b(?:\s+(?:it|them|as|overall|an?|the\s+(?:local\s+)?authority|the\s+council))*|\b(?:indicative\s+)?(?:overall\s+)?rating\s+(?:is|was|of|as)(?:\s+(?:an?|overall))*|\bindicating\s+an?|"
            rf"\brat(?:es|ing|ed)\b[^.]{{1,90}}?\bas|\brat(?:es|ed)\b[A-Z\w’' ]{{1,60}}?(?=\s+(?:good|outstanding)\b)|\bscored?\b[^.]{{0,60}}?(?:,|which|meaning|and)[^.]{{0,40}}?\b(?:is|as|means|rated))\s+[\"'‘“]?({bands})\b",
            re.I,
        )
        called = "|".join(re.escape(each) for each in names.variants if len(each) > 9)
        a_name = rf"(?:{called})\b[\"'’”]?"
        self._names_scored = re.compile(
            rf"(?P<names>\b{a_name}(?:(?:,\s+and|,|\s+and)\s+(?:for\s+)?[\"'‘“]?{a_name})*)\s+(?:(?:was|were|has|have|had|been|is|are|also|both|each|all)\s+){{0,3}}"
            r"scored?\s+(?:at\s+|an?\s+|of\s+)?(?:indicative\s+)?(?P<score>[1-4]|one|two|three|four)\b(?!\s*(?:%|per|points?|times))",
            re.I,
        )
        name = rf"(?:the\s+)?(?:quality\s+statements?\s+)?(?:of\s+)?[\"'‘“]?(?:{called})\b[\"'’”]?"
        self._called_so = re.compile(rf"\b(?:{called})\b", re.I)
        self._name_scores = re.compile(
            rf"\b(?P<score>[1-4]|one|two|three|four)\b(?:\s+out\s+of\s+(?:4|four))?(?:\s*\([^().]{{1,40}}\))?(?:\s+(?:each|points?|marks?|overall))?\s(?:for|in|on)\s+(?:both\s+)?"
            rf"(?P<names>{name}(?:(?:,\s+and|,|\s+and)\s+{name})*)",
            re.I,
        )

    def rating(
        self, lines: Iterable[Line], titles: Iterable[str], *, sentences: bool
    ) -> tuple[str | None, list[str]]:
        """Return the rating as the framework calls it, and those that disagree where several are given."""
        said: list[str] = []
        for title in titles:
            if (match := self._said.search(title)) and not _by_others(title):
                said.append(match[1])
        waiting = 0
        written: list[str] = []
        for line in lines:
            text = line.block.text
            waiting = max(0, waiting - 1)
            if len(text) < 200:
                if (match := self._line.fullmatch(text)) or (
                    (match := self._band.fullmatch(text)) and (waiting or match["share"])
                ):
                    written.append(match[1])
                if re.search(r"\brating\b", text, re.I) and len(text) < 110:
                    waiting = 5
                if line.block.kind == "row":
                    for before, cell in zip(("", *line.block.cells), line.block.cells, strict=False):
                        if re.search(r"\b(?:rating|overall)\b", before, re.I) and (
                            match := self._band.fullmatch(cell)
                        ):
                            written.append(match[1])
            if sentences and len(text) < 20_000:
                for sentence in text.split(". "):
                    if not _by_others(sentence) and (match := self._said.search(sentence)):
                        said.append(match[1])
        for found in (written, said):
            ratings = list(dict.fromkeys(self._called(each) for each in found))
            if len(ratings) == 1:
                return ratings[0], []
            if ratings:
                return None, ratings
        return None, []

    def _called(self, text: str) -> str:
        return next(band for band in self._names.bands if band.casefold() == text.casefold())

    def percent(self, texts: Iterable[str]) -> tuple[int | None, list[int]]:
        """Return the per cent of the most that all statements could score, and those that disagree."""
        found: dict[int, None] = {}
        before = ""
        for text in texts:
            if len(text) > 20_000:
                continue
            if (match := self._band.fullmatch(text)) and match["share"]:
                found[int(match["share"])] = None
            elif _SCORE_ALONE.fullmatch(before) and (match := _PER_CENT_ALONE.fullmatch(text)):
                found[int(match[1])] = None
            before = text
            for match in _OF_100.finditer(text):
                found[int(match[1])] = None
            if re.search(r"\b(?:rating|scored?|overall)\b", text, re.I) and not found:
                for sentence in text.split(". "):
                    if re.search(r"\b(?:rating|scored?)\b", sentence, re.I):
                        for pattern in _PER_CENT:
                            if given := pattern.search(sentence):
                                found[int(given[1])] = None
                                break
        possible = [each for each in found if 0 < each <= 100]
        return (possible[0], []) if len(possible) == 1 else (None, possible)

    def is_indicative(self, texts: Iterable[str]) -> bool:
        """Return whether the page says that its rating or scores are indicative."""
        return any(_INDICATIVE.search(text[:2000]) for text in texts)

    def scores_in(self, text: str) -> list[tuple[str, int]]:
        """Return the statements' scores that a sentence gives."""
        if len(text) > 20_000 or "scor" not in text.casefold():
            return []
        found: dict[str, int] = {}
        for sentence in re.split(r"(?<=[.?!])\s", text):
            scored = re.search(r"\bscor(?:e|ed|es|ing)\b", sentence, re.I)
            if not scored:
                continue
            told = [
                *self._name_scores.finditer(sentence, scored.start()),
                *self._names_scored.finditer(sentence),
            ]
            for match in told:
                for called in self._called_so.findall(match["names"]):
                    name, number = self._names.statement(called), number_of(match["score"])
                    if name and number:
                        found.setdefault(name, number)
        return list(found.items())


def _by_others(sentence: str) -> bool:
    return bool(_OTHERS.search(sentence) or _BY_OTHERS.search(sentence))


def published(texts: Iterable[str]) -> str | None:
    """Return the date of publication as the document prints it; None where it gives none."""
    waiting = False
    for text in texts:
        if len(text) > 300:
            waiting = False
            continue
        if waiting and (match := _DATE_ALONE.fullmatch(text)):
            return match["date"]
        waiting = bool(_PUBLISHED_ALONE.fullmatch(text))
        match = _PUBLISHED.search(text)
        if match and _BEFORE_IT.fullmatch(text[: match.start()]) and _AFTER_IT.match(text, match.end()):
            return match["date"]
    return None
