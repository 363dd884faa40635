"""What interrupts a person: a problem in words, a question whose buttons are verbs, a file to open or save."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui import settings
from shoukei_app.gui.kit.pieces import STRETCH, Symbol, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme

WIDTH = 460


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: a verb ("取り込む", "やめる"), and how its button looks (plain, primary, danger)."""

    key: str
    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file in a dialog: its name and suffixes, the first of which is added when saving (".xlsx")."""

    name: str
    suffixes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} ({' '.join(f'*{suffix}' for suffix in self.suffixes)})"


PDF = FileKind("PDF", (".pdf",))
WORKBOOK = FileKind("Excel ブック", (".xlsx",))
LIST_FILE = FileKind("名簿", (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"))
POSTAL_LIST = FileKind("郵便番号データ utf_ken_all", (".csv", ".zip"))
LEDGER = FileKind("調査台帳", (".shoukei",))


class Notice(QDialog):
    """A sentence with a sign, a foldable part for details, and buttons; `chosen` is the key of the one pressed."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str, choices: Sequence[Choice], *, symbol: str, tone: str
    ) -> None:
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(title)
        self.setModal(True)
        sign = Symbol(symbol, tone, 28)
        headline = label(title, "lead", wrap=True)
        self.text = label(text, wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for words in (headline, self.text):
            words.setFixedWidth(theme().px(WIDTH - 80))
        self._column = column(headline, self.text, spacing=GRID)
        self._buttons = row(STRETCH, spacing=GRID)
        for choice in choices:
            made = button(choice.text, partial(self._choose, choice.key), kind=choice.kind)
            made.setObjectName(choice.key)
            made.setAutoDefault(True)  # Enter does what the button with the focus says
            self._buttons.addWidget(made)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(3 * GRID)
        outer.addLayout(row(holding(column(sign, STRETCH)), self._column, spacing=2 * GRID))
        outer.addLayout(self._buttons)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        first = next((choice for choice in choices if choice.kind == "primary"), choices[0])
        self.button(first.key).setDefault(True)
        self.button(first.key).setFocus()

    def button(self, key: str) -> QPushButton:
        """The button of a choice. KeyError where there is none."""
        made = self.findChild(QPushButton, key)
        if made is None:
            raise KeyError(key)
        return made

    def add_details(self, details: str) -> None:
        """Fold away what only a help desk reads, with a button that copies it."""
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setFixedSize(theme().px(WIDTH - 80), theme().px(160))
        copy = button("写しを取る", lambda: QGuiApplication.clipboard().setText(details), kind="link", symbol="copy")
        folded = holding(column(box, copy))
        folded.hide()
        fold = button("詳しい内容", lambda: folded.setVisible(folded.isHidden()), kind="link", symbol="caret-down")
        self._column.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(folded)

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.accept()


CLOSE = Choice("close", "閉じる", "primary")


def show_problem(parent: QWidget | None, problem: Problem) -> Notice:
    """Say what happened, what was kept and what to do. Does not wait for the answer."""
    from shoukei_app.words import problems  # noqa: PLC0415 - only when something went wrong

    return show_notice(
        parent, "できませんでした", problems.sentence(problem), symbol="warning-circle", tone="attention"
    )


def show_notice(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    details: str = "",
    symbol: str = "info",
    tone: str = "accent",
) -> Notice:
    """Show a sentence without waiting; the dialog goes away by itself when closed."""
    notice = Notice(parent, title, text, [CLOSE], symbol=symbol, tone=tone)
    if details:
        notice.add_details(details)
    notice.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    notice.open()
    return notice


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    choices: Sequence[Choice],
    *,
    symbol: str = "question",
    tone: str = "accent",
) -> str:
    """Ask and wait; the key of the choice, "" where the person pressed Esc. Buttons stand in the order given."""
    notice = Notice(parent, title, text, choices, symbol=symbol, tone=tone)
    notice.exec()
    notice.deleteLater()
    return notice.chosen


def confirm(parent: QWidget | None, title: str, text: str, verb: str, *, danger: bool = False) -> bool:
    """Ask whether to do one thing, named by its verb; the other button is やめる."""
    choices = [Choice("no", "やめる"), Choice("yes", verb, "danger" if danger else "primary")]
    tone = "attention" if danger else "accent"
    return ask(parent, title, text, choices, symbol="warning" if danger else "question", tone=tone) == "yes"


def open_file(parent: QWidget | None, title: str, kinds: Sequence[FileKind], purpose: str) -> Path | None:
    """Let the person choose a file, beginning in the folder last used for this purpose; None where they give up."""
    folder = settings.existing_folder(purpose)
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, folder, ";;".join([*map(str, kinds), "すべてのファイル (*)"])
    )
    return _remembered(chosen, purpose)


def open_files(parent: QWidget | None, title: str, kinds: Sequence[FileKind], purpose: str) -> list[Path]:
    """The same for several files at once; empty where the person gives up."""
    folder = settings.existing_folder(purpose)
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, title, folder, ";;".join([*map(str, kinds), "すべてのファイル (*)"])
    )
    return [path for name in chosen if (path := _remembered(name, purpose))]


def save_file(parent: QWidget | None, title: str, kind: FileKind, name: str, purpose: str) -> Path | None:
    """Let the person name a file; the suffix is added where it lacks. Whether it can be written the use case finds."""
    folder = settings.existing_folder(purpose)
    proposed = str(Path(folder) / name) if folder else name
    chosen, _ = QFileDialog.getSaveFileName(parent, title, proposed, str(kind))
    path = _remembered(chosen, purpose)
    if path is None or path.suffix.lower() in kind.suffixes:
        return path
    completed = path.with_name(path.name + kind.suffixes[0])
    if completed.exists() and not confirm(
        parent, "同じ名前のファイルがあります", f"{completed.name} を置き換えます。", "置き換える", danger=True
    ):
        return None
    return completed


def choose_folder(parent: QWidget | None, title: str, purpose: str) -> Path | None:
    """Let the person choose a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, settings.existing_folder(purpose))
    if chosen:
        settings.folder_for(purpose).set(chosen)
    return Path(chosen) if chosen else None


def _remembered(chosen: str, purpose: str) -> Path | None:
    if not chosen:
        return None
    path = Path(chosen)
    settings.folder_for(purpose).set(str(path.parent))
    return path


class Sheet(QDialog):
    """A dialog around one widget (a form, a list), with a verb and やめる; for what does not deserve a page.

    `run` is called when the verb is pressed; the dialog closes where it gives True (a form with errors gives False).
    A sheet that only shows something has no verb ("") and a `stop` of its own.
    """

    def __init__(
        self, parent: QWidget | None, title: str, content: QWidget, verb: str, *, stop: str = "やめる"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.verb: QPushButton = button(verb, self._try, kind="primary")
        self.verb.setDefault(True)
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(label(title, "lead"))
        outer.addWidget(content, 1)
        outer.addLayout(row(STRETCH, button(stop, self.reject), self.verb))
        self.verb.setVisible(bool(verb))

    def run(self) -> bool:
        """Overridden, or replaced, by whoever uses the sheet: do the work, tell whether to close."""
        return True

    def _try(self) -> None:
        if self.run():
            self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: high enough for its texts at this width: Qt's own first guess takes them for wider, and cuts fields."""
        needed = self._outer.totalHeightForWidth(self.width())
        if needed > self.height() and self.maximumHeight() >= needed:
            self.resize(self.width(), needed)
        super().showEvent(event)


class Waiting(QDialog):
    """A small modal sheet while something goes on that the window's thread itself does; one button stops it."""

    def __init__(self, parent: QWidget | None, title: str, content: QWidget, stop: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme().px(WIDTH - 100))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(label(title, "lead"))
        outer.addWidget(content)
        outer.addLayout(row(STRETCH, button(stop, self.reject)))
