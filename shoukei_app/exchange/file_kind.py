"""What a file is, judged by its contents: offices send Excel files named .csv and web pages named .xls."""

import io
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange.old_workbook import Container, DamagedContainerError, check_workbook

MOST_BYTES: Final = 200 * 1024 * 1024
# Everything that zipfile raises over a damaged archive.
BROKEN_ARCHIVE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(KeyError, ValueError, IndexError, OverflowError, NotImplementedError, RuntimeError),
)
# What a workbook may be when unpacked; 100,000 rows of 20 columns are some 120 MB.
MOST_UNPACKED: Final = 1024 * 1024 * 1024
MOST_PARTS: Final = 10_000


class FileKind(StrEnum):
    """The formats a list can come in; the value is what is reported as its format (TEXT becomes csv or tsv)."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM: Final = b"\xef\xbb\xbf"
# First bytes of files that are no list, with what they are.
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"BM", "画像"),
    (b"II*\0", "画像"),
    (b"MM\0*", "画像"),
    (b"RIFF", "画像・音声"),
    (b"{\\rtf", "ワープロ文書"),
    (b"7z\xbc\xaf\x27\x1c", "圧縮ファイル"),
    (b"Rar!", "圧縮ファイル"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"SQLite format 3", "データベース"),
    (b"MZ", "プログラム"),
    (b"\x7fELF", "プログラム"),
)
_PACKED_OTHERS: Final = (
    ("xl/workbook.bin", "Excelバイナリブック（.xlsb）"),
    ("word/document.xml", "Word文書"),
    ("ppt/presentation.xml", "PowerPoint文書"),
)
_WEB_PAGE: Final = (b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<?xml", b"mime-version:")
_BIFF_WITHOUT_OLE: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")
_WHITE: Final = b" \t\r\n\0\x1a"


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises FILE_MISSING, FILE_LOCKED, FILE_TOO_LARGE or FILE_EMPTY."""
    try:
        if not path.is_file():
            raise Problem(ProblemKind.FILE_MISSING, path=str(path))
        if path.stat().st_size > MOST_BYTES:
            raise Problem(ProblemKind.FILE_TOO_LARGE, path=str(path), most=MOST_BYTES)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Problem(ProblemKind.FILE_MISSING, path=str(path)) from None
    except OSError as error:  # in use elsewhere, no right to read, a drive that went away
        raise Problem(ProblemKind.FILE_LOCKED, path=str(path), reason=error.strerror or "") from error
    except ValueError:  # a path that holds a NUL
        raise Problem(ProblemKind.FILE_MISSING, path=str(path)) from None
    if not data.removeprefix(_UTF8_BOM).strip(_WHITE) or data in _UTF16_BOMS:
        raise Problem(ProblemKind.FILE_EMPTY, path=str(path))
    return data


def recognise(data: bytes, path: Path) -> FileKind:
    """What `data` is. Raises FILE_PROTECTED, FILE_DAMAGED, FILE_TOO_LARGE, or FILE_UNKNOWN_TYPE with `detected`."""
    if data.startswith(b"PK"):
        return _packed(data, path)
    if data.startswith(_OLE):
        return _compound(data, path)
    for start, name in _OTHERS:
        if data.startswith(start) and (len(start) > 2 or b"\0" in data[:512]):
            raise _unknown(path, name)
    if data.startswith(_BIFF_WITHOUT_OLE):
        raise _unknown(path, "Excel 4.0 以前のブック")
    head = data[:1024].removeprefix(_UTF8_BOM).lstrip().lower()
    if head.startswith(_WEB_PAGE) or b"<html" in head or b"<table" in head:
        raise _unknown(path, "Webページ（HTML・XML）")
    if _looks_binary(data):
        raise _unknown(path, "")
    return FileKind.TEXT


def _packed(data: bytes, path: Path) -> FileKind:
    """A zip: a workbook, or something else that Office packs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except BROKEN_ARCHIVE:
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            raise Problem(ProblemKind.FILE_DAMAGED, path=str(path)) from None
        return FileKind.TEXT
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Problem(ProblemKind.FILE_TOO_LARGE, path=str(path), most=MOST_UNPACKED)
    names = {part.filename.lower().replace("\\", "/") for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Problem(ProblemKind.FILE_PROTECTED, path=str(path))
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return FileKind.XLSM if any(name.endswith("vbaproject.bin") for name in names) else FileKind.XLSX
    if "content.xml" in names:
        if _is_encrypted_ods(data):
            raise Problem(ProblemKind.FILE_PROTECTED, path=str(path))
        return FileKind.ODS
    raise _unknown(path, next((name for part, name in _PACKED_OTHERS if part in names), "圧縮ファイル"))


def _is_encrypted_ods(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except BROKEN_ARCHIVE:  # reading the sheets will say it
        return False


def _compound(data: bytes, path: Path) -> FileKind:
    """An OLE container: an old workbook, an encrypted new one, or an old document."""
    try:
        names = Container(data).names
        if names & {"Workbook", "Book"}:
            check_workbook(data)
    except (DamagedContainerError, struct.error, ValueError):
        raise Problem(ProblemKind.FILE_DAMAGED, path=str(path)) from None
    if "EncryptedPackage" in names:
        raise Problem(ProblemKind.FILE_PROTECTED, path=str(path))
    if names & {"Workbook", "Book"}:
        return FileKind.XLS
    if "WordDocument" in names:
        raise _unknown(path, "Word文書")
    if "PowerPoint Document" in names:
        raise _unknown(path, "PowerPoint文書")
    raise Problem(ProblemKind.FILE_DAMAGED, path=str(path))


def _looks_binary(data: bytes) -> bool:
    """Whether control characters stand where text has none."""
    head = data[:65536]
    if head.startswith(_UTF16_BOMS) or utf16_without_mark(data):
        return False
    control = sum(head.count(bytes([code])) for code in (*range(7), *range(14, 26), 28, 29, 30, 31, 127))
    return control > len(head) // 100 + 2


def utf16_without_mark(data: bytes) -> str:
    """utf-16-le or utf-16-be where NULs stand in every other place only and the text decodes; "" otherwise."""
    head = data[: 65536 & ~1]
    nulls = head.count(0)
    if nulls <= len(head) // 50:
        return ""
    even = head[0::2].count(0)
    if max(even, nulls - even) < 0.9 * nulls:
        return ""
    name = "utf-16-be" if even > nulls - even else "utf-16-le"
    try:
        text = head.decode(name, errors="ignore")
    except UnicodeError:
        return ""
    return name if sum(character < " " and character not in "\t\r\n" for character in text) <= len(text) // 100 else ""


def _unknown(path: Path, detected: str) -> Problem:
    return Problem(ProblemKind.FILE_UNKNOWN_TYPE, path=str(path), detected=detected)
