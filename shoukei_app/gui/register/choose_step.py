"""The first step of taking a list in: choose the file, or drop it here; what was taken in before stands below."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, Symbol, button, clear, column, holding, label, row
from shoukei_app.usecases.lists import TakenList
from shoukei_app.words.dates import with_weekday

SHOWN_BEFORE = 6
ADVICE = (
    ("届いたままの形で大丈夫です", "見出しの上の表題、結合したセル、列の順番の違いは、そのまま読み取ります。"),
    ("台帳はまだ変わりません", "次の画面で列の読み方を、その次に1行ずつの扱いを確かめてから取り込みます。"),
    ("取り込んだあとも戻せます", "1回の取込は1つの操作です。「元に戻す」で取り込む前に戻ります。"),
)


class ChooseStep(QWidget):
    """Asks for a file; `chosen` carries its path."""

    chosen = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self._trouble = Banner("読み取れませんでした", " ", tone="attention")
        self._trouble.hide()
        self.choose = button("ファイルを選ぶ…", self.ask, kind="primary", symbol="folder-open")
        self.choose.setObjectName("choose")
        where = Card()
        where.add(
            column(
                STRETCH,
                _centred(Symbol("file-arrow-up", "accent", 44)),
                _centred(label("取り込む名簿を選んでください", "lead")),
                column(
                    _centred(label("Excel（.xlsx .xls .ods）と CSV を読み取ります。", "secondary")),
                    _centred(label("この画面にファイルをドラッグしても始まります。", "secondary")),
                    spacing=GRID // 2,
                ),
                _centred(self.choose),
                STRETCH,
                spacing=GRID + GRID // 2,
            ),
            1,
        )
        advice = Card("はじめての方へ")
        for title, sentence in ADVICE:
            advice.add(column(label(title, "strong"), label(sentence, "secondary", wrap=True), spacing=GRID // 2))
        advice.body.addStretch(1)
        advice.body.setSpacing(2 * GRID)
        self._before = Card("これまでに取り込んだ名簿")
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(3 * GRID)
        self._rows.setVerticalSpacing(GRID)
        self._rows.setColumnStretch(1, 1)
        self._before.add(self._rows)
        self._before.hide()
        top = row(where, advice, spacing=2 * GRID)
        top.setStretch(0, 3)
        top.setStretch(1, 2)
        layout = column(self._trouble, top, self._before, spacing=2 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def ask(self) -> None:
        """Open the file dialog."""
        path = dialogs.open_file(self, "取り込む名簿を選ぶ", [dialogs.LIST_FILE], "list")
        if path is not None:
            self.chosen.emit(path)

    def show_before(self, taken: Sequence[TakenList]) -> None:
        """Name the lists taken in before, the newest first."""
        clear(self._rows)
        self._before.setVisible(bool(taken))
        self._before.note.setText(f"ほか {len(taken) - SHOWN_BEFORE}回" if len(taken) > SHOWN_BEFORE else "")
        for place, one in enumerate(taken[:SHOWN_BEFORE]):
            day = label(f"{with_weekday(one.taken_in_at.date())} {one.taken_in_at:%H:%M}", "secondary")
            sheet = f"　シート「{one.sheet}」" if one.sheet else ""
            count = label(f"{one.rows:,} 行")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._rows.addWidget(day, place, 0)
            self._rows.addWidget(label(f"{one.file_name}{sheet}"), place, 1)
            self._rows.addWidget(count, place, 2)

    def complain(self, sentence: str) -> None:
        """Say why the last file could not be read; "" takes the words away."""
        self._trouble.setVisible(bool(sentence))
        self._trouble.say("読み取れませんでした", sentence)


def _centred(part: QWidget) -> QWidget:
    return holding(row(STRETCH, part, STRETCH))
