"""受付簿: the number of every sheet that arrives, typed or scanned; nothing is recorded silently or twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, Keys, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Banner,
    Card,
    Elided,
    EmptyState,
    button,
    column,
    label,
    row,
    set_tone,
)
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.columns import LOG
from shoukei_app.usecases import history, receipts, targets
from shoukei_app.usecases.receipts import LoggedReceipt
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word, words

_KEYS = ("F5", "F6", "F7", "F8", "F9")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What holds for the sheets of one pile: it is kept from one number to the next."""

    received_on: date | None
    channel: Channel = Channel.MAIL
    bundle: str = ""


class ReceiptView(QWidget):
    """The whole view: one line to type into, what came of it, and the log of today."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._log: dict[int, LoggedReceipt] = {}
        self._disposition = Disposition.ANSWERED
        self._again = ""
        self.number = QLineEdit()
        self.bundle: Form[Bundle] = Form(
            [
                DateField(key="received_on", label="受付日", width=104),
                ChoiceField(
                    key="channel", label="届き方", options=[(key, text) for key, text in words(Channel).items()]
                ),
                TextField(key="bundle", label="束", placeholder="14", keys=Keys.LATIN, max_length=20, width=88),
            ],
            check=lambda pile: {} if pile.received_on else {"received_on": "受付日を入れてください。"},
            columns=3,
        )
        self._buttons: dict[Disposition, QPushButton] = {}
        self.told = Banner("", "", tone="done")
        self._again_button = button("受付をやり直す", self._receive_again)
        self._again_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._again_button.hide()
        self._build()

    def begin(self, today: date) -> None:
        """Fill the line for a day, with the bundle used last."""
        newest = next(iter(self._log.values()), None)
        known = newest.receipt if newest else None
        self.bundle.fill(Bundle(today, known.channel if known else Channel.MAIL, known.bundle if known else ""))

    def show_day(self, today: date) -> None:
        """Show what was recorded today."""
        session = self._shell.session
        self._log = {entry.id: entry for entry in receipts.received_on(session.ledger, today)}
        self.table.refresh()
        self._count.setText(f"{len(self._log):,}")
        kinds = {kind: sum(entry.receipt.disposition is kind for entry in self._log.values()) for kind in Disposition}
        listed = "　".join(f"{word(kind)} {count:,}" for kind, count in kinds.items() if count)
        self._kinds.setText(listed or "きょうの受付はまだありません")

    def take_focus(self) -> None:
        """Let the keyboard begin at the number."""
        self.number.setFocus()

    def _build(self) -> None:
        self.number.setFont(theme().font(SIZES.title, bold=True))
        self.number.setFixedSize(theme().px(150), theme().px(34))
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's name for it
        self.number.setAccessibleName("整理番号")
        self.number.returnPressed.connect(self.receive)
        take = button("受け付ける", self.receive, kind="primary", symbol="check")
        take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        kinds = []
        for kind, keys in zip(Disposition, _KEYS, strict=True):
            made = button(f"{word(kind)}  {keys}", partial(self.choose, kind), kind="plain")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            QShortcut(
                QKeySequence(keys),
                self,
                partial(self.choose, kind),
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
            self._buttons[kind] = made
            kinds.append(made)
        self.choose(Disposition.ANSWERED)
        self._count = label("0", "figure")
        self._kinds = Elided()
        number = column(label("整理番号", "strong"), row(self.number, take), spacing=GRID // 2)
        self.bundle.setMaximumWidth(theme().px(620))
        line = row(number, self.bundle, STRETCH, spacing=3 * GRID)
        line.setStretch(1, 1)
        card = Card()
        card.add(line)
        card.add(row(label("内容", "strong"), *kinds, STRETCH))
        self.told.hide()
        told = row(self.told, self._again_button, spacing=GRID)
        told.setStretch(0, 1)
        card.add(told)
        today = row(
            label("きょうの受付", "lead"),
            row(self._count, label("件", "secondary"), spacing=GRID // 2),
            self._kinds,
            spacing=2 * GRID,
            margins=(2 * GRID, GRID, 2 * GRID, 0),
        )
        today.setStretch(2, 1)
        self.table: Table[LoggedReceipt] = Table(
            "returns.today",
            LOG,
            find=self._find,
            lines=self._lines,
            empty=EmptyState(
                "きょうの受付はまだありません",
                "返信用封筒を開け、調査票の整理番号を入れるかQRを読み取ると、ここに並びます。",
                symbol="tray",
            ),
            placeholder="きょうの受付から探す",
        )
        self._actions = Actions(
            self.table,
            [
                Action(
                    "undo",
                    "選んだ受付を取り消す",
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
        log = Card(padded=False)
        log.add(today)
        log.add(self.table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(card)
        outer.addWidget(log, 1)

    def choose(self, kind: Disposition) -> None:
        """What the sheet at hand is; goes back to 記入あり after every number."""
        self._disposition = kind
        for other, made in self._buttons.items():
            made.setChecked(other is kind)

    def receive(self) -> None:
        """Record the number in the field."""
        typed = self.number.text().strip()
        if typed:
            self._receive(typed, again=False)

    def _receive_again(self) -> None:
        if self._again:
            self._receive(self._again, again=True)

    def _receive(self, typed: str, *, again: bool) -> None:
        pile = self.bundle.value()
        if pile is None or pile.received_on is None:
            return
        session = self._shell.session
        ledger, act, kind, day = session.ledger, session.act(), self._disposition, pile.received_on
        self._shell.desk.write(
            lambda _progress: receipts.receive(
                ledger,
                act,
                typed,
                received_on=day,
                channel=pile.channel,
                disposition=kind,
                bundle=pile.bundle,
                again=again,
            ),
            title="受付の記録",
            done=partial(self._on_received, kind, pile),
            failed=partial(self._on_refused, typed),
            cancellable=False,
        )
        self.number.clear()
        self.number.setFocus()
        self.choose(Disposition.ANSWERED)

    def _on_received(self, kind: Disposition, pile: Bundle, line: TargetLine) -> None:
        bundle = f"・束 {pile.bundle}" if pile.bundle else ""
        shown = form_number.shown(line.number)
        self._tell(
            f"{shown}　{line.name}",
            f"受け付けました（{word(kind)}・{word(pile.channel)}{bundle}）。",
            "done" if kind is Disposition.ANSWERED else "accent",
        )

    def _on_refused(self, typed: str, problem: Problem) -> None:
        if problem.kind is not ProblemKind.ALREADY_RECEIVED:
            self._tell("受け付けていません", sentence(problem), "overdue")
        else:
            line = targets.by_number(self._shell.session.ledger, typed)
            day = line.received_on
            when = f"{day.month}月{day.day}日に" if day else ""
            what = word(line.disposition) if line.disposition else ""
            self._tell(
                f"{form_number.shown(line.number)}　{line.name}　は{when}受付済みです",
                f"いまの記録は「{what}」のままです。内容や日付を直すときだけ、選び直して「受付をやり直す」を押してください。",
                "attention",
                again=typed,
            )
        QApplication.beep()
        self.number.setFocus()

    def _tell(self, title: str, words_: str, tone: str, *, again: str = "") -> None:
        self.told.say(title, words_)
        set_tone(self.told, tone)
        self.told.show()
        self._again = again
        self._again_button.setVisible(bool(again))

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            key
            for key, entry in self._log.items()
            if wanted in search_key(f"{entry.target.number}　{entry.target.name}　{entry.target.municipality}")
        ]

    def _lines(self, ids: Sequence[int]) -> Sequence[LoggedReceipt]:
        return [self._log[key] for key in ids if key in self._log]

    def _undo(self) -> None:
        for key in self.table.selected_ids():
            self._take_back(self._log[key])

    def _take_back(self, entry: LoggedReceipt) -> None:
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        self._shell.desk.write(
            lambda _progress: history.undo(ledger, act, operation_id=entry.id),
            title="受付の取消し",
            done=lambda _value: self._on_undone(entry),
        )

    def _on_undone(self, entry: LoggedReceipt) -> None:
        self._shell.say(f"{form_number.shown(entry.target.number)} の受付を取り消しました")

    def _open_firm(self) -> None:
        key = self.table.current_id()
        if key in self._log:
            self._shell.go("register", self._log[key].target.firm_id)
