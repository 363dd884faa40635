"""The handover of a firm (引継ぎ票): what is agreed for the days to come, and all that happened, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shoukei_app.paper import document
from shoukei_app.paper.flow import Cell, Flow
from shoukei_app.words.dates import with_weekday

_NOTICE = "取扱注意：個人情報を含みます。所内の引継ぎだけに使い、ほかの機関には渡さないでください。"
_CELLS = (Cell("日付", 42.0), Cell("種類", 24.0), Cell("内容", 114.0))

Row = tuple[date | None, str, str]


@dataclass(frozen=True, slots=True)
class Handover:
    """What is printed of a firm: facts as (title, words), steps as (day, name, words), the newest first."""

    firm: str
    made_on: date
    facts: tuple[tuple[str, str], ...]
    ahead: tuple[Row, ...]
    steps: tuple[Row, ...]


def print_handover(target: Path, sheet: Handover, *, author: str = "") -> int:
    """Write a handover to `target`; how many pages. Raises the problems of `document.written`."""
    with document.written(target, title=f"引継ぎ票　{sheet.firm}", author=author) as paper:
        flow = Flow(paper, f"引継ぎ票　{sheet.firm}", _NOTICE)
        flow.begin_page()
        flow.title(sheet.firm)
        flow.paragraph(f"{with_weekday(sheet.made_on)}現在")
        flow.space(2.0)
        for title, words in sheet.facts:
            flow.pair(title, words)
        flow.space(3.0)
        flow.heading("これからの予定")
        if sheet.ahead:
            flow.table(_CELLS, [_words(row) for row in sheet.ahead])
        else:
            flow.paragraph("決まっている予定はありません。")
        flow.heading("これまでの歩み（新しい順）")
        flow.table(_CELLS, [_words(row) for row in sheet.steps])
        flow.done()
    return paper.pages


def _words(row: Row) -> Sequence[str]:
    day, name, words = row
    return (with_weekday(day) if day else "", name, words)
