"""The table of all firms: searched, filtered, opened, exported; and what to do next where nothing was done yet."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal

from shoukei_app.domain.firm import FirmStatus, LegalForm
from shoukei_app.domain.firm_problems import FirmProblem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, button
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.register.bulk_edit import BulkEdit
from shoukei_app.gui.register.columns import REGISTER
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import export, firms, masters, targets
from shoukei_app.usecases.firms import RegisterLine
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.words.terms import word

NO_MUNICIPALITY = "（市町村が分からない）"
NO_INDUSTRY = "（業種の記載なし）"
NO_LEGAL_FORM = "（経営形態が分からない）"
TARGET_WORDS = (("yes", "この調査の対象"), ("no", "まだ対象でない"))


class RegisterView(View):
    """All firms. The signals ask the page for another view; `view_asked` carries a key of the page's `VIEWS`."""

    hints = (
        ("Enter", "事業者カードを開く"),
        ("Ctrl+F", "一覧から探す"),
        ("Ctrl+C", "Excel 用に写す"),
        ("Ctrl+E", "まとめて直す"),
        ("Ctrl+N", "事業者を追加"),
        ("Ctrl+I", "名簿を取り込む"),
    )

    import_asked = Signal()
    duplicates_asked = Signal()
    add_asked = Signal()
    view_asked = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.table: Table[RegisterLine] = Table(
            "register",
            REGISTER,
            find=lambda query: firms.find(self.session.ledger, query, self.session.campaign_id),
            lines=lambda ids: firms.register_lines(self.session.ledger, self.session.campaign_id, ids),
            filters=(
                Filter("municipality_code", "市町村", self._municipalities, self._of(firms.municipalities)),
                Filter("shokokai", "商工会", self._shokokai, self._count_shokokai),
                Filter("industry", "業種", self._industries, self._of(firms.industries)),
                Filter("problem", "確かめること", lambda: _choices(FirmProblem), self._of(firms.count_problems)),
                Filter("target", "調査対象", lambda: TARGET_WORDS),
                Filter("status", "営業の状況", lambda: _choices(FirmStatus)),
                Filter("legal_form", "経営形態", lambda: [*_choices(LegalForm), ("", NO_LEGAL_FORM)]),
            ),
            empty=EmptyState(
                "名簿がまだありません",
                "市町村や商工会から届いた Excel や CSV を、そのままの形で取り込めます。\n"
                "台帳に入れる前に、1行ずつ何が起きるかを確かめられます。この画面にファイルをドラッグしても始まります。",
                button("名簿を取り込む…", self.import_asked.emit, kind="primary", symbol="download-simple"),
                "address-book",
            ),
            placeholder="名前・住所・電話で探す",
        )
        self.actions_ = self.set_actions(
            [
                Action(
                    "import",
                    "名簿を取り込む…",
                    self.import_asked.emit,
                    "download-simple",
                    "Ctrl+I",
                    hint="Excel や CSV の名簿を読み、内容を確かめてから取り込みます",
                ),
                Action(
                    "duplicates",
                    "重複を探す…",
                    self.duplicates_asked.emit,
                    "users",
                    "Ctrl+D",
                    enabled=self._has_firms,
                    hint="同じ事業者と思われる組を名簿の全体から探し、見比べて統合します",
                ),
                Action("add", "事業者を追加…", self.add_asked.emit, "plus", "Ctrl+N", hint="1件だけ手で入れます"),
                Action(
                    "targets",
                    "対象を選ぶ…",
                    lambda: self.view_asked.emit("targets"),
                    "check-square-offset",
                    "Ctrl+T",
                    enabled=self._has_firms,
                    hint="調査票を送る事業者を地域と業種で決め、整理番号を付けます",
                ),
                Action(
                    "export",
                    "書き出す…",
                    self._export,
                    "export",
                    enabled=self._has_firms,
                    hint="いま一覧に出ている事業者を、出ている順に書き出します",
                ),
                Action("open", "事業者カードを開く", self._open_current, "identification-card", enabled=self._has_one),
                Action("edit", "編集…", self._edit_current, "pencil-simple", "F2", enabled=self._has_one),
                Action(
                    "edit_many",
                    "まとめて直す…",
                    self._edit_selected,
                    "note-pencil",
                    "Ctrl+E",
                    enabled=self._has_several,
                    hint="選んだ事業者の業種・営業の状況などを、1回の操作でそろえます",
                ),
            ],
            primary="import",
            others=("export", "targets", "add", "duplicates"),
        )
        self._next = Banner(
            "次にすること：調査対象を選ぶ",
            "まだ整理番号の付いた事業者がありません。どの市町村のどの業種に調査票を送るかを決めます。",
            self.actions_.button("targets", "primary"),
        )
        self._next.hide()
        self.table.opened.connect(self.card_asked)
        self.table.set_menu(self.actions_, ("open", "edit", "edit_many"))
        many = self.actions_.button("edit_many")
        many.hide()
        self.table.add_to_bar(many)
        self.table.selection_changed.connect(lambda: many.setVisible(self._has_several()))
        card = Card(padded=False)
        card.add(self.table, 1)
        self.add(self._next)
        self.add(card, 1)

    def refresh(self) -> None:
        """Read ids and counts anew."""
        self.table.refresh()
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        count = firms.count(ledger)
        chosen = len(targets.find(ledger, campaign_id, Query())) if campaign_id is not None else 0
        places = sum(bool(code) for code in firms.municipalities(ledger))
        if not count:
            self.set_state("はじめに、事業者の名簿を取り込みます")
        elif not chosen:
            self.set_state(f"{count:,}事業者（{places}市町村）")
        else:
            self.set_state(f"{count:,}事業者（{places}市町村）　うちこの調査の対象 {chosen:,}件")
        self._next.setVisible(bool(count) and not chosen and campaign_id is not None)
        self.actions_.update()

    def start(self) -> None:
        """The keyboard begins at the rows."""
        self.table.focus_rows()

    def neighbour(self, firm_id: int, step: int) -> int | None:
        """The firm above (-1) or below (1) another one in the table as it is shown; None at its ends."""
        ids = self.table.model.ids
        if firm_id not in ids:
            return None
        place = ids.index(firm_id) + step
        return ids[place] if 0 <= place < len(ids) else None

    def _has_firms(self) -> bool:
        return firms.count(self.session.ledger) > 0

    def _has_one(self) -> bool:
        return self.table.current_id() is not None

    def _has_several(self) -> bool:
        return self.table.view.selected_count() > 1

    def _edit_selected(self) -> None:
        sheet = BulkEdit(self.shell, self.window(), self.table.selected_ids())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _open_current(self) -> None:
        firm_id = self.table.current_id()
        if firm_id is not None:
            self.card_asked.emit(firm_id)

    def _edit_current(self) -> None:
        firm_id = self.table.current_id()
        if firm_id is not None:
            self.edit_asked.emit(firm_id)

    def _municipalities(self) -> Sequence[tuple[str, str]]:
        names = masters.municipality_names()
        counts = firms.municipalities(self.session.ledger)
        return [(code, names.get(code, code) if code else NO_MUNICIPALITY) for code in sorted(counts, key=_known_first)]

    def _shokokai(self) -> Sequence[tuple[str, str]]:
        return [(str(one.id), one.name) for one in firms.shokokai(self.session.ledger)]

    def _count_shokokai(self) -> Mapping[str, int]:
        return {str(one.id): count for one, count in firms.shokokai(self.session.ledger).items()}

    def _of(self, count: Callable[[Ledger], Mapping[Any, int]]) -> Callable[[], Mapping[str, int]]:
        return lambda: {str(key): number for key, number in count(self.session.ledger).items()}

    def _industries(self) -> Sequence[tuple[str, str]]:
        return [(name, name or NO_INDUSTRY) for name in firms.industries(self.session.ledger)]

    def _export(self) -> None:
        path = dialogs.save_file(self, "表示中の事業者を書き出す", dialogs.WORKBOOK, "事業者名簿.xlsx", "register")
        if path is None:
            return
        ledger, campaign_id, ids = self.session.ledger, self.session.campaign_id, tuple(self.table.model.ids)

        def job(progress: Progress) -> int:
            progress.start("名簿を書き出しています")
            return export.firms_shown(ledger, campaign_id, ids, path).value

        self.desk.read(
            job,
            title="名簿を書き出しています",
            done=lambda rows: self.shell.say(f"表示中の {rows:,}件を書き出しました：{path.name}"),
            cancellable=False,
        )


def _choices(kind: type[StrEnum]) -> Sequence[tuple[str, str]]:
    return [(member.value, word(member)) for member in kind]


def _known_first(code: str) -> tuple[bool, str]:
    return not code, code
