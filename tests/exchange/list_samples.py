"""Small lists with the faults that real ones have; every name, address and number in them is invented."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("事業所名", "郵便番号", "所在地", "電話番号", "代表者名")
FIRMS = tuple(
    (name, code, f"{address}{number}番地", f"{phone}-{number:04}", person)
    for number, (name, code, address, phone, person) in enumerate(
        [
            ("株式会社見本製作所", "380-0921", "長野県長野市大字栗田", "026-227", "見本\u3000太郎"),
            ("有限会社ためし屋", "384-0801", "長野県小諸市甲", "0267-22", "試\u3000花子"),
            ("そば処みほん", "389-0111", "長野県北佐久郡軽井沢町大字長倉", "0267-45", "見本\u3000次郎"),
            ("合同会社こころみ", "386-0012", "長野県上田市中央一丁目", "0268-22", "心見\u3000実"),
            ("手本自動車工業", "385-0051", "長野県佐久市中込", "0267-62", "手本\u3000正"),
            ("れいだい理容所", "399-4511", "長野県上伊那郡南箕輪村", "0265-72", "例題\u3000勇"),
        ]
        * 3,
        1001,
    )
)
Cells = Sequence[object]


def workbook(
    path: Path, *rows: Cells, merges: Iterable[str] = (), more: Callable[[Worksheet], None] | None = None
) -> Path:
    """One sheet with these rows from row 1 on; None leaves a cell blank."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)  # type: ignore[call-overload]  # whatever openpyxl takes
    for cells in merges:
        sheet.merge_cells(cells)
    if more:
        more(sheet)
    book.save(path)
    return path


def delimited(
    path: Path, *rows: Cells, encoding: str = "cp932", line_end: str = "\r\n", delimiter: str = ",", before: str = ""
) -> Path:
    """A text file with these rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end, delimiter=delimiter).writerows(rows)
    path.write_bytes((before + text.getvalue()).encode(encoding))
    return path


def open_document(path: Path, *rows: Cells, repeated: str = "") -> Path:
    """An .ods with these rows; `repeated` is put as the last row as it is."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            if value not in (None, "")
            else "<table:table-cell/>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="名簿">{body}{repeated}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def changed_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same package with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, change(data) if part == name else data)
    return path


def compound(*streams: str) -> bytes:
    """A compound file (OLE) with empty streams of these names, as [MS-CFB] lays it out."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF

    def entry(name: str, kind: int, child: int = none, right: int = none) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0" if name else b""
        links = b"".join(value.to_bytes(4, "little") for value in (none, right, child))
        head = raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes([kind, 1]) + links
        return head + bytes(36) + end.to_bytes(4, "little") + bytes(8)

    entries = [entry("Root Entry", 5, child=1)]
    entries += [
        entry(name, 2, right=number + 1 if number < len(streams) else none) for number, name in enumerate(streams, 1)
    ]
    directory = b"".join(entries).ljust(512, b"\0")[:512]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + (0x3E).to_bytes(2, "little") + (3).to_bytes(2, "little")
    header += b"\xfe\xff" + (9).to_bytes(2, "little") + (6).to_bytes(2, "little") + bytes(10)
    numbers = [1, 1, 0, 4096, end, 0, end, 0, 0, *([free] * 108)]
    header += b"".join(number.to_bytes(4, "little") for number in numbers)
    table = [0xFFFFFFFD, end, *([free] * 126)]
    return header.ljust(512, b"\0") + b"".join(number.to_bytes(4, "little") for number in table) + directory


def names(rows: Iterable[Any], column: int = 0) -> list[str]:
    """The cells of one column of listed rows."""
    return [row.cells[column] for row in rows]
