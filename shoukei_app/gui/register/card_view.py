"""The card of a firm (事業者カード): everything that is known of it on one page."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.firm import FirmFacts, FirmStatus
from shoukei_app.domain.firm_problems import FirmProblem
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pdf_dialog import PdfDialog
from shoukei_app.gui.kit.pieces import (
    STRETCH,
    Card,
    button,
    chip,
    clear,
    column,
    holding,
    label,
    row,
    rule,
    scrolled,
)
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.columns import person_shown, postal_code_shown
from shoukei_app.gui.register.consent_card import ConsentSheet, consent_card
from shoukei_app.gui.register.merged_firms import merged_card, separation_told
from shoukei_app.gui.register.timeline import Timeline
from shoukei_app.gui.register.view import View
from shoukei_app.gui.sheet.correction_sheet import ask_correction
from shoukei_app.usecases import duplicates, firms, time_line, visits
from shoukei_app.usecases.duplicates import PastMerging
from shoukei_app.usecases.firms import Course, FirmCard
from shoukei_app.usecases.time_line import Part, history
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.firm_problems import remedy
from shoukei_app.words.terms import word

LEFT_WIDTH = 344
WIDE = 1320
PARTS: Mapping[Part | None, str] = {
    None: "すべて",
    Part.PAPER: "発送・回収",
    Part.TEAM: "抽出・会議",
    Part.CONTACT: "訪問・橋渡し",
    Part.PROMISE: "同意・宿題",
}
TARGET_TONES = {"S": "overdue", "A": "attention", "B": "accent", "C": ""}


class CardView(View):
    """One firm. `step_asked` asks for the firm above (-1) or below (1) in the table."""

    title = "事業者カード"
    hints = (
        ("Esc", "名簿の一覧へ戻る"),
        ("F2", "編集"),
        ("Ctrl+P", "引継ぎ票"),
        ("Ctrl+PageUp", "前の事業者"),
        ("Ctrl+PageDown", "次の事業者"),
    )

    step_asked = Signal(int)

    def __init__(self, shell: Shell, firm_id: int) -> None:
        super().__init__(shell)
        self.firm_id = firm_id
        self._part: Part | None = None
        self.actions_ = self.set_actions(
            [
                Action("back", "一覧へ戻る", self.finished.emit, "arrow-left", "Esc"),
                Action("previous", "前の事業者", lambda: self.step_asked.emit(-1), "caret-up", "Ctrl+PgUp"),
                Action("following", "次の事業者", lambda: self.step_asked.emit(1), "caret-down", "Ctrl+PgDown"),
                Action("handover", "引継ぎ票を印刷…", self.print_handover, "printer", "Ctrl+P"),
                Action("edit", "編集…", lambda: self.edit_asked.emit(self.firm_id), "pencil-simple", "F2"),
            ],
            primary="edit",
            others=("back", "previous", "following", "handover"),
        )
        self._content = QVBoxLayout()
        self._content.setContentsMargins(0, 0, GRID // 2, 0)
        self._is_wide = False
        self._content.setSpacing(2 * GRID)
        self.add(scrolled(holding(self._content)), 1)

    def show_firm(self, firm_id: int) -> None:
        """Show another firm in the same place."""
        self.firm_id = firm_id
        self.refresh()
        self.setFocus()

    def refresh(self) -> None:
        """Read the firm anew; where it is gone (its addition was undone) the table comes back."""
        try:
            card = firms.card(self.session.ledger, self.firm_id)
            courses = firms.courses(self.session.ledger, self.firm_id)
            past = duplicates.past(self.session.ledger, self.firm_id)
        except Problem:
            self.finished.emit()
            return
        clear(self._content)
        now = courses[0] if courses else None
        self.set_state(f"整理番号 {form_number.shown(now.line.number)}" if now is not None else "")
        self._content.addWidget(_head(card, now))
        wrong = firms.problems_of(card.firm.facts)
        cards = [self._problems_card(wrong)] if wrong else []
        merged = [merged_card(past, self._ask_to_separate)] if past else []
        consent = [consent_card(now, lambda: self._ask_consent(now))] if now is not None else []
        left = column(*cards, _facts_card(card), *consent, *merged, _sources_card(card), STRETCH, spacing=2 * GRID)
        left_side = holding(left)
        left_side.setFixedWidth(theme().px(LEFT_WIDTH))
        ways, answers = self._course_cards(card, courses)
        if self._is_wide and answers:
            columns = [column(*ways, STRETCH, spacing=2 * GRID), column(*answers, STRETCH, spacing=2 * GRID)]
        else:
            columns = [column(*ways, *answers, STRETCH, spacing=2 * GRID)]
        side_by_side = row(left_side, *columns, spacing=2 * GRID)
        for place in range(len(columns)):
            side_by_side.setStretch(place + 1, 1)
        self._content.addWidget(holding(side_by_side))
        self._content.addStretch(1)

    def _problems_card(self, wrong: Mapping[FirmProblem, str]) -> Card:
        """What is to be put right, in words, with what to do."""
        made = Card("確かめること", f"{len(wrong)}件")
        for problem, found in wrong.items():
            words = label(word(problem), "strong", tone="attention", wrap=True)
            made.add(column(words, label(remedy(problem, found), "secondary", wrap=True), spacing=GRID // 2))
        edit = button("直す（F2）", lambda: self.edit_asked.emit(self.firm_id), symbol="pencil-simple")
        made.add(row(edit, STRETCH))
        return made

    def _ask_to_separate(self, past: PastMerging) -> None:
        kept, gone = firms.card(self.session.ledger, self.firm_id).firm.facts.name, past.gone.facts.name
        if not dialogs.confirm(self, "統合を取り消しますか", separation_told(past, kept), "統合を取り消す"):
            return
        ledger, act = self.session.ledger, self.session.act()
        self.desk.write(
            lambda _progress: duplicates.separate(ledger, act, past.merging.id),
            title="統合を取り消しています",
            done=lambda _merging: self.shell.say(f"「{gone}」を「{kept}」から分けました", undo=True),
            cancellable=False,
        )

    def _ask_consent(self, course: Course) -> None:
        ledger, act, line = self.session.ledger, self.session.act(), course.line
        sheet = ConsentSheet(self.window(), line.name, course.consents, act.at.date())
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is not None:
            change, day = asked
            self.desk.write(
                lambda _progress: visits.change_consent(ledger, act, line.id, change, on=day),
                title="同意を記録しています",
                done=lambda _none: self.shell.say(f"{line.name}の提供の同意を記録しました", undo=True),
            )

    def _course_cards(self, card: FirmCard, courses: Sequence[Course]) -> tuple[list[QWidget], list[QWidget]]:
        """The time line over all campaigns, and the cards of the answers given in each."""
        made = Card("これまでの歩み", "、".join(course.campaign for course in courses))
        shown = history(card, courses, self._part)
        made.add(row(*(self._part_button(part) for part in (None, *Part)), STRETCH, spacing=GRID // 2))
        line = Timeline()
        line.show_steps(shown, several=len(courses) > 1)
        made.add(line)
        if not shown:
            made.add(label("この種類の記録はまだありません。", "secondary"))
        if not courses:
            words = "どの調査の対象にもなっていません。名簿の一覧で「調査対象を選ぶ」と、整理番号が付きます。"
            made.add(label(words, "secondary", wrap=True))
            return [made], []
        if courses[0].line.priority is not None or courses[0].visits:
            target = courses[0].line.id
            opens = button(
                "訪問・電話を開く", lambda: self.shell.go("visits", target), kind="link", symbol="arrow-right"
            )
            made.add(rule())
            made.add(row(opens, STRETCH))
        return [made], [self._answers_card(course) for course in courses if course.answers]

    def _part_button(self, part: Part | None) -> QPushButton:
        made = button(PARTS[part], lambda: self.show_part(part), kind="quiet")
        made.setCheckable(True)
        made.setChecked(part is self._part)
        return made

    def show_part(self, part: Part | None) -> None:
        """Show one part of the time line; None: all of it."""
        self._part = part
        self.refresh()

    def print_handover(self) -> None:
        """The firm on paper for the next person in charge."""
        ledger, firm_id, today = self.session.ledger, self.firm_id, self.session.act().at.date()

        def draw(_progress: object) -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "引継ぎ票.pdf"
                time_line.print_handover(ledger, firm_id, path, today=today)
                return path.read_bytes()

        self.desk.read(draw, title="引継ぎ票を作っています", done=self._preview)

    def _preview(self, pdf: bytes) -> None:
        dialog = PdfDialog(self, "引継ぎ票", pdf)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _answers_card(self, course: Course) -> Card:
        target = course.line.id
        made = Card("回答", f"{course.campaign}　{len(course.answers)}問")
        if course.consents:
            names = "、".join(word(one) for one in course.consents)
            made.add(label(f"情報提供に同意：{names}", wrap=True))
        else:
            made.add(label("情報提供の同意はありません。ほかの機関に名前を出せません。", tone="attention", wrap=True))
        made.add(rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(course.answers):
            heading = label(line.heading, "secondary", wrap=True)
            heading.setFixedWidth(theme().px(216))
            answer = label(line.answer or "無回答", "body" if line.answer else "secondary", wrap=True)
            grid.addWidget(heading, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(answer, place, 1, Qt.AlignmentFlag.AlignTop)
            if line.remark:
                grid.addWidget(chip(line.remark, "attention"), place, 2, Qt.AlignmentFlag.AlignTop)
        made.add(grid)
        made.add(rule())
        opens = button("回収・入力を開く", lambda: self.shell.go("returns", target), kind="link", symbol="arrow-right")
        correct = button(
            "回答を訂正する…",
            lambda: ask_correction(self.shell, self.window(), target),
            kind="link",
            symbol="pencil-simple",
        )
        made.add(row(opens, STRETCH, correct))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: on a wide screen the answers stand beside the time line."""
        super().resizeEvent(event)
        is_wide = self.width() >= theme().px(WIDE)
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.refresh()


def _head(card: FirmCard, now: Course | None) -> QWidget:
    facts = card.firm.facts
    chips = []
    if facts.status is not FirmStatus.ACTIVE:
        chips.append(chip(word(facts.status), "overdue"))
    if facts.do_not_mail:
        chips.append(chip("発送不要の申出", "attention"))
    if now is not None:
        if now.line.priority is not None:
            chips.append(chip(f"優先度 {word(now.line.priority)}", TARGET_TONES[now.line.priority.value]))
        chips.append(chip(word(now.line.status), "accent"))
    name = label(facts.name, "title", wrap=True)
    about = "　".join(filter(None, (facts.office, facts.kana)))
    parts = [name, label(about, "secondary", wrap=True)] if about else [name]
    made = Card()
    line = row(column(*parts, spacing=GRID // 2), *chips, spacing=GRID)
    line.setStretch(0, 1)
    made.add(line)
    return made


def _facts_card(card: FirmCard) -> Card:
    facts = card.firm.facts
    made = Card("基本の情報")
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID)
    grid.setColumnStretch(1, 1)
    for place, (title, text) in enumerate(_fact_lines(facts)):
        value = label(text or "―", "body" if text else "secondary", wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(title, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1)
    made.add(grid)
    return made


def _fact_lines(facts: FirmFacts) -> list[tuple[str, str]]:
    closed = "　".join(
        filter(None, (with_weekday(facts.status_on) if facts.status_on is not None else "", facts.status_reason))
    )
    code = postal_code_shown(facts.address.postal_code)
    lines = [
        ("代表者", person_shown(facts)),
        ("所在地", "\n".join(filter(None, (f"〒{code}" if code else "", facts.address.text)))),
        ("電話番号", facts.phone),
        ("業種", facts.industry),
        ("従業者数", "" if facts.staff is None else f"{facts.staff:,}人"),
        ("経営形態", word(facts.legal_form) if facts.legal_form is not None else ""),
        ("法人番号", facts.corporate_number),
        ("営業の状況", word(facts.status)),
    ]
    lines += [("廃業・閉鎖", closed)] if closed else []
    lines += [("備考", facts.note)] if facts.note else []
    return lines


def _sources_card(card: FirmCard) -> Card:
    made = Card("取り込んだ名簿の行", f"{len(card.sources)}行" if card.sources else "")
    if not card.sources:
        made.add(label("名簿からではなく、手で追加した事業者です。", "secondary", wrap=True))
    for source in card.sources:
        cells = [
            (source.headings[place] if place < len(source.headings) else "", cell)
            for place, cell in enumerate(source.cells)
            if cell.strip()
        ]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID + GRID // 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for place, (heading, cell) in enumerate(cells):
            title = label(heading.replace("\n", "") or f"{place + 1}列目", "note", wrap=True)
            title.setFixedWidth(theme().px(104))
            grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(cell, wrap=True), place, 1)
        folded = holding(grid)
        folded.hide()
        fold = button("書かれているまま", _folder(folded), kind="link", symbol="caret-down")
        made.add(
            column(
                label(f"{source.file_name}　{source.row_number:,}行目", "strong", wrap=True),
                row(label(f"{with_weekday(source.taken_in_at.date())} 取込", "secondary"), STRETCH, fold),
                folded,
                spacing=GRID // 2,
            )
        )
    return made


def _folder(folded: QWidget) -> Callable[[], None]:
    return lambda: folded.setVisible(folded.isHidden())
