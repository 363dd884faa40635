"""FAX: pages that a machine put into a folder are turned upright, joined to sheets, and received with their number."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QListWidget, QListWidgetItem, QWidget

from shoukei_app.domain import form_number
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.target import TargetLine
from shoukei_app.domain.tokens import GRID, SIZES
from shoukei_app.gui.kit import dialogs
from shoukei_app.gui.kit.controls import ChoiceBox
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pieces import Banner, Card, EmptyState, button, column, holding, label, row
from shoukei_app.gui.kit.theme import theme
from shoukei_app.gui.kit.views import Views
from shoukei_app.gui.returns import page_pictures
from shoukei_app.gui.returns.page_pictures import Page
from shoukei_app.gui.returns.picture_pane import PicturePane
from shoukei_app.usecases import pictures, targets
from shoukei_app.usecases.outcome import Outcome
from shoukei_app.words.problems import sentence

FAX_FILE = dialogs.FileKind("FAXの画像", (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"))
NOTHING, PAGES = "nothing", "pages"
_PREVIEW = QSize(84, 112)
_MOST_PAGES = 4


class FaxView(QWidget):
    """The whole view: the pages that wait at the left, the sheet at hand in the middle, its number at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._pages: list[Page] = []
        self._read = ""
        """The number that the QR of the sheet at hand says, and that was put into the field."""
        self._from_code = label("QRから読み取った番号です", "note")
        self.list = QListWidget()
        self.number = QLineEdit()
        self.per_sheet = ChoiceBox()
        self.pane = PicturePane()
        self.told = Banner(" ", " ", tone="done")
        self._build()
        self._show_state()

    @property
    def pages(self) -> Sequence[Page]:
        """The pages that wait."""
        return self._pages

    def take_focus(self) -> None:
        """Let the keyboard begin where the work is."""
        (self.number if self._pages else self.choose).setFocus()

    def ask(self) -> None:
        """Choose files."""
        paths = dialogs.open_files(self, "FAXの画像を選ぶ", [FAX_FILE], "fax")
        if paths:
            self.add_files(paths)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put the pages of files behind those that wait."""

        def job(progress: Progress) -> tuple[list[Page], list[Problem]]:
            progress.start("FAXの画像を読んでいます", len(paths))
            found: list[Page] = []
            wrong: list[Problem] = []
            for path in paths:
                try:
                    found += page_pictures.load(path)
                except Problem as problem:
                    wrong.append(problem)
                progress.step()
            return found, wrong

        self._shell.desk.read(job, title="FAXの画像を読んでいます", done=self._were_read)

    def turn(self, degrees: int) -> None:
        """Turn the page in sight, clockwise."""
        at = self._in_sight()
        if at is None:
            return
        self._pages[at] = self._pages[at].turn(degrees)
        self.list.item(at).setIcon(_icon(self._pages[at].upright))
        place = self.pane.place
        self._show_sheet()
        self.pane.turn_to(place)

    def join_next(self) -> None:
        """Take the next page to the sheet at hand, or let go of it where it is the last of all."""
        chosen = self._chosen()
        if chosen and chosen[-1] + 1 < len(self._pages):
            self.list.item(chosen[-1] + 1).setSelected(True)

    def throw_away(self) -> None:
        """The page in sight is no answer: a cover sheet, a blank back. The file stays where it is."""
        at = self._in_sight()
        if at is not None:
            self._drop([at])

    def receive(self, *, again: bool = False) -> None:
        """Receive the pages at hand as the sheet of the number typed."""
        chosen = [self._pages[at] for at in self._chosen()]
        typed = self.number.text()
        if not chosen or not typed.strip() or not self._is_one_sheet(chosen, typed):
            return
        session = self._shell.session
        ledger, act = session.ledger, session.act()
        day = date.today()  # noqa: DTZ011 - the day on this desk's calendar

        def job(_progress: Progress) -> Outcome[TargetLine]:
            targets.by_number(ledger, typed)  # a wrong number is told before the pictures are made
            made = [page_pictures.packed(page.upright) for page in chosen]
            return pictures.keep(ledger, act, typed, made, received_on=day, again=again)

        self._shell.desk.write(
            job,
            title="FAXの受付",
            done=lambda line: self._was_received(line, chosen),
            failed=self._was_refused,
            cancellable=False,
        )

    def _build(self) -> None:
        self.list.setIconSize(_PREVIEW)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("受付を待つページ")
        self.list.setSpacing(2)
        self.list.setFixedWidth(theme().px(212))
        self.list.itemSelectionChanged.connect(self._show_sheet)
        self.list.itemClicked.connect(self._on_clicked)
        self.number.setFont(theme().font(SIZES.title, bold=True))
        self.number.setFixedHeight(theme().px(40))
        self.number.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's name for it
        self.number.setAccessibleName("整理番号")
        self.number.returnPressed.connect(self.receive)
        self.number.textChanged.connect(
            lambda text: self._from_code.setVisible(bool(self._read) and text == self._read)
        )
        self._from_code.hide()
        for pages in range(1, _MOST_PAGES + 1):
            self.per_sheet.addItem(f"{pages}ページで1票", pages)
        self.per_sheet.setCurrentIndex(1)
        self.per_sheet.setAccessibleName("1票のページ数")
        self.per_sheet.activated.connect(lambda _at: self._take_up(self._first()))
        self.choose = button("FAXの画像を選ぶ…", self.ask, kind="primary", symbol="folder-open")
        self.told.hide()
        self._more = button("受付済みの票に足す", partial(self.receive, again=True))
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.hide()
        self._of = label("", "lead")
        self._where = label("", "secondary", wrap=True)
        empty = Card()
        empty.add(
            EmptyState(
                "FAXの画像から受け付けます",
                "複合機が保存した PDF・TIFF・PNG・JPEG を選びます。ファイルそのものは変わりません。",
                self.choose,
                symbol="image",
            ),
            1,
        )
        self._views = Views({NOTHING: empty, PAGES: self._make_work()})
        outer = column(self._views)
        self.setLayout(outer)

    def _make_work(self) -> QWidget:
        waiting = Card("待っているページ")
        waiting.add(self.list, 1)
        more = button("画像を足す…", self.ask, symbol="plus")
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        waiting.add(more)
        picture = Card(padded=False)
        picture.add(self.pane, 1)
        side = Card()
        side.add(self._of)
        side.add(self._where)
        side.add(self.per_sheet)
        take = button("受け付ける", self.receive, kind="primary", symbol="check")
        take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.add(column(label("整理番号（画像を見て）", "strong"), self.number, self._from_code, take, spacing=GRID))
        side.add(self.told)
        side.add(self._more)
        side.body.addStretch(1)
        for words, keys, work in (
            ("左へ回す", "F6", partial(self.turn, -90)),
            ("右へ回す", "F7", partial(self.turn, 90)),
            ("次のページも同じ票", "F8", self.join_next),
            ("捨てる（表紙・白紙）", "F9", self.throw_away),
        ):
            made = button(f"{words}  {keys}", work)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            side.add(made)
            QShortcut(QKeySequence(keys), self, work, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for keys, step in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(
                QKeySequence(keys),
                self,
                partial(self._go_by, step),
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        side.setFixedWidth(theme().px(250))
        line = row(waiting, picture, side, spacing=2 * GRID)
        line.setStretch(1, 1)
        return holding(line)

    def _were_read(self, read: tuple[list[Page], list[Problem]]) -> None:
        found, wrong = read
        begin = len(self._pages)
        for page in found:
            self._pages.append(page)
            note = "　白紙？" if page.blank else ""
            said = form_number.shown(page.form_number) if page.form_number else page.source
            self.list.addItem(QListWidgetItem(_icon(page.upright), f"{page.number}ページ{note}\n{said}"))
        if found:
            self._take_up(begin if begin == 0 else self._first())
            self.number.setFocus()
        for problem in wrong:
            self._say("読み取れないファイルがあります", sentence(problem), "attention")
        self._show_state()

    def _was_received(self, line: TargetLine, done: Sequence[Page]) -> None:
        self._more.hide()
        shown = form_number.shown(line.number)
        self._say(f"{shown}　{line.name}", f"{len(done)}ページを画像とともに受け付けました。", "done")
        self._shell.say(f"{shown} をFAXで受け付けました", undo=True)
        self.number.clear()
        self._drop([at for at, page in enumerate(self._pages) if any(page is one for one in done)])

    def _was_refused(self, problem: Problem) -> None:
        self._more.setVisible(problem.kind is ProblemKind.ALREADY_RECEIVED)
        self._say("受け付けていません", sentence(problem), "attention")
        self.number.setFocus()
        self.number.selectAll()
        QApplication.beep()

    def _say(self, title: str, words: str, tone: str) -> None:
        self.told.setProperty("tone", tone)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.say(title, words)
        self.told.show()

    def _chosen(self) -> list[int]:
        return sorted(self.list.row(item) for item in self.list.selectedItems())

    def _in_sight(self) -> int | None:
        chosen = self._chosen()
        return chosen[self.pane.place] if chosen else None

    def _first(self) -> int:
        chosen = self._chosen()
        return chosen[0] if chosen else 0

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if not QApplication.keyboardModifiers():
            self._take_up(self.list.row(item))
        self.number.setFocus()

    def _go_by(self, step: int) -> None:
        chosen = self._chosen()
        if chosen:
            self._take_up(max(0, min(chosen[-1] + 1 if step > 0 else chosen[0] - 1, len(self._pages) - 1)))

    def _take_up(self, first: int) -> None:
        """Make the sheet that begins with this page the one at hand."""
        if not self._pages:
            return
        self.list.clearSelection()
        for at in range(first, self._end_of_sheet(first)):
            self.list.item(at).setSelected(True)
        self.list.setCurrentRow(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.list.scrollToItem(self.list.item(first))

    def _end_of_sheet(self, first: int) -> int:
        """Where the sheet that begins with a page ends: by the numbers on its pages, else by how many it has."""
        if self._pages[first].blank:  # most likely to be thrown away, not the first of a sheet
            return first + 1
        said = self._pages[first].form_number
        for at in range(first + 1, len(self._pages)):
            here = self._pages[at].form_number
            same = bool(here) and here == said
            if (said and here and not same) or (not same and at - first >= self.per_sheet.currentData()):
                return at
            said = said or here
        return len(self._pages)

    def _is_one_sheet(self, chosen: Sequence[Page], typed: str) -> bool:
        """Whether all pages say this number, as far as they say any, or a person has looked at those that do not."""
        try:
            number = form_number.parse(typed)
        except Problem:
            return True  # told when it is received
        others = sorted({page.form_number for page in chosen} - {"", number})
        if not others:
            return True
        said = "、".join(form_number.shown(one) for one in others)
        words = f"QRの番号が {said} のページがあります。\n{form_number.shown(number)} の票として受け付けますか。"
        return dialogs.confirm(self.window(), "別の番号のページが入っています", words, "それでも受け付ける")

    def _drop(self, places: Sequence[int]) -> None:
        first = self._first()
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's name for it
        for at in reversed(places):
            del self._pages[at]
            self.list.takeItem(at)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's name for it
        self._show_state()
        self._take_up(min(first, max(0, len(self._pages) - 1)))
        self._show_sheet()
        self.take_focus()

    def _show_sheet(self) -> None:
        chosen = self._chosen()
        self.pane.show_images([self._pages[at].upright for at in chosen])
        if self.number.text() in ("", self._read):  # what a person typed stays
            said = next((one for at in chosen if (one := self._pages[at].form_number)), "")
            self._read = form_number.shown(said) if said else ""
            self.number.setText(self._read)
            self.number.selectAll()
        self._of.setText(f"この票　{len(chosen)}ページ" if chosen else "")
        sources = dict.fromkeys(self._pages[at].source for at in chosen)
        left = len(self._pages) - len(chosen)
        self._where.setText("\n".join(sources) + (f"\nあと {left}ページ" if left else "\nこれで最後です"))

    def _show_state(self) -> None:
        self._views.show_view(PAGES if self._pages else NOTHING)


def _icon(image: QImage) -> QIcon:
    small = image.scaled(_PREVIEW, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return QIcon(QPixmap.fromImage(small))
