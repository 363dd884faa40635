"""Which label sheet, and from which face of it."""

from PySide6.QtWidgets import QWidget

from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.pieces import STRETCH, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.sheet_picture import SheetPicture
from shoukei_app.gui.settings import Option
from shoukei_app.usecases import label_sheets, postal
from shoukei_app.usecases.postal import LabelBarcode

LABEL_SHEET = Option("mailing/label_sheet", label_sheets.DEFAULT_SHEET)
"""The sheet used last on this PC: it is what lies in the drawer."""


BARCODE = Option("mailing/label_barcode", True)  # noqa: FBT003 - the value that holds until somebody chooses

_COMMON_MARGIN = 5.0
"""mm along the edge of the paper that printers commonly leave white."""


class LabelSheetChoice(dialogs.Sheet):
    """`sheet` and `start` are what was chosen, `barcode` whether customer barcodes are wanted.

    `dividers`, whether each delivery district begins with a face that names it, is asked where `by_district` says that
    the run lies in their order.
    """

    def __init__(self, parent: QWidget, pieces: int, *, by_district: bool = False) -> None:
        self._pieces = pieces
        self._sheets = list(label_sheets.bundled())
        self.box = ChoiceBox()
        for sheet in self._sheets:
            self.box.addItem(f"{sheet.maker} {sheet.id}　{sheet.name}")
        known = [sheet.id for sheet in self._sheets]
        last = LABEL_SHEET.get()
        self.box.setCurrentIndex(known.index(last) if last in known else 0)
        self.box.setMinimumWidth(theme().px(420))
        self.picture = SheetPicture()
        self._needed = label("", "lead", wrap=True)
        self._like = label("", "secondary", wrap=True)
        self.barcode = CheckBox("カスタマバーコードを付ける")
        self.barcode.setChecked(BARCODE.get())
        self.dividers = CheckBox("郵便区ごとに、番号と通数を書いた仕切りを入れる")
        self.dividers.setVisible(by_district)
        self._barcode_note = label("", "secondary", wrap=True)
        first = label(
            "使いかけの用紙は、最初に貼れる面を図の上で押してください。矢印の方向キーでも選べます。", wrap=True
        )
        test = "初めての用紙では、先に普通紙へ 1枚印刷し、用紙に重ねて位置を確かめてください。"
        words = column(
            label("ラベル用紙", "strong"),
            self.box,
            self._like,
            label("開始位置", "strong"),
            first,
            self._needed,
            self.barcode,
            self._barcode_note,
            self.dividers,
            label(test, "secondary", wrap=True),
            STRETCH,
            spacing=GRID,
        )
        content = row(words, column(self.picture, STRETCH), spacing=3 * GRID)
        super().__init__(parent, "宛名ラベル", holding(content), "ラベルを作る")
        self.box.currentIndexChanged.connect(lambda _place: self._show_sheet())
        self.picture.chosen.connect(lambda _face: self._show_needed())
        self._show_sheet()

    @property
    def sheet(self) -> str:
        """The id of the sheet."""
        return self._sheets[self.box.currentIndex()].id

    @property
    def start(self) -> int:
        """The first face to print on, from 1."""
        return self.picture.start

    @property
    def sheets_needed(self) -> int:
        """How many sheets of labels it takes."""
        return -(-(self._pieces + self.start - 1) // self._sheets[self.box.currentIndex()].faces)

    def run(self) -> bool:
        """Remember the sheet, and whether barcodes are wanted."""
        LABEL_SHEET.set(self.sheet)
        if self.barcode.isEnabled():
            BARCODE.set(self.barcode.isChecked())
        return True

    def _show_sheet(self) -> None:
        sheet = self._sheets[self.box.currentIndex()]
        self.picture.show_sheet(sheet)
        self._like.setText(f"{'、'.join(sheet.like)} も同じ面割りです。" if sheet.like else "")
        self._like.setVisible(bool(sheet.like))
        barcode = postal.label_barcode(sheet)
        self.barcode.setEnabled(barcode is not None)
        self._barcode_note.setText(_barcode_words(barcode))
        self._show_needed()

    def _show_needed(self) -> None:
        self._needed.setText(f"{self.start}面目から　{self._pieces:,}通　用紙 {self.sheets_needed:,}枚")


def _barcode_words(barcode: LabelBarcode | None) -> str:
    if barcode is None:
        return "この用紙は小さく、カスタマバーコードは入りません（幅 68 mm 以上の面が要ります）。"
    words = f"宛名のすぐ下に {barcode.size:g}ポイントで印刷します。1,000通以上をまとめて差し出すと割引になります。"
    if barcode.margin < _COMMON_MARGIN:
        words += f"紙の端から {barcode.margin:.1f} mm まで印刷するので、余白の小さいプリンターを使ってください。"
    return words
