"""The theme: fonts, palettes, sizes, icons, and a change while the window is open."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from shoukei_app.domain import tokens
from shoukei_app.gui import settings
from shoukei_app.gui.kit.icons import icon
from shoukei_app.gui.kit.stylesheet import stylesheet
from shoukei_app.gui.kit.theme import theme


def test_the_bundled_fonts_are_in_force(qapp: QApplication) -> None:
    assert QFontInfo(theme().font()).family() == "BIZ UDPGothic"
    assert QFontInfo(theme().font(figures=True)).family() == "BIZ UDGothic"
    assert QFontInfo(qapp.font()).family() == "BIZ UDPGothic"
    assert theme().font(bold=True).bold()


@pytest.mark.parametrize(("scale", "expected"), [(100, 13), (115, 15), (130, 17), (77, 13)])
def test_type_is_larger_on_request(scale: int, expected: int) -> None:
    settings.TYPE_SCALE.set(scale)
    theme().apply()
    assert theme().font().pixelSize() == expected


def test_light_and_dark_change_at_once(qtbot: QtBot) -> None:
    label = QLabel("文")
    label.setProperty("role", "secondary")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme().changed):
        settings.APPEARANCE.set("dark")
        theme().apply()
    assert theme().palette is tokens.DARK
    assert label.palette().windowText().color() == QColor(tokens.DARK.secondary)
    settings.APPEARANCE.set("light")
    theme().apply()
    assert label.palette().windowText().color() == QColor(tokens.LIGHT.secondary)


def test_the_system_decides_where_the_person_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    look = theme()
    monkeypatch.setattr(look, "_system_palette", lambda: tokens.DARK)
    look._on_system_changed()
    assert look.palette is tokens.DARK
    settings.APPEARANCE.set("light")
    look.apply()
    monkeypatch.setattr(look, "_system_palette", lambda: tokens.LIGHT)
    look._on_system_changed()
    assert look.palette is tokens.LIGHT
    monkeypatch.setattr(look, "_system_palette", lambda: tokens.DARK)
    look._on_system_changed()
    assert look.palette is tokens.LIGHT


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=lambda palette: palette.name)
def test_the_stylesheet_uses_tokens_only(palette: tokens.Palette) -> None:
    text = stylesheet(palette, 1.3)
    assert "$" not in text
    colors = set(re.findall(r"#[0-9A-Fa-f]{6}\b", text))
    assert colors <= set(vars_of(palette))
    assert "font-size: 27px" in text  # title 21 × 1.3


def vars_of(palette: tokens.Palette) -> list[str]:
    return [getattr(palette, name) for name in palette.__slots__]


def test_an_icon_has_the_colour_of_its_role_as_the_theme_has_it() -> None:
    def darkest() -> QColor:
        picture = sign.pixmap(QSize(32, 32)).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(32) for y in range(32)]
        return max(pixels, key=lambda color: color.alpha())

    sign = icon("house-fill", "overdue")
    settings.APPEARANCE.set("light")
    theme().apply()
    assert darkest().name().upper() == tokens.LIGHT.overdue
    settings.APPEARANCE.set("dark")
    theme().apply()
    assert darkest().name().upper() == tokens.DARK.overdue


def test_an_icon_that_does_not_exist_is_found_out_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no-such-thing")


def test_icons_do_not_import_the_library(qapp: QApplication) -> None:
    import sys

    icon("house").pixmap(16, 16)
    assert "qtawesome" not in sys.modules


def test_settings_that_make_no_sense_are_passed_over() -> None:
    settings.storage().setValue("appearance/type_scale", "{broken")
    assert settings.TYPE_SCALE.get() == 100
    settings.storage().setValue("appearance/type_scale", '"large"')
    assert settings.TYPE_SCALE.get() == 100
    settings.APPEARANCE.set("violet")
    theme().apply()
    assert theme().palette is tokens.LIGHT


def test_recent_ledgers_are_few_and_each_once() -> None:
    for number in range(12):
        settings.remember_ledger(f"台帳{number}.shoukei")
    settings.remember_ledger("台帳7.shoukei")
    assert settings.RECENT_LEDGERS.get()[:2] == ["台帳7.shoukei", "台帳11.shoukei"]
    assert len(settings.RECENT_LEDGERS.get()) == settings.RECENT_LEDGERS_KEPT
    settings.forget_ledger("台帳7.shoukei")
    assert "台帳7.shoukei" not in settings.RECENT_LEDGERS.get()
