"""Excel package: the zip of XML files, refused where it could swell, loop or reach out."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from goldthread.cell_text import shown
from goldthread.sheets.errors import RESAVE, SheetError, damaged
from goldthread.sheets.file_types import AS_XLSX, refuse_zip
from goldthread.sheets.limits import Limits
from goldthread.sheets.source import CHUNK, Source

# A part may swell as far as it likes while it is small: XML that repeats itself packs well.
SMALL = 16 * 1024 * 1024
# Real XML has a tag at least this often; a longer run without one is made to waste memory.
SILENT_BYTES = 4 * 1024 * 1024
_DIRECTORY_ENTRY = 46
_WORKBOOK = re.compile(r"workbook\d*\.xml$", re.IGNORECASE)


class SheetPart(NamedTuple):
    name: str
    path: str
    hidden: bool


class Package:
    """A checked workbook: its sheets, and its XML parts to read as streams."""

    def __init__(self, source: Source, filename: str, limits: Limits) -> None:
        self._limits = limits
        self._stream = source.open()
        try:
            _check_directory(self._stream, source.size, limits)
            self._zip = zipfile.ZipFile(self._stream)
            self.names = set(self._zip.namelist())
            self._check_swelling()
            self.sheets, self.epoch_1904 = self._workbook(filename)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, struct.error, ValueError):
            self._stream.close()
            raise damaged("its contents cannot be listed") from None
        except BaseException:
            self._stream.close()
            raise

    def close(self) -> None:
        self._zip.close()
        self._stream.close()

    def _check_swelling(self) -> None:
        total = 0
        for entry in self._zip.infolist():
            total += entry.file_size
            if entry.flag_bits & 1:
                raise SheetError("This workbook is inside a zip locked with a password.", RESAVE)
            swollen = entry.file_size > SMALL and entry.file_size > self._limits.swelling * max(
                entry.compress_size, 1
            )
            if swollen or total > self._limits.unpacked_bytes:
                raise SheetError(
                    f"This workbook would unpack from {self._stream_size():,} bytes to more than "
                    f"{max(total, entry.file_size):,}, far more than a real one does, so it was not opened.",
                    "If it is a real spreadsheet, copy the rows you need into a new workbook and upload that.",
                )

    def _stream_size(self) -> int:
        return self._stream.seek(0, 2)

    def _workbook(self, filename: str) -> tuple[list[SheetPart], bool]:
        path = "xl/workbook.xml"
        if "_rels/.rels" in self.names:
            main = (to for kind, to in self._relations("_rels/.rels").values() if kind == "officeDocument")
            path = next(main, path)
        if path not in self.names or not _WORKBOOK.search(path):
            mimetype = b""
            if "mimetype" in self.names:
                with self._zip.open("mimetype") as part:
                    mimetype = part.read(200)
            raise refuse_zip(self.names, mimetype, filename)
        if any(name.lower().endswith("vbaproject.bin") for name in self.names):
            raise SheetError(
                f"{shown(filename)} holds macros (small programs), which are never taken in.",
                "Open it in Excel, choose Save As “Excel Workbook (.xlsx)” without macros, and upload the new file.",
            )
        folder, _, name = path.rpartition("/")
        relations = self._relations(f"{folder}/_rels/{name}.rels")
        sheets: list[SheetPart] = []
        old_epoch = False
        for tag, attributes in self._tags(path):
            if tag == "workbookPr":
                old_epoch = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet":
                key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                kind, target = relations.get(key, ("", ""))
                if kind == "worksheet" and target in self.names:
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(SheetPart(attributes.get("name", "?"), target, hidden))
        if not sheets:
            raise SheetError(f"{shown(filename)} has no sheet with cells in it.", AS_XLSX)
        return sheets, old_epoch

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Each relation's kind (last word of its address) and the part inside the zip that it points to."""
        if path not in self.names:
            return {}
        base = path.split("_rels/")[0]
        relations = {}
        for tag, attributes in self._tags(path):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                inside = target[1:] if target.startswith("/") else base + target
                kind = attributes.get("Type", "").rpartition("/")[2]
                relations[attributes.get("Id", "")] = (kind, inside.replace("/./", "/"))
        return relations

    def _tags(self, path: str) -> list[tuple[str, dict[str, str]]]:
        """Every opening tag of a small part, without its prefix."""
        tags: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            tags.append((name.rpartition(":")[2], attributes))
            if len(tags) > 200_000:
                raise damaged(f"its part {path} is far too long")

        for _ in self.parse(path, lambda parser: setattr(parser, "StartElementHandler", start)):
            pass
        return tags

    def tags(self, path: str) -> list[tuple[str, dict[str, str]]]:
        return self._tags(path) if path in self.names else []

    def part_named(self, ending: str) -> str | None:
        """The one part whose path ends so, whatever its folder and capitals (some programs differ)."""
        return next((name for name in sorted(self.names) if name.lower().endswith(ending)), None)

    def chunks(self, path: str) -> Iterator[bytes]:
        """A part's bytes in pieces; the zip's own checksum is tested at the end."""
        try:
            with self._zip.open(path) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ):
            raise damaged(f"its part {path} cannot be unpacked") from None

    def parse(self, path: str, attach: Callable[[expat.XMLParserType], None]) -> Iterator[None]:
        """Feed a part to an XML parser set up by `attach`, pausing after each piece.

        A document type is refused outright: without one there are no entities, so none can multiply
        (“billion laughs”) or fetch anything.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        attach(parser)
        since_last, last_position = 0, -1
        for chunk in self.chunks(path):
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError:
                raise damaged(f"the XML of its part {path} is broken") from None
            position = parser.CurrentByteIndex
            since_last = 0 if position != last_position else since_last + len(chunk)
            last_position = position
            if since_last > SILENT_BYTES:
                raise damaged(f"its part {path} has one endless tag")
            yield
        try:
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise damaged(f"the XML of its part {path} ends too soon") from None
        yield


def _no_doctype(*_: object) -> None:
    raise SheetError(
        "This workbook's XML declares a document type, which no spreadsheet program writes and which is used for attacks, "
        "so it was not read.",
        "If it is a real spreadsheet, open it in Excel, save it under a new name, and upload that.",
    )


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Looks at the zip's closing record before Python lists the entries, which takes memory for each."""
    length = min(size, 65_557)
    stream.seek(size - length)
    tail = stream.read(length)
    record = len(tail) - 22
    if not (record >= 0 and tail[record : record + 4] == b"PK\x05\x06" and tail[-2:] == b"\0\0"):
        record = tail.rfind(b"PK\x05\x06")
    if record < 0 or len(tail) - record < 22:
        raise damaged("the end of the file is missing")
    entries, directory = struct.unpack_from("<HI", tail, record + 10)
    if record >= 76 and tail[record - 20 : record - 16] == b"PK\x06\x07":  # the record for very large zips
        entries, directory = struct.unpack_from("<QQ", tail, record - 76 + 32)
    if entries > limits.parts or directory > limits.parts * (_DIRECTORY_ENTRY + 200):
        raise SheetError(
            f"This workbook is made of {entries:,} parts; a real one has a few dozen.",
            "If it is a real spreadsheet, copy the rows you need into a new workbook and upload that.",
        )
    stream.seek(0)
