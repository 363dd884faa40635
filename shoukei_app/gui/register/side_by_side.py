"""Two firms side by side: what they say field by field, what is kept of both, and the decision on them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shoukei_app.domain.duplicate_search import Pair
from shoukei_app.domain.duplicates import Likeness
from shoukei_app.domain.firm import Firm
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Banner,
    Card,
    Elided,
    button,
    chip,
    clear,
    column,
    hint_line,
    holding,
    label,
    row,
    rule,
    scrolled,
    set_tone,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.columns import name_shown
from shoukei_app.gui.register.field_row import TITLE_WIDTH, FieldLine, FieldRow
from shoukei_app.gui.register.pair_words import (
    LEVEL_TONES,
    letter_lines,
    likeness_shown,
    moved_by_merge,
    reasons_shown,
    value_shown,
)
from shoukei_app.usecases import duplicates, firms
from shoukei_app.usecases.duplicates import FIELDS, MergeProposal, Side
from shoukei_app.words import problems
from shoukei_app.words.history import field_word

PANEL_WIDTH = 312
KEYS = (
    ("↑↓", "項目"),
    ("←→", "残す値"),
    ("X", "残すほうを入れ替え"),
    ("Ctrl+Enter", "統合する"),
    ("B", "別の事業者"),
    ("N", "あとで"),
    ("Esc", "組の一覧へ戻る"),
)


class SideBySide(QWidget):
    """One pair. The signals say what the person decided; `card_asked` carries a firm's id."""

    merge_asked = Signal()
    apart_asked = Signal()
    later_asked = Signal()
    card_asked = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._pair: Pair | None = None
        self._keep: int | None = None
        self._chosen: dict[str, int] = {}
        """By field the id of the firm whose value a person chose, 0 for both: it holds when the sides are swapped."""
        self._busy = False
        self.proposal: MergeProposal | None = None
        self.rows: dict[str, FieldRow] = {}
        self.actions_ = Actions(
            self,
            [
                Action("merge", "統合する", self.merge_asked.emit, "git-merge", "Ctrl+Return", enabled=self._may_merge),
                Action(
                    "apart",
                    "別の事業者として記録",
                    self.apart_asked.emit,
                    "link-break",
                    "B",
                    enabled=self._may_decide,
                    hint="2つの事業者のまま残し、この組を次から候補に出しません",
                ),
                Action(
                    "later",
                    "あとで",
                    self.later_asked.emit,
                    "arrow-right",
                    "N",
                    enabled=self._may_decide,
                    hint="何も記録せずに次の組へ進みます",
                ),
                Action(
                    "swap",
                    "入れ替え",
                    self._swap,
                    "arrows-left-right",
                    "X",
                    enabled=self._may_merge,
                    hint="どちらの事業者を残すかを入れ替えます",
                ),
            ],
        )
        self._trouble = Banner(" ", tone="attention")
        self._heads = (_Head("残す事業者", "accent"), _Head("統合される事業者", ""))
        for head in self._heads:
            head.card_asked.connect(self.card_asked)
        self._fields = QVBoxLayout()
        self._fields.setContentsMargins(GRID // 2, 0, GRID // 2, GRID)
        self._fields.setSpacing(0)
        self._area = scrolled(holding(self._fields))
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.panel = _Panel(self.actions_)
        sides = row(self._fields_card(), self.panel, spacing=2 * GRID)
        sides.setStretch(0, 1)
        layout = column(self._trouble, sides, hint_line(KEYS), spacing=GRID + GRID // 2)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def sides(self) -> dict[str, Side]:
        """Whose value of each field is kept, as chosen."""
        return {field: one.side for field, one in self.rows.items() if one.line.differs}

    def show_pair(self, pair: Pair) -> None:
        """Begin with a pair: the proposal, nothing chosen by hand yet."""
        self._pair, self._keep = pair, None
        self._chosen.clear()
        self.reread()
        self._area.verticalScrollBar().setValue(0)

    def reread(self, pair: Pair | None = None) -> None:
        """Read both firms of the pair anew, `pair` as it is now; what was chosen by hand stays chosen."""
        pair = self._pair = pair or self._pair
        if pair is None:
            return
        try:
            self.proposal = duplicates.propose(self._shell.session.ledger, pair.a, pair.b, keep=self._keep)
        except Problem as problem:
            self.proposal = None
            self._show_refused(pair, problem)
        else:
            self._show_proposal(self.proposal, pair.likeness)
        self.actions_.update()

    def start(self) -> None:
        """The keyboard begins at the first field that differs."""
        first = next((one for one in self.rows.values() if one.line.differs), None)
        (first or self).setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While a decision is written no other one can be made."""
        self._busy = busy
        self.actions_.update()

    def _fields_card(self) -> Card:
        swap = self.actions_.button("swap")
        swap.setFixedWidth(theme().px(TITLE_WIDTH))
        head = row(
            holding(column(STRETCH, swap)), *self._heads, spacing=GRID, margins=(GRID + GRID // 2, GRID, 2 * GRID, 0)
        )
        head.setStretch(1, 1)
        head.setStretch(2, 1)
        card = Card(padded=False)
        card.add(holding(head))
        card.add(rule())
        card.add(self._area, 1)
        return card

    def _show_proposal(self, proposal: MergeProposal, likeness: Likeness) -> None:
        self._trouble.hide()
        self._show_firms((proposal.kept, proposal.gone))
        for line in proposal.lines:
            made = self.rows.get(line.field)
            if made is not None:
                made.show_side(self._side(line.field, line.side))
        self.panel.show_likeness(likeness)
        self._show_merged()

    def _show_refused(self, pair: Pair, problem: Problem) -> None:
        known = duplicates.firms_of(self._shell.session.ledger, [pair])
        self._trouble.say("この2つは統合できません", problems.sentence(problem))
        self._trouble.show()
        if known.keys() >= {pair.a, pair.b}:
            self._show_firms((known[pair.a], known[pair.b]))
        self.panel.show_likeness(pair.likeness)
        self.panel.show_merged((), "", ())

    def _show_firms(self, pair: tuple[Firm, Firm]) -> None:
        for head, firm in zip(self._heads, pair, strict=True):
            head.show_firm(firm)
        focused = next((field for field, one in self.rows.items() if one.hasFocus()), None)
        clear(self._fields)
        self.rows = {}
        unsaid = []
        for field in FIELDS:
            kept, gone = (value_shown(field, firm.facts) for firm in pair)
            one, other = (getattr(firm.facts, field) for firm in pair)
            title = field_word("firm", field)
            if not kept and not gone:
                unsaid.append(title)
                continue
            both = field == "note" and bool(kept and gone)
            made = FieldRow(FieldLine(field, title, kept, gone, one != other), both=both)
            made.chosen.connect(partial(self._on_chosen, field))
            made.stepped.connect(partial(self._step, made))
            self.rows[field] = made
            self._fields.addWidget(made)
            made.show()  # at once: what is not shown yet cannot take the keyboard
        if unsaid:
            words = label(f"どちらにも書かれていない項目：{'・'.join(unsaid)}", "note", wrap=True)
            words.setContentsMargins(GRID, GRID, GRID, 0)
            self._fields.addWidget(words)
        self._fields.addStretch(1)
        if focused in self.rows:
            self.rows[focused].setFocus()

    def _show_merged(self) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        ledger = self._shell.session.ledger
        facts = duplicates.merged_facts(proposal, self.sides)
        kept, gone = proposal.kept.id, proposal.gone.id
        moved = moved_by_merge(
            firms.courses(ledger, kept), firms.courses(ledger, gone), firms.card(ledger, kept), firms.card(ledger, gone)
        )
        self.panel.show_merged(letter_lines(facts), facts.note, moved)

    def _side(self, field: str, proposed: Side) -> Side:
        assert self.proposal is not None
        firm_id = self._chosen.get(field)
        if firm_id is None:
            return proposed
        return {self.proposal.kept.id: Side.KEPT, self.proposal.gone.id: Side.GONE}.get(firm_id, Side.BOTH)

    def _on_chosen(self, field: str) -> None:
        proposal = self.proposal
        if proposal is not None:
            ids = {Side.KEPT: proposal.kept.id, Side.GONE: proposal.gone.id, Side.BOTH: 0}
            self._chosen[field] = ids[self.rows[field].side]
            self._show_merged()

    def _step(self, made: FieldRow, step: int) -> None:
        choices = [one for one in self.rows.values() if one.line.differs]
        there = choices[max(0, min(len(choices) - 1, choices.index(made) + step))]
        there.setFocus()
        self._area.ensureWidgetVisible(there, 0, GRID)

    def _swap(self) -> None:
        if self.proposal is not None:
            self._keep = self.proposal.gone.id
            self.reread()

    def _may_merge(self) -> bool:
        return not self._busy and self.proposal is not None

    def _may_decide(self) -> bool:
        return not self._busy


class _Head(QWidget):
    """The heading of one side: what becomes of the firm, its name, and the way to its card."""

    card_asked = Signal(object)

    def __init__(self, words: str, tone: str) -> None:
        super().__init__()
        self._firm_id = 0
        self._name = Elided(role="ink")
        card: QPushButton = button("", self._ask, kind="icon", symbol="identification-card")
        card.setToolTip("事業者カードを開く")
        card.setAccessibleName(f"{words}の事業者カードを開く")
        card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(row(chip(words, tone), STRETCH, card), self._name, spacing=GRID // 2))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)

    def show_firm(self, firm: Firm) -> None:
        """Show a firm's name."""
        self._firm_id = firm.id
        self._name.setText(name_shown(firm.facts))

    def _ask(self) -> None:
        self.card_asked.emit(self._firm_id)


class _Panel(Card):
    """Why the two could be one, the firm as it would be, what moves with it, and the decision."""

    def __init__(self, actions: Actions) -> None:
        super().__init__(padded=False)
        self.setFixedWidth(theme().px(PANEL_WIDTH))
        self._level = chip("")
        self._reasons = label("", wrap=True)
        self._letter = QVBoxLayout()
        self._letter.setSpacing(2)
        self._note = label("", wrap=True)
        self._moves = QVBoxLayout()
        self._moves.setSpacing(GRID // 2)
        note = column(label("備考", "note"), self._note, spacing=GRID // 2)
        self._noted = holding(note)
        self._merged = holding(
            column(
                label("統合後の宛名", "lead"),
                self._letter,
                self._noted,
                rule(),
                label("いっしょに移るもの", "lead"),
                self._moves,
                spacing=GRID,
            )
        )
        inner = column(
            row(self._level, STRETCH),
            self._reasons,
            rule(),
            self._merged,
            STRETCH,
            spacing=GRID,
            margins=(2 * GRID, 2 * GRID, 2 * GRID, GRID),
        )
        area = scrolled(holding(inner))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(area, 1)
        self.add(rule())
        decision = column(
            actions.button("merge", "primary"),
            row(actions.button("apart"), actions.button("later")),
            label("統合はいつでも取り消せます。", "note"),
            spacing=GRID,
            margins=(2 * GRID, GRID // 2, 2 * GRID, GRID + GRID // 2),
        )
        self.add(holding(decision))

    @property
    def letter(self) -> str:
        """The lines of the letter, as they are read."""
        return "\n".join(_texts(self._letter))

    @property
    def moves(self) -> str:
        """What moves, a sentence a line."""
        return "\n".join(_texts(self._moves))

    def show_likeness(self, likeness: Likeness) -> None:
        """Show how sure it is and why."""
        self._level.setText(likeness_shown(likeness))
        set_tone(self._level, LEVEL_TONES[likeness.level])
        self._reasons.setText(reasons_shown(likeness))

    def show_merged(self, letter: Sequence[str], note: str, moves: Sequence[str]) -> None:
        """Show what a merge would make; nothing where it cannot be made."""
        self._merged.setVisible(bool(letter))
        clear(self._letter)
        clear(self._moves)
        for place, words in enumerate(letter):
            self._letter.addWidget(label(words, "strong" if place == len(letter) - 1 else "body", wrap=True))
        self._noted.setVisible(bool(note))
        self._note.setText(note)
        for words in moves:
            self._moves.addWidget(label(words, "secondary", wrap=True))


def _texts(layout: QVBoxLayout) -> list[str]:
    items = (layout.itemAt(place) for place in range(layout.count()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget.accessibleName() for widget in widgets if widget is not None]
