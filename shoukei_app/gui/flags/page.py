"""抽出: rules at the left, tried at every tick; at the right the firms that are flagged, or would be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shoukei_app.domain.flags import Flagged, Priority, Rule, RuleSet
from shoukei_app.domain.query import Query
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.flags.columns import FlagLine, columns
from shoukei_app.gui.flags.difference import Difference, Part, difference
from shoukei_app.gui.flags.export_sheet import ExportSheet
from shoukei_app.gui.flags.rule_panel import PART_WORDS, RulePanel
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import Card, EmptyState, button, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.usecases import export, flags, ledgers, targets
from shoukei_app.usecases.flags import FlagRun
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.terms import word

PRIORITIES = tuple(priority.value for priority in Priority)
STATUSES = (TargetStatus.FLAGGED, TargetStatus.VISIT_PLANNED, TargetStatus.VISITED, TargetStatus.REFERRED)


def make(shell: Shell) -> Page:
    """The page."""
    return FlagsPage(shell)


class FlagsPage(Page):
    """Tries the ticked rules at once; keeps flags only when 抽出を実行 is pressed."""

    title = "抽出"
    subjects = frozenset({Subject.CAMPAIGN, Subject.TARGET, Subject.RETURN, Subject.FLAG, Subject.VISIT, Subject.FIRM})
    hints = (
        ("Ctrl+Enter", "抽出を実行"),
        ("Enter", "事業者カードを開く"),
        ("Ctrl+P", "選んだ事業者の訪問を計画"),
        ("Ctrl+F", "一覧から探す"),
        ("Ctrl+C", "Excel 用に写す"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._campaign: int | None = None
        self._rules = RuleSet("", 0, ())
        self._known: tuple[Rule, ...] = ()
        self._standing: dict[int, Priority] = {}
        self._tried: dict[int, Flagged] = {}
        self._difference: Difference = difference({}, {})
        self._part: Part | None = None
        self.actions_made = self.set_actions(
            (
                Action("run", "抽出を実行", self.run, "funnel", "Ctrl+Return", self._can_run),
                Action(
                    "plan",
                    "訪問を計画…",
                    self._plan,
                    "calendar-plus",
                    "Ctrl+P",
                    self._selected,
                    "選んだ事業者の訪問・電話の日程を決めます",
                ),
                Action("export", "Excelに書き出す…", self._export, "export", "", lambda: bool(self._standing)),
                Action("open", "事業者カードを開く", self._open_selected, "identification-card", "", self._selected),
            ),
            primary="run",
            others=("export", "plan"),
        )
        self.panel = RulePanel()
        self.panel.changed.connect(self._try)
        self.panel.part_asked.connect(self._show_part)
        self._empty = EmptyState("まだ抽出していません", symbol="funnel")
        self.table: Table[FlagLine] = Table(
            "flags",
            columns(self._diagnosis, self._today),
            find=self._find,
            lines=self._lines,
            filters=(
                Filter("priority", "優先度", lambda: [(one.value, word(one)) for one in Priority]),
                Filter("municipality_code", "市町村", self._municipalities),
                Filter("status", "状況", lambda: [(one.value, word(one)) for one in STATUSES]),
            ),
            empty=self._empty,
        )
        self._chip = button("", self._show_standing, kind="chip")
        self._chip.hide()
        self.table.add_to_bar(self._chip)
        self.table.opened.connect(self._open_card)
        self.table.set_menu(self.actions_made, ("open", "plan"))
        card = Card(padded=False)
        card.add(self.table, 1)
        self.add(row(self.panel, card, spacing=2 * GRID), 1)

    def refresh(self) -> None:
        """Read rules and flags; ticks stay while the rules in force are the same."""
        campaign_id = self._campaign_id()
        rules = flags.rules_in_force(self.session.ledger, campaign_id)
        known = flags.known_rules(self.session.ledger, campaign_id)
        if (campaign_id, rules, known) != (self._campaign, self._rules, self._known):
            self._campaign, self._rules, self._known = campaign_id, rules, known
            questionnaire = ledgers.campaign(self.session.ledger, campaign_id).questionnaire
            self._diagnoses = {kind.code: f"{kind.code} {kind.name}" for kind in questionnaire.types}
            self.panel.show_rules(questionnaire, known, {rule.id for rule in rules.rules}, rules.version)
        self._try()

    def open(self, what: object) -> None:
        """A target's id: go to its row; a Query: show what it asks for."""
        self._show_standing()
        if isinstance(what, Query):
            self.table.set_query(replace(what, sort=what.sort or self.table.query.sort))
        elif isinstance(what, int) and not self.table.select(what):
            self.table.clear_filters()
            self.table.select(what)

    def run(self) -> None:
        """Keep what the ticked rules say, after a question where firms go out or the rules change."""
        rules = replace(self._rules, rules=self.panel.ticked())
        if not self._confirmed(rules):
            return
        ledger, act, campaign_id, today = self.session.ledger, self.session.act(), self._campaign_id(), self._today()

        def job(_progress: object) -> Outcome[tuple[FlagRun, bool]]:
            made = flags.run_rules(ledger, act, campaign_id, today=today, rules=rules)
            return Outcome((made.value, made.operation is not None), made.changed, made.operation)

        self.desk.write(job, title="抽出しています", done=self._say_done)

    def _confirmed(self, rules: RuleSet) -> bool:
        said = []
        if self.panel.differs:
            said.append(
                f"条件を変えて抽出します。変えた条件は第{self._rules.version + 1}版として残り、"
                "次からはこの条件を使います。"
            )
        gone = self._difference[Part.OUT]
        if gone:
            planned = [line for line in targets.lines(self.session.ledger, sorted(gone)) if line.visit_on]
            visited = (
                f"（うち {len(planned):,}件は訪問・電話の予定や記録があり、その記録は残ります）" if planned else ""
            )
            said.append(f"{len(gone):,}件が抽出から外れます{visited}。")
        if not said:
            return True
        after = f"抽出は {len(self._tried):,}件になります。あとで元に戻せます。"
        return dialogs.confirm(self, "抽出を実行しますか", "\n".join([*said, after]), "抽出を実行")

    def _say_done(self, result: tuple[FlagRun, bool]) -> None:
        made, changed = result
        self._show_standing()
        if not changed:
            self.shell.say(f"抽出は {len(made.firms):,}件のまま変わりません")
            return
        counts = "・".join(f"{one.value} {made.by_priority[one]:,}" for one in Priority)
        self.shell.say(f"{len(made.firms):,}件を抽出しました（{counts}）", undo=True)

    def _try(self) -> None:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        ticked = replace(self._rules, rules=self.panel.ticked())
        everything = flags.try_rules(ledger, campaign_id, replace(self._rules, rules=self._known))
        tried = everything if ticked.rules == self._known else flags.try_rules(ledger, campaign_id, ticked)
        standing = targets.find(ledger, campaign_id, Query(filters={"priority": PRIORITIES}))
        lines = targets.lines(ledger, standing)
        self._standing = {line.id: line.priority for line in lines if line.priority}
        self._tried = tried.flagged
        self._difference = difference(self._standing, self._tried)
        self.panel.show_counts(everything.by_rule)
        self.panel.result.show_result(tried.by_priority, self._difference, first=not self._standing)
        if self._part is not None and not self._difference[self._part]:
            self._part = None
        self._show_state(tried.targets, sum(line.status is TargetStatus.FLAGGED for line in lines))
        self._say_empty(tried)
        self._show_chip()
        self.table.refresh()
        self.actions_made.update()

    def _show_state(self, replies: int, without_visit: int) -> None:
        if not self._standing:
            self.set_state(f"有効回答 {replies:,}件　まだ抽出していません" if replies else "回答がまだありません")
            return
        share = f"（{len(self._standing) / replies:.1%}）" if replies else ""
        waiting = f"　訪問の予定がないもの {without_visit:,}件" if without_visit else ""
        self.set_state(f"有効回答 {replies:,}件のうち {len(self._standing):,}件{share}を抽出中{waiting}")

    def _say_empty(self, tried: FlagRun) -> None:
        if not tried.targets:
            self._empty.title.setText("抽出する回答がまだありません")
            self._empty.sentence.setText(
                "調査票の回答が入力されると、左の条件に当てはまる事業者をここに集めます。\n"
                "先に「回収・入力」で回答を入力してください。"
            )
            return
        self._empty.title.setText("まだ抽出していません")
        self._empty.sentence.setText(
            f"左の条件には {len(tried.firms):,}件が当てはまります。"
            "右上の「抽出を実行」を押すと、訪問・電話の候補としてここに並びます。"
        )

    def _find(self, query: Query) -> Sequence[int]:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        query = replace(query, sort=query.sort or "priority")
        if self._part is None:
            filters = {**query.filters, "priority": query.filters.get("priority") or PRIORITIES}
            return targets.find(ledger, campaign_id, replace(query, filters=filters))
        others = {key: values for key, values in query.filters.items() if key != "priority"}
        wanted = query.filters.get("priority", ())
        shown = self._difference[self._part]
        found = targets.find(ledger, campaign_id, replace(query, filters=others))
        return [key for key in found if key in shown and (not wanted or self._priority_after(key) in wanted)]

    def _priority_after(self, target_id: int) -> str:
        tried = self._tried.get(target_id)
        return tried.priority.value if tried else self._standing[target_id].value

    def _lines(self, ids: Sequence[int]) -> Sequence[FlagLine]:
        found = targets.lines(self.session.ledger, ids)
        return [FlagLine(line.id, line, self._tried.get(line.id)) for line in found]

    def _show_part(self, part: Part) -> None:
        self._part = part
        self._show_chip()
        self.table.clear_filters()
        self.table.focus_rows()

    def _show_standing(self) -> None:
        if self._part is not None:
            self._part = None
            self._show_chip()
            self.table.refresh()

    def _show_chip(self) -> None:
        self._chip.setVisible(self._part is not None)
        if self._part is not None:
            self._chip.setText(f"{PART_WORDS[self._part]}もの ✕")

    def _plan(self) -> None:
        self.shell.go("visits", tuple(self.table.selected_ids()))

    def _open_selected(self) -> None:
        self._open_card(self.table.selected_ids()[0])

    def _open_card(self, target_id: int) -> None:
        (line,) = targets.lines(self.session.ledger, [target_id])
        self.shell.go("register", line.firm_id)

    def _export(self) -> None:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        sheet = ExportSheet(self, *export.consenting(ledger, campaign_id))
        if sheet.exec():
            recipient = sheet.recipient
            name = f"抽出した事業者{f'（{word(recipient)}）' if recipient else ''}.xlsx"
            path = dialogs.save_file(self, "抽出した事業者を書き出す", dialogs.WORKBOOK, name, "flags")
            if path is not None:
                self.desk.write(
                    lambda _progress: export.flagged(ledger, campaign_id, path, recipient),
                    title="書き出しています",
                    done=lambda made: self.shell.say(_exported(made.rows, made.left_out_without_consent, path.name)),
                )
        sheet.deleteLater()

    def _can_run(self) -> bool:
        return bool(self._tried or self._standing)

    def _selected(self) -> bool:
        return hasattr(self, "table") and bool(self.table.selected_ids())

    def _municipalities(self) -> Sequence[tuple[str, str]]:
        return list(targets.municipalities(self.session.ledger, self._campaign_id()).items())

    def _diagnosis(self, code: str) -> str:
        return self._diagnoses.get(code, code)

    def _today(self) -> date:
        return self.session.act().at.date()

    def _campaign_id(self) -> int:
        campaign_id = self.session.campaign_id
        assert campaign_id is not None, "a page lives in a campaign"
        return campaign_id


def _exported(rows: int, left_out: int, name: str) -> str:
    without = f"（同意のない {left_out:,}件は入っていません）" if left_out else ""
    return f"{rows:,}件を「{name}」に書き出しました{without}"
