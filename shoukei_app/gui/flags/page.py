"""抽出: rules at the left, tried at every edit; at the right the firms that are flagged, or would be."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from shoukei_app.domain.flags import Cause, Flagged, Override, Priority, Rule, RuleSet
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Questionnaire, Recipient
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.flags.assign_sheet import AssignSheet
from shoukei_app.gui.flags.backtest_sheet import BacktestSheet
from shoukei_app.gui.flags.columns import FlagLine, columns
from shoukei_app.gui.flags.difference import Difference, Part, difference
from shoukei_app.gui.flags.export_sheet import ExportSheet
from shoukei_app.gui.flags.override_sheet import OverrideSheet
from shoukei_app.gui.flags.rule_panel import PART_WORDS, RulePanel
from shoukei_app.gui.flags.versions_sheet import VersionsSheet
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, button, column, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.usecases import cases, flag_list, flagged_export, flags, ledgers, organisations, targets
from shoukei_app.usecases.flag_list import BY_HAND, NOBODY, STATUSES, FlagList
from shoukei_app.usecases.flagged_export import FlaggedExport
from shoukei_app.usecases.flags import FlagRun
from shoukei_app.usecases.next_step import TO_PLAN
from shoukei_app.usecases.outcome import Outcome, Subject
from shoukei_app.words.terms import word

PRIORITIES = tuple(priority.value for priority in Priority)
IN_SQL = frozenset({"priority", "municipality_code", "diagnosis", "status"})
"""Filters that the ledger itself answers; the others are looked up in the flagged list."""


def make(shell: Shell) -> Page:
    """The page."""
    return FlagsPage(shell)


class FlagsPage(Page):
    """Tries the ticked rules at once; keeps flags only when この条件で抽出する is pressed."""

    title = "抽出"
    subjects = frozenset(
        {
            Subject.CAMPAIGN,
            Subject.TARGET,
            Subject.RETURN,
            Subject.FLAG,
            Subject.VISIT,
            Subject.FIRM,
            Subject.CASE,
            Subject.ORGANISATION,
        }
    )
    hints = (
        ("Ctrl+Enter", "この条件で抽出する"),
        ("Enter", "事業者カードを開く"),
        ("Ctrl+N", "訪問を割り振る"),
        ("Ctrl+P", "選んだ事業者の訪問を計画"),
        ("Ctrl+F", "一覧から探す"),
        ("Ctrl+C", "Excel 用に写す"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._campaign: int | None = None
        self._questionnaire: Questionnaire | None = None
        self._rules = RuleSet("", 0, ())
        self._known: tuple[Rule, ...] = ()
        self._list = FlagList({}, {})
        self._standing: dict[int, Priority] = {}
        self._tried: dict[int, Flagged] = {}
        self._by_hand: dict[int, Override] = {}
        self._difference: Difference = difference(())
        self._part: Part | None = None
        self._unplanned = 0
        """Flagged firms that nobody has met or will meet."""
        self.actions_made = self.set_actions(self._all_actions())
        self._for_all, self._for_chosen = self.actions_made.button("allot"), self.actions_made.button("plan")
        self._for_chosen.hide()
        export, run = self.actions_made.button("export"), self.actions_made.button("run", "primary")
        for made in (export, self._for_all, self._for_chosen, run):
            self.add_to_head(made)
        self.panel = RulePanel()
        self.panel.changed.connect(self._try)
        self.panel.part_asked.connect(self._show_part)
        self.panel.versions_asked.connect(self._show_versions)
        self.panel.backtest_asked.connect(self._backtest)
        self._empty = EmptyState("まだ抽出していません", symbol="funnel")
        self.table: Table[FlagLine] = Table(
            "flags",
            columns(self._diagnosis, self._today),
            find=self._find,
            lines=self._lines,
            filters=self._filters(),
            empty=self._empty,
        )
        self._chip = button("", self._show_standing, kind="chip")
        self._chip.hide()
        self.table.add_to_bar(self._chip)
        self.table.add_to_bar(button("整理番号で加える…", self._by_number, kind="link", symbol="plus"))
        self.table.opened.connect(self._open_card)
        self.table.selection_changed.connect(self._show_chosen)
        self.table.set_menu(self.actions_made, ("open", "plan", "assign", "override", "withdraw"))
        self._again = button("抽出し直す", self.run)
        self.news = Banner("", action=self._again)
        self.news.hide()
        card = Card(padded=False)
        card.add(self.table, 1)
        self.after = Banner("", action=self.actions_made.button("allot", "primary"))
        self.after.hide()
        right = column(self.news, self.after, spacing=2 * GRID)
        right.addWidget(card, 1)
        self.add(row(self.panel, right, spacing=2 * GRID), 1)

    def refresh(self) -> None:
        """Read rules and flags; ticks and edits stay while the rules in force are the same."""
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        rules = flags.rules_in_force(ledger, campaign_id)
        known = flags.known_rules(ledger, campaign_id)
        questionnaire = ledgers.campaign(ledger, campaign_id).questionnaire
        now = (campaign_id, rules, known, questionnaire)
        if now != (self._campaign, self._rules, self._known, self._questionnaire):
            self._campaign, self._rules, self._known, self._questionnaire = now
            self._diagnoses = {kind.code: f"{kind.code} {kind.name}" for kind in questionnaire.types}
            askables = flags.subjects(ledger, campaign_id)
            self.panel.show_rules(questionnaire, askables, known, rules.rules, rules.version)
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
        if not self._confirmed():
            return
        ledger, act, campaign_id, today = self.session.ledger, self.session.act(), self._campaign_id(), self._today()

        def job(_progress: object) -> Outcome[tuple[FlagRun, bool]]:
            made = flags.run_rules(ledger, act, campaign_id, today=today, rules=rules)
            return Outcome((made.value, made.operation is not None), made.changed, made.operation)

        self.desk.write(job, title="抽出しています", done=self._say_done)

    def _all_actions(self) -> tuple[Action, ...]:
        return (
            Action("run", "この条件で抽出する", self.run, "funnel", "Ctrl+Return", self._can_run),
            Action(
                "allot",
                "訪問を割り振る…",
                self._allot,
                "calendar-plus",
                "Ctrl+N",
                lambda: self._unplanned > 0,
                "訪問・電話の予定のない事業者を、担当者の空きに割り振ります",
            ),
            Action(
                "plan",
                "選んだ訪問を計画…",
                self._plan,
                "calendar-plus",
                "Ctrl+P",
                self._selected,
                "選んだ事業者の訪問・電話の日時と担当者を、手で決めます",
            ),
            Action("export", "Excelに書き出す…", self._export, "export", "", lambda: bool(self._standing)),
            Action("open", "事業者カードを開く", self._open_selected, "identification-card", "", self._selected),
            Action("assign", "担当を決める…", self._assign, "user-plus", "", self._selected),
            Action("override", "抽出・優先度を手で変える…", self._override, "hand", "", self._one_selected),
            Action(
                "withdraw", "条件のとおりに戻す", self._withdraw, "arrow-counter-clockwise", "", self._decided_by_hand
            ),
        )

    def _filters(self) -> tuple[Filter, ...]:
        def one(key: str, title: str, choices: Callable[[], Sequence[tuple[str, str]]]) -> Filter:
            return Filter(key, title, choices, lambda: self._list.counts(key))

        return (
            one("priority", "優先度", lambda: [(one.value, word(one)) for one in Priority]),
            one("rule", "抽出理由", self._rule_choices),
            one("municipality_code", "市町村", self._municipalities),
            one("diagnosis", "診断", lambda: list(self._diagnoses.items())),
            one("consent", "同意", lambda: [*((r.value, word(r)) for r in Recipient), (NOBODY, "どこにも同意なし")]),
            one("lead", "担当", self._lead_choices),
            one("status", "状況", lambda: [(one.value, word(one)) for one in STATUSES]),
        )

    def _rule_choices(self) -> list[tuple[str, str]]:
        return [(BY_HAND, "担当者の判断"), *((rule.id, rule.reason) for rule in self._known)]

    def _lead_choices(self) -> list[tuple[str, str]]:
        found = organisations.every(self.session.ledger)
        return [*((str(one.id), one.name) for one in found), (NOBODY, "担当が決まっていない")]

    def _confirmed(self) -> bool:
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
        return dialogs.confirm(self, "この条件で抽出しますか", "\n".join([*said, after]), "この条件で抽出する")

    def _say_done(self, result: tuple[FlagRun, bool]) -> None:
        made, changed = result
        self._show_standing()
        self._say_next()
        if not changed:
            self.shell.say(f"抽出は {len(made.firms):,}件のまま変わりません")
            return
        counts = "・".join(f"{one.value} {made.by_priority[one]:,}" for one in Priority)
        self.shell.say(f"{len(made.firms):,}件を抽出しました（{counts}）", undo=True)

    def _say_next(self) -> None:
        """Lead on to the visits, until they are planned."""
        wanted = len(targets.find(self.session.ledger, self._campaign_id(), TO_PLAN))
        self.after.setVisible(wanted > 0)
        self.after.say(
            "次にすること：訪問・電話の日程を決める",
            f"優先度 S・A・B で、まだ予定のない事業者が {wanted:,}件あります。",
        )

    def _try(self) -> None:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        ticked = replace(self._rules, rules=self.panel.ticked())
        tried = flags.try_rules(ledger, campaign_id, ticked, besides=self.panel.others())
        self._list = flag_list.read(ledger, campaign_id)
        self._by_hand = flags.overrides(ledger, campaign_id)
        self._standing = {key: Priority(values[0]) for key, values in self._list.values["priority"].items()}
        self._tried = tried.flagged
        self._difference = difference(tried.moves)
        self.panel.show_counts(tried.by_rule)
        self.panel.result.show_result(tried.by_priority, self._difference, first=not self._standing)
        if self._part is not None and not self._difference[self._part]:
            self._part = None
        self._unplanned = self._list.counts("status").get(STATUSES[0].value, 0)
        if self.after.isVisibleTo(self):
            self._say_next()
        self._show_state(tried.targets)
        self._show_news(tried)
        self._say_empty(tried)
        self._show_chip()
        self.table.refresh()
        self.actions_made.update()

    def _show_news(self, tried: FlagRun) -> None:
        coming = sum(move.before is None and Cause.NEW_REPLY in move.causes for move in tried.moves)
        then = (
            f"そのうち {coming:,}件が、抽出し直すと一覧に加わります。" if coming else "一覧に加わる事業者はありません。"
        )
        self.news.setVisible(tried.new_replies > 0)
        if tried.new_replies:
            self.after.hide()
        self.news.say(f"前回の抽出のあと {tried.new_replies:,}件の回答が入りました", then)

    def _show_state(self, replies: int) -> None:
        if not self._standing:
            self.set_state(f"有効回答 {replies:,}件　まだ抽出していません" if replies else "回答がまだありません")
            return
        share = f"（{len(self._standing) / replies:.1%}）" if replies else ""
        waiting = f"　訪問の予定がないもの {self._unplanned:,}件" if self._unplanned else ""
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
            "右上の「この条件で抽出する」を押すと、訪問・電話の候補としてここに並びます。"
        )

    def _find(self, query: Query) -> Sequence[int]:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        query = replace(query, sort=query.sort or "priority")
        elsewhere = {key: values for key, values in query.filters.items() if key not in IN_SQL}
        filters = {key: values for key, values in query.filters.items() if key in IN_SQL}
        if self._part is None:
            filters["priority"] = filters.get("priority") or PRIORITIES
            found = targets.find(ledger, campaign_id, replace(query, filters=filters))
            return [key for key in found if self._list.keeps(key, elsewhere)]
        wanted = filters.pop("priority", ())
        shown = self._difference[self._part]
        found = targets.find(ledger, campaign_id, replace(query, filters=filters))
        return [
            key
            for key in found
            if key in shown and (not wanted or self._priority_after(key) in wanted) and self._list.keeps(key, elsewhere)
        ]

    def _priority_after(self, target_id: int) -> str:
        tried = self._tried.get(target_id)
        return tried.priority.value if tried else self._standing[target_id].value

    def _lines(self, ids: Sequence[int]) -> Sequence[FlagLine]:
        found = targets.lines(self.session.ledger, ids)
        moves = self._difference.moves
        return [
            FlagLine(
                line.id,
                line,
                self._tried.get(line.id),
                moves[line.id].causes if line.id in moves else frozenset(),
                self._list.leads.get(line.id, ""),
                line.id in self._by_hand,
            )
            for line in found
        ]

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

    def _show_chosen(self) -> None:
        chosen = self._selected()
        self._for_chosen.setVisible(chosen)
        self._for_all.setVisible(not chosen)

    def _allot(self) -> None:
        self.shell.go("visits", "allot")

    def _plan(self) -> None:
        self.shell.go("visits", tuple(self.table.selected_ids()))

    def _open_selected(self) -> None:
        self._open_card(self.table.selected_ids()[0])

    def _open_card(self, target_id: int) -> None:
        (line,) = targets.lines(self.session.ledger, [target_id])
        self.shell.go("register", line.firm_id)

    def _override(self) -> None:
        (line,) = targets.lines(self.session.ledger, self.table.selected_ids())
        self._ask_override(line.number, line.name, line.priority)

    def _by_number(self) -> None:
        self._ask_override("", "", None)

    def _ask_override(self, number: str, name: str, priority: Priority | None) -> None:
        sheet = OverrideSheet(self, number, name, priority)
        if sheet.exec() and sheet.asked is not None:
            asked, ledger, act = sheet.asked, self.session.ledger, self.session.act()
            self.desk.write(
                lambda _progress: flags.override(ledger, act, asked.number, asked.priority, asked.reason),
                title="書いています",
                done=lambda _move: self.shell.say("優先度を手で変えました", undo=True),
            )
        sheet.deleteLater()

    def _withdraw(self) -> None:
        (line,) = targets.lines(self.session.ledger, self.table.selected_ids())
        ledger, act = self.session.ledger, self.session.act()
        self.desk.write(
            lambda _progress: flags.withdraw_override(ledger, act, line.number),
            title="書いています",
            done=lambda _move: self.shell.say(f"{line.name}を条件のとおりに戻しました", undo=True),
        )

    def _assign(self) -> None:
        ids = self.table.selected_ids()
        ledger, act = self.session.ledger, self.session.act()
        sheet = AssignSheet(self, len(ids), organisations.every(ledger), organisations.persons(ledger))
        if sheet.exec():
            organisation_id, person_id = sheet.organisation_id, sheet.person_id
            self.desk.write(
                lambda _progress: cases.assign(ledger, act, ids, organisation_id, person_id),
                title="書いています",
                done=lambda count: self.shell.say(f"{count:,}件の担当を決めました", undo=True),
            )
        sheet.deleteLater()

    def _show_versions(self) -> None:
        sheet = VersionsSheet(self, flags.versions(self.session.ledger, self._campaign_id()))
        if sheet.exec() and sheet.chosen is not None:
            ids = {rule.id for rule in sheet.chosen.rules}
            self.panel.try_rules(sheet.chosen.rules, [rule for rule in self._known if rule.id not in ids])
            self._try()
            self.shell.say(f"第{sheet.chosen.version}版の条件を試しています。まだ何も変わっていません")
        sheet.deleteLater()

    def _backtest(self) -> None:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        tested = [flags.backtest(ledger, campaign_id)]
        if self.panel.differs:
            tested.append(flags.backtest(ledger, campaign_id, replace(self._rules, rules=self.panel.ticked())))
        sheet = BacktestSheet(self, tested)
        sheet.exec()
        sheet.deleteLater()

    def _export(self) -> None:
        ledger, act, campaign_id = self.session.ledger, self.session.act(), self._campaign_id()
        counts = flagged_export.consenting(ledger, campaign_id)
        chosen = flagged_export.chosen_columns(ledger, campaign_id)
        sheet = ExportSheet(self, *counts, chosen, organisations.every(ledger))
        if sheet.exec() and sheet.asked is not None:
            asked = sheet.asked
            name = f"抽出した事業者{f'（{word(asked.recipient)}）' if asked.recipient else ''}.xlsx"
            path = dialogs.save_file(self, "抽出した事業者を書き出す", dialogs.WORKBOOK, name, "flags")
            if path is not None:

                def job(_progress: object) -> Outcome[FlaggedExport]:
                    made = flagged_export.write(ledger, campaign_id, path, asked)
                    flagged_export.remember_columns(ledger, act, campaign_id, asked.columns)
                    return made

                self.desk.write(
                    job,
                    title="書き出しています",
                    done=lambda made: self.shell.say(_exported(made.rows, made.left_out_without_consent, path.name)),
                )
        sheet.deleteLater()

    def _can_run(self) -> bool:
        return bool(self._tried or self._standing)

    def _selected(self) -> bool:
        return hasattr(self, "table") and bool(self.table.selected_ids())

    def _one_selected(self) -> bool:
        return hasattr(self, "table") and len(self.table.selected_ids()) == 1

    def _decided_by_hand(self) -> bool:
        return self._one_selected() and self.table.selected_ids()[0] in self._by_hand

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
