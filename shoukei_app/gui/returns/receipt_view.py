"""受付簿: the number of every sheet that arrives, typed or scanned; nothing is recorded silently or twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import FirmStatus
from shoukei_app.domain.firm_change import FirmChange
from shoukei_app.domain.loose_sheet import slip
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.receipt import Arrival
from shoukei_app.domain.target import Channel, Disposition, TargetLine
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form, Keys, TextField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, Elided, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.kit.views import Views, ViewSwitch
from shoukei_app.gui.returns.envelope_panel import EnvelopePanel, summary
from shoukei_app.gui.returns.loose_panel import LoosePanel
from shoukei_app.gui.returns.receipt_answer import FIRM, GO_ON, PICKS, STOP, Choice, ReceiptAnswer
from shoukei_app.gui.returns.receipt_log import ReceiptLog
from shoukei_app.gui.returns.scanner import Scanner
from shoukei_app.usecases import envelopes, loose_sheets, receipts
from shoukei_app.usecases.receipts import Look, Receipt
from shoukei_app.words.dates import month_day
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word, words

KEYS: Mapping[Disposition, str] = dict(zip(Disposition, ("F5", "F6", "F7", "F8", "F9", "F10"), strict=True))
LOOSE_KEY = "F11"
ASKS_FROM_HOUR = 16
"""From this hour on the envelopes of the same day are asked for."""

_CLOSED_BECAUSE = "調査票の返信（廃業の連絡）"
_PICK = "発送して回答のない票のうち、数字の打ち違い一つで合うのは次のものです。紙の番号と事業者名を見て選んでください。"
_LOG, _LOOSE, _ENVELOPES = "log", "loose", "envelopes"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What holds for the sheets of one pile: it is kept from one number to the next."""

    received_on: date | None
    channel: Channel = Channel.MAIL
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A sheet to be received, and what a person has said about it so far."""

    typed: str
    campaign_id: int
    arrival: Arrival
    change: FirmChange | None = None
    again: bool = False
    anyway: bool = False


class ReceiptView(QWidget):
    """The whole view: one line to type into, what came of it, and below the log, the loose sheets, the envelopes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._today: date | None = None
        self._asks_for: date | None = None
        self._shown = _LOG
        self._pending: TargetLine | None = None
        self._disposition = Disposition.ANSWERED
        self._buttons: dict[Disposition, QPushButton] = {}
        self.aside: dict[str, str] = {}
        self.number = QLineEdit()
        self.who = QLineEdit()
        self.close_firm = CheckBox("事業者の状況も「廃業・閉鎖」にする")
        self.no_more_mail = CheckBox("今後この事業者に送らない（発送不要の申出）")
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
        self.answer = ReceiptAnswer(self)
        self.log = ReceiptLog(shell)
        self.loose = LoosePanel(shell)
        self.envelopes = EnvelopePanel(shell)
        self._build()
        Scanner(self, self.number).scanned.connect(self._on_scanned)
        self.choose(Disposition.ANSWERED)

    def begin(self, today: date) -> None:
        """Fill the line for a day, with the bundle used last."""
        self._today = today
        known = self._newest()
        self.bundle.fill(Bundle(today, known.channel if known else Channel.MAIL, known.bundle if known else ""))
        self._show_log_day(today)

    def show_day(self, today: date) -> None:
        """Show the state of today, and again what stands below."""
        self._today = today
        self._show_below()
        self._show_asked()

    def take_focus(self) -> None:
        """Let the keyboard begin at the number."""
        self.number.setFocus()

    def choose(self, kind: Disposition) -> None:
        """What the sheet at hand is; goes back to 記入あり after every number. Once more turns its tick over."""
        again = kind is self._disposition and self._buttons[kind].isChecked()
        self._disposition = kind
        for other, made in self._buttons.items():
            made.setChecked(other is kind)
        tick = {Disposition.CLOSED: self.close_firm, Disposition.REFUSED: self.no_more_mail}.get(kind)
        if tick is not None:
            tick.setChecked(not tick.isChecked() if again else kind is Disposition.CLOSED)
        self.close_firm.setVisible(kind is Disposition.CLOSED)
        self.no_more_mail.setVisible(kind is Disposition.REFUSED)
        self.who.setVisible(kind is Disposition.ANSWERED_BY_OTHER)
        self._more_line.setVisible(tick is not None or kind is Disposition.ANSWERED_BY_OTHER)
        self._more_hint.setVisible(tick is not None)
        self._more_hint.setText(f"{KEYS[kind]} をもう一度押すと切り替わります")
        if kind is Disposition.ANSWERED_BY_OTHER:
            self.who.clear()
            self.who.setFocus()

    def receive(self) -> None:
        """Record the number in the field."""
        typed, arrival, campaign = self.number.text().strip(), self._arrival(), self._shell.session.campaign_id
        if not typed or arrival is None or campaign is None:
            return
        change = None
        if arrival.disposition is Disposition.CLOSED and self.close_firm.isChecked():
            change = FirmChange(status=FirmStatus.CLOSED, status_reason=_CLOSED_BECAUSE)
        elif arrival.disposition is Disposition.REFUSED and self.no_more_mail.isChecked():
            change = FirmChange(do_not_mail=True)
        self._keep_pending()
        self._run(Wish(typed, campaign, arrival, change))
        self._ready()

    def log_loose(self) -> None:
        """Log a sheet whose number is torn off; its slip is told at once."""
        arrival, session = self._arrival(), self._shell.session
        campaign = session.campaign_id
        if arrival is None or campaign is None:
            return
        self._keep_pending()
        ledger, act = session.ledger, session.act()
        self._shell.desk.write(
            lambda _progress: loose_sheets.log(ledger, act, campaign, arrival),
            title="番号不明の票の記録",
            done=self._on_logged,
            cancellable=False,
        )
        self._ready()

    def show_part(self, key: str) -> None:
        """Show the log, the loose sheets or the envelopes."""
        self._part.choose(key)

    def _build(self) -> None:
        self.number.setFont(theme().font(SIZES.title, bold=True))
        self.number.setFixedSize(theme().px(150), theme().px(34))
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's name for it
        self.number.setAccessibleName("整理番号")
        self.number.returnPressed.connect(self.receive)
        take = button("受け付ける", self.receive, kind="primary", symbol="check")
        take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        number = column(label("整理番号", "strong"), row(self.number, take), spacing=GRID // 2)
        self.bundle.setMaximumWidth(theme().px(620))
        line = row(number, self.bundle, STRETCH, spacing=3 * GRID)
        line.setStretch(1, 1)
        card = Card()
        card.add(line)
        card.add(self._kinds())
        card.add(self._more())
        card.add(self.answer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(card)
        outer.addWidget(self._below(), 1)

    def _kinds(self) -> QWidget:
        made = [
            self._kind_button(f"{word(kind)}  {KEYS[kind]}", partial(self.choose, kind), KEYS[kind]) for kind in KEYS
        ]
        for kind, one in zip(KEYS, made, strict=True):
            one.setCheckable(True)
            self._buttons[kind] = one
        loose = self._kind_button(f"番号不明  {LOOSE_KEY}", self.log_loose, LOOSE_KEY)
        loose.setToolTip("番号が切り取られた票を記録します。票に書く番号が付きます。")
        return holding(row(label("内容", "strong"), *made, STRETCH, loose, spacing=GRID - 2))

    def _kind_button(self, text: str, run: Callable[[], object], keys: str) -> QPushButton:
        made = button(text, run)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(keys), self, run, context=context)
        return made

    def _more(self) -> QWidget:
        for box in (self.close_firm, self.no_more_mail):
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.who.setPlaceholderText("回答した人（例 配偶者、事務担当）")
        self.who.setAccessibleName("回答した人")
        self.who.setFixedWidth(theme().px(280))
        self.who.returnPressed.connect(self.number.setFocus)
        self._more_hint = label("", "note")
        self._more_line = holding(
            row(self.close_firm, self.no_more_mail, self.who, self._more_hint, STRETCH, spacing=2 * GRID)
        )
        return self._more_line

    def _below(self) -> QWidget:
        self._state = Elided()
        self._asked = button("", self._count_asked, kind="link", symbol="warning")
        self._asked.hide()
        self._aside = Elided(role="attention")
        cleared = button("片づけた", self._clear_aside, kind="link")
        cleared.setToolTip("取り分けた票の覚えを消します。記録は変わりません。")
        self._aside_line = holding(row(self._aside, cleared, margins=(2 * GRID, 0, 2 * GRID, 0)))
        self._aside_line.hide()
        self._views = Views({_LOG: self.log, _LOOSE: self.loose, _ENVELOPES: self.envelopes})
        self._part = ViewSwitch(
            (
                (_LOG, "受付の記録", "Ctrl+4"),
                (_LOOSE, "番号不明の票", "Ctrl+5"),
                (_ENVELOPES, "開けた封筒", "Ctrl+6"),
            ),
            self._on_part,
        )
        self._day_words = label("", "strong")
        before = button("", partial(self._step, -1), kind="icon", symbol="caret-left")
        before.setToolTip("前の日")
        after = button("", partial(self._step, 1), kind="icon", symbol="caret-right")
        after.setToolTip("次の日")
        self._everything = button("すべての日", lambda: self._show_log_day(None), kind="link")
        self._to_today = button("きょう", lambda: self._show_log_day(self._today), kind="link")
        self._days = holding(row(before, self._day_words, after, self._to_today, self._everything, spacing=GRID // 2))
        head = row(self._part, self._days, self._state, self._asked, spacing=2 * GRID, margins=(GRID, GRID, GRID, 0))
        head.setStretch(2, 1)
        card = Card(padded=False)
        card.add(head)
        card.add(self._aside_line)
        card.add(self._views, 1)
        return card

    # --- what came of a number ---------------------------------------------------------------------------------

    def _arrival(self) -> Arrival | None:
        pile = self.bundle.value()
        if pile is None or pile.received_on is None:
            return None
        note = self.who.text().strip() if self._disposition is Disposition.ANSWERED_BY_OTHER else ""
        return Arrival(pile.received_on, pile.channel, self._disposition, pile.bundle, note)

    def _on_scanned(self, typed: str) -> None:
        """A sheet was scanned while the keyboard was elsewhere: it is received as if it had been here."""
        self.number.setText(typed)
        self.number.setFocus()
        self.receive()

    def _ready(self) -> None:
        self.number.clear()
        self.choose(Disposition.ANSWERED)
        self.number.setFocus()

    def _keep_pending(self) -> None:
        """A sheet about which a person was asked, and that was passed over, is put aside: it is not forgotten."""
        if self._pending is not None and STOP in self.answer.choices:
            self.aside[self._pending.number] = self._pending.name
            self._show_aside()
        self._pending = None

    def _run(self, wish: Wish) -> None:
        self._pending = None
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        self._shell.desk.write(
            lambda _progress: receipts.receive(
                ledger,
                act,
                wish.campaign_id,
                wish.typed,
                wish.arrival,
                again=wish.again,
                anyway=wish.anyway,
                change=wish.change,
            ),
            title="受付の記録",
            done=partial(self._on_received, wish),
            failed=partial(self._on_refused, wish),
            cancellable=False,
        )

    def _on_received(self, wish: Wish, line: TargetLine) -> None:
        self.aside.pop(line.number, None)
        self._show_aside()
        parts = [_told(wish.arrival)]
        if wish.change is not None:
            closed = wish.change.status is not None
            parts.append("事業者を「廃業・閉鎖」にしました。" if closed else "今後この事業者には送りません。")
        tone = "done" if wish.arrival.disposition is Disposition.ANSWERED else "accent"
        self.answer.say(f"{_named(line)}", f"受け付けました（{parts[0]}）。{''.join(parts[1:])}", tone)

    def _on_logged(self, number: int) -> None:
        self.answer.say(
            f"票に「{slip(number)}」と書いてください",
            "番号不明の票として記録しました。事業者が分かるまで、どの事業者の受付にもなりません。",
            "accent",
            [Choice(FIRM, "どの事業者の票か探す", partial(self._search_loose, number))],
        )

    def _on_refused(self, wish: Wish, problem: Problem) -> None:
        found = receipts.look(self._shell.session.ledger, wish.campaign_id, wish.typed)
        match problem.kind:
            case ProblemKind.ALREADY_RECEIVED if found.target is not None and found.receipt is not None:
                self._ask_again(wish, found.target, found.receipt)
            case ProblemKind.NUMBER_OF_OTHER_CAMPAIGN if found.target is not None and found.campaign_id is not None:
                self._ask_there(wish, found.target, found)
            case ProblemKind.RECEIPT_DOUBTFUL if found.target is not None:
                self._ask_anyway(wish, found.target, found)
            case _:
                self._ask_which(wish, found, problem)
        QApplication.beep()

    def _ask_again(self, wish: Wish, line: TargetLine, kept: Receipt) -> None:
        at, by = kept.recorded_at, kept.recorded_by
        recorded = f"{month_day(at.date())} {at:%H:%M} {by}が記録" if at else by
        self.answer.say(
            f"{_named(line)}　は{month_day(kept.received_on)}に受付済みです",
            f"いまの記録：{_told(kept)}、{recorded}。\nこの票：{_told(wish.arrival)}。まだ何も変えていません。",
            "attention",
            [
                Choice(GO_ON, "受付をやり直す", lambda: self._run(replace(wish, again=True))),
                Choice(STOP, "そのまま", self._leave),
            ],
        )

    def _ask_there(self, wish: Wish, line: TargetLine, found: Look) -> None:
        campaign = found.campaign_id
        assert campaign is not None
        self._pending = line
        self.answer.say(
            f"{_named(line)}　は「{found.campaign}」の票です",
            "この調査の票ではありません。まだ受け付けていません。",
            "attention",
            [
                Choice(
                    GO_ON, f"「{found.campaign}」で受け付ける", lambda: self._run(replace(wish, campaign_id=campaign))
                ),
                Choice(STOP, "票を取り分ける", partial(self._put_aside, line.number, line.name)),
            ],
        )

    def _ask_anyway(self, wish: Wish, line: TargetLine, found: Look) -> None:
        self._pending = line
        doubts = "".join(f"{word(doubt)}。" for doubt in found.doubts)
        self.answer.say(
            f"{_named(line)}　の票は届かないはずです",
            f"{doubts}\nまだ受け付けていません。票を確かめてください。",
            "attention",
            [
                Choice(GO_ON, "それでも受け付ける", lambda: self._run(replace(wish, anyway=True))),
                Choice(FIRM, "事業者カードを開く", lambda: self._shell.go("register", line.firm_id)),
                Choice(STOP, "票を取り分ける", partial(self._put_aside, line.number, line.name)),
            ],
        )

    def _ask_which(self, wish: Wish, found: Look, problem: Problem) -> None:
        picks = [
            Choice(keys, f"{_named(line)}（{line.municipality}）", partial(self._run, replace(wish, typed=line.number)))
            for keys, line in zip(PICKS, found.likely, strict=False)
        ]
        told = sentence(problem)
        if picks:
            told += f"\n{_PICK}"
        stop = Choice(STOP, "票を取り分ける", partial(self._put_aside, wish.typed, ""))
        self.answer.say("受け付けていません", told, "overdue", [*picks, stop])

    def _leave(self) -> None:
        self._pending = None
        self.answer.dismiss()
        self.number.setFocus()

    def _put_aside(self, number: str, name: str) -> None:
        self.aside[number] = name
        self._show_aside()
        self._leave()

    def _show_aside(self) -> None:
        listed = "、".join(
            f"{form_number.shown(number) if form_number.is_valid(number) else number} {name}".strip()
            for number, name in self.aside.items()
        )
        self._aside.setText(f"取り分けた票 {len(self.aside):,}：{listed}（受け付けていません）")
        self._aside_line.setVisible(bool(self.aside))

    def _clear_aside(self) -> None:
        self.aside.clear()
        self._show_aside()
        self.number.setFocus()

    # --- what stands below -------------------------------------------------------------------------------------

    def _newest(self) -> Receipt | None:
        session = self._shell.session
        if session.campaign_id is None:
            return None
        ids = receipts.find(session.ledger, session.campaign_id, self._today, Query())
        logged = receipts.lines(session.ledger, ids[:1])
        return logged[0].receipt if logged else None

    def _on_part(self, key: str) -> None:
        self._shown = key
        self._views.show_view(key)
        self._days.setVisible(key != _LOOSE)
        if key == _ENVELOPES and self.log.day is None:
            self.log.day = self._today
        self._show_below()
        if key == _ENVELOPES:
            self.envelopes.take_focus()
        elif key == _LOG:
            self.number.setFocus()

    def _show_log_day(self, day: date | None) -> None:
        if day is None and self._shown == _ENVELOPES:
            day = self._today
        self.log.day = day
        self._show_below()

    def _step(self, by: int) -> None:
        """Go to the next day before or after on which sheets came; beyond them day by day."""
        session, day = self._shell.session, self.log.day or self._today
        if session.campaign_id is None or day is None or self._today is None:
            return
        known = sorted({*receipts.days(session.ledger, session.campaign_id), self._today})
        further = [one for one in known if one > day] if by > 0 else [one for one in reversed(known) if one < day]
        self._show_log_day(further[0] if further else day + timedelta(days=by))

    def _show_below(self) -> None:
        session = self._shell.session
        campaign, day = session.campaign_id, self.log.day
        if campaign is None:
            return
        part = self._shown
        self._day_words.setText(month_day(day) if day is not None else "すべての日")
        self._to_today.setVisible(day != self._today)
        self._everything.setVisible(part == _LOG and day is not None)
        if part == _LOG:
            self.log.show_day(day)
        elif part == _LOOSE:
            self.loose.show_sheets()
        elif day is not None:
            self.envelopes.show_day(day)
        values = receipts.values_on(session.ledger, campaign, day)["disposition"]
        kinds = "　".join(f"{word(kind)} {values[kind]:,}" for kind in Disposition if kind in values)
        waiting = len(loose_sheets.waiting(session.ledger, campaign))
        if part == _LOOSE:
            self._state.setText(f"事業者の分からない票 {waiting:,}件")
        elif day is not None and part == _ENVELOPES:
            self._state.setText(summary(envelopes.on(session.ledger, campaign, day)))
        else:
            loose = f"番号不明の残り {waiting:,}" if waiting else ""
            self._state.setText("　".join(filter(None, (loose, kinds))))

    def _show_asked(self) -> None:
        """Ask for the envelopes of a day that is over, or nearly so, and was not counted."""
        session = self._shell.session
        if session.campaign_id is None or self._today is None:
            return
        after_hours = session.act().at.hour >= ASKS_FROM_HOUR
        until = self._today + timedelta(days=int(after_hours))
        self._asks_for = envelopes.uncounted_before(session.ledger, session.campaign_id, until)
        if self._asks_for is not None:
            self._asked.setText(f" {self._asks_for.month}月{self._asks_for.day}日の封筒を数える")
        self._asked.setVisible(self._asks_for is not None)

    def _count_asked(self) -> None:
        self.log.day = self._asks_for
        self.show_part(_ENVELOPES)

    def _search_loose(self, number: int) -> None:
        self.answer.dismiss()
        self.show_part(_LOOSE)
        self.loose.choose(number)


def _named(line: TargetLine) -> str:
    return f"{form_number.shown(line.number)}　{line.name}"


def _told(arrival: Arrival | Receipt) -> str:
    bundle = f"・束 {arrival.bundle}" if arrival.bundle else ""
    note = f"・{arrival.note}" if arrival.note else ""
    return f"{word(arrival.disposition)}・{word(arrival.channel)}{bundle}{note}"
