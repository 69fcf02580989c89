"""Workbook parts beside the sheets: shared texts, and which number formats mean a date or a time."""

import re
import tempfile
from array import array
from datetime import date, datetime, timedelta
from typing import Literal

from goldthread.sheets.errors import damaged
from goldthread.sheets.limits import Limits
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_package import Package

Meaning = Literal["number", "date", "datetime", "time", "elapsed"]

MOST_TEXTS = 5_000_000
IN_MEMORY = 4 * 1024 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN: dict[int, Meaning] = {
    **dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)], "date"),
    **dict.fromkeys([18, 19, 20, 21, 32, 33, 34, 35], "time"),
    22: "datetime",
    **dict.fromkeys([45, 46, 47], "elapsed"),
}


class SharedTexts:
    """The workbook's texts by number, kept on disk once they are large, so that memory stays flat.

    The file has no name, and is gone when the sheet is closed.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        self._store = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed in close()
        self._ends = array("Q", [0])
        path = package.part_named("xl/sharedstrings.xml")
        if path is None:
            return
        pieces: list[str] = []
        wanted = False
        phonetic = 0
        size = 0
        end = 0

        def start(name: str, _attributes: dict[str, str]) -> None:
            nonlocal wanted, phonetic
            name = name.rpartition(":")[2]
            if name == "t":
                wanted = not phonetic
            elif name == "rPh":  # how to pronounce Japanese; not part of the text
                phonetic += 1

        def text(data: str) -> None:
            nonlocal size
            if wanted:
                size += len(data)
                if size > 4 * limits.cell_characters:
                    raise damaged(
                        f"one of its texts is longer than {4 * limits.cell_characters:,} characters"
                    )
                pieces.append(data)

        def finish(name: str) -> None:
            nonlocal wanted, phonetic, size, end
            name = name.rpartition(":")[2]
            if name == "t":
                wanted = False
            elif name == "rPh":
                phonetic -= 1
            elif name == "si":
                if len(self._ends) > MOST_TEXTS:
                    raise damaged(f"it holds more than {MOST_TEXTS:,} texts")
                data = "".join(pieces).encode("utf-8", "surrogatepass")
                self._store.write(data)
                end += len(data)
                self._ends.append(end)
                pieces.clear()
                size = 0

        def attach(parser) -> None:
            parser.StartElementHandler = start
            parser.EndElementHandler = finish
            parser.CharacterDataHandler = text

        try:
            for _ in package.parse(path, attach):
                pass
        except BaseException:
            self.close()
            raise

    def __getitem__(self, number: int) -> str:
        """The text; raises IndexError where the workbook has none of that number."""
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        start = self._ends[number]
        self._store.seek(start)
        return self._store.read(self._ends[number + 1] - start).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        self._store.close()


def unescape(text: str) -> str:
    """Excel writes control characters as `_x000D_`; turns them back."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def read_meanings(package: Package) -> list[Meaning]:
    """For each cell style, in order, what its number format makes of a number."""
    path = package.part_named("xl/styles.xml")
    if path is None:
        return []
    custom: dict[str, Meaning] = {}
    meanings: list[Meaning] = []
    inside = False
    for tag, attributes in package.tags(path):
        if tag == "numFmt":
            custom[attributes.get("numFmtId", "")] = meaning_of(attributes.get("formatCode", ""))
        elif tag == "xf" and inside:
            identity = attributes.get("numFmtId", "0")
            built_in = _BUILT_IN.get(int(identity), "number") if identity.isdecimal() else "number"
            meanings.append(custom.get(identity, built_in))
        elif tag not in ("alignment", "protection", "extLst", "ext"):
            inside = tag == "cellXfs"
    return meanings


def meaning_of(code: str) -> Meaning:
    """Return what an Excel number format shows: `dd/mm/yyyy` a date, `hh:mm` a time, `[h]:mm` a length of time."""
    code = code.split(";")[0].casefold()
    code = re.sub(r'"[^"]*"|\\.|_.|\*.', "", code)
    elapsed = re.search(r"\[[hms]+\]", code)
    code = re.sub(r"\[[^\]]*\]", "", code.replace("am/pm", "h").replace("general", ""))
    day = bool(re.search(r"[dy]", code)) or ("m" in code and not re.search(r"[hs]", code) and not elapsed)
    clock = bool(re.search(r"[hs]", code))
    if day:
        return "datetime" if clock else "date"
    if elapsed:
        return "elapsed"
    return "time" if clock else "number"


def from_serial(number: float, meaning: Meaning, epoch_1904: bool) -> Cell:
    """Excel's count of days as a date, or a time of day as text (“14:30”). Raises ValueError out of range.

    Day 60 of the 1900 calendar is 29 February 1900, a day that never was (Excel keeps a fault of Lotus
    1-2-3), so the days before it stand one further on.
    """
    seconds = round(number * 86_400)
    if meaning in ("time", "elapsed") and (meaning == "elapsed" or 0 <= number < 1):
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
        return f"{sign}{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")
    if epoch_1904:
        start = datetime(1904, 1, 1)
    elif number >= 61:
        start = datetime(1899, 12, 30)
    elif 1 <= number < 60:
        start = datetime(1899, 12, 31)
    else:
        raise ValueError(f"{number} is no day of Excel's calendar")
    if not 0 <= number < 2_958_466:
        raise ValueError(f"{number} is no day of Excel's calendar")
    moment = start + timedelta(seconds=seconds)
    whole_day: date = moment.date()
    return whole_day if meaning == "date" and seconds % 86_400 == 0 else moment
