"""The papers of a run as cards; each is made as the very PDF that is printed, and shown in the preview."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from shoukei_app.domain.label_sheet import LabelSheet
from shoukei_app.domain.mailing import PrintOrder, Run, RunKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.tokens import GRID
from shoukei_app.gui.kit.page import Shell
from shoukei_app.gui.kit.pdf_canvas import Overlay
from shoukei_app.gui.kit.pieces import STRETCH, Card, Symbol, button, label, row
from shoukei_app.gui.kit.printing import PLAIN_DOCUMENT, OnPaper
from shoukei_app.gui.mailing import calibrate
from shoukei_app.gui.mailing.envelope_choice import EnvelopeChoice
from shoukei_app.gui.mailing.ghosts import sheet_outline
from shoukei_app.gui.mailing.label_choice import LabelSheetChoice
from shoukei_app.usecases import label_sheets, mailing
from shoukei_app.usecases.mailing import AS_ARRANGED, Paper, PrintedRun, PrintOptions
from shoukei_app.words.printing import PLAIN, pieces_words
from shoukei_app.words.terms import word


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A PDF in memory, its name for saving, what is on it, and how it was asked for."""

    data: bytes
    name: str
    title: str
    printed: PrintedRun
    paper: Paper = Paper.LETTERS
    options: PrintOptions = AS_ARRANGED
    on_paper: OnPaper = PLAIN_DOCUMENT
    ghost: Overlay | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    paper: Paper
    symbol: str
    note: str


_DOCUMENTS = (
    _Document(Paper.LETTERS, "file-text", "1通に1枚、宛名つき"),
    _Document(Paper.QUESTIONNAIRES, "clipboard-text", "1通に1部、両面、番号とQRつき"),
    _Document(Paper.LABELS, "tag", "用紙と開始位置を選べます"),
    _Document(Paper.ENVELOPES, "envelope-simple", "長3・角2に直接印刷"),
    _Document(Paper.CHECKLIST, "note", "封入を確かめる一覧と合計"),
)


def title_of(paper: Paper, kind: RunKind) -> str:
    """What a paper is called in a run of this kind."""
    names = {
        Paper.LETTERS: "依頼文" if kind is RunKind.FIRST else "督促状",
        Paper.QUESTIONNAIRES: "調査票",
        Paper.LABELS: "宛名ラベル",
        Paper.ENVELOPES: "封筒",
        Paper.CHECKLIST: "封入照合表",
    }
    return names[paper]


class DocumentCards(QWidget):
    """One card a paper. `show` gets the paper once it is made."""

    def __init__(self, shell: Shell, show: Callable[[MadePaper], object]) -> None:
        super().__init__()
        self._shell = shell
        self._show = show
        self._run: Run | None = None
        self._titles = {document.paper: label("", "strong") for document in _DOCUMENTS}
        self.buttons: dict[Paper, QPushButton] = {}
        cards = QHBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(GRID + 4)
        for document in _DOCUMENTS:
            card = Card()
            made = button("作って開く", partial(self.make, document.paper), symbol="printer")
            self.buttons[document.paper] = made
            card.add(row(Symbol(document.symbol, "accent", 24), self._titles[document.paper], STRETCH, spacing=GRID))
            card.add(label(document.note, "secondary", wrap=True), 1)
            card.add(row(made, STRETCH))
            cards.addWidget(card, 1)

    def show_run(self, run: Run) -> None:
        """Be about another run."""
        self._run = run
        for paper, title in self._titles.items():
            title.setText(title_of(paper, run.kind))

    def make(self, paper: Paper) -> None:
        """Make a paper and show it; labels ask for their sheet first, envelopes for their kind."""
        run = self._run
        if run is None:
            return
        options = AS_ARRANGED
        if paper is Paper.LABELS:
            by_district = run.order is PrintOrder.POSTAL
            choice = LabelSheetChoice(self.window(), self._shell, run.pieces, by_district=by_district)
            accepted = choice.exec()
            options = PrintOptions(
                choice.chosen.id,
                choice.start,
                barcode=choice.barcode.isChecked(),
                dividers=choice.dividers.isChecked(),
                first=choice.first,
                last=choice.last,
            )
            choice.deleteLater()
            if not accepted:
                return
        elif paper is Paper.ENVELOPES:
            asked = EnvelopeChoice(self.window(), run.pieces)
            accepted = asked.exec()
            options = PrintOptions(
                envelope=asked.envelope, style=asked.envelope_style, barcode=asked.barcode.isChecked()
            )
            asked.deleteLater()
            if not accepted:
                return
        self.make_pdf(run, paper, options)

    def make_pdf(self, run: Run, paper: Paper, options: PrintOptions = AS_ARRANGED) -> None:
        """Make a paper in the worker, in a folder that is gone afterwards."""
        session = self._shell.session
        ledger, campaign_id = session.ledger, session.campaign_id
        assert campaign_id is not None
        title = title_of(paper, run.kind)
        name = f"第{run.number}便_{title}.pdf"

        def job(progress: Progress) -> MadePaper:
            with TemporaryDirectory() as folder:
                path = Path(folder) / name
                made = mailing.print_run(
                    ledger, campaign_id, run.number, paper, path, progress=progress, options=options
                )
                sheet = label_sheets.find(ledger, options.sheet) if paper is Paper.LABELS else None
                ghost = sheet_outline(sheet) if sheet else None
                on_paper = _on_paper(paper, sheet, made.value)
                return MadePaper(path.read_bytes(), name, title, made.value, paper, options, on_paper, ghost)

        self._shell.desk.read(job, title=f"{title}の作成", done=self._show)


def _on_paper(paper: Paper, sheet: LabelSheet | None, made: PrintedRun) -> OnPaper:
    """What the print dialog has to know of a paper; only what carries an address has its place corrected."""
    if sheet is not None:
        return OnPaper(sheet.id, sheet.title, made.places, sheet.face, calibrate=calibrate.asking(sheet))
    if paper is Paper.LETTERS:
        return OnPaper(label_sheets.PLAIN, PLAIN, made.places, calibrate=calibrate.asking(None))
    return OnPaper(places=made.places, both_sides=paper is Paper.QUESTIONNAIRES)


def made_words(made: MadePaper) -> str:
    """What is on a paper: pages, pieces, and what is not."""
    missing = len(made.printed.not_printed)
    words = f"{made.printed.pages:,}ページ　印刷する {made.printed.printed:,}通 ＋ 印刷しない {missing:,}件"
    if made.printed.printed < made.printed.pieces:
        words += f"（{pieces_words(made.printed.first, made.printed.last, made.printed.pieces)}）"
    lacking = Counter(reason for _, reason in made.printed.without_barcode)
    if lacking or made.printed.barcodes:
        words += f"　カスタマバーコード あり {made.printed.barcodes:,}通"
    if lacking:
        reasons = "、".join(f"{word(reason)} {count:,}" for reason, count in lacking.most_common())
        words += f" ＋ なし {lacking.total():,}通（{reasons}）"
    return words
