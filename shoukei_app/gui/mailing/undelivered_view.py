"""返戻: the number of a piece that came back, its reason by one digit, and what was recorded today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import UndeliveredReason
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.form import DateField, Form
from shoukei_app.gui.kit.page import Shell, switch
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, EmptyState, button, column, label, row, set_tone
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.columns import UNDELIVERED
from shoukei_app.gui.mailing.remail_list import RemailList
from shoukei_app.usecases import history, targets, undelivered
from shoukei_app.usecases.undelivered import RecordedUndelivered
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

SCANNER_MS = 90
"""A digit that is not followed by another within this time was pressed by a person; a scanner is far faster."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which pieces came back."""

    day: date | None


class UndeliveredView(QWidget):
    """Number, Enter, digit: one piece. A second scan instead of the digit records nothing and says so."""

    def __init__(self, shell: Shell, make_run: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self.remail = RemailList(shell, make_run)
        self._log: dict[int, RecordedUndelivered] = {}
        self._target: TargetLine | None = None
        self.number = QLineEdit()
        self.reasons = _Reasons()
        self.day: Form[Day] = Form(
            [DateField(key="day", label="戻った日", width=104)],
            check=lambda value: {} if value.day else {"day": "戻った日を入れてください。"},
        )
        self.told = Banner("", "", tone="accent")
        self._build()
        self.number.returnPressed.connect(self._on_number)
        self.reasons.chosen.connect(self._on_reason)
        self.reasons.scanned.connect(self._on_second_scan)
        self.reasons.left.connect(self._back_to_number)

    def begin(self, today: date) -> None:
        """Fill the day."""
        self.day.fill(Day(today))

    def show_day(self, today: date) -> None:
        """Show what was recorded today."""
        session = self._shell.session
        self._log = {entry.id: entry for entry in undelivered.recorded_on(session.ledger, today)}
        self.table.refresh()
        self.remail.show_list()

    def take_focus(self) -> None:
        """Let the keyboard begin at the number."""
        (self.number if self._target is None else self.reasons).setFocus()

    def _build(self) -> None:
        self.number.setFont(theme().font(SIZES.title, bold=True))
        self.number.setFixedSize(theme().px(150), theme().px(34))
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's name for it
        self.number.setAccessibleName("整理番号")
        number = column(label("整理番号（宛名ラベルの右下）", "strong"), self.number, spacing=GRID // 2)
        steps = column(number, self.day, STRETCH, spacing=GRID + 4)
        reasons = column(label("郵便局の付せんの理由", "strong"), self.reasons, STRETCH, spacing=GRID // 2)
        line = row(steps, reasons, spacing=4 * GRID)
        line.setStretch(1, 1)
        card = Card()
        card.add(line)
        self.told.hide()
        card.add(self.told)
        self.table: Table[RecordedUndelivered] = Table(
            "mailing.undelivered",
            UNDELIVERED,
            find=self._find,
            lines=self._lines,
            empty=EmptyState(
                "きょう記録した返戻はまだありません",
                "戻ってきた封筒の整理番号を入れて Enter、続けて理由の数字を押すと記録されます。",
                symbol="arrow-u-up-left",
            ),
            placeholder="きょうの返戻から探す",
        )
        self._actions = Actions(
            self.table,
            [
                Action(
                    "undo",
                    "選んだ返戻を取り消す",
                    self._undo,
                    "arrow-counter-clockwise",
                    "Delete",
                    enabled=lambda: bool(self.table.selected_ids()),
                ),
                Action("firm", "事業者カードを開く", self._open_firm, "address-book"),
            ],
        )
        self.table.set_menu(self._actions)
        self.table.add_to_bar(self._actions.button("undo"))
        self.table.opened.connect(lambda _key: self._open_firm())
        lists = QStackedWidget()
        lists.addWidget(self.table)
        lists.addWidget(self.remail)
        choose = switch(
            (("today", "きょうの記録"), ("all", "返戻の一覧と再送")),
            lambda key: lists.setCurrentIndex(int(key == "all")),
        )
        log = Card(padded=False)
        log.add(row(choose, STRETCH, margins=(GRID, GRID, GRID, 0)))
        log.add(lists, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(card)
        outer.addWidget(log, 1)

    def _on_number(self) -> None:
        typed = self.number.text().strip()
        if not typed:
            return
        try:
            line = targets.by_number(self._shell.session.ledger, typed)
        except Problem as problem:
            self._refuse("記録していません", sentence(problem))
            return
        shown = form_number.shown(line.number)
        if not line.mailed:
            self._refuse(f"{shown}　{line.name}", "この調査対象には、まだ発送していません。記録していません。")
            return
        notes = [line.address]
        if line.undelivered:
            notes.append(f"すでに返戻（{word(line.undelivered)}）です。理由を選ぶと書き換えます。")
        if line.received_on:
            notes.append(
                f"{line.received_on.month}月{line.received_on.day}日に回答を受け付けています。封筒を確かめてください。"
            )
        self._target = line
        self.number.setText(shown)
        self._tell(f"{shown}　{line.name}", "\n".join(notes), "attention" if len(notes) > 1 else "accent")
        self.reasons.wait()

    def _on_reason(self, reason: UndeliveredReason) -> None:
        target, day = self._target, self.day.value()
        if target is None:
            self._refuse("整理番号がまだです", "先に整理番号を入れて Enter を押してください。")
            return
        if day is None or day.day is None:
            return
        ledger, act, came_on = self._shell.session.ledger, self._shell.session.act(), day.day
        shown = form_number.shown(target.number)
        self._shell.desk.write(
            lambda _progress: undelivered.record(ledger, act, target.number, reason, came_on),
            title="返戻の記録",
            done=lambda _line: self._tell(f"{shown}　{target.name}", f"返戻（{word(reason)}）を記録しました。", "done"),
            failed=lambda problem: self._refuse(f"{shown}　{target.name}", sentence(problem)),
            cancellable=False,
        )
        self._back_to_number()

    def _on_second_scan(self) -> None:
        target = self._target
        if target is not None:
            self._tell(
                f"{form_number.shown(target.number)}　{target.name}　の理由がまだです",
                "番号が続けて読み取られました。何も記録していません。理由の数字を押すか、Esc で番号に戻ってください。",
                "attention",
            )
            QApplication.beep()

    def _back_to_number(self) -> None:
        self._target = None
        self.reasons.rest()
        self.number.clear()
        self.number.setFocus()

    def _refuse(self, title: str, words: str) -> None:
        self._tell(title, words, "overdue")
        QApplication.beep()
        self.number.setFocus()
        self.number.selectAll()

    def _tell(self, title: str, words: str, tone: str) -> None:
        self.told.say(title, words)
        set_tone(self.told, tone)
        self.told.show()

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            key
            for key, entry in self._log.items()
            if wanted in search_key(f"{entry.target.number}　{entry.target.name}　{entry.target.address}")
        ]

    def _lines(self, ids: Sequence[int]) -> Sequence[RecordedUndelivered]:
        return [self._log[key] for key in ids if key in self._log]

    def _undo(self) -> None:
        for key in self.table.selected_ids():
            self._take_back(self._log[key])

    def _take_back(self, entry: RecordedUndelivered) -> None:
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        shown = form_number.shown(entry.target.number)
        self._shell.desk.write(
            lambda _progress: history.undo(ledger, act, operation_id=entry.id),
            title="返戻の取消し",
            done=lambda _value: self._shell.say(f"{shown} の返戻を取り消しました"),
        )

    def _open_firm(self) -> None:
        key = self.table.current_id()
        if key in self._log:
            self._shell.go("register", self._log[key].target.firm_id)


class _Reasons(QFrame):
    """The six reasons as buttons with their digits; takes the keyboard while a reason is waited for."""

    chosen = Signal(object)
    scanned = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("返戻の理由")
        self._typed = ""
        self._pause = QTimer(self, interval=SCANNER_MS, singleShot=True)
        self._pause.timeout.connect(self._on_pause)
        self._buttons: list[QPushButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        for place, reason in enumerate(UndeliveredReason):
            made = button(f"{place + 1}　{word(reason)}", partial(self.chosen.emit, reason))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons.append(made)
            grid.addWidget(made, place // 3, place % 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        self.rest()

    def wait(self) -> None:
        """Wait for a reason."""
        for made in self._buttons:
            made.setEnabled(True)
        self._typed = ""
        self.setFocus()

    def rest(self) -> None:
        """No number is waiting for its reason."""
        self._typed = ""
        self._pause.stop()
        for made in self._buttons:
            made.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a digit chooses, Esc goes back; a whole number is a scan that came too early."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if len(self._typed) > 1:
                self._pause.stop()
                self._typed = ""
                self.scanned.emit()
        elif event.text().isdecimal():
            self._typed += event.text()
            self._pause.start()
        else:
            super().keyPressEvent(event)

    def _on_pause(self) -> None:
        typed, self._typed = self._typed, ""
        if len(typed) > 1:
            self.scanned.emit()
        elif typed and 1 <= int(typed) <= len(self._buttons):
            self.chosen.emit(list(UndeliveredReason)[int(typed) - 1])
        else:
            QApplication.beep()
