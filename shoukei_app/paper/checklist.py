"""The enclosing checklist (封入照合表): every piece of a run in its order, to be ticked off, and the run's sums."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shoukei_app.domain import era, form_number
from shoukei_app.domain.barcode_eligibility import BarcodeReason
from shoukei_app.domain.mailing import LeftOutReason, Piece, PieceState, Run
from shoukei_app.domain.printed import PrintedPages, one_by_one
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import LIGHT
from shoukei_app.paper import document
from shoukei_app.paper.drawing import Align, Drawing
from shoukei_app.paper.fonts import Face, Font
from shoukei_app.words.terms import word

LEFT, RIGHT = 15.0, 195.0
ROWS = 40
"""Pieces on one page."""

_TABLE_TOP = 31.0
_HEAD_HEIGHT = 6.5
_ROW = 6.0
_EVERY = 5
_BOX = 3.8
_FOOT = 288.0

_TITLE = Font(Face.BOLD, 15.0)
_TEXT = Font(Face.GOTHIC, 9.5)
_STRONG = Font(Face.BOLD, 9.5)
_SMALL = Font(Face.GOTHIC, 8.0)

_ORDER_RIGHT = LEFT + 11.0
_NUMBER_LEFT = LEFT + 14.0
_NAME_LEFT = LEFT + 38.0
_PLACE_LEFT = LEFT + 126.0
_TICKS = (("封入", LEFT + 159.0), ("確認", LEFT + 173.0))


@dataclass(frozen=True, slots=True)
class _Sum:
    """A line of the sums at the end."""

    label: str
    count: int
    font: Font


def print_checklist(
    target: Path,
    run: Run,
    campaign: str,
    pieces: Sequence[Piece],
    progress: Progress,
    *,
    author: str = "",
    without_barcode: Mapping[BarcodeReason, int] | None = None,
    first: int = 1,
    last: int | None = None,
) -> PrintedPages:
    """Write the checklist of a run to `target`: `pieces` in their order, those left out only counted by reason.

    `first` and `last` (from 1) are the pieces to be listed, by default all; the sums are always those of the run.
    `without_barcode` counts the pieces that can carry no customer barcode: they are posted apart from the others.
    The last page shows that the targets of the run are the pieces and those left out. Raises the problems of
    `document.written`.
    """
    sent = [piece for piece in pieces if piece.state is not PieceState.LEFT_OUT]
    left_out = Counter(piece.left_out for piece in pieces if piece.state is PieceState.LEFT_OUT)
    sums = _sums(len(sent), left_out, without_barcode or {})
    listed = sent[first - 1 : last]
    progress.start("封入照合表を作成しています", len(listed))
    parts = [listed[start : start + ROWS] for start in range(0, len(listed), ROWS)] or [[]]
    summary_alone = len(parts[-1]) * _ROW + _summary_height(sums) > ROWS * _ROW
    total = len(parts) + summary_alone
    with document.written(target, title=f"封入照合表（第{run.number}便）", author=author) as paper:
        for number, part in enumerate(parts, start=1):
            page = paper.drawing()
            _draw_head(page, run, campaign, number, total)
            _draw_table(page, part, first - 1 + (number - 1) * ROWS)
            if number == total:
                _draw_summary(page, _TABLE_TOP + _HEAD_HEIGHT + len(part) * _ROW + 8.0, sums)
            paper.page(page)
            progress.step(len(part))
        if summary_alone:
            page = paper.drawing()
            _draw_head(page, run, campaign, total, total)
            _draw_summary(page, _TABLE_TOP, sums)
            paper.page(page)
    places = one_by_one([piece.number for piece in listed], range(len(listed) + 1), per_page=ROWS)
    return PrintedPages(paper.pages, len(listed), places=places)


def _draw_head(page: Drawing, run: Run, campaign: str, number: int, total: int) -> None:
    page.text(LEFT, 18.6, "封入照合表", _TITLE)
    kind = "　".join(filter(None, (campaign, f"第{run.number}便", word(run.kind), word(run.order))))
    page.text(LEFT, 25.6, kind, _TEXT, within=128.0)
    page.text(RIGHT, 18.6, f"{number}／{total} ページ", _STRONG, align=Align.RIGHT)
    page.text(RIGHT, 25.6, f"作成 {era.wareki(run.made_on)}", _TEXT, align=Align.RIGHT)


def _draw_table(page: Drawing, pieces: Sequence[Piece], before: int) -> None:
    top, baseline = _TABLE_TOP, _TABLE_TOP + 4.5
    page.rectangle(LEFT, top, RIGHT - LEFT, _HEAD_HEIGHT, fill=LIGHT.track)
    page.text(_ORDER_RIGHT, baseline, "順", _STRONG, align=Align.RIGHT)
    page.text(_NUMBER_LEFT, baseline, "整理番号", _STRONG)
    page.text(_NAME_LEFT, baseline, "宛名", _STRONG)
    page.text(_PLACE_LEFT, baseline, "市町村", _STRONG)
    for label, centre in _TICKS:
        page.text(centre, baseline, label, _STRONG, align=Align.CENTRE)
    top += _HEAD_HEIGHT
    for place, piece in enumerate(pieces, start=1):
        _draw_row(page, top, before + place, piece)
        top += _ROW
        # A stronger line every five rows: a pile is counted by fives.
        strong = place % _EVERY == 0
        page.line(
            LEFT, top, RIGHT, top, weight=0.3 if strong else 0.12, colour=LIGHT.field_line if strong else LIGHT.line
        )
    counted = f"このページ {len(pieces):,} 通　ここまで {before + len(pieces):,} 通"
    page.text(LEFT, _FOOT, counted, _TEXT)
    page.text(RIGHT, _FOOT, "封入者　　　　　　　　　確認者　　　　　　　　　", _TEXT, align=Align.RIGHT)
    page.line(RIGHT - 62.0, _FOOT + 1.2, RIGHT, _FOOT + 1.2, weight=0.15, colour=LIGHT.field_line)


def _draw_row(page: Drawing, top: float, order: int, piece: Piece) -> None:
    baseline, addressee = top + 4.2, piece.addressee
    page.text(_ORDER_RIGHT, baseline, f"{order:,}", _SMALL, align=Align.RIGHT, colour=LIGHT.secondary)
    page.text(_NUMBER_LEFT, baseline, form_number.shown(piece.number), _TEXT)
    name = "　".join(filter(None, (addressee.name, addressee.office)))
    page.text(_NAME_LEFT, baseline, name, _TEXT, within=_PLACE_LEFT - _NAME_LEFT - 3.0)
    place = addressee.address.municipality
    page.text(_PLACE_LEFT, baseline, place, _TEXT, within=26.0)
    for _, centre in _TICKS:
        page.rectangle(centre - _BOX / 2, top + (_ROW - _BOX) / 2, _BOX, _BOX, stroke=LIGHT.field_line, weight=0.25)


def _sums(
    printed: int, left_out: Counter[LeftOutReason | None], without_barcode: Mapping[BarcodeReason, int]
) -> list[_Sum]:
    bare = sum(without_barcode.values())
    return [
        _Sum("調査対象", printed + left_out.total(), _STRONG),
        _Sum("　封入するもの", printed, _TEXT),
        *([_Sum("　　うちカスタマバーコードを付けられないもの", bare, _TEXT)] if bare else []),
        *(_Sum(f"　　　{word(reason)}", without_barcode[reason], _SMALL) for reason in without_barcode),
        _Sum("　発送しないもの", left_out.total(), _TEXT),
        *(_Sum(f"　　{word(reason)}", left_out[reason], _SMALL) for reason in LeftOutReason if left_out[reason]),
    ]


def _summary_height(sums: Sequence[_Sum]) -> float:
    return 8.0 + _ROW * (1 + len(sums))


def _draw_summary(page: Drawing, top: float, sums: Sequence[_Sum]) -> None:
    page.text(LEFT, top, "この便の合計", _STRONG)
    page.line(LEFT, top + 2.0, LEFT + 98.0, top + 2.0, weight=0.3)
    y = top + 2.0
    for row in sums:
        y += _ROW
        page.text(LEFT + 2.0, y - 1.8, row.label, row.font)
        page.text(LEFT + 90.0, y - 1.8, f"{row.count:,}", row.font, align=Align.RIGHT)
        page.text(LEFT + 91.5, y - 1.8, "件", _SMALL, colour=LIGHT.secondary)
        page.line(LEFT, y, LEFT + 98.0, y, weight=0.12, colour=LIGHT.line)
