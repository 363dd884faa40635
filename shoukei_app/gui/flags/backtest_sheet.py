"""Rules held against what the visits found: for each rule and priority how many came to something."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.backtest import Backtest, Tally
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.pieces import STRETCH, column, holding, label, rule, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.words.terms import word

HEADINGS = ("あてはまる", "訪問・電話", "面談", "次の支援へ", "割合", "95%の幅")


class BacktestSheet(Sheet):
    """One table for each rule set: those in force, and those that are being tried where they differ."""

    def __init__(self, parent: QWidget, tested: Sequence[Backtest]) -> None:
        titles = ("いまの条件", "試している条件")
        tables = [_table(title, one) for title, one in zip(titles, tested, strict=False)]
        note = label(
            "割合は、訪問・電話した事業者のうち、次の支援（情報提供・対応不要を除く）か橋渡しに進んだものです。"
            "件数が少ないと幅が広くなります。この台帳の前の調査の結果も数えています。",
            "note",
            wrap=True,
        )
        body = scrolled(holding(column(*tables, STRETCH, spacing=3 * GRID)))
        super().__init__(parent, "訪問結果で確かめる", holding(column(note, body, spacing=2 * GRID)), "", stop="閉じる")
        self.setMinimumSize(theme().px(860), theme().px(560))


def rows(tested: Backtest) -> list[tuple[str, Tally]]:
    """The lines of a table: all, by priority, by rule, and the firms that are not flagged."""
    found = [("抽出の全体", tested.total)]
    found += [(word(priority), tally) for priority, tally in tested.by_priority.items()]
    found += [(one.reason, tested.by_rule[one.id]) for one in tested.rules.rules]
    return [*found, ("抽出しなかった回答者", tested.others)]


def cells(tally: Tally) -> tuple[str, ...]:
    """A line in words, as long as the headings."""
    counts = (tally.flagged, tally.visited, tally.met, tally.came)
    share = "－" if tally.share is None else f"{tally.share:.0%}"
    width = "－" if tally.interval is None else "{:.0%}～{:.0%}".format(*tally.interval)
    return (*(f"{count:,}" for count in counts), share, width)


def _table(title: str, tested: Backtest) -> QWidget:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "lead"), 0, 0)
    right = Qt.AlignmentFlag.AlignRight
    for place, heading in enumerate(HEADINGS, start=1):
        grid.addWidget(label(heading, "secondary"), 0, place, right)
    grid.addWidget(rule(), 1, 0, 1, len(HEADINGS) + 1)
    for line, (name, tally) in enumerate(rows(tested), start=2):
        grid.addWidget(label(name, wrap=True), line, 0)
        for place, text in enumerate(cells(tally), start=1):
            grid.addWidget(label(text), line, place, right)
    missed = len(tested.missed)
    if missed:
        said = f"抽出しなかった回答者のうち {missed:,}件は、別のきっかけの訪問で次の支援へ進みました。"
        grid.addWidget(label(said, "secondary", wrap=True), grid.rowCount(), 0, 1, len(HEADINGS) + 1)
    return holding(grid)
