"""The sum of a run made visible: targets = pieces + left out, and left out by its reasons."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shoukei_app.domain.mailing import LeftOutReason
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.pieces import STRETCH, clear, column, holding, label, row
from shoukei_app.words.terms import word


class Reconciliation(QWidget):
    """Three figures with = and + between them, and below them the reasons, which add up to the last figure."""

    def __init__(self) -> None:
        super().__init__()
        self._list = QHBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(3 * GRID)
        self.words = ""

    def show_sums(self, targets: int, pieces: int, left_out: Mapping[LeftOutReason, int]) -> None:
        """Show the sums of a run."""
        clear(self._list)
        missing = sum(left_out.values())
        self.words = f"調査対象 {targets:,} ＝ 封入する {pieces:,} ＋ 発送しない {missing:,}"
        self.setAccessibleName(self.words)
        parts = row(
            _figure("調査対象", targets),
            label("＝", "lead"),
            _figure("封入する", pieces),
            label("＋", "lead"),
            _figure("発送しない", missing),
            spacing=GRID + 4,
        )
        self._list.addWidget(holding(column(parts, STRETCH)))
        if missing:
            self._list.addWidget(_reasons(left_out))
        self._list.addStretch(1)

    def wait(self, words: str = "数えています…") -> None:
        """Say that the figures are being made, or what they wait for."""
        clear(self._list)
        self.words = ""
        self._list.addWidget(label(words, "secondary", wrap=True))


def _figure(title: str, count: int) -> QWidget:
    return holding(
        column(
            label(title, "secondary"),
            row(label(f"{count:,}", "figure"), label("件", "secondary"), STRETCH, spacing=GRID // 2),
            spacing=GRID // 2,
        )
    )


def _reasons(left_out: Mapping[LeftOutReason, int]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.addWidget(label("発送しない理由", "secondary"), 0, 0, 1, 3)
    held = [(reason, count) for reason, count in left_out.items() if count]
    for place, (reason, count) in enumerate(sorted(held, key=lambda item: -item[1]), start=1):
        grid.addWidget(label(word(reason)), place, 0)
        figure = label(f"{count:,}")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(figure, place, 1)
        grid.addWidget(label("件", "secondary"), place, 2)
    return holding(column(grid, STRETCH))
