"""Conditions put together from rows of 「問い・条件・値」, grouped by all, any, some or none, and said as a sentence.

It knows nothing of questionnaires: what can be asked about comes in as `Askable`, so bases, checks, types of the
diagnosis and rules for choosing firms are all edited with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain.conditions import All, Condition, Not, Operator, Some, Test
from shoukei_app.domain.facts import Askable, SubjectKind
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import CheckBox, ChoiceBox
from shoukei_app.gui.kit.editors import editor_for
from shoukei_app.gui.kit.fields import Keys, NumberField, Unreadable
from shoukei_app.gui.kit.pieces import STRETCH, button, clear, column, holding, label, row

_LONG = 24
_ONE_COLUMN = 8
"""Up to so many choices stand below each other, more side by side in two columns."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """One way of asking: its words, the operator, and whether the test must not hold."""

    words: str
    operator: Operator
    negated: bool = False


_ANSWERED = (
    _Asking("答えた", Operator.ANSWERED),
    _Asking("答えていない", Operator.ANSWERED, negated=True),
)
_ASKINGS = {
    SubjectKind.ONE: (
        _Asking("どれかを選んだ", Operator.ANY_OF),
        _Asking("どれも選んでいない", Operator.ANY_OF, negated=True),
        *_ANSWERED,
    ),
    SubjectKind.SEVERAL: (
        _Asking("どれかを選んだ", Operator.ANY_OF),
        _Asking("どれも選んでいない", Operator.ANY_OF, negated=True),
        _Asking("すべてを選んだ", Operator.ALL_OF),
        _Asking("次の数以上を選んだ", Operator.COUNT_AT_LEAST),
        *_ANSWERED,
    ),
    SubjectKind.NUMBER: (
        _Asking("次の数以上", Operator.AT_LEAST),
        _Asking("次の数以下", Operator.AT_MOST),
        _Asking("次の数と同じ", Operator.EQUALS),
        *_ANSWERED,
    ),
    SubjectKind.WORDS: (_Asking("次の言葉と同じ", Operator.EQUALS), *_ANSWERED),
}


class _Link(Enum):
    """How the parts of a group belong together."""

    ALL = "すべてにあてはまる"
    ANY = "どれかにあてはまる"
    SOME = "2つ以上にあてはまる"
    NONE = "どれにもあてはまらない"


class ConditionBuilder(QWidget):
    """Shows a condition (None: no rows) and gives one back; `changed` after every edit of a person.

    `say` makes the sentence below the rows; `nothing` stands there where there is no condition.
    """

    changed = Signal()

    def __init__(self, say: Callable[[Condition], str], nothing: str) -> None:
        super().__init__()
        self._say = say
        self._nothing = nothing
        self._subjects: Sequence[Askable] = ()
        self._filled: Condition | None = None
        self._place = column(spacing=0)
        self.root = _Group((), self._on_edited, None)
        self._place.addWidget(self.root)
        self._sentence = label("", "secondary", wrap=True)
        self.setLayout(column(holding(self._place), self._sentence, spacing=GRID))

    def show_condition(self, subjects: Sequence[Askable], condition: Condition | None) -> None:
        """Show a condition over these subjects; rows stay as they are where they say this already."""
        if tuple(subjects) == tuple(self._subjects) and self.complete and self.value() == condition:
            return
        self._subjects, self._filled = tuple(subjects), condition
        clear(self._place)
        self.root = _Group(self._subjects, self._on_edited, None)
        self.root.fill(condition)
        self._place.addWidget(self.root)
        self._show_sentence()

    @property
    def subjects(self) -> Sequence[Askable]:
        """What can be asked about."""
        return self._subjects

    @property
    def complete(self) -> bool:
        """Whether every row says something."""
        return self.root.complete

    def value(self) -> Condition | None:
        """The condition that stands there, None where there are no rows; rows without a value are left out."""
        return self.root.value()

    def _on_edited(self) -> None:
        self._show_sentence()
        if self.complete:
            self.changed.emit()

    def _show_sentence(self) -> None:
        condition = self.value()
        if not self.complete:
            self._sentence.setText("値を選ぶと、条件が決まります。")
        else:
            self._sentence.setText(self._nothing if condition is None else self._say(condition))


class _Group(QFrame):
    """Parts below each other and how they belong together; a part is a row or, one level down, another group."""

    def __init__(
        self, subjects: Sequence[Askable], edited: Callable[[], None], remove: Callable[[], object] | None
    ) -> None:
        super().__init__()
        self._subjects = subjects
        self._edited = edited
        self._least = 2
        self.parts: list[_TestRow | _Group] = []
        self.link = ChoiceBox(self)
        self.link.addItems([link.value for link in _Link])
        self.link.setAccessibleName("条件のまとめ方")
        self.link.currentIndexChanged.connect(lambda _index: self._edited())
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)
        self.add_button = button("条件を加える", self.add_row, kind="quiet", symbol="plus")
        nested = button("まとまりを加える", self.add_group, kind="quiet", symbol="brackets-round")
        nested.setToolTip("「または」と「かつ」を組み合わせるとき")
        self._linked = label("次の条件の", "secondary")
        head = row(self._linked, self.link, STRETCH)
        if remove is not None:
            self.setProperty("kind", "choice")
            head.addWidget(_cross("まとまりを消す", remove))
            nested.hide()
        side = 0 if remove is None else GRID
        self.setLayout(
            column(
                head, self._rows, row(self.add_button, nested, STRETCH), spacing=GRID, margins=(side, side, side, side)
            )
        )
        nested.setVisible(remove is None)
        self._show_link()

    @property
    def complete(self) -> bool:
        """Whether every row below says something."""
        return all(part.complete for part in self.parts)

    def fill(self, condition: Condition | None) -> None:
        """Show a condition: a group as its parts, anything else as one row."""
        parts: tuple[Condition, ...]
        match condition:
            case None:
                parts, link = (), _Link.ALL
            case All(parts):
                link = _Link.ALL
            case Some(parts, 1):
                link = _Link.ANY
            case Some(parts, least):
                link, self._least = _Link.SOME, least
            case Not(Some(parts, 1)):
                link = _Link.NONE
            case Not(part) if not isinstance(part, Test):
                link, parts = _Link.NONE, (part,)
            case _:
                link, parts = _Link.ALL, (condition,)
        blocker = QSignalBlocker(self.link)
        self.link.setItemText(list(_Link).index(_Link.SOME), f"{self._least}つ以上にあてはまる")
        self.link.setCurrentIndex(list(_Link).index(link))
        blocker.unblock()
        for part in parts:
            self._append(part)
        self._show_link()

    def value(self) -> Condition | None:
        """What the parts say together."""
        parts = tuple(value for part in self.parts if (value := part.value()) is not None)
        if not parts:
            return None
        match list(_Link)[self.link.currentIndex()]:
            case _Link.NONE:
                return Not(parts[0]) if len(parts) == 1 and not isinstance(parts[0], Test) else Not(Some(parts))
            case _ if len(parts) == 1:
                return parts[0]
            case _Link.ALL:
                return All(parts)
            case _Link.ANY:
                return Some(parts)
            case _Link.SOME:
                return Some(parts, self._least)

    def add_row(self) -> None:
        """Ask one thing more: the subject last asked about, or the last there is."""
        if self._subjects:
            made = self._make_row(None)
            self._edited()
            made.subject.setFocus()

    def add_group(self) -> None:
        """Put a group of its own among the parts."""
        if self._subjects:
            made = self._make_group()
            made.add_row()

    def _append(self, condition: Condition) -> None:
        match condition:
            case Test() | Not(Test()):
                self._make_row(condition)
            case _:
                self._make_group().fill(condition)

    def _make_row(self, condition: Condition | None) -> "_TestRow":
        made = _TestRow(self._subjects, self._edited, lambda: self._remove(made))
        if condition is None:
            made.begin()
        else:
            made.fill(condition)
        self._keep(made)
        return made

    def _make_group(self) -> "_Group":
        made = _Group(self._subjects, self._edited, lambda: self._remove(made))
        self._keep(made)
        return made

    def _keep(self, part: "_TestRow | _Group") -> None:
        self.parts.append(part)
        self._rows.addWidget(part)
        self._show_link()

    def _remove(self, part: "_TestRow | _Group") -> None:
        self.parts.remove(part)
        self._rows.removeWidget(part)
        part.hide()
        part.deleteLater()
        self._show_link()
        self._edited()
        self.add_button.setFocus()

    def _show_link(self) -> None:
        negated = self.link.currentIndex() == list(_Link).index(_Link.NONE)
        shown = len(self.parts) > 1 or (negated and bool(self.parts))
        self.link.setVisible(shown)
        self._linked.setVisible(shown)


class _TestRow(QWidget):
    """One test: about what, how, and the value."""

    def __init__(self, subjects: Sequence[Askable], edited: Callable[[], None], remove: Callable[[], object]) -> None:
        super().__init__()
        self._subjects = subjects
        self._edited = edited
        self._rare: tuple[_Asking, ...] = ()
        self.boxes: dict[int | str, CheckBox] = {}
        self.subject = ChoiceBox(self)
        self.subject.addItems([one.title for one in subjects])
        self.subject.setAccessibleName("何について")
        self.asking = ChoiceBox(self)
        for each in (self.subject, self.asking):  # as wide as the place is, not as their longest words
            each.setMinimumContentsLength(6)
            each.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.asking.setAccessibleName("どうであれば")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(GRID, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._grid.setHorizontalSpacing(GRID)
        self._number = editor_for(NumberField(key="number", label="数", width=88), edited)
        self.number = self._number.focus
        self.number.setAccessibleName("数")
        self.words = QLineEdit()
        self.words.setAccessibleName("言葉")
        self.words.setInputMethodHints(Keys.JAPANESE.value)
        self.words.textEdited.connect(lambda _text: edited())
        self._unit = label("", "secondary")
        head = row(self.subject, self.asking, _cross("この条件を消す", remove), spacing=GRID // 2)
        head.setStretch(0, 1)
        head.setStretch(1, 1)
        self._figure = holding(row(self._number.widget, self._unit, STRETCH, margins=(GRID, 0, 0, 0)))
        self.setLayout(column(head, self._grid, self._figure, self.words, spacing=GRID // 2))
        self.subject.currentIndexChanged.connect(lambda _index: self._on_subject())
        self.asking.currentIndexChanged.connect(lambda _index: self._on_asking())
        self._show_subject()

    @property
    def complete(self) -> bool:
        """Whether the row says something."""
        return self.value() is not None

    def begin(self) -> None:
        """Begin with the last subject: most often the one just above is asked about."""
        _choose(self.subject, len(self._subjects) - 1)
        self._show_subject()

    def fill(self, condition: Condition) -> None:
        """Show a test, or one that must not hold."""
        negated = isinstance(condition, Not)
        test = condition.part if isinstance(condition, Not) else condition
        assert isinstance(test, Test)
        if test.operator is Operator.ANSWERED:
            negated = negated is not (test.operand is False)
        place = next((place for place, one in enumerate(self._subjects) if one.id == test.subject), -1)
        _choose(self.subject, place)
        self._show_subject()
        usual = [(asking.operator, asking.negated) for asking in self._askings]
        if (test.operator, negated) not in usual:
            words = next((one.words for one in self._askings if one.operator is test.operator), "その値")
            self._rare = (_Asking(f"{words}ではない", test.operator, negated=negated),)
            self.asking.addItem(self._rare[0].words)
            usual.append((test.operator, negated))
        _choose(self.asking, usual.index((test.operator, negated)))
        for code, box in self.boxes.items():
            blocker = QSignalBlocker(box)
            box.setChecked(isinstance(test.operand, tuple) and code in test.operand)
            blocker.unblock()
        if isinstance(test.operand, int) and not isinstance(test.operand, bool):
            blocker = QSignalBlocker(self.number)
            self._number.fill(test.operand)
            blocker.unblock()
        if isinstance(test.operand, str):
            self.words.setText(test.operand)
        self._show_value()

    def value(self) -> Condition | None:
        """The test that stands there, None where its value is missing."""
        about, asking = self._about, self._asking
        if about is None or asking is None:
            return None
        operand = self._operand(about, asking)
        if operand is None:
            return None
        if asking.operator is Operator.ANSWERED:
            return Test(about.id, Operator.ANSWERED, not asking.negated)
        test = Test(about.id, asking.operator, operand)
        return Not(test) if asking.negated else test

    @property
    def _about(self) -> Askable | None:
        place = self.subject.currentIndex()
        return self._subjects[place] if 0 <= place < len(self._subjects) else None

    @property
    def _askings(self) -> tuple[_Asking, ...]:
        return (*_ASKINGS[self._about.kind], *self._rare) if self._about is not None else ()

    @property
    def _asking(self) -> _Asking | None:
        place = self.asking.currentIndex()
        return self._askings[place] if 0 <= place < len(self._askings) else None

    def _operand(self, about: Askable, asking: _Asking) -> tuple[int, ...] | tuple[str, ...] | int | str | bool | None:
        match asking.operator:
            case Operator.ANSWERED:
                return True
            case Operator.ANY_OF | Operator.ALL_OF:
                ticked = [code for code, box in self.boxes.items() if box.isChecked()]
                words = tuple(code for code in ticked if isinstance(code, str))
                return words or tuple(code for code in ticked if isinstance(code, int)) or None
            case Operator.EQUALS if about.kind is SubjectKind.WORDS:
                return self.words.text().strip() or None
            case _:
                try:
                    read = self._number.read()
                except Unreadable:
                    return None
                return read if isinstance(read, int) else None

    def _on_subject(self) -> None:
        self._show_subject()
        self._edited()

    def _on_asking(self) -> None:
        self._show_value()
        self._edited()

    def _show_subject(self) -> None:
        about = self._about
        self._rare = ()
        blocker = QSignalBlocker(self.asking)
        self.asking.clear()
        self.asking.addItems([asking.words for asking in self._askings])
        blocker.unblock()
        clear(self._grid)
        self.boxes = {}
        choices = about.choices if about is not None else ()
        down = len(choices) if len(choices) <= _ONE_COLUMN else -(-len(choices) // 2)
        for place, (code, words) in enumerate(choices):
            said = f"{code} {words}" if isinstance(code, int) else words
            longest = _LONG if down == len(choices) else _LONG // 2 - 1
            box = CheckBox(said if len(said) <= longest else f"{said[:longest]}…")
            box.setToolTip(words)
            box.toggled.connect(lambda _on: self._edited())
            self.boxes[code] = box
            self._grid.addWidget(box, place % down, place // down, Qt.AlignmentFlag.AlignLeft)
        self._unit.setText(about.unit if about is not None else "")
        self._show_value()

    def _show_value(self) -> None:
        operator = self._asking.operator if self._asking is not None else Operator.ANSWERED
        words = operator is Operator.EQUALS and self._about is not None and self._about.kind is SubjectKind.WORDS
        ticks = operator in (Operator.ANY_OF, Operator.ALL_OF)
        for box in self.boxes.values():
            box.setVisible(ticks)
        self._figure.setVisible(not ticks and not words and operator is not Operator.ANSWERED)
        self.words.setVisible(words)


def _choose(box: ChoiceBox, place: int) -> None:
    blocker = QSignalBlocker(box)
    box.setCurrentIndex(place)
    blocker.unblock()


def _cross(name: str, run: Callable[[], object]) -> QWidget:
    made = button("", partial(run), kind="icon", symbol="x")
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
