"""Views of one page of which one is in sight; only that one claims room."""

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


class Views(QStackedWidget):
    """A stack by keys. Qt's own is as large as its largest widget, so that a small view would scroll."""

    def __init__(self, views: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._views = dict(views)
        for view in self._views.values():
            self.addWidget(view)

    def __contains__(self, key: object) -> bool:
        return key in self._views

    def show_view(self, key: str) -> None:
        """Bring a view into sight."""
        self.setCurrentWidget(self._views[key])
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Qt: no; a table in a view takes what height there is."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Qt: that of the view in sight."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Qt: the same, so that what grows is the window's affair."""
        return self.minimumSizeHint()
