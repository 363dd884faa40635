"""Which label sheet, from which face of it, and for which pieces."""

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.own_sheet import OwnSheetSheet
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
    """`chosen` and `start` are what was chosen, `barcode` whether customer barcodes are wanted.

    `dividers`, whether each delivery district begins with a face that names it, is asked where `by_district` says that
    the run lies in their order. `first` and `last` are the pieces (from 1): all, or what a paper jam left.
    """

    def __init__(self, parent: QWidget | None, shell: Shell, pieces: int, *, by_district: bool = False) -> None:
        self._shell = shell
        self._pieces = pieces
        self._sheets: list[LabelSheet] = []
        self._own: dict[str, int] = {}
        self.box = ChoiceBox()
        self.box.setMinimumWidth(theme().px(420))
        self.picture = SheetPicture()
        self._from, self._to = self._figure("何通目から", "1"), self._figure("何通目まで", f"{pieces}")
        self._needed = label("", "lead", wrap=True)
        self._like = label("", "secondary", wrap=True)
        self._edit = button("直す…", self.ask_edit, kind="quiet", symbol="pencil-simple")
        self._remove = button("削除", self.ask_remove, kind="quiet", symbol="trash")
        self.barcode = CheckBox("カスタマバーコードを付ける")
        self.barcode.setChecked(BARCODE.get())
        self.dividers = CheckBox("郵便区ごとに、番号と通数を書いた仕切りを入れる")
        self.dividers.setVisible(by_district)
        self._barcode_note = label("", "secondary", wrap=True)
        first = label(
            "使いかけの用紙は、最初に貼れる面を図の上で押してください。矢印の方向キーでも選べます。", wrap=True
        )
        test = "初めての用紙では、印刷の画面の「補正を測る…」で位置を確かめてください。"
        words = column(
            label("ラベル用紙", "strong"),
            self.box,
            row(button("新しい用紙…", self.ask_new, kind="quiet", symbol="plus"), self._edit, self._remove, STRETCH),
            self._like,
            label("開始位置", "strong"),
            first,
            row(self._from, label("通目から"), self._to, label(f"通目まで（全 {pieces:,}通）"), STRETCH, spacing=GRID),
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
        self._read_sheets(LABEL_SHEET.get())

    @property
    def chosen(self) -> LabelSheet:
        """The sheet."""
        return self._sheets[max(self.box.currentIndex(), 0)]

    @property
    def start(self) -> int:
        """The first face to print on, from 1."""
        return self.picture.start

    @property
    def first(self) -> int:
        """The first piece to print, from 1."""
        return int(self._from.text() or 1)

    @property
    def last(self) -> int:
        """The last piece to print."""
        return int(self._to.text() or self._pieces)

    @property
    def sheets_needed(self) -> int:
        """How many sheets of labels it takes."""
        return -(-(self.last - self.first + self.start) // self.chosen.faces)

    def run(self) -> bool:
        """Remember the sheet, and whether barcodes are wanted."""
        LABEL_SHEET.set(self.chosen.id)
        if self.barcode.isEnabled():
            BARCODE.set(self.barcode.isChecked())
        return True

    def ask_new(self) -> None:
        """Ask for the measures of a sheet, and keep it."""
        asked = self._ask(OwnSheetSheet(self))
        if asked is not None:
            ledger, act = self._shell.session.ledger, self._shell.session.act()
            self._shell.desk.write(
                lambda _progress: label_sheets.add(ledger, act, asked),
                title="ラベル用紙の登録",
                done=lambda kept: self._read_sheets(kept.id),
            )

    def ask_edit(self) -> None:
        """Change the measures of the office's own sheet."""
        shown = self.chosen
        asked = self._ask(OwnSheetSheet(self, shown, is_new=False))
        if asked is not None and shown.id in self._own:
            ledger, act, key = self._shell.session.ledger, self._shell.session.act(), self._own[shown.id]
            self._shell.desk.write(
                lambda _progress: label_sheets.change(ledger, act, key, asked),
                title="ラベル用紙の変更",
                done=lambda kept: self._read_sheets(kept.id),
            )

    def ask_remove(self) -> None:
        """Forget the office's own sheet, once the person says so."""
        shown = self.chosen
        text = f"「{shown.id}」を用紙の一覧から外します。印刷したものは変わりません。操作履歴から戻せます。"
        if shown.id in self._own and dialogs.confirm(self, "ラベル用紙の削除", text, "削除する", danger=True):
            ledger, act, key = self._shell.session.ledger, self._shell.session.act(), self._own[shown.id]
            self._shell.desk.write(
                lambda _progress: label_sheets.remove(ledger, act, key),
                title="ラベル用紙の削除",
                done=lambda _gone: self._read_sheets(label_sheets.DEFAULT_SHEET),
            )

    def _ask(self, dialog: OwnSheetSheet) -> LabelSheet | None:
        accepted, sheet = dialog.exec(), dialog.sheet
        dialog.deleteLater()
        return sheet if accepted else None

    def _figure(self, name: str, text: str) -> QLineEdit:
        edit = QLineEdit(text)
        edit.setAccessibleName(name)
        edit.setFixedWidth(theme().px(80))
        edit.setValidator(QIntValidator(1, max(self._pieces, 1), edit))
        edit.textChanged.connect(lambda _text: self._show_needed())
        return edit

    def _read_sheets(self, chosen: str) -> None:
        ledger = self._shell.session.ledger
        self._own = {sheet.id: key for key, sheet in label_sheets.own(ledger).items()}
        self._sheets = list(label_sheets.every(ledger))
        self.box.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.box.clear()
        self.box.addItems([f"{sheet.title}　{sheet.name}" for sheet in self._sheets])
        known = [sheet.id for sheet in self._sheets]
        self.box.setCurrentIndex(known.index(chosen if chosen in known else label_sheets.DEFAULT_SHEET))
        self.box.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show_sheet()

    def _show_sheet(self) -> None:
        sheet = self.chosen
        self.picture.show_sheet(sheet)
        self._like.setText(f"{'、'.join(sheet.like)} も同じ面割りです。" if sheet.like else "")
        self._like.setVisible(bool(sheet.like))
        for made in (self._edit, self._remove):
            made.setVisible(sheet.is_own)
        barcode = postal.label_barcode(sheet)
        self.barcode.setEnabled(barcode is not None)
        self._barcode_note.setText(_barcode_words(barcode))
        self._show_needed()

    def _show_needed(self) -> None:
        count = self.last - self.first + 1
        right = 1 <= self.first <= self.last <= self._pieces
        self.verb.setEnabled(right)
        self._needed.setText(
            f"{self.start}面目から　{count:,}通　用紙 {self.sheets_needed:,}枚"
            if right
            else f"1から{self._pieces:,}までの通数を入れてください。"
        )


def _barcode_words(barcode: LabelBarcode | None) -> str:
    if barcode is None:
        return "この用紙は小さく、カスタマバーコードは入りません（幅 68 mm 以上の面が要ります）。"
    words = f"宛名のすぐ下に {barcode.size:g}ポイントで印刷します。1,000通以上をまとめて差し出すと割引になります。"
    if barcode.margin < _COMMON_MARGIN:
        words += f"紙の端から {barcode.margin:.1f} mm まで印刷するので、余白の小さいプリンターを使ってください。"
    return words
