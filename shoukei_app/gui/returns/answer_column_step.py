"""The first step of taking a table of answers in: which column is which question, how sure that is, and why."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from shoukei_app.domain.answer_table import (
    ANSWERED_AT,
    FORM_NUMBER,
    AnswerColumn,
    AnswerTable,
    ColumnMeaning,
    ColumnUse,
    Existing,
)
from shoukei_app.domain.listing import GuessReason, column_letters
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import Channel
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.form import ChoiceField, DateField, Form
from shoukei_app.gui.kit.pieces import STRETCH, Card, Elided, clear, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import answer_tables
from shoukei_app.usecases.answer_tables import FileArrival
from shoukei_app.words.terms import word, words

SURENESS = ((0.8, "確か"), (0.6, "たぶん"), (0.0, "要確認"))
NOT_USED = "（使わない）"
_KEY = Qt.ItemDataRole.UserRole


class ColumnStep(QWidget):
    """Shows what the columns are taken for and lets a person choose otherwise; `changed` after every choice."""

    changed = Signal()

    def __init__(self, questionnaire: Questionnaire, today: date) -> None:
        super().__init__()
        self._questionnaire = questionnaire
        self._table: AnswerTable | None = None
        self._meanings, self._model = _choices(questionnaire)
        self._boxes: list[ChoiceBox] = []
        self.form: Form[FileArrival] = Form(
            [
                ChoiceField(key="channel", label="届き方", options=list(words(Channel).items())),
                DateField(
                    key="received_on",
                    label="受付日",
                    required=True,
                    width=104,
                    help="回答日時の列がある行は、その日を使います",
                ),
                ChoiceField(
                    key="existing",
                    label="回答済みの事業者",
                    options=list(words(Existing).items()),
                    help="「新しい方を採る」は受付の日で比べます",
                ),
            ]
        )
        self.form.fill(FileArrival(Channel.WEB, today))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID - 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 3)
        self._note = label("", "secondary", wrap=True)
        self._note.setContentsMargins(2 * GRID, GRID + GRID // 2, 2 * GRID, 0)
        card = Card(padded=False)
        card.add(self._note)
        card.add(scrolled(holding(column(self._grid, STRETCH))), 1)
        how = Card("取り込み方")
        how.add(self.form)
        self._counts = label("", "secondary", wrap=True)
        how.add(self._counts)
        how.body.addStretch(1)
        how.setFixedWidth(theme().px(300))
        both = row(card, how, spacing=2 * GRID)
        both.setStretch(0, 1)
        self.setLayout(both)

    @property
    def shown(self) -> bool:
        """Whether a table is shown yet."""
        return self._table is not None

    @property
    def usable(self) -> bool:
        """Whether a column holds the form numbers, and one an answer."""
        meanings = set(self._chosen().values()) - {None, ANSWERED_AT}
        return FORM_NUMBER in meanings and len(meanings) > 1

    @property
    def table(self) -> AnswerTable:
        """The table with its columns read as they are chosen now."""
        assert self._table is not None
        chosen = self._chosen()
        changed = {one.index: chosen[one.index] for one in self._table.columns if chosen[one.index] != one.meaning}
        return answer_tables.with_columns(self._table, changed) if changed else self._table

    def arrival(self) -> FileArrival | None:
        """How the answers came; None where the form is wrong."""
        return self.form.value()

    def show_table(self, table: AnswerTable) -> None:
        """Show a table as it was read."""
        self._table = table
        clear(self._grid)
        self._boxes = []
        for place, head in enumerate(("列", "見出し", "書かれている値の例", "この列の意味", "確かさと根拠")):
            self._grid.addWidget(label(head, "secondary"), 0, place)
        for place, one in enumerate(table.columns, start=1):
            self._show_column(place, one)
        remembered = any(one.reason is GuessReason.REMEMBERED for one in table.columns)
        self._note.setText(
            "前に取り込んだときと同じ見出しなので、同じ読み方にしました。違っていれば選び直してください。"
            if remembered
            else "見出しと中身から読み取りました。違っていれば「この列の意味」で選び直してください。"
            "同じ見出しの表は、次から同じ読み方にします。"
        )
        left = f"、合計などの行 {len(table.left_out):,}行" if table.left_out else ""
        sheet = f"シート「{table.sheet}」　" if table.sheet else ""
        self._counts.setText(f"{sheet}見出しは {table.header_line:,}行目　回答 {len(table.rows):,}行{left}")

    def _show_column(self, place: int, one: AnswerColumn) -> None:
        box = ChoiceBox()
        box.setModel(self._model)
        box.setFixedWidth(theme().px(200))
        box.setAccessibleName(f"{column_letters(one.index)}列「{one.heading}」の意味")
        box.setCurrentIndex(box.findData(one.meaning.key if one.meaning else "", _KEY))
        why = label(*_why(one))
        box.currentIndexChanged.connect(lambda _place: self._on_chosen(box, why, one))
        self._boxes.append(box)
        key = label(column_letters(one.index), "key")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading = Elided(
            " ".join(one.heading.split()) or "（見出しなし）", "ink" if one.heading.strip() else "secondary"
        )
        samples = Elided("　／　".join(" ".join(text.split()) for text in one.samples) or "（空）")
        for at, widget in enumerate((key, heading, samples, box, why)):
            self._grid.addWidget(widget, place, at)

    def _on_chosen(self, box: ChoiceBox, why: QLabel, one: AnswerColumn) -> None:
        chosen = self._meanings.get(box.currentData(_KEY))
        why.setText(_why(one)[0] if chosen == one.meaning else word(GuessReason.GIVEN) if chosen else "")
        for other in self._boxes:  # what is given to one column is taken from the column that had it
            if other is not box and chosen is not None and other.currentData(_KEY) == chosen.key:
                other.setCurrentIndex(0)
        self.changed.emit()

    def _chosen(self) -> dict[int, ColumnMeaning | None]:
        return {place: self._meanings.get(box.currentData(_KEY)) for place, box in enumerate(self._boxes)}


def meaning_words(questionnaire: Questionnaire, meaning: ColumnMeaning) -> str:
    """What a column is for: 整理番号, 問16 気がかりなこと, 問16-7 借入金の返済."""
    if not meaning.question:
        return word(meaning.use)
    question = questionnaire.by_id[meaning.question]
    if meaning.use is ColumnUse.CHOICE:
        choice = question.choice(meaning.code)
        return f"問{question.number}-{meaning.code} {choice.text if choice else ''}"
    if meaning.use is ColumnUse.WORDS:
        return f"問{question.number} その他のことば"
    return f"問{question.number} {question.short}"


def _choices(questionnaire: Questionnaire) -> tuple[dict[str, ColumnMeaning], QStandardItemModel]:
    """Everything a column can be, by key, and the model that all choice boxes share: there are a hundred and more."""
    meanings = [FORM_NUMBER, ANSWERED_AT]
    meanings += [ColumnMeaning(ColumnUse.ANSWER, question.id) for question in questionnaire.questions]
    for question in questionnaire.questions:
        if len(question.choices) > 2:
            meanings += [ColumnMeaning(ColumnUse.CHOICE, question.id, choice.code) for choice in question.choices]
        if any(choice.other for choice in question.choices):
            meanings.append(ColumnMeaning(ColumnUse.WORDS, question.id))
    model = QStandardItemModel()
    for key, text in [("", NOT_USED), *((one.key, meaning_words(questionnaire, one)) for one in meanings)]:
        item = QStandardItem(text)
        item.setData(key, _KEY)
        model.appendRow(item)
    return {one.key: one for one in meanings}, model


def _why(one: AnswerColumn) -> tuple[str, str]:
    """How sure the reader is of a column and on what that rests, and the style to say it in."""
    if one.reason in (GuessReason.REMEMBERED, GuessReason.GIVEN):
        return word(one.reason), "secondary"
    if one.meaning is None:
        return "", "secondary"
    sure = next(text for least, text in SURENESS if one.confidence >= least)
    unread = f"、読めない値 {round((1 - one.share) * 100)}%" if one.samples and one.share < 0.995 else ""
    return f"{sure}（{word(one.reason)}{unread}）", "secondary" if one.confidence >= SURENESS[1][0] else "strong"
