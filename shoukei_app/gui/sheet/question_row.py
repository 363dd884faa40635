"""One line of the sheet being keyed: number, what is asked, and what was understood."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shoukei_app.domain.questionnaire import Question
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import drawn
from shoukei_app.gui.kit.icons import draw
from shoukei_app.gui.kit.theme import theme

HEIGHT = 42
NUMBER_WIDTH = 52


class QuestionRow(QWidget):
    """Painted, because a sheet has dozens of them and moves with every Enter."""

    pressed = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        choices = "　".join(f"{choice.code} {choice.text}" for choice in question.choices)
        self._below = choices or _kind(question)
        self._asked = f"{question.number} {question.short} {self._below}"
        self._answer = ""
        self._tone = "ink"
        self._skipped = ""
        self._memo = ""
        self.setFixedHeight(theme().px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_answer(self, words: str, tone: str, skipped: str, memo: str) -> None:
        """What was understood in words (a dash where nothing yet), its colour role, for whom it is, and a memo."""
        if (words, tone, skipped, memo) == (self._answer, self._tone, self._skipped, self._memo):
            return
        self._answer, self._tone, self._skipped, self._memo = words, tone, skipped, memo
        noted = f"メモ：{memo}" if memo else ""
        self.setAccessibleName(f"問{self._question.number} {self._question.short} {skipped} {words} {noted}".strip())
        self.setToolTip("\n".join(filter(None, [words, noted])))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a pressed line becomes the current one."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._question.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the line as it was drawn last; with every Enter all lines move, and only one of them is another."""
        said = f"{self._answer} {self._tone} {self._skipped} {bool(self._memo)}"
        state = f"question {self.underMouse()} {self._asked} {said}"
        drawn.paint(QPainter(self), self.rect(), state, lambda painter, _area: self._draw(painter))

    def _draw(self, painter: QPainter) -> None:
        """The line as on paper, quieter where the question is to be skipped."""
        look = theme()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        quiet = bool(self._skipped) and not self._answer.strip("—")
        painter.setPen(QPen(look.color("line"), 1))
        painter.setBrush(look.color("hover" if self.underMouse() else "ground" if quiet else "surface"))
        painter.drawRoundedRect(area, 6, 6)
        side = GRID + 4
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        number = QRectF(side, 0, look.px(NUMBER_WIDTH), self.height())
        painter.setFont(look.font())
        painter.setPen(look.color("secondary"))
        painter.drawText(number, flags, f"問{self._question.number}")
        if self._memo:
            mark = look.px(14)
            place = QRectF(side + look.px(NUMBER_WIDTH) - mark - 4, (self.height() - mark) / 2, mark, mark)
            draw(painter, place.toRect(), "note-pencil", "accent")
        left = side + look.px(NUMBER_WIDTH)
        room = self.width() - left - side
        painter.setFont(look.font(SIZES.body, bold=not quiet))
        title_width = painter.fontMetrics().horizontalAdvance(self._question.short)
        words_font = look.font(SIZES.lead, bold=True) if self._answer != "—" else look.font()
        painter.setFont(words_font)
        wanted = painter.fontMetrics().horizontalAdvance(self._answer) + 4
        words_width = min(wanted, max(room - title_width - 2 * GRID, room // 3))
        words = QRectF(self.width() - side - words_width, 0, words_width, self.height())
        painter.setPen(look.color("secondary" if self._answer == "—" else self._tone))
        shown = painter.fontMetrics().elidedText(self._answer, Qt.TextElideMode.ElideRight, int(words_width))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)
        painter.setFont(look.font(SIZES.body, bold=not quiet))
        painter.setPen(look.color("secondary" if quiet else "ink"))
        half = self.height() / 2
        text_width = room - words_width - 2 * GRID
        title = QRectF(left, 3, text_width, half - 2)
        painter.drawText(title, flags, _cut(painter, self._question.short, text_width))
        painter.setFont(look.font(SIZES.note))
        painter.setPen(look.color("secondary"))
        below = QRectF(left, half - 1, text_width, half - 3)
        painter.drawText(below, flags, _cut(painter, self._skipped or self._below, text_width))


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _kind(question: Question) -> str:
    return f"（　　）{question.unit}" if question.unit else question.note or "文字で書く問い"
