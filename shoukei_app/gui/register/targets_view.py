"""Choosing targets (調査対象): by municipality and industry, with the counts before anything is numbered."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.progress import Progress
from shoukei_app.domain.target import Exclusion
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.controls import CheckBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import STRETCH, Card, button, clear, column, holding, label, row, rule, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import firms, masters, targets
from shoukei_app.usecases.targets import Selection
from shoukei_app.words.terms import word

PAUSE_MS = 150
NOTHING = Selection((), {})


class Ticks(Card):
    """A list of boxes with counts; `on_change` is called when one is ticked."""

    def __init__(self, title: str, all_words: str, none_words: str) -> None:
        super().__init__(title)
        self._boxes: dict[str, CheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, GRID + GRID // 2, 0)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 1)
        self.pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        every = button(all_words, lambda: self.tick_all(on=True), kind="link")
        none = button(none_words, lambda: self.tick_all(on=False), kind="link")
        self.add(row(every, none, STRETCH, spacing=2 * GRID))
        self.add(scrolled(holding(column(self._grid, STRETCH))), 1)

    def show_choices(self, counts: Mapping[str, int], names: Mapping[str, str], *, ticked: bool) -> None:
        """Show keys with their counts; those known already stay as they are."""
        before = {key: box.isChecked() for key, box in self._boxes.items()}
        clear(self._grid)
        self._boxes = {}
        for place, (key, count) in enumerate(counts.items()):
            box = CheckBox(names.get(key, key))
            box.setChecked(before.get(key, ticked))
            box.toggled.connect(lambda _on: self.pause.start())
            number = label(f"{count:,}")
            unit = label("件", "secondary")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._boxes[key] = box
            self._grid.addWidget(box, place, 0)
            self._grid.addWidget(number, place, 1)
            self._grid.addWidget(unit, place, 2)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys whose box is ticked."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def box(self, key: str) -> CheckBox:
        """The box of a key."""
        return self._boxes[key]

    def tick_all(self, *, on: bool) -> None:
        """Tick or untick all."""
        for box in self._boxes.values():
            box.setChecked(on)

    def start(self) -> None:
        """The keyboard begins at the first box."""
        if self._boxes:
            next(iter(self._boxes.values())).setFocus()


class TargetsView(View):
    """Left the municipalities, in the middle the industries to leave out, right what comes of it."""

    title = "調査対象を選ぶ"
    hints = (("Space", "選ぶ・外す"), ("Ctrl+Enter", "決める"), ("Esc", "やめて名簿の一覧へ戻る"))

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.selection = NOTHING
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
        self.places = Ticks("調査する市町村", "すべて選ぶ", "すべて外す")
        self.industries = Ticks("送らない業種", "すべて送らない", "すべて送る")
        self.industries.note.setText("ある場合だけ選びます")
        self._figure = label("0", "figure")
        self._sum = QGridLayout()
        self._sum.setHorizontalSpacing(GRID)
        self._sum.setVerticalSpacing(GRID)
        self._sum.setColumnStretch(0, 1)
        self._what = label("", "secondary", wrap=True)
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
        result.setFixedWidth(theme().px(312))
        all_ = row(self.places, self.industries, result, spacing=2 * GRID)
        all_.setStretch(0, 1)
        all_.setStretch(1, 1)
        self.add(all_, 1)
        for ticks in (self.places, self.industries):
            ticks.pause.timeout.connect(self._plan)

    def refresh(self) -> None:
        """Read the municipalities and industries anew, and count."""
        ledger = self.session.ledger
        names = {**masters.municipality_names(), "": "（市町村が分からない）"}
        places = firms.municipalities(ledger)
        self.places.show_choices({k: places[k] for k in sorted(places, key=lambda k: (not k, k))}, names, ticked=True)
        self.industries.show_choices(
            {name: count for name, count in firms.industries(ledger).items() if name}, {}, ticked=False
        )
        self._plan()

    def start(self) -> None:
        """The keyboard begins at the first municipality."""
        self.places.start()

    def _plan(self) -> None:
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        chosen, left_out = self.places.ticked, self.industries.ticked
        self._asked += 1
        asked = self._asked
        if campaign_id is None or not chosen:
            self._show(NOTHING)
            return
        campaign = campaign_id

        def job(progress: Progress) -> tuple[int, Selection]:
            progress.start("条件に合う事業者を数えています")
            return asked, targets.plan(ledger, campaign, municipalities=chosen, industries=left_out)

        self.desk.read(job, title="条件に合う事業者を数えています", done=self._was_planned)

    def _was_planned(self, answer: tuple[int, Selection]) -> None:
        asked, selection = answer
        if asked == self._asked:
            self._show(selection)

    def _show(self, selection: Selection) -> None:
        self.selection = selection
        count = len(selection.firm_ids)
        self._figure.setText(f"{count:,}")
        self.actions_["select"].setText(f"{count:,}件を調査対象にする" if count else "調査対象にする")
        self._what.setText(
            "整理番号を付けます。番号は調査票とQRコードに印刷します。"
            if count
            else "調査する市町村を選んでください。"
            if not self.places.ticked
            else "新しく調査対象になる事業者はありません。"
        )
        clear(self._sum)
        excluded = sum(selection.excluded.values())
        lines: list[tuple[str, int, str]] = [("選んだ市町村の事業者", count + excluded, "strong")]
        lines += [
            (f"　{word(reason)}", -selection.excluded[reason], "")
            for reason in Exclusion
            if selection.excluded.get(reason)
        ]
        lines.append(("調査対象にする", count, "strong"))
        for place, (words, number, role) in enumerate(lines):
            figure: QWidget = label(f"{number:,}".replace("-", "−"), role or "body")
            self._sum.addWidget(label(words, role or "secondary"), place, 0)
            self._sum.addWidget(figure, place, 1, Qt.AlignmentFlag.AlignRight)
            self._sum.addWidget(label("件", "secondary"), place, 2)
        names = masters.municipality_names()
        ticked = [names.get(key, "市町村不明") for key in self.places.ticked]
        self.set_state(f"{len(ticked)}市町村を選択中" if ticked else "市町村を選んでいません")
        self.actions_.update()

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
