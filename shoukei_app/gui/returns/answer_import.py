"""Taking a table of answers in: which column is what, then what every row would do, then all of it at once."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from shoukei_app.domain.answer_table import RECORDED, AnswerTable, RowVerdict
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Banner, button, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.returns.answer_column_step import ColumnStep
from shoukei_app.gui.returns.answer_row_step import RowStep
from shoukei_app.usecases import answer_tables, ledgers
from shoukei_app.usecases.answer_tables import AnswerPreview
from shoukei_app.words.problems import sentence

COLUMNS, ROWS = range(2)


class AnswerImport(QDialog):
    """The whole of it, over the page. Nothing is written before the last button."""

    def __init__(self, shell: Shell, parent: QWidget, path: Path, today: date) -> None:
        super().__init__(parent)
        self._shell = shell
        self._path = path
        self._preview: AnswerPreview | None = None
        session = shell.session
        assert session.campaign_id is not None
        self._ledger, self._campaign_id = session.ledger, session.campaign_id
        questionnaire = ledgers.campaign(self._ledger, self._campaign_id).questionnaire
        self.setWindowTitle("回答をファイルから取り込む")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme().px(1280), theme().px(660))
        self.columns = ColumnStep(questionnaire, today)
        self.rows = RowStep(questionnaire)
        self._steps = QStackedWidget()
        self._steps.addWidget(self.columns)
        self._steps.addWidget(self.rows)
        self._title = label("", "lead")
        self._state = label("台帳はまだ変わりません", "secondary")
        self._trouble = Banner(" ", " ", tone="attention")
        self._trouble.hide()
        self.back = button("戻る", self._go_back)
        self.report = button("取り込めない行をExcelに書き出す…", self._write_rejected, symbol="export")
        self.forward = button("次へ：内容を確かめる", self._go_on, kind="primary", symbol="check")
        self.columns.changed.connect(self._on_columns)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._go_on)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(GRID + GRID // 2)
        outer.addLayout(row(self._title, STRETCH, self._state))
        outer.addWidget(self._trouble)
        outer.addWidget(self._steps, 1)
        stop = button("やめる", self.reject)
        outer.addLayout(row(stop, STRETCH, self.report, self.back, self.forward))
        self._go(COLUMNS)

    @property
    def step(self) -> int:
        """COLUMNS or ROWS."""
        return self._steps.currentIndex()

    def read(self) -> None:
        """Read the file, and open once it is read."""
        ledger, campaign_id, path = self._ledger, self._campaign_id, self._path

        def job(progress: Progress) -> AnswerTable:
            progress.start("ファイルを読んでいます")
            return answer_tables.read(ledger, campaign_id, path)

        self._shell.desk.read(job, title="回答の表を読んでいます", done=self._was_read, failed=self._was_not_read)

    def _was_read(self, table: AnswerTable) -> None:
        self.columns.show_table(table)
        self._on_columns()
        self.open()

    def _was_not_read(self, problem: Problem) -> None:
        dialogs.show_problem(self.parentWidget(), problem)
        self.deleteLater()

    def _go_on(self) -> None:
        if self.forward.isEnabled():
            (self._check if self.step == COLUMNS else self._take_in)()

    def _check(self) -> None:
        arrival = self.columns.arrival()
        if arrival is None:
            return
        ledger, campaign_id, table = self._ledger, self._campaign_id, self.columns.table
        person = self._shell.session.person

        def job(progress: Progress) -> AnswerPreview:
            return answer_tables.check(ledger, campaign_id, table, arrival, progress, keyer=person)

        self._shell.desk.read(job, title="取り込む内容を確かめています", done=self._was_checked, failed=self._complain)

    def _was_checked(self, preview: AnswerPreview) -> None:
        self._preview = preview
        self.rows.show_preview(preview)
        self._go(ROWS)

    def _take_in(self) -> None:
        preview, ledger, campaign_id = self._preview, self._ledger, self._campaign_id
        act = self._shell.session.act()
        assert preview is not None
        self.forward.setEnabled(False)
        self._shell.desk.write(
            lambda progress: answer_tables.take_in(ledger, act, campaign_id, preview, progress),
            title="回答の取込",
            done=self._was_taken_in,
            failed=self._complain,
            ended=lambda: self.forward.setEnabled(True),
        )

    def _was_taken_in(self, preview: AnswerPreview) -> None:
        turned = preview.count(RowVerdict.REJECTED)
        more = f"（取り込めなかった行 {turned:,}行）" if turned else ""
        self._shell.say(f"{preview.count(*RECORDED):,}件の回答を取り込みました{more}", undo=True)
        self.accept()

    def _complain(self, problem: Problem) -> None:
        self._trouble.say("できませんでした", sentence(problem))
        self._trouble.show()

    def _write_rejected(self) -> None:
        preview = self._preview
        assert preview is not None
        name = f"{self._path.stem}_取り込めない行.xlsx"
        path = dialogs.save_file(self, "取り込めない行を書き出す", dialogs.WORKBOOK, name, "answers")
        if path is None:
            return
        self._shell.desk.read(
            lambda _progress: answer_tables.write_rejected(preview, path).value,
            title="取り込めない行の書き出し",
            done=lambda rows: self._shell.say(f"取り込めない行 {rows:,}行を書き出しました：{path.name}"),
            failed=self._complain,
        )

    def _go_back(self) -> None:
        self._go(COLUMNS)

    def _go(self, step: int) -> None:
        self._trouble.hide()
        self._steps.setCurrentIndex(step)
        at_rows = step == ROWS
        self.back.setVisible(at_rows)
        self.report.setVisible(at_rows and self._preview is not None and bool(self._preview.rejected))
        self._title.setText(f"{self._path.name}　{'取り込む内容' if at_rows else '列の読み方'}")
        if at_rows and self._preview is not None:
            count = self._preview.count(*RECORDED)
            self.forward.setText(f" {count:,}件を取り込む")
            self.forward.setEnabled(count > 0)
            self.rows.table.focus_rows()
        else:
            self.forward.setText(" 次へ：内容を確かめる")
            self._on_columns()

    def _on_columns(self) -> None:
        self.forward.setEnabled(self.columns.usable)
        self._trouble.setVisible(self.columns.shown and not self.columns.usable)
        if not self.columns.usable:
            self._trouble.say("整理番号の列を選んでください", "どの事業者の回答か分からないと、先に進めません。")
