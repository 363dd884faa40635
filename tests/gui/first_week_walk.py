"""The walk of a clerk in her first week, from answers that are in to printed visit sheets: its steps, and who walks."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from shoukei_app.gui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a button: `place` is the title of the page or sheet in sight, `words` what the button's end in.

    With `enter` the button is not even aimed at: Enter presses it.
    """

    place: str
    words: str
    enter: bool = False


STEPS = (
    Step("ホーム", "抽出を開く"),
    Step("抽出", "この条件で抽出する"),
    Step("抽出", "訪問を割り振る…"),
    Step("訪問を割り振る", "件を計画する", enter=True),
    Step("訪問・電話", "来週の訪問票を印刷"),
    Step("訪問票", "印刷…", enter=True),
    Step("印刷", "印刷する", enter=True),
)
"""The whole way; each place offers the next step, and nothing is typed."""


class Walker(QObject):
    """Takes one step after the other as soon as it is offered: visible, enabled, where a person would look.

    `taken` are the words of the buttons pressed. A step that is not offered stops the walk.
    """

    def __init__(self, window: MainWindow, steps: Sequence[Step]) -> None:
        super().__init__(window)
        self._window = window
        self._left = list(steps)
        self.taken: list[str] = []
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def done(self) -> bool:
        """Whether every step was taken."""
        return not self._left and self._window.desk.idle

    def _look(self) -> None:
        if not self._left or not self._window.desk.idle or not self._window.current_page:
            return
        step, shown = self._left[0], self._in_sight()
        if self._title(shown) != step.place:
            return
        found = next((one for one in shown.findChildren(QPushButton) if _offers(one, step.words)), None)
        if found is None:
            return
        self._left.pop(0)
        self.taken.append(found.text().strip())
        # Not from within this slot: a sheet runs until it is closed, and meanwhile the timer would stand still.
        QTimer.singleShot(0, lambda: self._press(shown, found, enter=step.enter))

    def _in_sight(self) -> QWidget:
        return QApplication.activeModalWidget() or self._window

    def _title(self, shown: QWidget) -> str:
        return shown.windowTitle() if isinstance(shown, QDialog) else self._window.page(self._window.current_page).title

    @staticmethod
    def _press(shown: QWidget, found: QPushButton, *, enter: bool) -> None:
        if enter:
            QTest.keyClick(shown.focusWidget() or shown, Qt.Key.Key_Return)
        else:
            QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def _offers(button: QPushButton, words: str) -> bool:
    return button.isVisible() and button.isEnabled() and button.text().strip().endswith(words)
