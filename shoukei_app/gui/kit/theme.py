"""The theme in force: palette, type scale and fonts from the tokens; follows the system's light and dark live."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from shoukei_app import assets
from shoukei_app.domain import tokens
from shoukei_app.gui import settings
from shoukei_app.gui.kit.stylesheet import stylesheet

FONT_FILES = ("fonts/BIZUDPGothic-Regular.ttf", "fonts/BIZUDPGothic-Bold.ttf", "fonts/BIZUDGothic-Regular.ttf")
TEXT_FAMILY = "BIZ UDPGothic"
FIGURE_FAMILY = "BIZ UDGothic"
FALLBACK_FAMILIES = ("Yu Gothic UI", "Meiryo", "Yu Mincho", "MS Gothic", "Noto Sans CJK JP", "Noto Sans JP")
"""For what BIZ UD lacks (𠮷, 辻󠄀 …): the fonts that Windows brings, newest first."""


class Theme(QObject):
    """Colours, sizes and fonts as they hold now. `changed` is emitted after the stylesheet was replaced.

    Widgets from the kit follow by themselves; a widget that paints itself reads `color`, `font` and `px` while
    painting and calls `update()` on `changed`.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.palette = tokens.LIGHT
        self.scale = 1.0
        self._applied: tuple[tokens.Palette, float] | None = None
        for name in FONT_FILES:
            QFontDatabase.addApplicationFont(str(assets.path(name)))
        app.setStyle(QStyleFactory.create("Fusion"))
        self.apply()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def px(self, size: float) -> int:
        """A length at 100 % as px at the type scale in force."""
        return round(size * self.scale)

    def color(self, role: str) -> QColor:
        """The colour of a role of `tokens.Palette` ("ink", "accent", "done_soft" …)."""
        return QColor(str(getattr(self.palette, role)))

    def font(self, size: float = tokens.SIZES.body, *, bold: bool = False, figures: bool = False) -> QFont:
        """The font of a size in px at 100 %; `figures` gives all digits the same width, for columns of numbers."""
        family = FIGURE_FAMILY if figures else TEXT_FAMILY
        font = QFont([family, *FALLBACK_FAMILIES])
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def apply(self) -> None:
        """Read what the person chose (`settings.APPEARANCE`, `settings.TYPE_SCALE`) and put it into force."""
        self.palette = tokens.PALETTES.get(settings.APPEARANCE.get()) or self._system_palette()
        scale = settings.TYPE_SCALE.get()
        self.scale = (scale if scale in tokens.TYPE_SCALES else 100) / 100
        if self._applied == (self.palette, self.scale):
            return  # every widget there is would be polished anew
        self._applied = (self.palette, self.scale)
        self._app.setFont(self.font())
        self._app.setPalette(_qt_palette(self))
        self._app.setStyleSheet(stylesheet(self.palette, self.scale))
        self.changed.emit()

    def _system_palette(self) -> tokens.Palette:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return tokens.DARK if dark else tokens.LIGHT

    def _on_system_changed(self) -> None:
        if settings.APPEARANCE.get() == "system" and self._system_palette() is not self.palette:
            self.apply()


_in_force: list[Theme] = []


def theme() -> Theme:
    """The theme of the running application; made at the first call, which needs a QApplication."""
    if not _in_force:
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a theme needs a QApplication"
        _in_force.append(Theme(app))
    return _in_force[0]


def _qt_palette(theme: Theme) -> QPalette:
    """Qt's own palette, for what the stylesheet does not reach (native parts of dialogs, link colour, placeholders)."""
    roles = {
        QPalette.ColorRole.Window: "ground",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.ToolTipBase: "toast",
        QPalette.ColorRole.ToolTipText: "on_toast",
        QPalette.ColorRole.PlaceholderText: "secondary",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, theme.color(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("secondary"))
    return palette
