"""One mailing run: its sums, its papers, its pieces."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.mailing import (
    HANDED_OVER,
    WAITING,
    Addressee,
    LeftOutReason,
    Piece,
    PieceState,
    Run,
    RunKind,
    RunState,
)
from shoukei_app.domain.query import Query
from shoukei_app.domain.reply_paid import ReplyPaidWarning
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.form import DateField, Form, TextField
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, EmptyState, chip, column, label, row, set_tone
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing import new_run, reply_paid_sheet
from shoukei_app.gui.mailing.columns import PIECES, address, addressee, posted_words, reason
from shoukei_app.gui.mailing.documents import DocumentCards, MadePaper
from shoukei_app.gui.mailing.names_sheet import NamesSheet
from shoukei_app.gui.mailing.reconciliation import Reconciliation
from shoukei_app.usecases import postal, runs
from shoukei_app.usecases.postal import PostalPlan, ReplyPlan
from shoukei_app.usecases.runs import HeldName
from shoukei_app.words import posting
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word, words

_SHOWN = 8
_URGENT = frozenset({ReplyPaidWarning.EXPIRED, ReplyPaidWarning.EXPIRES_BEFORE_DEADLINE})


@dataclass(frozen=True, slots=True)
class _Posting:
    posted_on: date | None


@dataclass(frozen=True, slots=True)
class _Cancelling:
    reason: str


class RunView(QWidget):
    """Opened by the run's number; `show_paper` gets a paper once it is made."""

    def __init__(self, shell: Shell, show_paper: Callable[[MadePaper], object]) -> None:
        super().__init__()
        self._shell = shell
        self.run: Run | None = None
        self._pieces: dict[int, Piece] = {}
        self._keys: dict[int, str] = {}
        self.sums = Reconciliation()
        self.documents = DocumentCards(shell, show_paper)
        self._plan: PostalPlan | None = None
        self._posted = chip("")
        self._facts = label("", "secondary", wrap=True)
        self.lot = label("", "secondary", wrap=True)
        self.states = label("", "body", wrap=True)
        self.told = Banner("", "", tone="attention")
        self._reply: ReplyPlan | None = None
        self._dropped: dict[str, LeftOutReason] = {}
        self._held: tuple[HeldName, ...] = ()
        self._planned = 0
        self._changed = False
        self._state = RunState()
        self.actions_made = Actions(self, self._declared())
        self.post = self.actions_made.button("post", "primary")
        self.names = self.actions_made.button("names")
        self.again = CheckBox("刷り損じだけを作る")
        self.again.toggled.connect(self._choose_spoiled)
        self.table: Table[Piece] = Table(
            "mailing.pieces",
            [*PIECES, Column("barcode", "バーコード", self._barcode, 150, sort="barcode")],
            find=self._find,
            lines=self._lines,
            filters=[
                Filter("state", "状態", lambda: [(state.value, text) for state, text in words(PieceState).items()]),
                Filter("barcode", "バーコード", self._barcode_choices),
            ],
            empty=EmptyState("この便には何も入っていません"),
            unit="件",
            placeholder="整理番号・宛名・住所で探す",
        )
        self.table.set_menu(self.actions_made, ["spoil", "reissue"])
        for key in ("spoil", "reissue"):
            self.table.add_to_bar(self.actions_made.button(key))
        self.table.opened.connect(lambda key: shell.go("register", self._pieces[key].firm_id))
        self._build()

    def show_run(self, number: int) -> bool:
        """Read a run and show it; False where there is none with this number."""
        session = self._shell.session
        assert session.campaign_id is not None
        run = {run.number: run for run in runs.every(session.ledger, session.campaign_id)}.get(number)
        if run is None:
            return False
        self.run = run
        state = runs.run_states(session.ledger, session.campaign_id).get(number, RunState())
        self._pieces = {piece.id: piece for piece in runs.pieces(session.ledger, session.campaign_id, number)}
        self._keys = {
            key: search_key(f"{piece.number} {addressee(piece)} {address(piece)}")
            for key, piece in self._pieces.items()
        }
        left_out = runs.left_out(session.ledger, session.campaign_id, number)
        self.sums.show_sums(run.pieces + run.left_out, run.pieces, left_out)
        self._dropped = runs.dropped_out(session.ledger, session.campaign_id, number)
        self._held = runs.held(session.ledger, session.campaign_id, number) if state.held else ()
        self._changed = run.cancelled_on is None and runs.differs_from_settings(
            session.ledger, session.campaign_id, number
        )
        self.documents.show_run(run)
        self.documents.setVisible(run.cancelled_on is None)
        if self._plan is not None and self._planned != number:
            self._plan = None
        ledger, campaign_id, today = session.ledger, session.campaign_id, session.act().at.date()
        self._shell.desk.read(
            lambda _progress: (
                number,
                postal.plan(ledger, campaign_id, number),
                postal.reply_plan(ledger, campaign_id, number, today),
            ),
            title="カスタマバーコードと郵便料金",
            done=self._show_plan,
        )
        self._posted.setText(posted_words(state, run))
        set_tone(self._posted, "attention" if state.waiting else "secondary" if run.cancelled_on else "done")
        self.post.setVisible(state.waiting > 0)
        self._state = state
        self.actions_made.update()
        self.actions_made.button("cancel").setVisible(self._can_cancel())
        self.again.setVisible(state.spoiled > 0)
        self.again.setText(f"刷り損じ {state.spoiled:,}通だけを作る")
        if not state.spoiled:
            self.again.setChecked(False)
        self._choose_spoiled()
        self._tell()
        self._show_facts()
        self.table.refresh()
        return True

    def _show_plan(self, found: tuple[int, PostalPlan, ReplyPlan]) -> None:
        number, plan, self._reply = found
        if self.run is None or self.run.number != number:
            return
        self._planned, self._plan = number, plan
        self._show_facts()
        self.table.refresh()

    def _show_facts(self) -> None:
        run, state = self.run, self._state
        assert run is not None
        facts = [f"依頼文の日付　{with_weekday(run.made_on)}"]
        if run.deadline:
            facts.append(f"回答期限　{with_weekday(run.deadline)}")
        facts.append(f"並び順　{word(run.order)}")
        if state.undelivered:
            facts.append(f"返戻　{state.undelivered:,}通")
        if run.reason:
            facts.append(f"理由　{run.reason}")
        self._facts.setText("\n".join(facts))
        self.states.setText(states_words(state))
        self.lot.setVisible(self._plan is not None)
        if self._plan is not None:
            lines = [*posting.summary(self._plan.pieces, self._plan.eligible, self._plan.postage)]
            if self._reply is not None:
                lines.append(posting.reply_cost(self._reply.forecast, self._reply.approval.expected_percent))
                urgent = [one for one in self._reply.warnings if one in _URGENT and self._reply.approval.number]
                lines += [f"料金受取人払：{word(warning)}" for warning in urgent]
            self.lot.setText("\n".join(lines))
            self.lot.setToolTip("\n".join(posting.district_lines(self._plan.districts)))

    def ask_posted(self) -> None:
        """Ask for the day the run was handed to the post."""
        run = self.run
        if run is None:
            return
        form: Form[_Posting] = Form(
            [DateField(key="posted_on", label="差し出した日", required=True)], check=lambda value: _check(value, run)
        )
        form.fill(_Posting(date.today()))  # noqa: DTZ011 - the day on this desk's calendar
        note = f"第{run.number}便　{self._state.waiting:,}通を郵便局に差し出した日です。"
        note += _pulled_out(self._dropped, self._state.spoiled)
        content = QWidget()
        content.setLayout(column(label(note, wrap=True), form, spacing=2 * GRID))
        sheet = dialogs.Sheet(self.window(), "差し出した日を記録", content, "記録する")
        sheet.setMinimumWidth(theme().px(420))
        sheet.run = lambda: form.value() is not None  # type: ignore[method-assign]  # the kit's way to use a sheet
        accepted = sheet.exec()
        value = form.value() if accepted else None
        sheet.deleteLater()
        if value is not None and value.posted_on is not None:
            self.record_posted(value.posted_on)

    def record_posted(self, day: date) -> None:
        """Record that the run was handed to the post."""
        run, session = self.run, self._shell.session
        assert run is not None
        assert session.campaign_id is not None
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: runs.mark_posted(ledger, act, campaign_id, run.number, day),
            title="差出の記録",
            done=lambda made: self._shell.say(f"第{run.number}便 {made.posted:,}通の差出を記録しました", undo=True),
        )

    def record_printed(self, made: MadePaper) -> None:
        """Record that a paper of this run was printed."""
        run, session = self.run, self._shell.session
        assert run is not None
        assert session.campaign_id is not None
        ledger, act, campaign_id, numbers = session.ledger, session.act(), session.campaign_id, made.printed.numbers
        self._shell.desk.write(
            lambda _progress: runs.record_printed(ledger, act, campaign_id, run.number, numbers, made.paper.value),
            title="印刷の記録",
            done=lambda count: self._shell.say(
                f"第{run.number}便 {count:,}通を印刷済みにしました" if count else "もう印刷済みです", undo=count > 0
            ),
        )

    def spoil(self) -> None:
        """Record that sheets of the rows chosen were spoiled."""
        run, session = self.run, self._shell.session
        numbers = [piece.number for piece in self._chosen() if piece.state in WAITING]
        if run is None or session.campaign_id is None or not numbers:
            return
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: runs.record_spoiled(ledger, act, campaign_id, run.number, numbers),
            title="刷り損じの記録",
            done=lambda count: self._shell.say(f"刷り損じ {count:,}通を記録しました。刷り直してください", undo=True),
        )

    def ask_reissue(self) -> None:
        """Ask for a re-issue for the firm of the current row."""
        chosen = [piece for piece in self._chosen() if piece.state in HANDED_OVER]
        if chosen:
            wish = new_run.first_wish(self._shell, self._shell.session.act().at.date())
            number = "、".join(form_number.shown(piece.number) for piece in chosen)
            new_run.ask(self.window(), self._shell, replace(wish, kind=RunKind.REISSUE, number=number))

    def ask_cancel(self) -> None:
        """Ask why the run is cancelled, and cancel it."""
        run, session = self.run, self._shell.session
        if run is None or session.campaign_id is None:
            return
        form: Form[_Cancelling] = Form([TextField(key="reason", label="取りやめる理由", required=True)])
        form.fill(_Cancelling(""))
        note = (
            f"第{run.number}便の {run.pieces:,}通がすべて無効になります。刷ったものは使えません。"
            "便の番号は二度と使わず、作り直した便には新しい番号が付きます。"
        )
        content = QWidget()
        content.setLayout(column(label(note, wrap=True), form, spacing=2 * GRID))
        sheet = dialogs.Sheet(self.window(), f"第{run.number}便を取りやめる", content, "取りやめる", stop="残す")
        sheet.setMinimumWidth(theme().px(460))
        sheet.run = lambda: form.value() is not None  # type: ignore[method-assign]  # the kit's way to use a sheet
        accepted = sheet.exec()
        value = form.value() if accepted else None
        sheet.deleteLater()
        if value is not None:
            self.cancel(value.reason)

    def cancel(self, reason: str) -> None:
        """Cancel the run."""
        run, session = self.run, self._shell.session
        assert run is not None
        assert session.campaign_id is not None
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: runs.cancel_run(
                ledger, act, campaign_id, run.number, cancelled_on=act.at.date(), reason=reason
            ),
            title="発送便の取りやめ",
            done=lambda count: self._shell.say(f"第{run.number}便（{count:,}通）を取りやめました", undo=True),
        )

    def ask_names(self) -> None:
        """Go through the names that are held back, one after the other, until a person stops."""
        for place, held in enumerate(self._held, start=1):
            sheet = NamesSheet(self.window(), held, place, len(self._held))
            accepted = sheet.exec()
            chosen, source = sheet.chosen, sheet.source
            sheet.deleteLater()
            if not accepted:
                return
            self.decide(held, chosen, source)

    def decide(self, held: HeldName, chosen: Addressee | None, source: str) -> None:
        """Keep how a name is printed, or that it is left out."""
        run, session = self.run, self._shell.session
        assert run is not None
        assert session.campaign_id is not None
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
        self._shell.desk.write(
            lambda _progress: runs.decide_name(
                ledger, act, campaign_id, run.number, held.number, chosen, source=source
            ),
            title="印刷する宛名の決定",
            done=lambda _value: self._shell.say(f"{form_number.shown(held.number)} の宛名を決めました", undo=True),
        )

    def _build(self) -> None:
        sums = Card("この便の合計")
        sums.add(self.sums)
        sums.add(self.states)
        lot = row(self.lot, column(STRETCH, self.actions_made.button("reply", "quiet")))
        lot.setStretch(0, 1)
        sums.add(lot)
        sums.body.addStretch(1)
        state = Card("差出")
        state.add(row(self._posted, STRETCH))
        state.add(self._facts)
        state.body.addStretch(1)
        state.add(row(self.post, STRETCH))
        state.add(row(self.actions_made.button("cancel", "quiet"), STRETCH))
        state.setFixedWidth(theme().px(248))
        head = row(sums, state, spacing=2 * GRID)
        head.setStretch(0, 1)
        pieces = Card(padded=False)
        pieces.add(self.table, 1)
        pieces.setMinimumHeight(theme().px(200))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        banner = self.told.layout()
        assert banner is not None
        banner.addWidget(self.names)
        outer.addWidget(self.told)
        outer.addLayout(head)
        outer.addWidget(self.again)
        outer.addWidget(self.documents)
        outer.addWidget(pieces, 1)

    def _declared(self) -> tuple[Action, ...]:
        return (
            Action("post", "差し出した日を記録…", self.ask_posted, "calendar-check", "Ctrl+D"),
            Action("cancel", "この便を取りやめる…", self.ask_cancel, "x-circle", enabled=self._can_cancel),
            Action("names", "宛名を確かめる…", self.ask_names, "text-aa", "Ctrl+E", enabled=lambda: bool(self._held)),
            Action(
                "spoil",
                "刷り損じを記録",
                self.spoil,
                "warning",
                "Ctrl+Delete",
                enabled=lambda: any(piece.state in WAITING for piece in self._chosen()),
                hint="選んだ行の紙を無効にし、刷り直すものに加えます",
            ),
            Action(
                "reissue",
                "再発行…",
                self.ask_reissue,
                "arrows-clockwise",
                enabled=lambda: any(piece.state in HANDED_OVER for piece in self._chosen()),
                hint="選んだ事業者に、同じ整理番号でもう一度送ります",
            ),
            Action("reply", "料金受取人払…", lambda: reply_paid_sheet.ask(self.window(), self._shell), "envelope"),
        )

    def _chosen(self) -> list[Piece]:
        return [self._pieces[key] for key in self.table.selected_ids() if key in self._pieces]

    def _can_cancel(self) -> bool:
        run = self.run
        return run is not None and run.cancelled_on is None and not self._state.handed_over

    def _choose_spoiled(self) -> None:
        spoiled = frozenset(piece.number for piece in self._pieces.values() if piece.state is PieceState.SPOILED)
        self.documents.only = spoiled if self.again.isChecked() else None

    def _tell(self) -> None:
        """What a person must know before anything of the run is printed or posted."""
        run = self.run
        assert run is not None
        parts = []
        if run.cancelled_on:
            parts.append(f"{with_weekday(run.cancelled_on)}に取りやめた便です。印刷も差出もできません。")
        if self._held:
            parts.append(f"印刷できない文字がある宛名 {len(self._held):,}件を保留しています。")
        if self._dropped:
            counts = Counter(self._dropped.values())
            reasons = "、".join(f"{word(reason)} {count:,}" for reason, count in counts.most_common())
            parts.append(f"作ったあとに外れたもの {len(self._dropped):,}通（{reasons}）は印刷も差出もしません。")
        if self._changed and not self._state.handed_over:
            parts.append(
                "文面・差出人・調査票が、この便を作ったあとに変わっています。この便は作ったときの内容で印刷します。"
                "新しい内容にするには、取りやめて作り直してください。"
            )
        self.told.say("印刷と差出の前に" if not run.cancelled_on else "取りやめた便", "\n".join(parts))
        self.told.setVisible(bool(parts))
        self.names.setVisible(bool(self._held))

    def _find(self, query: Query) -> Sequence[int]:
        wanted, states = search_key(query.text), query.filters.get("state", ())
        codes = query.filters.get("barcode", ())
        found = [
            piece
            for key, piece in self._pieces.items()
            if wanted in self._keys[key]
            and (not states or piece.state.value in states)
            and (not codes or self._barcode(piece) in codes)
        ]
        if query.sort:
            found.sort(key=self._barcode if query.sort == "barcode" else _SORTS[query.sort], reverse=query.descending)
        return [piece.id for piece in found]

    def _barcode(self, piece: Piece) -> str:
        """Whether a piece can carry a customer barcode, or why not; "" while that is being found out."""
        if self._plan is None or piece.left_out:
            return ""
        reason = self._plan.without.get(piece.number)
        return f"なし：{word(reason)}" if reason else "あり"

    def _barcode_choices(self) -> list[tuple[str, str]]:
        if self._plan is None:
            return []
        reasons = dict.fromkeys(f"なし：{word(reason)}" for reason in self._plan.without.values())
        return [(text, text) for text in ("あり", *reasons)]

    def _lines(self, ids: Sequence[int]) -> Sequence[Piece]:
        return [self._pieces[key] for key in ids if key in self._pieces]


_SORTS: dict[str, Callable[[Piece], str]] = {
    "number": lambda piece: piece.number,
    "addressee": addressee,
    "address": address,
    "state": lambda piece: piece.state.value,
    "reason": reason,
}


def states_words(state: RunState) -> str:
    """What became of every target of a run: 「印刷済み 3,480　／　刷り損じ 2　／　発送しない 18」."""
    counts = ((member, getattr(state, member.value)) for member in PieceState)
    return "　／　".join(f"{word(member)} {count:,}" for member, count in counts if count)


def _pulled_out(dropped: Mapping[str, LeftOutReason], spoiled: int) -> str:
    """What must not be in the bags that go to the post."""
    if not dropped and not spoiled:
        return ""
    shown = "、".join(form_number.shown(number) for number in list(dropped)[:_SHOWN])
    more = f" ほか{len(dropped) - _SHOWN:,}件" if len(dropped) > _SHOWN else ""
    words = (
        f"\n作ったあとに回答や申出のあった {len(dropped):,}通（{shown}{more}）は抜き取ってください。" if dropped else ""
    )
    torn = f"\n刷り直していない刷り損じ {spoiled:,}通は差し出しません。" if spoiled else ""
    return words + torn


def _check(value: _Posting, run: Run) -> dict[str, str]:
    if value.posted_on is not None and value.posted_on < run.made_on:
        return {"posted_on": f"依頼文の日付（{with_weekday(run.made_on)}）より前です。確かめてください。"}
    return {}
