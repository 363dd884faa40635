"""What the questionnaire becomes: the very form on paper, the very entry, and its numbered rules in three places."""

import time
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from shoukei_app.domain.answers import EMPTY_SHEET
from shoukei_app.domain.form_number import form_number
from shoukei_app.domain.form_rules import FormRule, rules_of
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.questionnaire import Questionnaire
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.desk import Desk
from shoukei_app.gui.kit.page import switch
from shoukei_app.gui.kit.pdf import PdfFile
from shoukei_app.gui.kit.pdf_canvas import PdfCanvas
from shoukei_app.gui.kit.pieces import STRETCH, clear, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.questionnaire.designed import SURVEY, Designed
from shoukei_app.gui.sheet.draft import Draft as SheetDraft
from shoukei_app.gui.sheet.sheet_form import SheetForm
from shoukei_app.usecases.entry import FIRST, Keyed, OpenSheet
from shoukei_app.words import problems
from shoukei_app.words.form_rules import rule_words

PAUSE_MS = 300
_LONGEST_WAIT = 3.0
"""Seconds; a form is printed in less than one."""

PAPER, ENTRY, RULES = "paper", "entry", "rules"

_NOBODY = TargetLine(
    id=0,
    number=form_number(1),
    firm_id=0,
    name="見本商店",
    office="",
    title="",
    representative="",
    municipality="",
    municipality_code="",
    postal_code="",
    address="",
    phone="",
    industry="",
    staff=None,
    mailed=0,
    mailed_on=None,
    undelivered=None,
    received_on=None,
    channel=None,
    disposition=None,
    keyed=False,
    diagnosis="",
    remarks=0,
    priority=None,
    score=0,
    reasons=(),
    visit_id=None,
    visit_kind=None,
    visit_on=None,
    visit_state=None,
    referred_on=None,
)


class FormPreview(QWidget):
    """`show_questionnaire` after every change; what is in sight is made anew a moment later.

    `refused` carries the sentence for what does not fit on the paper, "" once it does.
    """

    refused = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._print_blank = SURVEY.print_blank
        self._asked: Questionnaire | None = None
        self._question = ""
        self._made: dict[str, Questionnaire] = {}
        self._pdf: PdfFile | None = None
        self._busy = False
        self._pages: Mapping[str, int] = {}
        self.view = PAPER
        self.timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self.timer.timeout.connect(self.make)
        self.canvas = PdfCanvas()
        self.canvas.setAccessibleName("調査票の紙のプレビュー")
        self.form: SheetForm | None = None
        self._entry_place = QVBoxLayout()
        self._entry_place.setContentsMargins(GRID, 0, 0, 0)
        self.rules = QTextEdit()
        self.rules.setReadOnly(True)
        self.rules.setFrameShape(QTextEdit.Shape.NoFrame)
        self.rules.setAccessibleName("調査票の規則")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(holding(self._entry_place))
        self._stack.addWidget(holding(column(self.rules, margins=(GRID, 0, GRID, GRID))))
        self._said = label("", "error", wrap=True)
        self._said.setContentsMargins(GRID, 0, GRID, GRID // 2)
        self._switch = switch(((PAPER, "紙"), (ENTRY, "入力"), (RULES, "規則")), self.choose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row(self._switch, STRETCH, margins=(GRID, GRID, GRID, GRID)))
        outer.addWidget(self._said)
        outer.addWidget(self._stack, 1)
        self._said.hide()

    def show_questionnaire(self, questionnaire: Questionnaire, question: str) -> None:
        """Be about another state of the questionnaire, with this question in hand."""
        moved = question != self._question
        self._asked, self._question = questionnaire, question
        if self._made.get(self.view) != questionnaire:
            self.timer.start()
        elif moved:
            self._go_to_question()

    def be_about(self, designed: Designed) -> None:
        """Show another kind of sheet from now on."""
        self._print_blank = designed.print_blank
        self._made.clear()

    def choose(self, view: str) -> None:
        """Show the paper, the entry or the rules."""
        self.view = view
        self._stack.setCurrentIndex((PAPER, ENTRY, RULES).index(view))
        self._said.setVisible(view == PAPER and bool(self._said.text()))
        self.make()

    def make(self) -> None:
        """Make what is in sight."""
        asked = self._asked
        if asked is None or not asked.questions or self._made.get(self.view) == asked or not self.isVisible():
            return
        if self.view == PAPER:
            self._print(asked)
            return
        self._made[self.view] = asked
        if self.view == ENTRY:
            self._show_entry(asked)
        else:
            self._show_rules(asked)

    def rest(self) -> None:
        """Make nothing more until somebody looks again, and see what is being made to its end.

        A window that closes would ask what to do with it; nobody cares for a page that is not looked at.
        """
        self.timer.stop()
        until = time.monotonic() + _LONGEST_WAIT
        while self._busy and not self._desk.queued and time.monotonic() < until:
            QCoreApplication.processEvents()
            time.sleep(0.002)

    def _print(self, asked: Questionnaire) -> None:
        if self._busy:
            self.timer.start()
            return
        self._busy = True
        self._made[PAPER] = asked
        print_blank = self._print_blank
        self._desk.read(
            lambda _progress: _printed(asked, print_blank),
            title="調査票のプレビュー",
            done=self._show_pdf,
            failed=self._show_problem,
            ended=self._ended,
        )

    def _ended(self) -> None:
        self._busy = False

    def _show_pdf(self, printed: tuple[bytes, Mapping[str, int]]) -> None:
        data, self._pages = printed
        before, self._pdf = self._pdf, PdfFile(data)
        self.destroyed.connect(self._pdf.close)
        self.canvas.swap_pdf(self._pdf)
        if before is not None:
            self.destroyed.disconnect(before.close)
            before.close()
        self._say("")
        self._go_to_question()

    def _show_problem(self, problem: Problem) -> None:
        # Nobody wanted to print yet.
        self._say(problems.sentence(problem).replace("印刷していません。", ""))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence) and self.view == PAPER)
        self.refused.emit(sentence)

    def _show_entry(self, asked: Questionnaire) -> None:
        clear(self._entry_place)
        everything = tuple(question.id for question in asked.questions)
        empty = OpenSheet(_NOBODY, None, asked, FIRST, everything, Keyed(EMPTY_SHEET), "", None)
        self.form = SheetForm(asked)
        self._entry_place.addWidget(self.form)
        held = self.window().focusWidget()
        self.form.show_draft(SheetDraft(asked, empty, ""))
        self._go_to_question()
        if held is not None:
            held.setFocus()  # the entry takes the keyboard, but here somebody types in the designer

    def _go_to_question(self) -> None:
        page = self._pages.get(self._question)
        if self.view == PAPER and page is not None and page != self.canvas.current:
            self.canvas.go_to(page)
        asked = self._made.get(ENTRY)
        if self.view == ENTRY and self.form is not None and asked is not None and self._question in asked.by_id:
            held = self.window().focusWidget()
            self.form.go_to(asked.by_id[self._question].number - 1)
            if held is not None:
                held.setFocus()

    def _show_rules(self, asked: Questionnaire) -> None:
        found = rules_of(asked)
        self.rules.setHtml("".join(_rule(one, asked) for one in found) or "この調査票には規則がまだありません。")

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody looks."""
        super().hideEvent(event)
        self.timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what was not in sight is made now."""
        super().showEvent(event)
        self.timer.start()


def _rule(one: FormRule, asked: Questionnaire) -> str:
    """A rule with what it does in its three places. One document: dozens of labels that wrap are slow to place."""
    said = rule_words(asked, one)
    quiet = theme().color("secondary").name()
    lines = "".join(
        f'<tr><td style="color:{quiet}; padding-right:12px">{_line(name)}</td><td>{_line(text)}</td></tr>'
        for name, text in (("紙", said.paper), ("入力", said.entry), ("集計", said.figures))
    )
    return f'<p><b>{one.name} {escape(said.title)}</b></p><table cellspacing="0" cellpadding="2">{lines}</table>'


def _line(text: str) -> str:
    return f'<p style="margin:0; line-height:130%">{escape(text)}</p>'


def _printed(
    asked: Questionnaire, print_blank: Callable[[Questionnaire, Path], Mapping[str, int]]
) -> tuple[bytes, Mapping[str, int]]:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.pdf"
        pages = print_blank(asked, target)
        return target.read_bytes(), pages
