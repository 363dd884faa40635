"""番号不明の票: the sheets that have no firm yet, and the search for whose they are."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.loose_sheet import Known, slip
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.text import search_key
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.form import Form, Keys, NumberField, TextField, YearField
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import EmptyState, column, holding, label, row
from shoukei_app.gui.kit.table import TYPING_PAUSE_MS, Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.columns import LOOSE, SENDERS
from shoukei_app.usecases import loose_sheets
from shoukei_app.usecases.loose_sheets import Candidate, LooseSheet
from shoukei_app.words.problems import sentence

WIDTH = 330


class LoosePanel(QWidget):
    """Left the sheets, right what is known of the one chosen and the firms that fit it, the likeliest first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._sheets: dict[int, LooseSheet] = {}
        self._found: dict[int, Candidate] = {}
        self.sheets: Table[LooseSheet] = Table(
            "returns.loose",
            LOOSE,
            find=lambda _query: list(self._sheets),
            lines=lambda ids: [self._sheets[key] for key in ids if key in self._sheets],
            empty=EmptyState(
                "番号不明の票はありません",
                "番号が切り取られた票は F11 で記録します。票に書く番号（不明-1 など）が付きます。",
                symbol="tray",
            ),
        )
        self.sheets.bar.hide()
        self.known: Form[Known] = Form(
            [
                TextField(key="industry", label="業種", placeholder="建設", width=112),
                NumberField(key="staff", label="従業者数", minimum=0, unit="人", width=56),
                YearField(key="founded", label="創業年", width=72),
                NumberField(key="age", label="代表者の年齢", minimum=15, maximum=120, unit="歳", width=56),
                TextField(key="municipality", label="市町村", placeholder="中野", width=112),
                TextField(key="postmark", label="消印", placeholder="中野", width=112),
                TextField(
                    key="words", label="書かれた語", placeholder="名前・屋号・町名", width=200, keys=Keys.JAPANESE
                ),
            ],
            columns=4,
        )
        self.known.fill(Known())
        self.candidates: Table[Candidate] = Table(
            "returns.senders",
            SENDERS,
            find=self._find,
            lines=lambda ids: [self._found[key] for key in ids if key in self._found],
            empty=EmptyState(
                "分かっていることを入れてください",
                "まだ回答のない調査対象から、合いそうな順に並べます。",
                symbol="magnifying-glass",
            ),
        )
        for edit in self.known.findChildren(QLineEdit):
            edit.returnPressed.connect(self._go_to_found)
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.search)
        self.known.changed.connect(self._pause.start)
        self._actions = Actions(
            self.candidates,
            [
                Action("pick", "この事業者の票にする", self.pick, "check", enabled=self._can_pick),
                Action("firm", "事業者カードを開く", self._open_firm, "address-book"),
            ],
        )
        self.candidates.set_menu(self._actions)
        self.candidates.add_to_bar(self._actions.button("pick", "primary"))
        self.candidates.opened.connect(lambda _key: self.pick())
        self.sheets.selection_changed.connect(self._on_chosen)
        self._build()

    def show_sheets(self) -> None:
        """Read the sheets anew; one of them is always chosen."""
        session = self._shell.session
        waiting = loose_sheets.waiting(session.ledger, session.campaign_id) if session.campaign_id is not None else ()
        self._sheets = {sheet.id: sheet for sheet in waiting}
        self.sheets.refresh()
        self.sheets.bar.hide()
        if self._sheets and not self.sheets.selected_ids():
            self.sheets.select(next(iter(self._sheets)))
        self.search()

    def choose(self, number: int) -> None:
        """Choose the sheet of a slip and let the keyboard begin at what is known of it."""
        for key, sheet in self._sheets.items():
            if sheet.number == number:
                self.sheets.select(key)
        self.known.fill(Known())
        self.search()
        self.known.editor("industry").setFocus()

    def search(self) -> None:
        """Show who fits what is known."""
        session = self._shell.session
        known = self.known.typed()
        self._found = {}
        if session.campaign_id is not None and not known.is_empty and self._sheets:
            self._found = {one.id: one for one in loose_sheets.search(session.ledger, session.campaign_id, known)}
        self.candidates.refresh()
        self._actions.update()

    def pick(self) -> None:
        """The chosen sheet is the chosen firm's: it becomes its receipt."""
        sheet, one = self._sheet(), self._candidate()
        if sheet is not None and one is not None:
            self._identify(sheet, one.target, anyway=False)

    def _go_to_found(self) -> None:
        self.search()
        if self._found:
            self.candidates.focus_rows()

    def _build(self) -> None:
        left = QWidget()
        left.setFixedWidth(theme().px(WIDTH))
        left.setLayout(column(self.sheets))
        head = label("分かっていること（空欄は問いません）", "strong")
        search = column(head, self.known, margins=(GRID, GRID, 2 * GRID, 0))
        right = holding(column(search, self.candidates, spacing=GRID))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        both = row(left, right, spacing=GRID)
        both.setStretch(1, 1)
        layout.addLayout(both)

    def _identify(self, sheet: LooseSheet, line: TargetLine, *, anyway: bool) -> None:
        session = self._shell.session
        ledger, act, campaign = session.ledger, session.act(), session.campaign_id
        if campaign is None:
            return
        self._shell.desk.write(
            lambda _progress: loose_sheets.identify(ledger, act, campaign, sheet.number, line.number, anyway=anyway),
            title="番号不明の票の特定",
            done=lambda _line: self._on_identified(sheet, line),
            failed=lambda problem: self._on_refused(problem, sheet, line),
            cancellable=False,
        )

    def _on_identified(self, sheet: LooseSheet, line: TargetLine) -> None:
        self.known.fill(Known())
        self._found = {}
        self.candidates.refresh()
        number = form_number.shown(line.number)
        self._shell.say(f"{slip(sheet.number)} を {number} {line.name} の受付にしました", undo=True)

    def _on_refused(self, problem: Problem, sheet: LooseSheet, line: TargetLine) -> None:
        if problem.kind is not ProblemKind.RECEIPT_DOUBTFUL:
            dialogs.show_problem(self.window(), problem)
        elif dialogs.confirm(self.window(), "この事業者の票にしますか", sentence(problem), "それでも受け付ける"):
            self._identify(sheet, line, anyway=True)

    def _find(self, query: Query) -> Sequence[int]:
        wanted = search_key(query.text)
        return [
            key
            for key, one in self._found.items()
            if wanted in search_key(f"{one.target.number}　{one.target.name}　{one.target.address}")
        ]

    def _sheet(self) -> LooseSheet | None:
        return self._sheets.get(next(iter(self.sheets.selected_ids()), 0))

    def _candidate(self) -> Candidate | None:
        chosen: Sequence[int] = self.candidates.selected_ids()
        key = chosen[0] if chosen else self.candidates.current_id()
        return self._found.get(key or 0)

    def _can_pick(self) -> bool:
        return self._sheet() is not None and self._candidate() is not None

    def _on_chosen(self) -> None:
        self._actions.update()

    def _open_firm(self) -> None:
        one = self._candidate()
        if one is not None:
            self._shell.go("register", one.target.firm_id)
