"""The second step of taking a list in: how the file was read, which column is what, and what that makes of a row."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from shoukei_app.domain.firm import FirmFacts
from shoukei_app.domain.listing import ColumnGuess, GuessReason, ListColumn, ReadList, column_letters
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, Elided, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.columns import person_shown, postal_code_shown
from shoukei_app.usecases import lists
from shoukei_app.usecases.lists import Recalled
from shoukei_app.words.terms import word, words

ENCODINGS = (
    ("cp932", "シフトJIS（Excel の CSV）"),
    ("utf-8", "UTF-8"),
    ("utf-8-sig", "UTF-8（Excel の CSV UTF-8）"),
    ("utf-16", "UTF-16（Unicode テキスト）"),
    ("euc-jp", "EUC-JP"),
    ("iso-2022-jp", "JIS"),
)
SAMPLE_ROWS = 3
PAUSE_MS = 150
NOT_USED = "（使わない）"
ADDRESSES = frozenset({ListColumn.ADDRESS, ListColumn.STREET, ListColumn.MUNICIPALITY, ListColumn.ADDRESS_2})
NAMES = frozenset({ListColumn.FIRM_NAME, ListColumn.OFFICE, ListColumn.OPERATOR, ListColumn.REPRESENTATIVE})

SURENESS = ((0.8, "確か"), (0.5, "たぶん"), (0.0, "要確認"))
_CERTAIN = frozenset({GuessReason.KNOWN_LAYOUT, GuessReason.REMEMBERED, GuessReason.GIVEN})

Meaning = tuple[ListColumn, ...]


class ReadingStep(QWidget):
    """Shows a ReadList; `reread` asks to read the file anew with (sheet, encoding), `changed` says columns changed."""

    reread = Signal(object, object)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._listed: ReadList | None = None
        self._meanings: list[ChoiceBox] = []
        self._trouble = Banner(" ", " ", tone="attention")
        self._trouble.hide()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * GRID)
        self._facts.setVerticalSpacing(GRID)
        self._facts.setColumnStretch(1, 1)
        self._sheet = ChoiceBox(self)
        self._sheet.setAccessibleName("シート")
        self._encoding = ChoiceBox(self)
        self._encoding.setAccessibleName("文字コード")
        self._sheet.hide()
        self._encoding.hide()
        self._sheet.activated.connect(lambda _place: self._ask_again())
        self._encoding.activated.connect(lambda _place: self._ask_again())
        how = Card("ファイルの読み方")
        how.add(self._facts)
        self._example = QGridLayout()
        self._example.setHorizontalSpacing(2 * GRID)
        self._example.setVerticalSpacing(GRID)
        self._example.setColumnStretch(1, 1)
        self._example_card = Card("この読み方だと")
        self._example_card.add(self._example)
        self._example_card.body.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID - 2)
        self._columns = Card(padded=False)
        self._columns_note = label("", "secondary", wrap=True)
        self._columns_note.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, 0)
        self._columns.add(self._columns_note)
        grid = holding(column(self._grid, STRETCH))
        self._columns.add(scrolled(grid), 1)
        both = column(how, self._example_card, spacing=2 * GRID)
        both.setStretch(1, 1)
        side = scrolled(holding(both))
        side.setFixedWidth(theme().px(320))
        layout = column(self._trouble, row(self._columns, side, spacing=2 * GRID), spacing=2 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._show_example)

    @property
    def columns(self) -> dict[ListColumn, tuple[int, ...]]:
        """Which cells hold what, as it is chosen now; cells joined keep the order the reader found them in."""
        assert self._listed is not None
        found: dict[ListColumn, list[int]] = {}
        for place, box in enumerate(self._meanings):
            for meaning in box.currentData() or ():
                found.setdefault(meaning, []).append(place)
        order = self._listed.columns
        return {
            meaning: tuple(sorted(cells, key=lambda cell: (_rank(order.get(meaning, ()), cell), cell)))
            for meaning, cells in found.items()
        }

    @property
    def edited(self) -> bool:
        """Whether a person chose another meaning than the reader did."""
        return self._listed is not None and self.columns != self._listed.columns

    @property
    def usable(self) -> bool:
        """Whether some column names the firm."""
        return self._listed is not None and not NAMES.isdisjoint(self.columns)

    def show_list(self, listed: ReadList, recalled: Recalled | None) -> None:
        """Show how a file was read; `recalled`: the earlier list whose columns it was read as."""
        self._listed = listed
        self._show_facts(listed)
        self._show_columns(listed)
        self._columns_note.setText(_note(recalled))
        self._on_chosen()
        self._show_example()

    def complain(self, title: str, sentence: str) -> None:
        """Say what is wrong; "" takes the words away."""
        self._trouble.setVisible(bool(title))
        self._trouble.say(title, sentence)

    def start(self) -> None:
        """The keyboard begins at the first column."""
        if self._meanings:
            self._meanings[0].setFocus()

    def _show_facts(self, listed: ReadList) -> None:
        for box in (self._sheet, self._encoding):
            self._facts.removeWidget(box)
            box.hide()
            box.clear()
        clear(self._facts)
        self._sheet.addItems(list(listed.sheets))
        self._sheet.setCurrentText(listed.sheet)
        known = dict(ENCODINGS)
        for name, text in {**known, listed.encoding: known.get(listed.encoding, listed.encoding)}.items():
            if name:
                self._encoding.addItem(text, name)
        self._encoding.setCurrentIndex(self._encoding.findData(listed.encoding))
        lines: list[tuple[str, QWidget]] = [("ファイル", Elided(listed.file_name, "ink"))]
        if len(listed.sheets) > 1:
            lines.append(("シート", self._sheet))
        elif listed.sheet:
            lines.append(("シート", label(listed.sheet)))
        if listed.encoding:
            lines.append(("文字コード", self._encoding))
        head = f"{listed.header_row:,} 行目" if listed.header_row else "なし（列の並びから読みました）"
        lines.append(("見出し", label(head)))
        lines.append(("事業者の行", label(f"{len(listed.rows):,} 行")))
        if listed.left_out:
            lines.append(("名簿でない行", label(f"{len(listed.left_out):,} 行（合計・区切りなど）")))
        for place, (title, widget) in enumerate(lines):
            self._facts.addWidget(label(title, "secondary"), place, 0)
            self._facts.addWidget(widget, place, 1)
            widget.show()

    def _show_columns(self, listed: ReadList) -> None:
        clear(self._grid)
        self._meanings = []
        width = max([len(listed.headings), *(len(one.cells) for one in listed.rows[:200])], default=0)
        samples = _samples(listed, width)
        guesses = {guess.index: guess for guess in listed.guesses}
        heads = (
            "列",
            "見出し",
            "書かれている値の例",
            "この列の意味",
            "確かさと根拠",
        )
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "secondary"), 0, place)
        for place in range(width):
            heading = listed.headings[place] if place < len(listed.headings) else ""
            box = self._meaning_box(listed, place, heading)
            why = label(*_why(guesses.get(place)))
            box.currentIndexChanged.connect(partial(_say_chosen, why, box, box.currentIndex(), why.text()))
            self._meanings.append(box)
            key = label(column_letters(place), "key")
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name = Elided(heading.replace("\n", " ") or "（見出しなし）", "ink" if heading else "secondary")
            values = Elided("　／　".join(samples[place]) or "（空）")
            self._grid.addWidget(key, place + 1, 0)
            self._grid.addWidget(name, place + 1, 1)
            self._grid.addWidget(values, place + 1, 2)
            self._grid.addWidget(box, place + 1, 3)
            self._grid.addWidget(why, place + 1, 4)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 4)

    def _meaning_box(self, listed: ReadList, place: int, heading: str) -> ChoiceBox:
        box = ChoiceBox()
        box.setFixedWidth(theme().px(168))
        box.setMaxVisibleItems(len(ListColumn) + 1)
        box.setAccessibleName(f"{column_letters(place)}列「{heading}」の意味")
        mine: Meaning = tuple(meaning for meaning, cells in listed.columns.items() if place in cells)
        box.addItem(NOT_USED, ())
        if len(mine) > 1:
            box.addItem("＋".join(word(meaning) for meaning in mine), mine)
        for meaning, text in words(ListColumn).items():
            box.addItem(text, (meaning,))
        box.setCurrentIndex(next((at for at in range(box.count()) if tuple(box.itemData(at)) == mine), 0))
        box.currentIndexChanged.connect(lambda _place: self._on_chosen())
        return box

    def _on_chosen(self) -> None:
        if not self.usable:
            self.complain("事業者名の列を選んでください", "どの列が事業者の名前か分からないと、先に進めません。")
        elif ADDRESSES.isdisjoint(self.columns):
            self.complain("所在地の列がありません", "このまま取り込めますが、住所のない事業者には調査票を送れません。")
        else:
            self.complain("", "")
        self._pause.start()
        self.changed.emit()

    def _show_example(self) -> None:
        self._pause.stop()
        clear(self._example)
        listed = self._listed
        made = lists.first_firm(listed, self.columns) if listed is not None else None
        self._example_card.note.setText(f"{made.row.number:,}行目" if made is not None else "")
        if made is None or made.facts is None:
            self._example.addWidget(
                label("はじめの行から事業者を作れません。事業者名の列を確かめてください。", "secondary", wrap=True),
                0,
                0,
                1,
                2,
            )
            return
        for place, (title, text) in enumerate(_lines(made.facts)):
            value: QLabel = label(text or "―", "body" if text else "secondary", wrap=True)
            self._example.addWidget(label(title, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._example.addWidget(value, place, 1)

    def _ask_again(self) -> None:
        sheet = self._sheet.currentText() or None
        encoding = self._encoding.currentData() if self._listed is not None and self._listed.encoding else None
        self.reread.emit(sheet, encoding)


def _note(recalled: Recalled | None) -> str:
    """How the columns came to be read so."""
    if recalled is None:
        return "列の意味を見出しと中身から読み取りました。違っていれば「この列の意味」で選び直してください。"
    alike = "見出しが同じ" if recalled.same_headings else "見出しは違いますが、列の中身が同じ種類"
    return (
        f"前に取り込んだ「{recalled.file_name}」と{alike}なので、そのときと同じ読み方にしました。"
        "違っていれば選び直してください。"
    )


def _why(guess: ColumnGuess | None) -> tuple[str, str]:
    """How sure the reader is of a column and on what that rests, and the style to say it in."""
    if guess is None or guess.meaning is None:
        return "", "secondary"
    if guess.reason in _CERTAIN:
        return word(guess.reason), "secondary"
    sure = next(text for least, text in SURENESS if guess.confidence >= least)
    return f"{sure}（{word(guess.reason)}）", "secondary" if guess.confidence >= SURENESS[1][0] else "strong"


def _say_chosen(why: QLabel, box: ChoiceBox, guessed: int, text: str, chosen: int) -> None:
    why.setText(text if chosen == guessed else word(GuessReason.GIVEN) if box.currentData() else "")


def _rank(order: Sequence[int], cell: int) -> int:
    return order.index(cell) if cell in order else len(order)


def _samples(listed: ReadList, width: int) -> list[list[str]]:
    """For each column the first different values that stand in it."""
    found: list[list[str]] = [[] for _ in range(width)]
    for one in listed.rows[:200]:
        for place, cell in enumerate(one.cells[:width]):
            text = " ".join(cell.split())
            if text and text not in found[place] and len(found[place]) < SAMPLE_ROWS:
                found[place].append(text)
    return found


def _lines(facts: FirmFacts) -> list[tuple[str, str]]:
    address = facts.address
    return [
        ("事業者名", facts.name),
        ("事業所名", facts.office),
        ("代表者", person_shown(facts)),
        ("郵便番号", postal_code_shown(address.postal_code)),
        ("市町村", address.municipality),
        ("町域・番地", f"{address.town}{address.rest}"),
        ("電話番号", facts.phone),
        ("業種", facts.industry),
        ("従業者数", "" if facts.staff is None else f"{facts.staff:,}人"),
        ("法人番号", facts.corporate_number),
        ("備考", facts.note),
    ]
