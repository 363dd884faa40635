"""The one Qt stylesheet, a template filled from the design tokens.

Widgets are told apart by two properties that the kit sets: `role` for texts, `kind` for frames and buttons.
"""

from dataclasses import asdict
from string import Template

from shoukei_app.domain import tokens
from shoukei_app.domain.tokens import Palette

_TEMPLATE = Template("""
QMainWindow, QWidget[kind="page"], QWidget[kind="ground"] { background: $ground; }
QDialog, QWidget[kind="surface"] { background: $surface; }
QScrollArea, QScrollArea > QWidget > QWidget[kind="scrolled"] { background: transparent; border: none; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: bold; }
QLabel[role="lead"] { font-size: ${lead}px; font-weight: bold; }
QLabel[role="figure"] { font-size: ${figure}px; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="secondary"] { color: $secondary; }
QLabel[role="note"] { font-size: ${note}px; color: $secondary; }
QLabel[role="error"] { font-size: ${note}px; color: $overdue; }
QLabel[role="key"] { font-size: ${note}px; color: $secondary; border: 1px solid $line; border-radius: ${half}px;
  background: $surface; padding: 2px ${half}px; }
QLabel[role="chip"] { font-size: ${note}px; border-radius: ${control_radius}px; padding: ${half}px ${grid}px;
  color: $secondary; background: $track; }
QLabel[role="chip"][tone="accent"] { color: $accent; background: $accent_soft; }
QLabel[role="chip"][tone="done"] { color: $done; background: $done_soft; }
QLabel[role="chip"][tone="attention"] { color: $attention; background: $attention_soft; }
QLabel[role="chip"][tone="overdue"] { color: $overdue; background: $overdue_soft; }

QDialog[kind="projected"] { background: $ground; }
QLabel[role="projected-name"] { font-size: 38px; font-weight: bold; }
QLabel[role="projected-lead"] { font-size: 24px; font-weight: bold; }
QLabel[role="projected"] { font-size: 21px; }
QLabel[role="projected-label"] { font-size: 18px; color: $secondary; }
QLabel[role="projected-chip"] { font-size: 20px; font-weight: bold; border-radius: ${control_radius}px;
  padding: ${half}px ${twelve}px; color: $accent; background: $accent_soft; }
QLabel[role="projected-chip"][tone="attention"] { color: $attention; background: $attention_soft; }
QLabel[role="projected-chip"][tone="done"] { color: $done; background: $done_soft; }
QDialog[kind="projected"] QPushButton, QDialog[kind="projected"] QLineEdit,
QDialog[kind="projected"] QComboBox, QDialog[kind="projected"] QCheckBox { font-size: 18px; }
QDialog[kind="projected"] QPushButton[kind="segment"] { text-align: left; padding: 5px ${grid}px; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="banner"] { background: $accent_soft; border: 1px solid $accent_line; border-radius: ${radius}px; }
QFrame[kind="banner"][tone="done"] { background: $done_soft; border-color: $done; }
QFrame[kind="banner"][tone="attention"] { background: $attention_soft; border-color: $attention; }
QFrame[kind="banner"][tone="overdue"] { background: $overdue_soft; border-color: $overdue; }
QFrame[kind="choice"] { background: transparent; border: 1px solid $field_line; border-radius: ${control_radius}px; }
QFrame[kind="choice"]:hover { background: $hover; }
QFrame[kind="choice"][chosen="true"] { background: $accent_soft; border-color: $accent; }
QFrame[kind="popup"] { background: $surface; border: 1px solid $field_line; border-radius: ${radius}px; }
QFrame[kind="topbar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[kind="rule"] { background: $line; border: none; }
QFrame[kind="toast"] { background: $toast; border: 1px solid $field_line; border-radius: ${control_radius}px; }
QFrame[kind="toast"] QLabel { color: $on_toast; }
QFrame[kind="toast"] QPushButton { background: transparent; border: none; color: $toast_link; font-weight: bold; }
QFrame[kind="toast"] QPushButton:focus { border: 2px solid $toast_link; }

QPushButton { background: $surface; border: 1px solid $field_line; border-radius: ${control_radius}px;
  padding: ${button_pad}px ${twelve}px; min-height: ${line_height}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selected; }
QPushButton:disabled { color: $secondary; background: $ground; border-color: $line; }
QPushButton:focus { border: 2px solid $accent; padding: ${button_pad_focus}px ${eleven}px; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: bold;
  padding: ${button_pad}px ${sixteen}px; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $accent_hover;
  border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; padding: ${button_pad_focus}px ${fifteen}px; }
QPushButton[kind="primary"]:disabled { background: $track; border-color: $line; color: $secondary; }
QPushButton[kind="danger"] { color: $overdue; border-color: $overdue; }
QPushButton[kind="danger"]:focus { border: 2px solid $overdue; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:checked { background: $selected; }
QPushButton[kind="quiet"]:disabled { color: $secondary; background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:focus { border-color: $accent; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent; text-align: left; padding: 2px; }
QPushButton[kind="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind="chip"] { background: $accent_soft; border: 1px solid $accent_line; color: $accent;
  border-radius: ${control_radius}px; padding: 1px ${grid}px; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 0 7px; }
QPushButton[kind="segment"] { padding: ${button_pad}px ${six}px; }
QPushButton[kind="segment"]:checked { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="icon"] { background: transparent; border: 1px solid transparent; padding: 3px; min-height: 0; }
QPushButton[kind="icon"]:hover { background: $hover; }
QPushButton[kind="icon"]:focus { border: 2px solid $accent; padding: 2px; }
QPushButton[kind="way"] { border: 1px solid $line; border-radius: ${radius}px; padding: 0;
  min-height: ${way}px; }
QPushButton[kind="way"]:hover { border-color: $accent; background: $accent_soft; }
QPushButton[kind="way"]:focus { border: 2px solid $accent; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $field; border: 1px solid $field_line;
  border-radius: ${control_radius}px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QSpinBox { padding: ${field_pad}px ${grid}px; min-height: ${line_height}px; }
QTextEdit, QPlainTextEdit { padding: ${half}px; }
QLineEdit:focus, QTextEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { padding: ${field_pad_focus}px 7px; }
QSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QLineEdit[wrong="true"], QTextEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $overdue; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: $ground; color: $secondary; border-color: $line; }
QLineEdit:read-only { background: $ground; }
QLineEdit[kind="filter"] { border-color: $line; min-height: 0; padding: 2px ${half}px; border-radius: ${half}px; }
QLineEdit[kind="filter"]:focus { border: 1px solid $accent; }
QComboBox::drop-down { border: none; width: ${thirty}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $field_line; outline: none;
  selection-background-color: $selected; selection-color: $ink; padding: ${half}px; }
QComboBox QAbstractItemView::item { min-height: ${choice}px; padding: 0 ${half}px; border-radius: ${half}px; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $ink; }
QCheckBox { background: transparent; spacing: ${grid}px; }

QTableView { background: transparent; border: none; gridline-color: $line; selection-background-color: $selected;
  selection-color: $ink; outline: none; }
QTableView[kind="lines"]::item { border: none; border-bottom: 1px solid $line; padding: 0 ${grid}px; }
QTreeView { background: transparent; border: none; selection-background-color: $selected;
  selection-color: $ink; outline: none; }
QTableView[kind="lines"]::item:selected { background: $selected; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid $field_line;
  padding: 0 ${eleven}px; color: $secondary; font-weight: bold; }
QHeaderView::section:hover { background: $hover; }
QListView { background: transparent; border: none; outline: none; }
QListView::item { border-radius: ${control_radius}px; padding: ${half}px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $selected; color: $ink; }

QWidget[kind="navigation"] { background: $navigation; }
QWidget[kind="navigation"] QLabel { color: $navigation_text; }
QWidget[kind="navigation"] QLabel[role="lead"] { font-size: ${lead}px; }
QWidget[kind="navigation"] QLabel[role="note"] { color: $navigation_faint; }
QWidget[kind="navigation"] QPushButton[kind="quiet"] { color: $navigation_text; text-align: left; }
QWidget[kind="navigation"] QPushButton[kind="quiet"]:hover { background: $navigation_selected; }
QWidget[kind="navigation"] QPushButton[kind="quiet"]:focus { border: 2px solid $badge; }

QProgressBar { background: $track; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QMenu { background: $surface; border: 1px solid $field_line; padding: ${half}px; }
QMenu::item { padding: ${six}px ${menu_right}px ${six}px ${menu_left}px; border-radius: ${half}px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $secondary; }
QMenu::separator { height: 1px; background: $line; margin: ${half}px ${grid}px; }
QMenu::icon { padding-left: ${grid}px; }
QMenu::indicator { left: ${six}px; }
QToolTip { background: $toast; color: $on_toast; border: none; padding: ${half}px ${grid}px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $field_line; border: 3px solid $surface; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QSplitter::handle { background: transparent; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $secondary; padding: ${grid}px ${sixteen}px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $accent; font-weight: bold; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $accent; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { background: transparent; border: none; padding: ${half}px; color: $ink; }
QCalendarWidget QToolButton:hover { background: $hover; }
QCalendarWidget QAbstractItemView { background: $surface; selection-background-color: $accent;
  selection-color: $on_accent; }
""")


def stylesheet(palette: Palette, scale: float) -> str:
    """The stylesheet for a palette at a type scale (1.0, 1.15, 1.3). Pure: equal arguments give equal text."""
    sizes = {name: round(size * scale) for name, size in asdict(tokens.SIZES).items()}
    grid = tokens.GRID
    distances = {
        "grid": grid,
        "half": grid // 2,
        "six": 6,
        "eleven": 11,
        "twelve": 12,
        "fifteen": 15,
        "sixteen": 2 * grid,
        "thirty": round(30 * scale),
        "choice": round(28 * scale),
        "way": round(68 * scale),
        "menu_left": 28,
        "menu_right": 24,
        "button_pad": 5,
        "button_pad_focus": 4,
        "field_pad": 4,
        "field_pad_focus": 3,
        "line_height": round(20 * scale),
        "radius": tokens.RADIUS,
        "control_radius": tokens.CONTROL_RADIUS,
    }
    return _TEMPLATE.substitute(asdict(palette), **sizes, **distances)
