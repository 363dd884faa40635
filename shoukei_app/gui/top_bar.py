"""The bar at the top: the campaign, the search over everything, undo and redo with their names, who is working."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.search import Hit, SearchBox
from shoukei_app.gui.kit.theme import theme

CAMPAIGN_WIDTH = 240
UNDO_WIDTH = 210
PERSON_WIDTH = 150


class TopBar(QFrame):
    """Says what is chosen and asked; the main window does it."""

    campaign_chosen = Signal(int)
    person_chosen = Signal(str)
    person_asked = Signal()
    hit_chosen = Signal(object)

    def __init__(self, window: QWidget, search: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__()
        self.setProperty("kind", "topbar")
        self._window = window
        self._campaign = _MenuButton(CAMPAIGN_WIDTH)
        self._person = _MenuButton(PERSON_WIDTH)
        self.search = SearchBox(search, "事業者・整理番号・電話・住所を探す（Ctrl+K）")
        self.search.setMinimumWidth(theme().px(180))
        self.search.setMaximumWidth(theme().px(420))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.undo = _action(window, "Ctrl+Z")
        self.redo = _action(window, "Ctrl+Y")
        self._undo = _HistoryButton(self.undo, "arrow-u-up-left", "元に戻す")
        self._redo = _HistoryButton(self.redo, "arrow-u-up-right", "やり直す")
        self._find = _action(window, "Ctrl+K")
        self._find.triggered.connect(self._focus_search)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self._campaign)
        layout.addWidget(self.search, 4)
        layout.addStretch(1)
        for part in (self._undo, self._redo, self._person):
            layout.addWidget(part)
        self.search.chosen.connect(self.hit_chosen)

    def show_campaigns(self, campaigns: Sequence[tuple[int, str]], chosen: int | None) -> None:
        """The campaign that is open, and the others to choose from."""
        names = dict(campaigns)
        self._campaign.show_words(names.get(chosen, "") if chosen is not None else "調査がありません")
        menu = self._campaign.fresh_menu()
        for identifier, name in campaigns:
            entry = menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(identifier == chosen)
            entry.triggered.connect(lambda _checked=False, which=identifier: self.campaign_chosen.emit(which))
        self._campaign.setEnabled(bool(campaigns))

    def show_people(self, people: Sequence[str], working: str) -> None:
        """Who is working, and who else may be."""
        self._person.show_words(working or "担当者を選ぶ")
        menu = self._person.fresh_menu()
        for name in people:
            entry = menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(name == working)
            entry.triggered.connect(lambda _checked=False, who=name: self.person_chosen.emit(who))
        if people:
            menu.addSeparator()
        menu.addAction("ほかの人…", self.person_asked.emit)

    def show_history(self, undo: str, redo: str) -> None:
        """The names of the operations that undo and redo would concern, "" for none."""
        self._undo.show_title(undo, with_words=True)
        self._redo.show_title(redo, with_words=False)

    def drop_shortcuts(self) -> None:
        """Give Ctrl+Z, Ctrl+Y and Ctrl+K back to the window, before another bar takes them."""
        for action in (self.undo, self.redo, self._find):
            self._window.removeAction(action)
            action.deleteLater()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()


def _action(window: QWidget, keys: str) -> QAction:
    action = QAction(window)
    action.setShortcut(QKeySequence(keys))
    window.addAction(action)
    return action


class _MenuButton(QPushButton):
    """A button with a menu whose words are cut where they are too long."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setMaximumWidth(theme().px(width))
        self._most = theme().px(width - 48)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the caret stands behind the words
        self.setIcon(icon("caret-down", "secondary"))
        self.setIconSize(QSize(theme().px(12), theme().px(12)))
        self._menu: QMenu | None = None
        self.clicked.connect(self._pop_up)

    def show_words(self, words: str) -> None:
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._most)
        self.setText(f"{shown} ")
        self.setToolTip(words)
        self.setAccessibleName(words)

    def fresh_menu(self) -> QMenu:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = QMenu(self)
        return self._menu

    def _pop_up(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))


class _HistoryButton(QPushButton):
    def __init__(self, action: QAction, symbol: str, verb: str) -> None:
        super().__init__()
        self._action = action
        self._verb = verb
        self.setProperty("kind", "quiet")
        self.setIcon(icon(symbol, "ink"))
        self.setIconSize(QSize(theme().px(16), theme().px(16)))
        self.setMaximumWidth(theme().px(UNDO_WIDTH))
        self.clicked.connect(action.trigger)
        self.show_title("", with_words=True)

    def show_title(self, title: str, *, with_words: bool) -> None:
        self._action.setEnabled(bool(title))
        self.setEnabled(bool(title))
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        whole = f"{self._verb}：{title}" if title else f"{self._verb}操作はありません"
        self.setToolTip(f"{whole}（{keys}）")
        self.setAccessibleName(whole)
        room = theme().px(UNDO_WIDTH - 52)
        words = whole if title else self._verb
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(f" {shown}" if with_words else "")
