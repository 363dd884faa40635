"""What a driver would do to a page, seen before it is printed: other paper, another size, edges it cannot reach."""

from dataclasses import dataclass

from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

SAME_PAPER = 1.0
"""mm; drivers round, and some label sheets are cut 0.1 mm shorter than A4."""

SAME_SCALE = 0.002
REACHED = 5.0
"""mm from the edge of the paper; nothing stands nearer on any paper of ours but label sheets without a margin."""


@dataclass(frozen=True, slots=True)
class PaperInDriver:
    """What a driver makes of the page that was asked for: paper in mm, the widest margin in mm, its scale."""

    width: float
    height: float
    margin: float
    scale: float


def paper_in(printer: QPrinter) -> PaperInDriver:
    """What a printer says of the page it was told to lay out."""
    paper = printer.paperRect(QPrinter.Unit.Millimeter)
    dots = printer.paperRect(QPrinter.Unit.DevicePixel)
    margins = printer.pageLayout()
    margins.setUnits(QPageLayout.Unit.Millimeter)
    least = margins.minimumMargins()
    widest = max(least.left(), least.top(), least.right(), least.bottom())
    wanted = paper.width() / 25.4 * printer.resolution()
    return PaperInDriver(paper.width(), paper.height(), widest, dots.width() / wanted if wanted else 1.0)


def concerns(page: tuple[float, float], paper: PaperInDriver) -> tuple[str, ...]:
    """What the person should know before printing a page of so many mm, each in a sentence; () where all is well."""
    width, height = page
    found = []
    if abs(width - paper.width) > SAME_PAPER or abs(height - paper.height) > SAME_PAPER:
        found.append(
            f"用紙が違います。文書は {width:.0f}×{height:.0f} mm、"
            f"プリンターの用紙は {paper.width:.0f}×{paper.height:.0f} mm です。"
            "このまま印刷すると、切れるか縮みます。プリンターの用紙を合わせてください。"
        )
    if abs(paper.scale - 1) > SAME_SCALE:
        found.append(
            f"プリンターの設定が {paper.scale * 100:.0f} % になっています。宛名の位置がずれます。"
            "プリンターの設定で 100 %（拡大縮小なし）にしてください。"
        )
    if paper.margin > REACHED:
        found.append(
            f"このプリンターは紙の端から {paper.margin:.1f} mm まで印刷できません。"
            "端に近い文字が欠けることがあるので、1枚目を確かめてください。"
        )
    return tuple(found)
