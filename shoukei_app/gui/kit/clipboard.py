"""Rows for pasting into Excel: plain text for every program, and a table of text cells that keeps leading zeros."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QMimeData

_TEXT_CELL = "mso-number-format:'\\@'"
"""Excel's own style for a text cell: "0260" stays four digits, and "=1+1" is no formula."""


def excel_rows(headings: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[bool]) -> QMimeData:
    """Headings and rows as tab-separated text and as an HTML table; `numeric` columns stay numbers in Excel."""
    kept = [tuple(headings), *(tuple(row) for row in rows)]
    mime = QMimeData()
    mime.setText("".join("\t".join(map(_tab_cell, row)) + "\r\n" for row in kept))
    mime.setHtml(_html(kept, numeric))
    return mime


def _tab_cell(text: str) -> str:
    if any(mark in text for mark in '\t\r\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _html(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> str:
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for text, is_number in zip(row, numeric, strict=True):
            style = "" if is_number and number else f' style="{_TEXT_CELL}"'
            content = escape(text).replace("\n", "<br style='mso-data-placement:same-cell'>")
            cells.append(f"<td{style}>{content}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(lines)}</table></body></html>'
