"""訂正: an answer that counts is put right with a reason; what follows is shown before it is done."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import BLANK, Answer, AnswerSheet
from shoukei_app.domain.flags import Flagged
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, button, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.sheet.keying import in_words
from shoukei_app.gui.sheet.one_question import OneQuestion
from shoukei_app.usecases import corrections, targets, verification
from shoukei_app.usecases.corrections import Correction, Preview
from shoukei_app.usecases.ledgers import Ledger
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.replies import Counted
from shoukei_app.words.dates import month_day
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

REASONS = ("電話で確かめた", "再提出", "入力の誤り")


class CorrectionSheet(dialogs.Sheet):
    """The questions of one sheet with the answers that count; choose one, key the right answer, see what follows."""

    def __init__(
        self,
        parent: QWidget,
        ledger: Ledger,
        target: TargetLine,
        questionnaire: Questionnaire,
        counts: AnswerSheet,
        past: Iterable[Correction] = (),
    ) -> None:
        self._ledger = ledger
        self._target = target
        self._questionnaire = questionnaire
        self._counts = counts
        self.changed: dict[str, Answer] = {}
        self.questions = QListWidget()
        self.questions.setAccessibleName("問い")
        self.questions.setFixedWidth(theme().px(400))
        self.questions.setWordWrap(False)
        self.questions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.questions.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.reader = OneQuestion()
        self.follows = label("", wrap=True)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(list(REASONS))
        self.reason.setCurrentIndex(-1)
        self.reason.setAccessibleName("訂正の理由")
        line = self.reason.lineEdit()
        if line is not None:
            line.setPlaceholderText("理由を選ぶか書く（例 7/8 電話で代表者に確かめた）")
        self.error = label("", "error", wrap=True)
        self._before = label("", "secondary", wrap=True)
        self._undo = button("この問いは訂正しない", self._take_back, kind="link")
        reason = row(label("理由", "strong"), self.reason, spacing=GRID)
        reason.setStretch(1, 1)
        past_told = "\n".join(_past_told(questionnaire, one) for one in past)
        right = column(
            self._before,
            self.reader,
            row(self._undo, STRETCH),
            label("訂正すると、こうなります", "strong"),
            self.follows,
            reason,
            self.error,
            *([label("これまでの訂正", "strong"), label(past_told, "secondary", wrap=True)] if past_told else []),
            STRETCH,
            spacing=GRID,
        )
        side = scrolled(holding(right))
        side.setMinimumSize(theme().px(520), theme().px(460))
        content = row(self.questions, side, spacing=2 * GRID)
        content.setStretch(1, 1)
        title = f"{form_number.shown(target.number)}　{target.name}　の回答を訂正する"
        super().__init__(parent, title, holding(content), "訂正する")
        self.setMinimumSize(theme().px(1000), theme().px(600))
        self.questions.addItems([question.short for question in questionnaire.questions])
        self.questions.currentRowChanged.connect(self._ask)
        self.questions.installEventFilter(self)
        self.reader.answered.connect(self._on_answer)
        self.reader.command.connect(self._on_command)
        self._show_lines()
        self.questions.setCurrentRow(0)
        self.questions.setFocus()
        self._show_effects()

    def correct(self, question_id: str, answer: Answer) -> None:
        """Note the right answer of a question; the same as now takes the correction back."""
        if answer == self._counts.get(question_id, BLANK):
            self.changed.pop(question_id, None)
        else:
            self.changed[question_id] = answer
        self.error.setText("")
        self._show_lines()
        self._show_effects()

    def run(self) -> bool:
        """Something has to be changed, with a reason."""
        said = ""
        if not self.changed:
            said = "まだ何も訂正していません。左の問いを選び、正しい回答を入れてください。"
        elif not self.reason.currentText().strip():
            said = "訂正の理由を入れてください。あとから、なぜ変えたかがわかるようにします。"
            self.reason.setFocus()
        self.error.setText(said)
        return not said

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter on a question leads into its field; Qt would hand it on to 訂正する."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.questions and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.reader.take_focus()
            return True
        return super().eventFilter(watched, event)

    def _question(self) -> str:
        return self._questionnaire.questions[self.questions.currentRow()].id

    def _ask(self, _place: int) -> None:
        key = self._question()
        question = self._questionnaire.by_id[key]
        counts = self._counts.get(key, BLANK)
        self._before.setText(f"いまの回答：{in_words(question, counts)}")
        self.reader.ask(self._questionnaire, self._target, key, enter_is=self.changed.get(key, counts))
        self._undo.setVisible(key in self.changed)

    def _on_answer(self, answer: Answer) -> None:
        self.correct(self._question(), answer)
        self._ask(0)
        self.questions.setFocus()

    def _on_command(self, name: str) -> None:
        if name == "leave":
            self.questions.setFocus()
        elif name in ("up", "back", "down"):
            step = 1 if name == "down" else -1
            self.questions.setCurrentRow(max(0, min(self.questions.currentRow() + step, self.questions.count() - 1)))
            self.reader.take_focus()

    def _take_back(self) -> None:
        self.changed.pop(self._question(), None)
        self._ask(0)
        self._show_lines()
        self._show_effects()

    def _show_lines(self) -> None:
        for place, question in enumerate(self._questionnaire.questions):
            counts = in_words(question, self._counts.get(question.id, BLANK))
            now = self.changed.get(question.id)
            words = f"問{question.number} {question.short}　{counts}"
            if now is not None:
                words = f"●問{question.number} {question.short}　{counts} → {in_words(question, now)}"
            item = self.questions.item(place)
            item.setText(words)
            item.setToolTip(words)

    def _show_effects(self) -> None:
        if not self.changed:
            self.follows.setText("まだ何も訂正していません。")
            return
        self.follows.setText(effects_told(corrections.preview(self._ledger, self._target.id, self.changed)))


def effects_told(preview: Preview) -> str:
    """What a correction brings, a line for each: diagnosis, flag, consents."""
    before, after = preview.before, preview.after
    kinds = [f"{kind.code} {kind.name}" for kind in (before.diagnosis, after.diagnosis)]
    lines = [f"診断：{kinds[0]} → {kinds[1]}" if kinds[0] != kinds[1] else f"診断：{kinds[0]}（変わりません）"]
    if preview.flags_follow:
        flags = [_flag_told(one) for one in (before.flagged, after.flagged)]
        lines.append(f"抽出：{flags[0]} → {flags[1]}" if flags[0] != flags[1] else f"抽出：{flags[0]}（変わりません）")
    lines += [f"同意：{names} を取り消します" for names in _names(before.consents - after.consents)]
    lines += [f"同意：{names} が加わります" for names in _names(after.consents - before.consents)]
    return "\n".join(lines)


def ask_correction(shell: Shell, parent: QWidget, target_id: int) -> None:
    """Let answers of a target be put right."""
    session = shell.session
    ledger = session.ledger
    (target,) = targets.lines(ledger, [target_id])
    questionnaire, counts = verification.answers_of(ledger, target_id)
    past = corrections.of_target(ledger, target_id)
    sheet = CorrectionSheet(parent, ledger, target, questionnaire, counts, past)
    if sheet.exec():
        keep(shell, target, dict(sheet.changed), sheet.reason.currentText().strip())
    sheet.deleteLater()


def keep(shell: Shell, target: TargetLine, changed: dict[str, Answer], reason: str) -> None:
    """Write a correction into the ledger."""
    ledger, act = shell.session.ledger, shell.session.act()

    def job(_progress: Progress) -> Outcome[Counted]:
        return corrections.correct(ledger, act, target.number, changed, reason)

    def refused(problem: Problem) -> None:
        shell.say(sentence(problem))

    shell.desk.write(
        job,
        title=f"{form_number.shown(target.number)} の回答の訂正",
        done=partial(_said, shell, target),
        failed=refused,
        cancellable=False,
    )


def _said(shell: Shell, target: TargetLine, counted: Counted) -> None:
    shell.say(f"{form_number.shown(target.number)} の回答を訂正しました（診断 {counted.diagnosis}）", undo=True)


def _past_told(questionnaire: Questionnaire, made: Correction) -> str:
    question = questionnaire.by_id.get(made.question)
    if question is None:
        return f"{month_day(made.corrected_at.date())}　{made.person}　（{made.reason}）"
    change = f"{in_words(question, made.before)} → {in_words(question, made.after)}"
    return f"{month_day(made.corrected_at.date())}　問{question.number}　{change}　{made.person}（{made.reason}）"


def _flag_told(flagged: Flagged | None) -> str:
    if flagged is None:
        return "なし"
    return f"{word(flagged.priority)}（{'、'.join(rule.reason for rule in flagged.rules)}）"


def _names(recipients: Iterable[Recipient]) -> list[str]:
    names = "・".join(word(one) for one in sorted(recipients))
    return [names] if names else []
