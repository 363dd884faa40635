"""A hand scanner is a keyboard that types a form number and Enter: its number is taken wherever the focus stands."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem

SLOWEST = 50
"""Milliseconds between two keys of a scanner; the fastest fingers need more."""

Remember: TypeAlias = Callable[[QObject], Callable[[], object]]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_DIGITS = form_number.SERIAL_DIGITS + 1


class Scanner(QObject):
    """`scanned` carries a whole number read by a scanner while something else in `place` than `own` had the focus.

    What its keys did is undone, and its Enter goes nowhere; `remember` is asked before the first key for the function
    that undoes it. Only the widget that has the focus is watched.
    """

    scanned = Signal(str)

    def __init__(self, place: QWidget, own: QLineEdit, remember: Remember | None = None) -> None:
        super().__init__(place)
        self._place = place
        self._own = own
        self._remember = remember or text_of
        self._typed = ""
        self._last = 0
        self._undo: Callable[[], object] = _nothing
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None and new is not self._own and self._place.isAncestorOf(new):
            new.installEventFilter(self)

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        # Where the system gives no time, fingers cannot be told from a scanner: answers must not become a number.
        if not event.timestamp() or event.timestamp() - self._last > SLOWEST:
            self._typed = ""
        self._last = event.timestamp()
        if event.key() in _ENTER:
            return self._take(self._typed)
        if event.modifiers() & _HELD:
            self._typed = ""
        elif event.text().isprintable():
            self._begin(watched)
            self._typed += event.text()
        return False

    def _on_composed(self, watched: QObject, event: QInputMethodEvent) -> bool:
        """With the input method on, the digits are composed, and the scanner's Enter is what commits them."""
        if event.preeditString():
            self._begin(watched)
        self._typed = event.preeditString()
        return bool(event.commitString()) and self._take(event.commitString())

    def _begin(self, watched: QObject) -> None:
        if not self._typed:
            self._undo = self._remember(watched)

    def _take(self, typed: str) -> bool:
        self._typed = ""
        if not _is_scanned(typed):
            return False
        self._undo()
        self.scanned.emit(typed)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the keys of the widget that has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        if isinstance(event, QInputMethodEvent):
            return self._on_composed(watched, event)
        return super().eventFilter(watched, event)


def _is_scanned(typed: str) -> bool:
    """Whether this is a number as the QR holds it, all of its digits written (a scanner may type it twice)."""
    if len(form_number.typed_digits(typed)) not in (_DIGITS, 2 * _DIGITS):
        return False
    try:
        form_number.parse(typed)
    except Problem:
        return False
    return True


def text_of(field: QObject) -> Callable[[], object]:
    """What puts back the text that stands in a field now."""
    if not isinstance(field, QLineEdit):
        return _nothing
    text, place = field.text(), field.cursorPosition()

    def put_back() -> None:
        field.setText(text)
        field.setCursorPosition(place)

    return put_back


def _nothing() -> None:
    """Nothing was typed that would have to be undone."""
