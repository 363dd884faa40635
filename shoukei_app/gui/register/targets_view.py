"""Choosing targets (調査対象): where to look, whom to leave out, with the counts before anything is numbered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.exclusion import Exclusion
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.selection import Area, Candidate, Selection, choose, hits
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, clear, label, row, rule
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.area_tree import AreaTree
from shoukei_app.gui.register.rule_sheets import MatchSheet, WordsSheet
from shoukei_app.gui.register.rule_ticks import RuleTicks
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import firms, ledgers, masters, targets
from shoukei_app.words.terms import word

RESULT_WIDTH = 296


class TargetsView(View):
    """Left the area, in the middle whom to leave out, right what comes of it.

    The firms are read once with every reason there is; a tick only counts them anew.
    """

    title = "調査対象を選ぶ"
    hints = (("Space", "選ぶ・外す"), ("→", "町域を開く"), ("Ctrl+Enter", "決める"), ("Esc", "やめて名簿の一覧へ戻る"))

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.selection = Selection()
        self._everybody: tuple[Candidate, ...] = ()
        self._inside: list[Candidate] = []
        self._counted: Area | None = None
        self._asked = 0
        self._busy = False
        self.actions_ = self.set_actions(
            [
                Action("back", "やめる", self.finished.emit, "x", "Esc"),
                Action(
                    "select",
                    "調査対象にする",
                    self._select,
                    "check",
                    "Ctrl+Return",
                    enabled=lambda: bool(self.selection.firm_ids) and not self._busy,
                    hint="整理番号を付けます。「元に戻す」で取り消せます",
                ),
            ],
            primary="select",
            others=("back",),
        )
        self.places = AreaTree()
        self.rules = RuleTicks()
        self._figure = label("0", "figure")
        self._sum = QGridLayout()
        self._sum.setHorizontalSpacing(GRID)
        self._sum.setVerticalSpacing(GRID)
        self._sum.setColumnStretch(0, 1)
        self._what = label("", "secondary", wrap=True)
        all_ = row(self.places, self.rules, self._result_card(), spacing=2 * GRID)
        all_.setStretch(0, 5)
        all_.setStretch(1, 6)
        self.add(all_, 1)
        for ticks in (self.places, self.rules):
            ticks.pause.timeout.connect(self.count)
        self.rules.list_asked.connect(self._list)
        self.rules.words_asked.connect(self._edit_words)

    def refresh(self) -> None:
        """Read every firm with its reasons anew, and count."""
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        names, offices = masters.municipality_names(), masters.regional_offices()
        self.places.show_towns(firms.towns(ledger), names, offices)
        if campaign_id is None:
            return
        campaign = campaign_id
        self._asked += 1
        asked = self._asked

        def job(progress: Progress) -> tuple[int, tuple[Candidate, ...]]:
            return asked, targets.candidates(ledger, campaign, progress)

        self.desk.read(job, title="事業者を条件に照らしています", done=self._was_read)

    def start(self) -> None:
        """The keyboard begins at the first line of the areas."""
        self.places.start()

    def count(self) -> None:
        """What comes of the ticks as they stand."""
        area = self.places.area
        if area != self._counted:
            self._counted = area
            self._inside = [one for one in self._everybody if area.holds(one)]
            self.rules.show_hits(hits(self._inside))
        self._show(choose(self._inside, self.rules.wish))

    def _was_read(self, answer: tuple[int, tuple[Candidate, ...]]) -> None:
        asked, everybody = answer
        if asked == self._asked:
            self._everybody = everybody
            self._counted = None
            self.count()

    def _result_card(self) -> Card:
        result = Card("この条件だと")
        unit = label("件を調査対象にします", "secondary")
        unit.setContentsMargins(0, 0, 0, theme().px(5))
        line = row(self._figure, unit, STRETCH, spacing=GRID)
        line.setAlignment(unit, Qt.AlignmentFlag.AlignBottom)
        result.add(line)
        result.add(self._what)
        result.add(rule())
        result.add(self._sum)
        result.body.addStretch(1)
        result.setFixedWidth(theme().px(RESULT_WIDTH))
        return result

    def _show(self, selection: Selection) -> None:
        self.selection = selection
        count = len(selection.firm_ids)
        self._figure.setText(f"{count:,}")
        self.actions_["select"].setText(f"{count:,}件を調査対象にする" if count else "調査対象にする")
        self._what.setText(
            "整理番号を付けます。番号は調査票とQRコードに印刷します。"
            if count
            else "新しく調査対象になる事業者はありません。"
            if self._inside
            else "調査する地域を選んでください。"
        )
        clear(self._sum)
        lines: list[tuple[str, int, str]] = [("選んだ地域の事業者", len(self._inside), "strong")]
        lines += [(f"　{word(reason)}", -number, "") for reason, number in selection.excluded.items()]
        lines.append(("調査対象にする", count, "strong"))
        for place, (words, number, role) in enumerate(lines):
            figure: QWidget = label(f"{number:,}".replace("-", "−"), role or "body")
            self._sum.addWidget(label(words, role or "secondary"), place, 0)
            self._sum.addWidget(figure, place, 1, Qt.AlignmentFlag.AlignRight)
            self._sum.addWidget(label("件", "secondary"), place, 2)
        self.set_state(_area_words(self.places.area))
        self.actions_.update()

    def _list(self, reason: Exclusion) -> None:
        signs = {one.id: one.reasons[reason] for one in self._inside if reason in one.reasons}
        sheet = MatchSheet(self.shell, self.window(), reason, signs)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _edit_words(self, reason: Exclusion) -> None:
        assert self.session.campaign_id is not None
        rules = ledgers.campaign(self.session.ledger, self.session.campaign_id).exclusions
        sheet = WordsSheet(self.shell, self.window(), next(one for one in rules if one.key is reason))
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _select(self) -> None:
        ledger, act, campaign_id, selection = (
            self.session.ledger,
            self.session.act(),
            self.session.campaign_id,
            self.selection,
        )
        assert campaign_id is not None
        campaign = campaign_id
        self._busy = True
        self.actions_.update()
        self.desk.write(
            lambda _progress: targets.select(ledger, act, campaign, selection),
            title="整理番号を付けています",
            done=self._was_selected,
            ended=self._end,
        )

    def _was_selected(self, count: int) -> None:
        self.shell.say(f"{count:,}件を調査対象にして、整理番号を付けました", undo=True)
        self.finished.emit()

    def _end(self) -> None:
        self._busy = False
        self.actions_.update()


def _area_words(area: Area) -> str:
    known = sum(bool(code) for code in area.municipalities)
    parts = [f"{known}市町村"] if known else []
    parts += [f"{len(area.towns)}町域"] if area.towns else []
    return f"{'と'.join(parts)}を選択中" if parts else "地域を選んでいません"
