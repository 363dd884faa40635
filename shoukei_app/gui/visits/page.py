"""訪問・電話: the visits as a list or as a week, and beside the list the one that is written down."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QStackedWidget

from shoukei_app.domain.flags import Priority
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.schedule import VisitPlan
from shoukei_app.domain.target import TargetStatus
from shoukei_app.domain.tokens import GRID
from shoukei_app.domain.visit_schedule import VisitSchedule
from shoukei_app.domain.visits import VisitKind, VisitLine, VisitResult, VisitState, next_week
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Page, Shell, switch
from shoukei_app.gui.kit.pdf_dialog import PdfDialog
from shoukei_app.gui.kit.pieces import STRETCH, Banner, Card, EmptyState, holding, row
from shoukei_app.gui.kit.table import Filter, Table
from shoukei_app.gui.visits.allot_sheet import AllotSheet
from shoukei_app.gui.visits.calendar_sheet import CalendarSheet
from shoukei_app.gui.visits.columns import columns
from shoukei_app.gui.visits.consultation_sheet import ConsultationSheet
from shoukei_app.gui.visits.days_strip import DaysStrip, Filters
from shoukei_app.gui.visits.hearing_view import HearingView
from shoukei_app.gui.visits.plan_sheet import PlanSheet
from shoukei_app.gui.visits.record_panel import RecordPanel
from shoukei_app.gui.visits.refer_sheet import ReferSheet
from shoukei_app.gui.visits.schedule_sheet import Manner, ScheduleAsked, ScheduleSheet
from shoukei_app.gui.visits.week_page import WeekPage
from shoukei_app.usecases import calendars, organisations, targets, visit_planning, visit_schedule, visits
from shoukei_app.usecases.outcome import Subject
from shoukei_app.words.dates import month_day, short_day
from shoukei_app.words.terms import word

VIEWS = (("list", "一覧"), ("week", "週"))
DAY_KEYS = ("day", "until")
FLAGGED_ONES = (TargetStatus.VISIT_PLANNED, TargetStatus.VISITED, TargetStatus.REFERRED)


def make(shell: Shell) -> Page:
    """The page."""
    return VisitsPage(shell)


class VisitsPage(Page):
    """Open visits come first; recording one goes on to the next."""

    title = "訪問・電話"
    subjects = frozenset(
        {Subject.CAMPAIGN, Subject.TARGET, Subject.VISIT, Subject.FLAG, Subject.FIRM, Subject.ORGANISATION}
    )
    hints = (
        ("Enter", "結果を書く"),
        ("1～4", "結果・温度感を選ぶ"),
        ("Ctrl+Enter", "記録して次へ"),
        ("F4", "聞き取り票"),
        ("Ctrl+P", "訪問票を印刷"),
        ("Ctrl+F", "一覧から探す"),
        ("週：Alt+矢印", "日時を移す"),
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._next: int | None = None
        self.actions_made = self.set_actions(
            (
                Action(
                    "allot",
                    "訪問を割り振る…",
                    self.allot,
                    "calendar-plus",
                    "Ctrl+N",
                    hint="方針で訪問・電話と決まった事業者を、担当者の空きに割り振ります",
                ),
                Action(
                    "schedule",
                    "予定表…",
                    self.make_schedule,
                    "calendar-blank",
                    hint="同行訪問予定表を、紙・Excel・予定表アプリ用に作ります",
                ),
                Action("calendars", "日程のきまり…", self.settle_calendars, "sliders-horizontal"),
                Action("consultations", "出張相談会…", self.hold_consultations, "users-three"),
                Action("plan", "事業者を選んで計画…", self.plan, "list-bullets"),
                Action(
                    "print",
                    "訪問票を印刷…",
                    self._print,
                    "printer",
                    "Ctrl+P",
                    self._selected,
                    "選んだ事業者の訪問票を、回答を入れて作ります",
                ),
                Action(
                    "refer",
                    "センターへ橋渡し…",
                    self._refer,
                    "handshake",
                    "",
                    self._selected,
                    "選んだ事業者を事業承継・引継ぎ支援センターなどへつなぎます",
                ),
                Action("again", "もう一度訪問・電話を計画…", self._plan_again, "arrow-clockwise", "", self._selected),
                Action("next_week", "来週の訪問票を印刷", self.print_next_week, "printer", "Ctrl+Shift+P"),
                Action("blank", "白紙の訪問票を印刷", self.print_blank, "printer", hint="ヒアリング票の問いを刷ります"),
                Action("design", "ヒアリング票の問いを変える…", self._design_hearing, "pencil-simple"),
                Action("hear", "聞き取り票（電話しながら）", self._hear_current, "phone", "F4", self._selected),
                Action("keep", "記録して次へ", self._ask_keep, "", "Ctrl+Return"),
                Action("open", "事業者カードを開く", self._open_card, "identification-card", "", self._selected),
            ),
            primary="allot",
            others=("next_week", "schedule"),
        )
        self.after = Banner("", action=self.actions_made.button("next_week", "primary"))
        self.after.hide()
        self.strip = DaysStrip()
        self.strip.chosen.connect(self._choose_day)
        self.panel = RecordPanel()
        self.panel.asked.connect(self.keep)
        self.panel.hearing_asked.connect(self.hear)
        self.panel.card_asked.connect(lambda firm_id: self.shell.go("register", firm_id))
        self._empty = EmptyState(
            "訪問・電話の予定がまだありません",
            "方針の決まった事業者や、抽出した事業者を、担当者の空いている日に割り振ります。",
            self.actions_made.button("allot", "primary"),
            "map-pin",
        )
        self.table: Table[VisitLine] = Table(
            "visits",
            columns(self._today),
            find=lambda query: visits.find(self.session.ledger, self._campaign_id(), query),
            lines=lambda ids: visits.lines(self.session.ledger, ids),
            filters=(
                Filter("state", "状態", lambda: [(one.value, word(one)) for one in VisitState]),
                Filter("priority", "優先度", lambda: [(one.value, word(one)) for one in Priority]),
                Filter("municipality_code", "市町村", self._municipalities),
                Filter("organisation", "機関", self._organisation_choices),
                Filter("person", "担当者", self._person_choices),
            ),
            empty=self._empty,
            shown_elsewhere=DAY_KEYS,
        )
        self.table.opened.connect(lambda _visit: self.panel.focus())
        self.table.selection_changed.connect(self._on_selection)
        self.table.set_menu(self.actions_made, ("hear", "print", "refer", "again", "-", "blank", "design", "-", "open"))
        card = Card(padded=False)
        card.add(self.table, 1)
        self.week = WeekPage(shell)
        self.week.opened.connect(self._open_from_week)
        self._list = holding(row(card, self.panel, spacing=2 * GRID))
        self._views = QStackedWidget()
        self._views.addWidget(self._list)
        self._views.addWidget(self.week)
        self._switch = switch(VIEWS, self.show_view)
        self.tools = holding(
            row(
                self._switch,
                self.strip,
                STRETCH,
                self.actions_made.menu_button("そのほか", ("plan", "consultations", "calendars", "blank", "design")),
                spacing=GRID // 2,
            )
        )
        self.add(self.after)
        self.add(self.tools)
        self.add(self._views, 1)

    def refresh(self) -> None:
        """Read days and visits; the visit that was at stays, or the next one after it was recorded."""
        ledger, campaign_id, today = self.session.ledger, self._campaign_id(), self._today()
        planned = visits.days(ledger, campaign_id)
        self.strip.show_days(planned, today)
        met = len(visits.find(ledger, campaign_id, Query(filters={"state": (VisitState.MET.value,)})))
        overdue = sum(count for day, count in planned.items() if day < today)
        parts = [f"予定 {sum(planned.values()):,}件", f"今日 {planned.get(today, 0):,}件"]
        if overdue:
            parts.append(f"結果の未記録 {overdue:,}件")
        self.set_state("　".join([*parts, f"面談済み {met:,}件"]))
        self.table.refresh()
        if self._next is not None:
            self.table.select(self._next)
            self._next = None
        elif self.table.current_id() is None and self.table.model.ids:
            self.table.select(self.table.model.ids[0])
        if self.after.isVisibleTo(self):
            self._say_next()
        nothing = not self.table.model.ids and not self.table.query.filters and not self.table.query.text
        self.strip.setVisible(not nothing and self._views.currentWidget() is self._list)
        if self._views.currentWidget() is self.week:
            self.week.refresh()
        self.panel.setVisible(not nothing)
        self._show_visit()

    def open(self, what: object) -> None:
        """A target's id: its visits; several ids: plan visits to them; a Query: show what it asks for.

        "allot" asks for the days of those without a visit, "next_week" shows the sheets of next week.
        """
        match what:
            case "allot":
                self.allot()
            case "next_week":
                self.print_next_week()
            case Query():
                self.table.set_query(replace(what, sort=what.sort or self.table.query.sort))
            case int():
                self.table.set_query(Query(filters={"target": (str(what),)}))
            case tuple():
                self.plan_for([key for key in what if isinstance(key, int)])
        if self.table.current_id() is None and self.table.model.ids:
            self.table.select(self.table.model.ids[0])

    def may_leave(self) -> bool:
        """Ask where something typed was not recorded."""
        unsaved = self.panel.unsaved
        if not unsaved:
            return True
        return dialogs.confirm(
            self,
            "記録していない聞き取りがあります",
            f"{unsaved:,}件の入力が、まだ記録されていません。台帳を閉じると失われます。",
            "このまま離れる",
            danger=True,
        )

    def show_view(self, view: str) -> None:
        """Show the visits as a list ("list") or as a week ("week")."""
        as_week = view == "week"
        for made, (key, _words) in zip(self._switch.findChildren(QPushButton), VIEWS, strict=True):
            made.setChecked(key == view)
        self._views.setCurrentWidget(self.week if as_week else self._list)
        self.strip.setVisible(not as_week and bool(self.table.model.ids))
        if as_week:
            self.week.refresh()
            self.week.view.field.setFocus()

    def allot(self) -> None:
        """Lay the firms that ask for a visit on days, after somebody has looked at the proposal."""
        ledger, campaign_id, today = self.session.ledger, self._campaign_id(), self._today()
        asked = visit_planning.asked(ledger, campaign_id)
        flagged = visit_planning.flagged(ledger, campaign_id)
        if not (asked or flagged):
            self.plan()  # it says why there is nobody, and leads on
            return
        people = organisations.persons(ledger)
        if not people:
            self._say_no_people()
            return

        def keep(plans: Sequence[VisitPlan], done: Callable[[], object], failed: Callable[[Problem], object]) -> None:
            act = self.session.act()

            self.desk.write(
                lambda _progress: visit_planning.plan(ledger, act, plans),
                title="訪問を計画しています",
                done=lambda ids: self._say_planned(ids, done),
                failed=failed,
            )

        sheet = AllotSheet(
            self,
            asked,
            flagged,
            {one.id: one.name for one in people},
            today,
            lambda wanted, first, last: visit_planning.allot(ledger, wanted, first, last),
            lambda first, last, plans: visit_planning.workload(ledger, first, last, plans),
            keep,
        )
        sheet.exec()
        sheet.deleteLater()

    def settle_calendars(self) -> None:
        """Ask for limits, days away, visit days and days off, and keep them."""
        ledger, act = self.session.ledger, self.session.act()
        sheet = CalendarSheet(
            self,
            calendars.settled(ledger),
            organisations.persons(ledger),
            organisations.every(ledger),
            self._today(),
            lambda first, last: calendars.days_off(ledger, first, last),
        )
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is not None:
            self.desk.write(
                lambda _progress: calendars.settle(ledger, act, asked),
                title="日程のきまりを保存しています",
                done=lambda _none: self.shell.say("日程のきまりを保存しました", undo=True),
            )

    def hold_consultations(self) -> None:
        """Consultation days and their slots."""
        sheet = ConsultationSheet(self, self.shell)
        sheet.exec()
        sheet.deleteLater()

    def make_schedule(self) -> None:
        """Ask for whom and as what, and make the schedule."""
        ledger = self.session.ledger
        sheet = ScheduleSheet(self, organisations.every(ledger), organisations.persons(ledger), self._today())
        sheet.exec()
        asked = sheet.asked
        sheet.deleteLater()
        if asked is None:
            return
        names = {one.id: one.name for one in organisations.every(ledger)}
        about = names.get(asked.organisation or 0, "全機関")
        name = f"{visit_schedule.NAME}_{about}{asked.manner.value}"
        if asked.manner is Manner.PAPER:
            self._make_file(asked, None, lambda pdf, made: self._preview_schedule(pdf, made, name))
            return
        kind = dialogs.WORKBOOK if asked.manner is Manner.EXCEL else dialogs.FileKind("予定表", (".ics",))
        path = dialogs.save_file(self, "予定表を保存", kind, name, "schedule")
        if path is not None:
            self._make_file(asked, path, lambda _pdf, made: self._say_saved(path, made))

    def _make_file(
        self, asked: ScheduleAsked, path: Path | None, done: Callable[[bytes, VisitSchedule], object]
    ) -> None:
        ledger, campaign_id, at = self.session.ledger, self._campaign_id(), self.session.act().at

        def make(_progress: Progress) -> tuple[bytes, VisitSchedule]:
            with tempfile.TemporaryDirectory() as folder:
                target = path or Path(folder) / f"{visit_schedule.NAME}.pdf"
                made = visit_schedule.write(
                    ledger,
                    campaign_id,
                    target,
                    at=at,
                    organisation_id=asked.organisation,
                    person_id=asked.person,
                    first=asked.first,
                    last=asked.last,
                )
                return target.read_bytes(), made

        self.desk.read(make, title="予定表を作っています", done=lambda pair: done(*pair))

    def _preview_schedule(self, pdf: bytes, made: VisitSchedule, name: str) -> None:
        dialog = PdfDialog(self, made.title, pdf, f"{len(made.visits):,}件", name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say_saved(self, path: Path, made: VisitSchedule) -> None:
        hidden = f"（名前を伏せたもの {made.unnamed:,}件）" if made.unnamed else ""
        self.shell.say(f"{path.name} に {len(made.visits):,}件を書き出しました{hidden}")

    def _open_from_week(self, visit_id: int) -> None:
        self.show_view("list")
        if not self.table.select(visit_id):
            self.table.set_query(Query())
            self.table.select(visit_id)
        self.panel.focus()

    def plan(self) -> None:
        """Choose firms first: those that are flagged and have no visit yet."""
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        counts = targets.count_by_status(ledger, campaign_id)
        if not counts[TargetStatus.FLAGGED]:
            self._say_nobody(flagged=any(counts[status] for status in FLAGGED_ONES))
            return
        self.shell.go("flags", Query(filters={"status": (TargetStatus.FLAGGED.value,)}))
        self.shell.say("訪問・電話をする事業者の行を選び、「選んだ訪問を計画…」を押してください")

    def _say_nobody(self, *, flagged: bool) -> None:
        if flagged:
            dialogs.show_notice(
                self,
                "訪問の予定のない事業者がありません",
                "抽出した事業者には、すべて訪問・電話の予定か記録があります。"
                "もう一度訪問するときは、一覧の行を右クリックして「もう一度訪問・電話を計画…」を選んでください。",
            )
            return
        self.shell.go("flags")
        self.shell.say("先に「この条件で抽出する」で、訪問・電話をする事業者を選びます")

    def _say_no_people(self) -> None:
        choices = [dialogs.Choice("close", "閉じる"), dialogs.Choice("open", "機関・担当者を開く", "primary")]
        words = "商工会などの機関に、訪問する人の名前を加えてください。空いている日に割り振れるようになります。"
        if dialogs.ask(self, "訪問する人がまだ登録されていません", words, choices, symbol="user-plus") == "open":
            self.shell.go("organisations")

    def plan_for(self, target_ids: Sequence[int]) -> None:
        """Ask for day, time and team, and plan visits to these targets."""
        ledger, today = self.session.ledger, self._today()
        chosen = targets.lines(ledger, target_ids)
        if all(line.visit_state is VisitState.PLANNED for line in chosen):
            dialogs.show_notice(
                self,
                "訪問・電話の予定がもうあります",
                "選んだ事業者には、すべて予定が入っています。日時を移すときは「週」の表で予定を動かしてください。",
            )
            return

        def propose(
            ids: Sequence[int],
            kind: VisitKind,
            first: tuple[date, str],
            organisation_id: int | None,
            team: tuple[int, ...],
        ) -> Sequence[VisitPlan]:
            return visit_planning.propose(
                ledger, ids, kind=kind, first=first, organisation_id=organisation_id, team=team
            )

        def keep(
            plans: Sequence[VisitPlan],
            insist: bool,  # noqa: FBT001 - a sheet's answer
            done: Callable[[], object],
            failed: Callable[[Problem], object],
        ) -> None:
            act = self.session.act()

            self.desk.write(
                lambda _progress: visit_planning.plan(ledger, act, plans, insist=insist),
                title="訪問を計画しています",
                done=lambda ids: self._say_planned(ids, done),
                failed=failed,
            )

        sheet = PlanSheet(
            self, chosen, organisations.every(ledger), organisations.persons(ledger), today, propose, keep
        )
        sheet.exec()
        sheet.deleteLater()

    def keep(self, visit_id: int) -> None:
        """Record what stands in the panel, and go on to the next visit that is open."""
        draft = self.panel.draft()
        if draft is None:
            return
        ledger, act = self.session.ledger, self.session.act()
        made_on = draft.made_on or self._today()
        result = draft.result()
        heard = self.panel.heard(draft, visits.organisation_of(ledger, visit_id))
        (before,) = visits.lines(ledger, [visit_id])
        self._next = self._following(visit_id) if before.result.state is VisitState.PLANNED else visit_id
        self.panel.forget(visit_id)

        def recorded(line: VisitLine) -> None:
            day = short_day(made_on, self._today())
            self.shell.say(f"{line.name}：{day} {word(line.result.state)} を記録しました", undo=True)
            self.panel.focus()

        self.desk.write(
            lambda _progress: visits.set_result(ledger, act, visit_id, result, made_on=made_on, heard=heard),
            title="訪問結果を記録しています",
            done=recorded,
        )

    def hear(self, visit_id: int) -> None:
        """Open the hearing sheet of a visit: call mode, the questions in order; then the next visit of the list."""
        dialog = HearingView(self, self.shell, visit_id, self._following)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print_next_week(self) -> None:
        """The sheets of all visits and calls of next week, in the order of day and time."""
        wanted = self._next_week()
        self.after.hide()
        monday, sunday = next_week(self._today())
        if not wanted:
            choices = [dialogs.Choice("close", "閉じる"), dialogs.Choice("allot", "訪問を割り振る…", "primary")]
            words = f"{month_day(monday)}〜{month_day(sunday)}に訪問・電話の予定が入ると、その訪問票を印刷できます。"
            if dialogs.ask(self, "来週の訪問・電話の予定がまだありません", words, choices, symbol="info") == "allot":
                self.allot()
            return
        week = f"{month_day(monday)}からの週"
        self._print_sheets(wanted, f"{week}　", f"訪問票_{monday:%Y%m%d}.pdf")

    def _next_week(self) -> Sequence[int]:
        return visits.planned_between(self.session.ledger, self._campaign_id(), *next_week(self._today()))

    def _say_planned(self, ids: Sequence[int], done: Callable[[], object]) -> None:
        done()
        self.table.set_query(Query())
        self.table.select(ids[0])
        self._say_next()
        self.shell.say(f"{len(ids):,}件の訪問・電話を計画しました", undo=True)

    def _say_next(self) -> None:
        """Lead on to the sheets of next week, until they are made."""
        wanted = len(self._next_week())
        self.after.setVisible(wanted > 0)
        self.after.say(
            "次にすること：来週の訪問票を印刷する",
            f"来週は {wanted:,}件の訪問・電話があります。回答と抽出の理由の入った訪問票を、行く人に渡します。",
        )

    def print_blank(self) -> None:
        """A visit sheet to be filled in by hand altogether."""
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        self._print_as_pdf(
            lambda path, progress: visits.print_blank_sheets(ledger, campaign_id, path, progress), "白紙 1件"
        )

    def _following(self, visit_id: int) -> int | None:
        ids = list(self.table.model.ids)
        place = ids.index(visit_id) if visit_id in ids else -1
        after = [*ids[place + 1 :], *ids[: max(place, 0)]]
        lines = visits.lines(self.session.ledger, after[:200])
        return next((line.id for line in lines if line.result.state is VisitState.PLANNED), None)

    def _on_selection(self) -> None:
        self.strip.mark(self.table.query.filters)
        self._show_visit()

    def _show_visit(self) -> None:
        current = self.table.current_id()
        found = visits.lines(self.session.ledger, [current]) if current is not None else ()
        if not found:
            self.panel.show_visit(None, (), (), self._today())
            return
        (line,) = found
        (target,) = targets.lines(self.session.ledger, [line.target_id])
        made, _referrals = visits.of_target(self.session.ledger, line.target_id)
        today = self._today()
        before = [_told(one.made_on, one.kind, one.result, today) for one in made if one.made_on and one.id != line.id]
        stands = frozenset(
            one.recipient for one in visits.consents_of(self.session.ledger, line.target_id) if one.stands
        )
        self.panel.show_visit(line, target.reasons, before, self._today(), stands)

    def _choose_day(self, filters: Filters) -> None:
        others = {key: values for key, values in self.table.query.filters.items() if key not in (*DAY_KEYS, "target")}
        if any(key in self.table.query.filters for key in DAY_KEYS):
            others.pop("state", None)
        self.table.set_query(replace(self.table.query, filters={**others, **filters}))
        if self.table.model.ids:
            self.table.select(self.table.model.ids[0])
        self.table.focus_rows()

    def _print(self) -> None:
        self._print_sheets(self._selected_targets())

    def _print_sheets(self, wanted: Sequence[int], note: str = "", name: str = "") -> None:
        ledger, campaign_id = self.session.ledger, self._campaign_id()
        self._print_as_pdf(
            lambda path, progress: visits.print_sheets(ledger, campaign_id, wanted, path, progress),
            f"{note}{len(wanted):,}件",
            name,
        )

    def _print_as_pdf(self, write: Callable[[Path, Progress], object], note: str, name: str = "") -> None:
        def draw(progress: Progress) -> bytes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "訪問票.pdf"
                write(path, progress)
                return path.read_bytes()

        self.desk.read(draw, title="訪問票を作っています", done=lambda pdf: self._preview(pdf, note, name))

    def _preview(self, pdf: bytes, note: str, name: str) -> None:
        dialog = PdfDialog(self, "訪問票", pdf, note, name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refer(self) -> None:
        ledger, campaign_id, act = self.session.ledger, self._campaign_id(), self.session.act()
        wanted = self._selected_targets()
        names = [line.name for line in targets.lines(ledger, wanted)]
        told = "、".join(names[:3]) + (f" ほか {len(names) - 3:,}件" if len(names) > 3 else "")
        sheet = ReferSheet(
            self,
            told,
            organisations.every(ledger),
            self._today(),
            lambda kind: visits.without_consent(ledger, campaign_id, wanted, kind),
        )
        sheet.exec()
        asked, consents = sheet.asked, sheet.consented
        sheet.deleteLater()
        if asked is None or asked.day is None:
            return
        day = asked.day
        self.desk.write(
            lambda _progress: visits.refer(
                ledger,
                act,
                wanted,
                referred_on=day,
                kind=asked.kind.value,
                organisation_id=asked.organisation,
                note=asked.note,
                consented=consents,
            ),
            title="橋渡しを記録しています",
            done=lambda count: self.shell.say(f"{count:,}件の橋渡しを記録しました", undo=True),
        )

    def _plan_again(self) -> None:
        self.plan_for(self._selected_targets())

    def _design_hearing(self) -> None:
        self.shell.go("questionnaire", "hearing")

    def _hear_current(self) -> None:
        current = self.table.current_id()
        if current is not None:
            self.hear(current)

    def _ask_keep(self) -> None:
        self.panel.ask()

    def _open_card(self) -> None:
        (line,) = visits.lines(self.session.ledger, self.table.selected_ids()[:1])
        self.shell.go("register", line.firm_id)

    def _selected_targets(self) -> list[int]:
        lines = visits.lines(self.session.ledger, self.table.selected_ids())
        return list(dict.fromkeys(line.target_id for line in lines))

    def _selected(self) -> bool:
        return hasattr(self, "table") and bool(self.table.selected_ids())

    def _municipalities(self) -> Sequence[tuple[str, str]]:
        return list(targets.municipalities(self.session.ledger, self._campaign_id()).items())

    def _organisation_choices(self) -> Sequence[tuple[str, str]]:
        return [(str(one.id), one.name) for one in organisations.every(self.session.ledger)]

    def _person_choices(self) -> Sequence[tuple[str, str]]:
        return [(str(one.id), one.name) for one in organisations.persons(self.session.ledger)]

    def _today(self) -> date:
        return self.session.act().at.date()

    def _campaign_id(self) -> int:
        campaign_id = self.session.campaign_id
        assert campaign_id is not None, "a page lives in a campaign"
        return campaign_id


def _told(day: date, kind: VisitKind, result: VisitResult, today: date) -> str:
    """An earlier attempt: ・9/22（火） 訪問 不在　留守だった."""
    return f"・{short_day(day, today)} {word(kind)} {word(result.state)}　{result.said}".rstrip()
