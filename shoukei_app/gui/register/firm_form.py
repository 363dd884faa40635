"""Adding and editing a firm by hand: the form, and beside it what the postcode list and the register say to it."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain.firm import FirmFacts, FirmStatus, LegalForm
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.form import (
    CheckField,
    ChoiceField,
    DateField,
    Field,
    Form,
    Keys,
    LinesField,
    NumberField,
    TextField,
)
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, chip, clear, column, holding, label, row, rule, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.advice import Advice, look_at
from shoukei_app.gui.register.draft import Draft, draft_of, facts_of, wrong
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import firms
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.terms import words

PAUSE_MS = 350
EMPTY = Draft()
FIELD_WORDS = {
    "postal_code": "郵便番号に入れる",
    "address": "所在地に入れる",
    "phone": "電話番号に入れる",
    "corporate_number": "法人番号に入れる",
    "name": "事業者名に入れる",
}
NOTHING_YET = (
    "入れながら、郵便番号簿と台帳に照らします。郵便番号と所在地が合わないとき、"
    "台帳に同じ事業者がありそうなときに、ここでお知らせします。"
)
TONES = {"accent": "郵便番号", "attention": "確認", "overdue": "重複", "done": "確認済み"}

FIELDS: tuple[Field, ...] = (
    TextField(key="name", label="事業者名", required=True, help="封筒の宛名になります。株式会社なども書きます。"),
    TextField(key="office", label="事業所名・屋号", help="本店と別の名前で送るときだけ入れます。"),
    TextField(key="kana", label="フリガナ"),
    TextField(key="corporate_number", label="法人番号", keys=Keys.DIGITS, width=160),
    TextField(key="title", label="役職", placeholder="代表取締役", width=160),
    TextField(key="representative", label="代表者"),
    TextField(key="postal_code", label="郵便番号", keys=Keys.DIGITS, width=120, placeholder="389-1211"),
    TextField(key="phone", label="電話番号", keys=Keys.DIGITS, width=160),
    TextField(key="address", label="所在地", help="都道府県か市町村から番地・建物まで、続けて入れます。"),
    TextField(key="industry", label="業種", help="台帳にある業種が候補に出ます。"),
    NumberField(key="staff", label="従業者数", minimum=0, maximum=999_999, unit="人"),
    ChoiceField(
        key="legal_form",
        label="経営形態",
        options=tuple((k, w) for k, w in words(LegalForm).items()),
        none="分からない",
    ),
    ChoiceField(key="status", label="営業の状況", options=tuple((k, w) for k, w in words(FirmStatus).items())),
    DateField(key="status_on", label="廃業・閉鎖・移転の日"),
    LinesField(key="note", label="備考", lines=3),
    CheckField(key="do_not_mail", label="発送不要の申出がある"),
)


class FirmForm(View):
    """The form of one firm. `saved` carries its id; `card_asked` that of another firm to look at."""

    hints = (("Ctrl+S", "保存"), ("Tab", "次の欄"), ("Esc", "保存せずに戻る"))

    saved = Signal(object)
    card_asked = Signal(object)

    def __init__(self, shell: Shell, firm_id: int | None = None) -> None:
        super().__init__(shell)
        self.firm_id = firm_id
        self._known: FirmFacts | None = None
        self._asked = 0
        self._advice: tuple[Advice, ...] = ()
        self.actions_ = self.set_actions(
            [
                Action("back", "やめる", self._give_up, "x", "Esc"),
                Action("save", "保存する", self.save, "check", "Ctrl+S"),
            ],
            primary="save",
            others=("back",),
        )
        self.form: Form[Draft] = Form(FIELDS, check=wrong, columns=2)
        card = Card()
        card.add(self.form)
        card.body.addStretch(1)
        self._advices = QVBoxLayout()
        self._advices.setSpacing(GRID + GRID // 2)
        side = Card("確かめ")
        side.add(self._advices)
        side.body.addStretch(1)
        side.setFixedWidth(theme().px(288))
        both = row(scrolled(holding(column(card, STRETCH))), side, spacing=2 * GRID)
        both.setStretch(0, 1)
        self.add(both, 1)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self.form.changed.connect(self._pause.start)
        self._fill()

    def start(self) -> None:
        """The keyboard begins at the name."""
        self.form.editor("name").setFocus()

    def may_leave(self) -> bool:
        """Ask where something was typed."""
        if not self.form.edited:
            return True
        leaves = dialogs.confirm(
            self, "保存せずに戻りますか", "入力した内容は台帳にまだ保存していません。", "保存せずに戻る", danger=True
        )
        if leaves:
            self.form.fill(draft_of(self._known) if self._known is not None else EMPTY)
        return leaves

    def save(self) -> None:
        """Keep what the form says; the page goes on when that is done."""
        draft = self.form.value()
        if draft is None:
            return
        if self.firm_id is not None and not self.form.edited:
            self.saved.emit(self.firm_id)
            return
        known, ledger, act, firm_id = self._known, self.session.ledger, self.session.act(), self.firm_id
        self.actions_["save"].setEnabled(False)

        def job(_progress: Progress) -> Outcome[int]:
            facts = facts_of(draft, known)
            if firm_id is None:
                return firms.add(ledger, act, facts)
            changed = firms.edit(ledger, act, firm_id, facts)
            return Outcome(firm_id, changed.changed, changed.operation)

        self.desk.write(
            job, title="事業者を保存しています", done=self._was_saved, ended=self._may_save_again, cancellable=False
        )

    def _was_saved(self, firm_id: int) -> None:
        draft = self.form.value()
        assert draft is not None
        self.form.fill(draft)
        verb = "追加" if self.firm_id is None else "変更"
        self.shell.say(f"{draft.name} を{verb}しました", undo=True)
        self.saved.emit(firm_id)

    def _may_save_again(self) -> None:
        self.actions_["save"].setEnabled(True)

    def _fill(self) -> None:
        if self.firm_id is None:
            self.form.fill(EMPTY)
        else:
            (firm,) = firms.lines(self.session.ledger, [self.firm_id])
            self._known = firm.facts
            self.form.fill(draft_of(firm.facts))
        industry = self.form.editor("industry")
        if isinstance(industry, QLineEdit):
            completer = QCompleter([name for name in firms.industries(self.session.ledger) if name], industry)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            industry.setCompleter(completer)
        self._show(())
        self._look()

    def _look(self) -> None:
        draft = self._typed()
        ledger, firm_id = self.session.ledger, self.firm_id
        self._asked += 1
        asked = self._asked
        self.desk.read(
            lambda _progress: (asked, look_at(ledger, draft, firm_id)),
            title="郵便番号簿と台帳に照らしています",
            done=self._was_looked_at,
        )

    def _was_looked_at(self, answer: tuple[int, tuple[Advice, ...]]) -> None:
        asked, found = answer
        if asked == self._asked:
            self._show(found)

    def _typed(self) -> Draft:
        """What stands in the fields now, without a sentence under those that are not finished."""
        texts: dict[str, Any] = {}
        for field in FIELDS:
            editor = self.form.editor(field.key)
            if isinstance(editor, QLineEdit) and isinstance(field, TextField):
                texts[field.key] = editor.text().strip()
        return replace(EMPTY, **texts)

    def _show(self, found: tuple[Advice, ...]) -> None:
        self._advice = found
        clear(self._advices)
        if not found:
            typed = self._typed()
            started = bool(typed.name and typed.address)
            self._advices.addWidget(
                label(
                    "気になるところはありません。" if started else NOTHING_YET,
                    "secondary",
                    wrap=True,
                )
            )
        for place, advice in enumerate(found):
            if place:
                self._advices.addWidget(rule())
            self._advices.addWidget(self._advice_widget(advice))

    def _advice_widget(self, advice: Advice) -> QWidget:
        parts: list[QWidget] = [
            holding(row(chip(TONES[advice.tone], advice.tone), STRETCH)),
            label(advice.title, "strong", wrap=True),
        ]
        if advice.sentence:
            parts.append(label(advice.sentence, "secondary", wrap=True))
        if advice.field:
            fill = button(FIELD_WORDS[advice.field], partial(self._fill_in, advice.field, advice.value))
            fill.setObjectName(f"fill_{advice.field}")
            parts.append(holding(row(fill, STRETCH)))
        if advice.firm is not None:
            parts.append(
                holding(
                    row(button("そのカードを見る", partial(self.card_asked.emit, advice.firm.id), kind="link"), STRETCH)
                )
            )
        return holding(column(*parts, spacing=GRID // 2))

    def _fill_in(self, field: str, value: str) -> None:
        editor = self.form.editor(field)
        if isinstance(editor, QLineEdit):
            editor.setText(value)
            editor.setFocus()
            editor.end(False)  # noqa: FBT003 - Qt's name for it

    def _give_up(self) -> None:
        if self.may_leave():
            self.finished.emit()
