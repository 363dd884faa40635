"""聞き取り票 on the screen: whom to speak to, the questions in order to be read aloud, and the result beside them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from shoukei_app.domain.answers import AnswerSheet
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.domain.visits import VisitKind, VisitLine, VisitState
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, hint_line, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.draft import Draft
from shoukei_app.gui.sheet.sheet_form import SheetForm
from shoukei_app.gui.visits.columns import when
from shoukei_app.gui.visits.record_panel import RecordPanel
from shoukei_app.usecases import hearings, targets, visits
from shoukei_app.usecases.entry import FIRST, Keyed, OpenSheet
from shoukei_app.words.dates import short_day
from shoukei_app.words.terms import word

LEFT_WIDTH = 270
HINTS = (
    ("F6", "問い ↔ 結果"),
    ("Ctrl+Enter", "記録して次の事業者へ"),
    ("F7", "記録せず次へ"),
    ("Esc", "閉じる"),
)
_THANKS = "「お聞きすることは以上です。ありがとうございました。」"


class HearingView(QDialog):
    """One visit after the other. `following` gives the next open visit after one, None at the end of the list."""

    def __init__(self, parent: QWidget, shell: Shell, visit_id: int, following: Callable[[int], int | None]) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle("聞き取り票")
        self._shell = shell
        self._following = following
        self._visit_id = visit_id
        self._known: AnswerSheet = {}
        self.draft: Draft | None = None
        campaign_id = shell.session.campaign_id
        assert campaign_id is not None, "visits live in a campaign"
        self._hearing = hearings.get(shell.session.ledger, campaign_id)
        self.form = SheetForm(self._hearing)
        self.form.changed.connect(self._read_aloud)
        self.form.save_asked.connect(self._on_sheet_done)
        self.form.leave_asked.connect(self.reject)
        self.panel = RecordPanel()
        self.panel.hearing.hide()
        self.panel.show_head(shown=False)
        self.panel.asked.connect(self._on_asked)
        self._phone = label("", "title")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name = label("", "lead", wrap=True)
        self._about = label("", wrap=True)
        self._known_words = label("", "secondary", wrap=True)
        self._aloud = label("", "lead", wrap=True)
        self._aloud.setFont(theme().font(SIZES.title, bold=True))
        self._arrange()
        for keys, run in (("F6", self.change_side), ("F7", self.skip), ("Ctrl+Return", self.keep)):
            QShortcut(QKeySequence(keys), self, run)
        self.show_visit(visit_id)

    def show_visit(self, visit_id: int) -> None:
        """Begin with a visit: what is known of the firm, the questions, and its result so far."""
        ledger, today = self._shell.session.ledger, self._today()
        (line,) = visits.lines(ledger, [visit_id])
        (target,) = targets.lines(ledger, [line.target_id])
        self._visit_id = visit_id
        made, _referrals = visits.of_target(ledger, line.target_id)
        before = [
            f"・{short_day(one.made_on, today)} {word(one.kind)} {word(one.result.state)}　{one.result.said}".rstrip()
            for one in made
            if one.made_on and one.id != visit_id
        ]
        consents = frozenset(one.recipient for one in visits.consents_of(ledger, line.target_id) if one.stands)
        self.panel.show_visit(line, target.reasons, before, today, consents)
        self._show_firm(line, target)
        known = hearings.of_target(ledger, line.target_id)
        self._known = {key: answer for key, answer in known.items() if key in self._hearing.by_id}
        self.draft = Draft.of(_opened(target, self._hearing, self._known), self._shell.session.person)
        self.form.show_draft(self.draft)
        self._read_aloud()
        self.form.take_focus()

    def keep(self) -> None:
        """Write down what stands here, and go on to the next firm."""
        draft = self.panel.draft()
        if draft is None or self.draft is None:
            return
        self.form.put_down()
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        visit_id, made_on, result = self._visit_id, draft.made_on or self._today(), draft.result()
        heard = self.panel.heard(draft, visits.organisation_of(ledger, visit_id), self.draft.sheet)
        following = self._following(visit_id)
        self.panel.forget(visit_id)
        self._known = dict(self.draft.sheet)

        def kept(line: VisitLine) -> None:
            self._shell.say(f"{line.name}：{word(result.state)} を記録しました", undo=True)
            if following is None or following == visit_id:
                self.accept()
            else:
                self.show_visit(following)

        self._shell.desk.write(
            lambda _progress: visits.set_result(ledger, act, visit_id, result, made_on=made_on, heard=heard),
            title="聞き取りを記録しています",
            done=kept,
        )

    def skip(self) -> None:
        """Go on to the next firm without writing anything down."""
        following = self._following(self._visit_id)
        if following is not None and following != self._visit_id and self._may_leave():
            self.show_visit(following)

    def change_side(self) -> None:
        """F6: from the questions to the result, and back."""
        if self.form.isAncestorOf(self.focusWidget()):
            self.form.put_down()
            self.panel.focus()
        else:
            self.form.take_focus()

    @property
    def edited(self) -> bool:
        """Whether something was typed that the ledger does not hold."""
        return self.draft is not None and (dict(self.draft.sheet) != dict(self._known) or self.panel.unsaved > 0)

    def reject(self) -> None:
        """Qt: Esc; asks where something typed would be lost."""
        if self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        self.form.put_down()
        if not self.edited:
            return True
        return dialogs.confirm(
            self,
            "記録していない聞き取りがあります",
            "いま書いた答えと結果は、まだ記録されていません。",
            "記録せずに離れる",
            danger=True,
        )

    def _on_asked(self, _visit_id: int) -> None:
        self.keep()

    def _on_sheet_done(self) -> None:
        """All questions were passed: whoever answered was met, so what is left is what was said."""
        if self.panel.result.value() is None:
            self.panel.result.fill(VisitState.MET)
        self.panel.said.editor("said").setFocus()

    def _show_firm(self, line: VisitLine, target: TargetLine) -> None:
        self.setWindowTitle(f"聞き取り票　{shown(line.number)}　{line.name}")
        self._name.setText(line.name)
        self._phone.setText(line.phone or "電話番号なし")
        place = line.address if line.kind is not VisitKind.PHONE else line.municipality
        priority = f"優先度 {word(line.priority)}" if line.priority else ""
        planned = f"{word(line.kind)} {when(line, self._today())}"
        team = "・".join(line.team)
        about = [shown(line.number), line.representative, target.industry, place, priority, planned, team]
        self._about.setText("\n".join(filter(None, about)))
        sheet = visits.sheets(self._shell.session.ledger, self._campaign_id(), [line.target_id])[0]
        parts = [f"診断：{sheet.diagnosis}" if sheet.diagnosis else "", *(f"{a}：{b}" for a, b in sheet.decision)]
        parts += ["宿題", *(f"・{one}" for one in sheet.homework)] if sheet.homework else []
        parts += ["調査票の回答", *(f"・{one.heading}：{one.answer}" for one in sheet.answers if one.answer)]
        self._known_words.setText("\n".join(filter(None, parts)))

    def _read_aloud(self) -> None:
        if self.draft is None:
            return
        questions = self.draft.questions
        at = self.draft.place
        self._aloud.setText(_THANKS if at >= len(questions) else f"「{questions[at].aloud}」")

    def _arrange(self) -> None:
        left = Card()
        left.add(column(self._name, self._phone, self._about, spacing=GRID))
        left.add(scrolled(holding(column(self._known_words, STRETCH, margins=(0, 0, GRID, 0)))), 1)
        left.setFixedWidth(theme().px(LEFT_WIDTH))
        read = Card()
        read.setProperty("kind", "banner")
        read.setProperty("tone", "accent")
        read.add(column(label("読み上げる", "secondary"), self._aloud, spacing=2))
        middle = column(read, self.form, spacing=GRID)
        middle.setStretch(1, 1)
        across = row(left, middle, self.panel, spacing=2 * GRID)
        across.setStretch(1, 1)
        close = button("閉じる", self.reject, kind="quiet")
        bottom = row(hint_line(HINTS), STRETCH, close)
        outer = column(across, bottom, spacing=GRID, margins=(2 * GRID, 2 * GRID, 2 * GRID, GRID))
        outer.setStretch(0, 1)
        self.setLayout(outer)
        window = self.parentWidget()
        if window is not None:
            self.resize(window.window().size())

    def _campaign_id(self) -> int:
        campaign_id = self._shell.session.campaign_id
        assert campaign_id is not None, "visits live in a campaign"
        return campaign_id

    def _today(self) -> date:
        return self._shell.session.act().at.date()


def _opened(target: TargetLine, hearing: Questionnaire, known: AnswerSheet) -> OpenSheet:
    """The hearing as a sheet at the desk: no paper, every question, what was answered before."""
    questions = tuple(question.id for question in hearing.questions)
    return OpenSheet(target, None, hearing, FIRST, questions, Keyed(known), "", None)
