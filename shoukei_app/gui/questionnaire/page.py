"""調査票: the questions at the left, the form of one in the middle, its paper, entry and rules at the right.

The hearing sheet of the visits is designed in the same place, as the other of the campaign's two sheets.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QStackedWidget, QWidget

from shoukei_app.domain import questionnaire_edit as edit
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Check, Choice, DiagnosisType, Question, QuestionKind, Questionnaire
from shoukei_app.domain.questionnaire_edit import Design, Verification
from shoukei_app.domain.questionnaire_mapping import VersionMapping, propose
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui import settings
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell, switch
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, column, holding, label, row, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.questionnaire.conditions_view import ChecksView, TypesView
from shoukei_app.gui.questionnaire.designed import DESIGNED, SURVEY
from shoukei_app.gui.questionnaire.draft import Draft
from shoukei_app.gui.questionnaire.form_preview import FormPreview
from shoukei_app.gui.questionnaire.heading_form import Heading, HeadingForm
from shoukei_app.gui.questionnaire.question_form import QuestionForm
from shoukei_app.gui.questionnaire.question_list import HEADING, QuestionList
from shoukei_app.gui.questionnaire.sheets import MappingSheet, VersionsSheet
from shoukei_app.usecases import hearings, questionnaires
from shoukei_app.usecases.outcome import Subject
from shoukei_app.usecases.questionnaires import Change, InForce
from shoukei_app.words import problems
from shoukei_app.words.terms import words

QUESTIONS, CHECKS, TYPES = VIEWS = ("questions", "checks", "types")
QUESTIONNAIRE_FILE = dialogs.FileKind("調査票", (".toml",))
STEP_MS = 1500
"""After so long without a key, what is typed next is a step of its own for undo."""


def make(shell: Shell) -> Page:
    """The page."""
    return QuestionnairePage(shell)


class QuestionnairePage(Page):
    """Everything is edited in a draft, which this desk keeps; 「この調査票を使う」 makes it the campaign's."""

    title = "調査票"
    subjects = frozenset({Subject.CAMPAIGN, Subject.RETURN, Subject.MAILING, Subject.VISIT})
    hints = (
        ("Ctrl+N", "問いを加える"),
        ("Alt+↑↓", "並べ替える"),
        ("Ctrl+D", "複写"),
        ("Ctrl+Z", "元に戻す"),
        ("Ctrl+S", "この調査票を使う"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._in_force: InForce | None = None
        self.designed = SURVEY
        self.draft: Draft | None = None
        self._drafts: dict[str, Draft | None] = {}
        self._chosen = HEADING
        self._typing = QTimer(self, interval=STEP_MS, singleShot=True)
        self._typing.timeout.connect(self._on_pause)
        self._sheets = switch([(one.key, one.short) for one in DESIGNED.values()], self.design)
        self._sheets.setContentsMargins(0, 0, 2 * GRID, 0)
        self.add_to_head(self._sheets)
        self._part = QUESTIONS
        self._parts = switch(((QUESTIONS, "質問"), (CHECKS, "確認"), (TYPES, "診断の類型")), self.show_view)
        self.add_to_head(self._parts)
        self.actions_made = self.set_actions(
            (
                Action("undo", "編集を元に戻す", self.undo, "arrow-counter-clockwise", "Ctrl+Z", self._can_undo),
                Action("redo", "やり直す", self.redo, "arrow-clockwise", "Ctrl+Y", self._can_redo),
                Action("more", "版・ひな型・ファイル", self.show_more, "caret-down"),
                Action("use", "この調査票を使う", self.use, "check", "Ctrl+S", self._edited),
            )
        )
        looks = {"undo": "icon", "redo": "icon", "more": "plain", "use": "primary"}
        self.buttons = {key: self.actions_made.button(key, look) for key, look in looks.items()}
        for made in self.buttons.values():
            self.add_to_head(made)
        self._add_actions()
        self.list = QuestionList()
        self.list.chosen.connect(self._choose)
        self.list.moved.connect(self.move_question)
        self.heading = HeadingForm()
        self.heading.changed.connect(self._on_heading)
        self.heading.verification_asked.connect(self._on_verification)
        self.form = QuestionForm()
        self.form.changed.connect(self._on_question)
        self.form.section_named.connect(self._on_section)
        choices = self.form.choices
        choices.changed.connect(self._on_choice)
        choices.added.connect(self._on_choice_added)
        choices.removed.connect(lambda code: self._do(lambda d: edit.remove_choice(d, self._chosen, code)))
        choices.moved.connect(self._on_choice_moved)
        self.preview = FormPreview(self.desk)
        self.checks, self.types = ChecksView(), TypesView()
        self.checks.changed.connect(self._on_checks)
        self.types.changed.connect(self._on_types)
        self.said = label("", "error", wrap=True)
        self.said.hide()
        self._views = QStackedWidget()
        self._views.addWidget(self._make_questions())
        self._views.addWidget(self.checks)
        self._views.addWidget(self.types)
        self.add(self._views, 1)

    # reading

    def refresh(self) -> None:
        """Read the questionnaire in force; what is being designed on it stays."""
        session = self.session
        if session.campaign_id is None:
            return
        self._in_force = self.designed.in_force(session.ledger, session.campaign_id)
        kept = self._in_force.questionnaire
        if self.draft is None or self.draft.kept != kept:
            stored = self._drawer().get()
            known = self.draft.onto(kept) if self.draft is not None else Draft.taken_up(stored, kept)
            self.draft = known or Draft.of(kept)
        self._show()

    def may_leave(self) -> bool:
        """Nothing is lost by leaving: the draft is in the drawer."""
        self._put_away()
        self.preview.rest()
        return True

    def take_focus(self) -> None:
        """The arrows walk through the questions at once."""
        self.list.setFocus()

    def open(self, what: object) -> None:
        """The key of a sheet: design that one."""
        if what in DESIGNED and what != self.designed.key:
            self.design(str(what))

    # what a person does

    def design(self, key: str) -> None:
        """Design the survey's questionnaire, or the hearing sheet; what is being designed on the other one stays."""
        self._put_away()
        self._drafts[self.designed.key] = self.draft
        self.designed = DESIGNED[key]
        self.draft, self._chosen = self._drafts.get(key), HEADING
        keyed, name = self.designed.keyed, self.designed.name
        for made, known in zip(self._sheets.findChildren(QPushButton), DESIGNED, strict=True):
            made.setChecked(known == key)
        for one in (self._parts, self.heading.words, self.heading.twice, self.form.verify):
            one.setVisible(keyed)
        self._views.setCurrentIndex(VIEWS.index(self._part if keyed else QUESTIONS))
        self.actions_made["use"].setText(f"この{name}を使う")
        self.preview.be_about(self.designed)
        self.refresh()

    def show_view(self, key: str) -> None:
        """Questions, checks or types."""
        self._part = key
        self._views.setCurrentIndex(VIEWS.index(key))

    def add_question(self, kind: QuestionKind = QuestionKind.SINGLE) -> None:
        """Put an empty question behind the one in hand, and let its words be typed."""
        if self.draft is None:
            return
        before = self.draft.questionnaire.by_id.get(self._chosen)
        place = before.number if before else (0 if self._chosen == HEADING else len(self.draft.questionnaire.questions))
        if self._do(lambda design: edit.add_question(design, place, kind)):
            self._go_to(self.draft.questionnaire.questions[place].id)
            self.form.focus_text()

    def copy_question(self) -> None:
        """Put a copy behind the question in hand."""
        if self.draft is not None and self._chosen and self._do(lambda d: edit.copy_question(d, self._chosen)):
            self._go_to(self.draft.questionnaire.questions[self._question().number].id)

    def remove_question(self) -> None:
        """Take the question in hand out."""
        if self.draft is None or not self._chosen:
            return
        number = self._question().number
        if self._do(lambda design: edit.remove_question(design, self._chosen)):
            left = self.draft.questionnaire.questions
            self._go_to(left[min(number, len(left)) - 1].id if left else HEADING)

    def move_question(self, key: str, place: int, section: str) -> None:
        """Move a question among the others."""
        self._do(lambda design: edit.move_question(design, key, place, section))

    def undo(self) -> None:
        """Take back the last step of editing."""
        if self.draft is not None:
            self.draft.undo()
            self._show()

    def redo(self) -> None:
        """Make it again."""
        if self.draft is not None:
            self.draft.redo()
            self._show()

    def take(self, questionnaire: Questionnaire, mapping: VersionMapping | None = None) -> None:
        """Put a sheet from elsewhere into the draft, as one step; it is used with 「この調査票を使う」."""
        if self.draft is None:
            return
        found = mapping or propose(self.draft.questionnaire, questionnaire)
        made = replace(questionnaire, version=self.draft.kept.version)
        self.draft.change(edit.reworked(self.draft.design, made, found))
        self._chosen = HEADING
        self._show()
        name = self.designed.name
        self.shell.say(f"{name}を入れました。確かめてから「この{name}を使う」を押してください")

    def use(self) -> None:
        """Use the draft from now on: at once while nobody has answered, else as a new version with a mapping."""
        session, draft = self.session, self.draft
        if session.campaign_id is None or draft is None:
            return
        if wrong := draft.to_mend():
            first = next(iter(wrong))
            self._go_to(first)
            self._say(f"直すところが{sum(map(len, wrong.values()))}か所あります。{wrong[first][0]}")
            return
        if not self.designed.keyed:
            ledger, act, campaign_id, asked = session.ledger, session.act(), session.campaign_id, draft.questionnaire
            self.desk.write(
                lambda _progress: hearings.save(ledger, act, campaign_id, asked),
                title="ヒアリング票を保存しています",
                done=self._on_saved,
            )
            return
        change = questionnaires.change(session.ledger, session.campaign_id, draft.questionnaire, draft.design.mapping)
        if change.answered:
            self._ask_mapping(session.campaign_id, draft)
        elif not change.rules_lost or self._confirm_rules(change):
            self._save(session.campaign_id, draft)

    def show_versions(self) -> None:
        """Show every version with what it changed."""
        session = self.session
        if session.campaign_id is None:
            return
        sheet = VersionsSheet(self.window(), questionnaires.versions(session.ledger, session.campaign_id))
        sheet.exec()
        if sheet.taken is not None:
            self.take(sheet.taken.questionnaire)
        sheet.deleteLater()

    def show_more(self) -> None:
        """Offer the versions, the templates and the file."""
        menu = QMenu(self)
        if self.designed.keyed:
            menu.addAction("これまでの版…", self.show_versions)
        menu.addSection("ひな型から")
        for one in self.designed.templates():
            menu.addAction(f"{one.title}（{len(one.questions)}問）", partial(self.take, one))
        menu.addSeparator()
        menu.addAction("ファイルに書き出す…", self.export)
        menu.addAction("ファイルから取り込む…", self.import_)
        if self._edited():
            menu.addSeparator()
            menu.addAction(f"いま使っている{self.designed.name}に戻す", self.drop)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        below = self.buttons["more"]
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def drop(self) -> None:
        """Begin anew with the questionnaire in force, as one step that can be taken back."""
        if self.draft is not None:
            self.draft.change(edit.begin(self.draft.kept))
            self._show()

    def export(self) -> None:
        """Write the questionnaire as it stands here to a file."""
        name = self.designed.name
        target = dialogs.save_file(self, f"{name}を書き出す", QUESTIONNAIRE_FILE, f"{name}.toml", "questionnaire")
        if target is None or self.draft is None:
            return
        asked = self.draft.questionnaire
        self.desk.read(
            lambda _progress: questionnaires.write_file(asked, target),
            title=f"{name}の書き出し",
            done=lambda _none: self.shell.say(f"{name}を {target.name} に書き出しました"),
        )

    def import_(self) -> None:
        """Put the questionnaire of a file into the draft."""
        name = self.designed.name
        source = dialogs.open_file(self, f"{name}を取り込む", [QUESTIONNAIRE_FILE], "questionnaire")
        if source is not None:
            self.desk.read(
                lambda _progress: questionnaires.read_file(source), title=f"{name}の取り込み", done=self.take
            )

    # the workings

    def _make_questions(self) -> QWidget:
        left = Card(padded=False)
        left.add(holding(column(self.list, margins=(GRID // 2, GRID // 2, GRID // 2, 0))), 1)
        self.add_button = button("問いを加える", self._show_kinds, kind="quiet", symbol="plus")
        tools = row(
            self.add_button,
            STRETCH,
            _icon("arrow-up", "上へ（Alt+↑）", lambda: self._move_by(-1)),
            _icon("arrow-down", "下へ（Alt+↓）", lambda: self._move_by(1)),
            _icon("copy", "複写（Ctrl+D）", self.copy_question),
            _icon("trash", "問いを消す（Ctrl+Delete）", self.remove_question),
            spacing=0,
            margins=(GRID // 2, 0, GRID // 2, GRID // 2),
        )
        left.add(tools)
        self._middle = QStackedWidget()
        self._middle.addWidget(scrolled(self.heading))
        self._middle.addWidget(scrolled(self.form))
        right = Card(padded=False)
        right.add(self.preview, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        middle = holding(column(self.said, self._middle))
        middle.layout().setStretch(1, 1)  # type: ignore[union-attr]  # it was just made with one
        for part in (left, middle, right):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.setSizes([theme().px(250), theme().px(450), theme().px(420)])
        for place, stretch in enumerate((1, 2, 2)):
            split.setStretchFactor(place, stretch)
        return split

    def _add_actions(self) -> None:
        self.keys = self.set_actions(
            (
                Action("add", "問いを加える", self.add_question, "plus", "Ctrl+N"),
                Action("copy", "問いを複写", self.copy_question, "copy", "Ctrl+D"),
                Action("remove", "問いを消す", self.remove_question, "trash", "Ctrl+Delete"),
            )
        )

    def _show_kinds(self) -> None:
        menu = QMenu(self)
        for kind, name in words(QuestionKind).items():
            menu.addAction(name, partial(self.add_question, kind))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, 0)))

    def _move_by(self, way: int) -> None:
        if self._chosen:
            self.list.move_by(self._chosen, way)

    def _question(self) -> Question:
        assert self.draft is not None
        return self.draft.questionnaire.by_id[self._chosen]

    def _choose(self, key: str) -> None:
        self._chosen = key
        if self.draft is not None:
            self.draft.pause()
            self._say("")
            self._show_one(self.draft.to_mend())

    def _go_to(self, key: str) -> None:
        self._chosen = key
        self._show()

    def _do(self, change: Callable[[Design], Design], touched: str = "") -> bool:
        """Change the draft; a refusal is said in words, and what stands in the fields is shown anew."""
        if self.draft is None:
            return False
        try:
            design = change(self.draft.design)
        except Problem as problem:
            self._say(problems.sentence(problem))
            self._show(keep_said=True)
            return False
        self.draft.change(design, touched)
        self._typing.start()
        self._show()
        return True

    def _show(self, *, keep_said: bool = False) -> None:
        draft = self.draft
        if draft is None:
            return
        asked = draft.questionnaire
        if self._chosen not in asked.by_id:
            self._chosen = HEADING
        wrong = draft.to_mend()
        if not keep_said:
            self._say("")
        self.list.show_questions(asked, wrong, self._chosen)
        self.checks.show_questionnaire(asked)
        self.types.show_questionnaire(asked)
        self._show_one(wrong)
        self._show_state()

    def _show_one(self, wrong: dict[str, list[str]]) -> None:
        assert self.draft is not None
        asked = self.draft.questionnaire
        question = asked.by_id.get(self._chosen)
        self._middle.setCurrentIndex(0 if question is None else 1)
        if question is None:
            self.heading.show_questionnaire(asked, wrong.get(HEADING, []))
        else:
            self.form.show_question(asked, question, wrong.get(question.id, []))
        self.preview.show_questionnaire(asked, self._chosen)

    def _show_state(self) -> None:
        known, draft = self._in_force, self.draft
        if known is None or draft is None:
            return
        said = [f"第{known.questionnaire.version}版", f"{len(draft.questionnaire.questions)}問"]
        if known.answered:
            said.append(self.designed.answered.format(count=known.answered))
        elif known.runs:
            said.append("・".join(f"第{number}便" for number in known.runs) + "はこの版で刷ります")
        if draft.edited:
            said.append("未反映の変更あり")
        self.set_state("　".join(said))
        self.actions_made.update()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _on_pause(self) -> None:
        if self.draft is not None:
            self.draft.pause()
        self._put_away()

    def _on_question(self, question: Question, touched: str) -> None:
        if question.id == self._chosen:
            self._do(lambda design: edit.change_question(design, question), touched)

    def _on_section(self, title: str) -> None:
        self._do(lambda design: edit.rename_section(design, self._chosen, title), f"{self._chosen} section")

    def _on_choice(self, choice: Choice) -> None:
        old = self._question().choice(choice.code)
        typed = old is not None and replace(choice, text=old.text) == old
        touched = f"{self._chosen} choice {choice.code}" if typed else ""
        self._do(lambda design: edit.change_choice(design, self._chosen, choice), touched)

    def _on_choice_added(self, place: int) -> None:
        if self._do(lambda design: edit.add_choice(design, self._chosen, place, Choice(0, ""))):
            self.form.choices.rows[place].edit.setFocus()

    def _on_choice_moved(self, code: int, place: int) -> None:
        if self._do(lambda design: edit.move_choice(design, self._chosen, code, place)):
            self.form.choices.rows[place].edit.setFocus()

    def _on_heading(self, heading: Heading) -> None:
        self._do(
            lambda design: edit.change_heading(design, title=heading.title, lead=heading.lead, purpose=heading.purpose),
            "heading",
        )

    def _on_verification(self, verification: Verification) -> None:
        self._do(lambda design: edit.verify(design, verification))

    def _on_checks(self, checks: tuple[Check, ...], touched: str) -> None:
        self._do(lambda design: edit.set_checks(design, checks), f"check {touched}" if touched else "")

    def _on_types(self, types: tuple[DiagnosisType, ...], touched: str) -> None:
        self._do(lambda design: edit.set_types(design, types), f"type {touched}" if touched else "")

    def _ask_mapping(self, campaign_id: int, draft: Draft) -> None:
        ledger = self.session.ledger
        sheet = MappingSheet(
            self.window(),
            draft.kept,
            draft.questionnaire,
            draft.design.mapping,
            lambda mapping: questionnaires.change(ledger, campaign_id, draft.questionnaire, mapping),
        )
        if sheet.exec():
            asked, mapping, act = draft.questionnaire, sheet.mapping, self.session.act()
            self.desk.write(
                lambda _progress: questionnaires.new_version(ledger, act, campaign_id, asked, mapping),
                title="調査票を新しい版にしています",
                done=self._on_saved,
            )
        sheet.deleteLater()

    def _confirm_rules(self, change: Change) -> bool:
        reasons = "\n".join(f"・{rule.reason}" for rule in change.rules_lost)
        text = f"次の抽出条件は、この調査票では判定できなくなるため外します。\n{reasons}"
        return dialogs.confirm(self.window(), "抽出条件が変わります", text, "この調査票を使う")

    def _save(self, campaign_id: int, draft: Draft) -> None:
        ledger, act = self.session.ledger, self.session.act()
        asked, mapping = draft.questionnaire, draft.design.mapping
        self.desk.write(
            lambda _progress: questionnaires.save(ledger, act, campaign_id, asked, mapping),
            title="調査票を保存しています",
            done=self._on_saved,
        )

    def _on_saved(self, version: int) -> None:
        self._drawer().set("")
        self.shell.say(f"この{self.designed.name}（第{version}版）を使います", undo=True)

    def _drawer(self) -> settings.Option[str]:
        return settings.sheet_draft(self.session.location, self.session.campaign_id or 0, self.designed.key)

    def _put_away(self) -> None:
        """Keep the draft at this desk; one that cannot be read back yet waits for the next word."""
        if self.draft is None or self.session.campaign_id is None:
            return
        text = self.draft.as_text()
        if not text or Draft.taken_up(text, self.draft.kept) is not None:
            self._drawer().set(text)

    def _edited(self) -> bool:
        return self.draft is not None and self.draft.edited

    def _can_undo(self) -> bool:
        return self.draft is not None and self.draft.can_undo

    def _can_redo(self) -> bool:
        return self.draft is not None and self.draft.can_redo

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the preview is made once somebody looks."""
        super().showEvent(event)
        if self.draft is not None:
            self.preview.show_questionnaire(self.draft.questionnaire, self._chosen)


def _icon(symbol: str, name: str, run: Callable[[], object]) -> QWidget:
    made = button("", run, kind="icon", symbol=symbol)
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
