"""One mailing run: its sums, its papers, its pieces."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.mailing import Piece, PieceState, Run, RunState
from shoukei_app.domain.query import Query
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import DateField, Form
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, button, chip, column, label, row, set_tone
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.columns import PIECES, address, addressee, posted_words, reason
from shoukei_app.gui.mailing.documents import DocumentCards, MadePaper
from shoukei_app.gui.mailing.reconciliation import Reconciliation
from shoukei_app.usecases import postal, runs
from shoukei_app.usecases.postal import PostalPlan
from shoukei_app.words import posting
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word, words


@dataclass(frozen=True, slots=True)
class _Posting:
    posted_on: date | None


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
        self._planned = 0
        self._state = RunState()
        self.post = button("差し出した日を記録…", self.ask_posted, kind="primary", symbol="calendar-check")
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
        self.table.opened.connect(lambda key: shell.go("register", self._pieces[key].firm_id))
        sums = Card("この便の合計")
        sums.add(self.sums)
        sums.add(self.lot)
        sums.body.addStretch(1)
        state = Card("差出")
        state.add(row(self._posted, STRETCH))
        state.add(self._facts)
        state.body.addStretch(1)
        state.add(row(self.post, STRETCH))
        state.setFixedWidth(theme().px(248))
        head = row(sums, state, spacing=2 * GRID)
        head.setStretch(0, 1)
        pieces = Card(padded=False)
        pieces.add(self.table, 1)
        pieces.setMinimumHeight(theme().px(200))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addLayout(head)
        outer.addWidget(self.documents)
        outer.addWidget(pieces, 1)

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
        self.documents.show_run(run)
        if self._plan is not None and self._planned != number:
            self._plan = None
        ledger, campaign_id = session.ledger, session.campaign_id
        self._shell.desk.read(
            lambda _progress: (number, postal.plan(ledger, campaign_id, number)),
            title="カスタマバーコードと郵便料金",
            done=self._show_plan,
        )
        self._posted.setText(posted_words(state))
        set_tone(self._posted, "attention" if state.waiting else "done")
        self.post.setVisible(state.waiting > 0)
        self._state = state
        self._show_facts()
        self.table.refresh()
        return True

    def _show_plan(self, found: tuple[int, PostalPlan]) -> None:
        number, plan = found
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
        self._facts.setText("\n".join(facts))
        self.lot.setVisible(self._plan is not None)
        if self._plan is not None:
            self.lot.setText("\n".join(posting.summary(self._plan.pieces, self._plan.eligible, self._plan.postage)))
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
        note = f"第{run.number}便　{run.pieces:,}通を郵便局に差し出した日です。"
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


def _check(value: _Posting, run: Run) -> dict[str, str]:
    if value.posted_on is not None and value.posted_on < run.made_on:
        return {"posted_on": f"依頼文の日付（{with_weekday(run.made_on)}）より前です。確かめてください。"}
    return {}
