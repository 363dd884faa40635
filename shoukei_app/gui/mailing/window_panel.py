"""Beside the preview of letters: which window envelope they go into, where its window is, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.envelope import WindowEnvelope, WindowFinding
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.form import Form, Keys, TextField
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import masters
from shoukei_app.words.terms import word

_OWN = "この調査で使っている窓"


@dataclass(frozen=True, slots=True)
class _Typed:
    x: str
    y: str
    width: str
    height: str

    @classmethod
    def of(cls, area: Area) -> "_Typed":
        return cls(*(f"{length:g}" for length in (area.x, area.y, area.width, area.height)))

    def area(self) -> Area | None:
        """The window, None where a field holds no length."""
        try:
            return Area(*(float(text) for text in (self.x, self.y, self.width, self.height)))
        except ValueError:
            return None


_FIELDS = (
    TextField(key="x", label="左から（mm）", keys=Keys.LATIN, width=90, max_length=6),
    TextField(key="y", label="上から（mm）", keys=Keys.LATIN, width=90, max_length=6),
    TextField(key="width", label="窓の幅（mm）", keys=Keys.LATIN, width=90, max_length=6),
    TextField(key="height", label="窓の高さ（mm）", keys=Keys.LATIN, width=90, max_length=6),
)


class WindowPanel(QWidget):
    """`kept` is the window of the letters in sight; `changed` gives the one being tried, `save` gets it to be used."""

    changed = Signal(object)

    def __init__(self, save: Callable[[WindowEnvelope], object]) -> None:
        super().__init__()
        self._save = save
        self.kept = masters.window_envelopes()[0]
        self._base = self.kept
        self.box = ChoiceBox()
        self.form: Form[_Typed] = Form(_FIELDS, columns=2)
        self.findings = label("", "secondary", wrap=True)
        self.use = button("この窓で作り直す", self._use, kind="primary")
        card = Card("窓付き封筒")
        card.add(
            column(
                label("封筒を横に置き、窓の左上の角を測ります。影は封筒で、印刷されません。", "secondary", wrap=True),
                self.box,
                self.form,
                label("破線の中は、紙が封筒の中でどう動いても見えます。", "secondary", wrap=True),
                self.findings,
                row(self.use, STRETCH),
                spacing=GRID,
            )
        )
        card.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card, 1)
        self.setFixedWidth(theme().px(280))
        self.box.activated.connect(lambda _place: self._choose())
        self.form.changed.connect(self._show)

    @property
    def tried(self) -> WindowEnvelope | None:
        """The window as it stands in the fields; None where they hold no lengths."""
        area = self.form.typed().area()
        return replace(self._base, window=area) if area else None

    def show_window(self, envelope: WindowEnvelope) -> None:
        """Show the window that the campaign uses."""
        self.kept = self._base = envelope
        self.box.clear()
        self.box.addItem(_OWN, envelope)
        for known in masters.window_envelopes():
            self.box.addItem(f"{known.name}　{known.window.width:g}×{known.window.height:g}", known)
        self.form.fill(_Typed.of(envelope.window))
        self._show()

    def _choose(self) -> None:
        self._base = self.box.currentData()
        self.form.fill(_Typed.of(self._base.window))
        self._show()

    def _show(self) -> None:
        tried = self.tried
        if tried is None:
            self.findings.setText("長さを数字で入れてください（例：92.5）。")
            self.use.setEnabled(False)
            return
        found = masters.findings(tried)
        lines = [word(finding) for finding in found]
        if not tried.always_seen().holds(self.kept.always_seen()):
            lines.insert(0, "今の依頼文のままでは、宛名がこの窓に隠れることがあります。作り直すと窓に合わせます")
        words = "\n".join(f"・{line}" for line in lines)
        self.findings.setText(words or "宛名もカスタマバーコードも、窓に入ります。")
        self.use.setEnabled(tried != self.kept and WindowFinding.OUTSIDE_ENVELOPE not in found)
        self.changed.emit(tried)

    def _use(self) -> None:
        if tried := self.tried:
            self._save(tried)
