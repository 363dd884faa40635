"""Taking a list in, step by step: the file, how it is read, what would come of it, and taking it in."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from shoukei_app.domain.listing import ListColumn, ReadList
from shoukei_app.domain.problem import Problem
from shoukei_app.domain.progress import Progress
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.actions import Action
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.register.choose_step import ChooseStep
from shoukei_app.gui.register.preview_step import PreviewStep
from shoukei_app.gui.register.reading_step import ReadingStep
from shoukei_app.gui.register.steps import StepLine
from shoukei_app.gui.register.view import View
from shoukei_app.usecases import lists
from shoukei_app.usecases.list_matching import Verdict
from shoukei_app.usecases.lists import ListPreview, Recalled
from shoukei_app.words import problems

CHOOSE, READING, PREVIEW = range(3)
NEXT = {CHOOSE: "ファイルを選ぶ…", READING: "次へ：内容を確かめる", PREVIEW: "この内容で取り込む"}


class ImportView(View):
    """The import. Nothing is written before the last button; Esc goes one step back."""

    title = "名簿の取込"
    hints = (("Ctrl+Enter", "次へ進む"), ("Esc", "一つ前へ戻る"), ("Ctrl+F", "行を探す"))

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._path: Path | None = None
        self._listed: ReadList | None = None
        self._preview: ListPreview | None = None
        self._writing = False
        self._line = StepLine(("ファイルを選ぶ", "列の読み方を確かめる", "取り込む内容を確かめる"))
        self.choose_step = ChooseStep()
        self.reading_step = ReadingStep()
        self.preview_step = PreviewStep()
        self._steps = QStackedWidget()
        for step in (self.choose_step, self.reading_step, self.preview_step):
            self._steps.addWidget(step)
        self.add(self._line)
        self.add(self._steps, 1)
        self.actions_ = self.set_actions(
            [
                Action("back", "戻る", self._back, "arrow-left", "Esc"),
                Action(
                    "report", "確認事項をExcelに書き出す…", self._write_report, "export", enabled=self._has_findings
                ),
                Action("next", "次へ：内容を確かめる", self._next, "check", "Ctrl+Return", enabled=self._may_go_on),
            ],
            others=("back",),
        )
        self._report = self.actions_.button("report")
        self._forward = self.actions_.button("next", "primary")
        self._head.addWidget(self._report)
        self._head.addWidget(self._forward)
        self.choose_step.chosen.connect(self.read)
        self.reading_step.changed.connect(self.actions_.update)
        self.reading_step.reread.connect(self._read_again)
        self.preview_step.same_asked.connect(self._treat_as_same)
        self.preview_step.new_asked.connect(self._treat_as_new)
        self._go(CHOOSE)

    @property
    def step(self) -> int:
        """The step one is at: CHOOSE, READING or PREVIEW."""
        return self._steps.currentIndex()

    def refresh(self) -> None:
        """The register changed: what a row would do may have changed with it."""
        self.choose_step.show_before(lists.taken_in(self.session.ledger))
        if self.step == PREVIEW and not self._writing and self._listed is not None:
            self._check(self._listed.columns, anew=False)

    def start(self) -> None:
        """The keyboard begins where the step's work is."""
        match self.step:
            case 0:
                self.choose_step.choose.setFocus()
            case 1:
                self.reading_step.start()
            case _:
                self.preview_step.table.focus_rows()

    def read(self, path: Path) -> None:
        """Read a file from its beginning."""
        self._path = path
        self._read(None, None)

    def _read_again(self, sheet: str | None, encoding: str | None) -> None:
        self._read(sheet, encoding)

    def _read(self, sheet: str | None, encoding: str | None) -> None:
        path, ledger = self._path, self.session.ledger
        assert path is not None

        def job(progress: Progress) -> tuple[ReadList, Recalled | None]:
            progress.start("ファイルを読んでいます")
            listed = lists.read(path, sheet=sheet, encoding=encoding)
            progress.step(0)
            return lists.read_as_before(ledger, listed, path, sheet=sheet, encoding=encoding)

        self.desk.read(job, title="名簿を読んでいます", done=self._was_read, failed=self._was_not_read)

    def _was_read(self, result: tuple[ReadList, Recalled | None]) -> None:
        listed, recalled = result
        self._listed = listed
        self.reading_step.show_list(listed, recalled)
        self.choose_step.complain("")
        self._go(READING)

    def _was_not_read(self, problem: Problem) -> None:
        sentence = problems.sentence(problem)
        if self._listed is not None and self.step == READING:
            self.reading_step.show_list(self._listed, None)
            self.reading_step.complain("その読み方では読み取れませんでした", sentence)
        else:
            self.choose_step.complain(sentence)
            self._go(CHOOSE)

    def _check(self, columns: Mapping[ListColumn, tuple[int, ...]], *, anew: bool) -> None:
        path, listed, ledger = self._path, self._listed, self.session.ledger
        assert path is not None
        assert listed is not None
        sheet, encoding = listed.sheet or None, listed.encoding or None

        def job(progress: Progress) -> tuple[ListPreview, bool]:
            wanted = listed
            if columns != listed.columns:
                progress.start("ファイルを読んでいます")
                wanted = lists.read(path, sheet=sheet, encoding=encoding, columns=columns)
            return lists.check(ledger, wanted, progress), anew

        self.desk.read(job, title="取り込む内容を確かめています", done=self._was_checked)

    def _was_checked(self, answer: tuple[ListPreview, bool]) -> None:
        preview, anew = answer
        self._listed = preview.read
        self._preview = preview
        self.preview_step.show_preview(preview, anew=anew)
        self._go(PREVIEW)

    def _treat_as_same(self, number: int) -> None:
        assert self._preview is not None
        try:
            self._preview = lists.treat_as_same(self.session.ledger, self._preview, number)
        except Problem as problem:
            dialogs.show_problem(self, problem)
            return
        self.preview_step.show_preview(self._preview, anew=False)
        self._show_state()

    def _treat_as_new(self, number: int) -> None:
        assert self._preview is not None
        self._preview = lists.treat_as_new(self._preview, number)
        self.preview_step.show_preview(self._preview, anew=False)

    def _take_in(self) -> None:
        preview, ledger, act = self._preview, self.session.ledger, self.session.act()
        assert preview is not None
        self._writing = True
        self.actions_.update()
        self.desk.write(
            lambda progress: lists.take_in(ledger, act, preview, progress),
            title="名簿を取り込んでいます",
            done=self._was_taken_in,
            ended=self._end_writing,
        )

    def _was_taken_in(self, preview: ListPreview) -> None:
        new, changed = preview.count(Verdict.NEW), preview.count(Verdict.CHANGED)
        parts = [f"新しい事業者 {new:,}件"] if new else []
        parts += [f"内容の変更 {changed:,}件"] if changed else []
        self.shell.say(f"名簿を取り込みました：{'、'.join(parts) or '台帳の内容は変わっていません'}", undo=True)
        self.finished.emit()

    def _end_writing(self) -> None:
        self._writing = False
        self.actions_.update()

    def _write_report(self) -> None:
        preview = self._preview
        assert preview is not None
        name = f"{Path(preview.read.file_name).stem}の確認事項.xlsx"
        path = dialogs.save_file(self, "確認事項を書き出す", dialogs.WORKBOOK, name, "register")
        if path is None:
            return

        def job(progress: Progress) -> int:
            progress.start("確認事項を書き出しています")
            return lists.write_problems(preview, path).value

        self.desk.read(
            job,
            title="確認事項を書き出しています",
            done=lambda rows: self.shell.say(f"確認事項 {rows:,}件を書き出しました：{path.name}"),
            cancellable=False,
        )

    def _back(self) -> None:
        if self.step == CHOOSE:
            self.finished.emit()
        elif not self._writing:
            self._go(self.step - 1)

    def _next(self) -> None:
        match self.step:
            case 0:
                self.choose_step.ask()
            case 1:
                self._check(self.reading_step.columns, anew=True)
            case _:
                self._take_in()

    def _go(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._line.mark(step)
        self.actions_["next"].setText(NEXT[step])
        self.actions_["back"].setText("名簿の一覧へ戻る" if step == CHOOSE else "戻る")
        self._forward.setVisible(step != CHOOSE)
        self._report.setVisible(step == PREVIEW)
        self.actions_.update()
        self._show_state()
        if self.isVisible():
            self.start()

    def _show_state(self) -> None:
        if self.step == CHOOSE or self._listed is None:
            self.set_state("台帳はまだ変わりません")
        elif self.step == READING or self._preview is None:
            self.set_state(self._listed.file_name)
        else:
            self.set_state(f"{self._listed.file_name}　{len(self._preview.rows):,}行　台帳はまだ変わっていません")

    def _may_go_on(self) -> bool:
        return not self._writing and (self.step != READING or self.reading_step.usable)

    def _has_findings(self) -> bool:
        return self.step == PREVIEW and self.preview_step.findings > 0
