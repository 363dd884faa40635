"""案件: every case with its state, policy, lead and days; several at once are moved on, reviewed, closed, put on."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.cases import CaseState, SupportPolicy
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, EmptyState, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.meetings.case_sheets import LeadSheet, OutcomeSheet, Planning, PolicySheet, StateSheet
from shoukei_app.gui.meetings.columns import case_columns
from shoukei_app.gui.meetings.year_counts import YearCounts
from shoukei_app.usecases import cases, meetings, organisations
from shoukei_app.usecases.cases import CLOSED, OPEN, REVIEWED, UNREVIEWED, CaseLine
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.terms import word


class CasesView(QWidget):
    """Open cases are shown first; closed ones by the filter."""

    def __init__(self, shell: Shell, today: Callable[[], date]) -> None:
        super().__init__()
        self._shell = shell
        self._today = today
        self.actions_made = Actions(self, self._declared())
        self.years = YearCounts()
        self.table: Table[CaseLine] = Table(
            "cases",
            case_columns(today),
            find=self._find,
            lines=lambda ids: cases.lines(self._ledger, ids),
            filters=(
                Filter("standing", "継続・終了", lambda: [(OPEN, "続いている"), (CLOSED, "終えた")]),
                Filter("state", "状態", lambda: [(one.value, word(one)) for one in CaseState]),
                Filter("policy", "支援方針", self._policies),
                Filter("lead", "主担当", self._leads),
                Filter("reviewed", "確認", lambda: [(UNREVIEWED, "未確認"), (REVIEWED, "確認済み")]),
            ),
            empty=EmptyState(
                "案件はまだありません",
                "会議の議題になった事業者や、主担当を決めた事業者が、ここに案件として並びます。",
                symbol="folder-open",
            ),
        )
        self.table.set_menu(
            self.actions_made, ("card", "-", "policy", "lead", "state", "review", "on", "-", "close", "open")
        )
        self.table.opened.connect(self._open_card)
        self._build()
        self.table.set_query(Query(filters={"standing": (OPEN,)}))

    @property
    def _ledger(self) -> Ledger:
        return self._shell.session.ledger

    def refresh(self) -> None:
        """Read the cases and the counts of the fiscal years."""
        campaign_id = self._shell.session.campaign_id
        if campaign_id is None:
            return
        counts = cases.reached_by_year(self._ledger, campaign_id)
        self._counted.setVisible(bool(counts))
        self.years.show_counts(counts)
        self.table.refresh()
        self.actions_made.update()

    def _declared(self) -> tuple[Action, ...]:
        some = self._selected
        return (
            Action("policy", "方針を決める…", self._decide, "path", "", some, "会議の外で決まった方針を記録します"),
            Action("state", "状態を変える…", self._advance, "arrow-right", "", some),
            Action("lead", "主担当を決める…", self._assign, "user", "", some),
            Action(
                "review", "方針を確認", self._review, "check", "", some, "主担当でない人が、決まった方針を確かめます"
            ),
            Action("on", "次の会議に載せる", self._put_on, "users-three", "", some),
            Action("close", "結果を付けて終える…", self._close, "check-circle", "", some),
            Action("open", "案件を再び開く", self._reopen, "arrow-counter-clockwise", "", some),
            Action("card", "事業者カードを開く", self._open_selected, "identification-card", "", some),
        )

    def _build(self) -> None:
        buttons = [self.actions_made.button(key) for key in ("policy", "lead", "state", "review", "on", "close")]
        card = Card(padded=False)
        card.add(self.table, 1)
        self._counted = Card(padded=False)
        self._counted.add(self.years)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self._counted)
        outer.addLayout(row(*buttons, STRETCH))
        outer.addWidget(card, 1)

    def _find(self, query: Query) -> Sequence[int]:
        campaign_id = self._shell.session.campaign_id
        return cases.find(self._ledger, campaign_id, query) if campaign_id is not None else ()

    def _decide(self) -> None:
        ids = self.table.selected_ids()
        before = Planning()
        if len(ids) == 1:
            (line,) = cases.lines(self._ledger, ids)
            stands = line.case.decision
            before = Planning(stands.policy, stands.deadline, stands.next_look)
        sheet = PolicySheet(self, len(ids), before)
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None or asked.policy is None:
            return
        policy, act = asked.policy, self._shell.session.act()
        self._write(
            lambda: cases.change_policy(
                self._ledger, act, ids, policy, deadline=asked.deadline, next_look=asked.next_look
            ),
            "方針を記録しています",
            f"{len(ids):,}件の方針を「{word(policy)}」にしました",
        )

    def _advance(self) -> None:
        ids = self.table.selected_ids()
        sheet = StateSheet(self, len(ids), self._today())
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None or asked.state is None or asked.day is None:
            return
        state, day, act = asked.state, asked.day, self._shell.session.act()
        self._write(
            lambda: cases.advance(self._ledger, act, ids, state, day),
            "状態を変えています",
            f"{len(ids):,}件を「{word(state)}」にしました",
        )

    def _assign(self) -> None:
        ids, ledger = self.table.selected_ids(), self._ledger
        sheet = LeadSheet(self, len(ids), organisations.every(ledger), organisations.persons(ledger))
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None:
            return
        (organisation, person), act = asked.who or (None, None), self._shell.session.act()
        self._write(
            lambda: cases.assign(ledger, act, ids, organisation, person),
            "主担当を決めています",
            f"{len(ids):,}件の主担当を決めました",
        )

    def _review(self) -> None:
        ids, act = self.table.selected_ids(), self._shell.session.act()
        self._write(
            lambda: cases.review(self._ledger, act, ids), "方針を確認しています", f"{len(ids):,}件の方針を確認しました"
        )

    def _close(self) -> None:
        ids = self.table.selected_ids()
        sheet = OutcomeSheet(self, len(ids))
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None:
            return
        act = self._shell.session.act()
        self._write(
            lambda: cases.conclude(self._ledger, act, ids, asked.outcome),
            "案件を終えています",
            f"{len(ids):,}件の案件を終えました",
        )

    def _reopen(self) -> None:
        ids, act = self.table.selected_ids(), self._shell.session.act()
        self._write(
            lambda: cases.conclude(self._ledger, act, ids, None),
            "案件を開いています",
            f"{len(ids):,}件を再び開きました",
        )

    def _put_on(self) -> None:
        ids, campaign_id, act = self.table.selected_ids(), self._shell.session.campaign_id, self._shell.session.act()
        found = meetings.coming(self._ledger, campaign_id) if campaign_id is not None else None
        if found is None:
            self._shell.say("これからの会議がありません。先に「会議」の画面で会議を作ってください")
            return

        def told(count: int) -> None:
            already = len(ids) - count
            more = f"（{already:,}件はすでに載っています）" if already else ""
            self._shell.say(f"{count:,}件を第{found.meeting.number}回の議題に載せました{more}", undo=bool(count))

        self._shell.desk.write(
            lambda _progress: meetings.put_on(self._ledger, act, found.meeting.id, ids),
            title="議題に載せています",
            done=told,
        )

    def _write(self, work: Callable[[], Outcome[int]], title: str, said: str) -> None:
        self._shell.desk.write(
            lambda _progress: work(), title=title, done=lambda _count: self._shell.say(said, undo=True)
        )

    def _open_selected(self) -> None:
        self._open_card(self.table.selected_ids()[0])

    def _open_card(self, target_id: int) -> None:
        (line,) = cases.lines(self._ledger, [target_id])
        self._shell.go("register", line.target.firm_id)

    def _policies(self) -> Sequence[tuple[str, str]]:
        return [("", "未決定"), *((one.value, word(one)) for one in SupportPolicy)]

    def _leads(self) -> Sequence[tuple[str, str]]:
        return [("", "未定"), *((str(one.id), one.name) for one in organisations.every(self._ledger))]

    def _selected(self) -> bool:
        return hasattr(self, "table") and bool(self.table.selected_ids())
