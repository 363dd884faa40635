"""Actions declared once as data: buttons, menu entries and shortcuts are made from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.theme import theme


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do on a page.

    `text` is what buttons and menus say ("名簿を取り込む…", with … where a question follows), `symbol` a Phosphor icon
    name, `shortcut` as Qt writes it ("Ctrl+N"), `enabled` is asked at `Actions.update()`; `hint` is a tooltip sentence.
    """

    key: str
    text: str
    run: Callable[[], object]
    symbol: str = ""
    shortcut: str = ""
    enabled: Callable[[], bool] | None = None
    hint: str = ""


class ActionButton(QPushButton):
    """A push button that does, says and is enabled as its QAction is."""

    def __init__(self, action: QAction, symbol: str = "", kind: str = "plain") -> None:
        super().__init__()
        self._action = action
        self._kind = kind
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if symbol:
            self.setIcon(icon(symbol, "on_accent" if kind == "primary" else "ink"))
            self.setIconSize(QSize(theme().px(16), theme().px(16)))
        self._follow()
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)

    def _follow(self) -> None:
        gap = "" if self.icon().isNull() else " "
        self.setText("" if self._kind == "icon" else gap + self._action.text())
        self.setAccessibleName(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())


class Actions(QObject):
    """The actions of one widget, live: their shortcuts work while the focus is in the widget or below it.

    With `anywhere` they work while the widget is visible, wherever in the window the focus is. All can be done until
    `update` is called: a page does so after each refresh, a table when its selection changes.
    """

    def __init__(self, widget: QWidget, declared: Sequence[Action], *, anywhere: bool = False) -> None:
        super().__init__(widget)
        contexts = Qt.ShortcutContext
        self._context = contexts.WindowShortcut if anywhere else contexts.WidgetWithChildrenShortcut
        self._declared = {action.key: action for action in declared}
        self._made = {action.key: self._make(widget, action) for action in declared}

    def __getitem__(self, key: str) -> QAction:
        return self._made[key]

    def update(self) -> None:
        """Ask every action anew whether it can be done now: after a refresh or a change of the selection."""
        for key, action in self._declared.items():
            if action.enabled is not None:
                self._made[key].setEnabled(action.enabled())

    def button(self, key: str, kind: str = "plain") -> ActionButton:
        """A button for an action; kinds as in `pieces.button`."""
        return ActionButton(self._made[key], self._declared[key].symbol, kind)

    def menu(self, parent: QWidget, keys: Iterable[str] = ()) -> QMenu:
        """A menu of these actions (all, where none are named); "-" is a line between groups."""
        menu = QMenu(parent)
        for key in keys or self._declared:
            if key == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._made[key])
        return menu

    def menu_button(self, words: str, keys: Iterable[str], symbol: str = "caret-down") -> QPushButton:
        """A quiet button that opens a menu of these actions below it, for what is seldom done."""
        made = QPushButton(f" {words}")
        made.setAccessibleName(words)
        made.setProperty("kind", "quiet")
        made.setAutoDefault(False)
        made.setIcon(icon(symbol))
        made.setIconSize(QSize(theme().px(16), theme().px(16)))
        wanted = tuple(keys)
        below = QPoint(0, 2)
        made.clicked.connect(
            lambda _checked=False: self.menu(made, wanted).popup(made.mapToGlobal(made.rect().bottomLeft() + below))
        )
        return made

    def _make(self, widget: QWidget, action: Action) -> QAction:
        made = QAction(action.text, self)
        made.setObjectName(action.key)
        if action.symbol:
            made.setIcon(icon(action.symbol))
        if action.shortcut:
            made.setShortcut(QKeySequence(action.shortcut))
            made.setShortcutContext(self._context)
        made.setToolTip(_tooltip(action))
        made.triggered.connect(lambda _checked=False: action.run())
        widget.addAction(made)
        return made


def _tooltip(action: Action) -> str:
    keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    first = f"{action.text.removesuffix('…')}（{keys}）" if keys else action.text.removesuffix("…")
    return f"{first}\n{action.hint}" if action.hint else first
