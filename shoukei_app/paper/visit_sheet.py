"""The visit sheet (訪問票): what is known of a firm on the front, what is asked and heard behind; also as a blank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shoukei_app.domain import form_number
from shoukei_app.domain.answers import Mark
from shoukei_app.domain.consent import ConsentManner
from shoukei_app.domain.printed import PrintedPages
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.tokens import LIGHT
from shoukei_app.domain.visits import NextAction, SheetLine, Temperature, VisitKind, VisitSheet, VisitState
from shoukei_app.paper import document, form_blocks
from shoukei_app.paper.document import Document
from shoukei_app.paper.drawing import Align, Drawing, Form
from shoukei_app.paper.fonts import ASCENT, Face, Font
from shoukei_app.paper.form_items import Ground, Item, Stroke, Words, draw, moved
from shoukei_app.paper.typesetting import stretch_to, wrap
from shoukei_app.words import dates
from shoukei_app.words.terms import word

LEFT, RIGHT = 15.0, 195.0
BLANK = VisitSheet("", "", "", "", "", "", "", VisitKind.VISIT, None, "", (), "", (), "", "", (), ())
"""A sheet to be filled in by hand altogether."""

_TITLES = {VisitKind.VISIT: "訪問票", VisitKind.PHONE: "電話ヒアリング票", VisitKind.CONSULTATION: "相談票"}
_QR_SIZE = 14.0
_NUMBER_WIDTH = 50.0
"""What the form number and its code take of the head at the right."""
_TOP = 12.0
_MAP_TOP = 240.0
"""The lowest place of the sketch of the way; it begins higher where the answers leave room."""

_BOTTOM = 286.0
_RECORD_TOP = 37.5
_COLUMN_GAP = 6.0
_COLUMN = (RIGHT - LEFT - _COLUMN_GAP) / 2
_MOST_EARLIER = 3
_MOST_HOMEWORK = 4
_MOST_LINES = 6
"""Lines of reasons, and of the diagnosis with its advice: the answers need the rest of the page."""

_EASES = (1.0, 0.75, 0.5, 0.25, 0.0)
"""How roomy the questions are set: as roomy as they fit on two pages."""

_HEARING_PAGES = 2


_TITLE = Font(Face.BOLD, 17.0)
_FIRM = Font(Face.BOLD, 15.0)
_NUMBER = Font(Face.GOTHIC, 11.0)
_LABEL = Font(Face.GOTHIC, 8.0)
_TEXT = Font(Face.GOTHIC, 9.5)
_STRONG = Font(Face.BOLD, 9.5)
_ANSWER = Font(Face.GOTHIC, 8.5)
_ANSWER_STRONG = Font(Face.BOLD, 8.5)
_ANSWER_PITCH = 4.3
_HEADING_WIDTH = 25.0


@dataclass(slots=True)
class _Cursor:
    """How far down the page is filled."""

    y: float


def print_visit_sheets(
    target: Path, sheets: Sequence[VisitSheet], hearing: Questionnaire, progress: Progress, *, author: str = ""
) -> PrintedPages:
    """Write one sheet a visit to `target`: what is known, then what is asked and heard; `BLANK` gives an empty one.

    Characters that the faces lack are shown as 〓. Raises the problems of `document.written`, and
    Problem(TEXT_DOES_NOT_FIT) where the questions of `hearing` need more than two pages.
    """
    progress.start("訪問票を作成しています", len(sheets))
    parts = _hearing_pages(hearing)
    with document.written(target, title="訪問票", author=author) as paper:
        record = [paper.form(_record(paper.drawing(), place, parts)) for place in range(len(parts))]
        for sheet in sheets:
            _print_sheet(paper, sheet, record, hearing.title)
            progress.step()
    return PrintedPages(paper.pages, len(sheets))


def question_pages(hearing: Questionnaire) -> dict[str, int]:
    """On which page of a blank sheet (from 0) each question (id) is asked. Raises Problem(TEXT_DOES_NOT_FIT)."""
    return {
        item.question: place
        for place, items in enumerate(_hearing_pages(hearing), start=1)
        for item in items
        if not isinstance(item, Words | Stroke | Ground)
    }


def _print_sheet(paper: Document, sheet: VisitSheet, record: Sequence[Form], title: str) -> None:
    page = paper.drawing()
    cursor = _Cursor(_TOP)
    _draw_head(page, sheet, cursor, _TITLES[sheet.kind])
    _draw_plan(page, sheet, cursor)
    _draw_firm(page, sheet, cursor)
    _draw_why(page, sheet, cursor)
    _draw_agreed(page, sheet, cursor)
    _draw_contacts(page, sheet, cursor)
    entries = _entries(sheet.answers) + _entries(sheet.heard, heading="前回まで：")
    if entries:
        entries = _draw_answers(page, entries, cursor, _MAP_TOP - 4.0)
    if entries:
        page.text(RIGHT, _MAP_TOP - 0.8, "回答の続きは次のページ", _LABEL, align=Align.RIGHT, colour=LIGHT.secondary)
    _draw_map(page, sheet, _MAP_TOP if entries else min(cursor.y + 5.0, _MAP_TOP))
    paper.page(page)
    while entries:
        page = paper.drawing()
        _draw_head(page, sheet, cursor, _TITLES[sheet.kind])
        page.text(LEFT, cursor.y + 5.0, sheet.firm, _FIRM, within=RIGHT - LEFT)
        cursor.y += 9.0
        entries = _draw_answers(page, entries, cursor, _BOTTOM)
        paper.page(page)
    for place, form in enumerate(record):
        page = paper.drawing()
        _draw_head(page, sheet, cursor, title if place == 0 else f"{title}（続き）")
        _draw_pair(page, LEFT, cursor.y + 4.0, "事業者名", sheet.firm, RIGHT - LEFT)
        page.place(form)
        paper.page(page)


# what is known


def _draw_head(page: Drawing, sheet: VisitSheet, cursor: _Cursor, title: str) -> None:
    page.text(LEFT, _TOP + 6.2, title, _TITLE, within=RIGHT - LEFT - _NUMBER_WIDTH)
    page.text(
        LEFT,
        _TOP + 12.6,
        "取扱注意：個人情報を含みます。使い終えたら担当課へお戻しください。",
        _LABEL,
        colour=LIGHT.secondary,
    )
    right = RIGHT
    if sheet.number:
        page.qr(RIGHT - _QR_SIZE, _TOP, _QR_SIZE, sheet.number)
        right = RIGHT - _QR_SIZE - 2.5
        page.text(right, _TOP + 3.4, "整理番号", _LABEL, align=Align.RIGHT, colour=LIGHT.secondary)
        page.text(right, _TOP + 8.4, form_number.shown(sheet.number), _NUMBER, align=Align.RIGHT)
    y = _TOP + 17.0
    page.line(LEFT, y, RIGHT, y, weight=0.4, colour=LIGHT.accent)
    cursor.y = y + 1.0


def _draw_plan(page: Drawing, sheet: VisitSheet, cursor: _Cursor) -> None:
    planned = " ".join(
        filter(None, (dates.with_weekday(sheet.planned_on) if sheet.planned_on else "", sheet.planned_time))
    )
    width = (RIGHT - LEFT) / 2
    _draw_pair(page, LEFT, cursor.y + 4.4, "予定日時", planned, width - 4.0)
    _draw_pair(page, LEFT + width, cursor.y + 4.4, "訪問者", "、".join(sheet.team), width)
    cursor.y += 7.5


def _draw_firm(page: Drawing, sheet: VisitSheet, cursor: _Cursor) -> None:
    page.rectangle(LEFT, cursor.y, RIGHT - LEFT, 26.5, stroke=LIGHT.line, weight=0.3)
    left, width = LEFT + 3.0, RIGHT - LEFT - 6.0
    if sheet.firm:
        name = "　".join(filter(None, (sheet.firm, sheet.office)))
        page.text(left, cursor.y + 7.4, name, _FIRM, within=width)
    else:
        _draw_pair(page, left, cursor.y + 7.4, "事業者名", "", width)
    half = width / 2
    _draw_pair(page, left, cursor.y + 13.8, "代表者", sheet.representative, half - 3.0)
    _draw_pair(page, left + half, cursor.y + 13.8, "電話", sheet.phone, half)
    _draw_pair(page, left, cursor.y + 19.0, "所在地", sheet.address, width)
    _draw_pair(page, left, cursor.y + 24.2, "業種", sheet.industry, half - 3.0)
    cursor.y += 29.0


def _draw_why(page: Drawing, sheet: VisitSheet, cursor: _Cursor) -> None:
    """Priority and reasons at the left, diagnosis and advice at the right."""
    top = cursor.y
    left_end = _draw_heading(page, LEFT, top, "優先度と抽出理由", _COLUMN)
    if sheet.priority:
        page.text(LEFT, left_end + 3.6, sheet.priority, _STRONG, colour=LIGHT.accent)
        left_end += 5.0
    for mark, line in _reasons(sheet.reasons):
        page.text(LEFT, left_end + 3.6, mark, _TEXT)
        page.text(LEFT + 3.0, left_end + 3.6, line, _TEXT)
        left_end += 4.7
    x = LEFT + _COLUMN + _COLUMN_GAP
    right_end = _draw_heading(page, x, top, "診断", _COLUMN)
    for text, font in ((sheet.diagnosis, _STRONG), (sheet.advice, _TEXT)):
        for line in wrap(text, font, _COLUMN)[:_MOST_LINES] if text else []:
            page.text(x, right_end + 3.6, line, font)
            right_end += 4.7
    cursor.y = max(left_end, right_end, top + 16.0) + 2.0


def _reasons(reasons: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Bullet and text of each line; the most urgent reasons come first, so the last ones give way."""
    lines = 0
    for place, reason in enumerate(reasons):
        broken = wrap(reason, _TEXT, _COLUMN - 4.0)
        if lines + len(broken) > _MOST_LINES:
            yield "", f"（ほか{len(reasons) - place}件）"
            return
        lines += len(broken)
        yield from (("・" if number == 0 else "", line) for number, line in enumerate(broken))


def _draw_agreed(page: Drawing, sheet: VisitSheet, cursor: _Cursor) -> None:
    """What the meeting decided at the left, who may see the firm's name at the right."""
    top = cursor.y
    left_end = _draw_heading(page, LEFT, top, "フォロー会議の決定", _COLUMN)
    for title, words in sheet.decision:
        page.text(LEFT, left_end + 3.6, title, _LABEL, colour=LIGHT.secondary)
        for line in wrap(words, _TEXT, _COLUMN - 16.0):
            page.text(LEFT + 16.0, left_end + 3.6, line, _TEXT)
            left_end += 4.7
    if sheet.firm and not sheet.decision:
        page.text(LEFT, left_end + 3.6, "まだ決まっていません", _TEXT, colour=LIGHT.secondary)
        left_end += 4.7
    x = LEFT + _COLUMN + _COLUMN_GAP
    right_end = _draw_heading(page, x, top, "情報共有の同意", _COLUMN)
    consents = "、".join(sheet.consents) or ("なし" if sheet.firm else "")
    for line in wrap(consents, _TEXT, _COLUMN) if consents else []:
        page.text(x, right_end + 3.6, line, _TEXT)
        right_end += 4.7
    for line in wrap(f"取り下げ：{'、'.join(sheet.withdrawn)}", _TEXT, _COLUMN) if sheet.withdrawn else []:
        page.text(x, right_end + 3.6, line, _TEXT)
        right_end += 4.7
    cursor.y = max(left_end, right_end) + 2.0


def _draw_contacts(page: Drawing, sheet: VisitSheet, cursor: _Cursor) -> None:
    """Earlier contacts at the left, what was promised at the right."""
    top = cursor.y
    left_end = _draw_heading(page, LEFT, top, "これまでの接触", _COLUMN)
    for line in _latest(sheet.earlier) if sheet.firm else ():
        page.text(LEFT, left_end + 3.6, line, _TEXT, within=_COLUMN)
        left_end += 4.7
    x = LEFT + _COLUMN + _COLUMN_GAP
    right_end = _draw_heading(page, x, top, "宿題", _COLUMN)
    shown = sheet.homework[:_MOST_HOMEWORK]
    left_out = len(sheet.homework) - len(shown)
    for line in (*shown, *((f"（ほか{left_out}件）",) if left_out else ())):
        page.text(x, right_end + 3.6, line, _TEXT, within=_COLUMN)
        right_end += 4.7
    if sheet.firm and not shown:
        page.text(x, right_end + 3.6, "なし", _TEXT)
        right_end += 4.7
    cursor.y = max(left_end, right_end) + 2.0


def _draw_map(page: Drawing, sheet: VisitSheet, top: float) -> None:
    """Room to sketch the way, the address in words above it."""
    y = _draw_heading(page, LEFT, top, "行き方（略図・目印・駐車）", RIGHT - LEFT)
    page.text(LEFT, y + 4.0, sheet.address, _TEXT, within=RIGHT - LEFT)
    top = y + 6.0
    page.rectangle(LEFT, top, RIGHT - LEFT, _BOTTOM - top, stroke=LIGHT.field_line, weight=0.25)
    page.text(RIGHT - 3.0, top + 6.0, "北↑", _LABEL, align=Align.RIGHT, colour=LIGHT.secondary)


def _latest(earlier: Sequence[str]) -> Iterator[str]:
    if len(earlier) > _MOST_EARLIER:
        yield f"（ほか{len(earlier) - _MOST_EARLIER}件）"
    yield from earlier[-_MOST_EARLIER:] or ("なし",)


def _draw_heading(page: Drawing, x: float, y: float, text: str, width: float) -> float:
    page.text(x, y + 3.4, text, _LABEL, colour=LIGHT.accent)
    page.line(x, y + 4.6, x + width, y + 4.6, weight=0.2, colour=LIGHT.accent_line)
    return y + 5.2


def _draw_pair(page: Drawing, x: float, baseline: float, label: str, text: str, width: float) -> None:
    """A label and its text, or a line to write on where there is none."""
    page.text(x, baseline, label, _LABEL, colour=LIGHT.secondary)
    start = x + 16.0
    if text:
        page.text(start, baseline, text, _TEXT, within=x + width - start)
    else:
        page.line(start, baseline + 1.0, x + width, baseline + 1.0, weight=0.15, colour=LIGHT.field_line)


# answers


@dataclass(frozen=True, slots=True)
class _Entry:
    """One answer, broken into lines; `wide`: it takes the whole width of the page."""

    heading: str
    lines: tuple[str, ...]
    remark: str = ""
    wide: bool = False

    @property
    def depth(self) -> float:
        return _ANSWER_PITCH * len(self.lines) + 0.5


def _entries(answers: Sequence[SheetLine], heading: str = "") -> list[_Entry]:
    """Answers ready to be placed; questions without an answer are named on one line at the end."""
    entries, blank = [], []
    for line in answers:
        if not line.answer and line.remark in ("", word(Mark.NO_ANSWER)):
            blank.append(line.heading)
            continue
        remark = _LABEL.width(f"【{line.remark}】") + 1.0 if line.remark else 0.0
        lines = wrap(line.answer or "―", _ANSWER_STRONG, _COLUMN - _HEADING_WIDTH - remark)
        wide = len(lines) > 2
        if wide:
            lines = wrap(line.answer, _ANSWER_STRONG, RIGHT - LEFT - _HEADING_WIDTH - remark)
        entries.append(_Entry(heading + line.heading, tuple(lines), line.remark, wide))
    if blank:
        lines = wrap("、".join(blank), _ANSWER_STRONG, RIGHT - LEFT - _HEADING_WIDTH)
        entries.append(_Entry("記入なし", tuple(lines), wide=True))
    return entries


def _draw_answers(page: Drawing, entries: Sequence[_Entry], cursor: _Cursor, bottom: float) -> list[_Entry]:
    """Two columns of short answers, the long ones below over the whole width; gives those that found no room."""
    top = _draw_heading(page, LEFT, cursor.y, "調査票・聞き取りの回答", RIGHT - LEFT) + 0.6
    rest: list[_Entry] = []
    y = top
    for x, column in zip((LEFT, LEFT + _COLUMN + _COLUMN_GAP), _halves(entries), strict=True):
        at = top
        for entry in column:
            if at + entry.depth > bottom:
                rest.append(entry)
                continue
            _draw_entry(page, x, at, _COLUMN, entry)
            at += entry.depth
        y = max(y, at)
    for entry in entries:
        if not entry.wide:
            continue
        fitting = int((bottom - y - 0.5) / _ANSWER_PITCH)
        head, tail = replace(entry, lines=entry.lines[:fitting]), replace(entry, lines=entry.lines[fitting:])
        if fitting > 0:
            _draw_entry(page, LEFT, y, RIGHT - LEFT, head)
            y += head.depth
        if fitting <= 0 or tail.lines:
            rest.append(tail if fitting > 0 else entry)
    cursor.y = y
    return rest


def _halves(entries: Sequence[_Entry]) -> tuple[list[_Entry], list[_Entry]]:
    """The short answers in two columns of like height, read down the first one."""
    short = [entry for entry in entries if not entry.wide]
    half = sum(entry.depth for entry in short) / 2
    first: list[_Entry] = []
    while short and half > 0:
        half -= short[0].depth
        first.append(short.pop(0))
    return first, short


def _draw_entry(page: Drawing, x: float, y: float, width: float, entry: _Entry) -> None:
    baseline = y + 0.4 + _ANSWER.height * ASCENT
    heading = stretch_to(entry.heading, _ANSWER, _HEADING_WIDTH - 2.0)
    page.text(x, baseline, entry.heading, _ANSWER, stretch=heading, colour=LIGHT.secondary)
    for place, text in enumerate(entry.lines):
        page.text(x + _HEADING_WIDTH, baseline + place * _ANSWER_PITCH, text, _ANSWER_STRONG)
    if entry.remark:
        page.text(x + width, baseline, f"【{entry.remark}】", _LABEL, align=Align.RIGHT)
    bottom = y + entry.depth - 0.2
    page.line(x, bottom, x + width, bottom, weight=0.12, colour=LIGHT.line)


# what is heard


_ROW = 8.2
_FIELD_LABEL = 25.0
_SAID_LINES = 3
_OUTCOMES = (VisitState.MET, VisitState.ABSENT, VisitState.REFUSED)
_CONSENT_DEPTH = 5.8 + 3 * _ROW
_AFTER_HEARING = 3.0


def _hearing_pages(hearing: Questionnaire) -> list[list[Item]]:
    """The questions set on pages below the record, as roomy as they fit; the consent follows on the last one."""
    record_bottom = _RECORD_TOP + _record_depth() + 3.0
    for ease in _EASES:
        distances = form_blocks.metrics(ease)
        pages: list[list[Item]] = [[]]
        top = record_bottom
        for block in form_blocks.blocks(hearing, distances):
            if top + block.height > _BOTTOM:
                pages.append([])
                top = _RECORD_TOP
            pages[-1] += moved(block.items, top)
            top += block.height + distances.gap
        if top + _AFTER_HEARING + _CONSENT_DEPTH > _BOTTOM:
            pages.append([])
        if len(pages) <= _HEARING_PAGES:
            return pages
    last = hearing.questions[-1]
    raise Problem(ProblemKind.TEXT_DOES_NOT_FIT, page=_HEARING_PAGES, question=f"問{last.number} {last.short}")


def _record_depth() -> float:
    return 5.8 + _ROW * (4 + _SAID_LINES) + _ROW * 1.6


def _record(drawing: Drawing, place: int, pages: Sequence[Sequence[Item]]) -> Drawing:
    """One page of what is written down by hand, the same on all sheets."""
    if place == 0:
        _draw_record(drawing, _RECORD_TOP)
    draw(drawing, pages[place])
    if place + 1 == len(pages):
        _draw_consent_fields(drawing, _BOTTOM - _CONSENT_DEPTH)
    return drawing


def _draw_record(drawing: Drawing, y: float) -> None:
    y = _bar(drawing, y, "この訪問・電話について")
    half = (RIGHT - LEFT) / 2
    y = _row(drawing, y, _ROW)
    _field(drawing, LEFT, y, "日時", "　　月　　日（　　）　　時　　分 ～　　時　　分")
    _ticks(drawing, LEFT + half + 10.0, y, "結果", [word(state) for state in _OUTCOMES])
    y = _row(drawing, y, _ROW)
    _field(drawing, LEFT, y, "面談した方", "")
    _field(drawing, LEFT + half + 10.0, y, "同行者", "")
    top = y
    for line in range(_SAID_LINES):
        y = _row(drawing, y, _ROW, dashes="" if line == _SAID_LINES - 1 else "0.6 1.4")
    drawing.text(LEFT, top + 5.6, "聞いたこと", _TEXT)
    y = _row(drawing, y, _ROW)
    _ticks(drawing, LEFT, y, "温度感", [word(member) for member in Temperature])
    y = _row(drawing, y, _ROW * 1.6)
    _ticks(drawing, LEFT, y, "次の対応", [word(member) for member in NextAction], height=_ROW * 1.6, columns=4)
    y = _row(drawing, y, _ROW)
    _field(drawing, LEFT, y, "次の予定", "　　月　　日（　　）　　時　　分")
    _field(drawing, LEFT + half + 10.0, y, "宿題・期限", "")


def _draw_consent_fields(drawing: Drawing, y: float) -> None:
    """Consent of this day: to whom, in what manner, and the line for a signature."""
    y = _bar(drawing, y, "今回の同意（回答と聞き取りの内容を、印を付けた機関に提供することに同意します）")
    y = _row(drawing, y, _ROW)
    _ticks(drawing, LEFT, y, "提供先", [word(member) for member in Recipient])
    y = _row(drawing, y, _ROW)
    manners = [word(ConsentManner.ORAL), word(ConsentManner.WRITTEN), "同意しない", "前の同意を取り下げる"]
    _ticks(drawing, LEFT, y, "方法", manners)
    y = _row(drawing, y, _ROW)
    _field(drawing, LEFT, y, "日付・署名", "令和　　年　　月　　日　　お名前")


def _bar(drawing: Drawing, y: float, words: str) -> float:
    drawing.rectangle(LEFT, y, RIGHT - LEFT, 5.8, fill=LIGHT.accent_soft)
    drawing.text(LEFT + 2.0, y + 4.1, words, _STRONG, within=RIGHT - LEFT - 4.0)
    return y + 5.8


def _row(drawing: Drawing, y: float, height: float, *, dashes: str = "") -> float:
    bottom = y + height
    drawing.line(LEFT, bottom, RIGHT, bottom, weight=0.15, colour=LIGHT.field_line, dashes=dashes)
    return bottom


def _field(drawing: Drawing, x: float, bottom: float, label: str, hint: str, *, height: float = _ROW) -> None:
    drawing.text(x, bottom - height + 5.4, label, _TEXT, within=_FIELD_LABEL - 2.0)
    drawing.text(x + _FIELD_LABEL, bottom - height + 5.4, hint, _LABEL, colour=LIGHT.secondary)


def _ticks(
    drawing: Drawing,
    x: float,
    bottom: float,
    label: str,
    choices: Sequence[str],
    *,
    height: float = _ROW,
    columns: int = 0,
) -> None:
    top = bottom - height
    drawing.text(x, top + 5.4, label, _TEXT, within=_FIELD_LABEL - 2.0)
    rows = -(-len(choices) // columns) if columns else 1
    pitch = height / rows
    left = x + (_FIELD_LABEL if x == LEFT else 14.0)
    at = left
    for place, choice in enumerate(choices):
        row = place // columns if columns else 0
        if columns:
            at = left + (place % columns) * (RIGHT - left) / columns
        middle = top + pitch * (row + 0.5)
        drawing.rectangle(at, middle - 1.75, 3.5, 3.5, stroke=LIGHT.field_line, weight=0.25)
        drawing.text(at + 4.7, middle + 1.3, choice, _TEXT)
        at += 4.7 + _TEXT.width(choice) + 4.5
