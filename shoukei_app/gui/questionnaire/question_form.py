"""The form of one question: only what its kind knows, its choices in place, and who is asked in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.era import ERAS
from shoukei_app.domain.questionnaire import Question, QuestionKind, Questionnaire, QuestionRole
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.conditions import ConditionBuilder
from shoukei_app.gui.kit.form import CheckField, ChoiceField, Field, Form, LinesField, NumberField, TextField
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, clear, column, label, row
from shoukei_app.gui.questionnaire.choice_rows import ChoiceRows
from shoukei_app.gui.questionnaire.subjects import asked_about
from shoukei_app.words.conditions import base_text
from shoukei_app.words.terms import words

EVERYBODY = "全員に聞きます。"

_ERAS = [(era.letter, era.name) for era in ERAS] + [("", "決めない（元号も書いてもらう）")]


def fields_of(kind: QuestionKind) -> Sequence[Field]:
    """The fields that make sense for a kind of question, in the order of the form."""
    own: list[Field] = []
    match kind:
        case QuestionKind.MULTIPLE:
            own.append(
                NumberField(key="limit", label="選べる数（空なら、いくつでも）", minimum=1, maximum=99, width=72)
            )
        case QuestionKind.NUMBER:
            own += [
                TextField(key="unit", label="単位", max_length=10, placeholder="人、歳、万円", width=120),
                NumberField(key="minimum", label="この数から", width=110),
                NumberField(key="maximum", label="この数まで", width=110),
            ]
        case QuestionKind.YEAR:
            own += [
                ChoiceField(key="era", label="元号なしの2桁は", options=_ERAS),
                NumberField(key="minimum", label="この年から（西暦）", width=110),
                NumberField(key="maximum", label="この年まで（西暦）", width=110),
            ]
        case QuestionKind.DATE:
            own.append(ChoiceField(key="era", label="元号なしの2桁は", options=_ERAS))
        case QuestionKind.TEXT:
            own.append(NumberField(key="lines", label="記入欄の行数", minimum=1, maximum=20, width=72))
        case _:
            pass
    return own


_WORDS: Sequence[Field] = (
    LinesField(key="text", label="問いの文", lines=2),
    TextField(key="short", label="短い名前（一覧・集計）", max_length=40, placeholder="承継の意向"),
)
_MORE: Sequence[Field] = (
    TextField(key="group", label="まとめて聞く見出し", placeholder="続く問いと同じ文にすると、1つの枠に並びます"),
    TextField(key="note", label="問いの下に添える注", placeholder="和暦・西暦のどちらでも構いません"),
    ChoiceField(
        key="role",
        label="プログラムが使う役割",
        options=list(words(QuestionRole).items()),
        none="（なし）",
        help="年齢や同意など、集計と同意の記録がどの問いを見るか。",
    ),
    LinesField(key="spoken", label="電話で読み上げる文（空なら問いの文のまま）", lines=2),
)


class QuestionForm(QWidget):
    """Shows a question; `changed` carries another state of it and the place where somebody types."""

    changed = Signal(object, str)  # Question, what was touched
    section_named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._shown: tuple[str, QuestionKind] | None = None
        self._forms: list[Form[Question]] = []
        self.wrong = label("", "error", wrap=True)
        self.head = Card("問")
        self._words_place = column(spacing=0)
        self._own_place = column(spacing=0)
        self.section: Form[Question] = Form(
            [TextField(key="section", label="区分（同じ区分の問いは1つの見出しの下に並びます）", max_length=60)]
        )
        self.section.changed.connect(lambda: self.section_named.emit(self.section.typed().section))
        self.kind: Form[Question] = Form(
            [ChoiceField(key="kind", label="答え方", options=list(words(QuestionKind).items()))]
        )
        self.kind.changed.connect(lambda: self._emit("kind", self.kind.typed()))
        self.verify: Form[Question] = Form(
            [CheckField(key="verify", label="2回入力する（別の人がもう一度入れて照合）")]
        )
        self.verify.changed.connect(lambda: self._emit("verify", self.verify.typed()))
        self.head.add(self.wrong)
        self.head.add(self._words_place)
        self.head.add(self.kind)
        self.head.add(self._own_place)
        self.choice_card = Card("選択肢", "Enter で次へ　Alt+↑↓ で並べ替え")
        self.choices = ChoiceRows()
        self.choice_card.add(self.choices)
        self.base_card = Card("誰に聞くか")
        self.base = ConditionBuilder(self._base_words, EVERYBODY)
        self.base.changed.connect(self._on_base)
        self._first = label("最初の問いは全員に聞きます。", "secondary", wrap=True)
        self.base_card.add(self.base)
        self.base_card.add(self._first)
        self.more_card = Card()
        self.fold = button(
            "その他の設定（区分・見出し・注・役割・読み上げ）", self._unfold, kind="link", symbol="caret-down"
        )
        self.more: Form[Question] = Form(list(_MORE))
        self.more.changed.connect(lambda: self._emit("more", self.more.typed()))
        self.more_card.add(self.verify)
        self.more_card.add(row(self.fold, STRETCH))
        self.more_card.add(self.section)
        self.more_card.add(self.more)
        for form in (self.section, self.more):
            form.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, GRID, GRID)
        outer.setSpacing(GRID + 4)
        for card in (self.head, self.choice_card, self.base_card, self.more_card):
            outer.addWidget(card)
        outer.addStretch(1)
        self._questionnaire: Questionnaire | None = None

    def show_question(self, questionnaire: Questionnaire, question: Question, wrong: Sequence[str]) -> None:
        """Show a question; where it is the one already shown, what is being typed stays as it stands."""
        self._questionnaire = questionnaire
        before, self._question = self._question, question
        self.head.title.setText(f"問{question.number}")
        self.head.note.setText("")
        self.wrong.setText("\n".join(wrong))
        self.wrong.setVisible(bool(wrong))
        if self._shown != (question.id, question.kind):
            self._shown = (question.id, question.kind)
            self._make_forms(question)
            before = None
        for form in (*self._forms, self.section, self.kind, self.verify, self.more):
            typed = None if before is None else form.typed()
            if typed is None or _differs(form, typed, question):
                form.fill(question)
        self.verify.setEnabled(not question.by_words)
        self.choice_card.setVisible(question.by_ticks)
        self.choices.show_question(question)
        earlier = questionnaire.questions[: question.number - 1]
        self.base.setVisible(bool(earlier))
        self._first.setVisible(not earlier)
        self.base.show_condition(asked_about(earlier), question.base)

    def focus_text(self) -> None:
        """Let the words of the question be typed."""
        self._forms[0].editor("text").setFocus()

    def _make_forms(self, question: Question) -> None:
        clear(self._words_place)
        clear(self._own_place)
        own = fields_of(question.kind)
        self._forms = [Form(list(_WORDS))]
        self._words_place.addWidget(self._forms[0])
        if own:
            self._forms.append(Form(own, columns=len(own)))
            self._own_place.addWidget(self._forms[1])
        for form in self._forms:
            form.changed.connect(_emitting(self, form))

    def emit_typed(self, form: Form[Question]) -> None:
        """Tell what stands in a form now."""
        self._emit("words" if form is self._forms[0] else "own", form.typed())

    def _emit(self, touched: str, typed: Question) -> None:
        if self._question is None:
            return
        changed = _merged(self._question, typed, touched)
        changed = replace(changed, lines=changed.lines or self._question.lines)  # empty while it is typed anew
        self.changed.emit(changed, "" if touched in ("kind", "verify") else f"{changed.id} {touched}")

    def _on_base(self) -> None:
        if self._question is not None:
            self.changed.emit(replace(self._question, base=self.base.value()), "")

    def _base_words(self, condition: object) -> str:
        assert self._questionnaire is not None
        return f"「{base_text(self._questionnaire, condition)}」"  # type: ignore[arg-type]  # the builder gives conditions

    def _unfold(self) -> None:
        shown = self.more.isHidden()
        for form in (self.section, self.more):
            form.setVisible(shown)


_KEYS = {
    "words": ("text", "short"),
    "own": ("limit", "unit", "minimum", "maximum", "lines", "era"),
    "kind": ("kind",),
    "verify": ("verify",),
    "more": ("group", "note", "role", "spoken"),
}


def _merged(question: Question, typed: Question, touched: str) -> Question:
    """The question with what one form is about."""
    return replace(question, **{key: getattr(typed, key) for key in _KEYS[touched]})


def _differs(form: Form[Question], typed: Question, question: Question) -> bool:
    """Whether a form shows something else than the question says (blanks at the ends aside: they are being typed)."""
    return any(getattr(typed, key) != getattr(question, key) for keys in _KEYS.values() for key in (*keys, "section"))


def _emitting(owner: QuestionForm, form: Form[Question]) -> Callable[[], None]:
    return lambda: owner.emit_typed(form)
