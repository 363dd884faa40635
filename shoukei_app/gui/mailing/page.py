"""発送: mailing runs and their papers, what came back, and the settings of the letters."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoukei_app.domain.envelope import WindowEnvelope
from shoukei_app.domain.mailing import RunState
from shoukei_app.domain.query import Query
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pdf_canvas import SCREEN_DPI
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, button, clear, hint_line, holding, row
from shoukei_app.gui.kit.preview import PdfPreview
from shoukei_app.gui.kit.table import Table
from shoukei_app.gui.kit.views import Views, ViewSwitch
from shoukei_app.gui.mailing import new_run
from shoukei_app.gui.mailing.columns import RUNS, RunLine
from shoukei_app.gui.mailing.documents import MadePaper, made_words
from shoukei_app.gui.mailing.run_view import RunView
from shoukei_app.gui.mailing.settings_view import SettingsView
from shoukei_app.gui.mailing.undelivered_view import UndeliveredView
from shoukei_app.gui.mailing.window_ghost import ghost
from shoukei_app.gui.mailing.window_panel import WindowPanel
from shoukei_app.usecases import ledgers, mailing, masters, targets
from shoukei_app.usecases.mailing import Paper
from shoukei_app.usecases.outcome import Subject
from shoukei_app.words.terms import word

RUN_LIST, RUN, PAPER, UNDELIVERED, SETTINGS = "runs", "run", "paper", "undelivered", "settings"

_HINTS = {
    RUN_LIST: (("Enter", "発送便を開く"), ("Ctrl+N", "発送便を作る")),
    RUN: (("Esc", "一覧に戻る"), ("Enter", "事業者カードを開く"), ("Ctrl+C", "Excel 用に写す")),
    PAPER: (("Esc", "発送便に戻る"), ("Ctrl+P", "印刷"), ("Ctrl+S", "PDF を保存")),
    UNDELIVERED: (("Enter", "番号を決める"), ("1〜6", "理由を選んで記録"), ("Esc", "番号に戻る")),
    SETTINGS: (("Tab", "次の欄"),),
}


def make(shell: Shell) -> Page:
    """The page, for the window."""
    return MailingPage(shell)


class MailingPage(Page):
    """A list of runs, one run, one paper of it; and beside them what came back and the settings."""

    title = "発送"
    subjects = frozenset({Subject.MAILING, Subject.CAMPAIGN, Subject.TARGET, Subject.RETURN})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._view = RUN_LIST
        self._targets = 0
        self._campaign: int | None = None
        self._begun: date | None = None
        self._runs: dict[int, RunLine] = {}
        self.run_view = RunView(shell, self.show_paper)
        self.undelivered = UndeliveredView(shell)
        self.settings = SettingsView(shell)
        self.preview = PdfPreview()
        self._paper = MadePaper(b"", "", "", mailing.PrintedRun(0, 0, ()))
        self._back = button("戻る", self.go_back, kind="quiet", symbol="arrow-left")
        self._head.insertWidget(0, self._back)
        self.switch = ViewSwitch(
            ((RUN_LIST, "発送便", "Ctrl+1"), (UNDELIVERED, "返戻", "Ctrl+2"), (SETTINGS, "発送の設定", "Ctrl+3")),
            self._choose_view,
        )
        self.add_to_head(self.switch)
        self._made = self.set_actions(
            [
                Action(
                    "new",
                    "発送便を作る…",
                    self.ask_new,
                    "plus",
                    "Ctrl+N",
                    enabled=lambda: bool(self._targets),
                    hint="宛名と並び順を固定し、依頼文・調査票・ラベルを同じ順に印刷します",
                )
            ]
        )
        self._new = self._made.button("new", "primary")
        self.add_to_head(self._new)
        self.window_panel = WindowPanel(self._choose_window)
        self.window_panel.changed.connect(lambda tried: self.preview.set_overlay(ghost(tried)))
        shown = Card(padded=False)
        shown.add(self.preview, 1)
        side_by_side = row(shown, self.window_panel, spacing=2 * GRID)
        side_by_side.setStretch(0, 1)
        paper = holding(side_by_side)
        self._views = Views(
            {
                RUN_LIST: self._make_list(),
                RUN: self.run_view,
                PAPER: paper,
                UNDELIVERED: self.undelivered,
                SETTINGS: self.settings,
            }
        )
        self.add(self._views, 1)
        self._hint_place = QVBoxLayout()
        self._hint_place.setContentsMargins(0, 0, 0, 0)
        self.add(self._hint_place)
        QShortcut(QKeySequence("Esc"), self, self.go_back)
        self.show_view(RUN_LIST)

    def refresh(self) -> None:
        """Read the runs and what is in sight."""
        session = self.session
        if session.campaign_id is None:
            return
        if session.campaign_id != self._campaign:
            self._campaign = session.campaign_id
            self.settings.show_campaign()
            self.show_view(RUN_LIST)
        elif not self.settings.edited:
            self.settings.show_campaign()
        states = mailing.run_states(session.ledger, session.campaign_id)
        self._runs = {
            run.number: RunLine(run, states.get(run.number, RunState()))
            for run in mailing.runs(session.ledger, session.campaign_id)
        }
        self._targets = len(targets.find(session.ledger, session.campaign_id, Query()))
        self._made.update()
        self._show_empty()
        self.runs.refresh()
        self.runs.bar.hide()  # two or three runs need no search
        self._show_next()
        today = date.today()  # noqa: DTZ011 - the day on this desk's calendar
        if self._begun != today:
            self._begun = today
            self.undelivered.begin(today)
        self.undelivered.show_day(today)
        run = self.run_view.run
        if self._view in (RUN, PAPER) and run is not None and not self.run_view.show_run(run.number):
            self.show_view(RUN_LIST)
        self._follow_window()
        self._show_head()

    def open(self, what: object) -> None:
        """A run's number opens the run; "undelivered" and "settings" those views."""
        if isinstance(what, int) and self.run_view.show_run(what):
            self.show_view(RUN)
        elif isinstance(what, str) and what in self._views:
            self._choose_view(what)
            self.switch.mark(what)

    def may_leave(self) -> bool:
        """Asked before typed settings could be lost."""
        if not self.settings.edited:
            return True
        choices = [dialogs.Choice("back", "設定に戻る", "primary"), dialogs.Choice("drop", "保存しない", "danger")]
        text = "発送の設定を変えましたが、まだ保存していません。"
        answer = dialogs.ask(self.window(), "保存していない設定があります", text, choices, symbol="gear-six")
        if answer != "drop":
            self.open(SETTINGS)
            return False
        self.settings.show_campaign()
        return True

    def ask_new(self) -> None:
        """Ask what the next run is to be, and make it."""
        today = date.today()  # noqa: DTZ011 - the day on this desk's calendar
        sheet = new_run.NewRunSheet(self.window(), self.shell, new_run.first_wish(self.shell, today))
        accepted = sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if accepted and asked is not None:
            new_run.create(self.shell, asked)

    def show_paper(self, made: MadePaper) -> None:
        """Show a paper that was made."""
        self._paper = made
        self.preview.show_pdf(made.data, made.name, made.on_paper)
        self._show_window()
        self.show_view(PAPER)
        self.preview.canvas.set_zoom(self._zoom(made))

    def _zoom(self, made: MadePaper) -> float | None:
        """An envelope is seen whole: fitted to the width it would show its upper third only."""
        if made.paper is not Paper.ENVELOPES:
            return None
        tall = masters.envelope(made.options.envelope).height * SCREEN_DPI / 25.4
        return max((self.preview.canvas.viewport().height() - 3 * GRID) / tall, 0.3)

    def _show_window(self) -> None:
        """Letters lie under the shadow of their window envelope; other papers do not."""
        session = self.session
        is_letter = self._paper.paper is Paper.LETTERS and session.campaign_id is not None
        self.window_panel.setVisible(is_letter)
        if not is_letter:
            self.preview.set_overlay(self._paper.ghost)
        elif session.campaign_id is not None:
            self.window_panel.show_window(ledgers.campaign(session.ledger, session.campaign_id).envelope)

    def _follow_window(self) -> None:
        """Make the letters in sight anew where the campaign has another window now, also after that was undone."""
        run, session = self.run_view.run, self.session
        if self._view != PAPER or self._paper.paper is not Paper.LETTERS or run is None or session.campaign_id is None:
            return
        if ledgers.campaign(session.ledger, session.campaign_id).envelope != self.window_panel.kept:
            self.run_view.documents.make_pdf(run, Paper.LETTERS, self._paper.options)

    def _choose_window(self, envelope: WindowEnvelope) -> None:
        """Keep the window for the campaign; the letters in sight follow it (`refresh`)."""
        session = self.session
        if session.campaign_id is None:
            return
        ledger, act, campaign_id = session.ledger, session.act(), session.campaign_id

        self.shell.desk.write(
            lambda _progress: ledgers.choose_window(ledger, act, campaign_id, envelope),
            title="封筒の窓の保存",
            done=lambda _value: self.shell.say("封筒の窓を保存しました。依頼文を作り直します", undo=True),
        )

    def show_view(self, key: str) -> None:
        """Show one of the views, with its keys at the bottom."""
        if self._view == PAPER and key != PAPER:
            self.preview.clear()
        self._view = key
        self._views.show_view(key)
        clear(self._hint_place)
        self._hint_place.addWidget(hint_line(_HINTS[key]))
        self._show_head()
        if key == UNDELIVERED:
            self.undelivered.take_focus()
        elif key == RUN_LIST:
            self.runs.focus_rows()
        elif key == PAPER:
            self.preview.canvas.setFocus()

    def go_back(self) -> None:
        """From a paper to its run, from a run to the list."""
        if self._view == PAPER:
            self.show_view(RUN)
        elif self._view == RUN:
            self.show_view(RUN_LIST)

    def _choose_view(self, key: str) -> None:
        self.show_view(key)

    def _make_list(self) -> QWidget:
        self._next = Banner("", "")
        self._open_next = button("開く", self._follow_next, kind="primary")
        layout = self._next.layout()
        assert layout is not None
        layout.addWidget(self._open_next)
        self._first = button("名簿を開く", self._begin, kind="primary")
        self._empty = EmptyState(
            "発送便はまだありません",
            "発送便を作ると、宛名と並び順が固定され、依頼文・調査票・宛名ラベル・封入照合表を同じ順に印刷できます。",
            self._first,
            symbol="envelope-simple",
        )
        self.runs: Table[RunLine] = Table(
            "mailing.runs",
            RUNS,
            find=lambda _query: list(self._runs),
            lines=self._run_lines,
            empty=self._empty,
            unit="便",
        )
        self.runs.opened.connect(self.open)
        card = Card(padded=False)
        card.add(self.runs, 1)
        view = QWidget()
        outer = QVBoxLayout(view)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(self._next)
        outer.addWidget(card, 1)
        return view

    def _run_lines(self, ids: Sequence[int]) -> Sequence[RunLine]:
        return [self._runs[key] for key in ids if key in self._runs]

    def _show_empty(self) -> None:
        if self._targets:
            self._empty.title.setText("発送便はまだありません")
            self._first.setText("発送便を作る…")
            self._empty.sentence.setText(
                f"調査対象 {self._targets:,}件に送る、最初の発送便を作ります。"
                "作る前に、入るものと入らないものの理由を確かめられます。"
            )
        else:
            self._empty.title.setText("調査対象がまだありません")
            self._first.setText("名簿を開く")
            self._empty.sentence.setText("先に「名簿」で名簿を取り込み、調査対象を選んでください。")

    def _begin(self) -> None:
        if self._targets:
            self.ask_new()
        else:
            self.shell.go("register")

    def _show_next(self) -> None:
        """The next step in words: a sender that is missing, a run that was not posted yet."""
        assert self._campaign is not None
        sender = ledgers.campaign(self.session.ledger, self._campaign).sender
        waiting = [line for line in self._runs.values() if line.state.planned]
        self._next.setVisible(not sender.name or bool(waiting))
        if not sender.name:
            self._next.say(
                "差出人がまだ入っていません",
                "このまま印刷すると、差出人のない依頼文になります。先に発送の設定を入れてください。",
            )
            self._open_next.setText("発送の設定を開く")
        elif waiting:
            run = waiting[-1].run
            self._next.say(
                f"次にすること：第{run.number}便（{word(run.kind)}）を印刷して差し出す",
                f"{run.pieces:,}通をまだ差し出していません。印刷・封入・差出のあと、差し出した日を記録します。",
            )
            self._open_next.setText("この便を開く")

    def _follow_next(self) -> None:
        assert self._campaign is not None
        if not ledgers.campaign(self.session.ledger, self._campaign).sender.name:
            self.open(SETTINGS)
            return
        waiting = [line for line in self._runs.values() if line.state.planned]
        if waiting:
            self.open(waiting[-1].run.number)

    def _show_head(self) -> None:
        run = self.run_view.run
        inside = self._view in (RUN, PAPER) and run is not None
        self._back.setVisible(inside)
        self.switch.setVisible(not inside)
        self._new.setVisible(not inside)
        if self._view == PAPER and run is not None:
            self.set_title(f"第{run.number}便　{self._paper.title}")
            self.set_state(made_words(self._paper))
        elif inside and run is not None:
            self.set_title(f"第{run.number}便　{word(run.kind)}")
            self.set_state("")
        else:
            self.set_title(self.title)
            posted = sum(line.state.posted + line.state.undelivered for line in self._runs.values())
            back = sum(line.state.undelivered for line in self._runs.values())
            self.set_state(f"調査対象 {self._targets:,}件　差出済み 延べ {posted:,}通　返戻 {back:,}通")
