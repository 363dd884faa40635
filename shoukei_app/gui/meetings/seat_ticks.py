"""Who sits in a meeting: organisations with their persons, ticked; several persons of one organisation may come."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.organisation import Organisation, Person
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.usecases.meetings import Seat

COLUMNS = 2


class SeatTicks(QWidget):
    """Every organisation a line, its persons indented below it. An organisation ticked without a person is a seat
    whose person is not yet named.
    """

    changed = Signal()

    def __init__(self, organisations: Sequence[Organisation], persons: Sequence[Person]) -> None:
        super().__init__()
        self._boxes: dict[tuple[int, int | None], CheckBox] = {}
        self._filling = False
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setVerticalSpacing(0)
        blocks = [[(one.id, None, one.name), *_of(one, persons)] for one in organisations]
        rows = -(-sum(map(len, blocks)) // COLUMNS)
        row, column = 0, 0
        for block in blocks:
            if row >= rows:
                row, column = 0, column + 1
            for organisation, person, words in block:
                box = CheckBox(words)
                box.setContentsMargins(0, 0, 0, 0)
                box.toggled.connect(lambda on, key=(organisation, person): self._on_toggled(key, on=on))
                self._boxes[organisation, person] = box
                holder = QWidget()
                inner = QGridLayout(holder)
                inner.setContentsMargins(0 if person is None else 3 * GRID, 0, 0, 0)
                inner.addWidget(box)
                grid.addWidget(holder, row, column)
                row += 1
        for place in range(COLUMNS):
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(rows + max(map(len, blocks), default=0), 1)

    def fill(self, seats: Sequence[Seat], *, came: bool = False) -> None:
        """Tick those that sit there; with `came` those that came, or all before attendance was noted."""
        noted = any(seat.attended for seat in seats)
        wanted = {(seat.organisation_id, seat.person_id) for seat in seats if seat.attended or not (came and noted)}
        wanted |= {(organisation, None) for organisation, _ in wanted}
        self._filling = True
        for key, box in self._boxes.items():
            box.setChecked(key in wanted)
        self._filling = False
        self.changed.emit()

    def seats(self) -> tuple[Seat, ...]:
        """The seats ticked: persons, and organisations none of whose persons is."""
        ticked = [key for key, box in self._boxes.items() if box.isChecked()]
        with_person = {organisation for organisation, person in ticked if person is not None}
        return tuple(
            Seat(organisation, person)
            for organisation, person in ticked
            if person is not None or organisation not in with_person
        )

    def _on_toggled(self, key: tuple[int, int | None], *, on: bool) -> None:
        if self._filling:
            return
        organisation, person = key
        self._filling = True
        if person is not None and on:
            self._boxes[organisation, None].setChecked(True)
        elif person is None and not on:
            for other, box in self._boxes.items():
                if other[0] == organisation:
                    box.setChecked(False)
        self._filling = False
        self.changed.emit()


def _of(organisation: Organisation, persons: Sequence[Person]) -> list[tuple[int, int | None, str]]:
    return [
        (organisation.id, one.id, f"{one.name}（{one.role}）" if one.role else one.name)
        for one in persons
        if one.organisation_id == organisation.id
    ]
