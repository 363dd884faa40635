"""The papers of a meeting, seen before they are printed: for all at the table or one recipient, named or not."""

import tempfile
from enum import StrEnum
from pathlib import Path

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Elided, button, label, row
from shoukei_app.gui.kit.preview import PdfPreview
from shoukei_app.usecases import meeting_papers
from shoukei_app.usecases.meetings import Meeting
from shoukei_app.words.terms import word


class PaperKind(StrEnum):
    """What lies before a meeting, and what is left of it."""

    PACK = "会議資料"
    MINUTES = "会議記録"


class PaperSheet(QDialog):
    """Makes the paper anew whenever somebody chooses for whom it is."""

    def __init__(self, parent: QWidget, shell: Shell, meeting: Meeting, kind: PaperKind) -> None:
        super().__init__(parent)
        self._shell = shell
        self._meeting = meeting
        self._kind = kind
        self.setWindowTitle(kind.value)
        self.setModal(True)
        self.recipient = ChoiceBox()
        self._recipients: list[Recipient | None] = [None, *Recipient]
        self.recipient.addItems(["会議に出る全員", *(f"{word(one)}に渡す" for one in Recipient)])
        self.recipient.setAccessibleName("誰に見せるか")
        self.no_name = CheckBox("名前を伏せる")
        self.told = Elided("")
        self.preview = PdfPreview()
        self._workbook = button("Excelに書き出す…", self.write_workbook, symbol="export")
        self._workbook.setVisible(kind is PaperKind.MINUTES)
        head = row(
            label(f"第{meeting.number}回 {kind.value}", "lead"),
            self.recipient,
            self.no_name,
            self.told,
            self._workbook,
            button("閉じる", self.accept),
            spacing=2 * GRID,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(GRID)
        outer.addLayout(head)
        outer.addWidget(self.preview, 1)
        room = parent.window().size()
        self.resize(room.width() - 6 * GRID, room.height() - 4 * GRID)
        self.recipient.currentIndexChanged.connect(lambda _place: self.make())
        self.no_name.toggled.connect(lambda _on: self.make())
        self.make()

    def make(self) -> None:
        """Draw the paper for whom it is chosen."""
        wanted = self._wanted()

        def draw(progress: Progress) -> tuple[bytes, str]:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "会議.pdf"
                told = self._write(path, progress, *wanted)
                return path.read_bytes(), told

        self._shell.desk.read(draw, title=f"{self._kind.value}を作っています", done=self._show, failed=self._refuse)

    def write_workbook(self) -> None:
        """Ask for a place and write the minutes as Excel."""
        target = dialogs.save_file(self, "会議記録を書き出す", dialogs.WORKBOOK, f"{self._name()}.xlsx", "meeting")
        if target is None:
            return
        recipient, nobody = self._wanted()
        ledger, meeting_id = self._shell.session.ledger, self._meeting.id
        self._shell.desk.read(
            lambda _progress: meeting_papers.minutes(
                ledger, meeting_id, target, recipient=recipient, nobody_named=nobody
            ),
            title="会議記録を書き出しています",
            done=lambda _made: self.told.setText(f"{target.name} に書き出しました"),
            failed=self._refuse,
        )

    def _write(self, path: Path, progress: Progress, recipient: Recipient | None, nobody: bool) -> str:  # noqa: FBT001 - one of two wishes
        ledger, meeting_id = self._shell.session.ledger, self._meeting.id
        if self._kind is PaperKind.PACK:
            pack = meeting_papers.pack(
                ledger, meeting_id, path, progress, recipient=recipient, nobody_named=nobody
            ).value
            return f"名前あり {pack.named:,}件　伏せた件 {len(pack.items) - pack.named:,}件"
        made = meeting_papers.minutes(ledger, meeting_id, path, recipient=recipient, nobody_named=nobody).value
        return f"決定 {len(made.decided):,}件　持ち越し {len(made.carried):,}件"

    def _wanted(self) -> tuple[Recipient | None, bool]:
        return self._recipients[self.recipient.currentIndex()], self.no_name.isChecked()

    def _name(self) -> str:
        return f"第{self._meeting.number}回{self._kind.value}"

    def _show(self, made: tuple[bytes, str]) -> None:
        pdf, told = made
        self.preview.show_pdf(pdf, f"{self._name()}.pdf")
        self.told.setText(told)

    def _refuse(self, problem: Problem) -> None:
        dialogs.show_problem(self, problem)

    def done(self, result: int) -> None:
        """Qt: let go of the file."""
        self.preview.clear()
        super().done(result)
