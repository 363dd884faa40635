"""Answers by file: an empty table to fill in, taking one in with the result by row, and writing everything out."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QTextEdit, QVBoxLayout, QWidget

from shoukei_app.domain.progress import Progress
from shoukei_app.domain.target import Channel
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import answer_tables
from shoukei_app.usecases.answer_tables import AnswerImport
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import words

ANSWER_FILE = dialogs.FileKind("回答の表", (".xlsx", ".csv"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """How and when the answers of a file came."""

    channel: Channel
    received_on: date


class TakeInSheet(dialogs.Sheet):
    """Asks how and when the answers of a file came."""

    def __init__(self, parent: QWidget, path: Path, today: date) -> None:
        self.form: Form[Arrival] = Form(
            [
                ChoiceField(key="channel", label="届き方", options=list(words(Channel).items())),
                DateField(key="received_on", label="受付日", required=True),
            ]
        )
        self.form.fill(Arrival(Channel.WEB, today))
        self.asked: Arrival | None = None
        content = column(
            label(path.name, "strong"),
            label(
                "整理番号の列と、問いごとの列がある表を取り込みます。読めない行は取り込まず、理由を示します。",
                wrap=True,
            ),
            self.form,
            spacing=2 * GRID,
        )
        super().__init__(parent, "回答をファイルから取り込む", holding(content), "取り込む")
        self.setMinimumWidth(theme().px(460))

    def run(self) -> bool:
        """Take what was chosen."""
        self.asked = self.form.value()
        return self.asked is not None


class ResultSheet(QDialog):
    """What came of a file, row by row where a row was turned away."""

    def __init__(self, parent: QWidget, name: str, result: AnswerImport) -> None:
        super().__init__(parent)
        self.setWindowTitle("回答の取込の結果")
        self.setModal(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(label(f"{result.recorded:,}件の回答を記録しました", "lead"))
        turned = len(result.rejected)
        sums = f"{name}：{result.rows:,}行 ＝ 記録 {result.recorded:,}行 ＋ 取り込まなかった行 {turned:,}行"
        outer.addWidget(label(sums, "secondary", wrap=True))
        if turned:
            rows = QTextEdit()
            rows.setReadOnly(True)
            rows.setPlainText("\n".join(f"{line}行目：{sentence(problem)}" for line, problem in result.rejected))
            rows.setMinimumSize(theme().px(620), theme().px(220))
            outer.addWidget(label("取り込まなかった行", "strong"))
            outer.addWidget(rows, 1)
            outer.addWidget(
                label("表を直して、もう一度取り込めます。記録済みの行は同じ内容で上書きされます。", "secondary")
            )
        close = button("閉じる", self.accept, kind="primary")
        close.setDefault(True)
        outer.addLayout(row(STRETCH, close))


def take_in(shell: Shell, parent: QWidget, today: date) -> None:
    """Ask for a file, take it in, show what came of it."""
    path = dialogs.open_file(parent, "回答の表を選ぶ", [ANSWER_FILE], "answers")
    if path is None:
        return
    sheet = TakeInSheet(parent.window(), path, today)
    sheet.exec()
    asked = sheet.asked
    sheet.deleteLater()
    if asked is not None:
        take_in_file(shell, parent, path, asked)


def take_in_file(shell: Shell, parent: QWidget, path: Path, asked: Arrival) -> None:
    """Take a file in and show what came of it."""
    session = shell.session
    ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id
    assert campaign_id is not None

    def job(progress: Progress) -> Outcome[AnswerImport]:
        return answer_tables.take_in(
            ledger,
            act,
            campaign_id,
            path,
            channel=asked.channel,
            received_on=asked.received_on,
            progress=progress,
        )

    def done(result: AnswerImport) -> None:
        if result.rejected:
            ResultSheet(parent.window(), path.name, result).open()
        shell.say(f"{result.recorded:,}件の回答を取り込みました", undo=bool(result.recorded))

    shell.desk.write(job, title="回答の取込", done=done)


def write_template(shell: Shell, parent: QWidget) -> None:
    """Write an empty table for answers."""
    path = dialogs.save_file(parent, "記入表を作る", dialogs.WORKBOOK, "回答記入表.xlsx", "answers")
    if path is None:
        return
    ledger, campaign_id = shell.session.ledger, shell.session.campaign_id
    assert campaign_id is not None
    shell.desk.read(
        lambda _progress: answer_tables.write_template(ledger, campaign_id, path).value,
        title="記入表の作成",
        done=lambda rows: shell.say(f"まだ回答のない {rows:,}件の記入表を作りました：{path.name}"),
    )


def write_out(shell: Shell, parent: QWidget) -> None:
    """Write every answer recorded."""
    path = dialogs.save_file(parent, "回答を書き出す", dialogs.WORKBOOK, "回答.xlsx", "answers")
    if path is None:
        return
    ledger, campaign_id = shell.session.ledger, shell.session.campaign_id
    assert campaign_id is not None
    shell.desk.read(
        lambda _progress: answer_tables.write_out(ledger, campaign_id, path).value,
        title="回答の書き出し",
        done=lambda rows: shell.say(f"{rows:,}件の回答を書き出しました：{path.name}"),
    )
