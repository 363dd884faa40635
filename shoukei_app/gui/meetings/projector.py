"""The meeting on a projector: one firm a page in large type, and beside it what is decided, keyed live."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain.cases import Decision
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, Elided, column, hint_line, holding, label, row, scrolled
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.meetings.decision_form import DecisionForm, Offer, begun_from, offered
from shoukei_app.gui.meetings.ending import Ending
from shoukei_app.gui.meetings.slide_view import SlideView
from shoukei_app.usecases import history, meeting_papers, meetings, organisations
from shoukei_app.usecases.meeting_papers import Slide
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.tasks import NewTask
from shoukei_app.words.dates import month_day

PANEL = 648
PANEL_SHARE = 0.53
FIRM, END = "firm", "end"
_HINTS = (
    ("数字・英字", "選ぶ"),
    ("Delete", "選び直す"),
    ("Tab・↓", "次の欄"),
    ("Enter", "記録して次へ"),
    ("F2", "前の事業者"),
    ("PageDown", "決めずに次へ"),
    ("F6", "匿名表示"),
    ("Shift+↑↓", "左を送る"),
    ("Ctrl+Z", "取り消す"),
    ("F9", "終わりへ"),
    ("Esc", "中断"),
)


class Projector(QDialog):
    """Every decision is written the moment its firm is left; `concluded` tells how many firms were carried over.

    Names stand on it only where everybody in the room may know them; F6 hides all.
    """

    concluded = Signal(int)

    def __init__(self, parent: QWidget, shell: Shell, meeting_id: int) -> None:
        super().__init__(parent)
        self._shell = shell
        self._meeting = meetings.get(shell.session.ledger, meeting_id)
        self._slides: Sequence[Slide] = meeting_papers.slides(shell.session.ledger, meeting_id)
        self._organisations = organisations.every(shell.session.ledger)
        self._persons = organisations.persons(shell.session.ledger)
        self._kept: dict[int, tuple[Decision, tuple[NewTask, ...]]] = {}
        self._made: list[tuple[int, int]] = []
        self._place = 0
        self._hide_all = False
        self.setWindowTitle(meeting_papers.title_of(self._meeting))
        self.setProperty("kind", "projected")
        self.setModal(True)
        self.form = DecisionForm(self._meeting.held_on)
        self.slide = SlideView()
        self.ending = Ending(self.conclude)
        self.counter = label("", "projected-name")
        self.said = Elided("", "ink")
        self.anonymous = QPushButton("匿名表示 F6")
        self._build()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)
        self.show_place(next((n for n, one in enumerate(self._slides) if one.line.item.decision is None), 0))

    @property
    def place(self) -> int:
        """The firm in sight, from 0; as many as there are firms: the end."""
        return self._place

    @property
    def hidden(self) -> bool:
        """Whether the firm in sight is shown without its name."""
        return self._hide_all or not self._slides[self._place].may_name

    def show_place(self, place: int) -> None:
        """Show a firm, or behind the last one what is carried over."""
        self._place = max(0, min(place, len(self._slides)))
        if self._place == len(self._slides):
            self._show_end()
            return
        shown = self._slides[self._place]
        self._views.show_view(FIRM)
        self._show_slide()
        decision, homework = self._standing(shown)
        self.form.show_decision(decision, homework, self._offer(decision), hidden=self.hidden)
        self.form.begin()

    def keep(self) -> bool:
        """Write what was decided of the firm in sight, where something was; False where a field cannot be read."""
        if self._place == len(self._slides):
            return True
        wrong = self.form.wrong
        if wrong is not None:
            wrong.setFocus()
            self.said.setText("日付として読めません。11/20 のように入れてください。")
            return False
        decision, homework = self.form.decision(), self.form.homework()
        shown = self._slides[self._place]
        if not self.form.edited:
            return True
        self._write(shown, decision, homework)
        return True

    def go_on(self) -> None:
        """Keep the decision, also where it stays as it was, and show the next firm."""
        if self._place == len(self._slides):
            return
        shown = self._slides[self._place]
        decision = self.form.decision()
        as_it_was = not self.form.edited and not self._decided(shown)
        if as_it_was and (decision.policy or decision.outcome):
            self._write(shown, decision, self.form.homework())
        elif not self.keep():
            return
        self.show_place(self._place + 1)

    def undo(self) -> None:
        """Take back the last decision of this sitting and show its firm again."""
        if not self._made:
            self.said.setText("この会議で取り消せる決定はありません")
            return
        place, operation_id = self._made.pop()
        ledger, act, meeting_id = self._shell.session.ledger, self._shell.session.act(), self._meeting.id

        def job(_progress: object) -> Outcome[tuple[Slide, ...]]:
            taken = history.undo(ledger, act, operation_id=operation_id)
            return Outcome(meeting_papers.slides(ledger, meeting_id), taken.changed, taken.operation)

        def taken_back(slides: tuple[Slide, ...]) -> None:
            self._kept.pop(self._slides[place].line.item.id, None)
            self._slides = slides
            self.show_place(place)
            self.said.setText("決定を取り消しました")

        self._shell.desk.write(
            job,
            title="決定を取り消しています",
            done=taken_back,
            failed=self._refuse,
        )

    def conclude(self) -> None:
        """End the meeting; what was not decided comes to the next one."""
        ledger, act, meeting_id = self._shell.session.ledger, self._shell.session.act(), self._meeting.id

        def closed(left: tuple[int, ...]) -> None:
            self.accept()
            self.concluded.emit(len(left))

        self._shell.desk.write(
            lambda _progress: meetings.close(ledger, act, meeting_id),
            title="会議を終えています",
            done=closed,
            failed=self._refuse,
        )

    def toggle_anonymous(self) -> None:
        """Hide all names, or show again those that may be shown."""
        self._hide_all = not self._hide_all
        if self._place < len(self._slides):
            self._show_slide()
            self.form.offer(self._offer(self.form.decision()))
            self.form.set_hidden(hidden=self.hidden)
        else:
            self._show_end()
        self.form.begin()

    def _standing(self, shown: Slide) -> tuple[Decision, tuple[NewTask, ...]]:
        kept = self._kept.get(shown.line.item.id)
        if kept is not None:
            return kept
        given = tuple(
            NewTask(task.what, task.organisation_id, task.person_id, task.due_on)
            for task in shown.line.homework
            if task.meeting_id == self._meeting.id
        )
        if shown.line.item.decision is not None:
            return shown.line.item.decision, given
        before = shown.line.case.decision if shown.line.case else Decision()
        return begun_from(before, self._meeting.held_on), given

    def _offer(self, decision: Decision) -> Offer:
        return offered(
            self._organisations,
            self._persons,
            seated=[seat.organisation_id for seat in self._meeting.seats],
            area="" if self.hidden else self._slides[self._place].line.target.municipality_code,
            decision=decision,
        )

    def _decided(self, shown: Slide) -> bool:
        return shown.line.item.id in self._kept or shown.line.item.decision is not None

    def _write(self, shown: Slide, decision: Decision, homework: tuple[NewTask, ...]) -> None:
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        item_id, place = shown.line.item.id, self._place
        self._kept[item_id] = (decision, homework)

        def job(_progress: object) -> Outcome[int | None]:
            made = meetings.decide(ledger, act, item_id, decision, homework)
            return Outcome(made.operation, made.changed, made.operation)

        def written(operation_id: int | None) -> None:
            if operation_id is not None:
                self._made.append((place, operation_id))
            self.said.setText(f"{place + 1}件目の決定を記録しました（Ctrl+Z で取り消せます）")
            self._count()

        def failed(problem: Problem) -> None:
            self._kept.pop(item_id, None)
            self.show_place(place)
            self._refuse(problem)

        self._shell.desk.write(job, title="決定を記録しています", done=written, failed=failed)

    def _show_slide(self) -> None:
        shown = self._slides[self._place]
        self.slide.show_item(shown.unnamed if self.hidden else shown.named)
        self._show_anonymity()
        self._count()

    def _show_anonymity(self) -> None:
        at_end = self._place == len(self._slides)
        forced = not at_end and not self._slides[self._place].may_name
        on = self._hide_all or forced
        self.anonymous.setChecked(on)
        why = "（同意のない機関が同席）" if forced else ""
        self.anonymous.setText(f"F6 匿名表示：{'入' if on else '切'}{why}")
        self.anonymous.setEnabled(not forced or self._hide_all)

    def _count(self) -> None:
        total = len(self._slides)
        decided = sum(self._decided(one) for one in self._slides)
        self._progress.setText(f"決定 {decided:,}件")
        self.counter.setText(f"{self._place + 1:,} / {total:,}" if self._place < total else f"{total:,}件")

    def _show_end(self) -> None:
        self._views.show_view(END)
        self._show_anonymity()
        self._count()
        open_ones = [one for one in self._slides if not self._decided(one)]
        titles = [(one.unnamed if self._hide_all or not one.may_name else one.named).title for one in open_ones]
        self.ending.show_left(len(self._slides) - len(open_ones), titles)
        self.setFocus()

    def _refuse(self, problem: Problem) -> None:
        dialogs.show_problem(self, problem)

    def _build(self) -> None:
        self._progress = label("", "projected-label")
        self.anonymous.setCheckable(True)
        self.anonymous.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.anonymous.setAutoDefault(False)
        self.anonymous.clicked.connect(self.toggle_anonymous)
        title = label(meeting_papers.title_of(self._meeting), "projected-lead")
        day = label(month_day(self._meeting.held_on), "projected-label")
        head = row(title, day, STRETCH, self.anonymous, self._progress, self.counter, spacing=2 * GRID)
        panel = self._panel = Card()
        self._area = scrolled(holding(column(self.form)))
        self._area.installEventFilter(self)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.add(self._area, 1)
        firm = holding(row(self.slide, panel, spacing=2 * GRID))
        self._views = Views({FIRM: firm, END: self.ending})
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the panel follows the window's width
        outer.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        outer.setSpacing(GRID)
        outer.addLayout(head)
        outer.addWidget(self._views, 1)
        outer.addWidget(self.said)
        outer.addWidget(hint_line(_HINTS))

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.form.isAncestorOf(now):
            # Only after the choice that was opened by the focus has its height.
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(now, 0, GRID))

    def reject(self) -> None:
        """Qt: Esc interrupts; what was typed is kept, the meeting stays open."""
        if self.keep():
            super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a scroll area keeps the arrows and PageUp and PageDown to itself; here they go between the fields."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the firm keeps nearly half of a projector that is only 1024 px wide."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(min(PANEL, round(self.width() * PANEL_SHARE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys that work wherever the keyboard is."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        run = self._plain_keys().get(event.key())
        if control and event.key() == Qt.Key.Key_Z:
            self.undo()
        elif shift and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.slide.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif run is not None:
            run()
        else:
            super().keyPressEvent(event)

    def _plain_keys(self) -> dict[int, Callable[[], object]]:
        keys = Qt.Key
        return {
            keys.Key_Return: self.go_on,
            keys.Key_Enter: self.go_on,
            keys.Key_F2: lambda: self._go(-1),
            keys.Key_PageUp: lambda: self._go(-1),
            keys.Key_PageDown: lambda: self._go(1),
            keys.Key_F6: self.toggle_anonymous,
            keys.Key_F9: self._end_or_conclude,
            keys.Key_Down: self.focusNextChild,
            keys.Key_Up: self.focusPreviousChild,
        }

    def _go(self, step: int) -> None:
        if self.keep():
            self.show_place(self._place + step)

    def _end_or_conclude(self) -> None:
        if self._place == len(self._slides):
            self.conclude()
        elif self.keep():
            self.show_place(len(self._slides))
