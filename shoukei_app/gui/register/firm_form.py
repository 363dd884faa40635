"""Adding and editing a firm by hand: the form, and beside it what the postcode list and the register say to it."""

from dataclasses import fields
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain.corporate_number import parse_corporate_number
from shoukei_app.domain.firm import Address, Firm, FirmStatus, LegalForm
from shoukei_app.domain.phone import parse_phone
from shoukei_app.domain.postal_code import parse_postal_code
from shoukei_app.domain.problem import Problem, ProblemKind
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
from shoukei_app.gui.register.advice import Advice, Look, look_at
from shoukei_app.gui.register.columns import postal_code_shown
from shoukei_app.gui.register.draft import Draft, draft_of, facts_of, wrong
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import firms
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.terms import words

PAUSE_MS = 250
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

PARTS = (("都道府県", "prefecture"), ("市町村", "municipality"), ("町域", "town"), ("番地ほか", "rest"))


def _code(text: str) -> str:
    return postal_code_shown(parse_postal_code(text).code) or text


def _phone(text: str) -> str:
    read = parse_phone(text)
    return read.text if read.sure else text


def _number(text: str) -> str:
    return parse_corporate_number(text).number or text


FIELDS: tuple[Field, ...] = (
    TextField(key="name", label="事業者名", required=True, help="封筒の宛名になります。株式会社なども書きます。"),
    TextField(key="office", label="事業所名・屋号", help="本店と別の名前で送るときだけ入れます。"),
    TextField(key="kana", label="フリガナ"),
    TextField(key="corporate_number", label="法人番号", keys=Keys.DIGITS, width=160, tidied=_number),
    TextField(key="title", label="役職", placeholder="代表取締役", width=160),
    TextField(key="representative", label="代表者"),
    TextField(
        key="postal_code",
        label="郵便番号",
        keys=Keys.DIGITS,
        width=120,
        placeholder="389-1211",
        tidied=_code,
        help="7桁で、所在地の町域までが入ります。",
    ),
    TextField(key="phone", label="電話番号", keys=Keys.DIGITS, width=160, tidied=_phone),
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
    """The form of one firm. `saved` carries its id."""

    hints = (("Ctrl+S", "保存"), ("Tab", "次の欄"), ("Esc", "保存せずに戻る"))

    saved = Signal(object)

    def __init__(self, shell: Shell, firm_id: int | None = None) -> None:
        super().__init__(shell)
        self.firm_id = firm_id
        self._seen: Firm | None = None
        self._completed = ""
        self._asked = 0
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
        self._parts = {name: label("", "body", wrap=True) for _title, name in PARTS}
        side = Card("確かめ")
        side.add(self._parts_widget())
        side.add(rule())
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
            self.form.fill(draft_of(self._seen.facts) if self._seen is not None else EMPTY)
        return leaves

    def save(self) -> None:
        """Keep what the form says; the page goes on when that is done."""
        draft = self.form.value()
        if draft is None:
            return
        if self.firm_id is not None and not self.form.edited:
            self.saved.emit(self.firm_id)
            return
        seen, ledger, act = self._seen, self.session.ledger, self.session.act()
        self.actions_["save"].setEnabled(False)

        def job(_progress: Progress) -> Outcome[int]:
            if seen is None:
                return firms.add(ledger, act, facts_of(draft, None))
            changed = firms.edit(ledger, act, seen, facts_of(draft, seen.facts))
            return Outcome(seen.id, changed.changed, changed.operation)

        self.desk.write(
            job,
            title="事業者を保存しています",
            done=self._was_saved,
            failed=self._was_refused,
            ended=self._may_save_again,
            cancellable=False,
        )

    def _was_refused(self, problem: Problem) -> None:
        if problem.kind is ProblemKind.CHANGED_MEANWHILE:
            self._read_again()
        dialogs.show_problem(self.window(), problem)

    def _read_again(self) -> None:
        """Show the firm as it is now, with what was typed here on top of it."""
        assert self._seen is not None
        before, typed = draft_of(self._seen.facts), self.form.typed()
        (self._seen,) = firms.lines(self.session.ledger, [self._seen.id])
        self.form.fill(draft_of(self._seen.facts))
        names = [field.name for field in fields(Draft)]
        mine = {name: getattr(typed, name) for name in names if getattr(typed, name) != getattr(before, name)}
        self.form.type_in(mine)

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
            (self._seen,) = firms.lines(self.session.ledger, [self.firm_id])
            self.form.fill(draft_of(self._seen.facts))
        industry = self.form.editor("industry")
        if isinstance(industry, QLineEdit):
            completer = QCompleter([name for name in firms.industries(self.session.ledger) if name], industry)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            industry.setCompleter(completer)
        self._show(Look())
        self._look()

    def _look(self) -> None:
        draft = self.form.typed()
        ledger, firm_id = self.session.ledger, self.firm_id
        self._asked += 1
        asked = self._asked
        self.desk.read(
            lambda _progress: (asked, look_at(ledger, draft, firm_id)),
            title="郵便番号簿と台帳に照らしています",
            done=self._was_looked_at,
        )

    def _was_looked_at(self, answer: tuple[int, Look]) -> None:
        asked, found = answer
        if asked != self._asked:
            return
        self._show(found)
        # Only what the program itself put there is replaced; what a person wrote is never touched.
        if found.completion not in ("", self._completed) and self.form.typed().address in ("", self._completed):
            self._completed = found.completion
            self.form.type_in({"address": found.completion})
            self._to_end("address")

    def _parts_widget(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for place, (title, name) in enumerate(PARTS):
            grid.addWidget(label(title, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._parts[name], place, 1)
        return holding(column(label("所在地の読み取り", "strong"), grid))

    def _show(self, look: Look) -> None:
        found, address = look.advices, look.address or Address()
        for _title, name in PARTS:
            whole = f"{address.county}{address.municipality}" if name == "municipality" else getattr(address, name)
            self._parts[name].setText(whole or "―")
        clear(self._advices)
        if not found:
            typed = self.form.typed()
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
            self._to_end(field)

    def _to_end(self, field: str) -> None:
        editor = self.form.editor(field)
        if isinstance(editor, QLineEdit):
            editor.end(False)  # noqa: FBT003 - Qt's name for it

    def _give_up(self) -> None:
        if self.may_leave():
            self.finished.emit()
