"""名簿: one page whose views follow each other; Esc always leads back to the one before, at last to the table."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget

from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import LIST_FILE
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import column, label
from shoukei_app.gui.register.card_view import CardView
from shoukei_app.gui.register.duplicates_view import DuplicatesView
from shoukei_app.gui.register.firm_form import FirmForm
from shoukei_app.gui.register.import_view import ImportView
from shoukei_app.gui.register.register_view import RegisterView
from shoukei_app.gui.register.targets_view import TargetsView
from shoukei_app.gui.register.view import View
from shoukei_app.usecases.outcome import EVERYTHING

VIEWS: Mapping[str, Callable[[Shell], View]] = {"targets": TargetsView}
"""What the table opens by name (`RegisterView.view_asked`)."""


def make(shell: Shell) -> Page:
    """The page, for the window."""
    return RegisterPage(shell)


class RegisterPage(Page):
    """Holds the views that are open, the table always the first of them; the last one is shown."""

    title = "名簿"
    subjects = EVERYTHING

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._stack = QStackedWidget()
        self._views: list[View] = []
        self.add(self._stack, 1)
        self._veil = _Veil(self)
        self.register = RegisterView(shell)
        self.register.import_asked.connect(self.show_import)
        self.register.duplicates_asked.connect(self.show_duplicates)
        self.register.add_asked.connect(self.show_form)
        self.register.view_asked.connect(self.show_view)
        self.setAcceptDrops(True)
        self._push(self.register)

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._views[-1]

    def refresh(self) -> None:
        """Every open view reads anew: the one below is seen again when the one above is closed."""
        for view in list(self._views):
            view.refresh()

    def open(self, what: object) -> None:
        """Open a firm's card by its id, or the table as a query says."""
        if isinstance(what, int):
            self.show_card(what)
        elif isinstance(what, Query) and self._back_to_table():
            self.register.table.set_query(what)

    def may_leave(self) -> bool:
        """Ask the views that hold something typed."""
        if not all(view.may_leave() for view in self._views):
            return False
        while isinstance(self.view, FirmForm):
            self._pop()
        return True

    def show_card(self, firm_id: int) -> None:
        """A firm's card over what is shown; over another card in its place."""
        view = self.view
        if isinstance(view, CardView):
            view.show_firm(firm_id)
            return
        card = CardView(self.shell, firm_id)
        card.step_asked.connect(self._step)
        self._push(card)

    def show_form(self, firm_id: int | None = None) -> None:
        """The form, for a new firm or for one of the register."""
        form = FirmForm(self.shell, firm_id)
        form.title = "事業者を追加" if firm_id is None else "事業者の編集"
        form.saved.connect(self._was_saved)
        self._push(form)

    def show_view(self, key: str) -> None:
        """One of `VIEWS` over the table. KeyError where there is none of this name."""
        self._push(VIEWS[key](self.shell))

    def show_duplicates(self) -> None:
        """Firms that could be the same, beside each other."""
        view = DuplicatesView(self.shell)
        view.card_asked.connect(self.show_card)
        self._push(view)

    def show_import(self, path: Path | None = None) -> None:
        """Taking a list in, beginning with a file where one was dropped."""
        view = self.view
        if not isinstance(view, ImportView):
            if not self._back_to_table():
                return
            view = ImportView(self.shell)
            self._push(view)
        if path is not None:
            view.read(path)

    def _push(self, view: View) -> None:
        self._views.append(view)
        self._stack.addWidget(view)
        self.add_to_head(view.head)
        view.finished.connect(self._pop)
        view.state_changed.connect(self._show_head)
        view.card_asked.connect(self.show_card)
        view.edit_asked.connect(self.show_form)
        if view is not self.register:
            view.refresh()
        self._show_top()

    def _pop(self) -> None:
        if len(self._views) == 1:
            return
        gone = self._views.pop()
        self._show_top()
        self._stack.removeWidget(gone)
        gone.head.hide()
        gone.head.deleteLater()
        gone.deleteLater()

    def _back_to_table(self) -> bool:
        if not self.may_leave():
            return False
        while len(self._views) > 1:
            self._pop()
        return True

    def _show_top(self) -> None:
        for view in self._views:
            view.head.setVisible(view is self.view)
        self._stack.setCurrentWidget(self.view)
        self._show_head()
        self.view.start()

    def _show_head(self) -> None:
        self.set_title(self.view.title)
        self.set_state(self.view.state)

    def _was_saved(self, firm_id: int) -> None:
        self._pop()
        self.show_card(firm_id)

    def _step(self, step: int) -> None:
        card = self.view
        if isinstance(card, CardView):
            other = self.register.neighbour(card.firm_id, step)
            if other is not None:
                self.register.table.select(other)
                card.show_firm(other)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: a list may be dropped anywhere on the page."""
        if _dropped(event) is not None:
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the file went away again."""
        super().dragLeaveEvent(event)
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: read the file that was dropped."""
        path = _dropped(event)
        self._veil.hide()
        if path is not None:
            event.acceptProposedAction()
            self.show_import(path)


class _Veil(QFrame):
    """Says, while a file is held over the page, what will happen when it is let go."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.setProperty("kind", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words: QLabel = label("ここで放すと、名簿として読み取ります", "title")
        note = label("台帳に入れる前に、内容を確かめられます。", "secondary")
        for text in (words, note):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, words, note, None, spacing=GRID))
        self.hide()

    def cover(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect().adjusted(2 * GRID, 2 * GRID, -2 * GRID, -2 * GRID))
        self.show()
        self.raise_()


def _dropped(event: QDropEvent) -> Path | None:
    """The one list that is held over the page; None for anything else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in LIST_FILE.suffixes else None
