"""Finding out how a text file is written."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from crm_project.importing.errors import ImportBroken

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-8-sig": "utf-8-sig",
    "utf8": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "latin-1": "latin-1",
    "iso-8859-1": "latin-1",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
UTF8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def known_encoding(name: str) -> str:
    """The codec for a name given by hand."""
    try:
        return ENCODINGS[name.strip().lower().replace("_", "-")]
    except KeyError:
        raise ImportBroken(
            _("“%(name)s” is not an encoding we read; use one of %(known)s.")
            % {"name": name, "known": ", ".join(sorted(set(ENCODINGS)))}
        ) from None


class EncodingFinder:
    """Feed it the bytes of a file; it tells the one encoding that fits them all."""

    def __init__(self) -> None:
        self.utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self.gb: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("gb18030")()
        self.single = self.paired = self.high = self.high_utf8 = 0
        self.unprintable = False
        self.head = b""

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self.head = self.head or chunk[:4]
        if not chunk.isascii():
            self._count(chunk)
        self.unprintable = self.unprintable or b"\x00" in chunk or b"\xff" in chunk
        if self.utf8 is not None:
            try:
                self.utf8.decode(chunk, last)
            except UnicodeDecodeError:
                self.utf8 = None
        if self.gb is not None:
            try:
                self.gb.decode(chunk, last)
            except UnicodeDecodeError:
                self.gb = None

    def _count(self, chunk: bytes) -> None:
        self.high_utf8 += sum(map(len, UTF8_SIGN.findall(chunk)))
        for run in HIGH_RUN.findall(chunk):
            self.high += len(run)
            if len(run) == 1:
                self.single += 1
            else:
                self.paired += 1

    def found(self) -> str:
        """The codec; a file that is UTF-8 up to a damaged place is broken, not Latin-1."""
        if self.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if self.utf8 is not None:
            return "utf-8-sig"
        damaged = self.high_utf8 > 0.7 * self.high
        if self.head.startswith(codecs.BOM_UTF8) or self.unprintable or damaged:
            raise ImportBroken(_("The file is damaged or in an encoding we do not know; nothing was imported."))
        return "gb18030" if self.gb is not None and self.paired > self.single else "cp1252"


def find_encoding(chunks: Iterable[bytes]) -> str:
    """The encoding of a whole file, read once."""
    finder = EncodingFinder()
    for chunk in chunks:
        finder.feed(chunk)
    finder.feed(b"", last=True)
    return finder.found()


def known_delimiter(name: str) -> str:
    """One sign, or its English name."""
    sign = DELIMITERS.get(name.lower(), name)
    if len(sign) != 1:
        raise ImportBroken(_("The delimiter must be one sign, or comma, semicolon, tab or pipe; not “%s”.") % name)
    return sign


def find_delimiter(lines: list[str]) -> str:
    """The sign that cuts the first lines into the same number of cells, and into the most."""

    def score(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        alike = sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0
        return alike, widths[0] if widths else 0

    return max(DELIMITERS.values(), key=score)
