"""Answers by file: an empty table to fill in, taking a web form's file in, and writing everything out."""

from datetime import date

from PySide6.QtWidgets import QWidget

from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.returns.answer_import import AnswerImport
from shoukei_app.usecases import answer_tables

ANSWER_FILE = dialogs.FileKind("回答の表", (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"))


def take_in(shell: Shell, parent: QWidget, today: date) -> None:
    """Ask for a file and look at it column by column, then row by row, before it is taken in."""
    path = dialogs.open_file(parent, "回答の表を選ぶ", [ANSWER_FILE], "answers")
    if path is not None:
        AnswerImport(shell, parent.window(), path, today).read()


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
