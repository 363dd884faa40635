"""集計・報告: every figure with its base; those with a list behind them open it."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from shoukei_app.domain.statistics import Funnel as Figures
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.chart import Bar, Funnel
from shoukei_app.gui.kit.page import Page, Shell, switch
from shoukei_app.gui.kit.pieces import Card, EmptyState, button, column, holding, label, row, scrolled
from shoukei_app.gui.statistics.figures import formulas, percent, query_of
from shoukei_app.gui.statistics.group_table import GroupTable
from shoukei_app.gui.statistics.question_cards import QuestionCards
from shoukei_app.usecases import statistics
from shoukei_app.usecases.outcome import EVERYTHING
from shoukei_app.usecases.statistics import GROUP_TITLES, Group, GroupBy, Report

FUNNEL, QUESTIONS = "funnel", "questions"


class ReportFunnel(Funnel):
    """The funnel, low enough to leave room for a table."""

    ROW_HEIGHT = 33
    TALLEST_ROW = 56


def make(shell: Shell) -> Page:
    """The page."""
    return StatisticsPage(shell)


class StatisticsPage(Page):
    """Two views: how the sheets came back, and what they say."""

    title = "集計・報告"
    subjects = EVERYTHING
    hints = (
        ("Enter・ダブルクリック", "その数字の事業者を開く"),
        ("Ctrl+E", "Excelに書き出す"),
        ("Ctrl+C", "選んだ行を Excel 用に写す"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._report: Report | None = None
        self._by = GroupBy.MUNICIPALITY
        self.add_to_head(switch(((FUNNEL, "回収の状況"), (QUESTIONS, "回答の集計")), self.show_view))
        self.actions_made = self.set_actions(
            (
                Action(
                    "export",
                    "Excelに書き出す…",
                    self._export,
                    "export",
                    "Ctrl+E",
                    lambda: self._report is not None,
                    "全体・区分別・単純集計を1つのブックにします",
                ),
            ),
            primary="export",
        )
        self.funnel = ReportFunnel("この調査の流れ")
        self.funnel.clicked.connect(self._open)
        self.groups = GroupTable()
        self.groups.figure_asked.connect(self._open_group)
        self.questions = QuestionCards()
        self._rate = label("", "figure")
        self._formulas = (label("", wrap=True), label("", wrap=True))
        self._base = label("", "note", wrap=True)
        self._by_buttons: dict[GroupBy, QPushButton] = {}
        self._views = QStackedWidget()
        self._views.addWidget(QWidget())
        self._views.addWidget(
            EmptyState(
                "集計するものがまだありません",
                "調査票を発送すると、回収率と回答をここで見られます。",
                button("発送を開く", partial(self.shell.go, "mailing"), kind="primary"),
                "chart-bar",
            )
        )
        self._views.addWidget(self._make_funnel_view())
        self._views.addWidget(scrolled(holding(column(self.questions))))
        self._view = FUNNEL
        self.add(self._views, 1)

    def refresh(self) -> None:
        """Count in the worker; what is shown stays until the new figures are there."""
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        if campaign_id is not None:
            self.desk.read(
                lambda _progress: statistics.report(ledger, campaign_id), title="集計しています", done=self._show
            )

    def show_view(self, view: str) -> None:
        """Show 回収の状況 or 回答の集計."""
        self._view = view
        if self._report is None or not self._report.funnel.mailed:
            self._views.setCurrentIndex(1 if self._report else 0)
        else:
            self._views.setCurrentIndex(2 if view == FUNNEL else 3)

    def show_groups(self, by: GroupBy) -> None:
        """Tell the funnel apart by something else."""
        self._by = by
        for other, made in self._by_buttons.items():
            made.setChecked(other is by)
        if self._report is not None:
            self.groups.show_groups(self._report.groups[by])

    def _show(self, report: Report) -> None:
        self._report = report
        funnel = report.funnel
        self.set_state(
            f"発送 {funnel.mailed:,}件　回収 {funnel.replies:,}件　有効回収率 {percent(funnel.valid_response_rate)}"
            if funnel.mailed
            else "まだ発送していません"
        )
        self.funnel.show_bars(_bars(funnel), funnel.mailed)
        self._rate.setText(percent(funnel.valid_response_rate))
        for words, text in zip(self._formulas, formulas(funnel), strict=True):
            words.setText(text)
        unentered = funnel.replies - funnel.valid - funnel.out_of_scope
        self._base.setText(
            f"回収 {funnel.replies:,} の内訳：有効回答 {funnel.valid:,}、対象外の連絡 {funnel.out_of_scope:,}、"
            f"白紙・回答拒否・未入力 {unentered:,}。"
            "対象外は「廃業」「対象外」と連絡のあったもの、返戻は郵便が戻り回答のないものです。"
        )
        self.show_groups(self._by)
        self.questions.show_questions(report.questions)
        self.show_view(self._view)
        self.actions_made.update()

    def _make_funnel_view(self) -> QWidget:
        flow = Card("この調査の流れ", "押すと一覧が開きます")
        flow.add(self.funnel, 1)
        rate = Card("有効回収率")
        rate.add(self._rate)
        for words in self._formulas:
            rate.add(words)
        rate.add(self._base)
        rate.body.addStretch(1)
        upper = row(flow, rate, spacing=2 * GRID)
        upper.setStretch(0, 5)
        upper.setStretch(1, 4)
        choices = row(label("区分", "secondary"), spacing=GRID // 2)
        for by in GroupBy:
            made = button(GROUP_TITLES[by], partial(self.show_groups, by), kind="quiet")
            made.setCheckable(True)
            self._by_buttons[by] = made
            choices.addWidget(made)
        self.groups.add_to_bar(holding(choices))
        lower = Card(padded=False)
        lower.add(self.groups, 1)
        whole = column(upper, lower, spacing=2 * GRID)
        whole.setStretch(1, 1)
        return holding(whole)

    def _open(self, figure: object) -> None:
        found = query_of(str(figure))
        if found is not None:
            self.shell.go(*found)

    def _open_group(self, figure: str, group: Group) -> None:
        found = query_of(figure, self._by, group)
        if found is None:
            self.shell.say("この数字には、開ける一覧がありません")
        else:
            self.shell.go(*found)

    def _export(self) -> None:
        path = dialogs.save_file(self, "集計を書き出す", dialogs.WORKBOOK, "集計.xlsx", "statistics")
        ledger, campaign_id = self.session.ledger, self.session.campaign_id
        if path is None or campaign_id is None:
            return
        self.desk.write(
            lambda _progress: statistics.export(ledger, campaign_id, path),
            title="集計を書き出しています",
            done=lambda _rows: self.shell.say(f"集計を「{path.name}」に書き出しました"),
        )


def _bars(funnel: Figures) -> list[Bar]:
    def share(part: int, whole: int, name: str) -> str:
        return f"{name}の {part / whole:.1%}" if whole else ""

    return [
        Bar("mailed", "発送", funnel.mailed, f"{funnel.mailed:,}", f"返戻 {funnel.undelivered:,}"),
        Bar("replies", "回収", funnel.replies, f"{funnel.replies:,}", f"回収率 {percent(funnel.response_rate)}"),
        Bar("valid", "有効回答", funnel.valid, f"{funnel.valid:,}", share(funnel.valid, funnel.replies, "回収")),
        Bar("flagged", "抽出", funnel.flagged, f"{funnel.flagged:,}", share(funnel.flagged, funnel.valid, "有効回答")),
        Bar(
            "visited",
            "訪問・電話",
            funnel.visited,
            f"{funnel.visited:,}",
            share(funnel.visited, funnel.flagged, "抽出"),
        ),
        Bar(
            "referred",
            "橋渡し",
            funnel.referred,
            f"{funnel.referred:,}",
            share(funnel.referred, funnel.visited, "訪問・電話"),
            "done",
        ),
    ]
