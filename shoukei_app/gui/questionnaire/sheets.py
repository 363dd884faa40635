"""Sheets of the designer: where the answers go in a new version, and what each version changed."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from shoukei_app.domain.questionnaire import Question, Questionnaire
from shoukei_app.domain.questionnaire_mapping import Source, VersionMapping, compatible, source_of
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.dialogs import Sheet
from shoukei_app.gui.kit.pieces import STRETCH, Banner, button, clear, column, holding, label, row, rule, scrolled
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases.questionnaires import Change, Version
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.questionnaires import changes, loss_words


class MappingSheet(Sheet):
    """Asks where the answers of each old question go; `mapping` is the answer, prefilled with what is known."""

    def __init__(
        self,
        parent: QWidget,
        old: Questionnaire,
        new: Questionnaire,
        mapping: VersionMapping,
        ask: Callable[[VersionMapping], Change],
    ) -> None:
        self._old, self._new, self._ask = old, new, ask
        self.mapping = mapping
        self.boxes: dict[str, ChoiceBox] = {}
        self.codes: dict[tuple[str, int], ChoiceBox] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._banner = Banner("", tone="done")
        self._lost = column(spacing=GRID // 2)
        table = scrolled(holding(column(self._grid, STRETCH, margins=(0, 0, GRID, 0))))
        table.setMinimumSize(theme().px(720), theme().px(300))
        lost = scrolled(holding(column(self._lost, STRETCH)))
        lost.setMaximumHeight(theme().px(110))
        content = holding(column(self._banner, table, lost, spacing=GRID))
        title = f"第{old.version + 1}版にして、回答を引き継ぐ"
        super().__init__(parent, title, content, "新しい版にして引き継ぐ")
        self._make_rows()
        self._show_losses()

    def _make_rows(self) -> None:
        self._grid.addWidget(label("新しい版の問い", "strong"), 0, 0)
        self._grid.addWidget(label("いまの版のどの問いの回答を入れるか", "strong"), 0, 1)
        line = 1
        for question in self._new.questions:
            source = self.mapping.sources.get(question.id)
            box = ChoiceBox(self)
            box.addItem("（回答なしで始める）", "")
            for old in self._old.questions:
                if compatible(old, question):
                    box.addItem(_named(old), old.id)
            box.setCurrentIndex(max(0, box.findData(source.question if source else "")))
            box.setAccessibleName(f"{_named(question)} に入れる回答")
            box.setMaximumWidth(theme().px(340))
            box.currentIndexChanged.connect(partial(self._on_question, question))
            self.boxes[question.id] = box
            self._grid.addWidget(label(_named(question)), line, 0)
            self._grid.addWidget(box, line, 1)
            line = self._make_codes(question, source, line + 1)

    def _make_codes(self, question: Question, source: Source | None, line: int) -> int:
        """A line for each old choice that has no place yet, or another number than before."""
        old = self._old.by_id.get(source.question) if source else None
        if source is None or old is None:
            return line
        for choice in old.choices:
            if source.codes.get(choice.code) == choice.code:
                continue
            box = ChoiceBox(self)
            box.addItem("（行き先なし）", 0)
            for other in question.choices:
                box.addItem(f"{other.code} {other.text}", other.code)
            box.setCurrentIndex(max(0, box.findData(source.codes.get(choice.code, 0))))
            box.setAccessibleName(f"{_named(old)} の {choice.text} の行き先")
            box.setMaximumWidth(theme().px(340))
            box.currentIndexChanged.connect(lambda _index: self._read())
            self.codes[question.id, choice.code] = box
            words = label(f"いまの「{choice.code} {choice.text}」は →", "secondary")
            words.setContentsMargins(3 * GRID, 0, 0, 0)
            self._grid.addWidget(words, line, 0)
            self._grid.addWidget(box, line, 1)
            line += 1
        return line

    def _on_question(self, question: Question, _index: int) -> None:
        chosen = self.boxes[question.id].currentData()
        sources = dict(self.mapping.sources)
        sources.pop(question.id, None)
        if chosen:
            sources[question.id] = source_of(self._old.by_id[chosen], question)
        self.mapping = VersionMapping(sources)
        self.boxes, self.codes = {}, {}
        clear(self._grid)
        self._make_rows()
        self._show_losses()

    def _read(self) -> None:
        sources = dict(self.mapping.sources)
        for (new, code), box in self.codes.items():
            codes = dict(sources[new].codes)
            codes.pop(code, None)
            if box.currentData():
                codes[code] = int(box.currentData())
            sources[new] = Source(sources[new].question, codes)
        self.mapping = VersionMapping(sources)
        self._show_losses()

    def _show_losses(self) -> None:
        change = self._ask(self.mapping)
        clear(self._lost)
        said = [loss_words(loss) for loss in change.losses]
        said += [f"抽出条件「{one.reason}」は、新しい版では使えなくなります" for one in change.rules_lost]
        for text in said:
            self._lost.addWidget(label(text, "secondary", wrap=True))
        whole = f"{change.answered:,}件の回答を、すべて新しい版に引き継ぎます"
        lacking = f"行き先のない回答・条件が {len(said):,}種類あります"
        keyed = "入力したままの内容は、どれも旧版に残ります。診断・注意・同意は新しい版で付け直します。"
        self._banner.setProperty("tone", "attention" if said else "done")
        self._banner.style().polish(self._banner)
        self._banner.say(lacking if said else whole, keyed)


class VersionsSheet(Sheet):
    """Shows every version with what it changed; `taken` is one that somebody wants to go on from."""

    def __init__(self, parent: QWidget, versions: Sequence[Version]) -> None:
        self.taken: Version | None = None
        parts: list[QWidget] = []
        for place, version in enumerate(versions):
            before = versions[place + 1] if place + 1 < len(versions) else None
            parts += [self._part(version, before, in_force=not place), rule()]
        area = scrolled(holding(column(*parts[:-1], STRETCH, spacing=GRID + 4, margins=(0, 0, GRID, 0))))
        area.setMinimumSize(theme().px(560), theme().px(300))
        super().__init__(parent, "調査票の版", area, "", stop="閉じる")

    def _part(self, version: Version, before: Version | None, *, in_force: bool) -> QWidget:
        day = f"　{with_weekday(version.made_at.date())}" if version.made_at else ""
        head = row(label(f"第{version.number}版{day}", "strong"), STRETCH)
        if in_force:
            head.addWidget(label("いまの版", "chip", tone="accent"))
        else:
            head.addWidget(button("この版を下敷きにする", partial(self._take, version), kind="link"))
        lines = changes(before.questionnaire, version.questionnaire, version.mapping) if before else ("最初の版",)
        said = "\n".join(lines) or "変わりはありません"
        return holding(column(head, label(said, "secondary", wrap=True), spacing=GRID // 2))

    def _take(self, version: Version) -> None:
        self.taken = version
        self.accept()


def _named(question: Question) -> str:
    return f"問{question.number} {question.short or question.text}"
