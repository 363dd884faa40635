"""保管: bundle by bundle the settled paper is put into boxes, and it stays known where every sheet lies."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action, Actions
from shoukei_app.gui.kit.lines import Column
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Card, EmptyState, column, holding, label
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.theme import theme
from shoukei_app.usecases import verification
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.usecases.verification import Bundle, Paper
from shoukei_app.words.problems import sentence
from shoukei_app.words.terms import word

_NAMED = 12


class _Line:
    """A bundle as the table shows it, under its place in the list."""

    def __init__(self, place: int, bundle: Bundle) -> None:
        self.id = place
        self.bundle = bundle


def name_of(bundle: Bundle) -> str:
    """What a bundle is called."""
    return "束なし" if not bundle.name else bundle.name if bundle.name.startswith("束") else f"束{bundle.name}"


def how_far(bundle: Bundle) -> str:
    """Whether a bundle can be put away, in words."""
    if not bundle.complete:
        return f"未確定 {len(bundle.unsettled):,}票"
    return "保管済み" if all(bundle.places) else "そろっています"


def state_of(paper: Paper) -> str:
    """What is left to do on a sheet that is not settled."""
    return word(paper.stage) if paper.stage is not None else "入力待ち"


def unsettled_told(bundle: Bundle) -> str:
    """Which sheets of a bundle are not settled, with what they wait for."""
    shown = [f"{form_number.shown(paper.number)}　{state_of(paper)}" for paper in bundle.unsettled[:_NAMED]]
    more = len(bundle.unsettled) - _NAMED
    return "\n".join([*shown, *([f"ほか {more:,}票"] if more > 0 else [])])


def _tone(line: _Line) -> str:
    return "attention" if not line.bundle.complete else "done" if all(line.bundle.places) else "accent"


COLUMNS: tuple[Column[_Line], ...] = (
    Column("name", "束", lambda line: name_of(line.bundle), 140, grow=1),
    Column("sheets", "票", lambda line: f"{len(line.bundle.settled) + len(line.bundle.unsettled):,}", 80, numeric=True),
    Column("settled", "確定", lambda line: f"{len(line.bundle.settled):,}", 80, numeric=True),
    Column("state", "状態", lambda line: how_far(line.bundle), 150, tone=_tone),
    Column("places", "保管場所", lambda line: "、".join(filter(None, line.bundle.places)), 220, grow=2),
)


class ArchiveView(QWidget):
    """A table of bundles; the one chosen is put into a box."""

    hints = (("Enter", "この束を保管する"),)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._bundles: tuple[Bundle, ...] = ()
        self.table: Table[_Line] = Table(
            "returns.archive",
            COLUMNS,
            find=self._find,
            lines=lambda ids: [_Line(place, self._bundles[place]) for place in ids if place < len(self._bundles)],
            empty=EmptyState(
                "保管する票はまだありません", "受け付けた調査票が、束ごとにここに並びます。", symbol="archive-box"
            ),
            unit="束",
            placeholder="束・保管場所で探す",
        )
        self._actions = Actions(
            self, [Action("archive", "この束を保管する…", self._ask, "archive-box", enabled=self._chosen)]
        )
        self.table.add_to_bar(self._actions.button("archive", "primary"))
        self.table.opened.connect(lambda _key: self._ask())
        self.table.selection_changed.connect(self._actions.update)
        card = Card(padded=False)
        card.add(self.table, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def refresh(self) -> None:
        """Read the bundles anew."""
        self.table.refresh()
        self._actions.update()

    def take_focus(self) -> None:
        """Let the keyboard begin in the table."""
        self.table.focus_rows()

    def put_away(self, bundle: Bundle, place: str) -> None:
        """Note that the settled sheets of a bundle lie there now."""
        ledger, act = self._shell.session.ledger, self._shell.session.act()
        ids = [paper.target_id for paper in bundle.settled]

        def job(_progress: Progress) -> Outcome[int]:
            return verification.archive(ledger, act, ids, place)

        self._shell.desk.write(
            job,
            title=f"{name_of(bundle)} の保管",
            done=partial(self._said, name_of(bundle), place),
            failed=self._refused,
        )

    def _said(self, name: str, place: str, count: int) -> None:
        self._shell.say(f"{name} の {count:,}票を「{place}」に保管しました", undo=True)

    def _refused(self, problem: Problem) -> None:
        self._shell.say(sentence(problem))

    def _chosen(self) -> bool:
        return self.table.current_id() is not None

    def _ask(self) -> None:
        place = self.table.current_id()
        if place is None or place >= len(self._bundles):
            return
        bundle = self._bundles[place]
        if not bundle.settled:
            dialogs.show_notice(
                self.window(),
                f"{name_of(bundle)} はまだ保管できません",
                f"確定した票がありません。次の票が済んでから保管してください。\n{unsettled_told(bundle)}",
                symbol="warning-circle",
                tone="attention",
            )
            return
        session = self._shell.session
        assert session.campaign_id is not None
        sheet = PutAwaySheet(self.window(), bundle, verification.places(session.ledger, session.campaign_id))
        if sheet.exec():
            self.put_away(bundle, sheet.place)
        sheet.deleteLater()

    def _find(self, query: Query) -> Sequence[int]:
        session = self._shell.session
        if session.campaign_id is None:
            return []
        self._bundles = verification.bundles(session.ledger, session.campaign_id)
        wanted = query.text.strip()
        return [
            place
            for place, bundle in enumerate(self._bundles)
            if wanted in f"{name_of(bundle)} {' '.join(bundle.places)}"
        ]


class PutAwaySheet(dialogs.Sheet):
    """Asks into which box a bundle goes; a bundle that is not complete says which sheets stay out."""

    def __init__(self, parent: QWidget, bundle: Bundle, places: Sequence[str]) -> None:
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.addItems(list(places))
        known = next((place for place in bundle.places if place), places[-1] if places else "箱1")
        self.box.setEditText(known)
        self.box.setAccessibleName("保管場所")
        self.error = label("", "error")
        self.error.hide()
        parts = [label(f"確定した {len(bundle.settled):,}票の保管場所（箱・ファイルの名前）"), self.box, self.error]
        if bundle.unsettled:
            parts.append(
                label(f"次の {len(bundle.unsettled):,}票は確定していないので、保管に入りません。", "strong", wrap=True)
            )
            parts.append(label(unsettled_told(bundle), "secondary", wrap=True))
        verb = "保管する" if bundle.complete else f"確定した {len(bundle.settled):,}票だけ保管する"
        super().__init__(parent, f"{name_of(bundle)} を保管する", holding(column(*parts, spacing=GRID)), verb)
        self.setMinimumWidth(theme().px(460))
        line = self.box.lineEdit()
        if line is not None:
            line.selectAll()
        self.box.setFocus()

    @property
    def place(self) -> str:
        """The box as it was named."""
        return self.box.currentText().strip()

    def run(self) -> bool:
        """A box has to have a name."""
        self.error.setText("" if self.place else "保管場所を入れてください（例 箱3）。")
        self.error.setVisible(not self.place)
        return bool(self.place)
