"""What is seen while no ledger is open: the recent ones, opening, making a new one, trying a sample."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shoukei_app.domain.era import fiscal_year, wareki_year
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.form import Form, NumberField, TextField
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Card,
    Elided,
    Symbol,
    button,
    clear,
    column,
    holding,
    label,
    row,
    rule,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme

WIDTH = 760

WAYS = (
    ("folder-open", "台帳を開く…", "保存した調査台帳（.shoukei）を選びます。"),
    ("file-plus", "新しい台帳を作る…", "調査の名前と年度を決めて、空の台帳から始めます。"),
    ("graduation-cap", "見本の台帳を作る…", "架空の事業者 3,500件で、発送から集計までひととおり試せます。"),
)
PURPOSE = "名簿の取込から、発送、回収、抽出、訪問、集計まで。この PC の中だけで動きます。"


@dataclass(frozen=True, slots=True)
class NewLedger:
    """What a new ledger needs to begin with."""

    name: str
    fiscal_year: int


class StartScreen(QWidget):
    """Says what is asked; the main window does it. `open_asked` carries a location, "" where a file is to be chosen."""

    open_asked = Signal(str)
    new_asked = Signal()
    sample_asked = Signal()
    forget_asked = Signal(str)

    def __init__(self, settings_menu: Callable[[QWidget], QMenu]) -> None:
        super().__init__()
        self._settings_menu = settings_menu
        self._settings = button("設定", self._pop_up_settings, kind="quiet", symbol="gear-six")
        self.setProperty("kind", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._card = Card("最近使った台帳")
        self._card.add(self._recent)
        ways = column(
            *(_way(*words, run) for words, run in zip(WAYS, self._runs(), strict=True)),
            spacing=GRID,
        )
        inner = holding(
            column(
                row(
                    Symbol("address-book", "accent", 40),
                    column(
                        label("承継診断 調査台帳", "figure"),
                        label(PURPOSE, "secondary"),
                        spacing=GRID,
                    ),
                    STRETCH,
                    self._settings,
                    spacing=2 * GRID,
                ),
                ways,
                self._card,
                spacing=3 * GRID,
            )
        )
        inner.setMaximumWidth(theme().px(WIDTH))
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        centred = row(STRETCH, inner, STRETCH)
        centred.setStretch(1, 1000)
        edge = 3 * GRID
        middle = holding(column(STRETCH, centred, STRETCH, STRETCH, margins=(edge, edge, edge, edge)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(middle))

    def show_recent(self, locations: Sequence[str]) -> None:
        """The ledgers used last, the newest first."""
        clear(self._recent)
        self._card.setVisible(bool(locations))
        for place, location in enumerate(locations):
            if place:
                self._recent.addWidget(rule())
            self._recent.addWidget(self._recent_line(location))

    def _runs(self) -> tuple[Callable[[], object], ...]:
        return (lambda: self.open_asked.emit("")), self.new_asked.emit, self.sample_asked.emit

    def _pop_up_settings(self) -> None:
        menu = self._settings_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._settings.mapToGlobal(self._settings.rect().bottomLeft()))

    def _recent_line(self, location: str) -> QWidget:
        file = Path(location)
        opening = QPushButton(file.stem)
        opening.setProperty("kind", "link")
        opening.setToolTip(location)
        opening.clicked.connect(lambda: self.open_asked.emit(location))
        forget = QPushButton()
        forget.setProperty("kind", "icon")
        forget.setIcon(icon("x", "secondary"))
        forget.setToolTip("この一覧から外す（台帳は消えません）")
        forget.setAccessibleName(f"{file.stem} を一覧から外す")
        forget.clicked.connect(lambda: self.forget_asked.emit(location))
        line = row(opening, Elided(str(file.parent)), forget, spacing=2 * GRID)
        line.setContentsMargins(0, GRID // 2, 0, GRID // 2)
        return holding(line)


def _way(symbol: str, title: str, sentence: str, run: Callable[[], object]) -> QPushButton:
    way = QPushButton()
    way.setProperty("kind", "way")
    way.setAccessibleName(title)
    way.setAccessibleDescription(sentence)
    words = column(STRETCH, label(title, "lead"), label(sentence, "secondary"), STRETCH, spacing=GRID - 2)
    line = row(Symbol(symbol, "accent", 28), words, STRETCH, Symbol("caret-right", "secondary", 16), spacing=2 * GRID)
    line.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
    way.setLayout(line)
    for part in way.findChildren(QWidget):
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    way.clicked.connect(lambda _checked=False: run())
    return way


class NewLedgerSheet(Sheet):
    """Asks for the name and the fiscal year of the first campaign; `asked` is what was typed, None where given up."""

    def __init__(self, parent: QWidget, today: date) -> None:
        year = fiscal_year(today)
        self._form: Form[NewLedger] = Form(
            [
                TextField(key="name", label="調査の名前", required=True, placeholder=f"{wareki_year(year)}度 承継診断"),
                NumberField(key="fiscal_year", label="年度（西暦）", required=True, minimum=2000, maximum=2100),
            ]
        )
        self._form.fill(NewLedger("", year))
        super().__init__(parent, "新しい台帳", self._form, "置き場所を選ぶ…")
        self.asked: NewLedger | None = None
        self.setMinimumSize(QSize(theme().px(440), 0))
        self._form.editor("name").setFocus()

    def run(self) -> bool:
        """Keep what was typed, if it is complete."""
        self.asked = self._form.value()
        return self.asked is not None
