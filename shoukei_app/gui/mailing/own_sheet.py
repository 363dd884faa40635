"""An office's own label sheet: its measures typed in, drawn while they are typed, refused where they do not fit."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from shoukei_app.domain import label_sheet
from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.form import DecimalField, Form, NumberField, TextField
from shoukei_app.gui.kit.pieces import STRETCH, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.mailing.sheet_measures import SheetMeasures
from shoukei_app.words.problems import sentence

BEGINNING = LabelSheet("", "", "", 2, 6, 84.0, 42.0, 22.5, 20.0, 86.0, 42.0)
"""What a new sheet begins with: the commonest size."""


def _length(key: str, words: str, most: float = 500.0, least: float = 0.0) -> DecimalField:
    return DecimalField(key=key, label=words, minimum=least, maximum=most, unit="mm", width=84)


def _count(key: str, words: str, most: int) -> NumberField:
    return NumberField(key=key, label=words, minimum=1, maximum=most, unit="面", width=84)


_NAME = (TextField(key="id", label="用紙の名前", required=True, max_length=40, placeholder="エーワン 28722 など"),)
_MEASURES = (
    _length("page_width", "用紙の幅", 330.0, 50.0),
    _length("page_height", "用紙の高さ", 490.0, 50.0),
    _count("columns", "横に並ぶ面", 20),
    _count("rows", "縦に並ぶ面", 50),
    _length("width", "面の幅"),
    _length("height", "面の高さ"),
    _length("left", "左の余白"),
    _length("top", "上の余白"),
    _length("pitch_x", "横の間隔"),
    _length("pitch_y", "縦の間隔"),
)


class OwnSheetSheet(dialogs.Sheet):
    """`sheet` is what was typed, once the person pressed 登録する and it can be printed on."""

    def __init__(self, parent: QWidget | None, shown: LabelSheet = BEGINNING, *, is_new: bool = True) -> None:
        self.sheet = shown
        self.name: Form[LabelSheet] = Form(_NAME)
        self.form: Form[LabelSheet] = Form(_MEASURES, columns=2)
        self.picture = SheetMeasures()
        self.wrong = label("", "error", wrap=True)
        self._faces = label("", "lead")
        note = (
            "長さは用紙の包みの表示か、定規で測った値です。間隔は、面の左端（上端）から次の面の左端（上端）までです。"
        )
        self.form.setFixedWidth(theme().px(380))
        words = column(self.name, self.form, label(note, "secondary", wrap=True), STRETCH, spacing=2 * GRID)
        drawn = column(self.picture, self._faces, self.wrong, STRETCH, spacing=GRID)
        content = row(holding(words), holding(drawn), spacing=3 * GRID)
        title = "新しいラベル用紙" if is_new else "ラベル用紙を直す"
        super().__init__(parent, title, holding(content), "登録する" if is_new else "直す")
        self.wrong.setFixedWidth(theme().px(320))
        self.wrong.setMinimumHeight(theme().px(64))
        self.name.fill(shown)
        self.form.fill(shown)
        self.form.setMinimumHeight(self.form.sizeHint().height())
        self.name.changed.connect(self._show)
        self.form.changed.connect(self._show)
        self._show()

    def run(self) -> bool:
        """Only what can be printed on is given back; the sentence stands under the drawing."""
        named, measured = self.name.value(), self.form.value()
        if named is None or measured is None or _empty(measured):
            return False
        self.sheet = label_sheet.own(replace(measured, id=named.id))
        return label_sheet.fault(self.sheet) is None

    def _show(self) -> None:
        typed = self.form.typed()
        empty = _empty(typed)
        # While a figure is being typed, the drawing keeps the last one.
        typed = replace(typed, **{key: getattr(self.sheet, key) for key in empty})
        self.sheet = replace(typed, id=self.name.typed().id)
        self.picture.show_sheet(self.sheet)
        self._faces.setText(label_sheet.own(self.sheet).name)
        problem = label_sheet.fault(replace(self.sheet, id=self.sheet.id or "―"))
        self.wrong.setText(sentence(problem) if problem else "")
        self.verb.setEnabled(problem is None and not empty)


def _empty(typed: LabelSheet) -> list[str]:
    return [field.key for field in _MEASURES if getattr(typed, field.key) is None]
