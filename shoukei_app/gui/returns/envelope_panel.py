"""開けた封筒: how many envelopes were opened, against the sheets in the log; which bundle does not add up."""

from datetime import date
from functools import partial
from unicodedata import normalize

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shoukei_app.domain.receipt import BundleCount, DayCount
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, chip, clear, column, holding, label, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import envelopes
from shoukei_app.words.dates import month_day

_HEADS = ("", "開けた封筒", "受け付けた票", "番号不明の票", "差")


def summary(day: DayCount) -> str:
    """A day in one line: 開けた封筒 120・受け付けた票 118・差 2."""
    total = day.total
    parts = [f"開けた封筒 {'―' if total.opened is None else f'{total.opened:,}'}", f"受け付けた票 {total.received:,}"]
    if total.loose:
        parts.append(f"番号不明の票 {total.loose:,}")
    if total.difference is not None:
        parts.append(f"差 {total.difference:,}")
    return "・".join(parts)


class EnvelopePanel(QWidget):
    """One line for the day and one for each bundle; Enter keeps a count and goes to the next line."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.day: date | None = None
        self.edits: dict[str, QLineEdit] = {}
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.addWidget(scrolled(holding(column(self._place, STRETCH))), 1)

    def show_day(self, day: date) -> DayCount | None:
        """Show the counts of a day."""
        session = self._shell.session
        if session.campaign_id is None:
            return None
        count = envelopes.on(session.ledger, session.campaign_id, day)
        typed = next((name for name, edit in self.edits.items() if edit.hasFocus()), None) if day == self.day else None
        self.day = day
        clear(self._place)
        self.edits = {}
        self._place.addWidget(self._made(count))
        if typed is not None and typed in self.edits:
            self.edits[typed].setFocus()
        return count

    def take_focus(self) -> None:
        """Let the keyboard begin at the count of the day."""
        if "" in self.edits:
            self.edits[""].setFocus()

    def keep(self, bundle: str) -> None:
        """Keep what stands in the line of a bundle, and go to the next."""
        session, day = self._shell.session, self.day
        text = normalize("NFKC", self.edits[bundle].text()).strip().replace(",", "")
        if session.campaign_id is None or day is None or not text.isdecimal():
            return
        ledger, act, campaign, opened = session.ledger, session.act(), session.campaign_id, int(text)
        self._shell.desk.write(
            lambda _progress: envelopes.count(ledger, act, campaign, day, opened, bundle=bundle),
            title="開けた封筒の数の記録",
            done=lambda count: self._shell.say(f"{month_day(day)}　{summary(count)}", undo=True),
            cancellable=False,
        )
        names = list(self.edits)
        following = names[(names.index(bundle) + 1) % len(names)]
        self.edits[following].setFocus()
        self.edits[following].selectAll()

    def _made(self, count: DayCount) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for place, words in enumerate(_HEADS):
            grid.addWidget(label(words, "secondary"), 0, place, _side(place))
        self._add_line(grid, 1, f"{month_day(count.day)}の合計", count.total)
        for place, one in enumerate(count.bundles, start=2):
            self._add_line(grid, place, f"束 {one.bundle}", one)
        grid.setColumnStretch(len(_HEADS) + 1, 1)
        note = "郵送で届いた票と、返信用封筒の数を比べます。数を入れて Enter を押すと記録します。"
        return holding(
            column(
                holding(grid),
                label(_finding(count), "strong", wrap=True),
                label(note, "note", wrap=True),
                spacing=2 * GRID,
            )
        )

    def _add_line(self, grid: QGridLayout, place: int, words: str, count: BundleCount) -> None:
        edit = QLineEdit("" if count.opened is None else f"{count.opened}")
        edit.setFixedWidth(theme().px(88))
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        edit.setAccessibleName(f"{words}　開けた封筒の数")
        edit.returnPressed.connect(partial(self.keep, count.bundle))
        self.edits[count.bundle] = edit
        cells: list[QWidget] = [
            label(words, "body" if count.bundle else "strong"),
            edit,
            label(f"{count.received:,}"),
            label(f"{count.loose:,}" if count.loose else "―", "body" if count.loose else "secondary"),
            _difference(count),
        ]
        for column_, cell in enumerate(cells):
            grid.addWidget(cell, place, column_, _side(column_) | Qt.AlignmentFlag.AlignVCenter)


def _side(place: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight


def _difference(count: BundleCount) -> QWidget:
    if count.difference is None:
        return label("まだ数えていません", "secondary")
    if count.difference == 0:
        return chip("合っています", "done")
    return chip(f"差 {count.difference:,}", "attention")


def _finding(count: DayCount) -> str:
    if count.unsettled:
        return f"{month_day(count.day)}に開けた封筒の数を入れてください。"
    found = []
    wrong = "、".join(f"束 {one.bundle}（差 {one.difference:,}）" for one in count.wrong)
    uncounted = "、".join(f"束 {one.bundle}" for one in count.bundles if one.opened is None)
    if wrong:
        found.append(f"合わない束：{wrong}。その束の封筒と票を数え直してください。")
    elif count.total.difference:
        found.append(f"{count.total.difference:,}通合いません。")
    if count.total.difference and uncounted:
        found.append(f"束ごとの数も入れると、どの束か分かります（まだ：{uncounted}）。")
    if count.parts is not None and count.total.opened is not None and count.parts != count.total.opened:
        found.append(f"束の合計 {count.parts:,} と、その日の合計 {count.total.opened:,} も違います。")
    return "".join(found) or ("" if count.total.opened is None else "封筒と票の数は合っています。")
