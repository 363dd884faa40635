"""The menu of what concerns the whole window: size of type, light and dark, and the ledger that is open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from shoukei_app.domain.tokens import TYPE_SCALES
from shoukei_app.gui import settings
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.theme import theme

T = TypeVar("T")

APPEARANCES = (("system", "パソコンの設定に合わせる"), ("light", "明るい"), ("dark", "暗い"))


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the main window does when an entry is chosen; `close_ledger` is None where none is open."""

    choose_scale: Callable[[int], object]
    open_other: Callable[[], object]
    make_new: Callable[[], object]
    close_ledger: Callable[[], object] | None
    load_postcodes: Callable[[], object]
    postal_month: str  # of the list of postcodes in use, in words


def settings_menu(parent: QWidget, wishes: Wishes) -> QMenu:
    """The menu, with what holds now marked; made anew whenever it is opened."""
    menu = QMenu(parent)
    sizes = menu.addMenu(icon("text-aa"), "文字の大きさ")
    scales = [(scale, f"{scale} %") for scale in TYPE_SCALES]
    _choices(sizes, scales, settings.TYPE_SCALE.get(), wishes.choose_scale)
    looks = menu.addMenu(icon("circle-half"), "画面の明るさ")
    _choices(looks, APPEARANCES, settings.APPEARANCE.get(), choose_appearance)
    menu.addSeparator()
    menu.addAction(icon("folder-open"), "別の台帳を開く…\tCtrl+O", wishes.open_other)
    menu.addAction(icon("file-plus"), "新しい台帳を作る…", wishes.make_new)
    closing = menu.addAction(icon("x"), "台帳を閉じる", wishes.close_ledger or (lambda: None))
    closing.setEnabled(wishes.close_ledger is not None)
    menu.addSeparator()
    menu.addAction(icon("envelope-simple"), f"郵便番号データの更新…\t{wishes.postal_month}", wishes.load_postcodes)
    return menu


def choose_appearance(key: str) -> None:
    """Light, dark, or as the system has it; holds at once."""
    settings.APPEARANCE.set(key)
    theme().apply()


def _choices(menu: QMenu, choices: Sequence[tuple[T, str]], chosen: T, choose: Callable[[T], object]) -> None:
    group = QActionGroup(menu)
    for key, words in choices:
        entry = menu.addAction(words)
        entry.setCheckable(True)
        entry.setChecked(key == chosen)
        entry.triggered.connect(lambda _checked=False, key=key: choose(key))
        group.addAction(entry)
