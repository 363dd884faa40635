"""The field an answer is typed into: keys of the entry are signals, the input method is off where digits are typed."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit

_DIGITS = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhNoPredictiveText
_KEYS = {
    Qt.Key.Key_F2: "back",
    Qt.Key.Key_F4: "illegible",
    Qt.Key.Key_F5: "blank",
    Qt.Key.Key_F8: "memo",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Escape: "leave",
}
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class AnswerEdit(QLineEdit):
    """Emits `command` with the name of what was asked: enter, save, back, illegible, blank, memo, up, down,
    leave, erase.
    """

    command = Signal(str)
    stroke = Signal(float)

    def take(self, *, words: bool, latin: bool = False) -> None:
        """Let words be typed, or digits only (with `latin`: also the letter of an era), with the input method off."""
        hints = Qt.InputMethodHint.ImhLatinOnly if latin else _DIGITS
        hints = Qt.InputMethodHint.ImhNone if words else hints
        if hints == self.inputMethodHints() and words == self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            return  # each change lets the input method flicker
        self.setInputMethodHints(hints)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, words)
        if self.hasFocus():
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImQueryAll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what belongs to the entry goes out as a command, the rest is typing."""
        if event.key() not in _MODIFIERS:
            self.stroke.emit(time.monotonic())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self.command.emit("save" if held else "enter")
        elif event.key() in _KEYS:
            self.command.emit(_KEYS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.command.emit("erase")
        else:
            super().keyPressEvent(event)
