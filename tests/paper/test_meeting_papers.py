"""Papers of a meeting: whoever may not know a firm finds neither its name nor anything that names it in them."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reader import Pdf

from shoukei_app.domain.answers import Answer
from shoukei_app.domain.cases import Decision, SupportPolicy
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.form_number import shown
from shoukei_app.domain.history import Act
from shoukei_app.domain.meeting import MeetingKind, Seat
from shoukei_app.domain.meeting_paper import Minutes
from shoukei_app.domain.organisation import OrganisationKind
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.query import Query
from shoukei_app.domain.questionnaire import Recipient
from shoukei_app.domain.target import TargetLine
from shoukei_app.paper import meeting_pack
from shoukei_app.store.ledger import Ledger
from shoukei_app.usecases import (
    entry,
    firms,
    flags,
    ledgers,
    meeting_papers,
    meetings,
    organisations,
    targets,
    tasks,
)
from shoukei_app.usecases.meetings import NewMeeting

ACT = Act("山岸", datetime(2026, 9, 1, 12, 0))
DAY = date(2026, 9, 15)
NAMES = ("株式会社あさがお製作所", "ひまわり食堂", "すみれ理容", "合資会社つばき酒造", "れんげ工務店")
KINDS = (OrganisationKind.MUNICIPALITY, OrganisationKind.SHOKOKAI, OrganisationKind.CENTRE, OrganisationKind.BANK)
CONSENTS = list(Recipient)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with five flagged firms, every one with what names it, and four organisations."""
    path = tmp_path_factory.mktemp("meeting") / "台帳.shoukei"
    ledger = ledgers.create(str(path), ACT, name="調査", fiscal_year=2026)
    for place, name in enumerate(NAMES, start=1):
        address = Address("3810000", "長野県", "", "長野市", "20201", "見本町", f"{place}{place}番地")
        facts = FirmFacts(
            name,
            office=f"屋号{place}の店",
            kana=f"カナ{place}",
            representative=f"代表 {'一二三四五'[place - 1]}郎",
            phone=f"026-55{place}-00{place}{place}",
            corporate_number="",
            address=address,
            industry="飲食業",
            staff=place * 3,
        )
        firms.add(ledger, ACT, facts)
    targets.select(ledger, ACT, 1, targets.plan(ledger, 1))
    for kind in KINDS:
        organisations.add(ledger, ACT, organisations.NewOrganisation(kind, f"{kind.value}の機関"))
    ledger.close()
    return path


@contextmanager
def _meeting(held: Path, consents: list[frozenset[Recipient]]) -> Iterator[tuple[Ledger, int, Path]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "台帳.shoukei"
        shutil.copy(held, path)
        ledger = ledgers.open_existing(path)
        lines = _lines(ledger)
        for line, given_to in zip(lines, consents, strict=True):
            codes = tuple(place for place, one in enumerate(CONSENTS, start=1) if one in given_to)
            sheet = {
                "visit": Answer((1,)),
                "age": Answer(number=72),
                "consent": Answer(codes),
                "remarks": Answer(text=f"{line.name}の{line.representative}です"),
                "problems": Answer((1, 15), text=f"{line.name}の件"),
            }
            entry.record(ledger, ACT, line.number, entry.Keyed(sheet), final=True)
        flags.run_rules(ledger, ACT, 1, today=DAY)
        seats = tuple(Seat(one.id, attended=True) for one in organisations.every(ledger))
        (key,) = meetings.plan(ledger, ACT, 1, [NewMeeting(MeetingKind.MONTHLY, DAY, seats=seats)]).value
        meetings.draw_agenda(ledger, ACT, key)
        for line in meetings.agenda(ledger, key)[:4]:
            note = f"{line.target.name}へ行く"
            homework = [tasks.NewTask(f"{line.target.representative}さんに電話", due_on=DAY)]
            meetings.decide(ledger, ACT, line.item.id, Decision(SupportPolicy.VISIT_JOINT, note=note), homework)
        yield ledger, key, Path(folder)
        ledger.close()


def _lines(ledger: Ledger) -> tuple[TargetLine, ...]:
    return targets.lines(ledger, targets.find(ledger, 1, Query(sort="number")))


def _telling(line: TargetLine) -> list[str]:
    """Everything that would tell which firm it is."""
    found = [line.name, line.office, line.representative, line.phone, line.address, line.number, shown(line.number)]
    return ["".join(words.split()) for words in found if words]


def _everything(path: Path) -> str:
    """All text of a PDF with its metadata and name, or all cells of a workbook with everything in its package."""
    if path.suffix == ".pdf":
        pages = Pdf(path)
        text = "".join(pages.squeezed(page) for page in range(len(pages)))
        document = pdfium.PdfDocument(path.read_bytes())
        return text + "".join(map(str, document.get_metadata_dict().values())) + path.name
    book = openpyxl.load_workbook(path)
    cells = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return "".join("".join([*cells, *parts, path.name]).split())


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.frozensets(st.sampled_from(CONSENTS)), min_size=5, max_size=5),
    st.none() | st.sampled_from(CONSENTS),
    st.booleans(),
)
def test_nobody_is_named_to_whom_it_did_not_consent(
    held: Path, consents: list[frozenset[Recipient]], recipient: Recipient | None, nobody: bool
) -> None:
    with _meeting(held, consents) as (ledger, key, folder):
        made = meeting_papers.pack(
            ledger, key, folder / "資料.pdf", Progress(), recipient=recipient, nobody_named=nobody
        ).value
        for name in ("記録.pdf", "記録.xlsx"):
            meeting_papers.minutes(ledger, key, folder / name, recipient=recipient, nobody_named=nobody)
        wanted = {Recipient(kind.value) for kind in KINDS} if recipient is None else {recipient}
        texts = {path.name: _everything(path) for path in folder.iterdir() if path.suffix in (".pdf", ".xlsx")}
        named = 0
        for line, given_to in zip(_lines(ledger), consents, strict=True):
            allowed = wanted <= given_to and not nobody
            named += allowed
            for name, text in texts.items():
                if allowed:
                    assert "".join(line.name.split()) in text, name
                else:
                    told = [words for words in _telling(line) if words in text]
                    assert told == [], name
        assert (made.named, len(made.items)) == (named, 5)
        assert set(texts) == {"資料.pdf", "記録.pdf", "記録.xlsx"}


def test_a_guest_whom_the_sheet_does_not_ask_about_hides_every_name(held: Path) -> None:
    with _meeting(held, [frozenset(Recipient)] * 5) as (ledger, key, folder):
        guest = organisations.add(
            ledger, ACT, organisations.NewOrganisation(OrganisationKind.OTHER, "見学の機関")
        ).value
        seats = meetings.get(ledger, key).seats
        assert meeting_papers.pack_of(ledger, key).named == 5
        meetings.attend(ledger, ACT, key, [*seats, Seat(guest)])
        made = meeting_papers.pack(ledger, key, folder / "資料.pdf", Progress()).value
        assert made.named == 0
        aliases = [item.title for item in made.items]
        assert len(set(aliases)) == 5
        assert all(title.startswith("案件") for title in aliases)
        assert [item.stands_out for item in made.items] == [True] * 5


def test_the_minutes_name_an_office_once_with_all_who_came_from_it(tmp_path: Path) -> None:
    attendance = (
        ("見本商工会", "小口", True),
        ("見本商工会", "上條", True),
        ("見本市", "", True),
        ("見本町", "", False),
    )
    minutes = Minutes("第1回", "令和8年9月15日（火）", "会議室", attendance, (), (), ())
    meeting_pack.print_minutes(tmp_path / "記録.pdf", minutes)
    text = "".join(Pdf(tmp_path / "記録.pdf").text(0).split())
    assert "見本商工会（小口・上條）、見本市" in text
    assert text.count("見本商工会") == 1
