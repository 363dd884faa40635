"""Which envelope is printed on, in which direction, and what else stands on it."""

from enum import Enum
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.envelope import EnvelopeStyle, PostageMark, Writing
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.vertical_text import Numerals
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.pieces import STRETCH, column, holding, label
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.settings import Option
from shoukei_app.usecases import masters
from shoukei_app.words.terms import word

E = TypeVar("E", bound=Enum)

ENVELOPE = Option("mailing/envelope", masters.DEFAULT_ENVELOPE)
WRITING = Option("mailing/envelope_writing", Writing.VERTICAL.value)
NUMERALS = Option("mailing/envelope_numerals", Numerals.KANJI.value)
BOXES = Option("mailing/envelope_boxes", False)  # noqa: FBT003 - the value that holds until somebody chooses
MARK = Option("mailing/envelope_mark", PostageMark.NONE.value)
BARCODE = Option("mailing/envelope_barcode", True)  # noqa: FBT003 - as above
"""What was chosen last on this PC: it is what lies in the drawer."""


class EnvelopeChoice(dialogs.Sheet):
    """`envelope` and `envelope_style` are what was chosen, `barcode` whether customer barcodes are wanted."""

    def __init__(self, parent: QWidget | None, pieces: int) -> None:
        self._envelopes = masters.envelopes()
        self.box = ChoiceBox()
        for envelope in self._envelopes:
            self.box.addItem(f"{envelope.name}　{envelope.width:g}×{envelope.height:g} mm", envelope.id)
        self.box.setCurrentIndex(max(self.box.findData(ENVELOPE.get()), 0))
        self.writing = _choices(Writing, WRITING.get())
        self.numerals = _choices(Numerals, NUMERALS.get())
        self.mark = _choices(PostageMark, MARK.get())
        self.boxes = CheckBox("郵便番号の枠も印刷する（枠のない封筒のとき）")
        self.boxes.setChecked(BOXES.get())
        self.barcode = CheckBox("カスタマバーコードを付ける")
        self.barcode.setChecked(BARCODE.get())
        self._note = label("", "secondary", wrap=True)
        for box in (self.box, self.writing, self.numerals, self.mark):
            box.setMinimumWidth(theme().px(360))
        feed = (
            f"{pieces:,}通。プリンターの用紙を封筒の種類に合わせ、100 % で印刷します。"
            "先に普通紙へ 1枚印刷し、封筒に重ねて位置を確かめてください。"
        )
        content = column(
            label("封筒", "strong"),
            self.box,
            label("宛名の向き", "strong"),
            self.writing,
            label("縦書きの番地", "strong"),
            self.numerals,
            label("料金の表示", "strong"),
            self.mark,
            self.boxes,
            self.barcode,
            self._note,
            label(feed, "secondary", wrap=True),
            STRETCH,
            spacing=GRID,
        )
        super().__init__(parent, "封筒に直接印刷", holding(content), "封筒を作る")
        self.setMinimumWidth(theme().px(460))
        self.writing.currentIndexChanged.connect(lambda _place: self._show_writing())
        self._show_writing()

    @property
    def envelope(self) -> str:
        """The id of the envelope."""
        return str(self.box.currentData())

    @property
    def envelope_style(self) -> EnvelopeStyle:
        """How it is addressed."""
        return EnvelopeStyle(
            Writing(self.writing.currentData()),
            Numerals(self.numerals.currentData()),
            self.boxes.isChecked(),
            PostageMark(self.mark.currentData()),
        )

    def run(self) -> bool:
        """Remember what was chosen."""
        style = self.envelope_style
        ENVELOPE.set(self.envelope)
        WRITING.set(style.writing.value)
        NUMERALS.set(style.numerals.value)
        BOXES.set(style.draws_boxes)
        MARK.set(style.mark.value)
        BARCODE.set(self.barcode.isChecked())
        return True

    def _show_writing(self) -> None:
        vertical = self.envelope_style.writing is Writing.VERTICAL
        self.numerals.setEnabled(vertical)
        place = "縦書きでは宛名の下に、離して印刷します。" if vertical else "横書きでは宛名のすぐ下に印刷します。"
        self._note.setText(f"カスタマバーコードは、{place}1,000通以上をまとめて差し出すと割引になります。")


def _choices(kind: type[E], chosen: str) -> ChoiceBox:
    box = ChoiceBox()
    for member in kind:
        box.addItem(word(member), member.value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box
