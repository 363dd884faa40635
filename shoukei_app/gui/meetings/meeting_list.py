"""The meetings of a campaign at the left of the page: the next one stands out, held ones are quiet."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from shoukei_app.domain.meeting import MeetingKind
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.meetings import Meeting
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word


class MeetingList(QListWidget):
    """`chosen` is emitted with a meeting's id for what a person chooses."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("会議の一覧")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._on_current)

    def show_meetings(self, held: Sequence[Meeting], chosen: int | None, today: date) -> None:
        """Show them, the earliest first; emits nothing."""
        upcoming = next((one.id for one in held if one.closed_on is None), None)
        self.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        self.clear()
        for one in held:
            made = QListWidgetItem(f"第{one.number}回　{short_day(one.held_on, today)}　{_standing(one, upcoming)}")
            made.setData(Qt.ItemDataRole.UserRole, one.id)
            made.setFont(theme().font(bold=one.id == upcoming))
            made.setToolTip(" ".join(filter(None, [word(one.kind), one.held_time, one.place])))
            if one.closed_on is not None:
                made.setForeground(theme().color("secondary"))
            self.addItem(made)
            if one.id == chosen:
                self.setCurrentItem(made)
        self.blockSignals(False)  # noqa: FBT003 - Qt's name for it

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _standing(one: Meeting, upcoming: int | None) -> str:
    if one.closed_on is not None:
        return "終了"
    parts = ["次" if one.id == upcoming else "", word(one.kind) if one.kind is MeetingKind.AD_HOC else ""]
    return "・".join(filter(None, parts))
